"""What is fetched from a centre's folder, and what is brought into it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from scheduler.errors import ConflictError, FileError, UsageError
from scheduler.files import is_plain_name, read_plain, write_whole
from scheduler.page.asked import read_month
from scheduler.page.month import Month
from scheduler.page.undo import refuse_aside
from scheduler.reading.copies import OUTPUT
from scheduler.reading.files.open import open_content
from scheduler.reading.roster_book import is_roster
from scheduler.reading.tables.layout import DATA_FILE
from scheduler.usecases.forms import write_forms
from scheduler.usecases.history import entries
from scheduler.usecases.history_lines import entry_lines
from scheduler.usecases.report import write_report

RECORDS = re.compile(r"(?:交接班记录|值班记录|值班月报)-\d{4}-\d{2}(?:-v\d+-改动)?\.xlsx")
LISTS = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt")


class Records(Month):
    """Files that go out, and files that come in."""

    def forms(self, month: str) -> dict[str, Any]:
        """Write the forms of a month; return the names of the files."""
        with self._lock:
            made = write_forms(
                self.folder,
                read_month(month),
                staff_files=self._disk.staff_files,
                at=self.clock(),
            )
            files = [one.path.name for one in made.forms if one.path]
            return {"files": files, "lines": [message.text for message in made.messages]}

    def report(self, month: str) -> dict[str, Any]:
        """Write the report of a month; return the names of the files."""
        with self._lock:
            done = write_report(self.folder, read_month(month), at=self.clock(), **self._lists)
            files = [path.name for path in done.files]
            return {"files": files, "lines": [message.text for message in done.messages]}

    def history(self) -> dict[str, Any]:
        """Return every revision with what it changed of the one before it."""
        with self._lock:
            listed = entries(self.folder)
        revisions = [
            {
                "table": one.revision.table,
                "month": f"{one.revision.month:%Y-%m}",
                "number": one.revision.number,
                "at": one.revision.at.isoformat(timespec="minutes"),
                "approver": one.revision.approver,
                "reason": one.revision.reason,
                "files": [name for name, _ in one.revision.documents],
                "lines": list(entry_lines([one]))[1:],
            }
            for one in listed
        ]
        return {"revisions": revisions, "lines": list(entry_lines(listed))}

    def file(self, name: str) -> bytes:
        """Return a roster, a form or a report of the folder.

        Raises
        ------
        UsageError
            If it is called otherwise than those.
        FileError
            If it is not there, or is no plain file.
        """
        ours = OUTPUT.fullmatch(name) or RECORDS.fullmatch(name)
        if not (ours and is_plain_name(name)):
            raise UsageError("只能下载这个文件夹里的值班表、记录表和月报")
        try:
            return read_plain(self.folder / name)
        except OSError:
            raise FileError(f"没有 {name}，或打不开") from None

    def upload(self, kind: str, name: str, content: bytes) -> dict[str, Any]:
        """Take a data workbook or a list of HR's into the folder.

        Raises
        ------
        ZhibanError
            If it is nothing that can be read, or would take the place of another file.
        """
        with self._lock:
            self._refuse_while_solving()
            self._said = []
            if kind == "data":
                self._replace_data(content)
            elif kind in ("staff", "leave"):
                self._keep_list(kind, name, content)
            else:
                raise UsageError("只能上传 值班数据.xlsx、员工名单或请假名单")
            self._read()  # A list may be read that was there before.
        return self.state()

    def _replace_data(self, content: bytes) -> None:
        data = self.folder / DATA_FILE
        if is_roster(open_content(data, content)):
            raise UsageError(f"这是一份值班表，不是 {DATA_FILE}，没有换")
        old = read_plain(data) if data.exists() else content
        if old != content:
            kept = f"{data.stem}-{self.clock():%Y%m%d-%H%M%S}"
            place = data.with_name(f"{kept}.xlsx")
            number = 1
            while place.exists():
                number += 1
                place = data.with_name(f"{kept}-{number}.xlsx")
            write_whole(place, old)
            self._said = [f"原来的 {DATA_FILE} 保留在 {place.name}"]
        refuse_aside(write_whole(data, content), data)

    def _keep_list(self, kind: str, name: str, content: bytes) -> None:
        path = self.folder / name
        if not is_plain_name(name) or Path(name).suffix.lower() not in LISTS:
            raise UsageError(f"名单要是 {'、'.join(LISTS)} 文件，文件名里不能有斜杠等符号")
        if name == DATA_FILE or OUTPUT.fullmatch(name):
            raise UsageError(f"{name} 是本程序用的名字，请把名单改个名再传")
        open_content(path, content)
        known = {"staff": self._disk.staff_files, "leave": self._disk.leave_files}
        mine = known[kind]
        if path.exists() and path not in mine and read_plain(path) != content:
            raise ConflictError(f"文件夹里已有另一份 {name}，没有覆盖；请改个名再传")
        refuse_aside(write_whole(path, content), path)
        known[kind] = (*(one for one in mine if one != path), path)
        self._disk.staff_files, self._disk.leave_files = known["staff"], known["leave"]
