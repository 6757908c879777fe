"""Writing a draft, unless the one there is as good."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from constraints.rulebook import from_policy
from scheduler.drafts.as_rostered import as_rostered
from scheduler.drafts.edits import existing_draft
from scheduler.errors import ConflictError, Exit, Message
from scheduler.files import write_whole
from scheduler.reading.proof import PROOF
from scheduler.writing.provenance import names_on, provenance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from scheduler.reading.visible_roster import VisibleRoster
    from scheduler.reporting.outcome import Draft


def write(draft: Draft, target: Path, present: VisibleRoster | None, *, keep: bool) -> Draft:
    """Write a draft, unless with ``keep`` the workbook ``present`` there is as good already."""
    from scheduler.writing.roster_workbook import render

    if present and keep:
        for there in (present, *_drafts_set_aside(target, draft)):
            same = _same_provenance(there, provenance(draft)) and _same_people(there, draft)
            if same and not there.typed(draft.texts):
                draft = replace(draft, output=there.path, changed=False)
                return draft if there is present else _say_set_aside(draft, target)
        if standing := _standing_if_as_good(present, draft):
            return replace(standing, output=target, changed=False)
    written = write_whole(target, render(draft))
    draft = replace(draft, output=written, before=present.drafted if present else None)
    return draft if written == target else _say_set_aside(draft, target)


def _say_set_aside(draft: Draft, target: Path) -> Draft:
    """Say that a draft is not where it belongs."""
    assert draft.output is not None
    name = draft.output.name
    text = f"{target.name} 被别的程序打开着，已另存为 {name}"
    message = Message("saved-aside", "warning", text, name, exit=Exit.LOOK)
    return replace(draft, messages=(*draft.messages, message))


def _drafts_set_aside(target: Path, draft: Draft) -> Iterator[VisibleRoster]:
    """Yield the drafts that an earlier run had to put beside their place."""
    for path in sorted(target.parent.glob(f"{target.stem}-新*{target.suffix}")):
        with suppress(ConflictError):
            if there := existing_draft(path, draft.centre):
                yield there


def _standing_if_as_good(present: VisibleRoster, draft: Draft) -> Draft | None:
    """Return the draft there if a search that was cut short has found nothing better since.

    Or else a job with little time would write another roster every day, if need be a worse one.
    """
    aside = {"assignment", "optimal", "unique", "cures", PROOF}
    now, then = (
        {name: value for name, value in pairs.items() if name not in aside}
        for pairs in (provenance(draft), present.origin)
    )
    if draft.unique or draft.centre.published or now != then or present.typed(draft.texts):
        return None
    if draft.companions:
        return None  # Which of two such tables is better nobody can say in one number.
    if not {*chain(*present.drafted.values())} <= {*draft.problem.by_key}:
        return None
    proved = draft.optimal or present.proved
    standing = as_rostered(draft.centre, present.drafted, draft.inputs, proved=proved)
    rulebook = from_policy(draft.problem.policy)
    costs = (rulebook.cost(draft.problem, one.roster) for one in (standing, draft))
    if not _same_people(present, standing) or next(costs) > next(costs):
        return None
    return replace(
        standing,
        result=replace(standing.result, interrupted=draft.result.interrupted),
        messages=tuple(m for m in draft.messages if not (proved and m.code == "not-proved")),
        edited=draft.edited,
        base=draft.base,
    )


def _same_provenance(present: VisibleRoster, now: Mapping[str, str]) -> bool:
    """Tell whether the draft there was made from the same, and has no fewer cures to offer."""
    # Whose key a proof is signed with says nothing of the roster.
    then, fresh = (
        {name: value for name, value in pairs.items() if name not in ("cures", PROOF)}
        for pairs in (present.origin, now)
    )
    return then == fresh and int(present.origin.get("cures") or 0) >= int(now["cures"])


def _same_people(present: VisibleRoster, draft: Draft) -> bool:
    """Tell whether everybody whom the draft puts on duty stands in the workbook there."""
    return all(present.stands(slot, names) for slot, names in names_on(draft).items())
