"""A conversation as Markdown or JSON, an answer as plain text, citations always with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from qa.datatypes import Answer, Evidence
from qa.errors import UsageError
from qa.render import Format, conversation_json, phrases, writer
from qa.render.markdown_writer import escape
from qa.render.sanitize import visible_line
from qa.render.terminal import Look
from tui import unit_content
from tui.conversations import Conversation, Turn

SUFFIXES = (".md", ".json")
_PLAIN = Look(width=100, color=False, links=False)
_NOT_NAME = re.compile(r"[^\w-]+")


def suggested_path(conversation: Conversation, folders: Iterable[str] = ()) -> str:
    """A file made of the first question: here, or at home where here is one of `folders`.

    Among the documents, an update would take the quotes for one, and they would prove themselves.
    """
    try:
        here = Path.cwd().resolve()
        among = any(here.is_relative_to(Path(each).resolve()) for each in folders)
    except OSError:  # the folder was deleted
        among = True
    return f"~/{_name(conversation)}" if among else _name(conversation)


def _name(conversation: Conversation) -> str:
    words = _NOT_NAME.sub("-", conversation.title.lower()).strip("-")[:48].strip("-")
    return f"{words or 'conversation'}.md"


def write(path: Path, conversation: Conversation) -> None:
    """Write a conversation; the suffix decides the form. Nothing is written over.

    Raises UsageError for another suffix or a file that is there, OSError.
    """
    if path.suffix not in SUFFIXES:
        raise UsageError(
            f"{path.name or 'The name'} has no ending that says the format.",
            "Give the file a name ending in .md or .json.",
        )
    make = as_markdown if path.suffix == ".md" else as_json
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(make(conversation))
    except FileExistsError as error:
        raise UsageError(f"{path} is there already.", "Choose another name.") from error


def as_markdown(conversation: Conversation) -> str:
    """The whole conversation as Markdown."""
    form = writer(Format.MARKDOWN, _PLAIN, str)
    blocks = [f"# {escape(visible_line(conversation.title)) or 'Conversation'}"]
    for turn in conversation.turns:
        blocks.append(f"## {escape(visible_line(turn.question))}")
        if turn.answer:
            blocks.append(form.answer(turn.answer).strip())
        elif turn.reply:
            blocks.append(form.reply(turn.reply).strip())
        else:
            blocks.append(escape(_outcome(turn)))
    return "\n\n".join(blocks) + "\n"


def as_json(conversation: Conversation) -> str:
    """The whole conversation as JSON; each answer as `qa ask --json` gives it (docs/json.md)."""
    return conversation_json.conversation(
        conversation.index,
        (
            conversation_json.turn(
                turn.question, turn.asked, turn.answer, turn.reply, _outcome(turn)
            )
            for turn in conversation.turns
        ),
    )


def as_text(answer: Answer) -> str:
    """An answer to paste elsewhere: sentences with their numbers, then the sources."""
    quotes = answer.evidence if answer.answered else answer.misses
    lines: list[str] = []
    if not answer.answered:
        reason = phrases.refusal(replace(answer, missing_terms=()))
        lines = [reason, phrases.nowhere(answer.missing_terms)]
    lines += map(visible_line, answer.said)
    lines += [f"{unit_content.plain(each)} [{each.citation}]" for each in quotes]
    lines.append("")
    for source in answer.sources:
        head = " · ".join(phrases.headline(source.document))
        lines.append(
            f"[{source.number}] {head}, {phrases.place(source.path, source.lines, source.places)}"
        )
    return "\n".join(lines).strip() + "\n"


def one_as_text(answer: Answer, evidence: Evidence) -> str:
    """One piece of evidence to paste elsewhere, with its place."""
    lines = [unit_content.plain(evidence)]
    for source in answer.sources:
        if source.number == evidence.citation:
            head = " · ".join(phrases.headline(source.document))
            lines.append(
                f"{head}, {phrases.place(source.path, (evidence.line,), (evidence.place,))}"
            )
    return "\n".join(lines) + "\n"


def _outcome(turn: Turn) -> str:
    if turn.failure:
        return visible_line(f"{turn.failure.message} {turn.failure.hint}")
    return "Cancelled."
