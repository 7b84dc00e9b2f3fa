"""Collections of a given size on disk, as files and as an index, and what updates of them cost."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.data import timing_texts
from bench.harness.measure_index import update_texts
from bench.harness.processes import qa_command, run
from bench.harness.synthetic_articles import enlarge
from qa.embedding.encoder import load_encoder
from qa.embedding.model_files import FAST_MODEL

REAL = 370_822  # passages of the 28,072 real articles
UPDATES = "updates"  # folder for articles that come and go


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of a collection of some size, and the encoder of its vectors."""

    work: Path
    encoder: str
    size: int

    @property
    def name(self) -> str:
        """What results call it."""
        return f"{Path(self.encoder).name}-{self.size}"

    @property
    def docs(self) -> Path:
        """Its files; articles are composed by vectors, so each encoder has its own."""
        real = self.work / f"docs-{self.size}"
        return real if self.size <= REAL else self.work / self.name / "docs"

    @property
    def index(self) -> Path:
        """Its index."""
        return self.work / self.name / "index"

    @property
    def mark(self) -> Path:
        """JSON about how it was built; there once the build is complete."""
        return self.work / self.name / "built.json"


def write_articles(data: Path, folder: Path, passages: int) -> str:
    """Write articles as files until they make about so many passages; say what they are."""
    source, stream = timing_texts.articles(data)
    for number, document in enumerate(timing_texts.about(stream, passages)):
        path = folder / f"{number // 1000:03d}" / f"{document.id}.txt"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            title, text = document.title, document.text
            whole = text if text.startswith(title) else f"{title}\n\n{text}"
            path.write_text(whole, "utf-8", errors="replace")
    return source


def build_collection(place: Place, data: Path, vectors: Path | None) -> dict[str, Any]:
    """Build the collection unless it is there; return the cost of its build.

    `vectors` is an index of the same articles whose vectors are taken, which is never written to.
    """
    if place.mark.is_file():
        built: dict[str, Any] = json.loads(place.mark.read_text("utf-8"))
        return built
    if place.size <= REAL:
        built = _of_files(place, data, vectors)
    else:
        built = _composed(place, data, vectors)
    place.mark.write_text(json.dumps(built, indent=1), "utf-8")
    return built


def _of_files(place: Place, data: Path, vectors: Path | None) -> dict[str, Any]:
    source = write_articles(data, place.docs, place.size)
    taken = vectors is not None and place.encoder != FAST_MODEL
    if taken and not place.index.exists():
        assert vectors is not None
        unfinished = place.index.with_name("copying")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(vectors, unfinished)
        unfinished.rename(place.index)
    seconds, report = update(place, "--prune", "--model", place.encoder)
    if taken:  # remove what else the copy contains
        with sqlite3.connect(place.index / "qa.sqlite", isolation_level=None) as db:
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
    how = "taken from an index of the same texts" if taken else "encoded"
    return {"vectors": how, "source": source, "seconds": None if taken else seconds,
            "passages": report["passages"]}  # fmt: skip


def _composed(place: Place, data: Path, vectors: Path | None) -> dict[str, Any]:
    base = Place(place.work, place.encoder, REAL)
    build_collection(base, data, vectors)
    for path in base.docs.rglob("*.txt"):
        link = place.docs / path.relative_to(base.docs)
        if not link.exists():
            link.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, link)  # the same article, and no more disk
    if not place.index.exists():
        unfinished = place.index.with_name("copying")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        shutil.copy2(base.index / "qa.sqlite", unfinished / "qa.sqlite")
        unfinished.rename(place.index)
    encodes = place.encoder == FAST_MODEL
    started = time.perf_counter()
    encoder = load_encoder(FAST_MODEL) if encodes else None
    added = enlarge(base.index, place.index, place.docs, place.size, encoder)
    composed = time.perf_counter() - started
    seconds, report = update(place)  # makes the search structures
    how = "encoded" if encodes else "of composed articles mixed"
    return {"vectors": how, "composed": added, "compose_seconds": composed,
            "derive_seconds": seconds, "seconds": None, "passages": report["passages"]}  # fmt: skip


def update(place: Place, *options: str) -> tuple[float, dict[str, Any]]:
    """Seconds of `qa index` as a process, and what it reports."""
    words = ["index", str(place.docs), "--index", str(place.index), "--json", *options]
    started = time.perf_counter()
    done = run([*qa_command(), *words])
    seconds = time.perf_counter() - started
    return seconds, json.loads(done)


def changes(place: Place, data: Path, number: int) -> float:
    """Seconds of the update that adds so many articles; they are taken away again afterwards."""
    folder = place.docs / UPDATES
    folder.mkdir(exist_ok=True)
    try:
        for at, text in enumerate(update_texts(number, seed=time.time_ns(), data=data)):
            (folder / f"{number}-{at}.txt").write_text(text, "utf-8")
        seconds, report = update(place)
        if report["added"] != number:
            raise RuntimeError(f"{report['added']} articles were added, not {number}")
    finally:
        shutil.rmtree(folder)
        update(place, "--prune")
    return seconds


def measure_apart(place: Place, what: str, data: Path, **options: object) -> dict[str, Any]:
    """What `bench.harness.measure_index` finds, in its own process, the index's files in memory."""
    read_into_memory(place.index)
    words = [
        sys.executable,
        "-m",
        "bench.harness.measure_index",
        what,
        str(place.index),
        "--data",
        str(data),
    ]
    for name, value in options.items():
        words += [f"--{name}", str(value)]
    found: dict[str, Any] = json.loads(run(words).splitlines()[-1])
    return found


def disk(index: Path) -> dict[str, int]:
    """Bytes of each part of an index."""
    lexical = sum(path.stat().st_size for path in (index / "lexical").rglob("*") if path.is_file())
    return {
        "SQLite": (index / "qa.sqlite").stat().st_size,
        "FAISS": (index / "dense.faiss").stat().st_size,
        "tantivy": lexical,
    }


def read_into_memory(index: Path) -> None:
    """Read the files of an index, as questions before would have done."""
    for path in index.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                while file.read(1 << 24):
                    pass


def drop_from_memory(index: Path) -> None:
    """Ask the kernel to drop the files of an index from memory, as after a restart."""
    if not hasattr(os, "posix_fadvise"):
        return
    for path in index.rglob("*"):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)
