"""Conversations whose lines have passages that answer them: to measure what a search finds.

InSCIt (Wu et al., TACL 2023) and MTRAG-UN come with passages. CANARD has none, but the answers of
its conversations are quotations: those of one conversation make up a document here, under the title
of the article and the section that they are from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from bench.data.conversations import FOLDER

LONGEST = 12  # turns of a conversation that are looked at


@dataclass(frozen=True, slots=True)
class Task:
    """A line behind its turns, the passages that answer it and, where there is one, its rewrite.

    `gold` are pairs (source, text); an empty text stands for the whole document. A line that the
    passages don't answer has none, and `answerable` is False; None where nobody says.
    """

    turns: tuple[tuple[str, str], ...]
    line: str
    gold: tuple[tuple[str, str], ...]
    rewrite: str | None = None
    answerable: bool | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents by source, and tasks on them."""

    documents: dict[str, str]
    tasks: tuple[Task, ...]

    def write(self, folder: Path) -> None:
        """Write the documents below `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        for source, text in self.documents.items():
            (folder / source).write_text(text, "utf-8")


def _name(identity: str) -> str:
    return f"{hashlib.sha256(identity.encode()).hexdigest()[:16]}.txt"


def inscit(data: Path) -> Collection:
    """InSCIt dev: passages of Wikipedia; lines that are answered directly have gold."""
    documents: dict[str, str] = {}
    tasks = []
    plain = json.loads((data / FOLDER / "inscit_dev.json").read_text("utf-8"))
    for conversation in plain.values():
        for turn in conversation["turns"]:
            gold = {}
            for label in turn["labels"]:
                for passage in label["evidence"]:
                    source = _add(documents, passage)
                    if label["responseType"] == "directAnswer":
                        gold[source] = ""
            for passages in turn["prevEvidence"]:
                for passage in passages:
                    _add(documents, passage)
            *before, line = turn["context"]
            turns = tuple(zip(before[::2], [*before[1::2], ""], strict=False))[-LONGEST:]
            types = {label["responseType"] for label in turn["labels"]}
            answerable = False if types == {"noAnswerNoRelevantInfo"} else None
            title = conversation["seedArticle"]["title"] if turns else ""
            tasks.append(Task(turns, line, tuple(gold.items()), None, answerable, title))
    return Collection(documents, tuple(tasks))


def _add(documents: dict[str, str], passage: dict[str, Any]) -> str:
    source = _name(passage["passage_id"])
    title = ", ".join(passage["passage_titles"])
    documents[source] = f"{title}\n\n{passage['passage_text']}\n"
    return source


def mtrag(data: Path) -> Collection:
    """MTRAG-UN: passages of four domains; a third of the lines has no answer in them."""
    documents: dict[str, str] = {}
    tasks = []
    text = (data / FOLDER / "mtrag_un" / "reference.jsonl").read_text("utf-8")
    for row in map(json.loads, filter(str.strip, text.splitlines())):
        gold = []
        for passage in row["contexts"]:
            source = _name(passage["document_id"])
            documents[source] = passage["text"].strip() + "\n"
            gold.append((source, ""))
        *before, last = row["input"]
        turns: list[tuple[str, str]] = []
        for each in before:
            if each["speaker"] == "user":
                turns.append((each["text"], ""))
            elif turns:
                turns[-1] = (turns[-1][0], each["text"])
        answerable = row["answerability"] == ["ANSWERABLE"]
        unanswerable = row["answerability"] == ["UNANSWERABLE"]
        known = True if answerable else (False if unanswerable else None)
        found = tuple(gold) if answerable else ()
        tasks.append(Task(tuple(turns[-LONGEST:]), last["text"], found, None, known))
    return Collection(documents, tuple(tasks))


def canard(data: Path) -> Collection:
    """CANARD dev: the answers of each conversation as a document, with rewrites by people."""
    rows = json.loads((data / FOLDER / "canard_dev.json").read_text("utf-8"))
    documents: dict[str, str] = {}
    tasks: list[Task] = []
    for dialog, each in groupby(rows, key=lambda row: row["QuAC_dialog_id"]):
        turns = list(each)
        source = _name(dialog)
        title, section, *said = max((row["History"] for row in turns), key=len)
        answers = [text.strip() for text in said[1::2] if len(text.split()) > 2]
        if not answers:
            continue
        documents[source] = "\n\n".join([title, section, *answers]) + "\n"
        tasks += _of_dialog(source, turns, said)
    return Collection(documents, tuple(tasks))


def _of_dialog(source: str, rows: list[dict[str, Any]], said: list[str]) -> Iterator[Task]:
    """The lines of a conversation whose answer stands in the history of a later one."""
    for row in rows:
        title, section, *before = row["History"]
        if len(before) + 1 >= len(said) or said[len(before)] != row["Question"]:
            continue
        answer = said[len(before) + 1].strip()
        if len(answer.split()) <= 2:
            continue
        turns = ((section, ""), *zip(before[::2], [*before[1::2], ""], strict=False))
        yield Task(turns, row["Question"], ((source, answer),), row["Rewrite"], None, title)


SETS: dict[str, Callable[[Path], Collection]] = {
    "InSCIt dev": inscit,
    "MTRAG-UN": mtrag,
    "CANARD dev, answers": canard,
}
