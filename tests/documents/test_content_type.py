"""The content decides which loader reads a file, then the suffix."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from qa.documents.loaders import Uncontained, load, load_bytes, load_file, unsupported
from qa.documents.loaders.content_type import recognised
from qa.errors import DocumentError

KNOWN = frozenset(
    {
        ".txt", ".md", ".csv", ".tsv", ".json", ".pdf", ".rtf", ".html", ".mhtml", ".eml", ".mbox",
        ".docx", ".pptx", ".xlsx", ".odt", ".ods", ".odp", ".epub",
    }
)  # fmt: skip
MHTML = b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x"
HTML = b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x"
HTML = b"\n<!DOCTYPE html>\n<html><body>The fee is $40.</body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def packed(*names: str, mime: str = "") -> bytes:
    """A zip archive with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mime:
            archive.writestr("mimetype", mime)
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


WORD = packed("[Content_Types].xml", "_rels/.rels", "word/document.xml")
SHEETS = packed("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("data", "suffix", "found"),
    [
        (b"%PDF-1.7\n", ".txt", ".pdf"),
        (b"\n\njunk %PDF-1.4\n", ".pdf", ".pdf"),
        (b"What %PDF-1.4 means", ".txt", ".txt"),
        (b"{\\rtf1\\ansi Hello}", ".doc", ".rtf"),
        (HTML, ".doc", ".html"),
        (HTML, ".xls", ".html"),
        (HTML, ".txt", ".html"),
        (HTML, ".pdf", ".html"),
        (HTML, ".md", ".md"),  # Markdown may begin with markup
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><html lang='en'>", ".txt", ".html"),
        (b"<p>The fee", ".txt", ".txt"),
        (b"name\tfee\nAda\t40\n", ".xls", ".tsv"),
        (b"Just words.", ".doc", ".txt"),
        ("Just wörds. ".encode() * 1_000, ".pdf", ".txt"),
        (b"Just words.", ".rtf", ".txt"),
        (b"1 0 obj\n<< /Type /Catalog >>\nendobj", ".pdf", ".pdf"),
        (b"\x00\x01\x02", ".docx", ".docx"),
        (b"", ".pdf", ".pdf"),
        (MHTML, ".html", ".mhtml"),
        (b"From ada@example.org Mon Aug  5 10:00:00 2002\nSubject: x\n", ".eml", ".mbox"),
        (b"From: ada@example.org\nSubject: x\n\nFrom here on", ".eml", ".eml"),
        (WORD, ".docx", ".docx"),
        (WORD, ".txt", ".docx"),
        (SHEETS, ".csv", ".xlsx"),
        (SHEETS, ".docx", ".xlsx"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), ".ppt", ".pptx"),
        (packed(mime="application/vnd.oasis.opendocument.text"), ".doc", ".odt"),
        (packed("a.xhtml", mime="application/epub+zip"), ".txt", ".epub"),
        (packed("META-INF/container.xml"), ".epub", ".epub"),
        (packed("word/notes.txt"), ".txt", ".txt"),  # an archive, which no loader reads
        (WORD[:60], ".docx", ".docx"),
        (b"PK\x03\x04", ".txt", ".txt"),
    ],
)  # fmt: skip
def test_content_is_recognised(data, suffix, found):
    assert recognised(data, suffix, KNOWN) == found


def test_a_format_without_a_loader_is_never_chosen():
    assert recognised(b"%PDF-1.7\n", ".txt", {".txt"}) == ".txt"


@pytest.mark.parametrize(
    ("data", "suffix", "why"),
    [
        (OLE, ".doc", "An old Office file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), ".docx", "Protected by a password"),
        (packed("a.txt"), ".doc", "An old Office file"),
    ],
)
def test_what_no_loader_reads_says_why(data, suffix, why):
    with pytest.raises(DocumentError, match=why):
        recognised(data, suffix, KNOWN)


def test_a_directory_that_lies_ends():
    """Its end record points into itself, over and over."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 46, 4, 0)
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[0] * 16)
    assert recognised(b"PK\x03\x04" + entry + end, ".docx", KNOWN) == ".docx"


def test_a_file_is_read_as_what_it_is(tmp_path: Path):
    table = tmp_path / "fees.xls"
    table.write_text("name\tfee\nAda\t40\nTom\t50\n")
    assert load(table, "fees.xls").text == "name: Ada · fee: 40\nname: Tom · fee: 50"
    words = tmp_path / "letter.doc"
    words.write_text("The fee is $40.")
    assert load(words, "letter.doc").text == "The fee is $40."


def test_an_unknown_suffix_is_no_format(tmp_path: Path):
    path = tmp_path / "a.xyz"
    path.write_text("x = 7; y = [x, 12]; z(x, y)\n")
    with pytest.raises(DocumentError) as caught:
        load(path, "a.xyz")
    assert caught.value.message == unsupported(".xyz")


def test_formats_that_can_do_harm_are_left_to_workers(tmp_path: Path, monkeypatch):
    from qa.documents import loaders

    monkeypatch.setattr(loaders, "_CONTAINED", frozenset({".csv"}))
    path = tmp_path / "a.csv"
    path.write_text("name,fee\nAda,40\n")
    with pytest.raises(Uncontained):
        load_file(path, "a.csv", contained=False)
    assert load(path, "a.csv").text == "name: Ada · fee: 40"


RST = """.. _paint:

=====
Paint
=====

See :ref:`boats`.

.. note::

   Two coats of ``oil`` do.
"""
ASCIIDOC = """paint(1)
========

NAME
----
paint - two coats do

[verse]
'paint' <boat>

See linkgit:boat[1].
"""
MARKDOWN = """# Paint

Two coats **of oil** do.

## Tools

A brush, see [the list](tools.md).
"""


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        (RST, ".rst"),
        (ASCIIDOC, ".adoc"),
        (MARKDOWN, ".md"),
        ("== Paint ==\n\nTwo coats do.\n", ".wiki"),
        ("# a comment\n\n# another\n\nnumpy==2.1\n", ".txt"),
        ("== Paint\n\nTwo coats.\n\n== Tools\n\nA brush.\n", ".txt"),
        ("Ann wrote: see [1] and :ref: later... **not** now.\n", ".txt"),
        ("Paint\n=====\n\nTwo coats do::\n\n    oil\n", ".txt"),
    ],
)
def test_markup_of_a_text_without_a_suffix_of_its_own(text: str, suffix: str) -> None:
    known = KNOWN | {".rst", ".adoc", ".wiki"}
    assert recognised(text.encode(), ".txt", known) == suffix
    assert recognised(b"\xef\xbb\xbf" + text.encode(), ".txt", known) == suffix


def test_documentation_in_text_files_is_read_as_its_program_shows_it(tmp_path: Path) -> None:
    (tmp_path / "paint.txt").write_text(RST, "utf-8")
    document = load(tmp_path / "paint.txt", "paint.txt")
    assert document.title == "Paint"
    assert document.text.split("\n\n") == ["Paint", "See boats.", "Two coats of oil do."]
    (tmp_path / "README").write_text(MARKDOWN, "utf-8")
    document = load(tmp_path / "README", "README")
    assert (document.title, "**" in document.text) == ("Paint", False)


@pytest.mark.parametrize(
    ("name", "text", "blocks"),
    [
        ("jail.local", "# Ours.\n[DEFAULT]\nban = 4h\n# The office:\nignore = 10.4.0.0/16\n",
         ["Ours.", "[DEFAULT]", "ban = 4h", "The office:", "ignore = 10.4.0.0/16"]),
        ("default/mill", "# Read by the unit.\n#\n# Where it is.\n#CONFIG=/etc/mill.cfg\n",
         ["Read by the unit.", "Where it is.\nCONFIG=/etc/mill.cfg"]),
        ("README", "# Mill\nIt grinds what the hopper holds.\n# Use\nmode = coarse\n", None),
        ("notes", "# Mill\n\nGrind it.\n\n## Use\n\nx = 1\n", None),
    ],
)  # fmt: skip
def test_settings_with_comments_are_configuration(name, text, blocks):
    document = load_bytes(text.encode(), name, ".txt").documents[0]
    found = [document.text[block.start : block.end] for block in document.blocks]
    assert (found if document.title == name.split("/")[-1] else None) == blocks
