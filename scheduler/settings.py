"""What a centre has set for itself (sheet 设置)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from constraints.policy import Policy

if TYPE_CHECKING:
    from fractions import Fraction


class Phones(Enum):
    """How telephone numbers are printed."""

    HIDDEN = "不显示"
    MASKED = "遮蔽"
    FULL = "完整"


MOST_SECONDS = 600.0  # of a search: a month that is not proved by then is not worth a night
TOO_LONG = f"最多 {MOST_SECONDS:g} 秒，按 {MOST_SECONDS:g} 秒算"
# What the procedure asks of whoever is on duty, in the roster's own words.
NOTES = (
    "1. 值班人负责接听来电、接待来访与报修，看管服务中心，协调各部门及时处理，遇突发情况先控制、"
    "再报告，并如实填写值班记录。",
    "2. 值班期间不得离岗，热线不得占用；接班人提前 5 分钟到岗，双方当面清点、签字后交班。",
    "3. 不能值班的须事先向主管请假，批准后由主管安排顶班；未批准前，不允许私自调班。",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """A centre's settings; the defaults hold where sheet 设置 is silent.

    A leave that covers the day from ``opens`` to ``closes`` is one by days; ``avoid_pending``
    tells whether leaves that may yet be approved are avoided.
    ``pay_workday``, ``pay_rest`` and ``pay_holiday`` are yuan per duty, None where not set.
    ``month`` is the first day of the month to roster, ``verified_until`` the last date whose
    holidays someone has checked against the official notice, ``seconds`` the time limit.
    ``person_heading``, ``hours_line`` (empty: by the handover) and ``notes`` are printed on the
    wall sheet; ``log_pages`` is how many pages the log of a duty has.
    """

    centre: str = ""
    title: str = "客户服务中心值班安排表"
    month: date | None = None
    posts: tuple[str, ...] = ("管理员", "客服管理员", "客户服务中心管理员")
    length: timedelta = timedelta(hours=24)
    opens: time = time(9)
    closes: time = time(17)
    avoid_pending: bool = True
    policy: Policy = field(default_factory=Policy)
    pay_workday: Fraction | None = None
    pay_rest: Fraction | None = None
    pay_holiday: Fraction | None = None
    verified_until: date | None = None
    phones: Phones = Phones.HIDDEN
    leader_phones: Phones = Phones.FULL
    show_substitutes: bool = False
    hotline: str = ""
    person_heading: str = "值班管理员"
    hours_line: str = ""
    notes: tuple[str, ...] = NOTES
    log_pages: int = 1
    seconds: float = 60.0
