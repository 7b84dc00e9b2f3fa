"""Quotes of documents that are inside of files: a member of an archive, a message, a row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import qa
from qa.datatypes import QuoteState
from qa.render.json_writer import JsonWriter
from tests.support import mixed_folder

VERBATIM, MOVED = QuoteState.VERBATIM, QuoteState.MOVED
CHANGED, GONE = QuoteState.CHANGED, QuoteState.GONE
VISITORS = "how many visitors did the museum have in 2018?"
REGATTA = "when is the regatta?"
LIBRARIAN = "who is the librarian at Northgate?"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    mixed_folder.make(tmp_path / "files")
    return tmp_path / "files"


@pytest.fixture
def engine(files: Path) -> Iterator[qa.Engine]:
    with qa.open(files.parent / "index", paths=[files]) as engine:
        engine.sync()
        yield engine


def receipt(engine: qa.Engine, question: str) -> dict:
    return json.loads(JsonWriter(str, timed=False).answer(engine.ask(question)))


def checked(engine: qa.Engine, answer: dict) -> list[tuple[QuoteState, str, int | None]]:
    found = engine.verify(answer)
    return [(each.state, each.source, each.now_line) for each in found.quotes]


def test_untouched_they_are_verbatim(engine):
    for question in (VISITORS, REGATTA, LIBRARIAN):
        answer = receipt(engine, question)
        assert {state for state, _, _ in checked(engine, answer)} == {VERBATIM}
        assert answer == receipt(engine, question)


def test_a_member_of_an_archive(engine, files):
    answer = receipt(engine, VISITORS)
    text = mixed_folder.REPORTS["2018/museum.txt"]
    member = "reports.zip/2018/museum.txt"
    mixed_folder.pack(files, {"2018/museum.txt": f"A new first line.\n\n{text}"})
    assert checked(engine, answer)[0] == (MOVED, member, 5)
    mixed_folder.pack(files, {"2018/museum.txt": text.replace("31,400", "31,900")})
    assert checked(engine, answer)[0] == (CHANGED, member, 3)
    mixed_folder.pack(files, {"2019/museum.txt": mixed_folder.REPORTS["2019/museum.txt"]})
    assert checked(engine, answer)[0] == (GONE, member, None)
    mixed_folder.pack(files, {"old/2018.txt": text})
    found = engine.verify(answer).quotes[0]
    assert (found.state, found.now_path) == (MOVED, engine.path_of("reports.zip/old/2018.txt"))


def test_a_message_of_a_mailbox(engine, files):
    answer = receipt(engine, REGATTA)
    sender, subject, text = mixed_folder.MAIL[0]
    first = "club.mbox/message-1"
    mixed_folder.deliver(files, (mixed_folder.MAIL[1], mixed_folder.MAIL[0]))
    found = engine.verify(answer).quotes[0]
    assert (found.state, found.now_path) == (MOVED, engine.path_of("club.mbox/message-2"))
    mixed_folder.deliver(files, ((sender, subject, text.replace("18 June", "25 June")),))
    assert checked(engine, answer)[0][:2] == (CHANGED, first)
    mixed_folder.deliver(files, (mixed_folder.MAIL[1],))
    assert checked(engine, answer)[0] == (GONE, first, None)


def test_a_row_of_a_table(engine, files):
    answer = receipt(engine, LIBRARIAN)
    table = files / "libraries.csv"
    head, northgate, *others = mixed_folder.LIBRARIES.splitlines()
    row = "Altona,New Town,1901,9000,Jo Fink"
    table.write_text("\n".join([head, row, northgate, *others]) + "\n")
    assert checked(engine, answer)[0] == (MOVED, "libraries.csv", 3)
    table.write_text("\n".join([head, northgate.replace("41000", "41500"), *others]) + "\n")
    assert checked(engine, answer)[0] == (CHANGED, "libraries.csv", 2)
    table.write_text("\n".join([head, row]) + "\n")
    assert checked(engine, answer)[0][0] is GONE
