"""The sheets of an .xlsx or .xlsm workbook: cached values only, nothing computed or followed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scheduler.reading.files.grid import VALUES, Grid, TooMuchError
from scheduler.reading.files.guard import DamagedError, walk
from scheduler.reading.files.xlsx_sheet import SheetReader, unescape, without_empty

if TYPE_CHECKING:
    from scheduler.reading.files.guard import Package

# Number formats without a code: dates and times everywhere, and those of Chinese Excel.
_DATED = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


class Workbook:
    """An .xlsx workbook, transitional or strict, by whatever program it was written."""

    def __init__(self, package: Package) -> None:
        self.package = package
        main = [part for kind, part in package.related("").values() if kind == "officeDocument"]
        self.main = main[0] if main else "xl/workbook.xml"
        if self.main not in package:
            raise DamagedError("里面没有工作簿")
        self.parts: dict[str, str] = {}
        self.hidden: list[str] = []
        self.apple = False
        self._strings: list[str] | None = None
        self._related = package.related(self.main)
        for tag, attributes in package.elements(self.main):
            if tag == "workbookPr":
                self.apple = attributes.get("date1904", "") in ("1", "true", "on")
            elif tag == "sheet":
                kind, part = self._related.get(attributes.get("id", ""), ("", ""))
                title = unescape(attributes.get("name", ""))
                if kind == "worksheet" and part in package and title not in self.parts:
                    self.parts[title] = part
                    if attributes.get("state", "visible") != "visible":
                        self.hidden.append(title)
        if not self.parts:
            raise DamagedError("里面没有工作表")
        self._dated: set[str] = set()
        self._padded: dict[str, int] = {}
        self._read_styles()

    def _part(self, kind: str) -> str:
        found = [part for what, part in self._related.values() if what == kind]
        return found[0] if found and found[0] in self.package else ""

    def _read_styles(self) -> None:
        """Find the cell styles that show a date or time, and those that show leading zeros.

        A broken style table costs the styles only: a day's number still is a date in a date
        column.
        """
        name = self._part("styles")
        codes: dict[str, str] = {}
        styles: list[str] = []
        inside = False

        def start(tag: str, attributes: list[str]) -> None:
            nonlocal inside
            given = dict(zip(attributes[::2], attributes[1::2], strict=True))
            if tag == "numFmt":
                codes[given.get("numFmtId", "")] = given.get("formatCode", "")
            elif tag == "xf" and inside:
                styles.append(given.get("numFmtId", "0"))
            inside = inside or tag == "cellXfs"

        def end(tag: str) -> None:
            nonlocal inside
            inside = inside and tag != "cellXfs"

        try:
            if name:
                walk(self.package.read(name), start, end)
        except DamagedError:
            return
        for nth, number in enumerate(styles):
            if _shows_date(number, codes):
                self._dated.add(str(nth))
            elif re.fullmatch("0{2,15}", codes.get(number, "")):
                self._padded[str(nth)] = len(codes[number])

    def _shared(self) -> list[str]:
        """Return the shared strings; read once, when the first sheet needs them."""
        if self._strings is None:
            self._strings = []
            if name := self._part("sharedStrings"):
                self._read_strings(name, self._strings)
        return self._strings

    def _read_strings(self, name: str, found: list[str]) -> None:
        pieces: list[str] = []
        inside = spoken = False

        def start(tag: str, _: list[str]) -> None:
            nonlocal inside, spoken
            if tag == "si":
                pieces.clear()
            elif tag == "rPh":
                spoken = True
            inside = tag == "t" and not spoken

        def end(tag: str) -> None:
            nonlocal inside, spoken
            inside = False
            if tag == "rPh":
                spoken = False
            elif tag == "si":
                found.append(unescape("".join(pieces)))
                if len(found) > VALUES:
                    raise TooMuchError(f"工作簿里超过 {VALUES} 个不同的词")

        def text(data: str) -> None:
            if inside:
                pieces.append(data)

        walk(self.package.read(name), start, end, text)

    def read(self, title: str) -> Grid:
        """Return the stored values of a sheet."""
        grid = Grid(title, list(self.parts).index(title) + 1)
        reader = SheetReader(grid, self._shared(), self._dated, self._padded, self.apple)
        reader.read(without_empty(self.package.read(self.parts[title])))
        return grid


def _shows_date(number: str, codes: dict[str, str]) -> bool:
    if number in codes:
        code = _LITERAL.sub("", codes[number].partition(";")[0]).lower()
        return "general" not in code and any(letter in code for letter in "ymdhs")
    return number.isascii() and number.isdigit() and int(number) in _DATED
