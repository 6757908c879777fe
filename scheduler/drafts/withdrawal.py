"""Substitutions and swaps that are published but approved no more, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.decisions import Fix
from constraints.rulebook import LAW, from_policy
from scheduler.drafts.edits import as_rostered
from scheduler.drafts.plan import plan
from scheduler.errors import Message, NoRosterError
from scheduler.reading.published_month import with_present_keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from constraints.decisions import Substitution
    from scheduler.ledger.revision import Revision
    from scheduler.reading.centre import Centre
    from scheduler.reporting.outcome import Draft

BACK = "撤销前的值班人"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A change that no row asks for any more.

    ``back`` gives the dates to whoever gave them up, ``begun`` tells that it is too late for that.
    ``message`` says so in words.
    """

    back: dict[date, str]
    begun: bool
    message: Message


def withdrawn(centre: Centre, revisions: list[Revision]) -> Iterator[Withdrawn]:
    """Yield the changes of a published month that are in force there but approved no more.

    What was in force a revision records. A row that is gone is missed if the newest has it, one
    that is there without approval if any of the ``revisions`` of the month has it; what an
    earlier program published is told by such rows alone.
    """
    problem, published = centre.problem, centre.published
    assert published is not None
    earlier = [with_present_keys(one, centre.staff) for one in revisions]
    newest = earlier[-1].substitutions
    recorded = {sub for one in earlier for sub in one.substitutions}
    written = [sub for sub in centre.unapproved if sub in recorded or not published.centre]
    standing = {on for sub in problem.substitutions for on, *_ in sub.moves}
    for sub in dict.fromkeys((*newest, *written)):
        moves = [move for move in sub.moves if move[0] in problem.on_date]
        if sub in problem.substitutions or {on for on, *_ in moves} & standing or not moves:
            continue
        if any(not _in_force(move, published, earlier, known=sub in recorded) for move in moves):
            continue
        if any(giver not in problem.by_key for _, giver, _ in moves):
            continue
        begun = any(problem.on_date[on] in problem.past for on, *_ in moves)
        if begun and sub not in written:
            continue  # Rows of what is over are cleared away.
        message = _say(centre, sub, published.number, gone=sub not in written, begun=begun)
        yield Withdrawn({on: giver for on, giver, _ in moves}, begun, message)


def _in_force(
    move: tuple[date, str, str | None], published: Revision, earlier: list[Revision], *, known: bool
) -> bool:
    """Tell whether a duty is published as a change had it, and was the giver's before."""
    on, giver, taker = move
    holder = published.people.get(on, "")
    had = known or any(one.people.get(on) == giver for one in earlier)
    return had and holder != giver and taker in (holder, None)


def _say(centre: Centre, sub: Substitution, number: int, *, gone: bool, begun: bool) -> Message:
    kind = "换班" if sub.back else "顶班"
    days = "、".join(zh_date(on) for on, *_ in sub.moves)
    giver = centre.name(sub.original)
    taker = centre.name(sub.replacement) if sub.replacement else "另排"
    why = "已不在〈变更〉里" if gone else "现在没有批准"
    text = f"{days} {giver}→{taker} 的{kind}{why}，v{number} 上还是{kind}后的样子"
    if begun:
        text += (
            f"；班已经开始，照记不改。实际是{giver}值的，就在〈变更〉加一行 "
            f"顶班 | {sub.date} | {taker} | {giver} | 已批准"
        )
    else:
        text += "；要换回，用 zhiban adjust 给出的「换回」那一份，不换回就不用管"
    return Message("withdrawn", "warning", text, centre.path.name, "变更")


def ways_back(
    centre: Centre, revisions: list[Revision]
) -> tuple[list[tuple[str, Draft]], list[Message]]:
    """Return the roster with every withdrawn change undone, named, and what to say.

    It is the smallest lawful change that gives everybody back what they gave up; where there is
    none, what stands against it is said.
    """
    found = list(withdrawn(centre, revisions))
    messages = [one.message for one in found]
    back = {on: key for one in found if not one.begun for on, key in one.back.items()}
    if not back:
        return [], messages
    assert centre.published is not None
    draft = _undone(centre, back)
    if draft is None:
        reasons = "；".join(_against(centre, back))
        text = f"换不回去：{reasons}。要另排，请在〈变更〉写一行替班人空着的顶班"
        return [], [*messages, Message("no-way-back", "warning", text, centre.path.name, "变更")]
    earlier = [with_present_keys(one, centre.staff) for one in revisions]
    before = [one for one in earlier if all(one.people.get(on) == key for on, key in back.items())]
    name = f"换回v{before[-1].number}" if before else "换回"
    return [(name, replace(draft, base=centre.published.number))], messages


def _undone(centre: Centre, back: dict[date, str]) -> Draft | None:
    """Return the month with some duties given back and as little else changed as may be."""
    problem = centre.problem
    assert centre.published is not None
    people = centre.published.people | back
    if all(not key or key in problem.by_key for key in people.values()):
        exact = as_rostered(centre, people, centre.inputs)
        if not from_policy(problem.policy).audit(problem, exact.roster):
            return exact
    kept = tuple(Fix(on, key, True, BACK) for on, key in back.items())
    try:
        return plan(replace(centre, problem=replace(problem, kept=(*problem.kept, *kept))))
    except (ValueError, NoRosterError):
        return None


def _against(centre: Centre, back: dict[date, str]) -> list[str]:
    """Return why the duties cannot be given back."""
    problem = centre.problem
    clauses = [
        clause.text
        for on, key in back.items()
        for clause in LAW.against(problem, problem.by_key[key], problem.duties[problem.on_date[on]])
    ]
    returned = "、".join(f"{zh_date(on)}还给{centre.name(key)}" for on, key in back.items())
    return clauses or [f"{returned}，就与已经值过或定好的班挨得太近"]
