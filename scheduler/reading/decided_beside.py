"""What is decided beforehand for one post, as the others have to know it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constraints.history import Served
from scheduler.reading.fixed_cells import check_fixed, check_month_edge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constraints.problem import Problem
    from scheduler.reading.official_calendar import OfficialCalendar
    from scheduler.reading.post_month import PostMonth


def check_decided(read: Iterable[tuple[PostMonth, Problem, OfficialCalendar]]) -> None:
    """Note the decisions that break the law by themselves, or beside those of posts before."""
    before: list[Problem] = []
    for one, problem, _ in read:
        check_fixed(beside(problem, before), one.entries.deciding_cells, one.entries.faults)
        before.append(problem)
        check_month_edge(problem, one.entries.faults, first=one.published is None)


def decided_duties(problem: Problem) -> list[Served]:
    """Return the duties of a post that are decided beforehand, as other posts see them."""
    return [
        Served(problem.duties[d], fix.person, problem.policy.apart)
        for fix in problem.fixes
        for d in problem.fixed_duties(fix)
        if fix.on and len(problem.fixed_duties(fix)) == 1
    ]


def beside(problem: Problem, others: Iterable[Problem]) -> Problem:
    """Return a post that keeps clear of what is decided beforehand in others."""
    known = dict.fromkeys(one for other in others for one in decided_duties(other))
    news = [one for one in known if one.person in problem.by_key and one not in problem.elsewhere]
    return replace(problem, elsewhere=(*problem.elsewhere, *news)) if news else problem
