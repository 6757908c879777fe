"""The log file: what every run said, line by line, each with time, run and level."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

from scheduler.clock import SHANGHAI
from scheduler.files import reason

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
                if path.stat().st_size > MOST_BYTES:
                    path.replace(path.with_name(f"{path.name}.1"))
            self._file = path.open("a", encoding="utf-8", errors="replace", newline="\n")
        except OSError as error:
            self._fail(error)

    def write(self, level: str, text: str) -> None:
        """Add a text; each of its lines becomes one of the log's."""
        head = f"{datetime.now(SHANGHAI).isoformat(timespec='seconds')} {self.run_id} {level}"
        said = "".join(f"{head} {line}\n" for line in text.splitlines() if line)
        if self._file:
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
