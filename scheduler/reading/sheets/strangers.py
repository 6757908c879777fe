"""HR's lists are of the whole company: which of their rows are about our people."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.reading.cells.initials import letters_fit
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.names import name_parts
from scheduler.reading.cells.normal_text import one_line
from scheduler.reading.sheets.stints import may_serve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Row
    from scheduler.reading.sheets.people import NameFinder
    from scheduler.settings import Settings

MOST_NAMED = 5

# What stands where a system cannot show a character, or does not want to.
_HIDDEN = re.compile("[?□■○●◇◆*×_〇〓口某\ufffd\ue000-\uf8ff]+")
# 小王 and 王姐 are known by their surname alone.
_FAMILIAR = re.compile(
    "[小老大阿](.{1,2})|(.{1,2})(?:姐|哥|叔|姨|工|师傅|老师|女士|先生|主管|主任|经理)"
)
_LETTERS = re.compile("[A-Za-z]+")
_UNSURE = re.compile(f"(?:{_HIDDEN.pattern}|{_LETTERS.pattern})+")


class Strangers:
    """Tells in a list of HR's who is nobody of ours, and who may be.

    Parameters
    ----------
    names
        Our people.
    rows
        The list. Where a number and a name of ours stand together in it, its numbers are those
        that we use, and another number is another person.
    alone
        Whether everybody stands in it once: who is found is nobody else in it.
    """

    def __init__(self, names: NameFinder, rows: Sequence[Row], *, alone: bool = False) -> None:
        self.names = names
        known = [names.known(row["姓名"], row["工号"]) for row in rows]
        found = {key for keys in known for key in keys} if alone else set()
        self.candidates = {
            name_parts(one.cell.text)[0]: one.person.name
            for key, one in names.staff.items()
            if key not in found and one.rostered
        }
        self.similar: list[str] = []
        self._alike: dict[str, list[str]] = {}
        ours = [row for row, keys in zip(rows, known, strict=True) if keys]
        self.same_numbers = names.numbered and any(
            row["工号"].text and row["姓名"].text for row in ours
        )
        self.departments = {row["部门"].text for row in ours} - {""}

    def question(self, row: Row) -> str:
        """Return what to ask about a row that names nobody of ours; empty if it is a stranger's."""
        name, cell = name_parts(row["姓名"].text)[0], row["姓名"]
        number = row["工号"].text if self.names.numbered else ""
        if not name and not number:
            return "没有填姓名"
        key = self.names.numbered_as(number) if number else ""
        if key and self.names.staff[key].rostered:
            own = self.names.name_of(key)
            return f"工号「{one_line(number)}」在〈员工〉里是{own}，不是「{cell.shown}」，请核对"
        alike = [name] if name in self.candidates else self.alike(name)
        if not alike:
            return ""
        elsewhere = self.departments and row["部门"].text not in ("", *self.departments)
        if name in self.candidates:
            return (
                f"工号「{one_line(number)}」在〈员工〉里不是「{cell.shown}」；是同一个人就把工号改对，"
                "是同名的别人，就在〈员工〉加上这个人和工号，可值班填 否"
            )
        if number and self.same_numbers:
            self.similar.append(f"{cell.shown} {one_line(number)}（{cell.address}）")
            return ""
        if elsewhere and not _UNSURE.search(name):
            self.similar.append(f"{cell.shown} {row['部门'].shown}（{cell.address}）")
            return ""
        if _in_letters(name):
            # Whoever has a name that only colleagues know may be anybody.
            alike = [one for one in alike if letters_fit(name, one)]
        meant = "、".join(self.candidates[one] for one in alike[:MOST_NAMED]) or "我们的人"
        more = " 等" if len(alike) > MOST_NAMED else ""
        return (
            f"〈员工〉里没有「{cell.shown}」，是不是{meant}{more}？"
            "是就在这里改成〈员工〉里的写法；是别人，就在〈员工〉加上这个人，可值班填 否"
        )

    def without_others(self, row: Row) -> Row:
        """Return a row of ours without the strangers who stand in one cell with them."""
        cell = row["姓名"]
        parts = self.names.parts(cell)
        kept = [n for n in parts if self.names.knows(n) or self.alike(name_parts(n)[0])]
        if not 0 < len(kept) < len(parts):
            return row
        return row | {"姓名": replace(cell, value="、".join(kept))}

    def alike(self, name: str) -> list[str]:
        """Return the candidates' names that a name may stand for."""
        if name not in self._alike:
            self._alike[name] = [one for one in self.candidates if _may_be(name, one)]
        return self._alike[name]

    def left_out(self, count: int) -> str:
        """Say how many rows are not used; those with a name like one of ours with their cells."""
        like, said = len(self.similar), []
        if count > like:
            said.append(f"另有 {count - like} 行是其他部门的人，未使用")
        if like:
            named = "、".join(self.similar[:MOST_NAMED]) + " 等" * (like > MOST_NAMED)
            said.append(f"另有 {like} 行名字相近，工号或部门不同，未使用，请看一眼：{named}")
        return "；".join(said)


def count_others(
    rows: Sequence[Row],
    others: Sequence[Row],
    names: NameFinder,
    settings: Settings,
    faults: Faults,
) -> None:
    """Say how many ``others`` a staff list has, whom it may be wrong to leave out, and ask."""
    strangers = Strangers(names, rows, alone=True)
    asked = [(row, text) for row in others if (text := strangers.question(row))]
    for row, text in asked:
        faults.error(row["姓名"], text, "unknown-name")
    if count := len(others) - len(asked):
        able = [row["姓名"].shown for row in others if may_serve(row, settings)]
        more = " 等" if len(able) > MOST_NAMED else ""
        post = f"；其中岗位可值班的：{'、'.join(able[:MOST_NAMED])}{more}，要排就在〈员工〉加一行"
        text = f"{strangers.left_out(count)}{post * bool(able)}"
        first = others[0]["姓名"]
        faults.warn(Cell("", (first.order[0], 0, 0), file=first.file), text, "other-people")


def _may_be(written: str, name: str) -> bool:
    """Tell whether a name may be another, badly written or written in letters."""
    if not written:
        return False
    if _in_letters(written):
        # Pinyin, or a name that only colleagues know.
        return True
    if _UNSURE.search(written):
        parts = _UNSURE.split(written)
        if re.fullmatch(".+".join(map(re.escape, parts)), name):
            return True
    elif not set(written) & set(name):
        # Most strangers; a list of the whole company has thousands.
        return False
    if sorted(written) == sorted(name):
        return True
    familiar = _FAMILIAR.fullmatch(written)
    if familiar and name.startswith(familiar[1] or familiar[2]):
        return True
    shorter, longer = sorted((written, name), key=len)
    return (len(shorter) > 1 and shorter in longer) or _one_apart(shorter, longer)


def _in_letters(written: str) -> bool:
    others = _LETTERS.sub("", written)
    return others != written and not others.strip("·.-'0123456789")


def _one_apart(shorter: str, longer: str) -> bool:
    """Tell whether one character changed, added or left out makes two names the same."""
    if len(longer) - len(shorter) > 1:
        return False
    same = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), -1)
    if same < 0:
        return len(longer) > len(shorter)
    return shorter[same + (len(longer) == len(shorter)) :] == longer[same + 1 :]
