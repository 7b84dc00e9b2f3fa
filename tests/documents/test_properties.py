"""What holds of every document, sentence and passage, whatever the file holds."""

import gc
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.datatypes import Document
from qa.documents.loaders import (
    Loader,
    asciidoc,
    latex,
    load_bytes,
    manual_source,
    markdown,
    org,
    plain_text,
    rst,
    wiki,
)
from qa.documents.loaders.data import (
    delimited,
    json_data,
    notebook,
    references,
    source_code,
    subtitles,
)
from qa.documents.loaders.pim import cards, events
from qa.documents.passages import PassageSettings, pack
from qa.documents.sentences import split
from qa.documents.token_estimate import estimate
from qa.errors import DocumentError

LOADERS: dict[str, Loader] = {
    "txt": plain_text.load,
    "md": markdown.load,
    "rst": rst.load,
    "adoc": asciidoc.load,
    "org": org.load,
    "man": manual_source.load,
    "wiki": wiki.load,
    "tex": latex.load,
    "csv": delimited.load,
    "json": json_data.load,
    "bib": references.load,
    "srt": subtitles.load,
    "ics": events.load,
    "vcf": cards.load,
    "ipynb": notebook.load,
    "py": source_code.load,
    "js": source_code.load,
    "local": source_code.load_configuration,
}
PIECES = [
    "@article{a, title={b}, ",
    "TY  - JOUR\nTI  - ",
    "#separator:tab\n",
    "# ",
    "00:00:01,000 --> 00:00:02,000\n",
    "1,2\n",
    ',"',
    '{"a": [1, {"b": "c"}]}\n',
    '"""',
    "/* ",
    "## ",
    "- ",
    "  - ",
    "* ",
    "1. ",
    "> ",
    "> [!tip] ",
    "| a | b |\n|---|---|\n| ",
    " | ",
    "```\n",
    "**",
    "_",
    "`",
    "~~",
    "[",
    "](x)",
    "[[",
    "]]",
    "![[",
    "%%",
    "<!--",
    "-->",
    "<div>",
    "</div>",
    "<b>",
    "<td>",
    "&amp;",
    "$",
    "==",
    "\n",
    "\n\n",
    "\n    ",
    "\r",
    "\r\n",
    "\t",
    "---\n",
    "title: x\n",
    "Q: ",
    "A: ",
    "— ",
    "=====\n",
    ".. note:: ",
    "::\n\n  ",
    "|===\n",
    "----\n",
    "[quote, x]\n",
    "#+BEGIN_SRC\n",
    "#+END_SRC\n",
    ":PROPERTIES:\n",
    "\\begin{itemize}\n",
    "\\item ",
    "\\end{itemize}\n",
    "\\section{",
    "}",
    "Chapter 1\n",
    "SECTION. 2. ",
    "word",
    "Two words.",
    "5 May 2021",
    "x: y\n",
    "中文。",
    "\u00ad",
    "\u200b",
    "{{#include x}}\n",
    "+---+---+\n",
    "[a]\n",
    "# b\n",
    ".TH X 1\n",
    ".Dd May 5, 2021\n.Dt X 1\n",
    ".SH A\n",
    ".TP\n",
    ".IP 1.\n",
    ".RS\n",
    ".RE\n",
    ".nf\n",
    ".fi\n",
    ".Bl -tag\n",
    ".It Fl x Xo\n",
    ".El\n",
    ".Bd -literal\n",
    ".TS\nl l.\n",
    "a\tb\n",
    "T{\n",
    "\\fB\\-a",
    "X\x08X\n",
    "\x1b[1m",
    "BEGIN:VEVENT\n",
    "END:VEVENT\n",
    "DTSTART;TZID=Europe/Oslo:20260305T180000\n",
    "RRULE:FREQ=WEEKLY;COUNT=3\n",
    "SUMMARY:Tea\n",
    "BEGIN:VCARD\n",
    "END:VCARD\n",
    "FN:Ada Lind\n",
    "BDAY:--0305\n",
    "\n ",
    "  a  b  c\n",
    "e\u0301",
    "\ufeff",
    "© ",
    " " * 40,
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=40).map("".join)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def read(name: str, text: str) -> list[Document]:
    """The documents of a file; none where it holds nothing to read."""
    try:
        loaded = LOADERS[name](text.encode("utf-8", "replace"), f"some/file.{name}")
        items = [loaded] if isinstance(loaded, Document) else [*loaded.items]
    except DocumentError:
        return []
    return [each for each in items if isinstance(each, Document)]


@pytest.mark.parametrize("name", LOADERS)
@MANY
@given(text=TEXTS)
def test_documents_are_sound(name: str, text: str) -> None:
    for document in read(name, text):
        check_soundness(document, last=re.sub("\r\n?", "\n", text).count("\n") + 1)


def check_soundness(document: Document, last: int) -> None:
    end = 0
    for place, block in enumerate(document.blocks):
        assert end <= block.start < block.end <= len(document.text)
        assert not document.text[end : block.start].strip()
        shown = document.text[block.start : block.end]
        assert shown == shown.strip()
        assert -1 <= block.parent < place
        end = block.end
    assert not document.text[end:].strip()
    assert all(one[0] < two[0] for one, two in pairwise(document.lines))
    assert not document.lines or document.lines[0][0] == 0
    assert all(1 <= document.line(block.start) <= last for block in document.blocks)


@pytest.mark.parametrize("name", LOADERS)
@MANY
@given(text=TEXTS)
def test_passages_hold_every_character_within_the_limit(name: str, text: str) -> None:
    for document in read(name, text):
        sentences = split(document)
        passages = pack(document, sentences, PassageSettings(12, 20), estimate)
        position = 0
        for passage in passages:
            assert not document.text[position : passage.start].strip()
            assert sum(estimate([document.text[s.start : s.end] for s in passage.sentences])) <= 20
            position = passage.end
        assert not document.text[position:].strip()


WORDS = st.lists(st.from_regex(r"[a-z]{3,9}[0-9]{3}", fullmatch=True), min_size=1, max_size=12)
MARKS = st.sampled_from(
    [
        "{}",
        "**{}**",
        "_{}_ x",
        "`{}`",
        "# {}\n",
        "- {}\n",
        "1. {}\n",
        "> {}\n",
        "[{}](http://a.org)",
        "[[{}]]",
        "[[a|{}]]",
        "==x {}==",
        "<b>{}</b>",
        "<div>{}</div>\n",
        "| {} | b |\n|---|---|\n| c | d |\n",
        "| a |\n|---|\n| {} |\n",
        "\n```\n{}\n```\n",
        "    {}\n",
        "<td>{}</td>",
        "$ {}",
        "> [!tip] {}\n",
    ]
)


@MANY
@given(
    words=WORDS, marks=st.lists(MARKS, min_size=12, max_size=12), gaps=st.text(" \n", min_size=12)
)
def test_no_word_of_markdown_that_is_read_gets_lost(
    words: list[str], marks: list[str], gaps: str
) -> None:
    parts = [mark.format(word) + gap for word, mark, gap in zip(words, marks, gaps, strict=False)]
    (document,) = read("md", "\n".join(parts))
    missing = [word for word in words if word not in document.text]
    assert not missing


@MANY
@given(
    lines=st.lists(
        st.sampled_from(["", "word", "# H", "- item", "> q", "a b", "<!-- x -->", "**B**"])
    )
)
def test_lines_of_markdown_lead_back(lines: list[str]) -> None:
    numbered = [
        f"{line} n{number}n" if line[:2] != "<!" else line for number, line in enumerate(lines, 1)
    ]
    for document in read("md", "\n".join(numbered)):
        for match in re.finditer(r"n(\d+)n", document.text):
            assert document.line(match.start()) == int(match[1])


LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


@MANY
@given(pieces=st.lists(st.sampled_from(["a", "b c", " ", "\t", "\r\n", *LINE_ENDS])))
def test_lines_are_those_of_python_however_much_is_split_at_once(pieces: list[str]) -> None:
    text, expected, start = "".join(pieces), [], 0
    for line in text.splitlines(keepends=True):
        content = line.strip()
        first = start + (len(line) - len(line.lstrip()) if content else 0)
        expected.append((first, first + len(content)))
        start += len(line)
    with pytest.MonkeyPatch.context() as patch:
        for most in (1, 3, 1 << 16):
            patch.setattr(plain_text, "_AT_ONCE", most)
            assert [(line.start, line.end) for line in plain_text.lines_of(text)] == expected


TRIES = 6  # to measure how long something takes
HOSTILE = [
    "> ",
    "[",
    "*a ",
    "- a\n",
    "|a",
    "<div>\n",
    "![",
    "<a ",
    "<!--",
    "%%",
    "$a",
    "a\n\n",
    "| a | b |\n",
    "  - a\n",
    "<a b='",
    "[[a",
    "\\begin{x}\n",
    "\\a{",
    "#+begin_src\n",
    "|===\n",
    ".. note::\n\n   ",
    "::\n\n",
    " ",
    "© " + " " * 200,
    "Chapter 1\n",
    "a\tb\n",
    "A.  b\n",
    "May 3" + " " * 50,
    "<script>",
    "`a ",
    "__a",
    "x::\n",
    "== a ==\n",
    "{{a|",
    "{|\n",
    "[[a|",
    "<ref>",
    "''a",
    "//a ",
    "((a",
]


@pytest.mark.parametrize("name", LOADERS)
def test_twice_as_much_takes_about_twice_as_long(name: str) -> None:
    for piece in HOSTILE:
        # A quarter of a second, and more tries, are for whatever else the machine has to do.
        tries = ([_spent(name, piece, size) for size in (10_000, 20_000)] for _ in range(TRIES))
        assert any(more < 3 * less + 0.25 for less, more in tries), piece


def _spent(name: str, piece: str, size: int) -> float:
    """Seconds of computing that a text made of `piece` takes."""
    with _computing() as spent:
        for document in read(name, "Start here. " + piece * (size // len(piece))):
            pack(document, split(document))
    return spent[0]


@contextmanager
def _computing() -> Iterator[list[float]]:
    """Measure processor time, without what the garbage of all tests before costs."""
    spent: list[float] = []
    gc.disable()
    began = time.process_time()
    try:
        yield spent
    finally:
        spent.append(time.process_time() - began)
        gc.enable()


def test_a_page_twice_as_long_takes_about_twice_as_long() -> None:
    for piece in HOSTILE:
        tries = ([_spent_on_page(piece, size) for size in (50_000, 100_000)] for _ in range(TRIES))
        assert any(more < 2.6 * less + 0.25 for less, more in tries), piece


def _spent_on_page(piece: str, size: int) -> float:
    page = f"<html><body><p>Start here.</p>{piece * (size // len(piece))}"
    with _computing() as spent, suppress(DocumentError):
        document = load_bytes(page.encode(), "file.html", ".html").documents[0]
        pack(document, split(document))
    return spent[0]


def test_every_loader_is_among_those_tried() -> None:
    from qa.documents.loaders import _DECLARED, _LOADERS

    # Those of files that are no text have tests of their own.
    expected = {name for suffix, name in _LOADERS.items() if suffix not in _DECLARED}
    tried = {f"{load.__module__}:{load.__name__}" for load in LOADERS.values()}  # type: ignore[attr-defined]
    assert expected <= tried


@pytest.mark.parametrize("name", LOADERS)
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(pieces=st.lists(st.sampled_from(HOSTILE + PIECES), min_size=1, max_size=4))
def test_any_mixture_takes_linear_time(name: str, pieces: list[str]) -> None:
    unit = "".join(pieces)
    # The best of three: what else the process does, such as collecting garbage, counts as well.
    assert any(_spent(name, unit, 20_000) < 3 * _spent(name, unit, 10_000) + 0.25 for _ in range(3))
