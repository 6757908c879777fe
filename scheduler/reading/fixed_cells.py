"""Checks before any search: decided cells against the law, and the days before the month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.domain import DAY, POST, Roster
from constraints.rulebook import LAW, from_policy
from constraints.shifts import days_of
from scheduler.errors import Exit
from scheduler.reading.cells.named_cells import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from constraints.clause import Clause
    from constraints.problem import Problem
    from scheduler.reading.cells.faults import Faults

DAYS_BEFORE = 7
DECIDED = {
    "指定必须": "已指定{}必须值班",
    "已批准的换班": "已批准{}换班",
    "已批准的顶班": "已批准{}顶班",
}


def check_fixed(problem: Problem, cells: Mapping[tuple[str, date], Cell], faults: Faults) -> None:
    """Note the decisions that break the law by themselves, each at the cell that makes it.

    ``cells`` gives for person and date the cell that decides that they serve.
    """
    seats = [set(problem.past.get(d, ())) for d in range(len(problem.duties))]
    for fix in problem.fixes:
        named = problem.fixed_duties(fix)
        # Which of several duties it is going to be is left open.
        if fix.on and len(named) == 1:
            seats[named[0]].add(fix.person)
    decided = Roster(tuple(tuple(sorted(keys)) for keys in seats))
    clauses = [
        clause
        for clause in from_policy(problem.policy).audit(problem, decided)
        if clause.code != "fixed" or len(clause.duties) == 1
    ]
    for clause in (*clauses, *_open_choices(problem)):
        places = [
            (cells[key, duty.date], key)
            for duty in clause.duties
            for key in clause.people
            if (key, duty.date) in cells
        ]
        if places and clause.code == "cover":
            place, here = places[-1]
            faults.error(place, _two_on_one_seat(problem, clause, here), "two-on-one-seat")
        elif places:
            text = f"{clause.text}；{_way_out(problem, clause)}"
            faults.error(places[-1][0], text, f"fixed-{clause.code}")


def _open_choices(problem: Problem) -> Iterator[Clause]:
    """Yield what stands against every duty of a date of which somebody must have any."""
    for fix in problem.fixes:
        named = [problem.duties[d] for d in problem.fixed_duties(fix)]
        person = problem.by_key[fix.person]
        against = [LAW.against(problem, person, duty) for duty in named]
        if fix.on and len(named) > 1 and all(against):
            yield against[0][0]


def _two_on_one_seat(problem: Problem, clause: Clause, here: str) -> str:
    """Say who has the seat already that a cell gives to ``here``."""
    (duty,) = clause.duties
    said = [
        DECIDED.get(fix.why, f"{fix.why}已定{{}}值班").format(problem.by_key[fix.person].name)
        for fix in problem.fixes
        if fix.on and fix.date == duty.date and fix.person != here
    ]
    name = problem.by_key[here].name
    return f"{zh_date(duty.date)}{'、'.join(said)}，这里又写了{name}；只能留一个"


def _way_out(problem: Problem, clause: Clause) -> str:
    """Say what would have to change for the decision to stand."""
    asked = clause.concession
    if asked and asked.leave:
        return "要留住它，就得先改请假的日期"
    if asked:
        name, on = problem.by_key[asked.person].name, (asked.duty or clause.duties[-1]).date
        post = "" if problem.post == POST else f"（岗位填 {problem.post}）"
        row = f"{name} | {on} | 特批 | 批准人{post}"
        return f"这一格不能这样定；确要留住它，在〈指定〉加一行 {row}"
    if len(clause.duties) > 1:
        days = "、".join(dict.fromkeys(zh_date(one.date) for one in clause.duties))
        return f"要留住它，{days}只能值一班"
    return "这一格不能这样定，请改成别人"


def check_month_edge(problem: Problem, faults: Faults, *, first: bool) -> None:
    """Warn if it is not known who served just before the month: rest and spacing depend on it.

    Only for a ``first`` draft is that a reason to ask the user to look.
    """
    known = {on for one in problem.known_duties for on in days_of(one.duty)}
    eve = problem.month - DAY
    before = [problem.month - nth * DAY for nth in range(1, DAYS_BEFORE + 1)]
    missing = [on for on in before if on not in known]
    # The rest rule needs the days just before the month; the others only matter for spacing.
    length = problem.duties[0].end - problem.duties[0].start
    if length >= 2 * DAY:
        # Of weeks and weekends only the one that reaches into the month matters.
        missing = [on for on in before[:1] if on not in known]
    reach = problem.policy.rest + min(length, DAY)
    binding = before[: max(1, -(-reach // DAY) - 1)]
    place, whose = Cell("历史"), "" if problem.post == POST else f"{problem.post}："
    if set(binding) & set(missing):
        text = (
            f"{whose}不知道上月末（{zh_date(eve)}等）谁值班，月初可能与上月的班挨得太近；"
            f"请在〈历史〉填上月最后 {DAYS_BEFORE} 天的日期和值班人"
        )
        look = first and problem.post == POST
        faults.warn(place, text, "unknown-edge", Exit.LOOK if look else Exit.DONE)
    elif missing:
        days = "、".join(zh_date(on) for on in sorted(missing))
        faults.warn(place, f"{whose}〈历史〉缺 {days}，月初的间隔可能不够均匀", "short-edge")
