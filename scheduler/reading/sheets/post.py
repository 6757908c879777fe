"""A post as a centre sets it up, and the presets for the usual ones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from constraints.domain import DAY, POST, Duty
from constraints.policy import Office
from constraints.shifts import WEEK, Every, Shift, cleaners_shift, shift_duties
from scheduler.ledger.revision import TABLE
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.tables.layout import POSTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constraints.calendar import Calendar
    from constraints.policy import Policy
    from scheduler.reading.cells.named_cells import Row
    from scheduler.settings import Settings


class Kind(Enum):
    """What is planned; the value is what stands in column 类型."""

    DUTY = "值班"
    SHIFTS = "排班"


@dataclass(frozen=True, slots=True)
class Preset:
    """What holds for a post of some name where its row is silent; hours None: by 设置."""

    kind: Kind
    table: str
    staffed_by: tuple[str, ...] = ()
    office: Office = Office.ANYONE
    rest: timedelta | None = None
    apart: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a centre, as set up.

    ``staffed_by`` are words of 岗位 and names of those who take it, empty for whoever 设置 值班岗位
    says; ``rows`` are the rows of its shifts, ``cell`` and ``people`` are where it and its 人选
    stand. A post without shifts
    gets the usual one of its kind once it is known how many people it has.
    """

    name: str
    kind: Kind
    table: str
    policy: Policy
    shifts: tuple[Shift, ...]
    staffed_by: tuple[str, ...] = ()
    cell: Cell = field(default_factory=lambda: Cell(POSTS.name))
    people: Cell = field(default_factory=lambda: Cell(POSTS.name))
    rows: Mapping[str, Row] = field(default_factory=dict)

    def with_people(self, count: int) -> Post:
        """Return the post with shifts, for so many people."""
        return self if self.shifts else replace(self, shifts=(cleaners_shift(count),))

    @property
    def is_plain(self) -> bool:
        """Whether there is one duty of one person on every date, without a name of its own."""
        return len(self.shifts) == 1 and not self.shifts[0].name

    def duty(self, on: date, shift: str) -> Duty:
        """Return what a duty of a shift on some date would be, whether or not there is one."""
        one = self.shift(shift) or self.shifts[0]
        start = datetime.combine(on, time())
        length = WEEK if one.every is Every.WEEK else one.end - one.begin
        start += one.begin
        return Duty(start, start + length, self.name, shift=one.name)

    def duties(self, month: date, calendar: Calendar) -> tuple[Duty, ...]:
        """Return the duties that start in a month, in order."""
        return shift_duties(self.shifts, month, calendar, self.name)

    def shift(self, name: str) -> Shift | None:
        """Return the shift of a name, '' for the only one."""
        if not name and len(self.shifts) == 1:
            return self.shifts[0]
        return next((one for one in self.shifts if one.name == name), None)


HOURS11 = timedelta(hours=11)
_BACKUP = Preset(Kind.DUTY, TABLE, (), Office.ADMINISTRATOR, timedelta(), DAY)
_LEADER = Preset(Kind.DUTY, TABLE, ("主管", "经理"), Office.ANYONE, timedelta())
_CLEANER = Preset(Kind.SHIFTS, "保洁员值班表", ("保洁员", "保洁"), Office.CLEANER, HOURS11)
PRESETS = {
    POST: Preset(Kind.DUTY, TABLE, (), Office.ADMINISTRATOR),
    "备班": _BACKUP,
    "带班": _LEADER,
    "带班领导": _LEADER,
    "保洁": _CLEANER,
    "保洁员": _CLEANER,
}


def only_post(settings: Settings) -> Post:
    """Return the post that every centre has, with its one shift."""
    begin = settings.policy.handover
    start = timedelta(hours=begin.hour, minutes=begin.minute)
    shift = Shift("", "", ((start, start + settings.length),))
    return Post(POST, Kind.DUTY, TABLE, settings.policy, (shift,))
