#!/usr/bin/env bash
# openpyxl keeps the protection of a sheet and drops the cells that were free to edit.
#
# Version:  openpyxl 3.1.5 (the file is written by XlsxWriter 3.3.1)
# Expected: both kept, or a warning, as openpyxl gives for other parts it does not support. In the
#           format they are neighbours: sheetProtection locks the sheet, protectedRanges names the
#           ranges that may be edited all the same ("Allow Edit Ranges" in Excel).
# Observed: after loading and saving sheetProtection is there, protectedRanges is gone, and no
#           warning was given.
# Matters:  a template that lets people fill in names and nothing else comes back from a program
#           as a sheet in which nobody can type anything.
# Output seen:
#   template.xlsx: sheetProtection, protectedRange
#   saved.xlsx: sheetProtection
#   warnings: 0

set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" --quiet --disable-pip-version-check install \
    'openpyxl==3.1.5' 'XlsxWriter==3.3.1'
cd "$dir" && venv/bin/python - <<'PY'
import re
import sys
import warnings
import zipfile
import openpyxl
import xlsxwriter

book = xlsxwriter.Workbook("template.xlsx")
sheet = book.add_worksheet()
sheet.protect()
sheet.unprotect_range("B2:B32", "names")
book.close()

with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    openpyxl.load_workbook("template.xlsx").save("saved.xlsx")


def protection(path):
    xml = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    found = re.findall("<(sheetProtection|protectedRange) ", xml)
    print(f"{path}: {', '.join(found)}")
    return found


protection("template.xlsx")
saved = protection("saved.xlsx")
print(f"warnings: {len(warned)}")
if saved != ["sheetProtection"] or warned:
    sys.exit("changed: the ranges are kept, or their loss is said")
PY
