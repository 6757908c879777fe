"""Make the data workbooks of the example centres. All people and telephone numbers are invented.

Run ``python examples/make.py`` after changing this file; the workbooks are kept beside it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from scheduler.files import write_whole
from scheduler.reading.tables.layout import DATA_FILE
from scheduler.writing.data_workbook import data_workbook

HERE = Path(__file__).parent
POST = "客服管理员"

LEADERS = [
    {"姓名": "高建国", "职务": "管理处经理", "电话": "13800000101"},
    {"姓名": "林芳", "职务": "客服主管", "电话": "13800000102"},
    {"姓名": "雷刚", "职务": "保安部主管", "电话": "13800000103"},
    {"姓名": "田亮", "职务": "机电维修部主管", "电话": "13800000104"},
]


def person(number: int, name: str, sex: str, born: date, **more: object) -> dict[str, object]:
    """Return an administrator in good standing, with whatever else is said of them."""
    return {
        "姓名": name,
        "工号": f"{number:03}",
        "岗位": POST,
        "性别": sex,
        "出生日期": born,
        "学历": "大专",
        "从业起始日期": date(2018, 3, 1),
        "入职日期": date(2019, 7, 1),
        "上岗证": "有",
        "会电脑": "是",
        "健康合格": "是",
        "联系电话": f"1390000{number:04}",
        **more,
    }


def served(first: date, names: list[str]) -> list[dict[str, object]]:
    """Return a history of consecutive days from ``first``."""
    days = enumerate(names)
    return [{"日期": first + timedelta(days=nth), "值班人": name} for nth, name in days]


def openings(until: date, counts: dict[str, tuple[int, int, int]]) -> list[dict[str, object]]:
    """Return opening balances: total, rest days and statutory holidays of each person."""
    return [
        {"姓名": name, "合计": total, "休息日": rest, "法定节假日": holiday, "截至日期": until}
        for name, (total, rest, holiday) in counts.items()
    ]


def garden() -> bytes:
    """Return 阳光花园, December 2026: a centre with a bit of everything."""
    staff = [
        person(1, "王静", "女", date(1990, 5, 20), 学历="本科"),
        person(2, "李梅", "女", date(1988, 11, 2)),
        person(3, "张强", "男", date(1985, 1, 15), 证书到期日=date(2026, 12, 18)),
        person(4, "刘洋", "男", date(1993, 8, 8), 不可值班星期="周三"),
        person(5, "陈晨", "女", date(1995, 4, 30), 每月上限=4),
        person(6, "赵敏", "女", date(1979, 9, 9), 学历="中专", 资格豁免="学历"),
        person(7, "孙浩", "男", date(1991, 12, 25)),
        person(8, "周婷", "女", date(1996, 6, 6), 值班权重=0.5, 备注="半职"),
        person(9, "林芳", "女", date(1986, 2, 14), 岗位="客服主管", 可值班="仅顶班", 学历="本科"),
        person(10, "高建国", "男", date(1980, 10, 1), 岗位="管理处经理", 学历="本科"),
        person(11, "杨秀英", "女", date(1982, 7, 7), 岗位="保洁员", 学历="初中"),
    ]
    leave = [
        {
            "姓名": "王静",
            "开始": date(2026, 12, 5),
            "结束": date(2026, 12, 9),
            "假别": "年假",
            "状态": "已批准",
            "批准人": "林芳",
        },
        {
            "姓名": "李梅",
            "开始": date(2026, 12, 14),
            "时段": "上午",
            "假别": "事假",
            "状态": "已批准",
            "批准人": "林芳",
        },
        {
            "姓名": "孙浩",
            "开始": datetime(2026, 12, 22, 14),
            "结束": datetime(2026, 12, 23, 18),
            "假别": "事假",
            "状态": "已批准",
            "批准人": "林芳",
        },
        {
            "姓名": "刘洋",
            "开始": date(2026, 12, 26),
            "结束": date(2026, 12, 28),
            "假别": "年假",
            "状态": "待审批",
        },
        {
            "姓名": "赵敏",
            "开始": date(2026, 12, 11),
            "结束": date(2026, 12, 12),
            "假别": "事假",
            "状态": "驳回",
            "批准人": "林芳",
        },
        {"姓名": "陈晨", "开始": date(2026, 12, 20), "假别": "调休", "状态": "已撤销"},
    ]
    changes = [
        {
            "类型": "顶班",
            "值班日期": date(2026, 12, 6),
            "原值班人": "王静",
            "替班人": "孙浩",
            "状态": "已批准",
            "批准人": "林芳",
            "批准日期": date(2026, 11, 20),
            "原因": "年假",
        },
        {
            "类型": "换班",
            "值班日期": date(2026, 12, 12),
            "原值班人": "赵敏",
            "替班人": "李梅",
            "换回日期": date(2026, 12, 17),
            "状态": "已批准",
            "批准人": "林芳",
            "批准日期": date(2026, 11, 21),
            "原因": "家人生日",
        },
        {
            "类型": "顶班",
            "值班日期": date(2026, 12, 30),
            "原值班人": "刘洋",
            "替班人": "陈晨",
            "状态": "待审批",
            "原因": "外出",
        },
    ]
    pins = [
        {"姓名": "张强", "日期": date(2026, 12, 1), "要求": "必须", "备注": "月初盘点"},
        {"姓名": "陈晨", "日期": date(2026, 12, 15), "要求": "不可", "备注": "培训"},
        {"姓名": "李梅", "日期": date(2026, 12, 25), "要求": "不希望"},
        {"姓名": "孙浩", "日期": date(2026, 12, 31), "要求": "希望"},
        {"姓名": "周婷", "日期": date(2026, 12, 24), "要求": "不希望"},
        {"姓名": "赵敏", "日期": date(2026, 12, 27), "要求": "不希望"},
    ]
    tail = ["李梅", "刘洋", "孙浩", "王静", "周婷", "赵敏", "陈晨"]
    counts = {
        "王静": (44, 14, 2),
        "李梅": (45, 13, 1),
        "张强": (44, 13, 2),
        "刘洋": (43, 14, 2),
        "陈晨": (45, 14, 1),
        "赵敏": (44, 13, 2),
        "孙浩": (45, 13, 1),
        "周婷": (22, 7, 1),
    }
    rows = {
        "员工": staff,
        "请假": leave,
        "变更": changes,
        "指定": pins,
        "历史": served(date(2026, 11, 24), tail),
        "期初累计": openings(date(2026, 11, 30), counts),
        "负责人": LEADERS,
    }
    settings = {"中心名称": "阳光花园客户服务中心", "值班热线": "010-00000110"}
    return data_workbook(rows, settings)


def gap() -> bytes:
    """Return 滨河小区, December 2026: too many away at once, so one day cannot be covered."""
    staff = [
        person(1, "何丽", "女", date(1990, 3, 3)),
        person(2, "郑伟", "男", date(1987, 6, 18), 不可值班星期="周六、周日"),
        person(3, "谢敏", "女", date(1994, 10, 12)),
        person(4, "韩冰", "女", date(1992, 1, 22), 每月上限=8),
        person(5, "曹磊", "男", date(1984, 4, 4), 岗位="客服主管", 可值班="否", 学历="本科"),
    ]
    leave = [
        {
            "姓名": "何丽",
            "开始": date(2026, 12, 10),
            "结束": date(2026, 12, 14),
            "假别": "婚假",
            "状态": "已批准",
            "批准人": "曹磊",
        },
        {
            "姓名": "谢敏",
            "开始": date(2026, 12, 11),
            "结束": date(2026, 12, 13),
            "假别": "年假",
            "状态": "已批准",
            "批准人": "曹磊",
        },
    ]
    rows = {
        "员工": staff,
        "请假": leave,
        "历史": served(date(2026, 11, 25), ["何丽", "郑伟", "谢敏", "韩冰", "何丽", "谢敏"]),
        "负责人": LEADERS,
    }
    return data_workbook(rows, {"中心名称": "滨河小区客户服务中心", "值班热线": "010-00000120"})


def october() -> bytes:
    """Return 翠湖天地, October 2026: 国庆, days off in lieu, adjusted workdays."""
    names = ["马丽", "朱军", "胡杨", "郭燕", "罗平", "梁雪"]
    staff = [
        person(nth, name, "女" if nth % 2 else "男", date(1985 + nth, nth, 10))
        for nth, name in enumerate(names, 1)
    ]
    staff.append(person(7, "宋主任", "男", date(1983, 5, 5), 岗位="客服主管", 可值班="仅顶班"))
    leave = [
        {
            "姓名": "胡杨",
            "请假时间": "2026年10月4日-7日",
            "假别": "年假",
            "状态": "同意",
            "批准人": "宋主任",
        },
    ]
    last_year = served(date(2025, 10, 1), ["马丽", "朱军", "胡杨"])
    tail = served(date(2026, 9, 24), ["罗平", "梁雪", "马丽", "朱军", "胡杨", "郭燕", "罗平"])
    counts = dict(
        zip(
            names,
            [(46, 13, 2), (45, 14, 1), (46, 13, 2), (45, 13, 1), (46, 14, 2), (45, 13, 2)],
            strict=True,
        )
    )
    rows = {
        "员工": staff,
        "请假": leave,
        "历史": last_year + tail,
        "期初累计": openings(date(2026, 9, 30), counts),
        "负责人": LEADERS,
    }
    settings = {"中心名称": "翠湖天地客户服务中心", "电话显示": "遮蔽", "显示可替班人": "是"}
    return data_workbook(rows, settings)


CENTRES = {"garden": garden, "gap": gap, "october": october}


def main() -> None:
    """Write every example workbook."""
    for name, make in CENTRES.items():
        folder = HERE / name
        folder.mkdir(exist_ok=True)
        write_whole(folder / DATA_FILE, make())


if __name__ == "__main__":
    main()
