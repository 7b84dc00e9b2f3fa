"""Fields at the top of a Markdown file: what they say of it, and which of them are its text."""

from __future__ import annotations

import time
from datetime import date

import pytest

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import markdown

BODY = "Ruth Oak resigned as minister on Friday."


def read(front: str) -> Document:
    return markdown.load(f"---\n{front}---\n\n{BODY}\n".encode(), "a.md")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: Kerr again: a new bridge", "Kerr again: a new bridge"),
        ("title:\tKerr again: a new bridge", "Kerr again: a new bridge"),
        ("title:Kerr again", "Kerr again"),
        ("title: [Draft] A bridge", "[Draft] A bridge"),
        ('title: "Kerr" again', '"Kerr" again'),
        ('title: "Kerr" and "Roe"', '"Kerr" and "Roe"'),
        ('title: "The "new" bridge"', 'The "new" bridge'),
        ("title: 'It's a bridge'", "It's a bridge"),
        ("title: @kerr builds", "@kerr builds"),
        ("title: %5 more", "%5 more"),
        ("title: *Kerr* again", "*Kerr* again"),
        ("title: `kerr` again", "`kerr` again"),
        ("title: Kerr: bug #12 mended # a note", "Kerr: bug #12 mended"),
        ("title: >\n  Kerr:\n  a bridge\n bad", "Kerr: a bridge bad"),
    ],
)
def test_what_yaml_refuses_is_read_by_lines(line: str, title: str) -> None:
    front = f"{line}\nauthor: Tom Roe\ndate: 2025-01-17\npublisher: Harrow Gazette\n"
    document = read(f"{front}note: [\n")  # which makes all of it no YAML
    assert (document.title, document.author) == (title, "Tom Roe")
    assert (document.agency, document.published) == ("Harrow Gazette", date(2025, 1, 17))


def test_lists_that_yaml_refuses() -> None:
    assert read("authors:\n\t- A Bee\n\t- 'C Dee'\n").author == "A Bee and C Dee"
    assert read("tags: [sea, 'salt water', @x\nrent: 5\n").tags == ("sea", "salt water", "@x")
    assert read("title: a: b\ntags: sea, salt\naliases:\n- X\n").tags == ("sea", "salt")


def test_what_is_known_of_a_document_is_no_text_of_it() -> None:
    document = read(
        "title: Oak resigns\nservings: 4\nauthor: Femi Adeyo\ndate: 2025-01-17\nlang: en\n"
        "publisher: Vellmar Herald\ntags:\n  - news\n  - oak\nrent: 450\nstatus: draft\n"
    )
    assert document.text == f"servings: 4\nrent: 450\nstatus: draft\n\n{BODY}"
    assert [block.kind for block in document.blocks] == [BlockKind.META, BlockKind.PARAGRAPH]
    places = [document.text.index(word) for word in ("servings", "rent", "status", "Ruth")]
    assert [document.line(place) for place in places] == [3, 11, 12, 15]
    assert (document.author, document.tags) == ("Femi Adeyo", ("news", "oak"))


def test_fields_that_say_more_than_is_known_stay() -> None:
    kept = (
        "source: https://x.org/1\n"  # no publisher
        "published: true\n"  # no day
        "created: 2023-01-01\n"  # another day than that of the document
        "authors:\n  - name: Jo Lee\n    affiliation: Uni X\n"
        f"title: {'word ' * 80}\n"
        "author: A Bee\n"  # of two the last counts
    )
    document = read(f"{kept}date: 2024-01-02\nauthor: C Dee\nsite: The Herald\n")
    for line in kept.splitlines():
        assert line.strip() in document.text
    assert "2024-01-02" not in document.text
    assert "C Dee" not in document.text
    assert (document.author, document.agency) == ("C Dee", "The Herald")
    assert document.published == date(2024, 1, 2)


def test_hostile_front_matter_takes_no_time() -> None:
    began = time.monotonic()
    for piece in ("title: [\n", "author: '\n", 'tags: " # ', "a: # # #", "title:[", "by: >\n"):
        read(f"{piece * (30_000 // len(piece))}\n")
    assert time.monotonic() - began < 10


def test_toml_between_plus_signs() -> None:
    front = (
        'title = "The new bridge" # printed\ndate = 2025-01-17T09:30:00Z\nauthors = ["Tom Roe"]\n'
        'tags = ["bridge", "harbour"]\ndraft = false\n[extra]\nlength = "120 m"\n'
    )
    document = markdown.load(f"+++\n{front}+++\n\n{BODY}\n".encode(), "a.md")
    assert (document.title, document.author) == ("The new bridge", "Tom Roe")
    assert document.published == date(2025, 1, 17)
    assert document.tags == ("bridge", "harbour")
    assert document.text == f'draft = false\n[extra]\nlength = "120 m"\n\n{BODY}'
    assert [document.line(block.start) for block in document.blocks] == [6, 11]
    text = f"+++\nno fields\n+++\n\n{BODY}\n"
    assert "no fields" in markdown.load(text.encode(), "a.md").text


def test_empty_fields_are_left_out_and_links_are_read() -> None:
    people = 'people:\n  - "[[Ada Brill|Ada]]"\n  - "[[Tom]]"\n'
    front = f'rating:\nseries: ""\nstatus: reading\nlent: []\n{people}'
    document = read(front)
    assert document.text == f"status: reading\npeople:\n  - Ada\n  - Tom\n\n{BODY}"
    assert document.line(document.text.index("Ada")) == 7


@pytest.mark.parametrize(
    ("front", "source", "day"),
    [
        ("updated: 2025-02-11 19:03:22Z\nlatitude: 68.2\n", "a.md", date(2025, 2, 11)),
        ("modified: 2025-02-11\ncreated: 2022-08-01\n", "a.md", date(2022, 8, 1)),
        ("updated: 2025-02-11\n", "2024-05-02.md", date(2024, 5, 2)),
        ("updated: never\n", "a.md", None),
    ],
)
def test_a_day_of_change_dates_what_has_no_other(front: str, source: str, day: date | None) -> None:
    document = markdown.load(f"---\n{front}---\n\n{BODY}\n".encode(), source)
    assert document.published == day
