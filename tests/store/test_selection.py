"""Documents by path, date, agency, author and length."""

from __future__ import annotations

from datetime import date

import pytest

from qa.datatypes import Filter, Selection
from qa.errors import UsageError
from tests.support.builders import put, settled

DOCUMENTS = [
    ("2019/a.txt", date(2019, 10, 25), "Reuters", "Jane Roe", 4),
    ("2019/b.txt", date(2019, 12, 31), "AFP", "John  ROE", 6),
    ("2020/c.txt", date(2020, 1, 1), "Thomson Reuters", None, 8),
    ("d.txt", None, None, "Zoë Ångström", 10),
    ("é/e.txt", None, "reuters", None, 12),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    made = settled(tmp_path_factory.mktemp("index"))
    for source, day, agency, author, words in DOCUMENTS:
        text = " ".join(["word"] * (words - 1) + [f"{source[-5]}."])
        put(made, source, [text], published=day, agency=agency, author=author)
    yield made
    made.close()


CASES = {
    "path": (Filter(paths=("2019/*",)), "ab"),
    "paths": (Filter(paths=("2020", "d.*")), "cd"),
    "not ASCII": (Filter(paths=("é/*",)), "e"),
    "since": (Filter(since=date(2019, 12, 31)), "bc"),
    "until": (Filter(until=date(2019, 12, 31)), "ab"),
    "agency": (Filter(agencies=("reuters",)), "ace"),
    "agencies": (Filter(agencies=("afp", "THOMSON")), "bc"),
    "author": (Filter(authors=("john roe",)), "b"),
    "author, not ASCII": (Filter(authors=("ångström",)), "d"),
    "words": (Filter(min_words=6, max_words=8), "bc"),
    "no number is too large": (Filter(max_words=10**30), "abcde"),
    "all at once": (
        Filter(("2019/a.txt", "2020/c.txt"), date(2019, 1, 1), None, ("20*",), (), ("reuters",)),
        "ac",
    ),
    "nothing": (Filter(agencies=("tass",)), ""),
    "surrogates": (Filter(paths=("\udce9/*",), agencies=("\udce9",)), ""),
}


@pytest.mark.parametrize(("only", "found"), CASES.values(), ids=CASES)
def test_which_documents(store, only, found):
    chosen = store.select(only)
    assert "".join(info.source[-5] for info in chosen) == found
    count, passages = store.matching(only)
    assert (count, len(passages)) == (len(found), len(found))
    assert store.count(only).documents == len(found)


def test_undated_documents_are_counted_that_fit_otherwise(store):
    assert store.count(Filter(since=date(2020, 1, 1))) == Selection(1, 2)
    assert store.count(Filter(since=date(2020, 1, 1), agencies=("reuters",))) == Selection(1, 1)
    assert store.count(Filter(until=date(2030, 1, 1), paths=("2019",))) == Selection(2, 0)
    assert store.count(Filter(agencies=("reuters",))) == Selection(3, 0)
    assert Selection(1, 2).note == "2 undated documents left out."
    assert Selection(1, 1).note == "1 undated document left out."
    assert Selection(1, 0).note is None


@pytest.mark.parametrize(
    "only", [Filter(paths=("",)), Filter(agencies=(" ",)), Filter(authors=("a",) * 65)]
)
def test_filters_that_are_refused(store, only):
    with pytest.raises(UsageError):
        store.select(only)


def test_names_are_not_for_the_store(store):
    with pytest.raises(ValueError, match="resolved"):
        store.matching(Filter(names=("a",)))


@pytest.mark.parametrize("only", [only for only, _ in CASES.values() if not only.sources])
def test_no_text_is_read(store, only):
    """All of it comes from an index: the rows lie among their texts."""
    plans: list[str] = []
    db = store.connection.db
    seen: list[str] = []
    db.set_trace_callback(seen.append)
    try:
        store.select(only)
    finally:
        db.set_trace_callback(None)
    for statement in seen:
        plans += [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}")]
    tables = [plan for plan in plans if "document" in plan]
    assert tables
    # By number, rows that a pattern chose are read one by one.
    assert all("COVERING INDEX" in plan or "INTEGER PRIMARY KEY" in plan for plan in tables), plans
