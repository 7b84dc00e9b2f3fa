"""Whose words a sentence is."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.answering.quote_attribution import speakers
from qa.documents.loaders import load
from qa.documents.sentences import split

SEEDS = Path(__file__).parents[2] / "seeds"


def told(*sentences: str) -> list[int | None]:
    """The speakers of sentences of one paragraph; a leading ¶ starts a new one."""
    text, spans = "", []
    for sentence in sentences:
        text += "\n\n" if sentence.startswith("¶") else " "
        sentence = sentence.removeprefix("¶")
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence
    return speakers(text, spans)


def by_text(name: str) -> dict[str, str | None]:
    """The beginning of each quoted sentence of a seed article with that of its speaker's."""
    document = load(SEEDS / name, name)
    spans = [(s.start, s.end) for s in split(document)]
    texts = [document.text[start:end] for start, end in spans]
    found = speakers(document.text, spans)
    return {t[:30]: texts[k][:30] for t, k in zip(texts, found, strict=True) if k is not None}


def test_mattis_and_cavusoglu():
    assert by_text("002_d5c4d828f600fff0.txt") == {
        "“And I asked that a national s": "“Look, the question is, there ",
        "I would have to go across the ": "“Look, the question is, there ",
        "“I don't want to say which cou": "“I think that's a health way t",
        "So I really don't want to even": "“I think that's a health way t",
        '"He asked Cavusoglu to closely': '"The secretary [Pompeo] unders',
        "“The ‘I will impose sanctions ": "If we are going to discuss wha",
        "Turkey will not accept this.": "If we are going to discuss wha",
    }


def test_the_official_with_straight_quotes():
    assert by_text("000_f06a268188dc6e39.txt") == {
        '"That is still an ongoing issu': '"There’s still work to get the',
        "We're talking about re-mediati": '"There’s still work to get the',
        "That's not off the table.\"": '"There’s still work to get the',
    }


@pytest.mark.parametrize(("open_", "close"), [("“", "”"), ('"', '"')])
class TestMarks:
    def test_attribution_before(self, open_, close):
        assert told(f"Ann Roe said: {open_}We won.", f"It was hard.{close}") == [None, 0]

    def test_attribution_after(self, open_, close):
        sentences = (f"{open_}We won.", f"It was hard,{close} Ann Roe said.")
        assert told(*sentences) == [1, None]

    def test_attribution_in_the_middle(self, open_, close):
        first = f"{open_}We won,{close} Ann Roe said, {open_}and it was hard."
        assert told(first, f"We are tired.{close}") == [None, 0]

    def test_quotation_before_and_after_its_speaker(self, open_, close):
        sentences = (
            f"{open_}We won.",
            f"It was hard,{close} Ann Roe said.",
            f"{open_}We are tired.{close}",
        )
        assert told(*sentences) == [1, None, 1]

    def test_each_quotation_has_its_own_speaker(self, open_, close):
        sentences = (
            f"{open_}We won,{close} Ann Roe said.",
            f"{open_}We lost.",
            f"It was unfair,{close} Bob Poe said.",
        )
        assert told(*sentences) == [None, 2, None]

    def test_unclosed_quotation(self, open_, close):
        assert told(f"Ann Roe said: {open_}We won.", "It was hard.") == [None, 0]

    def test_a_quotation_without_a_speaker(self, open_, close):
        assert told("It rained.", f"{open_}We won.{close}", "It rained again.") == [None] * 3

    def test_a_quoted_word_is_not_a_quotation(self, open_, close):
        assert told(f"They {open_}won{close} the game.", "It rained.") == [None, None]

    def test_paragraphs_stand_alone(self, open_, close):
        sentences = (
            f"{open_}We won,{close} Ann Roe said.",
            f"¶{open_}We lost.{close}",
            f"¶Bob Poe said: {open_}No.",
            f"Yes.{close}",
        )
        assert told(*sentences) == [None, None, None, 2]


def test_an_unclosed_quotation_ends_with_its_paragraph():
    assert told("Ann Roe said: “We won.", "¶It rained.") == [None, None]


def test_single_quotes_inside_are_words():
    sentences = ("“The ‘I will’ approach fails.", "It ends,” Ann Roe said.")
    assert told(*sentences) == [1, None]


def test_one_word_outside_names_nobody():
    assert told("“We won,” he.", "“It was hard.”") == [None, None]


def test_nothing():
    assert speakers("", []) == []
