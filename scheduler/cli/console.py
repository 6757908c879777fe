"""How commands speak: result to stdout, the rest to stderr, or one JSON document."""

from __future__ import annotations

import os
import sys
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli.logfile import Log
from scheduler.cli.options import PATH
from scheduler.cli.plain_text import plain_text
from scheduler.errors import Exit, Message, ZhibanError, capped
from scheduler.files import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scheduler.reporting.outcome import Draft


INTERRUPTED = "已中断；文件要么没动，要么完整"
LEVELS = {"error": "ERROR", "warning": "WARNING"}


@dataclass
class Console:
    """How a command speaks: result to stdout, everything else to stderr, or one JSON document."""

    json: bool = False
    quiet: bool = False
    verbose: bool = False
    log_file: Path | None = None
    run_id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    log: Log = field(init=False)

    def __post_init__(self) -> None:
        """Begin with a log that goes nowhere."""
        self.log = Log(None, self.run_id)

    def start(self, name: str, **given: Any) -> None:
        """Open the log, with what the command was given as its first line."""
        self.log = Log(self.log_file, self.run_id)
        words = [f"{key}={value}" for key, value in given.items() if value not in (None, (), False)]
        with suppress(OSError):
            words.append(f"在 {Path.cwd()}")
        self.trace("INFO", " ".join((name, "开始", *words)))

    def end(self, name: str, code: Exit) -> None:
        """Close the log, with the exit code as its last line."""
        with suppress(OSError):
            self.trace("INFO", f"{name} 结束 {int(code)}")
            self.tell(self._doubts())
        self.log.close()

    def trace(self, level: str, text: str) -> None:
        """Add to the log what is shown only when verbose."""
        self.log.write(level, text)
        if self.verbose:
            click.echo(plain_text(text), err=True)

    def say(self, text: str) -> None:
        """Print a line of the result."""
        self.log.write("INFO", text)
        if not self.json:
            click.echo(plain_text(text))

    def print(
        self, name: str, code: Exit, *, messages: Iterable[Message] = (), **parts: Any
    ) -> None:
        """Print the document of a command, if JSON is asked for."""
        if self.json:
            from scheduler.reporting.json_document import document

            told = (*messages, *self._doubts())
            text = document(name, code, self.run_id, messages=told, **parts)
            # Whoever reads it from a pipe or file expects UTF-8, whatever the console speaks; what
            # is no text in a file's name is escaped as JSON does it.
            terminal = sys.stdout and sys.stdout.isatty()
            click.echo(
                plain_text(text, lines=True) if terminal else text.encode(errors="backslashreplace")
            )

    def tell(self, messages: Iterable[Message]) -> None:
        """Print messages to stderr, errors always, the rest unless quiet."""
        for message in capped(messages):
            self.log.write(LEVELS.get(message.severity, "INFO"), str(message))
            if not self.json and (message.severity == "error" or not self.quiet):
                label = {"error": "错误", "warning": "提醒"}.get(message.severity, "说明")
                click.echo(plain_text(f"{label} {message}"), err=True)

    def announce(self, event: str, months: Sequence[Draft]) -> tuple[Message, ...]:
        """Send out the notices of what a command has made, and say what came of it."""
        from scheduler.notices.deliver import announce

        told = announce(event, months, self.run_id)
        self.tell(told)
        return told

    def _doubts(self) -> tuple[Message, ...]:
        """Return what there is to say of the log itself."""
        if not self.log.fault:
            return ()
        text = f"日志写不进去（{self.log.fault}），这次没有记录；排班不受影响"
        return (Message("log-file", "warning", text, str(self.log_file)),)


def shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the group's options too, so that they may stand before or after its name."""

    def keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
        if value:
            console = context.ensure_object(Console)
            setattr(console, parameter.name or "", value)

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
            type=PATH,
            expose_value=False,
            callback=keep,
            help="把过程追加到这个文件",
        ),
    )
    for option in options:
        function = option(function)
    return function


def command(function: Callable[..., Exit]) -> Callable[..., None]:
    """Turn a function that returns an exit code into a command that never shows a traceback."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> None:
        context = click.get_current_context()
        console = context.ensure_object(Console)
        name = context.info_name or "zhiban"
        try:
            console.start(name, **context.params)
            code = function(console, *args, **kwargs)
        except ZhibanError as error:
            console.tell(error.messages)
            if len(error.messages) > 1:
                console.tell([Message(error.code, "error", error.text)])
            code = error.exit
            console.print(name, code, messages=error.messages)
        except KeyboardInterrupt:
            code = Exit.INTERRUPTED
            _tell_failure(console, name, code, "interrupted", INTERRUPTED)
        except BrokenPipeError:
            # Whoever was reading has enough; the work itself is done.
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
            code = Exit.DONE
        except OSError as error:
            code = Exit.FILES
            text = f"读写失败：{reason(error)}（{error.filename or '输出'}）"
            _tell_failure(console, name, code, "file", text)
        except Exception as error:
            if _interrupted(error):
                code = Exit.INTERRUPTED
                _tell_failure(console, name, code, "interrupted", INTERRUPTED)
            else:
                code = _bug(console, name, error)
        console.end(name, code)
        context.exit(int(code))

    return run


def _interrupted(error: BaseException | None) -> bool:
    """Tell whether it comes of Ctrl-C: an import that is cut short may fail in its own way."""
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _bug(console: Console, name: str, error: Exception) -> Exit:
    import traceback

    for line in "".join(traceback.format_exception(error)).splitlines():
        console.trace("ERROR", line)
    what = f"{type(error).__name__}: {error}"
    text = f"这是程序的问题（{what}）；请把命令和 --log-file 的记录发给开发者"
    _tell_failure(console, name, Exit.BUG, "bug", text)
    return Exit.BUG


def _tell_failure(console: Console, name: str, code: Exit, kind: str, text: str) -> None:
    message = Message(kind, "error", text, exit=code)
    try:
        console.tell([message])
        console.print(name, code, messages=(message,))
        if sys.stdout:
            sys.stdout.flush()
    except OSError:
        # There is nowhere to say it, and the end of Python must not try again.
        sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
