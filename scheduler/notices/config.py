"""What zhiban.toml and the environment say about notices: channels, or what is wrong with it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.errors import Exit, Message
from scheduler.files import reason
from scheduler.reading.cells.normal_text import normalised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.notices.channels import Channel

CONFIG_FILE = "zhiban.toml"
# Sections and their keys; ZHIBAN_MAIL_HOST in the environment is host of [mail].
KEYS = {
    "wecom": ("webhook",),
    "dingtalk": ("webhook", "secret"),
    "mail": ("host", "port", "security", "user", "password", "from", "to"),
    "command": ("run",),
}
SECRET = {"webhook", "secret", "password"}
PORTS = {"ssl": 465, "starttls": 587, "none": 25}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
PLACE = re.compile(r"line (\d+), column (\d+)")


def read_channels(
    folder: Path, environment: Mapping[str, str] = os.environ
) -> tuple[list[Channel], list[Message]]:
    """Return the channels a centre has set up, and what is wrong with those that it has not.

    Parameters
    ----------
    folder
        The centre's; what its zhiban.toml says gives way to the environment.
    environment
        Variables ``ZHIBAN_<SECTION>_<KEY>``.
    """
    faults = _Faults()
    given = _from_file(folder / CONFIG_FILE, faults)
    for name, text in environment.items():
        section, _, key = name.removeprefix("ZHIBAN_").lower().partition("_")
        if not name.startswith("ZHIBAN_") or section not in KEYS:
            continue
        if key in KEYS[section]:
            given.setdefault(section, {})[key] = (text, name)
        else:
            known = [f"ZHIBAN_{section}_{one}".upper() for one in KEYS[section]]
            faults.add(section, "", f"没有这一项；{_nearest(name, known)}", name)
    made = {one: _Reader(one, values, faults).channel() for one, values in given.items()}
    return [one for section, one in made.items() if section not in faults.broken], faults.found


class _Faults:
    """Everything that is wrong, each with its place, and the sections it is wrong with."""

    def __init__(self) -> None:
        self.found: list[Message] = []
        self.broken: set[str] = set()

    def add(self, section: str, key: str, text: str, variable: str = "") -> None:
        place = ("环境变量", "", variable) if variable else (CONFIG_FILE, section, key)
        self.found.append(Message("notices", "error", text, *place, Exit.INPUT))
        self.broken.add(section)


Given = dict[str, dict[str, tuple[Any, str]]]


def _from_file(path: Path, faults: _Faults) -> Given:
    """Return the values of the file by section and key, each with '' for its variable."""
    try:
        loose = os.name != "nt" and path.stat().st_mode & 0o077
        # Notepad puts a mark before the first character.
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except OSError as error:
        faults.add("", "", f"读不了（{reason(error)}）")
        return {}
    except UnicodeDecodeError:
        faults.add("", "", "不是 UTF-8 编码，请另存为 UTF-8")
        return {}
    import tomllib

    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = PLACE.search(str(error))
        where = f"第 {place[1]} 行第 {place[2]} 个字" if place else "末尾"
        faults.add("", "", f'{where}看不懂；文字要加双引号，如 host = "smtp.example.com"')
        return {}
    given: Given = {}
    for section, values in whole.items():
        if section in KEYS and not isinstance(values, dict):
            text = f"[{section}] 要单独写一行，下面再写 {KEYS[section][0]} = …"
            faults.add(section, "", text)
            continue
        if section not in KEYS:
            text = f"没有 [{section}] 这一节；{_nearest(section, [f'[{one}]' for one in KEYS])}"
            faults.add("", "", text)
            continue
        for key in values.keys() - set(KEYS[section]):
            faults.add(section, key, f"没有这一项；{_nearest(key, KEYS[section])}")
        known = {key: value for key, value in values.items() if key in KEYS[section]}
        if loose and (secret := sorted(SECRET & known.keys())):
            variable = f"ZHIBAN_{section}_{secret[0]}".upper()
            text = (
                f"是密钥，文件却不只本人能读：请 chmod 600 {path.name}，或写进环境变量 {variable}"
            )
            faults.add(section, secret[0], text)
        given[section] = {key: (value, "") for key, value in known.items()}
    return given


def _nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    return f"是不是 {near[0]}？" if near else f"可以写 {'、'.join(known)}"


def _addresses(text: str) -> list[str]:
    """Return the addresses in a text, whatever stands between them or came along in pasting."""
    parts = [part.strip() for part in re.split("[,\uff0c\u3001;\uff1b\n]", text)]
    bare = [[part] if "<" in part else [normalised(one) for one in part.split()] for part in parts]
    return [one for several in bare for one in several]


class _Reader:
    """Reads one section."""

    def __init__(self, section: str, values: dict[str, tuple[Any, str]], faults: _Faults) -> None:
        self.section, self.values, self.faults = section, values, faults

    def channel(self) -> Channel:
        from scheduler.notices.channels import Mail, Program, Robot

        match self.section:
            case "wecom":
                return Robot("企业微信", self.webhook())
            case "dingtalk":
                return Robot("钉钉", self.webhook(), self.text("secret"))
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
                return Mail(host, port, security, user, password, sender, tuple(to))
            case _:
                return Program(tuple(self.texts("run")))

    def wrong(self, key: str, text: str) -> None:
        self.faults.add(self.section, key, text, self.values.get(key, ("", ""))[1])

    def text(self, key: str, *, needed: bool = False) -> str:
        value = self.values.get(key, ("", ""))[0]
        if not isinstance(value, str):
            self.wrong(key, "要写成带双引号的文字")
            return ""
        if needed and not value.strip():
            self.wrong(key, "没有填")
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
        if isinstance(value, str) and value.isdecimal():
            value = int(value)
        if type(value) is not int or not 0 < value < 65536:
            self.wrong("port", "要写成 1 到 65535 的数，如 465")
            return 0
        return value
