#!/usr/bin/env bash
# icalendar writes 8:30 at UTC+8 so that no reader, not even itself, knows the offset.
#
# Version:  icalendar 7.3.2
# Expected: the instant survives. RFC 5545 has no fixed offsets in DATE-TIME: such a time has to be
#           written in UTC, or with a TZID that a VTIMEZONE of the same file defines.
# Observed: a datetime with Python's timezone(timedelta(hours=8)) becomes TZID="UTC+08:00" without
#           a VTIMEZONE; add_missing_timezones() adds none and says nothing; reading the file back
#           gives a naive time. With ZoneInfo("Asia/Shanghai") all is well.
# Matters:  a fixed +8 is how China's time is commonly written where no zone database is at hand.
#           A phone elsewhere shows the duty at 8:30 of its own zone, hours off.
# Output seen:
#   DTSTART;TZID=Asia/Shanghai:20261201T083000, VTIMEZONE: True, read back with zone: Asia/Shanghai
#   DTSTART;TZID="UTC+08:00":20261201T083000, VTIMEZONE: False, read back with zone: None

set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" --quiet --disable-pip-version-check install 'icalendar==7.3.2'
cd "$dir" && venv/bin/python - <<'PY'
import datetime as dt
import sys
from zoneinfo import ZoneInfo
import icalendar


def round_trip(zone):
    begin = dt.datetime(2026, 12, 1, 8, 30, tzinfo=zone)
    calendar, event = icalendar.Calendar(), icalendar.Event()
    event.add("dtstart", begin)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    written = calendar.to_ical()
    line = next(line for line in event.to_ical().decode().splitlines() if "DTSTART" in line)
    again = icalendar.Calendar.from_ical(written).walk("VEVENT")[0].decoded("dtstart")
    defined = b"BEGIN:VTIMEZONE" in written
    print(f"{line}, VTIMEZONE: {defined}, read back with zone: {again.tzinfo}")
    return again.tzinfo is not None and again == begin


if not round_trip(ZoneInfo("Asia/Shanghai")):
    sys.exit("changed: a named zone does not survive either")
if round_trip(dt.timezone(dt.timedelta(hours=8))):
    sys.exit("changed: the fixed offset survives")
PY
