"""Arguments as people type them: a question, or a document with lines."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from qa.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.datatypes import Document
    from qa.engine import Engine

_LINES = re.compile(r"(?s)(.+):(\d{1,9}(?:,\d{1,9})*)")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def read_question(words: Sequence[str], most: int, command: str) -> str:
    """Return the words as one question, or what stdin holds when the only word is "-".

    `command` is the one that was typed, for the hint.

    Checked here as well as in the engine, so that an empty question fails before an index is built.
    """
    if list(words) == ["-"]:
        # Enough to see that it is too long, however long it is: a character has up to 4 bytes.
        read = sys.stdin.buffer.read(most * 8) if sys.stdin is not None else b""
        text = read.decode("utf-8", "replace")
    else:
        text = " ".join(words)
    text = _SURROGATES.sub("\ufffd", text).strip()
    if not text:
        example = "the words to look for" if command == "search" else "who ...?"
        raise UsageError("The question is empty.", f'Write it in quotes: qa {command} "{example}"')
    if len(text) > most:
        raise UsageError(
            f"The question is longer than {most:,} characters.", "Ask for one thing at a time."
        )
    return text


def least_confidence(threshold: float | None, risk: str | None) -> float | None:
    """The threshold that was named, or that the accepted share of wrong answers needs."""
    if risk is None:
        return threshold
    if threshold is not None:
        raise UsageError("--threshold and --risk say the same.", "Name one of them.")
    from qa.risk import level, parsed

    return level(parsed(risk)).threshold


def find(engine: Engine, place: str) -> tuple[Document, tuple[int, ...]]:
    """Return the document and the lines that DOC[:LINE[,LINE]] means.

    The whole is tried as a name first: file names may end in a colon and digits.
    """
    from qa.render.excerpt import last_number

    try:
        return engine.document(place), ()
    except UsageError:
        match = _LINES.fullmatch(place)
        if match is None:
            raise
    document = engine.document(match[1])
    lines = tuple(int(line) for line in match[2].split(","))
    kind, last = last_number(document)
    for line in lines:
        if not 1 <= line <= last:
            hint = f"The last one of {document.source} is {last}."
            if not last:
                hint = f"{document.source} has no lines; show it whole."
            raise UsageError(f"There is no {kind} {line}.", hint)
    return document, lines
