"""Words, codes and acronyms as the lexical index and the evidence see them."""

from __future__ import annotations

import random
import sys

import pytest

from qa.search import terms, variants


def test_stems_are_lower_case_without_accents_and_keep_stop_words():
    assert terms.stems("The Running batteries' Éclair won't S-400") == [
        "the", "run", "batteri", "eclair", "won", "t", "s", "400",
    ]  # fmt: skip


def test_long_words_are_terms_too_of_bounded_length():
    assert terms.stems("x" * 40) == ["x" * 40]
    (one,), (other,) = terms.stems("x" * 41), terms.stems("x" * 40 + "y")
    assert one != other
    assert len(one) == len(other) == 32
    assert terms.stems(("ab" * 30).upper()) == terms.stems("ab" * 30)
    assert terms.content_words("Who signs " + "x" * 41 + "?") == {"sign": "signs", one: "x" * 41}


def test_content_stems_leave_out_stop_words_and_repetitions():
    question = "why was Turkey removed from F-35? Remove Turkey!"
    assert terms.content_stems(question) == ["turkey", "remov", "f", "35"]


def test_content_stems_of_nothing_but_stop_words_are_all_of_them():
    assert terms.content_stems("what is it?") == ["what", "is", "it"]
    assert terms.content_stems("?!") == []


def test_stop_words_are_known_by_their_stems():
    # "during" is stemmed to "dure", which stands in no list of stop words.
    assert terms.content_stems("during sanctions") == ["sanction"]


def test_content_words_remember_how_a_word_is_written():
    words = terms.content_words("What is the Price of batteries? Battery prices!")
    assert words == {"price": "Price", "batteri": "batteries"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("S-400", ["s400"]),
        ("the S400s: be it", ["s400"]),
        ("S-400s and S-400’s", ["s400", "s400"]),
        ("S 400", ["s400"]),
        ("s400 or s-400", ["s400", "s400"]),
        ("S‑400 S–400", ["s400", "s400"]),  # non-breaking hyphen, dash
        ("F-35 'stealth' fighter", ["f35"]),
        ("F-35A", ["f35a"]),
        ("G7 and MI6", ["g7", "mi6"]),
        ("COVID-19, Covid 19", ["covid19", "covid19"]),
        ("covid-19", ["covid19"]),
        ("Boeing 737", ["boeing737"]),
        ("IN 2019", ["in2019"]),
        ("a 5 in 2019", []),
        ("they won 312 to 207", []),
        ("it's 5 o'clock", []),
        ("2019", []),
        ("No. 2", []),
        ("abcdefg-400", []),
    ],
)
def test_codes(text, found):
    assert terms.codes(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CAATSA and NATO's", ["caatsa", "nato"]),
        ("the I.M.F. chief of the U.S.A.", ["imf", "usa"]),
        ("many NGOs", ["ngo"]),
        ("the U.S. said", []),
        ("F-35, DoD, nato, S400s", []),
        ("ABCDEFGHIJ", []),
    ],
)
def test_acronyms(text, found):
    assert terms.acronyms(text) == found


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("under the Countering America's Adversaries Through Sanctions Act was", "caatsa"),
        ("the North Atlantic Treaty Organization", "nato"),
        ("the International Monetary Fund", "imf"),
        ("the Federal Bureau of Investigation", "fbi"),
        ("the United States Department of Defense", "dod"),
        ("the Organization of the Petroleum Exporting Countries", "opec"),
    ],
)
def test_initials_hold_the_acronym(name, acronym):
    assert acronym in terms.initials(name)


def test_initials_exactly():
    assert terms.initials("Federal Bureau of Investigation") == ["fbo", "fboi", "boi", "fbi"]
    assert terms.initials("New Delhi and the european union of states") == []


def test_aliases_are_codes_and_initials_each_once():
    text = (
        "World Health Organization. We mean the S-400, the S400; and the World Health Organization"
    )
    assert terms.aliases(text) == ["s400", "who"]


@pytest.mark.parametrize("piece", ["Aa of the ", "A.B.", "The Big ", "S-4", "A-", "a 5 in "])
def test_long_text_gives_bounded_work(piece):
    """The number of Python calls grows as the text does (time itself is not measured)."""

    def calls(text: str) -> int:
        count = 0

        def profile(*_: object) -> None:
            nonlocal count
            count += 1

        before = sys.getprofile()
        sys.setprofile(profile)
        try:
            terms.aliases(text)
            terms.acronyms(text)
        finally:
            sys.setprofile(before)
        return count

    assert calls(piece * 2000) < 3 * calls(piece * 1000)
    assert len(terms.aliases(piece * 2000)) <= 2 * (2 * terms._MAX_NAME) ** 2 + 2000


@pytest.mark.parametrize(
    ("question", "text", "read"),
    [
        (
            "What does CAATSA say?",
            "Sanctions under the Countering America's Adversaries Through Sanctions Act loom.",
            "What does Countering America's Adversaries Through Sanctions Act say?",
        ),
        ("What does the I.M.F.A want?", "The International Monetary Fund Agency came.",
         "What does the International Monetary Fund Agency want?"),
        ("Did NATO agree?", "NATO agreed. North Atlantic Treaty Organization.", "Did NATO agree?"),
        ("Did NATO agree?", "Nobody did.", "Did NATO agree?"),
        ("Did Nato agree?", "The North Atlantic Treaty Organization did.", "Did Nato agree?"),
    ],
)  # fmt: skip
def test_acronyms_are_spelled_out_as_the_text_has_them(question, text, read):
    assert terms.spelled_out(question, text) == read


def test_the_parts_of_a_code_are_known_by_it():
    assert terms.coded("Where are the S-400s built in 2019?") == {"s": "s400", "400s": "s400"}
    assert terms.coded("Who is 35 years old?") == {}


def test_what_is_looked_for_from_its_rarest_letter_is_what_patterns_over_all_of_it_find():
    made = random.Random(4)
    signs = ["S", "x", "Ab", "é", "-", "‑", "–", " ", "\n", "4", "00", "٣", "_", ".", "’s"]
    signs += ["s", "iPhone", "set-up"]
    for _ in range(3_000):
        text = "".join(made.choices(signs, k=made.randint(1, 14)))
        found = [match.span() for match in terms._codes(text)]
        assert found == [match.span() for match in terms._CODE.finditer(text)], text
        parts = [part for word in variants._chunks(text) for part in variants._parts_of(word)]
        assert parts == [part for word in text.split() for part in variants._parts_of(word)], text
    long = "a" * 70 + "-" + "b" * 70
    assert list(variants._chunks(f"one {long} two")) == ["one", long, "two"]
