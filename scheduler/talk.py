"""How commands speak: result to stdout, the rest to stderr, or one JSON document."""

from __future__ import annotations

import logging
import os
import sys
import uuid
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.errors import Exit, Message, ZhibanError, capped
from scheduler.files import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


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

    def print(self, name: str, code: Exit, **parts: Any) -> None:
        """Print the document of a command, if JSON is asked for."""
        if self.json:
            from scheduler.document import document

            click.echo(document(name, code, self.run_id, **parts))

    def tell(self, messages: Iterable[Message]) -> None:
        """Print messages to stderr, errors always, the rest unless quiet."""
        for message in capped(messages):
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


def shared(function: Callable[..., Any]) -> Callable[..., Any]:
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
        function = option(function)
    return function


def command(function: Callable[..., Exit]) -> Callable[..., None]:
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
            talk.print(name, code, messages=error.messages)
        except KeyboardInterrupt:
            code = Exit.INTERRUPTED
            _tell_failure(talk, name, code, "interrupted", "已中断,没有写任何文件")
        except BrokenPipeError:
            # Whoever was reading has enough; the work itself is done.
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
            code = Exit.DONE
        except OSError as error:
            code = Exit.FILES
            text = f"读写失败:{reason(error)}({error.filename or '输出'})"
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
    talk.print(name, code, messages=(message,))


def in_chinese(error: click.UsageError) -> str:
    """Say what was wrong with the call; the word in question is kept as typed."""
    if isinstance(error, click.NoSuchOption):
        said = f"没有 {error.option_name} 这个选项"
    elif isinstance(error, click.MissingParameter):
        param = error.param
        said = (
            f"缺少 {getattr(param, 'metavar', None) or '/'.join(param.opts)}"
            if param
            else "缺少参数"
        )
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
