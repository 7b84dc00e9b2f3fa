"""The quotes of an answer, each looked for in the file it was quoted from, as it is now."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from qa.datatypes import (
    CheckedQuote,
    CheckedStretch,
    Document,
    Nearest,
    Occurrence,
    QuoteState,
)
from qa.verification.current_files import CurrentFiles
from qa.verification.places import Places, sentences_of, windows
from qa.verification.receipts import Quote
from qa.verification.word_diff import nearest_stretch
from qa.verification.words import words

SAME_CELLS = 1 / 3  # of a row, with which another one is taken for it, changed
_CELL = re.compile(r"(?:^|· )([^·:\n]+): ([^·\n]*?)(?= ·|$)", re.M)
SIMILAR = 0.5  # from which a stretch of the same document is taken for the quote, changed


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks quotes. `places` finds what stands in another document now."""

    files: CurrentFiles
    places: Places

    def check(self, quote: Quote) -> CheckedQuote:
        """What became of a quote."""
        document = self.files.document(quote.source)
        found: list[CheckedStretch] = []
        moved = 0  # by how many characters the last stretch was
        after = 0
        for start, _, text in quote.stretches:
            one = None
            if document is not None:
                one = self._in(document, text, start + moved, after)
            if one is None:
                one = self._elsewhere(text)
            if one.now is not None and one.now.document.source == quote.source:
                moved, after = one.now.start - start, one.now.end
            found.append(one)
        return self._judged(quote, tuple(found))

    def _in(
        self, document: Document, text: str, expected: int, after: int
    ) -> CheckedStretch | None:
        """A stretch in the document that was cited; None when nothing in it is like it.

        Of several places it is the one nearest to where it is expected, behind the one before.
        """
        path = self.files.path_of(document.source)
        exact = _all(document.text, text)
        if exact:
            start = min(exact, key=lambda at: (at < after, abs(at - expected)))
            place = Occurrence(
                document.info,
                path,
                document.line(start),
                start,
                start + len(text),
                text,
                place=document.place_at(start),
            )
            return CheckedStretch(text, QuoteState.VERBATIM, place)
        wanted = words(text)
        places = list(self.places.occurrences(document, text, wanted)) if wanted.keys else []
        if places:
            now = min(places, key=lambda each: (each.start < after, abs(each.start - expected)))
            near = self.places.near(text, document, now.start, now.end, 1.0)
            return CheckedStretch(text, QuoteState.CHANGED, now, near)
        nearest = self._nearest(document, text)
        if nearest is None or nearest.similarity < SIMILAR:
            return None
        if _another_row(text, nearest.occurrence.text):
            return None
        return CheckedStretch(text, QuoteState.CHANGED, None, nearest)

    def _nearest(self, document: Document, text: str) -> Nearest | None:
        """The sentences of a document that are most like a stretch of it as it was."""
        from qa.documents.sentences import split_text  # 60 ms, for its tables

        wanted = words(text)
        number = max(1, len(split_text(text, 0, len(text))))
        spans = windows(sentences_of(document), number + 1, number - 1)
        found = nearest_stretch(wanted, document.text, spans)
        if found is None:
            return None
        (start, end), alike = found
        return self.places.near(text, document, start, end, alike)

    def _elsewhere(self, text: str) -> CheckedStretch:
        """A stretch that is no longer in the document that was cited."""
        places, _ = self.places.of(text)
        exact = next((each for each in places if not each.differences), None)
        if exact is not None:
            return CheckedStretch(text, QuoteState.MOVED, exact)
        return CheckedStretch(text, QuoteState.GONE, None, self.places.nearest(text))

    def _judged(self, quote: Quote, found: tuple[CheckedStretch, ...]) -> CheckedQuote:
        """A quote by its stretches, with the place where its proof stands now."""
        states = {each.state for each in found}
        starts = [start for start, _, _ in quote.stretches]
        at = max(0, bisect_right(starts, quote.proof) - 1)
        now, nearest, line = found[at].now, found[at].nearest, None
        if now is None and nearest and found[at].state is QuoteState.CHANGED:
            now = nearest.occurrence
        if now is not None:
            line = now.line
            document = self.files.document(now.document.source)
            if document is not None and now.text == found[at].text:
                line = document.line(min(now.start + quote.proof - starts[at], now.end - 1))
        if states == {QuoteState.GONE}:
            state = QuoteState.GONE
        elif states & {QuoteState.CHANGED, QuoteState.GONE}:
            state = QuoteState.CHANGED
        elif QuoteState.MOVED in states or line != quote.line:
            state = QuoteState.MOVED
        else:
            state = QuoteState.VERBATIM
        return CheckedQuote(
            quote.citation,
            quote.source,
            self.files.path_of(quote.source),
            quote.line,
            state,
            found,
            now.path if now else None,
            line,
        )


def _another_row(row: str, other: str) -> bool:
    """Whether two table rows share little but the names of their columns.

    These stand before every value, "library: Marina · opened: 2014", and make all rows alike.
    """
    mine, theirs = _CELL.findall(row), _CELL.findall(other)
    if len(mine) < 2 or not {name for name, _ in mine} & {name for name, _ in theirs}:
        return False
    return len(set(mine) & set(theirs)) < SAME_CELLS * len(set(mine))


def _all(text: str, wanted: str) -> list[int]:
    """Every offset at which `wanted` stands in `text`."""
    found: list[int] = []
    at = text.find(wanted)
    while at >= 0 and wanted:
        found.append(at)
        at = text.find(wanted, at + 1)
    return found
