"""How the chat looks: one column, sources, time, welcome, themes."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import pytest
from textual.widgets import Static

import qa
from qa.answering.time_preference import _remark
from qa.datatypes import (
    Answer,
    BlockKind,
    Evidence,
    Refusal,
    Source,
    Strength,
    TimeFocus,
)
from tests.support.fake_backend import (
    TURKEY,
    answered,
    documents,
    info,
    refused,
    source,
)
from tests.support.pilot import ask, decided, screen_text, until
from tui import content, starters
from tui.app import build
from tui.backend import Backend
from tui.conversation_store import ConversationStore
from tui.conversations import Conversation, Turn, to_plain
from tui.short_names import shortened
from tui.starters import SavedStarters
from tui.suggestions import starters as questions_of
from tui.themes import COUNTERPARTS, DARK, LIGHT, THEMES
from tui.unit_content import unit
from tui.widgets.offers import NewestDocument, RecentConversation, SuggestedQuestion
from tui.widgets.quote import Quote
from tui.widgets.turn import Fold


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_all_stands_on_one_column(app, size):
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.screen.query(SuggestedQuestion))
        head = next(iter(app.screen.query("#welcome > .head")))
        edges = {head.content_region.x, app.chat.prompt.content_region.x}
        edges |= {each.content_region.x + 2 for each in app.screen.query(SuggestedQuestion)}
        await ask(pilot, TURKEY)
        for name in (".asked", ".confidence", "Quote", ".source", ".result > .quiet"):
            edges |= {each.content_region.x for each in app.screen.query(name)}
        assert len(edges) == 1
        # The room of the scrollbar is there before it is.
        before = next(iter(app.screen.query(Quote))).region
        for _ in range(4):
            await ask(pilot, TURKEY)
        assert next(iter(app.screen.query(Quote))).region.width == before.width


async def test_the_welcome_stands_in_the_middle(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.screen.query(SuggestedQuestion))
        view, welcome = app.chat.view.region, app.screen.query_one("#welcome").region
        above, below = welcome.y - view.y, view.bottom - welcome.bottom
        assert abs(above - below) <= 1
        await pilot.resize_terminal(40, 9)
        await pilot.pause()
        assert "Ask your 2 documents." in screen_text(app)  # its beginning, where there is no room


async def test_a_source_has_two_lines(app):
    first = documents()[0]
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        lines = [line.strip() for line in screen_text(app).splitlines()]
        at = next(i for i, line in enumerate(lines) if line.startswith("[1]"))
        assert lines[at].startswith("[1] U.S. still pressing Turkey")
        # The hash in the name is shortened; what is copied has the whole name.
        assert lines[at + 1] == "Reuters · 2019-10-25 · seeds/000_f06a…6e39.txt:16,18"
        copied: list[str] = []
        app.copy_to_clipboard = copied.append
        await pilot.press("alt+y")
        assert f"seeds/{first.source}:16,18" in copied[0]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a/000_f06a268188dc6e39.txt:3", "a/000_f06a…6e39.txt:3"),
        ("Notes 0a1b2c3d-0000-4444-8888-1234567890ab.md", "Notes 0a1b…90ab.md"),
        ("scan_20230102_030405.pdf", "scan_20230102_030405.pdf"),
        ("20230102030405-minutes.md", "20230102030405-minutes.md"),
        ("acknowledgement.txt", "acknowledgement.txt"),
        ("deadbeefdeadbeef.txt", "deadbeefdeadbeef.txt"),
        ("AAMkAGI2TG93AAAbcd12.eml", "AAMk…cd12.eml"),
    ],
)
def test_ids_are_shortened(name, shown):
    assert shortened(name) == shown


def test_a_long_title_gives_way_and_a_long_path_does_not():
    first = documents()[0]
    cited = Source(
        1, replace(info(first), title="word " * 40), "a long folder/" * 8 + "name.md", (7,)
    )
    lines = content.source(cited, 50).plain.split("\n")
    assert lines[0].endswith("…")
    assert "".join("".join(lines[1:]).split()).endswith("alongfolder/name.md:7")
    assert all(line.startswith("    ") for line in lines[1:])


async def test_neighbours_have_one_number(app, fake):
    text = "The gate is red. The wall is blue. The roof is green."
    first = replace(documents()[0], text=text)
    cuts = [(0, 16), (17, 34), (35, 53)]
    quotes = tuple(Evidence(1, a, b, text[a:b], 1, 0.9) for a, b in cuts)
    quotes = (*quotes[:2], replace(quotes[2], line=2))  # in a line of its own
    made = replace(answered(), evidence=quotes, sources=(source(1, first, 1, 2),))
    fake.fake.answers["colours"] = lambda: made
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "colours")
        lines = [line.strip().replace("\u00a0", " ") for line in screen_text(app).splitlines()]
        at = lines.index("The gate is red.")
        assert lines[at + 1 : at + 4] == ["The wall is blue. [1]", "", "The roof is green. [1]"]


async def test_near_misses_that_may_answer_are_shown_at_once(app, fake):
    fake.fake.answers["unclear"] = lambda: replace(refused(), refusal=Refusal.NO_CLEAR_ANSWER)
    fake.fake.answers["absent"] = lambda: replace(refused(), refusal=Refusal.NOT_IN_DOCUMENTS)
    async with app.run_test(size=(100, 40)) as pilot:
        await ask(pilot, "unclear")
        assert "No clear answer in your documents." in screen_text(app)
        assert "Batteries of the S-400" in screen_text(app)
        fold = app.screen.query_one(Fold)
        fold.focus()
        await pilot.press("enter")
        await pilot.pause()
        assert "Batteries of the S-400" not in screen_text(app)
        await app.action_new()
        await ask(pilot, "absent")
        assert "Batteries of the S-400" not in screen_text(app)


@pytest.mark.parametrize(
    ("focus", "words"),
    [
        (TimeFocus("in 2019", date(2019, 1, 1), date(2019, 12, 31)), "in 2019"),
        (TimeFocus("latest", newest=True), "latest"),
    ],
)
async def test_a_preferred_time_is_shown_and_undone(app, fake, focus, words):
    """The remark is the engine's own: it is to be recognised whatever its wording."""
    made = replace(answered(), notes=(_remark(focus), "3 files changed."))
    asked: list[bool] = []

    def answer() -> Answer:
        asked.append(fake.fake.dates)
        return made if fake.fake.dates else answered()

    fake.fake.answers["when"] = answer
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, "when")
        assert f"◷ preferring {words} · Alt+D looks at all dates" in screen_text(app)
        assert "--no-dates" not in screen_text(app)
        assert "▲ 3 files changed." in screen_text(app)
        await pilot.press("alt+d")
        await until(pilot, lambda: "◷ all dates alike" in screen_text(app))
        assert asked == [True, False]
        await pilot.press("alt+d")
        await until(pilot, lambda: f"preferring {words}" in screen_text(app))
        await ask(pilot, TURKEY)
        assert app.chat.dated_turn() is None


async def test_the_frame_of_an_article(app):
    async with app.run_test(size=(140, 36)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        await until(pilot, lambda: app.chat.pane.view.evidence_line)
        assert "┏━ U.S. still pressing Turkey" in screen_text(app)  # it has the focus
        assert "Esc back · 1 of 2" in screen_text(app)
        await pilot.press("x")
        await pilot.pause()
        assert "╭─ U.S. still pressing Turkey" in screen_text(app)
        assert "━━━" in screen_text(app)  # now the rule above the box is heavy
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Esc back · 1 of 2 · U.S. still pressing Turkey" in screen_text(app)


async def test_the_footer_offers_only_places_that_there_are(app):
    async with app.run_test(size=(140, 36)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        await until(pilot, lambda: app.chat.pane.view.evidence_line)
        assert app.chat.pane.can_step(1)
        assert not app.chat.pane.can_step(-1)
        await until(pilot, lambda: "Alt+N Next" in screen_text(app))
        await pilot.press("alt+n")
        await until(pilot, lambda: "2 of 2" in screen_text(app))
        assert not app.chat.pane.can_step(1)
        assert app.chat.check_action("walk", (1,)) is False


TABLE = "Plan: Plus · Price: $10\nPlan: Pro · Price: $20"


def test_rows_of_an_answer_stand_in_columns():
    first = TABLE.split("\n")[0]
    rows = Evidence(
        1, 0, len(TABLE), TABLE, 3, 0.9, span=(len(TABLE) - 3, len(TABLE)),
        proof=(len(first) + 1, len(TABLE)), parts=((0, len(first)), (len(first) + 1, len(TABLE))),
        kinds=(BlockKind.TABLE, BlockKind.TABLE),
    )  # fmt: skip
    made = unit(rows, (), 60)
    assert made.plain.split("\n") == ["Plan  Price", "Plus  $10", "Pro   $20\u00a0[1]"]
    (bold,) = (made.plain[s.start : s.end] for s in made.spans if "underline" in str(s.style))
    assert bold == "$20"


async def test_quotes_are_checked_against_the_files(tmp_path, monkeypatch):
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "gate.md").write_text("# Gate\n\nThe gate of the mill is red.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    backend = Backend(tmp_path / "index", folder, opener=decided)
    with qa.open(tmp_path / "index", paths=[folder]) as engine:
        engine.sync()
    app = build(backend=backend, watching=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.warm)
        await ask(pilot, "What colour is the gate of the mill?")
        await pilot.press("alt+v")
        await until(
            pilot, lambda: "✓ The quote stands in its file, word for word." in screen_text(app)
        )
        (folder / "gate.md").write_text("# Gate\n\nThe gate of the mill is blue.\n", "utf-8")
        await pilot.press("alt+v")
        await until(pilot, lambda: "▲ Of 1 quote 1 changed: see [1]." in screen_text(app))
        assert "✓" not in screen_text(app)
    backend.close()


# The welcome.


async def test_only_questions_with_strong_answers_are_offered(fake):
    weak = replace(answered(), strength=Strength.WEAK)
    good = questions_of([each.title for each in documents()], 18)[1:3]
    fake.fake.answers |= {
        each: (lambda: weak)
        for each in questions_of([each.title for each in documents()], 18)
        if each not in good
    }
    app = build(backend=fake, watching=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.screen.query(SuggestedQuestion))
        assert tuple(each.question for each in app.screen.query(SuggestedQuestion)) == good
        await until(pilot, lambda: not list(app.workers))
    # Saved: the next start offers them and asks nothing.
    before = len(fake.fake.asked)
    again = build(backend=fake, watching=False)
    async with again.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: again.screen.query(SuggestedQuestion) and again.state.warm)
        assert tuple(each.question for each in again.screen.query(SuggestedQuestion)) == good
        await until(pilot, lambda: not list(again.workers))
        assert len(fake.fake.asked) == before + 1  # which loaded the models


@pytest.mark.parametrize("kinds", [(BlockKind.META,), (BlockKind.HEADING, BlockKind.CONTENTS)])
async def test_a_question_answered_by_a_byline_is_not_offered(fake, kinds):
    silent = answered()
    first, *others = silent.evidence
    silent = replace(silent, evidence=(replace(first, kinds=kinds), *others))
    questions = questions_of([each.title for each in documents()], 18)
    fake.fake.answers[questions[0]] = lambda: silent
    app = build(backend=fake, watching=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.screen.query(SuggestedQuestion))
        offered = [each.question for each in app.screen.query(SuggestedQuestion)]
        assert offered == list(questions[1:4])


async def test_the_search_for_questions_makes_way_for_a_person(app, fake):
    async with app.run_test(size=(100, 30)) as pilot:
        app.chat.prompt.text = "half a quest"
        await until(pilot, lambda: app.state.warm)
        await pilot.pause(0.3)
        assert len(fake.fake.asked) == 1  # nothing is asked while somebody types
        assert "Looking for questions to begin with" in screen_text(app)
        await ask(pilot, TURKEY)
        await until(pilot, lambda: not list(app.workers))
        assert [each for each, _ in fake.fake.asked[1:]] == [TURKEY]
        await app.action_new()  # now there is time
        await until(pilot, lambda: app.screen.query(SuggestedQuestion))


def test_saved_questions_belong_to_the_documents_they_were_found_for(tmp_path):
    saved = SavedStarters(tmp_path / "starters.json")
    held = tuple(map(info, documents()))
    saved.save("a", starters.signature(held), ("One?", "Two?"))
    saved.save("b", "other", ("Three?",))
    assert saved.load("a", starters.signature(held)) == ("One?", "Two?")
    assert saved.load("a", starters.signature(held[:1])) is None
    assert saved.load("c", starters.signature(held)) is None
    (tmp_path / "starters.json").write_text('{"collections": [1, {"index": "a"}]}')
    assert saved.load("a", starters.signature(held)) is None


async def test_newest_documents_and_recent_conversations(app, fake):
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, TURKEY)
        await until(pilot, lambda: not list(app.workers))
    again = build(backend=fake, watching=False)
    async with again.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: again.screen.query(RecentConversation))
        (newest,) = again.screen.query(NewestDocument)  # the other one has no date
        assert newest.document.source == documents()[0].source
        assert f"· {TURKEY} · just now · 1 question" in screen_text(again)
        again.screen.query(NewestDocument).first().focus()
        await pilot.press("enter")
        await until(pilot, lambda: again.chat.pane._article)
        await pilot.press("escape")
        await pilot.click(again.screen.query(RecentConversation).first())
        await until(pilot, lambda: again.chat.conversation.turns)
        assert "NATO allies" in screen_text(again)


def test_recent_are_those_of_the_index_that_stay(tmp_path):
    store = ConversationStore(tmp_path)
    for name, index in (("a", "here"), ("b", "elsewhere"), ("c", "here")):
        made = Conversation(index, [Turn(f"Why {name}?", cancelled=True)], id=name)
        store.save(name, to_plain(made), 1)
    assert {each.id for each in store.recent("here")} == {"a", "c"}
    store.leave("a")
    assert [each.id for each in store.recent("here")] == ["c"]


def test_of_recent_ones_called_the_same_the_last_is_offered(tmp_path):
    store = ConversationStore(tmp_path)
    for at, question in enumerate(("Who?", "Why?", "why?", "Why?")):
        store.save(
            str(at), to_plain(Conversation("i", [Turn(question, cancelled=True)], id=str(at))), 1
        )
        os.utime(tmp_path / f"{at}.json", (at, at))
    assert [each.id for each in store.recent("i")] == ["3", "0"]


def test_the_kinds_of_files_that_people_have_are_named_first():
    from tui.widgets.welcome import _kinds

    assert _kinds((".adoc", ".csv", ".md", ".pdf", ".zsh")) == ".pdf, .md, .csv and 2 other kinds"
    assert _kinds((".csv", ".md")) == ".md, .csv"
    assert _kinds((".adoc", ".zsh")) == ".adoc, .zsh"


def test_newest_needs_dates():
    from tui.widgets.welcome import _newest

    held = tuple(replace(info(each), published=None) for each in documents())
    assert _newest(held) == []


# Themes.


async def test_themes_that_people_know(app, fake):
    assert {"nord", "gruvbox", "catppuccin-mocha", "solarized-light"} <= set(THEMES)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        for name in THEMES:
            app.choose_theme(name)
            await pilot.pause()
            asked = next(iter(app.screen.query(".asked")))
            assert isinstance(asked, Static)
            assert asked.background_colors[1].hex == THEMES[name].variables["qa-band"].upper()
        app.choose_theme("solarized-dark")
        await pilot.press("ctrl+t")
        assert app.theme == "solarized-light"
        await until(pilot, lambda: not list(app.workers))
    assert build(backend=fake, watching=False).theme == "solarized-light"


def test_every_theme_has_one_of_the_other_brightness():
    for name, other in COUNTERPARTS.items():
        assert THEMES[name].dark != THEMES[other].dark
    assert set(COUNTERPARTS) == set(THEMES)
    assert (COUNTERPARTS[DARK], COUNTERPARTS[LIGHT]) == (LIGHT, DARK)
