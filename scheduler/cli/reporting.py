"""The command that reports: what everybody served in a month, for the appraisal and the pay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.console import Console, command, shared
from scheduler.cli.options import (
    HELP,
    LEAVE_FILES,
    OPEN,
    PATH,
    STAFF_FILES,
    TABLE_OPTION,
    read_known_month,
    resolved,
)

if TYPE_CHECKING:
    from datetime import date

    from scheduler.errors import Exit


@click.command(context_settings=HELP)
@click.argument("centre", type=PATH, default=Path())
@click.option(
    "--month",
    callback=read_known_month,
    metavar="YYYY-MM",
    help="哪个月；默认已发布的、已经开始的最近一个月",
)
@click.option("--csv", type=PATH, metavar="OUT", help="另外写一份 csv")
@click.option("-o", "--output", type=PATH, help="写到哪个文件；默认 值班月报-YYYY-MM.xlsx")
@TABLE_OPTION
@STAFF_FILES
@LEAVE_FILES
@OPEN
@shared
@command
def report(
    console: Console,
    centre: Path,
    month: date | None,
    csv: Path | None,
    output: Path | None,
    table: str,
    staff_files: tuple[Path, ...],
    leave_files: tuple[Path, ...],
    opens: bool,
) -> Exit:
    """写值班月报：每个人计划、实值、顶班、换班的班数，各类日子的小时，应值和值班费。

    按已发布的最新一版统计，供考评和发值班费用。
    """
    from scheduler.cli.asking import show
    from scheduler.cli.json_records import report_result
    from scheduler.cli.wording import report_lines
    from scheduler.drafts.folder import written_beside
    from scheduler.usecases.report import write_report

    staff_files, leave_files = resolved(centre, staff_files, leave_files)
    done = write_report(
        centre,
        month,
        output=written_beside(output, centre) if output else None,
        csv=written_beside(csv, centre) if csv else None,
        table=table,
        staff_files=staff_files,
        leave_files=leave_files,
    )
    console.tell(done.messages)
    for line in report_lines(done.report):
        console.say(line)
    for file in done.files:
        console.say(f"已写入 {file}")
    if opens:
        show(done.files[0])
    console.print("report", done.exit, result=report_result(done), messages=done.messages)
    return done.exit
