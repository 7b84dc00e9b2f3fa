"""Sentences: a table of hard cases, and properties that hold for any text."""

import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qa.datatypes import Block, BlockKind, Document
from qa.documents.sentences import MAX_CHARS, MAX_WORDS, split, split_text

HARD = Path(__file__).parent / "hard_sentences.txt"


def _cases() -> list[tuple[str, list[str]]]:
    cases = []
    for block in re.split(r"\n\s*\n", HARD.read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            text = re.sub(r" \+", "", " ".join(lines))
            cases.append((text, [line.removeprefix("+") for line in lines]))
    return cases


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_text(text, 0, len(text))]


def _document(text: str, *blocks: Block) -> Document:
    return Document("a.txt", "A", text, blocks or (Block(0, len(text)),))


def test_the_table_is_large():
    assert len(_cases()) >= 100


def _case_id(case: tuple[str, list[str]]) -> str:
    return case[0][:50]


@pytest.mark.parametrize("case", _cases(), ids=_case_id)
def test_hard_case(case: tuple[str, list[str]]):
    text, expected = case
    assert _sentences(text) == expected


@pytest.mark.parametrize("space", ["  ", "\n", "\r\n", "\u00a0"], ids=["two", "lf", "crlf", "nbsp"])
def test_any_white_space_is_a_space(space: str):
    for text, expected in _cases():
        if text.startswith("•"):  # a line of its own is no matter of white space
            continue
        spaced = text.replace(" ", space)
        assert _sentences(spaced) == [sentence.replace(" ", space) for sentence in expected]


def test_offsets_count_from_the_start_of_the_text():
    text = "Not this. He left the U.S. The end. Nor this."
    assert split_text(text, 10, 35) == [(10, 26), (27, 35)]


def test_kinds_decide_how_a_block_is_cut():
    parts = [
        (BlockKind.HEADING, "Will it rain? Maybe. Ask again", ["Will it rain? Maybe. Ask again"]),
        (
            BlockKind.META,
            "By J. Doe Reuters\nCredit: R. Roe",
            ["By J. Doe Reuters", "Credit: R. Roe"],
        ),
        (
            BlockKind.PARAGRAPH,
            "It rained\nall day. It stopped.",
            ["It rained\nall day.", "It stopped."],
        ),
        (BlockKind.LIST_ITEM, "1. Bring a coat", ["1. Bring a coat"]),
        (BlockKind.LIST_ITEM, "2. Go home. Stay.", ["2. Go home.", "Stay."]),
        (BlockKind.TABLE, "City | Rain\n\nOslo | 5. Much", ["City | Rain", "Oslo | 5. Much"]),
        (BlockKind.CODE, "x = 1.\n  y. Z\n", ["x = 1.", "y. Z"]),
        (
            BlockKind.BOILERPLATE,
            "All rights reserved. Reuters",
            ["All rights reserved.", "Reuters"],
        ),
    ]
    text, blocks, expected = "", [], []
    for kind, block, sentences in parts:
        blocks.append(Block(len(text), len(text) + len(block), kind))
        text += block + "\n\n"
        expected += [(kind, sentence) for sentence in sentences]
    found = split(_document(text, *blocks))
    assert [(s.kind, text[s.start : s.end]) for s in found] == expected


def test_nothing_comes_of_nothing():
    assert split(_document("")) == ()
    assert split_text(" \n ", 0, 3) == []


def test_full_stops_of_other_scripts():
    assert _sentences("今日は雨です。明日は晴れです。") == ["今日は雨です。", "明日は晴れです。"]


def _check(text: str, spans: list[tuple[int, int]]) -> None:
    """In order, apart, without blank edges, within the limits, and nothing left out."""
    position = 0
    for start, end in spans:
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert end - start <= MAX_CHARS
        assert len(text[start:end].split()) <= MAX_WORDS
        position = end
    assert not text[position:].strip()


def _paragraphs(count: int) -> list[str]:
    """Seeded mixtures of news sentences, abbreviations, marks and odd characters."""
    rng = random.Random(20191025)
    pieces = [sentence for _, sentences in _cases() for sentence in sentences]
    odd = list("“”‘’\"'()[]….!?;:,—–•\u200b\u00a0\t\n²1Aé中。")
    odd += ["U.S.", "p.m.", "[12]", "...", "x" * 40]
    paragraphs = []
    for _ in range(count):
        parts = rng.choices(pieces, k=rng.randint(0, 12)) + rng.choices(odd, k=rng.randint(0, 30))
        rng.shuffle(parts)
        paragraphs.append("".join(part + rng.choice(["", " ", " ", "\n"]) for part in parts))
    return paragraphs


def test_every_character_lands_in_exactly_one_sentence():
    for paragraph in _paragraphs(200):
        _check(paragraph, split_text(paragraph, 0, len(paragraph)))


def test_a_long_block_is_cut_like_a_short_one():
    unit = "He left the U.S. The president did not. Mr. Roe met Gen. Doe at 5 p.m. on Oct. 25. "
    text = unit * 500
    assert _sentences(text) == _sentences(unit) * 500


def test_a_long_sentence_is_cut_at_a_comma_and_into_like_parts():
    text = "word " * 70 + "pause, " + "word " * 80 + "end."
    assert [len(sentence.split()) for sentence in _sentences(text)] == [71, 81]


@pytest.mark.parametrize(
    "text",
    ["x " * 1_000_000, "x" * 2_000_000, "x, " * 700_000, " " * 2_000_000 + "x", "..." * 300_000],
    ids=["words", "word", "commas", "blank", "dots"],
)
def test_a_huge_line_takes_seconds_not_hours(text: str):
    began = time.perf_counter()
    spans = split_text(text, 0, len(text))
    assert time.perf_counter() - began < 20  # measured: below 1 s each
    _check(text, spans)


def test_the_library_is_imported_only_when_needed():
    code = "import sys, qa.documents.sentences; sys.exit('nupunkt' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
