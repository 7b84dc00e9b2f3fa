"""A small collection in a real store with a real lexical index."""

from __future__ import annotations

import numpy as np
import pytest

from qa.catalogue.answer import answer_catalogue
from qa.datatypes import Block, BlockKind, Document, Passage, Sentence
from qa.search.lexical_files import build_lexical
from qa.store.store import FileState
from tests.support.builders import settled, unit


def cut(written: str) -> tuple[str, tuple[Block, ...]]:
    """The text with one block for each stretch between blank lines.

    "# " marks a heading, "date: " what stands at the head for machines.
    """
    found, parts, at, above = [], [], 0, -1
    for part in written.split("\n\n"):
        heading = part.startswith("# ")
        text = part.removeprefix("# ")
        kind = BlockKind.HEADING if heading else BlockKind.PARAGRAPH
        if text.startswith("date: "):
            kind = BlockKind.META
        found.append(Block(at, at + len(text), kind, -1 if heading else above, int(heading)))
        if heading:
            above = len(found) - 1
        parts.append(text)
        at += len(text) + 2
    return "\n\n".join(parts), tuple(found)


class Collection:
    """Documents by source, and what is asked of them."""

    def __init__(self, folder) -> None:
        self.folder = folder
        self.store = settled(folder)

    def add(self, source: str, text: str, title: str | None = None, **more) -> None:
        text, blocks = cut(text)
        document = Document(source, title or source, text, more.pop("blocks", blocks), **more)
        passages = [Passage(b.start, b.end, (Sentence(b.start, b.end),)) for b in document.blocks]
        vectors = np.stack([unit(text[p.start : p.end]) for p in passages]).astype(np.float16)
        with self.store.commit() as number:
            state = FileState(source, len(text), 1, 2, "hash")
            self.store.put(document, state, passages, vectors, number)

    def ask(self, question: str, allowed=None):
        lexical = build_lexical(self.folder, self.store)
        return answer_catalogue(
            question,
            store=self.store,
            lexical=lexical,
            path_of=lambda source: f"docs/{source}",
            allowed=allowed,
        )

    def sources(self, question: str) -> list[str] | None:
        """The documents that the pieces of the answer are from, in order."""
        answer = self.ask(question)
        if answer is None:
            return None
        named = {source.number: source.document.source for source in answer.sources}
        return [named[piece.citation] for piece in answer.evidence]


@pytest.fixture
def collection(tmp_path):
    made = Collection(tmp_path)
    yield made
    made.store.close()
