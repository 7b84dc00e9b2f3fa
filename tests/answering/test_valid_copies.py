"""What an old and a valid document share is told by the valid one."""

from __future__ import annotations

import pytest

from qa.answering.superseded import superseded
from qa.answering.valid_copies import by_valid_copies
from qa.datatypes import Hit, Passage, Sentence
from qa.documents.loaders import load_bytes

SHARED = "Trailers stand on the gravel by the river. Ask the porter at the gate before that."


def hits(old: str, new: str, old_title: str, new_title: str):
    """One hit, of the old document, into which the same passage of the new one was folded."""
    documents = {
        name: load_bytes(f"# {title}\n\n{text}\n\n{SHARED}\n".encode(), name, ".md").documents[0]
        for name, title, text in (("old.md", old_title, old), ("new.md", new_title, new))
    }
    document = documents["old.md"]
    start = document.text.index(SHARED)
    middle, end = document.text.index("Ask"), start + len(SHARED)
    sentences = (Sentence(start, middle - 1), Sentence(middle, end))
    hit = Hit(
        1, document.info, Passage(start, end, sentences), SHARED, document.line(start), 1.0, 1,
        also_in=(documents["new.md"].info,),
    )  # fmt: skip
    return by_valid_copies("trailers", [hit], lambda info: documents[info.source]), documents


@pytest.mark.parametrize(
    ("old", "new", "titles", "source"),
    [
        ("This document is obsolete.", "Valid now.", ("Parking", "Yard"), "new.md"),
        ("Replaced in 2024.", "Valid now.", ("Parking", "Yard"), "new.md"),
        (
            "Valid once.",
            "This text replaces the Parking Rules.",
            ("Parking Rules", "Yard"),
            "new.md",
        ),
        ("Valid.", "Valid.", ("Yard rules 2021", "Yard rules 2024"), "new.md"),
        ("Valid.", "Valid.", ("Yard rules 2024", "Yard rules 2021"), "old.md"),
        ("Valid.", "Valid.", ("Yard (v2.0, 12 Jan 2024)", "Yard (v2.1, 3 March 2025)"), "new.md"),
        ("Valid.", "Valid.", ("Yard (v2.1, 3 March 2025)", "Yard (v2.0, 12 Jan 2024)"), "old.md"),
        ("Valid.", "Valid.", ("Parking", "Yard"), "old.md"),
        ("This document is obsolete.", "This text is obsolete.", ("Parking", "Yard"), "old.md"),
    ],
)
def test_the_valid_one_is_cited(old, new, titles, source):
    (hit,), made = hits(old, new, *titles)
    assert hit.document.source == source
    assert hit.text == SHARED
    assert hit.line == 5
    document = made[hit.document.source]
    assert document.text[hit.passage.start : hit.passage.end] == hit.text
    other = "old.md" if source == "new.md" else "new.md"
    assert [each.source for each in hit.also_in] == [other]


def test_a_sentence_may_follow_that_it_is_over():
    line = "This document is obsolete. It was replaced in 2024."
    assert superseded(f"Parking\n\n{line}\n\nCars.") == line
