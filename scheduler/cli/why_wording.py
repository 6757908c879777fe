"""What an explanation says on the screen: who could take a duty, why not, and at what price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.domain import Standing
from scheduler.reporting.candidates import could_take
from scheduler.reporting.changes import name_of
from scheduler.reporting.comparison import differences
from scheduler.reporting.duty_day import duty_day
from scheduler.reporting.notes import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.explaining.what_if import Forced
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
        yield f"  {called}（{owed}）：{could_take(draft, why.duty, one)}"
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
