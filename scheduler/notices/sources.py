"""Where it is said how notices go: a file and the environment, and who may have written it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from scheduler.errors import Exit, FileError, Message
from scheduler.files import open_plain, reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from pathlib import Path

CONFIG_FILE = "zhiban.toml"
# Sections and their keys; ZHIBAN_MAIL_HOST in the environment is host of [mail].
KEYS = {
    "wecom": ("webhook", "allow"),
    "dingtalk": ("webhook", "secret", "allow"),
    "mail": ("host", "port", "security", "user", "password", "from", "to", "allow"),
    "command": ("run", "allow"),
}
SECRET = {"webhook", "secret", "password"}
PLACE = re.compile(r"line (\d+), column (\d+)")
MOST = 100_000  # bytes
Given = dict[str, dict[str, tuple[Any, str]]]


class Faults:
    """Everything that is wrong, each with its place, and the sections it is wrong with."""

    def __init__(self, besides: Set[str] = frozenset()) -> None:
        self.besides = besides  # sections that are set up elsewhere: nobody asks about them
        self.file = CONFIG_FILE
        self.found: list[Message] = []
        self.broken: set[str] = set()

    def add(self, section: str, key: str, text: str, variable: str = "") -> None:
        """Note what is wrong with a section, and where it says so."""
        if section in self.besides:
            return
        place = ("环境变量", "", variable) if variable else (self.file, section, key)
        self.found.append(Message("notices", "error", text, *place, Exit.INPUT))
        self.broken.add(section)


def from_environment(environment: Mapping[str, str], faults: Faults) -> Given:
    """Return what the variables say, each value with the name of its variable."""
    given: Given = {}
    for name, text in environment.items():
        section, _, key = name.removeprefix("ZHIBAN_").lower().partition("_")
        if not name.startswith("ZHIBAN_") or section not in KEYS:
            continue
        if key in KEYS[section]:
            given.setdefault(section, {})[key] = (text, name)
        else:
            known = [f"ZHIBAN_{section}_{one}".upper() for one in KEYS[section]]
            faults.add(section, "", f"没有这一项；{nearest(name, known)}", name)
    return given


def from_file(path: Path, faults: Faults, *, needed: bool = False) -> Given:
    """Return the values of a file by section and key, each with '' for its variable.

    One that is a link, is linked from elsewhere or is no regular file may be anybody's; what it
    allows counts only where nobody else can have written it.
    """
    faults.file = path.name
    try:
        content, about = _opened(path)
        # Notepad puts a mark before the first character.
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        if needed:
            faults.add("", "", "找不到这个文件，请核对路径")
        return {}
    except OSError as error:
        faults.add("", "", f"读不了（{reason(error)}）")
        return {}
    except UnicodeDecodeError:
        faults.add("", "", "不是 UTF-8 编码，请另存为 UTF-8")
        return {}
    except FileError:
        faults.add("", "", "读不了（要是一个普通的小文件，不是链接）")
        return {}
    loose = os.name != "nt" and about.st_mode & 0o077
    own = os.name == "nt" or (about.st_uid == os.geteuid() and not about.st_mode & 0o022)
    import tomllib

    try:
        whole = tomllib.loads(text)
    except RecursionError:
        faults.add("", "", "括号套得太深，看不懂")
        return {}
    except ValueError as error:  # also a number of thousands of digits
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
            text = f"没有 [{section}] 这一节；{nearest(section, [f'[{one}]' for one in KEYS])}"
            faults.add("", "", text)
            continue
        for key in values.keys() - set(KEYS[section]):
            faults.add(section, key, f"没有这一项；{nearest(key, KEYS[section])}")
        known = {key: value for key, value in values.items() if key in KEYS[section]}
        if loose and (secret := sorted(SECRET & known.keys())):
            variable = f"ZHIBAN_{section}_{secret[0]}".upper()
            text = (
                f"是密钥，文件却不只本人能读：请 chmod 600 {path.name}，或写进环境变量 {variable}"
            )
            faults.add(section, secret[0], text)
        if "allow" in known and not own:
            text = f"别人也改得了这个文件，这一项不算：请 chmod 600 {path.name}，并归本人所有"
            faults.add(section, "allow", text)
        given[section] = {key: (value, "") for key, value in known.items()}
    return given


def _opened(path: Path) -> tuple[bytes, os.stat_result]:
    """Read a file of its own, and say whose it is."""
    with open(open_plain(path), "rb") as stream:
        content, about = stream.read(MOST + 1), os.fstat(stream.fileno())
    if len(content) > MOST:
        raise FileError(f"{path.name} 太大")
    return content, about


def nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    """Say which name may be meant."""
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    return f"是不是 {near[0]}？" if near else f"可以写 {'、'.join(known)}"
