"""Markdown for notes: block quotes and a list of sources. Text of others is escaped."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from qa.datatypes import BlockKind
from qa.render import phrases
from qa.render.layout import flow
from qa.render.sanitize import visible, visible_line
from qa.render.units import Mark, MarkedText, UnitLine, proof_is_whole, unit_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.datatypes import (
        Answer,
        Checkup,
        Document,
        DocumentInfo,
        Evidence,
        Hit,
        Reply,
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
        """Return the evidence with its sources, or the refusal with what came nearest."""
        blocks = ["  \n".join(map(escape, phrases.understood(answer)))]
        if answer.written:
            from qa.render.written import as_markdown  # few answers have it

            blocks += as_markdown(answer.written, escape)
        said = "  \n".join(escape(visible_line(each)) for each in answer.said)
        if answer.answered:
            blocks += [said, _quotes(answer.evidence)]
        else:
            blocks += [escape(phrases.refusal(answer)), said]
            if answer.misses:
                blocks += ["Nearest:", _quotes(answer.misses)]
        blocks.append("\n".join(self._source(answer, source) for source in answer.sources))
        blocks += [escape(phrases.differing(answer)), escape(phrases.caveats(answer))]
        return _joined([block for block in blocks if block])

    def reply(self, reply: Reply) -> str:
        """Return what is said to a line that is no question."""
        return _joined(["  \n".join(map(escape, reply.text.split("\n")))])

    def hits(self, query: str, hits: Sequence[Hit], *, explain: bool = False) -> str:  # noqa: ARG002
        """Return the passages found; `explain` adds the scores of both sides of the search."""
        if not hits:
            return _joined([phrases.NOTHING])
        blocks: list[str] = []
        for hit in hits:
            head = escape(" · ".join(phrases.hit_headline(hit)))
            path = self._path_of(hit.document.source)
            lines = [
                f"**{hit.rank}\\.** {head} · {hit.score:.3f}  ",
                code(phrases.place(path, (hit.line,), (hit.place,))),
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
        from qa.render import collection_phrases  # 1 ms that a cold `qa ask` does without

        rows = collection_phrases.status_rows(status)
        blocks = ["\n".join(f"- {name}: {escape(value)}" for name, value in rows)]
        if collection_phrases.up_to_date(status):
            blocks.append("Up to date.")
        for heading, entries in collection_phrases.status_lists(status):
            blocks += [f"{heading}:", "\n".join(f"- {escape(entry)}" for entry in entries)]
        return _joined(blocks)

    def report(self, report: SyncReport) -> str:
        """Return what an update of the index changed."""
        from qa.render import collection_phrases

        blocks = [collection_phrases.report_line(report)]
        if report.skipped:
            heading, lines = collection_phrases.skipped_list(report.skipped)
            blocks += [f"{heading}:", "\n".join(f"- {escape(line)}" for line in lines)]
        return _joined(blocks)

    def checkup(self, checkup: Checkup) -> str:
        """Return the findings of a check, and what was repaired."""
        from qa.render import collection_phrases

        rows = collection_phrases.check_rows(checkup)
        blocks = [
            "\n".join(
                f"- {escape(name)}: **{verdict}**, {escape(detail)}"
                for verdict, name, detail in rows
            )
        ]
        for heading, entries in collection_phrases.check_lists(checkup):
            blocks += [f"{heading}:", "\n".join(f"- {escape(entry)}" for entry in entries)]
        return _joined([*blocks, collection_phrases.diagnosis(checkup)])

    def document(self, document: Document, lines: Sequence[int], context: int) -> str:
        """Return a document, or with `lines` those lines and `context` more, as a code block."""
        from qa.render.excerpt import excerpt, innermost  # not for a cold `qa ask`

        title, *rest = phrases.description(document)
        text = "\n".join(visible(line.text) for line in excerpt(document, lines, context))
        places = "" if document.lines is not None else ", ".join(map(str, lines))
        shown = () if places else lines
        where = code(phrases.place(self._path_of(document.source), shown))
        if places:
            where += f", {innermost(document)} {places}"
        about = " · ".join([*(escape(part) for part in rest), where])
        return _joined([f"# {escape(title)}", about, "\n".join(_fenced(text, "text"))])

    def _source(self, answer: Answer, source: Source) -> str:
        sections = phrases.sections(answer, source)
        alone = len(sections) == 1
        _, *about = phrases.headline(source.document)
        title = phrases.title_path(source.document, sections[0].headings if alone else ())
        places = []
        for section in sections:
            place = code(phrases.place(source.path, section.lines, section.places))
            headings = "" if alone else escape(phrases.headings_apart(section))
            places.append(f"{place} {headings}".rstrip())
        head = escape(" · ".join([title, *about]))
        line = f"- [{source.number}] {head} · {', '.join(places)}"
        return f"{line}, {self._also_in(source.also_in)}" if source.also_in else line

    def _also_in(self, documents: Sequence[DocumentInfo]) -> str:
        paths = (code(phrases.file_name(self._path_of(each.source))) for each in documents)
        return "also in " + ", ".join(paths)


def escape(text: str) -> str:
    """Return one line of text so that Markdown shows every character of it as it is."""
    return _defused(_inline(text))


def code(text: str) -> str:
    """Return one line of text as a code span, back quotes in it included."""
    ticks = "`" * (_longest_ticks(text) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _inline(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _defused(line: str) -> str:
    return _OPENING.sub(_defuse, line)


def _defuse(match: re.Match[str]) -> str:
    blank, mark = match.groups()
    return f"{blank}\\{mark}" if not mark.isdigit() else f"{blank}{mark}\\"


def _longest_ticks(text: str) -> int:
    return max((len(ticks) for ticks in _TICKS.findall(text)), default=0)


def _quotes(evidence: Sequence[Evidence]) -> str:
    quotes: list[str] = []
    for number, each in enumerate(evidence):
        following = evidence[number + 1 : number + 2]
        shared = following and phrases.shares_citation(each, following[0])
        lines = _unit(each, "" if shared else f" [{each.citation}]")
        quotes.append("\n".join(f"> {line}" if line else ">" for line in lines))
    return "\n>\n".join(quotes)


def _unit(evidence: Evidence, number: str) -> list[str]:
    """Return a unit as lines of Markdown: paragraphs, lists and code with empty lines between.

    What proves is bold, or where all of it does, the answer proper.
    """
    bold = (Mark.SPAN,) if proof_is_whole(evidence) else (Mark.SPAN, Mark.PROOF)
    groups = [(form, list(lines)) for form, lines in groupby(unit_lines(evidence), _form)]
    numbered = max((at for at, (form, _) in enumerate(groups) if form != "code"), default=-1)
    blocks: list[list[str]] = []
    for at, (form, lines) in enumerate(groups):
        if form == "code":
            blocks.append(_fenced("\n".join(line.text for line in lines)))
            continue
        block = [_bold(line.stretches, bold) for line in lines]
        if form == "item":
            block = [f"- {line}" for line in block]
        if at == numbered:
            block[-1] += number
        if form == "text":
            block[:-1] = [f"{line}  " for line in block[:-1]]  # a line end that stays
        blocks.append(block)
    if numbered < 0:  # nothing but code
        blocks.append([number.strip()])
    return [line for block in blocks for line in ("", *block)][1:]


def _form(line: UnitLine) -> str:
    if line.kind is BlockKind.CODE:
        return "code"
    return "item" if line.needs_bullet else "text"


def _bold(stretches: Sequence[MarkedText], bold: tuple[Mark, ...]) -> str:
    """Return one line with its bold stretches between stars, where Markdown takes them as such."""
    runs = [
        (strong, "".join(text for text, _ in group))
        for strong, group in groupby(stretches, lambda stretch: stretch.mark in bold)
    ]
    whole = "".join(text for _, text in runs)
    out, at = "", 0
    for strong, text in runs:
        inner = text.strip()
        low = at + text.find(inner)
        before, after = whole[:low][-1:], whole[low + len(inner) :][:1]
        at += len(text)
        if not strong or not inner or not _takes_stars(before, inner, after):
            out += _inline(text)
            continue
        # Emphasis needs its stars next to the words.
        lead, _, tail = text.partition(inner)
        out += f"{lead}**{_inline(inner)}**{tail}"
    blank = len(whole) - len(whole.lstrip())
    return "\u00a0" * blank + _defused(out.lstrip())


def _takes_stars(before: str, inner: str, after: str) -> bool:
    """Whether stars between these characters open and close, by CommonMark's flanking rules."""
    opens = inner[0].isalnum() or not before.isalnum()
    return opens and (inner[-1].isalnum() or not after.isalnum())


def _fenced(text: str, language: str = "") -> list[str]:
    fence = "`" * max(3, _longest_ticks(text) + 1)
    return [f"{fence}{language}", *text.split("\n"), fence]


def _joined(blocks: list[str]) -> str:
    return "\n\n".join(blocks) + "\n"
