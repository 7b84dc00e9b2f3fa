"""Questions and claims to learn from: the public sets under DIR/train and our own, in one form."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Stretch = tuple[int, int]

# How often an epoch draws a question of a set (a share, or a number of times).
SPAN_SETS = {
    "squad11_du_test": 1.0,
    "squad11_train_rest": 1.0,
    "squad_train_part": 1.0,
    "squadshifts_new_wiki": 1.0,
    "squadshifts_reddit": 0.5,
    "squadshifts_amazon_reviews": 0.4,
    "nq_open_oracle": 2.0,
    "nq_qed_dev": 2.0,
    "nq_swap_train": 0.5,
    "mrqa_ood_trainval": 1.0,
    "newsqa_cotaeval": 2.0,
    "bioasq_golden": 2.0,
    "timeqa_human_train": 2.0,
    "wikiqa_sent_train": 2.0,
    "selqa_test": 1.0,
    "fairytaleqa_trainval": 0.7,
    "policyqa_dev": 0.7,
    "subjqa_reviews": 0.5,
    "friendsqa_dev": 0.5,
    "molweni_test_chat": 0.5,
    "tatqa_dev_text": 2.0,
    "multihop_small": 1.0,
    "boolq_part": 1.0,
}
TWINS = "squad20_train_unanswerable"
CLAIM_SETS = ("claims_fever_dev", "claims_covidfact", "claims_rte_train",
              "claims_foolmetwice_dev", "claims_scifact_train")  # fmt: skip
OWN = "own"
OWN_SHARE = 6.0
_NO_ARTICLE = re.compile("reddit|amazon|subjqa|molweni|friendsqa")  # their titles name no article
_COLUMNS = re.compile(r"\t|\s{2,}")
QAMR_SETS = ("qamr_readable_dev", "qamr_readable_test")
_QAMR_WORDS = 6  # shorter questions ("What is given?") have many answers
_QAMR_KEPT = 0.3


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one context.

    `answers` are spans of the context, `evidence` the stretch that a person needs to see, None
    where only the answers are known. An unanswerable question has neither. `pair` names questions
    about one context of which one is answered and the other, its look-alike, is not. `above` is
    the title with the headings, as the product reads it before a passage.
    """

    dataset: str
    article: str  # contexts of one article share it; empty when unknown
    context: str
    text: str
    answers: tuple[Stretch, ...] = ()
    evidence: Stretch | None = None
    pair: str = ""
    above: str = ""
    whole: bool = False  # the context is a passage as the product cuts them

    @property
    def answerable(self) -> bool:
        """Whether the context answers it."""
        return bool(self.answers or self.evidence)

    @property
    def share(self) -> float:
        """How often an epoch draws it."""
        if self.dataset == OWN:
            return OWN_SHARE
        return 1.0 if self.dataset == TWINS else SPAN_SETS.get(self.dataset, 1.0)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, and whether the evidence says so."""

    text: str
    evidence: str
    supported: bool


def questions(data: Path, own: Path | None = None) -> list[Question]:
    """All training questions, each once, in a fixed order; `own` is a file of ours.

    Raises FileNotFoundError when a set is missing.
    """
    found: dict[tuple[str, str], Question] = {}
    made: list[Iterable[Question]] = [
        _spans(data / "train" / f"{name}.jsonl.gz", name) for name in (*SPAN_SETS, TWINS)
    ]
    made += [_qamr(data / "train" / f"{name}.tsv.gz", name) for name in QAMR_SETS]
    if own:
        made.append(_own(own))
    for each in made:
        for question in each:
            found.setdefault((question.text.lower(), question.context), question)
    return list(found.values())


def claims(data: Path) -> Iterator[Claim]:
    """Claims with evidence, and whether it supports them."""
    for name in CLAIM_SETS:
        for row in _rows(data / "train" / f"{name}.jsonl.gz"):
            yield Claim(row["claim"], row["evidence"], row["label"] == "supports")


def _rows(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _spans(path: Path, name: str) -> Iterator[Question]:
    for row in _rows(path):
        spans = tuple(
            dict.fromkeys((a["start"], a["start"] + len(a["text"])) for a in row["answers"])
        )
        text = " ".join(row["question"].split())
        answerable = row.get("answerable", bool(spans))
        if not text or "<unk>" in text or (answerable and not spans and "decision" not in row):
            continue
        title = (row.get("title") or "").strip().replace("_", " ")
        article = "" if _NO_ARTICLE.search(name) or "\n" in title else title
        evidence = None
        if row.get("answer_type") == "sentence" or name.startswith(("selqa", "wikiqa")):
            evidence = spans[0] if spans else None  # the sentence, not words of it
            spans = ()
        elif "decision" in row:
            evidence = (0, len(row["context"]))
        pair = f"{zlib.crc32(row['context'].encode())}/{_letters(row.get('pair_question') or text)}"
        yield Question(name, article, row["context"], text, spans if answerable else (), evidence,
                       pair, article)  # fmt: skip


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def _own(path: Path) -> Iterator[Question]:
    """Ours: `{collection, document, title, heading, passage, q, e, a, u}`, quotes verbatim."""
    for row in _rows(path):
        passage = row["passage"]
        start = passage.index(row["e"])
        at = start + row["e"].index(row["a"])
        pair = f"own/{row['n']}"
        about = (OWN, f"{row['collection']}/{row['document']}", passage)
        above = heads(row["title"], row["heading"])
        span = ((at, at + len(row["a"])),) if len(row["a"].split()) <= 25 else ()
        yield Question(*about, row["q"], span, (start, start + len(row["e"])), pair, above, True)
        if row.get("u"):
            yield Question(*about, row["u"], (), None, pair, above, True)


def heads(title: str, heading: str) -> str:
    """The title and the last two headings, as `qa.answering.rerank` puts them before a passage."""
    inner = [each for each in heading.split(" › ") if each and each != title]
    return " ".join(": ".join([title, *inner[-2:]]).split()[:24])


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
