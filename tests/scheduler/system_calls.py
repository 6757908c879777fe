"""A run of a program seen from outside: what its folder is like before each call that changes it.

The system is asked to stop the process there (ptrace), so nothing of what SQLite does is missed.
What a kill at that instant would leave is what the folder then holds.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Files = dict[str, bytes]
_CALLS = {
    # open, write, pwrite64, writev, pwritev, sendfile, fsync, fdatasync, truncate, ftruncate,
    # rename, mkdir, rmdir, creat, link, unlink, symlink, openat, mkdirat, unlinkat, renameat,
    # linkat, symlinkat, fallocate, renameat2, copy_file_range
    "x86_64": {
        *(2, 1, 18, 20, 296, 40, 74, 75, 76, 77, 82, 83, 84, 85, 86, 87, 88, 257, 258, 263, 264),
        *(265, 266, 285, 316, 326),
    },
    # The same; there is nothing but the …at calls.
    "aarch64": {64, 68, 66, 70, 71, 82, 83, 45, 46, 56, 34, 35, 38, 37, 36, 47, 276, 285},
}
_TRACE_ME, _NEXT_CALL, _SET_OPTIONS, _CALL_INFO = 0, 24, 0x4200, 0x420E
_SAY_CALLS, _END_TOGETHER = 1, 0x100000
_AT_A_CALL = signal.SIGTRAP | 0x80
_ENTERS = 1


class _Info(ctypes.Structure):
    """The head of ``struct ptrace_syscall_info``, see ptrace(2)."""

    _fields_ = (
        ("kind", ctypes.c_uint8),
        ("pad", ctypes.c_uint8 * 3),
        ("arch", ctypes.c_uint32),
        ("instruction", ctypes.c_uint64),
        ("stack", ctypes.c_uint64),
        ("number", ctypes.c_uint64),
    )


_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.restype = ctypes.c_long
_libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)


def _ask(request: int, process: int, size: int = 0, data: object = None) -> None:
    if _libc.ptrace(request, process, size, data) < 0:
        raise OSError(ctypes.get_errno(), "ptrace")


def held(root: Path) -> Files:
    """Return every file at or below a folder by its path in it."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def put(root: Path, files: Files) -> None:
    """Make a folder hold these files and no others."""
    for name in held(root).keys() - files.keys():
        (root / name).unlink()
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def in_a_child(work: Callable[[], int], begin: Callable[[], None] = lambda: None) -> int:
    """Begin something in a forked process, and return that process."""
    process = os.fork()
    if not process:
        code = 99
        try:
            begin()
            code = work()
        finally:
            os._exit(code)
    return process


def ended(process: int) -> int:
    """Return how a process ended."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def states(root: Path, work: Callable[[], int]) -> tuple[int, int, list[Files]]:
    """Run something that changes a folder, in a process of its own.

    Returns
    -------
    tuple
        Its exit code, at how many calls it could have been killed, and what the folder held
        there, each state once, half-written files among them.
    """

    def stopped() -> None:
        _ask(_TRACE_ME, 0)
        os.kill(os.getpid(), signal.SIGSTOP)

    process = in_a_child(work, stopped)
    _, status = os.waitpid(process, 0)
    assert os.WIFSTOPPED(status), "the system lets no process watch another (ptrace)"
    _ask(_SET_OPTIONS, process, 0, _SAY_CALLS | _END_TOGETHER)
    changing, info, count = _CALLS[platform.machine()], _Info(), 0
    found = [held(root)]
    deliver = 0
    while True:
        _ask(_NEXT_CALL, process, 0, deliver or None)
        _, status = os.waitpid(process, 0)
        if not os.WIFSTOPPED(status):
            break
        deliver = os.WSTOPSIG(status)
        if deliver != _AT_A_CALL:
            continue
        deliver = 0
        _ask(_CALL_INFO, process, ctypes.sizeof(info), ctypes.addressof(info))
        if info.kind == _ENTERS and info.number in changing:
            count += 1
            if (now := held(root)) != found[-1]:
                found.append(now)
    if (now := held(root)) != found[-1]:
        found.append(now)
    every = [*found, *filter(None, map(_torn, found, found[1:]))]
    return os.waitstatus_to_exitcode(status), count, _distinct(every)


def _torn(before: Files, after: Files) -> Files | None:
    """Return what is there if only half of a write is done; None if no write is between the two."""
    written = [name for name in after if after[name] != before.get(name, after[name])]
    if before.keys() != after.keys() or len(written) != 1:
        return None
    old, new = before[written[0]], after[written[0]]
    first = next(
        (nth for nth, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    half = (first + len(new)) // 2
    return after | {written[0]: new[:half] + old[half:]}


def _distinct(every: list[Files]) -> list[Files]:
    return [one for nth, one in enumerate(every) if one not in every[:nth]]
