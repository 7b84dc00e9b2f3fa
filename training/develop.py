"""Questions that nothing is learned from, to see how training goes: WORK/dev-NAME.npz."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training import contexts as cut
from training.negatives import Neighbours
from training.rows import COLUMNS, EVIDENCE, SPAN

if TYPE_CHECKING:
    from training.prepare import Corpus

SETS = {"squad11_dev": 800, "squad20_dev_official_half": 1200, "policyqa_test": 400}
RANKED = 12  # passages that one of our own questions is asked of


def public(corpus: Corpus, data: Path, out: Path) -> None:
    """Rows of public develop sets: each question with its whole paragraph."""
    tokenizer = corpus.tokenizer
    for name, count in SETS.items():
        with gzip.open(data / "develop" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            asked = [json.loads(line) for line in lines]
        some = random.Random(name).sample(asked, min(count, len(asked)))
        made = []
        for n, row in enumerate(some):
            (context,) = cut.prepare([("", row["context"], True)], tokenizer)
            answers = [
                context.tokens(a["start"], a["start"] + len(a["text"])) for a in row["answers"]
            ]
            spot = next((a for a in answers if a), None)
            if len(context.ids) > 210 or (row["answers"] and spot is None):
                continue
            start, end = (spot[0], spot[1] - 1) if spot else (-1, -1)
            marks = [start, end, start, end, int(bool(spot)), SPAN, n]
            number = corpus.add(context)
            made.append([corpus.question(row["question"]), -1, number, 0, len(context.ids), 0, 0,
                         *marks])  # fmt: skip
        np.savez_compressed(out / f"dev-{name}.npz", rows=np.array(made, np.int32))


def own(corpus: Corpus, held: Path, above: dict[str, int], out: Path) -> None:
    """Rows of our own questions about other collections, each with the passages like it."""
    with gzip.open(held, "rt", encoding="utf-8") as lines:
        asked = [json.loads(line) for line in lines]
    numbers = {c.text: n for n, c in enumerate(corpus.contexts) if c.whole}
    names = {row["collection"] for row in asked}
    made: list[list[int]] = []
    for name in sorted(names):
        places = [n for n in numbers.values() if corpus.contexts[n].article.startswith(f"{name}/")]
        index = Neighbours([corpus.contexts[n].ids for n in places])
        mine = [row for row in asked if row["collection"] == name]
        for row, near in zip(
            mine, index.best([corpus.ids(r["q"]) for r in mine], RANKED), strict=True
        ):
            right = numbers[row["passage"]]
            group = len(made)
            for number in dict.fromkeys([right, *(places[i] for i in near)]):
                context = corpus.contexts[number]
                line = [corpus.question(row["q"]), above[context.text], number, 0,
                        len(context.ids), 0, 0, -1, -1, -1, -1, 0, 0, group]  # fmt: skip
                if number == right:
                    a = row["passage"].index(row["e"])
                    span = context.tokens(a, a + len(row["e"]))
                    assert span
                    b = a + row["e"].index(row["a"])
                    answer = context.tokens(b, b + len(row["a"]))
                    assert answer
                    line[7:13] = [answer[0], answer[1] - 1, span[0], span[1] - 1, 1, EVIDENCE]
                made.append(line)
    assert all(len(line) == len(COLUMNS) for line in made)
    np.savez_compressed(out / "dev-own.npz", rows=np.array(made, np.int32))
