#!/usr/bin/env bash
# pandas writes a duration of eight hours to Excel as a cell that shows 0.
#
# Version:  pandas 3.1.1 with openpyxl 3.1.5 and XlsxWriter 3.3.1
# Expected: a cell that shows eight hours. pandas gives dates and datetimes a format that shows
#           them, and openpyxl, handed the same timedelta, formats it as [hh]:mm:ss by itself.
# Observed: pandas converts the timedelta to a fraction of a day and sets the number format "0":
#           1/3 is shown as 0, twenty hours as 1. Times of day become text. Both engines alike;
#           date_format and datetime_format of ExcelWriter do not concern durations.
# Matters:  a column of hours worked looks like zeros and ones on paper, and sums to days.
# Output seen:
#   openpyxl: '08:30:00'; 0.3333 shown as '0'; date shown as 'YYYY-MM-DD'
#   xlsxwriter: '08:30:00'; 0.3333 shown as '0'; date shown as 'YYYY-MM-DD'
#   openpyxl alone: '[hh]:mm:ss'

set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" --quiet --disable-pip-version-check install \
    'pandas==3.1.1' 'openpyxl==3.1.5' 'XlsxWriter==3.3.1'
cd "$dir" && venv/bin/python - <<'PY'
import datetime as dt
import sys
import openpyxl
import pandas as pd

table = pd.DataFrame({"begin": [dt.time(8, 30)], "hours": [pd.Timedelta(hours=8)],
                      "day": [dt.date(2026, 12, 1)]})
formats = set()
for engine in ("openpyxl", "xlsxwriter"):
    table.to_excel("pandas.xlsx", index=False, engine=engine)
    begin, hours, day = openpyxl.load_workbook("pandas.xlsx").active[2]
    print(f"{engine}: {begin.value!r}; {hours.value:.4f} shown as {hours.number_format!r}; "
          f"date shown as {day.number_format!r}")
    formats.add(hours.number_format)

book = openpyxl.Workbook()
book.active["A1"] = dt.timedelta(hours=8)
print(f"openpyxl alone: {book.active['A1'].number_format!r}")
if formats != {"0"}:
    sys.exit(f"changed: durations are now shown as {formats}")
PY
