"""What a language model wrote: sentences with their citations, those without support struck out."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from qa.datatypes import Doubt
from qa.render.layout import CITE, DIM, GLUE, Piece, fill, flow
from qa.render.phrases import counted
from qa.render.sanitize import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa.datatypes import Support, Written, WrittenSentence
    from qa.render.terminal import Look

STRUCK = "9"  # crossed out, where a terminal knows how
_SHOWN = 40  # characters by which a sentence is named
_WHY = {
    Doubt.UNCITED: "it names no quote",
    Doubt.UNKNOWN: "it names a quote that is not there",
    Doubt.NUMBER: "{words} in none of its quotes",
    Doubt.NAME: "{words} in none of its quotes",
    Doubt.ADDRESS: "{words} in none of its quotes",
    Doubt.DENIAL: "one of it and its quotes denies what the other says",
    Doubt.MEANING: "its quotes don't clearly say it",
}


def why(support: Support) -> str:
    """Return why a sentence is struck out, "" for one that is not."""
    if support.doubt is None:
        return ""
    named = ", ".join(f'"{visible_line(word)}"' for word in support.words[:3])
    stand = "stand" if len(support.words) > 1 else "stands"
    return _WHY[support.doubt].format(words=f"{named} {stand}")


def summary(written: Written) -> str:
    """Return by whom it was written, and how much of it is struck out."""
    said = f"Written by {visible_line(written.model)} ({visible_line(written.place)})"
    count, struck = len(written.sentences), len(written.sentences) - len(written.supported)
    parts = [f"{said} from the quotes below."]
    if struck:
        are = "is struck out: its quotes don't" if struck == 1 else "are struck out: quotes don't"
        it = "it" if struck == 1 else "them"
        parts.append(f"{struck} of {counted(count, 'sentence')} {are} support {it}.")
    if written.incomplete:
        parts.append(visible_line(written.incomplete))
    return " ".join(parts)


def reasons(written: Written) -> list[str]:
    """Return a line for each sentence that is struck out."""
    return [
        f"“{_named(each)}”: {why(each.support)}."
        for each in written.sentences
        if not each.support.supported
    ]


def as_text(written: Written, look: Look, url: Callable[[int], str]) -> list[str]:
    """Return the lines of a written answer; `url` leads to a cited source by its number."""
    lines: list[str] = []
    for group in _paragraphs(written):
        pieces: list[Piece] = []
        for each in group:
            if pieces:
                pieces.append(Piece(" "))
            text = flow(each.text)
            if each.support.supported:
                pieces.append(Piece(text))
            else:
                pieces.append(Piece(text, STRUCK) if look.color else Piece(f"~~{text}~~"))
            if each.citations:
                pieces.append(Piece(GLUE))
            pieces += [Piece(f"[{number}]", CITE, url(number)) for number in each.citations]
        lines += fill(pieces, look)
    if lines:
        lines.append("")
    for line in (summary(written), *reasons(written)):
        lines += fill([Piece(line, DIM)], look)
    return lines


def as_markdown(written: Written, escaped: Callable[[str], str]) -> list[str]:
    """Return a written answer as blocks of Markdown."""

    def shown(each: WrittenSentence) -> str:
        text = escaped(flow(each.text))
        numbers = "".join(f"\\[{number}\\]" for number in each.citations)
        return f"{text if each.support.supported else f'~~{text}~~'} {numbers}".strip()

    blocks = [" ".join(map(shown, group)) for group in _paragraphs(written)]
    blocks.append(escaped(summary(written)))
    if listed := reasons(written):
        blocks.append("\n".join(f"- {escaped(each)}" for each in listed))
    return blocks


def as_html(written: Written) -> list[str]:
    """Return a written answer as blocks of HTML."""

    def shown(each: WrittenSentence) -> str:
        text = escape(visible_line(each.text))
        numbers = "".join(f"[{number}]" for number in each.citations)
        return f"{text if each.support.supported else f'<del>{text}</del>'} {numbers}"

    blocks = [
        f'<p class="qa-written">{" ".join(map(shown, group))}</p>' for group in _paragraphs(written)
    ]
    lines = (summary(written), *reasons(written))
    return [*blocks, *(f'<p class="qa-note">{escape(each)}</p>' for each in lines)]


def as_json(written: Written) -> dict[str, Any]:
    """Return a written answer as values for JSON."""
    return {
        "model": written.model,
        "place": written.place,
        "incomplete": written.incomplete or None,
        "sentences": [
            {
                "text": each.text,
                "citations": list(each.citations),
                "paragraph": each.paragraph,
                "supported": each.support.supported,
                "probability": round(each.support.probability, 4),
                "doubt": each.support.doubt.value if each.support.doubt else None,
                "words": list(each.support.words),
            }
            for each in written.sentences
        ],
    }


def _paragraphs(written: Written) -> Iterator[Iterator[WrittenSentence]]:
    return (group for _, group in groupby(written.sentences, key=lambda each: each.paragraph))


def _named(sentence: WrittenSentence) -> str:
    text = visible_line(sentence.text)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"
