"""An edit on the page: what typing the names into the draft and `draft --from` would write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from constraints.history import Served
from constraints.rulebook import from_policy
from scheduler.drafts.adjustment import spare
from scheduler.drafts.as_rostered import as_rostered
from scheduler.drafts.edits import existing_draft, keep
from scheduler.drafts.plan import day_doubts
from scheduler.drafts.saving import write
from scheduler.drafts.typed_text import published_texts, with_texts
from scheduler.errors import UsageError
from scheduler.page.typed_names import locked, typed, unlocked
from scheduler.page.undo import refuse_aside
from scheduler.reporting.duty_day import duty_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constraints.clause import Clause
    from constraints.domain import Roster, Slot
    from constraints.problem import Problem
    from scheduler.page.tables import Table
    from scheduler.reading.visible_roster import VisibleRoster
    from scheduler.reporting.outcome import Draft

Seats = dict["Slot", tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Move:
    """The seat of somebody on a duty that goes to somebody else; None for an open one."""

    slot: str
    old: str | None
    new: str | None


def seats_after(table: Table, moves: Sequence[Move]) -> Seats:
    """Return who has the duties that some moves are about once all of them are made.

    Raises
    ------
    UsageError
        If one is not possible: begun, not theirs, theirs already, or unknown.
    """
    found: Seats = {}
    for move in moves:
        view, d = table.duty(move.slot)
        problem, duty = view.problem, view.problem.duties[d]
        held = list(found.get(duty.slot, view.roster.people[d]))
        day = duty_day(duty)
        if d in problem.past:
            raise UsageError(f"{day}这个班已经开始，不能再改")
        if move.old is not None and move.old not in held:
            raise UsageError(f"{day}现在不是{_called(table, move.old)}值班，请刷新后再改")
        if move.old is None and move.new is not None and len(held) >= duty.need:
            raise UsageError(f"{day}已经排满 {duty.need} 人")
        if move.new is not None and move.new in held:
            raise UsageError(f"{day}已经有{_called(table, move.new)}")
        if move.new is not None and move.new not in problem.by_key:
            raise UsageError(f"{_called(table, move.new)}不在{problem.post}的人选里")
        if move.old is not None:
            held.remove(move.old)
        if move.new is not None:
            held.append(move.new)
        found[duty.slot] = tuple(sorted(held))
    return found


def _called(table: Table, key: str) -> str:
    return table.centre.name(key) if key in table.centre.staff else key


def objection(tables: Sequence[Table], seats: Seats) -> Clause | None:
    """Return the first breach of the law that some seats would make, in any post, None if none.

    Of several one that speaks of those who have the seats then.
    What is against the law already is nobody's new fault.
    """
    people = {key for keys in seats.values() for key in keys}
    given: list[Served] = []
    for view in (view for one in tables for view in one.draft.views):
        problem = view.problem
        own = {slot: keys for slot, keys in seats.items() if slot in problem.slots}
        if own or (given and people & problem.by_key.keys()):
            book = from_policy(problem.policy)
            was = _breaches(problem, view.roster)
            then = _beside(problem, given) if given else problem
            roster = then.roster({**problem.assignment(view.roster), **own})
            if new := [clause for clause in book.audit(then, roster) if clause not in was]:
                return min(new, key=lambda clause: people.isdisjoint(clause.people))
        duties = [(problem.duties[problem.slots[slot]], keys) for slot, keys in own.items()]
        given += [Served(duty, key, problem.policy.apart) for duty, keys in duties for key in keys]
    return None


@lru_cache(maxsize=16)  # Every candidate of a duty asks for the same.
def _breaches(problem: Problem, roster: Roster) -> frozenset[Clause]:
    return frozenset(from_policy(problem.policy).audit(problem, roster))


def _beside(problem: Problem, given: Sequence[Served]) -> Problem:
    """Return a post that knows who has some duties of others now."""
    again = {one.duty for one in given}
    elsewhere = [one for one in problem.elsewhere if one.duty not in again]
    elsewhere += [one for one in given if one.person in problem.by_key]
    return replace(problem, elsewhere=tuple(elsewhere))


def with_moves(table: Table, seats: Seats) -> Draft:
    """Write a table with other people on some duties, and return it."""
    visible = table.workbook()
    for slot, keys in seats.items():
        (problem,) = (one.problem for one in table.draft.views if slot in one.problem.slots)
        need = problem.duties[problem.slots[slot]].need
        visible = typed(visible, table.centre, slot, need, keys)
    return _written(table, visible)


def with_lock(table: Table, slot: Slot, *, on: bool) -> Draft:
    """Write a table whose people on a duty stay as they are, or are free to change again."""
    visible, keys = table.workbook(), table.draft.assignment[slot]
    if on and not keys:
        raise UsageError("空着的班不能锁定，请先选人")
    return _written(table, locked(visible, slot) if on else unlocked(visible, slot, keys))


def _written(table: Table, visible: VisibleRoster) -> Draft:
    """Write a workbook that somebody has typed into, as if everything else had been kept."""
    # What is unlawful already is shown, and keeps nobody from mending it bit by bit.
    kept = keep(table.centre, visible, checked=False)
    warnings = (*kept.centre.warnings, *kept.messages)
    draft = as_rostered(
        replace(kept.centre, warnings=warnings), kept.assignment, table.centre.inputs
    )
    messages = dict.fromkeys((*draft.messages, *day_doubts(table.centre)))
    draft = replace(draft, edited=kept.edited, base=visible.base, messages=tuple(messages))
    draft = with_texts(draft, visible.texts, table.draft.assignment)
    present = existing_draft(table.target, table.centre)
    published = table.centre.published
    if present and table.drafted is None and published:
        spare(present, draft, published_texts(table.centre.path, published))
    written = write(draft, table.target, present, keep=True)
    if written.changed and written.output:
        refuse_aside(written.output, table.target)
    return written
