"""The settings that change the law."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class CheckMode(Enum):
    """How a qualification check counts."""

    ENFORCE = "强制"
    WARN = "提醒"
    OFF = "不检查"


class EveMode(Enum):
    """Whether the duty that ends on the first morning of a leave may be given."""

    AVOID = "尽量不排"
    BAR = "不排"
    ALLOW = "可排"


class Office(Enum):
    """Whose conditions of office a post asks for; the value is what stands in column 资格."""

    ADMINISTRATOR = "管理员"
    SUPERVISOR = "主管"
    CLEANER = "保洁员"
    ANYONE = "不检查"


class Window(Enum):
    """How far back the balance reaches."""

    YEAR = "自然年"
    ROLLING = "滚动12个月"
    MONTH = "仅本月"
    NEVER = "不清零"


@dataclass(frozen=True, slots=True)
class ShiftTerms:
    """What holds for shift work (排班): work on most days, planned as shifts and days off.

    ``days_off`` is the least number of free dates in a week from Monday to Sunday, ``month_off``
    that in a month, ``run`` the most dates with a duty in a row, ``hours`` the most paid time in a
    month, None for any.
    """

    days_off: int = 1
    run: int = 6
    hours: timedelta | None = None
    month_off: int = 0

    def __post_init__(self) -> None:
        """Refuse terms that allow no work at all, or that no week or month can have."""
        week, month = range(7), range(31)
        hours = self.hours is None or self.hours >= timedelta()
        if self.days_off not in week or self.month_off not in month or self.run < 1 or not hours:
            raise ValueError(f"not terms of shift work: {self}")


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings that change the law of one post; defaults are the procedure's.

    ``rest`` is the least time between two duties of one person, ``apart`` that between a duty of
    this post and one of another, ``handover`` the time of day at which duties change, ``catch_up``
    how much of a balance one month makes good at most, in duties. ``office`` names the checks, and
    ``modes`` lists those whose mode is not the office's own.
    Without ``shift_work`` duties are rare and beside other work (值班).
    """

    rest: timedelta = timedelta(hours=24)
    apart: timedelta = timedelta()
    handover: time = time(8, 30)
    eves: EveMode = EveMode.AVOID
    modes: Mapping[str, CheckMode] = field(default_factory=dict)
    unknown_excludes: bool = False
    age_inclusive: bool = True
    long_leave: timedelta = timedelta(days=7)
    long_festival_leave: timedelta = timedelta(days=30)
    window: Window = Window.YEAR
    holiday_window: Window = Window.NEVER
    catch_up: Fraction = Fraction(1)
    shift_work: ShiftTerms | None = None
    office: Office = Office.ADMINISTRATOR

    def __post_init__(self) -> None:
        """Refuse negative times and a negative catch-up."""
        times = self.rest, self.apart, self.long_leave, self.long_festival_leave
        if min(times) < timedelta() or self.catch_up < 0:
            raise ValueError(f"not a policy: {self}")

    @property
    def eves_until(self) -> time:
        """The time up to which a duty may reach into a leave's first day and be only its eve.

        In shift work no duty is one: a leave blocks whatever it overlaps.
        """
        return self.handover if self.shift_work is None else time()
