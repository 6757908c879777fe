"""What has been said about notices, made channels, or what is wrong with it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.notices.sources import CONFIG_FILE, Faults, from_environment, from_file
from scheduler.reading.cells.normal_text import normalised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.errors import Message
    from scheduler.notices.channels import Channel
    from scheduler.notices.sources import Given

PORTS = {"ssl": 465, "starttls": 587, "none": 25}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def read_channels(
    folder: Path | None,
    environment: Mapping[str, str] = os.environ,
    runner: Path | None = None,
) -> tuple[list[Channel], list[Message]]:
    """Return the channels that are set up, and what is wrong with those that are not.

    A section comes from one source: a centre's file that others may write never names the
    server that the runner's secrets go to.

    Parameters
    ----------
    folder
        The centre's, whose zhiban.toml counts; None if none does, as in a batch.
    environment
        Variables ``ZHIBAN_<SECTION>_<KEY>``; the runner's, as is the next.
    runner
        A file of the runner's own, which the environment may complete and overrules.
    """
    own = Faults()
    given = from_environment(environment, own)
    if runner:
        for section, values in from_file(runner, own, needed=True).items():
            given[section] = values | given.get(section, {})
    channels = _made(given, own)
    if not folder:
        return channels, own.found
    theirs = Faults(besides=given.keys() | own.broken)
    others = from_file(folder / CONFIG_FILE, theirs)
    channels += _made({one: others[one] for one in others if one not in theirs.besides}, theirs)
    return channels, own.found + theirs.found


def _made(given: Given, faults: Faults) -> list[Channel]:
    made = {one: _Reader(one, values, faults).channel() for one, values in given.items()}
    return [one for section, one in made.items() if section not in faults.broken]


def _addresses(text: str) -> list[str]:
    """Return the addresses in a text, whatever stands between them or came along in pasting."""
    parts = [part.strip() for part in re.split("[,\uff0c\u3001;\uff1b\n]", text)]
    bare = [[part] if "<" in part else [normalised(one) for one in part.split()] for part in parts]
    return [one for several in bare for one in several]


class _Reader:
    """Reads one section."""

    def __init__(self, section: str, values: dict[str, tuple[Any, str]], faults: Faults) -> None:
        self.section, self.values, self.faults = section, values, faults

    def channel(self) -> Channel:
        from scheduler.notices.channels import Mail, Program, Robot

        match self.section:
            case "wecom":
                return Robot("企业微信", self.webhook(), inside=self.allowed())
            case "dingtalk":
                secret = self.text("secret")
                return Robot("钉钉", self.webhook(), secret, self.allowed())
            case "mail":
                host, user = self.text("host", needed=True), self.text("user")
                security = self.security(host, user)
                port = self.port(security)
                password = self.text("password", needed=bool(user))
                sender = self.text("from", needed="@" not in user) or user
                to = self.texts("to")
                for key, addresses in (("from", [sender]), ("to", to)):
                    for one in addresses:
                        if one and "@" not in one:
                            self.wrong(key, f"「{one}」不是邮箱地址")
                inside = self.allowed()
                return Mail(host, port, security, user, password, sender, tuple(to), inside)
            case _:
                if not self.allowed():
                    self.wrong("allow", "自己的程序要写明 allow = true 才运行")
                return Program(tuple(self.texts("run")))

    def wrong(self, key: str, text: str) -> None:
        self.faults.add(self.section, key, text, self.values.get(key, ("", self.variable(key)))[1])

    def variable(self, key: str) -> str:
        """Return where a value that is missing should stand: '' if in the file."""
        beside = all(variable for _, variable in self.values.values())
        return f"ZHIBAN_{self.section}_{key}".upper() if self.values and beside else ""

    def allowed(self) -> bool:
        """Return whether programs and inside addresses are allowed."""
        value = self.values.get("allow", (False, ""))[0]
        if isinstance(value, str) and value.strip().lower() in ("true", "false"):
            value = value.strip().lower() == "true"
        if not isinstance(value, bool):
            self.wrong("allow", "要写成 true 或 false")
        return value is True

    def text(self, key: str, *, needed: bool = False) -> str:
        value = self.values.get(key, ("", ""))[0]
        if not isinstance(value, str):
            self.wrong(key, "要写成带双引号的文字")
            return ""
        if needed and not value.strip():
            beside = {variable for _, variable in self.values.values()} - {""}
            alone = "；环境变量里的不与中心文件夹里的合用，请都写在一处" if beside else ""
            self.wrong(key, f"没有填{alone}")
        return value.strip()

    def texts(self, key: str) -> list[str]:
        """Return a list; in the environment addresses stand between commas, words as in a shell."""
        value, variable = self.values.get(key, ([], ""))
        if variable and key == "run":
            import shlex

            try:
                value = shlex.split(value, posix=os.name != "nt")
            except ValueError:
                self.wrong(key, "引号不成对")
                return []
        elif key == "run" and isinstance(value, str) and " " in value and not Path(value).exists():
            self.wrong(key, '程序和每个参数要分开写，如 ["python3", "tell.py"]')
            return []
        elif isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.wrong(key, '要写成列表，如 ["甲", "乙"]')
            return []
        found = [one for text in value for one in (_addresses(text) if key == "to" else [text])]
        found = [one for one in found if one]
        if not found:
            self.wrong(key, "没有填")
        return found

    def webhook(self) -> str:
        from urllib.parse import urlsplit

        url = self.text("webhook", needed=True)
        try:
            parts = urlsplit(url)
            fine = parts.scheme in ("https", "http") and parts.hostname and url.isascii()
            fine = fine and (parts.port or True) and not re.search(r"\s", url)
        except ValueError:
            fine = False
        if url and not fine:
            self.wrong("webhook", "要写机器人的整个地址，以 https:// 开头")
        return url

    def security(self, host: str, user: str) -> str:
        security = self.text("security") or "starttls"
        if security not in PORTS:
            self.wrong("security", f"「{security}」看不懂，可以写 {'、'.join(PORTS)}")
        elif security == "none" and user and host not in LOOPBACK:
            self.wrong("security", "不加密就不能登录，密码会被看见；请写 starttls 或 ssl")
        return security

    def port(self, security: str) -> int:
        value = self.values.get("port", (PORTS.get(security, 0), ""))[0]
        if isinstance(value, str) and value.isdecimal() and len(value) <= 5:
            value = int(value)
        if type(value) is not int or not 0 < value < 65536:
            self.wrong("port", "要写成 1 到 65535 的数，如 465")
            return 0
        return value
