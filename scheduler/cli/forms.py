"""The command that prints forms: handovers and the log of a month's duties."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.console import Console, command, shared
from scheduler.cli.options import HELP, OPEN, PATH, STAFF_FILES, read_known_month, resolved

if TYPE_CHECKING:
    from datetime import date

    from scheduler.errors import Exit

KINDS = {"全部": ("交接班", "值班"), "交接班": ("交接班",), "值班": ("值班",)}


@click.command(context_settings=HELP)
@click.argument("centre", type=PATH, default=Path())
@click.option("--month", callback=read_known_month, metavar="YYYY-MM", help="月份；默认最近发布的")
@click.option("--kind", type=click.Choice([*KINDS]), default="全部", help="哪一种；默认两种都要")
@click.option("--changed", is_flag=True, help="只要最新一版改动了的页，换下旧页")
@click.option("-o", "--output", type=PATH, help="写到哪个文件夹（只要一种时也可写文件名）")
@click.option("--force", is_flag=True, help="覆盖有人改过的记录表")
@STAFF_FILES
@OPEN
@shared
@command
def forms(
    console: Console,
    centre: Path,
    month: date | None,
    kind: str,
    changed: bool,
    output: Path | None,
    force: bool,
    staff_files: tuple[Path, ...],
    opens: bool,
) -> Exit:
    """打印交接班记录和值班记录：一班一页 A4，人名、时间、公物已填好。"""
    from scheduler.cli.asking import show
    from scheduler.drafts.folder import written_beside
    from scheduler.usecases.forms import write_forms

    (staff_files,) = resolved(centre, staff_files)
    made = write_forms(
        centre,
        month,
        kinds=KINDS[kind],
        changed=changed,
        output=written_beside(output, centre) if output else None,
        force=force,
        staff_files=staff_files,
    )
    console.tell(made.messages)
    for one in made.forms:
        name = f"{made.month:%Y-%m} {made.version} {one.kind}记录"
        if one.path is None:
            console.say(f"{name}：没有改动的页")
            continue
        console.say(f"{name} {one.pages} 页，打印时选「实际大小」或 100%，一页一张")
        console.say(f"{'已写入' if one.changed else '已是最新，没有改动'} {one.path}")
    if opens:
        for one in made.forms:
            show(one.path)
    result = {
        "month": f"{made.month:%Y-%m}",
        "version": made.version,
        "forms": [
            {
                "kind": one.kind,
                "pages": one.pages,
                "output": str(one.path) if one.path else None,
                "changed": one.changed,
            }
            for one in made.forms
        ],
    }
    console.print("forms", made.exit, result=result, messages=made.messages)
    return made.exit
