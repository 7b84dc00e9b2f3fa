"""Text wrapped and indented by hand: manual pages, RFCs, changelogs, and what they part."""

from __future__ import annotations

from datetime import date

import pytest

from qa.datatypes import Block, BlockKind, Document
from qa.documents.loaders import load_bytes, plain_text
from qa.documents.loaders.plain_files import is_text
from qa.documents.loaders.plain_hyphens import with_whole_words

P, H, L = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM

PAGE = """\
MILL(1)→→→ Miller's Manual→→  MILL(1)

NAME
       mill - grinds grain, and sieves what was ground

DESCRIPTION
       The  mill grinds what the hopper holds until nothing of it is left, and
       it counts the sacks. You may stop it at any time, and go on later. What
       was ground until then stays in the tray; the rest stays in the con‐
       tainer above.

       -c, --coarse=WIDTH
→      Grind  coarsely.  The  stones are set apart by WIDTH, which is given
→      in hundredths of a millimetre, and never  touch  each  other.  The
→      Warden of the mill may set a least width.

→      A second paragraph says that the stones need a dressing every year.

       -n     Do not grind; only say how long it would take to empty the whole
→      container.

       hourly Sacks are counted every hour; to have that, you have to wind up
→      the clock.

       MILL_STONES
→      This variable names the pair of stones that is used, from the left.

       o      Times are given in minutes.
""".replace("→", "\t")


def read(text: str, source: str = "a.txt") -> Document:
    return load_bytes(text.encode(), source, ".txt").documents[0]


def cut(text: str) -> list[tuple[BlockKind, str]]:
    document = read(text)
    return [
        (block.kind, " ".join(document.text[block.start : block.end].split()))
        for block in document.blocks
    ]


def test_a_manual_page_is_cut_into_paragraphs_and_options() -> None:
    assert cut(PAGE) == [
        (H, "MILL(1)"),
        (BlockKind.META, "Miller's Manual MILL(1)"),
        (H, "NAME"),
        (P, "mill - grinds grain, and sieves what was ground"),
        (H, "DESCRIPTION"),
        (
            P,
            "The mill grinds what the hopper holds until nothing of it is left, and it counts the "
            "sacks. You may stop it at any time, and go on later. What was ground until then stays "
            "in the tray; the rest stays in the container above.",
        ),
        (
            L,
            "-c, --coarse=WIDTH Grind coarsely. The stones are set apart by WIDTH, which is given "
            "in hundredths of a millimetre, and never touch each other. The Warden of the mill may "
            "set a least width.",
        ),
        (P, "A second paragraph says that the stones need a dressing every year."),
        (L, "-n Do not grind; only say how long it would take to empty the whole container."),
        (L, "hourly Sacks are counted every hour; to have that, you have to wind up the clock."),
        (
            L,
            "MILL_STONES This variable names the pair of stones that is used, from the left.",
        ),
        (P, "o Times are given in minutes."),
    ]


def test_what_goes_on_with_an_option_hangs_from_it_and_no_paragraph_leads_in() -> None:
    document = read(PAGE)
    texts = [document.text[block.start : block.end] for block in document.blocks]
    parents = {
        text.split(None, 1)[0]: texts[block.parent].split()[0]
        for text, block in zip(texts, document.blocks, strict=True)
        if block.parent >= 0
    }
    assert parents["A"] == "-c,"
    assert parents["-c,"] == parents["-n"] == parents["MILL_STONES"] == "DESCRIPTION"


def test_a_paragraph_with_a_first_line_that_is_indented_stays_one() -> None:
    one = "   The wind turned the sails all night, and in the\nmorning it was still. Nobody came."
    two = "   Then the miller went down to the river, where he\nmet the carter and his old horse."
    assert [text for _, text in cut(f"{one}\n{two}")] == [
        " ".join(one.split()),
        " ".join(two.split()),
    ]


def test_an_example_inside_of_the_text_of_an_option_does_not_cut_it() -> None:
    text = """\
       -path pattern
              The name matches the pattern. It does not treat the signs in a
              special way; so, for example,
                  find . -path "./sr*sc"
              will print an entry for a folder, if there is one.
"""
    assert cut(text) == [(L, " ".join(text.split()))]


def test_a_justified_paragraph_with_tabs_is_no_table() -> None:
    lines = [
        "       part of\tthe file system with this option on and  part of it with",
        "       the part\tof it off (if you need to do that you will have to use",
        "       two find\tcommands instead of one, each with an option of its own).",
    ]
    width = max(len(line.expandtabs(8)) for line in lines)
    text = "\n".join(f"{line}{'.' * (width - len(line.expandtabs(8)))}" for line in lines)
    assert [kind for kind, _ in cut(text)] == [P]
    table = "name\tprice of the thing\tunit\nrye\t12\tsack\noats\t9\tsack\n"
    assert [kind for kind, _ in cut(table)] == [BlockKind.TABLE, BlockKind.TABLE]


@pytest.mark.parametrize(
    ("text", "whole", "lines"),
    [
        ("The con‐\n   tent of it.\nNext.", "The content\n   of it.\nNext.", ()),
        ("The con\u00ad\ntent of it.", "The content\nof it.", ()),
        ("Its line‐\nbreak, a line-break.", "Its line‐break,\na line-break.", ()),
        ("A con-\ntent of it: content.", "A content\nof it: content.", ()),
        ("A con-\ntent of it.", "A con-\ntent of it.", ()),
        ("Long- \nand short-term, longand.", "Long- \nand short-term, longand.", ()),
        ("A line-\nbreak of the line-break.", "A line-break\nof the line-break.", ()),
        ("The con‐\r\ntent of it.", "The content\r\nof it.", ()),
        ("The con‐\ntent,\nwhole.", "The content,\nwhole.", ((0, 1), (12, 2))),
        ("The con‐\ntent.", "The content.", ((0, 1), (12, 2))),
    ],
)
def test_words_parted_at_the_ends_of_lines(text: str, whole: str, lines: object) -> None:
    document = read(text)
    assert (document.text, document.lines) == (whole, lines)


def test_lines_are_those_of_the_file_where_words_were_joined() -> None:
    text = "One word is par‐\nted, and the last is al‐\nso\nparted. Then a line.\n\nThe end.\n"
    document = read(text)
    where = {word: document.line(document.text.index(word)) for word in ("parted,", "also", "end.")}
    assert where == {"parted,": 1, "also": 2, "end.": 6}
    assert document.line(document.text.index("parted. Then")) == 4


def test_nothing_is_joined_outside_of_prose() -> None:
    text = "con‐\ntent"
    tables = [Block(0, len(text), BlockKind.TABLE)]
    assert with_whole_words(text, tables) == (text, tables, ())


def test_a_line_of_running_text_with_a_number_is_no_heading() -> None:
    text = """\
CONNECTING
       The daemon listens on a port of its own. This is by default the port
       873. The administrator of the system would normally arrange for the
       client to know another one.

       Nothing else is needed here, and there is nothing else that could be
       found out by looking at the file of the daemon's settings, which is
       873. The Administrator of the system
       may know.
"""
    assert [kind for kind, _ in cut(text)] == [H, P, P]


@pytest.mark.parametrize(
    "text",
    [
        "Some text is here.\n\n12. The people of this town who would be asked for the\n\nMore.",
        "Some text is here.\n\n3.1 The people who live in it\nand work there, all year long.",
    ],
)
def test_a_numbered_line_that_goes_on_is_no_heading(text: str) -> None:
    assert H not in [kind for kind, _ in cut(text)]


def test_a_numbered_heading_by_itself_stays_one() -> None:
    body = "The people of this town were asked twice whether they would have it so or otherwise."
    text = f"1. Aim\n\n{body}\n\n1.1 Of whom it was asked\n\n{body}"
    headings = [text for kind, text in cut(text) if kind is H]
    assert headings == ["1. Aim", "1.1 Of whom it was asked"]


def test_days_with_text_below_head_the_entries_of_a_diary() -> None:
    entries = ("Snow at last.", "Cat to the vet.", "Boiler broke down.")
    days = ("2026-01-02", "14 January 2026", "Tuesday, 3 March 2026")
    text = "\n\n".join(f"{day}\n{entry}" for day, entry in zip(days, entries, strict=True))
    document = load_bytes(f"{text}\n".encode(), "diary.txt", ".txt").documents[0]
    above = {
        document.text[block.start : block.end]: document.headings(n)
        for n, block in enumerate(document.blocks)
        if block.kind is BlockKind.PARAGRAPH
    }
    assert above == {entry: (day,) for day, entry in zip(days, entries, strict=True)}
    assert (document.title, document.published) == ("diary", None)


def test_a_diary_names_the_year_now_and_then() -> None:
    days = ("2 Jan 2024", "17 Feb 2024", "3 May", "Sat 4 May:")
    text = "Diary\n\n" + "\n\n".join(f"{day}\nSnow at last, and ice." for day in days)
    headings = [text for kind, text in blocks_of(text) if kind is H]
    assert headings == ["Diary", *days]


def test_addresses_and_greetings_are_no_headings() -> None:
    body = "The car is sold to a man from the harbour for a good deal less than we had hoped."
    text = f"Rosa Lind\n14 Larch Close\nThornby\n\nDear Anna\n\n{body}\n\nYours sincerely\n\nRosa"
    assert [text for kind, text in blocks_of(text) if kind is H] == []
    text = f"1 Aim\n\n{body}\n\n2 Of whom it was asked\n\n{body}"
    assert [text for kind, text in blocks_of(text) if kind is H] == [
        "1 Aim",
        "2 Of whom it was asked",
    ]


def test_the_first_of_several_quantities_is_no_heading() -> None:
    text = (
        "Plum cake (yeast)\n\n500 g flour\n1/2 cube fresh yeast (or 1 sachet dried)\n1/4 l milk\n"
        "cinnamon + sugar for the top\n\nMix the flour with the yeast. Let it rise for an hour.\n"
    )
    assert [text for kind, text in blocks_of(text) if kind is H] == ["Plum cake (yeast)"]


def test_the_date_of_an_article_is_no_heading() -> None:
    text = (
        "Storm hits Oslo\n3 June 2026\nUpdated 4 June 2026\n\nA storm hit Oslo on Tuesday night.\n"
    )
    document = load_bytes(text.encode(), "storm.txt", ".txt").documents[0]
    headings = [b for b in document.blocks if b.kind is BlockKind.HEADING]
    assert [document.text[b.start : b.end] for b in headings] == ["Storm hits Oslo"]
    assert document.published == date(2026, 6, 3)


def blocks_of(text: str) -> list[tuple[BlockKind, str]]:
    document = load_bytes(text.encode(), "library.txt", ".txt").documents[0]
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_names_and_values_in_two_columns_are_rows_and_their_first_line_is_no_heading() -> None:
    text = (
        "Opening hours of the library\n\nMonday      closed\nTuesday     10:00 - 18:00\n"
        "Wednesday   10:00 - 20:00\nSunday      closed\n"
    )
    assert blocks_of(text) == [
        (H, "Opening hours of the library"),
        (BlockKind.TABLE, "Monday: closed"),
        (BlockKind.TABLE, "Tuesday: 10:00 - 18:00"),
        (BlockKind.TABLE, "Wednesday: 10:00 - 20:00"),
        (BlockKind.TABLE, "Sunday: closed"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "CHAPTER I.     Down the Hole\nCHAPTER II.    The Pool\nCHAPTER III.   A Race and a Tale",
        "A.   Overview\nB.   Starting screen\nC.   Attributes",
        "-a      all of them\n-l      a line each\n-r      the other way round",
        "left    = blue\nright   = green\ntop     = red",
        "case ZIN:      return 1;\ncase OKAWARU:  return 2;\ncase LUGONU:   return 3;",
    ],
)
def test_other_things_in_two_columns_are_no_rows(lines: str) -> None:
    assert BlockKind.TABLE not in {kind for kind, _ in blocks_of(f"A head\n\n{lines}\n")}


def test_a_remark_behind_some_rows_is_a_cell_of_them() -> None:
    text = (
        "Value        Result   Reference\nHaemoglobin  12.1     12.0 - 16.0\n"
        "Ferritin     9        15 - 150      low\nTSH          2.1      0.4 - 4.0\n"
    )
    assert [text for _, text in blocks_of(text)] == [
        "Value: Haemoglobin · Result: 12.1 · Reference: 12.0 - 16.0",
        "Value: Ferritin · Result: 9 · Reference: 15 - 150 · low",
        "Value: TSH · Result: 2.1 · Reference: 0.4 - 4.0",
    ]


def test_cells_that_go_on_below_stay_whole() -> None:
    text = """Away

  EU, UK          up to 60 days a year, tell Greta two weeks before
  elsewhere       up to 20 days a year, only with written consent of
                  Greta and your lead
  never           countries on the list

Name            Role                 Phone
Ann Lee         Lead of routing and  0117 1
                of billing
Bo Dahl         Fitter               0117 2
"""
    found = plain_text.load(text.encode(), "away.txt")
    rows = [block for block in found.blocks if block.kind is BlockKind.TABLE]
    assert [found.text[row.start : row.end] for row in rows] == [
        "EU, UK: up to 60 days a year, tell Greta two weeks before",
        "elsewhere: up to 20 days a year, only with written consent of Greta and your lead",
        "never: countries on the list",
        "Name: Ann Lee · Role: Lead of routing and of billing · Phone: 0117 1",
        "Name: Bo Dahl · Role: Fitter · Phone: 0117 2",
    ]
    assert [found.line(row.start) for row in rows] == [3, 4, 6, 9, 11]


def test_headings_of_a_manual_page_stand_in_its_first_columns() -> None:
    page = """\
MILL(1)                     User Commands                    MILL(1)

SYNOPSIS
       mill [-n]

COMMANDS
   Stones
       set    Sets the stones.

           X  Key of the left stone

       Stone              Width
       ========================

       1 left                12

SEE ALSO
       sieve(1)

mill 2.1                     2026-03-01                      MILL(1)
"""
    document = read(page)
    found = [
        (block.level, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind is H
    ]
    assert document.title == "MILL(1)"
    assert found == [
        (1, "MILL(1)"), (2, "SYNOPSIS"), (2, "COMMANDS"), (3, "Stones"), (2, "SEE ALSO"),
    ]  # fmt: skip
    assert document.blocks[-1].kind is BlockKind.META


def test_entries_of_a_changelog_stand_beside_each_other() -> None:
    entry = "* The mill counts the sacks, and says how many of them are left to be filled today."
    versions = ("FROM 2.0 TO 2.0a", "FROM 1.9 TO 2.0")
    text = "".join(f"CHANGES {version}\n\n{entry}\n\n" for version in versions)
    document = read(text, "mill/CHANGES")
    assert document.title == "mill CHANGES"
    assert [block.parent for block in document.blocks if block.kind is H] == [-1, -1]


def test_what_was_made_for_a_terminal_is_read_as_it_is_seen() -> None:
    struck = "".join(f"{letter}\b{letter}" for letter in "Grinding") + " the _\bg_\br_\ba_\bi_\bn"
    coloured = "\x1b[1;31mFAILED\x1b[0m at \x1b]8;;https://mill.example\x1b\\mill 2\x1b]8;;\x1b\\"
    text = f"{struck}\n\nThe mill grinds what the hopper holds until nothing is left.\n{coloured}\n"
    document = load_bytes(text.encode(), "mill/HOWTO", ".txt").documents[0]
    assert document.title == "Grinding the grain"
    assert document.text.endswith("nothing is left.\nFAILED at mill 2\n")
    assert document.line(document.text.index("FAILED")) == 4
    assert is_text(text.encode())


def test_settings_prompts_and_names_of_columns_are_no_headings() -> None:
    said = "The path of the file is given here, which should be unzipped and accessible."
    lines = (
        "Tuning the mill",
        "51degrees-size <number>",
        "0 = STOPPED",
        "1271> show stat",
        "Name/IP   Stratum   Poll\n========================",
    )
    document = read("".join(f"{line}\n\n{said}\n\n" for line in lines))
    headings = [document.text[b.start : b.end] for b in document.blocks if b.kind is H]
    assert headings == ["Tuning the mill"]
