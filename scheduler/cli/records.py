"""The commands that look back: history, calendars, and whether everything is still whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.asking import ask_month
from scheduler.cli.console import Console, command, shared
from scheduler.cli.options import (
    HELP,
    PATH,
    read_known_month,
    read_revision,
    read_revisions,
    read_table,
)

if TYPE_CHECKING:
    from datetime import date

    from scheduler.errors import Exit


@click.command(context_settings=HELP)
@click.argument("centre", type=PATH, default=Path())
@click.option("--month", callback=read_known_month, metavar="YYYY-MM", help="只看这个月")
@click.option("--diff", callback=read_revisions, nargs=2, metavar="A B", help="比较这个月的两版")
@click.option(
    "--export", "number", callback=read_revision, metavar="REV", help="把这一版重新写出来"
)
@click.option(
    "--table",
    default="",
    callback=read_table,
    metavar="表名",
    help="只看这张表；写 OUT.xlsx 则写出全年的台账工作簿",
)
@click.option("-o", "--output", type=PATH, help="--export 写到哪个文件（内部版）")
@shared
@command
def history(
    console: Console,
    centre: Path,
    month: date | None,
    diff: tuple[int, int] | None,
    number: int | None,
    table: str,
    output: Path | None,
) -> Exit:
    """看已发布的各版：谁批准、改了什么；也可重新写出任何一版，或写出全年台账。"""
    from scheduler.cli.json_records import history_result
    from scheduler.drafts.folder import written_beside
    from scheduler.errors import Exit
    from scheduler.ledger.revision import TABLE
    from scheduler.usecases import history as past
    from scheduler.usecases.history_lines import entry_lines, move_lines
    from scheduler.usecases.yearbook import write_yearbook

    book = Path(table) if table.lower().endswith(".xlsx") else None
    table = "" if book else table
    entries = past.entries(centre, month, table)
    if month is None and (diff or number is not None):
        several = len({one.revision.month for one in entries}) > 1
        month = ask_month(console) if several else None
    output = written_beside(output, centre) if output else None
    book = written_beside(book, centre) if book else None
    one_table = table or TABLE
    files: list[Path] = []
    moves = past.difference(centre, month, *diff, one_table) if diff else None
    if moves is not None:
        console.say("两版相同" if not moves else f"v{diff[0]} → v{diff[1]}：" if diff else "")
        for line in move_lines(moves):
            console.say(line)
    elif number is not None:
        files = past.export(centre, month, number, output, one_table)
    elif book:
        files = [write_yearbook(centre, month.year if month else None, book)]
    else:
        for line in entry_lines(entries):
            console.say(line)
    for file in files:
        console.say(f"已写入 {file}")
    console.print("history", Exit.DONE, result=history_result(entries, moves, files))
    return Exit.DONE


@click.group(context_settings=HELP)
def export() -> None:
    """写成别的格式。"""


@export.command(context_settings=HELP)
@click.argument("roster", type=PATH)
@click.option("--person", default="", help="只写这个人的班")
@click.option("-o", "--output", type=PATH, help="写到哪个文件；默认在值班表旁边")
@shared
@command
def ics(console: Console, roster: Path, person: str, output: Path | None) -> Exit:
    """把值班表写成日历文件（.ics），可导入手机和电脑的日历。"""
    from scheduler.errors import Exit
    from scheduler.writing.calendar_file import export as run_export

    target, count = run_export(roster, person, output)
    console.say(f"已写入 {target}（{count} 班）")
    console.print("ics", Exit.DONE, result={"output": str(target), "duties": count})
    return Exit.DONE


@click.command(context_settings=HELP)
@click.argument("centre", type=PATH, default=Path())
@click.option("--rebuild", is_flag=True, help="台账坏了或丢了：从已发布的内部版重建")
@click.option("--expect", default="", metavar="封印", help="发布时给出的封印：核对台账是不是那一份")
@shared
@command
def doctor(console: Console, centre: Path, rebuild: bool, expect: str) -> Exit:
    """检查中心文件夹：数据、台账、每一版已发布的班表是否完好，并说怎么办。"""
    from scheduler.ledger.revision import grouped
    from scheduler.usecases.doctor import examine
    from scheduler.usecases.history_lines import named_month
    from scheduler.usecases.rebuild import rebuild as run_rebuild

    if rebuild:
        kept, recorded = run_rebuild(centre)
        if kept:
            console.say(f"原来的台账保留在 {kept.name}")
        for one in recorded:
            console.say(f"已重建 {named_month(one.table, one.month)} v{one.number}")
    examined = examine(centre, expect)
    console.tell(examined.messages)
    for path in examined.restored:
        console.say(f"已补回 {path.name}")
    console.say(f"通知：{'、'.join(examined.channels) or '没有设'}")
    faults = [message for message in examined.messages if message.severity == "error"]
    state = (
        "有问题，见上" if faults else "完好，另有提醒，见上" if examined.messages else "一切完好"
    )
    seal = f"，最后一版的封印 {grouped(examined.seal)}" if examined.seal else ""
    console.say(f"台账 {examined.revisions} 版{seal}；{state}")
    result = {
        "revisions": examined.revisions,
        "seal": examined.seal or None,
        "restored": [path.name for path in examined.restored],
        "sound": not faults,
        "notices": list(examined.channels),
    }
    console.print("doctor", examined.exit, result=result, messages=examined.messages)
    return examined.exit
