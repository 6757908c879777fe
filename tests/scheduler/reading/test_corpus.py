"""Workbooks as offices really have them: each is read right, or refused at its cell."""

from __future__ import annotations

import re
import struct
import zipfile
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.errors import Exit, InputError
from scheduler.reading.read_centre import read_centre
from scheduler.usecases.check import check
from tests import office
from tests.books import DECEMBER, STAFF, TAIL, TODAY, book, places
from tests.office import Raw, package, rows, sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scheduler.reading.centre import Centre

DATA = "值班数据.xlsx"
PEOPLE = [["姓名", "工号", "岗位"], ["王静", "001", "客服管理员"], ["李梅", "002", "客服管理员"]]
LEAVE = ["姓名", "开始", "结束", "状态"]


def read(folder: Path, content: bytes, name: str = DATA, **more: Any) -> Centre:
    path = folder / name
    path.write_bytes(content)
    centre = read_centre(path, TODAY, DECEMBER, **more)
    assert path.read_bytes() == content
    return centre


def refused(folder: Path, content: bytes, name: str = DATA, **more: Any) -> str:
    with pytest.raises(InputError) as caught:
        read(folder, content, name, **more)
    assert caught.value.exit is Exit.INPUT
    return "\n".join(str(message) for message in caught.value.messages)


def names(centre: Centre) -> list[str]:
    return [person.name for person in centre.problem.people]


def warned(centre: Centre) -> str:
    return "\n".join(str(message) for message in centre.warnings)


def merges(*areas: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{a}"/>' for a in areas) + "</mergeCells>"


# --- files that are read -------------------------------------------------------------------

INLINE = sheet(rows(PEOPLE))
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


# --- files that are refused ----------------------------------------------------------------

GOOD = package({"员工": INLINE})
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;'
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>'


def lying(content: bytes) -> bytes:
    """Let the zip's directory state a size of 10 bytes for every part."""
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content = content[: at + 24] + struct.pack("<I", 10) + content[at + 28 :]
        at += 4
    return content


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "empty": (DATA, b"", "空文件"),
    "zeros": (DATA, bytes(3000), "空文件"),
    "lock file": ("~$值班数据.xlsx", GOOD, "不带 ~$"),
    "real xls": (DATA, OLE + "Workbook".encode("utf-16-le"), "旧格式"),
    "with a password": (DATA, OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "html": (DATA, b"\r\n<html><table><tr><td>1</td></tr></table></html>", "网页"),
    "html in utf-16": (DATA, "<html><body></body></html>".encode("utf-16"), "网页"),
    "web archive": (DATA, b"MIME-Version: 1.0\r\n", "网页"),
    "xml of 2003": (
        DATA,
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "旧的 XML",
    ),
    "text under xlsx": (DATA, "姓名,岗位\n王静,管理员\n".encode(), "文本"),
    "rubbish": (DATA, bytes(range(256)) * 9, "不是工作簿"),
    "truncated": (DATA, GOOD[: len(GOOD) // 2], "不完整"),
    "truncated at the end": (DATA, GOOD[:-10], "不完整"),
    "broken sheet": (DATA, package({"员工": "<worksheet><sheetData><row>"}), "XML"),
    "ods": (DATA, office.zipped({"mimetype": "x", "content.xml": "<x/>"}), "ODS"),
    "docx": (DATA, office.zipped({"word/document.xml": "<x/>"}), "Word"),
    "xlsb": (DATA, office.zipped({"xl/workbook.bin": "x"}), "xlsb"),
    "a zip of something else": (DATA, office.zipped({"a.txt": "x"}), "没有工作簿"),
    "no sheets": (DATA, package({}), "没有工作表"),
    "entities": (DATA, package({"员工": ENTITIES}), "文档类型声明"),
    "external entity": (DATA, package({"员工": OUTSIDE}), "文档类型声明"),
    "zip bomb": (DATA, package({"员工": INLINE}, more={"b": bytes(60_000_000)}), "删去空行"),
    "bomb of few parts": (DATA, package({"员工": INLINE}, more={"b": bytes(3_000_000)}), "过大"),
    "zip that lies about sizes": (DATA, lying(GOOD), "损坏"),
    "thousands of parts": (
        DATA,
        package({"员工": INLINE}, more={f"x{n}": "" for n in range(2100)}),
        "部件",
    ),
    "a compression nobody bounds": (
        DATA,
        office.zipped({"xl/workbook.xml": "<x/>"}, zipfile.ZIP_LZMA),
        "压缩方式",
    ),
    "a tag of megabytes": (
        DATA,
        package({"员工": "<worksheet " + " ".join(f'a{n}="{n}"' for n in range(200_000)) + "/>"}),
        "过长",
    ),
    "endless nesting": (
        DATA,
        package({"员工": "".join(f"<a{n}>" for n in range(5000))}),
        "过深",
    ),
    "too many rows": (
        DATA,
        package({"员工": sheet("".join(f"<row><c><v>{n}</v></c></row>" for n in range(20_002)))}),
        "超过 20000 行",
    ),
    "row beyond the last": (
        DATA,
        package({"员工": sheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>')}),
        "行号",
    ),
    "a csv whose quote swallows the rest": (
        "请假.csv",
        '姓名,开始,状态,备注\n王静,12月5日,同意,"回家\n李梅,12月6日,同意,\n'.encode(),
        "引号",
    ),
    "a csv whose quotes swallow lines": (
        "请假.csv",
        '姓名,开始,状态\n王静,12月5日,同意\n",12月6日,同意\n",12月7日,同意\n'.encode(),
        "引号",
    ),
    "all sheets hidden": (
        DATA,
        package({"员工": INLINE}, states={"员工": "hidden"}),
        "取消隐藏",
    ),
    "a csv of many megabytes": ("花名册.csv", b",," * 6_000_000, "10 MB"),
    "a csv as nothing known": ("花名册.csv", b"\xff\xff\xff\x81\x20", "编码"),
    "csv quotes that never end": ("花名册.csv", b'\xef\xbb\xbf"' + b"a" * 140_000, "引号"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_files_that_are_refused(tmp_path: Path, case: str) -> None:
    name, content, said = REFUSED[case]
    text = refused(tmp_path, content, name)
    assert said in text
    assert name in text


# --- HR's own files ------------------------------------------------------------------------

EXPORT = [
    ["某某物业集团员工花名册", *[None] * 80],
    ["制表日期:2026-11-20", *[None] * 80],
    [
        "序号",
        "工号",
        "姓 名*",
        "部门",
        "岗位名称",
        "入职时间",
        "合同开始日",
        "紧急联系人电话",
        "手机号码",
        "身份证号码",
        *[f"列{n}" for n in range(70)],
    ],
    [
        1,
        None,
        "王 静",
        "客服部",
        "客服管理员",
        "2019.7.1",
        "2022-07-01",
        "13911112222",
        13900000001.0,
        "110101199003074477",
        *range(70),
    ],
    [
        2,
        "007",
        "欧阳娜娜",
        "客服部",
        "客服管理员",
        "2020年3月",
        "2020-03-01",
        "13911112223",
        "13900000002",
        None,
        *range(70),
    ],
    ["合计", None, None, None, 2],
    ["审核:林芳"],
]


def test_a_staff_export_of_eighty_columns(tmp_path: Path) -> None:
    export = tmp_path / "花名册.xlsx"
    export.write_bytes(office.book({"Sheet1": EXPORT}))
    with pytest.raises(InputError) as caught:
        read(tmp_path, office.book({"历史": TAIL}), staff_files=[export])
    # A month is no date to be hired on.
    assert places(caught.value).keys() >= {"Sheet1!F5"}
    EXPORT[4][5] = "2020年3月1日"
    export.write_bytes(office.book({"Sheet1": EXPORT}))
    centre = read(tmp_path, office.book({"设置": [["参数", "值"]]}), staff_files=[export])
    wang, ouyang = centre.problem.people
    assert (wang.key, wang.name, ouyang.key) == ("王静", "王静", "007")
    assert centre.staff["王静"].phone == "13900000001"
    assert wang.credentials.born == datetime(1990, 3, 7).date()
    assert "合计" in warned(centre)
    assert "1101011990" not in warned(centre)
    assert [name for name, _ in centre.inputs] == [DATA, "花名册.xlsx"]
    assert any("「手机号码」→联系电话" in line for line in centre.read_as)


def test_a_staff_list_beside_the_sheet(tmp_path: Path) -> None:
    own = [["姓名", "工号", "岗位", "每月上限"], ["王静", None, "客服管理员", 3]]
    more = [
        ["姓名", "工号", "岗位", "入职日期"],
        ["王静", "001", "文员", "2020-01-01"],
        ["李梅", "002", "客服管理员", "2021-01-01"],
    ]
    export = tmp_path / "花名册.xlsx"
    export.write_bytes(office.book({"在职": more}))
    centre = read(tmp_path, office.book({"员工": own}), staff_files=[export])
    wang, li = centre.problem.people
    assert (wang.key, wang.cap, wang.employed_from.year) == ("001", 3, 2020)  # type: ignore[union-attr]
    assert li.name == "李梅"
    assert "花名册.xlsx › 在职 › C2:王静的岗位「文员」" in warned(centre)


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


# --- structure -----------------------------------------------------------------------------


def staffed(body: str, after: str = "") -> bytes:
    return package({"员工": INLINE, "请假": sheet(body, after=after)})


TWO_ROWS = rows(
    [
        ["2026年12月请假登记表"],
        ["姓名", "请假时间", None, "审批状态", "紧急联系人", None],
        [None, "开始", "结束", None, "姓名", "电话"],
        ["王静", "12月5日", "12月7日", "同意", "老王", "1"],
        ["李梅", "12月8日", None, "同意", "老李", "2"],
    ]
)
STRUCTURE: dict[str, tuple[bytes, list[tuple[str, int, int]]]] = {
    "two-row merged header": (
        staffed(TWO_ROWS, merges("A1:F1", "A2:A3", "B2:C2", "D2:D3", "E2:F2")),
        [("001", 5, 8), ("002", 8, 9)],
    ),
    "headers with ornaments": (
        staffed(
            rows(
                [
                    ["姓  名*", "★开始\n日期", "结束日期(必填)", "审批状态:"],
                    ["王静", "12-05".replace("-", "."), "12.6", "√"],
                ]
            )
        ),
        [("001", 5, 7)],
    ),
    "repeated header, blank rows, notes and totals": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静", "12月5日", None, "同意"],
                    [],
                    LEAVE,
                    ["李梅", "12月8日", None, "同意"],
                    ["合计", 2],
                    ["注:以上均已核对"],
                    ["制表:林芳", None, "审核:高建国"],
                ]
            )
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
    "a two-row header again, titles and signatures between": (
        staffed(
            rows(
                [
                    ["姓名", "请假时间", None, "状态"],
                    [None, "开始", "结束", None],
                    ["王静", "12月5日", None, "同意"],
                    ["2026年12月请假登记表"],
                    ["姓名", "请假时间", None, "状态"],
                    [None, "开始", "结束", None],
                    ["李梅", "12月8日", None, "同意"],
                    ["制表人", "林芳", "审核人", "高建国"],
                ]
            ),
            merges("A1:A2", "B1:C1", "D1:D2"),
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
    "halves of a day in columns of their own": (
        staffed(
            rows(
                [
                    ["姓名", "开始日期", "开始时段", "结束日期", "结束时段", "状态"],
                    ["王静", "12月5日", "上午", "12月7日", "下午", "同意"],
                ]
            )
        ),
        [("001", 5, 8)],
    ),
    "two columns of ends, each filled where the other is not": (
        staffed(
            rows(
                [
                    ["姓名", "开始", "结束", "结束", "状态"],
                    ["王静", "12月5日", "12月6日", None, "同意"],
                    ["李梅", "12月8日", None, "12月9日", "同意"],
                ]
            )
        ),
        [("001", 5, 7), ("002", 8, 10)],
    ),
    "dates from to in one column": (
        staffed(rows([["姓名", "起止日期", "状态"], ["王静", "12月5日至12月6日", "同意"]])),
        [("001", 5, 7)],
    ),
    "a clock that nobody formatted, and a zone": (
        staffed(
            rows(
                [
                    ["姓名", "开始日期", "开始时间", "结束", "状态"],
                    ["王静", "2026-12-05", 0.375, "2026-12-05 17:00 (GMT+8)", "同意"],
                ]
            )
        ),
        [("001", 5, 5)],
    ),
    "ditto of nothing where nothing is needed": (
        staffed(
            rows(
                [
                    [*LEAVE, "备注"],
                    ["王静", "12月5日", None, "同意", None],
                    ["李梅", "12月8日", "〃", "同意", "〃"],
                ]
            )
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
    "ditto marks": (
        staffed(rows([LEAVE, ["王静", "12月5日", None, "同意"], ["同上", "12月8日", None, "〃"]])),
        [("001", 5, 6), ("001", 8, 9)],
    ),
    "data merged downwards": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静", "12月5日", None, "同意"],
                    [None, "12月8日", None, None],
                    ["李梅", "12月9日", None, "同意"],
                ]
            ),
            merges("A2:A3", "D2:D3"),
        ),
        [("001", 5, 6), ("001", 8, 9), ("002", 9, 10)],
    ),
    "a doubled heading whose second column is empty": (
        staffed(rows([["姓名", "开始", "开始", "状态"], ["王静", "12月5日", None, "同意"]])),
        [("001", 5, 6)],
    ),
    "a doubled heading that says the same": (
        staffed(rows([["姓名", "开始", "开始", "状态"], ["王静", "12月5日", "12月5日", "同意"]])),
        [("001", 5, 6)],
    ),
    "two columns of status, the result counts": (
        staffed(
            rows([["姓名", "开始", "审批状态", "审批结果"], ["王静", "12月5日", "完成", "同意"]])
        ),
        [("001", 5, 6)],
    ),
    "several people in one cell": (
        staffed(rows([LEAVE, ["王静、李梅", "12月5日", None, "同意"]])),
        [("001", 5, 6), ("002", 5, 6)],
    ),
    "people apart by a space, a slash, a new line": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静 李梅", "12月5日", None, "同意"],
                    ["王静/李梅", "12月8日", None, "同意"],
                    ["王静\n李梅", "12月11日", None, "同意"],
                ]
            )
        ),
        [("001", d, d + 1) for d in (5, 8, 11)] + [("002", d, d + 1) for d in (5, 8, 11)],
    ),
    "names with spaces, remarks and telephones": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王　静", "12月5日", None, "同意"],
                    ["王静(新)", "12月8日", None, "同意"],
                    ["王静13900000001", "12月11日", None, "同意"],
                    ["王\u200b静(001)", "12月14日", None, "同意"],
                ]
            )
        ),
        [("001", d, d + 1) for d in (5, 8, 11, 14)],
    ),
    "a cached formula": (
        staffed(
            rows(
                [
                    LEAVE,
                    [
                        Raw('<c r="?" t="str"><f>A9</f><v>王静</v></c>'),
                        Raw('<c r="?" s="1"><f>B9</f><v>46361</v></c>'),
                        None,
                        "同意",
                    ],
                ]
            )
        ),
        [("001", 5, 6)],
    ),
    "dates by style, serial number and ISO type": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静", Raw('<c r="?" s="3"><v>46361</v></c>'), 46362, "同意"],
                    ["李梅", Raw('<c r="?" t="d"><v>2026-12-09T00:00:00</v></c>'), None, "同意"],
                ]
            )
        ),
        [("001", 5, 7), ("002", 9, 10)],
    ),
    "two sheets of leave": (
        package(
            {
                "员工": INLINE,
                "请假": sheet(rows([LEAVE, ["王静", "12月5日", None, "同意"]])),
                "请假登记表": sheet(rows([LEAVE, ["李梅", "12月8日", None, "同意"]])),
            }
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
    "a sheet for every month": (
        package(
            {
                "员工": INLINE,
                "请假(11月)": sheet(rows([LEAVE, ["王静", "12月5日", None, "同意"]])),
                "请假(12月)": sheet(rows([LEAVE, ["李梅", "12月8日", None, "同意"]])),
            }
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
    "whoever is away, not whoever asks": (
        staffed(rows([["申请人", "请假人", "开始", "状态"], ["李梅", "王静", "12月5日", "同意"]])),
        [("001", 5, 6)],
    ),
    "time of day in a column of its own": (
        staffed(
            rows(
                [
                    ["姓名", "开始日期", "开始时间", "结束日期", "结束时间", "状态"],
                    ["王静", "2026-12-05", "14:00", "2026-12-07", "9:30", "同意"],
                    ["李梅", "2026-12-08", "下午", "2026-12-08", None, "同意"],
                ]
            )
        ),
        [("001", 5, 7), ("002", 8, 9)],
    ),
    "notes and signatures across the table": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["客服部"],
                    ["王静", "12月5日", None, "同意"],
                    ["注:以上均已核对"],
                    ["审核:林芳"],
                    ["以下空白"],
                    [5, "合计", "4人"],
                    ["第1页 共1页"],
                ]
            ),
            merges("A4:D4", "A5:D5"),
        ),
        [("001", 5, 6)],
    ),
    "names joined by a word, with a slash and a telephone, in other brackets": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静和李梅", "12月5日", None, "同意"],
                    ["王静/13900000001", "12月8日", None, "同意"],
                    ["王静【新】", "12月11日", None, "同意"],
                    ["王静 139-0000-0001", "12月14日", None, "同意"],
                ]
            )
        ),
        [("001", d, d + 1) for d in (5, 8, 11, 14)] + [("002", 5, 6)],
    ),
    "an end belongs to its start": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静", "2026-03-05", "3月7日", "同意"],
                    ["李梅", "11月5日", "7日", "同意"],
                    ["李梅", "2027年1月5日", "7日", "同意"],
                ]
            )
        ),
        [("001", 5, 8), ("002", 5, 8), ("002", 5, 8)],
    ),
    "a note merged beside header and data": (
        staffed(
            rows(
                [
                    [*LEAVE, "填表说明"],
                    ["王静", "12月5日", None, "同意"],
                    ["李梅", "12月8日", None, "同意"],
                ]
            ),
            merges("E1:E3"),
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
    "where one column of status is silent, the other counts; a no is believed": (
        staffed(
            rows(
                [
                    ["姓名", "开始", "审批状态", "审批结果"],
                    ["王静", "12月5日", "已通过", None],
                    ["李梅", "12月8日", "已撤销", "同意"],
                ]
            )
        ),
        [("001", 5, 6)],
    ),
    "an id that Excel has made a number": (
        staffed(rows([["姓名", "工号", *LEAVE[1:]], ["王静", 1, "12月5日", None, "同意"]])),
        [("001", 5, 6)],
    ),
    "a clock merged downwards": (
        staffed(
            rows(
                [
                    ["姓名", "开始日期", "开始时间", "状态"],
                    ["王静", "2026-12-05", "14:00", "同意"],
                    ["李梅", "2026-12-08", None, "同意"],
                ]
            ),
            merges("C2:C3"),
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
    "a dingtalk export": (
        staffed(
            rows(
                [
                    [
                        "审批编号",
                        "审批状态",
                        "审批结果",
                        "发起人工号",
                        "发起人姓名",
                        "请假类型",
                        "开始时间",
                        "结束时间",
                        "时长",
                    ],
                    [
                        "2026",
                        "完成",
                        "同意",
                        "001",
                        "王静",
                        "年假",
                        "2026-12-05 上午",
                        "2026-12-07 下午",
                        3,
                    ],
                ]
            )
        ),
        [("001", 5, 8)],
    ),
    "data merged across fills nothing beside it": (
        staffed(
            rows([["姓名", "开始", "时段", "状态"], ["王静", "12月5日", None, "同意"]]),
            merges("B2:C2"),
        ),
        [("001", 5, 6)],
    ),
    "the ditto mark of the keyboard": (
        staffed(rows([LEAVE, ["王静", "12月5日", None, "同意"], ["″", "12月8日", None, "同意"]])),
        [("001", 5, 6), ("001", 8, 9)],
    ),
    "headings that people use": (
        staffed(
            rows([["姓名", "请假开始日期", "请假结束日期", "状态"], ["王静", "12.5", "12.6", "√"]])
        ),
        [("001", 5, 7)],
    ),
    "overlapping and adjoining leaves": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静", "12月5日", "12月7日", "同意"],
                    ["王静", "12月7日", "12月8日", "同意"],
                    ["王静", "12月9日", None, "同意"],
                ]
            )
        ),
        [("001", 5, 10)],
    ),
    "a group over day and time": (
        staffed(
            rows(
                [
                    ["姓名", "开始", None, "结束", None, "状态"],
                    [None, "日期", "时间", "日期", "时间", None],
                    ["王静", "2026-12-05", "14:00", "2026-12-06", "9:30", "同意"],
                ]
            ),
            merges("A1:A2", "B1:C1", "D1:E1", "F1:F2"),
        ),
        [("001", 5, 6)],
    ),
    "a group over day and time without merges": (
        staffed(
            rows(
                [
                    ["姓名", "开始", None, "结束", None, "状态"],
                    [None, "日期", "时间", "日期", "时间", None],
                    ["王静", "2026-12-05", "14:00", "2026-12-06", "9:30", "同意"],
                ]
            )
        ),
        [("001", 5, 6)],
    ),
    "hidden rows are read": (
        staffed(
            rows([LEAVE, ["王静", "12月5日", None, "同意"]]).replace(
                '<row r="2">', '<row r="2" hidden="1">'
            )
        ),
        [("001", 5, 6)],
    ),
}


@pytest.mark.parametrize("case", STRUCTURE)
def test_structure(tmp_path: Path, case: str) -> None:
    content, expected = STRUCTURE[case]
    leaves = read(tmp_path, content).problem.leaves
    found = [(one.person, one.start.day, one.end.day) for one in leaves]
    assert sorted(found) == sorted(expected)


HEADED: dict[str, tuple[Sequence[Sequence[object]], tuple[float, float]]] = {
    "halves of days headed as times": (
        [
            ["姓名", "开始时间", "开始时段", "结束时间", "结束时段", "状态"],
            ["王静", "2026-12-05", "下午", "2026-12-06", "上午", "同意"],
        ],
        (5.5, 6.5),
    ),
    "halves of days under a group": (
        [
            ["姓名", "请假时间", None, None, None, "状态"],
            [None, "开始日期", "开始时段", "结束日期", "结束时段", None],
            ["王静", "2026-12-05", "下午", "2026-12-06", "上午", "同意"],
        ],
        (5.5, 6.5),
    ),
    "a day and a range of hours": (
        [["姓名", "请假日期", "时间段", "状态"], ["王静", "2026-12-05", "14:00-17:30", "同意"]],
        (5 + 14 / 24, 5 + 17.5 / 24),
    ),
    "a day and two times": (
        [
            ["姓名", "请假日期", "开始时间", "结束时间", "状态"],
            ["王静", "2026-12-05", "14:00", "17:30", "同意"],
        ],
        (5 + 14 / 24, 5 + 17.5 / 24),
    ),
    "an end that is only a time": (
        [LEAVE, ["王静", "2026-12-05 14:00", "17:30", "同意"]],
        (5 + 14 / 24, 5 + 17.5 / 24),
    ),
    "half a sentence, and an end": ([LEAVE, ["王静", "12月5日起", "12月7日止", "同意"]], (5, 8)),
    "a half day in other words": (
        [["姓名", "开始", "时段", "状态"], ["王静", "12月5日", "下半天", "同意"]],
        (5.5, 6),
    ),
    "a start and a range of hours": (
        [["姓名", "开始日期", "时间段", "状态"], ["王静", "2026-12-05", "14:00-17:30", "同意"]],
        (5 + 14 / 24, 5 + 17.5 / 24),
    ),
    **{
        f"ends headed {end}": (
            [["姓名", "开始日", end, "状态"], ["王静", "2026-12-05", "2026-12-07", "同意"]],
            (5, 8),
        )
        for end in (
            *("终止日期", "终止时间", "讫", "截至日期", "截至时间", "结束日", "终止日"),
            *("到", "止期", "请假终止日期", "请假结束"),
        )
    },
}


@pytest.mark.parametrize("case", HEADED)
def test_how_a_leave_is_headed(tmp_path: Path, case: str) -> None:
    told, meant = HEADED[case]
    (leave,) = read(tmp_path, office.book({"员工": PEOPLE, "请假": told})).problem.leaves
    eve = datetime(2026, 11, 30)
    assert (leave.start - eve, leave.end - eve) == tuple(timedelta(days=d) for d in meant)


@pytest.mark.parametrize("end", ["返岗日期", "到期日期"])
def test_a_leave_without_an_end_and_a_column_of_dates(tmp_path: Path, end: str) -> None:
    told = [["姓名", "开始", end, "申请日期", "状态"]]
    told += [["王静", "2026-12-05", "2026-12-09", "2026-11-20", "同意"]]
    centre = read(tmp_path, office.book({"员工": PEOPLE, "请假": told}))
    (found,) = [one for one in centre.warnings if one.code == "no-end"]
    assert (found.cell, found.exit) == ("C1", Exit.LOOK)
    assert f"没有「结束」列,每次请假只算开始那一天;「{end}」列像是日期" in found.text


GROUPS: dict[str, tuple[list[list[Any]], tuple[str, ...]]] = {
    "a telephone in an emergency": (
        [
            ["基本信息", None, "紧急联系人", None],
            ["姓名", "岗位", "联系人", "电话"],
            ["王静", "管理员", "王大", "13911112222"],
        ],
        ("A1:B1", "C1:D1"),
    ),
    "dates of a contract": (
        [
            ["基本信息", None, "合同信息", None],
            ["姓名", "岗位", "入职日期", "离职日期"],
            ["王静", "管理员", "2027-01-01", "2025-01-01"],
        ],
        ("A1:B1", "C1:D1"),
    ),
    "names of a family": (
        [
            [None, None, "家庭成员", None],
            ["姓名", "岗位", "姓名", "电话"],
            ["王静", "管理员", "王大", "13911112222"],
        ],
        ("C1:D1",),
    ),
    "posts before": (
        [
            ["2026年合同制员工花名册", None, None, None],
            ["基本信息", None, "工作经历", None],
            ["姓名", "岗位", "岗位", "入职日期"],
            ["王静", "管理员", "文员", "2027-01-01"],
        ],
        ("A1:D1", "A2:B2", "C2:D2"),
    ),
    "groups of a text file, unmerged": (
        [
            ["基本信息", None, "紧急联系人", None],
            ["姓名", "岗位", "姓名", "电话"],
            ["王静", "管理员", "王大", "13911112222"],
        ],
        (),
    ),
    "a header of three rows": (
        [
            ["姓名", "岗位", "家庭", None],
            [None, None, "成员", None],
            [None, None, "姓名", "电话"],
            ["王静", "管理员", "王大", "13911112222"],
        ],
        ("A1:A3", "B1:B3", "C1:D1", "C2:D2"),
    ),
    "a title of contracts": (
        [["2026年合同制员工花名册"], ["姓名", "岗位"], ["王静", "管理员"]],
        ("A1:D1",),
    ),
}


@pytest.mark.parametrize("case", GROUPS)
def test_columns_of_somebody_else(tmp_path: Path, case: str) -> None:
    told, merged = GROUPS[case]
    centre = read(tmp_path, package({"员工": sheet(rows(told), after=merges(*merged))}))
    (person,) = centre.problem.people
    assert (person.name, person.standing.value) == ("王静", "是")
    assert (person.employed_from, person.employed_to) == (None, None)
    assert centre.staff["王静"].phone == ""


@pytest.mark.parametrize(
    "header",
    [
        ["【姓名】", "【岗位】", "【入职日期】", "电话"],
        ["姓名【必填】", "岗位", "入职日期<必填>", "电话"],
        ["姓名\nName", "岗位 Post", "入职日期", "手机Tel."],
        ["姓名/电话", "岗位/职务", "入职日期", "电话/微信"],
        ["职工姓名", "工作岗位", "入职日期", "电话"],
    ],
)
def test_headings_of_staff(tmp_path: Path, header: list[str]) -> None:
    told = [header, ["王静", "管理员", "2020-01-01", "13900000001"]]
    centre = read(tmp_path, office.book({"员工": told}))
    (person,) = centre.problem.people
    assert (person.name, str(person.employed_from)) == ("王静", "2020-01-01")
    assert centre.staff["王静"].phone == "13900000001"


def test_a_header_merged_over_the_first_row_of_data(tmp_path: Path) -> None:
    told = [["姓名", "岗位"], [None, "管理员"], [None, "管理员"], ["李梅", "管理员"]]
    content = package({"员工": sheet(rows(told), after=merges("A1:A3"))})
    text = refused(tmp_path, content)
    for place in ("B2:第 2 行", "B3:第 3 行"):
        assert f"员工 › {place}和表头合并在一起" in text


def test_1904_dates(tmp_path: Path) -> None:
    dated = Raw('<c r="?" s="1"><v>44899</v></c>')
    body = {"员工": INLINE, "请假": sheet(rows([LEAVE, ["王静", dated, None, "同意"]]))}
    apple = '<workbookPr date1904="1"/>'
    (leave,) = read(tmp_path, package(body, properties=apple)).problem.leaves
    assert leave.start == datetime(2026, 12, 5)
    body["请假"] = sheet(rows([LEAVE, ["王静", 44899, None, "同意"]]))
    assert "请假 › B2" in refused(tmp_path, package(body, properties=apple))


# --- cells that are refused or asked about -------------------------------------------------

PEOPLE_TOO = ["李梅", "管理员"]
ERRORS: dict[str, tuple[Mapping[str, Sequence[Sequence[object]]], dict[str, str]]] = {
    "a formula never calculated": (
        {"请假": [LEAVE, ["王静", Raw('<c r="?"><f>B9</f><v></v></c>'), None, "同意"]]},
        {"请假!B2": "请用 Excel 打开并保存一次"},
    ),
    "#N/A": (
        {"请假": [LEAVE, [Raw('<c r="?" t="e"><v>#N/A</v></c>'), "12月5日", None, "同意"]]},
        {"请假!A2": "#N/A"},
    ),
    "a lost shared string": (
        {"请假": [LEAVE, [Raw('<c r="?" t="s"><v>9</v></c>'), "12月5日", None, "同意"]]},
        {"请假!A2": "丢失"},
    ),
    "doubled headings that differ": (
        {"请假": [["姓名", "开始", "开始", "状态"], ["王静", "12月5日", "12月6日", "同意"]]},
        {"请假!C1": "有 2 列(B、C)"},
    ),
    "ditto under the header": (
        {"请假": [LEAVE, ["〃", "12月5日", None, "同意"]]},
        {"请假!A2": "上一行"},
    ),
    "a nickname": (
        {"请假": [LEAVE, ["小王静", "12月5日", None, "同意"]]},
        {"请假!A2": "是不是 王静"},
    ),
    "a name whose id is somebody else's": (
        {"请假": [LEAVE, ["王静(002)", "12月5日", None, "同意"]]},
        {"请假!A2": "没有「王静(002)」"},
    ),
    "nothing but a separator for a name": (
        {"请假": [LEAVE, ["、", "12月5日", None, "同意"]]},
        {"请假!A2": "没有姓名"},
    ),
    "hundreds of names in one cell": (
        {"请假": [LEAVE, ["、".join(["王静"] * 200), "12月5日", None, "同意"]]},
        {"请假!A2": "最多 50 个"},
    ),
    "a half day that contradicts the date": (
        {"请假": [["姓名", "开始", "时段", "状态"], ["王静", "12月5日上午", "下午", "同意"]]},
        {"请假!C2": "时段写的是下午"},
    ),
    "a start that is the end": (
        {"请假": [LEAVE, ["王静", "2026-12-05 12:00", "2026-12-05 12:00", "同意"]]},
        {"请假!C2": "等于开始"},
    ),
    "nobody's post": (
        {"员工": [["姓名", "岗位"], ["王静", "管理员"], ["李梅", None]]},
        {"员工!B3": "没有填岗位"},
    ),
    "an identity number inside an id": (
        {"员工": [["姓名", "工号", "岗位"], ["王静", "ID110101199003074477", "管理员"]]},
        {"员工!B2": "身份证号"},
    ),
    "one of several is unknown": (
        {"请假": [LEAVE, ["王静、赵六", "12月5日", None, "同意"]]},
        {"请假!A2": "赵六"},
    ),
    "an unknown status": (
        {"请假": [LEAVE, ["王静", "12月5日", None, "口头同意"]]},
        {"请假!D2": "审批状态"},
    ),
    "several people where one must be": (
        {"历史": [["日期", "值班人"], ["2026-11-30", "王静、李梅"]]},
        {"历史!B2": "只能写一个"},
    ),
    "several people on one staff row": (
        {"员工": [["姓名", "岗位"], ["王静、李梅", "管理员"], ["张强", "管理员"]]},
        {"员工!A2": "一人一行"},
    ),
    "an identity number as id": (
        {"员工": [["姓名", "工号", "岗位"], ["王静", "110101199003074477", "管理员"]]},
        {"员工!B2": "身份证号"},
    ),
    "namesakes without ids": (
        {"员工": [["姓名", "岗位"], ["王静", "管理员"], ["王 静(新)", "管理员"]]},
        {"员工!A2": "有2位", "员工!A3": "有2位"},
    ),
    "a name of a hundred letters": (
        {"员工": [["姓名", "岗位"], ["王" * 100, "管理员"], ["张强", "管理员"]]},
        {"员工!A2": "太长"},
    ),
    "a cell longer than Excel's": (
        {"员工": [["姓名", "岗位"], ["王静", "管" * 40_000], ["张强", "管理员"]]},
        {"员工!B2": "太长"},
    ),
    "a missing column names what is there": (
        {"请假": [["姓名", "日期", "状态"], ["王静", "12月5日", "同意"]]},
        {"请假!": "姓名、日期、状态"},
    ),
    "an end one day too early": (
        {"请假": [LEAVE, ["王静", "2026-12-5", "2026-12-4", "同意"]]},
        {"请假!C2": "早于开始"},
    ),
    "an end half a day too early": (
        {"请假": [LEAVE, ["王静", "12月5日下午", "12月5日上午", "同意"]]},
        {"请假!C2": "早于开始"},
    ),
    "a range and an end": (
        {"请假": [LEAVE, ["王静", "12月5日-9日", "12月7日", "同意"]]},
        {"请假!C2": "各只填一个日期"},
    ),
    "half a sentence for a start": (
        {"请假": [LEAVE, ["王静", "从12月5日", None, "同意"]]},
        {"请假!B2": "没有写全从哪天到哪天"},
    ),
    "a birth month as a number": (
        {"员工": [["姓名", "岗位", "出生日期"], ["王静", "管理员", 1990.1], PEOPLE_TOO]},
        {"员工!C2": "分不清"},
    ),
    **{
        f"{column} without a year": (
            {"员工": [["姓名", "岗位", column], ["王静", "管理员", "5月20日"], PEOPLE_TOO]},
            {"员工!C2": "没有年份"},
        )
        for column in ("出生日期", "入职日期", "离职日期", "证书到期日", "从业起始日期")
    },
    "a cell of many letters": (
        {"员工": [["姓名", "岗位"], ["王" * 2001, "管理员"], PEOPLE_TOO]},
        {"员工!A2": "太长"},
    ),
    "too many people": (
        {"员工": [["姓名", "岗位"], *[[f"人{n:03}", "管理员"] for n in range(201)]]},
        {"员工!A202": "最多 200 人"},
    ),
    "too many leaves": (
        {"请假": [LEAVE, *[["王静", f"{1980 + n}年1月1日", None, "驳回"] for n in range(5001)]]},
        {"请假!A5002": "最多 5000 行"},
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors_at_their_cell(tmp_path: Path, case: str) -> None:
    given, expected = ERRORS[case]
    with pytest.raises(InputError) as caught:
        read(tmp_path, office.book({"员工": PEOPLE} | dict(given)))
    found = places(caught.value)
    assert found.keys() == expected.keys()
    for place, text in expected.items():
        assert text in found[place]


IDENTITY = "110101199003074477"
NO_NAMES = ["13800138000", "(13800138000)", "0571-88886666", IDENTITY, "/", "*", "()", "=", "、"]


@pytest.mark.parametrize("written", NO_NAMES)
def test_a_name_without_a_letter(tmp_path: Path, written: str) -> None:
    content = office.book({"员工": [["姓名", "岗位"], [written, "管理员"], ["李梅", "管理员"]]})
    text = refused(tmp_path, content)
    assert "员工 › A2" in text
    assert "里没有姓名" in text
    assert IDENTITY not in text


CALLED = {
    **dict.fromkeys(
        [
            *("王静/13800138002", "王静,13800138002", "王静-13800138002", "王静:13800138002"),
            *("王静(电话13800138002)", "王静(Tel:13800138002)", "王静 电话13800138002"),
            *("王静 手机:13800138002", "王静/13800138002/13800138003", "王静13800138002"),
        ],
        "13800138002",
    ),
    "王静,0571-88886666": "0571-88886666",
}


@pytest.mark.parametrize("written", CALLED)
def test_a_name_with_a_telephone(tmp_path: Path, written: str) -> None:
    told = {
        "员工": [["姓名", "岗位"], [written, "管理员"], ["李梅", "管理员"]],
        "请假": [LEAVE, [written, "12月5日", None, "同意"]],
    }
    centre = read(tmp_path, office.book(told))
    assert names(centre) == ["王静", "李梅"]
    assert centre.staff["王静"].phone == CALLED[written]
    assert [leave.person for leave in centre.problem.leaves] == ["王静"]
    told["员工"][1][0] = "王静"
    assert len(read(tmp_path, office.book(told)).problem.leaves) == 1


@pytest.mark.parametrize("written", ["王静1380013800", "王静/", "王静:李梅", "王静/13800138"])
def test_a_name_with_more_than_a_name(tmp_path: Path, written: str) -> None:
    content = office.book({"员工": [["姓名", "岗位"], [written, "管理员"], ["李梅", "管理员"]]})
    assert "员工 › A2" in refused(tmp_path, content)


def test_an_identity_number_is_not_echoed(tmp_path: Path) -> None:
    header = ["姓名", "工号", "岗位", "资格豁免"]
    told = [["王静", IDENTITY, "管理员", IDENTITY], ["王静", IDENTITY, "管理员", None]]
    leave = [LEAVE, ["王静", "12月5日", None, "同意"]]
    text = refused(tmp_path, office.book({"员工": [header, *told], "请假": leave}))
    assert "不是资格检查的名称" in text
    assert IDENTITY not in text


def test_namesakes_on_two_sheets(tmp_path: Path) -> None:
    told = [["姓名", "岗位"], ["王静", "管理员"]]
    text = refused(tmp_path, office.book({"员工": told, "花名册": told}))
    assert "员工 › A2:有2位「王静」(A2、〈花名册〉A2)" in text


def test_what_is_wrong_beyond_counting(tmp_path: Path) -> None:
    pins = [["姓名", "日期", "要求"], *[["王静", f"x{n}", "不可"] for n in range(2500)]]
    with pytest.raises(InputError, match="至少 2000 处"):
        read(tmp_path, office.book({"员工": PEOPLE, "指定": pins}))


def test_a_hidden_required_sheet(tmp_path: Path) -> None:
    content = office.book({"员工": PEOPLE, "说明": [["x"]]}, states={"员工": "hidden"})
    assert "取消隐藏" in refused(tmp_path, content)


STAFF_MORE = ["姓名", "岗位", "出生日期", "身份证号", "性别", "入职日期", "离职日期"]
WARNINGS: dict[str, tuple[Mapping[str, Sequence[Sequence[object]]], str]] = {
    "a leave of most of a year": (
        {"请假": [LEAVE, ["王静", "2026-06-01", "2027-01-31", "同意"]]},
        "请假 › B2:王静这次请假有 245 天",
    ),
    "a leave before joining": (
        {
            "员工": [STAFF_MORE, ["王静", "管理员", None, None, None, "2026-12-10", None]],
            "请假": [LEAVE, ["王静", "12月5日", "12月12日", "同意"]],
        },
        "请假 › B2:王静2026-12-10才入职",
    ),
    "a leave after leaving": (
        {
            "员工": [STAFF_MORE, ["王静", "管理员", None, None, None, None, "2026-12-10"]],
            "请假": [LEAVE, ["王静", "12月5日", "12月12日", "同意"]],
        },
        "请假 › B2:王静2026-12-10离职",
    ),
    "a count that contradicts the range": (
        {"请假": [[*LEAVE, "天数"], ["王静", "12月7日", "12月9日", "同意", "2天"]]},
        "请假 › E2:天数写的是「2天」,起止日期却是 3 天",
    ),
    "two leaves with a weekend between": (
        {
            "请假": [
                LEAVE,
                ["王静", "12月2日", "12月4日", "同意"],
                ["王静", "12月7日", "12月8日", "同意"],
            ]
        },
        "请假 › B3:王静的两次请假之间只隔着休息日",
    ),
    "two leaves by the clock with a weekend between": (
        {
            "请假": [
                LEAVE,
                ["王静", "12月2日", "12月4日17:30", "同意"],
                ["王静", "12月7日8:30", "12月8日", "同意"],
            ]
        },
        "请假 › B3:王静的两次请假之间只隔着休息日",
    ),
    "a date that Excel put into the wrong year": (
        {"请假": [LEAVE, ["王静", Raw('<c r="?" s="1"><v>45996</v></c>'), None, "同意"]]},
        "请假 › B2:1 处日期与排班月份差一年左右",
    ),
    "a formula of today": (
        {
            "请假": [
                LEAVE,
                ["王静", Raw('<c r="?" s="1"><f>TODAY()+9</f><v>46361</v></c>'), None, "同意"],
            ]
        },
        "请假 › B2:这一格的公式每天都会变",
    ),
    "a birth month": (
        {"员工": [STAFF_MORE, ["王静", "管理员", "1990-05", None, None, None, None]]},
        "员工 › C2:1 人的出生日期只写到月",
    ),
    "an identity number that is wrong": (
        {"员工": [STAFF_MORE, ["王静", "管理员", None, "110101199003074478", None, None, None]]},
        "员工 › D2:身份证号不对",
    ),
    "a birth date against the identity number": (
        {
            "员工": [
                STAFF_MORE,
                ["王静", "管理员", "1991-03-07", "110101199003074477", None, None, None],
            ]
        },
        "员工 › C2:出生日期 1991-03-07 与身份证号不同",
    ),
    "a sex against the identity number": (
        {"员工": [STAFF_MORE, ["王静", "管理员", None, "110101199003074477", "女", None, None]]},
        "员工 › E2:性别「女」与身份证号不同",
    ),
    "a birth month against the identity number": (
        {"员工": [STAFF_MORE, ["王静", "管理员", "1990-05", "110101199003074477", *[None] * 3]]},
        "员工 › C2:出生日期 1990-05 与身份证号不同",
    ),
    "a telephone that Excel has shortened": (
        {"员工": [["姓名", "岗位", "电话"], ["王静", "管理员", "1.38E+10"]]},
        "员工 › C2:「1.38E+10」丢了几位",
    ),
    **{
        f"a count written {written}": (
            {"请假": [[*LEAVE, head], ["王静", "12月7日", "12月9日", "同意", written]]},
            f"请假 › E2:天数写的是「{written}」,起止日期却是 3 天",
        )
        for head, written in {
            "天数": "两天",
            "时长(天)": "共5天",
            "请假时长": "五个工作日",
            "时长": "5(天)",
        }.items()
    },
    "somebody who has left, by the name": (
        {"员工": [STAFF_MORE, ["王静(已离职)", "管理员", None, None, None, None, None]]},
        "员工 › A2:这里写着「离职」",
    ),
    **{
        f"a footer {row[0]}": (
            {"员工": [*PEOPLE, *([row] if len(row) > 1 else [[None, *row], row])]},
            f"员工:这些行不是数据,没有读:第4行「{row[0][:12]}」",
        )
        for row in (
            *(["注意事项:x"], ["填报日期", None, "2026-11-30"], ["总人数", None, 2]),
            *(["人数合计:2人"], ["1.以上人员均已核对"], ["(盖章)"], ["单位(盖章):"]),
            *(["2026年11月30日"], ["注意事项", None, "如实填写"]),
        )
    },
    "a footer of leave": (
        {"请假": [LEAVE, ["1、请假须提前三天"]]},
        "请假:这些行不是数据,没有读:第2行「1、请假须提前三天」",
    ),
    "a pin in the wrong year": (
        {
            "指定": [
                ["姓名", "日期", "要求"],
                ["王静", Raw('<c r="?" s="1"><v>45996</v></c>'), "不可"],
            ]
        },
        "指定 › B2:1 处日期与排班月份差一年左右",
    ),
    "a change in the wrong year": (
        {
            "变更": [
                ["类型", "值班日期", "原值班人", "替班人", "状态"],
                ["顶班", Raw('<c r="?" s="1"><v>45996</v></c>'), "王静", "李梅", "同意"],
                ["顶班", Raw('<c r="?" s="1"><v>45997</v></c>'), "王静", "李梅", "驳回"],
            ]
        },
        "变更 › B2:1 处日期与排班月份差一年左右",
    ),
    "a pending leave in the wrong year": (
        {"请假": [LEAVE, ["王静", Raw('<c r="?" s="1"><v>45996</v></c>'), None, "待批"]]},
        "请假 › B2:1 处日期与排班月份差一年左右",
    ),
    "rows that are no data": (
        {"请假": [LEAVE, ["合计", None, None, None]]},
        "请假:这些行不是数据,没有读:第2行「合计」",
    ),
}


@pytest.mark.parametrize("case", WARNINGS)
def test_doubts_are_said_and_nothing_is_stopped(tmp_path: Path, case: str) -> None:
    given, said = WARNINGS[case]
    text = warned(read(tmp_path, office.book({"员工": PEOPLE} | dict(given))))
    assert said in text
    assert "19900307" not in text


QUIET: dict[str, Sequence[Sequence[object]]] = {
    "days counted over a list": [[*LEAVE, "天数"], ["王静", "12月7日、9日", None, "同意", 2]],
    "days counted for each of two": [
        [*LEAVE, "天数"],
        ["王静、李梅", "12月7日", "12月8日", "同意", 2],
    ],
    "one leave inside another": [
        LEAVE,
        ["王静", "12月1日", "12月31日", "同意"],
        ["王静", "12月3日", "12月4日", "同意"],
        ["王静", "12月7日", "12月8日", "同意"],
    ],
    "a working day between": [
        LEAVE,
        ["王静", "12月3日", None, "同意"],
        ["王静", "12月7日", "12月8日", "同意"],
    ],
    "a length in hours": [[*LEAVE, "时长(小时)"], ["王静", "12月7日", None, "同意", 8]],
    "days counted in words": [[*LEAVE, "天数"], ["王静", "12月7日", "12月8日", "同意", "两天"]],
    "an afternoon of work between": [
        LEAVE,
        ["王静", "12月4日上午", None, "同意"],
        ["王静", "12月7日", "12月8日", "同意"],
    ],
}


@pytest.mark.parametrize("case", QUIET)
def test_no_doubt_where_there_is_none(tmp_path: Path, case: str) -> None:
    text = warned(read(tmp_path, office.book({"员工": PEOPLE, "请假": QUIET[case]})))
    assert "请假 ›" not in text


def test_an_uncalculated_formula_of_today_is_not_said_to_be_empty(tmp_path: Path) -> None:
    told = [LEAVE, ["王静", Raw('<c r="?" t="str"><f>TODAY()</f><v></v></c>'), None, "同意"]]
    assert "今天是" not in refused(tmp_path, office.book({"员工": PEOPLE, "请假": told}))


def test_a_note_merged_across_the_table(tmp_path: Path) -> None:
    told = rows([LEAVE, ["王静", "12月5日", None, "同意"], ["请假须提前三天提出" * 300]])
    centre = read(tmp_path, staffed(told, merges("A3:D3")))
    assert "没有读:第3行" in warned(centre)


BROKEN = {"坏一.xlsx": b"PK broken", "空.csv": b"\xef\xbb\xbf", "坏二.xlsx": b""}


def test_every_broken_list_is_said_with_what_else_is_wrong(tmp_path: Path) -> None:
    files = [tmp_path / name for name in BROKEN]
    for file in files:
        file.write_bytes(BROKEN[file.name])
    wrong = {"员工": PEOPLE, "指定": [["姓名", "日期", "要求"], ["王静", "下周三", "不可"]]}
    text = refused(tmp_path, office.book(wrong), leave_files=files)
    assert "指定 › B2" in text
    for name in BROKEN:
        assert f"{name}:" in text
    assert "空.csv:这是空文件" in text
    assert "坏二.xlsx:这是空文件,里面什么也没有" in text
    assert text.count("另存为 xlsx") == 1
    # Without the people everything else would look wrong.
    text = refused(tmp_path, office.book(wrong), staff_files=files)
    assert "指定" not in text
    assert all(f"{name}:" in text for name in BROKEN)
    text = refused(tmp_path, b"", leave_files=files)
    assert all(f"{name}:" in text for name in (DATA, *BROKEN))


def test_an_empty_list_of_leave_is_said(tmp_path: Path) -> None:
    listed = tmp_path / "请假.xlsx"
    listed.write_bytes(office.book({"Sheet1": []}))
    centre = read(tmp_path, office.book({"员工": PEOPLE}), leave_files=[listed])
    assert "请假.xlsx:一行数据也没有读到" in warned(centre)


def test_a_csv_of_as_many_rows_as_may_be(tmp_path: Path) -> None:
    listed = tmp_path / "请假.csv"
    for count, said in ((20_000, "最多 5000 行"), (20_001, "超过 20000 行")):
        listed.write_text("姓名,开始,状态\n" + "王静,12月5日,同意\n" * count, encoding="gbk")
        assert said in refused(tmp_path, office.book({"员工": PEOPLE}), leave_files=[listed])


@pytest.mark.parametrize("title", ["员工信息", "员工表", "人员名单", "Sheet1"])
def test_staff_under_another_name(tmp_path: Path, title: str) -> None:
    path = tmp_path / DATA
    path.write_bytes(office.book({"负责人": [["姓名", "职务"], ["高建国", "经理"]], title: PEOPLE}))
    with pytest.raises(InputError) as caught:
        check(path)
    text = "\n".join(map(str, caught.value.messages))
    assert f"缺少工作表〈员工〉(现有:负责人、{title});请把〈{title}〉改名为〈员工〉" in text


def test_check_says_every_broken_file(tmp_path: Path) -> None:
    for name in (DATA, "请假.xlsx"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(InputError) as caught:
        check(tmp_path / DATA, leave_files=(tmp_path / "请假.xlsx",))
    assert [message.file for message in caught.value.messages] == [DATA, "请假.xlsx"]


def test_hidden_things_are_said(tmp_path: Path) -> None:
    body = rows([LEAVE, ["王静", "12月5日", None, "同意"]])
    sheets = {"员工": INLINE, "请假": sheet(body.replace('r="2">', 'r="2" hidden="1">', 1))}
    content = package(sheets | {"字典": sheet("")}, states={"字典": "hidden"})
    text = warned(read(tmp_path, content))
    assert "隐藏的工作表没有读:〈字典〉" in text
    assert "请假:隐藏或筛选掉的行也读了:第2行" in text


# --- dates ---------------------------------------------------------------------------------

DATES: dict[str, tuple[float, float] | str] = {
    "2026-12-05": (5, 6),
    "2026/12/5": (5, 6),
    "2026.12.5": (5, 6),
    "2026年12月5日": (5, 6),
    "20261205": (5, 6),
    "12月5日": (5, 6),
    "12月5号": (5, 6),
    "12.5": (5, 6),
    "12/5": (5, 6),
    "２０２６－１２－０５": (5, 6),
    "2026-12-05T00:00:00": (5, 6),
    "2026-12-05 14:00": (5 + 14 / 24, 6),
    "2026.12.5上午": (5, 5.5),
    "12月5日下午": (5.5, 6),
    "12月5日下午2点": (5 + 14 / 24, 6),
    "12月5日下午2点半": (5 + 14.5 / 24, 6),
    "12月15日14:00-17:30": (15 + 14 / 24, 15 + 17.5 / 24),
    "12.8—12.9下午": (8, 10),
    "12月1日-3日": (1, 4),
    "12月1日至12月3日": (1, 4),
    "12月1日起至12月3日止": (1, 4),
    "12月1日~3日(共3天)": (1, 4),
    "12/30-1/3": (30, 35),
    "12月31日、1月2日": "two",
    "十二月三日": (3, 4),
    "二〇二六年十二月二十三日": (23, 24),
    "12月5日(周六)": (5, 6),
    "12月5日 星期六": (5, 6),
    "12月5日(周日)": "是周六",
    "12月1日-3日(共5天)": "对不上",
    "11月31日": "没有11月31日",
    "下周三": "不是确定的日期",
    "每周三": "不是确定的日期",
    "月底": "不是确定的日期",
    "待定": "不是确定的日期",
    "12月5日起": "不是确定的日期",
    "05/12/2026": "分不清日和月",
    "12月9日-12月7日": "早于开始",
    "12月5日晚上12点": "24:0",
    "2026-12-05 00:00": (5, 6),
    "2026/12/5 0:00 - 2026/12/7 0:00": (5, 8),
    "12月5日0:00-24:00": (5, 6),
    "12月5日12:00-12月5日12:00": "等于开始",
    "12月5日(下午)": (5.5, 6),
    "自12月5日至12月7日": (5, 8),
    "12月5日-7日,共3天": (5, 8),
    "2026-12-05T08:30:00+08:00": (5 + 8.5 / 24, 6),
    "46361": (5, 6),
    "12月5日14:00-17": "几点还是几日",
    "2026年12月30日-1月3日": (30, 35),
    "2026年12月9日-12月7日": "早于开始",
    "12月5日" + " " * 3000 + "x": "太长",
    "一" * 32_000: "太长",
    "12月31日\n1月2日": "two",
    "、".join(["12.5"] * 100): "太多日期",
    "12-15": "不是确定的日期",
    "12月15日下午2点-5点": (15 + 14 / 24, 15 + 17 / 24),
    "12月15日下午2点-17点": (15 + 14 / 24, 15 + 17 / 24),
    "12月15日晚上8点-12点": (15 + 20 / 24, 16),
    "12月15日下午2点-12月16日9点": (15 + 14 / 24, 16 + 9 / 24),
    "2026-12-05至12-07": (5, 8),
    "2026-12-30至01-03": (30, 35),
    "12月30日至次年1月3日": (30, 35),
    "12月5日至次年12月7日": "年份对不上",
    "周六(12月5日)": (5, 6),
    "周日(12月5日)": "是周六",
    "12月5日上半天": (5, 5.5),
    "12月5日下半天": (5.5, 6),
    "十二月五、六日": (5, 7),
    "12月5日及6日": (5, 7),
    "12月5、6、7三天": (5, 8),
    "12月5、6、7两天": "不是确定的日期",
    "12月5、6、7日四天": "对不上",
    "从12月5日": "没有写全",
    "12月5日止": "没有写全",
    "2026-02-29": "没有2月29日",
}


@pytest.mark.parametrize("written", DATES)
def test_dates_as_people_write_them(tmp_path: Path, written: str) -> None:
    content = office.book(
        {"员工": PEOPLE, "请假": [["姓名", "请假时间", "状态"], ["王静", written, "同意"]]}
    )
    meant = DATES[written]
    if meant == "two":
        starts = [leave.start for leave in read(tmp_path, content).problem.leaves]
        assert starts == [datetime(2026, 12, 31), datetime(2027, 1, 2)]
    elif isinstance(meant, str):
        text = refused(tmp_path, content)
        assert "请假 › B2" in text
        assert meant in text
    else:
        (leave,) = read(tmp_path, content).problem.leaves
        eve = datetime(2026, 11, 30)
        assert (leave.start - eve, leave.end - eve) == tuple(timedelta(days=d) for d in meant)


@pytest.mark.parametrize("number", [12.1, 12.12, 5, 20261305])
def test_numbers_that_are_no_date(tmp_path: Path, number: float) -> None:
    content = office.book({"员工": PEOPLE, "请假": [LEAVE, ["王静", number, None, "同意"]]})
    assert "请假 › B2" in refused(tmp_path, content)


def test_dates_in_a_csv_that_may_have_lost_a_zero(tmp_path: Path) -> None:
    listed = tmp_path / "请假.csv"
    listed.write_text("姓名,开始,状态\n王静,12.1,同意\n", encoding="gbk")
    content = office.book({"员工": PEOPLE})
    assert "请假 › B2" in refused(tmp_path, content, leave_files=[listed])


def test_dates_that_never_end(tmp_path: Path) -> None:
    header = ["姓名", "岗位", "证书到期日", "离职日期"]
    told = [
        ["王静", "管理员", "长期有效", "-"],
        ["李梅", "管理员", "9999-12-31", "无"],
        ["张强", "管理员", Raw('<c r="?" s="1"><v>2958465</v></c>'), "9999-12-31"],
    ]
    people = read(tmp_path, office.book({"员工": [header, *told]})).problem.people
    assert [p.employed_to for p in people] == [None] * 3
    assert [p.credentials.certificate_until for p in people] == [None] * 3
    assert people[0].credentials.certificate is True


def test_headings_of_other_things(tmp_path: Path) -> None:
    """A telephone of somebody else, and dates of an employer before."""
    body = rows(
        [
            ["姓名", "岗位", "电话(紧急联系人)", "原单位", None],
            [None, None, None, "入职日期", "离职日期"],
            ["王静", "管理员", "13911112222", "2010-01-01", "2019-01-01"],
        ]
    )
    content = package({"员工": sheet(body, after=merges("A1:A2", "B1:B2", "C1:C2", "D1:E1"))})
    centre = read(tmp_path, content)
    (person,) = centre.problem.people
    assert (person.employed_from, person.employed_to) == (None, None)
    assert centre.staff["王静"].phone == ""


def test_a_number_shown_with_zeros_keeps_them(tmp_path: Path) -> None:
    styles = office.STYLES.replace('numFmtId="0"/>', 'numFmtId="170"/>').replace(
        "</numFmts>", '<numFmt numFmtId="170" formatCode="000"/></numFmts>'
    )
    listed = [["姓名", "工号", "岗位"], ["王静", Raw('<c r="?" s="0"><v>1</v></c>'), "管理员"]]
    centre = read(tmp_path, office.book({"员工": listed}, styles=styles))
    assert [person.key for person in centre.problem.people] == ["001"]


def test_the_same_person_with_and_without_zeros_is_one(tmp_path: Path) -> None:
    export = tmp_path / "花名册.xlsx"
    told = [["姓名", "工号", "岗位"], ["王静", 1, "管理员"], ["李梅(新)", None, "管理员"]]
    export.write_bytes(office.book({"在职": told}))
    centre = read(tmp_path, office.book({"员工": PEOPLE}), staff_files=[export])
    assert [person.key for person in centre.problem.people] == ["001", "002"]


def test_namesakes_of_an_export_are_asked_about(tmp_path: Path) -> None:
    export = tmp_path / "花名册.xlsx"
    told = [["姓名", "工号", "岗位"], ["王静", "001", "管理员"], ["王静", "009", "文员"]]
    export.write_bytes(office.book({"在职": told}))
    own = [["姓名", "工号", "岗位"], ["王静", None, "管理员"]]
    text = refused(tmp_path, office.book({"员工": own}), staff_files=[export])
    assert "员工 › A2:花名册.xlsx 里有几位「王静」(工号 001、009),请在这里填上工号" in text
    own[1][1] = "009"
    centre = read(tmp_path, office.book({"员工": own}), staff_files=[export])
    assert names(centre) == ["王静(009)", "王静(001)"]


def test_a_sheet_of_everyone_and_one_of_a_department(tmp_path: Path) -> None:
    export = tmp_path / "花名册.xlsx"
    noted = [*PEOPLE, ["客服部", None, None], ["制表:林芳", "审核:高建国", "x"]]
    export.write_bytes(office.book({"全员": noted, "客服": PEOPLE}))
    for own in ({}, {"员工": PEOPLE[:2]}):
        content = office.book(own or {"设置": [["参数", "值"]]})
        centre = read(tmp_path, content, staff_files=[export])
        assert names(centre) == ["王静", "李梅"]


def test_a_list_of_leave_without_rows_is_said(tmp_path: Path) -> None:
    export = tmp_path / "请假.csv"
    export.write_text("姓名,开始,结束,状态\n", encoding="utf-8")
    centre = read(tmp_path, office.book({"员工": PEOPLE}), leave_files=[export])
    assert "请假.csv:一行数据也没有读到" in warned(centre)


def test_row_numbers_where_nobody_has_an_id(tmp_path: Path) -> None:
    staff = [["姓名", "岗位"], ["阿依古丽·买买提", "管理员"], ["李梅", "管理员"]]
    leave = [["编号", *LEAVE], ["7", "阿依古丽•买买提", "12月5日", None, "同意"]]
    centre = read(tmp_path, office.book({"员工": staff, "请假": leave}))
    assert [one.person for one in centre.problem.leaves] == ["阿依古丽·买买提"]


def test_every_sheet_of_an_export_is_read(tmp_path: Path) -> None:
    export = tmp_path / "花名册.xlsx"
    kept = [["姓名", "工号", "岗位"], ["张强", "003", "管理员"]]
    gone = [["姓名", "工号", "岗位", "原因"], ["刘洋", "004", "管理员", "回老家"]]
    export.write_bytes(office.book({"在职": kept, "离职": gone}))
    centre = read(tmp_path, office.book({"员工": PEOPLE}), staff_files=[export])
    assert [p.standing.value for p in centre.problem.people] == ["是", "是", "是", "否"]
    assert "花名册.xlsx › 离职 › A2:这里写着「离职」" in warned(centre)


def test_whoever_has_left_by_a_column_of_state(tmp_path: Path) -> None:
    listed = [
        ["姓名", "岗位", "员工状态"],
        ["王静", "管理员", "已离职"],
        ["李梅", "管理员", "在职"],
    ]
    people = read(tmp_path, office.book({"员工": listed})).problem.people
    assert [person.standing.value for person in people] == ["否", "是"]


def test_lists_that_are_no_staff_are_left_out(tmp_path: Path) -> None:
    export = tmp_path / "人事.xlsx"
    kept = [["姓名", "工号", "岗位", "学历"], ["张强", "003", "管理员", "大专"]]
    family = [["姓名", "关系"], ["张大壮", "父"]]
    export.write_bytes(office.book({"在职": kept, "家庭成员": family, "填写示例": kept}))
    centre = read(tmp_path, office.book({"员工": PEOPLE}), staff_files=[export])
    assert names(centre) == ["王静", "李梅", "张强"]


def test_a_shared_formula_of_today_is_warned_of_everywhere(tmp_path: Path) -> None:
    first = Raw('<c r="?" s="1"><f t="shared" ref="B2:B3" si="0">TODAY()</f><v>46361</v></c>')
    again = Raw('<c r="?" s="1"><f t="shared" si="0"/><v>46362</v></c>')
    told = [LEAVE, ["王静", first, None, "同意"], ["李梅", again, None, "同意"]]
    centre = read(tmp_path, office.book({"员工": PEOPLE, "请假": told}))
    assert [m.cell for m in centre.warnings if m.code == "moving-cell"] == ["B2", "B3"]


def test_namesakes_told_apart_by_a_word(tmp_path: Path) -> None:
    listed = [["姓名", "工号", "岗位"], ["王静(大)", "1", "管理员"], ["王静(小)", "2", "管理员"]]
    told = [LEAVE, ["王静(小)", "12月5日", None, "同意"]]
    (leave,) = read(tmp_path, office.book({"员工": listed, "请假": told})).problem.leaves
    assert leave.person == "2"


def test_a_person_called_na_and_ids_with_zeros(tmp_path: Path) -> None:
    listed = [["姓名", "工号", "岗位"], ["NA", "001", "管理员"], ["Null", "010", "管理员"]]
    centre = read(tmp_path, office.book({"员工": listed}))
    assert [(p.key, p.name) for p in centre.problem.people] == [("001", "NA"), ("010", "Null")]


def test_what_openpyxl_writes_is_read_the_same(tmp_path: Path) -> None:
    path = book(tmp_path / DATA, 员工=STAFF, 历史=TAIL)
    centre = read_centre(path, TODAY, DECEMBER)
    assert names(centre) == [row[0] for row in STAFF[1:]]
    assert len(centre.problem.served) == 7
