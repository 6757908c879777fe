"""Files: only plain ones are opened, and they are written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
import time
from typing import TYPE_CHECKING

from scheduler.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

LITTER = ".zhiban-"
# The process that writes it, and what nobody can guess; beside it what SQLite adds to a name.
_LITTER = re.compile(r"\.zhiban-([0-9]{1,10})-[0-9a-f]{32}\.tmp(-journal)?")
# A link put there after the look at it fails, and no pipe is waited for. Windows has neither.
_FLAGS = sum(getattr(os, f"O_{name}", 0) for name in ("NOFOLLOW", "NONBLOCK", "BINARY", "CLOEXEC"))
_NAME = re.compile(
    r"(?!\.|(?:con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d)\s*(?:\.|$))"
    r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff<>:\"/\\|?*]{1,100}"
    r"(?<![. ])",
    re.IGNORECASE,
)
_REASONS = {
    errno.ENOENT: "没有这个文件夹",
    errno.EACCES: "没有权限，或正被别的程序占用",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EISDIR: "那是一个文件夹",
    errno.ELOOP: "那是一个链接",
    errno.ENOTDIR: "路径里有一段不是文件夹",
}
PATIENCE = 2.5


def refuse_other_than_plain(path: Path, about: os.stat_result, *, linked: bool = False) -> None:
    """Refuse what is a link, a pipe, a device or, unless ``linked``, a file with another name too.

    A folder that others may write can hold such a thing in the place of any file, and through it
    a run would read or write what is somewhere else, or wait for ever.

    Raises
    ------
    IsADirectoryError
        If it is a folder.
    FileError
        If it is something else than a file of its own.
    """
    if stat.S_ISDIR(about.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(about.st_mode) or (about.st_nlink > 1 and not linked):
        what = "是链接、管道或设备），没有打开；请移走它，换成文件本身"
        if stat.S_ISREG(about.st_mode):
            what = "在别处还有一个名字），没有打开；请复制一份，换掉它"
        raise FileError(f"{path} 不是普通文件（{what}")


def open_plain(path: Path, flags: int = os.O_RDONLY) -> int:
    """Open a file of its own, as ``os.open``; what holds the folder may be a link.

    Raises
    ------
    FileError
        If a link, a pipe, a device or a file with another name too stands there.
    OSError
        As of ``os.open``.
    """
    with contextlib.suppress(FileNotFoundError):  # The opening itself says so, or makes it.
        refuse_other_than_plain(path, path.lstat())
    number = os.open(path, flags | _FLAGS, 0o666)
    try:
        refuse_other_than_plain(path, os.fstat(number))
    except BaseException:
        os.close(number)
        raise
    return number


def read_plain(path: Path, most: int = -1) -> bytes:
    """Return what is in a file of its own, at most so many bytes; errors as ``open_plain``."""
    with open(open_plain(path), "rb") as stream:
        return stream.read(most)


def is_plain_name(name: str) -> bool:
    """Tell whether a name is that of a file in this folder and no other, on any system."""
    return _NAME.fullmatch(name) is not None


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file so that it appears whole or not at all; return where it is.

    If another program holds the file for longer than ``PATIENCE`` seconds, the content goes to
    ``…-新1`` beside it (or 新2 …), so nothing is lost.

    Raises
    ------
    FileError
        If the folder cannot be written; what was there is intact.
    """
    with staged({path: content}) as put:
        return put()[0]


@contextlib.contextmanager
def staged(contents: Mapping[Path, bytes]) -> Iterator[Callable[[], list[Path]]]:
    """Write files beside their places, down to the disk; the function given puts them there.

    Whatever has not been put when the block is left is removed.

    Raises
    ------
    FileError
        If a folder cannot be written; what was there is intact.
    """
    drafts: dict[Path, Path] = {}
    path = next(iter(contents))
    try:
        for path, content in contents.items():
            sweep(path.parent)
            with contextlib.suppress(FileNotFoundError):
                refuse_other_than_plain(path, path.lstat(), linked=True)
            drafts[path], number = temporary(path.parent)
            with open(number, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        yield lambda: [_put(draft, path) for path, draft in drafts.items()]
    except OSError as error:
        raise FileError(f"{path} 写不进去（{reason(error)}），原来的文件没有动") from None
    finally:
        for draft in drafts.values():
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def temporary(folder: Path) -> tuple[Path, int]:
    """Make a file under a name that nobody can guess, for ``sweep`` to find; return it, open."""
    path = folder / f"{LITTER}{os.getpid()}-{secrets.token_hex(16)}.tmp"
    return path, open_plain(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)


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
    while os.path.lexists(other := path.with_name(f"{path.stem}-新{number}{path.suffix}")):
        number += 1
    draft.replace(other)
    return other


def reason(error: OSError) -> str:
    """Say in words why the system refused."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def typed(path: Path | str) -> str:
    """Return a path as it has to be typed in a command, on Windows and elsewhere."""
    text = str(path)
    return f'"{text}"' if set(text) & set(" \u3000&;()'") else text


def sweep(folder: Path) -> None:
    """Remove what a killed run of this user left behind, and nothing that is called otherwise."""
    for litter in folder.glob(f"{LITTER}*.tmp*"):
        named = _LITTER.fullmatch(litter.name)
        if named and not _alive(int(named[1])):
            with contextlib.suppress(OSError):
                about = litter.lstat()
                own = os.name == "nt" or about.st_uid == os.geteuid()
                if own and stat.S_ISREG(about.st_mode):
                    litter.unlink()


def _alive(process: int) -> bool:
    if process == os.getpid() or os.name == "nt":
        return process == os.getpid()
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
