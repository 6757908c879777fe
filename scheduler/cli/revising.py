"""The commands for what comes after the draft: publishing, adjusting, explaining."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.asking import ask_if_missing
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
    from collections.abc import Callable
    from datetime import date, datetime

    from scheduler.errors import Exit, Message
    from scheduler.ledger.revision import Revision
    from scheduler.usecases.publish import Published


@click.command(context_settings=HELP)
@click.argument("path", type=PATH, default=Path())
@click.option("--approver", callback=ask_if_missing, help="批准人")
@click.option("--reason", default="", help="原因；有缺口或改已发布的班表时要写")
@click.option("--accept-gaps", is_flag=True, help="有缺口也发布（要写原因）")
@click.option("--allow-estimated", is_flag=True, help="节假日是推算的也发布")
@TABLE_OPTION
@STAFF_FILES
@LEAVE_FILES
@OPEN
@shared
@command
def publish(
    console: Console,
    path: Path,
    approver: str,
    reason: str,
    accept_gaps: bool,
    allow_estimated: bool,
    table: str,
    staff_files: tuple[Path, ...],
    leave_files: tuple[Path, ...],
    opens: bool,
) -> Exit:
    """发布值班表：照现在的样子（连同手工修改）核查、记入台账、写出正式的工作簿。

    写文件夹，就发布里面最新的草案；有几张表的，同一个月的各张都发布。
    """
    from scheduler.cli.asking import show
    from scheduler.cli.json_results import published_result
    from scheduler.cli.wording import named_month
    from scheduler.drafts.newest_draft import drafts_to_publish
    from scheduler.errors import ZhibanError, foremost
    from scheduler.ledger.revision import grouped
    from scheduler.usecases.publish import publish as run_publish

    folder = path if path.is_dir() else path.parent
    staff_files, leave_files = resolved(folder, staff_files, leave_files)
    published: list[Published] = []
    messages: list[Message] = []
    for source, chosen in drafts_to_publish(path, table):
        run = partial(
            run_publish,
            source,
            approver=approver,
            allow_estimated=allow_estimated,
            staff_files=staff_files,
            leave_files=leave_files,
            extra=chosen,
        )
        try:
            done = _asking(console, run, reason, accept_gaps=accept_gaps)
        except ZhibanError as error:
            error.messages += tuple(_stays(one.revision) for one in published)
            raise
        published.append(done)
        console.tell(done.messages)
        messages += done.messages
        said = "已发布" if done.changed else "早已发布，内容相同，没有改动"
        one = done.revision
        console.say(f"{named_month(one.table, one.month)} v{one.number} {said}")
        seal = grouped(one.seal)
        console.say(f"封印 {seal}（请记下，以后可用 zhiban doctor --expect 核对）")
        for file in done.files:
            console.say(f"{'已写入' if done.changed else '在'} {file}")
    if opens:
        show(published[0].files[0])
    told = console.announce("publish", [done.draft for done in published])
    code = foremost((*(done.exit for done in published), *(message.exit for message in told)))
    console.print(
        "publish",
        code,
        result=published_result(published) if console.json else {},
        messages=(*dict.fromkeys(messages), *told),
        inputs=published[0].draft.inputs,
    )
    return code


def _stays(revision: Revision) -> Message:
    """Say of a table that it is published though another of the same run cannot be."""
    from scheduler.errors import Message

    what = f"{revision.table} {revision.month:%Y-%m} v{revision.number}"
    return Message(
        "published", "note", f"{what} 已经发布；余下的改好以后，再运行一次 zhiban publish"
    )


def _asking(
    console: Console, run: Callable[..., Published], reason: str, *, accept_gaps: bool
) -> Published:
    """Publish, on a terminal asking for a reason that is missing."""
    from scheduler.cli.asking import ask
    from scheduler.errors import BreachError

    try:
        return run(reason=reason, accept_gaps=accept_gaps)
    except BreachError as error:
        lacking = {message.code for message in error.messages}
        if reason or not lacking <= {"gap", "no-reason"}:
            raise
        what = "改已发布的班表"
        if "gap" in lacking:
            what = f"{error.messages[0].text.partition('；')[0]}，仍要这样发布"
        reason = ask(console, f"{what}，请写原因（直接回车就不发布）")
        if not reason:
            raise
        return run(reason=reason, accept_gaps=accept_gaps or "gap" in lacking)


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
    from scheduler.cli.wording import why_lines
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
