"""A month adjusted: its drafts, where they are put, and what must not be overwritten there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.drafts.edits import existing_draft
from scheduler.drafts.folder import output_path
from scheduler.drafts.saving import write
from scheduler.drafts.typed_text import published_texts, with_texts, written_since
from scheduler.errors import ConflictError, Exit, Message, foremost
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.reading.cells.faults import Faults
from scheduler.reading.published_month import with_present_keys
from scheduler.reading.sheets.people import NameFinder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scheduler.explaining.leave_trial import Trial
    from scheduler.reading.visible_roster import VisibleRoster
    from scheduler.reading.wall_text import Texts
    from scheduler.reporting.outcome import Draft


@dataclass(frozen=True, slots=True)
class Adjusted:
    """One month adjusted.

    ``draft`` has the fewest changes; ``others`` are further rosters, each with its name: the best
    with one more change and so on, and the way back once a leave is withdrawn. ``trials`` are
    the leaves that were only tried, each with the post that it was tried on.
    """

    draft: Draft
    others: tuple[tuple[str, Draft], ...] = ()
    trials: tuple[tuple[Draft, Trial], ...] = ()

    @property
    def interrupted(self) -> bool:
        """Whether the user has asked to stop while one of the rosters was sought."""
        return any(one.interrupted for one in (self.draft, *(one for _, one in self.others)))


def write_adjusted(adjusted: Adjusted, data: Path, output: Path | None, *, moved: bool) -> Adjusted:
    """Write the drafts: the smallest change in the usual place, others under their names."""
    draft = adjusted.draft
    usual = output or output_path(data, draft.problem.month, draft.centre.table)
    assert draft.centre.published is not None
    texts = published_texts(data, draft.centre.published)
    since = written_since(data, draft.centre.published)
    draft = replace(draft, messages=(*draft.messages, *since))
    if moved:
        draft = _put(draft, usual, texts)
    elif _outdated(usual, draft):
        text = f"{usual.name} 里原来的调整已经不需要了，请删去，不要发布"
        note = Message("outdated", "warning", text, usual.name)
        draft = replace(draft, messages=(*draft.messages, note))
    others = []
    for name, other in adjusted.others:
        stem = usual.stem.removesuffix("-草案")
        others.append((name, _put(other, usual.with_name(f"{stem}-{name}.xlsx"), texts)))
    if adjusted.trials:
        text = "这是按试填的请假排的；批准后先登记进〈请假〉，再发布"
        draft = replace(draft, messages=(*draft.messages, Message("trial", "warning", text)))
    return Adjusted(draft, tuple(others), adjusted.trials)


def _put(draft: Draft, target: Path, texts: Texts) -> Draft:
    """Write a draft with what is typed on the published sheet, or since then on the one there."""
    present, published = existing_draft(target, draft.centre), draft.centre.published
    assert published is not None
    stands = published.whole
    untouched = present and not (present.edits() or present.unread or present.left)
    if present and untouched and present.base == published.number:
        texts = present.texts
        stands = present.assignment(NameFinder(draft.centre.staff, Faults(target.name)))
    elif present:
        spare(present, draft, texts)
    return write(with_texts(draft, texts, stands), target, present, keep=True)


def _outdated(target: Path, draft: Draft) -> bool:
    """Tell whether an adjustment stands there that nothing asks for any more."""
    present = existing_draft(target, draft.centre)
    published = draft.centre.published
    if present is None or published is None or present.base != published.number:
        return False
    names = NameFinder(draft.centre.staff, Faults(target.name))
    return present.assignment(names) != published.whole


def spare(present: VisibleRoster, draft: Draft, texts: Texts) -> None:
    """Refuse to overwrite edits that no revision holds."""
    if not (present.edits() or present.typed(texts) or present.unread or present.left):
        return
    names = NameFinder(draft.centre.staff, Faults(present.path.name))
    stands = present.assignment(names)
    data = draft.centre.path
    for one in Ledger(data.with_name(LEDGER_FILE)).revisions():
        same = stands == with_present_keys(one, draft.centre.staff).whole
        if same and not present.typed(published_texts(data, one)):
            return
    raise ConflictError(
        f"{present.path.name} 有人工修改，没有覆盖；要发布它请用 zhiban publish，"
        "不要它请移走，或用 -o 写到别处"
    )


def exit_of(months: Iterable[Adjusted]) -> Exit:
    """Return the exit code of several months."""
    stopped = [Exit.INTERRUPTED for one in months if one.interrupted]
    return foremost((*stopped, *(one.draft.exit for one in months)))
