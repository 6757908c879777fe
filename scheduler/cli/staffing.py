"""The command that says how many people are enough."""

from __future__ import annotations

import sys
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.console import Console, command, shared
from scheduler.cli.options import HELP, LEAVE_FILES, MONTH, PATH, STAFF_FILES, resolved
from scheduler.cli.progress import progress
from scheduler.errors import ConflictError, Exit, Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from scheduler.explaining.outlook import Outlook

MOST_MONTHS = 100_000
BESIDES = 60.0  # seconds that a month may take for more than its search
BAR = 40  # of one that is the longest


@click.command(context_settings=HELP)
@click.argument("centre", type=PATH, default=Path())
@MONTH
@click.option("--post", default="", metavar="岗位", help="算哪个岗位；默认管理员值班")
@click.option(
    "--months",
    type=click.IntRange(1, MOST_MONTHS),
    default=300,
    metavar="N",
    help="模拟多少个月；默认 300，越多越准",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    default=0,
    metavar="N",
    help="随机种子；同样的数据、同样的种子，结果一样",
)
@STAFF_FILES
@LEAVE_FILES
@click.option("-o", "--output", type=PATH, metavar="OUT.xlsx", help="另写一份带图的工作簿")
@shared
@command
def staffing(
    console: Console,
    centre: Path,
    month: date | None,
    post: str,
    months: int,
    seed: int,
    staff_files: tuple[Path, ...],
    leave_files: tuple[Path, ...],
    output: Path | None,
) -> Exit:
    """几个人才够：按过去的请假模拟很多个月，少一人、现有、多一人各有多大可能缺班、每人多少小时。"""
    from scheduler.batch.processes import cores, pooled
    from scheduler.batch.staffing import OPTIONS, simulate
    from scheduler.cli.json_records import staffing_result
    from scheduler.drafts.folder import check_output, written_beside
    from scheduler.files import write_whole
    from scheduler.reporting.staffing_words import staffing_line, staffing_notes, staffing_title
    from scheduler.usecases.staffing import staffed

    check_output(output)
    output = written_beside(output, centre) if output else None
    if output and lexists(output):
        raise ConflictError(f"{output} 已经存在，不覆盖；请移走它，或用 -o 写到别处")
    staff_files, leave_files = resolved(centre, staff_files, leave_files)
    found = staffed(
        centre, month=month, post=post.strip(), staff_files=staff_files, leave_files=leave_files
    )
    problem, absences = found.centre.problem, found.absences
    outlooks: tuple[Outlook, ...] = ()
    messages: list[Message] = []
    count, code = min(cores(), months), Exit.DONE
    try:
        with (
            pooled(count, OPTIONS.seconds + BESIDES) as pool,
            progress(months, "模拟", shown=not console.quiet) as step,
        ):
            so_far = simulate(problem, absences, months, pool, seed=seed, ahead=2 * count)
            for outlooks in so_far:  # noqa: B007 # the last one counts
                step()
    except KeyboardInterrupt:
        if not outlooks:
            raise
        text, code = f"已中断：只模拟了 {outlooks[0].months} 个月，以下按这些算", Exit.INTERRUPTED
        messages.append(Message("interrupted", "error", text, exit=code))
    console.tell(messages)
    title = staffing_title(problem)
    notes = list(staffing_notes(problem, absences, outlooks[0].months, seed, found.before))
    console.say(title)
    for line in (*map(staffing_line, outlooks), *_bars(console, outlooks)):
        console.say(line)
    for line in () if console.quiet else notes:
        console.say(f"· {line}")
    result = staffing_result(problem, absences, outlooks, seed) | {"output": None}
    if output:
        from scheduler.writing.staffing_sheet import staffing_workbook

        output = write_whole(output, staffing_workbook(title, outlooks, notes))
        console.say(f"已写入 {output}")
        result["output"] = str(output)
    inputs = found.centre.inputs
    console.print("staffing", code, result=result, messages=messages, inputs=inputs)
    return code


def _bars(console: Console, outlooks: Sequence[Outlook]) -> Iterator[str]:
    """Yield a bar for the chance with each number of people, on a terminal."""
    from scheduler.reporting.staffing_words import NAMES

    most = max(one.chance for one in outlooks)
    if console.json or not most or not sys.stdout.isatty():
        return
    for one in outlooks:
        bar = "█" * round(BAR * one.chance / most)
        yield f"{NAMES[one.change]:　<3} {bar} {one.chance:.1%}"
