"""Questions to learn from: the public sets under DIR/train, each in one form."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SPAN_SETS = (
    "squad11_du_test",
    "squad_train_part",
    "squadshifts_new_wiki",
    "squadshifts_reddit",
    "squadshifts_amazon_reviews",
    "nq_open_oracle",
    "nq_swap_train",
    "mrqa_ood_trainval",
    "newsqa_cotaeval",
)
_COLUMNS = re.compile(r"\t|\s{2,}")
QAMR_SETS = ("qamr_readable_dev", "qamr_readable_test")
_QAMR_WORDS = 6  # shorter questions ("What is given?") have many answers
_QAMR_KEPT = 0.4  # about one in ten questions is then one of QAMR's, which are much alike


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one context; `answers` are spans of it, as people marked them."""

    dataset: str
    article: str  # contexts of one article share it; empty when unknown
    context: str
    text: str
    answers: tuple[tuple[int, int], ...]


def questions(data: Path) -> list[Question]:
    """All training questions, each once, in a fixed order.

    Raises FileNotFoundError when a set is missing.
    """
    found: dict[tuple[str, str], Question] = {}
    for name in SPAN_SETS:
        for question in _spans(data / "train" / f"{name}.jsonl.gz", name):
            found.setdefault((question.text.lower(), question.context), question)
    for name in QAMR_SETS:
        for question in _qamr(data / "train" / f"{name}.tsv.gz", name):
            found.setdefault((question.text.lower(), question.context), question)
    return list(found.values())


def _spans(path: Path, name: str) -> Iterator[Question]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            answers = tuple(
                dict.fromkeys((a["start"], a["start"] + len(a["text"])) for a in row["answers"])
            )
            text = " ".join(row["question"].split())
            if answers and text:
                title = row.get("title") or ""
                # Reviews and comments share one "title" per collection: it names no article.
                article = "" if "reddit" in name or "amazon" in name else title
                yield Question(name, article, row["context"], text, answers)


def _qamr(path: Path, name: str) -> Iterator[Question]:
    """Blocks of `#id`, the sentence, then a line for each question and its two answers."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        blocks = file.read().split("\n\n")
    for block in blocks:
        lines = block.strip().split("\n")
        if len(lines) < 3 or not lines[0].startswith("#"):
            continue
        article, sentence = lines[0].rsplit(":", 2)[0], lines[1]
        for line in lines[2:]:
            text, *given = (part.strip() for part in _COLUMNS.split(line))
            if len(text.split()) < _QAMR_WORDS:
                continue
            text = text if text.endswith("?") else text + "?"
            if zlib.crc32(text.encode()) > _QAMR_KEPT * 2**32:
                continue
            spans = [m.span() for a in given if a for m in re.finditer(re.escape(a), sentence)]
            if spans:
                yield Question(name, article, sentence, text, tuple(dict.fromkeys(spans)))
