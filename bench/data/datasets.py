"""Reading the public data sets into one shape: documents, queries and what is relevant to what.

Nothing is read before it is asked for: `load` looks at the files' names and reads queries and
judgements; `Collection.documents()` streams the documents, so 28,072 articles are never in
memory at once.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import lzma
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
RETRIEVAL_SETS = ("squad11_dev_paragraphs", "cisi", "cranfield", "cacm", "vaswani_npl")
SETS = (RETRIEVAL_SETS[0], "xquad_en", *RETRIEVAL_SETS[1:], "realtimeqa")
# For choosing settings that need a new index: small enough to build in minutes, and made of the
# tuning half's questions only.
TUNING_SETS = ("realtimeqa_tuning",)
_TUNING_QUESTIONS = 250
_TUNING_DISTRACTORS = 300


class MissingDataError(Exception):
    """A data set's file is not on this machine; the message names it."""


@dataclass(frozen=True, slots=True)
class BenchDocument:
    """One document of a collection; `title` is empty where the set has none.

    `news` says that it is a whole article as published, with bylines, credits and the like.
    """

    id: str
    title: str
    text: str
    published: date | None = None
    news: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question with the ids of its relevant documents.

    `group` names what questions have in common that makes their results alike: the document they
    were written about, where there is one, else the question itself. Resampling and splitting
    keep groups whole.
    """

    id: str
    text: str
    relevant: tuple[str, ...]
    group: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Queries in memory, documents on demand; `files` are all that it was read from."""

    name: str
    queries: tuple[Query, ...]
    documents: Callable[[], Iterator[BenchDocument]]
    files: tuple[Path, ...]

    def fingerprint(self) -> str:
        """Sixteen hex digits over the bytes of the files: the same data, the same index."""
        digest = hashlib.sha256(self.name.encode())
        for path in self.files:
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        return digest.hexdigest()[:16]


def data_folder(option: Path | None = None) -> Path:
    """Return the folder of data sets: option, else $QA_DATA, else `../shared/data`."""
    if option is not None:
        return option
    from_environment = os.environ.get("QA_DATA")
    return Path(from_environment) if from_environment else ROOT.parent / "shared" / "data"


def load(name: str, data: Path) -> Collection:
    """Read the collection called `name` (one of `SETS` or `TUNING_SETS`).

    Raises MissingDataError when a file of it is not under `data`, ValueError for an unknown name.
    """
    if name in RETRIEVAL_SETS:
        return _classic(name, data / "retrieval" / name)
    if name == "xquad_en":
        return _xquad(_present(data / "develop" / "xquad_en.jsonl.gz"))
    if name == "realtimeqa":
        return _realtimeqa(data / "news" / "realtimeqa")
    if name == "realtimeqa_tuning":
        return _realtimeqa_tuning(data / "news" / "realtimeqa")
    raise ValueError(f"unknown set {name!r}; there are {', '.join(SETS + TUNING_SETS)}")


def is_tuning(query: Query) -> bool:
    """Which half a question is in: by its article, so that none is in both; the same for ever."""
    return hashlib.sha256(query.group.encode()).digest()[0] % 2 == 0


def seed_documents() -> list[BenchDocument]:
    """Read the project's own articles, which are always there."""
    return [
        BenchDocument(path.name, "", path.read_text(encoding="utf-8"), news=True)
        for path in sorted(SEEDS.glob("*.txt"))
    ]


def _present(path: Path) -> Path:
    if not path.is_file():
        raise MissingDataError(f"{path.name} is not in {path.parent}")
    return path


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON lines file, plain or compressed by its suffix (.gz, .xz)."""
    openers: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".xz": lzma.open}
    with openers.get(path.suffix, open)(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            if line.strip():
                yield json.loads(line)


def _classic(name: str, folder: Path) -> Collection:
    """Read a folder of docs.jsonl.gz, queries.jsonl.gz and qrels.tsv (query, document, 1)."""
    docs, queries, qrels = (
        _present(folder / file) for file in ("docs.jsonl.gz", "queries.jsonl.gz", "qrels.tsv")
    )
    relevant: dict[str, list[str]] = {}
    for line in qrels.read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            relevant.setdefault(query, []).append(document)

    def documents() -> Iterator[BenchDocument]:
        for record in read_lines(docs):
            if record["text"].strip() or record["title"].strip():
                yield BenchDocument(record["id"], record["title"].strip(), record["text"])

    judged = tuple(
        _query(record["id"], record["text"], relevant[record["id"]])
        for record in read_lines(queries)
        if record["id"] in relevant  # an unjudged query can't be scored
    )
    return Collection(name, judged, documents, (docs, queries, qrels))


def _query(identity: str, text: str, relevant: list[str]) -> Query:
    group = relevant[0] if len(relevant) == 1 else identity
    return Query(identity, text, tuple(relevant), group)


def _xquad(path: Path) -> Collection:
    """Read questions and their paragraphs: the distinct contexts, in order, are the documents."""
    numbers: dict[str, str] = {}
    queries = []
    for record in read_lines(path):
        number = numbers.setdefault(record["context"], f"p{len(numbers)}")
        queries.append(_query(record["id"], record["question"], [number]))
    documents = tuple(BenchDocument(number, "", text) for text, number in numbers.items())
    return Collection("xquad_en", tuple(queries), lambda: iter(documents), (path,))


def _realtimeqa(folder: Path) -> Collection:
    """Read quiz questions over news articles; `relevant` is a heuristic (see the data's notes)."""
    articles = _present(folder / "articles.jsonl.xz")
    questions = _present(folder / "questions.jsonl")

    def documents() -> Iterator[BenchDocument]:
        for record in read_lines(articles):
            if record["text"].strip():
                published = _date(record.get("date"))
                title = record["title"].strip()
                yield BenchDocument(record["id"], title, record["text"], published, news=True)

    queries = tuple(
        _query(record["id"], record["question"], record["relevant"])
        for record in read_lines(questions)
        if record["relevant"]
    )
    return Collection("realtimeqa", queries, documents, (articles, questions))


def _realtimeqa_tuning(folder: Path) -> Collection:
    """Cut realtimeqa down to some questions of its tuning half, their articles, and a few more."""
    whole = _realtimeqa(folder)
    queries = tuple(query for query in whole.queries if is_tuning(query))[:_TUNING_QUESTIONS]
    wanted = {document for query in queries for document in query.relevant}

    def documents() -> Iterator[BenchDocument]:
        others = 0
        for document in whole.documents():
            if document.id in wanted:
                yield document
            elif others < _TUNING_DISTRACTORS:
                others += 1
                yield document

    return Collection("realtimeqa_tuning", queries, documents, whole.files)


def _date(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "").replace("/", "-"))
    except ValueError:
        return None
