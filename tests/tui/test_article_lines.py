"""Articles laid out by their block tree: headings, lists, tables, code, quotations."""

from __future__ import annotations

import pytest

from qa.datatypes import BlockKind, Document, Evidence
from qa.documents.loaders import load
from tui.article_layout import ArticleText, Role, show
from tui.article_lines import lay_out, pieces, shade_after
from tui.table_layout import grid, record

NOTE = """# Boats

The harbour has two boats.

| Boat | Crew | Colour |
|---|---|---|
| Wren | 4 | red |
| Gull | 11 | |

## Rules

1. Look at the sky before you untie the rope.
2. Wear a vest.

- Ropes
  - of hemp

> Never sail alone.

```sh
row --left
  --slowly
```
"""


@pytest.fixture
def note(tmp_path) -> Document:
    path = tmp_path / "boats.md"
    path.write_text(NOTE, "utf-8")
    return load(path, path.name)


def drawn(shown: ArticleText, width: int) -> list[str]:
    lines = lay_out(shown, width)
    return ["".join(piece.text for piece in pieces(shown, line)).rstrip() for line in lines]


def test_blocks_are_laid_out_as_what_they_are(note):
    shown = show(note.text, blocks=note.blocks)
    assert drawn(shown, 30) == [
        "Boats", "",
        "The harbour has two boats.", "",
        "Boat  Crew  Colour",
        "Wren  4     red",
        "Gull  11", "",
        "Rules", "",
        "1. Look at the sky before",
        "   you untie the rope.",
        "2. Wear a vest.", "",
        "• Ropes",
        "  • of hemp", "",
        "▏ Never sail alone.", "",
        " row --left",
        "   --slowly",
    ]  # fmt: skip
    kinds = {(line.kind, line.level) for line in lay_out(shown, 30)}
    assert {(BlockKind.HEADING, 1), (BlockKind.HEADING, 2), (BlockKind.CODE, 0)} <= kinds


def test_a_cell_is_a_stretch_of_the_text(note):
    """So it is found, selected and marked where it stands in the document."""
    shown = show(note.text, blocks=note.blocks)
    for line in lay_out(shown, 30):
        for piece in pieces(shown, line):
            if piece.offset is not None:
                assert shown.text.startswith(piece.text, piece.offset)


def test_the_proof_in_a_row_is_marked_and_evenly_shaded(note):
    row = "Boat: Wren · Crew: 4 · Colour: red"
    start = note.text.index(row)
    at = note.text.index("4", start)
    proof = Evidence(1, start, start + len(row), row, 7, 0.9, span=(at, at + 1))
    shown = show(note.text, proof, blocks=note.blocks)
    (line,) = [each for each in lay_out(shown, 30) if each.role is Role.SPAN]
    made = list(pieces(shown, line))
    assert [each.text for each in made if each.role is Role.SPAN] == ["4"]
    assert {each.role for each in made} == {Role.EVIDENCE, Role.SPAN}  # the gaps, too
    assert shade_after(shown, line) is Role.EVIDENCE
    header = lay_out(shown, 30)[4]
    assert {piece.role for piece in pieces(shown, header)} == {Role.PLAIN}


def test_evidence_is_shaded_to_the_edge_where_it_ends_a_line():
    text = "One sentence here. Another one."
    first = Evidence(1, 0, 18, text[:18], 1, 0.9)
    shown = show(text, first, (0, len(text)))
    (line,) = lay_out(shown, 80)
    assert shade_after(shown, line) is Role.PASSAGE
    whole = show(text, Evidence(1, 0, len(text), text, 1, 0.9), (0, len(text)))
    assert shade_after(whole, lay_out(whole, 80)[0]) is Role.EVIDENCE


def shown_grid(rows: list[str], width: int) -> list[str] | None:
    placed = grid(rows, width)
    if placed is None:
        return None
    lines = []
    for line in placed:
        text = ""
        for run in line.runs:
            text = text.ljust(run.x) + rows[run.row][run.start : run.end]
        lines.append(text)
    return lines


def test_columns_are_wrapped_at_words():
    rows = ["Name: Wren · Use: carries letters to the island", "Name: Gull · Use: none"]
    assert shown_grid(rows, 22) == [
        "Name  Use",
        "Wren  carries letters",
        "      to the island",
        "Gull  none",
    ]


@pytest.mark.parametrize(
    ("rows", "width"),
    [
        (["Name: Wren · Use: letters"] * 2, 8),  # no room
        (["Name: Wren · Use: " + "many words " * 30, "Name: Gull · Use: none"], 40),  # too tall
        (["Wren · 4", "Gull"], 40),  # other columns
        (["Just a line", "and another"], 40),
        (["a: 1 · a: 2", "a: 3 · a: 4"], 40),  # one name twice
    ],
)
def test_what_has_no_columns_stays_as_it_is(rows, width):
    assert shown_grid(rows, width) is None


def test_rows_without_names_of_columns():
    assert shown_grid(["Wren · 4", "Gull · 11"], 40) == ["Wren  4", "Gull  11"]


def test_a_value_may_hold_what_parts_cells():
    rows = ["Name: Wren · Use: mail · parcels", "Name: Gull · Use: none"]
    assert shown_grid(rows, 40) == ["Name  Use", "Wren  mail · parcels", "Gull  none"]
    assert [rows[0][a:b] for a, b in record(rows[0])] == ["Name: Wren", "Use: mail · parcels"]
