"""Sheet 变更: substitutions and swaps, approved or not, overruled by a later leave or not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.domain import Substitution
from scheduler.reading.cells import values
from scheduler.reading.cells.dates import read_date
from scheduler.reading.sheets.people import Approval

if TYPE_CHECKING:
    from datetime import date

    from scheduler.reading.cells.named_cells import Row
    from scheduler.reading.sheets.month_entries import Entries


class MoveReader:
    """Reads the rows of 变更 and hands what they say ``to`` the entries of all sheets."""

    def __init__(self, to: Entries) -> None:
        self.to = to

    def read(self, row: Row) -> None:
        """Take over one row."""
        if not self.to.faults.read(row["状态"], values.status, True):
            self._ignore(row)
            return
        kind = self.to.faults.read(
            row["类型"], partial(values.choice, allowed=("顶班", "换班")), ""
        )
        on = self.to.date_of(row["值班日期"])
        original = self.to.names.find(row["原值班人"])
        taker = self.to.names.find(row["替班人"]) if row["替班人"].text else None
        approved = self._approved(row)
        back = self.to.date_of(row["换回日期"]) if kind == "换班" else None
        if kind == "换班" and not row["替班人"].text:
            self.to.faults.error(row["替班人"], "换班要填替班人", "no-name")
        if not kind or on is None or original is None or (row["替班人"].text and taker is None):
            return
        if original == taker:
            self.to.faults.error(row["替班人"], "原值班人和替班人是同一个人", "same-person")
            return
        if kind == "换班" and (back is None or taker is None):
            return
        takes = [(taker, on), (original, back)] if back else [(taker, on)]
        if any(self._overruled(row, approved, key, day) for key, day in takes if key and day):
            return
        self.to.events.substitutions.append(Substitution(on, original, taker, back))
        for day in (on, back):
            if day:
                why = Approval(row["原因"].shown, row["批准人"].shown)
                self.to.events.approvals[day] = why
        giver = self.to.names.staff[original].person.name
        self.to.note(on, f"{kind}(原{giver})" if taker else f"{giver}不值,另排")
        if taker is None:
            self.to.events.sources.setdefault((original, on), row["原值班人"])
            return
        self.to.fix(taker, on, row["替班人"])
        if back:
            self.to.fix(original, back, row["换回日期"])
            self.to.note(back, f"换班(原{self.to.names.staff[taker].person.name})")

    def _approved(self, row: Row) -> date | None:
        return self.to.faults.read(row["批准日期"], partial(read_date, middle=self.to.middle), None)

    def _overruled(self, row: Row, approved: date | None, person: str, on: date) -> bool:
        """Tell whether a leave of the person who takes a duty undoes the change.

        Of two approvals that contradict each other the later one holds; where nobody says which
        that is, both rows are named.
        """
        duty = self.to.duty(on)
        if on.replace(day=1) != self.to.month or (self.to.begun and duty.start <= self.to.begun):
            return False
        handover = self.to.settings.policy.handover
        for leave, other in self.to.events.leaves.approved:
            if leave.person != person or not leave.conflicts(duty) or leave.eve(duty, handover):
                continue
            granted = self._approved(other)
            who = self.to.names.staff[person].person.name
            place = f"〈{other['姓名'].sheet}〉{other['姓名'].address}"
            what = f"〈{row['类型'].sheet}〉{row['类型'].address} 让{who}{zh_date(on)}值班"
            if approved is None or granted is None or granted == approved:
                text = f"{what},{place} 又准了{who}的假;请在两行都填批准日期,批准在后的算数"
                self.to.faults.error(row["批准日期"], text, "leave-or-duty")
                return True
            if granted > approved:
                self.to.events.ignored.append(f"{what},但后来批准了{who}的假({place}):不再生效")
                return True
        return False

    def _ignore(self, row: Row) -> None:
        """List a change that nobody has approved; it stops nothing, however it is written."""
        place = f"〈{row['类型'].sheet}〉{row['类型'].address}"
        what = f"{row['原值班人'].shown} {row['值班日期'].shown} 的{row['类型'].shown}"
        status = row["状态"].shown or "未填状态"
        self.to.events.ignored.append(f"{place} {what}({status}):未批准,没有生效")
