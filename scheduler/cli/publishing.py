"""The command that publishes: one roster, or those of every table of a month."""

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
    resolved,
)

if TYPE_CHECKING:
    from collections.abc import Callable

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
    from scheduler.drafts.newest_draft import drafts_to_publish
    from scheduler.errors import ZhibanError, foremost
    from scheduler.ledger.revision import grouped
    from scheduler.usecases.history_lines import named_month
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
    console.say(_records(folder, published[0].revision))
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


def _records(folder: Path, revision: Revision) -> str:
    """Say how the month's records are made; after a change only what has changed is printed."""
    from scheduler.files import typed
    from scheduler.ledger.revision import TABLE

    place = "" if folder == Path() else f"{typed(folder)} "
    month = f"{place}--month {revision.month:%Y-%m}"
    report = f"月底出值班月报：zhiban report {month}"
    if revision.table != TABLE:
        return report
    changed = " --changed" if revision.number > 1 else ""
    return f"打印交接班记录和值班记录：zhiban forms {month}{changed}；{report}"


def _stays(revision: Revision) -> Message:
    """Say of a table that it is published though another of the same run cannot be."""
    from scheduler.errors import Message

    what = f"{revision.table} {revision.month:%Y-%m} v{revision.number}"
    text = f"{what} 已经发布；余下的改好以后，再运行一次 zhiban publish"
    return Message("published", "note", text)


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
