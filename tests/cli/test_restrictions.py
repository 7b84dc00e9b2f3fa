"""Options that choose documents or a collection, over a fake engine."""

from __future__ import annotations

import io
import sys
from datetime import date

import pytest

from qa.cli import main
from qa.datatypes import Filter, Selection
from tests.support import fake_engine as fake


class Engine(fake.Engine):
    """Also says how many documents a filter leaves."""

    left = Selection(2, 0)

    def selection(self, only: Filter) -> Selection:
        self._call("selection", only)
        return self.left


@pytest.fixture
def engine(monkeypatch, tmp_path):
    engine = Engine()
    monkeypatch.setitem(sys.modules, "qa.engine", fake.module(engine))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("NO_COLOR", "FORCE_COLOR", "QA_DEBUG", "QA_INDEX"):
        monkeypatch.delenv(name, raising=False)
    return engine


def test_every_restriction_reaches_the_engine(engine, capsys):
    options = ["--in", "2024/*", "--in", "*.md", "--doc", "bridge", "--since", "2019-10",
               "--until", "2020", "--source", "Reuters", "--author", "Roe",
               "--language", "German", "--language", "fr-CA"]  # fmt: skip
    only = Filter(
        (),
        date(2019, 10, 1),
        date(2020, 12, 31),
        ("2024/*", "*.md"),
        ("bridge",),
        ("Reuters",),
        ("Roe",),
        languages=("de", "fr"),
    )
    assert main(["ask", "why?", *options]) == 0
    assert main(["search", "why?", *options]) == 0
    assert ("ask", "why?", 3, only) in engine.calls
    assert ("search", "why?", 10, only) in engine.calls
    assert engine.calls.count(("selection", only)) == 2
    assert capsys.readouterr().err == ""


def test_a_language_that_there_is_not(engine, capsys):
    assert main(["ask", "why?", "--language", "klingon\x1b[2J"]) == 2
    assert "\x1b" not in (err := capsys.readouterr().err)
    assert "There is no language 'klingon" in err
    assert engine.calls == []


def test_without_restrictions_there_is_no_filter(engine):
    assert main(["ask", "why?"]) == 0
    assert ("ask", "why?", 3) in engine.calls


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-2", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-05-17", date(2024, 5, 17), date(2024, 5, 17)),
    ],
)
def test_days(engine, typed, first, last):
    assert main(["ask", "why?", "--since", typed, "--until", typed]) == 0
    assert ("ask", "why?", 3, Filter(since=first, until=last)) in engine.calls


@pytest.mark.parametrize(
    "typed", ["", "24", "2024-13", "2024-02-30", "0000", "May 2024", "2024/05", "٢٠٢٤", "2024-05-"]
)
@pytest.mark.parametrize("option", ["--since", "--until"])
def test_what_is_no_day(engine, capsys, typed, option):
    assert main(["ask", "why?", option, typed]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert engine.calls == []


def test_days_the_wrong_way_round(engine, capsys):
    assert main(["ask", "why?", "--since", "2024", "--until", "2023"]) == 2
    assert "2024-01-01 comes after 2023-12-31" in capsys.readouterr().err


def test_undated_documents_are_counted_aloud(engine, capsys):
    engine.left = Selection(2, 12)
    assert main(["search", "why?", "--since", "2024"]) == 0
    assert capsys.readouterr().err == "qa: 12 undated documents left out.\n"


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_filter_that_leaves_nothing(engine, capsys, command):
    engine.left = Selection(0, 12)
    assert main([command, "why?", "--since", "2024"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "qa: No document matches these restrictions. 12 undated documents left out. "
        "'qa list' shows paths, dates, sources and authors.\n"
    )
    assert command not in [call[0] for call in engine.calls]


@pytest.mark.parametrize(
    "command", [["ask", "why"], ["search", "why"], ["status"], ["doctor"], ["show", "a.txt"],
                ["list"], ["index"]],
    ids=lambda command: command[0],
)  # fmt: skip
def test_an_unknown_collection(engine, capsys, command):
    assert main([*command, "-C", "artcles"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("qa: There is no collection 'artcles'.")
    assert main([*command, "-C", "a\x1b[2J/../x"]) == 2
    assert "\x1b" not in capsys.readouterr().err
    assert main([*command, "-C", "articles", "--index", "x"]) == 2
    assert "exclude each other" in capsys.readouterr().err
    assert engine.calls == []


@pytest.mark.parametrize(("typed", "removed"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_removing_is_confirmed_at_the_terminal(
    engine, capsys, monkeypatch, tmp_path, typed, removed
):
    from qa.collections import cards

    (tmp_path / "news").mkdir()
    with cards.changing():
        cards.write(cards.new_card("news", [tmp_path / "news"]))

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    assert main(["collections", "remove", "news"]) == (0 if removed else 1)
    assert (cards.cards() == ()) == removed
    out, err = capsys.readouterr()
    assert "Remove the collection 'news' and its index?" in out + err
    assert ("nothing was removed" in err) != removed
