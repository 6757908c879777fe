"""What a centre has set for itself (sheet 设置)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from constraints.policy import Policy


class Phones(Enum):
    """How telephone numbers are printed."""

    HIDDEN = "不显示"
    MASKED = "遮蔽"
    FULL = "完整"


@dataclass(frozen=True, slots=True)
class Settings:
    """A centre's settings; the defaults hold where sheet 设置 is silent.

    ``month`` is the first day of the month to roster, ``verified_until`` the last date whose
    holidays someone has checked against the official notice, ``seconds`` the time limit.
    """

    centre: str = ""
    title: str = "客户服务中心值班安排表"
    month: date | None = None
    posts: tuple[str, ...] = ("管理员", "客服管理员", "客户服务中心管理员")
    length: timedelta = timedelta(hours=24)
    policy: Policy = field(default_factory=Policy)
    verified_until: date | None = None
    phones: Phones = Phones.HIDDEN
    leader_phones: Phones = Phones.FULL
    show_substitutes: bool = False
    hotline: str = ""
    seconds: float = 60.0
