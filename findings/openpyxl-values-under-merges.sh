#!/usr/bin/env bash
# openpyxl sees other cells in the same file depending on read_only, and saving deletes the rest.
#
# Version:  openpyxl 3.1.5 (the file is written by XlsxWriter 3.3.1)
# Expected: the same values either way: read_only is documented as a matter of memory and speed. A
#           merge hides cells, it does not forbid values in them: Excel keeps them when a merged
#           format is painted over filled cells, and its formulas count them.
# Observed: load_workbook() drops the values under a merge, without a warning; read_only=True (and
#           so pandas) gives them. Loading and saving removes them from the file for good.
# Matters:  names filled down and merged "for looks" are usual in Chinese offices: COUNTIF over the
#           roster says 3 in the file as it came, and 1 after a program has added a comment.
# Output seen:
#   load_workbook(): ['王静', None, None]
#   read_only=True:  ['王静', '王静', '王静']
#   after saving:    ['王静', None, None]

set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" --quiet --disable-pip-version-check install \
    'openpyxl==3.1.5' 'XlsxWriter==3.3.1'
cd "$dir" && venv/bin/python - <<'PY'
import sys
import openpyxl
import xlsxwriter

book = xlsxwriter.Workbook("roster.xlsx")
sheet = book.add_worksheet()
sheet.merge_range("A1:A3", "王静")
sheet.write("A2", "王静")
sheet.write("A3", "王静")
book.close()


def names(path, **options):
    rows = openpyxl.load_workbook(path, **options).active.iter_rows(values_only=True)
    return [row[0] for row in rows]


full, streamed = names("roster.xlsx"), names("roster.xlsx", read_only=True)
openpyxl.load_workbook("roster.xlsx").save("saved.xlsx")
saved = names("saved.xlsx", read_only=True)
print("load_workbook():", full)
print("read_only=True: ", streamed)
print("after saving:   ", saved)
if full == streamed or saved == streamed:
    sys.exit("changed: values under a merge are read, or kept")
PY
