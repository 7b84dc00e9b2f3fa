"""iCalendar files (RFC 5545): each event, to-do and journal entry is a document with its day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from qa.datatypes import BlockKind, DateOrigin, Document
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.parts import Parts
from qa.documents.loaders.pim.content_lines import Component, Property, components
from qa.documents.loaders.pim.fields import Field, add_fields, add_note, collected
from qa.documents.loaders.pim.moments import Moment, end_of, in_words, moment
from qa.documents.recurrence import in_words as repeated
from qa.wording import day_in_words

_KINDS = {"VEVENT": "event", "VTODO": "todo", "VJOURNAL": "journal"}
_MOST_PEOPLE = 50
_ANSWERS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
_STATES = {"CANCELLED": "cancelled", "TENTATIVE": "tentative", "IN-PROCESS": "in process"}
_MOST_TITLE = 300


def load(data: bytes, source: str) -> Document | Parts:
    """The entries of a calendar. Raises DocumentError where there are none."""
    found: list[Component] = []
    calendar, zones = Component("VCALENDAR"), []
    for each in components(data):
        if each.name in _KINDS:
            found.append(each)
        elif each.name == "VCALENDAR":
            calendar.properties += each.properties
        elif each.name == "VTIMEZONE":
            zones.append(each.text("TZID"))
    home = calendar.text("X-WR-TIMEZONE") or (zones[0] if len(set(zones)) == 1 else "")
    name = calendar.text("X-WR-CALNAME")
    moved = _moved(found, home)
    counts: Counter[str] = Counter()
    documents = []
    for each in found:
        kind = _KINDS[each.name]
        counts[kind] += 1
        inner = source if len(found) == 1 else f"{source}/{kind}-{counts[kind]}"
        if made := _document(each, inner, home, name, moved):
            documents.append(made)
    return collected(documents, source, "The calendar holds no entry.")


def _moved(found: Iterable[Component], home: str) -> Mapping[str, set[date]]:
    """The days of repeated events that have an entry of their own, by the id of the event."""
    days: dict[str, set[date]] = defaultdict(set)
    for each in found:
        if instead := moment(each.first("RECURRENCE-ID"), home):
            days[each.text("UID")].add(instead.day)
    return days


def _document(
    entry: Component, source: str, home: str, calendar: str, moved: Mapping[str, set[date]]
) -> Document | None:
    title = entry.text("SUMMARY")
    start = moment(entry.first("DTSTART"), home)
    if not title and not start and not entry.text("DESCRIPTION"):
        return None
    title = title[:_MOST_TITLE] or f"Untitled {_KINDS[entry.name]}"
    builder = Builder()
    builder.heading([Piece(title, _line(entry, "SUMMARY"))], 1)
    due = moment(entry.first("DUE"), home)
    if entry.name == "VTODO":
        _add_task(builder, entry, title, due, home)
    add_fields(builder, *_when(entry, start, home, moved))
    for key, name in (("Organizer", "ORGANIZER"), ("Participants", "ATTENDEE")):
        people = ", ".join(filter(None, map(_person, entry.all(name)[:_MOST_PEOPLE])))
        add_fields(builder, Field(key, people, _line(entry, name)))
    tags = [tag for each in entry.all("CATEGORIES") for tag in each.parts(",") if tag]
    add_fields(builder, Field("Categories", ", ".join(tags), _line(entry, "CATEGORIES")))
    add_fields(builder, Field("Link", entry.text("URL"), _line(entry, "URL")))
    if calendar:
        builder.add(BlockKind.META, [Piece(f"Calendar: {calendar}", _line(entry, "SUMMARY"))])
    add_note(builder, entry.first("DESCRIPTION"))
    text, blocks, lines = builder.result()
    known = start or due
    day = known.day if known else None
    return Document(
        source=source,
        title=title,
        text=text,
        blocks=tuple(blocks),
        published=day,
        date_origin=DateOrigin.CALENDAR if day else None,
        lines=lines,
        tags=tuple(dict.fromkeys(tags)),
    )


def _add_task(
    builder: Builder, entry: Component, title: str, due: Moment | None, home: str
) -> None:
    """Append a to-do as an item of a check list."""
    done = moment(entry.first("COMPLETED"), home)
    is_done = done or entry.text("STATUS").upper() == "COMPLETED"
    item = f"[{'x' if is_done else ' '}] {title}"
    item += f", due {day_in_words(due.day)}" if due else ""
    item += f" at {due.clock}" if due and due.timed else ""
    item += f", completed:: {day_in_words(done.day)}" if done else ""
    builder.item([Piece(item, _line(entry, "SUMMARY"))], 0, BlockKind.LIST_ITEM)


def _when(
    entry: Component, start: Moment | None, home: str, moved: Mapping[str, set[date]]
) -> Iterator[Field]:
    """When and where something is, and that it is not: nobody should read one without the other."""
    if start:
        key = {"VTODO": "Start", "VJOURNAL": "Date"}.get(entry.name, "When")
        end = end_of(entry, start, home) if entry.name == "VEVENT" else None
        yield Field(key, in_words(start, end), _line(entry, "DTSTART"))
    if instead := moment(entry.first("RECURRENCE-ID"), home):
        yield Field("Instead of", in_words(instead), _line(entry, "RECURRENCE-ID"))
    else:
        yield Field("Repeats", _repetition(entry, home, moved), _line(entry, "RRULE"))
    yield Field("Where", entry.text("LOCATION"), _line(entry, "LOCATION"))
    state = _STATES.get(entry.text("STATUS").upper(), "")
    yield Field("Status", state, _line(entry, "STATUS"))


def _repetition(entry: Component, home: str, moved: Mapping[str, set[date]]) -> str:
    rule = entry.first("RRULE")
    also = {day for each in entry.all("RDATE") for day in _days(each, home)}
    if not rule and not also:
        return ""
    but = {day for each in entry.all("EXDATE") for day in _days(each, home)}
    return repeated(rule.value if rule else "", also, but | moved.get(entry.text("UID"), set()))


def _days(found: Property, home: str) -> Iterable[date]:
    for value in found.value.split(",")[:1_000]:
        if day := moment(replace(found, value=value), home):
            yield day.day


def _person(found: Property) -> str:
    """A name with the address, and what an invited one has answered."""
    address = " ".join(found.text.split())
    address = address[7:] if address.lower().startswith("mailto:") else ""
    name = found.param("CN")
    shown = f"{name} <{address}>" if name and address and name != address else name or address
    answer = _ANSWERS.get(found.param("PARTSTAT").upper(), "")
    return f"{shown} ({answer})" if shown and answer else shown


def _line(entry: Component, name: str) -> int:
    """The line of a property, else the first of the entry."""
    found = entry.first(name) or next(iter(entry.properties), None)
    return found.line if found else 1
