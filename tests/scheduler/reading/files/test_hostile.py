"""Whatever stands in a file: an answer of ours, no formula, no secret, and the file untouched."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from scheduler.cli.main import cli
from scheduler.errors import ZhibanError
from scheduler.reading.cells.faults import Faults
from scheduler.reading.files.open import open_book
from scheduler.reading.read_centre import read_centre
from scheduler.reading.tables.layout import DATA_SHEETS
from scheduler.reading.tables.sheet_rows import read_table
from scheduler.reading.tables.sources import open_sources
from scheduler.writing.annotated_copy import annotate
from scheduler.writing.data_workbook import data_workbook
from tests import fuzz, office
from tests.books import DECEMBER, STAFF, TAIL, TODAY, book, values

if TYPE_CHECKING:
    from pathlib import Path

DATA = "值班数据.xlsx"


IDENTITY = "110101199003074477"


PLAIN: dict[str, list[list[Any]]] = {
    "员工": [
        ["姓名", "工号", "岗位", "学历", "值班权重", "备注"],
        ["王静", "1", "管理员", "大专", 1, ""],
        ["李梅", "2", "管理员", "本科", 1, ""],
        ["张强", "3", "管理员", "大专", 1, ""],
    ],
    "请假": [["姓名", "开始", "结束", "时段", "状态"], ["王静", "12月5日", None, None, "同意"]],
    "变更": [
        ["类型", "值班日期", "原值班人", "替班人", "状态", "原因"],
        ["顶班", "12月8日", "王静", "李梅", "同意", "x"],
    ],
    "指定": [["姓名", "日期", "要求", "批准人"], ["张强", "12月12日", "希望", None]],
    "历史": [TAIL[0], [date(2026, 11, 30), "张强"]],
    "负责人": [["姓名", "职务", "电话"], ["高建国", "经理", "1380"]],
    "设置": [["参数", "值"], ["中心名称", "花园"], ["值班热线", "12345"]],
}


CELLS = [
    (title, row, column)
    for title, rows in PLAIN.items()
    for row in range(len(rows))
    for column in range(len(rows[row]))
]


TEXTS = st.one_of(
    st.text(max_size=40),
    st.text("0123456789.-/年月日至~、()上下午:=+@\t\n 周一二三", max_size=20),
    st.sampled_from(
        ["=1+1", "=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "-2+3", "\x00", "\ud800", "_x0007_"]
    ),
    st.sampled_from(["王静、李梅", "同上", "合计", "待定", "NA", "#N/A", "' OR 1", IDENTITY]),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
)  # fmt: skip


SAFE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def typed(value: object) -> object:
    """Return a value as a program that writes XML must give it."""
    return fuzz.clean(value) if isinstance(value, str) else value


@settings(SAFE, max_examples=150)
@given(place=st.sampled_from(CELLS), value=TEXTS)
def test_any_value_in_any_cell_is_read_or_refused(
    tmp_path: Path, place: tuple[str, int, int], value: object
) -> None:
    title, row, column = place
    sheets = {name: [list(cells) for cells in rows] for name, rows in PLAIN.items()}
    sheets[title][row][column] = typed(value)
    path = tmp_path / DATA
    content = office.book(sheets)
    path.write_bytes(content)
    try:
        messages = read_centre(path, TODAY, DECEMBER).warnings
    except ZhibanError as error:
        messages = error.messages
        assert all(message.file == DATA for message in messages)
    copied, _ = annotate(open_sources(path, (), (), Faults(path.name)).books, messages)
    assert no_formula(copied)
    assert IDENTITY not in "".join(map(str, messages))
    assert path.read_bytes() == content


def no_formula(content: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(content)) as package:
        sheets = [name for name in package.namelist() if "worksheets/sheet" in name]
        return not any(re.search(rb"<f[ >]", package.read(name)) for name in sheets)


@settings(SAFE, max_examples=12)
@given(name=TEXTS, note=TEXTS, hotline=TEXTS)
def test_no_roster_holds_a_formula(
    tmp_path: Path, name: object, note: object, hotline: object
) -> None:
    sheets = {title: [list(cells) for cells in rows] for title, rows in PLAIN.items()}
    sheets["员工"][2][0], sheets["变更"][1][5] = typed(name), typed(note)
    sheets["设置"][2][1] = sheets["负责人"][1][0] = typed(hotline)
    (tmp_path / DATA).write_bytes(office.book(sheets))
    output = tmp_path / "out.xlsx"
    output.unlink(missing_ok=True)
    result = CliRunner().invoke(
        cli, ["draft", str(tmp_path), "--month", "2026-12", "-o", str(output), "--json"]
    )
    assert result.exit_code in (0, 3, 4, 5)
    assert output.exists() == (result.exit_code != 4)
    if output.exists():
        assert no_formula(output.read_bytes())


def test_what_init_writes_reads_back(tmp_path: Path) -> None:
    rows = {
        sheet.name: [
            {c.name: f"{c.name}{nth}" for c in sheet.columns if c.offered and not c.several}
            for nth in range(3)
        ]
        for sheet in DATA_SHEETS[:-1]
    }
    path = tmp_path / DATA
    path.write_bytes(data_workbook(rows))
    opened = open_book(path)
    for sheet in DATA_SHEETS[:-1]:
        read = read_table(opened, sheet, Faults(DATA)).rows
        found = [{name: cell.value for name, cell in row.items() if cell.value} for row in read]
        assert found == rows[sheet.name]


def test_a_short_fuzz_run() -> None:
    answers, slowest = fuzz.run(300, seed=7)
    assert answers["refused"] + answers["read"] == 300
    assert slowest < 10 * fuzz.SECONDS


def test_the_annotated_copy(tmp_path: Path) -> None:
    rows = [["姓名", "开始", "状态"], ["小王", "12月5日", "同意"], ["王静", "下周三", "口头"]]
    staff = [
        ["姓名", "岗位", "身份证号"],
        ["王静", "管理员", IDENTITY],
        ["=1+1", "管理员", IDENTITY],
    ]
    path = book(tmp_path / DATA, 员工=staff, 请假=rows)
    before = path.read_bytes()
    copy = tmp_path / "批注.xlsx"
    call = ["check", str(path), "--month", "2026-12", "--annotate", str(copy), "--json"]
    result = CliRunner().invoke(cli, call)
    assert result.exit_code == 4
    opened = load_workbook(copy)
    assert opened.sheetnames == ["问题清单", "员工", "请假"]
    for message in json.loads(result.output)["messages"]:
        if message["cell"]:
            comment = opened[message["sheet"]][message["cell"]].comment
            assert message["text"] in comment.text
    assert {c.coordinate for r in opened["请假"] for c in r if c.comment} == {"A2", "B3", "C3"}
    assert opened["员工"]["A3"].value == "（没有读到）"
    assert no_formula(copy.read_bytes())
    assert IDENTITY not in result.output + str(values(copy, "员工"))
    assert ["错误", DATA, "请假", "A2"] in [row[:4] for row in values(copy, "问题清单")]
    assert path.read_bytes() == before


def everything(content: bytes) -> str:
    """Return all text in a workbook's parts."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_identity_numbers_are_shown_nowhere(tmp_path: Path) -> None:
    """Found by a tester: in names, ids, telephones, titles and as numbers they were."""
    spaced = f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}"
    staff = [
        ["姓名", "工号", "岗位", "联系电话", "证件号", "备注", "身份证号"],
        [f"王静{IDENTITY}", "001", "管理员", spaced, int(IDENTITY), f"ID{IDENTITY}", IDENTITY],
        ["李梅", "002", "管理员", "1", 110101900307447, f"身份证{spaced}", float(IDENTITY)],
    ]
    sheets = {
        "员工": staff,
        "设置": [["参数", "值"], ["电话显示", "完整"]],
        IDENTITY: [["x"]],
        "请假": [["姓名", "开始", "状态"], ["李梅", "12月5日", "待批"]],
    }
    path = tmp_path / DATA
    path.write_bytes(office.book(sheets))
    copy, output = tmp_path / "批注.xlsx", tmp_path / "班表.xlsx"
    call = ["check", str(path), "--month", "2026-12", "--annotate", str(copy)]
    said = CliRunner().invoke(cli, call)
    drafted = CliRunner().invoke(
        cli, ["draft", str(path), "--month", "2026-12", "-o", str(output), "--json"]
    )
    assert drafted.exit_code in (0, 3)
    shown = said.output + drafted.output + everything(copy.read_bytes())
    shown += everything(output.read_bytes())
    for number in (IDENTITY, IDENTITY[6:14], "110101900307447", "1.1010119", "19900307"):
        assert number not in shown


def test_a_foreign_file_is_never_overwritten_by_the_copy(tmp_path: Path) -> None:
    """Found by a tester: only the inputs were safe."""
    path = book(tmp_path / DATA)
    other = book(tmp_path / "别的.xlsx")
    before = other.read_bytes()
    call = ["check", str(path), "--month", "2026-12", "--annotate"]
    assert CliRunner().invoke(cli, [*call, str(other)]).exit_code == 8
    assert other.read_bytes() == before
    copy = tmp_path / "批注.xlsx"
    for _ in range(2):
        assert CliRunner().invoke(cli, [*call, str(copy)]).exit_code == 0


def test_an_annotated_copy_of_several_files(tmp_path: Path) -> None:
    book(tmp_path / DATA)
    listed = tmp_path / "请假：十二月[一]名字很长很长很长很长很长很长很长.csv"
    listed.write_text("姓名,开始,状态\n小王,12月5日,同意\n", encoding="gbk")
    copy = tmp_path / "批注.xlsx"
    call = ["check", str(tmp_path), "--month", "2026-12", "--leave-file", str(listed)]
    result = CliRunner().invoke(cli, [*call, "--annotate", str(copy)])
    assert result.exit_code == 4
    assert f"{listed.name} › {listed.stem} › A2" in result.stderr
    opened = load_workbook(copy)
    assert opened.sheetnames[:3] == ["问题清单", "员工", "历史"]
    assert "小王" in opened.worksheets[3]["A2"].comment.text


def test_the_copy_is_never_the_original(tmp_path: Path) -> None:
    path = book(tmp_path / DATA, 员工=STAFF)
    before = path.read_bytes()
    result = CliRunner().invoke(cli, ["check", str(path), "--annotate", str(path)])
    assert result.exit_code == 2
    assert path.read_bytes() == before


def test_a_draft_from_the_files_of_hr(tmp_path: Path) -> None:
    book(tmp_path / DATA, 员工=[["姓名", "岗位"]], 历史=[["日期", "值班人"]])
    staff = tmp_path / "花名册.csv"
    staff.write_text("\n".join(",".join(row) for row in STAFF), encoding="gb18030")
    leave = tmp_path / "请假.xlsx"
    leave.write_bytes(
        office.book(
            {"导出": [["申请人", "开始时间", "审批结果"], ["王静", "12月1日-31日", "同意"]]}
        )
    )
    call = ["draft", str(tmp_path), "--month", "2026-12", "--staff-file", str(staff), "--json"]
    result = CliRunner().invoke(cli, [*call, "--leave-file", str(leave)])
    read = json.loads(result.output)
    assert [one["path"] for one in read["inputs"]] == [DATA, "花名册.csv", "请假.xlsx"]
    served = {one["name"] for one in read["result"]["assignments"]}
    assert served == {"李梅", "张强", "刘洋"}
    again = json.loads(CliRunner().invoke(cli, [*call, "--leave-file", str(leave)]).output)
    assert again["result"]["changed"] is False


@pytest.mark.parametrize("given", [["--staff-file", "没有.xlsx"], ["--leave-file", "没有.csv"]])
def test_a_missing_file_of_hr(tmp_path: Path, given: list[str]) -> None:
    book(tmp_path / DATA)
    result = CliRunner().invoke(cli, ["check", str(tmp_path), *given])
    assert result.exit_code == 12
    assert given[1] in result.stderr
