"""Text for a terminal or a line of the log: nothing in it steers either of them."""

from __future__ import annotations

import re

# What ends a line somewhere, moves the cursor, or turns the direction of what follows.
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def plain_text(text: str, *, lines: bool = False) -> str:
    """Return a text with every steering character as JSON writes it; with ``lines`` but for ends.

    Names of files, sheets and people come from whoever may write a folder.
    """
    return _STEERING.sub(
        lambda found: "\n" if lines and found[0] == "\n" else f"\\u{ord(found[0]):04x}", text
    )
