"""Texts to numbers: `python -m training.prepare --data DIR --out WORK`.

Reads DIR/train, tokenises each text once, finds the texts that share each question's words, and
writes WORK/corpus.npz (word pieces) and WORK/epoch-N.npy (`training.examples`). What trains needs
nothing else, so that it can be taken to a machine with a GPU: some 40 MB.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from qa.embedding.model_files import default_model_dir
from training import contexts as cut
from training import develop, examples, rows
from training.contexts import Context
from training.negatives import Neighbours
from training.sources import OWN, Question, claims, heads, questions

NEAR = 24  # neighbours of a question
SOFT = 5  # passages of a heading's question


class Corpus:
    """Word pieces of questions, titles and contexts, each once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.asked: list[list[int]] = []
        self.above: list[list[int]] = []
        self.contexts: list[Context] = []
        self._asked: dict[str, int] = {}
        self._above: dict[str, int] = {}

    def ids(self, text: str) -> list[int]:
        """The word pieces of a text."""
        found: list[int] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return found

    def question(self, text: str) -> int:
        """The number of a question."""
        if text not in self._asked:
            self._asked[text] = len(self.asked)
            self.asked.append(self.ids(text)[: rows.MAX_QUESTION])
        return self._asked[text]

    def title(self, text: str) -> int:
        """The number of a line above a context, -1 for none."""
        if not text:
            return -1
        if text not in self._above:
            self._above[text] = len(self.above)
            self.above.append(self.ids(text + ". ")[: rows.MAX_ABOVE])
        return self._above[text]

    def add(self, context: Context) -> int:
        """The number of one more context."""
        self.contexts.append(context)
        return len(self.contexts) - 1

    def save(self, path: Path) -> None:
        """Write everything as flat arrays with offsets."""
        arrays = {}
        for name, texts in (("question", self.asked), ("above", self.above),
                            ("context", [c.ids for c in self.contexts])):  # fmt: skip
            arrays[name] = np.concatenate([np.asarray(t, np.uint16) for t in texts])
            arrays[f"{name}_at"] = np.cumsum([0, *map(len, texts)]).astype(np.int32)
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def main() -> None:
    """Prepare the corpus and the epochs."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = open_tokenizer()
    asked = questions(options.data, options.own)
    corpus = Corpus(tokenizer)
    numbers: dict[str, int] = {}
    texts: list[tuple[str, str, bool]] = []
    titles: list[str] = []
    passages = _passages(options.passages)
    for row in passages:
        numbers[row["passage"]] = len(texts)
        texts.append((f"{row['collection']}/{row['document']}", row["passage"], True))
        titles.append(heads(row["title"], row["heading"]))
    for question in asked:
        if question.context not in numbers:
            numbers[question.context] = len(texts)
            texts.append((question.article, question.context, question.whole))
            titles.append(question.above)
    corpus.contexts = _prepared(texts)
    above = [corpus.title(title) for title in titles]
    home = [numbers[question.context] for question in asked]
    _say(f"{len(asked):,} questions about {len(texts):,} contexts")
    asked_as = [corpus.question(question.text) for question in asked]
    near = _near(corpus, asked, asked_as)
    _say("neighbours found")

    def share(question: Question) -> float:
        times: float = options.own_share if question.dataset == OWN else options.public
        return question.share * times

    maker = examples.Maker(
        asked, corpus.contexts, home, near, above, asked_as, corpus.question, options.seed, share
    )
    said = _claims(corpus, options.data)
    said = random.Random("claims").sample(said, round(len(said) * min(1.0, options.public)))
    headed = _headings(corpus, passages, options.soft)
    for n in range(options.epochs):
        made = maker.epoch(n)
        made = np.concatenate([made, _claim_rows(said, int(made[:, -1].max()) + 1)])
        if headed:
            chance = random.Random(f"{options.seed}/headings/{n}")
            some = chance.sample(headed, min(len(headed), options.soft))
            made = np.concatenate(
                [made, examples.soft(some, corpus.contexts, above, int(made[:, -1].max()) + 1)]
            )
        np.savez_compressed(options.out / f"epoch-{n}.npz", rows=made)
        labels = made[:, rows.COLUMNS.index("label")]
        _say(f"epoch {n}: {len(made):,} rows, {np.mean(labels == 1):.2f} answered, "
             f"{np.mean(labels == 0):.2f} not, {np.mean(labels < 0):.2f} unknown")  # fmt: skip
    develop.public(corpus, options.data, options.out)
    if options.held:
        lines = {text: above[n] for n, (_, text, _) in enumerate(texts)}
        develop.own(corpus, options.held, lines, options.out)
    corpus.save(options.out / "corpus.npz")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--own", type=Path, metavar="FILE", help="questions of ours, JSON lines")
    parser.add_argument("--held", type=Path, metavar="FILE", help="likewise, to measure")
    parser.add_argument("--passages", type=Path, metavar="FILE",
                        help="passages of documentation, JSON lines")  # fmt: skip
    parser.add_argument("--out", type=Path, default=Path("build/reader"), metavar="WORK")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--soft", type=int, default=9000, help="headings asked as questions")
    parser.add_argument("--public", type=float, default=1.0, metavar="SHARE",
                        help="of the public questions, for a short course on ours")  # fmt: skip
    parser.add_argument("--own-share", type=float, default=1.0, metavar="SHARE",
                        help="of how often ours are drawn otherwise")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def open_tokenizer() -> Tokenizer:
    """The word pieces of all-MiniLM-L6-v2."""
    tokenizer = Tokenizer.from_file(str(default_model_dir() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _prepared(texts: Sequence[tuple[str, str, bool]]) -> list[Context]:
    parts = [texts[i : i + 2000] for i in range(0, len(texts), 2000)]
    with ProcessPoolExecutor() as pool:
        return [context for part in pool.map(_part, parts) for context in part]


def _part(texts: Sequence[tuple[str, str, bool]]) -> list[Context]:
    return cut.prepare(texts, open_tokenizer())


def _near(corpus: Corpus, asked: Sequence[Question], number: Sequence[int]) -> list[list[int]]:
    """Neighbours within the passages of documentation, or within all other contexts."""
    found: list[list[int]] = [[] for _ in asked]
    for whole in (True, False):
        places = [n for n, context in enumerate(corpus.contexts) if context.whole == whole]
        if not places:
            continue
        index = Neighbours([corpus.contexts[n].ids for n in places])
        mine = [n for n, q in enumerate(asked) if (q.dataset == OWN) == whole and q.answerable]
        best = index.best([corpus.asked[number[n]] for n in mine], NEAR)
        for n, near in zip(mine, best, strict=True):
            found[n] = [places[i] for i in near]
    return found


def _claims(corpus: Corpus, data: Path) -> list[list[int]]:
    found = []
    contexts: dict[str, int] = {}
    for claim in claims(data):
        if claim.evidence not in contexts:
            contexts[claim.evidence] = len(corpus.contexts)
            ids = corpus.ids(claim.evidence)[:180]
            corpus.contexts.append(Context(claim.evidence, "", ids, [], [], (), True))
        place = contexts[claim.evidence]
        length = len(corpus.contexts[place].ids)
        found.append([corpus.question(claim.text), -1, place, 0, length, 0, 0, -1, -1, -1, -1,
                     int(claim.supported), rows.CLAIM])  # fmt: skip
    return found


def _claim_rows(said: Sequence[Sequence[int]], first_group: int) -> NDArray[np.int32]:
    made = [[*row, group] for group, row in enumerate(said, first_group)]
    return np.array(made, np.int32).reshape(-1, len(rows.COLUMNS))


def _passages(path: Path | None) -> list[dict[str, str]]:
    if path is None:
        return []
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _headings(
    corpus: Corpus, passages: Sequence[dict[str, str]], count: int
) -> list[tuple[int, list[int]]]:
    """Headings asked as questions, with the passages that share their words."""
    chance = random.Random("headings")
    asked: dict[str, int] = {}
    for n, row in enumerate(passages):
        heading = row["heading"].rsplit(" › ", 1)[-1].strip(" .:?")
        if 2 <= len(heading.split()) <= 9 and heading not in asked:
            asked[heading] = n
    some = sorted(asked)
    chance.shuffle(some)
    some = some[: count * 2]
    texts = [_asked(heading, chance) for heading in some]
    index = Neighbours([corpus.contexts[n].ids for n in range(len(passages))])
    best = index.best([corpus.ids(text) for text in texts], 40)
    found = []
    for heading, text, near in zip(some, texts, best, strict=True):
        own = passages[asked[heading]]["collection"]
        # Most from its own collection, as in the product.
        mine = [n for n in near if passages[n]["collection"] == own][: SOFT + 3]
        chosen = dict.fromkeys([asked[heading], *chance.sample(mine, min(SOFT - 1, len(mine)))])
        found.append((corpus.question(text), list(chosen)))
    return found


_FORMS = ("{}", "{}?", "how to {}", "how do I {}?", "what is {}?", "why {}?", "can I {}?",
          "when should I use {}?", "what does {} do", "list of {}")  # fmt: skip


def _asked(heading: str, chance: random.Random) -> str:
    lower = heading[0].lower() + heading[1:]
    first = lower.split()[0]
    if heading.endswith("?") or first in ("how", "what", "why", "when", "where", "can", "which"):
        return lower
    if first.endswith("ing") and chance.random() < 0.7:
        return chance.choice(("how do I go about {}", "{}", "help with {}")).format(lower)
    return chance.choice(_FORMS).format(lower)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
