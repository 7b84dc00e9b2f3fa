"""`qa verify`: sentences, a draft or an answer checked against the documents."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qa.cli.exit_codes import ExitCode
from qa.cli.options import View, example, shared
from qa.cli.output import emit, note
from qa.errors import QaError, UsageError
from qa.render import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.datatypes import CheckedAnswer, CheckedDraft
    from qa.engine import Engine

MOST_BYTES = 32 << 20  # of a file or of stdin that are read
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_FILE_NAME = re.compile(r"\S+\.(?:json|txt|md|markdown|text)", re.IGNORECASE)


def verify_command(up_to_date: Callable[..., Any]) -> click.Command:
    """Return the command; `up_to_date` builds an index that is missing, then calls."""

    @click.command(
        "verify",
        short_help="Check sentences or an answer against the documents.",
        epilog=example(
            'qa verify "Batteries of the S-400 began arriving in Turkey in July"',
            "qa verify - < draft.md",
            'qa ask --receipt "who asked Congress for a waiver?" > answer.json',
            "qa verify answer.json",
        ),
    )
    @click.argument("what", nargs=-1, metavar="[TEXT | FILE | -]")
    @click.option(
        "--strict",
        is_flag=True,
        help="Exit with 3 also for what moved or is written differently.",
    )
    @shared
    def verify(view: View, what: tuple[str, ...], strict: bool) -> ExitCode:
        """Check whether sentences stand word for word in the documents, and where.

        TEXT is a sentence or several; FILE, or "-" for stdin, a draft, or an answer that
        'qa ask --json' printed, each quote of which is looked for in the files as they are now.
        A sentence is verbatim, has the same words written differently, or is absent; a quote is
        verbatim, moved, changed or gone. Exits with 3 when a sentence is absent, or a quote
        changed or gone.
        """
        from qa.engine import open as open_engine

        given = _read(what)
        with open_engine(view.index) as engine:
            found: CheckedDraft | CheckedAnswer = up_to_date(engine, lambda: engine.verify(given))
            if view.format is not Format.JSON:  # which has them in a field
                for each in found.notes:
                    note(each)
            emit(_written(found, view, engine))
        return ExitCode.OK if _holds(found, strict) else ExitCode.NOT_FOUND

    return verify


def _holds(found: CheckedDraft | CheckedAnswer, strict: bool) -> bool:
    """Whether all sentences stand in the documents, or all quotes in their files."""
    from qa.datatypes import CheckedDraft, QuoteState, SentenceState

    if isinstance(found, CheckedDraft):
        bad = {SentenceState.ABSENT, *([SentenceState.SAME_WORDS] if strict else [])}
        return not any(each.state in bad for each in found.sentences)
    good = {QuoteState.VERBATIM, *([] if strict else [QuoteState.MOVED])}
    return all(each.state in good for each in found.quotes)


def _written(found: CheckedDraft | CheckedAnswer, view: View, engine: Engine) -> str:
    if view.format is Format.JSON:
        from qa.render.json_writer import checked

        return checked(found)
    if view.format is Format.MARKDOWN:
        from qa.render.checked_markdown import as_markdown

        return as_markdown(found)
    from qa.render.checked_text import as_text

    return as_text(found, view.look(), engine.path_of)


def _read(what: Sequence[str]) -> str | dict[str, Any]:
    """The draft, or an answer as JSON. Raises UsageError."""
    words = " ".join(what)
    if not what or words == "-":
        if not what and (sys.stdin is None or sys.stdin.isatty()):
            raise UsageError("There is nothing to check.", 'Write it in quotes: qa verify "..."')
        data = sys.stdin.buffer.read(MOST_BYTES + 1) if sys.stdin is not None else b""
        return _parsed(data, "stdin")
    if len(what) == 1 and os.path.isfile(words):
        try:
            with Path(words).open("rb") as file:
                return _parsed(file.read(MOST_BYTES + 1), words)
        except OSError as error:
            raise QaError(f"{words} can't be read: {error.strerror}.", "Check the file.") from error
    if len(what) == 1 and _FILE_NAME.fullmatch(words):
        raise UsageError(f"There is no file {words}.", "Give its path, or a sentence in quotes.")
    return _SURROGATES.sub("\ufffd", words)


def _parsed(data: bytes, name: str) -> str | dict[str, Any]:
    """An answer where it is a JSON object, else a draft."""
    if len(data) > MOST_BYTES:
        raise UsageError(f"{name} is longer than {MOST_BYTES >> 20} MB.", "Check a part at a time.")
    text = data.decode("utf-8-sig", "replace")
    if text.lstrip()[:1] != "{":
        return text
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        if not name.lower().endswith(".json"):
            return text
        raise UsageError(
            f"{name} is no JSON: {error}.", "Write one with 'qa ask --json QUESTION'."
        ) from error
    return answer if isinstance(answer, dict) else text
