"""First start, updates, rebuilds: progress, cancelling, and questions meanwhile."""

from __future__ import annotations

import asyncio
import shutil
import sys
import time
from pathlib import Path

import pytest

import qa
from qa.datatypes import Noticed, Progress, SyncReport
from qa.errors import IndexLocked
from tests.support.fake_backend import REPORT, SEEDS, TURKEY, FakeBackend
from tests.support.pilot import ask, decided, screen_text, until
from tui import log_file
from tui.app import build
from tui.backend import Backend
from tui.commands import palette_actions
from tui.failures import Failure
from tui.pace import Pace, Pacer
from tui.state import Phase
from tui.update_process import Update, UpdateMode
from tui.watch_thread import ChangeWatcher, ScanThrottle
from tui.widgets.offers import SuggestedQuestion


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A folder with the seeds and no index, where `qa` would be started."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def update_of(home: Path, folder: str = "seeds") -> Update:
    return Update(home / "index", (home / folder,), None)


async def test_first_start_builds_and_answers(home):
    """The real thing: no index, Enter builds it in a process, then a question is answered."""
    app = build(backend=Backend(opener=decided))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: app.state.phase is Phase.NO_INDEX)
        await until(pilot, lambda: "Build the index" in screen_text(app))
        assert "2 documents in seeds" in screen_text(app)
        assert not app.screen.query(SuggestedQuestion)  # nothing was read that could answer one
        await pilot.press("enter")
        await until(pilot, lambda: app.state.updating or app.state.phase is Phase.READY)
        await until(pilot, lambda: app.state.phase is Phase.READY)
        assert not app.state.updating
        assert (home / "index" / "qa.sqlite").exists()
        await until(pilot, lambda: app.focused is app.chat.prompt)
        await until(pilot, lambda: "F1 Help" in screen_text(app))
        await until(pilot, lambda: app.screen.query(SuggestedQuestion))
        await ask(pilot, TURKEY)
        (turn,) = app.chat.conversation.turns
        assert turn.failure is None
        assert turn.answer is not None
        assert turn.answer.answered
        # A new file is noticed at once, named quietly with its key, and F5 reads it.
        (home / "seeds" / "new.md").write_text("# Zebra\n\nThe zebra budget is 4,310 euros.\n")
        await until(pilot, lambda: "1 file changed, F5 updates" in screen_text(app))
        await pilot.press("f5")
        await until(pilot, lambda: len(app.state.documents) == 3)
        await until(pilot, lambda: not app.state.differences)
    app.backend.close()


async def test_nothing_named_asks_for_a_folder(home, monkeypatch):
    empty = home / "elsewhere"
    empty.mkdir()
    monkeypatch.chdir(empty)
    app = build(backend=Backend(home / "own-index", opener=decided), watching=False)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: "Nothing is indexed." in screen_text(app))
        assert ".txt" in screen_text(app)
        folder = app.screen.query_one("#folder")
        folder.focus()
        folder.value = "nowhere"
        await pilot.press("enter")
        await until(pilot, lambda: "There is no folder" in screen_text(app))
        folder.value = str(home / "seeds")
        await pilot.press("enter")
        await until(pilot, lambda: app.state.phase is Phase.READY)
        assert len(app.state.documents) == 2
    app.backend.close()


async def test_progress_is_shown_and_questions_work_meanwhile(app, fake):
    fake.waits = True
    fake.events = [Progress("embedding", 1_200, 28_072, "documents"), REPORT]
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: app.state.warm)
        await pilot.press("f5")
        await until(pilot, lambda: "1,200 of 28,072 documents" in screen_text(app))
        assert "Reading and embedding" in screen_text(app)
        assert "━" in screen_text(app)
        await ask(pilot, TURKEY)
        assert app.chat.conversation.turns[0].answer is not None
        assert app.state.updating
        await pilot.press("f5")  # one at a time
        assert len(fake.updates) == 1
        fake.updates[0].waits = False
        await until(pilot, lambda: not app.state.updating)
        await until(pilot, lambda: "The index is up to date: 2 added." in screen_text(app))
        assert "1,200 of 28,072" not in screen_text(app)


@pytest.mark.parametrize(
    ("width", "done", "shown"),
    [
        (80, 0, "28,072 documents  Esc stops"),
        (80, 1_200, "1,200 of 28,072 documents  Esc stops"),
        (60, 0, "Reading and embedding  28,072 documents  Esc stops"),
        (40, 0, "Reading and embedding  Esc stops"),
    ],
)
async def test_how_to_stop_an_update_is_never_cut_off(app, fake, width, done, shown):
    fake.waits = True
    fake.events = [Progress("embedding", done, 28_072, "documents"), REPORT]
    async with app.run_test(size=(width, 24)) as pilot:
        await until(pilot, lambda: app.state.warm)
        await pilot.press("f5")
        await until(pilot, lambda: app.state.pace)
        line = next(each for each in screen_text(app).splitlines() if "embedding" in each)
        assert shown in line.replace("─", "").replace("━", "").replace("    ", "  ")
        fake.updates[0].waits = False
        await until(pilot, lambda: not app.state.updating)


def test_the_time_of_an_update_goes_on_without_news_of_it():
    pace = Pace(Progress("embedding", 0, 800, "documents"), elapsed=2.0)
    assert pace.words(waited=9.0) == "800 documents · 11 s"


async def test_escape_stops_an_update(app, fake):
    fake.waits = True
    fake.events = [Progress("embedding", 1, 2, "documents"), REPORT]
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: app.state.warm)
        await pilot.press("f5")
        await until(pilot, lambda: "1 of 2 documents" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Stop the update?" in screen_text(app))
        await pilot.press("escape")  # no: it goes on
        assert app.state.updating
        await pilot.press("escape", "enter")
        await until(pilot, lambda: not app.state.updating)
        assert fake.updates[0].stopped
        await until(pilot, lambda: "Stopped. What was done is saved" in screen_text(app))


async def test_a_question_waits_while_the_index_is_replaced(app, fake):
    fake.waits = True
    fake.events = [Progress("indexing", 0, 9, "passages"), REPORT]
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: app.state.warm)
        await pilot.press("shift+f5")
        await until(pilot, lambda: "Making it searchable" in screen_text(app))
        assert app.state.rebuilding
        fake.fake.fails["ask"] = IndexLocked("Another process is writing to index.")
        app.chat.prompt.text = TURKEY
        await pilot.press("enter")
        await until(pilot, lambda: "waits for the index" in screen_text(app))
        del fake.fake.fails["ask"]
        fake.updates[0].waits = False
        await until(pilot, lambda: app.chat.conversation.turns[0].answer)


async def test_questions_wait_for_the_first_index(fake):
    fake.fake.missing = True
    fake.waits = True
    app = build(backend=fake, watching=False)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: app.state.phase is Phase.NO_INDEX)
        await pilot.press("f5")
        await until(pilot, lambda: app.state.updating)
        app.chat.prompt.text = TURKEY
        app.chat.prompt.focus()
        await pilot.press("enter")
        await until(pilot, lambda: "waits for the index" in screen_text(app))
        fake.fake.missing = False
        fake.updates[0].waits = False
        await until(pilot, lambda: app.chat.conversation.turns[0].answer)


async def test_the_first_questions_are_asked_while_the_index_is_refined(fake):
    fake.fake.missing = True
    fake.waits = True
    fake.events = [
        Progress("ready", 2, 2, "documents"),
        Progress("refining", 256, 9_385, "passages"),
        REPORT,
    ]
    app = build(backend=fake, watching=False)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: app.state.phase is Phase.NO_INDEX)
        fake.fake.missing = False  # from the moment that it is ready
        await pilot.press("f5")
        await until(pilot, lambda: app.state.phase is Phase.READY)
        await ask(pilot, TURKEY)
        assert app.chat.conversation.turns[0].answer is not None
        assert app.state.updating
        assert "256 of 9,385 passages" in screen_text(app)
        assert "refining" in screen_text(app)
        fake.updates[0].waits = False
        await until(pilot, lambda: not app.state.updating)


@pytest.mark.parametrize(
    "failure", [Failure("The disk is full.", "Free some space."), RuntimeError("boom")]
)
async def test_an_update_that_fails_says_so(app, fake, failure):
    if isinstance(failure, Exception):

        def broken(mode):
            raise failure

        fake.update = broken
    else:
        fake.events = [failure]
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: app.state.warm)
        await pilot.press("f5")
        said = "RuntimeError: boom" if isinstance(failure, Exception) else "The disk is full."
        await until(pilot, lambda: said in screen_text(app))
        assert not app.state.updating
        await ask(pilot, TURKEY)


async def test_an_index_that_cannot_be_opened(fake):
    from tests.support.fake_backend import DAMAGED

    fake.fake.fails["documents"] = DAMAGED
    app = build(backend=fake, watching=False)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: "is damaged" in screen_text(app))
        assert "Press Shift+F5 to rebuild it." in screen_text(app)


# The process behind it.


def test_the_indexer_reports_and_ends(home):
    update = update_of(home)
    events = list(update.events())
    assert isinstance(events[-1], SyncReport)
    assert (events[-1].added, events[-1].documents) == (2, 2)
    assert {"embedding", "indexing"} <= {e.stage for e in events if isinstance(e, Progress)}
    with qa.open(home / "index") as engine:
        assert len(engine.documents()) == 2


def test_the_indexer_s_errors_arrive(home):
    (failure,) = update_of(home, "nowhere").events()
    assert isinstance(failure, Failure)
    assert "There is no file or folder" in failure.message


def test_a_killed_indexer_is_told_of(home, monkeypatch):
    update = update_of(home)
    update._process.kill()
    (failure,) = update.events()
    assert isinstance(failure, Failure)
    assert "signal 9" in failure.message
    stopped = update_of(home)
    stopped.stop()
    assert [e for e in stopped.events() if not isinstance(e, Progress)] == []


def test_a_folder_of_documents_is_no_place_to_run_code_from(home):
    """`python -m` would import `tui` from the current folder first."""
    (home / "tui").mkdir()
    (home / "tui" / "__init__.py").write_text("raise SystemExit(9)")
    (home / "json.py").write_text("raise SystemExit(9)")
    events = list(update_of(home).events())
    assert isinstance(events[-1], SyncReport)


def test_pace():
    now = 100.0
    pacer = Pacer(lambda: now)
    assert pacer.pace(Progress("embedding", 0, 1000, "documents")).words() == ("1,000 documents")
    now += 10
    pace = pacer.pace(Progress("embedding", 200, 1000, "documents"))
    assert pace.words() == "200 of 1,000 documents · 20/s · 40 s left"
    assert pace.share == 0.2
    now += 1
    assert pacer.pace(Progress("indexing", 0, 0, "passages")).words() == ""
    now += 7200
    slow = pacer.pace(Progress("indexing", 3600, 36_000, "passages"))
    assert slow.words() == "3,600 of 36,000 passages · 0.5/s · 18.0 h left"


def test_the_backend_asks_compares_and_reads_with_engines_of_their_own():
    opened: list[object] = []

    def opener(index, *, paths):
        opened.append(FakeBackend().fake)
        return opened[-1]

    backend = Backend(opener=opener)
    answering, comparing, reading = opened
    began = time.monotonic()
    answering.gate = lambda question: time.sleep(0.5)
    from threading import Thread

    from qa.datatypes import Filter

    thread = Thread(target=backend.ask, args=("why?", Filter()))
    thread.start()
    backend.status()  # does not wait for the answer
    assert time.monotonic() - began < 0.45
    thread.join()
    assert sys.modules["tui.backend"].Backend is Backend
    assert comparing.asked == reading.asked == []


def test_errors_of_the_process_are_logged_for_the_user_alone(home, own_home):
    log = own_home / "state" / "update.log"
    list(update_of(home, "nowhere").events())
    assert log.stat().st_mode & 0o777 == 0o600
    text = log.read_text()
    assert f"update of {home / 'index'} begins" in text
    assert "Traceback" in text
    assert "There is no file or folder" in text
    log.write_bytes(b"x" * (log_file.MAX_BYTES + 1))
    list(update_of(home, "nowhere").events())
    assert (own_home / "state" / "update.log.1").read_bytes()[:2] == b"xx"
    assert "failed" in log.read_text()
    assert len(log.read_text()) < log_file.MAX_BYTES


def test_an_update_runs_without_a_log(home, own_home):
    (own_home / "state").write_text("a file where the folder should be")
    assert isinstance(list(update_of(home).events())[-1], SyncReport)


# Noticing changes.


async def watched(fake: FakeBackend, pilot) -> None:
    """Wait until the app is ready and its watch has begun."""
    app = pilot.app
    await until(pilot, lambda: app.state.warm and app.state.name and app._watch)
    app._throttle._next = 0.0


async def test_a_change_is_noticed_and_nothing_is_looked_at_without_one(fake):
    app = build(backend=fake)
    async with app.run_test(size=(100, 30)) as pilot:
        await watched(fake, pilot)
        looks = fake.fake.looks
        await pilot.pause(0.5)
        assert fake.fake.looks == looks
        fake.fake.differs = {"new": ("a.txt",), "changed": ("b.txt",)}
        fake.fake.changes_seen.put(Noticed.FILES)
        await until(pilot, lambda: "2 files changed, F5 updates" in screen_text(app))
        assert not fake.updates
    await until_stopped(app)


async def until_stopped(app) -> None:
    ends = time.monotonic() + 5
    while app._watch._thread.is_alive():
        await asyncio.sleep(0.01)
        assert time.monotonic() < ends


async def test_what_another_process_did_is_noticed(fake):
    app = build(backend=fake)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await watched(fake, pilot)
        fake.fake.held = fake.fake.held[:1]
        fake.fake.changes_seen.put(Noticed.INDEX)
        await until(pilot, lambda: len(app.state.documents) == 1)
        await until(pilot, lambda: "1 document" in screen_text(app))


async def test_files_that_come_before_there_is_an_index(fake):
    fake.fake.missing = True
    held, fake.fake.held = fake.fake.held, ()
    app = build(backend=fake)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "There is nothing to read in seeds yet." in screen_text(app))
        await until(pilot, lambda: app._watch)
        fake.fake.held = held
        fake.fake.changes_seen.put(Noticed.FILES)
        await until(pilot, lambda: "2 documents in seeds" in screen_text(app))


async def test_updating_by_itself(fake, own_home):
    app = build(backend=fake)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await watched(fake, pilot)
        fake.fake.differs = {"new": ("a.txt",)}
        fake.fake.changes_seen.put(Noticed.FILES)
        await until(pilot, lambda: app.state.differences == 1)
        assert not fake.updates
        app.action_toggle_automatic_updates()
        await until(pilot, lambda: len(fake.updates) == 1)
        await until(pilot, lambda: not app.state.updating)
        assert "The index is up to date" not in screen_text(app)  # quietly
        # It made no difference here: it is not tried over and over, but after the next change.
        await pilot.pause(0.3)
        assert len(fake.updates) == 1
        app._throttle._next = 0.0
        fake.fake.changes_seen.put(Noticed.FILES)
        await until(pilot, lambda: len(fake.updates) == 2)
        await until(pilot, lambda: not list(app.workers))
    again = build(backend=fake, watching=False)
    assert again.user_data.settings.automatic_updates
    async with again.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: len(fake.updates) == 3)  # at the start, too
        await until(pilot, lambda: not again.state.updating)
        again.action_toggle_automatic_updates()
        await until(pilot, lambda: not list(again.workers))
    assert not build(backend=fake, watching=False).user_data.settings.automatic_updates


async def test_documents_that_an_update_keeps_are_no_difference(app, fake):
    fake.fake.differs = {"gone": ("a.txt", "b.txt"), "held": ("a.txt", "b.txt")}
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: app.state.retained)
        await until(pilot, lambda: "▲ 2 files missing" in screen_text(app))
        names = {action.title: action for action in palette_actions(app)}
        names["Remove documents that are gone"].run()
        await until(pilot, lambda: fake.modes == [UpdateMode.PRUNE])


def test_a_watch_that_fails_looks_by_the_clock(monkeypatch):
    monkeypatch.setattr("tui.watch_thread._CHECK_EVERY", 0.05)
    told: list[Noticed] = []

    def broken(stop):
        raise RuntimeError("no")

    watch = ChangeWatcher(broken, told.append)
    ends = time.monotonic() + 10
    while len(told) < 3:
        time.sleep(0.01)
        assert time.monotonic() < ends
    assert watch.alive
    watch.stop()
    watch._thread.join(5)
    assert not watch.alive


def test_looks_take_a_tenth_of_the_time():
    now = 100.0
    pauses = ScanThrottle(lambda: now)
    assert pauses.wait() == 0
    pauses.begin()
    assert pauses.wait() is None
    now += 2
    pauses.end()
    assert pauses.wait() == 18
    now += 18
    pauses.end()  # none was under way
    assert pauses.wait() == 0


async def test_an_update_stays_with_its_index(home):
    """Without `seeds/` the current folder would name another index."""
    with qa.open(home / "index", paths=[home / "seeds"]) as engine:
        engine.sync()
    backend = Backend(opener=decided)
    (home / "seeds").rename(home / "away")
    events = list(backend.update().events())
    assert isinstance(events[-1], SyncReport)
    assert (events[-1].held, events[-1].documents) == (2, 2)
    backend.close()


async def test_after_the_first_index_one_types(fake):
    """The button that built it is gone, and keeps no key to itself."""
    fake.fake.missing = True
    fake.waits = True
    app = build(backend=fake, watching=False)
    seen: set[str] = set()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "Build the index" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "The index is being built." in screen_text(app))
        fake.fake.missing = False
        app.changed.subscribe(app.chat, lambda state: seen.add(state.phase.name))
        fake.updates[0].waits = False
        await until(pilot, lambda: app.state.phase is Phase.READY)
        await until(pilot, lambda: app.focused is app.chat.prompt)
        await pilot.press("f1")
        await until(pilot, lambda: "Alt+Enter" in screen_text(app))
    assert "NO_INDEX" not in seen  # the button does not come back for a moment
