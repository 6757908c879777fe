"""What the screen says, as a supervisor reads it: duties and people, every figure with its unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.books import NAMES
from tests.scheduler.commands import GAPPED, zhiban
from tests.scheduler.december import (
    CHANGE,
    LEAVE,
    NAME,
    day,
    drafted,
    holder,
    published,
    say,
    served,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = ("--as-of", "2026-12-10 12:00")
# Words of the program, and figures that mean nothing to whoever reads them.
STRANGE = re.compile(
    r"联动|固定的次序|合起来最|数越小|没有生效.*没有生效|\([+-]\d|[0-9a-f]{12}|None|下限"
    r"|(?:均衡|疏密|意愿) \d|\d → \d+(?! ?班|\d|\.)"
)


def drafted_with_gaps(folder: Path) -> str:
    drafted(folder)
    say(folder, 请假=GAPPED)
    return zhiban("draft", folder, "--month", "2026-12").stdout


def drafted_with_pending(folder: Path) -> str:
    drafted(folder)
    rows = [[name, day(20), day(22), "待审批", None] for name in NAMES]
    say(folder, 请假=[LEAVE, *rows])
    return zhiban("draft", folder, "--month", "2026-12").stdout


def checked(folder: Path) -> str:
    drafted(folder)
    say(
        folder,
        请假=[LEAVE, ["王静", day(20), day(22), "驳回", None]],
        变更=[CHANGE, ["顶班", day(9), "王静", "李梅", None, "待审批", None, None, None]],
    )
    return zhiban("check", folder, "--month", "2026-12").stdout


def adjusted(folder: Path) -> str:
    published(folder)
    on, name = holder(folder, 15)
    say(folder, 请假=[LEAVE, [name, day(on), None, "已批准", None]])
    return zhiban("adjust", folder, *NOW, "--options", 3).stdout


def tried(folder: Path) -> str:
    published(folder)
    on, name = holder(folder, 15)
    leave = f"{name} 2026-12-{on} 2026-12-{on + 2}"
    return zhiban("adjust", folder, *NOW, "--dry-run", "--leave", leave).stdout


def asked_why(folder: Path) -> str:
    published(folder)
    return zhiban("why", folder, "2026-12-16").stdout


def asked_why_not(folder: Path) -> str:
    published(folder)
    near = {served(folder)[day(on)] for on in (15, 16, 17)}
    other = next(name for key, name in NAME.items() if key not in near)
    return zhiban("why", folder, "2026-12-16", other).stdout


SCREENS: dict[str, tuple[Callable[[Path], str], list[str]]] = {
    "gaps": (drafted_with_gaps, ["没有人能值", "12月9日至12日请假"]),
    "pending": (drafted_with_pending, ["12月20日至22日请假，若批准将影响"]),
    "check": (checked, ["王静12月20日至22日的请假（驳回）", "没有生效"]),
    "options": (adjusted, ["都和已发布的 v1 比", "多值 1 班"]),
    "trial": (tried, ["绿灯，可以准；碰到 1 班", " 08:30至", "什么也没有写"]),
    "why": (asked_why, ["选", "可以替，替了到月底", "中间隔", "不行，", "在〈变更〉登记"]),
    "why not": (asked_why_not, ["【如果定为", "结果：", "多值 1 班", "改动 1 班"]),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_has_no_word_one_would_have_to_ask_about(tmp_path: Path, screen: str) -> None:
    show, wanted = SCREENS[screen]
    said = show(tmp_path)
    for words in wanted:
        assert words in said
    strange = STRANGE.search(said)
    assert not strange, (strange, said)
