"""Names of collections: what can be one, and what is made of the names of folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.collections.names import MAX_NAME, checked_name, is_name, key_of, name_for
from qa.errors import UsageError

BAD = [
    "", " ", ".", "..", "a..b", "a/b", "a\\b", "/a", "-rf", "--yes", ".hidden", "a\nb", "a\x1b[31m",
    "a\x00b", "\u202egpj", "a\u200bb", "a\u2028b", "x" * (MAX_NAME + 1), "~", "*", "a:b", "\ud800",
    "\ue000", "\x9b2J", "a\tb", "CON\x07",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_name(name):
    assert not is_name(name)
    with pytest.raises(UsageError) as caught:
        checked_name(name)
    assert caught.value.hint


@pytest.mark.parametrize("name", ["articles", "My notes", "2024-05", "v1.2_b", "Übersicht", "日本"])
def test_what_is_one(name):
    assert checked_name(f" {name} ") == name


def test_composed_and_whatever_case():
    assert checked_name("e\u0301tude") == "\u00e9tude"
    assert key_of("Articles") == key_of("ARTICLES") == key_of("\uff41rticles")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/x/articles", "articles"),
        ("/home/x/my [notes]!", "my -notes"),
        ("/home/x/..hidden..", "hidden"),
        ("/home/x/\x1b]0;evil\x07", "0-evil"),
        ("/home/x/\u202egpj", "gpj"),
        ("/home/x/-rf", "rf"),
        ("/home/x/\udce9t\udce9", "t"),
        ("/home/x/***", "documents"),
        ("/", "documents"),
        ("/home/x/" + "n" * 200, "n" * MAX_NAME),
    ],
)
def test_the_name_of_a_folder(path, name):
    assert name_for([Path(path)], []) == name
    assert is_name(name)


def test_two_folders_of_one_name_get_distinct_names():
    taken: list[str] = []
    for path in ("/a/News", "/b/news", "/c/b/news", "/d/b/NEWS"):
        taken.append(name_for([Path(path)], taken))
    assert taken == ["News", "b-news", "news-2", "NEWS-3"]
    assert len({key_of(name) for name in taken}) == 4
    long = [Path("/a/" + "n" * 100)]
    first = name_for(long, [])
    assert len(name_for(long, [first, f"a-{first}"[:MAX_NAME]])) <= MAX_NAME
