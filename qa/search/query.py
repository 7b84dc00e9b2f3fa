"""What can be asked: a question that has words, and not too many characters."""

from __future__ import annotations

from dataclasses import dataclass

from qa.datatypes import Filter
from qa.errors import UsageError

MAX_QUESTION = 2_000  # characters


def checked(question: str, top: int) -> str:
    """The question without blank edges. Raises UsageError when it can't be answered."""
    # Lone surrogates, as from a file name, can be neither encoded nor searched for.
    question = question.encode("utf-8", "replace").decode("utf-8").strip()
    if not question:
        raise UsageError("The question is empty.", 'Ask something: qa ask "who said it?"')
    if not any(map(str.isalnum, question)):  # nothing to be found by: "?", an emoji, a blank
        raise UsageError("The question has no words.", 'Ask something: qa ask "who said it?"')
    if len(question) > MAX_QUESTION:
        raise UsageError(
            f"The question has {len(question):,} characters; at most {MAX_QUESTION:,} are read.",
            "Ask a shorter one.",
        )
    if top < 1:
        raise UsageError(f"At least one result must be asked for, not {top}.", "Use --top 1.")
    return question


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of which documents, and how sure an answer must be."""

    text: str
    top: int
    only: Filter | None
    threshold: float | None
    dates: bool = True  # whether documents of the time that it names are preferred
