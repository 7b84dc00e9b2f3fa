"""What stands in front of a passage for the encoder."""

from __future__ import annotations

import pytest

from qa.embedding.passage_context import MAX_TOKENS, context_of, with_context


def words(texts) -> list[int]:
    return [len(text.split()) for text in texts]


@pytest.mark.parametrize(
    ("title", "heading", "context"),
    [
        ("Guide", "Install › Linux", "Guide › Install › Linux"),
        ("Guide", "", "Guide"),
        ("", "Install", "Install"),
        ("", "", ""),
        ("Guide", "Guide", "Guide"),
        ("Guide", "Guide › Install", "Guide › Install"),
        ("Guide", "Guidelines › Install", "Guide › Guidelines › Install"),
        ("A\nguide", "In  stall", "A guide › In stall"),
    ],
)
def test_title_and_headings(title, heading, context):
    assert context_of(title, heading) == context


def test_texts_without_context_are_read_as_they_are():
    assert with_context(["", "Guide", ""], ["a", "b", "c"], words) == ["a", "Guide\nb", "c"]
    assert with_context([], [], words) == []


def test_long_contexts():
    outer, inner = "outer " * 40, "inner " * 20
    title = "title " * 20
    path = context_of(title, f"{outer} › {inner}")
    (dropped,) = with_context([path], ["Text."], words)
    assert dropped == context_of(title, inner) + "\nText."  # 41 words
    (cut,) = with_context([context_of("title " * 60, "")], ["Text."], words)
    assert cut == " ".join(["title"] * MAX_TOKENS) + "\nText."
    (both,) = with_context([context_of("t " * 10, f"a › {'b ' * 60}")], ["Text."], words)
    assert both == "t " * 10 + "› " + " ".join("b" * 37) + "\nText."
