"""What several commands are called with."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import date, datetime

# The first year with an official calendar, and one beyond anybody's plans.
YEARS = range(2004, 2100)
MOST_DIGITS = 6  # of a revision's number
SHORTEST = 0.01  # seconds


def read_month(context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """Read a month as its first day; 12 or 12月 is the next such month."""
    return _read_month(context, value, past=False)


def read_known_month(
    context: click.Context, _option: click.Parameter, value: str | None
) -> date | None:
    """Read the month of a roster that is there already; 12 or 12月 is the last such month."""
    return _read_month(context, value, past=True)


def _read_month(context: click.Context, value: str | None, *, past: bool) -> date | None:
    if value is None:
        return None
    from scheduler.clock import now
    from scheduler.reading.cells.months import month_named

    month = month_named(value, (context.params.get("at") or now()).date(), past=past)
    if month is None or month.year not in YEARS:
        raise click.BadParameter(f"「{value}」不是月份，请写成 2026-12")
    return month


def read_moment(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> datetime | None:
    """Read a date with or without a time of day; a date alone is its beginning."""
    if value is None:
        return None
    from scheduler.clock import now
    from scheduler.reading.cells.dates import read_spans
    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.cells.values import Unreadable

    try:
        (first, last), *more = read_spans(Cell("", (0, 0, 0), value), now().date())
        if first is last and not more:
            return first.begin()
    except Unreadable:
        pass
    raise click.BadParameter(f'「{value}」不是时刻，请写成 "2026-12-10 12:00"')


def read_table(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """Read the name of a table, which is also that of files."""
    if "\0" in value:
        raise click.BadParameter("里面有不能用的字符")
    return value.strip()


def read_seconds(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> float | None:
    """Read a length of time in seconds."""
    if value is None:
        return None
    with suppress(ValueError):
        seconds = float(value)
        if seconds >= SHORTEST:  # not so what is no number
            return seconds
    raise click.BadParameter(f"「{value}」不是秒数，请写成 60")


def read_revision(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> int | None:
    """Read the number of a revision, written 2 or v2."""
    if value is None:
        return None
    text = value.lower().removeprefix("v")
    if not (text.isdecimal() and len(text) <= MOST_DIGITS):
        raise click.BadParameter(f"「{value}」不是版次，请写成 v2")
    return int(text)


def read_revisions(
    context: click.Context, option: click.Parameter, values: tuple[str, ...] | None
) -> tuple[int | None, ...] | None:
    """Read the numbers of several revisions."""
    if values is None:
        return None
    return tuple(read_revision(context, option, value) for value in values)


def resolved(centre: Path, *groups: tuple[Path, ...]) -> tuple[tuple[Path, ...], ...]:
    """Return files as given or as they stand in the centre's folder."""
    from scheduler.drafts.folder import beside

    return tuple(tuple(beside(path, centre) for path in group) for group in groups)


class _Place(click.Path):
    """A path; what cannot be read says so itself, in Chinese and as what it is to the command."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, readable=False)

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Refuse what no system takes for a path."""
        if "\0" in str(value):
            self.fail("路径里有不能用的字符", param, ctx)
        return Path(super().convert(value, param, ctx))  # type: ignore[arg-type]


HELP = {"help_option_names": ["-h", "--help"]}
PATH = _Place()
STAFF_FILES = click.option(
    "--staff-file",
    "staff_files",
    type=PATH,
    multiple=True,
    help="人事的花名册（xlsx 或 csv），代替或补充〈员工〉；可多次",
)
LEAVE_FILES = click.option(
    "--leave-file",
    "leave_files",
    type=PATH,
    multiple=True,
    help="人事的请假登记（xlsx 或 csv），代替或补充〈请假〉；可多次",
)
OPEN = click.option("--open", "opens", is_flag=True, help="写好后打开它")
TABLE_OPTION = click.option(
    "--table",
    default="",
    callback=read_table,
    metavar="表名",
    help="只要这一张表，如 保洁员值班表；默认每一张",
)
MONTH = click.option("--month", callback=read_month, metavar="YYYY-MM", help="月份；默认下个月")
