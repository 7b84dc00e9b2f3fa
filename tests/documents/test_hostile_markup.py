"""Odd and hostile files of formats that are told by content: read in full, and in linear time."""

from __future__ import annotations

import time

import pytest

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import load_bytes
from qa.documents.loaders.builder import Builder, Piece

PAGE = b".TH MILL 1 2026-03-01\n.SH NAME\nmill \\- grinds\n"
MDOC = b".Dd March 1, 2026\n.Dt MILL 1\n.Sh NAME\n.Nm mill\n"


def _read(data: bytes, name: str) -> Document:
    return load_bytes(data, name, "." + name.rpartition(".")[2]).documents[0]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PAGE + b".IP a\nb\n.RS\n" * 20_000, "mill.man"),
        (PAGE + b".TS\ntab(;);\nl l.\na;T{\n" + b"some text\n" * 300_000, "mill.man"),
        (MDOC + b".Op " + b"Dq a . " * 50_000, "mill.man"),
        (b"\\begin{itemize}\n\\item a\n" * 20_000, "a.tex"),
        (b'@string{a="' + b"x" * 300 + b'"}\n@misc{q,title={t},note=' + b"a#" * 10**6, "a.bib"),
        (b"@misc{q,title={t}}\n" * 40_000, "a.bib"),
        (b"\\begin{verbatim}\n" * 60_000, "a.tex"),
    ],
)
def test_time_and_size_grow_with_the_file(data: bytes, name: str) -> None:
    began = time.process_time()
    found = _read(data, name)
    assert time.process_time() - began < 8  # a fraction of it; quadratic ones took minutes
    assert len(found.text) < 15 * len(data)


def test_text_so_far_is_joined_once() -> None:
    builder = Builder()
    for word in ("Mill", "Sail"):  # pages ask for it at each of their headings
        builder.add(BlockKind.PARAGRAPH, [Piece(word, 1)])
        assert builder.text is builder.text
    assert builder.text == builder.result()[0] == "Mill\n\nSail"


def test_cell_of_a_table_over_several_lines() -> None:
    table = b".TS\ntab(;);\nl l.\nStone;T{\nmade of\nbasalt\nT}\nSail;T{\nlinen\nT}\n.TE\nEnd.\n"
    text = _read(PAGE + table, "mill.man").text
    assert "made of basalt" in text
    assert "linen" in text
    assert text.endswith("End.")


def test_text_on_manual_pages_is_none() -> None:
    told = b"A page begins so, and sections follow:\n\n.TH NAME 1\n.SH NAME\n\n... and so on.\n"
    assert "... and so on." in _read(told, "howto.txt").text


def test_configuration_with_a_long_line_is_read_as_text() -> None:
    settings = b"# The mill\nspeed = 3\n" * 20 + b"key = " + b"ab " * 3_000 + b"\n"
    assert "speed = 3" in _read(settings, "mill.txt").text


def test_cards_with_odd_columns() -> None:
    for number in ("²", "9" * 5_000):
        cards = f"#separator:tab\n#tags column:{number}\nWhat grinds?\tThe mill\n".encode()
        assert "The mill" in _read(cards, "cards.txt").text


def test_entries_of_a_changelog_head_what_follows() -> None:
    text = b"""2026-03-01  Ann Miller  <ann@example.org>

\t* mill.c: Turn the other way when the wind does so.

2026-02-01  Ann Miller  <ann@example.org>

\t* mill.c: Stop when there is no wind at all.
"""
    found = load_bytes(text, "ChangeLog", ".txt").documents[0]
    heads = [found.text[b.start : b.end] for b in found.blocks if b.kind is BlockKind.HEADING]
    assert [head[:10] for head in heads] == ["2026-03-01", "2026-02-01"]
