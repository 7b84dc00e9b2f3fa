"""`qa timeline` and `qa ask --no-dates` over a fake engine."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date

import pytest

from qa.cli import main
from qa.datatypes import Filter, Place, PlaceKind, Timeline, TimelineEntry
from tests.support import fake_engine as fake
from tests.support.answered_collection import info

TEXT = "Washington removed Turkey from its F-35 program."
ENTRY = TimelineEntry(
    date(2019, 10, 25), TEXT, 10, 10 + len(TEXT), 3, info("a.txt"), "seeds/a.txt", 0.914,
    also_in=(info("b.txt"), info("c.txt")),
)  # fmt: skip


class Engine(fake.Engine):
    """Also has a timeline."""

    dates = True
    found = Timeline("F-35", (ENTRY,), undated=2)

    def timeline(self, question: str, *, top: int = 12, only: Filter | None = None) -> Timeline:
        self._call("timeline", question, top, *((only,) if only else ()))
        return self.found

    def ask(self, *args, **kwargs):
        self._call("dates", self.dates)
        return super().ask(*args, **kwargs)


@pytest.fixture
def engine(monkeypatch):
    engine = Engine()
    monkeypatch.setitem(sys.modules, "qa.engine", fake.module(engine))
    for name in ("NO_COLOR", "FORCE_COLOR", "QA_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return engine


def test_text(engine, capsys) -> None:
    assert main(["timeline", "-k", "5", "F-35"]) == 0
    assert ("timeline", "F-35", 5) in engine.calls
    out, err = capsys.readouterr()
    assert out == (
        f"2019-10-25  {TEXT}\n"
        "            seeds/a.txt:3 · 91% · also in 2 others\n"
        "\n"
        "2 documents without a date left out.\n"
    )
    assert err == ""


def test_markdown_and_json(engine, capsys) -> None:
    assert main(["timeline", "F-35", "--format", "md"]) == 0
    assert capsys.readouterr().out.startswith("- **2019-10-25** Washington removed Turkey from its")
    assert main(["timeline", "F-35", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["kind"], found["question"], found["undated_left_out"]) == ("timeline", "F-35", 2)
    (entry,) = found["entries"]
    assert (entry["published"], entry["text"], entry["line"]) == ("2019-10-25", TEXT, 3)
    assert entry["document"]["source"] == "a.txt"
    assert [other["source"] for other in entry["also_in"]] == ["b.txt", "c.txt"]


def test_a_page_is_named_where_there_are_no_lines(engine, capsys) -> None:
    paged = replace(ENTRY, line=None, place=(Place(0, PlaceKind.PAGE, 7),), also_in=())
    engine.found = Timeline("F-35", (paged,))
    assert main(["timeline", "F-35"]) == 0
    assert "seeds/a.txt, page 7 · 91%\n" in capsys.readouterr().out
    assert main(["timeline", "F-35", "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)["entries"]
    assert (entry["line"], entry["place"]) == (None, {"page": 7})


def test_nothing_found(engine, capsys) -> None:
    engine.found = Timeline("F-35", ())
    assert main(["timeline", "F-35"]) == 3
    assert capsys.readouterr().out == "No dated documents about it.\n"


def test_a_document_can_not_steer_the_terminal(engine, capsys) -> None:
    hostile = TimelineEntry(
        date(2019, 10, 25), "Red \x1b[31m text.", 0, 16, 1, info("a\x1b.txt"), "seeds/a\x1b.txt"
    )
    engine.found = Timeline("F-35", (hostile,))
    for form in ("text", "md", "json"):
        assert main(["timeline", "F-35", "--format", form]) == 0
        assert "\x1b" not in capsys.readouterr().out


def test_dates_are_left_aside_on_request(engine) -> None:
    assert main(["ask", "why?", "--no-dates"]) == 0
    assert ("dates", False) in engine.calls
    assert main(["ask", "why?"]) == 0
    assert ("dates", True) in engine.calls
