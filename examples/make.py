"""Make the data workbooks of the example centres. All people and telephone numbers are invented.

Run ``python examples/make.py`` after changing this file; the workbooks are kept beside it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from scheduler.files import write_whole
from scheduler.reading.tables.layout import DATA_FILE
from scheduler.usecases.init import ARTICLES
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
        "公物": ARTICLES,
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


def estate() -> bytes:
    """Return 和园小区, December 2026 and February 2027: administrators, leaders and cleaners."""
    names = ["许诺", "沈静", "叶青", "魏强", "苏婉", "蒋涛"]
    staff = [
        person(nth, name, "男" if nth in (4, 6) else "女", date(1984 + nth, nth, 8))
        for nth, name in enumerate(names, 1)
    ]
    leaders = [("程立", "项目经理"), ("方敏", "客服主管"), ("雷刚", "保安主管")]
    staff += [
        person(nth, name, "女" if name == "方敏" else "男", date(1986, 4, nth), 岗位=post)
        for nth, (name, post) in enumerate(leaders, 21)
    ]
    cleaners = ["刘婶", "王姐", "张嫂", "李姨", "赵姐", "孙嫂", "周姨", "吴姐"]
    staff += [
        person(nth, name, "女", date(1983 + nth % 4, 6, nth - 30), 岗位="保洁员", 学历="初中")
        for nth, name in enumerate(cleaners, 41)
    ]
    reached = [
        {"姓名": name, "职务": post, "电话": f"1380000014{nth}"}
        for nth, (name, post) in enumerate(leaders, 1)
    ]
    posts = [
        {"岗位": "管理员值班"},
        {"岗位": "备班"},
        {"岗位": "带班", "最小休息小时": 24},
        {"岗位": "保洁"},
    ]
    early = {"开始": "06:30", "结束": "14:30", "人数": 3, "法定节假日人数": 2}
    late = {"开始": "14:30", "结束": "22:00", "人数": 2, "法定节假日人数": 1}
    shifts: list[dict[str, object]] = [
        {"岗位": "备班", "班次": "备班", "开始": "08:30", "时长": 24},
        {"岗位": "带班", "班次": "带班", "开始": "08:30", "周期": "周"},
        {"岗位": "保洁", "班次": "早班", "简称": "早"} | early,
        {"岗位": "保洁", "班次": "中班", "简称": "中"} | late,
    ]
    leave = [
        {
            "姓名": name,
            "开始": first,
            "结束": last,
            "假别": "年假",
            "状态": "已批准",
            "批准人": "程立",
        }
        for name, first, last in (
            ("沈静", date(2026, 12, 14), date(2026, 12, 16)),
            ("刘婶", date(2026, 12, 7), date(2026, 12, 9)),
            ("孙嫂", date(2026, 12, 24), date(2026, 12, 25)),
            ("叶青", date(2027, 2, 4), date(2027, 2, 8)),
            ("赵姐", date(2027, 2, 3), date(2027, 2, 9)),
        )
    ]
    pins = [
        {"姓名": "李姨", "日期": date(2026, 12, 20), "要求": "不希望", "备注": "孩子生日"},
        {"姓名": "吴姐", "日期": date(2026, 12, 5), "要求": "必须", "班次": "早班"},
        {"姓名": "苏婉", "日期": date(2026, 12, 31), "要求": "希望", "岗位": "管理员值班"},
    ]
    last = date(2026, 11, 24)
    history: list[dict[str, object]] = [
        row | {"岗位": post}
        for post, first in (("管理员值班", 0), ("备班", 3))
        for row in served(last, [names[(first + nth) % 6] for nth in range(7)])
    ]
    # Everybody's days off of the week before, so that the month goes on from them.
    off = {0: "一二", 1: "二三", 2: "三四", 3: "四五", 4: "五六", 5: "六日", 6: "日一", 7: "一四"}
    for on in (last + timedelta(days=nth) for nth in range(7)):
        here = [n for k, n in enumerate(cleaners) if "一二三四五六日"[on.weekday()] not in off[k]]
        history += [
            {"日期": on, "值班人": name, "岗位": "保洁", "班次": "早班" if nth < 3 else "中班"}
            for nth, name in enumerate(here[:5])
        ]
    history.append({"日期": date(2026, 11, 30), "值班人": "程立", "岗位": "带班", "班次": "带班"})
    rows = {
        "员工": staff,
        "岗位": posts,
        "班次": shifts,
        "请假": leave,
        "指定": pins,
        "历史": history,
        "负责人": reached,
        "公物": ARTICLES,
    }
    settings = {"中心名称": "和园小区客户服务中心", "值班热线": "010-00000140"}
    return data_workbook(rows, settings, several=True)


CENTRES = {"garden": garden, "gap": gap, "october": october, "estate": estate}


def main() -> None:
    """Write every example workbook."""
    for name, make in CENTRES.items():
        folder = HERE / name
        folder.mkdir(exist_ok=True)
        write_whole(folder / DATA_FILE, make())


if __name__ == "__main__":
    main()
