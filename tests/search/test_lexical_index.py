"""Words in tantivy: known BM25 scores and orders, aliases, and a folder that is made anew."""

from __future__ import annotations

import json
import math
import os
import shutil
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from qa.indexing.derive import derive
from qa.search.lexical_files import build_lexical
from qa.search.lexical_index import CARD_NAME, FOLDER_NAME, VERSION, Lexical
from qa.search.terms import stems
from qa.store.store import FileState, Store
from tests.support.builders import document, put, python, settled, whole


def build(folder, *texts: str) -> Lexical:
    """An index of one passage for each text: passage ids are 1, 2, ..."""
    with settled(folder) as store:
        put(store, "a.txt", texts)
        return build_lexical(folder, store)


def ids(lexical: Lexical, query: str, depth: int = 10) -> list[int]:
    return lexical.search(query, depth).ids.tolist()


TEXTS = (
    "Turkey bought missiles.",
    "Turkey bought missiles and Turkey tested missiles of the Turkey kind again.",
    "Greece bought radios.",
    "Nothing of the sort happened anywhere at all on that long and quiet day in June.",
)


@pytest.fixture
def lexical(tmp_path):
    return build(tmp_path, *TEXTS)


def test_scores_are_bm25(lexical):
    # k1 = 1.2, b = 0.75; lengths count stop words too.
    lengths = [3, 12, 3, 16]
    idf = math.log(1 + (4 - 2 + 0.5) / (2 + 0.5))

    def score(count: int, length: int) -> float:
        norm = 1.2 * (0.25 + 0.75 * length / (sum(lengths) / 4))
        return idf * count * 2.2 / (count + norm)

    found = lexical.search("turkey", 10)
    expected = {1: score(1, lengths[0]), 2: score(3, lengths[1])}
    assert dict(zip(found.ids.tolist(), found.scores.tolist(), strict=True)) == pytest.approx(
        expected, rel=1e-4
    )
    assert found.scores.tolist() == sorted(found.scores.tolist(), reverse=True)


def test_order_and_depth(lexical):
    assert ids(lexical, "Which missiles did Turkey buy?") == [1, 2, 3]  # the third "bought" some
    assert ids(lexical, "Which missiles did Turkey sell?") == [1, 2]
    assert ids(lexical, "radios") == [3]
    assert ids(lexical, "Greece bought") == [3, 1, 2]
    assert ids(lexical, "Greece bought", 1) == [3]
    assert ids(lexical, "Greece bought", 0) == []
    assert ids(lexical, "albatross") == []
    assert len(lexical) == 4


def test_rarer_words_weigh_more(tmp_path):
    lexical = build(tmp_path, *["common word here"] * 8, "common word there", "rare word here")
    assert ids(lexical, "rare common")[0] == 10


def test_inflection_case_and_accents(tmp_path):
    lexical = build(tmp_path, "Erdoğan met Çavuşoğlu in a café.", "Sanctions were postponed.")
    for query in ("erdogan", "ERDOĞAN", "Cavusoglu", "Çavuşoğlu", "cafe", "café", "CAFÉS"):
        assert ids(lexical, query) == [1], query
    for query in ("sanction", "sanctioned", "postpone", "POSTPONES"):
        assert ids(lexical, query) == [2], query


@pytest.mark.parametrize("query", ["", "   ", "?!", "…", "\x00", "\U0001f600"])
def test_query_without_words(lexical, query):
    found = lexical.search(query, 10)
    assert (found.ids.tolist(), found.scores.tolist()) == ([], [])


def test_query_of_stop_words_is_searched_all_the_same(lexical):
    assert ids(lexical, "and of the") == ids(lexical, "The OF and")
    assert set(ids(lexical, "and of the")) == {2, 4}


NO_LANGUAGE = {
    '"': set(), 'a "b': set(), "(x OR": set(), "title:x AND": set(), "*": set(), "[a TO b]": set(),
    "~2 \\": set(), "+turkey -": {1, 2}, "turkey^9": {1, 2}, "turkey*": {1, 2}, "/turkey/": {1, 2},
}  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), NO_LANGUAGE.items())
def test_nothing_is_query_language(lexical, query, expected):
    assert set(ids(lexical, query)) == expected


def test_operators_are_plain_words(lexical):
    assert set(ids(lexical, "-Turkey")) == {1, 2}
    assert set(ids(lexical, "title:Turkey AND radios")) == {1, 2, 3}


def described(folder, *documents) -> Lexical:
    """An index of (source, title, text, more) with one passage for each; ids are 1, 2, ..."""
    with settled(folder) as store, store.commit() as number:
        for source, title, text, more in documents:
            passage = replace(whole(text), heading=more.pop("heading", ""))
            doc = document(source, text, title=title, **more)
            state = FileState(source, 1, 1, 1, "")
            store.put(doc, state, [passage], np.zeros((1, 16), np.float16), number)
    with Store.open(folder) as store:
        return build_lexical(folder, store)


def test_title_counts_by_its_boost(tmp_path):
    lexical = described(
        tmp_path, ("0.txt", "Missiles", "It went on.", {}), ("1.txt", "Weather", "It rained.", {})
    )
    assert ids(lexical, "missile") == [1]
    assert lexical.search("missile", 10, 0.0).ids.tolist() == []
    low, high = (lexical.search("missile", 10, boost).scores[0] for boost in (0.5, 1.0))
    assert high == pytest.approx(2 * low)


NAMED = {
    "gdpr": "What does the GDPR say?",
    "title": "Who wrote the Velo handbook?",
    "heading": "how do I install it with homebrew",
    "tags": "notes tagged health",
    "aliases": "What is K8s?",
    "author": "What did Lindqvist write?",
    "version": "When was Notely 0.9.0 released?",
    "v": "what is new in v0.9.0",
    "day": "What happened on 2 May 2024?",
    "month": "What was written in May 2024?",
    "camel": "settings of file recovery",
    "folder": "minutes of the choir",
}


@pytest.mark.parametrize("what", NAMED)
def test_names_speak_for_the_passages_below_them(tmp_path, what):
    text = "Nothing of it stands in here."
    wanted = {
        "gdpr": ("law/gdpr.txt", "Untitled", text, {}),
        "title": ("1.txt", "The Velo Handbook", text, {}),
        "heading": ("2.txt", "Two", text, {"heading": "Installation › Homebrew"}),
        "tags": ("3.txt", "Three", text, {"tags": ("health", "sport")}),
        "aliases": ("4.txt", "Four", text, {"aliases": ("K8s",)}),
        "author": ("5.txt", "Five", text, {"author": "Mara Lindqvist"}),
        "version": ("v0.9.0.md", "Six", text, {}),
        "v": ("v0.9.0.md", "Six", text, {}),
        "day": ("diary/2024-05-02.md", "Seven", text, {"published": date(2024, 5, 2)}),
        "month": ("8.md", "Eight", text, {"published": date(2024, 5, 2)}),
        "camel": ("fileRecoverySettings.md", "Nine", text, {}),
        "folder": ("choir_minutes/10.md", "Ten", text, {}),
    }
    others = [(f"other{n}.txt", "Other", "The weather is fine.", {}) for n in range(3)]
    twins = [("v9.0.0.md", "Later", text, {}), ("2024-02-05.md", "Later", text, {})]
    lexical = described(tmp_path, *others, wanted[what], *twins)
    assert ids(lexical, NAMED[what])[0] == 4


def test_a_word_counts_more_in_the_text_than_in_a_name(tmp_path):
    lexical = described(
        tmp_path,
        ("cedar.txt", "Cedar", "It stands in the garden of the old house.", {}),
        ("a.txt", "Rooms", "A cedar stands in the garden of the house.", {}),
        ("b.txt", "Other", "Nothing else stands in that garden of theirs.", {}),
    )
    assert ids(lexical, "cedar") == [2, 1]


def test_what_names_a_passage_is_not_nowhere(tmp_path):
    lexical = described(
        tmp_path,
        ("law/gdpr.txt", "Rules", "Fines are high.", {"heading": "Penalties", "tags": ("eu",)}),
        ("v0.9.0.md", "Notes", "Use set-up, or set up the pet server of a car at 10.1.0.2.", {}),
    )
    counts = {
        "GDPR": 1, "law": 1, "penalty": 1, "EU": 1, "0.9.0": 1, "0.9": 1, "9.0.0": 0, "9": 0,
        "10.1.0.2": 1, "10.2.0.1": 0, "setup": 1, "carpet": 0, "txt": 0, "albatross": 0,
    }  # fmt: skip
    assert {word: lexical.frequency(*stems(word)[:1]) for word in counts} == counts


ALIKE = {
    "accents": ("Die Möhnesee-Talsperre", "Mo\u0308hnesee"),
    "decomposed": ("Die Mo\u0308hnesee-Talsperre", "Möhnesee"),
    "soft hyphen": ("The photo\u00adgrapher came.", "photographer"),
    "zero width": ("The ze\u200bro came.", "zero"),
    "end of line": ("The photo-\n  grapher came.", "photographer"),
    "ligature": ("The o\ufb03ce opened.", "office"),
    "full width": ("The Ｆｕｌｌ text.", "full"),
    "bold": ("The 𝐛𝐨𝐥𝐝 text.", "bold"),
    "greek": ("Η Ελλάδα και ο οδός.", "ΟΔΟΣ"),
    "turkish": ("İstanbul grew.", "istanbul"),
    "sharp s": ("Die große Straße.", "GROSSE STRASSE"),
    "thousands": ("It has 4,711 rooms.", "4711"),
    "no thousands": ("It has 4711 rooms.", "4,711"),
    "full stops": ("Es hat 4.711 Zimmer.", "4711"),
    "decimals": ("Es kostet 4.711,50 Euro.", "4,711.50"),
    "half": ("It takes 4½ hours.", "1/2"),
    "set up": ("How to set-up the server.", "setup"),
    "setup": ("The setup of the server.", "set up"),
    "joined": ("The set of filerecovery tools.", "file recovery"),
    "apart": ("To set up the server, log in.", "setup login"),
    "hyphened": ("Use file recovery here.", "file-recovery"),
    "camel": ("Use fileRecovery here.", "file recovery"),
    "chinese": ("日本的首都是东京。", "东京"),
    "japanese": ("東京都の人口は多い。", "人口"),
    "korean": ("서울의 인구는 많다.", "서울"),
    "arabic": ("هذا كِتَابٌ جديد", "كتاب"),
    "hindi": ("नेटवर्क की कीमत", "नेटवर्क"),
    "long": ("The key is " + "0a1b" * 11 + ".", "0A1B" * 11),
    "date": ("Released on 2020/09/21.", "2020-09-21"),
    "told date": ("Released on 2020-09-21.", "21 September 2020"),
    "month": ("Released on 2020-09-21.", "September 2020"),
    "plus": ("Written in C++.", "c++"),
}


@pytest.mark.parametrize(("text", "query"), ALIKE.values(), ids=ALIKE.keys())
def test_the_same_written_otherwise_is_found(tmp_path, text, query):
    lexical = build(tmp_path, "Nothing here at all.", text)
    assert ids(lexical, query) == [2]


TWINS = {
    "version": ("2.7.3", "2.3.7"), "address": ("10.1.0.2", "10.2.0.1"), "section": ("8.6", "6.8"),
    "day": ("04/03/2021", "03/04/2021"), "psalm": ("23:4", "4:23"), "language": ("C#", "C++"),
    "king": ("VIII", "VII"), "vitamin": ("vitamin D", "vitamin A"),
    "iso": ("2024-05-02", "2024-02-05"),
}  # fmt: skip


@pytest.mark.parametrize(("mine", "other"), TWINS.values(), ids=TWINS.keys())
def test_look_alikes_are_other_terms(tmp_path, mine, other):
    lexical = build(tmp_path, f"About {other} it says this.", f"About {mine} it says that.")
    assert ids(lexical, f"What does it say of {mine}?")[0] == 2
    scores = lexical.search(mine, 10).scores
    assert len(scores) == 1 or scores[0] > 1.2 * scores[1]


# --- other names


@pytest.mark.parametrize("query", ["S-400", "S400", "S400s", "S-400s", "S 400", "the S-400's"])
@pytest.mark.parametrize("text", ["The S-400 came.", "Two S400s came.", "The S 400 came."])
def test_codes_are_one_name_however_written(tmp_path, query, text):
    lexical = build(tmp_path, "Nothing here, and 401.", text)
    assert ids(lexical, query) == [2]


def test_code_is_no_other_code(tmp_path):
    lexical = build(tmp_path, "An S-300.", "An S-400.", "An SS-400.")
    assert ids(lexical, "S400") == [2]


CAATSA = "the Countering America's Adversaries Through Sanctions Act, which became law"


def test_acronyms_find_what_they_stand_for(tmp_path):
    lexical = build(tmp_path, "Other acts.", f"It falls under {CAATSA}.", "Sanctions were eased.")
    assert ids(lexical, "CAATSA") == [2]
    assert ids(lexical, "What does CAATSA mean?") == [2]
    assert ids(lexical, "What is caatsa?") == [2]
    assert (lexical.frequency("caatsa"), lexical.alias_frequency("caatsa")) == (0, 1)
    assert (lexical.frequency("sanction"), lexical.frequency("act")) == (2, 2)


def test_aliases_and_texts_go_with_their_passage(tmp_path):
    with settled(tmp_path) as store:
        put(store, "a.txt", ["One S-400."])
        put(store, "b.txt", ["Nothing."])
        put(store, "a.txt", ["One F-35."])
        lexical = build_lexical(tmp_path, store)
    assert ids(lexical, "S400") == []
    assert ids(lexical, "F35") == [3]
    assert ids(lexical, "nothing") == [2]


# --- not the folder that was written


def generation(folder):
    (found,) = [path for path in (folder / FOLDER_NAME).iterdir() if path.is_dir()]
    return found


@pytest.fixture
def index(tmp_path):
    with settled(tmp_path) as store:
        put(store, "a.txt", TEXTS)
        derive(tmp_path, store)
    return tmp_path


def opened(index) -> Lexical | None:
    with Store.open(index) as store:
        return Lexical.open(index, store)


SUFFIXES = (".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term", "meta.json", ".managed.json")


def file_of(index, suffix: str):
    (found,) = [path for path in generation(index).iterdir() if path.name.endswith(suffix)]
    return found


def test_files_are_those_that_get_damaged_below(index):
    names = [p.name for p in generation(index).iterdir() if not p.name.endswith("lock")]
    assert sorted(s for s in SUFFIXES if any(n.endswith(s) for n in names)) == sorted(SUFFIXES)


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 0x40]) + data[middle + 1 :]


DAMAGE = {
    "flip": flipped,
    "first": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "half": lambda data: data[: len(data) // 2],
    "zeros": lambda data: bytes(len(data)),
    "empty": lambda data: b"",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_damaged_file_is_noticed_and_made_anew(index, suffix, damage, monkeypatch):
    monkeypatch.setattr("qa.indexing.index_encoder.load_encoder", None)
    path = file_of(index, suffix)
    path.write_bytes(damage(path.read_bytes()))
    assert opened(index) is None
    with Store.open(index) as store:
        derive(index, store)
    again = opened(index)
    assert again is not None
    assert ids(again, "Greece bought") == [3, 1, 2]
    assert not path.exists()  # the damaged generation is gone


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"generation": "../.."}'])
def test_damaged_card(index, text):
    (index / FOLDER_NAME / CARD_NAME).write_text(text)
    assert opened(index) is None


def test_folder_of_another_version_is_made_anew(index):
    """Other terms are in it, so what is asked for now would not be found."""
    path = index / FOLDER_NAME / CARD_NAME
    card = json.loads(path.read_text())
    for version in (None, VERSION - 1, VERSION + 1):
        path.write_text(json.dumps(card | {"version": version}))
        assert opened(index) is None
        with Store.open(index) as store:
            derive(index, store)
        assert json.loads(path.read_text())["version"] == VERSION
        again = opened(index)
        assert again is not None
        assert ids(again, "Greece bought") == [3, 1, 2]


def test_missing_parts(index):
    file_of(index, ".term").unlink()
    assert opened(index) is None
    shutil.rmtree(generation(index))
    assert opened(index) is None
    shutil.rmtree(index / FOLDER_NAME)
    assert opened(index) is None
    with Store.open(index) as store:
        derive(index, store)
    assert opened(index) is not None


def test_copied_folder_is_good(index, tmp_path):
    shutil.copytree(generation(index), tmp_path / "copy")
    name = generation(index)
    shutil.rmtree(name)
    (tmp_path / "copy").rename(name)
    again = opened(index)
    assert again is not None
    assert ids(again, "radios") == [3]


def test_copied_folder_is_hashed_once(index, monkeypatch):
    for path in generation(index).iterdir():
        os.utime(path, (1, 1))
    with Store.open(index) as store:
        derive(index, store)
    monkeypatch.setattr("qa.search.lexical_index.file_sha256", None)  # whoever hashes fails
    assert opened(index) is not None


def test_folder_behind_the_store_is_not_opened(index):
    assert opened(index) is not None
    with Store.create(index) as store:
        put(store, "new.txt", ["New."])
    assert opened(index) is None


def test_a_change_is_carried_into_the_next_generation(index, monkeypatch):
    monkeypatch.setattr("qa.search.lexical_files._FEW", 0)
    monkeypatch.setattr("qa.search.lexical_files._GONE_SHARE", 0)
    monkeypatch.setattr("qa.search.lexical_files._CARRIED", 0)
    monkeypatch.setattr("qa.indexing.derive.build_lexical", None)  # whoever builds fails
    old, kept = generation(index), opened(index)
    assert kept is not None
    shared = {path.name: path.stat().st_ino for path in old.glob("*.idx")}
    with Store.create(index) as store:
        put(store, "b.txt", ["Greece sold missiles.", "An S-400."])
        put(store, "c.txt", ["It rained."])  # or the whole segment would go with the next change
        derive(index, store)
        put(store, "b.txt", ["Greece sold radios."])
        derive(index, store)
    new = opened(index)
    assert new is not None
    assert new.ids().tolist() == [1, 2, 3, 4, 7, 8]
    assert generation(index) != old
    names = {path.name: path.stat().st_ino for path in generation(index).glob("*.idx")}
    assert shared.items() <= names.items()  # linked, not written again
    assert new.gone == 2
    assert (new.frequency("radio"), new.frequency("missil"), new.frequency("greec")) == (2, 2, 2)
    assert new.alias_frequency("s400") == 0
    assert ids(new, "S400") == []
    assert set(ids(new, "radios")) == {3, 8}
    assert ids(kept, "radios") == [3]  # whoever has the old one open reads on


def test_rarity_counts_what_is_there(index, monkeypatch):
    """An article that is saved again and again doesn't make its words look common."""
    monkeypatch.setattr("qa.search.lexical_files._FEW", 0)
    monkeypatch.setattr("qa.search.lexical_files._GONE_SHARE", 0)
    monkeypatch.setattr("qa.search.lexical_files._CARRIED", 0)
    with Store.create(index) as store:
        for n in range(6):
            put(store, "b.txt", ["An albatross came."])
            put(store, f"{n}.txt", ["It rained on the quiet town."])
            derive(index, store)
        carried = opened(index)
        assert carried is not None
        assert carried.gone == 5
        build_lexical(index, store)
    clean = opened(index)
    assert clean is not None
    assert clean.gone == 0
    assert carried.frequency("albatross") == clean.frequency("albatross") == 1
    found, expected = (each.search("albatross", 5).scores[0] for each in (carried, clean))
    assert found == pytest.approx(expected, rel=0.2)
    plain = carried._searcher.doc_freq("body", "albatross")
    assert plain == 6  # what tantivy itself would weigh it by


def test_half_made_generations_are_taken_away(index):
    (index / FOLDER_NAME / "generation-killed").mkdir()
    (index / FOLDER_NAME / f".{CARD_NAME}.123").touch()
    with Store.open(index) as store:
        derive(index, store)
    assert sorted(path.name for path in (index / FOLDER_NAME).iterdir()) == sorted(
        [CARD_NAME, generation(index).name]
    )


def test_good_folder_is_not_written_again(index):
    before = generation(index)
    with Store.open(index) as store:
        derive(index, store)
    assert generation(index) == before


def test_opened_folder_outlives_its_replacement(index):
    old = opened(index)
    assert old is not None
    with Store.create(index) as store:
        put(store, "new.txt", ["Radios again."])
        derive(index, store)
    assert ids(old, "radios") == [3]
    new = opened(index)
    assert new is not None
    assert set(ids(new, "radios")) == {3, 5}


FULL = """
import resource, sys
from pathlib import Path
from qa.errors import IndexUnwritable
from qa.search.lexical_files import build_lexical
from qa.store.store import Store
with Store.open(Path(sys.argv[1])) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
    try:
        build_lexical(Path(sys.argv[1]), store)
    except IndexUnwritable as error:
        print(error.message)
"""


def test_full_disk_leaves_the_old_folder(index):
    before = generation(index)
    with Store.create(index) as store:
        put(store, "new.txt", [f"Many words{n} new{n} and{n} others{n}." for n in range(50)])
        store.checkpoint()
    done = python(FULL, index)
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith(f"{index / FOLDER_NAME} can't be written")
    assert generation(index) == before  # and nothing half done beside it
    with Store.open(index) as store:
        derive(index, store)
    again = opened(index)
    assert again is not None
    assert len(again) == 54
