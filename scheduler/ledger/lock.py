"""One run per centre at a time."""

from __future__ import annotations

import os
import re
import stat
from contextlib import contextmanager, nullcontext, suppress
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from scheduler.clock import now
from scheduler.errors import FileError, LockedError
from scheduler.files import open_plain, refuse_other_than_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

P = ParamSpec("P")
R = TypeVar("R")
LOCK_FILE = ".zhiban-lock"
HOLDER = re.compile(rb"(\d{1,10}) (\d\d:\d\d:\d\d)\n")


def alone(
    function: Callable[Concatenate[Path, P], R],
) -> Callable[Concatenate[Path, P], R]:
    """Let a function that is given a centre hold its folder while it runs, unless it only tries."""

    @wraps(function)
    def run(path: Path, /, *args: P.args, **kwargs: P.kwargs) -> R:
        folder = path if path.is_dir() else path.parent
        with nullcontext() if kwargs.get("dry_run") else locked(folder):
            return function(path, *args, **kwargs)

    return run


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a centre's folder while the block runs.

    The system gives the lock up with the process, however that ends. Its file stays: were it
    removed, another run could hold the old file and a third one a new file of the same name.
    Where the folder cannot be written there is nothing to guard.

    Raises
    ------
    LockedError
        If another run holds it.
    FileError
        If something else than a plain file stands in the place of the lock.
    """
    from filelock import FileLock, Timeout

    path = folder / LOCK_FILE
    _refuse_other_than_plain(path)
    # Whoever shares the folder must be able to open the file, whatever the umask of its maker.
    lock = FileLock(path, mode=0o666, blocking=False, preserve_lock_file=True, on_acquired=_sign)
    try:
        if folder.is_dir():  # else it would be made
            lock.acquire()
    except Timeout:
        raise LockedError(f"另一次运行{_holder(path)}正在处理这个中心，请等它结束再试") from None
    except OSError:
        pass
    try:
        yield
    finally:
        lock.release()


def _refuse_other_than_plain(path: Path) -> None:
    """Refuse a link to another file, which holding the lock would overwrite, and the like."""
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        try:
            refuse_other_than_plain(path, path.lstat())
        except IsADirectoryError:
            raise FileError(f"{path} 不是普通文件（是文件夹），请移走它") from None


def _sign(file: int) -> None:
    """Write who holds the lock into its file, from the second byte on.

    On Windows nobody else can read the first one, which is what is locked there.
    """
    about = os.fstat(file)
    if not stat.S_ISREG(about.st_mode) or about.st_nlink > 1:
        return  # It has come there since the look at it, and is not ours to write into.
    with suppress(OSError):
        os.ftruncate(file, 0)
        os.write(file, f"\n{os.getpid()} {now():%H:%M:%S}\n".encode())


def _holder(path: Path) -> str:
    """Return who holds the lock in words, '' if that cannot be read."""
    with suppress(OSError, FileError), open(open_plain(path), "rb", buffering=0) as stream:
        stream.seek(1)
        if found := HOLDER.fullmatch(stream.read(100)):
            process, start = (text.decode() for text in found.groups())
            return f"（进程 {process}，{start} 开始）"
    return ""
