"""Candidates of both sides, their fusion, and the folding of near-copies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qa.datatypes import Block, Passage, Sentence
from qa.errors import IndexDamaged
from qa.search.dense_index import Dense
from qa.search.fusion import DENSE_WEIGHT, Candidates, fuse
from qa.search.hybrid import BOILERPLATE_FACTOR, Retriever
from qa.search.lexical_files import build_lexical
from qa.store.store import FileState, Store
from tests.support.builders import DIMENSION, FakeEncoder, document, settled, unit

LEDE = (
    "The United States is still in talks with Turkey to get Ankara to walk away from the Russian "
    "missile defense system it bought, a senior State Department official said on Friday."
)
WEATHER = "Rain is expected in the north tomorrow, and the south stays dry, forecasters said."
MUSEUM = "The new wing of the museum was designed by a local architect and opens in March."
CHESS = "The champion lost the decisive game of the match after a blunder in the endgame."


def candidates(cosine, bm25) -> Candidates:
    count = len(cosine)
    ranks = np.arange(1, count + 1, dtype=np.int32)
    return Candidates(
        np.arange(count), np.array(cosine, np.float32), np.array(bm25, np.float32), ranks, ranks
    )


class TestFuse:
    def test_known_numbers(self):
        fused = fuse(candidates([0.8, 0.5, -0.1], [2.0, 8.0, 0.0]), 0.6)
        assert fused.dtype == np.float32
        assert fused == pytest.approx([0.6 * 0.8 + 0.4 * 0.25, 0.6 * 0.5 + 0.4, -0.06])

    def test_the_default_weight(self):
        assert DENSE_WEIGHT == 0.6
        assert fuse(candidates([1.0, 0.0], [0.0, 5.0])) == pytest.approx([0.6, 0.4])

    @pytest.mark.parametrize(("weight", "expected"), [(1.0, [0.8, 0.5]), (0.0, [0.5, 1.0])])
    def test_one_side_only(self, weight, expected):
        assert fuse(candidates([0.8, 0.5], [1.0, 2.0]), weight) == pytest.approx(expected)

    def test_no_words_match(self):
        assert fuse(candidates([0.8, 0.5], [0.0, 0.0])) == pytest.approx([0.48, 0.3])

    def test_nothing(self):
        assert fuse(candidates([], [])).shape == (0,)


class Collection:
    """A store filled by hand, with a retriever over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store: Store = settled(folder)
        self.vectors: dict[int, np.ndarray] = {}

    def add(self, source: str, *texts: str, boilerplate: bool = False) -> None:
        text = "\n\n".join(texts)
        passages, at = [], 0
        for part in texts:
            span = Sentence(at, at + len(part))
            passages.append(Passage(span.start, span.end, (span,), boilerplate))
            at += len(part) + 2
        vectors = np.stack([unit(part) for part in texts]).astype(np.float16)
        with self.store.commit() as number:
            file = FileState(source, len(text), 1, 2, "hash")
            made = document(source, text, title="Story")
            self.store.put(made, file, passages, vectors, number)

    def retriever(self) -> Retriever:
        return Retriever(
            self.store,
            Dense.build(self.folder, self.store, self.store.state(), DIMENSION),
            build_lexical(self.folder, self.store),
            FakeEncoder(),
            "fingerprint",
        )


@pytest.fixture
def collection(tmp_path):
    made = Collection(tmp_path)
    yield made
    made.store.close()


class TestCandidates:
    QUERY = "missile talks in Turkey"

    @pytest.fixture
    def retriever(self, collection):
        for i, text in enumerate((LEDE, WEATHER, MUSEUM, CHESS)):
            collection.add(f"{i}.txt", text, f"Turkey, number {i}, and more of it.")
        return collection.retriever()

    def exact(self, retriever) -> dict[int, float]:
        query = unit(self.QUERY)
        return {
            int(i): float(vector.astype(np.float32) @ query)
            for ids, vectors in retriever.store.vectors(DIMENSION)
            for i, vector in zip(ids, vectors, strict=True)
        }

    def test_cosines_and_ranks_are_exact(self, retriever):
        found = retriever.candidates(self.QUERY)
        exact = self.exact(retriever)
        assert found.ids.tolist() == sorted(exact)
        assert found.cosine == pytest.approx([exact[i] for i in found.ids.tolist()], abs=1e-6)
        best = sorted(exact, key=lambda i: -exact[i])
        ranks = [best.index(i) + 1 for i in found.ids.tolist()]
        assert found.dense_rank.tolist() == ranks

    def test_words(self, retriever):
        found = retriever.candidates(self.QUERY)
        texts = retriever.store.passages(found.ids.tolist())
        has = ["Turkey" in texts[i].text for i in found.ids.tolist()]
        assert (found.bm25 > 0).tolist() == (found.lexical_rank > 0).tolist() == has
        first = int(found.ids[found.lexical_rank.tolist().index(1)])
        assert texts[first].text == LEDE
        in_order = found.bm25[np.argsort(np.where(has, found.lexical_rank, 99))]
        assert np.all(np.diff(in_order) <= 0)

    def test_shapes_and_types(self, retriever):
        found = retriever.candidates(self.QUERY)
        kinds = {
            "ids": np.int64, "cosine": np.float32, "bm25": np.float32,
            "dense_rank": np.int32, "lexical_rank": np.int32,
        }  # fmt: skip
        for name, kind in kinds.items():
            assert getattr(found, name).shape == found.ids.shape
            assert getattr(found, name).dtype == kind

    def test_a_shallow_search_joins_what_both_sides_found(self, retriever):
        found = retriever.candidates(self.QUERY, depth=1)
        exact = self.exact(retriever)
        assert sorted(found.dense_rank.tolist())[-1] == 1
        assert sorted(found.lexical_rank.tolist())[-1] == 1
        assert max(exact, key=exact.__getitem__) in found.ids
        # The cosine is exact also where only the words proposed a passage.
        assert found.cosine == pytest.approx([exact[i] for i in found.ids.tolist()], abs=1e-6)

    def test_deeper_than_the_index(self, retriever):
        assert len(retriever.candidates(self.QUERY, depth=5000).ids) == 8
        assert len(retriever.search(self.QUERY, top=5000)) == 8

    def test_hits_tell_their_scores(self, retriever):
        found = retriever.candidates(self.QUERY)
        fused = dict(zip(found.ids.tolist(), fuse(found).tolist(), strict=True))
        hits = retriever.search(self.QUERY, top=5)
        assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert scores == pytest.approx(sorted(fused.values(), reverse=True)[:5])
        for hit in hits:
            at = found.ids.tolist().index(hit.passage_id)
            assert hit.score == pytest.approx(fused[hit.passage_id])
            assert (hit.dense.score, hit.dense.rank) == (found.cosine[at], found.dense_rank[at])
            if found.lexical_rank[at]:
                assert hit.lexical.score == found.bm25[at]
                assert hit.lexical.rank == found.lexical_rank[at]
            else:
                assert hit.lexical is None

    def test_hits_are_verbatim(self, retriever):
        for hit in retriever.search(self.QUERY):
            text = retriever.store.document(hit.document.source).text
            assert hit.text == text[hit.passage.start : hit.passage.end]
            assert hit.line == 1 + text.count("\n", 0, hit.passage.start)

    def test_sources(self, retriever):
        ids = retriever.candidates(self.QUERY).ids
        assert retriever.documents_of(ids) == [f"{i // 2}.txt" for i in range(8)]
        assert retriever.documents_of([]) == []

    def test_timings_are_of_the_last_call(self, retriever):
        retriever.search(self.QUERY)
        assert list(retriever.timings) == ["encode", "dense", "lexical", "fuse", "fetch"]
        retriever.candidates(self.QUERY)
        assert list(retriever.timings) == ["encode", "dense", "lexical", "fuse"]
        assert all(spent >= 0 for spent in retriever.timings.values())


class TestFolding:
    def test_wire_copies_are_one_hit(self, collection):
        collection.add("a.txt", LEDE)
        collection.add("b.txt", WEATHER)
        collection.add("c.txt", "WASHINGTON (Reuters) - " + LEDE)
        collection.add("d.txt", LEDE.upper())
        hits = collection.retriever().search("Turkey talks with Ankara on missile defense")
        assert len(hits) == 2
        (lede,) = (hit for hit in hits if "talks" in hit.text.lower())
        others = {"a.txt", "c.txt", "d.txt"} - {lede.document.source}
        assert {info.source for info in lede.also_in} == others
        (weather,) = (hit for hit in hits if hit is not lede)
        assert weather.also_in == ()
        assert [hit.rank for hit in hits] == [1, 2]

    def test_the_best_copy_stays(self, collection):
        collection.add("a.txt", LEDE + " He spoke.")
        collection.add("b.txt", LEDE)
        (hit,) = collection.retriever().search(LEDE)  # its vector is that of b.txt
        assert hit.document.source == "b.txt"
        assert [info.source for info in hit.also_in] == ["a.txt"]

    def test_a_text_repeated_in_its_own_document_names_no_other(self, collection):
        collection.add("a.txt", LEDE, "WASHINGTON (Reuters) - " + LEDE)
        (hit,) = collection.retriever().search("Turkey")
        assert hit.also_in == ()

    def test_a_document_is_named_once(self, collection):
        collection.add("a.txt", LEDE)
        collection.add("b.txt", LEDE, LEDE.upper())
        (hit,) = collection.retriever().search(LEDE)
        assert len(hit.also_in) == 1

    def test_folding_refills_up_to_the_number_asked_for(self, collection):
        for i in range(60):
            collection.add(f"copy{i:02}.txt", LEDE)
        for name, text in (("weather", WEATHER), ("museum", MUSEUM), ("chess", CHESS)):
            collection.add(f"{name}.txt", text)
        hits = collection.retriever().search(LEDE, top=3)
        assert len(hits) == 3
        assert hits[0].text == LEDE
        assert len(hits[0].also_in) == 59
        assert len({hit.text for hit in hits}) == 3


class TestBoilerplate:
    def test_it_keeps_half_its_score(self, collection):
        collection.add("a.txt", "Reuters is the largest international news provider.", "Other.")
        collection.add("b.txt", "Reuters provides trusted news.", boilerplate=True)
        retriever = collection.retriever()
        query = "Reuters provides trusted news."  # and its vector is the very same
        found = retriever.candidates(query)
        fused = dict(zip(found.ids.tolist(), fuse(found).tolist(), strict=True))
        hits = retriever.search(query)
        demoted = next(hit for hit in hits if hit.document.source == "b.txt")
        assert demoted.passage.boilerplate
        assert BOILERPLATE_FACTOR == 0.5
        assert fused[demoted.passage_id] == pytest.approx(1.0, abs=1e-3)
        assert demoted.score == pytest.approx(0.5, abs=1e-3)
        for hit in hits:
            if hit is not demoted:
                assert hit.score == pytest.approx(fused[hit.passage_id])


class TestDocuments:
    def test_whole_documents(self, collection):
        collection.add("a.txt", LEDE, MUSEUM)
        retriever = collection.retriever()
        info = retriever.search("Turkey")[0].document
        found = retriever.document_of(info)
        assert (found.source, found.text) == ("a.txt", f"{LEDE}\n\n{MUSEUM}")
        assert found.blocks == (Block(0, len(found.text)),)

    def test_one_that_is_gone(self, collection):
        collection.add("a.txt", LEDE)
        retriever = collection.retriever()
        info = replace(retriever.search("Turkey")[0].document, source="b.txt")
        with pytest.raises(IndexDamaged, match=r"b\.txt is not in"):
            retriever.document_of(info)


class TestCorrections:
    def test_words_of_the_encoder_stay(self, collection, monkeypatch):
        collection.add("a.txt", "The refund policy of the market.")
        retriever = collection.retriever()
        assert retriever.corrections("refnd") == ()
        monkeypatch.setattr(
            FakeEncoder, "count_tokens", lambda _, texts: [1 + (t == "refnd") for t in texts]
        )
        assert retriever.corrections("refnd polcy") == (("refnd", "refund"),)


class TestOddSizes:
    def test_one_passage(self, collection):
        collection.add("a.txt", LEDE)
        (hit,) = collection.retriever().search("Turkey")
        assert (hit.rank, hit.text, hit.dense.rank, hit.lexical.rank) == (1, LEDE, 1, 1)

    def test_one_passage_without_its_words(self, collection):
        collection.add("a.txt", LEDE)
        (hit,) = collection.retriever().search("pancakes")
        assert hit.lexical is None
        assert hit.score == pytest.approx(0.6 * hit.dense.score)

    @pytest.mark.parametrize("query", ["?!", "the", "\0", "🙂", "a " * 1000])
    def test_queries_without_meaning(self, collection, query):
        collection.add("a.txt", LEDE)
        assert len(collection.retriever().search(query)) == 1

    def test_nothing_in_the_index(self, collection):
        assert collection.retriever().search("Turkey") == ()


def test_the_seeds(seeds_index):
    retriever = Retriever.open(seeds_index)
    try:
        hits = retriever.search("why was Turkey removed from F-35?", top=3)
    finally:
        retriever.close()
    assert hits[0].document.source == "000_f06a268188dc6e39.txt"
    assert "removed Turkey from its F-35 program" in hits[0].text
    assert (hits[0].dense.rank, hits[0].lexical.rank) == (1, 1)
    assert hits[0].score > 0.7
