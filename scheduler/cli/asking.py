"""What is asked of whoever sits at a terminal, and shown to them; a job is never asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from scheduler.cli.console import Console
from scheduler.cli.options import read_month
from scheduler.errors import UsageError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def ask(console: Console, what: str) -> str:
    """Return what somebody types, '' without a terminal, under JSON or if nothing is typed."""
    if console.json or not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    click.echo(f"{what}：", err=True, nl=False)
    try:
        return input().strip()
    except (EOFError, UnicodeDecodeError):
        return ""


def ask_if_missing(
    context: click.Context, option: click.Parameter, value: str | None
) -> str | None:
    """Ask for a required option by its help text.

    Raises
    ------
    click.MissingParameter
        If there is no answer.
    """
    if value is None:
        help_text = getattr(option, "help", None) or "/".join(option.opts)
        value = ask(context.ensure_object(Console), help_text) or None
    if value is None:
        raise click.MissingParameter(ctx=context, param=option)
    return value


def ask_month(console: Console) -> date | None:
    """Return a month that is asked for, None without an answer.

    Raises
    ------
    UsageError
        If what is typed is no month.
    """
    typed = ask(console, "哪个月（如 2026-12）") or None
    try:
        return read_month(click.get_current_context(), click.Option(["--month"]), typed)
    except click.BadParameter as wrong:
        raise UsageError(wrong.message) from None


def show(path: Path | None) -> None:
    """Open a file as a double click would; where there is nothing to open it with, nothing."""
    if path and path.exists():
        click.launch(str(path.resolve()))
