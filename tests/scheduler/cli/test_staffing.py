"""The command that says how many people are enough."""

from __future__ import annotations

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from scheduler.batch.staffing import simulate
from scheduler.errors import Exit
from scheduler.usecases.staffing import staffed
from tests.books import DECEMBER, NAMES, STAFF, TAIL, TODAY, book, values
from tests.scheduler.commands import call, zhiban
from tests.scheduler.december import AT, CHANGE, DATA, LEAVE, published, say, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[3]
ASKED = ("--month", "2026-12")


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    book(tmp_path / DATA)
    return tmp_path


def test_three_lines_and_a_workbook(centre: Path) -> None:
    done = zhiban("staffing", centre, *ASKED, "--months", 2, "-o", centre / "人数.xlsx")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "2026年12月管理员值班要几个人"
    assert [line.split("：")[0] for line in lines[1:4]] == [
        "少一人（3 人）",
        "现有（4 人）",
        "多一人（5 人）",
    ]
    assert all(re.search(r"；每人每月约 \d+ 小时$", line) for line in lines[1:4])
    assert "不足 10 次" in done.stdout and "每人每年请假 23 天" in done.stdout
    written = values(centre / "人数.xlsx", "要几个人")
    assert [row[0] for row in written[3:6]] == ["少一人（3 人）", "现有（4 人）", "多一人（5 人）"]
    assert [row[1] for row in written[3:6]] == [2, 2, 2]
    assert [row[0] for row in written if row[0]][5:8] == lines[1:4]
    with ZipFile(centre / "人数.xlsx") as parts:
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2
    again = zhiban("staffing", centre, *ASKED, "--months", 2, "-o", centre / "人数.xlsx")
    assert (again.exit_code, "不覆盖" in again.output) == (Exit.CONFLICT, True)


def test_the_document(centre: Path) -> None:
    code, said = call("staffing", centre, *ASKED, "--months", 1, "--seed", 7)
    result = said["result"]
    assert (code, said["schema"]) == (0, "zhiban.staffing/1")
    assert (result["month"], result["post"], result["seed"]) == ("2026-12", "管理员值班", 7)
    assert [one["change"] for one in result["staffings"]] == [-1, 0, 1]
    assert [one["people"] for one in result["staffings"]] == [3, 4, 5]
    assert all(one["months"] == 1 for one in result["staffings"])
    assert result["absences"]["few"] is True


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--months", "0"), "--months"),
        (("--months", "1000000000"), "--months"),
        (("--seed", "-1"), "--seed"),
        (("--month", "十三"), "不是月份"),
        (("--post", "厨师"), "没有岗位「厨师」"),
        (("-o", "人数.csv"), ".xlsx"),
    ],
)
def test_what_cannot_be_meant_is_refused(centre: Path, words: tuple[str, ...], said: str) -> None:
    done = zhiban("staffing", centre, *ASKED, *words)
    assert (done.exit_code, said in done.output) == (Exit.USAGE, True), done.output


def test_of_one_person_nobody_can_leave(centre: Path) -> None:
    book(centre / DATA, 员工=STAFF[:2])
    done = zhiban("staffing", centre, *ASKED, "--months", 1)
    assert done.exit_code == Exit.USAGE
    assert f"只有{NAMES[0]}一人" in done.output


def test_an_interrupted_run_says_what_it_has(centre: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def impatient(*_: Any, **__: Any) -> Iterator[Callable[[], None]]:
        steps = iter(range(2))

        def step() -> None:
            if next(steps, None) is None:
                raise KeyboardInterrupt

        yield step

    monkeypatch.setattr("scheduler.cli.staffing.progress", impatient)
    code, said = call("staffing", centre, *ASKED, "--months", 50)
    assert code == Exit.INTERRUPTED
    assert [one["months"] for one in said["result"]["staffings"]] == [3, 3, 3]
    assert "只模拟了 3 个月" in said["messages"][0]["text"]


def test_absences_are_those_of_the_sheets_and_of_the_ledger(tmp_path: Path) -> None:
    """A stand-in of a month that is published counts, though its row is gone by now."""
    folder = published(tmp_path)
    on = next(on for on, key in served(folder).items() if key == "001")
    row = ["顶班", on, NAMES[0], None, None, "已批准", "林芳", None, ""]
    leave = [NAMES[1], "2026-11-02", "2026-11-03", "已批准", "林芳"]
    say(folder, 变更=[CHANGE, row], 请假=[LEAVE, leave])
    before = AT.replace(day=1)
    assert call("adjust", folder, "--as-of", f"{before:%Y-%m-%d %H:%M}")[0] in (0, 3)
    assert call("publish", folder, "--approver", "林芳", "--reason", "顶班")[0] in (0, 3)
    say(folder, 请假=[LEAVE, leave], 历史=TAIL)
    found = staffed(
        folder, month=DECEMBER.replace(year=2027, month=1), at=TODAY.replace(2027, 1, 1)
    )
    assert found.absences.seen == 2
    assert staffed(folder, month=DECEMBER, at=TODAY).absences.seen == 1


def test_days_yet_to_come_are_not_on_record(centre: Path) -> None:
    later = staffed(centre, month=DECEMBER.replace(year=2027), at=TODAY)
    assert later.absences.until == TODAY.date()
    assert staffed(centre, month=DECEMBER, at=TODAY.replace(2027)).absences.until == DECEMBER


def test_a_later_post_names_those_that_have_its_people_first(tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples/estate" / DATA, tmp_path)
    cleaning = staffed(tmp_path, month=DECEMBER, post="保洁", at=TODAY)
    standby = staffed(tmp_path, month=DECEMBER, post="备班", at=TODAY)
    assert (cleaning.before, standby.before) == ((), ("管理员值班",))
    assert cleaning.centre.problem.policy.shift_work
    with ThreadPoolExecutor(1) as thread:
        *_, outlooks = simulate(cleaning.centre.problem, cleaning.absences, 2, thread)
    assert [one.people for one in outlooks] == [7, 8, 9]
    assert all(one.hours_each > 100 for one in outlooks)
