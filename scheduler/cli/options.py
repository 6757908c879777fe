"""What several commands are called with."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

# The first year with an official calendar, and one beyond anybody's plans.
YEARS = range(2004, 2100)


def read_month(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """Read a month as its first day."""
    if value is None:
        return None
    try:
        month = datetime.strptime(value, "%Y-%m").date()
    except ValueError:
        month = None
    if month is None or month.year not in YEARS:
        raise click.BadParameter(f"「{value}」不是月份，请写成 2026-12")
    return month


def read_moment(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> datetime | None:
    """Read a date with or without a time of day; a date alone is its beginning."""
    if value is None:
        return None
    for pattern in ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(value.strip(), pattern)
        except ValueError:
            continue
    raise click.BadParameter(f'「{value}」不是时刻，请写成 "2026-12-10 12:00"')


def read_revision(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> int | None:
    """Read the number of a revision, written 2 or v2."""
    if value is None:
        return None
    text = value.lower().removeprefix("v")
    if not text.isdecimal():
        raise click.BadParameter(f"「{value}」不是版次，请写成 v2")
    return int(text)


def read_revisions(
    context: click.Context, option: click.Parameter, values: tuple[str, ...] | None
) -> tuple[int | None, ...] | None:
    """Read the numbers of several revisions."""
    if values is None:
        return None
    return tuple(read_revision(context, option, value) for value in values)


HELP = {"help_option_names": ["-h", "--help"]}
# What cannot be read says so itself, in Chinese and as what it is to the command.
PATH = click.Path(path_type=Path, readable=False)
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
MONTH = click.option("--month", callback=read_month, metavar="YYYY-MM", help="月份；默认下个月")
