"""The command ``zhiban``: thin click commands over the one path."""

from __future__ import annotations

import logging
import os
import sys
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler import __version__
from scheduler.errors import Exit, Message, ZhibanError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# The first year with an official calendar, and one beyond anybody's plans.
YEARS = range(2004, 2100)
HELP = {"help_option_names": ["-h", "--help"]}


@dataclass
class Talk:
    """How a command speaks: result to stdout, everything else to stderr, or one JSON document."""

    json: bool = False
    quiet: bool = False
    verbose: bool = False
    log_file: Path | None = None
    run_id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    def say(self, text: str) -> None:
        """Print a line of the result."""
        if not self.json:
            click.echo(text)

    def tell(self, messages: Iterable[Message]) -> None:
        """Print messages to stderr, errors always, the rest unless quiet."""
        for message in messages:
            if not self.json and (message.severity == "error" or not self.quiet):
                label = {"error": "错误", "warning": "提醒"}.get(message.severity, "说明")
                click.echo(f"{label} {message}", err=True)

    def log(self, text: str) -> None:
        """Add a line to the log file, if there is one, and to stderr when verbose."""
        logging.getLogger("zhiban").info("%s %s", self.run_id, text)

    def start(self) -> None:
        """Open the log."""
        logger = logging.getLogger("zhiban")
        logger.handlers.clear()
        logger.setLevel(logging.INFO)
        logger.propagate = False
        logger.addHandler(logging.NullHandler())
        if self.log_file:
            handler: logging.Handler = logging.FileHandler(self.log_file, encoding="utf-8")
            handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
            logger.addHandler(handler)
        if self.verbose:
            logger.addHandler(logging.StreamHandler(sys.stderr))


def _shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the group's options too, so that they may stand before or after its name."""

    def keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
        if value:
            talk = context.ensure_object(Talk)
            setattr(talk, parameter.name or "", value)

    options = (
        click.option(
            "--json", is_flag=True, expose_value=False, callback=keep, help="只输出一份 JSON"
        ),
        click.option(
            "-q", "--quiet", is_flag=True, expose_value=False, callback=keep, help="不显示提醒"
        ),
        click.option(
            "-v", "--verbose", is_flag=True, expose_value=False, callback=keep, help="显示过程"
        ),
        click.option(
            "--log-file",
            type=click.Path(dir_okay=False, path_type=Path),
            expose_value=False,
            callback=keep,
            help="把过程记到文件",
        ),
    )
    for option in options:
        command = option(command)
    return command


def _command(function: Callable[..., Exit]) -> Callable[..., None]:
    """Turn a function that returns an exit code into a command that never shows a traceback."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> None:
        talk = click.get_current_context().ensure_object(Talk)
        name = click.get_current_context().info_name or "zhiban"
        try:
            talk.start()
            talk.log(f"{name} 开始")
            code = function(talk, *args, **kwargs)
        except ZhibanError as error:
            talk.tell(error.messages)
            if len(error.messages) > 1:
                talk.tell([Message(error.code, "error", error.text)])
            code = error.exit
            _fail(talk, name, code, error.messages)
        except KeyboardInterrupt:
            code = Exit.INTERRUPTED
            _tell_failure(talk, name, code, "interrupted", "已中断,没有写任何文件")
        except BrokenPipeError:
            # Whoever was reading has enough; the work itself is done.
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
            code = Exit.DONE
        except OSError as error:
            code = Exit.FILES
            text = f"读写失败:{error.strerror or error}({error.filename or '输出'})"
            _tell_failure(talk, name, code, "file", text)
        except Exception as error:
            code = Exit.BUG
            logging.getLogger("zhiban").exception("%s", talk.run_id)
            what = f"{type(error).__name__}: {error}"
            text = f"这是程序的问题({what});请把命令和 --log-file 的记录发给开发者"
            _tell_failure(talk, name, code, "bug", text)
        talk.log(f"{name} 结束 {int(code)}")
        click.get_current_context().exit(int(code))

    return run


def _tell_failure(talk: Talk, name: str, code: Exit, kind: str, text: str) -> None:
    message = Message(kind, "error", text, exit=code)
    talk.tell([message])
    _fail(talk, name, code, (message,))


def _fail(talk: Talk, name: str, code: Exit, messages: tuple[Message, ...]) -> None:
    if talk.json:
        from scheduler.document import document

        click.echo(document(name, code, talk.run_id, messages=messages))


def _month(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """Read a month as its first day."""
    if value is None:
        return None
    try:
        found = datetime.strptime(value, "%Y-%m").date()
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise click.BadParameter(f"「{value}」不是月份,请写成 2026-12")
    return found


MONTH = click.option("--month", callback=_month, metavar="YYYY-MM", help="月份;默认下个月")
PATH = click.Path(path_type=Path)


@click.group(invoke_without_command=True, context_settings=HELP)
@_shared
@click.version_option(__version__, message="zhiban %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """值班:为物业客户服务中心排下个月的值班安排表。.

    在中心文件夹里直接运行 zhiban,会告诉您现在到了哪一步、下一步做什么。
    """
    context.ensure_object(Talk)
    if context.invoked_subcommand is None:
        context.invoke(status)


@_command
def status(talk: Talk) -> Exit:
    """Say what there is in the present folder, and what to type next."""
    from scheduler.status import describe

    result, lines = describe(Path())
    for line in lines:
        talk.say(line)
    _print(talk, "status", Exit.DONE, result=result)
    return Exit.DONE


@cli.command(context_settings=HELP)
@click.argument("folder", type=PATH, default=Path())
@_shared
@_command
def init(talk: Talk, folder: Path) -> Exit:
    """新建一个中心文件夹:空白的 值班数据.xlsx 和 Windows 用的命令文件。."""
    from scheduler.init import make_centre

    made = make_centre(folder)
    for path in made:
        talk.say(f"已生成 {path}")
    talk.say("下一步:填好 值班数据.xlsx(至少〈员工〉的姓名和岗位),再运行 zhiban check")
    _print(talk, "init", Exit.DONE, result={"files": [str(path) for path in made]})
    return Exit.DONE


@cli.command(context_settings=HELP)
@click.argument("path", type=PATH, default=Path())
@MONTH
@_shared
@_command
def check(talk: Talk, path: Path, month: date | None) -> Exit:
    """检查数据工作簿,或核对一份值班表(手工做的也行)是否合规。."""
    from scheduler.check import check as run_check

    checked = run_check(path, month)
    talk.tell(checked.messages)
    problem = checked.centre.problem
    breaches = [m for m in checked.messages if m.exit in (Exit.BREACHES, Exit.INPUT)]
    if checked.roster:
        said = f"有 {len(breaches)} 处要改" if breaches else "合规"
        talk.say(f"{problem.month:%Y-%m} 值班表核对完:{said}")
    else:
        people = f"员工 {len(problem.people)} 人,可值班 {len(problem.regulars)} 人"
        reserves = len(problem.candidates) - len(problem.regulars)
        talk.say(f"{checked.centre.path.name} 没有错误:{people},仅顶班 {reserves} 人")
        talk.say(f"准备排 {problem.month:%Y-%m}")
    result = {
        "month": f"{problem.month:%Y-%m}",
        "kind": "roster" if checked.roster else "data",
        "breaches": len(breaches),
    }
    _print(
        talk, "check", checked.exit, result=result, messages=checked.messages, inputs=checked.inputs
    )
    return checked.exit


@cli.command(context_settings=HELP)
@click.argument("centre", type=PATH, default=Path())
@MONTH
@click.option("-o", "--output", type=PATH, help="写到哪个文件;默认在中心文件夹里")
@click.option("--from", "edited", type=PATH, help="保留这份草案里的手工修改,其余尽量少动")
@click.option("--time-limit", type=click.FloatRange(min=0.01), help="最多算多少秒")
@click.option("--dry-run", is_flag=True, help="只算,不写文件")
@click.option("--force", is_flag=True, help="覆盖有人工修改的草案")
@_shared
@_command
def draft(
    talk: Talk,
    centre: Path,
    month: date | None,
    output: Path | None,
    edited: Path | None,
    time_limit: float | None,
    dry_run: bool,
    force: bool,
) -> Exit:
    """排出下个月的值班安排表草案。."""
    from scheduler.document import draft_result
    from scheduler.report import notes, status_line
    from scheduler.run import draft as run_draft

    made = run_draft(
        centre,
        month=month,
        output=output,
        edited=edited,
        seconds=time_limit,
        dry_run=dry_run,
        force=force,
    )
    talk.tell(made.messages)
    talk.say(f"{made.problem.month:%Y-%m} {status_line(made)}")
    for title, lines in notes(made):
        if title not in ("提醒", "可替班人") and not talk.quiet:
            talk.say(f"【{title}】")
            for line in lines:
                talk.say(f"  {line}")
    if made.output:
        talk.say(f"已写入 {made.output}" if made.changed else f"已是最新,没有改动 {made.output}")
    _print(
        talk,
        "draft",
        made.exit,
        result=draft_result(made) if talk.json else {},
        messages=made.messages,
        inputs=made.inputs,
    )
    return made.exit


def _print(talk: Talk, name: str, code: Exit, **parts: Any) -> None:
    if talk.json:
        from scheduler.document import document

        click.echo(document(name, code, talk.run_id, **parts))


def main() -> None:
    """Run the command; a usage error too is said in Chinese, and as JSON if asked for."""
    for stream in (sys.stdout, sys.stderr):
        # A console in GBK cannot show every character: show the rest all the same.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = cli(prog_name="zhiban", standalone_mode=False)
    except click.UsageError as error:
        message = Message("usage", "error", _in_chinese(error), exit=Exit.USAGE)
        command = error.ctx.info_name or "zhiban" if error.ctx else "zhiban"
        talk = Talk(json="--json" in sys.argv)
        talk.tell([message])
        _fail(talk, command, Exit.USAGE, (message,))
        code = Exit.USAGE
    except click.Abort:
        code = Exit.INTERRUPTED
    sys.exit(int(code or 0))


def _in_chinese(error: click.UsageError) -> str:
    """Say what was wrong with the call; the word in question is kept as typed."""
    if isinstance(error, click.NoSuchOption):
        said = f"没有 {error.option_name} 这个选项"
    elif isinstance(error, click.MissingParameter):
        said = "缺少参数"
    elif isinstance(error, click.BadOptionUsage):
        said = f"{error.option_name} 后面要写一个值"
    elif isinstance(error, click.BadParameter):
        option = "/".join(error.param.opts) if error.param else "参数"
        said = f"{option} 的值不对" if error.message.isascii() else error.message
    elif error.message.startswith("No such command"):
        said = f"没有 {error.message.split(chr(39))[1]} 这个命令"
    elif error.message.startswith("Got unexpected extra argument"):
        said = "参数多了"
    else:
        said = error.message
    path = error.ctx.command_path if error.ctx else "zhiban"
    return f"{said};用法见 {path} --help"
