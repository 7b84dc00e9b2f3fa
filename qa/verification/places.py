"""Where words stand in a collection: every place, or what comes nearest.

The lexical index names the passages that have all words of meaning that a sentence has; their
texts are compared with it word by word, and so are those of its best hits, for a sentence may
stand across two passages.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from qa.datatypes import Document, Filter, Hit, Nearest, Occurrence
from qa.verification.current_files import CurrentFiles
from qa.verification.word_diff import diff, nearest_stretch
from qa.verification.words import Words, stretch, words

if TYPE_CHECKING:
    import numpy.typing as npt

    from qa.search.hybrid import Retriever

MOST_PASSAGES = 500  # with all the words, that are compared: a line under every wire report
_SIFTED = 20_000  # passages with all the words, of which those of some documents are taken
HITS = 8  # in which the nearest is looked for, and words across two passages
MOST_PLACES = 100  # of one sentence that are named


class Places:
    """Looks for words in an opened index; what it finds is as the files are now.

    With `only`, in the documents it leaves.
    """

    def __init__(
        self, retriever: Retriever, files: CurrentFiles, only: Filter | None = None
    ) -> None:
        self._retriever = retriever
        self._files = files
        self._only = only
        self._asked = ""  # the text that was last searched for, and its hits
        self._found: Sequence[Hit] = ()

    def searched(self) -> tuple[int, int]:
        """How many documents and passages are looked into."""
        if self._only is None:
            return self._retriever.store.counts()
        documents, allowed = self._retriever.store.matching(self._only)
        return documents, len(allowed)

    def of(self, text: str) -> tuple[tuple[Occurrence, ...], bool]:
        """The places where the words of `text` stand, verbatim ones first; whether more do."""
        wanted = words(text)
        if not wanted.keys:
            return (), False
        ids = self._containing(text)
        regions: dict[str, list[tuple[int, int]]] = {}
        stored = self._retriever.store.passages(ids.tolist())
        for each in stored.values():
            if next(words(each.text).found(wanted), None) is not None:
                passage = each.passage
                regions.setdefault(each.document.source, []).append((passage.start, passage.end))
        if not regions:
            regions = self._across(text)
        found = {
            (each.document.source, each.start): each for each in self._in(regions, text, wanted)
        }
        places = sorted(
            found.values(),
            key=lambda each: (len(each.differences), each.document.source, each.start),
        )
        more = len(places) > MOST_PLACES or len(ids) == MOST_PASSAGES
        return tuple(map(self._in_sentence, places[:MOST_PLACES])), more

    def nearest(self, text: str) -> Nearest | None:
        """What the search finds that is most like `text`: a sentence, or two in a row."""
        wanted = words(text)
        best: tuple[float, Document, tuple[int, int]] | None = None
        for hit in self._hits(text):
            document = self._files.document(hit.document.source)
            if document is None:
                continue
            sentences = [(each.start, each.end) for each in hit.passage.sentences]
            if self._files.changed(document.source):
                sentences = sentences_of(document)
            found = nearest_stretch(wanted, document.text, windows(sentences, 2))
            if found is not None and (best is None or found[1] > best[0]):
                best = found[1], document, found[0]
        if best is None:
            return None
        alike, document, (start, end) = best
        return self.near(text, document, start, end, alike)

    def near(self, text: str, document: Document, start: int, end: int, alike: float) -> Nearest:
        """A stretch of a document as what comes nearest to `text`."""
        found = document.text[start:end]
        place = Occurrence(
            document.info,
            self._files.path_of(document.source),
            document.line(start),
            start,
            end,
            found,
            place=document.place_at(start),
        )
        return Nearest(place, round(alike, 4), diff(text, found))

    def occurrences(
        self, document: Document, text: str, wanted: Words, start: int = 0, end: int | None = None
    ) -> Iterator[Occurrence]:
        """Where the words of `text` stand in a part of a document, in order."""
        for low, high in words(document.text, start, end).found(wanted):
            first, last, kinds = stretch(text, document.text, low, high)
            yield Occurrence(
                document.info,
                self._files.path_of(document.source),
                document.line(first),
                first,
                last,
                document.text[first:last],
                kinds,
                place=document.place_at(first),
            )

    def _in(
        self, regions: dict[str, list[tuple[int, int]]], text: str, wanted: Words
    ) -> Iterator[Occurrence]:
        """The places in some passages, or in the whole of a document that has changed."""
        self._files.look(regions)
        for source, spans in regions.items():
            document = self._files.document(source)
            if document is None:
                continue
            if self._files.changed(source):
                spans = [(0, len(document.text))]
            for span in spans:
                start, end = _whole_words(document.text, *span)
                yield from self.occurrences(document, text, wanted, start, end)

    def _in_sentence(self, place: Occurrence) -> Occurrence:
        """A place with the sentence that it is a part of."""
        document = self._files.document(place.document.source)
        if document is None:
            return place
        near = [
            (start, end)
            for start, end in sentences_of(document, place.start, place.end)
            if start < place.end and place.start < end
        ]
        if not near:
            return place
        start, end = near[0][0], near[-1][1]
        outside = (
            *words(document.text, start, place.start).keys,
            *words(document.text, place.end, end).keys,
        )
        return replace(place, sentence=document.text[start:end]) if outside else place

    def _across(self, text: str) -> dict[str, list[tuple[int, int]]]:
        """The neighbourhoods of the best hits: a sentence may begin in one and end in the next."""
        regions: dict[str, list[tuple[int, int]]] = {}
        reach = len(text) + 200
        for hit in self._hits(text):
            start, end = hit.passage.start - reach, hit.passage.end + reach
            regions.setdefault(hit.document.source, []).append((max(0, start), end))
        return regions

    def _containing(self, text: str) -> npt.NDArray[np.int64]:
        """The ids of at most `MOST_PASSAGES` that have all words of meaning of `text`."""
        if self._only is None:
            return self._retriever.lexical.containing(text, MOST_PASSAGES)
        _, allowed = self._retriever.store.matching(self._only)
        found = self._retriever.lexical.containing(text, _SIFTED)
        return found[np.isin(found, allowed)][:MOST_PASSAGES]

    def _hits(self, text: str) -> Sequence[Hit]:
        if text != self._asked:
            self._asked = text
            self._found = self._retriever.search(text, HITS, only=self._only)
        return self._found


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of `text`, longer by the rest of the words that it cuts."""
    end = min(end, len(text))
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def windows(spans: Sequence[tuple[int, int]], most: int, least: int = 1) -> list[tuple[int, int]]:
    """Stretches from `least` to `most` neighbouring spans, shorter ones first."""
    return [
        (spans[at][0], spans[at + number - 1][1])
        for number in range(max(least, 1), most + 1)
        for at in range(len(spans) - number + 1)
    ]


def sentences_of(
    document: Document, start: int = 0, end: int | None = None
) -> list[tuple[int, int]]:
    """The sentences of a document as (start, end), or those of the blocks in a part of it."""
    from qa.documents.sentences import split  # 60 ms, for its tables

    end = len(document.text) if end is None else end
    first = bisect_right(document.blocks, start, key=lambda block: block.end)
    last = bisect_left(document.blocks, end, key=lambda block: block.start)
    chosen = replace(document, blocks=document.blocks[first:last])
    return [(each.start, each.end) for each in split(chosen)]
