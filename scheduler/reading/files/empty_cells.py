"""Cells and rows without a value, cut out of a sheet before anything parses it."""

from __future__ import annotations

import re

MEGA = 1_000_000

# A million formatted cells without a value are cut out before anything looks at them.
_MORE = rb"""(?:\s+[\w:.]+=(?:"[^"<>&]*"|'[^'<>&]*'))*+\s*"""
_EMPTY_CELL = rb"""<c\s+r=["'][A-Z]{1,3}[0-9]{1,7}["']""" + _MORE + rb"(?:/>|></c>)\s*"
_EMPTY_ROW = rb"""<row\s+r=["'][0-9]{1,7}["']%s(?:/>|>\s*(?:%s)*+</row>)\s*""" % (
    _MORE,
    _EMPTY_CELL,
)
_EMPTY = re.compile(rb"(?:%s)++|(?:%s)++" % (_EMPTY_ROW, _EMPTY_CELL))
# Whatever has no place of its own stands after the one before, be that empty or not.
_UNPLACED = re.compile(rb"""<(?:c|row)(?!\s+r=["'])[\s/>]|<!""")


def without_empty(content: bytes) -> bytes:
    """Return a big sheet's XML without the cells and rows that hold no value."""
    values = content.count(b"<v") + content.count(b"<is") + content.count(b"<f")
    places = content.count(b"<c ") + content.count(b"<row")
    if len(content) < MEGA or 3 * values > places or _UNPLACED.search(content):
        return content
    return _EMPTY.sub(b"", content)
