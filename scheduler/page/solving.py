"""The month drafted, or adjusted, by a search that the page can stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.errors import NoRosterError
from scheduler.interrupts import stoppable
from scheduler.page.month import Month
from scheduler.page.tables import table_named
from scheduler.reporting.notes import status_line
from scheduler.usecases.adjust import adjust
from scheduler.usecases.draft import draft_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.page.tables import Table
    from scheduler.reporting.outcome import Draft

UNCHANGED = "没有需要调整的"


def _nobody(_line: str) -> None:
    """Tell nobody."""


class Solving(Month):
    """What a search does; it runs in the thread that asks for it."""

    _stop: Callable[[], None] | None = None

    def solve(
        self, version: int, table: str = "", progress: Callable[[str], object] = _nobody
    ) -> dict[str, Any]:
        """Draft a table, or every one; what is chosen by hand stays, what is published too.

        ``progress`` is told in a line what is being done and what has come of it.
        """
        with self._lock:
            self._guard(version)
            every = self._known()
            asked = [table_named(every, table)] if table else every
            before = self._disk.contents()
            self._solving, self._said = True, []
        try:
            with stoppable() as self._stop:
                self._run(asked, progress)
        except KeyboardInterrupt:
            raise NoRosterError("已停止：还没有排出来，没有写任何文件") from None
        finally:
            with self._lock:
                self._stop, self._solving = None, False
                self._own_steps.add(before, self._disk.contents())
                self._settle()
        return self.state()

    def stop(self) -> None:
        """End a search that runs, with the best that it has found."""
        stop = self._stop
        if stop:
            stop()

    def _run(self, tables: list[Table], progress: Callable[[str], object]) -> None:
        for one in tables:
            progress(f"正在排 {one.name}……")
            made = self._solved(one)
            line = f"{one.name}：{status_line(made) if made else UNCHANGED}"
            progress(line)
            self._said.append(line)
            if made and made.interrupted:
                return

    def _solved(self, table: Table) -> Draft | None:
        """Return a table drafted or adjusted by the command that a person would run."""
        month, at = table.draft.problem.month, self.clock()
        drafted = table.drafted
        by_hand = drafted and (table.chosen or drafted.typed() or drafted.unread or drafted.left)
        if table.centre.published and not by_hand:
            months = adjust(self.folder, month=month, table=table.name, at=at, **self._lists)
            return months[0].draft if months else None
        edited = table.target if by_hand else None
        made = draft_tables(
            self.folder, month=month, table=table.name, edited=edited, at=at, **self._lists
        )
        return made[0]
