"""Synthetic articles: sentences of two real articles on the same topic, recombined.

Each new passage is the first half of a passage of one article and the second half of one of the
other, so that every sentence was written by a person and no text occurs twice. The articles
of a pair have opening passages in the same list of nearby vectors. Where encoding a million
passages would take a day, a passage gets the mean of the vectors of its halves' passages, weighted
by their lengths, and some noise; `likeness` says how close that is to encoding it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.harness.ticker import Ticker
from qa.datatypes import Block, BlockKind, Document, Passage, Progress, Sentence
from qa.embedding.encoder import Encoder
from qa.search.inverted_lists import trained
from qa.store.index_settings import IndexSettings
from qa.store.interface import StoreReader
from qa.store.store import FileState, Store, StoredPassage
from qa.store.write_lock import writing

NOISE = 0.45  # length of what is added to a mean vector of length 1, before it is made 1 again
_LISTS = 1024
_EACH = 8  # articles in a list, in small collections
_SAMPLE = 40_000
_LONGEST = 40  # passages of an article
_TOGETHER = 200  # documents in a commit
_SETTLED_NS = 3_000_000_000  # a file that was looked at so long after it was written is trusted

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SyntheticArticle:
    """A new article; `mixed` are the approximated vectors, shape (passages, d)."""

    title: str
    text: str
    passages: tuple[Passage, ...]
    mixed: Vectors

    @property
    def texts(self) -> list[str]:
        """What an encoder reads."""
        return [self.text[passage.start : passage.end] for passage in self.passages]


class Composer:
    """Makes new articles of those in a store, always the same ones in the same order."""

    def __init__(self, store: StoreReader, dimension: int) -> None:
        self._store = store
        ids, vectors = zip(*store.vectors(dimension), strict=True)
        self._ids, self._vectors = np.concatenate(ids), np.concatenate(vectors)
        sources: list[str] = []
        for at in range(0, len(self._ids), 10_000):
            sources += store.sources_of(self._ids[at : at + 10_000].tolist())
        starts: dict[str, list[int]] = {}
        for position, source in enumerate(sources):
            starts.setdefault(source, []).append(position)
        self._articles = [np.array(found) for found in starts.values()]
        self._topic = self._topics()

    def _topics(self) -> list[NDArray[np.int64]]:
        """Articles grouped by the list that their first passage is nearest to."""
        rng = np.random.default_rng(0)
        drawn = np.sort(rng.permutation(len(self._ids))[:_SAMPLE])
        lists = max(1, min(_LISTS, len(self._articles) // _EACH))
        centres = trained(self._vectors[drawn].astype(np.float32), lists)
        first = np.array([article[0] for article in self._articles])
        nearest = np.concatenate([
            np.argmax(self._vectors[part].astype(np.float32) @ centres.T, axis=1)
            for part in np.array_split(first, max(1, len(first) // 4096))
        ])  # fmt: skip
        groups = [np.flatnonzero(nearest == number) for number in range(len(centres))]
        return [group for group in groups if len(group) > 1]

    def articles(self, seed: int = 0) -> Iterator[SyntheticArticle]:
        """New articles without end, until every pair of articles was had."""
        rng = np.random.default_rng(seed)
        had: set[tuple[int, int]] = set()
        misses = 0
        sizes = np.array([len(group) for group in self._topic], np.float64)
        while misses < 10_000:
            group = self._topic[rng.choice(len(sizes), p=sizes / sizes.sum())]
            one, other = (int(each) for each in rng.permutation(group)[:2])
            if (one, other) in had:
                misses += 1
                continue
            had.add((one, other))
            if made := self._composed(one, other, rng, len(had)):
                yield made

    def _composed(
        self, one: int, other: int, rng: np.random.Generator, number: int
    ) -> SyntheticArticle | None:
        count = min(len(self._articles[one]), len(self._articles[other]), _LONGEST)
        mine, theirs = self._articles[one][:count], self._articles[other][:count]
        ids = self._ids[np.concatenate([mine, theirs])].tolist()
        stored = self._store.passages(ids)
        title = f"{stored[ids[0]].document.title} · {number}"
        text, passages, mixed = title, [], []
        for at in range(count):
            first, second = stored[ids[at]], stored[ids[count + at]]
            front, back = _halves(first)[0], _halves(second)[1]
            if not front or not back:
                continue
            text += "\n\n"
            start = len(text)
            spans: list[Sentence] = []
            for sentence in (*front, *back):
                begin = len(text) + (1 if spans else 0)
                text += (" " if spans else "") + sentence
                spans.append(Sentence(begin, len(text)))
            passages.append(Passage(start, len(text), tuple(spans)))
            share = sum(map(len, front)) / (len(text) - start)
            vectors = self._vectors[[mine[at], theirs[at]]].astype(np.float32)
            mixed.append(_mixed(share * vectors[0] + (1 - share) * vectors[1], rng))
        if not passages:
            return None
        return SyntheticArticle(title, text, tuple(passages), np.stack(mixed))


def _halves(found: StoredPassage) -> tuple[list[str], list[str]]:
    """The sentences of a passage in two halves, the first the longer one."""
    start = found.passage.start
    texts = [" ".join(found.text[s.start - start : s.end - start].split())
             for s in found.passage.sentences]  # fmt: skip
    middle = -(-len(texts) // 2)
    return texts[:middle], texts[middle:] or texts[:1]


def _mixed(mean: Vectors, rng: np.random.Generator) -> Vectors:
    """A vector near to `mean`, of length 1."""
    noise = rng.standard_normal(len(mean)).astype(np.float32)
    vector = mean / np.linalg.norm(mean) + NOISE * noise / np.linalg.norm(noise)
    made: Vectors = vector / np.linalg.norm(vector)
    return made


def enlarge(base: Path, index: Path, docs: Path, passages: int, encoder: Encoder | None) -> int:
    """Add composed articles to the store in `index`, and their files to `docs`.

    They are made of the articles in the index `base`, with which this one began, until there are
    so many `passages`; an interrupted run goes on. Vectors are made by `encoder`, else mixed. The
    search structures are left to the next update. Returns how many there are now.
    """
    tick = Ticker(f"{passages:,} passages")
    with Store.open(base) as real, writing(index), Store.create(index) as store:
        settings = IndexSettings.from_json(real.meta("settings"))
        documents, have = store.counts()
        done = documents - real.counts()[0]
        stream = islice(Composer(real, settings.dimension).articles(), done, None)
        while have < passages and (batch := list(islice(stream, _TOGETHER))):
            with store.commit() as number:
                for article in batch:
                    vectors = encoder.encode_passages(article.texts) if encoder else article.mixed
                    document, state = _as_file(article, docs, done)
                    half = vectors.astype(np.float16)
                    store.put(document, state, article.passages, half, number)
                    have += len(article.passages)
                    done += 1
            tick(Progress("composing", have, passages, "passages"))
        store.checkpoint()
    return done


def _as_file(article: SyntheticArticle, docs: Path, number: int) -> tuple[Document, FileState]:
    """Write an article where an update finds it, and say what the index knows of it then."""
    path = docs / f"c{number // 1000:04d}" / f"{number}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    data = article.text.encode()
    path.write_bytes(data)
    source = path.relative_to(docs).as_posix()
    seen = os.stat(path)
    state = FileState(
        source, seen.st_size, seen.st_mtime_ns, seen.st_ino, hashlib.sha256(data).hexdigest(),
        seen.st_ctime_ns, seen.st_ctime_ns + _SETTLED_NS,
    )  # fmt: skip
    blocks = [Block(0, len(article.title), BlockKind.HEADING)]
    blocks += [Block(passage.start, passage.end) for passage in article.passages]
    return Document(source, article.title, article.text, tuple(blocks)), state


def likeness(
    store: StoreReader, encoder: Encoder, nearest: Callable[[Vectors], Vectors], articles: int = 20
) -> dict[str, float]:
    """How near mixed vectors come to those that `encoder` makes of the same texts.

    `nearest` gives the cosines of a vector's hundred nearest passages, best first.
    """
    composer = Composer(store, encoder.dimension)
    found = list(islice(composer.articles(seed=1), articles))
    mixed = np.vstack([article.mixed for article in found])
    real = encoder.encode_passages([text for article in found for text in article.texts])
    figures = {"cosine": float((mixed * real).sum(axis=1).mean()), "passages": float(len(real))}
    for name, vectors in (("mixed", mixed), ("encoded", real)):
        cosines = np.vstack([nearest(vector) for vector in vectors])
        for rank in (1, 10, 100):
            figures[f"{name}@{rank}"] = float(cosines[:, rank - 1].mean())
    return figures
