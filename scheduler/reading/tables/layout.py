"""Every sheet and heading of the workbooks, once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and what the template says and offers under it.

    ``text`` columns are formatted as text, so that 001 stays 001; columns that are not
    ``offered`` are read where others have them, but are not in the template; ``several`` are there
    only where there are several posts or shifts.
    """

    name: str
    required: bool = False
    hint: str = ""
    choices: tuple[str, ...] = ()
    text: bool = False
    offered: bool = True
    several: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, other names it may have, its columns, and most rows of data."""

    name: str
    synonyms: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = False
    most: int = 20_000

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and the others."""
        return (self.name, *self.synonyms)

    @property
    def required_columns(self) -> tuple[str, ...]:
        """The names of the columns that must be there."""
        return tuple(column.name for column in self.columns if column.required)


# Where the day stands in one column and the time of day in another.
CLOCK_HEADINGS = {
    "开始": ("开始时间", "起始时间", "请假开始时间", "开始时段", "起始时段", "时间段"),
    "结束": ("结束时间", "截止时间", "请假结束时间", "结束时段", "截止时段"),
    "请假时间": ("时间段", "请假时段", "请假时间段", "具体时间"),
}

YES_NO = ("是", "否")
SEX = ("男", "女")
STATUSES = ("已批准", "待审批", "驳回", "已撤销")

STAFF = Sheet(
    "员工",
    ("花名册", "员工花名册", "人员"),
    (
        Column("姓名", True, "必填"),
        Column("工号", hint="同名的人必须填", text=True),
        Column("部门", offered=False),
        Column("岗位", True, "必填，如 客服管理员"),
        Column("性别", choices=SEX),
        Column("出生日期", hint="如 1990-05-20"),
        Column("身份证号", offered=False),
        Column("学历", hint="如 大专、本科"),
        Column("从业起始日期", hint="从事物业管理的起始日"),
        Column("入职日期"),
        Column("离职日期", hint="最后工作日，在职留空"),
        Column("在职状态", offered=False),
        Column("上岗证", choices=("有", "无")),
        Column("证书到期日", hint="长期有效留空"),
        Column("会电脑", choices=YES_NO),
        Column("健康合格", choices=YES_NO),
        Column("联系电话", text=True),
        Column("可值班", hint="留空按岗位判断", choices=("是", "否", "仅顶班")),
        Column("可值班起", hint="可单独值班的首日，默认入职日"),
        Column("资格豁免", hint="如 学历、年龄"),
        Column("值班权重", hint="默认 1，半职 0.5"),
        Column("每月上限", hint="每月最多几班，不限留空"),
        Column("夜班限制起", hint="不排夜班的首日"),
        Column("夜班限制止", hint="不排夜班的末日"),
        Column("不可值班星期", hint="如 周三、周五"),
        Column("休息日上限", several=True, hint="每月最多几个休息日"),
        Column("法定节假日上限", several=True, hint="每月最多几个法定节假日"),
        Column("可排岗位", several=True, hint="填了就以这里为准"),
        Column("可排班次", several=True, hint="如 早班，不限留空"),
        Column("备注"),
    ),
    required=True,
    most=2_000,
)
LEAVE = Sheet(
    "请假",
    ("请假登记", "请假登记表"),
    (
        Column("姓名", True, "必填"),
        Column("工号", text=True),
        Column("开始", True, "如 2026-12-05 或 2026-12-05 14:00"),
        Column("结束", hint="末日当天也请假；一天留空"),
        Column("请假时间", hint="也可在这一栏写 12月5日-7日"),
        Column("时段", choices=("全天", "上午", "下午")),
        Column("天数", offered=False),
        Column("时长", offered=False),
        Column("时长单位", offered=False),
        Column("小时数", offered=False),
        Column("假别"),
        Column("申请类型", offered=False),
        Column("部门", offered=False),
        Column("状态", True, "批准后改为 已批准", STATUSES),
        Column("批准人"),
        Column("批准日期", hint="与顶班冲突时，批准在后的有效"),
        Column("备注"),
    ),
    most=5_000,
)
CHANGES = Sheet(
    "变更",
    ("调班", "顶班", "换班", "替班", "调班申请"),
    (
        Column("类型", True, "顶班或换班", ("顶班", "换班")),
        Column("值班日期", True, "原来的值班日"),
        Column("原值班人", True),
        Column("替班人", hint="顶班可留空，由程序选"),
        Column("换回日期", hint="换班时填"),
        Column("状态", True, "未批准不生效", STATUSES),
        Column("批准人"),
        Column("批准日期"),
        Column("原因", hint="会印在修订表上并长期保存，勿写病情等私事"),
        Column("岗位", several=True),
        Column("班次", several=True),
        Column("换回班次", several=True, hint="换回那天的班次"),
    ),
)
PINS = Sheet(
    "指定",
    ("指定与意愿",),
    (
        Column("姓名", True, "必填"),
        Column("日期", True, "如 2026-12-05"),
        Column("要求", True, "特批须填批准人", ("必须", "不可", "希望", "不希望", "特批")),
        Column("批准人"),
        Column("岗位", several=True),
        Column("班次", several=True),
        Column("备注"),
    ),
)
HISTORY = Sheet(
    "历史",
    ("上月", "上月值班"),
    (
        Column("日期", True, "至少填上月最后七天"),
        Column("值班人", True, "实际值班的人"),
        Column("岗位", several=True),
        Column("班次", several=True),
    ),
)
OPENINGS = Sheet(
    "期初累计",
    (),
    (
        Column("姓名", True, "必填"),
        Column("合计", True, "截至日期前已值的班数"),
        Column("休息日", hint="其中休息日"),
        Column("法定节假日", hint="其中法定节假日"),
        Column("应值", hint="一般留空，自动分摊"),
        Column("截至日期", hint="如 2026-11-30"),
    ),
)
DAY_KINDS = ("法定节假日", "休息日", "调休上班", "工作日")
HOLIDAYS = Sheet(
    "节假日",
    ("特殊日",),
    (
        Column("日期", True, "只填与官方日历不同的日子"),
        Column("类型", True, "", DAY_KINDS),
        Column("名称"),
    ),
)
LEADERS = Sheet("负责人", (), (Column("姓名"), Column("职务"), Column("电话", text=True)))
ARTICLES = Sheet(
    "公物",
    ("公物清单", "公物清点"),
    (
        Column("物品", True, "如 对讲机"),
        Column("数量", True, "应有几件"),
        Column("备注", hint="印在物品后面，如 含充电器"),
    ),
    most=200,
)
SETTINGS = Sheet("设置", (), (Column("参数", True), Column("值"), Column("说明")))

DATA_SHEETS = (
    *(STAFF, LEAVE, CHANGES, PINS, HISTORY, OPENINGS, HOLIDAYS, LEADERS),
    *(ARTICLES, SETTINGS),
)

# Only where there is more than the one post with one duty a day.
POSTS = Sheet(
    "岗位",
    ("岗位设置",),
    (
        Column("岗位", True, "如 管理员值班、备班、带班、保洁"),
        Column("类型", hint="值班轮到才值，排班天天上班", choices=("值班", "排班")),
        Column("表", hint="印在哪张表上，留空自动"),
        Column("人选", hint="员工的岗位或姓名，用、隔开"),
        Column("资格", hint="按哪种岗位核对", choices=("管理员", "主管", "保洁员", "不检查")),
        Column("最小休息小时", hint="同一人两班之间"),
        Column("与其他岗位间隔小时", hint="与同一人别的岗位的班之间"),
        Column("每周休息天数", hint="周一到周日"),
        Column("每月休息天数", hint="排班用，可不填"),
        Column("最多连上天数", hint="排班用"),
        Column("每月工时上限", hint="排班用，不限留空"),
    ),
    most=50,
)
CYCLES = ("日", "周", "周末", "连休")
SHIFTS = Sheet(
    "班次",
    ("班次设置",),
    (
        Column("岗位", True, "〈岗位〉里的名称"),
        Column("班次", True, "如 早班、白班"),
        Column("简称", hint="一两个字，印在表上"),
        Column("开始", True, "如 08:30；两段写 7:00-11:00、13:30-17:30"),
        Column("结束", hint="过了半夜照写，如 08:30"),
        Column("时长", hint="小时，也可代替结束"),
        Column("工时", hint="计酬的小时，默认等于时长"),
        Column("人数", hint="每班几人，默认 1"),
        Column("休息日人数", hint="默认同人数；0 = 不排"),
        Column("法定节假日人数", hint="默认同人数；0 = 不排"),
        Column("周期", hint="默认每日一班", choices=CYCLES),
        Column("起", hint="从哪一天起有这个班"),
        Column("止", hint="到哪一天为止"),
    ),
    most=200,
)

HINT = "#说明"
EXAMPLE_SHEET = "示例"

DATA_FILE = "值班数据.xlsx"
ROSTER = Sheet(
    "值班安排表", ("值班表",), (Column("日期", True), Column("星期"), Column("值班人", True))
)
MACHINE_SHEET = "_机读"
GAP = "待定"
FAULTS_SHEET = "问题清单"
