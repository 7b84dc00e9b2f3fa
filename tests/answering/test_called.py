"""What a document is called, as far as a question calls it that."""

from __future__ import annotations

import pytest

from qa.answering.called import called
from qa.datatypes import DocumentInfo


def info(source: str, title: str, author: str | None = None) -> DocumentInfo:
    return DocumentInfo("1", source, title, author, None, None, 9)


@pytest.mark.parametrize(
    ("source", "title", "author", "question", "expected"),
    [
        # The name of the file, where the title lacks a word of it that is asked for.
        ("deals/NDA_Okonjo.docx", "Agreement", None, "when does the NDA end?",
         "Agreement (NDA Okonjo)"),
        ("deals/NDA_Okonjo.docx", "Agreement", None, "what does the agreement say?", "Agreement"),
        ("deals/NDA_Okonjo.docx", "NDA with Okonjo", None, "when does the NDA end?",
         "NDA with Okonjo"),
        # Who wrote it.
        ("mail/hens.eml", "Hens", "Ilse Okonjo", "what does Ilse want for dinner?",
         "Hens (Ilse Okonjo)"),
        ("mail/hens.eml", "Hens", "Ilse Okonjo", "what does Petra want?", "Hens"),
        # Parts of a file are numbered, which says nothing.
        ("mail/all.mbox/message-2", "Hens", None, "which message is about hens?", "Hens"),
    ],
)  # fmt: skip
def test_what_the_title_lacks_is_added_where_it_is_asked_for(
    source, title, author, question, expected
):
    assert called(info(source, title, author), question) == expected
