"""Files as offices really have them are read, whatever wrote them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from scheduler.reading.read_centre import read_centre
from tests import office
from tests.books import DECEMBER, STAFF, TAIL, TODAY, book
from tests.office import package, rows, sheet
from tests.scheduler.reading.centre_files import (
    DATA,
    INLINE,
    PEOPLE,
    merges,
    names,
    read,
)

if TYPE_CHECKING:
    from pathlib import Path


SHARED = sheet(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c></row>'
)


STRINGS = (
    "<sst><si><t>姓名</t></si><si><t>岗位</t></si><si><r><t>王</t></r><r><t>静</t></r>"
    '<rPh sb="0" eb="1"><t>wang</t></rPh></si><si><t>客服管理员</t></si></sst>'
)


UNPLACED = re.sub(' r="[A-Z]*[0-9]+"', "", INLINE)


PREFIXED = INLINE.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
PREFIXED = PREFIXED.replace("xmlns=", "xmlns:x=")


FAR = rows(PEOPLE) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


FORMATTED = rows(PEOPLE) + "".join(
    f'<row r="{r}" ht="15" customHeight="1"><c r="A{r}" s="1"/><c r="B{r}" s="1"></c></row>'
    for r in range(4, 200_000)
)


READ: dict[str, bytes] = {
    "inline strings": package({"员工": INLINE}),
    "shared strings, rich text and phonetics": package({"员工": SHARED}, strings=STRINGS),
    "strict OOXML": package(
        {"员工": INLINE.replace(office.MAIN, office.STRICT_MAIN)},
        main=office.STRICT_MAIN,
        relations=office.STRICT_RELATIONS,
    ),
    "a dimension that lies": package({"员工": sheet(rows(PEOPLE), before='<dimension ref="A1"/>')}),
    "a broken style table": package({"员工": INLINE}, styles="<styleSheet><cellXfs><xf"),
    "no style table": package({"员工": INLINE}, styles=""),
    "cells without addresses": package({"员工": UNPLACED}),
    "tags with a prefix": package({"员工": PREFIXED}),
    "macros, which are ignored": package({"员工": INLINE}, more={"xl/vbaProject.bin": b"macro"}),
    "one value in the last cell": package({"员工": sheet(FAR)}),
    "formatting down to row 200000": package({"员工": sheet(FORMATTED)}),
    "a drawing that is broken": package({"员工": INLINE}, more={"xl/drawings/d.xml": "<"}),
    "external links": package(
        {"员工": INLINE}, more={"xl/externalLinks/externalLink1.xml": "<externalLink/>"}
    ),
    "a merge over everything": package(
        {"员工": sheet(rows(PEOPLE), after=merges("D1:XFD1048576"))}
    ),
    "UTF-16 parts": package(
        {"员工": INLINE.replace("UTF-8", "UTF-16").encode("utf-16")}  # type: ignore[dict-item]
    ),
    **{
        f"{name} parts": package(
            {"员工": INLINE.replace("UTF-8", name).encode(name)},  # type: ignore[dict-item]
            styles=f"<?xml version='1.0' encoding='{name}'?>{office.STYLES}",
        )
        for name in ("GB2312", "gbk", "GB18030", "cp936")
    },
    "parts in capital letters": package({"员工": INLINE}).replace(b"xl/styles", b"xl/STYLES"),
    "a very hidden sheet beside it": package(
        {"员工": INLINE, "字典": sheet("")}, states={"字典": "veryHidden"}
    ),
    "a synonym as sheet name": office.book({" 员工 花名册 ": PEOPLE}),
}


@pytest.mark.parametrize("case", READ)
def test_files_that_are_read(tmp_path: Path, case: str) -> None:
    assert names(read(tmp_path, READ[case]))[0] == "王静"


def test_a_macro_workbook(tmp_path: Path) -> None:
    assert names(read(tmp_path, package({"员工": INLINE}), "值班数据.xlsm")) == ["王静", "李梅"]


CSV = "姓名,开始时间,结束时间,审批结果\n王静,12月5日,12月7日,同意\n"


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("gbk"),
        CSV.encode("gb18030"),
        CSV.encode("utf-16"),
        CSV.encode("utf-16-le"),
        CSV.encode("utf-16-be"),
        CSV.replace(",", "\t").encode("utf-16"),
        CSV.replace(",", ";").encode("gbk"),
        CSV.replace("\n", "\r\n").replace("王静", '="王静"').encode("gbk"),
        CSV.replace("王静", '"王\n静"').encode(),
    ],
    ids=["utf8", "bom", "gbk", "gb18030", "utf16", "le", "be", "tab", "semicolon", "quoted", "nl"],
)
def test_a_leave_list_as_csv(tmp_path: Path, content: bytes) -> None:
    listed = tmp_path / "请假登记.csv"
    listed.write_bytes(content)
    centre = read(tmp_path, office.book({"员工": PEOPLE}), leave_files=[listed])
    (leave,) = centre.problem.leaves
    assert (leave.start.day, leave.end.day) == (5, 8)


def test_what_openpyxl_writes_is_read_the_same(tmp_path: Path) -> None:
    path = book(tmp_path / DATA, 员工=STAFF, 历史=TAIL)
    centre = read_centre(path, TODAY, DECEMBER)
    assert names(centre) == [row[0] for row in STAFF[1:]]
    assert len(centre.problem.served) == 7
