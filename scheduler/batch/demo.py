"""Invented centres, every one different and always the same, to try a batch on."""

from __future__ import annotations

from datetime import date, datetime, time
from random import Random
from typing import TYPE_CHECKING

from constraints.calendar import dates
from constraints.domain import DAY
from scheduler.files import write_whole
from scheduler.reading.tables.layout import DATA_FILE
from scheduler.writing.data_workbook import data_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scheduler.writing.data_workbook import Rows, Value

    Row = dict[str, Value]

POST = "客服管理员"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "静敏丽强磊洋艳勇军杰娟涛明超兰霞平刚桂芳燕辉玲鹏华红飞莉波宁健云洁欣悦琳博晨浩宇婷雪"
PLACES = "阳光 滨河 翠湖 金桂 锦绣 望江 御景 紫薇 梧桐 枫林 银杏 碧水"
KINDS = ("花园", "雅苑", "名邸", "新城", "天地", "华府", "家园", "公馆", "里", "小区")
DISTRICTS = ("东区", "西区", "南区", "北区")
LEADERS = ("管理处经理", "客服主管", "保安部主管", "机电维修部主管")
# How many administrators a centre has, by how common that is.
SIZES = {4: 3, 5: 5, 6: 8, 7: 8, 8: 8, 9: 5, 10: 4, 12: 3, 14: 2, 16: 1, 20: 1}
SHORT_EVERY = 50  # one centre in so many has days that nobody can take,
EXPIRING_EVERY = 40  # one in so many a certificate that runs out within the month
TAIL = 10


def make_demo(count: int, root: Path, month: date) -> Iterator[tuple[Path, bool]]:
    """Make centres 1 to ``count`` below a folder; yield each and whether it is new.

    A centre whose data workbook is there already is left as it is.
    """
    for number in range(1, count + 1):
        centre = Demo(number, month)
        folder = root / centre.district / f"{number:04}-{centre.name}"
        data = folder / DATA_FILE
        new = not data.exists()
        if new:
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(data, centre.workbook())
        yield folder, new


class Demo:
    """The centre of a number, as it would stand before the roster of a month is made."""

    def __init__(self, number: int, month: date) -> None:
        self.number, self.month = number, month
        self.rng = Random(number)  # nosec B311 # always the same on purpose
        self.district = DISTRICTS[number % len(DISTRICTS)]
        self.name = f"{self.rng.choice(PLACES.split())}{self.rng.choice(KINDS)}"
        self.short = number % SHORT_EVERY == 7
        self.expiring = number % EXPIRING_EVERY == 3
        sizes = list(SIZES)
        size = 4 if self.short else self.rng.choices(sizes, list(SIZES.values()))[0]
        names: dict[str, None] = {}
        while len(names) < size + len(LEADERS):
            given = "".join(self.rng.sample(GIVEN, self.rng.choice((1, 1, 2))))
            names[self.rng.choice(SURNAMES) + given] = None
        self.people, self.leaders = list(names)[:size], list(names)[size:]

    def workbook(self) -> bytes:
        """Return the data workbook."""
        tail = self._tail()
        staff = self._staff()
        rows: dict[str, Rows] = {
            "员工": staff,
            "请假": self._leaves(),
            "变更": self._changes(),
            "指定": self._wishes(),
            "历史": [{"日期": on, "值班人": name} for on, name in tail],
            "期初累计": self._openings({row["姓名"] for row in staff if "值班权重" in row}),
            "负责人": [
                {"姓名": name, "职务": post, "电话": f"1380000{self.number % 1000:03}{nth}"}
                for nth, (post, name) in enumerate(zip(LEADERS, self.leaders, strict=True), 1)
            ],
        }
        settings: dict[str, Value] = {
            "中心名称": f"{self.name}客户服务中心",
            "值班热线": f"010-{self.number:08}",
            "电话显示": self.rng.choice(("不显示", "不显示", "遮蔽")),
            "显示可替班人": self.rng.choice(("否", "否", "是")),
        }
        return data_workbook(rows, settings)

    def _day(self) -> date:
        return self.month + self.rng.randrange(28) * DAY

    def _years(self, least: int, most: int) -> date:
        """Return a date so many years before the month."""
        return self.month - self.rng.randint(365 * least + 30, 365 * most) * DAY

    def _person(self, nth: int, name: str) -> Row:
        joined = self._years(1, 8)
        return {
            "姓名": name,
            "工号": f"{nth:03}",
            "岗位": POST,
            "性别": self.rng.choice("女女女男"),
            "出生日期": self._years(24, 48),
            "学历": self.rng.choice(("大专", "大专", "大专", "本科")),
            "从业起始日期": joined - self.rng.randint(0, 2000) * DAY,
            "入职日期": joined,
            "上岗证": "有",
            "会电脑": "是",
            "健康合格": "是",
            "联系电话": f"139{self.number % 10**5:05}{nth:03}",
        }

    def _staff(self) -> list[Row]:
        rows = [self._person(nth, name) for nth, name in enumerate(self.people, 1)]
        odd = self.rng.sample(rows, 3)
        if len(rows) > 5:
            # Of few people everybody is needed whole.
            ways: tuple[Row, ...] = (
                {"值班权重": 0.5, "备注": "半职"},
                {"每月上限": 31 // len(rows)},
                {"不可值班星期": f"周{self.rng.choice('一二三四五')}"},
                {"学历": "中专", "资格豁免": "学历"},
                {},
            )
            odd[0].update(self.rng.choice(ways))
        if self.expiring:
            odd[1]["证书到期日"] = self.month + self.rng.randint(8, 20) * DAY
        elif self.rng.random() < 0.3:
            odd[2]["证书到期日"] = self.month + self.rng.randint(100, 900) * DAY
        first = len(rows) + 1
        for nth, (post, name) in enumerate(zip(LEADERS, self.leaders, strict=True), first):
            row = self._person(nth, name) | {"岗位": post}
            if post == "客服主管" and not self.short and self.rng.random() < 0.6:
                row["可值班"] = "仅顶班"
            rows.append(row)
        return rows

    def _leaves(self) -> list[Row]:
        approver = self.leaders[1]
        rows = []
        for name in self.rng.sample(self.people, self.rng.randint(1, len(self.people) // 2)):
            first = self._day()
            row: Row = {
                "姓名": name,
                "开始": first,
                "结束": first + self.rng.choice((0, 0, 1, 2, 4)) * DAY,
                "假别": self.rng.choice(("年假", "年假", "事假", "病假", "婚假")),
                "状态": self.rng.choice(("已批准", "已批准", "已批准", "待审批", "驳回")),
                "批准人": approver,
            }
            kind = self.rng.random()
            if kind < 0.15:
                row |= {"结束": None, "时段": self.rng.choice(("上午", "下午"))}
            elif kind < 0.25:
                begin = datetime.combine(first, time(14))
                row |= {"开始": begin, "结束": begin + DAY}
            rows.append(row)
        if self.short:
            away = self._day()
            rows = [
                {
                    "姓名": name,
                    "开始": away - nth * DAY,
                    "结束": away + DAY,
                    "假别": "年假",
                    "状态": "已批准",
                    "批准人": approver,
                }
                for nth, name in enumerate(self.people[:-1])
            ]
        return rows

    def _changes(self) -> list[Row]:
        """Return now and then a substitution for which the program is to find somebody."""
        if self.short or self.rng.random() > 0.15:
            return []
        return [
            {
                "类型": "顶班",
                "值班日期": self._day(),
                "原值班人": self.rng.choice(self.people),
                "状态": self.rng.choice(("已批准", "待审批")),
                "批准人": self.leaders[1],
                "原因": "家中有事",
            }
        ]

    def _wishes(self) -> list[Row]:
        cells = {
            (self.rng.choice(self.people), self._day())
            for _ in range(self.rng.randint(0, len(self.people) // 2))
        }
        asked = ("不希望", "不希望", "希望", "不可")
        return [
            {"姓名": name, "日期": on, "要求": self.rng.choice(asked)} for name, on in sorted(cells)
        ]

    def _tail(self) -> list[tuple[date, str]]:
        """Return who served the last days of the month before, longest rested first."""
        queue = self.rng.sample(self.people, len(self.people))
        tail = []
        for on in dates(self.month - TAIL * DAY, self.month):
            name = queue.pop(self.rng.choice((0, 0, 1)))
            queue.append(name)
            tail.append((on, name))
        return tail

    def _openings(self, half: set[Value]) -> list[Row]:
        until = self.month - DAY
        days = (until - until.replace(month=1, day=1)).days + 1
        size = len(self.people)
        return [
            {
                "姓名": name,
                "合计": days // size // (1 + (name in half)) + self.rng.randint(0, 1),
                "休息日": days * 2 // 7 // size // (1 + (name in half)) + self.rng.randint(0, 1),
                "法定节假日": self.rng.randint(0, 1 + days // 30 // size),
                "截至日期": until,
            }
            for name in self.people
        ]
