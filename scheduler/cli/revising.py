"""The commands for what is drafted or published already: adjusting and explaining."""

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
    read_moment,
    resolved,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from scheduler.errors import Exit


@click.command(context_settings=HELP)
@click.argument("centre", type=PATH, default=Path())
@click.option("--month", callback=read_known_month, metavar="YYYY-MM", help="月份；默认要改的各月")
@click.option(
    "--as-of",
    "at",
    callback=read_moment,
    is_eager=True,  # a month without a year is one near it
    metavar='"YYYY-MM-DD HH:MM"',
    help="此刻；默认现在",
)
@click.option("--leave", "leaves", multiple=True, help="试填一次请假：「姓名 起 止」；可多次")
@click.option("--options", type=click.IntRange(1, 9), help="给出几个方案；试算时默认 3")
@TABLE_OPTION
@STAFF_FILES
@LEAVE_FILES
@click.option("-o", "--output", type=PATH, help="写到哪个文件；默认在中心文件夹里")
@click.option("--dry-run", is_flag=True, help="只算，不写文件")
@OPEN
@shared
@command
def adjust(
    console: Console,
    centre: Path,
    month: date | None,
    at: datetime | None,
    leaves: tuple[str, ...],
    options: int | None,
    table: str,
    staff_files: tuple[Path, ...],
    leave_files: tuple[Path, ...],
    output: Path | None,
    dry_run: bool,
    opens: bool,
) -> Exit:
    """请假、顶班、换班批准以后，对已发布的班表作最小的合规改动。"""
    from scheduler.cli.asking import show
    from scheduler.cli.json_results import adjusted_result
    from scheduler.cli.wording import adjusted_lines
    from scheduler.drafts.adjustment import exit_of
    from scheduler.drafts.folder import written_beside
    from scheduler.errors import foremost
    from scheduler.usecases.adjust import adjust as run_adjust

    staff_files, leave_files = resolved(centre, staff_files, leave_files)
    adjusted = run_adjust(
        centre,
        month=month,
        table=table,
        staff_files=staff_files,
        leave_files=leave_files,
        leaves=leaves,
        options=options or (3 if leaves and dry_run else 1),
        output=written_beside(output, centre) if output else None,
        dry_run=dry_run,
        at=at,
    )
    messages = list(dict.fromkeys(message for one in adjusted for message in one.draft.messages))
    console.tell(messages)
    if not adjusted:
        console.say("已发布的班表都不需要调整")
    for one in adjusted:
        for line in adjusted_lines(one):
            console.say(line)
    if opens:
        show(next((one.draft.output for one in adjusted if one.draft.output), None))
    # A leave that is only tried is nobody else's business yet.
    told = () if leaves else console.announce("adjust", [one.draft for one in adjusted])
    code = foremost((exit_of(adjusted), *(message.exit for message in told)))
    console.print(
        "adjust",
        code,
        result=adjusted_result(adjusted) if console.json else {},
        messages=(*messages, *told),
        inputs=adjusted[0].draft.inputs if adjusted else (),
    )
    return code


@click.command(context_settings=HELP)
@click.argument("words", nargs=-1, required=True, metavar="[CENTRE] DATE [姓名]")
@click.option("--month", callback=read_known_month, metavar="YYYY-MM", help="日期没写年月时的月份")
@TABLE_OPTION
@STAFF_FILES
@LEAVE_FILES
@shared
@command
def why(
    console: Console,
    words: tuple[str, ...],
    month: date | None,
    table: str,
    staff_files: tuple[Path, ...],
    leave_files: tuple[Path, ...],
) -> Exit:
    """某一天为什么是这个人：每个人能不能替、为什么；写上姓名就按那个人重排，看代价。"""
    from scheduler.cli.json_results import why_result
    from scheduler.cli.why_wording import why_lines
    from scheduler.errors import UsageError, foremost
    from scheduler.ledger.revision import TABLE
    from scheduler.usecases.why import why_each

    centre, rest = Path(), list(words)
    if Path(rest[0]).exists():
        centre = Path(rest.pop(0))
    if len(rest) not in (1, 2):
        raise UsageError("要写一个日期，后面可以再写一个姓名，如 zhiban why 2026-12-05 王静")
    staff_files, leave_files = resolved(centre, staff_files, leave_files)
    answers = why_each(
        centre,
        *rest,
        month=month,
        table=table or TABLE,
        staff_files=staff_files,
        leave_files=leave_files,
    )
    for answer in answers:
        for line in why_lines(answer):
            console.say(line)
    code = foremost(answer.exit for answer in answers)
    result = why_result(answers) if console.json else {}
    console.print("why", code, result=result, inputs=answers[0].draft.inputs)
    return code
