"""Sheet 公物: what is on it is read, what is wrong is said at its cell and stops no roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.errors import InputError
from scheduler.reading.form_facts import read_form_facts
from scheduler.reading.sheets.articles import MOST
from scheduler.usecases.init import ARTICLES, make_centre
from tests.books import TODAY, book, centre

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.reading.form_facts import FormFacts
    from tests.books import Rows

HEADS = ["物品", "数量", "备注"]


def facts(folder: Path, *rows: list[object]) -> tuple[FormFacts, dict[str, str]]:
    path = book(folder / "值班数据.xlsx", 公物=[HEADS, *rows])
    read = read_form_facts(path, TODAY.date())
    return read, {f"{one.sheet}!{one.cell}": one.text for one in read.messages}


def test_counts_may_have_their_unit(tmp_path: Path) -> None:
    read, said = facts(tmp_path, ["对讲机", 2, "含充电器"], ["电脑", "1台", None])
    assert [(one.name, one.count, one.note) for one in read.articles] == [
        ("对讲机", "2", "含充电器"),
        ("电脑", "1台", ""),
    ]
    assert not said


@pytest.mark.parametrize(
    ("count", "words"),
    [(None, "没有填数量"), (-1, "负数"), ("几台", "不是数量"), (1.5, "不是整数"), (12345, "太多")],
)
def test_a_count_that_is_none_leaves_the_field_empty(
    tmp_path: Path, count: object, words: str
) -> None:
    read, said = facts(tmp_path, ["电脑", 1, None], ["对讲机", count, "新"])
    assert words in said["公物!B3"]
    assert [one.count for one in read.articles] == ["1", ""]


def test_twice_and_nameless_are_left_out(tmp_path: Path) -> None:
    read, said = facts(tmp_path, ["雨伞", 5, None], [None, 2, "新"], ["雨 伞", 4, None])
    assert [one.count for one in read.articles] == ["5"]
    assert "没有填物品" in said["公物!A3"]
    assert "填了两次（另一处在 A2）" in said["公物!A4"]


def test_more_than_a_page_holds_is_said_once(tmp_path: Path) -> None:
    rows: Rows = [[f"物品{nth}", 1, None] for nth in range(MOST + 3)]
    read, said = facts(tmp_path, *rows)
    assert len(read.articles) == MOST
    assert list(said) == [f"公物!A{MOST + 2}"]


def test_a_roster_is_made_all_the_same_and_told_of_it(tmp_path: Path) -> None:
    made = centre(tmp_path, 公物=[HEADS, ["雨伞", -5, None]])
    (warning,) = (one for one in made.warnings if one.code == "article")
    assert (warning.severity, warning.cell) == ("warning", "B2")


def test_no_sheet_is_no_article(tmp_path: Path) -> None:
    path = book(tmp_path / "值班数据.xlsx")
    assert read_form_facts(path, TODAY.date()).articles == ()


@pytest.mark.parametrize("posts", [(), ("保洁",)])
def test_the_template_has_what_lies_on_a_desk(tmp_path: Path, posts: tuple[str, ...]) -> None:
    data, *_ = make_centre(tmp_path, posts)
    read = read_form_facts(data, TODAY.date())
    assert [one.name for one in read.articles] == [row["物品"] for row in ARTICLES]
    assert not read.messages


@pytest.mark.parametrize("pages", [0, 6, "两"])
def test_pages_of_the_log_are_one_to_five(tmp_path: Path, pages: object) -> None:
    path = book(tmp_path / "值班数据.xlsx", 设置=[["参数", "值"], ["值班记录页数", pages]])
    with pytest.raises(InputError) as caught:
        read_form_facts(path, TODAY.date())
    assert [one.cell for one in caught.value.messages] == ["B2"]
