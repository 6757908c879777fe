"""What people change in a draft: kept, spared and reported, never lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from os.path import lexists
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.hard.fixed import Fixed
from scheduler.drafts.as_rostered import as_rostered, breaches, is_proved
from scheduler.drafts.newest_draft import based_on_another, refuse_of_another_centre
from scheduler.drafts.typed_text import in_words
from scheduler.errors import ConflictError, InputError, Message, UsageError, ZhibanError
from scheduler.files import typed
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.decided_beside import beside
from scheduler.reading.fixed_cells import check_fixed
from scheduler.reading.roster_book import read_roster
from scheduler.reading.sheets.people import NameFinder
from scheduler.writing.provenance import made_from

if TYPE_CHECKING:
    from pathlib import Path

    from constraints.domain import Assignment, Slot
    from scheduler.reading.centre import Centre
    from scheduler.reading.visible_roster import VisibleRoster
    from scheduler.reporting.outcome import Draft, Inputs

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """An edited draft that is kept: ``centre`` has it as base and its edits fixed.

    ``edited`` are the duties edited, ``assignment`` is everybody, ``messages`` what to say.
    """

    centre: Centre
    visible: VisibleRoster
    assignment: Assignment
    edited: tuple[Slot, ...]
    messages: tuple[Message, ...]


def keep_edits(centre: Centre, edited: Path) -> Kept:
    """Make an edited draft the base, and its edits fixed cells; errors as ``keep``."""
    return keep(centre, read_roster(edited, centre.problem.month.replace(day=15)))


def keep(centre: Centre, visible: VisibleRoster, *, checked: bool = True) -> Kept:
    """Make an edited draft that has been read the base, and its edits fixed cells.

    Unless it is ``checked`` what breaks the law by itself is kept too.

    Raises
    ------
    InputError
        If it cannot be read, names strangers or contradicts what has begun.
    UsageError
        If it is of another month.
    """
    problem = centre.problem
    visible = visible.understood(centre.shifts)
    edited = visible.path
    faults = Faults(edited.name)
    refuse_of_another_centre(visible, centre)
    assignment = visible.assignment(NameFinder(centre.staff, faults))
    faults.stop_if_any()
    newest = centre.published.number if centre.published else 0
    if visible.base > newest:
        raise based_on_another(edited.name, problem.month, visible.base, newest)
    known = {slot for one in centre.posts for slot in one.problem.slots}
    if strange := [slot.date for slot in assignment if slot not in known]:
        raise UsageError(f"{edited.name} 不是 {problem.month:%Y-%m} 的值班表（有 {strange[0]}）")
    extra = list(visible.said())
    if not visible.drafted:
        text = f"{edited.name} 不是本程序的草案，认不出哪些是手工改的：全部作为基础，尽量少改"
        extra.append(Message("no-origin", "warning", text, edited.name))
    posts = [_keeping(one, visible, assignment, faults) for one in centre.posts]
    posts = [_beside(one, [other for other in posts if other is not one]) for one in posts]
    for one in posts if checked else ():
        _check_edits(one, visible, assignment, faults)
    faults.stop_if_any()
    kept = replace(posts[0], companions=tuple(posts[1:]))
    changed = tuple(slot for slot in visible.edits() if assignment.get(slot))
    return Kept(kept, visible, assignment, changed, tuple(extra))


def _keeping(
    centre: Centre, visible: VisibleRoster, assignment: Assignment, faults: Faults
) -> Centre:
    """Return one post with the edited draft as its base and what was edited fixed."""
    problem = centre.problem
    changed = [slot for slot in visible.edits() if slot in problem.slots and assignment.get(slot)]
    for slot in changed:
        d, keys = problem.slots[slot], assignment[slot]
        if d in problem.past and problem.past[d] != keys:
            text = Fixed().begun_clause(problem, d, keys).text
            faults.error(visible.place(slot, keys) or Cell(""), text, "fixed-past")
    kept = visible.fixes(problem.slots, assignment)
    problem = replace(problem, base=problem.roster(assignment), kept=kept)
    return replace(centre, problem=problem)


def _beside(centre: Centre, others: list[Centre]) -> Centre:
    """Return one post that keeps clear of what was edited in the others."""
    return replace(centre, problem=beside(centre.problem, (one.problem for one in others)))


def _check_edits(
    centre: Centre, visible: VisibleRoster, assignment: Assignment, faults: Faults
) -> None:
    """Note the edits of one post that break the law by themselves, each at its cell."""
    slots = (slot for slot in visible.edits() if slot in centre.problem.slots)
    places = ((key, slot) for slot in slots for key in assignment.get(slot, ()))
    cells = {(key, slot.date): visible.place(slot, (key,)) for key, slot in places}
    check_fixed(centre.problem, {who: cell for who, cell in cells.items() if cell}, faults)


def existing_draft(target: Path, centre: Centre) -> VisibleRoster | None:
    """Return the draft that stands where the new one goes, if there is one.

    Raises
    ------
    ConflictError
        If what stands there is not a roster that this program wrote.
    """
    if not lexists(target):
        return None
    try:
        visible = read_roster(target, centre.problem.month.replace(day=15))
    except ZhibanError as error:
        text = f"{target.name} 已存在而且读不懂（{error}）；请移走它，或用 -o 写到别处"
        raise ConflictError(text) from None
    if not visible.origin:
        raise ConflictError(f"{target.name} 不是本程序写的，不覆盖；请移走它，或用 -o 写到别处")
    try:
        refuse_of_another_centre(visible, centre)
    except InputError as error:
        raise ConflictError(f"{error}；请移走它，或用 -o 写到别处") from None
    return visible


def must_keep_edits(present: VisibleRoster, inputs: Inputs) -> bool:
    """Tell whether the draft there has hand edits and nothing is new.

    Raises
    ------
    ConflictError
        If it has edits and the inputs have changed since: a new draft would lose them.
    """
    days = [zh_date(slot.date) for slot in present.edits()]
    edits = [*days, *in_words(present.typed()), *present.unread, *present.left]
    target = present.path
    if edits and not made_from(present.origin, inputs):
        where = "、".join(edits[:MOST_NAMED]) + ("等" if len(edits) > MOST_NAMED else "")
        text = (
            f"{target.name} 有人工修改（{where}），没有覆盖。"
            f"要保留修改并补齐其余：zhiban draft {typed(target.parent)} --from {typed(target)}；"
            "不要修改：加 --force"
        )
        raise ConflictError(text)
    return bool(edits)


def edited_draft(present: VisibleRoster, centre: Centre, inputs: Inputs) -> Draft:
    """Report a draft that somebody has edited, by its visible cells; nothing is proved of it."""
    faults = Faults(present.path.name)
    assignment = present.assignment(NameFinder(centre.staff, faults))
    # Words beside the names leave the roster as good as it was.
    draft = as_rostered(centre, assignment, inputs, proved=is_proved(present, centre))
    messages = [*draft.messages, *faults.messages, *present.said()]
    messages += breaches(present, draft)
    text = "草案已有人工修改，保留；没有写任何文件"
    messages.append(Message("edited", "note", text, present.path.name))
    return replace(
        draft,
        messages=tuple(messages),
        output=present.path,
        changed=False,
        edited=tuple(present.edits()),
        texts=present.texts,
    )
