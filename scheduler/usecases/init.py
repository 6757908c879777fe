"""Making a centre's folder, ready to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import ConflictError
from scheduler.files import write_whole
from scheduler.reading.tables.layout import DATA_FILE
from scheduler.writing.data_workbook import data_workbook

if TYPE_CHECKING:
    from pathlib import Path

_START = """@echo off
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
"""
_OPEN_DRAFT = """set CODE=%ERRORLEVEL%
if %CODE%==0 goto open
if %CODE%==3 goto open
if %CODE%==5 goto open
goto end
:open
for /f "delims=" %%f in （'dir /b /o-d "值班安排表-*-草案*.xlsx" 2^>nul'） do (
  start "" "%%f"
  goto end
)
:end
pause
"""
_CHECK = f"""{_START}zhiban check .
pause
"""
_DRAFT = f"""{_START}set MONTH=
set /p MONTH=排哪个月（如 2026-12，直接回车就是下个月）：
if "%MONTH%"=="" (zhiban draft .) else (zhiban draft . --month %MONTH%)
{_OPEN_DRAFT}"""
_PUBLISH = f"""{_START}set APPROVER=
set /p APPROVER=批准人姓名：
set REASON=
set /p REASON=原因（第一次发布可以不填，直接回车）：
set FILE=%~1
if "%FILE%"=="" set FILE=.
if "%REASON%"=="" (
  zhiban publish "%FILE%" --approver "%APPROVER%"
) else (
  zhiban publish "%FILE%" --approver "%APPROVER%" --reason "%REASON%"
)
set CODE=%ERRORLEVEL%
if %CODE%==0 goto open
if %CODE%==3 goto open
goto end
:open
for /f "delims=" %%f in （'dir /b /o-d "值班安排表-*-v*.xlsx" 2^>nul ^| findstr /v "内部"'） do (
  start "" "%%f"
  goto end
)
:end
pause
"""
_ADJUST = f"""{_START}set LEAVE=
set /p LEAVE=试算请假（如 王静 2026-12-10 2026-12-12，直接回车就按已批准的登记调整）：
if not "%LEAVE%"=="" (
  zhiban adjust . --leave "%LEAVE%" --dry-run
  goto end
)
zhiban adjust .
{_OPEN_DRAFT}"""
COMMANDS = {
    "1-检查.cmd": _CHECK,
    "2-排下月.cmd": _DRAFT,
    "3-发布.cmd": _PUBLISH,
    "4-调整.cmd": _ADJUST,
}


def make_centre(folder: Path) -> list[Path]:
    """Write the template and the Windows command files; return what was written.

    Raises
    ------
    ConflictError
        If the folder already has a data workbook: it is the user's.
    """
    data = folder / DATA_FILE
    if data.exists():
        raise ConflictError(f"{data} 已经存在，没有改动；要重新开始请换一个文件夹")
    folder.mkdir(parents=True, exist_ok=True)
    files = [write_whole(data, data_workbook())]
    for name, text in COMMANDS.items():
        content = text.replace("\n", "\r\n").encode()
        files.append(write_whole(folder / name, content))
    return files
