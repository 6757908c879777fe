"""The sheets of an .xlsx or .xlsm workbook: cached values only, nothing computed or followed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900
from openpyxl.utils.escape import unescape

from scheduler.reading.files.grid import VALUES, Grid, TooMuchError
from scheduler.reading.files.guard import DamagedError, attribute, elements, local
from scheduler.reading.files.xlsx_sheet import SheetParser, is_struck, plain_text

if TYPE_CHECKING:
    from scheduler.reading.files.guard import Package

# Dates of Chinese Excel without a code in the file; openpyxl 3.1.5 gives plain numbers for them.
CHINESE_DATES = frozenset([*range(27, 37), *range(50, 59)])
CHINESE_TIMES = frozenset([32, 33, 34, 35, 55, 56])

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


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
        self.epoch = CALENDAR_WINDOWS_1900
        self._strings: list[str] | None = None
        self._related = package.related(self.main)
        for element in elements(package.read(self.main)):
            if local(element) == "workbookPr" and element.get("date1904") in ("1", "true", "on"):
                self.epoch = CALENDAR_MAC_1904
            elif local(element) == "sheet":
                kind, part = self._related.get(attribute(element, "id"), ("", ""))
                title = unescape(element.get("name", ""))
                if kind == "worksheet" and part in package and title not in self.parts:
                    self.parts[title] = part
                    if element.get("state", "visible") != "visible":
                        self.hidden.append(title)
        if not self.parts:
            raise DamagedError("里面没有工作表")
        self._dated: set[int] = set()
        self._days: set[int] = set()
        self._padded: dict[int, int] = {}
        self._struck: set[int] = set()
        self._read_styles()

    def _part(self, kind: str) -> str:
        parts = [part for what, part in self._related.values() if what == kind]
        return parts[0] if parts and parts[0] in self.package else ""

    def _read_styles(self) -> None:
        """Find the cell styles that show a date or time, leading zeros or text struck through.

        A broken style table costs the styles only: a day's number still is a date in a date
        column.
        """
        name = self._part("styles")
        codes: dict[str, str] = {}
        numbers: list[str] = []
        struck: set[str] = set()
        try:
            for element in elements(self.package.read(name)) if name else ():
                if local(element) == "numFmt":
                    codes[element.get("numFmtId", "")] = element.get("formatCode", "")
                elif local(element) == "fonts":
                    struck = {str(nth) for nth, font in enumerate(element) if is_struck(font)}
                elif local(element) == "cellXfs":
                    numbers = [one.get("numFmtId", "0") for one in element]
                    fonts = [one.get("fontId", "0") for one in element]
                    self._struck = {nth for nth, font in enumerate(fonts) if font in struck}
        except DamagedError:
            return
        for nth, number in enumerate(numbers):
            code = codes.get(number, "")
            if _shows_date(number, code):
                self._dated.add(nth)
                if not _shows_clock(number, code):
                    self._days.add(nth)
            elif re.fullmatch("0{2,15}", code):
                self._padded[nth] = len(code)

    def _shared(self) -> list[str]:
        """Return the shared strings; read once, when the first sheet needs them."""
        if self._strings is None:
            self._strings = []
            if name := self._part("sharedStrings"):
                for element in elements(self.package.read(name)):
                    if local(element) == "si":
                        self._strings.append(plain_text(element))
                        element.clear()
                        if len(self._strings) > VALUES:
                            raise TooMuchError(f"工作簿里超过 {VALUES} 个不同的词")
        return self._strings

    def read(self, title: str) -> Grid:
        """Return the stored values of a sheet."""
        grid = Grid(title, list(self.parts).index(title) + 1)
        styles = self._dated, self._days, self._padded, self._struck
        parser = SheetParser(grid, self._shared(), *styles, self.epoch)
        parser.read(self.package.read(self.parts[title]))
        return grid

    def attached(self, title: str) -> frozenset[str]:
        """Return the kinds of parts that belong to a sheet, and the cells with a comment."""
        found = set()
        for kind, part in self.package.related(self.parts[title]).values():
            found.add(kind)
            if kind == "comments" and part in self.package:
                written = elements(self.package.read(part))
                found |= {one.get("ref", "") for one in written if local(one) == "comment"}
        return frozenset(found)


def _shows_date(number: str, code: str) -> bool:
    if code:
        return "general" not in code.lower() and bool(is_date_format(code))
    return _built_in(number) in CHINESE_DATES or bool(is_date_format(_built_in_code(number)))


def _shows_clock(number: str, code: str) -> bool:
    if not code and _built_in(number) in CHINESE_DATES:
        return _built_in(number) in CHINESE_TIMES
    shown = _LITERAL.sub("", code or _built_in_code(number)).lower()
    return bool(re.search("[hs]", shown)) or not re.search("[dy]", shown)


def _built_in(number: str) -> int:
    return int(number) if number.isascii() and number.isdigit() else 0


def _built_in_code(number: str) -> str:
    return BUILTIN_FORMATS.get(_built_in(number), "General")
