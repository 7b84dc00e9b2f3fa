"""Answer spans: whole words, with their units and titles, without loose punctuation."""

from __future__ import annotations

import random

import pytest

from qa.answering.span_cleanup import denied, snapped

CASES = [
    # text with the raw span in [[ ]], what is shown
    ("They arrived in [[July]] but stayed.", "July"),
    ("They arrived in [[Ju]]ly but stayed.", "July"),
    ("They arrived [[in July,]] but stayed.", "in July"),
    ("It cost $[[3.5]] billion to build.", "$3.5 billion"),
    ("It cost [[$3]].5 billion to build.", "$3.5 billion"),
    ("It cost €[[20]] in all.", "€20"),
    ("Profit rose [[12]]% in May.", "12%"),
    ("Profit rose [[12]] percent in May.", "12 percent"),
    ("Profit rose [[12]] percentage points.", "12 percentage points"),
    ("About [[7]] million people fled.", "7 million"),
    ("It was [[-4]] degrees.", "-4 degrees"),
    ("It was −[[4]] degrees.", "−4 degrees"),
    ("He ran [[5]] miles.", "5 miles"),
    ("He is [[71]] years old.", "71 years old"),
    ("It happened in [[2019]] years ago.", "2019"),
    ("The 'stealth' [[F]]-35 jet flew.", "F-35"),
    ("The S-[[400]] system.", "S-400"),
    ("Officials of the [[U.S]]. said so.", "U.S."),
    ("Officials of the [[U.S.]] said so.", "U.S."),
    ("It was made by [[Apple Inc.]] in 2010.", "Apple Inc."),
    ("It was in [[Ankara.]] Nobody knew.", "Ankara"),
    ("It was in [[Ankara.]]", "Ankara"),
    ("He spoke to [[Ms]]. Rowling there.", "Ms"),
    ("He spoke to Ms. [[Rowling]] there.", "Ms. Rowling"),
    ("Then President [[Biden]] left.", "President Biden"),
    ("Then Prime Minister [[Modi]] left.", "Prime Minister Modi"),
    ("Then Cmdr. [[Riker]] left.", "Cmdr. Riker"),
    ("It took [[5]] rubles.", "5 rubles"),
    ("It was bought by [[Smith Bros.]] in May.", "Smith Bros."),
    ("He met [[Modi]] there.", "Modi"),
    ("He called it [[“a disaster]]” twice.", "a disaster"),
    ("He called it [[“a disaster”]] twice.", "“a disaster”"),
    ('He called it [["a disaster]]" twice.', "a disaster"),
    ("He said he [[“never bought it]]” and left.", "never bought it"),
    ("He said [[he “never bought it]]” and left.", "he “never bought it”"),
    ("It is [[the act (of 2017]]) again.", "the act (of 2017)"),
    ("The law ([[CAATSA]]) passed.", "CAATSA"),
    ("The law [[(CAATSA]]) passed.", "CAATSA"),
    ("The law [[(CAATSA)]] passed.", "(CAATSA)"),
    ("The law [[CAATSA)]] passed.", "CAATSA"),
    ("At [[10]]:30 a.m. it rang.", "10:30 a.m."),
    ("There were 1,[[200]] of them.", "1,200"),
    ("It is red,[[green]] and blue.", "green"),
    ("It is either/[[or]].", "or"),
    ("Turkey's [[president]] said.", "president"),
    ("[[Turkey]]'s president said.", "Turkey's"),
    ("He said [[ so , ]] and left.", "so"),
    ("He said [[...]] and left.", ""),
    ("[[Washington –]] on Friday", "Washington"),
    ("It was [[2.5 km]] away.", "2.5 km"),
    ("The firm AT&[[T]] paid.", "AT&T"),
    ("In the [[twenty]]-first century.", "twenty-first"),
]


@pytest.mark.parametrize(("marked", "shown"), CASES, ids=[marked for marked, _ in CASES])
def test_span(marked, shown):
    start = marked.index("[[")
    end = marked.index("]]") - 2
    text = marked.replace("[[", "").replace("]]", "")
    a, b = snapped(text, start, end)
    assert text[a:b] == shown


def test_doing_it_twice_changes_little_and_never_fails():
    chance = random.Random(7)
    alphabet = "ab A1,. $%-'’\"()“”\n€U.S.million Mr"
    for _ in range(2000):
        text = "".join(chance.choice(alphabet) for _ in range(chance.randint(1, 30)))
        start = chance.randint(0, len(text))
        end = chance.randint(start, len(text))
        a, b = snapped(text, start, end)
        assert 0 <= a <= b <= len(text)
        if a < b:
            assert not text[a].isspace()
            assert not text[b - 1].isspace()


@pytest.mark.parametrize(
    ("words", "expected"),
    [("six", True), ("not six", True), ("30 sailors", True), ("Nine", False), ("12", False)],
)
def test_an_amount_that_was_not(words: str, expected: bool) -> None:
    text = "Nine were hurt, not six, they said; 12 of 40 instead of 30 sailors swam."
    start = text.index(words)
    assert denied(text, start, start + len(words)) is expected
