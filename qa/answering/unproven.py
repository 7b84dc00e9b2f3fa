"""Texts that have a question's words and prove nothing: they ask the same, or suppose it."""

from __future__ import annotations

import re
from collections.abc import Callable

from qa.answering.question_type import is_polar
from qa.patterns import lazy_pattern

_ASKED = 0.6  # of the question's weight in words, in a sentence that asks the same
_SENTENCES = lazy_pattern(r"(?<=[^\d\W][.!?:])[\"'”’)]*\s+|\n+")
_LEAD = r"[\W\d]*(?:(?:and|but|so|then) )?"
_OPEN = lazy_pattern(_LEAD + r"(?:who|whom|whose|what|when|where|why|which|how)\b", re.I)
_REQUEST = lazy_pattern(_LEAD + r"\w+(?:n['’]t)? (?:you|we|i)\b", re.I)
# "What did Ada ask?", "which questions are open?"
_OF_QUESTIONS = lazy_pattern(
    r"\b(?:ask(?:s|ed|ing)?|questions?|wonder\w*|quiz\w*|riddles?)\b", re.I
)
_UNREAL = lazy_pattern(
    r"[\"'“‘(]*(?:If\b.{1,100}?\bhad|Had) .{1,200}?\b(?:would|could|might)"
    r"(?:n['’]t| not)? (?:\w+ly )?have\b(?! to\b)",
    re.DOTALL,
)
_OF_THE_UNREAL = lazy_pattern(r"\b(?:if|would|could|might|had)\b", re.I)


def asks_the_same(question: str, text: str, proof: str, share: Callable[[str], float]) -> bool:
    """Whether a text only asks, and the sentence that would prove asks what `question` does.

    `share` gives how much of the question a text holds. A quiz, or a list of what is answered
    elsewhere, has all words of its questions. "Could you send it on Monday?" says something, and
    so does a list of questions to whoever asks for questions.
    """
    if _OF_QUESTIONS.search(question) or not _asks(proof):
        return False
    if is_polar(question):
        alike = is_polar(proof) and not _REQUEST.match(proof)
    else:
        alike = _OPEN.search(question) is not None and _OPEN.match(proof) is not None
    return alike and share(proof) >= _ASKED and all(map(_asks, _SENTENCES.split(text.strip())))


def supposes(question: str, sentence: str) -> bool:
    """Whether a sentence says what would have been ("If Ada had won, ..."), which was not asked."""
    return _UNREAL.match(sentence) is not None and not _OF_THE_UNREAL.search(question)


def _asks(text: str) -> bool:
    return text.rstrip("\"'”’) ").endswith("?")
