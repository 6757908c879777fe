"""What is known of a published month: by the ledger, and by the data workbook if it can be read."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.drafts.folder import locate
from scheduler.errors import Exit, InputError, Message, ZhibanError
from scheduler.ledger.revision import newest
from scheduler.reading.cells import values
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.published_month import with_present_keys
from scheduler.reading.read_centre import read_tables
from scheduler.reading.tables.layout import SETTINGS
from scheduler.reporting.monthly_figures import NAMED
from scheduler.reporting.monthly_report import RATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from fractions import Fraction
    from pathlib import Path

    from scheduler.ledger.revision import Revision
    from scheduler.reading.centre import Centre


@dataclass(frozen=True, slots=True)
class Known:
    """A published month: the revisions of the centre, and what its data workbook says of it.

    Without a workbook that can be read ``centres`` is empty and ``messages`` says why.
    """

    revisions: list[Revision]
    centres: tuple[Centre, ...]
    rates: dict[str, Fraction]
    messages: tuple[Message, ...] = ()


def know(
    path: Path,
    revisions: Sequence[Revision],
    month: date,
    at: datetime,
    staff_files: Iterable[Path] = (),
    leave_files: Iterable[Path] = (),
) -> Known:
    """Return what is known of a published month; without the data workbook, what the ledger says.

    Raises
    ------
    InputError
        If sheet 设置 has errors.
    ZhibanError
        If lists are given, and data workbook and lists cannot be read.
    """
    lists = tuple(staff_files), tuple(leave_files)
    try:
        centres = read_tables(locate(path), at, month, staff_files=lists[0], leave_files=lists[1])
    except ZhibanError as error:
        if any(lists):
            raise
        if isinstance(error, InputError) and any(
            one.sheet == SETTINGS.name and one.severity == "error" for one in error.messages
        ):
            raise
        return Known([*revisions], (), _recorded_rates(revisions, month), (_ledger_only(error),))
    staff, settings = centres[0].staff, centres[0].settings
    stated = (settings.pay_workday, settings.pay_rest, settings.pay_holiday)
    rates = {name: rate for name, rate in zip(NAMED, stated, strict=True) if rate is not None}
    return Known([with_present_keys(one, staff) for one in revisions], centres, rates)


def _ledger_only(error: ZhibanError) -> Message:
    first = next((one for one in error.messages if one.severity == "error"), error.messages[0])
    text = (
        f"数据读不了（{first}），只按台账统计：没有期末累计和休息天数，工时按班次全长，"
        "值班费按发布时的标准"
    )
    return Message("ledger-only", "warning", text, exit=Exit.LOOK)


def _recorded_rates(revisions: Sequence[Revision], month: date) -> dict[str, Fraction]:
    """Return the rates that stood in 设置 when the month was last published."""
    settings: Mapping[str, str] = {}
    for table in dict.fromkeys(one.table for one in revisions):
        if one := newest(revisions, table).get(month):
            settings = settings or one.settings
    rates = {}
    for name, parameter in zip(NAMED, RATES, strict=True):
        with suppress(values.Unreadable):
            rate = values.number(Cell(SETTINGS.name, value=settings.get(parameter, "")))
            if rate is not None:
                rates[name] = rate
    return rates
