"""Pages of MediaWiki, DokuWiki and Zim as people read them."""

from datetime import date
from pathlib import Path

import pytest

from qa.catalogue.tasks import tasks
from qa.datatypes import BlockKind, Document
from qa.documents.loaders import load_bytes, load_file

P, H, L, S = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.STEP
C, T, Q = BlockKind.CODE, BlockKind.TABLE, BlockKind.QUOTE


def read(text: str, name: str) -> Document:
    return load_bytes(text.encode(), name, name[name.rindex(".") :]).documents[0]


def outline(document: Document) -> list[tuple[BlockKind, str, int, int]]:
    """Kind, text, parent and line of each block."""
    return [
        (b.kind, document.text[b.start : b.end], b.parent, document.line(b.start))
        for b in document.blocks
    ]


def test_a_page_of_zim() -> None:
    document = read(
        "Content-Type: text/x-zim-wiki\nWiki-Format: zim 0.6\n"
        "Creation-Date: 2024-03-05T10:11:12+01:00\n"
        "\n====== Boat ======\nCreated Tuesday 05 March 2024\n\n===== Repairs =====\n"
        "The **mast** is [[+Mast|cracked]], see //Rigging//->''list.txt''.\n"
        "[ ] order a ~~steel~~ mast\n[*] sell the sail\n* ropes\n\t* red ones\n1. sand\n"
        "2. paint\n\n"
        "'''\nmake **all**\n'''\n\n| Part | Price |\n|:-----|------:|\n| Mast | 400 |\n"
        "{{./boat.png}}\n",
        "boat.txt",
    )
    assert (document.title, document.published) == ("Boat", date(2024, 3, 5))
    assert outline(document) == [
        (H, "Boat", -1, 5),
        (BlockKind.META, "Created Tuesday 05 March 2024", 0, 6),
        (H, "Repairs", 0, 8),
        (P, "The mast is cracked, see Rigging->list.txt.", 2, 9),
        (L, "[ ] order a mast", 3, 10),
        (L, "[x] sell the sail", 3, 11),
        (L, "ropes", 3, 12),
        (L, "red ones", 6, 13),
        (S, "1. sand", 3, 14),
        (S, "2. paint", 3, 15),
        (C, "make **all**", 9, 18),
        (T, "Part: Mast \xb7 Price: 400", 2, 23),
    ]
    still_open = [each for each in tasks(document) if not each.done]
    assert [document.text[each.item : each.end] for each in still_open] == ["order a mast"]


def test_a_page_of_dokuwiki() -> None:
    document = read(
        "====== Printer ======\n\n"
        "It is on **floor 2** ((since May)), http://x.org/a//b stays.\\\\ Ask //Ada//.\n\n"
        "===== Set it up =====\n  - Plug it in.\n  - Press [[wiki:keys|the key]].\n\n"
        "> Never open it.\n\n<code bash>\nlpadmin **x**\n</code>\n\n  lpstat -t\n\n"
        "^ Tray ^ Paper ^\n| 1 | [[a4|A4]] |\n\n~~NOTOC~~\n",
        "printer.txt",
    )
    assert document.title == "Printer"
    assert outline(document) == [
        (H, "Printer", -1, 1),
        (P, "It is on floor 2 (since May), http://x.org/a//b stays. Ask Ada.", 0, 3),
        (H, "Set it up", 0, 5),
        (S, "Plug it in.", 2, 6),
        (S, "Press the key.", 2, 7),
        (Q, "Never open it.", 2, 9),
        (C, "lpadmin **x**", 5, 12),
        (C, "lpstat -t", 5, 15),
        (T, "Tray: 1 \xb7 Paper: A4", 2, 18),
    ]


def test_a_page_of_mediawiki() -> None:
    document = read(
        "<!-- a\ncomment -->{{Infobox town\n| name = Orla\n"
        "| population_total = 4,100 <ref>{{cite web}}</ref>\n"
        "| map = \n}}\n'''Orla''' is a [[town|small town]] in [[Norway]],<ref name=\"a\">Old\n"
        "book.</ref> "
        "{{convert|5|km|mi}} from [https://x.org the sea].\n\n== History ==\n=== Fire ===\n"
        'It burned in 1871.<ref name="a" />\n* rebuilt\n** in stone\n# first\n'
        "; mayor : Ida Moe\n: since 2019\n\n"
        '{| class="wikitable"\n|+ Ferries\n! Day !! Time\n|-\n| style="x" | Monday || 9:00\n|-\n'
        "| Friday\n| 10:00\n|}\n"
        "[[File:a.jpg|thumb|A picture]]\n[[Category:Towns in Norway]]\n",
        "Orla.mediawiki",
    )
    assert document.tags == ("Towns in Norway",)
    assert outline(document) == [
        (T, "name: Orla", -1, 3),
        (T, "population total: 4,100", -1, 4),
        (P, "Orla is a small town in Norway,\n5 km from the sea.", -1, 7),
        (H, "History", -1, 10),
        (H, "Fire", 3, 11),
        (P, "It burned in 1871.", 4, 12),
        (L, "rebuilt", 5, 13),
        (L, "in stone", 6, 14),
        (S, "first", 5, 15),
        (L, "mayor: Ida Moe", 5, 16),
        (P, "since 2019", 9, 17),
        (P, "Ferries", 4, 20),
        (T, "Day: Monday \xb7 Time: 9:00", 11, 23),
        (T, "Day: Friday \xb7 Time: 10:00", 11, 25),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Notes of May\n\nx == y holds, and **this** stays.\n\n== one ==\n\nIt is //so//.\n",
        "Title\n=====\n\nA **bold** claim.\n\n=====\n",
        "if (a == b) {\n  return '' == c;\n}\n",
    ],
)
def test_other_plain_text_keeps_its_characters(text: str) -> None:
    assert read(text, "a.txt").text.strip() == text.strip()


def test_a_page_of_mediawiki_saved_as_text() -> None:
    document = read("== One ==\nFirst ''thing''.\n\n=== Two ===\nSecond.\n", "a.txt")
    assert [(kind, text, parent) for kind, text, parent, _ in outline(document)] == [
        (H, "One", -1), (P, "First thing.", 0), (H, "Two", 0), (P, "Second.", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "written", "shown"),
    [
        (
            "a.dokuwiki",
            "Put ''%%~~NOTOC~~%%'' or %%[[x|y]]%% there.",
            "Put ~~NOTOC~~ or [[x|y]] there.",
        ),
        ("a.dokuwiki", "Use the ''%%<html>%%'' tag.", "Use the <html> tag."),
        ("a.dokuwiki", "Write <nowiki>**so**</nowiki>, not **so**.", "Write **so**, not so."),
        ("a.dokuwiki", "%%a <nowiki>b</nowiki>%% c", "a <nowiki>b</nowiki> c"),
        ("a.dokuwiki", "See [[wp>Wiki]] and ''Ada's list''.", "See Wiki and Ada's list."),
        ("a.dokuwiki", "請決定要//復原//您遺失的編輯文件。", "請決定要復原您遺失的編輯文件。"),
        (
            "a.dokuwiki",
            "At http://a.org//b and c//d it stays.",
            "At http://a.org//b and c//d it stays.",
        ),
        ("a.dokuwiki", "Odd \ue0000\ue001 %%a%%.", "Odd \ue0000\ue001 %%a%%."),
        ("a.wiki", "Write <nowiki>{{x}} ''so''</nowiki>, ''so''.", "Write {{x}} ''so'', so."),
    ],
)
def test_what_is_written_as_it_is_stays(name: str, written: str, shown: str) -> None:
    head = "====== Page ======\n" if name == "a.dokuwiki" else "== Page ==\n"
    assert read(f"{head}{written}\n", name).text == f"Page\n\n{shown}"


def test_marks_of_items_stay_in_either_family() -> None:
    items = "a. sand\n2. paint\n[ ] wait\n[X] buy\n"
    expected = [
        (L, "a. sand"),
        (S, "2. paint"),
        (L, "[ ] wait"),
        (L, "[x] buy"),
    ]
    for signs in ("==", "======"):  # MediaWiki, DokuWiki
        document = read(f"{signs} Boat {signs}\n{items}", "a.wiki")
        assert [(kind, text) for kind, text, _, _ in outline(document)[1:]] == expected


def test_a_file_of_a_wiki_is_read(tmp_path: Path) -> None:
    page = tmp_path / "home.wiki"
    page.write_text("= Home =\n\nThe key is ''under'' the mat.\n")
    (document,) = load_file(page, "home.wiki").documents
    assert (document.title, document.text) == ("Home", "Home\n\nThe key is under the mat.")


@pytest.mark.parametrize(
    "part",
    [
        "<!--",
        "<ref>",
        "{{",
        "{|\n",
        "[[",
        "''",
        "**",
        "//",
        "<code>",
        "{{{\n",
        "|\n",
        "== a ==\n",
        "((",
    ],
)
def test_hostile_pages_are_read(part: str) -> None:
    for name in ("a.wiki", "a.dokuwiki"):
        head = "====== a ======\n" if name == "a.dokuwiki" else ""
        read(f"{head}Words here.\n\n{part * 10_000}\n", name)
