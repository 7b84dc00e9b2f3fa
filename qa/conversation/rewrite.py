"""Mentions replaced by what they stand for, so that the question still reads as one."""

from __future__ import annotations

from dataclasses import dataclass

from qa.conversation.anaphora import Kind, Mention
from qa.conversation.context import Candidate


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` becomes `new`."""

    start: int
    end: int
    new: str


def edited(text: str, edits: list[Edit]) -> str:
    """`text` with the edits made."""
    for edit in sorted(edits, key=lambda each: -each.start):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def named(candidate: Candidate) -> str:
    """A candidate as it stands in a question: with "the" where it had an article."""
    determiner = candidate.phrase.determiner
    if determiner in ("my", "your", "our"):
        return f"{determiner} {candidate.text}"
    if candidate.text[:4].lower() == "the ":
        return candidate.text
    return (
        f"the {candidate.text}" if determiner in ("the", "a", "an", "another") else candidate.text
    )


def replaced(mention: Mention, candidate: Candidate, first: bool) -> Edit:
    """A mention written out; of several for the same thing only the first has the long form."""
    name = named(candidate)
    if mention.possessive:
        ending = "'" if name.endswith("s") and candidate.phrase.plural else "'s"
        return Edit(mention.start, mention.end, name + ending)
    if mention.kind is Kind.PLACE:
        preposition = candidate.phrase.preposition
        return Edit(
            mention.start,
            mention.end,
            f"{preposition if preposition in ('at', 'on') else 'in'} {name}",
        )
    if mention.kind is Kind.DESCRIPTION:
        nouns = {word.lower for word in candidate.phrase.words}
        if mention.noun not in nouns and mention.noun.rstrip("s") not in nouns:
            return Edit(mention.end, mention.end, f" ({name})" if first else "")
    return Edit(mention.start, mention.end, name)
