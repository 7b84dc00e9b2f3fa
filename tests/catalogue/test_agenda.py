"""Events of calendars by their day, and birthdays on cards."""

from __future__ import annotations

from datetime import date

import pytest

from qa.catalogue.event_questions import parse_events
from qa.documents.loaders import load_bytes
from qa.wording import day_in_words

TODAY = date(2026, 11, 27)
EVENTS = (
    ("Dentist", "20270303T143000", ""),
    ("Choir", "20270107T180000", "RRULE:FREQ=WEEKLY\nEXDATE:20270218T180000"),
    ("Camping", "20270703", "DTEND:20270706"),
    ("Fair", "20270912", "STATUS:CANCELLED"),
    ("Audit", "20270105", "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2"),
)
CARDS = (("Maria Lopez", "1980-05-12"), ("Tom Baker", "--0520"), ("Ada", "1980-02-29"))


@pytest.fixture
def calendar(collection):
    entries = "".join(
        f"BEGIN:VEVENT\nSUMMARY:{name}\nDTSTART:{start}\n{more}\nEND:VEVENT\n"
        for name, start, more in EVENTS
    )
    cards = "".join(f"BEGIN:VCARD\nFN:{n}\nBDAY:{d}\nEND:VCARD\n" for n, d in CARDS)
    for name, data in (("a.ics", f"BEGIN:VCALENDAR\n{entries}"), ("b.vcf", cards)):
        for each in load_bytes(data.encode(), name, name[-4:]).documents:
            collection.add(
                each.source, each.text, each.title, blocks=each.blocks, published=each.published
            )
    return collection


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("what is on March 3, 2027?", ["Dentist"]),
        ("What's on 11 March 2027", ["Choir"]),
        ("what is on 18 February 2027", None),
        ("events on 4 July 2027", ["Camping"]),
        ("what is planned for 6 July 2027", None),
        ("what is in my calendar on 3 July 2027", ["Camping"]),
        ("events in March 2027", ["Dentist", "Choir"]),
        ("birthdays in May", ["Maria Lopez", "Tom Baker"]),
        ("whose birthday is on 12 May?", ["Maria Lopez"]),
        ("who was born in 1980", ["Ada", "Maria Lopez"]),
        ("birthdays in February 2027", ["Ada"]),
        ("how many contacts are there", ["Maria Lopez", "Tom Baker", "Ada"]),
        ("birthdays in August", None),
    ],
)
def test_what_is_on(calendar, question, titles):
    answer = calendar.ask(question)
    found = [each.document.title for each in answer.sources] if answer else None
    assert (found and sorted(found)) == (titles and sorted(titles))


def test_what_is_counted_and_what_is_left_out_is_said(calendar):
    notes = calendar.ask("how many events in March 2027").notes
    assert notes[0] == "2 events from 1 March 2027 to 31 March 2027."
    assert notes[1].startswith("Choir: 4 March 2027, 11 March 2027, 18 March 2027 and 1 more.")
    assert notes[2] == "Repeated by a rule not looked into: Audit."
    none = calendar.ask("events on 12 September 2027")
    assert not none.answered
    assert none.notes[:2] == ("No event on 12 September 2027.", "Cancelled: Fair.")
    assert day_in_words(date(2027, 3, 3)) == "3 March 2027"


def test_without_a_calendar_nothing_changes(collection):
    collection.add("a.md", "# Fair\n\nThe event of the year is on 3 March 2027.")
    assert collection.ask("what is on March 3, 2027") is None
    assert collection.ask("events in May") is None
    assert collection.ask("birthdays in May") is None


@pytest.mark.parametrize(
    ("question", "period", "number"),
    [
        ("what is on March 3", "month 3", "3"),
        ("what is on tomorrow", "2026-11-28 2026-11-28", ""),
        ("what do I have on Friday", "2026-11-27 2026-11-27", ""),
        ("anything on this weekend", "2026-11-28 2026-11-29", ""),
        ("events next week", "2026-11-30 2026-12-06", ""),
        ("birthdays in May", "month 5", ""),
        ("what is on page 3", None, ""),
        ("what is on the agenda", None, ""),
        ("what happened on 3 March 2020", None, ""),
        ("what is next to the church", None, ""),
    ],
)
def test_times_of_calendars(question, period, number):
    found = parse_events(question, TODAY)
    if period is None:
        assert found is None
        return
    assert found is not None
    assert found.period is not None
    time = found.period
    shown = f"month {time.month}" if time.month else f"{time.since} {time.until}"
    assert (shown, found.number) == (period, number)
