"""The way in: a question about the collection to its answer; None for every other question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.catalogue.recognise import recognise
from qa.datatypes import Answer, DocumentInfo

if TYPE_CHECKING:
    from qa.catalogue.shelf import Store, Words


def answer_catalogue(
    question: str,
    *,
    store: Store,
    lexical: Words,
    path_of: Callable[[str], str],
    allowed: Callable[[DocumentInfo], bool] | None = None,
) -> Answer | None:
    """Answer a question about the documents themselves; None when it is another, or unsure.

    `path_of` gives a document's path as a person would open it; `allowed` restricts the documents
    that are asked. A question that is not recognised costs some 0.1 ms (up to 60 ms once, while
    expressions are compiled). `Answer.notes` say how many documents were found; timings and what
    was searched are left to the caller. Raises subclasses of StoreError.
    """
    asked = recognise(question)
    if asked is None:
        return None
    from qa.catalogue.replies import reply  # most questions don't come here
    from qa.catalogue.shelf import Shelf
    from qa.catalogue.showing import Asked

    return reply(Asked(question, asked, Shelf(store, lexical, allowed), path_of))
