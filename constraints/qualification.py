"""Conditions of office, judged on the date of a duty (semantics, section 4)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from constraints.calendar import anniversary
from constraints.domain import DAY, MIDNIGHT, Sex
from constraints.policy import CheckMode, Office

if TYPE_CHECKING:
    from collections.abc import Callable

    from constraints.domain import Credentials, Duty, Person
    from constraints.policy import Policy

ADULT = 18

# The years of experience that an office asks for, and the age that it allows at most.
EXPERIENCE = {Office.ADMINISTRATOR: 1, Office.SUPERVISOR: 2}
OLDEST = {Office.ADMINISTRATOR: 50, Office.SUPERVISOR: 45}
OLDEST_CLEANER = {Sex.MALE: 50, Sex.FEMALE: 45}

# Words that say how a degree was taken, not which: they neither pass nor fail.
_MANNER = "全日制|非全日制|成人|函授|自考|网络教育|大学|普通|统招|学历|毕业"
_COLLEGE = "大专|专科|高职|高专|本科|学士|硕士|研究生|博士"
_MIDDLE = "初中|高中|中专|技校|职高"
_PRIMARY = "小学"


def _words(of: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_MANNER})*(?:{of})(?:{_MANNER}|{of})*")


_STUDENT = re.compile(".*在读.*")
_PASSES, _FAILS = _words(_COLLEGE), _words(f"{_PRIMARY}|{_MIDDLE}")
_CLEANER_PASSES, _CLEANER_FAILS = _words(f"{_MIDDLE}|{_COLLEGE}"), _words(_PRIMARY)


def educated(words: str, office: Office = Office.ADMINISTRATOR) -> bool | None:
    """Tell whether 学历 is 大专 or above, 初中 for cleaners; None for words that say neither."""
    cleaner = office is Office.CLEANER
    if _STUDENT.fullmatch(words) or (_CLEANER_FAILS if cleaner else _FAILS).fullmatch(words):
        return False
    return True if (_CLEANER_PASSES if cleaner else _PASSES).fullmatch(words) else None


def _experienced(have: Credentials, duty: Duty, policy: Policy) -> bool | None:
    since = have.experience_from
    if since is None:
        return None
    return duty.date >= anniversary(since, EXPERIENCE[policy.office])


def _certified(have: Credentials, duty: Duty, _: Policy) -> bool | None:
    until = have.certificate_until
    if have.certificate is None and until is None:
        return None
    expired = until is not None and duty.end > datetime.combine(until + DAY, MIDNIGHT)
    return have.certificate is not False and not expired


def _young_enough(have: Credentials, duty: Duty, policy: Policy) -> bool | None:
    oldest = OLDEST.get(policy.office)
    if oldest is None and have.sex is not None:
        oldest = OLDEST_CLEANER[have.sex]
    if oldest is None or have.born is None:
        return None
    return duty.date < anniversary(have.born, oldest + policy.age_inclusive)


_VERDICTS: dict[str, Callable[[Credentials, Duty, Policy], bool | None]] = {
    "学历": lambda have, _duty, policy: educated(have.education, policy.office),
    "从业": _experienced,
    "上岗证": _certified,
    "电脑": lambda have, _duty, _policy: have.computer,
    "年龄": _young_enough,
    "健康": lambda have, _duty, _policy: have.healthy,
}
CHECKS = tuple(_VERDICTS)
CHECKS_OF = {
    Office.ADMINISTRATOR: CHECKS,
    Office.SUPERVISOR: CHECKS,
    Office.CLEANER: ("学历", "年龄", "健康"),
    Office.ANYONE: (),
}


def check_mode(policy: Policy, check: str) -> CheckMode:
    """Return how a check counts; what its office does not ask for is not checked.

    Schooling and age of cleaners are only pointed out, as long as nobody says otherwise: the
    limits lie below today's legal ages of retirement.
    """
    if check not in CHECKS_OF[policy.office]:
        return CheckMode.OFF
    mild = policy.office is Office.CLEANER and check != "健康"
    return policy.modes.get(check, CheckMode.WARN if mild else CheckMode.ENFORCE)


def under_age(person: Person, duty: Duty) -> bool:
    """Tell whether the person is known to be under 18 when the duty starts."""
    born = person.credentials.born
    return born is not None and duty.date < anniversary(born, ADULT)


def verdict(policy: Policy, person: Person, duty: Duty, check: str) -> bool | None:
    """Judge one check: True (passed), False (known to fail) or None (unknown).

    A check that is 不检查, or from which the person is exempt, passes; nobody under 18 passes
    年龄 whatever the mode.
    """
    have = person.credentials
    if check == "年龄" and under_age(person, duty):
        return False
    if check in have.exempt or check_mode(policy, check) is CheckMode.OFF:
        return True
    return _VERDICTS[check](have, duty, policy)


def failed_checks(policy: Policy, person: Person, duty: Duty) -> list[str]:
    """Return the checks that keep the person off the duty; empty if qualified."""
    failed = []
    for check in CHECKS:
        passed = verdict(policy, person, duty, check)
        enforced = check_mode(policy, check) is CheckMode.ENFORCE
        fails = passed is False or (passed is None and policy.unknown_excludes)
        if (fails and enforced) or (check == "年龄" and under_age(person, duty)):
            failed.append(check)
    return failed
