"""How far a long command is, on a terminal only."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress(count: int, label: str, *, shown: bool = True) -> Iterator[Callable[[], None]]:
    """Show a bar on stderr; the function given moves it by one."""
    if not (shown and sys.stderr.isatty()):
        yield lambda: None
        return
    with click.progressbar(length=count, label=label, file=sys.stderr, show_pos=True) as bar:
        yield lambda: bar.update(1)
