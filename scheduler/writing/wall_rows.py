"""Rows of the wall sheet, each with what people have typed in it, beside it or under it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from scheduler.reading.wall_text import LINE, shown
from scheduler.writing import styles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.worksheet import Worksheet

    from scheduler.reading.wall_text import Parts, Record, Texts, Typed
    from scheduler.writing.styles import BookWriter, Style

NARROW, WIDE = 9, 24
TYPED: Style = styles.PLAIN | {"font_size": 9, "text_wrap": True, "align": "left"}
LINE_HEIGHT = 14.0


class RowWriter:
    """Draws row after row, and keeps what the program itself wrote as ``record``.

    Parameters
    ----------
    widths
        Our columns with their widths, in characters.
    texts
        What people have typed, by row and column.

    Attributes
    ----------
    breadth
        How wide our columns are together, in characters.
    """

    def __init__(
        self, writer: BookWriter, sheet: Worksheet, widths: Mapping[str, float], texts: Texts
    ) -> None:
        self.writer, self.sheet, self.names = writer, sheet, list(widths)
        self.record: Record = {}
        self.typed: dict[str, dict[str, Typed]] = {}
        for (row, column), one in texts.items():
            if column == LINE or column in widths or column.startswith("+"):
                self.typed.setdefault(row, {})[column] = one
        further = [int(column[1:]) for _, column in texts if column.startswith("+")]
        self.names += [f"+{nth}" for nth in range(1, max(further, default=0) + 1)]
        self.widths = dict(widths)
        for name in self.names[len(widths) :]:
            breadths = (
                styles.breadth(one.text) for place, one in texts.items() if place[1] == name
            )
            self.widths[name] = min(WIDE, max(NARROW, 2 + max(breadths, default=0)))
        for at, name in enumerate(self.names):
            sheet.set_column(at, at, self.widths[name])
        self.own = len(widths) - 1
        self.breadth = sum(widths.values())
        self.end = len(self.names) - 1
        self.at = 0
        self.drawn: set[str] = set()

    def line(self, key: str, parts: Parts, style: Style, height: float) -> None:
        """Draw a line across the sheet; none if somebody has taken it out."""
        self.record[key] = {LINE: parts}
        self.drawn.add(key)
        typed = dict(self.typed.get(key, {}))
        text = shown((key, LINE), parts, typed.pop(LINE, None))
        if text or typed or not parts:
            self._across(text, typed, style, height)
        self.between(key)

    def cells(
        self, key: str, parts: dict[str, Parts], looks: dict[str, Style], more: Style, height: float
    ) -> None:
        """Draw a row of cells; ``more`` is the look of those in columns behind ours."""
        self.record[key] = parts
        self.drawn.add(key)
        typed = self.typed.get(key, {})
        texts = {
            name: shown((key, name), parts.get(name, {}), typed.get(name)) for name in self.names
        }
        shrunk = {name for name, look in looks.items() if look.get("shrink")}
        lines = max(
            self._lines(text, self.widths[name])
            for name, text in texts.items()
            if name not in shrunk or name in typed
        )
        self.sheet.set_row(self.at, height + LINE_HEIGHT * (lines - 1))
        for at, (name, text) in enumerate(texts.items()):
            look = looks.get(name, more)
            if name in typed:
                look = look | {"text_wrap": True, "shrink": False}
            self.writer.text(self.sheet, self.at, at, text, look)
        self.at += 1
        self.between(key)

    def between(self, key: str) -> None:
        """Draw the rows that somebody has put in after a row of ours."""
        for nth in count(1):
            typed = self.typed.get(f"{key}+{nth}")
            if typed is None:
                return
            self.drawn.add(f"{key}+{nth}")
            if len(typed) == 1 and self.names[0] in typed:
                self._across(typed[self.names[0]].text, {}, TYPED, LINE_HEIGHT)
                continue
            lines = max(self._lines(one.text, self.widths[name]) for name, one in typed.items())
            self.sheet.set_row(self.at, LINE_HEIGHT * lines)
            for name, one in typed.items():
                self.writer.text(self.sheet, self.at, self.names.index(name), one.text, TYPED)
            self.at += 1

    def rest(self) -> None:
        """Draw what was typed in rows that are not there any more, so that nobody misses it."""
        for key in [key for key in self.typed if key not in self.drawn]:
            for column, one in self.typed[key].items():
                if text := shown((key, column), {}, one):
                    self._across(text, {}, TYPED, LINE_HEIGHT)

    def _across(self, text: str, typed: Mapping[str, Typed], style: Style, height: float) -> None:
        """Draw a text across the sheet, as far as nothing else stands in its row."""
        last = self.own if typed else self.end
        width = sum(self.widths[name] for name in self.names[: last + 1])
        # A smaller or bigger letter than the ten points that widths are counted in.
        lines = self._lines(text, width * 10 / style.get("font_size", 10))
        tall = 0.0 if lines == 1 else (lines - 1) * max(12.0, 1.3 * style.get("font_size", 10))
        self.sheet.set_row(self.at, max(height, LINE_HEIGHT if text else 0) + tall)
        look = style | {"text_wrap": True} if lines > 1 else style
        self.writer.merged(self.sheet, self.at, (0, last), text, look)
        for name, one in typed.items():
            self.writer.text(self.sheet, self.at, self.names.index(name), one.text, TYPED)
        self.at += 1

    @staticmethod
    def _lines(text: str, width: float) -> int:
        """Count the lines that a text takes in a column."""
        return sum(
            max(1, -(-styles.breadth(piece) // max(1, int(width)))) for piece in text.split("\n")
        )
