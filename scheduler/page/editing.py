"""The month edited on the page: judged, given to somebody else, exchanged, locked, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.errors import UsageError
from scheduler.page.asked import exchange, refusal
from scheduler.page.edits import Move, objection, seats_after, with_lock, with_moves
from scheduler.page.judging import compared, judged
from scheduler.page.month import Month
from scheduler.page.tables import table_named

if TYPE_CHECKING:
    from scheduler.reporting.outcome import Draft


class Editing(Month):
    """What is done to single duties."""

    def judge(self, table: str, slot: str) -> dict[str, Any]:
        """Return who could take a duty, best first, and what that would do."""
        with self._lock:
            return judged(self._known(), table_named(self._tables, table), slot)

    def try_swap(self, table: str, a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
        """Return whether two people may exchange their duties, and what that would do."""
        with self._lock:
            here = table_named(self._known(), table)
            try:
                seats = seats_after(here, exchange(a, b))
            except UsageError as error:
                return {"lawful": False, "text": error.text, "effects": []}
            against = objection(self._tables, seats)
            effects = [] if against else compared(here, seats)
            text = f"不行，{against.text}" if against else "可以换"
            return {"lawful": against is None, "text": text, "effects": effects}

    def assign(
        self,
        version: int,
        table: str,
        slot: str,
        old: str | None,
        new: str | None,
        approver: str = "",
        reason: str = "",
    ) -> dict[str, Any]:
        """Give the seat of ``old``, None for an open one, to ``new``, None to leave it open.

        Where a dispensation would make it lawful, what is refused says which row to write, with
        the ``approver`` and the ``reason``.
        """
        return self._move(version, table, (Move(slot, old, new),), (approver, reason))

    def swap(
        self, version: int, table: str, a: dict[str, Any], b: dict[str, Any]
    ) -> dict[str, Any]:
        """Exchange two people's duties."""
        return self._move(version, table, exchange(a, b))

    def lock(self, version: int, table: str, slot: str, on: bool) -> dict[str, Any]:
        """Keep the people of a duty when the month is drafted again, or no longer."""
        with self._editing(version):
            here = table_named(self._tables, table)
            view, d = here.duty(slot)
            self._say(with_lock(here, view.problem.duties[d].slot, on=on))
        return self.state()

    def undo(self, version: int) -> dict[str, Any]:
        """Take the last change of the month back."""
        with self._changing(version):
            self._own_steps.back(self.folder)
        return self.state()

    def redo(self, version: int) -> dict[str, Any]:
        """Do again what was taken back."""
        with self._changing(version):
            self._own_steps.again(self.folder)
        return self.state()

    def _move(
        self, version: int, table: str, moves: tuple[Move, ...], granted: tuple[str, str] = ("", "")
    ) -> dict[str, Any]:
        with self._editing(version):
            here = table_named(self._tables, table)
            seats = seats_after(here, moves)
            if clause := objection(self._tables, seats):
                raise UsageError(refusal(clause, here.draft, *granted))
            self._say(with_moves(here, seats))
        return self.state()

    def _say(self, draft: Draft) -> None:
        """Keep for the page what of a table could not be kept when it was written."""
        self._said += [message.text for message in draft.messages if message.code == "not-carried"]
