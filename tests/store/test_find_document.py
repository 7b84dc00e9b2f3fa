"""Which document a name means."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.datatypes import DocumentInfo
from qa.errors import UsageError
from qa.store.find_document import find


def info(source: str, title: str, identifier: str) -> DocumentInfo:
    return DocumentInfo(identifier, source, title, None, None, None, 10)


DOCUMENTS = (
    info("news/turkey.txt", "Turkey and the S-400", "abcd00000001"),
    info("news/turkey.txt.md", "Another story", "abcd00000002"),
    info("news/india.txt", "India looks on", "ffff00000003"),
    info("turkey/weather.txt", "Rain in ABCD", "eeee00000004"),
)


def source(name: str, root: Path = Path("/nowhere")) -> str:
    return find(name, DOCUMENTS, lambda s: root / s).source


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("news/turkey.txt", "news/turkey.txt"),  # though it is a part of another
        ("  news/turkey.txt\n", "news/turkey.txt"),
        ("abcd00000002", "news/turkey.txt.md"),
        ("ffff", "news/india.txt"),
        ("fff", None),  # too short for an id
        ("india", "news/india.txt"),
        ("INDIA.TXT", "news/india.txt"),
        ("weather", "turkey/weather.txt"),
        ("looks on", "news/india.txt"),
        ("another STORY", "news/turkey.txt.md"),
        ("in abcd", "turkey/weather.txt"),
        (".md", "news/turkey.txt.md"),
    ],
)
def test_find(name, meant):
    if meant is None:
        with pytest.raises(UsageError, match="No document matches"):
            source(name)
    else:
        assert source(name) == meant


def test_the_path_of_a_file(tmp_path, monkeypatch):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "india.txt").write_text("x")
    (tmp_path / "link.txt").symlink_to("news/india.txt")
    assert source(str(tmp_path / "news" / "india.txt"), tmp_path) == "news/india.txt"
    monkeypatch.chdir(tmp_path / "news")
    assert source("./india.txt", tmp_path) == "news/india.txt"
    assert source("../link.txt", tmp_path) == "news/india.txt"


def test_several_match():
    with pytest.raises(UsageError) as caught:
        source("turkey")
    assert caught.value.message == (
        "3 documents match 'turkey': news/turkey.txt, news/turkey.txt.md, turkey/weather.txt."
    )
    with pytest.raises(UsageError, match="2 documents match 'abcd'"):
        source("abcd")


def test_only_some_of_many_are_listed():
    many = [info(f"{i}.txt", "One title", f"{i:012x}") for i in range(7)]
    with pytest.raises(UsageError) as caught:
        find("one title", many, Path)
    assert caught.value.message == (
        "7 documents match 'one title': 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more."
    )


@pytest.mark.parametrize("name", ["", "  ", "\0", "\udc80", "../../etc/passwd", "*", "x" * 5000])
def test_odd_names(name):
    with pytest.raises(UsageError, match="No document matches"):
        source(name)


def test_no_documents():
    with pytest.raises(UsageError):
        find("turkey", [], Path)
