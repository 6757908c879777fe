"""Checking a data workbook, or any roster workbook against the rules and the data beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from os.path import lexists
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from scheduler.clock import now
from scheduler.drafts.as_rostered import as_rostered, breaches
from scheduler.drafts.folder import locate
from scheduler.drafts.published_news import published_news
from scheduler.drafts.standing import knowing_those_before
from scheduler.errors import (
    ConflictError,
    Exit,
    FileError,
    InputError,
    Message,
    UsageError,
    ZhibanError,
    foremost,
)
from scheduler.explaining.capacity import capacity_lines
from scheduler.explaining.qualifications import qualification_messages
from scheduler.files import write_whole
from scheduler.reading.cells.faults import Faults
from scheduler.reading.copies import copy_messages
from scheduler.reading.files.open import open_book
from scheduler.reading.read_centre import read_tables
from scheduler.reading.roster_book import is_roster, read_roster
from scheduler.reading.sheets.people import NameFinder
from scheduler.reading.tables.layout import DATA_FILE, FAULTS_SHEET, SHIFTS
from scheduler.reading.tables.sources import open_sources
from scheduler.reporting.duty_day import duty_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from constraints.domain import Assignment
    from scheduler.reading.centre import Centre
    from scheduler.reading.visible_roster import VisibleRoster


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found; ``roster`` tells whether a roster was audited, ``tables`` are all."""

    centre: Centre
    messages: tuple[Message, ...]
    inputs: tuple[tuple[str, str], ...]
    roster: bool = False
    tables: tuple[Centre, ...] = ()

    @property
    def exit(self) -> Exit:
        """The exit code of all findings together."""
        return foremost(message.exit for message in self.messages)


def check(
    path: Path,
    month: date | None = None,
    *,
    staff_files: tuple[Path, ...] = (),
    leave_files: tuple[Path, ...] = (),
    annotated: Path | None = None,
    at: datetime | None = None,
) -> Checked:
    """Check a centre's folder, a data workbook or a roster workbook.

    Parameters
    ----------
    path
        What to check.
    month
        First day of the month; default that of the roster, or as for a draft.
    staff_files, leave_files
        HR's own lists, in place of or added to sheets 员工 and 请假.
    annotated
        Where to write a copy with a comment at every finding, also if there are errors.

    Raises
    ------
    InputError
        With everything that is wrong with a data workbook, or unreadable in a roster.
    FileError
        If a file cannot be read, or a roster has no data workbook beside it.
    """
    source = locate(path)
    inputs = (source, *staff_files, *leave_files)
    if annotated and (
        annotated.suffix not in {".xlsx", source.suffix} & {".xlsx", ".xlsm"}
        or annotated.resolve() in {file.resolve() for file in inputs}
    ):
        raise UsageError(f"--annotate 要写到另一个 .xlsx 文件，不是 {annotated}")
    if annotated and annotated.exists() and not _own_copy(annotated):
        raise ConflictError(f"{annotated} 已经存在，不覆盖；请换一个名字")
    read = partial(read_tables, at=at or now(), staff_files=staff_files, leave_files=leave_files)
    try:
        if source.name != DATA_FILE and is_roster(open_book(source)):
            checked = _check_roster(source, month, read)
        else:
            centres = read(source, month=month)
            news = published_news(source, at or now(), lambda month: read(source, month=month))
            found = [message for one in centres for message in _found(one)]
            messages = tuple(dict.fromkeys((*found, *news)))
            checked = Checked(centres[0], messages, centres[0].inputs, tables=centres)
        beside = copy_messages(source.parent)
        checked = replace(checked, messages=(*checked.messages, *beside))
    except InputError as error:
        if annotated:
            text = f"每一处都批注在 {annotated} 里，改原来的文件，不要改它"
            note = Message("annotated", "note", text)
            notes = (note, *_annotate(inputs, error.messages, annotated))
            said = error.text.partition("，没有写任何文件")[0]
            raise InputError(said, (*error.messages, *notes)) from None
        raise
    if annotated:
        notes = _annotate(inputs, checked.messages, annotated)
        checked = replace(checked, messages=(*checked.messages, *notes))
    return checked


def _own_copy(path: Path) -> bool:
    try:
        return open_book(path).titles[0] == FAULTS_SHEET
    except ZhibanError:
        return False


def _annotate(
    inputs: tuple[Path, ...], messages: tuple[Message, ...], target: Path
) -> tuple[Message, ...]:
    """Write the copy; return what to say of it."""
    from scheduler.writing.annotated_copy import annotate

    data, *others = inputs
    books = open_sources(data, (), others, Faults(data.name)).books
    content, lost = annotate(books, messages, macros=target.suffix == ".xlsm")
    write_whole(target, content)
    text = f"{target.name} 里没有原文件的{'、'.join(lost)}，以原文件为准"
    return (Message("annotated-without", "note", text),) if lost else ()


def _found(centre: Centre) -> Iterator[Message]:
    """Yield what there is to say of a table before anything is solved."""
    yield from centre.warnings
    for one in centre.posts:
        yield from qualification_messages(one.problem)
        if one.problem.policy.shift_work is not None:
            for text in capacity_lines(one.problem):
                yield Message("capacity", "note", text, centre.path.name, SHIFTS.name)


def _check_roster(
    path: Path, month: date | None, read: Callable[..., tuple[Centre, ...]]
) -> Checked:
    data = path.with_name(DATA_FILE)
    if not lexists(data):
        raise FileError(f"核对值班表要用到 {DATA_FILE}，请把它放在 {path.name} 旁边")
    visible = read_roster(path, month.replace(day=15) if month else now().date())
    centre = knowing_those_before(read(data, month=month or visible.month), visible.table)
    faults = Faults(path.name)
    visible = visible.understood(centre.shifts)
    stands = visible.assignment(NameFinder(centre.staff, faults))
    messages = (*faults.messages, *visible.said(carried=False), *_breaches(centre, visible, stands))
    return Checked(centre, messages, (visible.fingerprint, *centre.inputs), roster=True)


def _breaches(centre: Centre, visible: VisibleRoster, stands: Assignment) -> list[Message]:
    draft = as_rostered(centre, stands, centre.inputs)
    messages = list(breaches(visible, draft))
    duties = [duty for view in draft.views for duty in view.problem.duties]
    month = centre.problem.month
    missing = dict.fromkeys(duty.date for duty in duties if not visible.has(duty.slot))
    if len(missing) == len({duty.date for duty in duties}):
        raise InputError(f"{visible.path.name} 里没有 {month:%Y-%m} 的日期")
    if missing:
        text = f"表里没有这 {len(missing)} 天：{'、'.join(zh_date(on) for on in missing)}"
        messages.append(Message("missing", "warning", text, visible.path.name, exit=Exit.GAPS))
    for duty in duties:
        cell = visible.place(duty.slot)
        seen = cell is not None or not visible.cells
        if seen and len(stands.get(duty.slot, ())) < duty.need and visible.open(duty.slot):
            place = (visible.path.name, *((cell.sheet, cell.address) if cell else ("", "")))
            short = duty.need - len(stands.get(duty.slot, ()))
            what = "没有人值班" if short == duty.need else f"少 {short} 人"
            text = f"{duty_day(duty)}{what}"
            messages.append(Message("gap", "warning", text, *place, exit=Exit.GAPS))
    slots = {duty.slot for duty in duties}
    if outside := [slot for slot in stands if slot not in slots]:
        text = f"只核对 {month:%Y-%m}；另有 {len(outside)} 天在这个月之外，没有核对"
        messages.append(Message("other-month", "warning", text, visible.path.name))
    return messages
