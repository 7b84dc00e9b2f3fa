"""A small collection with the hits that a search would give, answered without a model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from qa.answering import evidence
from qa.answering.answer import answer
from qa.answering.evidence import Weights, choose, score
from qa.answering.rerank import rerank
from qa.datatypes import BlockKind, DocumentInfo, Hit, Passage, Sentence
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
        self.texts: dict[str, str] = {}
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
        """One passage below `before`; a sentence that starts with ¶ begins a paragraph."""
        text, spans = self.texts.get(source, "") + before, []
        for i, sentence in enumerate(sentences):
            if spans:
                text += "\n\n" if sentence.startswith("¶") else " "
            sentence = sentence.removeprefix("¶")
            kind = (kinds or {}).get(i, BlockKind.PARAGRAPH)
            spans.append(Sentence(len(text), len(text) + len(sentence), kind))
            text += sentence
        self.texts[source] = text
        passage = Passage(spans[0].start, len(text), tuple(spans))
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

    @property
    def lexical(self) -> WordCounts:
        return WordCounts([hit.text for hit in self.hits])

    def scored(self, question: str) -> list[evidence.Candidate]:
        reads = rerank(question, self.hits, None)
        return score(question, reads, self.encoder, Weights(question, self.lexical))

    def chosen(self, question: str, most: int = 3) -> list[str]:
        return [c.text for c in choose(question, self.scored(question), most)]

    def answer(self, question: str, top: int = 3):
        return answer(
            question,
            self.hits,
            encoder=self.encoder,
            lexical=self.lexical,
            reader=None,
            text_of=lambda document: self.texts[document.source],
            path_of=lambda source: f"news/{source}",
            top=top,
        )
