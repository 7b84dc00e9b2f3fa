"""A language model on top of the chat, if one is configured and switched on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.datatypes import Answer
from qa.errors import QaError

if TYPE_CHECKING:
    from qa.datatypes import WrittenSentence

ON = "A language model writes from the quotes now; each sentence is checked."
OFF = "Answers are quotes alone now."


def switched(on_now: bool) -> str:
    """What to say when writing is switched on or off.

    Raises UsageError when no model is configured, WriterNotAllowed when it may not be asked.
    """
    if not on_now:
        return OFF
    from qa.writing.write import configured  # 40 ms, for http.client and ssl

    model = configured()
    return f"{ON} It is {model.name} ({model.place})."


def write(
    answer: Answer,
    check: Callable[[str, Answer], tuple[WrittenSentence, ...]],
    cancelled: Callable[[], bool],
) -> Answer:
    """The answer with what the model wrote; where it failed, with a note of why. May block."""
    from dataclasses import replace

    from qa.writing.write import configured, with_writing

    try:
        return with_writing(answer, configured(), check, cancelled)
    except QaError as error:
        return replace(answer, notes=(*answer.notes, f"Nothing was written: {error}"))
