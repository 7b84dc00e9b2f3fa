"""An index that somebody else made: nothing in it runs, and nothing of it leads elsewhere."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from qa.errors import FolderUntrusted, IndexDamaged, Untrusted
from qa.indexing.collection import Collection
from qa.indexing.sync import sync
from qa.search.hybrid import Retriever
from qa.search.lexical_index import Lexical
from qa.store.checksums import vector_checksum
from qa.store.connection import FILE_NAME
from qa.store.index_settings import IndexSettings, settings_of
from qa.store.integrity import Inspector
from qa.store.schema import SCHEMA
from qa.store.schema_check import foreign_object
from qa.store.store import Store
from qa.trust import allow, folder_claims, model_claim
from tests.support.builders import DIMENSION, put, settled
from tests.support.updates import fake_encoder, write

DEEP = "[" * 100_000 + "]" * 100_000


@pytest.fixture
def index(tmp_path) -> Path:
    with settled(tmp_path / "index") as store:
        put(store, "a.txt", ["The bridge was opened by Ada Brill.", "It rained."])
    return tmp_path / "index"


@pytest.fixture
def built(tmp_path, monkeypatch) -> Path:
    """An index of two files, with its search structures."""
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "config"))
    fake_encoder(monkeypatch)
    write(tmp_path / "home" / "docs" / "a.txt", "The bridge was opened by Ada Brill.\n")
    write(tmp_path / "home" / "docs" / "b.txt", "The barn was painted by Tom Hale.\n")
    sync(tmp_path / "home" / "index", [tmp_path / "home" / "docs"])
    return tmp_path / "home" / "index"


def change(index: Path, *statements: str, values: tuple[object, ...] = ()) -> None:
    with sqlite3.connect(index / FILE_NAME) as db:
        for statement in statements:
            db.execute(statement, values)
    db.close()


# --- the schema


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("CREATE VIEW v AS SELECT * FROM meta", "view 'v'"),
        ("CREATE TRIGGER t AFTER UPDATE ON meta BEGIN DELETE FROM passage; END", "trigger 't'"),
        ("CREATE TABLE more (a TEXT)", "table 'more'"),
        ("CREATE VIRTUAL TABLE f USING fts5(a)", "table 'f"),
        ("CREATE INDEX i ON document (hex(randomblob(9)))", None),
        ("CREATE INDEX i ON document (upper(text))", "index 'i'"),
        ("ALTER TABLE meta ADD COLUMN x TEXT AS (upper(value))", "table 'meta'"),
        ("ALTER TABLE skipped ADD COLUMN x TEXT CHECK (length(x) < 3)", "table 'skipped'"),
        ("ALTER TABLE document ADD COLUMN x TEXT", "table 'document'"),
        ("ANALYZE", "table 'sqlite_stat1'"),
    ],
)
def test_only_tables_and_indexes_of_ours_are_opened(index, statement, named):
    if named is None:  # SQLite itself refuses
        with pytest.raises(sqlite3.OperationalError):
            change(index, statement)
        return
    change(index, statement)
    for opening in (Store.open, Store.create):
        with pytest.raises(IndexDamaged, match="is not an index of qa: it holds the ") as caught:
            opening(index)
        assert named in caught.value.message
        assert "--rebuild" in caught.value.hint


def test_a_view_in_the_place_of_a_table(index):
    change(
        index,
        "ALTER TABLE meta RENAME TO m",
        "CREATE VIEW meta AS SELECT key, value FROM m",
    )
    with pytest.raises(IndexDamaged, match=r"it holds the (view 'meta'|table 'm')"):
        Store.open(index)


def test_the_schema_of_every_version_passes(tmp_path):
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA)
    rows = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    assert foreign_object(rows) is None
    for kind, name, table, sql in rows:  # and with other words in one statement it doesn't
        if sql and not name.startswith("sqlite_"):
            other = [(kind, name, table, sql.replace("TEXT", "BLOB").replace(" ON ", " ON x"))]
            assert foreign_object(other) == f"{kind} {name!r}" or "TEXT" not in sql


def test_sqlite_runs_nothing_of_the_file(index):
    with Store.open(index) as store:
        db = store.connection.db
        assert db.execute("PRAGMA trusted_schema").fetchone() == (0,)
        assert db.execute("PRAGMA cell_size_check").fetchone() == (1,)
        with pytest.raises(sqlite3.Error):
            db.execute("ATTACH ':memory:' AS other")
        with pytest.raises(sqlite3.Error):
            db.execute("SELECT load_extension('x')")


# --- links, names and paths


@pytest.mark.parametrize("name", [FILE_NAME, "lexical", "dense.faiss", ".lock", ".rebuild"])
def test_a_file_of_the_index_is_no_link(built, tmp_path, name):
    victim = tmp_path / "victim"
    (victim / "project").mkdir(parents=True)
    (victim / "project" / "work.txt").write_text("Much work.")
    path = built / name
    if path.exists():
        path.rename(tmp_path / "moved")
        target = tmp_path / "moved" if path.suffix else victim
    else:
        target = victim
    path.symlink_to(target)
    with pytest.raises(IndexDamaged, match="is a link"):
        Store.open(built)
    if name != ".lock":
        with pytest.raises(IndexDamaged, match="is a link"):
            sync(built, [tmp_path / "home" / "docs"])
    assert (victim / "project" / "work.txt").read_text() == "Much work."


@pytest.mark.parametrize("name", ["..", "../../../victim", "/etc", "a/b", "", 5, None])
def test_a_generation_of_the_lexical_index_lies_in_it(built, tmp_path, name):
    card_path = built / "lexical" / "current.json"
    card = json.loads(card_path.read_text())
    card_path.write_text(json.dumps(card | {"generation": name}))
    with Store.open(built) as store:
        assert Lexical.open(built, store) is None
    write(tmp_path / "home" / "docs" / "c.txt", "The roof was mended by Ines Roth.\n")
    sync(built, [tmp_path / "home" / "docs"])
    with Store.open(built) as store:
        assert len(Lexical.open(built, store)) == 3


def test_the_files_of_a_generation_lie_in_it(built):
    card_path = built / "lexical" / "current.json"
    card = json.loads(card_path.read_text())
    outside = {"../../../outside": [[0, 0, 0], "0" * 64]}
    card_path.write_text(json.dumps(card | {"files": card["files"] | outside}))
    with Store.open(built) as store:
        assert Lexical.open(built, store) is None


@pytest.mark.parametrize("source", ["../../secret.txt", "/etc/passwd", "a/../../b", "..", "a\0b"])
def test_a_source_lies_in_its_collection(index, source):
    change(index, "UPDATE document SET source = ?, seal = NULL", values=(source,))
    with Store.open(index) as store:
        for read in (store.documents, store.files, lambda: store.document(source)):
            with pytest.raises(IndexDamaged, match="a row in it is invalid"):
                read()


@pytest.mark.parametrize("number", [np.nan, -np.inf, 60_000, 0.9])
def test_vectors_with_which_scores_are_no_cosines_are_damage(index, number):
    odd = np.full(DIMENSION, number, np.float16).tobytes()
    change(
        index,
        "UPDATE passage SET vector = ?, vector_seal = ? WHERE id = 2",
        values=(odd, vector_checksum(odd)),  # as whoever makes an index can write it
    )
    with Store.open(index) as store:
        with pytest.raises(IndexDamaged, match="vectors of no model") as caught:
            list(store.vectors(DIMENSION))
        assert "doctor" in caught.value.hint
        assert Inspector(store).wrong_vectors(DIMENSION) == [2]


def test_dots_in_names_are_names(index):
    change(index, "UPDATE document SET source = ?, seal = NULL", values=("a..b/...txt",))
    with Store.open(index) as store:
        assert [info.source for info in store.documents()] == ["a..b/...txt"]


def test_folders_that_an_index_names_lie_beside_it(built, tmp_path):
    secret = tmp_path / "secret"
    write(secret / "diary.txt", "The secret is kept by Omar Vale.\n")
    collection = Collection(built, None)
    assert collection.paths() == (tmp_path / "home" / "docs",)
    for root, paths in ((str(secret), "."), ("../../secret", "."), ("../docs", "../../secret")):
        with Store.create(built) as store:
            store.set_meta("root", root)
            store.set_meta("paths", paths)
        with pytest.raises(FolderUntrusted, match=f"the folder {secret}, which you have not"):
            Collection(built, None).paths()
        assert Collection(built, (secret,)).paths() == (secret,)  # named by the user
    (tmp_path / "home" / "link").symlink_to(secret)
    with Store.create(built) as store:
        store.set_meta("root", "../link")
        store.set_meta("paths", ".")
    with pytest.raises(FolderUntrusted, match=str(secret)):
        Collection(built, None).paths()
    allow(folder_claims(built, [secret], built.parent))
    assert Collection(built, None).paths() == (tmp_path / "home" / "link",)


def test_folders_that_the_user_named_are_remembered(tmp_path, monkeypatch):
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "config"))
    fake_encoder(monkeypatch)
    write(tmp_path / "articles" / "a.txt", "The bridge was opened by Ada Brill.\n")
    index = tmp_path / "far" / "away" / "index"
    sync(index, [tmp_path / "articles"])
    assert Collection(index, None).paths() == (tmp_path / "articles",)
    stolen = tmp_path / "far" / "elsewhere" / "index"
    stolen.parent.mkdir()
    index.rename(stolen)  # trust is for one place
    with pytest.raises(FolderUntrusted):
        Collection(stolen, None).paths()


# --- settings and JSON


@pytest.mark.parametrize(
    "change",
    [
        {"encoder_key": "../../evil"},
        {"encoder_key": "/tmp/evil"},
        {"encoder_key": 5},
        {"encoder": ""},
        {"encoder": "a\x1b[31mb"},
        {"encoder": ["a"]},
        {"dimension": -1},
        {"dimension": 1 << 40},
        {"dimension": 1.5},
        {"passages": {"overlap": -1}},
    ],
)
def test_settings_that_no_build_writes_are_damage(index, change):
    with Store.create(index) as store:
        values = json.loads(str(store.meta("settings")))
        passages = values["passages"] | change.get("passages", {})
        store.set_meta("settings", json.dumps(values | change | {"passages": passages}))
        with pytest.raises(IndexDamaged, match="does not say how it was built"):
            settings_of(store)


def test_json_that_is_nested_too_deeply_is_damage(index):
    with Store.create(index) as store:
        store.set_meta("settings", DEEP)
        with pytest.raises(IndexDamaged):
            settings_of(store)
    change(index, "UPDATE document SET blocks = ?, seal = NULL", values=(DEEP,))
    with Store.open(index) as store, pytest.raises(IndexDamaged):
        store.document("a.txt")


@pytest.mark.parametrize("name", ["dense.json", "lexical/current.json", "lexical/*/meta.json"])
@pytest.mark.parametrize("text", ['{"a": ' + DEEP + "}", '{"a": "' + "x" * (17 << 20) + '"}'])
def test_cards_that_are_nested_too_deeply_or_too_long_are_damage(built, tmp_path, name, text):
    (path,) = built.glob(name)
    path.write_text(text)
    sync(built, [tmp_path / "home" / "docs"])
    retriever = Retriever.open(built)
    assert [hit.document.source for hit in retriever.search("Ada Brill", 1)] == ["a.txt"]
    retriever.close()


# --- models


def test_an_index_names_no_model(index):
    with Store.open(index) as store:
        assert settings_of(store).encoder == "fake"
    from qa.embedding.encoder import load_encoder

    for name, key in (("./m", "0" * 16), ("some/model", "0" * 16), ("./m", None)):
        with pytest.raises(Untrusted, match="The index asks for the model"):
            load_encoder(name, key=key)


def test_a_model_that_was_allowed_is_allowed_with_its_key_only(tmp_path, monkeypatch):
    from qa.embedding.encoder import load_encoder
    from qa.errors import ModelNotFound

    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    allow([model_claim("no/model", "0" * 16)])
    with pytest.raises(ModelNotFound):
        load_encoder("no/model", key="0" * 16, cache=tmp_path)
    with pytest.raises(Untrusted):
        load_encoder("no/model", key="1" * 16, cache=tmp_path)


def test_a_model_that_the_user_names_is_remembered(tmp_path, monkeypatch):
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "config"))
    fake = fake_encoder(monkeypatch)
    write(tmp_path / "docs" / "a.txt", "The bridge was opened by Ada Brill.\n")
    sync(tmp_path / "index", [tmp_path / "docs"], encoder="other/model")
    with Store.open(tmp_path / "index") as store:
        settings = IndexSettings.from_json(store.meta("settings"))
    assert (settings.encoder, settings.encoder_key) == ("other/model", fake.key)
    from qa.trust import untrusted

    assert untrusted([model_claim("other/model", fake.key)]) == ()
    assert untrusted([model_claim("other/model", "0" * 16)]) != ()
