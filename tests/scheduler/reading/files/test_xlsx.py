"""What openpyxl reads of a workbook, and what is mended where it does not."""

from __future__ import annotations

import inspect
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet import _reader

from scheduler.errors import InputError
from scheduler.reading.files.grid import Ambiguous, Damaged, Grid
from scheduler.reading.files.open import open_book
from tests import office
from tests.office import Raw, rows, sheet

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

DATED = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
SERIAL = 46361
DAY = datetime(2026, 12, 5)


def read(folder: Path, content: bytes) -> Grid:
    path = folder / "值班数据.xlsx"
    path.write_bytes(content)
    opened = open_book(path)
    return opened.grid(opened.titles[0])


def refused(folder: Path, content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read(folder, content)
    return caught.value.text


def styled(*numbers: int, codes: str = "") -> str:
    """Return a style table whose nth style has the nth of the number formats."""
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
    return (
        f'<styleSheet xmlns="{office.MAIN}"><numFmts>{codes}</numFmts>'
        f"<cellXfs>{formats}</cellXfs></styleSheet>"
    )


def numbers(count: int, value: float = SERIAL) -> str:
    cells = [Raw(f'<c r="?" s="{style}"><v>{value}</v></c>') for style in range(count)]
    return sheet(rows([cells]))


def test_the_private_parser_that_is_built_on_is_the_one_it_was_built_for() -> None:
    """A new release of openpyxl: read its `_reader.py`, then move the bound in pyproject.toml."""
    assert openpyxl.__version__.startswith("3.1.")
    parser = _reader.WorkSheetParser
    taken = {name: list(inspect.signature(getattr(parser, name)).parameters) for name in (
        "__init__", "parse_row", "parse_cell",
    )}  # fmt: skip
    assert taken["__init__"][:5] == ["self", "src", "shared_strings", "data_only", "epoch"]
    assert taken["parse_row"] == ["self", "row"]
    assert taken["parse_cell"] == ["self", "element"]
    made = parser(None, {0: "王静"}, data_only=True)
    cell = fromstring(f'<row xmlns="{office.MAIN}" r="3"><c r="B3" t="s" s="1"><v>0</v></c></row>')
    assert made.parse_row(cell) == (
        3,
        [{"row": 3, "column": 2, "value": "王静", "data_type": "s", "style_id": 1}],
    )
    assert (made.row_counter, made.col_counter, made.row_dimensions) == (3, 2, {})


def test_dates_by_their_built_in_formats(tmp_path: Path) -> None:
    """Chinese Excel's 27 to 36 and 50 to 58 have no code, and openpyxl takes them for numbers."""
    every = range(60)
    grid = read(tmp_path, office.package({"a": numbers(60)}, styles=styled(*every)))
    assert {n for n in every if grid.rows[1][n + 1] == DAY} == set(DATED)
    assert {grid.rows[1][n + 1] for n in every if n not in DATED} == {SERIAL}


@pytest.mark.parametrize(
    ("code", "dated"),
    [
        ("yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", True),
        ("[$-804]aaaa;@", False),
        ("[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;", True),
        ("[Red]0.00", False),
        ("0&quot;days&quot;", False),
        ("General", False),
        ("#,##0;yyyy", False),
        ("h:mm", True),
    ],
)
def test_dates_by_a_format_of_their_own(tmp_path: Path, code: str, dated: bool) -> None:
    # A number that Chinese Excel gives to dates may be given to anything else.
    own = f'<numFmt numFmtId="30" formatCode="{code}"/>'
    grid = read(tmp_path, office.package({"a": numbers(1)}, styles=styled(30, codes=own)))
    assert grid.rows[1][1] == (DAY if dated else SERIAL)


STRICT = {"main": office.STRICT_MAIN, "relations": office.STRICT_RELATIONS}


def test_strict_namespaces_in_every_part(tmp_path: Path) -> None:
    cells = sheet(
        '<row r="1" hidden="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="0"><v>46361</v></c>'
        '<c r="C1" t="d"><v>2026-12-05</v></c></row>',
        main=office.STRICT_MAIN,
        after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
    )
    strings = f'<sst xmlns="{office.STRICT_MAIN}"><si><t>王静</t></si></sst>'
    styles = styled(14).replace(office.MAIN, office.STRICT_MAIN)
    content = office.package({"a": cells}, strings=strings, styles=styles, **STRICT)  # type: ignore[arg-type]
    grid = read(tmp_path, content)
    assert grid.rows == {1: {1: "王静", 2: DAY, 3: "2026-12-05"}}
    assert (grid.merges, grid.hidden_rows) == ([(1, 1, 2, 1)], {1})


def test_a_namespace_that_nobody_knows_is_read_all_the_same(tmp_path: Path) -> None:
    first = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>').replace("main", "Main")
    strings = f'<sst xmlns="{office.MAIN}"><si><t>王静</t></si></sst>'.replace("main", "Main")
    assert read(tmp_path, office.package({"a": first}, strings=strings)).rows == {1: {1: "王静"}}


@pytest.mark.parametrize(
    "styles",
    [
        "",
        "no XML",
        "<styleSheet",
        styled(14)[:-9],
        '<!DOCTYPE s [<!ENTITY a "b">]>' + styled(14),
    ],
)
def test_a_broken_style_table_costs_formats_not_values(tmp_path: Path, styles: str) -> None:
    grid = read(tmp_path, office.package({"a": numbers(2)}, styles=styles))
    assert grid.rows == {1: {1: SERIAL, 2: SERIAL}}


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_an_odd_style_table_keeps_its_formats(tmp_path: Path) -> None:
    """One family of fonts that openpyxl does not know makes it refuse the whole workbook."""
    odd = styled(14).replace("<cellXfs>", '<fonts><font><family val="99"/></font></fonts><cellXfs>')
    content = office.package({"a": numbers(2)}, styles=odd)
    assert read(tmp_path, content).rows == {1: {1: DAY, 2: SERIAL}}
    with pytest.raises(ValueError):
        openpyxl.load_workbook(BytesIO((tmp_path / "值班数据.xlsx").read_bytes()))


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_what_else_openpyxl_refuses_is_not_looked_at(tmp_path: Path) -> None:
    after = (
        '<pageMargins left="wide"/><pageSetup orientation="sideways"/>'
        '<conditionalFormatting sqref="?"/><dataValidations><dataValidation type="?"/>'
        "</dataValidations><extLst><ext/></extLst>"
    )
    content = office.package({"a": sheet(rows([["姓名"]]), after=after)})
    assert read(tmp_path, content).rows == {1: {1: "姓名"}}
    with pytest.raises(TypeError):
        openpyxl.load_workbook(BytesIO((tmp_path / "值班数据.xlsx").read_bytes()))


FORMATTED = "".join(
    f'<row r="{r}"><c r="A{r}" s="1"/><c r="B{r}" s="1"></c></row>' for r in range(4, 60_000)
)


@pytest.mark.parametrize("last", ['<row r="1048576"><c r="A1048576"><v>1</v></c></row>', ""])
def test_cells_without_a_value_are_never_parsed(
    tmp_path: Path, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sheet formatted to its last row is one of a million rows; see tests.bench reading."""
    parsed: list[str] = []
    plain = _reader.WorkSheetParser.parse_row

    def counted(self: _reader.WorkSheetParser, row: Element) -> object:
        parsed.append(row.get("r", ""))
        return plain(self, row)  # type: ignore[arg-type]

    monkeypatch.setattr(_reader.WorkSheetParser, "parse_row", counted)
    grid = read(
        tmp_path, office.package({"a": sheet(rows([["姓名"], ["王静"]]) + FORMATTED + last)})
    )
    assert list(grid.rows) == [1, 2, 1_048_576][: len(parsed)]
    assert len(parsed) == (3 if last else 2)


@pytest.mark.parametrize("unplaced", ["<row/>", '<row r="60001"><c/><c><v>5</v></c></row>'])
def test_formatted_cells_stay_where_others_count_from_them(tmp_path: Path, unplaced: str) -> None:
    last = "<row><c><v>7</v></c></row>"
    grid = read(tmp_path, office.package({"a": sheet(FORMATTED + unplaced + last)}))
    expected = {60_001: {1: 7}} if unplaced[-2:] == "/>" else {60_001: {2: 5}, 60_002: {1: 7}}
    assert grid.rows == expected


@given(moment=st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)), apple=st.booleans())
def test_a_moment_is_read_to_the_second(
    tmp_path_factory: pytest.TempPathFactory, moment: datetime, apple: bool
) -> None:
    epoch = datetime(1904, 1, 1) if apple else datetime(1899, 12, 30)
    moment = max(moment.replace(microsecond=0), datetime(1904, 1, 2) if apple else moment.min)
    properties = '<workbookPr date1904="1"/>' if apple else ""
    content = office.package(
        {"a": numbers(1, to_excel(moment, epoch))}, styles=styled(22), properties=properties
    )
    assert read(tmp_path_factory.getbasetemp(), content).rows == {1: {1: moment}}


def test_numbers_of_days_at_their_edges(tmp_path: Path) -> None:
    told = {
        "0": time(),
        "0.375": time(9),
        "1": datetime(1900, 1, 1),
        "59": datetime(1900, 2, 28),
        "61": datetime(1900, 3, 1),
        "2958465": datetime(9999, 12, 31),
        "2958466": 2958466,
        "-1": -1,
        "46361.4999999999": DAY + timedelta(hours=12),
    }
    cells = [Raw(f'<c r="?" s="0"><v>{number}</v></c>') for number in told]
    grid = read(tmp_path, office.package({"a": sheet(rows([cells]))}, styles=styled(22)))
    assert list(grid.rows[1].values()) == list(told.values())


@pytest.mark.parametrize("number", [14, 15, 16, 27, 28, 31, 36, 50, 57, 58])
def test_a_cell_that_shows_a_date_is_that_date(tmp_path: Path, number: int) -> None:
    for value in (SERIAL + 0.6, SERIAL + 43 / 86_400):
        content = office.package({"a": numbers(1, value)}, styles=styled(number))
        assert read(tmp_path, content).rows[1][1] == DAY


@pytest.mark.parametrize("number", [22, 32, 33, 34, 55])
def test_a_cell_that_shows_a_time_has_one(tmp_path: Path, number: int) -> None:
    content = office.package({"a": numbers(1, SERIAL + 0.5)}, styles=styled(number))
    assert read(tmp_path, content).rows[1][1] == DAY + timedelta(hours=12)


def test_numbers_that_count_from_1904_are_ambiguous(tmp_path: Path) -> None:
    apple = '<workbookPr date1904="true"/>'
    (value,) = (
        read(tmp_path, office.package({"a": numbers(1)}, styles="", properties=apple))
        .rows[1]
        .values()
    )
    assert isinstance(value, Ambiguous)


CELLS: dict[str, object] = {
    '<c r="?" t="b"><v>1</v></c>': True,
    '<c r="?" t="b"><v>true</v></c>': True,
    '<c r="?" t="b"><v>false</v></c>': False,
    '<c r="?" t="str"><v>a_x000A_b</v></c>': "a\nb",
    '<c r="?" t="str"><v>_x005F_x000A_</v></c>': "_x000A_",
    '<c r="?" t="inlineStr"><is><r><t>王</t></r><r><rPr><odd/></rPr><t>静</t></r>'
    '<rPh sb="0" eb="1"><t>wang</t></rPh></is></c>': "王静",
    '<c r="?" t="d"><v>2026-12-05T08:00:00.5</v></c>': "2026-12-05T08:00:00.5",
    '<c r="?"><v>0.30000000000000004</v></c>': 0.3,
    '<c r="?"><v>5.0</v></c>': 5,
    '<c r="?"><v>1E3</v></c>': 1000,
    '<c r="?" t="s"><v>-1</v></c>': Damaged("这一格的内容丢失了（文件损坏）"),
    '<c r="?" t="s"><v>x</v></c>': Damaged("这一格的内容丢失了（文件损坏）"),
    '<c r="?"><v>1e999</v></c>': Damaged("这一格的数字读不出来（文件损坏）"),
    '<c r="?"><v>nan</v></c>': Damaged("这一格的数字读不出来（文件损坏）"),
    '<c r="?"><v>五</v></c>': Damaged("这一格的数字读不出来（文件损坏）"),
    '<c r="?" t="e"><v>#REF!</v></c>': Damaged("这一格是错误值 #REF!，请改正公式或直接填写"),
    '<c r="?"><f>A1</f></c>': Damaged("公式没有算出结果，请用 Excel 打开并保存一次"),
}


@pytest.mark.parametrize("written", CELLS)
def test_what_a_cell_holds(tmp_path: Path, written: str) -> None:
    strings = f'<sst xmlns="{office.MAIN}"><si><t>王静</t></si></sst>'
    content = office.package({"a": sheet(rows([["x", Raw(written), "y"]]))}, strings=strings)
    assert read(tmp_path, content).rows == {1: {1: "x", 2: CELLS[written], 3: "y"}}


def test_formulas_that_move_with_the_day(tmp_path: Path) -> None:
    cells = [
        Raw('<c r="?"><f t="shared" ref="A1:B1" si="0">today()+1</f><v>1</v></c>'),
        Raw('<c r="?"><f t="shared" si="0"/><v>1</v></c>'),
        Raw('<c r="?"><f t="shared" si="1"/><v>1</v></c>'),
        Raw('<c r="?"><f>A1</f><v>1</v></c>'),
    ]
    grid = read(tmp_path, office.package({"a": sheet(rows([cells]))}))
    assert grid.moving == {(1, 1), (1, 2)}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "单元格地址不对"),
        ('<row r="1"><c r="A0"><v>1</v></c></row>', "单元格地址不对"),
        ('<row r="1"><c r="1A"><v>1</v></c></row>', "单元格地址不对"),
        ('<row r="1"><c r="ABCD1"><v>1</v></c></row>', "单元格地址不对"),
        ('<row r="1048577"/>', "行号不对"),
        ('<row r="1048576"/><row/>', "行号不对"),
    ],
)
def test_places_and_sizes_that_cannot_be(tmp_path: Path, body: str, said: str) -> None:
    assert said in refused(tmp_path, office.package({"a": sheet(body)}))


@pytest.mark.parametrize(
    "rels", ["<Relationships/>", "x", "<Relationships><Relationship/></Relationships>"]
)
def test_relationships_that_lead_nowhere(tmp_path: Path, rels: str) -> None:
    content = office.package(
        {"a": sheet(rows([["姓名"]]))}, more={"xl/_rels/workbook.xml.rels": rels}
    )
    assert "另存为 xlsx" in refused(tmp_path, content)


def test_a_row_that_says_nothing_of_where_it_is_follows_the_one_before(tmp_path: Path) -> None:
    """Found by mutated workbooks: an empty number was taken for one."""
    body = '<row r="2"><c><v>1</v></c></row><row r=""><c><v>2</v></c></row>'
    assert read(tmp_path, office.package({"a": sheet(body)})).rows == {2: {1: 1}, 3: {1: 2}}
