"""Everything read from one centre's data workbook."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from constraints.history import Served
from scheduler.ledger.revision import TABLE
from scheduler.reading.former_shifts import shifts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from constraints.calendar import Calendar
    from constraints.decisions import Substitution
    from constraints.domain import Leave, Roster, Slot
    from constraints.problem import Problem
    from constraints.shifts import Shift
    from scheduler.errors import Message
    from scheduler.ledger.revision import Revision
    from scheduler.reading.calendar_news import ChangedDay
    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.sheets.people import Approval, Leader, Staff
    from scheduler.reading.sheets.post import Post
    from scheduler.settings import Settings


@dataclass(frozen=True, slots=True)
class Centre:
    """What one data workbook says about one month of one post, and of the others of its table.

    ``pending`` are leaves that may yet be approved, ``withdrawn`` leaves taken back, ``granted``
    every approved leave as written with who approved it; ``ignored`` are rows without effect, one
    sentence each. ``confirmed`` tells whether the month's holidays are announced or have been
    checked by somebody, ``estimated`` which special days are not. ``warnings`` do not stop
    anything. ``inputs`` are name and SHA-256 of every file, ``read_as`` says which column was
    read as what, ``years`` which year dates without one were given, ``written_settings`` what
    stands in 设置. ``published`` is the month's newest revision, ``approvals`` gives reason and
    approver of the approved changes by duty and by each of those who had it. ``identity`` is what
    calendars know the centre by, whatever its name and folder become; ``chains`` say of a duty
    that was passed on more than once from whom to whom. ``changed_days`` are, by month, those that
    are published as another kind of day than they are now, ``unapproved`` rows of 变更, which may
    have been approved once. ``table`` is what is printed, ``post`` the post as set up, ``cells``
    are those that decide who serves, by person and date, ``uncovered`` says in which hours of the
    day nobody is on duty; ``companions`` are the other posts of the table, each with what concerns
    that alone.
    """

    path: Path
    settings: Settings
    problem: Problem
    staff: dict[str, Staff]
    leaders: tuple[Leader, ...] = ()
    pending: tuple[Leave, ...] = ()
    ignored: tuple[str, ...] = ()
    notes: dict[date, tuple[str, ...]] = field(default_factory=dict)
    confirmed: bool = True
    estimated: frozenset[date] = frozenset()
    warnings: tuple[Message, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    read_as: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    written_settings: dict[str, str] = field(default_factory=dict)
    published: Revision | None = None
    approvals: dict[tuple[Slot, str], Approval] = field(default_factory=dict)
    granted: tuple[tuple[Leave, str], ...] = ()
    withdrawn: tuple[Leave, ...] = ()
    identity: str = ""
    chains: tuple[str, ...] = ()
    changed_days: dict[date, tuple[ChangedDay, ...]] = field(default_factory=dict)
    unapproved: tuple[Substitution, ...] = ()
    table: str = TABLE
    post: Post | None = None
    cells: Mapping[tuple[str, date], Cell] = field(default_factory=dict)
    uncovered: tuple[str, ...] = ()
    companions: tuple[Centre, ...] = ()

    @property
    def posts(self) -> tuple[Centre, ...]:
        """Itself and its companions, one for every post of the table."""
        return (self, *self.companions)

    @property
    def shifts(self) -> list[tuple[str, Shift]]:
        """The shifts of the table in order, each with its post; of a published month its own."""
        pairs = ((one.problem, one.post) for one in self.posts)
        return shifts_of((month.post, post.shifts, month.duties) for month, post in pairs if post)

    @property
    def calendar(self) -> Calendar:
        """The calendar of the month and its neighbourhood."""
        return self.problem.calendar

    @property
    def news(self) -> tuple[ChangedDay, ...]:
        """The days of this very month that are published as another kind of day."""
        return self.changed_days.get(self.problem.month, ())

    def knowing(self, decided: Iterable[tuple[Problem, Roster]]) -> Centre:
        """Return the same with the duties of other posts that are decided already."""
        decided = list(decided)
        keys = self.problem.by_key
        known = [
            Served(duty, key, problem.policy.apart)
            for problem, roster in decided
            for duty, people in zip(problem.duties, roster.people, strict=True)
            for key in people
            if key in keys
        ]
        if not decided:
            return self
        elsewhere = (*self.problem.elsewhere, *known)
        companions = tuple(one.knowing(decided) for one in self.companions)
        problem = replace(self.problem, elsewhere=elsewhere)
        return replace(self, problem=problem, companions=companions)

    def approval(self, slot: Slot, key: str) -> Approval | None:
        """Return why an approved change took a duty from somebody."""
        return self.approvals.get((slot, key)) or self.approvals.get((slot, ""))

    def name(self, key: str) -> str:
        """Return what a person is called."""
        return self.staff[key].person.name
