"""What is said of a candidate of a duty: whether they could take it, and what that would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass, zh_date
from constraints.domain import Standing
from scheduler.explaining.substitutes import given_to
from scheduler.reporting.comparison import apart, eves, free_days, nearest, regular_loads, wishes
from scheduler.reporting.notes import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Roster
    from constraints.problem import Problem
    from scheduler.explaining.what_if import Candidacy
    from scheduler.reporting.outcome import Draft


def could_take(draft: Draft, duty: int, one: Candidacy) -> str:
    """Say whether somebody could take a duty, and what that would do to them and to others."""
    if one.serves:
        return "值班"
    if one.against:
        return f"不行，{one.against}"
    return f"可以替，{'，'.join(effects(draft, duty, one))}"


def effects(draft: Draft, duty: int, one: Candidacy) -> list[str]:
    """Say what it would do to a candidate and to others if they took a duty that they may take."""
    problem = draft.problem
    given = given_to(problem, draft.roster, duty, one.person)
    if problem.by_key[one.person].standing is Standing.RESERVE:
        said = ["要动用仅顶班的人"]
    else:
        said = [f"替了到月底{in_words(one.balance - 1)}"]
        said += _of_its_kind(problem, duty, given, one.person)
    said += eves(draft, draft.roster, given)
    said += apart(problem, draft.roster, given)
    said += wishes(draft, draft.roster, given)
    on = problem.duties[duty].date
    if other := nearest(problem, draft.roster, one.person, on):
        said.append(f"离自己{zh_date(other)}的班{free_days(on, other)}")
    return said


def _of_its_kind(problem: Problem, duty: int, given: Roster, key: str) -> Iterator[str]:
    """Say how somebody would stand in holidays or rest days, if the duty is one."""
    kind = problem.kind(problem.duties[duty])
    for cls in (FairnessClass.HOLIDAY, FairnessClass.REST):
        if cls.covers(kind):
            (load,) = (load for load in regular_loads(problem, given) if load.key == key)
            yield f"{cls.value}{in_words(load.closing(cls))}"
