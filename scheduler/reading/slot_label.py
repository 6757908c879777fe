"""How the hidden sheet of a roster workbook names a duty."""

from __future__ import annotations

from datetime import date

from constraints.domain import POST, Slot

BETWEEN = "|"


def label_of(slot: Slot, post: str = POST) -> str:
    """Return what a duty is called: its date alone if its post is the workbook's ``post``."""
    alone = slot.post == post and not slot.shift
    return slot.date.isoformat() if alone else BETWEEN.join((slot.date.isoformat(), *slot[1:]))


def labelled(label: str, post: str = POST) -> Slot | None:
    """Return the duty that a label names in a workbook of ``post``, None if it is no label."""
    day, *named = label.split(BETWEEN)
    if len(named) not in (0, 2) or not all(named[:1]):
        return None
    try:
        return Slot(date.fromisoformat(day), *(named or (post,)))
    except ValueError:
        return None
