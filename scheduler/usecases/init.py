"""Making a centre's folder, ready to be filled in."""

from __future__ import annotations

from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.errors import ConflictError, UsageError
from scheduler.files import write_whole
from scheduler.reading.tables.layout import DATA_FILE
from scheduler.writing.command_files import command_files
from scheduler.writing.data_workbook import data_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.writing.data_workbook import Rows


# What lies on a front desk and is counted when a duty is handed over.
ARTICLES: Rows = [
    {"物品": name, "数量": count, "备注": note}
    for name, count, note in (
        ("值班电话", 1, ""),
        ("值班手机", 1, "含充电器"),
        ("对讲机", 2, "含充电器"),
        ("电脑", 1, "开机正常"),
        ("打印复印机", 1, ""),
        ("公用钥匙柜", 1, ""),
        ("手电筒", 2, "有电"),
        ("急救药箱", 1, ""),
        ("灭火器", 2, "压力正常"),
        ("雨伞", 5, "借出有登记"),
        ("来访登记本", 1, ""),
        ("报修登记本", 1, ""),
        ("钥匙借用登记本", 1, ""),
        ("应急联络表", 1, ""),
    )
]
# What posts of these names usually are, to begin with.
POSTS: dict[str, Rows] = {
    "备班": [{"岗位": "备班", "班次": "备班", "开始": "08:30", "时长": 24}],
    "带班": [{"岗位": "带班", "班次": "带班", "开始": "08:30", "周期": "周"}],
    "保洁": [
        {"岗位": "保洁", "班次": "早班", "简称": "早", "开始": "06:30", "结束": "14:30", "人数": 2},
        {"岗位": "保洁", "班次": "中班", "简称": "中", "开始": "14:30", "结束": "22:00", "人数": 1},
    ],
}


def make_centre(folder: Path, posts: tuple[str, ...] = ()) -> list[Path]:
    """Write the template and the Windows command files; return what was written.

    Parameters
    ----------
    posts
        Posts beside that of the administrators, for which example rows are written.

    Raises
    ------
    UsageError
        If nobody knows what is usual for a post of that name.
    ConflictError
        If the folder already has a data workbook: it is the user's.
    """
    if strange := [name for name in posts if name not in POSTS]:
        text = (
            f"--posts 里没有「{strange[0]}」的样例，可写 {'、'.join(POSTS)}；别的在〈岗位〉里自己加"
        )
        raise UsageError(text)
    data = folder / DATA_FILE
    if lexists(data):
        raise ConflictError(f"{data} 已经存在，没有改动；要重新开始请换一个文件夹")
    folder.mkdir(parents=True, exist_ok=True)
    commands = [write_whole(folder / name, text) for name, text in command_files().items()]
    # Last: with it the folder is a centre, and not made again.
    rows: dict[str, Rows] = {
        "公物": ARTICLES,
        "岗位": [{"岗位": name} for name in ("管理员值班", *posts)],
        "班次": [row for name in posts for row in POSTS[name]],
    }
    content = data_workbook(rows, several=bool(posts))
    return [write_whole(data, content), *commands]
