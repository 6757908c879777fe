"""The command ``zhiban``: thin click commands over the one path."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from scheduler import __version__
from scheduler.cli.batch import batch
from scheduler.cli.console import Console, command, shared
from scheduler.cli.drafting import check, draft, init
from scheduler.cli.forms import forms
from scheduler.cli.options import HELP
from scheduler.cli.page import page
from scheduler.cli.publishing import publish
from scheduler.cli.records import doctor, export, history
from scheduler.cli.reporting import report
from scheduler.cli.revising import adjust, why
from scheduler.cli.staffing import staffing
from scheduler.cli.usage_errors import in_chinese
from scheduler.errors import Exit, Message


@click.group(invoke_without_command=True, context_settings=HELP)
@shared
@click.version_option(__version__, message="zhiban %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """值班：为物业客户服务中心排下个月的值班安排表。

    在中心文件夹里直接运行 zhiban，会告诉您现在到了哪一步、下一步做什么。
    """
    context.ensure_object(Console)
    if context.invoked_subcommand is None:
        context.invoke(status)


@command
def status(console: Console) -> Exit:
    """Say what there is in the present folder, and what to type next."""
    from scheduler.usecases.status import describe

    result, lines = describe(Path())
    for line in lines:
        console.say(line)
    console.print("status", Exit.DONE, result=result)
    return Exit.DONE


for one in (
    *(init, check, draft, publish, adjust, why, page),
    *(forms, report, history, staffing),
    *(batch, export, doctor),
):
    cli.add_command(one)


def main() -> None:
    """Run the command; a usage error too is said in Chinese, and as JSON if asked for."""
    # A job is ended by SIGTERM: outside of the search too it ends as by Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        # A console in GBK cannot show every character: show the rest all the same.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = cli(prog_name="zhiban", standalone_mode=False)
    except click.UsageError as error:
        message = Message("usage", "error", in_chinese(error), exit=Exit.USAGE)
        command = error.ctx.info_name or "zhiban" if error.ctx else "zhiban"
        console = Console(json="--json" in sys.argv)
        console.tell([message])
        console.print(command, Exit.USAGE, messages=(message,))
        code = Exit.USAGE
    except click.Abort:
        code = Exit.INTERRUPTED
    sys.exit(int(code or 0))
