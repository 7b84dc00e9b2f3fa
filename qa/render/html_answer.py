"""Answers as HTML: for the page of `qa serve`, and for notebooks. Text of others is escaped.

The markup is neutral: `mark` for the words that answer, `strong` for what proves. It holds no
script and no style, so that a page with a strict content policy and a notebook can both show it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from qa.render import phrases
from qa.render.sanitize import visible, visible_line
from qa.render.units import Mark, UnitLine, proof_is_whole, unit_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.datatypes import Answer, Document, Evidence, Source

_TAGS = {Mark.SPAN: "mark", Mark.PROOF: "strong"}


def answer_html(answer: Answer, link: Callable[[Source, Evidence], str] | None = None) -> str:
    """Return the evidence with its sources, or the refusal with what came nearest.

    `link` gives the address of the place of a piece of evidence; without one there are no links.
    """
    blocks = [f'<p class="qa-note">{_line(line)}</p>' for line in phrases.understood(answer)]
    if answer.answered:
        quotes = answer.evidence
    else:
        quotes = answer.misses
        blocks.append(f'<p class="qa-refusal">{_line(phrases.refusal(answer))}</p>')
        if quotes:
            blocks.append('<p class="qa-nearest">Nearest:</p>')
    blocks += [f'<p class="qa-said">{_line(each)}</p>' for each in answer.said]
    if answer.written:
        from qa.render.written import as_html  # few answers have it

        blocks += as_html(answer.written)
    blocks += [_quote(answer, each, link) for each in quotes]
    if differing := phrases.differing(answer):
        blocks.append(f'<p class="qa-note">{_line(differing)}</p>')
    if sure := phrases.caveats(answer):
        blocks.append(f'<p class="qa-sureness">{_line(sure)}</p>')
    blocks += [f'<p class="qa-note">{_line(note)}</p>' for note in answer.remarks]
    return '<div class="qa-answer">\n' + "\n".join(blocks) + "\n</div>"


def document_html(document: Document, start: int, end: int) -> str:
    """Return the text of a document with the characters from `start` to `end` marked, id "at".

    Offsets beyond the text mark what of it they hold; where that is nothing, nothing is marked.
    """
    text = document.text
    start, end = (min(max(0, offset), len(text)) for offset in (start, end))
    if start >= end:
        return f'<pre class="qa-document">{_text(text)}</pre>'
    marked = f'<mark id="at" tabindex="-1">{_text(text[start:end])}</mark>'
    return f'<pre class="qa-document">{_text(text[:start])}{marked}{_text(text[end:])}</pre>'


def _quote(
    answer: Answer, evidence: Evidence, link: Callable[[Source, Evidence], str] | None
) -> str:
    source = next(each for each in answer.sources if each.number == evidence.citation)
    whole = proof_is_whole(evidence)
    lines = "<br>\n".join(_unit_line(each, whole) for each in unit_lines(evidence))
    _, *about = phrases.headline(source.document)
    parts = [phrases.title_path(source.document, evidence.headings), *about]
    place = phrases.place(source.path, (evidence.line,))
    cited = f"<cite>{escape(' · '.join(parts))}</cite> <code>{escape(place)}</code>"
    if link:
        cited = f'<a href="{escape(link(source, evidence))}">{cited}</a>'
    caption = f"<figcaption>[{evidence.citation}] {cited}</figcaption>"
    return f"<figure>\n<blockquote>{lines}</blockquote>\n{caption}\n</figure>"


def _unit_line(line: UnitLine, whole: bool) -> str:
    shown = "• " if line.needs_bullet else ""
    for text, mark in line.stretches:
        # Where all of a quote proves, emphasis on all of it would say nothing.
        tag = None if whole and mark is Mark.PROOF else _TAGS.get(mark)
        shown += f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text)
    return shown


def _text(text: str) -> str:
    return escape(visible(text))


def _line(text: str) -> str:
    return escape(visible_line(text))
