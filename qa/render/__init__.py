"""Answers, hits and states as text, Markdown or JSON.

Writers return strings and never print. Whatever comes from documents, file names or errors goes
through `qa.render.sanitize` on its way in, so no writer's output can steer a terminal.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.datatypes import Answer, Checkup, Document, Hit, Reply, Status, SyncReport
    from qa.render.terminal import Look


class Format(StrEnum):
    """The forms an output can take."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "md"


class Writer(Protocol):
    """One form of output. Every method returns the whole text, line end included."""

    def answer(self, answer: Answer) -> str:
        """Return the evidence with its sources, or the refusal with what came nearest."""

    def reply(self, reply: Reply) -> str:
        """Return what is said to a line that is no question."""

    def hits(self, query: str, hits: Sequence[Hit], *, explain: bool = False) -> str:
        """Return the passages found; `explain` adds the scores of both sides of the search."""

    def status(self, status: Status) -> str:
        """Return the state of a collection and its index."""

    def report(self, report: SyncReport) -> str:
        """Return what an update of the index changed."""

    def checkup(self, checkup: Checkup) -> str:
        """Return the findings of a check, and what was repaired."""

    def document(self, document: Document, lines: Sequence[int], context: int) -> str:
        """Return a document, or those `lines` of its file with `context` more on either side."""


def writer(form: Format, look: Look, path_of: Callable[[str], str]) -> Writer:
    """Return the writer for a form; `path_of` turns a source into a path that opens from here."""
    # Imported one at a time, so that a cold `qa ask` loads only the form it prints.
    if form is Format.JSON:
        from qa.render.json_writer import JsonWriter

        return JsonWriter(path_of)
    if form is Format.MARKDOWN:
        from qa.render.markdown_writer import MarkdownWriter

        return MarkdownWriter(path_of)
    from qa.render.text_writer import TextWriter

    return TextWriter(look, path_of)
