"""When notices go out, what they say, and that a roster never suffers from them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from constraints.calendar import WEEKDAYS
from scheduler.cli.main import cli
from scheduler.notices.channels import Robot
from scheduler.notices.deliver import announce, deliver
from scheduler.notices.text import compose
from scheduler.usecases.adjust import adjust
from scheduler.usecases.draft import draft
from scheduler.usecases.publish import publish
from tests.books import DECEMBER, NAMES, STAFF, TAIL, TODAY, book

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.notices.text import Notice
    from tests.scheduler.notices.conftest import Posts

DATA = "值班数据.xlsx"
PHONE, ILLNESS = "13800138000", "阑尾炎手术"
PEOPLE = [[*STAFF[0], "联系电话"], *([*row, PHONE] for row in STAFF[1:])]
LEAVE = ["姓名", "开始", "结束", "状态", "批准人", "假别", "备注"]


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    say(tmp_path)
    return tmp_path


@pytest.fixture
def told(posts: Posts, monkeypatch: pytest.MonkeyPatch) -> Posts:
    """A robot that the environment speaks of."""
    monkeypatch.setenv("ZHIBAN_WECOM_WEBHOOK", posts.url())
    monkeypatch.setenv("ZHIBAN_WECOM_ALLOW", "true")
    return posts


def say(folder: Path, *leaves: list[Any], **sheets: Any) -> None:
    rows = [LEAVE, *([*row, "陈主任", "病假", ILLNESS] for row in leaves)]
    settings = [["参数", "值"], ["中心名称", "阳光花园客户服务中心"]]
    book(folder / DATA, 员工=PEOPLE, 历史=TAIL, 请假=rows, 设置=settings, **sheets)


def call(*words: object) -> dict[str, Any]:
    result = CliRunner().invoke(cli, [*map(str, words), "--json"])
    found: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == found["exit_code"]
    return found


def content(posts: Posts) -> str:
    text: str = json.loads(posts.bodies[-1])["markdown"]["content"]
    return text


def codes(found: dict[str, Any]) -> list[str]:
    return [one["code"] for one in found["messages"] if one["code"].startswith("notice")]


def test_only_what_is_new_and_written_goes_out(centre: Path, told: Posts) -> None:
    words = ("draft", centre, "--month", "2026-12")
    assert codes(call(*words, "--dry-run")) == []
    assert codes(call(*words)) == ["notice-sent"]
    assert codes(call(*words)) == []
    assert len(told.bodies) == 1
    assert "2026年12月值班安排表（草案）" in content(told)
    publishing = ("publish", centre, "--approver", "王静")
    assert codes(call(*publishing)) == ["notice-sent"]
    assert codes(call(*publishing)) == codes(call(*words)) == []
    assert "2026年12月值班安排表（v1）" in content(told)
    adjusting = ("adjust", centre, "--as-of", "2026-12-01 08:00")
    assert codes(call(*adjusting)) == []
    assert len(told.bodies) == 2


def test_a_leave_that_is_only_tried_is_nobodys_business(centre: Path, told: Posts) -> None:
    draft(centre, month=DECEMBER, at=TODAY)
    publish(centre, approver="王静", at=TODAY)
    leave = ("--leave", "王静 2026-12-10 2026-12-16")
    assert call("adjust", centre, "--as-of", "2026-12-01 08:00", *leave)["result"]["changed"]
    assert told.bodies == []


def test_a_failed_notice_is_three_and_the_roster_is_there(centre: Path, told: Posts) -> None:
    echo = json.dumps({"errcode": 93000, "errmsg": told.url()}).encode()
    told.answers = [(200, echo, {})]
    log = centre / "zhiban.log"
    found = call("draft", centre, "--month", "2026-12", "--log-file", log)
    assert (found["exit_code"], found["status"], codes(found)) == (3, "look", ["notice-failed"])
    assert "企业微信没有通知到：errcode 93000" in found["messages"][-1]["text"]
    assert (centre / "值班安排表-2026-12-草案.xlsx").exists()
    told.answers = [(404, b"", {})]
    published = call("publish", centre, "--approver", "王静")
    assert (published["exit_code"], published["result"]["revision"]) == (3, 1)
    logged = log.read_text(encoding="utf-8")
    assert "企业微信没有通知到" in logged
    assert "SECRETKEY" not in json.dumps([found, published]) + logged


def test_gaps_come_before_a_failed_notice(centre: Path, told: Posts) -> None:
    say(centre, *([name, "2026-12-10", "2026-12-10", "已批准"] for name in NAMES))
    told.answers = [(404, b"", {})]
    assert call("draft", centre, "--month", "2026-12")["exit_code"] == 5


def test_a_wrong_file_costs_only_the_notice(centre: Path) -> None:
    (centre / "zhiban.toml").write_text("[wecome]\n", encoding="utf-8")
    found = call("draft", centre, "--month", "2026-12")
    assert (found["exit_code"], found["result"]["changed"]) == (3, True)
    wrong = found["messages"][-1]
    assert (wrong["severity"], wrong["file"]) == ("warning", "zhiban.toml")
    looked = call("doctor", centre)
    assert looked["exit_code"] == 4
    assert "是不是 [wecom]？" in looked["messages"][-1]["text"]


def test_the_doctor_says_who_is_told(centre: Path, told: Posts) -> None:
    assert call("doctor", centre)["result"]["notices"] == ["企业微信"]
    assert "通知：企业微信" in CliRunner().invoke(cli, ["doctor", str(centre)]).stdout
    assert told.bodies == []


def test_an_interrupted_search_tells_nobody(centre: Path, told: Posts) -> None:
    from dataclasses import replace

    made = draft(centre, month=DECEMBER, at=TODAY)
    assert announce("draft", [made], "run")[0].code == "notice-sent"
    stopped = replace(made, result=replace(made.result, interrupted=True))
    assert announce("draft", [stopped], "run") == ()
    assert len(told.bodies) == 1


def test_without_channels_nothing_for_them_is_loaded(centre: Path) -> None:
    code = """
import sys
from scheduler.cli.main import cli
cli(["draft", sys.argv[1], "--month", "2026-12", "-q"], standalone_mode=False)
print(sorted({"smtplib", "urllib.request", "http.client", "email.message"} & set(sys.modules)))
"""
    words = [sys.executable, "-c", code, str(centre)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# --- what it says ---------------------------------------------------------------------------


def notice_of(centre: Path, month: date = DECEMBER, at: datetime = TODAY) -> Notice:
    return compose("draft", [draft(centre, month=month, at=at)], "run")


def test_everybody_is_on_their_day(centre: Path) -> None:
    made = draft(centre, month=DECEMBER, at=TODAY)
    text = compose("draft", [made], "run").plain()
    lines = text.splitlines()
    assert lines[:3] == [
        "阳光花园客户服务中心2026年12月值班安排表（草案）",
        "已排 31/31 天 · 缺口 0 · 已证明最优",
        "文件：值班安排表-2026-12-草案.xlsx",
    ]
    assert [line.partition("：")[0] for line in lines[3:]] == [
        *("12月1日至6日", "12月7日至13日", "12月14日至20日", "12月21日至27日", "12月28日至31日"),
    ]
    for duty, (key,) in zip(made.problem.duties, made.roster.people, strict=True):
        day = f"周{WEEKDAYS[duty.date.weekday()]}{duty.date.day}日 {made.centre.name(key)}"
        assert f"{day}，" in f"{text.replace(chr(10), '，')}，"


def test_gaps_and_what_is_new_are_said_and_nothing_of_leave_or_telephones(centre: Path) -> None:
    before = draft(centre, month=DECEMBER, at=TODAY)
    say(centre, *([name, "2026-12-10", "2026-12-10", "已批准"] for name in NAMES))
    made = draft(centre, month=DECEMBER, at=TODAY)
    notice = compose("draft", [made], "run")
    text = notice.plain()
    assert "缺口：12月10日（周四）没有人值" in text
    assert "周四10日 待定" in text
    assert "与上一稿相比" in text
    holder = before.centre.name(before.roster.people[9][0])
    assert f"12月10日（周四） {holder} → 待定" in text
    assert notice.document["months"][0]["changes"][0]["date"].startswith("2026-12-")
    assert [one["start"] for one in notice.document["months"][0]["gaps"]] == ["2026-12-10T08:30:00"]
    whole = text + json.dumps(notice.document, ensure_ascii=False)
    for secret in (PHONE, ILLNESS, "请假", "病假"):
        assert secret not in whole


def test_an_adjustment_of_two_months_is_one_notice(centre: Path) -> None:
    at = datetime(2026, 12, 10, 12)
    draft(centre, month=DECEMBER, at=TODAY)
    publish(centre, approver="王静", at=TODAY)
    january = draft(centre, month=date(2027, 1, 1), at=at)
    publish(centre, approver="王静", at=at, allow_estimated=True)
    first = january.centre.name(january.roster.people[0][0])
    others = [one for one in NAMES if one != first]
    say(
        centre,
        [first, "2027-01-01", "2027-01-03", "已批准"],
        *([name, "2026-12-20", "2026-12-20", "已批准"] for name in others[:2]),
        [others[2], "2026-12-18", "2026-12-20", "已批准"],
    )
    months = [one.draft for one in adjust(centre, at=at)]
    assert len(months) == 2
    notice = compose("adjust", months, "run")
    assert notice.title.endswith("2026年12月值班安排表（草案，在 v1 上调整）等 2 个月")
    text = notice.plain()
    assert "2027年1月值班安排表（草案，在 v1 上调整）" in text
    assert text.count("与已发布的相比") == 2
    assert f"1月1日（周五） {first} → " in text
    assert len(notice.document["months"]) == 2
    assert ILLNESS not in text + json.dumps(notice.document, ensure_ascii=False)


def test_ordinary_months_fit_into_the_shortest_message(tmp_path: Path) -> None:
    staff = [STAFF[0], *([f"欧阳人员{n}", f"{n:03}", "客服管理员"] for n in range(9))]
    book(tmp_path / DATA, 员工=staff)
    notice = notice_of(tmp_path)
    assert notice.markdown(4096).count("欧阳人员") == 31


def test_a_channel_that_nothing_comes_through_is_left_alone_for_a_while(
    centre: Path, tmp_path: Path, told: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand centres of one robot would wait for it a quarter of a minute each."""
    monkeypatch.setattr("scheduler.notices.deliver.SILENCE", 60.0)
    told.answers = [(500, b"", {})] * 3
    notice = notice_of(centre)
    channel = Robot("企业微信", told.url("/send?key=DOWN"), inside=True)
    said = [deliver(notice, [channel], pause=0)[0].text for _ in range(3)]
    assert "（试了 3 次）" in said[0]
    assert all("刚才就不通，没有再试" in text for text in said[1:])
    assert len(told.bodies) == 3
    monkeypatch.setattr("scheduler.notices.deliver._silent", {channel: time.monotonic()})
    assert deliver(notice, [channel], pause=0)[0].code == "notice-sent"


def test_the_doctor_looks_for_the_program(centre: Path) -> None:
    config = centre / "zhiban.toml"
    program = centre / "tell"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o700)
    # What stands beside the data may be anybody's: only its full path names it.
    config.write_text('[command]\nrun = ["./tell", "x"]\nallow = true\n', encoding="utf-8")
    config.chmod(0o600)
    looked = call("doctor", centre)
    assert looked["exit_code"] == 4
    assert looked["messages"][-1]["file"] == "zhiban.toml"
    assert "./tell 运行不了" in looked["messages"][-1]["text"]
    config.write_text(f"[command]\nrun = ['{program}', 'x']\nallow = true\n", encoding="utf-8")
    assert call("doctor", centre)["exit_code"] == 0
