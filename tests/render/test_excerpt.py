"""The lines of a document with the numbers of its file."""

from __future__ import annotations

from qa.documents.loaders import markdown
from qa.render.excerpt import excerpt, numbered_lines


def test_each_line_of_the_file_is_shown_once() -> None:
    document = markdown.load(
        b"# FAQ\n\n**Q: May I?**\nA: Yes.\n\n**Q: Must I?**\nA: No.\n", "faq.md"
    )
    assert numbered_lines(document) == [
        (1, "FAQ"),
        (2, ""),
        (3, "Q: May I?"),
        (4, "A: Yes."),
        (5, ""),
        (6, "Q: Must I?"),
        (7, "A: No."),
    ]
    assert [(each.number, each.wanted) for each in excerpt(document, [6], 1)] == [
        (5, False),
        (6, True),
        (7, False),
    ]


def test_a_line_of_the_file_that_is_several_of_the_text_is_shown_whole() -> None:
    long = " ".join(f"Item {number} was approved by the board." for number in range(2_000))
    document = markdown.load(f"# Ledger\n\n{long}\n\nEnd.\n".encode(), "ledger.md")
    pieces = [text for number, text in numbered_lines(document) if number == 3]
    assert len(pieces) > 1
    shown = [each for each in excerpt(document, [3], 0) if each.wanted]
    assert [each.text for each in shown] == pieces
    assert shown[0].text.startswith("Item 0 was")
