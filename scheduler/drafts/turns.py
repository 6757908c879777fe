"""Who is on duty when, by name: as published, or as the draft has it, also before the month."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from os.path import lexists
from typing import TYPE_CHECKING

from constraints.domain import DAY, POST
from scheduler.drafts.folder import output_path
from scheduler.errors import ZhibanError
from scheduler.ledger.revision import newest
from scheduler.reading.cells.faults import Faults
from scheduler.reading.read_centre import read_centre
from scheduler.reading.roster_book import read_roster
from scheduler.reading.sheets.people import NameFinder
from scheduler.reporting.duty_records import Turn, recorded_turns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from scheduler.ledger.revision import Revision
    from scheduler.reading.centre import Centre


class Turns:
    """The duties of the post that every centre has, month by month.

    Parameters
    ----------
    data
        The data workbook, beside which drafts are.
    revisions
        What is recorded of the table, in order.
    at
        The present time.
    staff_files
        HR's own lists, which drafts may have been made with.
    """

    def __init__(
        self, data: Path, revisions: Sequence[Revision], at: datetime, staff_files: Sequence[Path]
    ) -> None:
        self.data, self.at, self.staff_files = data, at, staff_files
        self.published = newest(revisions)

    def of(self, month: date) -> list[Turn] | None:
        """Return those of a month, None if it is neither published nor drafted.

        Raises
        ------
        ZhibanError
            If a draft, or the data that explain it, cannot be read.
        """
        if month in self.published:
            return recorded_turns(self.published[month], POST)
        path = output_path(self.data, month)
        if not lexists(path):
            return None
        centre = self._centre(month)
        visible = read_roster(path, month.replace(day=15)).understood(centre.shifts)
        faults = Faults(path.name)
        told = visible.assignment(NameFinder(centre.staff, faults))
        faults.stop_if_any()
        turns = []
        for problem in (one.problem for one in centre.posts if one.problem.post == POST):
            for duty in problem.duties:
                names = [centre.name(key) for key in told.get(duty.slot, ())]
                names += [""] * (duty.need - len(names))
                kind = problem.kind(duty)
                turns.append(Turn(duty.start, duty.end, kind, duty.shift, tuple(names)))
        return turns

    def before(self, month: date) -> list[Turn]:
        """Return those just before a month: as published, by 〈历史〉 or as drafted; else none."""
        last = (month - DAY).replace(day=1)
        if last not in self.published:
            with suppress(ZhibanError):
                if served := self._served(month):
                    return served
        with suppress(ZhibanError):
            return self.of(last) or []
        return []

    def _served(self, month: date) -> list[Turn]:
        """Return what sheet 历史 says of the days before a month."""
        centre = self._centre(month)
        problems = (one.problem for one in centre.posts if one.problem.post == POST)
        return [
            Turn(duty.start, duty.end, problem.kind(duty), duty.shift, names)
            for problem in problems
            for duty, group in groupby(problem.known_duties, key=lambda one: one.duty)
            for names in (tuple(centre.name(one.person) for one in group),)
            if month - 2 * DAY < duty.end.date() and duty.date < month
        ]

    def _centre(self, month: date) -> Centre:
        return read_centre(self.data, self.at, month, staff_files=self.staff_files)
