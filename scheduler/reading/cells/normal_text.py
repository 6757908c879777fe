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

_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
# The dot in 阿依古丽·买买提, as different keyboards have it.
_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・", "·"))
_ORNAMENT = re.compile(r"^[*★●]+|(?:[*:]|\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>)+$")
_FRAMED = re.compile(r"[【\[<]([^【】\[\]<>]*)[】\]>]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
# 十二月, 二十日 and 五、六日.
_NUMERAL = "[〇零一二三四五六七八九十廿]+"
_NUMERALS = re.compile(rf"{_NUMERAL}(?=(?:[、,和及与至到-]{_NUMERAL})*[年月日号点时天个])")
_ORDER = "〇一二三四五六七八九"
# Digits of which an identity number may be made, however they are grouped.
_GAP = r"[\s./_\-–—\u00a0\u00ad\u200b-\u200f\u2060\u3000\ufeff]{0,3}"
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
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", str(value))).strip()
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
