"""Results that are slow to compute and depend on their inputs alone, cached in one file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from threading import Lock
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from qa.answering import cross_encoder, span_cleanup
from qa.answering import ranker as ranking_code
from qa.answering import reader as reading_code
from qa.answering.ranker import Ranker
from qa.answering.reader import Reader, Reading, Span
from qa.embedding import runtimes
from qa.embedding.encoder import Encoder


class Cache:
    """Bytes by the inputs they depend on, in an SQLite file; may be used by several threads.

    Deleting the file costs time and nothing else.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Every result is committed by itself: two runs may share the file, and one that is
        # interrupted loses nothing.
        self._db = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("CREATE TABLE IF NOT EXISTS kept (facts BLOB PRIMARY KEY, value BLOB)")
        self._lock = Lock()

    def get(self, *facts: str) -> bytes | None:
        """The value stored under these facts, or None."""
        with self._lock:
            query = "SELECT value FROM kept WHERE facts = ?"
            row = self._db.execute(query, (_key(facts),)).fetchone()
        return None if row is None else bytes(row[0])

    def put(self, value: bytes, *facts: str) -> None:
        """Store `value` under these facts."""
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (_key(facts), value))

    def through(
        self, asked: Sequence[Sequence[str]], make: Callable[[list[int]], Sequence[bytes]]
    ) -> list[bytes]:
        """The values under each of `asked`; `make` gives those at the places that are missing."""
        found = [self.get(*facts) for facts in asked]
        new = [i for i, value in enumerate(found) if value is None]
        fresh = dict(zip(new, make(new), strict=True))
        for i, value in fresh.items():
            self.put(value, *asked[i])
        return [fresh[i] if value is None else value for i, value in enumerate(found)]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


def _key(facts: Sequence[str]) -> bytes:
    return sha256("\0".join(facts).encode("utf-8", "surrogatepass")).digest()[:16]


def code_hash(*modules: ModuleType) -> str:
    """Eight hex digits over the source of modules."""
    sources = [Path(module.__file__ or "").read_bytes() for module in modules]
    return sha256(b"\0".join(sources)).hexdigest()[:8]


class CachedReader(Reader):
    """A reader that reads no passage twice for the same question."""

    def __init__(
        self, reader: Reader, cache: Cache, fitted: dict[str, dict[str, float]] | None = None
    ) -> None:
        """`fitted` takes the place of the reader's own numbers."""
        self.plain = reader  # without the cache
        self.key = reader.key
        self.fitted = reader.fitted if fitted is None else fitted
        self._cache = cache
        self._code = code_hash(reading_code, cross_encoder, span_cleanup, runtimes)

    @property
    def ranker(self) -> Ranker | None:
        """See `qa.answering.reader.Reader.ranker`."""
        plain = self.plain.ranker
        return CachedRanker(plain, self._cache) if plain else None

    def read(
        self,
        question: str,
        passages: Sequence[str],
        parts: Sequence[Sequence[tuple[int, int]]] | None = None,
    ) -> list[Reading]:
        """See `qa.answering.reader.Reader.read`."""
        asked = [
            ("reading", self.key, self._code, question, text, json.dumps(parts[i] if parts else ()))
            for i, text in enumerate(passages)
        ]

        def read(new: list[int]) -> list[bytes]:
            below = [parts[i] for i in new] if parts else None
            return [*map(_packed, self.plain.read(question, [passages[i] for i in new], below))]

        return [*map(_unpacked, self._cache.through(asked, read))]


class CachedRanker(Ranker):
    """A ranker that reads no text twice for the same question."""

    def __init__(self, ranker: Ranker, cache: Cache) -> None:
        self.key = ranker.key
        self._plain, self._cache = ranker, cache
        self._code = code_hash(ranking_code, cross_encoder, runtimes)

    def logits(self, question: str, texts: Sequence[str]) -> list[float]:
        """See `qa.answering.ranker.Ranker.logits`."""
        asked = [("ranking", self.key, self._code, question, text) for text in texts]

        def rank(new: list[int]) -> list[bytes]:
            logits = self._plain.logits(question, [texts[i] for i in new])
            return [str(logit).encode() for logit in logits]

        return [*map(float, self._cache.through(asked, rank))]


class CachedEncoder:
    """An encoder that encodes no text twice."""

    def __init__(self, encoder: Encoder, cache: Cache) -> None:
        self.name, self.key = encoder.name, encoder.key
        self.dimension, self.max_tokens = encoder.dimension, encoder.max_tokens
        self.tokenizer_file = encoder.tokenizer_file
        self._encoder, self._cache = encoder, cache
        self._code = code_hash(runtimes)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `qa.embedding.encoder.Encoder.encode_queries`."""
        return self._encode("query", texts)

    def encode_passages(
        self, texts: Sequence[str], truncated: list[int] | None = None
    ) -> NDArray[np.float32]:
        """See `qa.embedding.encoder.Encoder.encode_passages`; what was truncated is not cached."""
        if truncated is not None:
            return self._encoder.encode_passages(texts, truncated)
        return self._encode("passage", texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `qa.embedding.encoder.Encoder.count_tokens`."""
        return self._encoder.count_tokens(texts)

    def _encode(self, side: str, texts: Sequence[str]) -> NDArray[np.float32]:
        facts = [("vector", self.key, self._code, side, text) for text in texts]

        def encode(new: list[int]) -> list[bytes]:
            made = (
                self._encoder.encode_queries if side == "query" else self._encoder.encode_passages
            )
            vectors = made([texts[i] for i in new]) if new else ()
            return [vector.astype(np.float32).tobytes() for vector in vectors]

        vectors = [np.frombuffer(each, np.float32) for each in self._cache.through(facts, encode)]
        return np.array(vectors, np.float32).reshape(len(texts), self.dimension)


def _packed(reading: Reading) -> bytes:
    def plain(span: Span | None) -> list[float] | None:
        return None if span is None else [span.start, span.end, span.score]

    return json.dumps([
        reading.answerable,
        reading.null,
        plain(reading.best),
        [plain(span) for span in reading.by_part],
        reading.evidence,
    ]).encode()  # fmt: skip


def _unpacked(value: bytes) -> Reading:
    answerable, null, best, by_part, evidence = json.loads(value)
    return Reading(
        answerable,
        null,
        None if best is None else Span(*best),
        tuple(None if span is None else Span(*span) for span in by_part),
        tuple(evidence),
    )
