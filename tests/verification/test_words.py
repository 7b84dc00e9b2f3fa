"""Texts compared word by word."""

from __future__ import annotations

import pytest

from qa.datatypes import Difference, Side
from qa.verification.word_diff import diff, nearest_stretch, similarity
from qa.verification.words import differences, stretch, words

SPACING, TYPOGRAPHY = Difference.SPACING, Difference.TYPOGRAPHY
CASE, PUNCTUATION = Difference.CASE, Difference.PUNCTUATION


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        ("The mill closed.", "The mill closed.", ()),
        ("The mill\nclosed.", "The mill closed.", (SPACING,)),
        ("The mill\u00a0closed", "The mill closed", (SPACING,)),
        ("The clo\u00adsed mill", "The closed mill", (SPACING,)),
        ("It’s “shut”", 'It\'s "shut"', (TYPOGRAPHY,)),
        ("oﬃce ﬂoor", "office floor", (TYPOGRAPHY,)),
        ("cafe\u0301", "café", (TYPOGRAPHY,)),
        ("well\u2010known", "well-known", (TYPOGRAPHY,)),
        ("THE MILL", "The mill", (CASE,)),
        ("shut, he said", "shut he said", (PUNCTUATION,)),
        ("It’s\nSHUT", "it's shut", (SPACING, TYPOGRAPHY, CASE)),
    ],
)
def test_the_fewest_kinds_of_difference_are_named(one, other, kinds):
    assert words(one).keys == words(other).keys
    assert differences(one, other) == kinds
    assert differences(other, one) == kinds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5 million", "15 million"),
        ("1.5 million", "1 5 million"),
        ("1,000", "1.000"),
        ("-5 degrees", "5 degrees"),
        ("$5", "€5"),
        ("$5", "5"),
        ("50%", "50"),
        ("its", "it's"),
        ("resign", "re-sign"),
        ("v1.10", "v1.1"),
        ("x²", "x2"),
        ("R&D", "R D"),
    ],
)
def test_what_changes_the_meaning_is_another_word(one, other):
    assert words(one).keys != words(other).keys


def test_words_are_whole():
    text = words("The unmilled corn. The mill corn.")
    assert list(text.found(words("mill corn"))) == [(23, 32)]
    assert list(text.found(words("the"))) == [(0, 3), (19, 22)]
    assert list(text.found(words(""))) == []


def test_scripts_without_spaces_are_compared_sign_by_sign():
    text = "東京は日本の首都である。"
    assert list(words(text).found(words("日本の首都"))) == [(3, 8)]


def test_a_stretch_has_the_punctuation_that_was_given():
    text = 'He said: "The mill is shut," and left.'
    found = words(text)
    ((low, high),) = found.found(words('"The mill is shut."'))
    start, end, kinds = stretch('"The mill is shut."', text, low, high)
    assert text[start:end].startswith('"The mill is shut')
    assert kinds == (PUNCTUATION,)
    start, end, kinds = stretch('"The mill is shut,"', text, low, high)
    assert (text[start:end], kinds) == ('"The mill is shut,"', ())
    start, end, kinds = stretch("The mill is shut", text, low, high)
    assert (text[start:end], kinds) == ("The mill is shut", ())
    start, end, kinds = stretch("“The mill is shut,”", text, low, high)
    assert (text[start:end], kinds) == ('"The mill is shut,"', (TYPOGRAPHY,))


def test_a_diff_has_both_texts_in_it():
    given, text = "The mill closed in May, he said.", "The old mill closed in June, she said."
    parts = diff(given, text)
    assert [(part.side, part.text) for part in parts] == [
        (Side.BOTH, "The"),
        (Side.DOCUMENT, "old"),
        (Side.BOTH, "mill closed in"),
        (Side.GIVEN, "May, he"),
        (Side.DOCUMENT, "June, she"),
        (Side.BOTH, "said."),
    ]
    mine = " ".join(part.text for part in parts if part.side is not Side.DOCUMENT)
    assert mine == given


def test_the_nearest_stretch_has_the_most_words_in_the_same_order():
    text = "Dogs bite men. Men bite dogs at noon. Cats sleep."
    spans = [(0, 14), (15, 37), (38, 49)]
    found = nearest_stretch(words("Men bite dogs at night."), text, spans)
    assert found is not None
    assert found[0] == (15, 37)
    assert 0.5 < found[1] < 1
    assert nearest_stretch(words("Unrelated entirely"), text, spans) is None


def test_similarity_is_of_words_with_meaning_above_all():
    base = ["the", "mill", "was", "closed", "by", "the", "council"]
    assert similarity(base, base) == 1
    assert similarity(base, ["the", "was", "by", "the"]) < 0.4
    assert similarity(base, ["mill", "closed", "council"]) > 0.8
    assert similarity(base, []) == 0
