"""Several writers and readers of one shared collection: nothing half, lost or twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from qa.datatypes import Filter
from tests.support.builders import environment, put
from tests.support.places import settle

WRITER = """
import sys
from qa.shared.store import SharedStore
from tests.support.builders import put
address, name = sys.argv[1:]
with SharedStore.create(address) as store:
    print("open", flush=True)
    for number in range(1000):
        # Two documents that belong together: one commit.
        with store.transaction(), store.commit():
            put(store, f"{name}/{number}/a.txt", [f"The {name} begins number{number}."])
            put(store, f"{name}/{number}/b.txt", [f"The {name} ends number{number}."])
        print(number, flush=True)
"""


def writer(place, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, place.address, name],
        env=environment(), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def acknowledged(process: subprocess.Popen[str], wanted: int) -> None:
    """Wait until a writer has committed so many pairs."""
    assert process.stdout
    for line in process.stdout:
        if line.strip() == str(wanted - 1):
            return
    raise AssertionError("the writer ended")


def test_two_writers_from_the_same_version_both_get_through(lance_place):
    with lance_place.writing() as store:
        put(store, "first.txt", ["The first one."])
    from qa.shared.store import SharedStore

    with SharedStore.create(lance_place.address) as one:
        with SharedStore.create(lance_place.address) as two:
            put(one, "same.txt", ["Written by one."])
            put(one, "one.txt", ["Only of one, with a lantern."])
            put(two, "same.txt", ["Written by two."])
            put(two, "two.txt", ["Only of two, with a lantern."])
            one.flush()
            two.flush()
        assert one.table.version < two.table.version
    retriever = lance_place.retriever()
    store = retriever.store
    assert [info.source for info in store.documents()] == [
        "first.txt",
        "one.txt",
        "same.txt",
        "two.txt",
    ]
    assert store.document("same.txt").text == "Written by two."
    assert store.counts() == (4, 4)
    ids = store.passage_ids()
    assert len(set(ids.tolist())) == 4
    assert retriever.lexical.frequency("lantern") == 2
    assert retriever.lexical.frequency("written") == 1  # that of the one was taken out again


def test_two_writers_that_both_make_the_collection(lance_place):
    from qa.shared.store import SharedStore

    address = lance_place.address
    with SharedStore.create(address) as one, SharedStore.create(address) as two:
        for store, name in ((one, "one"), (two, "two")):
            settle(store)
            with store.commit():
                put(store, f"{name}.txt", [f"Written by {name}."])
    retriever = lance_place.retriever()
    assert [info.source for info in retriever.store.documents()] == ["one.txt", "two.txt"]
    assert retriever.lexical.frequency("written") == 2


def test_settings_that_two_have_changed_are_put_together(lance_place):
    from qa.shared.store import SharedStore

    with lance_place.writing() as store:
        put(store, "first.txt", ["The first one."])
        store.set_meta("map", '{"a": 1, "b": 2}')
    with SharedStore.create(lance_place.address) as one:
        with SharedStore.create(lance_place.address) as two:
            two.set_meta("map", '{"a": 1, "b": 2, "two": 4}')
            two.set_meta("last", "two")
        one.set_meta("map", '{"b": 3}')
        one.set_meta("last", "one")
    with lance_place.open() as store:
        assert store.meta("map") == '{"b": 3, "two": 4}'
        assert store.meta("last") == "one"


def test_writers_conflict_also_after_the_pieces_were_put_together(lance_place, monkeypatch):
    """Where the head shares its fragment with other rows, replacing it must be refused as well."""
    from qa.shared import upkeep
    from qa.shared.store import SharedStore

    monkeypatch.setattr(upkeep, "_MANY_FRAGMENTS", 1)
    monkeypatch.setattr(upkeep, "_MANY_DIFFERENCES", 1)
    with lance_place.writing() as store:
        for number in range(4):
            put(store, f"{number}.txt", [f"Common words and number{number}."])
            store.flush()
        store.upkeep()
        assert len(store.table.dataset.get_fragments()) == 1
    before = lance_place.retriever()
    assert before.lexical.frequency("common") == 4
    assert before.documents_of(before.lexical.search("number2", 5).ids) == ["2.txt"]
    address = lance_place.address
    with SharedStore.create(address) as one, SharedStore.create(address) as two:
        with one.commit() as number:
            one.remove("0.txt", number)
        with two.commit() as number:
            two.remove("1.txt", number)
    after = lance_place.retriever()
    assert [info.source for info in after.store.documents()] == ["2.txt", "3.txt"]
    assert after.store.counts() == (2, 2)
    assert after.lexical.frequency("common") == 2
    assert before.store.counts() == (4, 4)  # the version it has opened is still there
    assert before.documents_of(before.lexical.search("common", 5).ids) == [
        f"{number}.txt" for number in range(4)
    ]


def test_upkeep_adds_the_counts_up_and_finds_the_same(lance_place):
    queries = ("rotor", "number3", "common words", "S-400")
    with lance_place.writing() as store:
        for number in range(12):
            put(
                store, f"{number}.txt", [f"Common words of rotor S-40{number % 3}, number{number}."]
            )
            store.flush()
        for number in range(0, 12, 4):
            with store.commit() as commit:
                store.remove(f"{number}.txt", commit)
        store.flush()
        table = store.table
        rows = table.rows(["term"], "kind = 'term'").num_rows
        before = {query: lance_place.retriever().lexical.search(query, 20) for query in queries}
    after = lance_place.retriever()
    terms = after.store.table.rows(["term", "count"], "kind = 'term'")
    assert terms.num_rows < rows
    assert len(set(terms["term"].to_pylist())) == terms.num_rows
    assert min(terms["count"].to_pylist()) > 0
    assert after.lexical.frequency("rotor") == 9
    for query, found in before.items():
        now = after.lexical.search(query, 20)
        assert now.ids.tolist() == found.ids.tolist()
        assert now.scores == pytest.approx(found.scores)


@pytest.mark.slow
def test_a_killed_writer_among_readers_leaves_whole_pairs(lance_place):
    with lance_place.writing() as store:
        put(store, "first.txt", ["The first one."])
    writers = [writer(lance_place, "crane"), writer(lance_place, "barge")]
    try:
        for process in writers:
            acknowledged(process, 2)
        ended = time.monotonic() + 4
        while time.monotonic() < ended:
            pairs_are_whole(lance_place)
        writers[0].send_signal(signal.SIGKILL)
        writers[0].wait(30)
        done = [int(line) for line in writers[0].stdout if line.strip().isdigit()]
        acknowledged_pairs = max([1, *done]) + 1
        pairs_are_whole(lance_place)
        more = time.monotonic() + 2  # the other goes on
        while time.monotonic() < more:
            pairs_are_whole(lance_place)
    finally:
        for process in writers:
            process.kill()
            process.communicate()
    sources = pairs_are_whole(lance_place)
    cranes = {int(each.split("/")[1]) for each in sources if each.startswith("crane/")}
    assert set(range(acknowledged_pairs)) <= cranes
    assert len(cranes) <= acknowledged_pairs + 1
    assert sum(each.startswith("barge/") for each in sources) >= 4
    with lance_place.writing() as store:  # nothing is left locked
        put(store, "last.txt", ["The last one."])
    assert lance_place.retriever().lexical.frequency("last") == 1


def pairs_are_whole(place) -> list[str]:
    """The sources in the last version, after a look at whether all of it belongs together."""
    retriever = place.retriever()
    store = retriever.store
    sources = [info.source for info in store.documents()]
    assert len(sources) == len(set(sources)) == store.counts()[0]
    assert len(store.passage_ids()) == store.counts()[1] == len(sources)
    pairs = [each.rpartition("/") for each in sources if "/" in each]
    assert {folder for folder, _, name in pairs if name == "a.txt"} == {
        folder for folder, _, name in pairs if name == "b.txt"
    }
    assert retriever.lexical.frequency("begin") == len(pairs) // 2
    if pairs:
        newest = pairs[-1][0]
        found = retriever.search("begins ends", only=Filter(paths=(f"{newest}/*",)))
        assert len(found) == 2
    return sources
