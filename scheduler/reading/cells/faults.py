"""Collecting everything that is wrong with a workbook, to report it all at once."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from scheduler.errors import Exit, InputError, Message
from scheduler.reading.cells.values import Unreadable
from scheduler.reading.files.grid import SHEETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scheduler.reading.cells.named_cells import Cell

MOST_FAULTS = 2_000

_UNREAD_CODES = ("broken-cell", "ditto")

T = TypeVar("T")
D = TypeVar("D")


class Faults:
    """Errors and warnings of one file, in the order of its sheets and cells."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.entries: list[tuple[tuple[int, int, int], Message]] = []
        self._known: set[tuple[tuple[int, int, int], Message]] = set()
        self._unread: set[tuple[int, int, int]] = set()

    def read(self, cell: Cell, parse: Callable[[Cell], T], default: D) -> T | D:
        """Return the parsed cell; if it is unreadable, note why and return the default."""
        try:
            return parse(cell)
        except Unreadable as unreadable:
            self.error(cell, str(unreadable))
            return default

    def error(self, cell: Cell, text: str, code: str = "input") -> None:
        """Note what makes the file unusable, at its cell.

        A cell that could not be read at all gets one error only.
        """
        if cell.order in self._unread:
            return
        if code in _UNREAD_CODES:
            self._unread.add(cell.order)
        self._note("error", cell, text, code, Exit.INPUT)

    def warn(self, cell: Cell, text: str, code: str = "input", exit_code: Exit = Exit.DONE) -> None:
        """Note what the user should look at."""
        self._note("warning", cell, text, code, exit_code)

    def take_over(self, other: Faults) -> None:
        """Note everything that another has noted of the same files."""
        for order, message in other.entries:
            self._keep(order, message)

    def refuse_file(self, rank: int, messages: Iterable[Message]) -> None:
        """Note why a whole file, by its rank, cannot be read."""
        self.entries += [((SHEETS * rank, 0, 0), message) for message in messages]

    def _note(self, severity: str, cell: Cell, text: str, code: str, exit_code: Exit) -> None:
        message = Message(
            code, severity, text, cell.file or self.file, cell.sheet, cell.address, exit_code
        )
        self._keep(cell.order, message)

    def _keep(self, order: tuple[int, int, int], message: Message) -> None:
        if (order, message) not in self._known and len(self.entries) < MOST_FAULTS:
            self._known.add((order, message))
            self.entries.append((order, message))

    @property
    def full(self) -> bool:
        """Tell whether there are so many that reading on helps nobody."""
        return len(self.entries) >= MOST_FAULTS

    @property
    def messages(self) -> tuple[Message, ...]:
        """Errors and warnings, in the order of files, sheets and cells."""
        return tuple(message for _, message in sorted(self.entries, key=itemgetter(0)))

    def stop_if_any(self) -> None:
        """Raise all errors at once, and the warnings with them.

        Raises
        ------
        InputError
            If there is any error.
        """
        errors = [message for message in self.messages if message.severity == "error"]
        if errors:
            more = "至少" if self.full else ""
            files = "、".join(dict.fromkeys(message.file or self.file for message in errors))
            text = f"{files} 有{more} {len(errors)} 处要改，没有写任何文件"
            raise InputError(text, self.messages)
