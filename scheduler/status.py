"""What a centre's folder holds, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constraints.calendar import next_month
from scheduler.run import now
from scheduler.workbook.layout import DATA_FILE

if TYPE_CHECKING:
    from pathlib import Path


def describe(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """Return the state of a folder for a job, and in words with the next command."""
    upcoming = f"{next_month(now().date()):%Y-%m}"
    drafts = {
        path.stem.removeprefix("值班安排表-").removesuffix("-草案"): path.name
        for path in sorted(folder.glob("值班安排表-????-??-草案.xlsx"))
    }
    has_data = (folder / DATA_FILE).is_file()
    lines = [f"{month}:草案 {name}" for month, name in drafts.items()]
    if not has_data:
        lines.append(f"这个文件夹里没有 {DATA_FILE}")
        following = "zhiban init"
    elif upcoming not in drafts:
        lines.append(f"{upcoming}:还没有排")
        following = "zhiban draft"
    else:
        following = f"zhiban check {drafts[upcoming]}"
    lines.append(f"下一步:{following}")
    result = {"data": has_data, "drafts": drafts, "upcoming": upcoming, "next": following}
    return result, lines
