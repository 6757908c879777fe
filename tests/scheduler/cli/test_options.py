"""Months, moments and leaves on the command line, in either width of punctuation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click
import pytest

from scheduler.cli.options import read_moment
from scheduler.clock import now
from scheduler.drafts.tried_leaves import try_leaves
from scheduler.errors import UsageError
from tests.books import book, centre
from tests.scheduler.commands import call, zhiban
from tests.scheduler.december import DATA, published

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("typed", ["12", "12月", "十二月", "１２"])
def test_a_month_without_a_year_is_the_next_one(tmp_path: Path, typed: str) -> None:
    book(tmp_path / DATA)
    code, said = call("draft", tmp_path, "--month", typed, "--dry-run")
    assert (code in (0, 3), said["result"]["month"]) == (True, f"{now().year}-12")


@pytest.mark.parametrize("typed", ["2026/12", "2026年12月", "2026．12", "202612"])
def test_a_month_in_another_spelling(tmp_path: Path, typed: str) -> None:
    book(tmp_path / DATA)
    code, said = call("draft", tmp_path, "--month", typed, "--dry-run")
    assert (code, said["result"]["month"]) == (0, "2026-12")


@pytest.mark.parametrize("typed", ["13", "2026-13", "每月", "1999-12", ""])
def test_what_is_no_month_is_refused(tmp_path: Path, typed: str) -> None:
    book(tmp_path / DATA)
    made = zhiban("draft", tmp_path, "--month", typed)
    assert made.exit_code == 2
    assert "不是月份" in made.output


MOMENTS = [
    "2026-12-10 12:00",
    "2026-12-10T12:00",
    "2026-12-10 12：00",
    "２０２６－１２－１０　１２：００",
    "2026/12/10 12:00",
    "2026年12月10日12点",
    "2026-12-10 中午12点",
    "2026年12月10日 12:00:00",
]


@pytest.mark.parametrize("typed", MOMENTS)
def test_a_moment_in_every_spelling(typed: str) -> None:
    context = click.Context(click.Command("adjust"))
    option = click.Option(["--as-of"])
    assert read_moment(context, option, typed) == datetime(2026, 12, 10, 12)
    assert read_moment(context, option, "2026.12.10") == datetime(2026, 12, 10)
    for wrong in ("2026-12-10至12", "明天", "2026-12-10、2026-12-11", "2026-12-10 晚上1点", ""):
        with pytest.raises(click.BadParameter, match="不是时刻"):
            read_moment(context, option, wrong)


LEAVES = {
    "2026-12-10 14：00 2026-12-12 17：30": ("2026-12-10T14:00:00", "2026-12-12T17:30:00"),
    "2026-12-10 14:00 - 2026-12-12 17:30": ("2026-12-10T14:00:00", "2026-12-12T17:30:00"),
    "12月10日下午2点 12月12日上午9点": ("2026-12-10T14:00:00", "2026-12-12T09:00:00"),
    "12.10 12.12": ("2026-12-10T00:00:00", "2026-12-13T00:00:00"),
    "，12.10，12.12": ("2026-12-10T00:00:00", "2026-12-13T00:00:00"),
    "12月10日 至 12月12日": ("2026-12-10T00:00:00", "2026-12-13T00:00:00"),
    "12。10～12。12": ("2026-12-10T00:00:00", "2026-12-13T00:00:00"),
    "12.10 晚上8点 12.11 24：00": ("2026-12-10T20:00:00", "2026-12-12T00:00:00"),
    "12.10 8:30 次日8:30": ("2026-12-10T08:30:00", "2026-12-11T08:30:00"),
    "2026-12-30 1.2": ("2026-12-30T00:00:00", "2027-01-03T00:00:00"),
}


@pytest.mark.parametrize("typed", LEAVES)
def test_a_leave_that_is_tried_in_every_spelling(tmp_path: Path, typed: str) -> None:
    for name in ("王静", "王静(001)", "\u2068王静\u2069"):
        text = name + typed if typed.startswith("，") else f"{name}　{typed}"
        _, (leave,) = try_leaves(centre(tmp_path), (text,))
        assert leave.person == "001"
        assert (leave.start.isoformat(), leave.end.isoformat()) == LEAVES[typed]


@pytest.mark.parametrize(
    "typed",
    [
        "王静 12.10 12.11、12.13",
        "王静 12.10-12.11 12.13-12.14",
        "王静 12.12 12.10",
        "王静 12月10日晚上1点",
        "王静 9999-12-31",
        "王静 0001-01-01 9999-12-31",
    ],
)
def test_a_leave_that_is_not_one_stretch_is_refused(tmp_path: Path, typed: str) -> None:
    with pytest.raises(UsageError, match="--leave"):
        try_leaves(centre(tmp_path), (typed,))


def test_adjust_takes_full_width_moments_and_months(tmp_path: Path) -> None:
    words = ["--as-of", "2026-12-10　12：00", "--leave", "王静 12月20日14：00－17：00"]
    made = call("adjust", published(tmp_path), *words, "--month", "12月", "--dry-run")
    assert made[0] in (0, 3), made


@pytest.mark.parametrize("typed", ["", "v", "v0x", "v-1", "1.0", "²", "9" * 5000, "v9999999"])
def test_what_is_no_revision_is_refused(tmp_path: Path, typed: str) -> None:
    made = zhiban("history", tmp_path, "--export", typed)
    assert made.exit_code == 2
    assert "不是版次" in made.output


NOWHERE = ("a\0b", "\0")


@pytest.mark.parametrize(
    "words",
    [
        *(("init",), ("check",), ("draft",), ("adjust",), ("history",), ("batch",), ("doctor",)),
        *(("export", "ics"), ("publish", "--approver", "王静")),
        *(
            ("draft", "--staff-file"),
            ("draft", "--leave-file"),
            ("draft", "-o"),
            ("draft", "--from"),
        ),
        *(("report",), ("report", "--csv"), ("report", "-o")),
        *(("check", "--annotate"), ("batch", ".", "--notices"), ("history", "--table")),
        ("check", "--log-file"),
    ],
)
def test_what_no_system_takes_for_a_path_is_refused(words: tuple[str, ...]) -> None:
    for path in NOWHERE:
        made = zhiban(*words, path)
        assert made.exit_code == 2, made.output
        assert "不能用的字符" in made.output
