"""Days and times of a calendar in words, in the zone in which they were written.

"Tuesday 3 March 2026, 14:30 to 15:00 (Europe/Berlin)". A moment in universal time is told by the
clock of the calendar's own zone, where it names one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from qa.documents.loaders.pim.content_lines import Component, Property
from qa.documents.recurrence import day_of
from qa.lexicon import WEEKDAYS
from qa.wording import day_in_words

_TIME = re.compile(r"\d{8}T(\d\d)(\d\d)(\d\d)?(Z?)", re.IGNORECASE)
_DURATION = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?"
)
_PREFIX = re.compile(r"/(?:[^/\s]+/)+?(?=[A-Z][A-Za-z_]+/[A-Z])")  # before the name of a zone


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with the time and the name of the zone by whose clock it is, where there are any."""

    at: datetime
    timed: bool
    zone: str = ""

    @property
    def day(self) -> date:
        """The day by that clock."""
        return self.at.date()

    @property
    def clock(self) -> str:
        """The time: "14:30"."""
        return f"{self.at:%H:%M}"


def moment(found: Property | None, home: str) -> Moment | None:
    """What a line like DTSTART says; `home` is the zone of its calendar. None for nonsense."""
    day = day_of(found.value) if found else None
    if found is None or day is None:
        return None
    zone = _PREFIX.sub("", " ".join(found.param("TZID").split()))
    time = _TIME.match(found.value.strip())
    try:
        hours = (int(time[1]), int(time[2]), min(int(time[3] or 0), 59)) if time else (0, 0, 0)
        at = datetime(day.year, day.month, day.day, *hours)  # noqa: DTZ001 by that zone's clock
    except ValueError:
        return Moment(datetime(day.year, day.month, day.day), False)  # noqa: DTZ001
    if not time:
        return Moment(at, False)
    if not time[4]:
        return Moment(at, True, zone)
    known = _zone(home)
    if known is None:
        return Moment(at, True, "UTC")
    try:
        return Moment(at.replace(tzinfo=UTC).astimezone(known).replace(tzinfo=None), True, home)
    except (OverflowError, ValueError):
        return Moment(at, True, "UTC")


def end_of(component: Component, start: Moment, home: str) -> Moment | None:
    """When an event ends; the last day of one without times."""
    end = moment(component.first("DTEND"), home)
    if end is None and (length := _DURATION.fullmatch(component.text("DURATION").upper())):
        weeks, days, hours, minutes, seconds = (int(each or 0) for each in length.groups())
        more = timedelta(days=7 * weeks + days, hours=hours, minutes=minutes, seconds=seconds)
        try:
            end = Moment(start.at + more, start.timed or bool(hours or minutes), start.zone)
        except OverflowError:
            return None
    if end is None or end.at <= start.at:
        return None
    if not start.timed and not end.timed:
        return Moment(end.at - timedelta(days=1), False)
    return end


def in_words(start: Moment, end: Moment | None = None) -> str:
    """From when to when something is."""
    first = _named(start.day) + (f", {start.clock}" if start.timed else "")
    zone = f" ({start.zone})" if start.zone else ""
    if end is None or (end.day == start.day and not end.timed):
        return first + zone
    if end.zone != start.zone and end.timed and start.timed:
        return f"{first}{zone} to {_named(end.day)}, {end.clock} ({end.zone or 'local time'})"
    if end.day == start.day:
        return f"{first} to {end.clock}{zone}"
    return f"{first} to {_named(end.day)}{f', {end.clock}' if end.timed else ''}{zone}"


def _named(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day_in_words(day)}"


def _zone(name: str) -> tzinfo | None:
    if not name:
        return None
    from zoneinfo import ZoneInfo  # 5 ms, and few calendars are in universal time

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone, or a name that leads elsewhere
        return None
