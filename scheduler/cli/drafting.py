"""The commands up to the draft: a new centre, its check, its roster."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.batch import make_demo_centres
from scheduler.cli.console import Console, command, shared
from scheduler.cli.options import (
    HELP,
    LEAVE_FILES,
    MONTH,
    OPEN,
    PATH,
    STAFF_FILES,
    TABLE_OPTION,
    read_month,
    read_seconds,
    resolved,
)
from scheduler.errors import Exit, UsageError, foremost

if TYPE_CHECKING:
    from datetime import date


@click.command(context_settings=HELP)
@click.argument("folder", type=PATH, default=Path())
@click.option("--demo", type=click.IntRange(1, 100_000), metavar="N", help="改为生成 N 个演示中心")
@click.option("--month", callback=read_month, metavar="YYYY-MM", help="演示哪个月；默认下个月")
@click.option("--posts", default="", metavar="岗位", help="另有哪些岗位，如 备班,带班,保洁")
@shared
@command
def init(console: Console, folder: Path, demo: int | None, month: date | None, posts: str) -> Exit:
    """新建一个中心文件夹：空白的 值班数据.xlsx 和 Windows 用的命令文件。

    加 --demo N，则在这个文件夹里生成 N 个虚构的中心，用来试 zhiban batch。
    """
    from scheduler.usecases.init import make_centre

    if demo:
        return make_demo_centres(console, folder, demo, month)
    if month:
        raise UsageError("--month 只和 --demo 一起用")
    files = make_centre(folder, tuple(filter(None, re.split(r"[,，、;；\s]+", posts))))
    for path in files:
        console.say(f"已生成 {path}")
    console.say("下一步：填好 值班数据.xlsx（至少〈员工〉的姓名和岗位），再运行 zhiban check")
    console.print("init", Exit.DONE, result={"files": [str(path) for path in files]})
    return Exit.DONE


@click.command(context_settings=HELP)
@click.argument("path", type=PATH, default=Path())
@click.option("--month", callback=read_month, metavar="YYYY-MM", help="月份；默认按表里的日期")
@STAFF_FILES
@LEAVE_FILES
@click.option("--annotate", "annotated", type=PATH, help="另写一份在出错的格上加批注的副本")
@shared
@command
def check(
    console: Console,
    path: Path,
    month: date | None,
    staff_files: tuple[Path, ...],
    leave_files: tuple[Path, ...],
    annotated: Path | None,
) -> Exit:
    """检查数据工作簿，或核对一份值班表（手工做的也行）是否合规。"""
    from scheduler.reporting.load_notes import FEW, month_hours
    from scheduler.usecases.check import check as run_check

    staff_files, leave_files = resolved(path, staff_files, leave_files)
    checked = run_check(
        path, month, staff_files=staff_files, leave_files=leave_files, annotated=annotated
    )
    console.tell(checked.messages)
    if not console.quiet:
        for line in checked.centre.read_as:
            console.say(f"读取 {line}")
    problem = checked.centre.problem
    breaches = [m for m in checked.messages if m.exit in (Exit.BREACHES, Exit.INPUT)]
    if checked.roster:
        holes = "排得不全" if checked.exit is Exit.GAPS else "合规"
        said = f"有 {len(breaches)} 处要改" if breaches else holes
        console.say(f"{problem.month:%Y-%m} 值班表核对完：{said}")
    else:
        people = f"员工 {len(problem.people)} 人，可值班 {len(problem.regulars)} 人"
        reserves = len(problem.candidates) - len(problem.regulars)
        console.say(f"{checked.centre.path.name} 没有错误：{people}，仅顶班 {reserves} 人")
        posts = [post for table in checked.tables for post in table.posts]
        for one in posts[1:]:
            console.say(
                f"{one.problem.post}：可排 {len(one.problem.candidates)} 人，印在{one.table}"
            )
        console.say(f"准备排 {problem.month:%Y-%m}")
        if 1 < len(problem.regulars) <= FEW:
            each = month_hours(problem) / len(problem.regulars)
            console.say(f"只有 {len(problem.regulars)} 个人轮值：平均每人本月在岗 {each:.0f} 小时")
    for line in () if console.quiet else checked.centre.ignored:
        console.say(f"没有生效：{line}")
    result = {
        "month": f"{problem.month:%Y-%m}",
        "kind": "roster" if checked.roster else "data",
        "breaches": len(breaches),
    }
    console.print(
        "check", checked.exit, result=result, messages=checked.messages, inputs=checked.inputs
    )
    return checked.exit


@click.command(context_settings=HELP)
@click.argument("centre", type=PATH, default=Path())
@MONTH
@TABLE_OPTION
@STAFF_FILES
@LEAVE_FILES
@click.option("-o", "--output", type=PATH, help="写到哪个文件；默认在中心文件夹里")
@click.option(
    "--from",
    "edited",
    type=PATH,
    help="保留这份草案（写文件夹：最新改过的那份）里的手工修改",
)
@click.option("--time-limit", callback=read_seconds, metavar="S", help="最多算多少秒，不超过 600")
@click.option("--dry-run", is_flag=True, help="只算，不写文件")
@click.option("--force", is_flag=True, help="覆盖有人工修改的草案")
@OPEN
@shared
@command
def draft(
    console: Console,
    centre: Path,
    month: date | None,
    table: str,
    staff_files: tuple[Path, ...],
    leave_files: tuple[Path, ...],
    output: Path | None,
    edited: Path | None,
    time_limit: float | None,
    dry_run: bool,
    force: bool,
    opens: bool,
) -> Exit:
    """排出下个月的值班安排表草案。"""
    from scheduler.cli.asking import show
    from scheduler.cli.wording import drafted_lines
    from scheduler.drafts.folder import beside, newest_edited, written_beside
    from scheduler.reporting.json_document import tables_result
    from scheduler.usecases.draft import draft_tables

    staff_files, leave_files = resolved(centre, staff_files, leave_files)
    edited = beside(edited, centre) if edited else None
    edited = newest_edited(edited) if edited and edited.is_dir() else edited
    drafts = draft_tables(
        centre,
        month=month,
        table=table,
        staff_files=staff_files,
        leave_files=leave_files,
        output=written_beside(output, centre) if output else None,
        edited=edited,
        seconds=time_limit,
        dry_run=dry_run,
        force=force,
    )
    messages = tuple(dict.fromkeys(message for one in drafts for message in one.messages))
    console.tell(messages)
    for one in drafts:
        for line in drafted_lines(one, whole=not console.quiet):
            console.say(line)
    if opens:
        show(drafts[0].output)
    told = console.announce("draft", drafts)
    code = foremost((*(one.exit for one in drafts), *(message.exit for message in told)))
    console.print(
        "draft",
        code,
        result=tables_result(drafts) if console.json else {},
        messages=(*messages, *told),
        inputs=drafts[0].inputs,
    )
    return code
