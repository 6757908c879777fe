"""The log file: what every run said, line by line, each with time, run and level."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

from scheduler.cli.plain_text import plain_text
from scheduler.clock import SHANGHAI
from scheduler.errors import FileError
from scheduler.files import open_plain, reason

if TYPE_CHECKING:
    from pathlib import Path

# A run says some fifty lines; with one file before, this is years of daily runs.
MOST_BYTES = 1_000_000


class Log:
    """Adds lines to a file.

    A log that cannot be written costs nothing but itself: ``fault`` then says why.

    Parameters
    ----------
    path
        The file; None for none. One that has grown beyond ``MOST_BYTES`` becomes ``….1``.
    run_id
        What tells the lines of one run from those of others.
    """

    def __init__(self, path: Path | None, run_id: str) -> None:
        self.run_id = run_id
        self.fault = ""
        self._file: TextIO | None = None
        if path is None:
            return
        try:
            with suppress(FileNotFoundError):
                if path.lstat().st_size > MOST_BYTES:
                    path.replace(path.with_name(f"{path.name}.1"))
            number = open_plain(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            self._file = os.fdopen(number, "a", encoding="utf-8", errors="replace", newline="\n")
        except FileError:
            self.fault = "那里要是一个普通文件，不是链接、管道或设备"
        except OSError as error:
            self._fail(error)

    def write(self, level: str, text: str) -> None:
        """Add a text as one line, whatever is in it."""
        head = f"{datetime.now(SHANGHAI).isoformat(timespec='seconds')} {self.run_id} {level}"
        said = f"{head} {plain_text(text)}\n"
        if self._file and text:
            # At once and in one piece: other runs may be adding lines of theirs.
            try:
                self._file.write(said)
                self._file.flush()
            except OSError as error:
                self._fail(error)

    def close(self) -> None:
        """Let go of the file."""
        file, self._file = self._file, None
        if file:
            # What could not be written has been said already.
            with suppress(OSError):
                file.close()

    def _fail(self, error: OSError) -> None:
        self.close()
        self.fault = reason(error)
