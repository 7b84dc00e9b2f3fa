"""Documents laid out: offsets, roles, long ones, hostile ones."""

from __future__ import annotations

import pytest

from qa.datatypes import Document, Evidence, Passage
from tui.article_layout import WINDOW, Role, locate, passage_of, show
from tui.article_lines import lay_out, pieces


def evidence(text: str, quote: str, span: str = "") -> Evidence:
    start = text.index(quote)
    low = text.index(span, start) if span else 0
    place = (low, low + len(span)) if span else None
    return Evidence(1, start, start + len(quote), quote, 1, 1.0, place)


TEXT = "First line.\r\n\r\nSecond \x1b[31mline is\there. It is long enough to wrap.\r\nThird.\r\n"


def roles(text: str, **more) -> dict[Role, str]:
    shown = show(text, **more)
    ends = [*(start for start, _ in shown.stretches[1:]), len(shown.text)]
    found: dict[Role, str] = {}
    for (start, role), end in zip(shown.stretches, ends, strict=True):
        found[role] = found.get(role, "") + shown.text[start:end]
    return found


def test_marks_survive_what_is_made_visible():
    quote = "Second \x1b[31mline is\there."
    found = roles(TEXT, evidence=evidence(TEXT, quote, "line is"), passage=(15, len(TEXT)))
    assert found[Role.SPAN] == "line is"
    assert found[Role.EVIDENCE] == "Second ␛[31m    here."
    assert found[Role.PASSAGE] == " It is long enough to wrap.\nThird.\n"
    assert found[Role.PLAIN] == "First line.\n\n"


@pytest.mark.parametrize("width", [8, 20, 80])
def test_lines_hold_the_whole_text_in_order(width):
    shown = show(TEXT, evidence(TEXT, "It is long"))
    lines = lay_out(shown, width)
    parts = [shown.text[line.start : line.end] for line in lines]
    assert "".join("".join(parts).split()) == "".join(shown.text.split())
    assert all(len(part) <= width for part in parts)
    for line in lines:
        drawn = list(pieces(shown, line))
        assert "".join(each.text for each in drawn) == shown.text[line.start : line.end]
        assert line.role == max((each.role for each in drawn), default=line.role)


def test_a_long_document_is_shown_around_its_evidence():
    text = "\n".join(f"Line {i} of a very long document." for i in range(20_000))
    quote = "Line 15000 of a very long document."
    shown = show(text, evidence(text, quote))
    assert len(shown.text) < WINDOW + 400
    assert quote in shown.text
    assert shown.text.startswith("[")
    assert "more characters are not shown here" in shown.text
    notes = [role for _, role in shown.stretches if role is Role.NOTE]
    assert len(notes) == 2


def test_one_endless_line():
    text = "x" * 3_000_000 + " The end is here."
    shown = show(text, evidence(text, "The end is here."))
    lines = lay_out(shown, 80)
    assert shown.text.endswith("The end is here.")
    assert len(lines) <= WINDOW / 70


def document(text: str) -> Document:
    return Document("a.txt", "A", text, ())


def test_where_a_quote_stands_now():
    here = evidence("a b. c d.", "c d.", "d")
    assert locate(here, document("a b. c d.")) is here
    moved = locate(here, document("new. a b. c d."))
    assert moved is not None
    assert (moved.start, moved.span) == (10, (12, 13))
    assert locate(here, document("nothing")) is None


def test_the_passage_of_a_quote():
    passages = (Passage(0, 10, ()), Passage(8, 20, ()), Passage(20, 30, ()))
    assert passage_of(Evidence(1, 12, 15, "abc", 1, 1.0), passages) == (8, 20)
    assert passage_of(Evidence(1, 18, 25, "abcdefg", 1, 1.0), passages) is None


def test_nothing_at_all():
    shown = show("")
    assert lay_out(shown, 80)[0].start == 0
