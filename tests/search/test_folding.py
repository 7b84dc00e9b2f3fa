"""Folded text, and the terms that go beside it."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from qa.search.fields import day_text, name_text
from qa.search.folding import fold, unfolded
from qa.search.stopwords import filler_spans
from qa.search.terms import aliases, content_words, joined_terms, stems
from qa.search.variants import day_terms, further_terms

FOLDED = {
    "plain words stay": "plain words stay",
    "É\u0301cole": "Ecole",
    "soft\u00adhyphen ze\u200bro\ufeff": "softhyphen zero",
    "oﬃce Ｆｕｌｌ 𝐛𝐨𝐥𝐝": "office Full bold",
    "Ἑλλάς ΟΔΟΣ": "Ελλασ ΟΔΟΣ",
    "İstanbul ıssız Straße": "Istanbul issiz Strasse",
    "كِتَابٌ أحمد": "كتاب احمد",
    "हिन्दी": "हिनदी",
    "note¹ m² CO₂ Velo™": "note 1 m 2 CO2 Velo TM",
    "٣ and ３": "3 and 3",
    "non‑breaking – dash": "non-breaking - dash",
    "4,711 and 1,234,567.89": "4711 and 1234567.89",
    "4.711,50 and 3,14": "4711.50 and 3.14",
    "4.711 stays": "4.711 stays",
    "2½ and ½": "2 1/2 and  1/2",
    "v0.9.0 is 0.9.0": "0.9.0 is 0.9.0",
    "2024-5-2": "2024-05-02",
    "C++, C# and a# b": "C++, C# and a# b",
    "東京都": " 東京 京都 ",
    "が か\u3099": " が   が ",
    "Python入門書": "Python 入門 門書 ",
    "서울의 인구": " 서울 울의   인구 ",
}


@pytest.mark.parametrize(("text", "folded"), FOLDED.items())
def test_fold(text, folded):
    assert unfolded(fold(text)) == folded


@pytest.mark.parametrize("text", FOLDED)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)).split() == fold(text).split()


FURTHER = {
    "file-recovery and state-of-the-art": "filerecovery stateoftheart",
    "a-b-c-d-e-f is none": "",
    "Set up, log in, roll-back; stand in or up": "Setup login standin rollback",
    "photo-\n   grapher": "photographer",
    "fileRecovery HTMLParser iPhone McDonald": "file Recovery HTML Parser Phone Mc Donald",
    "version 10.1.0.2": "10 10.1 10.1.0",
    "0.9.0": "0.9",
    "python3.11": "3.11 3",
    "on 2020/09/21": "2020-09-21 2020-09 2020",
    "on 2024-05-02": "2024-05-02 2024-05 2024",
    "04/03/2021": "2021",
    "4.711": "4711 4",
    "either/or and 1/2": "",
    "plain words": "",
}


@pytest.mark.parametrize(("text", "terms"), FURTHER.items())
def test_further_terms(text, terms):
    assert unfolded(further_terms(text)) == terms


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("on 2 May 2024", ["2024-05-02"]),
        ("May 2nd, 2024 or 3rd of June 2024", ["2024-05-02", "2024-06-03"]),
        ("in September 2020", ["2020-09"]),
        ("Sept. 2020", ["2020-09"]),
        ("may 20 people come", []),
        ("in 2020", []),
    ],
)
def test_days_in_words(question, found):
    assert [unfolded(term) for term in day_terms(question)] == found


def test_neighbours_are_joined_unless_both_are_stop_words():
    assert joined_terms("How do I set up 2 file-recovery tools?") == [
        "iset", "setup", "filerecoveri", "recoverytool",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("gdpr.txt", "gdpr"),
        ("docs/v0.9.0.md", "docs v0.9.0"),
        ("diary/2024-05-02.md", "diary 2024-05-02"),
        ("oakley-flood_report-1997.md", "oakley flood report 1997"),
        ("a/b/c/d/e/fileRecovery.config.json", "b c d e fileRecovery config"),
        ("1.2.3", "1.2.3"),
        ("Makefile", "Makefile"),
    ],
)
def test_names_as_words(source, words):
    assert name_text(source) == words


def test_day_as_text():
    assert day_text(date(2024, 5, 2)) == "2024-05-02 May 2 Thursday"


WORDS = {
    "How much does the VIP tier cost?": ["VIP", "tier"],
    "Tell me how long vitamin D lasts, please": ["vitamin", "D", "lasts"],
    "What's Vitamin A?": ["Vitamin", "A"],
    "A dog is what I want": ["dog", "want"],
    "why did US retail sales rise?": ["US", "retail", "sales", "rise"],
    "tell us about it": [],
    "WHAT DOES IT COST US": [],
    "list all the rules": ["rules"],
    "list comprehensions": ["list", "comprehensions"],
    "Name the rules": ["rules"],
    "What did release 2.3.7 of v0.9 remove?": ["release", "2.3.7", "v0.9", "remove"],
    "Is C# like C++?": ["C#", "like", "C++"],
    "host 10.1.0.2 on 04/03/2021 or 2024-5-2": ["host", "10.1.0.2", "04/03/2021", "2024-5-2"],
    "नेटवर्क की कीमत": ["नेटवर्क", "की", "कीमत"],
    "東京都の人口は": ["東京都", "人口"],
    "ビットコインとは": ["ビットコイン"],
    "서울의 인구": ["서울의", "인구"],
    "soft\u00adhyphen": ["soft\u00adhyphen"],
    "Mo\u0308hnesee": ["Mo\u0308hnesee"],
}


@pytest.mark.parametrize(("question", "words"), WORDS.items())
def test_content_words_are_whole_as_they_are_written(question, words):
    assert list(dict.fromkeys(content_words(question).values())) == words


def test_filler_is_where_it_stands():
    question = "Could you please list the big towns?"
    assert [question[slice(*span)] for span in filler_spans(question)] == ["Could you please list"]
    assert filler_spans("Which big towns list their long roads?") == []


@pytest.mark.parametrize(
    "piece",
    ["a-", "a1", "1,000,", "1.1.1", "x", "aB", "-\n ", "- ", "東", "v1.", "٣", "/1", "2024-1-"],
)
def test_long_text_gives_bounded_work(piece):
    """Longer text takes longer in proportion: measured in what the interpreter calls."""

    def calls(text: str) -> int:
        count = 0

        def profile(*_: object) -> None:
            nonlocal count
            count += 1

        before = sys.getprofile()
        sys.setprofile(profile)
        try:
            stems(text)
        finally:
            sys.setprofile(before)
        return count

    calls(piece * 900)  # compiles patterns
    assert calls(piece * 2000) < 3 * calls(piece * 1000) + 100


@pytest.mark.parametrize("space", [" ", "\n", "\u00a0"])
@pytest.mark.parametrize("before", [0, 1, 39, 40, 41, 100])
def test_a_long_word_is_found_wherever_it_stands(space, before):
    for length in (40, 41, 90):
        word = "x" * length
        for text in (word, f"{'y' * before}{space}{word}", f"{'ab ' * before}{word}{space}c"):
            assert (word in fold(text)) == (length <= 40)


def test_names_have_the_same_initials_wherever_they_stand():
    name = "Joint Comprehensive Plan of Action"
    expected = ["jcp", "jcpo", "jcpoa", "cpo", "cpoa", "poa", "jcpa", "cpa"]
    assert aliases(f"the {name}, the {name}.") == aliases(name) == expected
