"""Follow-up questions: words added, passages found, whole questions left alone.

    python -m bench.suites.conversation
    python -m bench.suites.conversation --questions questions.jsonl --index rust=IX/rust bbc=IX/bbc

The first needs the develop sets of conversations; the second also asks indexes that are there
with rows of {id, collection, kind: "followup", question, history, gold: [{file, quote}]}.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.data.conversations import SETS, FollowUp, load
from bench.data.datasets import data_folder, read_lines
from bench.report.markdown import environment, heading, table
from qa.conversation.interpret import interpreted
from qa.conversation.past import MAX_QUOTE, MAX_SPAN_WORDS, Past, owners_meant
from qa.conversation.shape import asking
from qa.files import write_json
from qa.search.terms import content_stems

WHOLE = "squad11_dev.jsonl.gz"  # questions that stand alone, nearly all
WHOLE_QUESTIONS = 1000
TOP = 10
QUOTED = 0.6  # of a gold quote's words that a passage must have


@dataclass(frozen=True, slots=True)
class Terms:
    """How well the words added agree with those that people added, as far as the turns have them.

    Precision, recall and F1 as in Voskarides et al. (SIGIR 2020), over stems without stop words.
    """

    lines: int
    precision: float
    recall: float
    f1: float
    left_alone: float  # of the lines that people left as they were
    milliseconds: float  # for one line


def main() -> None:
    """Print Markdown, and write the figures as JSON where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the data sets")
    parser.add_argument("--questions", type=Path, help="rows of follow-ups with gold quotes")
    parser.add_argument("--index", nargs="+", default=[], metavar="NAME=DIR")
    parser.add_argument("--half", choices=["tuning", "report"], default="tuning")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    data = data_folder(chosen.data)
    facts = environment()
    print(heading(facts))
    figures: dict[str, Any] = {"environment": facts}
    rows = []
    for name in SETS:
        for system, added in SYSTEMS.items():
            one = terms(load(name, data), added)
            figures[f"{name}, {system}"] = asdict(one)
            rows.append([
                name, system, f"{one.lines:,}", f"{one.precision:.3f}", f"{one.recall:.3f}",
                f"{one.f1:.3f}", f"{one.left_alone:.2f}", f"{one.milliseconds:.2f}",
            ])  # fmt: skip
    header = ["set", "words added", "lines", "P", "R", "F1", "left alone rightly", "ms"]
    print(table(header, rows))
    figures["whole"] = whole = rewritten(data / "develop" / WHOLE)
    print(table(["whole questions", "asked after", "rewritten", "of these uncertain"], [
        [f"{each['questions']:,}", after, f"{each['rewritten']}", f"{each['uncertain']}"]
        for after, each in whole.items()
    ]))  # fmt: skip
    if chosen.questions:
        indexes = dict(pair.split("=", 1) for pair in chosen.index)
        figures["retrieval"] = found = retrieval(chosen.questions, indexes, chosen.half)
        print(table(["searched with", "follow-ups", "recall@1", "recall@5"], [
            [name, str(one["lines"]), f"{one['recall@1']:.2f}", f"{one['recall@5']:.2f}"]
            for name, one in found.items()
        ]))  # fmt: skip
    if chosen.json:
        write_json(chosen.json, figures)


def pasts(turns: Sequence[tuple[str, str]], title: str = "") -> list[Past]:
    """The turns as they look once each was interpreted with those before it."""
    seen: list[Past] = []
    for question, reply in turns:
        text = interpreted(question, seen).text
        start, end = asking(text)
        few = 0 < len(reply.split()) <= MAX_SPAN_WORDS
        seen.append(
            Past(
                text[start:end].strip(),
                reply if few else "",
                reply[:MAX_QUOTE],
                title,
                owners=owners_meant(question, text),
            )
        )
    return seen


def ours(line: FollowUp, before: Sequence[Past]) -> str:
    """The line as it is interpreted."""
    return interpreted(line.line, before).text


def joined(line: FollowUp, _: Sequence[Past]) -> str:
    """The line with all turns before it."""
    return f"{line.history} {line.line}"


def with_last(line: FollowUp, _: Sequence[Past]) -> str:
    """The line with the question before it."""
    return f"{line.turns[-1][0] if line.turns else ''} {line.line}"


SYSTEMS = {"ours": ours, "last question": with_last, "all turns": joined}


def terms(lines: Sequence[FollowUp], added: Any) -> Terms:
    """Compare the words that `added` adds with those of the stand-alone forms."""
    right = wrong = missed = alone = kept = 0
    spent = 0.0
    for line in lines:
        before = pasts(line.turns, line.title)
        started = time.perf_counter()
        text = added(line, before)
        spent += time.perf_counter() - started
        own, history = _stems(line.line), _stems(line.history)
        gold, mine = (_stems(line.rewrite) - own) & history, (_stems(text) - own) & history
        right, wrong = right + len(gold & mine), wrong + len(mine - gold)
        missed += len(gold - mine)
        if not _stems(line.rewrite) - own:
            alone += 1
            kept += not mine
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    return Terms(
        len(lines),
        precision,
        recall,
        2 * precision * recall / max(precision + recall, 1e-9),
        kept / max(alone, 1),
        1000 * spent / max(len(lines), 1),
    )


def _stems(text: str) -> set[str]:
    return set(content_stems(text))


def rewritten(path: Path) -> dict[str, dict[str, int]]:
    """How many questions that stand alone are changed behind another one.

    Some two in a hundred of these do lean on the passage they were written for ("Why did he ...").
    """
    rows = list(read_lines(path))
    random.seed(5)
    places = random.sample(range(1, len(rows)), min(WHOLE_QUESTIONS, len(rows) - 1))
    counts = {}
    for after in ("one of the same passage", "any other"):
        changed = uncertain = 0
        for i in places:
            before = rows[i - 1] if after != "any other" else random.choice(rows)
            reply = before["answers"][0]["text"] if before["answers"] else ""
            found = interpreted(
                rows[i]["question"],
                pasts([(before["question"], reply)]),
            )
            changed += not found.stands_alone
            uncertain += not found.certain
        counts[after] = {"questions": len(places), "rewritten": changed, "uncertain": uncertain}
    return counts


def retrieval(questions: Path, indexes: dict[str, str], half: str) -> dict[str, dict[str, float]]:
    """Whether the gold passage is found: searched with the line, with all turns, with ours."""
    import qa

    ranks: dict[str, list[int]] = {"the line as typed": [], "all questions": [], "ours": []}
    for row in map(json.loads, filter(str.strip, questions.read_text("utf-8").splitlines())):
        bit = int(hashlib.md5(row["id"].encode()).hexdigest(), 16) % 2
        if row["kind"] != "followup" or row["collection"] not in indexes:
            continue
        if bit != (half == "report"):
            continue
        with qa.open(indexes[row["collection"]]) as engine:
            from qa.conversation.converse import converse
            from qa.conversation.interpret import interpret
            from qa.datatypes import Answer, Turn

            turns: list[Turn] = []
            for earlier in row["history"]:
                said = converse(engine, earlier, turns)
                turns.append(Turn(earlier, answer=said if isinstance(said, Answer) else None))
            texts = (
                row["question"],
                " ".join([*row["history"], row["question"]]),
                interpret(row["question"], turns).text,
            )
            for name, text in zip(ranks, texts, strict=True):
                ranks[name].append(_rank(engine, text, row["gold"]))
    return {
        name: {
            "lines": len(each),
            "recall@1": sum(rank == 1 for rank in each) / max(len(each), 1),
            "recall@5": sum(0 < rank <= 5 for rank in each) / max(len(each), 1),
        }
        for name, each in ranks.items()
    }


def _rank(engine: Any, text: str, gold: Sequence[dict[str, str]]) -> int:
    """The rank of the first hit that has a gold quote, 0 for none."""
    for hit in engine.search(text, top=TOP):
        for place in gold:
            source = hit.document.source
            same = source.endswith(place["file"]) or place["file"].endswith(source)
            if same and max(_share(place["quote"], hit.text), _share(hit.text, place["quote"])) >= (
                QUOTED
            ):
                return int(hit.rank)
    return 0


def _share(wanted: str, text: str) -> float:
    """The share of the words of `wanted` that stand in `text`."""
    want, have = (Counter(re.findall(r"\w+", each.lower())) for each in (wanted, text))
    return sum(min(n, have[word]) for word, n in want.items()) / max(sum(want.values()), 1)


if __name__ == "__main__":
    main()
