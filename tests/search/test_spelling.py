"""Misspelt words and the words of the collection that they are taken for."""

from __future__ import annotations

import pytest

from qa.search.lexical_files import build_lexical
from qa.search.spelling import corrected, corrections, distance
from tests.support.builders import put, settled

TEXTS = (
    "A dangling reference points to nothing.",
    "The refund policy of the commercial license.",
    "To uninstall it, open the settings. To install it, download it.",
    "Snapshots are kept for 7 days in file recovery.",
    "The route was long; the docked ships bake nothing. It is the base of the market.",
    "Mark asked Borussia Dortmund, which propagates errors, for an inquiry.",
    "Release 2.7.3 has the colour of organization.",
    "Москва стоит на реке.",
)


@pytest.fixture(scope="module")
def lexical(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    with settled(folder) as store:
        put(store, "guarantees.txt", TEXTS)
        return build_lexical(folder, store)


FIXED = {
    "what is a danglng refernce": "what is a dangling reference",
    "refnd policy": "refund policy",
    "how do I unistall it": "how do I uninstall it",  # not "install", which is two edits away
    "how do i intsall it": "how do i install it",
    "wich days are snapshpts kept": "which days are snapshots kept",
    "recvery of fles": "recovery of fles",  # "files" stands nowhere
    "a comercial licence": "a commercial license",
    "who asked Borrusia": "who asked borussia",
    "propogates errrors": "propagates errors",
    "inquirey": "inquiry",
    "color and organisation": "colour and organization",
    "Где Мосва": "Где москва",
    "hwo do i install it": "how do i install it",
    "a guarantes file": "a guarantees file",  # words of names count
}


@pytest.mark.parametrize(("typed", "meant"), FIXED.items())
def test_slips_are_matched_to_the_words_of_the_collection(lexical, typed, meant):
    assert corrected(typed, corrections(typed, lexical)) == meant


LEFT = (
    "what does the router cost",  # not "route"
    "docker and backed goods",  # not "docked", not "bake"
    "who is Mara",  # not "Mark"
    "release 2.3.7",
    "what is SNAPSHOS",
    "setings2 of V8x and F-35",
    "the bas of it",
    "refunded policies installed",  # stand there, inflected
    "what is a recovry_file",
    "zebra crossing albatross",
    "was ist der odg",
    "",
    "?!",
)


@pytest.mark.parametrize("query", LEFT)
def test_what_is_right_or_unlike_stays(lexical, query):
    assert corrections(query, lexical) == ()


def test_real_words_that_stand_nowhere_are_no_slips(lexical):
    query = "the marked price of a rout"
    assert corrections("a linense", lexical) == (("linense", "license"),)
    assert corrections("a linense", lexical, {"linense"}.__contains__) == ()
    assert corrections(query, lexical, {"marked", "price", "rout"}.__contains__) == ()


def test_corrections_say_what_was_typed(lexical):
    found = corrections("Danglng refernce, danglng?", lexical)
    assert found == (("Danglng", "dangling"), ("refernce", "reference"), ("danglng", "dangling"))
    assert corrected("Danglng refernce, danglng?", found) == "dangling reference, dangling?"


def test_many_unknown_words_are_bounded_work(lexical, monkeypatch):
    looked = 0
    count = lexical.word_frequency

    def counted(word):
        nonlocal looked
        looked += 1
        return count(word)

    monkeypatch.setattr(lexical, "word_frequency", counted)
    query = " ".join(f"qwxz{chr(97 + i // 26)}{chr(97 + i % 26)}zxwq" for i in range(200))
    assert corrections(query, lexical) == ()
    assert looked < 8 * 1_200


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "axc", 1), ("abc", "abcd", 1),
     ("recvery", "recovery", 1), ("borrusia", "borussia", 2), ("abc", "xyz", 3), ("", "ab", 2)],
)  # fmt: skip
def test_distance(one, other, edits):
    assert distance(one, other, 3) == edits
    assert distance(other, one, 3) == edits
    assert distance(one, other, 1) == min(edits, 2)
