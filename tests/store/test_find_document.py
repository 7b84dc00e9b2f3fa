"""Which document a name means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qa.datatypes import document_id
from qa.errors import UsageError
from qa.store.find_document import find
from qa.store.store import FileState
from tests.support.builders import put, settled

DOCUMENTS = {
    "news/turkey.txt": "Turkey and the S-400",
    "news/turkey.txt.md": "Another story",
    "news/india.txt": "India looks on",
    "turkey/weather.txt": "Rain in ABCD",
    "ÖSTERREICH.txt": "Ärger im Büro",
}
# The first twelve digits of their ids are the same, the thirteenth is not.
TWINS = "n19503559.txt", "n33023136.txt"
Source = Callable[..., str]


@pytest.fixture
def store(tmp_path):
    with settled(tmp_path / "index") as store:
        for name, title in DOCUMENTS.items():
            put(store, name, ["Words."], title=title)
        yield store


@pytest.fixture
def source(store) -> Source:
    return lambda name, root=Path("/nowhere"): find(name, store, root)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("news/turkey.txt", "news/turkey.txt"),  # though it is a part of another
        ("  news/turkey.txt\n", "news/turkey.txt"),
        (document_id("news/turkey.txt.md"), "news/turkey.txt.md"),
        (document_id("news/turkey.txt.md")[:12], "news/turkey.txt.md"),  # as it was once shown
        (document_id("news/india.txt")[:4], "news/india.txt"),
        (document_id("news/india.txt")[:3], None),  # too short for an id
        (document_id("news/india.txt")[:5] + "g", None),
        ("österreich", "ÖSTERREICH.txt"),
        ("ÄRGER", "ÖSTERREICH.txt"),
        ("india", "news/india.txt"),
        ("INDIA.TXT", "news/india.txt"),
        ("weather", "turkey/weather.txt"),
        ("looks on", "news/india.txt"),
        ("another STORY", "news/turkey.txt.md"),
        ("in abcd", "turkey/weather.txt"),
        (".md", "news/turkey.txt.md"),
    ],
)
def test_find(source, name, meant):
    if meant is None:
        with pytest.raises(UsageError, match="No document matches"):
            source(name)
    else:
        assert source(name) == meant


def test_the_path_of_a_file(source, store, tmp_path, monkeypatch):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "india.txt").write_text("x")
    (tmp_path / "link.txt").symlink_to("news/india.txt")
    assert source(str(tmp_path / "news" / "india.txt"), tmp_path) == "news/india.txt"
    monkeypatch.chdir(tmp_path / "news")
    assert source("./india.txt", tmp_path) == "news/india.txt"
    assert source("../link.txt", tmp_path) == "news/india.txt"


def test_another_name_of_the_same_file(source, store, tmp_path):
    (tmp_path / "news").mkdir()
    file = tmp_path / "news" / "india.txt"
    file.write_text("x")
    other = tmp_path / "other.text"
    other.hardlink_to(file)
    store.touch(FileState("news/india.txt", 1, 1, file.stat().st_ino, ""))
    assert source(str(other), tmp_path) == "news/india.txt"
    store.touch(FileState("news/turkey.txt", 1, 1, file.stat().st_ino, ""))  # gone, and used again
    assert source(str(other), tmp_path) == "news/india.txt"


def test_several_match(source):
    with pytest.raises(UsageError) as caught:
        source("turkey")
    assert caught.value.message == (
        "3 documents match 'turkey': news/turkey.txt, news/turkey.txt.md, turkey/weather.txt."
    )


@pytest.mark.parametrize("upgraded", [False, True])
def test_ids_that_begin_alike(tmp_path, upgraded):
    one, other = TWINS
    assert document_id(one)[:12] == document_id(other)[:12] == "116d81eea0aa"
    with settled(tmp_path / "index") as store:
        put(store, one, ["One."])
        if upgraded:  # as versions up to 3 kept it
            store.connection.db.execute("UPDATE document SET id = substr(id, 1, 12), seal = NULL")
        put(store, other, ["Other."])
        assert {info.id for info in store.documents()} == {document_id(one), document_id(other)}
        assert store.document(one).text == "One."
        for name in TWINS:
            assert find(document_id(name), store, tmp_path) == name
            assert find(document_id(name)[:16], store, tmp_path) == name
        with pytest.raises(UsageError, match=f"2 documents match .*: {one}, {other}"):
            find("116d81eea0aa", store, tmp_path)
        assert put(store, one, ["One, changed."]) == 3
        assert {store.document(name).text for name in TWINS} == {"One, changed.", "Other."}


def test_only_some_of_many_are_listed(store):
    for i in range(7):
        put(store, f"{i}.txt", ["Words."], title="One title")
    with pytest.raises(UsageError) as caught:
        find("one title", store, Path())
    assert caught.value.message == (
        "7 documents match 'one title': 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more."
    )


@pytest.mark.parametrize("name", ["", "  ", "\0", "\udc80", "../../etc/passwd", "*", "x" * 5000])
def test_odd_names(source, name):
    with pytest.raises(UsageError, match="No document matches"):
        source(name)


def test_no_documents(tmp_path):
    with settled(tmp_path / "index") as store, pytest.raises(UsageError):
        find("turkey", store, Path())


def test_no_text_is_read(store):
    store.connection.db.set_authorizer(lambda _, table, column, *rest: column == "text")
    try:
        assert find("news/india.txt", store, Path()) == "news/india.txt"
        assert find("looks on", store, Path()) == "news/india.txt"
    finally:
        store.connection.db.set_authorizer(None)
