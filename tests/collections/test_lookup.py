"""Which collection is meant by the folder one works in; folders that were moved."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qa.collections import cards, lookup
from qa.config import locate
from qa.errors import UsageError


@pytest.fixture(autouse=True)
def _data(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("QA_INDEX", "QA_MODEL"):
        monkeypatch.delenv(name, raising=False)


def folder(path: Path) -> Path:
    path.mkdir(parents=True)
    (path / "a.md").write_text("A sentence.")
    (path / "b.md").write_text("Another one.")
    return path


def written(name: str, *paths: Path) -> cards.Card:
    card = cards.new_card(name, paths)
    with cards.changing():
        cards.write(card)
    return card


def test_in_and_below_a_folder(tmp_path):
    news = folder(tmp_path / "news")
    below = folder(news / "2024" / "05")
    card = written("news", news)
    assert lookup.at(news) == (card, ())
    assert lookup.at(below) == (card, ())
    assert lookup.at(tmp_path) is None
    assert lookup.at(folder(tmp_path / "newspaper")) is None


def test_the_deepest_wins_then_the_one_of_fewest_folders(tmp_path):
    news, year = folder(tmp_path / "news"), folder(tmp_path / "news" / "2024")
    written("both", news, folder(tmp_path / "other"))
    written("all", news)
    written("year", year)
    found = {path: lookup.at(path) for path in (news, year)}
    assert {path.name: each[0].name for path, each in found.items() if each} == {
        "news": "all",
        "2024": "year",
    }


def test_by_way_of_a_link(tmp_path):
    news = folder(tmp_path / "news")
    (tmp_path / "link").symlink_to(news)
    card = written("news", tmp_path / "link")
    assert lookup.at(news) == (card, ())
    assert lookup.at(tmp_path / "link") == (card, ())


def test_a_renamed_folder_is_found(tmp_path):
    news = folder(tmp_path / "news")
    card = written("news", news)
    news.rename(tmp_path / "articles")
    found, notes = lookup.settled(card)
    assert found.paths == (tmp_path / "articles",)
    assert notes == (
        f"The folder of the collection 'news' has moved from {news} to {tmp_path / 'articles'}.",
    )
    assert cards.by_name("news") == found
    assert lookup.settled(found) == (found, ())


def test_a_moved_folder_is_found_from_inside(tmp_path):
    news = folder(tmp_path / "news")
    below = folder(news / "2024")
    written("news", news)
    there = tmp_path / "far" / "away"
    there.mkdir(parents=True)
    news.rename(there / "news")
    found = lookup.at(there / "news" / below.name)
    assert found is not None
    assert found[0].paths == (there / "news",)
    assert "has moved" in found[1][0]
    assert lookup.at(there) is None


def test_another_folder_with_the_same_inode_is_not_taken_for_it(tmp_path):
    news = folder(tmp_path / "news")
    card = written("news", news)
    news.rename(tmp_path / "other")
    for path in (tmp_path / "other").iterdir():
        path.unlink()
    (tmp_path / "other" / "c.md").write_text("Of somebody else.")
    assert lookup.settled(card) == (card, ())
    assert lookup.at(tmp_path / "other") is None
    assert lookup.missing(card) == (news,)


def test_a_copy_is_another_folder(tmp_path):
    news = folder(tmp_path / "news")
    written("news", news)
    shutil.copytree(news, tmp_path / "copy")
    assert lookup.at(tmp_path / "copy") is None
    shutil.rmtree(news)
    assert lookup.at(tmp_path / "copy") is None


# --- what the engine opens


def test_asking_in_a_folder_opens_its_collection(tmp_path):
    news, other = folder(tmp_path / "news"), folder(tmp_path / "other")
    card = written("news", news)
    written("other", other)
    found = locate(here=news)
    assert (found.index, found.paths, found.collection) == (card.index, (news,), "news")
    assert not found.named_by_caller
    assert locate(card.index, here=tmp_path).paths == (news,)
    assert locate(here=tmp_path, collection="News").index == card.index


def test_elsewhere_the_only_collection_is_meant_and_of_several_none(tmp_path):
    card = written("news", folder(tmp_path / "news"))
    assert locate(here=tmp_path).index == card.index
    written("other", folder(tmp_path / "other"))
    with pytest.raises(UsageError, match="There are: news, other") as caught:
        locate(here=tmp_path)
    assert "-C NAME" in caught.value.hint


def test_the_index_of_an_earlier_version_is_one_of_them(tmp_path):
    unnamed = locate(here=tmp_path).index
    unnamed.mkdir(parents=True)
    (unnamed / "qa.sqlite").write_bytes(b"")
    assert locate(here=tmp_path).index == unnamed
    written("news", folder(tmp_path / "news"))
    with pytest.raises(UsageError, match="the index without a name"):
        locate(here=tmp_path)


def test_a_project_is_asked_before_collections(tmp_path, monkeypatch):
    news = folder(tmp_path / "news")
    (news / "project" / "seeds").mkdir(parents=True)
    card = written("news", news)
    assert locate(here=news / "project").index == news / "project" / "index"
    monkeypatch.setenv("QA_INDEX", str(tmp_path / "named"))
    assert locate(here=news).index == tmp_path / "named"
    assert locate(here=news, collection="news").index == card.index
    with pytest.raises(UsageError):
        locate(tmp_path / "index", here=news, collection="news")


def test_an_indexed_folder_that_happens_to_hold_seeds(tmp_path):
    farm = folder(tmp_path / "farm")
    (farm / "seeds").mkdir()
    card = written("farm", farm)
    assert locate(here=farm).index == card.index
    (farm / "index").mkdir()
    (farm / "index" / "qa.sqlite").write_bytes(b"")
    assert locate(here=farm).index == farm / "index"


def test_a_card_alone_says_which_folders(tmp_path):
    news, other = folder(tmp_path / "news"), folder(tmp_path / "other")
    written("news", news)
    with pytest.raises(UsageError, match="is made of") as caught:
        locate(here=news, paths=(other,))
    assert "--add" in caught.value.hint
    assert locate(here=news, paths=(news,)).collection == "news"
