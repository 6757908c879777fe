"""Typed text through the revisions of a month: none lost, none doubled, none frozen."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.books import edit
from tests.scheduler.commands import call
from tests.scheduler.december import DRAFT, FINAL, INSIDE, NAME, day, people, served
from tests.scheduler.usecases.typed import (
    KINDS,
    WALL,
    Typing,
    Wanted,
    at,
    cells,
    found,
    missing,
    say,
    typed_on,
)

if TYPE_CHECKING:
    from pathlib import Path

SINCE = "written-since"

# What a correction of the month makes of everything typed in its draft, and in the next one.
LIFE: list[tuple[Typing, Wanted]] = [
    KINDS[kind]
    for kind in (
        *("a remark", "a remark behind a holiday", "a title with more to it", "another heading"),
        *("a subtitle with more to it", "a further column", "a note changed"),
        *("a line under the table", "words behind the date", "words behind a name"),
    )
]


def test_typed_text_lives_through_later_revisions(centre: Path) -> None:
    wanted = [one for _, wanted in LIFE for one in wanted]
    typed_on(centre / DRAFT, *(typing for typing, _ in LIFE))
    assert call("publish", centre, "--approver", "王静")[0] == 0
    # The workbook itself may be anywhere: the ledger keeps it.
    for name in (FINAL, INSIDE, DRAFT):
        (centre / name).rename(centre / f"{name}.weg")
    leave = []
    for number, on in ((2, 12), (3, 18)):
        holder = NAME[served(centre)[day(on)]]
        leave.append([holder, f"2026-12-{on}", f"2026-12-{on}", "已批准", "王静"])
        say(centre, *leave)
        words = ("--month", "2026-12", "--as-of", "2026-12-05 12:00")
        assert call("adjust", centre, *words)[0] == 0
        assert missing(centre / DRAFT, wanted) == []
        code, said = call("adjust", centre, *words)
        assert (code, said["result"]["months"][0]["changed"]) == (0, False)
        edit(centre / DRAFT, WALL, {f"E{at(20 + number)}": f"第{number}次"})
        wanted.append((20 + number, f"第{number}次"))
        assert call("adjust", centre, *words)[0] == 0
        assert call("publish", centre, "--approver", "王静", "--reason", "请假")[0] == 0
        for inside in ("", "-内部"):
            path = centre / f"值班安排表-2026-12-v{number}{inside}.xlsx"
            assert missing(path, wanted) == []
        texts = [text for row in found(path).values() for text in row]
        assert len([text for text in texts if "店庆" in text]) == 1
        assert sum("版次：" in text for text in texts) == 1
    exported = centre / "again.xlsx"
    assert call("history", centre, "--month", "2026-12", "--export", "3", "-o", exported)[0] == 0
    assert missing(exported, wanted) == []
    (centre / "值班台账.db").unlink()
    for name in (FINAL, INSIDE):
        (centre / f"{name}.weg").rename(centre / name)
    assert call("doctor", centre, "--rebuild")[0] == 0
    assert call("draft", centre, "--month", "2026-12")[0] == 0


def test_text_alone_makes_a_revision(centre: Path) -> None:
    assert call("publish", centre, "--approver", "王静")[0] == 0
    edit(centre / DRAFT, WALL, {"E14": "检修"})
    assert call("publish", centre, "--approver", "王静")[0] == 7
    words = ("--approver", "王静", "--reason", "补充说明")
    code, said = call("publish", centre, *words)
    assert (code, said["result"]["revision"]) == (0, 2)
    assert "检修" in found(centre / "值班安排表-2026-12-v2.xlsx")[10]
    assert call("publish", centre, *words)[1]["result"]["changed"] is False
    # And by an edited copy of what is published.
    copy = centre / "改.xlsx"
    shutil.copy(centre / "值班安排表-2026-12-v2-内部.xlsx", copy)
    edit(copy, WALL, {"E15": "消防"})
    assert call("publish", copy, *words)[1]["result"]["revision"] == 3
    assert {"检修", "消防"} <= {
        text for row in found(centre / "值班安排表-2026-12-v3.xlsx").values() for text in row
    }


def test_words_behind_a_name_stay_with_the_person(centre: Path) -> None:
    typed_on(centre / DRAFT, cells(D14="+（带教）", D15="+（新）"))
    assert call("publish", centre, "--approver", "王静")[0] == 0
    holder = NAME[served(centre)[day(11)]]
    say(centre, [holder, "2026-12-11", "2026-12-11", "已批准", "王静"])
    words = ("--month", "2026-12", "--as-of", "2026-12-05 12:00")
    code, said = call("adjust", centre, *words)
    assert code == 0
    told = [m["text"] for m in said["messages"] if m["code"] == "not-carried"]
    assert len(told) == 1
    assert "12月11日" in told[0]
    assert f"{holder}（新）" in told[0]
    texts = found(centre / DRAFT)
    assert texts[10][3].endswith("（带教）")
    assert "（" not in texts[11][3]


def test_a_calendar_knows_the_person_without_the_words_behind(centre: Path) -> None:
    duties = people(centre / DRAFT).count("王静")
    on = people(centre / DRAFT).index("王静") + 1
    typed_on(centre / DRAFT, cells(**{f"D{at(on)}": "+（带教）"}))
    code, said = call("export", "ics", centre / DRAFT, "--person", "王静")
    assert (code, said["result"]["duties"]) == (0, duties)


def test_remarks_of_the_program_are_not_frozen(centre: Path) -> None:
    """A gap that is filled, and a substitution that is another."""
    typed_on(centre / DRAFT, cells(D14="待定", E14="缺口，等通知", D20="待定（等通知）"))
    gaps = ("--accept-gaps", "--reason", "人手不足")
    assert call("publish", centre, "--approver", "王静", *gaps)[0] == 5
    texts = found(centre / FINAL)
    assert texts[10][3:] == ["待定", "缺口（人手不足），等通知"]
    assert texts[16][3:] == ["待定（等通知）", "缺口（人手不足）"]
    words = ("--month", "2026-12", "--as-of", "2026-12-05 12:00")
    code, said = call("adjust", centre, *words)
    assert code == 0
    texts = found(centre / DRAFT)
    assert texts[10][4:] == ["等通知，▲改：原待定"]
    assert texts[16][4:] == ["▲改：原待定"]
    assert "等通知" in "".join(m["text"] for m in said["messages"])


def test_what_is_written_on_a_published_sheet_is_named(centre: Path) -> None:
    """Found by use: it was not in the next draft, and nobody said so."""
    assert call("publish", centre, "--approver", "王静")[0] == 0
    holder = NAME[served(centre)[day(11)]]
    say(centre, [holder, "2026-12-11", "2026-12-11", "已批准", "王静"])
    words = ("--month", "2026-12", "--as-of", "2026-12-05 12:00")
    assert not [m for m in call("adjust", centre, *words)[1]["messages"] if m["code"] == SINCE]
    typed_on(centre / FINAL, cells(**{f"E{at(20)}": "贴墙后补写", "A1": "+（试行）"}))
    code, said = call("adjust", centre, *words)
    (text,) = [m["text"] for m in said["messages"] if m["code"] == SINCE]
    assert code == 0
    assert "12月20日备注" in text
    assert "标题" in text
