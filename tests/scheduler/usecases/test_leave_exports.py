"""Leave as 钉钉, 企业微信 and 飞书 export it, and a 花名册 of sixty columns: a reader's roster.

Known, from code that reads such files and from the systems' own documentation:

- 钉钉: the columns 审批编号, 标题, 审批状态, 审批结果, 发起时间, 完成时间, 发起人工号, 发起人姓名,
  发起人部门, 历史审批人姓名, 审批记录, 当前处理人姓名, 审批耗时, and then those of the form;
- 企业微信: the statuses 审批中, 已通过, 已驳回, 已撤销, 通过后撤销, 已删除, 已支付, and the kinds
  请假, 打卡补卡, 出差, 外出, 加班, 调班;
- 飞书: a leave by days runs from 00:00:00 to the 00:00:00 after its last day.

Assumed: the order of the columns of 企业微信 and 飞书 and their words 申请人账号, 当前审批状态,
申请状态 and 发起人; clock times 09:00–18:00 for whole days and 09:00–12:00 for halves; how a length
is written.
"""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from io import StringIO
from random import Random
from typing import TYPE_CHECKING

import pytest

from scheduler.reading.read_centre import read_centre
from tests import office
from tests.books import DECEMBER, TODAY, book
from tests.scheduler.commands import document
from tests.scheduler.december import DATA

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NAMES = ("王静", "李梅", "赵敏", "陈晨", "林芳", "周洋")
STAFF = [["姓名", "工号", "岗位"], *[[n, f"00{i}", "客服管理员"] for i, n in enumerate(NAMES, 1)]]
TAIL = [
    ["日期", "值班人"],
    *[[date(2026, 11, 24) + timedelta(days=i), NAMES[i % 6]] for i in range(7)],
]

DINGTALK_HEAD = [
    *("审批编号", "标题", "审批状态", "审批结果", "发起时间", "完成时间", "发起人工号"),
    *("发起人UserID", "发起人姓名", "发起人部门", "历史审批人姓名", "审批记录", "当前处理人姓名"),
    *("审批耗时", "请假类型", "开始时间", "结束时间", "时长", "请假事由", "图片"),
]


def dingtalk(
    name: str,
    number: str,
    first: str,
    last: str,
    length: str,
    status: tuple[str, str] = ("完成", "同意"),
    kind: str = "年假",
    department: str = "阳光花园-客户服务中心",
) -> list[str]:
    return [
        *("202611201030000123456", f"{name}提交的请假", *status, "2026-11-20 10:30:12"),
        *("2026-11-20 15:02:40", number, "manager4521", name, department, "高建国;林芳"),
        *(
            "高建国|同意|2026-11-20 15:02:40|",
            "",
            "4小时32分",
            kind,
            first,
            last,
            length,
            "家里有事",
        ),
        "",
    ]


WECOM_HEAD = [
    *("审批编号", "审批模板", "提交时间", "申请人", "申请人账号", "申请人部门", "当前审批状态"),
    *("审批流程", "请假类型", "开始时间", "结束时间", "时长", "请假事由", "抄送人"),
]


def wecom(
    name: str,
    first: str,
    last: str,
    length: str,
    status: str = "已通过",
    template: str = "请假",
    kind: str = "事假",
) -> list[str]:
    return [
        *("202611200001", template, "2026/11/20 10:30", name, "WangJing", "物业/客服部", status),
        *("上级审批:高建国(已同意)", kind, first, last, length, "有事", "人事"),
    ]


FEISHU_HEAD = [
    *("申请编号", "审批名称", "申请状态", "发起人", "发起人部门", "发起时间", "完成时间"),
    *("假期类型", "开始时间", "结束时间", "时长", "请假事由", "审批记录"),
]


def feishu(
    name: str, first: str, last: str, length: object, status: str = "已通过", what: str = "请假"
) -> list[object]:
    return [
        *("202611200001", what, status, name, "客户服务中心", "2026-11-20 10:30:00"),
        *("2026-11-20 12:00:00", "年假" if what == "请假" else "", first, last, length, "有事", ""),
    ]


Absences = dict[str, list[tuple[float, float]]]

EXPORTS: dict[str, tuple[list[Sequence[object]], Absences]] = {
    "dingtalk": (
        [
            DINGTALK_HEAD,
            dingtalk("王静", "001", "2026-12-08 09:00", "2026-12-09 18:00", "2天"),
            dingtalk("王静", "001", "2026-12-10 上午", "2026-12-10 上午", "0.5天"),
            dingtalk("李梅", "002", "2026-12-12 09:00", "2026-12-12 12:00", "3小时"),
            dingtalk("赵敏", "003", "2026-11-28 09:00", "2026-12-02 18:00", "5天"),
            dingtalk(
                "陈晨", "004", "2026-12-21 09:00", "2026-12-22 18:00", "2天", ("完成", "拒绝")
            ),
            dingtalk("陈晨", "004", "2026-12-23 09:00", "2026-12-23 18:00", "1天", ("已撤销", "")),
            dingtalk(
                "陈晨", "004", "2026-12-24 09:00", "2026-12-24 18:00", "1天", ("完成", "同意")
            ),
            dingtalk("林芳", "005", "2026-12-15 09:00", "2026-12-16 18:00", "2天", ("审批中", "")),
            dingtalk(
                "周洋", "006", "2026-12-26 09:00", "2026-12-26 18:00", "1天", ("终止", "同意")
            ),
            dingtalk("王丽", "957", "2026-12-08 09:00", "2026-12-30 18:00", "23天"),
            dingtalk("钱多多", "958", "2026-12-08 09:00", "2026-12-30 18:00", "23天"),
        ],
        {
            "王静": [(8, 10.5)],
            "李梅": [(12, 12.5)],
            "赵敏": [(-2, 3)],
            "陈晨": [(24, 25)],
        },
    ),
    "wecom": (
        [
            WECOM_HEAD,
            wecom("王静", "2026/12/08 09:00", "2026/12/09 18:00", "2.0天"),
            wecom("王静", "2026/12/10 13:00", "2026/12/10 18:00", "0.5天"),
            wecom("李梅", "2026/12/12 上午", "2026/12/13 下午", "2天", "通过后撤销"),
            wecom("李梅", "2026/12/13 上午", "2026/12/13 下午", "1天"),
            wecom("赵敏", "2026/12/05 09:00", "2026/12/05 18:00", "9小时", "已通过", "加班", ""),
            wecom("赵敏", "2026/12/06 09:00", "2026/12/06 18:00", "", "已通过", "打卡补卡", ""),
            wecom("赵敏", "2026/12/28 09:00", "2027/01/02 18:00", "6天", "已通过", "出差", ""),
            wecom("陈晨", "2026/12/18 09:00", "2026/12/18 18:00", "1天", "已驳回"),
            wecom("林芳", "2026/12/15 09:00", "2026/12/16 18:00", "2天", "审批中"),
            wecom("周洋", "2026/12/22 14:30", "2026/12/22 16:00", "1.5小时"),
            wecom("欧阳雪莲", "2026/12/01 09:00", "2026/12/31 18:00", "31天"),
        ],
        {
            "王静": [(8, 10), (10.5, 11)],
            "李梅": [(13, 14)],
            "赵敏": [(28, 34)],
            "周洋": [(22 + 14.5 / 24, 22 + 16 / 24)],
        },
    ),
    "feishu": (
        [
            FEISHU_HEAD,
            feishu("王静", "2026-12-08 00:00:00", "2026-12-10 00:00:00", 2),
            feishu("王静", "2026-12-10 00:00:00", "2026-12-11 00:00:00", "1天"),
            feishu("李梅", "2026-12-04 00:00:00", "2026-12-05 00:00:00", 1),
            feishu("赵敏", "2026-11-30 00:00:00", "2026-12-03 00:00:00", 3, "已撤回"),
            feishu("赵敏", "2026-11-30 00:00:00", "2026-12-02 00:00:00", 2),
            feishu("陈晨", "2026-12-18 12:00:00", "2026-12-19 00:00:00", 0.5),
            feishu("林芳", "2026-12-15 00:00:00", "2026-12-17 00:00:00", 2, "审批中"),
            feishu("林芳", "2026-12-20 00:00:00", "2026-12-21 00:00:00", 1, "已拒绝"),
            feishu("周洋", "2026-12-22 09:00:00", "2026-12-22 21:00:00", "", "已通过", "加班"),
            feishu("欧阳雪莲", "2026-12-01 00:00:00", "2027-01-01 00:00:00", 31),
        ],
        {"王静": [(8, 11)], "李梅": [(4, 5)], "赵敏": [(0, 2)], "陈晨": [(18.5, 19)]},
    ),
}


def _centre(folder: Path) -> None:
    book(folder / DATA, 员工=STAFF, 历史=TAIL)


def _written(folder: Path, rows: list[Sequence[object]], kind: str) -> Path:
    path = folder / f"审批导出.{kind}"
    if kind == "xlsx":
        path.write_bytes(office.book({"Sheet1": rows}))
        return path
    text = StringIO()
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), encoding="gb18030")
    return path


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("system", EXPORTS)
def test_an_export_means_what_a_reader_takes_it_for(tmp_path: Path, system: str, kind: str) -> None:
    rows, expected = EXPORTS[system]
    _centre(tmp_path)
    path = _written(tmp_path, rows, kind)
    centre = read_centre(tmp_path / DATA, TODAY, DECEMBER, leave_files=[path])
    eve = datetime(2026, 11, 30)
    found: Absences = {}
    for leave in centre.problem.leaves:
        ends = ((leave.start - eve) / timedelta(days=1), (leave.end - eve) / timedelta(days=1))
        found.setdefault(centre.name(leave.person), []).append(ends)
    assert found == expected
    assert [centre.name(leave.person) for leave in centre.pending] == ["林芳"]


@pytest.mark.parametrize("system", EXPORTS)
def test_the_roster_of_an_export(tmp_path: Path, system: str) -> None:
    """Nobody serves on their leave, and the pending one is avoided, since there is room."""
    rows, expected = EXPORTS[system]
    _centre(tmp_path)
    path = _written(tmp_path, rows, "xlsx")
    done = document("draft", tmp_path, "--month", "2026-12", "--leave-file", path, "--dry-run")
    assert done["exit_code"] == 0
    assert not done["result"]["gaps"]
    for one in done["result"]["assignments"]:
        first = int(one["start"][8:10]) + 8.5 / 24
        away = [*expected.get(one["name"], []), *([(15, 17)] if one["name"] == "林芳" else [])]
        eves = [start for start, _ in away if first < start < first + 1]
        assert eves == [] or eves[0] == int(eves[0])
        assert not any(
            start < first + 1 and first < end for start, end in away if start not in eves
        )


ROLL_HEAD = [
    *(
        "序号",
        "工号",
        "姓名",
        "部门",
        "岗位名称",
        "性别",
        "民族",
        "出生年月日",
        "身份证号码",
        "籍贯",
    ),
    *("政治面貌", "婚姻状况", "最高学历", "毕业院校", "专业", "毕业时间", "职称", "参加工作时间"),
    *("入职时间", "转正日期", "试用期到期日", "合同开始日期", "合同到期日", "员工状态", "离职日期"),
    *(
        "手机号码",
        "紧急联系人",
        "紧急联系人电话",
        "邮箱",
        "户口性质",
        "户籍地址",
        "现住址",
        "开户行",
    ),
    *(
        "银行卡号",
        "社保基数",
        "公积金基数",
        "上岗证",
        "证书到期日",
        "会电脑",
        "健康证",
        "身高",
        "体重",
    ),
    *(
        "血型",
        "驾照",
        "特长",
        "语言",
        "工龄",
        "司龄",
        "年假天数",
        "绩效",
        "上级",
        "工作地点",
        "班次",
    ),
    *("考勤组", "成本中心", "合同主体", "招聘渠道", "推荐人", "备用1", "备用2"),
]


def _roll(number: int, name: str, department: str, post: str) -> list[object]:
    cells: dict[str, object] = {
        **{"序号": number, "工号": f"{number:03d}", "姓名": name, "部门": department},
        **{"岗位名称": post, "性别": "女", "出生年月日": "1990.5.20", "最高学历": "大专"},
        **{"参加工作时间": "2012年7月", "入职时间": "2018-03-01", "转正日期": "2018-06-01"},
        **{"合同开始日期": "2024-03-01", "合同到期日": "2027-02-28", "员工状态": "在职"},
        **{
            "手机号码": f"1390000{number:04d}",
            "紧急联系人": "赵大",
            "上岗证": "有",
            "会电脑": "是",
        },
        **{"紧急联系人电话": "13911112222", "健康证": "有", "工龄": 8},
    }
    return [cells.get(column) for column in ROLL_HEAD]


def test_a_staff_list_of_sixty_columns(tmp_path: Path) -> None:
    assert len(ROLL_HEAD) == 60
    people = [_roll(n, name, "客户服务中心", "客服管理员") for n, name in enumerate(NAMES, 1)]
    people[1][ROLL_HEAD.index("证书到期日")] = "2026-12-15"
    guards = [_roll(n, f"卫士{n}", "保安部", "保安员") for n in range(7, 47)]
    title: list[object] = ["阳光花园物业服务中心员工花名册", *[None] * 59]
    roll = tmp_path / "花名册.xlsx"
    roll.write_bytes(office.book({"花名册": [title, ROLL_HEAD, *people, *guards]}))
    book(tmp_path / DATA, 历史=TAIL, 员工=[["姓名", "岗位"]])
    words = ("--month", "2026-12", "--staff-file", roll)
    done = document("draft", tmp_path, *words, "--dry-run")
    served = {one["name"] for one in done["result"]["assignments"]}
    assert served == set(NAMES)
    late = [
        o for o in done["result"]["assignments"] if o["name"] == "李梅" and o["start"][8:10] >= "15"
    ]
    assert late == []
    assert done["exit_code"] == 3  # The certificate of 李梅 runs out.
    told = "\n".join(message["text"] for message in document("check", tmp_path, *words)["messages"])
    assert "健康证" in told
    assert "驾照" not in told


def test_a_register_of_the_whole_company(tmp_path: Path) -> None:
    """Two thousand rows, eight of them ours, in whatever order."""
    rng = Random(7)
    rows: list[Sequence[object]] = [
        dingtalk(
            f"{rng.choice('钱孙吴郑冯卫蒋沈韩杨')}{rng.choice('建国志明秀兰玉红')}{rng.choice('强军芬英')}",
            f"{rng.randint(1000, 9999)}",
            (day := f"2026-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}") + " 09:00",
            f"{day} 18:00",
            "1天",
            department=rng.choice(("保安部", "保洁部", "工程部")),
        )
        for _ in range(1992)
    ]
    ours = [
        dingtalk(
            NAMES[n % 6],
            f"00{n % 6 + 1}",
            f"2026-12-{n + 10} 09:00",
            f"2026-12-{n + 10} 18:00",
            "1天",
        )
        for n in range(8)
    ]
    rows += ours
    rng.shuffle(rows)
    _centre(tmp_path)
    path = _written(tmp_path, [DINGTALK_HEAD, *rows], "xlsx")
    centre = read_centre(tmp_path / DATA, TODAY, DECEMBER, leave_files=[path])
    assert sorted(leave.start.day for leave in centre.problem.leaves) == list(range(10, 18))
    assert "另有 1992 行是其他部门的人" in "\n".join(message.text for message in centre.warnings)
