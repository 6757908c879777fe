"""Substitutions and swaps that are published but approved no more, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.decisions import Fix
from constraints.rulebook import LAW, from_policy
from constraints.substitutions import moves
from scheduler.drafts.as_rostered import as_rostered
from scheduler.drafts.plan import plan
from scheduler.errors import Message, NoRosterError
from scheduler.reading.published_month import with_present_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.decisions import Substitution
    from constraints.domain import Slot
    from constraints.substitutions import Move
    from scheduler.ledger.revision import Revision
    from scheduler.reading.centre import Centre
    from scheduler.reporting.outcome import Draft

BACK = "撤销前的值班人"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A change that no row asks for any more.

    ``back`` are the moves to be undone, ``begun`` tells that it is too late for that.
    ``message`` says so in words.
    """

    back: tuple[Move, ...]
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
    standing = {(move.date, move.shift) for move in moves(problem.substitutions)}
    for sub in dict.fromkeys((*newest, *written)):
        own = tuple(move for move in moves([sub]) if problem.named(move.date, move.shift))
        again = {(move.date, move.shift) for move in own} & standing
        if sub in problem.substitutions or again or not own:
            continue
        known = sub in recorded
        if any(not _in_force(centre, move, published, earlier, known=known) for move in own):
            continue
        if any(move.giver not in problem.by_key for move in own):
            continue
        begun = any(d in problem.past for one in own for d in problem.named(one.date, one.shift))
        if begun and sub not in written:
            continue  # Rows of what is over are cleared away.
        message = _say(centre, sub, published.number, gone=sub not in written, begun=begun)
        yield Withdrawn(own, begun, message)


def _in_force(
    centre: Centre, move: Move, published: Revision, earlier: list[Revision], *, known: bool
) -> bool:
    """Tell whether a duty is published as a change had it, and was the giver's before."""
    for slot in _slots(centre, move):
        holders = published.assignment.get(slot, ())
        had = known or any(move.giver in one.assignment.get(slot, ()) for one in earlier)
        passed = move.taker is None or move.taker in holders
        if had and move.giver not in holders and passed:
            return True
    return False


def _slots(centre: Centre, move: Move) -> list[Slot]:
    named = centre.problem.named(move.date, move.shift)
    return [centre.problem.duties[d].slot for d in named]


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
    back = [move for one in found if not one.begun for move in one.back]
    if not back:
        return [], messages
    assert centre.published is not None
    draft = _undone(centre, back)
    if draft is None:
        reasons = "；".join(_against(centre, back))
        text = f"换不回去：{reasons}。要另排，请在〈变更〉写一行替班人空着的顶班"
        return [], [*messages, Message("no-way-back", "warning", text, centre.path.name, "变更")]
    earlier = [with_present_keys(one, centre.staff) for one in revisions]
    before = [one for one in earlier if all(_had(centre, one, move) for move in back)]
    name = f"换回v{before[-1].number}" if before else "换回"
    return [(name, replace(draft, base=centre.published.number))], messages


def _had(centre: Centre, revision: Revision, move: Move) -> bool:
    """Tell whether a revision still gives a duty to whoever gave it up."""
    return any(move.giver in revision.assignment.get(s, ()) for s in _slots(centre, move))


def _undone(centre: Centre, back: list[Move]) -> Draft | None:
    """Return the month with some duties given back and as little else changed as may be."""
    problem = centre.problem
    assert centre.published is not None
    people = dict(centre.published.whole)
    for move in back:
        for slot in _slots(centre, move):
            people[slot] = _given_back(people.get(slot, ()), move)
    if {*chain(*people.values())} <= centre.staff.keys():
        exact = as_rostered(centre, people, centre.inputs)
        if not from_policy(problem.policy).audit(problem, exact.roster):
            return exact
    kept = tuple(Fix(one.date, one.giver, True, BACK, one.shift) for one in back)
    try:
        return plan(replace(centre, problem=replace(problem, kept=(*problem.kept, *kept))))
    except (ValueError, NoRosterError):
        return None


def _given_back(keys: tuple[str, ...], move: Move) -> tuple[str, ...]:
    """Return who has a duty once a move is undone; a single seat goes back whoever has it."""
    if len(keys) <= 1:
        return (move.giver,)
    return tuple(sorted({*keys, move.giver} - {move.taker}))


def _against(centre: Centre, back: list[Move]) -> list[str]:
    """Return why the duties cannot be given back."""
    problem = centre.problem
    clauses = [
        clause.text
        for move in back
        for d in problem.named(move.date, move.shift)
        for clause in LAW.against(problem, problem.by_key[move.giver], problem.duties[d])
    ]
    returned = "、".join(f"{zh_date(one.date)}还给{centre.name(one.giver)}" for one in back)
    return clauses or [f"{returned}，就与已经值过或定好的班挨得太近"]
