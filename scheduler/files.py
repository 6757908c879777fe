"""Files, written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from typing import TYPE_CHECKING

from scheduler.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

LITTER = ".zhiban-"
_REASONS = {
    errno.ENOENT: "没有这个文件夹",
    errno.EACCES: "没有权限，或正被别的程序占用",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EISDIR: "那是一个文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
}
PATIENCE = 2.5


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
        for nth, (path, content) in enumerate(contents.items()):
            sweep(path.parent)
            drafts[path] = path.with_name(f"{LITTER}{os.getpid()}-{nth}.tmp")
            with drafts[path].open("wb") as stream:
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


def reason(error: OSError) -> str:
    """Say in words why the system refused."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def typed(path: Path | str) -> str:
    """Return a path as it has to be typed in a command, on Windows and elsewhere."""
    text = str(path)
    return f'"{text}"' if set(text) & set(" \u3000&;()'") else text


def sweep(folder: Path) -> None:
    """Remove what a killed run left behind."""
    for litter in folder.glob(f"{LITTER}*.tmp"):
        owner = litter.stem.removeprefix(LITTER).partition("-")[0]
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
