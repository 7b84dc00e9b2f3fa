"""What tests of updates share: a folder that is changed, an index that is searched and compared."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from qa.search.dense_index import Dense
from qa.search.hybrid import Retriever
from qa.search.lexical_index import Lexical
from qa.store.index_settings import IndexSettings
from qa.store.store import Store
from tests.support.builders import FakeEncoder, environment, unit

QUERIES = ("minister radios", "harbour storm in July", "budget vote", "S-400 treaty", "unheard of")
Found = dict[tuple[str, int, int], tuple[float, float]]
HOLDER = """
import sys
from pathlib import Path
from qa.store.write_lock import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def write(path: Path, text: str = "Some text.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def fake_encoder(monkeypatch, encoder: FakeEncoder | None = None) -> FakeEncoder:
    """A fake in the place of every model."""
    fake = encoder or FakeEncoder()

    def load(name, *, key=None, chosen=False, progress=None, warn=None):
        return fake

    for module in (
        "indexing.index_encoder",
        "search.hybrid",
        "indexing.doctor",
        "embedding.encoder",
    ):
        monkeypatch.setattr(f"qa.{module}.load_encoder", load)
    return fake


@contextmanager
def another_writer(index: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the index's lock, killed at the end."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(index)],
        env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield holder
        holder.send_signal(signal.SIGKILL)


def opened(index: Path) -> Dense:
    """The dense index as a question finds it."""
    with Store.open(index) as store:
        dense = Dense.open(index, store)
    assert dense is not None
    return dense


def candidates(index: Path, query: str) -> Found:
    """Every passage that either side proposes, by its place, with cosine and BM25."""
    with Store.open(index) as store:
        dense, lexical = Dense.open(index, store), Lexical.open(index, store)
        assert dense is not None
        assert lexical is not None
        retriever = Retriever(store, dense, lexical, FakeEncoder(), "f")
        found = retriever.candidates(query, depth=5_000)
        stored = store.passages(found.ids.tolist())
        assert len(stored) == len(found.ids) == store.counts()[1]
        return {
            (p.document.source, p.passage.start, p.passage.end): (
                float(found.cosine[i]),
                float(found.bm25[i]),
            )
            for i, p in enumerate(stored[int(n)] for n in found.ids)
        }


def frequencies(index: Path, words: tuple[str, ...]) -> list[int]:
    with Store.open(index) as store:
        lexical = Lexical.open(index, store)
        assert lexical is not None
        return [lexical.frequency(word) for word in words]


def best(index: Path, text: str, depth: int = 3) -> list[str]:
    """The texts whose vectors are nearest to that of `text`."""
    with Store.open(index) as store:
        dense = Dense.open(index, store)
        assert dense is not None
        ids = dense.search(np.asarray(unit(text)), depth).ids.tolist()
        found = store.passages(ids)
        return [found[n].text for n in ids]


def settings(index: Path) -> IndexSettings:
    with Store.open(index) as store:
        return IndexSettings.from_json(store.meta("settings"))
