"""A benchmark's document as the index takes it: text with its blocks."""

from __future__ import annotations

from dataclasses import replace

from bench.data.datasets import BenchDocument
from qa.datatypes import Block, BlockKind, Document
from qa.documents.loaders import plain_text


def as_document(document: BenchDocument) -> Document:
    """Return the document with its title as a heading in front, unless the text begins with it.

    Its `source` is the benchmark's id, by which hits are matched with the judgements. News goes
    through the loader of text files, as if each article were one, and keeps the set's own title
    and date; abstracts and paragraphs are only cut into blocks.
    """
    title = document.title
    # Cranfield's abstracts repeat their title.
    text = document.text if document.text.startswith(title) else f"{title}\n\n{document.text}"
    if document.news:
        loaded = plain_text.load(text.encode("utf-8", "replace"), document.id)
        return replace(
            loaded,
            title=title or loaded.title,
            published=document.published or loaded.published,
        )
    heading = [Block(0, len(title), BlockKind.HEADING)] if title else []
    blocks = (*heading, *plain_text.cut(text[len(title) :], len(title)))
    return Document(source=document.id, title=title, text=text, blocks=blocks)
