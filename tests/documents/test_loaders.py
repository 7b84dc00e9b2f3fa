import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import load, markdown, plain_text
from qa.documents.loaders.encoding_detection import decode
from qa.errors import DocumentError

ENCODINGS = Path(__file__).resolve().parents[3] / "shared" / "badinputs" / "encodings"
P, H, L, M = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.META
S, C, T, Q = BlockKind.STEP, BlockKind.CODE, BlockKind.TABLE, BlockKind.QUOTE
BODY = "This is a paragraph which is long enough to be running text, and it ends with a full stop."


def blocks(document: Document) -> list[tuple[BlockKind, str]]:
    """Kinds and texts, after checking that the spans are sound."""
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        content = document.text[block.start : block.end]
        assert content == content.strip()
        end = block.end
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def txt(text: str) -> list[tuple[BlockKind, str]]:
    return blocks(plain_text.load(text.encode(), "a.txt"))


def md(text: str) -> list[tuple[BlockKind, str]]:
    return blocks(markdown.load(text.encode(), "a.md"))


def reason(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        decode(data)
    return caught.value.message


# --- the registry and the reading of files


def test_the_suffix_decides(tmp_path: Path) -> None:
    for suffix in [".txt", ".md", ".rst", ".adoc", ".org", ".tex", ".csv", ".TXT", ".Md"]:
        path = tmp_path / f"a{suffix}"
        path.write_text(f"A title\n\n{BODY}")
        assert load(path, f"sub/a{suffix}").source == f"sub/a{suffix}"
    for name in ("a.xyz", "a"):
        (tmp_path / name).write_bytes(b"\x00\x01\x02 no text of any kind")
    with pytest.raises(DocumentError, match="is not a format that can be read"):
        load(tmp_path / "a.xyz", "a.xyz")
    with pytest.raises(DocumentError, match="without a suffix"):
        load(tmp_path / "a", "a")


def test_markup_that_was_published_as_text_is_read_as_markup(tmp_path: Path) -> None:
    path = tmp_path / "intro.rst.txt"
    path.write_text(f"Resources\n=========\n\nSee ``apt`` there. {BODY}")
    document = load(path, "docs/intro.rst.txt")
    assert document.title == "Resources"
    assert document.text.startswith("Resources\n\nSee apt there.")


CONTENTS_LIST = """Manual
******

It was released on 2022-12-17.

* 1. Scope

* 1.1. Early history ........ 3

* 2. Fields

1. Scope
========

All packages.

1.1. Early history
------------------

Version 1.1 came first.

2. Fields
=========

There are three.
"""


def test_a_list_of_the_headings_is_a_table_of_contents(tmp_path: Path) -> None:
    path = tmp_path / "manual.txt"
    path.write_text(CONTENTS_LIST)
    document = load(path, "manual.txt")
    found = [block for block in document.blocks if block.kind is BlockKind.CONTENTS]
    assert [document.text[block.start : block.end] for block in found] == [
        "* 1. Scope",
        "* 1.1. Early history ........ 3",
        "* 2. Fields",
    ]
    path = tmp_path / "plans.md"  # what a list that is announced names is an answer
    body = "".join(f"\n## {name}\n\nIt costs money.\n" for name in ("Free", "Plus", "Team"))
    path.write_text(f"# Plans\n\nThere are three plans:\n\n- Free\n- Plus\n- Team\n{body}")
    document = load(path, "plans.md")
    assert not any(block.kind is BlockKind.CONTENTS for block in document.blocks)
    path.write_text(f"# Plans\n\n- [Free](#free)\n- Plus\n- Team\n{body}")
    document = load(path, "plans.md")
    assert sum(block.kind is BlockKind.CONTENTS for block in document.blocks) == 3


def test_dots_that_lead_to_pages_are_a_table_of_contents(tmp_path: Path) -> None:
    path = tmp_path / "menu.txt"
    names = ("Scope", "Plans", "Prices", "Terms", "Index of names")
    entries = "\n".join(f"{name} . . . . . . . {3 * at}" for at, name in enumerate(names, 1))
    path.write_text(f"Handbook\n\n{entries}\n\n{BODY}\n")
    document = load(path, "menu.txt")
    found = [block for block in document.blocks if block.kind is BlockKind.CONTENTS]
    assert document.text[found[0].start : found[0].end].startswith("Scope . .")
    assert document.text[: found[-1].end].endswith(". 15")
    assert document.text[document.blocks[-1].start :].strip() == BODY
    # A card of prices has dots as well.
    path.write_text(entries.replace(" 6", " 2.50").replace(" 9", " 1.80").replace(" 12", " 2"))
    assert not any(block.kind is BlockKind.CONTENTS for block in load(path, "a.txt").blocks)
    for dots in (". " * 200_000, "." * 400_000, ". . . . . 7 " * 30_000):
        path.write_text(f"Handbook\n\n{BODY} {dots}")
        began = time.process_time()
        load(path, "menu.txt")
        assert time.process_time() - began < 20


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "real.txt").write_text(BODY)
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    for name, message in (
        ("pipe.txt", "Not a regular file"),
        ("folder.txt", "Not a regular file|Can't be opened"),
        ("link.txt", "symbolic link"),
        ("missing.txt", "No such file"),
        ("nul\0.txt", "NUL"),
    ):
        with pytest.raises(DocumentError, match=message):
            load(tmp_path / name, name)


def test_parsers_are_imported_only_when_needed() -> None:
    heavy = "('markdown_it', 'charset_normalizer', 'yaml')"
    code = (
        "import sys, qa.documents.loaders, qa.documents.scan;"
        f" print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- decoding


def test_text_is_kept_character_by_character() -> None:
    assert decode("a\r\nb\rc\n\x0c\tü\u2028".encode()) == "a\r\nb\rc\n\x0c\tü\u2028"
    for codec in ("utf-8-sig", "utf-16", "utf-32"):
        assert decode("Zürich – 東京\r\n".encode(codec)) == "Zürich – 東京\r\n"
    for codec in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        assert decode(BODY.encode(codec)) == BODY


def test_older_encodings() -> None:
    quoted = "He said “no” – and it’s over. " * 3
    assert decode(quoted.encode("cp1252")) == quoted
    russian = "Однажды, в студеную зимнюю пору, я из лесу вышел; был сильный мороз. " * 3
    assert decode(russian.encode("cp1251")) == russian
    japanese = "これは日本語の文章です。とても短いです。"
    assert decode(japanese.encode("iso2022_jp")) == japanese


def test_a_broken_byte_does_not_spoil_the_rest() -> None:
    text = "Zürich, Genève, Łódź, Besançon, Málaga, Århus and Tromsø. "
    assert decode(text.encode() + b"\x80 end") == text + "\ufffd end"


def test_control_characters_of_a_text_stay() -> None:
    assert decode(b"The answer is \x1b[31m42\x1b[0m.\x07") == "The answer is \x1b[31m42\x1b[0m.\x07"
    assert decode(b"One stray a\x00b in a long enough text.") == (
        "One stray a\x00b in a long enough text."
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\t ", "white space"),
        (b"%PDF-1.7\n1 0 obj", "a PDF"),
        (b"PK\x03\x04" + b"\0" * 50, "zip"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\0" * 5000 + b"text", "NUL"),
        (bytes(range(1, 256)) * 20, "encoding is unknown"),
        (b"\x01\x02\x03\x04ab" * 50, "control characters"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(data: bytes, why: str) -> None:
    assert why in reason(data)


@pytest.mark.skipif(not ENCODINGS.is_dir(), reason="shared bad inputs are not here")
def test_files_in_many_encodings() -> None:
    refused = []
    for path in sorted(ENCODINGS.iterdir()):
        try:
            text = decode(path.read_bytes())
        except DocumentError:
            refused.append(path.name)
            continue
        assert not any(0xD800 <= ord(char) <= 0xDFFF for char in text)
    assert len(refused) <= 3


# --- plain text


def test_paragraphs_and_their_spans() -> None:
    text = f"\ufeffA title\r\n\r\n  {BODY}\r\n\r\n\r\n{BODY}\r\n"
    assert txt(text) == [(H, "A title"), (P, BODY), (P, BODY)]


def test_wrapped_lines_belong_together() -> None:
    wrapped = (
        "The council met on Monday evening and voted on\n"
        "the plan. Nobody had expected that it would be\n"
        "over so soon, said Jane Doe, who had come from\n"
        "the other side of town."
    )
    assert txt(f"A title\n\n{wrapped}\n\n{BODY}") == [(H, "A title"), (P, wrapped), (P, BODY)]


def test_an_indented_line_opens_a_paragraph() -> None:
    one = (
        "Showers continued throughout the week in the zone,\nalleviating the drought since January."
    )
    two = "The dry period means it will be late this year, in\nthe opinion of everybody."
    assert txt(f"{one}\n    {two}") == [(P, one), (P, two)]
    short = "It rained on the day after that, and nobody was there."
    assert txt(f"{one}\n    {short}\n    {two}") == [(P, one), (P, short), (P, two)]


def test_lines_that_stand_alone() -> None:
    head = "Humeyra Pamuk Reuters\nCredit: REUTERS/Tatyana Makeyeva"
    assert txt(f"A title\n\n{head}\n\n{BODY}")[1:3] == [(M, part) for part in head.split("\n")]
    long = f"{BODY} {BODY}"  # no screen is as wide: this is one paragraph a line
    assert txt(f"{long}\n{long}") == [(P, long), (P, long)]


def test_list_items() -> None:
    text = f"{BODY}\n\n- one\n* two\n1. three\n   goes on\n   and on\n(b) four\n• five"
    assert txt(text)[1:] == [
        (L, "- one"), (L, "* two"), (S, "1. three\n   goes on\n   and on"),
        (L, "(b) four"), (L, "• five"),
    ]  # fmt: skip
    wrapped = "There were many people there, and the police counted\n12. of them twice over."
    assert txt(wrapped) == [(P, wrapped)]


def test_headings() -> None:
    text = f"A title\n\n{BODY}\n\nWhat happened next\n\n{BODY}\n\nThe last line of all"
    assert [kind for kind, _ in txt(text)] == [H, P, H, P, P]
    assert txt(f"{BODY}\n\nIt ended.\n\n{BODY}")[1] == (P, "It ended.")


def test_a_line_that_goes_on_is_no_heading() -> None:
    shown = txt(f"A title\n\n{BODY}\n\nWith apt, hold a package using\n\n    apt-mark hold it")
    assert shown[2] == (P, "With apt, hold a package using")
    assert txt(f"A title\n\n{BODY}\n\nWhat to log in with it\n\n{BODY}")[2][0] == H


# --- Markdown


def test_underlined_lines_are_headings_however_they_end() -> None:
    text = (
        'The Manual\n**********\n\nIt is short.\n\n1. Fields\n=========\n\n1.1. "Version"\n'
        "--------------\n\nThe number of the release.\n\n"
        "Too much.\n----\n\nIts rule is too short.\n"
    )
    document = plain_text.load(text.encode(), "manual.txt")
    headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    assert [(document.text[b.start : b.end], b.level) for b in headings] == [
        ("The Manual", 1),
        ("1. Fields", 2),
        ('1.1. "Version"', 3),
    ]


def test_the_blocks_of_markdown() -> None:
    text = (
        "# A *title* ##\r\n\r\nA paragraph with [a link](http://x.org)\r\nand **emphasis**.\n\n"
        "> quoted\n> twice\n\n1. one\n   goes on\n2. two\n   - inner\n\n     more of it\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n```python\nx = 1\n\ny = 2\n```\n\n"
        "    indented = code\n\n"
        "<div>markup</div>\n\n<!-- a remark -->\n\nBelow\n=====\n\nThe end\n***\n"
    )
    assert md(text) == [
        (H, "A title"),
        (P, "A paragraph with a link\nand emphasis."),
        (Q, "quoted\ntwice"),
        (S, "1. one\ngoes on"),
        (S, "2. two"),
        (L, "inner"),
        (P, "more of it"),
        (T, "a: 1 · b: 2"),
        (C, "x = 1\n\ny = 2"),
        (C, "indented = code"),
        (P, "markup"),
        (H, "Below"),
        (P, "The end"),
    ]
    assert markdown.load(text.encode(), "a.md").title == "A title"


def test_articles_saved_as_markdown_read_the_same() -> None:
    text = f"date 2019-10-25 News\n\nA title\n\nJane Doe Reuters\nCredit: REUTERS/X Y\n\n{BODY}\n"
    one, two = plain_text.load(text.encode(), "a.txt"), markdown.load(text.encode(), "a.txt")
    assert blocks(one) == blocks(two)
    assert (one.title, one.published) == (two.title, two.published)
    assert (two.author, two.agency, two.published) == ("Jane Doe", "Reuters", date(2019, 10, 25))


def test_indented_prose_is_no_code() -> None:
    assert md(f"A title\n\n    {BODY}\n\n    x = 1\n")[1:] == [(P, BODY), (BlockKind.CODE, "x = 1")]


def test_front_matter() -> None:
    front = (
        '---\ntitle: "Storm: Oslo"\nauthors: [Jane Doe, {name: John Roe}]\n'
        "date: 2021-05-03T10:00:00Z\nsource: Reuters\n---\n"
    )
    document = markdown.load(f"{front}\n# Another heading\n\n{BODY}\n".encode(), "a.md")
    assert document.title == "Storm: Oslo"
    assert document.author == "Jane Doe and John Roe"
    assert document.agency == "Reuters"
    assert document.published == date(2021, 5, 3)
    assert document.text.startswith("Another heading")
    assert document.line(0) == 8
    assert [kind for kind, _ in blocks(document)] == [H, P]


@pytest.mark.parametrize(
    "front",
    [
        "titles: [never closed\n",
        "name: &a [x]\nother: *a\n",
        "title: !!python/object/apply:os.system ['true']\n",
        "date: 2019-02-31\n",
        "a: " + "[" * 5000 + "\n",
    ],
)
def test_front_matter_that_is_malformed_or_hostile(front: str) -> None:
    document = markdown.load(f"---\n{front}---\n\n# Title here\n\n{BODY}\n".encode(), "a.md")
    assert document.published is None
    assert document.title in ("Title here", "true")  # an unknown tag is read as plain text
    assert [kind for kind, _ in blocks(document)][-2:] == [H, P]


def test_a_rule_on_top_is_no_front_matter() -> None:
    assert md(f"---\n\n{BODY}\n\n---\n\n{BODY}\n") == [(P, BODY), (P, BODY)]


def test_hostile_markdown_stays_linear_and_sound() -> None:
    for piece in ("> ", "[", "*a ", "`a ", "- a\n", "|a", "<div>\n", "![", "a\r"):
        assert md(piece * 3000 + "\n\n" + BODY)
