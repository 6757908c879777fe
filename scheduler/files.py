"""Files: opened with a clear word when that fails, written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import zipfile
from typing import TYPE_CHECKING

from scheduler.errors import FileError, InputError

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

LITTER = ".zhiban-"
PATIENCE = 2.5


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def open_workbook(path: Path) -> Workbook:
    """Open a workbook for its values.

    Raises
    ------
    FileError
        If it is missing or held by another program.
    InputError
        If it is no readable .xlsx workbook.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(path, data_only=True)
    except FileNotFoundError:
        raise FileError(f"找不到文件 {path}") from None
    except OSError as error:
        raise FileError(
            f"{path.name} 打不开({error.strerror or error}),请先在 Excel 里关闭它"
        ) from None
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
        text = f"{path.name} 不是完好的 xlsx 工作簿,请用 Excel 或 WPS 打开后另存为 xlsx"
        raise InputError(text) from None


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file so that it appears whole or not at all; return where it is.

    If another program holds the file for longer than ``PATIENCE`` seconds, the content goes to
    ``…-新1`` beside it (or 新2 …), so nothing is lost.

    Raises
    ------
    FileError
        If the folder cannot be written; what was there is intact.
    """
    sweep(path.parent)
    draft = path.with_name(f"{LITTER}{os.getpid()}.tmp")
    try:
        with draft.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        return _put(draft, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise FileError(f"{path} 写不进去({reason}),原来的文件没有动") from None


def _put(draft: Path, path: Path) -> Path:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            draft.replace(path)
            return path
        except PermissionError:
            if not path.exists():
                raise
            if time.monotonic() > deadline:
                break
            time.sleep(0.1)
    number = 1
    while (other := path.with_name(f"{path.stem}-新{number}{path.suffix}")).exists():
        number += 1
    draft.replace(other)
    return other


def sweep(folder: Path) -> None:
    """Remove what a killed run left behind."""
    for litter in folder.glob(f"{LITTER}*.tmp"):
        owner = litter.stem.removeprefix(LITTER)
        if not (owner.isdigit() and _alive(int(owner))):
            with contextlib.suppress(OSError):
                litter.unlink()


def _alive(process: int) -> bool:
    if process == os.getpid() or os.name == "nt":
        return process == os.getpid()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
