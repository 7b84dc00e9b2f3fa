"""A small collection with the hits that a search would give, answered without a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from qa.answering import candidates, confidence, evidence, selection
from qa.answering.answer import GAP, answer
from qa.answering.candidates import Candidate
from qa.answering.piece import Piece
from qa.answering.query_weights import Weights
from qa.answering.question_form import question_form
from qa.answering.reader import Reader
from qa.answering.rerank import ReadHit, rerank
from qa.datatypes import Answer, Block, BlockKind, Document, DocumentInfo, Hit, Passage, Sentence
from qa.search.terms import aliases, content_stems, stems
from tests.support.builders import unit

RAIN = "Rain fell in the north on Friday."
MUSEUM = "The museum opened a new wing for visitors."
REMOVED = "Washington removed Turkey from its F-35 program in July."
THREAT = "Turkey bought a system that is a threat to the F-35 program."


class BagEncoder:
    """Texts that share words are near to each other, by as much as they share."""

    name, key, dimension, max_tokens = "bag", "0" * 16, 16, 500
    tokenizer_file = None

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self.vector(text) for text in texts])

    def encode_passages(
        self, texts: Sequence[str], truncated: list[int] | None = None
    ) -> np.ndarray:
        self.read += texts
        return self.encode_queries(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def vector(self, text: str) -> np.ndarray:
        total = sum((unit(stem) for stem in content_stems(text)), np.zeros(16, np.float32))
        return total / max(float(np.linalg.norm(total)), 1e-9)


class WordCounts:
    """The part of a lexical index that evidence asks: in how many passages words stand."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stems = [set(stems(text)) for text in texts]
        self._aliases = [set(aliases(text)) for text in texts]

    def __len__(self) -> int:
        return len(self._stems)

    def frequency(self, stem: str) -> int:
        return sum(stem in words for words in self._stems)

    def alias_frequency(self, name: str) -> int:
        return sum(name in names for names in self._aliases)


def info(source: str) -> DocumentInfo:
    return DocumentInfo(
        f"id of {source}", source, f"Title of {source}", None, None, date(2019, 10, 25), 99
    )


class Collection:
    """Documents made of sentences, with the hits that a search would give."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.hits: list[Hit] = []
        self.encoder = BagEncoder()

    def add(
        self,
        source: str,
        *sentences: str,
        kinds: dict[int, BlockKind] | None = None,
        hit_score: float = 0.5,
        also_in: tuple[str, ...] = (),
        before: str = "A title\n\n",
    ) -> None:
        """One passage below `before`, whose text is a heading.

        A sentence that starts with ¶, or whose kind is another than the one's before it, begins a
        block. Blocks hang from the last heading or question, but items, steps and code from a
        paragraph that ends in a colon right before them.
        """
        known = self.documents.get(source) or Document(source, info(source).title, "", ())
        text, blocks, spans = known.text + before, list(known.blocks), []
        head = top = -1
        if before.strip():
            start = len(known.text) + len(before) - len(before.lstrip())
            head = top = len(blocks)
            blocks.append(Block(start, start + len(before.strip()), BlockKind.HEADING, level=1))
        first = len(blocks)
        lead = head
        for i, sentence in enumerate(sentences):
            kind = (kinds or {}).get(i, BlockKind.PARAGRAPH)
            begins = not spans or sentence.startswith("¶") or kind is not blocks[-1].kind
            if spans:
                text += "\n\n" if begins else " "
            sentence = sentence.removeprefix("¶")
            start = len(text)
            text += sentence
            spans.append(Sentence(start, len(text), kind))
            if not begins:
                blocks[-1] = replace(blocks[-1], end=len(text))
                continue
            if kind in (BlockKind.HEADING, BlockKind.QUESTION):
                head, lead = len(blocks), top
            elif kind not in (BlockKind.LIST_ITEM, BlockKind.STEP, BlockKind.CODE):
                lead = head
            elif len(blocks) > first and blocks[-1].kind is BlockKind.PARAGRAPH:
                led = text[blocks[-1].start : blocks[-1].end].endswith(":")
                lead = len(blocks) - 1 if led else head
            blocks.append(Block(start, len(text), kind, lead))
        self.documents[source] = replace(known, text=text, blocks=tuple(blocks))
        passage = Passage(spans[0].start, len(text), tuple(spans), heading=before.strip())
        self.hits.append(
            Hit(
                passage_id=len(self.hits) + 1,
                document=info(source),
                passage=passage,
                text=text[passage.start :],
                line=1 + text.count("\n", 0, passage.start),
                score=hit_score,
                rank=len(self.hits) + 1,
                also_in=tuple(info(other) for other in also_in),
            )
        )

    def change(self, source: str, text: str) -> None:
        """Another text behind the same blocks and hits."""
        self.documents[source] = replace(self.documents[source], text=text)

    def document_of(self, document: DocumentInfo) -> Document:
        empty = Document(document.source, document.title, "", ())  # of copies that are only named
        return self.documents.get(document.source, empty)

    @property
    def lexical(self) -> WordCounts:
        return WordCounts([hit.text for hit in self.hits])

    def read(self, question: str, reader: Reader | None = None) -> list[ReadHit]:
        return rerank(question, self.hits, reader)

    def sentences(
        self,
        question: str,
        reader: Reader | None = None,
        fitted: Mapping[str, float] | None = None,
    ) -> list[list[Candidate]]:
        weights = Weights(question, self.lexical)
        return candidates.measure(question, self.read(question, reader), weights, fitted)

    def pieces(
        self,
        question: str,
        reader: Reader | None = None,
        fitted: Mapping[str, Mapping[str, float]] | None = None,
    ) -> list[Piece]:
        fitted = fitted or {}
        return evidence.pieces(
            question_form(question),
            self.read(question, reader),
            self.sentences(question, reader, fitted.get("sentence")),
            self.document_of,
            self.encoder,
            Weights(question, self.lexical),
            fitted,
            reader.ranker if reader else None,
        )

    def chosen(self, question: str, most: int = 3, gap: float = GAP) -> list[str]:
        found = selection.choose(question_form(question), self.pieces(question), most, gap)
        return [piece.text for piece in found]

    def measured(
        self,
        question: str,
        reader: Reader | None = None,
        fitted: Mapping[str, Mapping[str, float]] | None = None,
    ) -> confidence.Features:
        found = self.pieces(question, reader, fitted)
        weights = Weights(question, self.lexical)
        return confidence.features(found, weights)

    def answer(self, question: str, top: int = 3, threshold: float | None = None) -> Answer:
        return answer(
            question,
            self.hits,
            encoder=self.encoder,
            lexical=self.lexical,
            reader=None,
            document_of=self.document_of,
            path_of=lambda source: f"news/{source}",
            top=top,
            threshold=threshold,
        )
