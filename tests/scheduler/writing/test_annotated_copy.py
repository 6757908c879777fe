"""The copy that check --annotate writes: the user's own workbook, commented."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from scheduler.cli.main import cli
from tests import office
from tests.books import STAFF, TAIL
from tests.office import sheet

if TYPE_CHECKING:
    from pathlib import Path

DATA = "值班数据.xlsx"
IDENTITY = "110101199003074477"
LEAVE = [["姓名", "开始", "状态"], ["小王", "12月5日", "同意"], ["王静", "12月8日", "同意"]]


def made(**sheets: list[list[Any]]) -> Workbook:
    """Return an office's workbook with a leave of somebody unknown in 请假!A2."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in ({"员工": STAFF, "历史": TAIL, "请假": LEAVE} | sheets).items():
        for row in rows:
            (workbook[title] if title in workbook else workbook.create_sheet(title)).append(row)
    return workbook


def check(folder: Path, content: bytes, name: str = DATA, copy: str = "批注.xlsx") -> Result:
    (folder / name).write_bytes(content)
    call = ["check", str(folder / name), "--month", "2026-12", "--annotate", str(folder / copy)]
    result = CliRunner().invoke(cli, call)
    assert (folder / name).read_bytes() == content
    return result


def saved(workbook: Workbook) -> bytes:
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def with_part(content: bytes, parts: dict[str, bytes]) -> bytes:
    stream = BytesIO(content)
    with zipfile.ZipFile(stream, "a") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def altered(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    xml = parts[part]
    assert isinstance(xml, bytes)
    assert old in xml
    return office.zipped(parts | {part: xml.replace(old, new, 1)})


def test_what_an_office_has_made_of_its_workbook_is_kept(tmp_path: Path) -> None:
    workbook = made(选项=[["同意"], ["不同意"]])
    leave = workbook["请假"]
    leave["B3"].font = Font(bold=True, name="楷体")
    leave["B3"].number_format = "@"
    leave["A2"].font = Font(italic=True)
    leave["A2"].comment = Comment("李梅代填", "林芳")
    leave.column_dimensions["B"].width = 33
    leave.row_dimensions[3].height = 44
    leave.freeze_panes = "A2"
    leave.merge_cells("D2:D3")
    choice = DataValidation(type="list", formula1="选项!$A$1:$A$2")
    choice.add("C2:C9")
    leave.add_data_validation(choice)
    workbook["选项"].sheet_state = "hidden"
    result = check(tmp_path, saved(workbook))
    assert result.exit_code == 4
    assert "以原文件为准" not in result.output
    copy = load_workbook(tmp_path / "批注.xlsx")
    assert copy.sheetnames == ["问题清单", *workbook.sheetnames]
    assert copy.active is not None
    assert copy.active.title == "问题清单"
    assert copy["选项"].sheet_state == "hidden"
    kept = copy["请假"]
    assert (kept["B3"].font.name, kept["B3"].font.b, kept["B3"].number_format) == (
        "楷体",
        True,
        "@",
    )
    assert kept["A2"].font.i
    assert (kept.column_dimensions["B"].width, kept.row_dimensions[3].height) == (33, 44)
    assert (kept.freeze_panes, [str(area) for area in kept.merged_cells.ranges]) == (
        "A2",
        ["D2:D3"],
    )
    (still,) = kept.data_validations.dataValidation
    assert (str(still.sqref), still.formula1) == ("C2:C9", "选项!$A$1:$A$2")
    assert re.fullmatch("李梅代填\n错误：.*小王.*", kept["A2"].comment.text, re.DOTALL)
    assert kept["A2"].fill.fgColor.rgb.endswith("F4B6B6")
    assert kept["B3"].fill.fill_type is None
    assert [[cell.value for cell in row[:3]] for row in kept] == LEAVE


def rich() -> bytes:
    workbook = made()
    workbook["员工"]["D1"] = CellRichText("备", TextBlock(InlineFont(b=True), "注"))
    return saved(workbook)


def charted() -> bytes:
    workbook = made()
    chart = BarChart()
    chart.add_data(Reference(workbook["员工"], 1, 1, 1, 3))
    workbook["员工"].add_chart(chart, "H2")
    return with_part(saved(workbook), {"xl/charts/style1.xml": b"<style/>"})


def computed() -> bytes:
    content = saved(made())
    cell = b"<c r='A9'><f>1+1</f><v>2</v></c>".replace(b"'", b'"')
    return altered(
        content, "xl/worksheets/sheet1.xml", b"</row></sheetData>", cell + b"</row></sheetData>"
    )


PLAIN = saved(made())
EXTENDED = b"<extLst><ext uri='{78C0D931-6437-407d-A8EE-F0AAD7539E65}'/></extLst></worksheet>"
LOST: dict[str, tuple[bytes, str]] = {
    "rich text": (rich(), "一格之内的不同字体"),
    "charts": (charted(), "图表的部分样式"),
    "formulas": (computed(), "公式（只有结果）"),
    "pictures": (with_part(PLAIN, {"xl/media/image1.png": b"\x89PNG"}), "图片"),
    "shapes": (
        with_part(PLAIN, {"xl/drawings/drawing9.xml": b"<xdr:d xmlns:xdr='x'><xdr:sp/></xdr:d>"}),
        "图形和文本框",
    ),
    "macros": (with_part(PLAIN, {"xl/vbaProject.bin": b"macro"}), "宏"),
    "controls": (with_part(PLAIN, {"xl/activeX/activeX1.bin": b"x"}), "控件和嵌入的文件"),
    "extensions": (
        altered(PLAIN, "xl/worksheets/sheet1.xml", b"</worksheet>", EXTENDED),
        "迷你图和扩展的条件格式、下拉",
    ),
    "a header nobody can parse": (
        altered(
            PLAIN,
            "xl/worksheets/sheet1.xml",
            b"</worksheet>",
            b"<headerFooter><oddHeader>?</oddHeader></headerFooter></worksheet>",
        ),
        "页眉页脚",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LOST)
def test_what_is_lost_is_said_in_one_sentence(tmp_path: Path, case: str) -> None:
    content, words = LOST[case]
    result = check(tmp_path, content)
    assert result.exit_code == 4
    assert f"批注.xlsx 里没有原文件的{words}，以原文件为准" in result.output
    assert "小王" in load_workbook(tmp_path / "批注.xlsx")["请假"]["A2"].comment.text


@pytest.mark.parametrize(("name", "copy"), [("数据.xlsm", "批注.xlsm"), ("数据.xlsm", "批注.xlsx")])
def test_macros_are_kept_where_the_copy_may_hold_them(tmp_path: Path, name: str, copy: str) -> None:
    content = with_part(PLAIN, {"xl/vbaProject.bin": b"macro"})
    result = check(tmp_path, content, name, copy)
    with zipfile.ZipFile(tmp_path / copy) as package:
        kept = "xl/vbaProject.bin" in package.namelist()
        assert (b"macroEnabled" in package.read("[Content_Types].xml")) == kept
    assert kept == (copy == "批注.xlsm")
    assert ("没有原文件的宏" in result.output) != kept


def test_a_workbook_without_macros_gets_no_suffix_of_them(tmp_path: Path) -> None:
    assert check(tmp_path, PLAIN, copy="批注.xlsm").exit_code == 2


ODD = {
    "a style table that openpyxl refuses": office.STYLES.replace(
        "<cellXfs>", '<fonts><font><family val="99"/></font></fonts><cellXfs>'
    ),
    "no style table": "",
}


@pytest.mark.parametrize("case", ODD)
def test_of_a_workbook_that_cannot_be_edited_the_values_are_copied(
    tmp_path: Path, case: str
) -> None:
    rows = {"员工": STAFF, "历史": [["日期", "值班人"]], "请假": LEAVE}
    result = check(tmp_path, office.book(rows, styles=ODD[case]))
    assert result.exit_code == 4
    assert ("没有原文件的格式和下拉" in result.output) == bool(ODD[case])
    copy = load_workbook(tmp_path / "批注.xlsx")
    assert copy.sheetnames == ["问题清单", *rows]
    assert [[cell.value for cell in row] for row in copy["请假"]] == LEAVE
    assert "小王" in copy["请假"]["A2"].comment.text


def test_strict_workbooks_and_a_million_formatted_rows_are_edited_too(tmp_path: Path) -> None:
    body = office.rows(LEAVE) + "".join(
        f'<row r="{r}"><c r="A{r}" s="1"/><c r="B{r}" s="1"/></row>' for r in range(4, 40_000)
    )
    sheets = {"员工": sheet(office.rows(STAFF), main=office.STRICT_MAIN)}
    sheets["请假"] = sheet(body, main=office.STRICT_MAIN)
    strict = {"main": office.STRICT_MAIN, "relations": office.STRICT_RELATIONS}
    result = check(tmp_path, office.package(sheets, **strict))  # type: ignore[arg-type]
    assert result.exit_code == 4
    assert "以原文件为准" not in result.output
    copy = load_workbook(tmp_path / "批注.xlsx")
    assert copy["请假"].max_row == 3


def test_a_finding_under_a_merge_is_said_at_its_corner(tmp_path: Path) -> None:
    workbook = made(请假=[*LEAVE[:2], [None, "12月8日", "同意"]])
    workbook["请假"].merge_cells("A2:A3")
    result = check(tmp_path, saved(workbook))
    assert "请假 › A3" in result.output
    comment = load_workbook(tmp_path / "批注.xlsx")["请假"]["A2"].comment
    assert comment.text.count("小王") >= 2


def test_a_list_of_findings_of_their_own_is_no_obstacle(tmp_path: Path) -> None:
    check(tmp_path, saved(made(问题清单=[["级别"], ["错误"]])))
    copy = load_workbook(tmp_path / "批注.xlsx")
    assert copy.sheetnames == ["问题清单", "员工", "历史", "请假", "问题清单(2)"]
    link = next(cell for row in copy["问题清单"] for cell in row if cell.hyperlink)
    assert (link.value, link.hyperlink.location) == ("A2", "'请假'!A2")


def test_no_identity_number_in_a_hidden_sheet_or_a_comment(tmp_path: Path) -> None:
    workbook = made(字典=[[IDENTITY], [int(IDENTITY)]])
    workbook["字典"].sheet_state = "hidden"
    workbook["员工"]["F9"].comment = Comment(f"身份证{IDENTITY}", "林芳")
    check(tmp_path, saved(workbook))
    with zipfile.ZipFile(tmp_path / "批注.xlsx") as package:
        text = b"".join(map(package.read, package.namelist()))
    assert "身份证******".encode() in text
    assert IDENTITY[6:14].encode() not in text
