"""Workbooks as other programs and other people make them, part by part."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TRANSITIONAL = "http://schemas.openxmlformats.org"
MAIN = f"{TRANSITIONAL}/spreadsheetml/2006/main"
RELATIONS = f"{TRANSITIONAL}/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml"
STRICT_MAIN = f"{STRICT}/spreadsheetml/main"
STRICT_RELATIONS = f"{STRICT}/officeDocument/relationships"
PACKAGE = f"{TRANSITIONAL}/package/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Style 1 shows a date, style 2 a date and time, style 3 a date as Chinese Excel has it.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts>'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="31"/>'
    "</cellXfs></styleSheet>"
)


class Raw(str):
    """XML of a cell, written as it is."""


def letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def cell(place: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Raw):
        return value.replace("?", place, 1)
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def rows(values: Sequence[Sequence[object]]) -> str:
    return "".join(
        f'<row r="{r}">{"".join(cell(f"{letters(c)}{r}", v) for c, v in enumerate(row, 1))}</row>'
        for r, row in enumerate(values, 1)
    )


def sheet(body: str, *, main: str = MAIN, before: str = "", after: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{main}">{before}'
        f"<sheetData>{body}</sheetData>{after}</worksheet>"
    )


def package(
    sheets: Mapping[str, str],
    *,
    main: str = MAIN,
    relations: str = RELATIONS,
    states: Mapping[str, str] | None = None,
    properties: str = "",
    styles: str = STYLES,
    strings: str = "",
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Return an .xlsx of sheets given as XML."""
    listed, related = "", ""
    parts: dict[str, str | bytes] = {}
    for nth, (title, xml) in enumerate(sheets.items(), 1):
        state = (states or {}).get(title, "visible")
        listed += (
            f'<sheet name={quoteattr(title)} sheetId="{nth}" state="{state}" r:id="rId{nth}"/>'
        )
        related += (
            f'<Relationship Id="rId{nth}" Type="{relations}/worksheet" '
            f'Target="worksheets/sheet{nth}.xml"/>'
        )
        parts[f"xl/worksheets/sheet{nth}.xml"] = xml
    for name, content in (("styles", styles), ("sharedStrings", strings)):
        if content:
            related += f'<Relationship Id="{name}" Type="{relations}/{name}" Target="{name}.xml"/>'
            parts[f"xl/{name}.xml"] = content
    kinds = {"xl/workbook.xml": "sheet.main"} | {
        name: "worksheet" if "sheets/" in name else name[3:-4] for name in parts
    }
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{KIND}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{TRANSITIONAL}/package/2006/content-types">{overrides}</Types>'
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>'
    )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{main}" xmlns:r="{relations}">{properties}'
        f"<sheets>{listed}</sheets></workbook>"
    )
    return zipped(parts | dict(more or {}))


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def book(values: Mapping[str, Sequence[Sequence[object]]], **options: object) -> bytes:
    """Return an .xlsx of sheets given as rows of values."""
    made = {title: sheet(rows(body)) for title, body in values.items()}
    return package(made, **options)  # type: ignore[arg-type]
