"""What the qualification checks find on the staff list, person by person and month-wide."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from constraints.calendar import zh_date, zh_span
from constraints.policy import CheckMode, Office
from constraints.qualification import CHECKS, check_mode, failed_checks, under_age, verdict
from scheduler.errors import Exit, Message

if TYPE_CHECKING:
    from constraints.domain import Duty, Person
    from constraints.problem import Problem

_REMEDY = {
    "学历": "学历不到大专；任职时已认定的，在〈员工〉资格豁免填「学历」",
    "从业": "从业未满一年，满一年之日起自动可排",
    "上岗证": "上岗证无效或到期，换证后改〈员工〉证书到期日",
    "电脑": "不会用电脑；学会后改〈员工〉会电脑",
    "年龄": "超过年龄；任职时已认定的，在〈员工〉资格豁免填「年龄」",
}
_OTHERWISE = {
    (Office.CLEANER, "学历"): "学历不到初中；任职时已认定的，在〈员工〉资格豁免填「学历」",
    (Office.SUPERVISOR, "从业"): "从业未满两年，满两年之日起自动可排",
}


@lru_cache(maxsize=1)
def _duties(problem: Problem) -> dict[str, list[Duty]]:
    return {p.key: [duty for duty in problem.duties if p.employed(duty)] for p in problem.people}


def _verdicts(problem: Problem, person: Person, check: str) -> list[bool | None]:
    """Judge a check on each of a person's duties; what is passed at both ends is between them."""
    own = _duties(problem)[person.key]
    ends = [verdict(problem.policy, person, duty, check) for duty in (*own[:1], *own[-1:])]
    if all(ends):
        return [True] * len(own)
    return [verdict(problem.policy, person, duty, check) for duty in own]


def qualification_messages(problem: Problem) -> list[Message]:
    """Return a loud line for everyone excluded by a check, and one line per unknown check."""
    messages: list[Message] = []
    if not problem.candidates:
        text = (
            "没有一个人可值班：〈员工〉的岗位都不在〈设置〉值班岗位里；"
            "请改岗位或值班岗位，或在可值班一栏填 是"
        )
        messages.append(Message("no-candidates", "warning", text, sheet="员工", exit=Exit.LOOK))
    unknown: Counter[str] = Counter()
    for person in problem.candidates:
        own = _duties(problem)[person.key]
        for check in CHECKS:
            verdicts = _verdicts(problem, person, check)
            unknown[check] += None in verdicts
            failing = [duty for duty, passed in zip(own, verdicts, strict=True) if passed is False]
            # 可排 is all that is said of the health of those who may be on duty.
            known = [duty for duty in failing if check in problem.failed_checks(person, duty)]
            if known or (failing and check != "健康"):
                messages.append(_failing(problem, person, check, failing[0]))
    for check in CHECKS:
        if unknown[check]:
            mode = check_mode(problem.policy, check)
            barred = problem.policy.unknown_excludes and mode is CheckMode.ENFORCE
            effect = "按设置不排" if barred else "暂按可排处理"
            what = "未填或认不出" if check == "学历" else "未填"
            text = f"{check}{what}：{unknown[check]}人，{effect}，请在〈员工〉补上"
            messages.append(Message(f"unknown-{check}", "warning", text, sheet="员工"))
    return messages


def _failing(problem: Problem, person: Person, check: str, first: Duty) -> Message:
    excluded = check in failed_checks(problem.policy, person, first)
    minor = check == "年龄" and under_age(person, first)
    remedy = "未满 18 岁，任何情况下不排" if minor else _remedy(problem, check)
    effect = "不排" if excluded else "不符（只提醒，仍可排）"
    effect = effect if check == "年龄" else f"起{effect}"
    # The day on which somebody grows too old is the birthday: it is not said.
    since = "" if check == "年龄" else zh_date(first.date)
    text = f"{person.name}{since}{effect}：{remedy}"
    if check == "健康":
        text = f"{person.name}（健康）：不可排"
    exit_code = Exit.LOOK if excluded else Exit.DONE
    return Message("unqualified", "warning", text, sheet="员工", exit=exit_code)


def _remedy(problem: Problem, check: str) -> str:
    return _OTHERWISE.get((problem.policy.office, check)) or _REMEDY.get(check, "")


def record(problem: Problem, person: Person, check: str) -> str:
    """Return 通过, 未知, or on which of the month's dates a check is not passed."""
    mode = check_mode(problem.policy, check)
    own = _duties(problem)[person.key]
    verdicts = _verdicts(problem, person, check)
    failed = [duty.date for duty, passed in zip(own, verdicts, strict=True) if passed is False]
    if check == "健康":
        barred = any(check in problem.failed_checks(person, duty) for duty in own)
        return "不可排" if barred else "可排"
    if failed and check == "年龄":
        return "未通过"  # from when is the birthday
    if failed:
        return f"未通过 {zh_span(failed[0], failed[-1])}"
    if not own:
        return "不在职"
    if check in person.credentials.exempt:
        return "豁免"
    if mode is CheckMode.OFF:
        return "不检查"
    return "未知" if None in verdicts else "通过"
