#!/usr/bin/env bash
# Adding a company's own days off to China's holidays turns working Saturdays into weekend again.
#
# Version:  holidays 0.109
# Expected: the sum of two calendars, which the documentation offers for holidays of one's own,
#           knows at least what its parts know. In China a long holiday is paid for by working
#           Saturdays and Sundays; is_working_day() of the Chinese calendar knows them.
# Observed: the sum keeps the days off and drops the working weekend days, even if what is added
#           is an empty calendar. update() instead of + keeps them.
# Matters:  duty of a working Saturday is counted, and paid, as weekend duty.
# Output seen:
#   china: 22 days off, Saturday 10 October worked: True
#   china.update(own): 23 days off, Saturday 10 October worked: True
#   china + own: 23 days off, Saturday 10 October worked: False

set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" --quiet --disable-pip-version-check install 'holidays==0.109'
cd "$dir" && venv/bin/python - <<'PY'
import datetime as dt
import sys
import holidays

SATURDAY = dt.date(2026, 10, 10)  # worked in exchange for 7 October

china = holidays.country_holidays("CN", years=2026)
own = holidays.HolidayBase()
own.update({dt.date(2026, 11, 6): "founding day"})
together = china + own
updated = holidays.country_holidays("CN", years=2026)
updated.update(own)
for name, calendar in (("china", china), ("china.update(own)", updated), ("china + own", together)):
    print(f"{name}: {len(calendar)} days off, "
          f"{SATURDAY:%A %d %B} worked: {calendar.is_working_day(SATURDAY)}")
if not china.is_working_day(SATURDAY):
    sys.exit("changed: the Chinese calendar itself no longer knows the working Saturday")
if together.is_working_day(SATURDAY):
    sys.exit("changed: the sum keeps the working Saturday")
PY
