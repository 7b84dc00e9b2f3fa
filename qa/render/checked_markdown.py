"""Checked sentences and quotes as a list in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.datatypes import CheckedDraft
from qa.render import checked_phrases as words
from qa.render.markdown_writer import code, escape
from qa.render.phrases import place
from qa.render.sanitize import visible_line

if TYPE_CHECKING:
    from qa.datatypes import CheckedAnswer, CheckedQuote, CheckedSentence, Nearest


def as_markdown(found: CheckedDraft | CheckedAnswer) -> str:
    """Return how many sentences or quotes there are of each kind, then a list of them."""
    if isinstance(found, CheckedDraft):
        lines = [line for each in found.sentences for line in _sentence(each)]
        summary = words.draft_summary(found)
    else:
        lines = [line for each in found.quotes for line in _quote(each)]
        summary = words.quotes_summary(found)
    return "\n".join([escape(summary), "", *lines]).rstrip() + "\n"


def _sentence(sentence: CheckedSentence) -> list[str]:
    text = escape(visible_line(sentence.text))
    lines = [f"- **{words.sentence_state(sentence)}**: {text}"]
    for each in sentence.occurrences[: words.SHOWN_PLACES]:
        shown = each.sentence or (each.text if each.differences else "")
        lines.append(
            _place(place(each.path, [each.line], [each.place]), words.occurrence(each), shown)
        )
    if further := words.further(sentence):
        lines.append(f"    - {further}")
    return lines + ([_nearest(sentence.nearest)] if sentence.nearest else [])


def _quote(quote: CheckedQuote) -> list[str]:
    lines = [f"- **{quote.state.value}**: \\[{quote.citation}\\] {code(words.whereabouts(quote))}"]
    return lines + [_nearest(part.nearest) for part in quote.stretches if part.nearest]


def _nearest(nearest: Nearest) -> str:
    shown = " ".join(text for text, _ in words.marked(nearest.diff))
    found = nearest.occurrence
    about = f"nearest, {nearest.similarity:.0%} of the words"
    return _place(place(found.path, [found.line], [found.place]), about, shown)


def _place(where: str, about: str, text: str) -> str:
    line = f"    - {code(where)}" + (f" ({about})" if about else "")
    return f"{line}: {escape(visible_line(text))}" if text else line
