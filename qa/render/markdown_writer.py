"""Markdown for notes: block quotes and a list of sources. Text of others is escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.render import phrases
from qa.render.layout import flow
from qa.render.sanitize import visible, visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.datatypes import (
        Answer,
        Checkup,
        Document,
        DocumentInfo,
        Evidence,
        Hit,
        Source,
        Status,
        SyncReport,
    )

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~]")
# What would make a list, a heading or a rule of a line that starts with it.
_OPENING = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
_TICKS = re.compile(r"`+")


class MarkdownWriter:
    """CommonMark that also reads well raw. See `qa.render.Writer`."""

    def __init__(self, path_of: Callable[[str], str]) -> None:
        self._path_of = path_of

    def answer(self, answer: Answer) -> str:
        """Return the sentences with their sources, or the refusal with what came nearest."""
        if answer.answered:
            blocks = [_quotes(answer.evidence)]
        else:
            words = " ".join(filter(None, (phrases.REFUSAL, phrases.nowhere(answer.missing_terms))))
            blocks = [escape(words)]
            if answer.misses:
                blocks += ["Nearest:", _quotes(answer.misses)]
        if answer.sources:
            blocks.append("\n".join(self._source(source) for source in answer.sources))
        if sure := phrases.sureness(answer):
            blocks.append(escape(sure))
        return _joined(blocks)

    def hits(self, query: str, hits: Sequence[Hit], *, explain: bool = False) -> str:  # noqa: ARG002
        """Return the passages found; `explain` adds what each side of the search said."""
        if not hits:
            return _joined([phrases.NOTHING])
        blocks: list[str] = []
        for hit in hits:
            head = escape(" · ".join(phrases.headline(hit.document)))
            path = self._path_of(hit.document.source)
            lines = [
                f"**{hit.rank}\\.** {head} · {hit.score:.3f}  ",
                code(phrases.place(path, (hit.line,))),
            ]
            if explain:
                lines[-1] += "  "
                lines.append(
                    f"dense {phrases.side(hit.dense)}, lexical {phrases.side(hit.lexical)}, "
                    f"fused {hit.score:.3f} (#{hit.rank})"
                )
            blocks += ["\n".join(lines), f"> {escape(flow(hit.text).strip())}"]
            if hit.also_in:
                blocks.append(self._also_in(hit.also_in))
        return _joined(blocks)

    def status(self, status: Status) -> str:
        """Return the state of a collection and its index."""
        rows = phrases.status_rows(status)
        blocks = ["\n".join(f"- {name}: {escape(value)}" for name, value in rows)]
        if phrases.up_to_date(status):
            blocks.append("Up to date.")
        for heading, entries in phrases.status_lists(status):
            blocks += [f"{heading}:", "\n".join(f"- {escape(entry)}" for entry in entries)]
        return _joined(blocks)

    def report(self, report: SyncReport) -> str:
        """Return what making the index equal to the folder changed."""
        blocks = [phrases.report_line(report)]
        if report.skipped:
            lines = [
                f"- {escape(phrases.file_name(each.source))}: {escape(visible_line(each.reason))}"
                for each in report.skipped
            ]
            blocks += [f"Skipped ({len(lines):,}):", "\n".join(lines)]
        return _joined(blocks)

    def checkup(self, checkup: Checkup) -> str:
        """Return what was checked and found, and what was repaired."""
        rows = phrases.check_rows(checkup)
        blocks = [
            "\n".join(
                f"- {escape(name)}: **{said}**, {escape(detail)}" for said, name, detail in rows
            )
        ]
        for heading, entries in phrases.check_lists(checkup):
            blocks += [f"{heading}:", "\n".join(f"- {escape(entry)}" for entry in entries)]
        return _joined([*blocks, phrases.diagnosis(checkup)])

    def document(self, document: Document, lines: Sequence[int], context: int) -> str:
        """Return a document, or with `lines` those lines and `context` more, as a code block."""
        title, *rest = phrases.headline(document)
        text = "\n".join(visible(line) for _, line in phrases.excerpt(document, lines, context))
        fence = "`" * max(3, _longest_ticks(text) + 1)
        where = code(phrases.place(self._path_of(document.source), lines))
        about = " · ".join([*(escape(part) for part in rest), where])
        return _joined([f"# {escape(title)}", about, f"{fence}text\n{text}\n{fence}"])

    def _source(self, source: Source) -> str:
        head = escape(" · ".join(phrases.headline(source.document)))
        line = f"- [{source.number}] {head} · {code(phrases.place(source.path, source.lines))}"
        return f"{line}, {self._also_in(source.also_in)}" if source.also_in else line

    def _also_in(self, documents: Sequence[DocumentInfo]) -> str:
        paths = (code(phrases.file_name(self._path_of(each.source))) for each in documents)
        return "also in " + ", ".join(paths)


def escape(text: str) -> str:
    """Return one line of text so that Markdown shows every character of it as it is."""
    return _OPENING.sub(_defuse, _inline(text))


def code(text: str) -> str:
    """Return one line of text as a code span, back quotes in it included."""
    ticks = "`" * (_longest_ticks(text) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _inline(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _defuse(match: re.Match[str]) -> str:
    blank, mark = match.groups()
    return f"{blank}\\{mark}" if not mark.isdigit() else f"{blank}{mark}\\"


def _longest_ticks(text: str) -> int:
    return max((len(ticks) for ticks in _TICKS.findall(text)), default=0)


def _quotes(evidence: Sequence[Evidence]) -> str:
    quotes: list[str] = []
    for number, each in enumerate(evidence):
        quote = _quote(each)
        following = evidence[number + 1 : number + 2]
        if not (following and phrases.shares_citation(each, following[0])):
            quote += f" [{each.citation}]"
        quotes.append(f"> {quote}")
    return "\n>\n".join(quotes)


def _quote(evidence: Evidence) -> str:
    before, span, after = (flow(part) for part in phrases.thirds(evidence))
    inner = span.strip()
    if not inner:
        return escape(f"{before}{span}{after}".strip())
    # Emphasis needs its stars next to the words.
    lead, _, tail = span.partition(inner)
    before, after = f"{before}{lead}".lstrip(), f"{tail}{after}".rstrip()
    return f"{escape(before)}**{_inline(inner)}**{_inline(after)}"


def _joined(blocks: list[str]) -> str:
    return "\n\n".join(blocks) + "\n"
