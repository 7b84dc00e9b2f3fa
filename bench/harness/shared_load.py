"""Builders and readers of one shared collection at a time, each a process of its own.

Two builders index the same folder, readers ask meanwhile, and one builder is killed in the middle.
What every version has to hold is known from an index of the folder that one process has built.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import qa
from bench.data.datasets import ROOT
from bench.harness.processes import clean_environment, qa_command
from qa.errors import IndexNotFound
from qa.search.fields import BODY
from qa.search.terms import content_stems
from qa.shared.lexical import SharedLexical
from qa.shared.reading import SharedReader
from qa.store.store import Store

_BEAT = 0.1
_SECONDS = 1800.0  # after which it is given up
_MOST_IDS = 1_000_000

Spans = list[list[int]]


@dataclass(slots=True)
class Looked:
    """What one reader has seen."""

    rounds: int = 0
    answered: int = 0
    commits: list[int] = field(default_factory=list)  # numbers of the versions, as they came
    seen: list[str] = field(default_factory=list)  # sources that were there once
    seconds: list[float] = field(default_factory=list)  # of each answer
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Outcome:
    """What came of it all."""

    documents: int
    passages: int
    acknowledged: int  # documents that were committed when the builder was killed
    lost: list[str]  # of those, and of what readers had seen
    different: list[str]  # documents that are not what one process alone has built
    readers: list[Looked]
    again: int  # what the killed builder's command returned when it was run again
    seconds: float  # until the other builder had ended


def expected(index: Path) -> dict[str, Spans]:
    """Start and end of every passage, by the source of its document, in an index of one process."""
    with Store.open(index) as store:
        return {
            source: [[each.start, each.end] for each in store.passages_of(source)]
            for source, _ in store.names()
        }


def run(
    folder: Path,
    index: Path,
    address: str,
    *,
    readers: int = 4,
    kill_at: float = 0.4,
    builder: Sequence[str] = (),
) -> Outcome:
    """Build `folder` twice at `address` while it is asked; `index` is that of one process alone.

    One builder is killed when `kill_at` of the documents are committed. `builder` is the program
    that takes the arguments of `qa` (default: `qa` itself).
    """
    wanted = expected(index)
    words = [*(builder or qa_command()), "index", str(folder), "--to", address, "--model", "fast"]
    with tempfile.TemporaryDirectory(prefix="qa-bench-") as work:
        stop, known = Path(work) / "stop", Path(work) / "expected.json"
        known.write_text(json.dumps(wanted), "utf-8")
        began = time.monotonic()
        builders = [_started(words), _started(words)]
        asking = [
            _started([sys.executable, "-m", __name__, address, str(known), str(stop), str(number)])
            for number in range(readers)
        ]
        try:
            acknowledged = _kill_at(builders[0], address, kill_at * len(wanted))
            _ended(builders[1])
            seconds = time.monotonic() - began
            again = _started(words)
            _ended(again)
            time.sleep(1)  # so that every reader sees the last version
            stop.touch()
            looked = [Looked(**json.loads(_ended(each))) for each in asking]
        finally:
            for each in (*builders, *asking):
                each.kill()
                each.communicate()
    final, different = _compared(address, index)
    seen = acknowledged.union(*(each.seen for each in looked))
    return Outcome(
        documents=len(final),
        passages=sum(map(len, final.values())),
        acknowledged=len(acknowledged),
        lost=sorted(seen - final.keys()),
        different=different,
        readers=looked,
        again=again.returncode,
        seconds=seconds,
    )


def _started(words: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        words, cwd=ROOT, env=clean_environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def _ended(process: subprocess.Popen[str]) -> str:
    """What a process has printed; one that fails is an error."""
    out, errors = process.communicate(timeout=_SECONDS)
    if process.returncode:
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}: {errors[-2000:]}")
    return out


def _kill_at(process: subprocess.Popen[str], address: str, documents: float) -> set[str]:
    """Kill a builder once so many documents are committed; the sources of those."""
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(IndexNotFound), SharedReader.open(address) as store:
            if store.counts()[0] >= documents:
                found = {source for source, _ in store.names()}
                process.kill()
                return found
        time.sleep(_BEAT)
    raise RuntimeError("The builder ended before it could be killed.")


def _compared(address: str, index: Path) -> tuple[dict[str, Spans], list[str]]:
    """All documents at `address`, and those that are not equal to the index's."""
    with Store.open(index) as local, SharedReader.open(address) as shared:
        dimension = shared.table.dimension
        sides = []
        for store in (local, shared):
            vectors: dict[int, bytes] = {}
            for ids, made in store.vectors(dimension):
                vectors.update(
                    (int(number), row.tobytes()) for number, row in zip(ids, made, strict=True)
                )
            held: dict[str, list[tuple[object, ...]]] = {source: [] for source, _ in store.names()}
            for each in store.passages(store.passage_ids().tolist()).values():
                row = (each.passage, each.text, each.line, each.place, vectors[each.id])
                held[each.document.source].append(row)
            full = store.full_documents(list(held))
            sides.append({source: (full[source], held[source]) for source in held})
    one, other = sides
    spans = {source: [[row[0].start, row[0].end] for row in rows]  # type: ignore[attr-defined]
             for source, (_, rows) in other.items()}  # fmt: skip
    return spans, sorted(
        source for source in {*one, *other} if one.get(source) != other.get(source)
    )


def look(address: str, known: Path, stop: Path, seed: int) -> Looked:
    """Ask, and look at whole versions, until there is a file `stop`."""
    found = Looked()
    rng = random.Random(seed)
    spans: dict[str, Spans] = json.loads(known.read_text("utf-8"))
    seen: set[str] = set()
    with qa.open(address) as engine:
        while not stop.exists():
            try:
                sources = _version(address, spans, rng, found)
            except IndexNotFound:  # nobody has committed yet
                sources = set()
            if not sources:
                time.sleep(_BEAT)
                continue
            seen |= sources
            _answer(engine, rng.choice(sorted(sources)), found)
            found.rounds += 1
    found.seen = sorted(seen)
    return found


def _version(address: str, spans: dict[str, Spans], rng: random.Random, found: Looked) -> set[str]:
    """Look at one version: whether documents, passages, vectors, words and counts are of one."""
    with SharedReader.open(address) as store:
        number = store.commit_number()
        sources = [source for source, _ in store.names()]
        ids = store.passage_ids()
        documents, passages = store.counts()
        whole = sum(len(spans[source]) for source in sources)
        if found.commits and number < found.commits[-1]:
            found.problems.append(f"version {number} after {found.commits[-1]}")
        found.commits.append(number)
        if not len(sources) == len(set(sources)) == documents:
            found.problems.append(f"{number}: {documents} documents, {len(sources)} rows")
        if not len(ids) == len(set(ids.tolist())) == passages == whole:
            found.problems.append(f"{number}: {passages} passages, {len(ids)} rows, {whole} wanted")
        for source in rng.sample(sources, min(5, len(sources))):
            if [[each.start, each.end] for each in store.passages_of(source)] != spans[source]:
                found.problems.append(f"{number}: {source} is not whole")
            else:
                _words(store, source, rng, found)
    return set(sources)


def _words(store: SharedReader, source: str, rng: random.Random, found: Looked) -> None:
    """Whether a word of a document stands in as many passages as its count says."""
    document = store.document(source)
    stems = sorted(set(content_stems(document.text if document else "")))
    if not stems:
        return
    word, lexical = rng.choice(stems), SharedLexical(store.table)
    count, ids = lexical.frequencies.of(BODY, word), lexical.ids_with(BODY, word, _MOST_IDS)
    if count != len(ids) or source not in store.sources_of(ids.tolist()):
        found.problems.append(f"{store.commit_number()}: {word} is counted {count}, in {len(ids)}")


def _answer(engine: qa.Engine, source: str, found: Looked) -> None:
    """Ask about a document; whatever is quoted stands in it word for word."""
    question = f"What is said about {engine.document(source).title}?"[:300]
    began = time.perf_counter()
    answer = engine.ask(question, fresh=False)
    found.seconds.append(time.perf_counter() - began)
    found.answered += answer.answered
    cited = {each.number: each.document.source for each in answer.sources}
    for each in answer.evidence:
        text = engine.document(cited[each.citation]).text
        if each.text != "\n".join(text[start:end] for start, end in each.stretches):
            found.problems.append(f"{cited[each.citation]} has no {each.text!r}")


if __name__ == "__main__":
    at, spans_file, stop_file, seed_text = sys.argv[1:]
    result = look(at, Path(spans_file), Path(stop_file), int(seed_text))
    print(json.dumps({name: getattr(result, name) for name in Looked.__slots__}))
