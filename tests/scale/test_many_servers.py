"""Several `qa serve` on one shared collection while a builder commits: one version an answer."""

from __future__ import annotations

import re
import threading
import time
from contextlib import ExitStack

import pytest

import qa
from tests.support.builders import ROOT
from tests.support.served import served

pytest.importorskip("lance", reason="needs the extra: pip install 'qa[scale]'")
pytest.importorskip("starlette", reason="needs the extra: pip install 'qa[serve]'")

SERVERS, COMMITS = 3, 5
OTHERS = 6  # documents that stay as they are
QUESTION = "which number is painted on the lighthouse door?"


@pytest.fixture
def folder(tmp_path, monkeypatch, own_folders):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(OTHERS):
        (folder / f"other{number}.txt").write_text(f"The boat {number} is moored in the harbour.\n")
    return folder


def paint(folder, number: int) -> None:
    """Two documents that belong together, and one more with every number."""
    for side in ("north", "south"):
        text = f"The number {number} is painted on the {side} door of the lighthouse.\n"
        (folder / f"{side}.txt").write_text(text)
    (folder / f"visitor{number}.txt").write_text(f"Visitor {number} signed the guest book.\n")


class Client(threading.Thread):
    """Asks one server again and again: when it asked, what it was told, and of how many."""

    def __init__(self, server, ended: threading.Event) -> None:
        super().__init__()
        self.server, self.ended = server, ended
        self.replies: list[tuple[float, set[int], int]] = []
        self.failed: list[object] = []

    def run(self) -> None:
        while not self.ended.is_set():
            self.ask()

    def ask(self) -> None:
        began = time.monotonic()
        status, hits = self.server.post("/v1/search", {"query": QUESTION, "top": 4})
        again, answer = self.server.post("/v1/ask", {"question": QUESTION})
        if (status, again) != (200, 200) or not answer["answered"]:
            self.failed.append((status, hits, again, answer))
            return
        texts = [hit["text"] for hit in hits["hits"] if "painted" in hit["text"]]
        self.replies.append((began, numbers(texts), 0))
        quoted = [each["text"] for each in answer["evidence"] if "painted" in each["text"]]
        self.replies.append((began, numbers(quoted), answer["searched"]["documents"]))


def numbers(texts: list[str]) -> set[int]:
    return {int(found) for text in texts for found in re.findall(r"number (\d+)", text)}


@pytest.mark.slow
def test_every_answer_of_every_server_is_of_one_version_and_none_is_late(folder, tmp_path):
    address = f"lance:{tmp_path / 'shared'}"
    with ExitStack() as opened, qa.open(address, paths=[folder], encoder="fast") as builder:
        paint(folder, 0)
        builder.sync()
        servers = [opened.enter_context(served(address)) for _ in range(SERVERS)]
        ended = threading.Event()
        clients = [Client(server, ended) for server in servers]
        for client in clients:
            client.ask()
            client.start()
        committed = [(0.0, 0)]
        try:
            for number in range(1, COMMITS + 1):
                paint(folder, number)
                report = builder.sync()
                committed.append((time.monotonic(), number))
                assert (report.added, report.changed) == (1, 2)
        finally:
            ended.set()
            for client in clients:
                client.join()
        for client in clients:  # once more, now that all is committed
            client.ask()
        for client in clients:
            assert client.failed == []
            last = 0
            for began, seen, documents in client.replies:
                (number,) = seen  # never the north door of one version and the south of another
                due = max(done for at, done in committed if at <= began)
                assert number >= max(due, last)  # what is committed is found by the next question
                last = number
                if documents:
                    assert documents == OTHERS + 3 + number
            assert last == COMMITS
        repeated = [
            server.post("/v1/ask", {"question": QUESTION})[1]["evidence"] for server in servers
        ]
        assert repeated[0] == repeated[1] == repeated[2]
        for server in servers:
            metrics = server.request("GET", "/metrics")[2].decode()
            found = re.search(r"^qa_repeated\S* (\d+)", metrics, re.MULTILINE)
            assert found, metrics
            assert int(found[1]) >= 1  # the stored answer, for nothing has changed since
