"""An answer written by a model from its evidence, every sentence checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.datatypes import Answer, Written, WrittenSentence
from qa.errors import UsageError, WriterError
from qa.writing.http_model import HttpModel
from qa.writing.models import Model
from qa.writing.package_model import PackageModel
from qa.writing.prompt import NOTHING, prompt_for
from qa.writing.settings import PACKAGE, WriterSettings, load, require_allowed

MOST = 20_000  # characters of an answer; a model that goes on is not read further
_NOTHING = re.compile(rf"\W*(?:{NOTHING}\b.*|(?i:{NOTHING})\W*)", re.DOTALL)
_WHOLE = re.compile(r".*[.!?…](?:[\"”’)\]]|\s*[\[【][\d,;\s–-]+[\]】])*", re.DOTALL)

Check = Callable[[str, Answer], Sequence[WrittenSentence]]  # `Engine.verify.written`


def configured() -> Model:
    """The model that the user's settings name.

    Raises UsageError when there is none, WriterNotAllowed when nobody allowed to send it anything.
    """
    settings = load()
    if settings is None:
        raise UsageError(
            "No language model is configured.",
            "Name one with: qa writer --address http://127.0.0.1:11434/v1 --model NAME.",
        )
    require_allowed(settings)
    return model_of(settings)


def model_of(settings: WriterSettings) -> Model:
    """The model that `settings` name."""
    if settings.address == PACKAGE:
        return PackageModel(settings.model)
    return HttpModel(settings)


def with_writing(
    answer: Answer,
    model: Model,
    check: Check,
    cancelled: Callable[[], bool] = lambda: False,
) -> Answer:
    """The answer with what `model` wrote from its evidence, checked by `check`.

    A refusal is returned as it is, and the model is not asked. What a model wrote before it failed
    is checked as far as it has whole sentences. `cancelled` is asked between pieces of text.
    Raises WriterError when there is no sentence, UsageError for a model that isn't set up.
    """
    if not answer.answered or not answer.evidence:
        return answer
    text, incomplete = _read(model, answer, cancelled)
    if _NOTHING.fullmatch(text):
        return replace(
            answer,
            written=Written((), model.name, model.place, "It found no answer in the quotes."),
        )
    sentences = tuple(check(text, answer)) if text.strip() else ()
    if not sentences:
        raise WriterError(incomplete or f"The model {model.name} wrote nothing.")
    return replace(answer, written=Written(sentences, model.name, model.place, incomplete))


def _read(model: Model, answer: Answer, cancelled: Callable[[], bool]) -> tuple[str, str]:
    """What the model wrote, and why it is not complete; "" when it is."""
    pieces: list[str] = []
    length = 0
    incomplete = ""
    try:
        for piece in model.stream(prompt_for(answer)):
            pieces.append(piece)
            length += len(piece)
            if cancelled():
                incomplete = "It was stopped."
                break
            if length > MOST:
                incomplete = "It wrote more than an answer can be."
                break
    except WriterError as error:
        if not length:
            raise
        incomplete = error.message
    text = "".join(pieces)[:MOST]
    if incomplete:  # without the sentence that was begun
        whole = _WHOLE.match(text)
        text = whole.group() if whole else ""
    return text, incomplete
