"""Cards: private, atomic, and never believed when somebody has tampered with them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from qa.collections import cards
from qa.errors import UsageError

KEY = "0123456789abcdef"


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "qa" / "collections"


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text("A sentence.")
    return tmp_path / "articles"


def written(name: str, *paths: Path) -> cards.Card:
    card = cards.new_card(name, paths)
    with cards.changing():
        cards.write(card)
    return card


def test_a_card_comes_back_as_it_was_written(folder):
    card = written("articles", folder)
    assert cards.cards() == (card,)
    assert cards.by_name("ARTICLES") == card
    assert cards.by_index(card.index) == card
    assert card.paths == (folder,)
    assert card.identities[0] is not None
    assert [name for name, _ in card.identities[0].entries] == ["a.md"]


@pytest.mark.skipif(os.name == "nt", reason="modes")
def test_all_of_it_is_private(data, folder):
    before = os.umask(0)
    try:
        data.mkdir(mode=0o700, parents=True)
        (data / ".lock").touch()  # as an earlier version left it
        card = written("articles", folder)
    finally:
        os.umask(before)
    modes = {path: path.stat().st_mode & 0o777 for path in (data, data / card.key)}
    assert set(modes.values()) == {0o700}
    for path in (data / card.key / "collection.json", data / ".lock"):
        assert path.stat().st_mode & 0o777 == 0o600


def test_by_name_says_what_there_is(folder):
    with pytest.raises(UsageError) as caught:
        cards.by_name("articles")
    assert "qa index FOLDER" in caught.value.hint
    written("articles", folder)
    with pytest.raises(UsageError) as caught:
        cards.by_name("artcles")
    assert caught.value.hint == "Is it articles?"


def test_an_index_elsewhere_is_of_no_collection(data, folder, tmp_path):
    card = written("articles", folder)
    assert cards.by_index(tmp_path / "index") is None
    assert cards.by_index(data / card.key) is None
    assert cards.by_index(data / ".." / "index") is None
    assert cards.by_index(data / "x" / "index") is None


BAD = {
    "no JSON": "{",
    "no object": "[]",
    "too deep": "[" * 100_000,
    "a name that steers": {"name": "a\x1b[2J"},
    "a name that is a path": {"name": "../../x"},
    "another version": {"version": 2},
    "no paths": {"paths": [], "identities": []},
    "a relative path": {"paths": ["articles"]},
    "a path that climbs": {"paths": ["/a/../b"]},
    "a path with a null byte": {"paths": ["/a\0b"]},
    "a path that is none": {"paths": [5]},
    "paths that are none": {"paths": None},
    "too many paths": {"paths": ["/a"] * 1001, "identities": [None] * 1001},
    "identities of other paths": {"identities": []},
    "identities that are none": {"identities": [5]},
    "an entry that is a path": {"identities": [[1, [["../x", 2]]]]},
    "a time that is none": {"created": "yesterday"},
    "too large": {"more": "x" * (1 << 20)},
}


@pytest.mark.parametrize("changes", BAD.values(), ids=BAD)
def test_damaged_and_forged_cards_are_left_out(data, folder, changes):
    good = written("good", folder)
    bad = written("bad", folder)
    path = data / bad.key / "collection.json"
    if isinstance(changes, str):
        path.write_text(changes)
    else:
        path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    assert cards.cards() == (good,)
    assert cards.damaged() == (data / bad.key,)


def test_links_and_odd_folders_are_left_out(data, folder, tmp_path):
    good = written("good", folder)
    (data / ".removed-x").mkdir()
    (data / "UPPER").mkdir()
    os.symlink(data / good.key, data / KEY)
    assert cards.cards() == (good,)
    assert cards.damaged() == ()


def test_of_many_collections_a_message_names_the_first(folder):
    known = [written(f"articles{number}", folder) for number in range(9)]
    assert cards.told(known[:2]) == "articles0, articles1"
    with pytest.raises(UsageError) as raised:
        cards.by_name("letters to the editor")
    assert "articles7, and 1 more ('qa collections' lists them)." in (raised.value.hint or "")
    assert "articles8" not in (raised.value.hint or "")
