"""Collecting everything that is wrong with a workbook, to say it all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from scheduler.errors import Exit, InputError, Message
from scheduler.workbook.cells import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.workbook.table import Cell

T = TypeVar("T")
D = TypeVar("D")

CAP = 50


class Faults:
    """Errors and warnings of one file, in the order of its sheets and cells."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[tuple[tuple[int, int, int], Message]] = []

    def read(self, cell: Cell, parse: Callable[[Cell], T], default: D) -> T | D:
        """Return what ``parse`` makes of a cell, or note why it can't and return the default."""
        try:
            return parse(cell)
        except Unreadable as unreadable:
            self.error(cell, str(unreadable))
            return default

    def error(self, cell: Cell, text: str, code: str = "input") -> None:
        """Note what makes the file unusable, at its cell."""
        self._note("error", cell, text, code, Exit.INPUT)

    def warn(self, cell: Cell, text: str, code: str = "input", exit_code: Exit = Exit.DONE) -> None:
        """Note what the user should look at."""
        self._note("warning", cell, text, code, exit_code)

    def _note(self, severity: str, cell: Cell, text: str, code: str, exit_code: Exit) -> None:
        message = Message(code, severity, text, self.file, cell.sheet, cell.address, exit_code)
        if (cell.order, message) not in self.found:
            self.found.append((cell.order, message))

    @property
    def warnings(self) -> tuple[Message, ...]:
        """The warnings, in order."""
        return tuple(m for _, m in sorted(self.found, key=_order) if m.severity == "warning")

    def stop_if_any(self) -> None:
        """Raise all errors at once, the first ``CAP`` of them in full.

        Raises
        ------
        InputError
            If there is any error.
        """
        errors = [m for _, m in sorted(self.found, key=_order) if m.severity == "error"]
        if not errors:
            return
        text = f"{self.file} 有 {len(errors)} 处要改,没有写任何文件"
        shown = errors[:CAP]
        if len(errors) > CAP:
            rest = f"另有 {len(errors) - CAP} 处,改好以上各处后再检查"
            shown.append(Message("input", "error", rest, self.file, exit=Exit.INPUT))
        raise InputError(text, tuple(shown))


def _order(entry: tuple[tuple[int, int, int], Message]) -> tuple[int, int, int]:
    return entry[0]
