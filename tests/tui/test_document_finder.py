"""Documents found by words, facets, and words with a typo."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from qa.datatypes import DocumentInfo
from tui.document_finder import (
    DocumentFinder,
    FacetValue,
    Query,
    day_of,
    facet_values,
    parse,
    search_text,
    token,
    who,
    without,
)

DOCUMENTS = tuple(
    DocumentInfo(source, source, title, author, agency, day, 10)
    for source, title, author, agency, day in (
        ("news/2019/a.txt", "Sanctions on Ankara", None, "Reuters", date(2019, 10, 25)),
        ("news/2019/b.txt", "A pipeline at sea", "Ann Lee", "Associated Press", date(2019, 9, 2)),
        ("news/2020/c.txt", "Sanctions lifted", None, "Associated Press", date(2020, 1, 3)),
        ("d.txt", "Notes on storage", "Ann Lee", None, None),
    )
)


def found(typed: str, finder: DocumentFinder | None = None) -> list[str]:
    return [each.source[-5] for each in (finder or DocumentFinder(DOCUMENTS)).find(typed)]


@pytest.mark.parametrize(
    ("typed", "sources"),
    [
        ("", "abcd"),
        ("sanctions 2019-10 reuters", "a"),
        ("SANCTIONS", "ac"),
        ("sanctions 2018", ""),
        ("ann", "bd"),
        ("folder:news/2019", "ab"),
        ("folder:news", "abc"),
        ("folder:ne", ""),  # the whole name of a folder
        ('source:"associated press" lifted', "c"),
        ("source:lee", "d"),  # the agency is what the library shows of b
        ("date:2019", "ab"),
        ("date:2019-09", "b"),
        ("date:none", "d"),
        ("date:2019 date:none", "abd"),
        ("folder:", "abcd"),
        ("sanctoins", "ac"),  # two letters swapped
        ("sactions lifted", "c"),  # one left out
        ("storrage", "d"),
        ("pipelone", "b"),
        ("anx", ""),  # too short for a typo
        ("date:2019 lifetd", ""),
    ],
)
def test_what_is_found(typed, sources):
    assert found(typed) == list(sources)


def test_a_longer_query_finds_what_it_would_alone():
    """What was found before is searched again, whatever was typed before and taken back."""
    finder = DocumentFinder(DOCUMENTS)
    for typed in (
        "s", "sa", "sanc", "sanc l", "sanc", "sancx", "sancxx", "sanc", "date:2", "date:2020",
        "date:2020 sanc", "date:2019 sanc", "e", "", "e", "sanctoins", "sanctoins ", "sanctoins l",
        "san",
    ):  # fmt: skip
        assert found(typed, finder) == found(typed), typed


def test_the_order_is_that_of_the_rows():
    finder = DocumentFinder(DOCUMENTS)
    finder.prepare()
    assert [each.source for each in finder.find("sanctions")] == [
        "news/2019/a.txt",
        "news/2020/c.txt",
    ]
    backwards = DOCUMENTS[::-1]
    assert [each.source for each in finder.find("sanctions", backwards)] == [
        "news/2020/c.txt",
        "news/2019/a.txt",
    ]


def plainly(typed: str, documents: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """What fits without typos, each document looked at by itself."""
    query = parse(typed)
    return [
        each
        for each in documents
        if all(word in search_text(each) for word in query.words)
        and (not query.folders or any(each.source.startswith(f"{f}/") for f in query.folders))
        and (not query.sources or any(part in who(each).lower() for part in query.sources))
        and (not query.dates or any(day_of(each).startswith(day) for day in query.dates))
    ]


@pytest.mark.parametrize("seed", range(6))
def test_as_a_plain_search_finds_it_key_by_key(seed):
    chance = random.Random(seed)

    def name() -> str:
        return "".join(chance.choices("abcdé", k=chance.randint(2, 6)))

    documents = tuple(
        DocumentInfo(
            str(number), f"{name()[:2]}/{name()}.txt", f"{name()} {name().title()} {name()}",
            chance.choice((None, name())), chance.choice((None, f"{name()} {name()}")),
            chance.choice((None, date(2019, 1, 1) + timedelta(days=chance.randrange(900)))), 10,
        )
        for number in range(400)
    )  # fmt: skip
    finder = DocumentFinder(documents)
    sorted_in_another_way = sorted(documents, key=lambda each: each.title)
    for _ in range(12):
        parts = [name()[: chance.randint(1, 4)] for _ in range(chance.randint(1, 3))]
        folder = documents[chance.randrange(400)].source[:2]
        facets = ("", f"folder:{folder} ", f"source:{name()[:1]} ", "date:2019 ", "date:none ")
        typed = chance.choice(facets) + " ".join(parts)
        for end in [*range(1, len(typed) + 1), *range(len(typed), 0, -3)]:
            key = typed[:end]
            among = chance.choice((None, sorted_in_another_way)) if end == 1 else None
            expected = plainly(key, among or documents)
            if expected:
                assert list(finder.find(key, among)) == expected, key
            else:  # typos are forgiven, whatever was typed before
                alone = DocumentFinder(documents).find(key, among)
                assert list(finder.find(key, among)) == list(alone), key


def test_only_what_was_found_is_searched_for_a_longer_word():
    """Every look at a text counts: the texts of what the query before left out get none."""
    looks = []

    class Text(str):
        __slots__ = ()

        def __contains__(self, word: object) -> bool:
            looks.append(word)
            return super().__contains__(word)

    finder = DocumentFinder(DOCUMENTS)
    rows = finder._rows(DOCUMENTS)
    rows.whole.texts[:] = map(Text, rows.whole.texts)
    assert found("sanctions", finder) == ["a", "c"]
    assert looks == ["sanctions"] * 4
    looks.clear()
    assert found("sanctions l", finder) == ["c"]
    assert looks == ["l"] * 2


def test_facets_as_they_are_typed():
    assert parse('a folder:x/ source:"A B" date:2019 "c d"') == Query(
        ("a", "c d"), ("x",), ("a b",), ("2019",)
    )
    assert parse("source: date:") == Query()
    assert token("source", "Associated Press") == 'source:"Associated Press"'
    assert token("date", "2019") == "date:2019"
    assert without('a source:"A B" b', 'source:"A B"') == "a b"


def test_values_of_facets_with_their_numbers():
    values = facet_values(DOCUMENTS)
    assert values == (
        FacetValue("folder", "news", 3),
        FacetValue("folder", "news/2019", 2),
        FacetValue("folder", "news/2020", 1),
        FacetValue("source", "Associated Press", 2),
        FacetValue("source", "Reuters", 1),
        FacetValue("source", "Ann Lee", 1),
        FacetValue("date", "2020", 1),
        FacetValue("date", "2019", 2),
        FacetValue("date", "none", 1),
    )
    finder = DocumentFinder(DOCUMENTS)
    assert all(len(finder.find(each.token)) == each.documents for each in values)
