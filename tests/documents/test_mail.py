"""Mail: messages and mailboxes as sections, with what was quoted and who signed apart."""

from __future__ import annotations

import time
from datetime import date
from email.message import EmailMessage

import pytest

from qa.datatypes import BlockKind, Document, Place, PlaceKind
from qa.documents.loaders.mail.mail import load_mailbox, load_message
from qa.errors import DocumentError

B = BlockKind
HEAD = (
    "From: Ann Lee <ann@example.org>\nTo: bob@example.org\nSubject: The pump\n"
    "Date: Tue, 5 Mar 2024 23:30:00 -0800\n\n"
)
META = "From: Ann Lee <ann@example.org>\nTo: bob@example.org\nDate: Tue, 5 Mar 2024 23:30:00 -0800"


def blocks(document: Document) -> list[tuple[BlockKind, str]]:
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        end = block.end
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_a_message() -> None:
    document = load_message(f"{HEAD}Hello Bob,\n\nthe pump is broken.\n".encode(), "a.eml")
    assert blocks(document) == [
        (B.HEADING, "The pump"),
        (B.META, META),
        (B.PARAGRAPH, "Hello Bob,"),
        (B.PARAGRAPH, "the pump is broken."),
    ]
    assert (document.title, document.author) == ("The pump", "Ann Lee")
    assert document.published == date(2024, 3, 5)  # by the clock of who sent it
    assert document.places == (Place(0, PlaceKind.MESSAGE, 1, "The pump"),)
    assert document.line(document.text.index("the pump is")) == 8


def test_quotes_and_signature() -> None:
    body = (
        "I agree.\n\nOn Monday, Bob wrote:\n> Shall we mend it?\n> > It is old.\n\nYes:\n"
        "- tomorrow\n- by noon\n\n-- \nAnn Lee\nThe Pump Company\n"
    )
    assert blocks(load_message((HEAD + body).encode(), "a.eml"))[2:] == [
        (B.PARAGRAPH, "I agree."),
        (B.META, "On Monday, Bob wrote:"),
        (B.QUOTE, "Shall we mend it?\nIt is old."),
        (B.PARAGRAPH, "Yes:"),
        (B.LIST_ITEM, "- tomorrow"),
        (B.LIST_ITEM, "- by noon"),
        (B.SIGNATURE, "--\nAnn Lee\nThe Pump Company"),
    ]


def test_the_footer_of_a_list_and_a_message_sent_on() -> None:
    body = (
        "See below.\n\n-----Original Message-----\nFrom: Bob\n\nIt is broken.\n"
        "______________________\nPump mailing list\nhttp://example.org/listinfo/pump\n"
    )
    found = blocks(load_message((HEAD + body).encode(), "a.eml"))[2:]
    assert found[0] == (B.PARAGRAPH, "See below.")
    assert (B.QUOTE, "It is broken.") in found
    assert found[-1][0] is B.BOILERPLATE
    assert "Pump mailing list" in found[-1][1]


def test_of_alternatives_the_plain_one_and_else_the_page() -> None:
    message = EmailMessage()
    message["Subject"] = "Grüße"
    message["From"] = "Jörg <j@example.org>"
    message.set_content("Plain ä text.")
    message.add_alternative("<p>Page text.</p>", subtype="html")
    document = load_message(message.as_bytes(), "a.eml")
    assert blocks(document)[2:] == [(B.PARAGRAPH, "Plain ä text.")]
    assert (document.title, document.author) == ("Grüße", "Jörg")
    only = EmailMessage()
    only["Subject"] = "x"
    only.set_content("<h2>Offer</h2><ul><li>Pump</ul>", subtype="html")
    assert blocks(load_message(only.as_bytes(), "a.eml"))[1:] == [
        (B.HEADING, "Offer"),
        (B.LIST_ITEM, "Pump"),
    ]


def test_attachments_are_named_and_messages_within_are_sections() -> None:
    inner = EmailMessage()
    inner["Subject"] = "Invoice"
    inner.set_content("Please pay 40 euros.")
    message = EmailMessage()
    message["Subject"] = "See attached"
    message.set_content("Two files.")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")
    message.add_attachment("Valve 3 leaks.", filename="notes.txt")
    message.add_attachment(inner)
    assert blocks(load_message(message.as_bytes(), "a.eml")) == [
        (B.HEADING, "See attached"),
        (B.PARAGRAPH, "Two files."),
        (B.META, "Attachment: plan.pdf"),
        (B.META, "Attachment: notes.txt"),
        (B.PARAGRAPH, "Valve 3 leaks."),
        (B.HEADING, "Invoice"),
        (B.PARAGRAPH, "Please pay 40 euros."),
    ]


def test_a_mailbox_has_a_place_for_each_message() -> None:
    data = (
        "From ann@example.org Tue Mar  5 10:00:00 2024\nSubject: One\n\nFirst.\n>From here on.\n\n"
        "From the bridge one sees it.\n\n"
        "From bob@example.org Wed Mar  6 10:00:00 2024\nSubject: Re: One\n\nSecond.\n"
    )
    document = load_mailbox(data.encode(), "team/pumps.mbox")
    assert blocks(document) == [
        (B.HEADING, "One"),
        (B.PARAGRAPH, "First."),
        (B.PARAGRAPH, "From here on."),
        (B.PARAGRAPH, "From the bridge one sees it."),
        (B.HEADING, "Re: One"),
        (B.PARAGRAPH, "Second."),
    ]
    second = document.text.index("Re: One")
    assert document.places == (
        Place(0, PlaceKind.MESSAGE, 1, "One"),
        Place(second, PlaceKind.MESSAGE, 2, "Re: One"),
    )
    assert document.line(document.text.index("Second.")) == 12
    assert (document.title, document.author, document.published) == ("pumps", None, None)


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        ("Content-Type: text/plain; charset=x-unknown\n", "café".encode(), "café"),
        ("Content-Type: text/plain; charset=iso-8859-1\n", b"caf\xe9", "café"),
        ("Content-Transfer-Encoding: base64\n", b"SGVsbG8=", "Hello"),
        ("Content-Transfer-Encoding: quoted-printable\n", b"a=3Db =\nc", "a=b c"),
        ("Date: tomorrow\nSubject: =?utf-8?q?=ff?=\n", b"Hello", "Hello"),
        ("Content-Type: multipart/mixed; boundary=never\n", b"Hello", "Hello"),
    ],
)
def test_odd_messages(head: str, body: bytes, text: str) -> None:
    document = load_message(b"From: a@b.org\n" + head.encode() + b"\n" + body, "a.eml")
    assert blocks(document)[-1] == (B.PARAGRAPH, text)
    assert document.published is None


def test_what_is_no_mail() -> None:
    with pytest.raises(DocumentError, match="Not a mail message"):
        load_message(b"Just some words\nwithout a header.", "a.eml")
    with pytest.raises(DocumentError, match="is empty"):
        load_message(b"\n\n", "a.eml")
    with pytest.raises(DocumentError, match="holds no message"):
        load_mailbox(b"Subject: x\n\ny", "a.mbox")


def test_parts_nested_without_end_take_no_time() -> None:
    nest = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(300))
    start = time.process_time()
    document = load_message(f"{HEAD[:-1]}{nest}\nThe end.".encode(), "a.eml")
    assert document.title == "The pump"
    assert time.process_time() - start < 5
