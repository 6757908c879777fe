"""Usage errors in Chinese."""

from __future__ import annotations

import click


def _wanted(param: click.Parameter | None) -> str:
    match param and param.type:
        case click.IntRange(min=low, max=high) if high is not None:
            return f"要写 {low} 到 {high} 的整数"
        case click.Choice(choices=choices):
            return f"可以写 {'、'.join(map(str, choices))}"
    return "的值不对"


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
        # Click's own words may hold what somebody typed, or may choose from, in Chinese.
        theirs = error.message.isascii() or " is not " in error.message
        said = f"{option} {_wanted(error.param)}" if theirs else error.message
    elif error.message.startswith("No such command"):
        said = f"没有 {error.message.split(chr(39))[1]} 这个命令"
    elif error.message.startswith("Got unexpected extra argument"):
        said = "参数多了"
    else:
        said = error.message
    path = error.ctx.command_path if error.ctx else "zhiban"
    return f"{said}；用法见 {path} --help"
