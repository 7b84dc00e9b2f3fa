"""Checked sentences and quotes as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.datatypes import CheckedDraft, QuoteState, Side
from qa.render import checked_phrases as words
from qa.render.layout import BOLD, DIM, Piece, fill, flow
from qa.render.text_answer import TextAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.datatypes import CheckedAnswer, CheckedQuote, CheckedSentence, Nearest, Occurrence
    from qa.render.terminal import Look

_WIDE = 12  # of the column that says how it is


def as_text(found: CheckedDraft | CheckedAnswer, look: Look, path_of: Callable[[str], str]) -> str:
    """Return what a check found, with a line end; `path_of` is that of the engine."""
    lines = _CheckedText(look, TextAnswer(look, path_of)).lines(found)
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _CheckedText:
    """Checks in one look; `paths` shows paths as the answers do."""

    def __init__(self, look: Look, paths: TextAnswer) -> None:
        self._look = look
        self._paths = paths

    def lines(self, found: CheckedDraft | CheckedAnswer) -> list[str]:
        """Return a block for each sentence or quote, then how many there are of each kind."""
        lines: list[str] = []
        if isinstance(found, CheckedDraft):
            for sentence in found.sentences:
                lines += [*self._sentence(sentence), ""]
            summary = words.draft_summary(found)
        else:
            for quote in found.quotes:
                lines += [*self._quote(quote), ""]
            summary = words.quotes_summary(found)
        return lines + fill([Piece(summary, BOLD)], self._look)

    def _sentence(self, sentence: CheckedSentence) -> list[str]:
        lines = self._headed(words.sentence_state(sentence), [Piece(flow(sentence.text))])
        for each in sentence.occurrences[: words.SHOWN_PLACES]:
            lines += self._place(each)
        if further := words.further(sentence):
            lines += self._below([Piece(further, DIM)])
        if sentence.nearest:
            lines += self._nearest(sentence.nearest)
        elif not sentence.occurrences:
            lines += self._below([Piece("nothing has these words", DIM)])
        return lines

    def _quote(self, quote: CheckedQuote) -> list[str]:
        place = f"[{quote.citation}] {words.whereabouts(quote)}"
        lines = self._headed(quote.state.value, [Piece(place)], wrap=False)
        for part in quote.stretches:
            if part.nearest and part.state is QuoteState.CHANGED:
                lines += self._below(_diff(part.nearest))
            elif part.state is QuoteState.GONE:
                lines += self._below([Piece(flow(part.text))])
                lines += self._nearest(part.nearest) if part.nearest else []
        return lines

    def _place(self, found: Occurrence) -> list[str]:
        about = words.occurrence(found)
        after = f"  {about}" if about else ""
        lines = self._path(found, after)
        if found.differences or found.sentence:
            lines += self._below([Piece(flow(found.sentence or found.text), DIM)])
        return lines

    def _nearest(self, nearest: Nearest) -> list[str]:
        found = nearest.occurrence
        alike = f"  nearest, {nearest.similarity:.0%} of the words"
        lines = self._path(found, alike)
        if nearest.similarity < words.ALIKE:
            return lines + self._below([Piece(flow(found.text), DIM)])
        return lines + self._below(_diff(nearest))

    def _path(self, found: Occurrence, after: str) -> list[str]:
        places = [found.place] if found.place else []
        file = found.document.file_of(found.path)
        return self._paths.path(found.path, (found.line,), " " * _WIDE, after, places, file)

    def _headed(self, state: str, pieces: list[Piece], *, wrap: bool = True) -> list[str]:
        first, rest = state.ljust(_WIDE), " " * _WIDE
        return fill(pieces, self._look, first=first, rest=rest, wrap=wrap)

    def _below(self, pieces: list[Piece]) -> list[str]:
        return fill(pieces, self._look, first=" " * _WIDE, rest=" " * _WIDE)


def _diff(nearest: Nearest) -> list[Piece]:
    """The words that both have, and those of one marked, with a space between two stretches."""
    pieces: list[Piece] = []
    for text, differs in words.marked(nearest.diff):
        pieces.append(Piece((" " if pieces else "") + flow(text), BOLD if differs else ""))
    if all(each.side is Side.BOTH for each in nearest.diff):  # the same words, otherwise written
        pieces = [Piece(flow(nearest.occurrence.text))]
    return pieces
