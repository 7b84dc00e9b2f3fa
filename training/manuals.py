"""Our own questions put to their passages: `python -m training.manuals --documents DIR --out WORK`.

`training/questions.jsonl.gz` holds questions that were written for passages of documentation and of
the training sets, without the passages: those belong to others. DIR has a folder for each
collection (training/README.md says where they come from); its files are cut as the product cuts
them, and a question finds its passage by the hash of its text. WORK gets passages.jsonl.gz,
own.jsonl.gz and own-held.jsonl.gz, which `training.prepare` reads, and own-fit.jsonl.gz, which no
reader has learned from, for `bench.suites.fit`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from qa.datatypes import Document, Passage
from qa.documents.cutting import Count, cut_document, cut_file
from qa.documents.loaders import plain_text
from qa.documents.passages import PassageSettings
from qa.errors import DocumentError
from training.prepare import open_tokenizer

QUESTIONS = Path(__file__).parent / "questions.jsonl.gz"
HELD = frozenset({"borg", "beets", "hatch", "exim", "gunicorn"})  # to measure, not to learn from
PROSE = {
    "newsqa": "newsqa_cotaeval", "fairytaleqa": "fairytaleqa_trainval", "policyqa": "policyqa_dev",
    "timeqa": "timeqa_human_train", "mrqa": "mrqa_ood_trainval", "nq": "nq_qed_dev",
    "squad11": "squad11_train_rest", "bioasq": "bioasq_golden", "tatqa": "tatqa_dev_text",
    "molweni": "molweni_test_chat", "squadshifts": "squadshifts_reddit",
}  # fmt: skip
Row = dict[str, Any]


def main() -> None:
    """Cut the documents, and join the questions to their passages."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--documents", type=Path, required=True, metavar="DIR")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, default=Path("build/reader"), metavar="WORK")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = open_tokenizer()

    def count(texts: Any) -> list[int]:
        return [len(e.ids) for e in tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    with gzip.open(QUESTIONS, "rt", encoding="utf-8") as lines:
        asked = [json.loads(line) for line in lines]
    prose = {row["passage"] for row in asked if row["collection"] in PROSE}
    passages = list(documentation(options.documents, count))
    passages += [row for row in contexts(options.data, count) if key(row["passage"]) in prose]
    found = list(joined(asked, passages))
    _write(options.out / "passages.jsonl.gz", passages)
    uses = {"own": "train", "own-held": "held", "own-fit": "fit"}
    for name, use in uses.items():
        _write(options.out / f"{name}.jsonl.gz", [row for row in found if row["use"] == use])
    print(
        f"{len(found):,} of {len(asked):,} questions found their passage among {len(passages):,}.",
        file=sys.stderr,
    )


def key(passage: str) -> str:
    """What a passage is found by."""
    return sha256(passage.encode()).hexdigest()[:16]


def joined(asked: list[Row], passages: list[Row]) -> Iterator[Row]:
    """The questions whose passage is there, with its text, and their quotes cut from it."""
    known = {key(row["passage"]): row for row in passages}
    for number, row in enumerate(asked):
        if row["passage"] in known:
            passage = known[row["passage"]]
            text = passage["passage"]
            quotes = {"e": text[slice(*row["e"])], "a": text[slice(*row["a"])]}
            yield (
                passage
                | {
                    "n": number,
                    "kind": row["kind"],
                    "q": row["q"],
                    "u": row["u"],
                    "use": use(passage["collection"], row),
                }
                | quotes
            )


def use(collection: str, row: Row) -> str:
    """What a question is for: "train", "held" to measure, "fit" for the product's numbers."""
    return "held" if collection in HELD else str(row.get("use", "train"))


def documentation(folder: Path, count: Count) -> Iterator[Row]:
    """The passages of every file of every collection that can be read."""
    for path in sorted(folder.glob("*/*")):
        try:
            cut = cut_file(path, path.name, PassageSettings(), count)
        except DocumentError:
            continue
        for each in cut.documents:
            yield from _rows(path.parent.name, path.name, each.document, each.passages)


def contexts(data: Path, count: Count) -> Iterator[Row]:
    """The passages of the texts of some training sets."""
    for name, file in PROSE.items():
        seen = set()
        with gzip.open(data / "train" / f"{file}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                text = row["context"].strip()
                if text in seen or len(text.split()) <= 60:
                    continue
                seen.add(text)
                document = plain_text.load(text.encode(), "x.txt")
                title = (row.get("title") or "").replace("_", " ").strip()
                try:
                    passages = cut_document(document, PassageSettings(), count)
                except DocumentError:
                    continue
                for each in _rows(name, key(text), document, passages):
                    yield each | {"title": "" if "\n" in title else title, "heading": ""}


def _rows(
    collection: str, name: str, document: Document, passages: tuple[Passage, ...]
) -> Iterator[Row]:
    for passage in passages:
        if not passage.boilerplate:
            yield {
                "collection": collection,
                "document": name,
                "title": document.title,
                "heading": passage.heading,
                "passage": document.text[passage.start : passage.end],
            }


def _write(path: Path, rows: list[Row]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    main()
