"""Calendars: each entry a document with its day, in its own zone, and how it repeats in words."""

from __future__ import annotations

from datetime import date

import pytest

from qa.datatypes import DateOrigin
from qa.documents.loaders import load_bytes
from qa.documents.recurrence import days, in_words, understood
from qa.errors import DocumentError

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-TIMEZONE:Europe/Berlin\r\n"


def read(*entries: str, head: str = HEAD):
    written = head + "".join(f"BEGIN:VEVENT\r\n{each}\r\nEND:VEVENT\r\n" for each in entries)
    return load_bytes((written + "END:VCALENDAR\r\n").encode(), "a.ics", ".ics").documents


def when(*lines: str, head: str = HEAD) -> str:
    (document,) = read("SUMMARY:Lunch\r\n" + "\r\n".join(lines), head=head)
    return document.text.removeprefix("Lunch\n\n")


def test_an_event_is_read_with_its_lines_of_the_file():
    (document,) = read(
        "DTSTART;TZID=Europe/Lisbon:20270303T143000\r\nDTEND;TZID=Europe/Lisbon:20270303T150000\r\n"
        "SUMMARY:Dentist\r\nLOCATION:Main Street 5\\, first\r\n  floor\r\n"
        'ATTENDEE;CN="Ott, Ben";PARTSTAT=DECLINED:mailto:ben@example.org\r\n'
        "CATEGORIES:Health,Teeth\r\nDESCRIPTION:Bring the X-rays.\\n\\nRing twice.\r\n"
        "BEGIN:VALARM\r\nDESCRIPTION:Reminder\r\nEND:VALARM"
    )
    assert document.text == (
        "Dentist\n\n"
        "When: Wednesday 3 March 2027, 14:30 to 15:00 (Europe/Lisbon)"
        " · Where: Main Street 5, first floor\n"
        "Participants: Ott, Ben <ben@example.org> (declined)\n"
        "Categories: Health, Teeth\n\n"
        "Bring the X-rays.\n\nRing twice."
    )
    assert (document.source, document.title) == ("a.ics", "Dentist")
    assert document.published == date(2027, 3, 3)
    assert document.date_origin is DateOrigin.CALENDAR
    assert document.tags == ("Health", "Teeth")
    lines = [document.line(document.text.index(word)) for word in ("Dentist", "When", "Where")]
    assert lines == [7, 5, 8]
    assert document.line(document.text.index("Participants")) == 10


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (["DTSTART:20270704T120000Z"], "When: Sunday 4 July 2027, 14:00 (Europe/Berlin)"),
        (["DTSTART:20270704T223000Z"], "When: Monday 5 July 2027, 00:30 (Europe/Berlin)"),
        (["DTSTART:20270704T120000"], "When: Sunday 4 July 2027, 12:00"),
        (["DTSTART;VALUE=DATE:20270704"], "When: Sunday 4 July 2027"),
        (
            ["DTSTART;VALUE=DATE:20270703", "DTEND;VALUE=DATE:20270706"],
            "When: Saturday 3 July 2027 to Monday 5 July 2027",
        ),
        (
            ["DTSTART:20270704T230000", "DURATION:PT2H30M"],
            "When: Sunday 4 July 2027, 23:00 to Monday 5 July 2027, 01:30",
        ),
        (
            ["DTSTART;VALUE=DATE:20270704", "STATUS:CANCELLED"],
            "When: Sunday 4 July 2027 · Status: cancelled",
        ),
        (["DTSTART:20279999T120000", "URL:https://example.org"], "Link: https://example.org"),
        (["DTSTART;TZID=../../etc/passwd:20270704T1200"], "When: Sunday 4 July 2027, 12:00"),
    ],
)
def test_when_it_is_by_its_own_clock(lines, shown):
    assert when(*lines).startswith(shown)


def test_without_a_zone_of_the_calendar_universal_time_is_said():
    text = when("DTSTART:20270704T120000Z", head="BEGIN:VCALENDAR\r\n")
    assert text == "When: Sunday 4 July 2027, 12:00 (UTC)"
    text = when("DTSTART:20270704T120000Z", head=HEAD.replace("Europe/Berlin", "../../x"))
    assert text == "When: Sunday 4 July 2027, 12:00 (UTC)"


def test_a_repeated_event_names_the_days_that_were_moved():
    found = read(
        "UID:1\r\nSUMMARY:Choir\r\nDTSTART;TZID=Europe/Berlin:20270107T180000\r\n"
        "RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20270630T215959Z\r\n"
        "EXDATE;TZID=Europe/Berlin:20270218T180000",
        "UID:1\r\nSUMMARY:Choir\r\nRECURRENCE-ID;TZID=Europe/Berlin:20270304T180000\r\n"
        "DTSTART;TZID=Europe/Berlin:20270305T180000",
    )
    assert [each.source for each in found] == ["a.ics/event-1", "a.ics/event-2"]
    assert (
        "Repeats: every week on Thursday, until 30 June 2027, not on 18 February 2027 and"
        " 4 March 2027" in found[0].text
    )
    assert "Instead of: Thursday 4 March 2027, 18:00 (Europe/Berlin)" in found[1].text


def test_a_to_do_is_an_item_of_a_check_list():
    written = (
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:Renew passports\nDUE:20270315\nEND:VTODO\n"
        "BEGIN:VTODO\nSUMMARY:Pay rent\nSTATUS:COMPLETED\nCOMPLETED:20270301T080000Z\nEND:VTODO\n"
        "BEGIN:VJOURNAL\nSUMMARY:Walk\nDTSTART:20270302\nDESCRIPTION:Snow.\nEND:VJOURNAL\n"
    )
    found = load_bytes(written.encode(), "a.ics", ".ics").documents
    assert [each.text for each in found] == [
        "Renew passports\n\n[ ] Renew passports, due 15 March 2027",
        "Pay rent\n\n[x] Pay rent, completed:: 1 March 2027",
        "Walk\n\nDate: Tuesday 2 March 2027\n\nSnow.",
    ]
    assert [each.source for each in found] == ["a.ics/todo-1", "a.ics/todo-2", "a.ics/journal-1"]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY;COUNT=3", "every day, 3 times"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "every 2 weeks on Tuesday and Thursday"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "every month on the 15th and the last day"),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "every year on the fourth Thursday in November"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2", "every month on Monday, by a rule of its own"),
        ("FREQ=NEVER", ""),
        ("nonsense", ""),
    ],
)
def test_rules_in_words(rule, words):
    assert in_words(rule) == words


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("FREQ=WEEKLY", ["03-02", "03-09", "03-16", "03-23", "03-30"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", ["03-02", "03-04", "03-16", "03-18", "03-30"]),
        ("FREQ=MONTHLY;BYDAY=1MO", ["03-01"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["03-26"]),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", ["03-15", "03-31"]),
        ("FREQ=YEARLY", []),
        ("FREQ=WEEKLY;COUNT=10", ["03-02", "03-09"]),
        ("FREQ=WEEKLY;UNTIL=20270310T000000Z", ["03-02", "03-09"]),
        ("FREQ=DAILY;INTERVAL=14;BYMONTH=3", ["03-02", "03-16", "03-30"]),
    ],
)
def test_the_days_that_the_words_mean(rule, found):
    words = in_words(rule)
    assert understood(words)
    on = days(words, date(2027, 1, 5), date(2027, 3, 1), date(2027, 3, 31))
    assert [f"{day:%m-%d}" for day in on] == found


def test_broken_and_hostile_calendars():
    lost_end = "BEGIN:VEVENT\nSUMMARY:One\nDTSTART:20270101\nBEGIN:VEVENT\nSUMMARY:Two\n\x07\n;:\n"
    found = load_bytes(f"BEGIN:VCALENDAR\n{lost_end}".encode(), "a.ics", ".ics").documents
    assert [each.title for each in found] == ["One", "Two"]
    with pytest.raises(DocumentError, match="no entry"):
        load_bytes(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "a.ics", ".ics")
    deep = b"BEGIN:X\nBEGIN:Y\n" * 50_000 + b"A" + b';B="' * 50_000 + b"\n"
    with pytest.raises(DocumentError, match="no entry"):
        load_bytes(deep, "a.ics", ".ics")
    text = when("DTSTART:00010101T000000Z", "RRULE:FREQ=DAILY;INTERVAL=" + "9" * 5000)
    assert "Repeats: every 9999 days" in text
