"""Conditions of office, judged on the date of a duty (semantics, section 4)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from constraints.calendar import anniversary
from constraints.domain import DAY, MIDNIGHT
from constraints.policy import CheckMode

if TYPE_CHECKING:
    from collections.abc import Callable

    from constraints.domain import Credentials, Duty, Person
    from constraints.policy import Policy

ADULT, OLDEST, EXPERIENCE = 18, 50, 1

# Words that say how a degree was taken, not which: they neither pass nor fail.
_MANNER = "全日制|非全日制|成人|函授|自考|网络教育|大学|普通|统招|学历|毕业"
_PASS = "大专|专科|高职|高专|本科|学士|硕士|研究生|博士"  # nosec B105 # degrees
_FAIL = "小学|初中|高中|中专|技校|职高"
_PASSES = re.compile(rf"(?:{_MANNER})*(?:{_PASS})(?:{_MANNER}|{_PASS})*")
_FAILS = re.compile(rf"(?:{_MANNER})*(?:{_FAIL})(?:{_MANNER}|{_FAIL})*|.*在读.*")


def educated(words: str) -> bool | None:
    """Tell whether 学历 is 大专 or above; None for words that say neither."""
    if _FAILS.fullmatch(words):
        return False
    return True if _PASSES.fullmatch(words) else None


def _experienced(have: Credentials, duty: Duty, _: Policy) -> bool | None:
    since = have.experience_from
    return None if since is None else duty.date >= anniversary(since, EXPERIENCE)


def _certified(have: Credentials, duty: Duty, _: Policy) -> bool | None:
    until = have.certificate_until
    if have.certificate is None and until is None:
        return None
    expired = until is not None and duty.end > datetime.combine(until + DAY, MIDNIGHT)
    return have.certificate is not False and not expired


def _young_enough(have: Credentials, duty: Duty, policy: Policy) -> bool | None:
    last_year = OLDEST + policy.age_inclusive
    return None if have.born is None else duty.date < anniversary(have.born, last_year)


_VERDICTS: dict[str, Callable[[Credentials, Duty, Policy], bool | None]] = {
    "学历": lambda have, _duty, _policy: educated(have.education),
    "从业": _experienced,
    "上岗证": _certified,
    "电脑": lambda have, _duty, _policy: have.computer,
    "年龄": _young_enough,
    "健康": lambda have, _duty, _policy: have.healthy,
}
CHECKS = tuple(_VERDICTS)


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
    if check in have.exempt or policy.modes.get(check) is CheckMode.OFF:
        return True
    return _VERDICTS[check](have, duty, policy)


def failed_checks(policy: Policy, person: Person, duty: Duty) -> list[str]:
    """Return the checks that keep the person off the duty; empty if qualified."""
    failed = []
    for check in CHECKS:
        passed = verdict(policy, person, duty, check)
        enforced = policy.modes.get(check, CheckMode.ENFORCE) is CheckMode.ENFORCE
        fails = passed is False or (passed is None and policy.unknown_excludes)
        if (fails and enforced) or (check == "年龄" and under_age(person, duty)):
            failed.append(check)
    return failed
