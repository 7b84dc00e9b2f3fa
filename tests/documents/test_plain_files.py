"""Files without a suffix that says what they are: which are read as plain text."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.documents.loaders import can_be_read, load, load_bytes, may_be_read
from qa.documents.loaders.plain_files import HEAD, is_text, may_be_text
from qa.errors import DocumentError

README = """\
The mill for DEBIAN
-------------------

This is the mill as it is packaged for Debian (see https://mill.example.org/).
It grinds what the hopper holds; run `mill -n' to know how long that takes.

 -- Ada Roe <ada@example.org>  Wed, 22 Jul 2009 17:23:20 +0200
"""
POD = (
    "=head1 NAME\n\nmill - grinds grain\n\n=head1 DESCRIPTION\n\nIt grinds what is in the hopper.\n"
)


@pytest.mark.parametrize(
    "text",
    [
        README,
        POD,
        "Ring the carter about the sacks",
        "Der Müller mahlt, was im Trichter liegt, und zählt die Säcke.\n",
        "磨坊研磨料斗里的东西，直到什么都不剩。它还数袋子。\n",
        "\ufeffThe text of a Windows machine, with its mark.\r\n",
        "mill (0.5-2) unstable; urgency=low\n\n  * The stones are coarse now (Closes: #12).\n",
    ],
)
def test_text_for_people(text: str) -> None:
    assert is_text(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"v1.2.3",
        b"#!/bin/sh\n# This script says what the mill does all day long\necho it grinds\n",
        b"-----BEGIN PRIVATE KEY-----\nnot for anybody else to read\n",
        b"The text goes on here, and then \x00 comes a NUL, and so on and so on.",
        "Säcke und Körner zählt der Müller jeden Tag.".encode("cp1252"),
        b"\n".join(b"word%c" % letter for letter in b"abcdefghijklmnop"),
        b'{"a": "some text that is here", "b": "more of it that is there"}',
        b"!function(e,t){return e.apply(this,t)}(window,document);" * 50,
        b"int main(void) { int i = 0; for (i = 0; i < 10; i++) { f(i); } return 0; }\n" * 3,
        b"0.12 0.13 0.14 0.15\n1.12 1.13 1.14 1.15\n" * 9,
        b"aGVsbG8gd29ybGQgdGhpcyBpcyBiYXNlNjQgYW5kIG5vIHRleHQ " * 9,
    ],
)
def test_what_is_none(data: bytes) -> None:
    assert not is_text(data)


def test_a_character_may_be_cut_at_the_end_of_what_is_looked_at() -> None:
    text = ("Der Müller mahlt. " * HEAD).encode()
    for cut in range(4):
        assert is_text(text[cut : HEAD + cut])


@pytest.mark.parametrize("name", ["README", "doc/NEWS.Debian", "a/x.pod", "TODO.2024", "LICENSE"])
def test_names_that_are_looked_at(name: str) -> None:
    assert may_be_text(name)
    assert may_be_read(name, 1000)
    assert not may_be_read(name, 5 << 20)


@pytest.mark.parametrize(
    "name",
    ["poetry.lock", ".hidden", "a.md~", "Makefile", "photo.heic", "x.min.css", "libz.so.1", "a.xml",
     "lib/site-packages/LICENSE", "x.dist-info/METADATA", "server.log.1", "notes.bak"],
)  # fmt: skip
def test_names_that_are_not(name: str) -> None:
    assert not may_be_text(name)


def test_a_file_without_a_suffix_is_read_as_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "README.Debian"
    path.write_text(README)
    document = load(path, "mill/README.Debian")
    assert (document.title, document.line(document.text.index("It grinds"))) == (
        "The mill for DEBIAN",
        5,
    )
    assert can_be_read(path, "mill/README.Debian")


def test_one_that_is_none_says_that_no_format_is_known(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    path.write_bytes(bytes(range(256)))
    assert not can_be_read(path, "weights")
    with pytest.raises(DocumentError) as caught:
        load(path, "weights")
    assert caught.value.message == "A file without a suffix is not a format that can be read."


def test_inside_of_an_archive_too() -> None:
    import io
    import zipfile

    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("doc/copyright", README)
        archive.writestr("doc/weights", bytes(range(256)))
    found = load_bytes(box.getvalue(), "a.zip", ".zip")
    assert [each.source for each in found.documents] == ["a.zip/doc/copyright"]
    assert [(each.source, each.reason) for each in found.skipped] == [
        ("a.zip/doc/weights", "A file without a suffix is not a format that can be read.")
    ]
