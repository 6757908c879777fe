"""Random centres: a demo centre's data workbook, typed on as offices do."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from scheduler.batch.demo import Demo

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook

    Trouble = Callable[["Office"], None]

DAY = timedelta(days=1)
MONTHS = (*(date(2026, month, 1) for month in (2, 5, 9, 10, 12)), date(2027, 2, 1))
# What somebody once typed where something else belongs.
PIECES = (
    *("下周三", "待定", "#N/A", "月底", "12.1", "2026-13-45", "05/12/2026", "查无此人", "=1+1"),
    *(-1, 0, 0.3, 1e9, "", "王静、李梅", "同上", "合计", "周三", "是", "特批", "99:99", "口头同意"),
)
SETTINGS: dict[str, tuple[Any, ...]] = {
    "交接时间": ("08:00", "20:00"),
    "最小休息小时": (12, 36, 48, 72),
    "请假前夜": ("不排", "可排"),
    "学历检查": ("提醒", "不检查"),
    "年龄检查": ("提醒",),
    "未知资格": ("不排",),
    "长假天数": (3,),
    "均衡周期": ("滚动12个月", "仅本月"),
    "节假日均衡周期": ("自然年", "仅本月"),
    "每月补差上限": (0, 2),
    "节假日已核对至": ("2027-12-31",),
    "电话显示": ("完整", "遮蔽"),
    "显示可替班人": ("是",),
}


class Office:
    """A demo centre whose data workbook is typed on."""

    def __init__(self, number: int) -> None:
        self.rng = Random(number)
        self.month = self.rng.choice(MONTHS)
        self.demo = Demo(number, self.month)
        self.book: Workbook = load_workbook(BytesIO(self.demo.workbook()))
        for odds, trouble in TROUBLES:
            if self.rng.random() < odds:
                trouble(self)

    def anybody(self) -> str:
        return self.rng.choice(self.demo.people)

    def day(self, first: int = -2, last: int = 32) -> date:
        return self.month + self.rng.randint(first, last) * DAY

    def typed(self, on: date) -> object:
        """Return a date as one of the ways in which people type it."""
        return self.rng.choice((on, on, on.isoformat(), f"{on.month}月{on.day}日"))

    def add(self, sheet: str, **cells: Any) -> None:
        """Type one more row."""
        headings = [str(cell.value).rstrip("*") for cell in self.book[sheet][1]]
        self.book[sheet].append({headings.index(name) + 1: one for name, one in cells.items()})

    def alter(self, **cells: Any) -> None:
        """Type over cells of somebody's row of the staff."""
        sheet = self.book["员工"]
        headings = [str(cell.value).rstrip("*") for cell in sheet[1]]
        row = 3 + self.rng.randrange(len(self.demo.people))
        for name, value in cells.items():
            sheet.cell(row, headings.index(name) + 1).value = value

    def leave(self, who: str, first: date, days: int) -> None:
        last = first + (days - 1) * DAY
        self.add("请假", 姓名=who, 开始=self.typed(first), 结束=self.typed(last), 状态="已批准")

    def saved(self) -> bytes:
        stream = BytesIO()
        self.book.save(stream)
        return stream.getvalue()

    def spoiled(self) -> bytes:
        """Return the workbook with some cells that make no sense; this one stays as it is."""
        book = load_workbook(BytesIO(self.saved()))
        sheets = [sheet for sheet in book if sheet.title not in ("节假日", "负责人", "示例")]
        for _ in range(self.rng.randint(1, 4)):
            sheet = self.rng.choice(sheets)
            row = self.rng.randint(1 if self.rng.random() < 0.1 else 3, max(3, sheet.max_row))
            cell: Any = sheet.cell(row, self.rng.randint(1, sheet.max_column))
            cell.value = self.rng.choice(PIECES)
        stream = BytesIO()
        book.save(stream)
        return stream.getvalue()


def _leaves(office: Office) -> None:
    for _ in range(office.rng.randint(1, 4)):
        office.leave(office.anybody(), office.day(), office.rng.choice((1, 1, 2, 3, 9)))


def _nobody_left(office: Office) -> None:
    """Almost everybody is away on the same day."""
    on = office.day(0, 27)
    for name in office.demo.people[office.rng.choice((0, 0, 1, 2)) :]:
        office.leave(name, on, office.rng.choice((1, 2)))


def _pins(office: Office) -> None:
    for _ in range(office.rng.randint(1, 5)):
        asked = office.rng.choice(("必须", "不可", "希望", "不希望", "特批"))
        on = office.typed(office.day(0, 27))
        office.add("指定", 姓名=office.anybody(), 日期=on, 要求=asked, 批准人="经理")


def _moves(office: Office) -> None:
    for _ in range(office.rng.randint(1, 2)):
        giver, taker = office.rng.sample(office.demo.people, 2)
        swap = office.rng.random() < 0.5
        office.add(
            "变更",
            类型="换班" if swap else "顶班",
            值班日期=office.typed(office.day(0, 27)),
            原值班人=giver,
            替班人=taker if swap or office.rng.random() < 0.6 else None,
            换回日期=office.typed(office.day(0, 27)) if swap else None,
            状态=office.rng.choice(("已批准", "已批准", "待审批", "驳回")),
            批准人="经理",
            原因="家中有事",
        )


def _comings(office: Office) -> None:
    office.alter(**{office.rng.choice(("入职日期", "可值班起", "离职日期")): office.day(0, 27)})


def _credentials(office: Office) -> None:
    ways: tuple[dict[str, Any], ...] = (
        {"学历": "高中"},
        {"上岗证": None, "会电脑": None},
        {"健康合格": "否"},
        {"证书到期日": office.day(0, 27)},
        {"出生日期": office.month.replace(year=office.month.year - 50)},
        {"从业起始日期": office.month.replace(year=office.month.year - 1) + 9 * DAY},
        {"夜班限制起": office.day(0, 27)},
        {"每月上限": 2},
        {"值班权重": 0.5},
        {"不可值班星期": "周三、周五"},
        {"可值班": "仅顶班"},
    )
    for _ in range(office.rng.randint(1, 3)):
        office.alter(**office.rng.choice(ways))


def _settings(office: Office) -> None:
    sheet = office.book["设置"]
    for name in office.rng.sample(list(SETTINGS), 3):
        row = next(cells for cells in sheet.iter_rows(min_row=2) if cells[0].value == name)
        row[1].value = office.rng.choice(SETTINGS[name])


def _short_memory(office: Office) -> None:
    """The end of last month is not known, or with holes."""
    sheet = office.book["历史"]
    sheet.delete_rows(office.rng.randint(3, 11), office.rng.choice((1, 3, 20)))


def _long_memory(office: Office) -> None:
    """The month before was served by turns."""
    sheet = office.book["历史"]
    sheet.delete_rows(3, 20)
    on = (office.month - DAY).replace(day=1)
    while on < office.month:
        office.add("历史", 日期=on, 值班人=office.demo.people[on.day % len(office.demo.people)])
        on += DAY


def _no_openings(office: Office) -> None:
    del office.book["期初累计"]


def _days_off(office: Office) -> None:
    kind = office.rng.choice(("休息日", "法定节假日", "工作日"))
    office.add("节假日", 日期=office.typed(office.day(0, 27)), 类型=kind, 名称="本地")


def _ornaments(office: Office) -> None:
    """What stands in a list and is no data."""
    sheet = office.book["请假"]
    sheet.append([])
    sheet.append(["合计", sheet.max_row])
    sheet.cell(1, sheet.max_column + 1).value = "家庭住址"


TROUBLES: tuple[tuple[float, Trouble], ...] = (
    (0.5, _leaves),
    (0.15, _nobody_left),
    (0.5, _pins),
    (0.3, _moves),
    (0.3, _comings),
    (0.4, _credentials),
    (0.4, _settings),
    (0.2, _short_memory),
    (0.2, _long_memory),
    (0.2, _no_openings),
    (0.2, _days_off),
    (0.2, _ornaments),
)
