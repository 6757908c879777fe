"""A program of the centre's own, given the notice as JSON."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess  # nosec B404 # what it is for: a program that the runner has named
import tempfile
from typing import TYPE_CHECKING

from scheduler.notices.channels import Failed, Refused

if TYPE_CHECKING:
    from scheduler.notices.channels import Program
    from scheduler.notices.text import Notice


# Where programs are looked for, and what of the environment they get: nothing that a centre's
# folder or a secret could come by.
SAFE = (
    os.pathsep.join(
        os.path.join(os.environ.get("SYSTEMROOT", r"C:\Windows"), one) for one in ("System32", "")
    )
    if os.name == "nt"
    else "/usr/local/bin:/usr/bin:/bin"
)
KEPT = ("HOME", "USER", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "USERPROFILE", "TEMP", "TMP")


def run(program: Program, notice: Notice, seconds: float) -> None:
    """Run a program in an empty folder, with the notice on its standard input.

    What it prints goes nowhere, except that the last line tells why it failed. One that takes
    too long is killed with all that it has started.

    Raises
    ------
    Refused, Failed
        If it cannot be started, fails or takes too long.
    """
    content = json.dumps(notice.document | {"text": notice.plain()}, ensure_ascii=False)
    # Files, not pipes: nobody has to read or close them for us to go on.
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as said,
        tempfile.TemporaryDirectory() as empty,
    ):
        given.write(content.encode(errors="backslashreplace"))
        given.seek(0)
        try:
            process = subprocess.Popen(  # nosec B603 # no shell; see SAFE and found
                (found(program), *program.words[1:]),
                stdin=given,
                stdout=said,
                stderr=said,
                cwd=empty,
                env={name: os.environ[name] for name in KEPT if name in os.environ}
                | {"PATH": SAFE},
                start_new_session=True,
            )
        except (OSError, ValueError):
            raise Refused(f"{program.words[0]} 运行不了，请写完整路径，并核对权限") from None
        try:
            code = process.wait(seconds)
        except BaseException as error:
            _kill(process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise Failed(f"{seconds:g} 秒还没有结束，已停掉") from None
            raise
        if code:
            said.seek(0)
            lines = said.read(100_000).decode(errors="replace").split("\n")
            last = next((line.strip() for line in reversed(lines) if line.strip()), "")
            raise Failed(f"退出码 {code}{'：' if last else ''}{last[:200]}")


def found(program: Program) -> str:
    """Return where a program is, '' if it is not on the safe path nor named by its full path."""
    place = shutil.which(program.words[0], path=SAFE) or ""
    return place if os.path.isabs(place) else ""


def _kill(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
