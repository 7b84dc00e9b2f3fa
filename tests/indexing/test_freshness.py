"""Every question sees the folder as it is, and says where it could not."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from pathlib import Path

import pytest

import qa
from qa.datatypes import Filter, Staleness
from qa.indexing import freshness
from qa.indexing.ingest import BATCH_PASSAGES
from qa.indexing.quick_check import QuickCheck
from qa.indexing.sync import SMALL_FILES, sync
from qa.render import phrases
from tests.support.builders import FakeEncoder
from tests.support.updates import another_writer, fake_encoder, write

QUESTION = "Who closed the harbour of Zanzibar?"


@pytest.fixture
def encoder(monkeypatch) -> FakeEncoder:
    monkeypatch.setattr("qa.answering.reader.opening", lambda **_: lambda: None)
    return fake_encoder(monkeypatch)


@pytest.fixture
def docs(tmp_path) -> Path:
    for n in range(30):
        write(tmp_path / "docs" / f"d{n % 3}" / f"{n}.txt", story(n))
    return tmp_path / "docs"


@pytest.fixture
def index(tmp_path, docs, encoder) -> Path:
    sync(tmp_path / "index", [docs])
    return tmp_path / "index"


def story(n: int) -> str:
    return f"Story {n}\n\nThe minister of Town{n} bought {n} radios.\n"


def harbour(name: str) -> str:
    return f"Zanzibar\n\nGovernor {name} closed the harbour of Zanzibar.\n"


def quotes(index: Path, question: str = QUESTION, **how) -> list[str]:
    return [each.text for each in ask(index, question, **how).evidence]


def ask(index: Path, question: str = QUESTION, **how) -> qa.Answer:
    with qa.open(index) as engine:
        return engine.ask(question, threshold=how.pop("threshold", 0), **how)


def searched(index: Path, query: str, **how) -> set[str]:
    with qa.open(index) as engine:
        return {hit.document.source for hit in engine.search(query, top=200, **how)}


# --- small changes are applied first


@pytest.mark.parametrize("warm", [True, False])
def test_a_new_a_changed_and_a_deleted_file(docs, index, warm):
    """Opened by its own folder, outside of a project: nothing names the documents."""
    path = docs / "d1" / "new.txt"
    engine = qa.open(index)

    def found() -> list[str]:
        nonlocal engine
        if not warm:
            engine.close()
            engine = qa.open(index)
        answer = engine.ask(QUESTION, threshold=0)
        assert answer.stale == Staleness()
        assert answer.notes == ()
        return [each.text for each in answer.evidence]

    write(path, harbour("Ludwig"))
    assert found()[0] == "Governor Ludwig closed the harbour of Zanzibar."
    write(path, harbour("Miranda"))
    assert found()[0] == "Governor Miranda closed the harbour of Zanzibar."
    path.unlink()
    assert not any("Zanzibar" in text for text in found())
    engine.close()


def test_search_sees_the_folder_too(docs, index):
    write(docs / "new.txt", harbour("Ludwig"))
    assert "new.txt" in searched(index, "Zanzibar")
    (docs / "new.txt").unlink()
    assert "new.txt" not in searched(index, "Zanzibar")


def test_an_edit_in_place_is_seen_though_no_folder_changes(docs, index):
    before = os.stat(docs / "d0").st_mtime_ns
    with (docs / "d0" / "3.txt").open("a") as file:
        file.write("\nGovernor Ludwig closed the harbour of Zanzibar.\n")
    assert os.stat(docs / "d0").st_mtime_ns == before
    assert "Governor Ludwig closed the harbour of Zanzibar." in quotes(index)[0]


def test_a_new_ignore_file_counts(docs, index):
    with qa.open(index) as engine:
        assert "d1/4.txt" in {hit.document.source for hit in engine.search("radios", top=100)}
        write(docs / ".qaignore", "4.txt\n")
        assert "d1/4.txt" not in {hit.document.source for hit in engine.search("radios", top=100)}
        time.sleep(0.01)
        write(docs / ".qaignore", "7.txt\n")
        found = {hit.document.source for hit in engine.search("radios", top=100)}
    assert "d1/7.txt" not in found
    assert "d1/4.txt" in found


def settled(docs: Path, index: Path) -> None:
    """As if the files had been written long before they were indexed."""
    for path in [docs, *docs.rglob("*")]:
        os.utime(path, (1e9, 1e9))
    sync(index, [docs])
    with sqlite3.connect(index / "qa.sqlite") as db:
        db.execute("UPDATE document SET checked_ns = checked_ns + 100000000000")
        (text,) = db.execute("SELECT value FROM meta WHERE key = 'last_scan'").fetchone()
        scan = json.loads(text)
        scan[2] += 10**11
        db.execute("UPDATE meta SET value = ? WHERE key = 'last_scan'", (json.dumps(scan),))
    db.close()


def test_an_unchanged_folder_is_not_listed_again(docs, index, monkeypatch):
    settled(docs, index)
    with qa.open(index) as engine:
        monkeypatch.setattr("qa.indexing.diff.scan", None)  # whoever lists fails
        assert engine.ask(QUESTION, threshold=0).stale == Staleness()


# --- large ones are announced


def test_many_new_files_are_announced_and_counted(docs, index):
    for n in range(SMALL_FILES + 1):
        write(docs / "more" / f"{n}.txt", story(100 + n))
    answer = ask(index, threshold=1)
    assert (answer.answered, answer.not_searched, answer.stale.new) == (False, 21, 21)
    note = answer.notes[0]
    assert note.startswith("21 files are new: answering from the index of ")
    assert note.endswith("; 'qa index' updates it.")
    refusal = phrases.refusal(answer)
    assert refusal.startswith("No answer in 30 of 51 documents; the others are not indexed yet.")


@pytest.mark.parametrize(
    ("only", "count"),
    [
        (Filter(paths=("more/1*",)), 11),
        (Filter(paths=("d0/*",)), 0),
        (Filter(("d0/3.txt",)), 0),
        (Filter(min_words=1), 22),  # nobody knows how long those are
        (Filter(paths=("more/mail.mbox/message-*",)), 1),
        (Filter(paths=("*.md",)), 1),  # what the mailbox holds has names of its own
        (Filter(paths=("d0/*.md",)), 0),
    ],
)
def test_under_a_filter_those_that_it_leaves_count(docs, index, only, count):
    for n in range(SMALL_FILES + 1):
        write(docs / "more" / f"{n}.txt", story(100 + n))
    write(docs / "more" / "mail.mbox", "From a@b Thu Jan 01 00:00:00 2015\nSubject: x\n\nText.\n")
    (docs / "more" / "mail.mbox").touch()
    answer = ask(index, threshold=1, only=only)
    assert (answer.answered, answer.not_searched, answer.stale.new) == (False, count, 22)
    these = f"these {answer.searched_documents} documents"
    if answer.searched_documents < 2:
        these = f"the {answer.searched_documents} document{'s' * (not answer.searched_documents)}"
        these += " asked"
    files = f"{count} file{'s' * (count > 1)} that may be among those asked"
    start = f"No answer in {these}; {files} {'are' if count > 1 else 'is'} not indexed yet."
    assert phrases.refusal(answer).startswith(start if count else f"Not in {these}.")


def test_many_changed_files_are_announced_and_those_gone_do_not_answer(docs, index):
    for n in range(SMALL_FILES + 1):
        write(docs / "more" / f"{n}.txt", story(100 + n))
    write(docs / "d0" / "3.txt", harbour("Ludwig"))
    (docs / "d1" / "4.txt").unlink()
    answer = ask(index, "Who bought 4 radios in Town4?", top=50)
    assert (answer.stale.new, answer.stale.changed, answer.stale.gone) == (21, 1, 1)
    assert "23 files differ: 21 new, 1 changed and 1 gone" in answer.notes[0]
    assert "d1/4.txt" not in {source.document.source for source in answer.sources}
    assert "d1/4.txt" in searched(index, "radios", fresh=False)
    assert "d1/4.txt" not in searched(index, "radios")
    assert answer.searched_documents == 29
    changed = ask(index, "What did the minister of Town3 buy?", top=50, only=Filter(("d0/3.txt",)))
    assert "d0/3.txt has changed since it was indexed." in " ".join(changed.notes)


def test_while_another_process_writes(docs, index):
    write(docs / "new.txt", harbour("Ludwig"))
    with another_writer(index):
        answer = ask(index)
    assert "Another process" in answer.notes[0]
    assert "1 file is new: answering from the index of" in answer.notes[1]
    assert (answer.stale.new, answer.not_searched) == (1, 1)
    assert "Governor Ludwig closed the harbour of Zanzibar." in quotes(index)[0]


@pytest.mark.parametrize("empty", [True, False])
def test_a_folder_that_is_missing_goes_on_answering(docs, index, empty, tmp_path):
    docs.rename(tmp_path / "away")
    if empty:
        docs.mkdir()
    answer = ask(index, "Who bought 4 radios in Town4?")
    assert answer.answered
    assert answer.stale.missing == (str(docs),)
    (note,) = answer.notes
    assert str(docs) in note
    assert "answering from the index of" in note


def test_one_of_two_folders_missing(docs, tmp_path, encoder):
    write(tmp_path / "other" / "o.txt", harbour("Ludwig"))
    sync(tmp_path / "index", [docs, tmp_path / "other"])
    (tmp_path / "other").rename(tmp_path / "away")
    write(docs / "new.txt", story(77))
    answer = ask(tmp_path / "index")
    assert answer.evidence[0].text == "Governor Ludwig closed the harbour of Zanzibar."
    assert answer.stale.missing == (str(tmp_path / "other"),)
    assert "docs/new.txt" in searched(tmp_path / "index", "Town77")


# --- bounded time, and what that may not cost


def test_without_time_a_refusal_still_looks_at_everything(docs, index, monkeypatch):
    monkeypatch.setattr(freshness, "FIRST_WAIT", 0.0)
    monkeypatch.setattr(freshness, "LAST_WAIT", 0.0)
    monkeypatch.setattr("qa.indexing.quick_check._STEP", 1)
    write(docs / "d2" / "new.txt", harbour("Ludwig"))
    with qa.open(index) as engine:
        assert engine.ask(QUESTION, threshold=1).searched_documents == 31
    (docs / "d2" / "new.txt").unlink()
    assert not any("Zanzibar" in text for text in quotes(index))


def test_a_slow_disk_does_not_keep_an_answer_waiting(docs, index, monkeypatch):
    """What was not looked at is counted; a file that is cited is looked at all the same."""
    real = QuickCheck._look

    def look(self, rows, stat):
        time.sleep(0.1)
        real(self, rows, stat)

    settled(docs, index)
    with qa.open(index) as engine:
        assert engine.ask("Who bought 4 radios in Town4?", threshold=0).stale == Staleness()
        monkeypatch.setattr("qa.indexing.quick_check._STEP", 1)
        monkeypatch.setattr(QuickCheck, "_look", look)
        started = time.perf_counter()
        answer = engine.ask("Who bought 4 radios in Town4?", threshold=0)
        assert time.perf_counter() - started < 1.5  # 30 files take 3 s
        assert answer.answered
        assert 20 < answer.stale.unchecked < 30
        said = f"{answer.stale.unchecked} files could not be compared in time; "
        assert answer.remarks == (f"{said}'qa status' compares all.",)
        assert answer.notes == ()  # which a receipt holds
        engine.search("radios", top=3)
        assert any("could not be compared in time" in each for each in engine.warnings)
        cited = [source.document.source for source in answer.sources]
        (docs / cited[0]).unlink()
        answer = engine.ask("Who bought 4 radios in Town4?", threshold=0)
        assert cited[0] not in [source.document.source for source in answer.sources]


# --- an update that was killed


def killed(docs: Path, index: Path, monkeypatch, after: int) -> None:
    def stop(progress: qa.Progress) -> None:
        if progress.stage in ("reading", "embedding") and progress.done >= after:
            raise KeyboardInterrupt

    monkeypatch.setattr("qa.indexing.ingest.BATCH_PASSAGES", 2)
    monkeypatch.setattr("qa.indexing.ingest._UNENCODED", 1)
    with pytest.raises(KeyboardInterrupt), qa.open(index, paths=[docs]) as engine:
        engine.sync(progress=stop)
    monkeypatch.setattr("qa.indexing.ingest.BATCH_PASSAGES", BATCH_PASSAGES)
    monkeypatch.setattr("qa.indexing.ingest._UNENCODED", 4)


@pytest.mark.parametrize("fresh", [True, False])
@pytest.mark.parametrize("after", [0, 4])
def test_a_first_build_that_was_interrupted_is_no_ground_for_a_refusal(
    docs, tmp_path, encoder, monkeypatch, after, fresh
):
    index = tmp_path / "index"
    killed(docs, index, monkeypatch, after)
    answer = ask(index, threshold=1, fresh=fresh)
    assert not answer.answered
    assert answer.searched_documents + answer.not_searched == 30
    assert answer.not_searched >= 24
    start = phrases.refusal(answer)
    if after:
        documents = answer.searched_documents
        assert start.startswith(f"No answer in {documents} of 30 documents; the others are not")
    else:
        assert start.startswith("No answer: of 30 documents none is indexed yet.")
    if fresh:
        assert "an unfinished index; 'qa index' completes it." in answer.notes[0]


def test_a_small_one_is_resumed(docs, tmp_path, encoder, monkeypatch):
    shutil.rmtree(docs / "d0")
    shutil.rmtree(docs / "d1")
    killed(docs, tmp_path / "index", monkeypatch, 2)
    answer = ask(tmp_path / "index", threshold=1)
    assert (answer.searched_documents, answer.not_searched, answer.notes) == (10, 0, ())


def test_a_refusal_says_what_could_not_be_read(docs, index):
    write(docs / "broken.txt", "")
    (docs / "locked.txt").write_bytes(b"\0\1\2" * 50)
    write(docs / "photo.png", "x")
    (docs / "harbour.txt").symlink_to(next(docs.glob("d2/*.txt")))  # hides nothing
    ask(index)
    answer = ask(index, threshold=1)
    assert (answer.unreadable, answer.other_formats) == (2, 1)
    assert answer.notes == ("2 files can't be read, so not searched; 'qa status' lists them.",)
    assert ask(index, "Who bought 4 radios in Town4?").notes == ()
    inside = ask(index, threshold=1, only=Filter(paths=("d0/*",)))
    assert (inside.unreadable, inside.other_formats, inside.notes) == (0, 1, ())
    assert ask(index, threshold=1, only=Filter(paths=("broken.txt", "d0/*"))).unreadable == 1
    write(docs / "broken.txt", harbour("Ludwig"))
    assert "Governor Ludwig closed the harbour of Zanzibar." in quotes(index)[0]


# --- under a filter


def test_a_filter_restricts_what_is_said_of_words_and_of_sureness(docs, index, monkeypatch):
    write(docs / "new.txt", harbour("Ludwig"))
    ask(index)
    sizes: list[int] = []
    real = qa.answering.confidence.probability

    def probability(measured, passages, fitted=None):
        sizes.append(passages)
        return real(measured, passages, fitted)

    monkeypatch.setattr("qa.answering.confidence.probability", probability)
    three = Filter(("d0/0.txt", "d0/3.txt", "d0/6.txt"))
    answer = ask(index, "Zanzibar harbour radios", only=three, threshold=1)
    assert sizes[0] == answer.searched_passages < 31
    assert answer.restricted
    assert set(answer.missing_terms) == {"Zanzibar", "harbour"}
    refusal = phrases.refusal(answer)
    assert refusal.startswith("Not in these 3 documents.")
    assert 'Nowhere in them: "Zanzibar", "harbour".' in refusal
    assert 'Elsewhere: 1 other document mentions "Zanzibar".' in answer.notes
    elsewhere = ask(index, QUESTION, only=three, threshold=0.3)
    if not elsewhere.answered:
        assert any(note.startswith("Elsewhere: ") for note in elsewhere.notes)
    assert ask(index, "Zanzibar harbour radios", threshold=1).missing_terms == ()


# --- another way of cutting


def outdated(index: Path) -> None:
    """Make an index one of an earlier cutting version."""
    with sqlite3.connect(index / "qa.sqlite") as db:
        (text,) = db.execute("SELECT value FROM meta WHERE key = 'settings'").fetchone()
        settings = json.loads(text) | {"cutting": 0, "passages": {"lines": 7}}
        db.execute("UPDATE meta SET value = ? WHERE key = 'settings'", (json.dumps(settings),))
    db.close()


def settings(index: Path) -> int:
    with sqlite3.connect(index / "qa.sqlite") as db:
        (text,) = db.execute("SELECT value FROM meta WHERE key = 'settings'").fetchone()
    db.close()
    return json.loads(text)["cutting"]


def test_an_index_of_an_earlier_version_answers_and_is_cut_again(docs, index, encoder):
    outdated(index)
    answer = ask(index, "Who bought 4 radios in Town4?")
    assert answer.answered
    assert answer.stale.outdated == 30
    assert "30 documents are still cut as an earlier version did" in answer.notes[0]
    encoder.read.clear()
    report = sync(index, [docs])
    assert (report.documents, report.added, report.changed) == (30, 0, 0)
    assert settings(index) > 0
    assert encoder.read == []
    after = ask(index, "Who bought 4 radios in Town4?")
    assert (after.notes, after.stale) == ((), Staleness())
    assert report.passages == after.searched_passages


def test_cutting_again_embeds_nothing_twice_and_resumes(docs, index, encoder, monkeypatch):
    outdated(index)
    encoder.read.clear()
    killed(docs, index, monkeypatch, 4)
    with qa.open(index) as engine:
        left = engine.ask("radios?", threshold=0).stale.outdated
    assert SMALL_FILES < left < 28
    encoder.read.clear()
    sync(index, [docs])
    assert encoder.read == []
    assert settings(index) > 0


def test_a_small_one_is_cut_again_by_a_question(docs, tmp_path, encoder):
    shutil.rmtree(docs / "d0")
    shutil.rmtree(docs / "d1")
    sync(tmp_path / "index", [docs])
    outdated(tmp_path / "index")
    assert ask(tmp_path / "index").notes == ()
    assert settings(tmp_path / "index") > 0


def test_documents_whose_folder_is_missing_are_cut_again_from_the_index(docs, tmp_path, encoder):
    write(tmp_path / "other" / "o.txt", harbour("Ludwig"))
    index = tmp_path / "index"
    sync(index, [docs, tmp_path / "other"])
    outdated(index)
    shutil.rmtree(tmp_path / "other")
    assert sync(index, [docs, tmp_path / "other"]).held == 1
    assert settings(index) > 0
    assert "Governor Ludwig closed the harbour of Zanzibar." in quotes(index)[0]
