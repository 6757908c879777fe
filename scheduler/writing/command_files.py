"""Windows command files, so that whoever never types a command can double-click one.

They are ASCII, since a console reads them in whatever code page it has; what has to be asked or
opened is asked and opened by the program.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

# A shared folder must not be able to slip modules in: PYTHONSAFEPATH.
_HEAD = """@echo off
chcp 65001 >nul
set PYTHONUTF8=1
set PYTHONSAFEPATH=1
set ZHIBAN=py -m scheduler
where zhiban >nul 2>nul && set ZHIBAN=zhiban
"""
_DROPPED = """set "WHAT=%~1"
if "%~1"=="" set "WHAT=%~dp0."
"""
_WORK = {
    "打开值班.cmd": '%ZHIBAN% page "%~dp0."',
    "1-检查.cmd": '%ZHIBAN% check "%~dp0."',
    "2-排下月.cmd": '%ZHIBAN% draft "%~dp0." --open',
    "2-重排保留修改.cmd": f'{_DROPPED}%ZHIBAN% draft "%~dp0." --from "%WHAT%" --open',
    "3-发布.cmd": f'{_DROPPED}%ZHIBAN% publish "%WHAT%" --open',
    "4-调整.cmd": '%ZHIBAN% adjust "%~dp0." --open',
    "5-打印记录.cmd": '%ZHIBAN% forms "%~dp0." --open',
    "6-月报.cmd": '%ZHIBAN% report "%~dp0." --open',
}


def command_files() -> dict[str, bytes]:
    """Return the contents of every command file by its name."""
    own = _interpreter()
    line = f'if exist "{own}" set ZHIBAN="{own}" -m scheduler\n' if own else ""
    texts = {name: f"{_HEAD}{line}{work}\npause\n" for name, work in _WORK.items()}
    return {name: text.replace("\n", "\r\n").encode("ascii") for name, text in texts.items()}


def _interpreter() -> str:
    """Return the interpreter that runs now as it is named in a command file, '' if it cannot be.

    A home folder may well be named in Chinese: then it is named by its variable.
    """
    own = sys.executable or ""
    for variable in ("LOCALAPPDATA", "USERPROFILE"):
        home = os.environ.get(variable)
        if home and not home.isascii() and Path(own).is_relative_to(home):
            rest = Path(own).relative_to(home)
            return f"%{variable}%{os.sep}{_literal(str(rest))}" if str(rest).isascii() else ""
    return _literal(own) if own.isascii() else ""


def _literal(path: str) -> str:
    """Return a path as a command file has to spell it."""
    return path.replace("%", "%%")
