"""The day in the name or the title of a document, which is looked for in every one of them."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest

from qa.catalogue import periods
from qa.catalogue.naming import file_stem
from qa.catalogue.shelf import _stem, written_day
from qa.datatypes import DocumentInfo


def info(source: str, title: str = "", published: date | None = None) -> DocumentInfo:
    return DocumentInfo("0" * 32, source, title, None, None, published, 1)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2021-05-03 minutes", date(2021, 5, 3)),
        ("Minutes of the 3rd of May 2021", date(2021, 5, 3)),
        ("May 3, 2021", date(2021, 5, 3)),
        ("01/31/2008", date(2008, 1, 31)),
        ("2021-02-30", None),
        ("May 2021", None),
        ("Room 12, 1999", None),
        ("the third of May", None),
        ("", None),
    ],
)
def test_a_day_has_its_year_and_is_in_the_calendar(text, wanted):
    assert periods.day(text) == wanted


def test_what_is_published_counts_before_the_name_and_that_before_the_title():
    day = date(2020, 1, 2)
    assert written_day(info("2021-05-03.md", "4 June 2022", day)) == day
    assert written_day(info("a/2021-05-03.md", "4 June 2022")) == date(2021, 5, 3)
    assert written_day(info("2021-05-03/notes.md", "4 June 2022")) == date(2022, 6, 4)
    assert written_day(info("notes.md", "Notes")) is None


@pytest.mark.parametrize(
    "source", ["a.txt", "b/c.tar.gz", "b.d/c", ".hidden", "b/.x.md", "b/c.", "ü/é.ü", "v1.2.3.md"]
)
def test_stems_are_those_of_pathlib(source):
    assert _stem(source) == PurePosixPath(source).stem
    assert file_stem(info(source)) in (PurePosixPath(source).name, PurePosixPath(source).stem)
