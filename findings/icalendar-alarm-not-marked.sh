#!/usr/bin/env bash
# icalendar writes an alarm at a fixed time without the parameter that makes it one.
#
# Version:  icalendar 7.3.2
# Expected: TRIGGER;VALUE=DATE-TIME:... RFC 5545, section 3.8.6.3: the default type of TRIGGER is
#           DURATION, and an absolute time must be marked by VALUE=DATE-TIME. The library marks
#           RDATE, EXDATE and RECURRENCE-ID correctly.
# Observed: neither add("trigger", ...) nor the TRIGGER property writes the parameter. The library
#           reads its own output, since it guesses; a strict reader finds a malformed duration.
# Matters:  "remind me at 20:00 the evening before" may be dropped by the phone without a word.
# Output seen:
#   EXDATE;VALUE=DATE:20261130
#   TRIGGER:20261130T120000Z
#   TRIGGER:20261130T120000Z

set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" --quiet --disable-pip-version-check install 'icalendar==7.3.2'
cd "$dir" && venv/bin/python - <<'PY'
import datetime as dt
import sys
import icalendar

evening = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.timezone.utc)
added, assigned, event = icalendar.Alarm(), icalendar.Alarm(), icalendar.Event()
added.add("trigger", evening)
assigned.TRIGGER = evening
event.add("exdate", evening.date())
lines = [part.to_ical().decode().splitlines()[1] for part in (event, added, assigned)]
print(*lines, sep="\n")
if any("VALUE=DATE-TIME" in line for line in lines[1:]):
    sys.exit("changed: an absolute trigger is marked as DATE-TIME")
PY
