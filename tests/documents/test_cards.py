"""Address books: each card a document, its fields lines that people can ask for."""

from __future__ import annotations

import pytest

from qa.documents.loaders import load_bytes
from qa.errors import DocumentError


def read(*cards: str):
    written = "".join(f"BEGIN:VCARD\r\n{card}\r\nEND:VCARD\r\n" for card in cards)
    return load_bytes(written.encode(), "people.vcf", ".vcf").documents


def test_a_card_is_read_with_its_lines_of_the_file():
    (document,) = read(
        "VERSION:3.0\r\nN:Lopez;Maria;;;\r\nFN:Maria Lopez\r\nORG:Acme Ltd;Sales\r\n"
        "TEL;TYPE=CELL,VOICE:+34 600 123 456\r\nTEL;TYPE=WORK:tel:+34-91-555-01-00\r\n"
        "EMAIL;TYPE=INTERNET,WORK:maria@acme.example\r\n"
        "ADR;TYPE=HOME:;;Calle Mayor 3;Madrid;;28013;Spain\r\nNICKNAME:Mari\r\n"
        "CATEGORIES:Friends\r\nPHOTO;ENCODING=b:/9j/4AAQ\r\n AAAA\r\n"
        "NOTE:Met in Lisbon\\, prefers\r\n  calls."
    )
    assert document.text == (
        "Maria Lopez\n\nOrganization: Acme Ltd, Sales\nPhone (mobile): +34 600 123 456\n"
        "Phone (work): +34-91-555-01-00\nE-mail (work): maria@acme.example\n"
        "Address (home): Calle Mayor 3, Madrid, 28013, Spain\nNickname: Mari\n"
        "Categories: Friends\n\nMet in Lisbon, prefers calls."
    )
    assert (document.title, document.aliases, document.tags) == (
        "Maria Lopez",
        ("Mari",),
        ("Friends",),
    )
    assert document.line(document.text.index("E-mail")) == 8


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("BDAY:19800512", "Birthday: 12 May 1980"),
        ("BDAY:1980-05-12T00:00:00Z", "Birthday: 12 May 1980"),
        ("BDAY:--0512", "Birthday: 12 May"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-12", "Birthday: 12 May"),
        ("BDAY:1980", "Birthday: 1980"),
        ("BDAY:--9999", "Birthday: --9999"),
        ("item1.TEL:+44 20\r\nitem1.X-ABLabel:Boat", "Phone (Boat): +44 20"),
        ("item1.X-ABRELATEDNAMES:Jo\r\nitem1.X-ABLabel:_$!<Spouse>!$_", "Spouse: Jo"),
        ("RELATED;TYPE=spouse;VALUE=text:Jo", "Spouse: Jo"),
        ("TEL;FAX;HOME:089 1", "Phone (fax, home): 089 1"),
    ],
)
def test_fields_as_people_read_them(line, shown):
    (document,) = read(f"FN:Tom\r\n{line}")
    assert document.text == f"Tom\n\n{shown}"


def test_quoted_printable_of_old_cards():
    found = read(
        "VERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCrgen\r\n"
        "NOTE;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Der Klempner, im=\r\nmer da=DF",
        "ORG:Oak & Sons;Repairs",
        "TEL:1",
    )
    assert [(each.source, each.title) for each in found] == [
        ("people.vcf/card-1", "Jürgen Müller"),
        ("people.vcf/card-2", "Oak & Sons, Repairs"),
    ]
    assert found[0].text == "Jürgen Müller\n\nDer Klempner, immer daß"


def test_a_character_cut_by_a_folded_line_is_whole():
    name = "FN:Zoë".encode()
    data = b"BEGIN:VCARD\r\n" + name[:-1] + b"\r\n " + name[-1:] + b"\r\nEND:VCARD\r\n"
    assert load_bytes(data, "a.vcf", ".vcf").documents[0].title == "Zoë"
    utf16 = "BEGIN:VCARD\r\nFN:Zoë\r\nEND:VCARD\r\n".encode("utf-16")
    assert load_bytes(utf16, "a.vcf", ".vcf").documents[0].title == "Zoë"


def test_a_file_without_cards_is_no_document():
    with pytest.raises(DocumentError, match="no card"):
        read("TEL:1")
    with pytest.raises(DocumentError, match="no card"):
        load_bytes(b"no card at all\n", "a.vcf", ".vcf")
