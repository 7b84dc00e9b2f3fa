"""What goes into a collection comes out, and is found, wherever it is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from qa.catalogue.answer import answer_catalogue
from qa.datatypes import Box, Filter, Passage, Place, PlaceKind, Selection, Sentence, Skipped
from qa.datatypes.boxes import PrintedLine, packed
from qa.errors import IndexNotFound, UsageError
from qa.search.spelling import corrections
from qa.store.find_document import find
from qa.store.store import FileState, text_sha256
from tests.support.builders import DIMENSION, FakeEncoder, document, put, unit

LAYOUT = packed([(1, 600.0, 800.0)], [PrintedLine(0, 0, 100, 220, [(0, 11, 50, 650)])])
BOX = Box(1, 600.0, 800.0, 5.0, 10.0, 65.0, 22.0, 0, 11)
ODD = 'Büro \U0001f600\x00 NUL\r\nSecond line.\r\n\r\nThird  \U00020000 it\'s a "line".\n'
TURBINE = [
    "The turbine failed on Monday because a blade of the rotor cracked in the frost.",
    "Anna Meyer repaired the S-400 turbine on Tuesday and wrote a report about its rotor.",
]
KITCHEN = ["The kitchen serves lentil soup at noon.", "Bread is baked in the kitchen at six."]
HARBOUR = ["The harbour of Rotterdam was closed by a strike of the dockers."]


def fill(store) -> None:
    put(store, "plant/turbine.txt", TURBINE, title="Report on the turbine",
        published=date(2019, 10, 25), agency="Reuters", author="Jane Roe")  # fmt: skip
    put(store, "kitchen.md", KITCHEN, title="Canteen", published=date(2020, 1, 1),
        agency="AFP", tags=("food", "noon"), aliases=("mess hall",))  # fmt: skip
    put(store, "2020/harbour.txt", HARBOUR, author="Zoë Ångström")
    put(store, "odd.txt", [ODD], title="odd 'quoted' title")


@pytest.fixture
def filled(place):
    with place.writing() as store:
        fill(store)
    return place


def sources(retriever, query, **more) -> list[str]:
    return [hit.document.source for hit in retriever.search(query, **more)]


def test_documents_come_back_as_they_were(filled):
    with filled.open() as store:
        text = "\n".join(TURBINE)
        wanted = document(
            "plant/turbine.txt",
            text,
            title="Report on the turbine",
            published=date(2019, 10, 25),
            agency="Reuters",
            author="Jane Roe",
        )
        assert store.document("plant/turbine.txt") == wanted
        assert store.document("odd.txt").text == ODD
        assert store.document("missing.txt") is None
        assert list(store.full_documents(["odd.txt", "missing.txt", "kitchen.md"])) == [
            "odd.txt",
            "kitchen.md",
        ]
        infos = {info.source: info for info in store.documents()}
        assert list(infos) == ["2020/harbour.txt", "kitchen.md", "odd.txt", "plant/turbine.txt"]
        assert infos["kitchen.md"].published == date(2020, 1, 1)
        assert infos["kitchen.md"].words == 15
        assert store.labels() == {"kitchen.md": (("food", "noon"), ("mess hall",))}
        assert store.names()[2] == ("odd.txt", "odd 'quoted' title")
        assert store.counts() == (4, 6)
        assert store.has("odd.txt")
        assert not store.has("odd")


def test_places_lines_blocks_and_headings_come_back(place):
    text = "First page.\nSecond page, which is longer."
    doc = document("scan.pdf", text, lines=None, places=(
        Place(0, PlaceKind.PAGE, 1), Place(12, PlaceKind.PAGE, 2, "ii")),
        layout=LAYOUT)  # fmt: skip
    cut = (
        Passage(0, 11, (Sentence(0, 11),), False, "Report › Start"),
        Passage(12, 41, (Sentence(12, 41),), True, ""),
    )
    with place.writing() as store, store.commit() as number:
        vectors = np.stack([unit("a"), unit("b")]).astype(np.float16)
        store.put(doc, FileState("scan.pdf", 1, 2, 3, "f"), cut, vectors, number)
    with place.open() as store:
        assert store.document("scan.pdf") == doc
        assert store.document("scan.pdf").boxes(0, 11) == (BOX,)
        first, second = store.passages(store.passage_ids().tolist()).values()
        assert (first.passage, first.text, first.line) == (cut[0], "First page.", None)
        assert second.place == (Place(12, PlaceKind.PAGE, 2, "ii"),)
        assert store.boilerplate([first.id, second.id]) == {second.id}
        assert [each.heading for each in store.passages_of("scan.pdf")] == ["Report › Start", ""]


def test_passages_name_their_lines_and_documents(filled):
    with filled.open() as store:
        ids = store.passage_ids()
        assert (np.diff(ids) > 0).all()
        found = store.passages([int(ids[1]), 999_999])
        assert [(each.text, each.line) for each in found.values()] == [(TURBINE[1], 2)]
        assert store.sources_of(ids[[5, 0]].tolist()) == ["odd.txt", "plant/turbine.txt"]


def test_vectors_come_back_and_are_reused(filled):
    with filled.open() as store:
        ids, vectors = next(store.vectors(DIMENSION))
        wanted = unit(TURBINE[0]).astype(np.float16)
        assert vectors.dtype == np.float16
        assert np.array_equal(vectors[0], wanted)
        assert np.array_equal(store.some_vectors(ids[:1], DIMENSION)[0], wanted)
        key, other = (text_sha256(TURBINE[0]), ""), (text_sha256("never written"), "")
        found = store.reusable_vectors([key, other], DIMENSION, in_context=False)
        assert list(found) == [key]
        assert np.array_equal(found[key], wanted)
        titled = (text_sha256(KITCHEN[0]), "Canteen")
        assert list(store.reusable_vectors([titled], DIMENSION, in_context=True)) == [titled]


def test_a_search_finds_words_and_meaning(filled):
    retriever = filled.retriever()
    assert sources(retriever, "cracked blade")[0] == "plant/turbine.txt"
    assert sources(retriever, "S400")[0] == "plant/turbine.txt"  # a code in another spelling
    assert sources(retriever, "food")[0] == "kitchen.md"  # a tag alone
    assert sources(retriever, "harbor strikes", top=1) == ["2020/harbour.txt"]
    hit = retriever.search("who repaired the turbine?")[0]
    assert hit.text == TURBINE[1]
    assert hit.lexical.rank == 1
    assert hit.dense.score == pytest.approx(
        float(unit("who repaired the turbine?") @ unit(TURBINE[1]).astype(np.float16)), abs=1e-4
    )
    assert hit.document.title == "Report on the turbine"


def test_a_query_without_words_of_the_collection_finds_only_meaning(filled):
    hits = filled.retriever().search("zzzz qqqq")
    assert len(hits) == 6
    assert all(hit.lexical is None for hit in hits)


def test_scores_are_the_same_wherever(tmp_path):
    pytest.importorskip("lance", reason="needs the extra: pip install 'qa[scale]'")
    from tests.support.places import PLACES

    found = {}
    for name, kind in PLACES.items():
        place = kind(tmp_path / name)
        (tmp_path / name).mkdir()
        with place.writing() as store:
            fill(store)
            for at in range(60):
                words = " ".join(f"word{(at * step) % 17}" for step in range(1, 40 + at))
                put(store, f"more/{at}.txt", [f"The rotor {words}."], title=f"Number {at}")
        retriever = place.retriever()
        found[name] = {
            query: retriever.lexical.search(query, 100)
            for query in ("rotor word3", "number 7 turbine", "S-400 report", "turbine Rotor frost")
        }
    for query, local in found["sqlite"].items():
        shared = found["lance"][query]
        assert len(local.ids) > 0
        assert np.array_equal(local.ids, shared.ids), query
        assert local.scores == pytest.approx(shared.scores, rel=1e-5)


@pytest.mark.parametrize(
    ("only", "wanted"),
    [
        (Filter(paths=("plant/*",)), ["plant/turbine.txt"]),
        (Filter(paths=("2020", "*.md")), ["2020/harbour.txt", "kitchen.md"]),
        (Filter(since=date(2019, 12, 31)), ["kitchen.md"]),
        (Filter(until=date(2019, 10, 25)), ["plant/turbine.txt"]),
        (Filter(agencies=("reut",)), ["plant/turbine.txt"]),
        (Filter(authors=("ångström",)), ["2020/harbour.txt"]),
        (Filter(sources=("odd.txt", "gone.txt")), ["odd.txt"]),
        (Filter(min_words=12, max_words=20), ["2020/harbour.txt", "kitchen.md"]),
        (Filter(max_words=10**30, agencies=("tass",)), []),
        (Filter(paths=("\udce9/*",)), []),
    ],
    ids=["path", "paths", "since", "until", "agency", "author", "sources", "words", "none", "odd"],
)
def test_a_filter_leaves_the_same(filled, only, wanted):
    with filled.open() as store:
        assert [info.source for info in store.select(only)] == wanted
        documents, ids = store.matching(only)
        assert documents == len(wanted) == store.count(only).documents
        assert sorted(set(store.sources_of(ids.tolist()))) == wanted


def test_undated_documents_are_counted_and_bad_filters_refused(filled):
    with filled.open() as store:
        assert store.count(Filter(since=date(2019, 1, 1))) == Selection(2, 2)
        with pytest.raises(UsageError):
            store.select(Filter(authors=(" ",)))
        with pytest.raises(UsageError):
            store.matching(Filter(paths=("",)))


def test_a_search_under_a_filter_looks_at_nothing_else(filled):
    retriever = filled.retriever()
    kitchen = Filter(sources=("kitchen.md",))
    assert set(sources(retriever, "turbine rotor bread", only=kitchen)) == {"kitchen.md"}
    assert retriever.restricted_to == (1, 2)
    assert len(retriever.words) == 2
    assert retriever.words.frequency("turbin") == 0
    assert retriever.words.frequency("kitchen") == 2
    assert (
        retriever.documents_of(retriever.words.ids_outside("turbine")) == ["plant/turbine.txt"] * 2
    )
    assert "kitchen.md" not in sources(retriever, "bread", without=["kitchen.md"])
    assert len(retriever.words) == 4


def test_words_are_counted(filled):
    lexical = filled.retriever().lexical
    assert len(lexical) == 6
    assert lexical.frequency("turbin") == 2
    assert lexical.frequency("meyer") == 1
    assert lexical.frequency("nowher") == 0
    assert lexical.alias_frequency("s400") == 1
    assert lexical.word_frequency("kitchen") == 2
    assert lexical.word_frequencies(["soup", "soap", "bread"]) == {"soup": 1, "bread": 1}
    assert sorted(lexical.words_with("tu", 10)) == ["tuesday", "turbine"]
    assert lexical.containing("rotor turbine", 10).tolist() == [1, 2]
    assert lexical.containing("rotor soup", 10).tolist() == []


def test_misspelt_words_are_corrected_from_the_collection(filled):
    lexical = filled.retriever().lexical
    assert corrections("who repaired the trubine?", lexical) == (("trubine", "turbine"),)
    assert corrections("what does the kichen serve?", lexical) == (("kichen", "kitchen"),)
    assert corrections("the turbine", lexical) == ()


def test_questions_about_the_documents_are_answered(filled):
    retriever = filled.retriever()
    found = answer_catalogue(
        "how many documents are there?",
        store=retriever.store,
        lexical=retriever.lexical,
        path_of=str,
    )
    assert found is not None
    assert {source.document.source for source in found.sources} == {
        "plant/turbine.txt", "kitchen.md", "2020/harbour.txt", "odd.txt"
    }  # fmt: skip
    mention = answer_catalogue(
        "which documents mention Rotterdam?",
        store=retriever.store,
        lexical=retriever.lexical,
        path_of=str,
    )
    assert mention is not None
    assert [source.document.source for source in mention.sources] == ["2020/harbour.txt"]


class Counting:
    """A store that counts how often texts of documents are read."""

    def __init__(self, store) -> None:
        self._store = store
        self.calls = 0

    def __getattr__(self, name):
        return getattr(self._store, name)

    def full_documents(self, sources):
        self.calls += 1
        return self._store.full_documents(sources)


def test_the_documents_that_a_question_needs_are_read_together(place):
    with place.writing() as store:
        for number in range(40):
            put(store, f"{number}.txt", [f"The rotor of turbine {number} cracked."])
    retriever = place.retriever()
    store = Counting(retriever.store)
    found = answer_catalogue(
        "how many documents mention the rotor?",
        store=store,
        lexical=retriever.lexical,
        path_of=str,
    )
    assert found is not None
    assert found.notes[0].startswith("40 documents mention “rotor”")
    assert store.calls <= 2


def test_documents_are_found_by_what_people_call_them(filled, tmp_path):
    with filled.open() as store:
        identity = store.documents()[1].id
        assert store.sources_by_id(identity[:8]) == ["kitchen.md"]
        for name in ("kitchen", identity, "Canteen", "kitchen.md"):
            assert find(name, store, tmp_path) == "kitchen.md"
        assert store.sources_containing('it\'s a "line"', 5) == ["odd.txt"]
        assert store.sources_containing("100% nowhere", 5) == []


def test_a_reader_sees_one_commit_until_it_looks_again(filled):
    before = filled.retriever()
    with filled.writing() as store:
        put(store, "new.txt", ["A zeppelin landed on the roof."])
    assert before.outdated()
    after = filled.retriever()
    assert not after.outdated()
    assert after.store.counts() == (5, 7)
    assert after.documents_of(after.lexical.search("zeppelin", 5).ids) == ["new.txt"]


def removed_then_failed(store, number) -> None:
    store.remove("kitchen.md", number)
    raise ZeroDivisionError


def noted_then_failed(store) -> None:
    store.set_meta("note", "lost")
    raise ZeroDivisionError


def test_a_failed_transaction_leaves_nothing(filled):
    with filled.writing() as store:
        state = store.state()
        with pytest.raises(ZeroDivisionError), store.commit() as number:
            removed_then_failed(store, number)
        with pytest.raises(ZeroDivisionError), store.transaction():
            noted_then_failed(store)
        assert store.state() == state
        assert store.meta("note") is None
    with filled.open() as store:
        assert store.has("kitchen.md")
        assert store.counts() == (4, 6)


def test_a_document_put_again_takes_the_place_of_the_old_one(filled):
    with filled.writing() as store:
        put(store, "kitchen.md", ["The canteen moved to the cellar."], title="Canteen")
    retriever = filled.retriever()
    assert retriever.store.counts() == (4, 5)
    assert retriever.lexical.frequency("soup") == 0
    assert retriever.lexical.frequency("cellar") == 1
    assert retriever.store.labels() == {}
    assert sources(retriever, "cellar")[0] == "kitchen.md"


def test_a_removed_file_is_gone_from_everything(filled):
    with filled.writing() as store, store.commit() as number:
        store.remove("plant/turbine.txt", number)
    retriever = filled.retriever()
    assert retriever.store.counts() == (3, 4)
    assert retriever.store.document("plant/turbine.txt") is None
    assert "plant/turbine.txt" not in retriever.store.files()
    assert len(retriever.dense) == len(retriever.lexical) == 4
    assert retriever.lexical.frequency("turbin") == 0
    assert retriever.lexical.word_frequencies(["turbine", "soup"]) == {"soup": 1}
    assert sources(retriever, "turbine rotor blade")[0] != "plant/turbine.txt"


def test_a_moved_document_keeps_its_passages_and_gets_its_names(filled):
    with filled.writing() as store:
        moved = replace(store.document("kitchen.md"), source="menus/lunch.md")
        with store.commit() as number:
            store.move("kitchen.md", moved, FileState("menus/lunch.md", 1, 2, 9, "hash"), number)
    retriever = filled.retriever()
    assert not retriever.store.has("kitchen.md")
    assert retriever.store.document("menus/lunch.md") == moved
    assert retriever.store.sources_by_inode(9) == ["menus/lunch.md"]
    assert retriever.store.counts() == (4, 6)
    assert sources(retriever, "menus")[0] == "menus/lunch.md"
    assert [text.text for text in retriever.store.passages(
        retriever.store.matching(Filter(sources=("menus/lunch.md",)))[1].tolist()
    ).values()] == KITCHEN  # fmt: skip


def inside(source: str, text: str):
    return document(f"mail.mbox/{source}", text, container="mail.mbox")


def keep(store, doc, number) -> None:
    cut = (Passage(0, len(doc.text), (Sentence(0, len(doc.text)),)),)
    vectors = unit(doc.text)[np.newaxis].astype(np.float16)
    store.put(doc, FileState("mail.mbox", 5, 6, 7, "bytes"), cut, vectors, number)


def test_a_file_of_several_documents_comes_and_goes_whole(filled):
    one, two = inside("1", "Dear Anna, the rotor is here."), inside("2", "Thanks, Bob.")
    state = FileState("mail.mbox", 5, 6, 7, "bytes")
    with filled.writing() as store:
        with store.commit() as number:
            store.begin_container("mail.mbox")
            keep(store, one, number)
            keep(store, two, number)
            store.end_container(state, [one.source, two.source], number)
        with store.transaction():
            store.set_skipped([(Skipped("mail.mbox/3", "It is empty."), "")])
    with filled.open() as store:
        assert store.containers() == {"mail.mbox"}
        assert store.inside("mail.mbox") == [one.source, two.source]
        assert store.files()["mail.mbox"] == state == store.states_of([two.source])[two.source]
        assert store.skipped_inside(["mail.mbox"]) == (
            (Skipped("mail.mbox/3", "It is empty."), "mail.mbox"),
        )
    with filled.writing() as store, store.commit() as number:  # read again, with one left
        store.begin_container("mail.mbox")
        keep(store, two, number)
        store.end_container(state, [two.source], number)
    with filled.open() as store:
        assert store.inside("mail.mbox") == [two.source]
        assert store.counts() == (5, 7)
    with filled.writing() as store, store.commit() as number:
        store.remove("mail.mbox", number)
    with filled.open() as store:
        assert store.counts() == (4, 6)
        assert store.containers() == set()


def test_files_and_what_was_skipped(filled):
    with filled.writing() as store:
        with store.transaction():
            store.touch(FileState("kitchen.md", 9, 8, 7, "not this", 6, 5))
            store.set_skipped([
                (Skipped("a.bin", ".bin is not a format that can be read."), "s"),
                (Skipped("b.pdf", "It is damaged."), ""),
            ])  # fmt: skip
        assert store.file_count() == 4
    with filled.open() as store:
        assert store.files()["kitchen.md"] == FileState("kitchen.md", 9, 8, 7, "hash", 6, 5)
        assert store.skipped()["a.bin"][1] == "s"
        assert store.unreadable() == ["b.pdf"]
        assert store.other_format_count() == 1
        size = len("\n".join(TURBINE))
        assert store.words_of_large(size) == [("plant/turbine.txt", size, 30)]
    with filled.writing() as store, store.transaction():
        store.set_skipped([])
    with filled.open() as store:
        assert store.skipped() == {}


def test_settings_are_stored_and_a_missing_collection_is_said_to_be(place):
    with pytest.raises(IndexNotFound):
        place.open()
    with place.writing() as store:
        put(store, "a.txt", ["One sentence."])
        with store.transaction():
            store.set_meta("note", "it's")
        assert store.meta("note") == "it's"
    with place.open() as store:
        assert store.meta("note") == "it's"
        assert store.meta("nothing") is None
        assert store.waiting() == 0
        assert store.sources_until(store.commit_number()) == {"a.txt"}
        assert store.sources_until(0) == set()
        assert store.size() > 0


def test_the_encoder_is_asked_for_nothing_twice(filled):
    encoder = FakeEncoder()
    with filled.open() as store:
        keys = [(text_sha256(text), "") for text in (*TURBINE, *KITCHEN)]
        assert len(store.reusable_vectors(keys, encoder.dimension, in_context=False)) == 4
