"""Publishing: the roster as it stands becomes a revision, in ledger and folder together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constraints.rulebook import from_policy
from scheduler.clock import now
from scheduler.drafts.as_rostered import as_rostered, breaches, is_proved
from scheduler.drafts.folder import locate
from scheduler.drafts.newest_draft import (
    based_on_another,
    draft_to_publish,
    miss_no_list,
    refuse_of_another_centre,
)
from scheduler.drafts.plan import is_optimal
from scheduler.drafts.recording import record
from scheduler.drafts.standing import knowing_those_before
from scheduler.drafts.typed_text import printed_gap_reasons, published_texts, with_texts
from scheduler.errors import (
    BreachError,
    ConflictError,
    Exit,
    Message,
    UsageError,
    foremost,
)
from scheduler.ledger.lock import alone
from scheduler.ledger.recovery import restore
from scheduler.reading.cells.faults import Faults
from scheduler.reading.ledger_anchor import ESTRANGED
from scheduler.reading.read_centre import read_tables
from scheduler.reading.roster_book import read_roster
from scheduler.reading.sheets.people import NameFinder
from scheduler.reading.tables.layout import DATA_FILE
from scheduler.reporting.changes import changes
from scheduler.reporting.duty_day import duty_day
from scheduler.reporting.gap_reasons import gap_reasons
from scheduler.reporting.outcome import Stamp
from scheduler.writing.provenance import made_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from scheduler.ledger.revision import Revision
    from scheduler.reading.visible_roster import VisibleRoster
    from scheduler.reporting.outcome import Draft


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing gave: ``changed`` is False if the newest revision said the same already."""

    draft: Draft
    revision: Revision
    files: tuple[Path, ...]
    changed: bool
    messages: tuple[Message, ...]

    @property
    def exit(self) -> Exit:
        """The exit code."""
        if not self.changed:
            return Exit.DONE
        codes = {message.exit for message in self.messages}
        if self.draft.open_duties:
            codes.add(Exit.GAPS)
        return foremost(codes)


@alone
def publish(
    path: Path,
    *,
    approver: str,
    reason: str = "",
    accept_gaps: bool = False,
    allow_estimated: bool = False,
    staff_files: Iterable[Path] = (),
    leave_files: Iterable[Path] = (),
    at: datetime | None = None,
    extra: tuple[Message, ...] = (),
) -> Published:
    """Publish a roster workbook as it stands, hand edits included.

    Parameters
    ----------
    path
        A roster workbook, or a centre's folder or data workbook: then its newest draft.
    approver
        Who approves.
    reason
        Why; needed for gaps and from the second revision on.
    accept_gaps, allow_estimated
        Publish with days open, or with holidays that are not announced.
    staff_files, leave_files
        HR's own lists; those that the roster was made with must be there again.
    at
        The time of publishing; default now.
    extra
        What there is to say already.

    Raises
    ------
    ConflictError
        If it was made from a revision that is not the newest.
    BreachError
        If it breaks a rule, or something was not accepted.
    ZhibanError
        As when reading.
    """
    at = at or now()
    approver, reason = approver.strip(), reason.strip()
    if not approver:
        raise UsageError("批准人不能为空，请在 --approver 后面写上姓名")
    source, chosen = draft_to_publish(path)
    data = source.with_name(DATA_FILE)
    restore(data)
    visible = read_roster(source, at.date())
    month = visible.month
    centres = read_tables(locate(data), at, month, staff_files=staff_files, leave_files=leave_files)
    centre = knowing_those_before(centres, visible.table)
    if strange := [one for one in centres[0].warnings if one.code in ESTRANGED]:
        raise ConflictError(f"台账与文件夹里的班表对不上，没有发布：{strange[0].text}")
    refuse_of_another_centre(visible, centre)
    miss_no_list(visible, centre.inputs)
    faults = Faults(source.name)
    visible = visible.understood(centre.shifts)
    told = visible.assignment(NameFinder(centre.staff, faults))
    faults.stop_if_any()
    slots = [slot for one in centre.posts for slot in one.problem.slots]
    stands = {slot: told.get(slot, ()) for slot in slots}
    last = centre.published
    draft = as_rostered(centre, stands, centre.inputs)
    # That it was proved is believed of this user's own program only; else it is proved again.
    claimed = visible.origin.get("optimal") == str(True) and not visible.edits()
    claimed = claimed and made_from(visible.origin, centre.inputs)
    if claimed and (is_proved(visible, centre) or is_optimal(draft)):
        draft = as_rostered(centre, stands, centre.inputs, proved=True)
    draft = with_texts(draft, visible.texts, stands)
    messages = (*extra, *chosen, *draft.messages)
    draft = replace(draft, messages=messages, edited=tuple(visible.edits()))
    same = last is not None and last.whole == stands
    held = published_texts(data, last) if last and same else {}
    # The same people may stand in a new revision for what days have become since.
    adjusted = last and visible.base == last.number and not visible.published
    if last and same and not visible.typed(held) and not (adjusted and centre.news):
        files = tuple(data.with_name(name) for name, _ in last.documents)
        return Published(draft, last, files, changed=False, messages=draft.messages)
    base = visible.base
    newest = last.number if last else 0
    # With the same people it may be the draft that the newest revision was made from.
    if base != newest and not (last and same and base == last.base):
        raise based_on_another(source.name, month, base, newest)
    number = newest + 1
    printed = printed_gap_reasons(data, last) if last else {}
    open_reasons = gap_reasons(draft, last.whole if last else {}, printed, reason)
    reason = reason or "、".join(dict.fromkeys(_reasons(draft)))
    _refuse(visible, draft, reason, accept_gaps, allow_estimated, first=last is None)
    messages = (*draft.messages, *visible.said(), *_doubts(draft, visible))
    draft = replace(draft, messages=messages)
    stamped = replace(draft, base=base, stamp=Stamp(number, approver, at, reason, open_reasons))
    return _published(stamped, data)


def _doubts(draft: Draft, visible: VisibleRoster) -> Iterator[Message]:
    """Yield what the approver should know: days by guess, and changes that nothing asks for."""
    name = visible.path.name
    if not draft.centre.confirmed and draft.centre.estimated:
        text = "本月节假日是推算的，官方安排公布后请核对"
        yield Message("estimated-holidays", "warning", text, name, exit=Exit.LOOK)
    problem = draft.problem
    if problem.base_as_served is None or (visible.drafted and not visible.edits()):
        return  # What the program proposed itself was asked for.
    moved = [one for view in draft.views for one in changes(view) if one.old]
    broken = from_policy(problem.policy).audit(problem, problem.base_as_served)
    if moved and not broken and problem.base_as_served == problem.base:
        days = "、".join(duty_day(one.duty) for one in moved)
        text = f"{days}换了人，但〈请假〉〈变更〉里没有已批准的登记要求这样改，请核对"
        yield Message("no-cause", "warning", text, name)


def _reasons(draft: Draft) -> Iterator[str]:
    """Yield the reasons that 变更 gives for what is changed."""
    for view in draft.views:
        for one in changes(view):
            approval = view.centre.approval(one.duty.slot, one.old)
            if approval and approval.reason:
                yield approval.reason


def _refuse(
    visible: VisibleRoster,
    draft: Draft,
    reason: str,
    accept_gaps: bool,
    allow_estimated: bool,
    *,
    first: bool,
) -> None:
    """Refuse what breaks a rule or has not been accepted, everything at once."""
    name = visible.path.name
    refusals = [*breaches(visible, draft)]

    def say(code: str, text: str) -> None:
        refusals.append(Message(code, "error", text, name, exit=Exit.BREACHES))

    gaps = "、".join(
        duty_day(view.problem.duties[gap.duty]) for view in draft.views for gap in view.gaps
    )
    if gaps and not (accept_gaps and reason):
        say("gap", f"{gaps}没有人值班；确实要这样发布，请加 --accept-gaps 并用 --reason 写明原因")
    if not (draft.centre.confirmed or allow_estimated or not draft.centre.estimated):
        say(
            "estimated-holidays",
            "本月节假日是推算的；请核对后在〈设置〉填 节假日已核对至，或加 --allow-estimated",
        )
    if not (first or reason):
        say("no-reason", "改已发布的班表要写原因，请加 --reason")
    if refusals:
        raise BreachError(f"{name} 有 {len(refusals)} 处不能发布，没有写任何文件", tuple(refusals))


def _published(draft: Draft, data: Path) -> Published:
    """Record a roster that may be published."""
    draft, revision, files = record(draft, data)
    messages = list(draft.messages)
    known = {one.person.name for one in draft.centre.staff.values()}
    if revision.approver not in known | {leader.name for leader in draft.centre.leaders}:
        text = f"批准人「{revision.approver}」不在〈负责人〉和〈员工〉里，请核对"
        messages.append(Message("approver", "warning", text))
    return Published(draft, revision, files, True, tuple(messages))
