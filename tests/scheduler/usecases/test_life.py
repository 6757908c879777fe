"""Lives of a centre: random sequences against a plain model, and a whole year."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from ortools.sat.python import cp_model

from constraints import DayKind, FairnessClass
from constraints.calendar import next_month
from constraints.fairness import accounts
from scheduler.errors import ConflictError, InputError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.reading.read_centre import read_centre
from scheduler.reporting.changes import changes
from scheduler.usecases.adjust import adjust
from scheduler.usecases.draft import draft
from scheduler.usecases.history import entries, export
from scheduler.usecases.publish import publish
from scheduler.usecases.report import monthly_report
from tests import reference
from tests.books import NAMES, STAFF, TAIL, book
from tests.scheduler.december import on_duty
from tests.scheduler.ledger.test_ledger import CONTENTS, revision

if TYPE_CHECKING:
    from constraints import Problem
    from scheduler.ledger.revision import Revision, Seat
    from tests.books import Rows

pytestmark = pytest.mark.slow

DATA = "值班数据.xlsx"
QUIET = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "print_blob": True,
}
# A thousand lives of a whole centre take half an hour: ZHIBAN_LIVES=1000.
LIVES = int(os.environ.get("ZHIBAN_LIVES", "12"))


class LedgerLife(RuleBasedStateMachine):
    """Months published, corrected and read again; a plain list is the model."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / LEDGER_FILE
        self.model: list[Revision] = []

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(month=st.integers(1, 4), who=st.sampled_from(["001", "002", ""]))
    def publish_or_correct(self, month: int, who: str) -> None:
        first = date(2027, month, 1)
        number = 1 + sum(one.month == first for one in self.model)
        made = revision(number, first)
        made = replace(made, seats=(replace(made.seats[0], person=who), *made.seats[1:]))
        self.model.append(Ledger(self.path).append(made, CONTENTS))
        assert replace(self.model[-1], hash="") == made

    @rule(month=st.integers(1, 4), ahead=st.sampled_from([-1, 2, 3]))
    def publish_out_of_turn(self, month: int, ahead: int) -> None:
        first = date(2027, month, 1)
        number = sum(one.month == first for one in self.model) + ahead
        with pytest.raises(ConflictError):
            Ledger(self.path).append(revision(number, first), CONTENTS)

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def read_a_workbook_again(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.model))
        assert Ledger(self.path).contents(one) == CONTENTS

    @invariant()
    def nothing_is_lost_or_altered(self) -> None:
        assert Ledger(self.path).revisions() == self.model


TestLedgerLife = LedgerLife.TestCase
TestLedgerLife.settings = settings(max_examples=200, stateful_step_count=10, **QUIET)  # type: ignore[arg-type]


class CentreLife(RuleBasedStateMachine):
    """publish, adjust, record and history through the product, on real workbooks."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = tempfile.TemporaryDirectory()
        self.folder = Path(self.kept.name)
        self.clock = datetime(2026, 11, 25, 12)
        self.leaves: list[list[Any]] = []
        self.changes: list[list[Any]] = []
        self.model: list[tuple[date, int, dict[date, str]]] = []
        self.files: dict[str, bytes] = {}
        self.reported = 0
        self.write()

    def teardown(self) -> None:
        self.kept.cleanup()

    def write(self) -> None:
        leave = [["姓名", "开始", "结束", "状态"], *self.leaves]
        moved = [["类型", "值班日期", "原值班人", "替班人", "状态", "原因"], *self.changes]
        book(self.folder / DATA, 员工=STAFF, 历史=TAIL, 请假=leave, 变更=moved)

    def published(self, source: Path, **more: Any) -> None:
        done = publish(
            source, approver="王静", accept_gaps=True, allow_estimated=True, at=self.clock, **more
        )
        if done.changed:
            one = done.revision
            self.model.append((one.month, one.number, on_duty(one)))
            self.files |= {path.name: path.read_bytes() for path in done.files}

    @precondition(lambda self: len({month for month, *_ in self.model}) < 3)
    @rule()
    def publish_the_next_month(self) -> None:
        newest = max((month for month, *_ in self.model), default=date(2026, 11, 1))
        made = draft(self.folder, month=next_month(newest), at=self.clock, force=True)
        assert made.output is not None
        self.published(made.output, reason="人手不够")

    @rule(days=st.integers(1, 20))
    def time_goes_by(self, days: int) -> None:
        self.clock += timedelta(days=days)

    @rule(who=st.sampled_from(NAMES), after=st.integers(1, 25), days=st.integers(1, 3))
    def leave_is_approved_and_the_roster_adjusted(self, who: str, after: int, days: int) -> None:
        first = self.clock.date() + timedelta(days=after)
        row = [who, first, first + timedelta(days=days - 1), "已批准"]
        self.leaves.append(row)
        self.settle(lambda: self.leaves.remove(row))

    @precondition(lambda self: self.leaves)
    @rule(data=st.data())
    def a_leave_is_taken_back(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.leaves))[3] = "已销假"
        self.settle(lambda: None)

    @rule(who=st.sampled_from(NAMES), ago=st.integers(1, 12))
    def somebody_else_really_served(self, who: str, ago: int) -> None:
        on = self.clock.date() - timedelta(days=ago)
        held = {day: key for _, _, people in self.model for day, key in people.items()}
        holder = next((row[0] for row in STAFF[1:] if row[1] == held.get(on)), "")
        if not holder or holder == who or any(row[1] == on for row in self.changes):
            return
        row = ["顶班", on, holder, who, "已批准", "临时有事"]
        self.changes.append(row)
        self.settle(lambda: self.changes.remove(row))

    def settle(self, undo: Any) -> None:
        """Adjust whatever has to change and publish it; what cannot be is taken out again."""
        self.write()
        try:
            found = adjust(self.folder, at=self.clock)
        except InputError:
            undo()
            self.write()
            return
        newest = {month: people for month, _, people in self.model}
        for one in found:
            moved = {change.duty.date for change in changes(one.draft)}
            begun = {day for day in newest[one.draft.problem.month] if day <= self.clock.date()}
            recorded = {row[1] for row in self.changes}
            # What begins later today has not begun.
            still = {on for on in begun if datetime.combine(on, HANDOVER) <= self.clock}
            assert not moved & (still - recorded)
            if one.draft.output and one.draft.changed:
                self.published(one.draft.output, reason="请假")

    @invariant()
    def nothing_is_lost_or_altered(self) -> None:
        recorded = Ledger(self.folder / LEDGER_FILE).revisions()
        assert [(one.month, one.number, on_duty(one)) for one in recorded] == self.model
        for name, content in self.files.items():
            assert (self.folder / name).read_bytes() == content

    @invariant()
    def history_tells_the_same(self) -> None:
        found = entries(self.folder)
        last: dict[date, dict[date, str]] = {}
        for entry, (month, number, people) in zip(found, self.model, strict=True):
            assert entry.revision.number == number
            before = last.get(month, people)
            assert {one.date for one in entry.moves} == {
                on for on in people if people[on] != before[on]
            }
            last[month] = people
        if self.model:
            month, number, _ = self.model[0]
            paths = export(self.folder, month, number, None)
            assert all(path.read_bytes() == self.files[path.name] for path in paths)

    @invariant()
    def the_report_is_the_sum_of_what_is_recorded(self) -> None:
        """Anew for every month whenever something was published."""
        if self.reported == len(self.model):
            return
        self.reported = len(self.model)
        recorded = Ledger(self.folder / LEDGER_FILE).revisions()
        newest = {one.month: one for one in recorded}
        kinds = {s.start.date(): s.kind for one in newest.values() for s in one.seats}
        for month, last in newest.items():
            figures = monthly_report(self.folder, month).set_index("person")
            assert len(figures) == len(STAFF) - 1
            every = [one for one in recorded if one.month == month]
            first, (stood, swapped) = every[0], self.passed_on(every)
            for key, row in figures.iterrows():
                own = [seat for seat in last.seats if seat.person == key]
                assert row["planned"] == sum(seat.person == key for seat in first.seats)
                assert row["served"] == len(own)
                hours = counted_by_half_hours(own, kinds)
                assert [row[f"{name}_hours"] for name in BUCKETS] == hours
                duties = [sum(bucket(seat.kind) == name for seat in own) for name in BUCKETS]
                assert [row[name] for name in BUCKETS] == duties
                assert row["for_others"] == [taker for _, taker in stood].count(key)
                assert row["by_others"] == [giver for giver, _ in stood].count(key)
                assert row["swapped"] == swapped.count(key)
            assert figures["served"].sum() == sum(bool(seat.person) for seat in last.seats)

    def passed_on(self, own: list[Revision]) -> tuple[list[tuple[str, str]], list[str]]:
        """Return who gave a duty of a month to whom, and who took one in exchange.

        By 变更 as far as it stands, and for all other dates by who had them first and has them now.
        """
        days = [on_duty(one) for one in own]
        keys = {row[0]: row[1] for row in STAFF[1:]}
        rows = {row[1]: (keys[row[2]], keys[row[3]]) for row in self.changes}
        stood, others = [], []
        for on, serves in days[-1].items():
            if on in rows and rows[on][1] == serves:
                stood.append(rows[on])
            elif "" not in (days[0][on], serves) and days[0][on] != serves:
                since = max(nth for nth, one in enumerate(days) if one[on] != serves)
                others.append((since, days[0][on], serves))
        swapped, left = [], list(others)
        for one in others:
            since, giver, taker = one
            if one in left and (back := (since, taker, giver)) in left:
                left.remove(one)
                left.remove(back)
                swapped += [giver, taker]
        stood += [(giver, taker) for _, giver, taker in left]
        return stood, swapped


BUCKETS = ("workday", "rest_day", "holiday")


def bucket(kind: DayKind) -> str:
    return {DayKind.REST: "rest_day", DayKind.HOLIDAY: "holiday"}.get(kind, "workday")


def counted_by_half_hours(seats: list[Seat], kinds: dict[date, DayKind]) -> list[float]:
    """Return the hours of duties by the kind of the date on which each half hour begins.

    The first days after what is published: New Year's Day, and two Mondays.
    """
    hours = dict.fromkeys(BUCKETS, 0.0)
    for seat in seats:
        moment = seat.start
        while moment < seat.end:
            edge = DayKind.HOLIDAY if moment.month == 1 else DayKind.WORKDAY
            hours[bucket(kinds.get(moment.date(), edge))] += 0.5
            moment += timedelta(minutes=30)
    return list(hours.values())


HANDOVER = datetime(2026, 1, 1, 8, 30).time()
TestCentreLife = CentreLife.TestCase
TestCentreLife.settings = settings(max_examples=LIVES, stateful_step_count=6, **QUIET)  # type: ignore[arg-type]


# --- a year ---------------------------------------------------------------------------------

PEOPLE = ["王静", "李梅", "张强", "刘洋", "陈晨", "赵敏", "孙浩", "周婷"]
WHOLE_YEAR = ["001", "002", "003", "004", "005"]


def staff() -> Rows:
    """Eight people: six all year, one of them half-time, a joiner in May, a leaver in September."""
    rows: Rows = [["姓名", "工号", "岗位", "入职日期", "离职日期", "值班权重"]]
    for nth, name in enumerate(PEOPLE, 1):
        rows.append([name, f"{nth:03}", "管理员", None, None, None])
    rows[6][5] = 0.5
    rows[7][3] = date(2026, 5, 11)
    rows[8][4] = date(2026, 9, 19)
    return rows


def known_leave(first: date) -> Rows:
    """What is on the list when the month is drafted: a long leave in summer among others."""
    rows: Rows = [["姓名", "开始", "结束", "状态"]]
    rows.append(["张强", date(2026, 7, 6), date(2026, 8, 9), "已批准"])
    rows.append(["赵敏", first + timedelta(days=4), first + timedelta(days=6), "已批准"])
    return rows


def test_a_year_is_lived_through(tmp_path: Path) -> None:
    months = [date(2026, number, 1) for number in range(1, 13)]
    problems: dict[date, Problem] = {}
    late: Rows = []
    moved: Rows = [["类型", "值班日期", "原值班人", "替班人", "换回日期", "状态", "批准人", "原因"]]
    path = tmp_path / DATA
    balances: dict[FairnessClass, dict[str, Fraction]] = {cls: {} for cls in FairnessClass}
    table = []

    def write(first: date) -> None:
        leave = [*known_leave(first), *late]
        book(path, 员工=staff(), 请假=leave, 变更=moved)

    for first in months:
        write(first)
        before = datetime.combine(first, HANDOVER) - timedelta(days=6)
        opened = read_centre(path, before, first).problem
        for cls in FairnessClass:
            found = accounts(opened)[cls].balance
            assert all(found[key] == balances[cls].get(key, 0) for key in found), (first, cls)
        made = draft(tmp_path, month=first, at=before)
        assert made.result.optimal
        assert not made.gaps
        publish(tmp_path, approver="王静", at=before)
        newest = Ledger(tmp_path / LEDGER_FILE).revisions()[-1]
        # Ten days in: somebody falls ill for later, and somebody stood in three days ago.
        now = datetime.combine(first, HANDOVER) + timedelta(days=10, hours=2)
        ill = on_duty(newest)[first + timedelta(days=15)]
        on = first + timedelta(days=15)
        late.append([PEOPLE[int(ill) - 1], on, on + timedelta(days=1), "已批准"])
        stood = first + timedelta(days=7)
        giver = on_duty(newest)[stood]
        near = {on_duty(newest)[stood + timedelta(days=far)] for far in (-1, 0, 1)}
        employed = [key for key in WHOLE_YEAR if key not in near and key != "003"]
        moved.append(
            [
                *("顶班", stood, PEOPLE[int(giver) - 1], PEOPLE[int(employed[0]) - 1], None),
                *("已批准", "主任", "临时有事"),
            ]
        )
        write(first)
        (adjusted,) = adjust(tmp_path, month=first, at=now)
        done = publish(tmp_path, approver="王静", reason="请假和顶班", at=now)
        assert done.revision.number == 2
        assert on_duty(done.revision)[stood] == employed[0]
        problems[first] = problem = adjusted.draft.problem
        row = []
        for cls in FairnessClass:
            due = reference.due(problem, cls)
            days = [seat for seat in done.revision.seats if cls.covers(seat.kind)]
            served = {key: sum(seat.person == key for seat in days) for key in due}
            assert sum(due.values()) == sum(served.values()) == len(days)
            for key in due:
                so_far = balances[cls].get(key, Fraction(0))
                balances[cls][key] = so_far + due[key] - served[key]
            row.append(_spread(balances[cls]))
        table.append((first, row))

    print(f"\n{'月份':8} " + " ".join(f"{cls.value:>8}" for cls in FairnessClass))
    for first, row in table:
        print(f"{first:%Y-%m}  " + " ".join(f"{float(apart):10.2f}" for apart in row))
    least = [_least_spread(list(problems.values()), cls) for cls in FairnessClass]
    print("全年一次最优 ≥ " + " ".join(f"{float(one):.2f}" for one in least))
    for reached, best in zip(table[-1][1], least, strict=True):
        assert reached <= best + 1


def _spread(balance: dict[str, Fraction]) -> Fraction:
    """Return how far apart the full-time people are who were there all year."""
    own = [balance[key] for key in WHOLE_YEAR]
    return max(own) - min(own)


def _least_spread(problems: list[Problem], cls: FairnessClass) -> Fraction:
    """Return a spread that no roster of the whole year can go below, rest rules or not."""
    model = cp_model.CpModel()
    due: dict[str, Fraction] = {key: Fraction(0) for key in WHOLE_YEAR}
    counts: dict[str, list[cp_model.IntVar]] = {key: [] for key in WHOLE_YEAR}
    for problem in problems:
        for key, share in reference.due(problem, cls).items():
            due[key] = due.get(key, Fraction(0)) + share
        for duty in problem.duties:
            if not cls.covers(problem.calendar.kind(duty.date)):
                continue
            able = [p for p in problem.people if reference.may_take(problem, p, duty)]
            cells = {p.key: model.new_bool_var("") for p in able}
            model.add_exactly_one(cells.values())
            for key in WHOLE_YEAR:
                counts[key] += [cells[key]] if key in cells else []
    scale = 10_000
    high, low = (model.new_int_var(-(10**9), 10**9, "") for _ in range(2))
    for key in WHOLE_YEAR:
        balance = round(due[key] * scale) - scale * sum(counts[key])
        model.add(high >= balance)
        model.add(low <= balance)
    model.minimize(high - low)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 3
    assert solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Fraction(round(solver.best_objective_bound), scale)
