"""Passages: exact packings of small made-up documents and of the two seed articles."""

import itertools
import random
import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa.datatypes import Block, BlockKind, Document, Passage, Sentence
from qa.documents.loaders import markdown
from qa.documents.passages import PassageSettings, pack
from qa.documents.sentences import split

SEEDS = Path(__file__).parents[2] / "seeds"
H, P, M, B, T = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.META,
    BlockKind.BOILERPLATE,
    BlockKind.TABLE,
)
Spec = list[tuple[BlockKind, list[int]]]


def _build(spec: Spec) -> tuple[Document, tuple[Sentence, ...]]:
    """A document of blocks, each a kind and the lengths of its sentences in words."""
    text = ""
    blocks, sentences = [], []
    for kind, lengths in spec:
        first = len(text)
        for length in lengths:
            start = len(text)
            text += " ".join(["word"] * length) + "."
            sentences.append(Sentence(start, len(text), kind))
            text += " "
        blocks.append(Block(first, len(text) - 1, kind))
        text += "\n\n"
    return Document("a.txt", "A", text, tuple(blocks)), tuple(sentences)


def _count(texts: Sequence[str]) -> list[int]:
    """Words for tokens, so that the tables below can be checked by counting."""
    return [len(text.split()) for text in texts]


def _words(document: Document, passage: Passage) -> int:
    return len(document.text[passage.start : passage.end].split())


def _packed(spec: Spec, tokens: int = 20, limit: int = 26, overlap: int = 0) -> list[list[int]]:
    """Numbers of the sentences in each passage."""
    document, sentences = _build(spec)
    numbers = {sentence: number for number, sentence in enumerate(sentences)}
    passages = pack(document, sentences, PassageSettings(tokens, limit, overlap), _count)
    for passage in passages:
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
        assert passage.boilerplate == all(s.kind is B for s in passage.sentences)
    return [[numbers[sentence] for sentence in passage.sentences] for passage in passages]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([(P, [3])], [[0]], id="one short sentence"),
        pytest.param([(P, [10, 9]), (P, [10, 9])], [[0, 1], [2, 3]], id="at the paragraph"),
        pytest.param([(P, [9]), (P, [9]), (P, [9]), (P, [9])], [[0, 1], [2, 3]], id="even"),
        pytest.param(
            [(P, [5, 5, 5, 5, 5, 5])], [[0, 1, 2], [3, 4, 5]], id="no tail: 30 is 15 + 15"
        ),
        pytest.param([(P, [8, 8, 8])], [[0, 1, 2]], id="a little over the aim is one passage"),
        pytest.param([(P, [10, 8, 10]), (P, [10])], [[0, 1], [2, 3]], id="inside if need be"),
        pytest.param([(P, [25]), (P, [25])], [[0], [1]], id="a long sentence is a passage"),
        pytest.param([(P, [9]), (P, [25]), (P, [9])], [[0], [1], [2]], id="nothing is added to it"),
        pytest.param([(P, [18]), (H, [3]), (P, [16])], [[0], [1, 2]], id="a heading starts one"),
        pytest.param(
            [(P, [10]), (H, [2]), (P, [10]), (H, [2]), (P, [16])],
            [[0], [1, 2], [3, 4]],
            id="sections keep apart, headings stay with their text",
        ),
        pytest.param([(H, [4]), (P, [21])], [[0, 1]], id="a heading stays above a long sentence"),
        pytest.param([(H, [4]), (P, [25])], [[0], [1]], id="but never beyond the limit"),
        pytest.param(
            [(H, [2]), (P, [5]), (H, [2]), (P, [5])], [[0, 1, 2, 3]], id="tiny sections share one"
        ),
        pytest.param([(P, [18]), (H, [3])], [[0, 1]], id="a heading above nothing goes back"),
        pytest.param([(H, [3])], [[0]], id="only a heading"),
        pytest.param(
            [(M, [4]), (H, [5]), (M, [3]), (P, [10]), (P, [16])],
            [[0, 1, 2, 3], [4]],
            id="date, title and byline go with the first sentence",
        ),
        pytest.param([(P, [18]), (M, [4])], [[0, 1]], id="credits at the end go back"),
        pytest.param([(M, [4]), (B, [9])], [[0], [1]], id="credits alone beside boilerplate"),
        pytest.param(
            [(P, [9]), (B, [3, 4]), (P, [9]), (B, [5])],
            [[0], [1, 2], [3], [4]],
            id="boilerplate by itself",
        ),
        pytest.param(
            [(T, [1] * 60)], [[*range(20)], [*range(20, 40)], [*range(40, 60)]], id="table"
        ),
        pytest.param(
            [(H, [1])] * 40 + [(P, [9])],
            [[*range(11)], [*range(11, 22)], [*range(22, 33)], [*range(33, 41)]],
            id="a table of contents is cut",
        ),
    ],
)
def test_packing(spec: Spec, expected: list[list[int]]):
    assert _packed(spec) == expected


def test_overlap_repeats_whole_sentences():
    spec: Spec = [(P, [10, 9]), (P, [10, 9]), (B, [5]), (P, [9, 9])]
    assert _packed(spec, overlap=1) == [[0, 1], [2, 3], [4], [5, 6]]  # no room for more
    assert _packed(spec, limit=28, overlap=1) == [[0, 1], [1, 2, 3], [4], [5, 6]]
    assert _packed(spec, limit=38, overlap=9) == [[0, 1], [0, 1, 2, 3], [4], [5, 6]]


@pytest.mark.parametrize(("tokens", "limit", "overlap"), [(0, 9, 0), (120, 90, 0), (20, 30, -1)])
def test_settings_that_are_invalid(tokens: int, limit: int, overlap: int):
    with pytest.raises(ValueError, match="tokens"):
        PassageSettings(tokens, limit, overlap)


def test_any_document_is_packed_whole_and_within_limits():
    rng = random.Random(120)
    for _ in range(100):
        kinds = rng.choices([P, H, M, B], weights=[8, 2, 1, 1], k=rng.randint(1, 30))
        document, sentences = _build(
            [
                (kind, [rng.randint(1, 6)])
                if kind in (H, M)
                else (kind, [rng.randint(1, 60) for _ in range(rng.randint(1, 4))])
                for kind in kinds
            ]
        )
        passages = pack(document, sentences, PassageSettings(120, 156), _count)
        assert tuple(s for passage in passages for s in passage.sentences) == sentences
        for passage, following in itertools.pairwise(passages):
            kinds_here = {s.kind for s in passage.sentences}
            assert B not in kinds_here or kinds_here == {B}
            if not following.boilerplate and not passage.boilerplate:
                body = [s for s in passage.sentences if s.kind is P]
                assert passage.sentences[-1].kind is not H or not body
            assert _words(document, passage) <= 156


def test_a_huge_document_is_packed_in_linear_time():
    document, sentences = _build([(P, [5])] * 40_000)
    began = time.perf_counter()
    passages = pack(document, sentences, count=_count)
    assert time.perf_counter() - began < 20  # measured: 1 s
    assert {_words(document, passage) for passage in passages} <= {145, 150, 155}


def _seed(name: str, kinds: dict[int, BlockKind]) -> Document:
    """A seed article with blocks parted by blank lines; paragraphs unless `kinds` says so."""
    text = (SEEDS / name).read_text(encoding="utf-8")
    spans = [match.span() for match in re.finditer(r"\S(?:.|\n(?!\n))*\S", text)]
    kinds = {number % len(spans): kind for number, kind in kinds.items()}
    blocks = tuple(Block(a, b, kinds.get(i, P)) for i, (a, b) in enumerate(spans))
    return Document(name, "A", text, blocks)


def _outline(document: Document) -> list[tuple[str, str, int, bool]]:
    """First and last words of each passage, its length in words, whether it is boilerplate."""
    found = []
    for passage in pack(document, split(document), PassageSettings(120, 156), _count):
        words = document.text[passage.start : passage.end].split()
        outer = " ".join(words[:3]), " ".join(words[-3:])
        found.append((*outer, len(words), passage.boilerplate))
    return found


def test_first_seed():
    document = _seed("000_f06a268188dc6e39.txt", {0: M, 1: H, 2: M, -2: B, -1: B})
    assert _outline(document) == [
        ("date 2019-10-25 Companies", 'off the table."', 141, False),
        ("Batteries of the", "the official said.", 122, False),
        ("Reuters Reuters, the", "via Reuters TV.", 55, True),
    ]


def test_second_seed():
    document = _seed("002_d5c4d828f600fff0.txt", {0: H, 1: M})
    assert _outline(document) == [
        ("The Pentagon is", "on April 30.", 131, False),
        ("“And I asked", "speculate on that.”", 156, False),
        ("However, while Mattis", "Cavusoglu told reporters.", 139, False),
    ]


# --- structure: sections, lead-ins, lists


def _markdown(text: str, tokens: int, limit: int) -> list[tuple[str, str]]:
    """Heading path and text of each passage of a Markdown document, counted in words."""
    document = markdown.load(text.encode(), "a.md")
    passages = pack(document, split(document), PassageSettings(tokens, limit), _count)
    return [(p.heading, document.text[p.start : p.end]) for p in passages]


def test_a_heading_path_goes_with_what_does_not_show_it():
    text = (
        "# Guide\n\nAll about it in a few words here.\n\n## Linux\n\n### Install\n\n"
        "One two three four five six. Seven eight nine ten eleven twelve.\n\n"
        "A b c d e f g h i j k l.\n"
    )
    assert _markdown(text, 12, 14) == [
        ("", "Guide\n\nAll about it in a few words here."),
        (
            "",
            "Linux\n\nInstall\n\nOne two three four five six. Seven eight nine ten eleven twelve.",
        ),
        ("Linux › Install", "A b c d e f g h i j k l."),
    ]


def test_a_list_stays_with_the_line_that_leads_in_to_it():
    text = (
        "Some words that stand before it here.\n\nUse these:\n\n- one two\n- three four\n- five\n"
    )
    assert _markdown(text, 8, 11) == [
        ("", "Some words that stand before it here."),
        ("", "Use these:\n\none two\nthree four\nfive"),
    ]


def test_a_long_table_is_cut_between_its_rows():
    rows = "".join(f"| {n} | word word |\n" for n in range(12))
    for _, passage in _markdown(f"| N | W |\n|---|---|\n{rows}", 20, 26):
        assert passage.startswith("N: ")
        assert passage.endswith("W: word word")


def test_a_sentence_beyond_the_limit_is_cut_at_words():
    document, sentences = _build([(P, [70]), (P, [3])])
    passages = pack(document, sentences, PassageSettings(20, 26), _count)
    assert [_words(document, passage) for passage in passages] == [26, 26, 21]
    text = "".join(document.text[p.start : p.end] + " " for p in passages)
    assert text.split() == document.text.split()


def test_a_word_beyond_the_limit_is_cut_too():
    text = "x" * 1000
    document = Document("a.txt", "A", text, (Block(0, 1000),))
    passages = pack(
        document, split(document), PassageSettings(20, 26), lambda texts: [len(t) for t in texts]
    )
    assert "".join(document.text[p.start : p.end] for p in passages) == text
    assert all(p.end - p.start <= 26 for p in passages)


def test_windows_do_not_show():
    spec: Spec = [(P, [4, 5, 6])] * 3_000
    document, sentences = _build(spec)
    passages = pack(document, sentences, PassageSettings(30, 40), _count)
    assert tuple(s for p in passages for s in p.sentences) == sentences
    assert {_words(document, p) for p in passages} == {30}
