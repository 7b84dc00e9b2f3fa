"""A summary in a document's own sentences: its lead and its most central ones, in their order.

LexRank (Erkan and Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text
Summarization", JAIR 2004): sentences recommend those that share words with them, weighted by how
rare the words are, and the stationary distribution of that graph says which are central. The lead
is taken as well, for in news and encyclopedias it is the strongest summary there is. A sentence
too much like a chosen one is left out (maximal marginal relevance).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.conversation.quoting import Engine, Piece, quoted
from qa.datatypes import Answer, BlockKind, Document, Reply
from qa.errors import QaError, UsageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SENTENCES = 5  # of a summary
MOST_SENTENCES = 600  # that are compared: 10 ms; of a longer document an even choice
DAMPING = 0.85
ALIKE = 0.6  # cosine from which a sentence repeats a chosen one
_WORDS = (6, 60)  # of a sentence that may stand in a summary
_QUOTABLE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.STEP, BlockKind.QUOTE})
# A title is often written in quotes; a quote inside it stays.
_QUOTED = re.compile(r"[\"'“”„‘’«»‹›]\s*(?P<name>[^\s\"“”„«»‹›][^\"“”„«»‹›]*?)\s*[\"'“”‘’«»‹›]")
PASSAGES = 12  # that a summary of a topic is made from


def summarise(
    line: str, name: str, engine: Engine, cited: str | None, *, restricted: bool = False
) -> Answer | Reply:
    """Summarise the document called `name`, or what the documents say about it.

    Without a name it is the document last cited, by its source. With `restricted` the documents
    that `engine` lists are not all there are: another one is not summarised, and a summary says
    that it is of these. Raises what the engine raises.
    """
    asked = _asked(engine) if restricted else None
    if quoted_name := _QUOTED.fullmatch(name):
        name = quoted_name["name"]
    if not name and cited is None:
        return Reply(line, "Say of what: summarise TITLE, or summarise a topic.", "summary")
    document = _called(name or cited or "", engine)
    if document is None:
        return _of_topic(line, name, engine, asked)
    if asked is not None and document.source not in asked:
        among = f"the {_counted(len(asked))} asked"
        return Reply(line, f"“{document.title}” is not among {among}.", "summary")
    chosen = _central([(document, start, end) for start, end in _sentences(document)])
    if not chosen:
        return Reply(
            line, f"{engine.path_of(document.source)} has no sentences to quote.", "summary"
        )
    note = f"{len(chosen)} sentences of “{document.title}”, the most central ones in their order."
    if len(chosen) == 1:
        note = f"1 sentence of “{document.title}”."
    return quoted(line, _pieces(chosen), engine.path_of, notes=[note])


def _called(name: str, engine: Engine) -> Document | None:
    """The document of a name, which may have an article or a word for documents about it."""
    bare = re.sub(r"^(?:the|my|our|this|that)\s+", "", name, flags=re.I)
    bare = bare if re.search(r"\w", bare) else name
    without = re.sub(rf"^{_SORT}\s+(?:of|on|about|called)?\s*|\s+{_SORT}$", "", bare, flags=re.I)
    for each in dict.fromkeys((name, bare, without)):
        try:
            return engine.document(each)
        except UsageError:
            continue
    return None


_SORT = r"(?:document|article|file|notes?|page|text|chapter|paper|e-?mail|message)"


def _asked(engine: Engine) -> frozenset[str]:
    """The sources of the documents that a restricted engine is asked about."""
    return frozenset(info.source for info in engine.documents())


def _counted(number: int) -> str:
    return f"{number:,} document{'' if number == 1 else 's'}"


def _of_topic(
    line: str, topic: str, engine: Engine, asked: frozenset[str] | None
) -> Answer | Reply:
    """The most central sentences of the passages that fit a topic best."""
    if not topic:
        return Reply(line, "The document last cited is no longer there.", "summary")
    where = f"the {_counted(len(asked))} asked" if asked is not None else "the documents"
    hits = engine.search(topic, top=PASSAGES)
    wanted = {word for word in topic.lower().split() if len(word) > 3}
    named = [hit for hit in hits if not wanted or wanted & set(_plain(hit.text))]
    if not named:
        return Reply(line, f"Nothing in {where} is about “{topic}”.", "summary")
    items: list[tuple[Document, int, int]] = []
    documents: dict[str, Document] = {}
    for hit in named:
        source = hit.document.source
        if source not in documents:
            try:
                documents[source] = engine.document(source)
            except QaError:
                continue
        document = documents[source]
        items += [
            (document, start, end)
            for start, end in _sentences(document)
            if hit.passage.start <= start and end <= hit.passage.end
        ]
    chosen = _central(items, lead=False)
    if not chosen:
        return Reply(line, f"Nothing in {where} is about “{topic}”.", "summary")
    of = "" if asked is None else f", in {where}"
    note = f"The most central sentences of {len(named)} passages about “{topic}”{of}."
    return quoted(line, _pieces(chosen), engine.path_of, notes=[note])


def _pieces(chosen: Sequence[tuple[Document, int, int]]) -> list[Piece]:
    """One piece for each document, its sentences in order; neighbours are one stretch."""
    found: dict[str, tuple[Document, list[tuple[int, int]]]] = {}
    for document, start, end in chosen:
        parts = found.setdefault(document.source, (document, []))[1]
        if (
            parts
            and not document.text[parts[-1][1] : start].strip()
            and ("\n" not in document.text[parts[-1][1] : start])
        ):
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return [Piece(document, tuple(sorted(parts))) for document, parts in found.values()]


def _sentences(document: Document) -> list[tuple[int, int]]:
    """The sentences that may be quoted."""
    from qa.documents.sentences import split  # 60 ms, for its tables

    low, high = _WORDS
    return [
        (each.start, each.end)
        for each in split(document)
        if each.kind in _QUOTABLE
        and low <= len(document.text[each.start : each.end].split()) <= high
    ]


def _central(
    items: Sequence[tuple[Document, int, int]], *, lead: bool = True
) -> list[tuple[Document, int, int]]:
    """The lead and the most central of the sentences, in the order they came."""
    items = list(items)
    if len(items) > MOST_SENTENCES:
        step = len(items) / MOST_SENTENCES
        items = [items[int(i * step)] for i in range(MOST_SENTENCES)]
    if len(items) <= SENTENCES:
        return items
    similarity = similarities([document.text[start:end] for document, start, end in items])
    scores = centrality(similarity)
    order = sorted(range(len(items)), key=lambda i: (-float(scores[i]), i))
    if lead:
        order.remove(0)
        order.insert(0, 0)
    chosen: list[int] = []
    for i in order:
        if all(similarity[i, j] < ALIKE for j in chosen):
            chosen.append(i)
        if len(chosen) == SENTENCES:
            break
    return [items[i] for i in sorted(chosen)]


def _plain(text: str) -> list[str]:
    from qa.conversation.words import words

    return [word.lower for word in words(text)]


def similarities(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """The idf-weighted cosines of sentences: float64 of shape (n, n), ones on the diagonal.

    A sentence without words is like no other.
    """
    import numpy as np

    from qa.search.terms import content_stems

    bags = [Counter(content_stems(text)) for text in texts]
    frequency = Counter(stem for bag in bags for stem in bag)
    places = {stem: i for i, stem in enumerate(frequency)}
    matrix = np.zeros((len(texts), max(len(places), 1)))
    for row, bag in enumerate(bags):
        for stem, count in bag.items():
            matrix[row, places[stem]] = count * math.log(1 + len(texts) / frequency[stem])
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix /= np.where(norms > 0, norms, 1)
    found: npt.NDArray[np.float64] = matrix @ matrix.T
    return found


def centrality(similarity: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Continuous LexRank: the stationary distribution over sentences, float64 of shape (n,)."""
    import numpy as np

    graph = similarity.copy()
    np.fill_diagonal(graph, 0)
    sums = graph.sum(axis=1, keepdims=True)
    n = len(graph)
    transition = np.where(sums > 0, graph / np.where(sums > 0, sums, 1), 1 / n)
    scores = np.full(n, 1 / n)
    for _ in range(50):
        following = (1 - DAMPING) / n + DAMPING * (scores @ transition)
        if float(np.abs(following - scores).sum()) < 1e-8:
            break
        scores = following
    return scores
