"""Pack sentences into passages: consecutive sentences, about as long as the encoder likes.

Length is counted in the model's tokens, and no passage has more of them than the model reads, so
nothing is embedded in part. Where to cut is the cheapest of all ways to cut, found by dynamic
programming: lengths far from the aim cost, so do cuts inside a paragraph or between a lead-in and
its list, and passages over several sections. A window moves over the document, and a passage
holds a bounded number of sentences: time is linear, and memory doesn't grow with the document.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from qa.datatypes import BlockKind, Document, Passage, Sentence
from qa.documents.cheapest_cuts import Atom, cheapest
from qa.documents.token_estimate import estimate

# Counts up when the same file would be read or packed otherwise: part of the fingerprint.
VERSION = 10

Count = Callable[[Sequence[str]], Sequence[int]]

SEPARATOR = " › "  # between the headings of `Passage.heading`
MAX_HEADING = 160  # characters of them; the innermost stay

_WINDOW = 2_000  # sentences that are counted and packed at a time
# Costs are squares of shares of the aimed-at length: 0.2² is as bad as a fifth too long or short.
_CUT_IN_PARAGRAPH = 0.2**2
_CUT_IN_CODE = 0.4**2
_CUT_BETWEEN_ITEMS = 0.15**2
_CUT_FROM_LEAD = 0.6**2  # a list, code or an answer from the line that it hangs from
_SECTION_INSIDE = 0.65**2  # two small sections under the same heading in one passage
_OTHER_INSIDE = 0.95**2  # and sections of different headings
_LEADING = frozenset({BlockKind.HEADING, BlockKind.META})
_ITEMS = frozenset({BlockKind.LIST_ITEM, BlockKind.STEP, BlockKind.TABLE, BlockKind.CONTENTS})


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How passages are cut; stored with the index.

    `tokens` is the aimed-at length in tokens of the model, `limit` what no passage exceeds: the
    length that the model reads less what title and headings take. `overlap` sentences of a passage
    are repeated at the start of the next, as far as the limit allows. Raises ValueError when they
    are invalid.
    """

    tokens: int = 150
    limit: int = 206  # 256, less two special tokens and 48 for the title and the headings
    overlap: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.tokens <= self.limit or self.overlap < 0:
            raise ValueError(f"tokens must be from 1 to the limit, overlap not negative: {self}")


def pack(
    document: Document,
    sentences: Sequence[Sentence],
    settings: PassageSettings = PassageSettings(),
    count: Count = estimate,
) -> tuple[Passage, ...]:
    """Passages of `document` made of its `sentences` (in order); each is in one at least.

    `count` gives the number of tokens of each of some texts, special ones left out. A sentence
    beyond the limit is cut at words. Boilerplate keeps to passages of its own. Headings stand
    before what they head, bylines and credits with their neighbours.
    """
    return tuple(
        passage
        for boilerplate, group in groupby(sentences, lambda s: s.kind is BlockKind.BOILERPLATE)
        for passage in _Packer(document, settings, count, boilerplate).run(group)
    )


class _Packer:
    def __init__(
        self, document: Document, settings: PassageSettings, count: Count, boilerplate: bool
    ) -> None:
        self._document = document
        self._settings = settings
        self._count = count
        self._boilerplate = boilerplate
        self._starts = [block.start for block in document.blocks]
        self._block = -1  # the block of the atom made last
        self._waiting: list[tuple[Sentence, int]] = []  # headings that wait for their text
        self._before: tuple[tuple[Sentence, int], ...] = ()  # of the last passage, for the overlap

    def run(self, sentences: Iterator[Sentence]) -> Iterator[Passage]:
        atoms: list[Atom] = []
        while window := list(islice(sentences, _WINDOW)):
            atoms += self._atoms(self._counted(window))
            ranges = cheapest(atoms, self._settings.tokens, self._settings.limit)
            # The last passages depend on what follows.
            for first, last in ranges[:-2]:
                yield self._passage(atoms[first:last])
            if len(ranges) > 2:
                atoms = atoms[ranges[-2][0] :]
        atoms = self._closed(atoms)
        for first, last in cheapest(atoms, self._settings.tokens, self._settings.limit):
            yield self._passage(atoms[first:last])

    # --- sentences and their lengths

    def _counted(self, window: Sequence[Sentence]) -> Iterator[tuple[Sentence, int]]:
        counts = self._count([self._text(sentence) for sentence in window])
        for sentence, tokens in zip(window, counts, strict=True):
            if tokens <= self._settings.limit:
                yield sentence, tokens
            else:
                yield from self._cut(sentence)

    def _cut(self, sentence: Sentence) -> Iterator[tuple[Sentence, int]]:
        """Parts of a sentence that is too long: as many words as fit, of a word what fits."""
        limit = self._settings.limit
        words = [
            part
            for start, end in _words(self._document.text, sentence.start, sentence.end)
            for part in self._fitting(start, end)
        ]
        counts = self._count([self._document.text[a:b] for a, b in words])
        # Equal parts rather than a rest of three words.
        parts = -(-sum(counts) // limit)
        aim = min(limit, -(-sum(counts) // parts) + 8)
        start, end, total = words[0][0], words[0][0], 0
        for (a, b), tokens in zip(words, counts, strict=True):
            if total and total + tokens > aim:
                yield Sentence(start, end, sentence.kind), total
                start, total = a, 0
            end, total = b, total + tokens
        yield Sentence(start, end, sentence.kind), total

    def _fitting(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The word, halved as often as it takes for its parts to be within the limit."""
        waiting = [(start, end)]
        while waiting:
            start, end = waiting.pop()
            tokens = self._count([self._document.text[start:end]])[0]
            if tokens <= self._settings.limit or end - start < 2:
                yield start, end
            else:
                middle = (start + end) // 2
                waiting += [(middle, end), (start, middle)]

    def _text(self, sentence: Sentence) -> str:
        return self._document.text[sentence.start : sentence.end]

    # --- atoms

    def _atoms(self, counted: Iterator[tuple[Sentence, int]]) -> Iterator[Atom]:
        limit = self._settings.limit
        for pair in counted:
            length = sum(tokens for _, tokens in self._waiting) + pair[1]
            if length > limit and self._waiting:
                yield self._atom(self._waiting)
                self._waiting, length = [], pair[1]
            self._waiting.append(pair)
            # Headings wait for a sentence to stand above, but not a whole table of contents.
            if pair[0].kind in _LEADING and length <= self._settings.tokens // 2:
                continue
            yield self._atom(self._waiting)
            self._waiting = []

    def _closed(self, atoms: list[Atom]) -> list[Atom]:
        """The atoms with what waits at the end: it goes with what is above it where it fits."""
        if not self._waiting:
            return atoms
        last = self._atom(self._waiting)
        self._waiting = []
        if atoms and atoms[-1].tokens + last.tokens <= self._settings.limit:
            above = atoms[-1]
            joined = (*above.sentences, *last.sentences)
            tokens = above.tokens + last.tokens
            return [*atoms[:-1], Atom(joined, tokens, above.cut, above.inside)]
        return [*atoms, last]

    def _atom(self, pairs: Sequence[tuple[Sentence, int]]) -> Atom:
        if len(pairs) == 1:  # as most are
            ((sentence, tokens),) = pairs
            before, self._block = self._block, self._place(sentence)
            return Atom((sentence,), tokens, *self._costs(before, self._block, sentence))
        sentences = tuple(sentence for sentence, _ in pairs)
        before, here = self._block, self._place(sentences[0])
        self._block = self._place(sentences[-1])
        cut, inside = self._costs(before, here, sentences[0])
        if inside == 0 and any(sentence.kind is BlockKind.HEADING for sentence in sentences[1:]):
            inside = _SECTION_INSIDE
        return Atom(sentences, sum(tokens for _, tokens in pairs), cut, inside)

    def _costs(self, before: int, here: int, first: Sentence) -> tuple[float, float]:
        """What it costs to begin a passage at a sentence, and to have it inside of one."""
        blocks = self._document.blocks
        if not blocks:
            return 0.0, 0.0
        block = blocks[here]
        if block.start < first.start:
            return (_CUT_IN_CODE if block.kind is BlockKind.CODE else _CUT_IN_PARAGRAPH), 0.0
        if block.kind is BlockKind.HEADING:
            if before < 0:
                return 0.0, 0.0
            above = self._section(before)
            same = block.parent in (above, blocks[above].parent if above >= 0 else -1)
            return 0.0, _SECTION_INSIDE if same else _OTHER_INSIDE
        if block.parent == before >= 0 and blocks[before].kind is not BlockKind.HEADING:
            return _CUT_FROM_LEAD, 0.0
        if block.kind in _ITEMS and before >= 0 and blocks[before].kind in _ITEMS:
            return _CUT_BETWEEN_ITEMS, 0.0
        return 0.0, 0.0

    def _section(self, place: int) -> int:
        """The heading that a block stands under, the block itself if it is one."""
        blocks = self._document.blocks
        while place >= 0 and blocks[place].kind is not BlockKind.HEADING:
            place = blocks[place].parent
        return place

    def _place(self, sentence: Sentence) -> int:
        """The place of a sentence's block in the document's blocks."""
        return bisect_right(self._starts, sentence.start) - 1

    # --- passages

    def _passage(self, atoms: Sequence[Atom]) -> Passage:
        own = [sentence for atom in atoms for sentence in atom.sentences]
        room = self._settings.limit - sum(atom.tokens for atom in atoms)
        repeated: list[Sentence] = []
        for sentence, tokens in reversed(self._before):
            room -= tokens
            if room < 0:
                break
            repeated.insert(0, sentence)
        if overlap := self._settings.overlap:
            last = own[-overlap:]
            counts = self._count([self._text(sentence) for sentence in last])
            self._before = tuple(zip(last, counts, strict=True))
        sentences = (*repeated, *own)
        heading = self._heading(sentences)
        start, end = sentences[0].start, sentences[-1].end
        return Passage(start, end, sentences, self._boilerplate, heading)

    def _heading(self, sentences: Sequence[Sentence]) -> str:
        """The headings above the first sentence that is none, but for those in the passage."""
        document = self._document
        if not document.blocks:
            return ""
        body = (s for s in sentences if s.kind not in _LEADING)
        place = self._place(next(body, sentences[0]))
        path: list[str] = []
        length = 0
        while (place := document.blocks[place].parent) >= 0:
            block = document.blocks[place]
            if block.kind is not BlockKind.HEADING or block.start >= sentences[0].start:
                continue
            words = " ".join(document.text[block.start : block.end].split())[:MAX_HEADING]
            length += len(words) + len(SEPARATOR)
            if words != document.title and (length <= MAX_HEADING or not path):
                path.append(words)
        return SEPARATOR.join(reversed(path))


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the words of `text[start:end]`."""
    first = -1
    for position in range(start, end):
        if text[position].isspace():
            if first >= 0:
                yield first, position
            first = -1
        elif first < 0:
            first = position
    if first >= 0:
        yield first, end
