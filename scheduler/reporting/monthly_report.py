"""A month's report, ready to be drawn: figures, who stood in for whom, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from constraints.calendar import next_month, zh_date
from scheduler.reporting.monthly_figures import NAMED
from scheduler.reporting.takeovers import takeovers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from fractions import Fraction

    import pandas as pd

    from scheduler.ledger.revision import Revision
    from scheduler.reporting.takeovers import Takeover

RATES = ("值班费工作日", "值班费休息日", "值班费法定节假日")


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """The report of a month.

    ``figures`` is as ``scheduler.monthly_report`` returns it, or of one table; ``revisions`` are,
    for every table in it, those of the month, the newest last; ``names`` what people are called by
    key; ``rates`` yuan per duty by kind of day; ``at`` the time of writing; ``ledger_only`` that
    the data workbook could not be read.
    """

    month: date
    at: datetime
    figures: pd.DataFrame
    revisions: tuple[tuple[Revision, ...], ...]
    names: Mapping[str, str]
    rates: Mapping[str, Fraction]
    ledger_only: bool

    @property
    def centre(self) -> str:
        """What the centre was called when the month was last published."""
        return self.revisions[0][-1].settings.get("中心名称", "")

    @property
    def title(self) -> str:
        """What stands above the report."""
        return f"{self.centre}{self.month.year}年{self.month.month}月值班月报"

    @property
    def open_seats(self) -> dict[str, int]:
        """How many seats nobody has, by post."""
        newest = (view for own in self.revisions for view in own[-1].posts)
        return {view.post: sum(not seat.person for seat in view.seats) for view in newest}

    @property
    def takeovers(self) -> Iterator[Takeover]:
        """Every substitution and swap, by post."""
        for own in self.revisions:
            for view in own[-1].posts:
                yield from takeovers(own, view.post)

    def basis(self, table: str) -> str:
        """Say which revision of a table is counted."""
        one = next(own[-1] for own in self.revisions if own[-1].table == table)
        return f"{table} v{one.number}（批准人 {one.approver}，{one.at:%Y-%m-%d} 发布）"

    def until(self) -> str:
        """Say that the month is not over, '' if it is."""
        if self.at >= datetime.combine(next_month(self.month), time()):
            return ""
        if self.at.date() < self.month:
            return "；本月还没开始，都按已发布的班表计入"
        return f"；本月未完，截至 {zh_date(self.at.date())}，还没到的班按已发布的班表计入"

    def pay_line(self) -> str:
        """Say what a duty is paid, '' where no allowance is set."""
        if not self.rates:
            return ""
        parts = (
            f"{name.removeprefix('值班费')} {float(self.rates[kind]):g} 元"
            if kind in self.rates
            else f"{name.removeprefix('值班费')}没有设，不计"
            for kind, name in zip(NAMED, RATES, strict=True)
        )
        return (
            f"值班费：每班{'、'.join(parts)}，按值班开始那天的日别（跨几天的班，其中有法定节假日的"
            "按法定节假日）；谁值的算谁的，一班几个人的每人各算。"
        )
