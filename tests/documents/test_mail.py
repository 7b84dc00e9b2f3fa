"""Mail: messages and mailboxes as sections, with what was quoted and who signed apart."""

from __future__ import annotations

import time
from datetime import date
from email.message import EmailMessage

import pytest

from qa.datatypes import BlockKind, DateOrigin, Document, Place, PlaceKind
from qa.documents.loaders import load_bytes
from qa.documents.loaders.mail.mail import load_mailbox
from qa.errors import DocumentError

B = BlockKind
HEAD = (
    "From: Ann Lee <ann@example.org>\nTo: bob@example.org\nSubject: The pump\n"
    "Date: Tue, 5 Mar 2024 23:30:00 -0800\n\n"
)
META = "From: Ann Lee <ann@example.org>\nTo: bob@example.org\nDate: Tue, 5 Mar 2024 23:30:00 -0800"


def load_message(data: bytes, source: str) -> Document:
    return load_bytes(data, source, ".eml").documents[0]


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
        (B.QUOTE, "Shall we mend it?"),
        (B.QUOTE, "It is old."),
        (B.PARAGRAPH, "Yes:"),
        (B.LIST_ITEM, "- tomorrow"),
        (B.LIST_ITEM, "- by noon"),
        (B.SIGNATURE, "--\nAnn Lee\nThe Pump Company"),
    ]


def writers(body: str) -> list[tuple[str, str]]:
    """What is quoted, with the line that says whose words it is."""
    document = load_message((HEAD + body).encode(), "a.eml")

    def text(block) -> str:
        return document.text[block.start : block.end]

    return [
        (text(block), text(document.blocks[block.parent]) if block.parent >= 0 else "")
        for block in document.blocks
        if block.kind is B.QUOTE
    ]


def test_what_is_quoted_hangs_from_the_line_that_says_who_wrote_it() -> None:
    body = (
        "See below.\n\nOn Sun, 2 Mar 2025 at 18:22, Pavel Dorn <pavel@example.org>\nwrote:\n"
        "> The kiln comes on 14 April.\n>\n> On Sat, Ruth Aske wrote:\n>> When does it come?\n"
        "> By lorry.\n\nGood.\n\n> Keep the yard free.\n"
    )
    pavel = "On Sun, 2 Mar 2025 at 18:22, Pavel Dorn <pavel@example.org>\nwrote:"
    assert writers(body) == [
        ("The kiln comes on 14 April.", pavel),
        ("When does it come?", "On Sat, Ruth Aske wrote:"),
        ("By lorry.", pavel),
        ("Keep the yard free.", pavel),
    ]


def test_messages_sent_on_hang_from_their_heads() -> None:
    body = (
        "See below.\n\n-----Original Message-----\nFrom: Karel Vos <k@example.org>\n"
        "Sent: Monday, March 3, 2025 9:00 AM\nTo: Mina Holt\nSubject: Lunch\n\n"
        "The hall is painted.\n\n-----Original Message-----\nVon: Mina Holt\nAn: Karel Vos\n\n"
        "To all: soup at noon.\n"
    )
    found = writers(body)
    assert [text for text, _ in found] == ["The hall is painted.", "To all: soup at noon."]
    assert [head.splitlines()[0] for _, head in found] == [
        "From: Karel Vos <k@example.org>", "Von: Mina Holt",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "before",
    ["", "________________________________\n", "Begin forwarded message:\n\n",
     "-------- Weitergeleitete Nachricht --------\n", "---------- Forwarded message ---------\n"],
)  # fmt: skip
def test_a_head_by_itself_or_announced_begins_what_is_sent_on(before) -> None:
    body = (
        f"I don't agree.\n\n{before}From: Rolf Stein <rolf@x.org>\nSent: Thursday, 10:12\n"
        "To: Pia Quist\nSubject: Prices\n\nThe price is 77 euros.\n\n"
        "On Wed, Carla Nunes <c@x.org>\nwrote:\n\nIt was 60 euros.\n\n"
        "Ines Kaya wrote:\n> Quillon is cheap.\n"
    )
    found = writers(body)
    assert [(text, head.splitlines()[0]) for text, head in found] == [
        ("The price is 77 euros.", "From: Rolf Stein <rolf@x.org>"),
        ("It was 60 euros.", "On Wed, Carla Nunes <c@x.org>"),
        ("Quillon is cheap.", "Ines Kaya wrote:"),
    ]


@pytest.mark.parametrize(
    ("page", "writer"),
    [
        ("<div>I doubt it.</div><div class=gmail_quote><div class=gmail_attr>On Thu, Axel Brandt"
         " &lt;a@x.org&gt; wrote:<br></div><blockquote><div>The lift is closed.</div>"
         "<div>The hut was sold.</div></blockquote></div>",
         "On Thu, Axel Brandt <a@x.org> wrote:"),
        ("<p>I doubt it.</p><hr><div>From: Axel Brandt<br>Sent: Thursday<br>To: Hedda<br>"
         "Subject: Ski</div><p>The lift is closed.</p><p>The hut was sold.</p>",
         "From: Axel Brandt"),
    ],
)  # fmt: skip
def test_what_a_page_quotes_hangs_from_who_wrote_it(page, writer) -> None:
    head = HEAD.rstrip("\n") + "\nContent-Type: text/html; charset=utf-8\n\n"
    document = load_message((head + page).encode(), "a.eml")
    found = {
        document.text[block.start : block.end]: document.blocks[block.parent]
        for block in document.blocks
        if block.kind is B.QUOTE
    }
    assert list(found) == ["The lift is closed.", "The hut was sold."]
    for above in found.values():
        assert above.kind is B.META
        assert document.text[above.start : above.end].splitlines()[0] == writer


@pytest.mark.parametrize(
    "body",
    [
        "I give the text first.\n\nOriginal message\n\nFrom: the harbour master\nTo: the mayor\n"
        "Ship Astrid lost at sea.\n\nMy own view is another.\n",
        "Two notes.\n\nFrom: what I read, he was drunk.\nTo: be fair, nobody knows.\n\nThe end.\n",
        "Who comes?\n\nName: Ann\nDate: 3 May\nTo: the hall\n\nThe end.\n",
    ],
)
def test_lines_with_colons_are_no_head(body) -> None:
    assert writers(body) == []


def test_what_nobody_is_named_for_hangs_from_the_message() -> None:
    assert [head for _, head in writers("Yes.\n\n> Is it mended?\n")] == ["The pump"]


ORIGINAL = (
    "-----Original Message-----\nFrom: Karel Vos <k@example.org>\nSent: Monday, 9:00 AM\n"
    "To: Ann Lee\nSubject: The pump\n\n"
)


def words_of(body: str, head: str = HEAD) -> list[tuple[str, str]]:
    """Each paragraph with whose it is: "Karel" of the head's, "?" of nobody named, "" of Ann."""
    found = []
    document = load_message((head + body).encode(), "a.eml")
    for block in document.blocks[2:]:
        text = document.text[block.start : block.end]
        above = document.blocks[block.parent]
        named = document.text[above.start : above.end] if above.kind is B.META else ""
        if block.kind is not B.META:
            by = ("Karel" if "Karel" in named else "?") if block.kind is B.QUOTE else ""
            found.append((text.splitlines()[0], by))
    return found


REPLY = HEAD.replace("Subject: The", "In-Reply-To: <1@x>\nSubject: Re: The")
QUESTION = "The pump is painted.\n\nWhen do you mend it?\n\n"


@pytest.mark.parametrize(
    ("below", "whose"),
    [
        ("Hi Karel,\n\nit is mended on Friday.\n", ["Karel", "Karel", "", ""]),
        ("Thanks Karel, it is mended on Friday.\n", ["Karel", "Karel", ""]),
        ("Karel,\nit is mended on Friday.\n", ["Karel", "Karel", ""]),
        ("Regards\nKarel\n\nIt is mended on Friday.\n\nBy the firm.\n",
         ["Karel", "Karel", "Karel", "", ""]),
        ("Karel Vos\nHead of Works\n\nHall 3, Pier 4\n\nIt is mended on Friday.\n",
         ["Karel", "Karel", "Karel", "Karel", ""]),
        ("It is mended on Friday.\n\nAnn\n", ["Karel", "?", "", ""]),
        ("It is mended on Friday.\n", ["Karel", "?", ""]),
    ],
)  # fmt: skip
def test_a_reply_below_a_message_is_not_its_writers(below, whose) -> None:
    assert [by for _, by in words_of(ORIGINAL + QUESTION + below, REPLY)] == whose


@pytest.mark.parametrize(
    ("body", "whose"),
    [
        # Typed above: what stands below is the other's, unless greeted or signed.
        ("On Friday.\n\n" + ORIGINAL + QUESTION, ["", "Karel", "Karel"]),
        ("See below.\n\n" + ORIGINAL + QUESTION + "Regards,\nKarel\n\nPS: It is the old pump.\n",
         ["", "Karel", "Karel", "Karel", "Karel"]),
        ("See below.\n\n" + ORIGINAL + QUESTION + "Karel\n\nIt is mended on Friday.\n\nAnn\n",
         ["", "Karel", "Karel", "Karel", "", ""]),
        # Words with marks under a head are its writer's, those without are not.
        (ORIGINAL + "> When do you mend it?\n\nIt is mended on Friday.\n", ["Karel", ""]),
        (ORIGINAL + QUESTION + "Thanks, Karel\n", ["Karel", "Karel", "Karel"]),
    ],
)  # fmt: skip
def test_what_else_stands_below_a_message(body, whose) -> None:
    found = [by for _, by in words_of(body, REPLY)]
    assert found[: len(whose)] == whose


def test_of_a_message_that_may_be_no_reply_a_greeting_is_enough() -> None:
    below = "Hi Karel,\n\nit is mended on Friday.\n"
    assert [by for _, by in words_of(ORIGINAL + QUESTION + below)] == ["Karel", "Karel", "", ""]
    below = "It is mended on Friday.\n"
    assert [by for _, by in words_of(ORIGINAL + QUESTION + below)] == ["Karel"] * 3


def test_hostile_lines_take_no_time() -> None:
    start = time.process_time()
    for line in ("x" * 20_000, "a@" * 10_000, "-" * 20_000, "a, " * 6_000):
        head = ORIGINAL.replace("Karel Vos", line)
        load_message((REPLY + head + f"{line}\n\n{line}\n\nKarel\n\n{line}.\n").encode(), "a.eml")
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "line",
    ["{}", "{}x", "-----{}x", "-----{}Original Message{}x", "{}From:{}Karel{}{}", "On{}x wrote{}:"],
)  # fmt: skip
@pytest.mark.parametrize("blank", [" ", "\t", "\xa0"], ids=["spaces", "tabs", "no-break"])
def test_lines_of_blanks_take_time_in_proportion(line, blank):
    """Four times the blanks take four times as long, not sixteen."""

    def seconds(count: int) -> float:
        hostile = line.replace("{}", blank * count)
        mail = f"{REPLY}Hello.\n\n{hostile}\n\n{ORIGINAL}{hostile}\n\n{hostile}\n".encode()
        found = []
        for _ in range(3):
            start = time.process_time()
            load_message(mail, "a.eml")
            found.append(time.process_time() - start)
        return min(found)

    assert seconds(16_000) < 9 * max(seconds(4_000), 0.002)


def test_a_message_that_is_forwarded_has_no_reply_below() -> None:
    forwarded = HEAD.replace("Subject: The", "References: <1@x>\nSubject: Fwd: The")
    assert [by for _, by in words_of(ORIGINAL + QUESTION, forwarded)] == ["Karel", "Karel"]


def test_a_reply_below_a_message_in_a_page() -> None:
    page = (
        "<div>-----Original Message-----</div><div>From: Karel Vos<br>Sent: Monday<br>To: Ann<br>"
        "Subject: The pump</div><p>When do you mend it?</p><p>Karel</p>"
        "<p>It is mended on Friday.</p>"
    )
    head = REPLY.rstrip("\n") + "\nContent-Type: text/html; charset=utf-8\n\n"
    assert words_of(page, head)[-3:] == [
        ("When do you mend it?", "Karel"),
        ("Karel", "Karel"),
        ("It is mended on Friday.", ""),
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


def test_attached_files_are_documents_and_messages_within_are_sections() -> None:
    inner = EmailMessage()
    inner["Subject"] = "Invoice"
    inner.set_content("Please pay 40 euros.")
    message = EmailMessage()
    message["Subject"] = "See attached"
    message["Date"] = "Tue, 5 Mar 2024 23:30:00 -0800"
    message.set_content("Four files.")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="plan.png")
    message.add_attachment("Valve 3 leaks.", filename="../notes.txt")
    message.add_attachment("Valve 4 is new.", filename="notes.txt")
    message.add_attachment(b"name,fee\nAda,40\n", maintype="text", subtype="csv")
    message.add_attachment(inner)
    found = load_bytes(message.as_bytes(), "box/a.eml", ".eml")
    main, *attached = found.documents
    assert blocks(main)[2:] == [
        (B.PARAGRAPH, "Four files."),
        (B.META, "Attachment: plan.png"),
        (B.META, "Attachment: ../notes.txt"),
        (B.META, "Attachment: notes.txt"),
        (B.META, "Attachment: text/csv"),
        (B.HEADING, "Invoice"),
        (B.PARAGRAPH, "Please pay 40 euros."),
    ]
    note = "\n\nAttached to: See attached · Date: Tue, 05 Mar 2024 23:30:00 -0800"
    assert [(each.source, each.text.removesuffix(note)) for each in attached] == [
        ("box/a.eml/notes.txt", "Valve 3 leaks."),
        ("box/a.eml/notes (2).txt", "Valve 4 is new."),
        ("box/a.eml/attachment.csv", "name: Ada · fee: 40"),
    ]
    assert {each.container for each in found.documents} == {"box/a.eml"}
    assert main.source == "box/a.eml"
    assert found.skipped == ()  # a picture is named where it is attached


def test_an_attachment_that_cannot_be_read_is_listed() -> None:
    message = EmailMessage()
    message["Subject"] = "See attached"
    message.set_content("A plan.")
    message.add_attachment(
        b"%PDF-1.7\n\0\1", maintype="application", subtype="pdf", filename="plan.pdf"
    )
    found = load_bytes(message.as_bytes(), "a.eml", ".eml")
    assert [each.source for each in found.documents] == ["a.eml"]
    assert [each.source for each in found.skipped] == ["a.eml/plan.pdf"]


def test_the_messages_of_a_mailbox_are_documents() -> None:
    data = (
        "From ann@example.org Tue Mar  5 10:00:00 2024\nFrom: Ann <ann@example.org>\nSubject: One\n"
        "Date: Tue, 5 Mar 2024 10:00:00 +0100\n\nFirst.\n>From here on.\n\n"
        "From the bridge one sees it.\n\n"
        "From bob@example.org Wed Mar  6 10:00:00 2024\nSubject: Re: One\n\nSecond.\n\n"
        "From bob@example.org Wed Mar  6 11:00:00 2024\nTo: ann@example.org\n\n\n"
    )
    found = load_bytes(data.encode(), "team/pumps.mbox", ".mbox")
    one, two = found.documents
    assert blocks(one) == [
        (B.HEADING, "One"),
        (B.META, "From: Ann <ann@example.org>\nDate: Tue, 5 Mar 2024 10:00:00 +0100"),
        (B.PARAGRAPH, "First."),
        (B.PARAGRAPH, "From here on."),
        (B.PARAGRAPH, "From the bridge one sees it."),
    ]
    assert (one.source, one.container) == ("team/pumps.mbox/message-1", "team/pumps.mbox")
    assert (one.title, one.author, one.published) == ("One", "Ann", date(2024, 3, 5))
    assert one.date_origin is DateOrigin.MAIL_HEADER
    assert blocks(two) == [(B.HEADING, "Re: One"), (B.PARAGRAPH, "Second.")]
    assert two.places == (Place(0, PlaceKind.MESSAGE, 2, "Re: One"),)
    assert two.line(two.text.index("Second.")) == 14  # of the mailbox
    assert (two.published, two.date_origin) == (None, None)
    assert [(each.source, each.reason) for each in found.skipped] == [
        ("team/pumps.mbox/message-3", "The message holds no text.")
    ]


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


def test_lines_of_text_that_is_quoted_printable():
    text = (
        "Subject: A\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: quoted-printable\n\n"
        "The first one is a long paragraph that goes on =\nand on.\n\n"
        "Das caf=C3=A9 hat zu.\n\nPlain.\n\nThe first one is=\n another.\n"
    )
    document = load_bytes(text.encode(), "a.eml", ".eml").documents[0]
    found = ("The first one is a long paragraph that goes on and on.", "Das café hat zu.", "Plain.")
    assert [document.line(document.text.index(each)) for each in found] == [5, 8, 10]
    assert document.line(document.text.index("The first one is another.")) == 12


def test_lines_in_capitals_head_the_parts_of_a_newsletter() -> None:
    text = (
        "From: Tribune <t@example.org>\nSubject: The morning\n\nGood morning.\n\n"
        "1. THE RENT CAP IS BACK\nThe mayor presented her second rent cap on Monday.\n\n"
        "2. BRIDGE CLOSED\nThe bridge is closed until the end of the month.\n\nYours\nAnn Bell\n"
    )
    found = blocks(load_message(text.encode(), "a.eml"))
    assert [each for kind, each in found if kind is BlockKind.HEADING] == [
        "The morning",
        "1. THE RENT CAP IS BACK",
        "2. BRIDGE CLOSED",
    ]


def test_an_attached_document_names_its_mail():
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Signed lease", "Ada Brook <ada@example.org>"
    mail.set_content("The papers are attached.")
    mail.add_attachment(b"Lease\n\nThe rent is 925 euros.\n", "x", "y", filename="lease.txt")
    message, attached = load_bytes(bytes(mail), "a.eml", ".eml").documents
    assert "Attached to" not in message.text
    note = "Attached to: Signed lease · From: Ada Brook"
    assert attached.text.split("\n\n")[-1] == note
    assert attached.blocks[-1].kind is BlockKind.META
    rent, at_end = attached.text.index("The rent"), attached.text.index(note)
    assert [attached.line(at) for at in (0, rent, at_end)] == [1, 3, 3]
