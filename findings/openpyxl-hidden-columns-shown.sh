#!/usr/bin/env bash
# openpyxl says that one column is hidden where thirty-one are, and that the others are 13 wide.
#
# Version:  openpyxl 3.1.5 (the file is written by XlsxWriter 3.3.1)
# Expected: column_dimensions["D"].hidden is True and its width 4.7: the file says so, in the one
#           element with min=3 and max=33 that Excel writes for neighbouring columns set alike.
# Observed: only the first column of the run knows; the 30 others look visible and of default width.
#           Saving after one of them was given a width, or only looked at, writes a second element
#           for it: column 4 is in 3 to 33 and on its own, hidden by one and shown by the other.
# Matters:  31 narrow day columns are what a roster is. A program that skips hidden columns reads
#           30 of them, and one that copies the widths makes the month almost three times as wide.
# Output seen:
#   C: hidden True, width 4.7109375
#   D: hidden False, width 13.0
#   AG: hidden False, width 13.0
#   saved: width="4.7109375" min="3" max="33"
#   saved: width="6" min="4" max="4"
#   saved: width="13" min="33" max="33"

set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" --quiet --disable-pip-version-check install \
    'openpyxl==3.1.5' 'XlsxWriter==3.3.1'
cd "$dir" && venv/bin/python - <<'PY'
import re
import sys
import zipfile
import openpyxl
import xlsxwriter

book = xlsxwriter.Workbook("month.xlsx")
sheet = book.add_worksheet()
sheet.set_column("C:AG", 4, None, {"hidden": True})
book.close()

loaded = openpyxl.load_workbook("month.xlsx")
columns = loaded.active.column_dimensions
for letter in ("C", "D", "AG"):
    print(f"{letter}: hidden {columns[letter].hidden}, width {columns[letter].width}")
unaware = not columns["D"].hidden

columns["D"].width = 6
loaded.save("saved.xlsx")
xml = zipfile.ZipFile("saved.xlsx").read("xl/worksheets/sheet1.xml").decode()
for column in re.findall("<col .*?>", xml):
    print("saved:", *re.findall('(?:min|max|width)="[^"]*"', column))
if not unaware:
    sys.exit("changed: every column of the run is known to be hidden")
PY
