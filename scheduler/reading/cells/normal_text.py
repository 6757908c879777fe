"""Text as it is compared and as it is shown."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time
from functools import lru_cache

LONGEST_SHOWN = 80
LONGEST_HEADING = 100
LONGEST_DATES = 1_000
LONGEST_CELL = 2_000

# Characters without a shape of their own: marks of direction, joiners, variation selectors,
# fillers, blanks.
UNSEEN = (
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(rf"[\s{UNSEEN}]+")
# The dot in 阿依古丽·买买提, as different keyboards have it.
_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・", "·"))
_ORNAMENT = re.compile(r"^[*★●]+|(?:[*:]|\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>)+$")
_FRAMED = re.compile(r"[【\[<]([^【】\[\]<>]*)[】\]>]")
_UNSEEN = re.compile(f"[{UNSEEN}]+")
# What stands for a hyphen, tilde, colon, slash, bracket or the point in 12。5 on other keyboards.
_MARKS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−─━ー⁃", "-")
    | dict.fromkeys("〜∼˜∽", "~")
    | dict.fromkeys("∶꞉ː", ":")
    | dict.fromkeys("∕⁄╱⧸", "/")
    | dict.fromkeys("[{【〔〖「『〈《", "(")
    | dict.fromkeys("]}】〕〗」』〉》", ")")
    | dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n")
)
_POINT = re.compile(r"(?<=\d)[。·•・](?=\d)")
# 十二月, 二十日 and 五、六日.
_NUMERAL = "[〇零一二三四五六七八九十廿]+"
_NUMERALS = re.compile(
    rf"{_NUMERAL}(?=(?:[、,和及与至到-]{_NUMERAL})*[年月日号点时天个])|(?<=[点时]){_NUMERAL}(?!刻)"
)
_ORDER = "〇一二三四五六七八九"
# Digits of which an identity number may be made, however they are grouped.
_GAP = rf"[\s./_\-–—{UNSEEN}]{{0,3}}"
_DIGITS = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{13,17}}{_GAP}[\dXx](?!\d)")
_IDENTITY = re.compile(r"\d{6}(?:(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dX]\d?|\d{2}[01]\d[0-3]\d{4})")


def normalised(value: object) -> str:
    """Return text as it is compared: NFKC, without white space and zero-width characters."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    return (_remembered_short if len(text) <= LONGEST_CELL else _remembered_long)(text)


def _normalised(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_DOTS)


# A cell is compared many times; few long ones are remembered, so that memory stays small.
_remembered_short = lru_cache(maxsize=4096)(_normalised)
_remembered_long = lru_cache(maxsize=64)(_normalised)


def heading(value: object) -> str:
    """Return a heading as it is compared: squeezed, without ``*``, units and ``(必填)``."""
    text = normalised(value)
    return _without_ornament(text) if len(text) <= LONGEST_HEADING else text


@lru_cache(maxsize=4096)
def _without_ornament(text: str) -> str:
    framed = _FRAMED.fullmatch(text)
    return framed[1] if framed else _ORNAMENT.sub("", text)


def half_width(value: object) -> str:
    """Return a text in half width and Arabic digits, without what nobody sees."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", str(value))).strip().translate(_MARKS)
    text = _POINT.sub(".", text)
    return _NUMERALS.sub(_in_digits, text) if len(text) <= LONGEST_DATES else text


def _in_digits(match: re.Match[str]) -> str:
    """Return 十二月 and 二〇二六年 in digits; a weekday such as 周日 is left alone."""
    word = match[0].replace("零", "〇").replace("廿", "二十")
    # The count in 5、6、7三天 is no part of the last date.
    gap = " " if match.string[: match.start()][-1:].isdigit() else ""
    if "十" not in word:
        return gap + "".join(str(_ORDER.index(digit)) for digit in word)
    tens, _, ones = word.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return match[0]
    return f"{gap}{_ORDER.index(tens) if tens else 1}{_ORDER.index(ones) if ones else 0}"


def holds_identity(value: object) -> bool:
    """Tell whether an identity number stands anywhere in a value."""
    return any(_is_identity(match[0]) for match in _DIGITS.finditer(_written(value)))


def masked(value: object) -> str:
    """Return a value as text, identity numbers left out."""
    return _DIGITS.sub(
        lambda match: "******" if _is_identity(match[0]) else match[0], _written(value)
    )


def _is_identity(digits: str) -> bool:
    return bool(_IDENTITY.fullmatch(re.sub(r"[^\dX]", "", normalised(digits).upper())))


def one_line(value: object) -> str:
    """Return a value for people to recognise: on one line, short, no identity number."""
    text = " ".join(masked(value).split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)
