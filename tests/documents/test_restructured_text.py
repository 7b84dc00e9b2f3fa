"""What is shown of reStructuredText: directives, fields, lists, tables, marks in a line."""

import pytest

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import rst

P, H, L, S = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.STEP
C, T = BlockKind.CODE, BlockKind.TABLE


def outline(text: str) -> list[tuple[BlockKind, str, int, int | None]]:
    """Kind, text, parent and line of each block."""
    document = loaded(text)
    return [
        (b.kind, document.text[b.start : b.end], b.parent, document.line(b.start))
        for b in document.blocks
    ]


def loaded(text: str) -> Document:
    return rst.load(text.encode(), "a.rst")


def shown(text: str) -> list[str]:
    """The text of each block."""
    return [text for _, text, _, _ in outline(text)]


@pytest.mark.parametrize(
    ("signature", "as_shown"),
    [
        ("http:delete:: /api/roles/(int:id)/", "DELETE /api/roles/(int:id)/"),
        ("py:class:: hen.Coop(size)", "class hen.Coop(size)"),
        ("class:: hen.Coop", "class hen.Coop"),
        ("exception:: hen.Broody", "exception hen.Broody"),
        ("py:function:: lay(size)\n                 lay()", "lay(size)\nlay()"),
        ("rst:role:: egg", ":egg:"),
        ("confval:: hen_door\n   :noindex:", "hen_door"),
    ],
)
def test_what_a_directive_describes_is_named_as_a_manual_names_it(
    signature: str, as_shown: str
) -> None:
    assert outline(f"Hens\n====\n\n.. {signature}\n\n   About it.\n\nMore.\n")[1:] == [
        (P, as_shown, 0, 4),
        (P, "About it.", 1, 6 + signature.count("\n")),
        (P, "More.", 0, 8 + signature.count("\n")),
    ]


def test_what_is_described_is_named_without_a_text_too() -> None:
    assert shown(".. http:get:: /hens\n\n.. function:: lay()\n") == ["GET /hens", "lay()"]


@pytest.mark.parametrize(
    "line",
    [".. setting:: HEN_DOOR", ".. rst-class:: wide", ".. class:: wide", ".. youtube:: x\n   :w: 9"],
)
def test_a_mere_target_is_not_shown(line: str) -> None:
    assert shown(f"Hens\n====\n\n{line}\n\nHEN_DOOR\n--------\n\nIt opens.\n") == [
        "Hens",
        "HEN_DOOR",
        "It opens.",
    ]


def test_the_text_in_a_styled_part_is_kept() -> None:
    assert shown(".. class:: very-wide\n\n   Hens lay eggs.\n") == ["Hens lay eggs."]


def test_fields_of_any_name() -> None:
    assert outline(
        "Hens lay.\n\n:>json string code: of the hen\n:param \\*args: more\n   of them\n"
        ":raises hen.Broody: at night\n:statuscode 404: no hen\n:py:class: none\n"
        ":ref:`x`: no field\n"
    ) == [
        (P, "Hens lay.", -1, 1),
        (P, ">json string code: of the hen", -1, 3),
        (P, "param *args: more\nof them", -1, 4),
        (P, "raises hen.Broody: at night", -1, 6),
        (P, "statuscode 404: no hen", -1, 7),
        (P, "py:class: none", -1, 8),
        (P, "x: no field", -1, 9),
    ]


def test_a_field_holds_blocks() -> None:
    assert outline(
        "Hens lay.\n:Sizes:\n  +-----+---+\n  | Egg | g |\n  +=====+===+\n  | big | 9 |\n"
        "  +-----+---+\n:Kept:\n\n  - in a coop\n  - outside\n:Run: this::\n\n     lay\n"
    ) == [
        (P, "Hens lay.", -1, 1),
        (P, "Sizes:", -1, 2),
        (T, "Egg: big · g: 9", 1, 6),
        (P, "Kept:", -1, 8),
        (L, "in a coop", 3, 10),
        (L, "outside", 3, 11),
        (P, "Run: this:", -1, 12),
        (C, "lay", 6, 14),
    ]


def test_a_block_begins_on_the_line_of_its_field() -> None:
    assert outline(
        ":Sizes: +-----+---+\n        | big | 9 |\n        +-----+---+\n"
        ":Kept: - in a coop\n       - outside\n:Author: A. Smith\n"
    ) == [
        (P, "Sizes:", -1, 1),
        (T, "big \xb7 9", 0, 2),
        (P, "Kept:", -1, 4),
        (L, "in a coop", 2, 4),
        (L, "outside", 2, 5),
        (P, "Author: A. Smith", -1, 6),
    ]


def test_a_list_goes_on_after_what_stands_in_its_steps() -> None:
    assert outline(
        "To lay:\n\n1. Sit.\n2. Run:\n\n   .. code-block:: sh\n\n      lay\n\n   It clucks.\n"
        "3. Stand:\n\n   - up\n\n     Soon.\n   - out\n\n   Then go.\n4. Eat.\n\nEnd.\n\n- new\n"
    ) == [
        (P, "To lay:", -1, 1),
        (S, "1. Sit.", 0, 3),
        (S, "2. Run:", 0, 4),
        (C, "lay", 2, 8),
        (P, "It clucks.", 2, 10),
        (S, "3. Stand:", 0, 11),
        (L, "up", 5, 13),
        (P, "Soon.", 6, 15),
        (L, "out", 5, 16),
        (P, "Then go.", 5, 18),
        (S, "4. Eat.", 0, 19),
        (P, "End.", -1, 21),
        (L, "new", 11, 23),
    ]


def test_terms_hang_from_the_line_that_announces_them() -> None:
    assert outline(
        "For hens only:\n\nLay\n  Eggs:\n\n  White\n    In the coop.\nSit\n  On eggs.\n\n"
        "Ducks swim.\n\nDive\n  Deep.\n"
    ) == [
        (P, "For hens only:", -1, 1),
        (P, "Lay", 0, 3),
        (P, "Eggs:", 1, 4),
        (P, "White", 2, 6),
        (P, "In the coop.", 3, 7),
        (P, "Sit", 0, 8),
        (P, "On eggs.", 5, 9),
        (P, "Ducks swim.", -1, 11),
        (P, "Dive", -1, 13),
        (P, "Deep.", 8, 14),
    ]


def rows(text: str) -> list[tuple[str, int | None]]:
    """The rows of the tables, and their lines."""
    return [(text, line) for kind, text, _, line in outline(text) if kind is T]


def test_a_drawn_table_is_cut_where_its_rules_are() -> None:
    assert rows(
        "+----------+---------------+\n| Hen      | Pattern       |\n+==========+===============+\n"
        "| one only | ``^(a|b|c)$`` |\n|          | or nothing    |\n+----------+---------------+\n"
        "| \u96cc\u9d8f     | ``a|b``       |\n+----------+---------------+\n"
    ) == [
        ("Hen: one only \xb7 Pattern: ^(a|b|c)$ or nothing", 4),
        ("Hen: \u96cc\u9d8f \xb7 Pattern: a|b", 7),
    ]


def test_cells_of_a_drawn_table_span_rows_and_columns() -> None:
    assert rows(
        "+-----+-----+-------+\n| A   | B   | C     |\n+=====+=====+=======+\n"
        "| r1  | over both   |\n+-----+-----+-------+\n| r2  | sp  | - one |\n"
        "+-----+ ans | - two |\n| r3  |     | - end |\n+-----+-----+-------+\n"
    ) == [
        ("A: r1 \xb7 B: over both", 4),
        ("A: r2 \xb7 B: sp ans \xb7 C: - one - two - end", 6),
        ("A: r3", 8),
    ]


def test_a_table_drawn_askew_is_cut_at_its_bars() -> None:
    assert rows("+-----+-----+\n| hen | egg|\n+-----+-----+\n") == [("hen \xb7 egg", 2)]


def test_cells_of_a_head_span_columns() -> None:
    assert rows(
        "=====  =====  ======\n   Inputs     Output\n------------  ------\n"
        "  A      B    A or B\n=====  =====  ======\nFalse  True   True\n       again\n"
        "=====  =====  ======\n"
    ) == [("Inputs A: False \xb7 Inputs B: True again \xb7 Output A or B: True", 6)]


def test_quoted_values_of_a_table() -> None:
    assert rows(
        '.. csv-table:: Eggs\n   :header: "Name", "Size"\n\n   "Duck, big", "L"\n'
        '   "Quail", "S, as they are\n   small"\n   Hen, 5" long\n'
    ) == [
        ("Name: Duck, big \xb7 Size: L", 4),
        ("Name: Quail \xb7 Size: S, as they are small", 5),
        ('Name: Hen \xb7 Size: 5" long', 7),
    ]


def test_marks_go_over_line_ends() -> None:
    document = loaded(
        "See the :ref:`settings\nfile\n<custom>` for it\nand `a site\n<https://x.org>`_.\n"
    )
    assert document.text == "See the settings\nfile for it\nand a site."
    assert [document.line(document.text.index(w)) for w in ("file", "for", "and")] == [2, 3, 4]


def test_labels_are_shown_as_the_headings_that_they_stand_for() -> None:
    assert shown(
        ".. _hen_door:\n.. _other-door:\n\nThe *door*\n==========\n\n"
        ":ref:`hen_door`, :ref:`other-door`, :ref:`far-away`, :doc:`/admin/hen-house`.\n"
    ) == ["The door", "The door, The door, far away, hen house."]


def test_names_are_replaced_by_what_they_stand_for() -> None:
    assert shown(
        ".. |hen| replace:: Hen House\n\n"
        "The |hen| has |no| door, hen\\ s, ``a\\ b\\*c``, \\*x, [Ref2020]_ and one [1]_.\n"
        "\n.. [Ref2020] A book.\n.. [1] A note.\n"
    ) == [
        "The Hen House has |no| door, hens, a\\ b\\*c, *x, [Ref2020] and one.",
        "[Ref2020] A book.",
        "A note.",
    ]


def test_a_file_does_not_grow_by_its_names() -> None:
    text = ".. |x| replace:: " + "y" * 300 + "\n\n" + "|x| " * 20_000 + "\n"
    assert len(loaded(text).text) < 1_200_000


@pytest.mark.parametrize("name", ["graphviz::", "digraph:: a", "mermaid::", "uml::"])
def test_the_source_of_a_diagram_is_not_shown(name: str) -> None:
    assert shown(f"Hens.\n\n.. {name}\n   :caption: How they lay\n\n   a -> b;\n\nMore.\n") == [
        "Hens.",
        "How they lay",
        "More.",
    ]


def test_the_caption_of_code_is_kept() -> None:
    assert outline("Write:\n\n.. code-block:: ini\n   :caption: hen.ini\n\n   open = yes\n") == [
        (P, "Write:", -1, 1),
        (P, "hen.ini", 0, 3),
        (C, "open = yes", 1, 6),
    ]


def test_mere_references_to_other_places_are_contents() -> None:
    assert outline(
        "Hens lay.\n\n.. seealso:: :ref:`the-coop`,\n   `Eggs\n   <https://x.org>`_\n\n"
        "   and :doc:`/ducks`\n\n.. seealso:: Ducks lay, see :ref:`ducks`.\n"
    ) == [
        (P, "Hens lay.", -1, 1),
        (BlockKind.CONTENTS, "the coop,\nEggs", -1, 3),
        (BlockKind.CONTENTS, "and ducks", -1, 7),
        (P, "Ducks lay, see ducks.", -1, 9),
    ]


def test_terms_that_share_a_meaning():
    text = (
        ".. glossary::\n\n   adze\n   hand adze\n      Smooths wood.\n\n"
        "   froe : x\n      Splits it."
    )
    found = rst.load(text.encode(), "a.rst")
    assert found.text.split("\n\n") == ["adze, hand adze", "Smooths wood.", "froe", "Splits it."]
    assert [block.parent for block in found.blocks] == [-1, 0, -1, 2]


def test_options_are_items():
    text = (
        "Options:\n\n-a            Show all.\n-o FILE, --output=FILE\n"
        "              Write to FILE,\n              made if missing.\n"
        "--long\n    Listing.\n/V            Of VMS.\n\n-- Ada\n"
    )
    found = rst.load(text.encode(), "a.rst")
    shown = [found.text[block.start : block.end] for block in found.blocks]
    assert shown[1:5] == [
        "-a Show all.",
        "-o FILE, --output=FILE\nWrite to FILE,\nmade if missing.",
        "--long\nListing.",
        "/V Of VMS.",
    ]
    assert {block.kind for block in found.blocks[1:5]} == {BlockKind.LIST_ITEM}
    assert found.line(found.blocks[2].start) == 4


def test_verse_is_read_without_its_marks():
    text = "| The rain in March\n|   falls softly\n| \n| on the mill.\n\n|name| stays.\n"
    found = rst.load(text.encode(), "a.rst")
    assert found.text.startswith("The rain in March\nfalls softly\n\non the mill.\n\n")


def test_entries_of_a_changelog_directive_stand_below_their_release():
    text = """\
=======
Changes
=======

.. changelog::
    :version: 1.2.1
    :released: May 3, 2024

    .. change::
        :tags: bug

        The mill stops.

.. changelog::
    :version: 1.2.0

    .. change::

        It grinds.
"""
    assert outline(text) == [
        (H, "Changes", -1, 2),
        (H, "1.2.1 (May 3, 2024)", 0, 5),
        (P, "The mill stops.", 1, 12),
        (H, "1.2.0", 0, 14),
        (P, "It grinds.", 3, 19),
    ]
