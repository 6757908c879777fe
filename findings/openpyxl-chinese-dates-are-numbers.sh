#!/usr/bin/env bash
# openpyxl reads dates in Excel's built-in Chinese formats as plain numbers.
#
# Version:  openpyxl 3.1.5 (the file is written by XlsxWriter 3.3.1)
# Expected: datetime, as for the built-in date format 14. ECMA-376 part 1, section 18.8.30, lists
#           27 to 36 and 50 to 58 as dates and times of East Asian locales; a file names them by
#           the bare number, without a format string. "aaaa" (day of the week) is a date format too.
# Observed: the day number 46357, number format "General": nothing tells it from a staff number.
# Matters:  31 is how a Chinese Excel stores the everyday format 2026年12月1日. pandas reads through
#           openpyxl and inherits it.
# Output seen:
#   written as 14: datetime.datetime(2026, 12, 1, 0, 0), mm-dd-yy
#   written as 27: 46357, General
#   written as 31: 46357, General
#   written as 57: 46357, General
#   written as [$-804]aaaa: 46357, [$-804]aaaa
#   written as yyyy"年"m"月"d"日": datetime.datetime(2026, 12, 1, 0, 0), yyyy"年"m"月"d"日"

set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" --quiet --disable-pip-version-check install \
    'openpyxl==3.1.5' 'XlsxWriter==3.3.1'
cd "$dir" && venv/bin/python - <<'PY'
import datetime as dt
import sys
import openpyxl
import xlsxwriter

FORMATS = 14, 27, 31, 57, "[$-804]aaaa", 'yyyy"年"m"月"d"日"'

book = xlsxwriter.Workbook("dates.xlsx")
sheet = book.add_worksheet()
for row, number_format in enumerate(FORMATS):
    as_date = book.add_format({"num_format": number_format})
    sheet.write_datetime(row, 0, dt.date(2026, 12, 1), as_date)
book.close()

column = openpyxl.load_workbook("dates.xlsx").active["A"]
for number_format, cell in zip(FORMATS, column, strict=True):
    print(f"written as {number_format}: {cell.value!r}, {cell.number_format}")
if not all(cell.value == 46357 for cell in column[1:5]):
    sys.exit("changed: an East Asian date format is read as a date")
PY
