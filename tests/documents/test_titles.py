"""Titles, days, tags: from front matter, headings, file names."""

from datetime import date

import pytest

from qa.datatypes import BlockKind
from qa.documents.loaders import load_bytes, markdown, plain_text

TEXT = "The council met and voted on the plan, which had been under discussion for months."


@pytest.mark.parametrize(
    ("source", "text", "title"),
    [
        ("a/oakley-flood-report-1997.md", f"# Summary\n\n{TEXT}", "Oakley flood report 1997"),
        ("x.md", f"# The Velo *Handbook*\n\n{TEXT}", "The Velo Handbook"),
        ("ch01-00-getting-started.md", f"# Getting Started\n\n{TEXT}", "Getting Started"),
        ("velo/README.md", f"# Overview\n\n{TEXT}", "velo"),
        ("Pop-out windows.md", f"{TEXT}\n\n## Open\n\n{TEXT}", "Pop-out windows"),
        ("Embeds.md", f"## Notes\n\n{TEXT}\n\n## Pictures\n\n{TEXT}\n\n## Films\n\nX", "Embeds"),
        ("v0.9.0.md", f"Released on 2020/09/21.\n\n## Shiny\n\n{TEXT}", "v0.9.0"),
        ("2024-05-02.md", TEXT, "2024-05-02"),
        ("2024-05-02-a-walk-home.md", TEXT, "A walk home"),
        # A heading that every page of a manual begins with.
        ("velo/Hooks.md", f"<h1>Velo</h1>\n\n## Hooks\n\n{TEXT}\n\n## More\n\nX", "Velo: Hooks"),
        (
            "velo/a.md",
            f"# Velo\n\n## Long ways\n\n### By rail\n\n{TEXT}\n\n### By road\n\nX",
            "Velo: Long ways",
        ),
        ("velo.md", f"# Velo\n\n## Long ways\n\n### By rail\n\n{TEXT}\n\n### By road\n\nX", "Velo"),
        ("a.md", f"# Bread\n\n## Flour\n\n{TEXT}\n\n## Water\n\n{TEXT}", "Bread"),
        ("a.md", f"# Bread\n\n## Introduction\n\n### One\n\n{TEXT}\n\n### Two\n\nX", "Bread"),
        ("gdpr.md", f"# Chapter 1\n\n{TEXT}", "gdpr"),
        ("daily/2024-05-02.md", f"## Morning\n\n- {TEXT}", "2024-05-02"),
        ("journals/2024_05_02.md", f"- {TEXT}", "2024-05-02"),
        ("2024.05.02.md", TEXT, "2024.05.02"),
        ("20240502 A walk home.md", TEXT, "A walk home"),
        ("Sketch.excalidraw.md", f"# Text Elements\n\n{TEXT}", "Sketch"),
        ("Log.md", f"# Log\n\n{TEXT}", "Log"),
        ("a/Paints 0123456789abcdef0123456789abcdef.md", f"- {TEXT}", "Paints"),
        # Of a change alone, and a first line that would be a title of news.
        (
            "Money.md",
            "---\nupdated: 2025-02-01\n---\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n65 in all",
            "Money",
        ),
        ("Kickoff.md", f"Date: 2025-02-20\nPresent: Ada, Tom\n\nPlan\n====\n\n{TEXT}", "Plan"),
    ],
)
def test_titles_of_notes(source: str, text: str, title: str) -> None:
    assert markdown.load(text.encode(), source).title == title


@pytest.mark.parametrize(
    ("source", "text", "title"),
    [
        ("gdpr.txt", f"1. General Provisions\n\nArticle 1 - Aims\n\n{TEXT}", "gdpr"),
        (
            "pg11.txt",
            f"An eBook of Alice\n\nTitle: Alice in Town\n\nAuthor: L. Roe\n\n{TEXT}",
            "Alice in Town",
        ),
        ("n1.txt", f"Storm hits Oslo\n\n{TEXT}", "Storm hits Oslo"),
        ("m1.txt", f"DIG(1)\t   User Manual\t  DIG(1)\n\nNAME\n       {TEXT}", "DIG(1)"),
        ("diary.txt", f"2026-01-02\nSnow at last, and ice.\n\n2026-01-05\n{TEXT}", "diary"),
        ("my-diary.txt", f"Snow at last, and ice.\n\n{TEXT}", "My diary"),
        ("mill.txt", f"The Mill: a Life\n\n{TEXT}", "The Mill: a Life"),
        (
            "dash/copyright.txt",
            f"Format: https://a.org/1.0/\nSource: Oakley\n\n{TEXT}",
            "dash copyright",
        ),
        (
            "dash/NEWS.Debian.txt",
            f"dash (0.5.5-2.1) unstable; urgency=low\n\n  * {TEXT}",
            "dash NEWS.Debian",
        ),
        ("oakley/changes.txt", f"Version 2.1\n\n{TEXT}\n\nVersion 2.0\n\n{TEXT}", "oakley changes"),
        ("rosa.txt", f"Thornby, 14.10.2024\n\nDear Anna,\n\n{TEXT}", "rosa"),
        ("n2.txt", f"Snow at last, and ice.\n\n{TEXT}", "Snow at last, and ice."),
    ],
)
def test_titles_of_plain_texts(source: str, text: str, title: str) -> None:
    assert plain_text.load(text.encode(), source).title == title


@pytest.mark.parametrize(
    ("source", "text", "day"),
    [
        ("2024-05-02.md", TEXT, date(2024, 5, 2)),
        ("d/2024-05-02-walk.md", TEXT, date(2024, 5, 2)),
        ("2024-05-02.md", f"---\ncreated: 2023-01-01\n---\n{TEXT}", date(2023, 1, 1)),
        ("v0.9.0.md", f"Released on 2020/09/21.\n\n{TEXT}", date(2020, 9, 21)),
        ("v0.9.0.md", f"{TEXT}\n\nIt was seen on 2020/09/21 by some.", None),
        ("2024-13-02.md", TEXT, None),
        ("minutes 2024-05-02.md", TEXT, date(2024, 5, 2)),
        ("d/board_2024-05-02.md", TEXT, date(2024, 5, 2)),
        ("Minutes 2024-05-02 AGM.md", TEXT, date(2024, 5, 2)),
        ("agm_2024_05_02_final.md", TEXT, date(2024, 5, 2)),
        ("Protokoll 2.5.2024.md", TEXT, date(2024, 5, 2)),
        ("GMT20251022-150312_Recording.md", TEXT, date(2025, 10, 22)),
        ("Call-20251106_133000-Meeting.md", TEXT, date(2025, 11, 6)),
        ("a.md", f"# ADR 9\n\nDecided: May 6, 2023\n\n{TEXT}", date(2023, 5, 6)),
        ("plan v2.5.2024.md", TEXT, None),
        ("trip 2024-05-01 to 2024-05-02.md", TEXT, None),
        ("part-12024-05-02.md", TEXT, None),
    ],
)
def test_days(source: str, text: str, day: date | None) -> None:
    assert markdown.load(text.encode(), source).published == day


def test_tags_and_aliases() -> None:
    front = '---\ntags: [health, "#home"]\naliases:\n  - The flat\n  - Flat\n---\n'
    document = markdown.load(f"{front}\nSee #garden/beds, not # 1, #12 or a#b.\n".encode(), "a.md")
    assert document.tags == ("health", "home", "garden/beds")
    assert document.aliases == ("The flat", "Flat")
    field = markdown.load(b"# Kiln\ntags:: pottery, #glaze\n\nUse `std::tags:: x`.\n", "a.md")
    assert sorted(field.tags) == ["glaze", "pottery"]
    assert markdown.load(b"---\ntags: a b\nalias: X Y, Z\n---\nText.\n", "a.md").tags == ("a", "b")


def test_headings_are_one_line_without_tabs_and_addresses_are_none() -> None:
    text = f"DIG(1)\t   User\t  DIG(1)\n\nNAME\n       {TEXT}\n\nFormat: https://x.org/1.0/\n\n{TEXT}\n"
    document = plain_text.load(text.encode(), "dig.txt")
    above = {document.headings(n)[:1] for n in range(1, len(document.blocks))}
    assert above == {("DIG(1)",)}
    headings = [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading"]
    assert headings == ["DIG(1)", "NAME"]


@pytest.mark.parametrize(
    ("source", "day"),
    [
        ("story/news/2020/05/20/reopening/5220301002.txt", date(2020, 5, 20)),
        ("2020/05/20/index.txt", date(2020, 5, 20)),
        ("2019/01/02/2020-05-20 walk.txt", date(2020, 5, 20)),  # the file's own name counts more
        ("2020/05/20/copies/2021/06/01/a.txt", None),
        ("2020/05/walk.txt", None),
        ("2020/05/20.txt", None),
        ("2020/13/20/a.txt", None),
        ("12020/05/20/a.txt", None),
        ("backups/2020-05-20/a.txt", None),
    ],
)
def test_days_of_folders(source, day):
    document = plain_text.load(TEXT.encode(), source)
    assert document.published == day


@pytest.mark.parametrize(
    ("source", "text", "day"),
    [
        ("March 3rd, 2025.md", f"- {TEXT}", date(2025, 3, 3)),
        ("3 March 2025.md", TEXT, date(2025, 3, 3)),
        ("journals/2025_03_03.md", TEXT, date(2025, 3, 3)),
        ("202503031430 Glazes.md", TEXT, date(2025, 3, 3)),
        ("20251303.md", TEXT, None),
        ("a.md", "# A\n\nStatus: new\nCreated: March 3, 2025 9:41 AM\n\nX.", date(2025, 3, 3)),
        (
            "a.md",
            "# A\n\nLast edited: March 3, 2025\nCreated: 1 March 2025\n\nX.",
            date(2025, 3, 1),
        ),
    ],
)
def test_days_of_notes(source: str, text: str, day: date | None) -> None:
    assert markdown.load(text.encode(), source).published == day


def test_a_note_as_joplin_keeps_it() -> None:
    fields = (
        "id: 3c5a8c1b9d7e4f60a1b2c3d4e5f60718\nparent_id: 9a8b7c6d5e4f30211029384756abcdef\n"
        "created_time: 2024-11-04T17:22:10.331Z\nauthor: \nis_todo: 0\ntype_: 1"
    )
    document = markdown.load(f"Boiler\n\n{TEXT}\n\n{fields}".encode(), "3c5a8c1b.md")
    assert (document.title, document.published) == ("Boiler", date(2024, 11, 4))
    assert document.text == f"Boiler\n\n{TEXT}"
    assert document.line(document.text.index("The council")) == 3
    other = markdown.load(f"Boiler\n\n{TEXT}\n\nid: 5\n\ntype_: 1".encode(), "a.md")
    assert "type_" in other.text


@pytest.mark.parametrize(
    ("source", "head", "title"),
    [
        ("20240303.txt", "14 Mill Lane\nOakley\n\n3 March 2024\n\nDear Mrs Hart,", "Dear Mrs Hart"),
        ("plums.txt", "14 Mill Lane\nOakley\n\n3 March 2024\n\nDear Mrs Hart,", "plums"),
        (
            "doc9.txt",
            "Brook Lettings\nRepairs\n\nMs Ada Hart\n14 Mill Lane\n4020 Oakley\n\n3 March 2024\n\n"
            "Repair of the weir\n\nDear Ms Hart,",
            "Repair of the weir",
        ),
        (
            "doc3.txt",
            "Ada Brook\n14 Mill Lane\n\n3 March 2024\n\nDear Mr Hart,\n\nRe: Repair of the weir",
            "Repair of the weir",
        ),
        (
            "doc5.txt",
            "1200 Elm Avenue, Suite 4\n\nMarch 3, 2024\n\nSubject: Your plums\n\nDear Ms. Hart:",
            "Your plums",
        ),
        (
            "brief4.txt",
            "Hauptstraße 5\n80331 München\n\nMünchen, 3. März 2024\n\nKündigung meines Vertrags\n\n"
            "Sehr geehrte Damen und Herren,",
            "Kündigung meines Vertrags",
        ),
        ("doc6.txt", "12 Angry Readers\n\nDear editors write to us every day. We answer.", "doc6"),
        ("doc7.txt", "A story of the mill\n\nDear Ada,", "A story of the mill"),
    ],
)
def test_an_address_is_no_title_of_a_letter(source, head, title):
    text = f"{head}\n\nThe plums were good and we have eaten all of them.\n\nYours,\nAda Brook\n"
    document = plain_text.load(text.encode(), source)
    assert document.title == title
    headings = [
        document.text[block.start : block.end]
        for block in document.blocks
        if block.kind is BlockKind.HEADING
    ]
    assert not {"14 Mill Lane", "Ada Brook", "Hauptstraße 5"} & set(headings)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("adr/0004-proxy.md", "4. A proxy of our own"),
        ("adr/rfc-4.md", "4. A proxy of our own"),
        ("adr/proxy.md", "proxy"),
        ("adr/0005-proxy.md", "0005 proxy"),
    ],
)
def test_a_numbered_heading_is_the_title_of_the_file_of_that_number(name, title):
    text = f"# 4. A proxy of our own\n\n{TEXT}\n\n## Decision\n\n{TEXT}\n"
    assert markdown.load(text.encode(), name).title == title


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("**Date:** 2026-01-22 · **Severity:** SEV-2 · **Due:** 2026-02-01", date(2026, 1, 22)),
        ("Severity: 2 | Date: 22 Jan 2026 | Scribe: Sam", date(2026, 1, 22)),
        ("Severity: 2 | Due date: 22 Jan 2026", None),
        ("| | |\n|---|---|\n| Status | Accepted |\n| Date | 22 January 2026 |", date(2026, 1, 22)),
        ("| Date | Early |\n|---|---|\n| 22 Jan 2026 | Ann |\n| 23 Jan 2026 | Bo |", None),
    ],
)
def test_the_day_of_a_document_in_a_line_of_fields(line, day):
    text = f"# Events were lost\n\n{line}\n\n## Summary\n\n{TEXT}\n"
    assert markdown.load(text.encode(), "incident.md").published == day


def test_a_line_for_an_editor_says_what_a_text_is():
    text = f"<!-- vim: syntax=Markdown -->\nMill: changes\n=============\n\n### Fixes\n* {TEXT}\n"
    document = load_bytes(text.encode(), "mill/ChangeLog", ".txt").documents[0]
    assert (document.title, document.text[:25]) == (
        "Mill: changes",
        "Mill: changes\n\nFixes\n\n" + TEXT[:3],
    )
