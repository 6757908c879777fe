"""What an explanation says on the screen: who could take a duty, why not, and at what price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass, zh_date
from constraints.domain import Standing
from scheduler.explaining.substitutes import given_to
from scheduler.reporting.changes import name_of
from scheduler.reporting.comparison import (
    apart,
    differences,
    eves,
    free_days,
    nearest,
    regular_loads,
    wishes,
)
from scheduler.reporting.duty_day import duty_day
from scheduler.reporting.notes import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Roster
    from scheduler.explaining.what_if import Candidacy, Forced
    from scheduler.reporting.outcome import Draft
    from scheduler.usecases.why import Why


def why_lines(why: Why) -> Iterator[str]:
    """Yield who could take one duty, why not, and at what price."""
    draft, problem = why.draft, why.draft.problem
    duty = problem.duties[why.duty]
    holders = draft.roster.people[why.duty]
    stands = f"已发布 v{draft.base}" if draft.base else "草案" if why.drafted else "还没有排，试排"
    name = "、".join(name_of(draft, key) for key in holders) or "没有人"
    short = duty.need - len(holders) if holders else 0
    lack = f"，还少 {short} 人" if short else ""
    yield f"{duty_day(duty, weekday=True)}（{stands}）：{name}值班{lack}"
    if why.reason:
        yield f"  {why.reason}"
    for one in sorted(why.candidates, key=lambda one: (not one.serves, bool(one.against))):
        called = draft.centre.name(one.person)
        reserve = problem.by_key[one.person].standing is Standing.RESERVE
        owed = "仅顶班" if reserve else f"到月底{in_words(one.balance)}"
        yield f"  {called}（{owed}）：{_standing(why, one)}"
    if draft.base and any(not one.serves and not one.against for one in why.candidates):
        yield "  要换人：在〈变更〉登记顶班或换班，批准后 zhiban adjust"
    for wish, forced in why.wishes:
        name = draft.centre.name(wish.person)
        if wish.pending:
            yield f"【{name}这天的请假还没批，没能避开】"
        else:
            yield f"【{name}{'希望' if wish.wanted else '不希望'}这天值班，没有照顾到】"
        yield from _forced_lines(draft, forced)
    if why.forced:
        yield f"【如果定为{draft.centre.name(why.forced.person)}】"
        yield from _forced_lines(draft, why.forced)


def _standing(why: Why, one: Candidacy) -> str:
    """Say whether somebody could take the duty, and what that would do to them and to others."""
    draft, problem = why.draft, why.draft.problem
    if one.serves:
        return "值班"
    if one.against:
        return f"不行，{one.against}"
    on = problem.duties[why.duty].date
    given = given_to(problem, draft.roster, why.duty, one.person)
    if problem.by_key[one.person].standing is Standing.RESERVE:
        said = ["要动用仅顶班的人"]
    else:
        said = [f"替了到月底{in_words(one.balance - 1)}"]
        said += _of_its_kind(why, given, one.person)
    said += eves(draft, draft.roster, given)
    said += apart(problem, draft.roster, given)
    said += wishes(draft, draft.roster, given)
    if other := nearest(problem, draft.roster, one.person, on):
        said.append(f"离自己{zh_date(other)}的班{free_days(on, other)}")
    return f"可以替，{'，'.join(said)}"


def _of_its_kind(why: Why, given: Roster, key: str) -> Iterator[str]:
    """Say how somebody would stand in holidays or rest days, if the duty is one."""
    problem = why.draft.problem
    kind = problem.kind(problem.duties[why.duty])
    for cls in (FairnessClass.HOLIDAY, FairnessClass.REST):
        if cls.covers(kind):
            (load,) = (load for load in regular_loads(problem, given) if load.key == key)
            yield f"{cls.value}{in_words(load.closing(cls))}"


def _forced_lines(draft: Draft, forced: Forced) -> Iterator[str]:
    if forced.against:
        yield f"  不行：{forced.against}"
        return
    if not forced.moved:
        yield "  现在就是这样"
        return
    said = differences(draft, draft.roster, forced.roster or draft.roster)
    doubt = "" if forced.proved else "（时间不够，也许还有更好的排法）"
    yield f"  结果：{'；'.join(said) or '别的都一样，可以这样换'}{doubt}"
    yield f"  改动 {len(forced.moved)} 班"
    for duty, was, new in forced.moved:
        day = duty_day(duty, weekday=True)
        yield f"    {day} {name_of(draft, was)} → {name_of(draft, new)}"
