"""Documents in a language: which, how many."""

from __future__ import annotations

from qa.catalogue import pieces
from qa.catalogue.kinds import of_kind
from qa.catalogue.showing import EXACT, Asked, counted, listed, newest_first
from qa.datatypes import Answer
from qa.languages import name


def in_language(asked: Asked) -> Answer | None:
    """The documents in the language of a question; a refusal where no document is in it.

    None where the index was built before languages were known, or nothing here is of the kind.
    """
    question = asked.question
    infos = list(asked.shelf.infos.values())
    if not any(info.language for info in infos):
        return None
    chosen = of_kind(question, infos, asked.shelf)
    if not chosen:
        return None
    has = [info for info in chosen if info.language == question.language]
    unknown = sum(info.language is None for info in chosen)
    language = name(question.language)
    notes = [f"Of {unknown:,} more the language is not known."] if unknown else []
    if not has:
        return pieces.refusal(asked.text, [], [f"No {question.noun} is in {language}.", *notes])
    summary = f"{counted(len(has), question)} in {language}."
    return listed(asked, newest_first(has), EXACT, [summary, *notes])
