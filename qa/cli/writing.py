"""`qa ask --write`: the model that is asked, with the user's consent, and what came of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from qa.cli.output import note, warn
from qa.errors import UsageError, WriterError, WriterNotAllowed

if TYPE_CHECKING:
    from qa.datatypes import Answer
    from qa.engine import Engine
    from qa.writing.models import Model


def chosen_model() -> Model:
    """Return the configured model; on a terminal, the first time, ask whether it may be sent to.

    Raises UsageError when none is configured, WriterNotAllowed when it isn't allowed.
    """
    from qa.writing import settings
    from qa.writing.write import configured

    try:
        return configured()
    except WriterNotAllowed:
        chosen = settings.load()
        if chosen is None or not (sys.stdin and sys.stdin.isatty()):
            raise
        note(settings.what_is_sent(chosen))
        if not click.confirm("Allow it, now and later?", err=True):
            raise
        settings.allow_sending(chosen)
        return configured()


def written(answer: Answer, model: Model, engine: Engine) -> tuple[Answer, bool]:
    """Return the answer with what the model wrote, and whether it failed, which is a warning."""
    from qa.writing.write import with_writing

    if answer.answered and answer.evidence:
        note(f"{model.name} ({model.place}) is writing")
    try:
        return with_writing(answer, model, engine.verify.written), False
    except (WriterError, UsageError) as error:
        warn(str(error))
        return answer, True
