"""Texts of the training sets, tokenised once and cut into sentences, of which windows are made."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tokenizers import Tokenizer

from qa.datatypes import Document
from qa.documents.loaders import plain_text
from qa.documents.sentences import split

MIN_WORDS, MAX_WORDS = 30, 190  # of a window; a passage of an index has about 115
Tokens = tuple[int, int]  # from the first up to, not including, the last


@dataclass(frozen=True)
class Context:
    """A text with its tokens and sentences; token i covers `text[starts[i]:ends[i]]`."""

    text: str
    article: str
    ids: list[int]
    starts: list[int]
    ends: list[int]
    sentences: tuple[tuple[int, int], ...]  # token ranges
    whole: bool = False  # a passage as the product cuts them, always shown whole

    @cached_property
    def words(self) -> tuple[int, ...]:
        """Words of each sentence."""
        return tuple(
            len(self.text[self.starts[a] : self.ends[b - 1]].split()) for a, b in self.sentences
        )

    def tokens(self, start: int, end: int) -> tuple[int, int] | None:
        """Range of the tokens that overlap the characters [start, end); None when there is none."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end)
        return (first, last) if first < last else None

    def holding(self, first: int, last: int) -> tuple[int, int]:
        """Range of the sentences that the tokens [first, last) lie in."""
        ends = [b for _, b in self.sentences]
        starts = [a for a, _ in self.sentences]
        return bisect_right(ends, first), bisect_left(starts, last)


@dataclass(frozen=True, slots=True)
class Window:
    """What the reader is shown of a context: runs of whole sentences, as token ranges."""

    context: Context
    runs: tuple[tuple[int, int], ...]

    @property
    def ids(self) -> list[int]:
        """The tokens shown."""
        return [i for a, b in self.runs for i in self.context.ids[a:b]]

    @property
    def text(self) -> str:
        """The characters shown."""
        c = self.context
        return " ".join(c.text[c.starts[a] : c.ends[b - 1]] for a, b in self.runs)

    def position(self, token: int) -> int | None:
        """The position of a token of the context in `ids`; None when it isn't shown."""
        offset = 0
        for a, b in self.runs:
            if a <= token < b:
                return offset + token - a
            offset += b - a
        return None


def prepare(texts: Sequence[tuple[str, str, bool]], tokenizer: Tokenizer) -> list[Context]:
    """Tokenise and cut (article, text, whole) triples."""
    found = []
    encodings = tokenizer.encode_batch([text for _, text, _ in texts], add_special_tokens=False)
    for (article, text, whole), encoding in zip(texts, encodings, strict=True):
        starts = [a for a, _ in encoding.offsets]
        ends = [b for _, b in encoding.offsets]
        if whole:
            found.append(Context(text, article, encoding.ids, starts, ends, (), True))
            continue
        document = Document("", "", text, tuple(plain_text.cut(text, 0)))
        ranges = []
        for sentence in split(document):
            first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
            if first < last:
                ranges.append((first, last))
        found.append(Context(text, article, encoding.ids, starts, ends, tuple(ranges)))
    return found


def around(context: Context, first: int, last: int, chance: random.Random) -> Window | None:
    """A window of whole sentences around the tokens [first, last); None if they are in none."""
    a, b = context.holding(first, last)
    if a >= b:
        return None
    a, b = _grown(context, a, b, chance)
    return Window(context, ((context.sentences[a][0], context.sentences[b - 1][1]),))


def without(context: Context, first: int, last: int, chance: random.Random) -> Window | None:
    """The same, with the sentences that hold the tokens taken out; None if too little is left."""
    inner_a, inner_b = context.holding(first, last)
    a, b = _grown(context, inner_a, inner_b, chance)
    runs = []
    if a < inner_a:
        runs.append((context.sentences[a][0], context.sentences[inner_a - 1][1]))
    if inner_b < b:
        runs.append((context.sentences[inner_b][0], context.sentences[b - 1][1]))
    if sum(b - a for a, b in runs) < MIN_WORDS // 2:
        return None
    return Window(context, tuple(runs))


def somewhere(context: Context, chance: random.Random) -> Window | None:
    """A window of whole sentences wherever it falls; None in a text without sentences."""
    if not context.sentences:
        return None
    at = chance.randrange(len(context.sentences))
    a, b = _grown(context, at, at + 1, chance)
    return Window(context, ((context.sentences[a][0], context.sentences[b - 1][1]),))


def _grown(context: Context, a: int, b: int, chance: random.Random) -> tuple[int, int]:
    """Add sentences on either side until a random length is reached."""
    words = context.words
    target = chance.randint(MIN_WORDS, MAX_WORDS)
    size = sum(words[a:b])
    while True:
        left = a > 0 and size + words[a - 1] <= target
        right = b < len(words) and size + words[b] <= target
        if not (left or right):
            return a, b
        if left and (not right or chance.random() < 0.5):
            a -= 1
            size += words[a]
        else:
            size += words[b]
            b += 1
