"""Words for checked sentences and quotes, as the text and Markdown writers both show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.datatypes import Difference, QuoteState, SentenceState, Side
from qa.render.phrases import counted, place

if TYPE_CHECKING:
    from qa.datatypes import (
        CheckedAnswer,
        CheckedDraft,
        CheckedQuote,
        CheckedSentence,
        DiffPart,
        Occurrence,
    )

SHOWN_PLACES = 3  # of a sentence
ALIKE = 0.4  # from which differing words are marked; of less the text is shown as it is
_SENTENCES = {
    SentenceState.VERBATIM: "verbatim",
    SentenceState.SAME_WORDS: "same words",
    SentenceState.ABSENT: "absent",
}
_DIFFERENCES = {
    Difference.SPACING: "spacing",
    Difference.TYPOGRAPHY: "quotation marks, dashes or ligatures",
    Difference.CASE: "upper and lower case",
    Difference.PUNCTUATION: "punctuation",
}


def sentence_state(sentence: CheckedSentence) -> str:
    """Return the state of a sentence in a word or two."""
    return _SENTENCES[sentence.state]


def draft_summary(found: CheckedDraft) -> str:
    """Return how many sentences stand in the documents, and how."""
    counts = [(found.count(state), name) for state, name in _SENTENCES.items()]
    whole = counted(len(found.sentences), "sentence")
    searched = counted(found.searched_documents, "document")
    return f"{whole} checked against {searched}: {_listed(counts)}."


def quotes_summary(found: CheckedAnswer) -> str:
    """Return how many quotes still stand where they were cited, and what became of the others."""
    counts = [(found.count(state), state.value) for state in QuoteState]
    if not found.quotes:
        return "The answer quotes nothing."
    return f"{counted(len(found.quotes), 'quote')}: {_listed(counts)}."


def whereabouts(quote: CheckedQuote) -> str:
    """Return where a quote was cited and, where it is elsewhere, its place now; safe to show."""
    cited = place(quote.path, [quote.line])
    if quote.now_path is None:
        return cited
    if quote.now_path != quote.path:
        return f"{cited}, now {place(quote.now_path, [quote.now_line])}"
    if quote.now_line is None:
        return cited
    return f"{cited}, now line {quote.now_line}" if quote.now_line != quote.line else cited


def occurrence(found: Occurrence) -> str:
    """Return what is to be known of a place besides its path; "" for the words as they are."""
    notes = []
    if found.differences:
        notes.append("other " + ", ".join(_DIFFERENCES[each] for each in found.differences))
    if found.sentence:
        notes.append("in a longer sentence")
    return ", ".join(notes)


def further(sentence: CheckedSentence) -> str:
    """Return how many places are not shown, or ""."""
    left = len(sentence.occurrences) - SHOWN_PLACES
    if left <= 0:
        return ""
    return f"and {'at least ' if sentence.more else ''}{counted(left, 'other place')}"


def marked(parts: Sequence[DiffPart]) -> list[tuple[str, bool]]:
    """Return stretches of a word diff, each with whether it differs.

    In the notation of wdiff: [-only in what was checked-], {+only in the document+}.
    """
    signs = {Side.BOTH: ("", ""), Side.GIVEN: ("[-", "-]"), Side.DOCUMENT: ("{+", "+}")}
    return [
        (f"{signs[each.side][0]}{each.text}{signs[each.side][1]}", each.side is not Side.BOTH)
        for each in parts
        if each.text
    ]


def _listed(counts: list[tuple[int, str]]) -> str:
    return ", ".join(f"{number:,} {name}" for number, name in counts if number)
