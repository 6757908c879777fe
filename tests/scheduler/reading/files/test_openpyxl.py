"""openpyxl behind the guard: what it reads for us, what it needs help with, what a copy keeps."""

from __future__ import annotations

import zipfile
from datetime import datetime
from inspect import signature
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.styles import Font
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.worksheet.datavalidation import DataValidation

from scheduler.cli.main import cli
from scheduler.reading.files.open import open_book
from scheduler.reading.files.xlsx import CHINESE_DATES
from tests import office

if TYPE_CHECKING:
    from pathlib import Path

DATA = "值班数据.xlsx"


def test_the_parser_still_has_the_hooks_that_are_used() -> None:
    """It is not public: a release that changes it must fail here and not in an office."""
    parameters = signature(WorkSheetParser.__init__).parameters
    assert {"src", "shared_strings", "data_only", "epoch", "date_formats"} <= set(parameters)
    for name in ("parse_row", "parse_cell"):
        assert callable(getattr(WorkSheetParser, name))


@pytest.mark.parametrize("number", sorted(CHINESE_DATES))
def test_the_built_in_chinese_date_formats_are_dates(tmp_path: Path, number: int) -> None:
    styles = (
        f'<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs></styleSheet>'
    )
    cell = office.Raw('<c r="?" s="1"><v>46357</v></c>')
    path = tmp_path / DATA
    path.write_bytes(office.book({"员工": [["入职日期"], [cell]]}, styles=styles))
    assert open_book(path).grid("员工").rows[2][1] == datetime(2026, 12, 1)


def replaced(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as was, zipfile.ZipFile(stream, "w") as now:
        for name in was.namelist():
            data = was.read(name)
            now.writestr(name, data.replace(old, new) if name == part else data)
    return stream.getvalue()


def office_book() -> bytes:
    """Return a workbook as somebody keeps it: coloured, with a drop-down and a formula."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "员工"
    for row in (["姓名", "岗位"], ["王静", "管理员"], ["王静", "管理员"]):
        sheet.append(row)
    sheet["A2"].font = Font(name="楷体", size=20, color="FF0000")
    sheet.column_dimensions["A"].width = 33
    choice = DataValidation(type="list", formula1='"管理员,保洁员"')
    choice.add("B2:B9")
    sheet.add_data_validation(choice)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def annotated(folder: Path, content: bytes) -> openpyxl.Workbook:
    path, copy = folder / DATA, folder / "批注.xlsx"
    path.write_bytes(content)
    words = ["check", str(path), "--month", "2026-12", "--annotate", str(copy)]
    assert CliRunner().invoke(cli, words).exit_code == 4
    assert path.read_bytes() == content
    return openpyxl.load_workbook(copy)


def test_the_copy_keeps_formats_widths_and_drop_downs(tmp_path: Path) -> None:
    copy = annotated(tmp_path, office_book())
    sheet = copy["员工"]
    assert (sheet["A2"].font.name, sheet["A2"].font.size) == ("楷体", 20)
    assert sheet.column_dimensions["A"].width == 33
    (choice,) = sheet.data_validations.dataValidation
    assert "管理员" in choice.formula1
    assert "填上工号" in sheet["A3"].comment.text
    assert not any("没有保留" in str(row[4].value) for row in copy["问题清单"].iter_rows())


def test_a_broken_style_table_costs_the_formats_only(tmp_path: Path) -> None:
    broken = replaced(
        office_book(), "xl/styles.xml", b"<fonts", b"<fonts><font><sz val='x'/></font>"
    )
    copy = annotated(tmp_path, broken)
    assert copy["员工"]["A2"].value == "王静"
    assert copy["员工"]["A3"].comment is not None
    last = list(copy["问题清单"].iter_rows(values_only=True))[-1]
    assert "没有保留原来的格式" in last[4]
