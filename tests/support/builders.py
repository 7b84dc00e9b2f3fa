"""Things tests are made of: documents, stores, an encoder without a model, processes."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import numpy as np

import qa
from qa.datatypes import Block, Document, Passage, Sentence
from qa.store.index_settings import IndexSettings
from qa.store.store import FileState, Store

ROOT = Path(__file__).parents[2]
BAD_INPUTS = ROOT.parent / "shared" / "badinputs"
DIMENSION = 16


def shared_attacks(name: str = "make_attacks") -> ModuleType | None:
    """A shared module of attacks (strings, damage), None where it isn't there."""
    path = BAD_INPUTS / "attacks" / f"{name}.py"
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class FakeEncoder:
    """Vectors from a hash of the text: no model, the same every time. Counts what it reads."""

    def __init__(self, name: str = "fake", key: str = "0123456789abcdef") -> None:
        self.name = name
        self.key = key
        self.dimension = DIMENSION
        self.max_tokens = 200
        self.tokenizer_file = None
        self.read: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([unit(text) for text in texts])

    def encode_passages(
        self, texts: Sequence[str], truncated: list[int] | None = None
    ) -> np.ndarray:
        self.read += texts
        if truncated is not None:
            truncated += [i for i, text in enumerate(texts) if len(text.split()) > self.max_tokens]
        return self.encode_queries(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


def unit(text: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big")
    vector = np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
    return vector / np.linalg.norm(vector)


def document(source: str, text: str, **more) -> Document:
    title = more.pop("title", source)
    return Document(source, title, text, more.pop("blocks", (Block(0, len(text)),)), **more)


def whole(text: str) -> Passage:
    return Passage(0, len(text), (Sentence(0, len(text)),))


def put(
    store: Store,
    source: str,
    texts: Sequence[str],
    vectors: np.ndarray | None = None,
    **more: object,
) -> int:
    """Commit a document with one passage for each text, and return the commit's number."""
    text = "\n".join(texts)
    passages, at = [], 0
    for part in texts:
        passages.append(Passage(at, at + len(part), (Sentence(at, at + len(part)),)))
        at += len(part) + 1
    if vectors is None:
        vectors = np.stack([unit(part) for part in texts])
    with store.commit() as number:
        state = FileState(source, len(text), 1, 2, "hash")
        store.put(
            document(source, text, **more), state, passages, vectors.astype(np.float16), number
        )
    return number


def settled(folder: Path, dimension: int = DIMENSION) -> Store:
    """A new store in `folder` that says what its vectors are."""
    store = Store.create(folder)
    store.set_meta("settings", IndexSettings("fake", "0" * 16, dimension).to_json())
    return store


def contents(index: Path) -> dict[str, tuple]:
    """What an index holds, without ids and times, so that two can be compared."""
    held = {}
    with Store.open(index) as store:
        numbers = store.passage_ids().tolist()
        passages = store.passages(numbers)
        assert len(passages) == len(numbers) == store.counts()[1]
        for info in store.documents():
            own = [p for p in passages.values() if p.document.id == info.id]
            own.sort(key=lambda p: (p.passage.start, p.passage.end))
            cut = tuple((p.passage, p.text, p.line) for p in own)
            held[info.source] = (info, store.document(info.source), cut)
    return held


def dimension(store: Store) -> int:
    return IndexSettings.from_json(store.meta("settings")).dimension


def environment() -> dict[str, str]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm"}
    for name in ("NO_COLOR", "FORCE_COLOR", "QA_DEBUG", "QA_INDEX", "QA_MODEL", "COLUMNS"):
        environ.pop(name, None)
    return environ


def python(code: str, *args: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `code` in a process of its own; `args` are its sys.argv[1:]."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, args)],
        cwd=cwd, env=environment(), capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def run_qa(
    *args: object, cwd: Path | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """The real command line on pipes. Output is decoded as UTF-8 without changing line ends."""
    done = subprocess.run(
        [sys.executable, "-m", "qa", *map(str, args)],
        cwd=cwd, env=environment(), input=stdin.encode(), capture_output=True, timeout=300,
    )  # fmt: skip
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def received(terminal: int) -> str:
    """All that a pseudo-terminal receives until its other end is closed; then it is closed too."""
    parts: list[bytes] = []
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not data:
            break
        parts.append(data)
    os.close(terminal)
    return b"".join(parts).decode()


@contextmanager
def heeding_ctrl_c() -> Iterator[None]:
    """Processes begun inside end on SIGINT, even where a shell runs its jobs without it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def engine_over(home: Path, files: Mapping[str, str]) -> Iterator[qa.Engine]:
    """An engine over files by name and text: written to `home/notes`, indexed in `home/index`."""
    notes = home / "notes"
    notes.mkdir()
    for name, text in files.items():
        (notes / name).write_text(text, "utf-8")
    with qa.open(home / "index", paths=[notes]) as engine:
        engine.sync()
        yield engine
