"""Mails by what is attached to them."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from qa.documents.loaders import load_bytes

MAILS = (
    ("Signed lease", "Ada Brook", "The papers are attached.", {"Tenancy contract.txt": "Rent: 9."}),
    ("Photos", "Ben Ott", "The garden in spring.", {"a.jpg": "", "b.jpg": ""}),
    ("Lunch", "Cleo Hart", "Shall we have lunch?", {}),
    ("Roof", "Ada Brook", "What the slates cost.", {"x17.txt": "Budget of the roof\n\n900."}),
)


@pytest.fixture
def mails(collection):
    for number, (subject, sender, text, files) in enumerate(MAILS):
        mail = EmailMessage()
        mail["Subject"], mail["From"] = subject, f"{sender} <a@example.org>"
        mail["Date"] = f"Tue, {number + 1:02} Mar 2026 10:00:00 +0100"
        mail.set_content(text)
        for name, content in files.items():
            mail.add_attachment(content.encode(), maintype="x", subtype="y", filename=name)
        for each in load_bytes(bytes(mail), f"{number}.eml", ".eml").documents:
            collection.add(
                each.source,
                each.text,
                each.title,
                blocks=each.blocks,
                published=each.published,
                author=each.author,
            )
    collection.add("notes.md", "# Notes\n\nAttachment: none of the mails has one.")
    return collection


@pytest.mark.parametrize(
    ("question", "sources", "note"),
    [
        ("Which mails have attachments?", ["3", "1", "0"], "3 mails with 4 attachments."),
        ("how many emails have attachments", ["3", "1", "0"], "3 mails with 4 attachments."),
        ("mails with attachments from Ada", ["3", "0"], "2 mails with 2 attachments."),
        ("list all attachments", ["3", "1", "0"], "3 mails with 4 attachments."),
        ("the mail with the contract attached", ["0"], "1 mail with 1 attachment."),
        ("which mail came with the tenancy contract?", ["0"], "1 mail with 1 attachment."),
        ("which mail has the budget attached", ["3"], "1 mail with 1 attachment."),
        ("to which mail was the budget attached", ["3"], "1 mail with 1 attachment."),
        ("what did Ben attach", ["1"], "1 mail with 2 attachments."),
        ("what is attached to the mail about the roof", ["3"], "1 mail with 1 attachment."),
        ("mails without attachments", ["2"], "1 mail without attachments."),
    ],
)
def test_mails_by_what_is_attached(mails, question, sources, note):
    answer = mails.ask(question)
    assert [each.document.source for each in answer.sources] == [f"{n}.eml" for n in sources]
    assert answer.notes[0] == note


@pytest.mark.parametrize(
    "question",
    ["which mails have the passport attached", "what is attached to the wall", "which mail has it"],
)
def test_what_nothing_is_attached_to_is_left_to_search(mails, question):
    assert mails.ask(question) is None
