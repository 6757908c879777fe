"""The commands as a person or a job runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from scheduler.cli.main import cli
from scheduler.cli.usage_errors import in_chinese
from scheduler.ledger.lock import LOCK_FILE
from tests.books import NAMES, STAFF, TAIL, Rows, book, edit, values

if TYPE_CHECKING:
    from pathlib import Path

DRAFT = "值班安排表-2026-12-草案.xlsx"
DATA = "值班数据.xlsx"
# Title, hours and header above the first day; people in the fourth column.
FIRST_ROW = 4


def zhiban(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], standalone_mode=True)


def document(*words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zhiban("--json", *words).stdout)
    return found


def draft(folder: Path, *words: object) -> dict[str, Any]:
    return document("draft", folder, "--month", "2026-12", *words)


def person_cell(day: int) -> str:
    return f"D{FIRST_ROW + day - 1}"


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    book(tmp_path / DATA)
    return tmp_path


def test_the_main_job(centre: Path) -> None:
    made = zhiban("draft", centre, "--month", "2026-12")
    assert made.exit_code == 0, made.output
    assert "已排 31/31 天 · 缺口 0 · 已证明最优" in made.stdout
    opened = load_workbook(centre / DRAFT)
    assert opened.sheetnames == [
        "值班安排表",
        "说明",
        "月历",
        "人员排班",
        "均衡统计",
        "资格核对",
        "_机读",
    ]
    assert opened["_机读"].sheet_state == "hidden"
    people = [opened["值班安排表"][person_cell(day)].value for day in range(1, 32)]
    assert set(people) == set(NAMES)


def test_the_document_of_a_draft(centre: Path) -> None:
    found = draft(centre)
    assert found["schema"] == "zhiban.draft/1"
    assert (found["status"], found["exit_code"]) == ("ok", 0)
    assert found["inputs"][0]["path"] == DATA
    result = found["result"]
    assert result["optimal"] and result["changed"]
    assert [level["name"] for level in result["levels"]] == [
        "gaps",
        "reserves",
        "leave eves",
        "changes",
        "total fairness",
        "holiday fairness",
        "rest-day fairness",
        "wishes",
        "spacing",
    ]
    first, *_, last = result["assignments"]
    assert first["start"] == "2026-12-01T08:30:00"
    assert last["end"] == "2027-01-01T08:30:00"
    assert (first["post"], first["kind"], first["fixed"], first["standby"]) == (
        "管理员值班",
        "WORKDAY",
        False,
        False,
    )
    served = sum(person["served"]["total"] for person in result["people"])
    assert served == len(result["assignments"]) == 31


def test_the_same_inputs_leave_the_draft_alone(centre: Path) -> None:
    draft(centre)
    before = (centre / DRAFT).stat().st_mtime_ns
    again = draft(centre)
    assert (again["exit_code"], again["result"]["changed"]) == (0, False)
    assert (centre / DRAFT).stat().st_mtime_ns == before


def test_a_proved_draft_is_not_solved_again(centre: Path) -> None:
    """Nor one with gaps, whose reasons and cures are told all the same."""
    for data in ({}, {"员工": [STAFF[0], STAFF[1]]}):
        book(centre / DATA, **data)
        first, again = draft(centre), draft(centre)
        assert first["result"]["seconds"] > 0 and first["result"]["changed"]
        for told in (first, again):
            told.pop("run_id")
        assert again["result"]["seconds"] == 0
        assert not again["result"]["changed"]
        same = {"changed": True, "seconds": first["result"]["seconds"]}
        assert again | {"result": again["result"] | same} == first


def test_new_inputs_make_a_new_draft(centre: Path) -> None:
    draft(centre)
    book(
        centre / DATA,
        请假=[["姓名", "开始", "结束", "状态"], ["王静", "12月1日", "12月9日", "同意"]],
    )
    again = draft(centre)
    assert again["result"]["changed"]
    assert all(one["name"] != "王静" for one in again["result"]["assignments"][:9])


def test_an_edited_draft_is_never_overwritten(centre: Path) -> None:
    draft(centre)
    edit(centre / DRAFT, "值班安排表", {person_cell(3): "待定"})
    kept = draft(centre)
    assert (kept["exit_code"], kept["result"]["changed"]) == (5, False)
    assert "保留" in kept["messages"][-1]["text"]
    assert kept["result"]["assignments"][2]["name"] is None
    assert not kept["result"]["optimal"]
    assert "保留人工修改" in zhiban("draft", centre, "--month", "2026-12", "-q").stdout
    book(centre / DATA, 指定=[["姓名", "日期", "要求"], ["王静", "12月20日", "希望"]])
    refused = draft(centre)
    assert refused["exit_code"] == 8
    assert "--from" in refused["messages"][0]["text"]
    assert values(centre / DRAFT, "值班安排表")[FIRST_ROW + 1][3] == "待定"
    assert draft(centre, "--force")["exit_code"] == 0


def test_a_day_that_is_only_empty_is_not_called_one_that_nobody_can_take(centre: Path) -> None:
    """Found by use: a name mistyped by hand, and 没有人能值 beside the one who could."""
    was = draft(centre)["result"]["assignments"][2]["name"]
    edit(centre / DRAFT, "值班安排表", {person_cell(3): "待定"})
    said = zhiban("draft", centre, "--month", "2026-12").stdout
    (line,) = [one for one in said.splitlines() if "空着,可以由" in one]
    assert line.strip().startswith("12月3日(周四)")
    assert was in line
    assert "没有人能值" not in said
    assert "没有验证出" not in said


def test_a_foreign_file_in_the_way_is_never_overwritten(centre: Path) -> None:
    (centre / DRAFT).write_bytes(b"mine")
    assert draft(centre)["exit_code"] == 8
    book(centre / DRAFT, 值班安排表=[["日期", "值班人"], ["12月1日", "王静"]])
    assert draft(centre)["exit_code"] == 8


def test_hand_edits_stay_and_little_else_moves(centre: Path) -> None:
    before = draft(centre)["result"]["assignments"]
    other = next(name for name in NAMES if name != before[14]["name"])
    taken = {i for i, one in enumerate(before) if one["name"] == other}
    day = next(i for i in range(2, 29) if not taken & {i - 1, i, i + 1})
    edit(centre / DRAFT, "值班安排表", {person_cell(day + 1): other})
    found = draft(centre, "--from", centre / DRAFT)
    assert found["exit_code"] == 0
    after = found["result"]["assignments"]
    assert after[day]["name"] == other
    assert after[day]["fixed"]
    assert found["result"]["levels"][3] == {"name": "changes", "cost": 0, "bound": 0}
    expected = [other if i == day else one["name"] for i, one in enumerate(before)]
    assert [one["name"] for one in after] == expected
    # What was kept stays an edit: neither the daily job nor a second --from loses it.
    again = draft(centre)
    assert (again["exit_code"], again["result"]["changed"]) == (0, False)
    assert [one["name"] for one in again["result"]["assignments"]] == expected
    twice = draft(centre, "--from", centre / DRAFT)
    assert not twice["result"]["changed"]
    assert twice["result"]["assignments"][day]["fixed"]


def test_an_emptied_cell_is_filled_again(centre: Path) -> None:
    before = draft(centre)["result"]["assignments"]
    edit(centre / DRAFT, "值班安排表", {person_cell(10): None})
    found = draft(centre, "--from", centre / DRAFT)
    assert [one["name"] for one in found["result"]["assignments"]] == [
        one["name"] for one in before
    ]
    assert found["result"]["changes"] == [
        {"date": "2026-12-10", "old": None, "new": before[9]["person"]}
    ]


def test_what_follows_from_an_edit_is_said(centre: Path) -> None:
    before = draft(centre)["result"]["assignments"]
    edit(centre / DRAFT, "值班安排表", {person_cell(10): before[10]["name"]})
    text = zhiban("draft", centre, "--month", "2026-12", "--from", centre / DRAFT).stdout
    followed = text.partition("【随手工修改的调整】")[2]
    assert f"12月11日(周五) {before[10]['name']} → " in followed
    assert "12月10日" not in followed.partition("【")[0]


def test_illegal_edits_are_named_with_their_cell(centre: Path) -> None:
    before = draft(centre)["result"]["assignments"]
    edit(
        centre / DRAFT,
        "值班安排表",
        {person_cell(day): before[19]["name"] for day in (5, 6)},
    )
    found = draft(centre, "--from", centre / DRAFT)
    assert found["exit_code"] == 4
    assert [message["cell"] for message in found["messages"]] == [person_cell(6)]
    assert "没有间隔" in found["messages"][0]["text"]
    edit(centre / DRAFT, "值班安排表", {person_cell(5): "没有这个人"})
    found = draft(centre, "--from", centre / DRAFT)
    assert (found["exit_code"], found["messages"][0]["cell"]) == (4, person_cell(5))


GAPPED: Rows = [
    ["姓名", "开始", "结束", "状态"],
    ["王静", "12月9日", "12月12日", "已批准"],
    ["李梅", "12月9日", "12月12日", "已批准"],
    ["张强", "12月9日", "12月12日", "已批准"],
]


def test_a_month_that_cannot_be_covered(centre: Path) -> None:
    book(centre / DATA, 请假=GAPPED)
    found = draft(centre)
    assert (found["exit_code"], found["status"]) == (5, "look")
    gaps = found["result"]["gaps"]
    assert gaps
    assert found["result"]["levels"][0]["cost"] == len(gaps)
    for gap in gaps:
        assert {reason["name"] for reason in gap["reasons"]} == set(NAMES)
    wall = values(centre / DRAFT, "值班安排表")
    assert sum(row[3] == "待定" for row in wall) == len(gaps)
    assert draft(centre)["exit_code"] == 5


def test_a_cure_typed_in_closes_its_gap(centre: Path) -> None:
    helper = [*STAFF, ["高主管", "009", "客服主管"]]
    book(centre / DATA, 员工=helper, 历史=TAIL, 请假=GAPPED)
    first = draft(centre)["result"]
    cure = first["gaps"][0]["cures"][0]
    assert cure["price"] == 1
    rows = [[one["person"], one["date"], "特批", "经理"] for one in cure["dispensations"]]
    pins = [["姓名", "日期", "要求", "批准人"], *rows]
    book(centre / DATA, 员工=helper, 历史=TAIL, 请假=GAPPED, 指定=pins)
    answer = draft(centre)
    assert answer["exit_code"] in (0, 5), answer["messages"]
    second = answer["result"]
    assert len(second["gaps"]) < len(first["gaps"])


def test_input_errors_write_nothing(centre: Path) -> None:
    book(centre / DATA, 请假=[["姓名", "开始", "状态"], ["某人", "下周三", "好"]])
    found = draft(centre)
    assert (found["exit_code"], found["status"]) == (4, "error")
    assert [message["cell"] for message in found["messages"]] == ["A2", "B2", "C2"]
    assert set(os.listdir(centre)) == {DATA, LOCK_FILE}
    spoken = zhiban("draft", centre, "--month", "2026-12")
    assert "值班数据.xlsx › 请假 › A2" in spoken.stderr


def test_a_dry_run_and_another_output(centre: Path, tmp_path: Path) -> None:
    assert draft(centre, "--dry-run")["result"]["output"] is None
    assert os.listdir(centre) == [DATA]
    target = tmp_path / "别处.xlsx"
    assert draft(centre, "-o", target)["result"]["output"] == str(target)
    assert target.exists()


def test_no_time_writes_nothing(centre: Path) -> None:
    many = [[chr(0x4E00 + nth) * 2, f"{100 + nth}", "客服管理员"] for nth in range(150)]
    book(centre / DATA, 员工=[*STAFF, *many], 历史=TAIL)
    found = draft(centre, "--time-limit", "0.01")
    assert found["exit_code"] in (3, 6)
    assert (found["exit_code"] == 6) == (set(os.listdir(centre)) == {DATA, LOCK_FILE})


def test_what_exit_three_is_for(centre: Path) -> None:
    book(centre / DATA, 历史=[["日期", "值班人"]])
    assert draft(centre)["exit_code"] == 3
    expiring = [[*STAFF[0], "证书到期日"], *([*row, None] for row in STAFF[1:])]
    expiring[1][3] = "2026-12-18"
    book(centre / DATA, 员工=expiring, 历史=TAIL)
    found = draft(centre)
    assert found["exit_code"] == 3
    assert any("王静12月18日起不排" in message["text"] for message in found["messages"])
    tail = [TAIL[0], *([date(2027, 1, 25) + timedelta(days=n), NAMES[n % 4]] for n in range(7))]
    book(centre / DATA, 历史=tail)
    estimated = document("draft", centre, "--month", "2027-02")
    assert estimated["exit_code"] == 3
    checked = [["参数", "值"], ["节假日已核对至", "2027-02-28"]]
    book(centre / DATA, 历史=tail, 设置=checked)
    assert document("draft", centre, "--month", "2027-02", "--force")["exit_code"] == 0
    tail = [TAIL[0], *([date(2027, 2, 22) + timedelta(days=n), NAMES[n % 4]] for n in range(7))]
    book(centre / DATA, 历史=tail)
    assert document("draft", centre, "--month", "2027-03")["exit_code"] == 0


def test_check_of_data(centre: Path) -> None:
    assert document("check", centre)["exit_code"] == 0
    assert "可值班 4 人" in zhiban("check", centre / DATA).stdout


def test_check_of_our_own_roster_and_of_a_broken_one(centre: Path) -> None:
    draft(centre)
    assert document("check", centre / DRAFT)["exit_code"] == 0
    names = [row[3] for row in values(centre / DRAFT, "值班安排表")[FIRST_ROW - 1 : FIRST_ROW + 30]]
    edit(centre / DRAFT, "值班安排表", {person_cell(8): names[6]})
    found = document("check", centre / DRAFT)
    assert found["exit_code"] == 7
    assert next((m["code"], m["cell"]) for m in found["messages"]) == ("rest", person_cell(8))


def test_check_of_a_hand_made_list(centre: Path) -> None:
    book(centre / DATA, 请假=[["姓名", "开始", "状态"], ["李梅", "12月4日", "同意"]])
    days = [[f"12月{day}日", NAMES[(day + 1) % 4]] for day in range(1, 31)]
    days[1][1] = days[0][1]
    days[9][1] = "陌生人"
    days[19][1] = None
    rows = [["日期", "值班人"], *days]
    path = book(centre / "手工.xlsx", 值班=rows)
    opened = load_workbook(path)
    for name in ("员工", "历史"):
        del opened[name]
    opened.save(path)
    found = document("check", path)
    assert found["exit_code"] == 4
    by_cell = {message["cell"]: message["text"] for message in found["messages"]}
    assert "陌生人" in by_cell["B11"]
    assert "没有间隔" in by_cell["B3"]
    assert "请假" in by_cell["B5"]
    assert "没有人值班" in by_cell["B21"]
    assert any(message["text"] == "表里没有这 1 天:12月31日" for message in found["messages"])
    assert document("check", path, "--month", "2027-03")["exit_code"] == 4


def test_a_roster_without_its_data_says_so(tmp_path: Path) -> None:
    path = book(tmp_path / "手工.xlsx", 值班=[["日期", "值班人"], ["12月1日", "王静"]])
    opened = load_workbook(path)
    for name in ("员工", "历史"):
        del opened[name]
    opened.save(path)
    assert document("check", path)["exit_code"] == 12


def test_init_makes_a_folder_that_reads_back(tmp_path: Path) -> None:
    folder = tmp_path / "中心"
    assert zhiban("init", folder).exit_code == 0
    assert sorted(os.listdir(folder)) == [
        *("1-检查.cmd", "2-排下月.cmd", "3-发布.cmd", "4-调整.cmd"),
        DATA,
    ]
    opened = load_workbook(folder / DATA)
    assert opened.sheetnames[:3] == ["员工", "请假", "变更"]
    edit(folder / DATA, "员工", {"A3": "王静", "C3": "客服管理员"})
    edit(folder / DATA, "历史", {"A3": "2026-11-30", "B3": "王静"})
    assert document("check", folder, "--month", "2026-12")["exit_code"] == 0
    assert zhiban("init", folder).exit_code == 8
    commands = (folder / "2-排下月.cmd").read_bytes()
    assert b"\r\n" in commands and b"\n" not in commands.replace(b"\r\n", b"")


def test_status_tells_the_next_command(centre: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.usecases.status.now", lambda: datetime(2026, 11, 23))
    monkeypatch.chdir(centre)
    assert "下一步:zhiban draft" in zhiban().stdout
    draft(centre)
    assert "下一步:zhiban publish" in zhiban().stdout
    assert zhiban("publish", ".", "--approver", "王静").exit_code in (0, 3)
    assert "2026-12:已发布 v1" in zhiban().stdout
    assert "下一步:zhiban draft --month 2027-01" in zhiban().stdout
    os.remove(DATA)
    assert "下一步:zhiban init" in zhiban().stdout


def test_names_cannot_become_formulas(centre: Path) -> None:
    staff = [*STAFF[:4], ["=1+1", "004", "客服管理员"]]
    book(centre / DATA, 员工=staff, 历史=[["日期", "值班人"]])
    opened = load_workbook(centre / DATA)
    opened["员工"]["A5"].data_type = "s"
    opened.save(centre / DATA)
    draft(centre)
    cells = load_workbook(centre / DRAFT)["值班安排表"]
    kinds = {
        cells[person_cell(day)].value: cells[person_cell(day)].data_type for day in range(1, 32)
    }
    assert kinds["=1+1"] == "s"


def process(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "importtime", "-m", "scheduler", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("words", "code"), [(["--help"], 0), (["draft", "--nein"], 2), (["was"], 2)]
)
def test_help_and_usage_errors_load_nothing_heavy(words: list[str], code: int) -> None:
    done = process(*words)
    assert done.returncode == code
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if "|" in line}
    assert not {"ortools", "pandas", "openpyxl", "numpy"} & imported


def test_a_usage_error_is_chinese_and_json_if_asked() -> None:
    done = process("draft", "--json", "--nein")
    found = json.loads(done.stdout)
    assert found["exit_code"] == 2
    assert "没有 --nein 这个选项" in found["messages"][0]["text"]


def test_the_missing_option_is_named() -> None:
    """Found by use: 缺少参数, and no word of which."""
    found = json.loads(process("publish", "--json").stdout)
    assert found["exit_code"] == 2
    assert "缺少 --approver" in found["messages"][0]["text"]


def test_a_closed_pipe_is_no_error(centre: Path) -> None:
    """Found in first use: the catch-all took it for a bug of the program."""
    command = [sys.executable, "-m", "scheduler", "--json", "draft", str(centre), "--dry-run"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*command, "--month", "2026-12"], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_places_that_cannot_be_written_or_read(centre: Path) -> None:
    (centre / "file").write_bytes(b"")
    assert document("init", centre / "file" / "x")["exit_code"] == 12
    assert document("draft", centre / "none")["exit_code"] == 12
    assert draft(centre, "-o", centre)["exit_code"] == 2
    assert draft(centre, "-o", centre / "x.pdf")["exit_code"] == 2
    for month in ("1999-01", "9999-12", "12"):
        assert zhiban("draft", centre, "--month", month).exit_code == 2


def test_nobody_may_be_rostered(centre: Path) -> None:
    """Found in first use: a post outside 值班岗位 gave 31 gaps and no word why."""
    book(centre / DATA, 员工=[["姓名", "岗位"], ["王静", "客服"], ["李梅", "客服"]])
    assert any("没有一个人可值班" in m["text"] for m in document("check", centre)["messages"])
    found = draft(centre)
    assert found["exit_code"] == 5
    assert any(message["code"] == "no-candidates" for message in found["messages"])


def test_our_own_roster_is_checked_for_the_month_it_was_made_for(
    centre: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found in review: in August, a roster of January was read as next January's."""
    tail = [["日期", "值班人"], ["2025-12-31", "王静"]]
    book(centre / DATA, 历史=tail)
    document("draft", centre, "--month", "2026-01")
    monkeypatch.setattr("scheduler.usecases.check.now", lambda: datetime(2026, 8, 1))
    found = document("check", centre / "值班安排表-2026-01-草案.xlsx")
    assert found["result"]["month"] == "2026-01"
    assert found["exit_code"] == 0


def test_a_roster_in_the_place_of_its_centre_is_told_apart(centre: Path) -> None:
    draft(centre)
    for command in ("draft", "adjust"):
        found = document(command, centre / DRAFT)
        assert found["exit_code"] == 2
        assert "要写中心文件夹" in found["messages"][0]["text"]


@pytest.mark.skipif(os.name == "nt", reason="there is no such device")
@pytest.mark.parametrize("words", [["--json"], []])
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_output_that_cannot_be_written_ends_without_a_traceback(
    tmp_path: Path, words: list[str], stream: str
) -> None:
    book(tmp_path / DATA)
    called = [sys.executable, "-m", "scheduler", "draft", str(tmp_path), "-v", *words]
    other = "stderr" if stream == "stdout" else "stdout"
    with open("/dev/full", "w") as full:
        done = subprocess.run(called, **{stream: full, other: subprocess.PIPE}, check=False)
    assert done.returncode == 12
    assert b"Traceback" not in (getattr(done, other) or b"")
    assert b"Exception ignored" not in (getattr(done, other) or b"")


def test_an_import_cut_short_by_ctrl_c_is_no_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of numpy: what C code makes of a KeyboardInterrupt is an ImportError."""

    def interrupted(*_: object, **__: object) -> None:
        raise ImportError("initialization failed") from KeyboardInterrupt()

    monkeypatch.setattr("scheduler.usecases.draft.draft", interrupted)
    book(tmp_path / DATA)
    assert zhiban("draft", tmp_path).exit_code == 130


@pytest.mark.parametrize("name", ["draft", "batch", "check", "history", "doctor"])
def test_a_folder_that_cannot_be_read_is_told_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Found by use: Path '无权' is not readable."""
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    result = CliRunner().invoke(cli, [name, str(tmp_path)], standalone_mode=False)
    assert not isinstance(result.exception, click.UsageError)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--workers", "0"], "--workers 要写 1 到 1024 的整数"),
        (["--executor", "spark"], "--executor 可以写 processes、dask"),
    ],
)
def test_what_may_be_written_is_told(tmp_path: Path, words: list[str], said: str) -> None:
    with pytest.raises(click.UsageError) as caught:
        cli(["batch", str(tmp_path), *words], standalone_mode=False)
    assert said in in_chinese(caught.value)
