"""Scrolling, finding, copying, asking again, quitting: the keys of the chat and of articles."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from qa.datatypes import Place, PlaceKind
from tests.support.fake_backend import TURKEY, WORLD_CUP, answered, documents
from tests.support.pilot import ask, screen_text, until
from tui import external_editor
from tui.app import build
from tui.widgets.find_bar import FindBar
from tui.widgets.quote import Quote


async def test_the_chat_is_scrolled_from_the_box(app):
    async with app.run_test(size=(60, 16)) as pilot:
        for _ in range(3):
            await ask(pilot, TURKEY)
        view = app.chat.view
        await until(pilot, lambda: "more below, PgDn" in screen_text(app))
        for key, there in (
            ("ctrl+home", lambda: view.scroll_y == 0),
            ("pagedown", lambda: 0 < view.scroll_y < view.max_scroll_y),
            ("ctrl+end", lambda: view.scroll_y == view.max_scroll_y),
            ("pageup", lambda: view.scroll_y < view.max_scroll_y),
        ):
            await pilot.press(key)
            await until(pilot, there, key)
            assert app.focused is app.chat.prompt
        await pilot.press("ctrl+end")
        await until(pilot, lambda: "more below" not in screen_text(app))


async def test_more_below_is_of_what_stands_above_the_box(app):
    """It was shown of the chat behind an article, and not when an answer was too long."""
    async with app.run_test(size=(80, 16)) as pilot:
        await ask(pilot, TURKEY)
        await until(pilot, lambda: "more below, PgDn" in screen_text(app))
        await pilot.resize_terminal(80, 40)
        await until(pilot, lambda: "more below" not in screen_text(app))
        await pilot.press("alt+1")
        await until(pilot, lambda: app.chat.pane.view.evidence_line)
        await until(pilot, lambda: "more below" not in screen_text(app))  # all of the article
        await pilot.resize_terminal(80, 16)
        await pilot.press("ctrl+home")
        await until(pilot, lambda: "more below, PgDn" in screen_text(app))
        await pilot.press("ctrl+end")
        await until(pilot, lambda: "more below" not in screen_text(app))
        await pilot.resize_terminal(80, 40)
        await pilot.press("escape")
        await until(pilot, lambda: "fighter jet" in screen_text(app))
        await until(pilot, lambda: "more below" not in screen_text(app))


async def test_an_article_opened_from_the_box_is_scrolled_with_alt(app):
    """Without, the letters are typed; they are commands after Esc only."""
    async with app.run_test(size=(80, 14)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        article = app.chat.pane.view
        await until(pilot, lambda: article.evidence_line and article.has_focus)
        for key, there in (
            ("alt+g", lambda: article.scroll_y == 0),
            ("alt+j", lambda: article.scroll_y == 1),
            ("alt+shift+g", lambda: article.scroll_y == article.max_scroll_y),
            ("alt+k", lambda: article.scroll_y == article.max_scroll_y - 1),
            ("ctrl+home", lambda: article.scroll_y == 0),
            ("ctrl+end", lambda: article.scroll_y == article.max_scroll_y),
        ):
            await pilot.press(key)
            await until(pilot, there, key)
        assert app.chat.prompt.text == ""


async def test_where_the_article_covers_the_chat_it_is_scrolled(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        article = app.chat.pane.view
        await until(pilot, lambda: article.evidence_line)
        await pilot.press("x")
        assert app.focused is app.chat.prompt
        await pilot.press("ctrl+home")
        await until(pilot, lambda: article.scroll_y == 0)
        await pilot.press("pagedown")
        await until(pilot, lambda: article.scroll_y > 0)


async def test_tab_goes_to_the_newest_answer(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, WORLD_CUP)
        await ask(pilot, TURKEY)
        await pilot.press("tab")
        assert app.focused is next(iter(app.chat.view.views()[-1].query(Quote)))


async def test_the_answer_stays_beside_its_article(app):
    """In a long chat the article makes the column narrow, and every turn taller."""
    async with app.run_test(size=(140, 30)) as pilot:
        for question in ("first?", "second?", "third?", "fourth?", "the last one?"):
            await ask(pilot, question)
        await pilot.press("escape", "1")
        await until(pilot, lambda: "1 of 2" in screen_text(app))
        await until(pilot, lambda: "the last one?" in screen_text(app))
        quotes = list(app.chat.view.views()[-1].query(Quote))
        for key, at in (("n", 1), ("p", 0)):
            await pilot.press(key)
            await until(pilot, lambda at=at: quotes[at].has_class("-current"))
            assert [each.has_class("-current") for each in app.screen.query(Quote)].count(True) == 1
            await until(
                pilot, lambda at=at: quotes[at].region in app.chat.view.region, "quote in view"
            )
        await pilot.press("escape")
        assert not app.screen.query(".-current")


async def test_what_holds_a_word_is_found_in_the_chat(app):
    async with app.run_test(size=(100, 40)) as pilot:
        await ask(pilot, TURKEY)
        await ask(pilot, WORLD_CUP)
        await pilot.press("escape", "slash", *"penalties")
        await until(pilot, lambda: "1 of 1" in screen_text(app))
        await pilot.press("enter")
        quote = next(each for each in app.screen.query(Quote) if "penalties" in each.evidence.text)
        assert app.focused is quote
        assert quote.has_class("-found")
        await pilot.press("ctrl+f", *"xyz")
        await until(pilot, lambda: "not found" in screen_text(app))
        await pilot.press("escape")
        assert not app.screen.query_one(FindBar).display


async def test_what_is_found_in_an_article_is_gone_through(app):
    async with app.run_test(size=(140, 40)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("escape", "1")
        article = app.chat.pane.view
        await until(pilot, lambda: article.evidence_line)
        count = documents()[0].text.lower().count("turkey")
        await pilot.press("slash", *"TURKEY", "enter")
        assert app.focused is article
        seen = set()
        for key in ["n"] * count:
            await pilot.press(key)
            start, end = article._matches[article._match]
            assert article._article.text[start:end].lower() == "turkey"
            seen.add(start)
        assert len(seen) == count
        here = article._match
        await pilot.press("N")
        assert article._match == (here - 1) % count
        await pilot.press("g")
        await until(pilot, lambda: article.scroll_y == 0)
        await pilot.press("j", "j")
        await until(pilot, lambda: article.scroll_y == 2)
        await pilot.press("k")
        await until(pilot, lambda: article.scroll_y == 1)
        await pilot.press("G")
        await until(pilot, lambda: article.scroll_y == article.max_scroll_y)


async def test_one_sentence_is_copied_with_its_citation(app):
    async with app.run_test(size=(100, 40)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("escape", "down", "c")
        first, second = app.clipboard.splitlines()
        assert first.startswith("Washington has previously warned")
        assert second.endswith("Reuters · 2019-10-25, seeds/000_f06a268188dc6e39.txt:18")


async def test_more_evidence_is_asked_for(app, fake):
    async with app.run_test(size=(100, 40)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+m")
        await until(pilot, lambda: fake.fake.tops[-1] == 6)
        await until(pilot, lambda: app.chat.conversation.turns[0].answer)
        assert len(app.chat.conversation.turns) == 1
        await until(pilot, lambda: "There is no more evidence than that." in screen_text(app))


async def test_a_question_is_edited_and_asked_again(app):
    async with app.run_test(size=(100, 40)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+e")
        assert app.chat.prompt.text == TURKEY
        await pilot.press("exclamation_mark", "enter")
        await until(pilot, lambda: len(app.chat.conversation.turns) == 2)
        assert app.chat.conversation.turns[1].question == f"{TURKEY}!"


async def test_up_and_down_end_where_the_answers_end(app):
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("escape")
        first = app.focused
        await pilot.press("up", "up")
        assert app.focused is first
        places = [each for each in app.chat.focus_chain if each.has_class("focusable")]
        await pilot.press(*["down"] * (len(places) - 1))
        assert app.focused is places[-1]
        await pilot.press("down")
        assert app.focused is app.chat.prompt
        await pilot.press("down")
        assert app.focused is app.chat.prompt


async def test_ctrl_c_cancels_then_quits(app, fake):
    gate = threading.Event()
    fake.fake.gate = lambda question: gate.wait(30) if question == "slow" else None
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.warm)
        app.chat.prompt.text = "slow"
        await pilot.press("enter")
        await pilot.press("ctrl+c")
        await until(pilot, lambda: app.chat.conversation.turns[0].cancelled)
        gate.set()
        assert app._exit is False
        app.chat.prompt.text = "half"
        app.chat.prompt.select_all()
        await pilot.press("ctrl+c")
        assert app.clipboard == "half"
        app.chat.prompt.text = "half"
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "Cleared, Up brings it back." in screen_text(app))
        assert app.chat.prompt.text == ""
        await pilot.press("up")
        assert app.chat.prompt.text == "half"
        await pilot.press("ctrl+c")  # at once, and still it clears
        assert app.chat.prompt.text == ""
        assert app._exit is False
        await pilot.press("ctrl+c")
        assert app._exit is True


async def test_messages_cover_nothing(app):
    async with app.run_test(size=(80, 28)) as pilot:
        await ask(pilot, TURKEY)
        before = [line for line in screen_text(app).splitlines() if line.strip()]
        app.show_message("Copied.")
        await until(pilot, lambda: "Copied." in screen_text(app))
        lost = [line for line in before if line not in screen_text(app).splitlines()]
        assert lost == []


# Opening outside.


def test_a_page_is_opened_where_a_viewer_can(monkeypatch, tmp_path):
    monkeypatch.setattr(
        external_editor.shutil, "which", lambda name: name in ("evince", "xdg-open") and name
    )
    pdf, other = tmp_path / "a.pdf", tmp_path / "a.odt"
    assert external_editor.viewer(pdf, 7) == ["evince", "-i", "7", str(pdf)]
    assert external_editor.viewer(pdf) == ["xdg-open", str(pdf)]
    assert external_editor.viewer(other, 7) == ["xdg-open", str(other)]


async def test_it_is_said_when_nothing_was_opened(app, fake, monkeypatch, tmp_path):
    (tmp_path / "seeds").mkdir()
    first = documents()[0]
    (tmp_path / "seeds" / first.source).write_text("x")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(external_editor, "viewer", lambda file, page: ["false"])
    async with app.run_test(size=(120, 30)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        await until(pilot, lambda: app.chat.pane.view.evidence_line)
        await pilot.press("alt+o")
        await until(pilot, lambda: "Nothing was opened: false ended" in screen_text(app))


async def test_a_document_with_pages_is_opened_at_the_page(app, fake, monkeypatch, tmp_path):
    calls: list[int | None] = []
    first, second = documents()
    start = answered().evidence[0].start
    offsets = (0, 10, start - 5, start + 5000)
    pages = tuple(Place(at, PlaceKind.PAGE, number) for number, at in enumerate(offsets, 1))
    fake.fake.held = (replace(first, places=pages, lines=None), second)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / first.source).write_text("x")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EDITOR", "true")  # is not for documents without lines
    monkeypatch.setattr(external_editor, "view", lambda file, page: calls.append(page))
    async with app.run_test(size=(120, 30)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        await until(pilot, lambda: app.chat.pane.view.evidence_line)
        await pilot.press("alt+o")
        await until(pilot, lambda: calls == [3])


# Faults.


@pytest.mark.parametrize("width", range(1, 8))
async def test_a_pane_of_few_columns_ends_nothing(fake, width):
    app = build(backend=fake, watching=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.resize_terminal(width, 10)
        await pilot.press("alt+1")
        await pilot.pause()
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.resize_terminal(width, 3)
        await pilot.pause()
        for key in ("f1", "ctrl+o", "f2"):
            await pilot.press("escape", key)
            await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.is_running
        assert app._exception is None


async def test_a_new_conversation_offers_nothing_to_copy(app):
    async with app.run_test(size=(120, 24)) as pilot:
        await ask(pilot, TURKEY)
        await until(pilot, lambda: "Copy answer" in screen_text(app))
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "Copy answer" not in screen_text(app))


async def test_a_pasted_book_leaves_room_for_the_answer(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "word " * 399)
        shown = screen_text(app)
        assert "(1,994 characters)" in shown
        assert "fighter jet" in " ".join(shown.split())
        await ask(pilot, "a\n" * 500 + "end")
        assert "characters)" in screen_text(app)


async def test_an_article_that_is_not_here_shows_no_other_s_path(app, fake):
    async with app.run_test(size=(120, 30)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        await until(pilot, lambda: "000_f06a268188dc6e39.txt:16" in screen_text(app))
        await ask(pilot, WORLD_CUP)
        fake.fake.fails["document"] = RuntimeError("not here")
        await pilot.press("alt+2")
        await until(pilot, lambda: "not here" in screen_text(app))
        pane = app.chat.pane
        assert str(pane.query_one("#article-place").render()) == ""


async def test_opening_an_article_waits_for_no_scan(app, fake):
    gate = threading.Event()
    status = fake.fake.status
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: app.state.name)
        await ask(pilot, TURKEY)
        fake.fake.status = lambda: (gate.wait(30), status())[1]
        app.check_files()
        await pilot.press("alt+1")
        await until(pilot, lambda: app.chat.pane.view.evidence_line)
        assert not gate.is_set()
        gate.set()


async def test_an_export_needs_a_name(app, own_home, monkeypatch):
    monkeypatch.chdir(own_home)
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("ctrl+s")
        box = app.screen.query_one("Input")
        box.value = "  "
        await pilot.press("enter")
        await until(pilot, lambda: "The file needs a name" in screen_text(app))


async def test_enter_applies_the_dates_from_either_box(app):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.name)
        app.action_dates()
        await pilot.pause()
        await pilot.press(*"2019", "enter")
        await until(pilot, lambda: app.screen is app.chat)
        assert str(app.state.only.since) == "2019-01-01"
        assert app.state.only.until is None


async def test_letters_in_the_table_of_the_library_filter(app):
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: app.state.name)
        await pilot.press("f2")
        await until(pilot, lambda: "2 of 2 documents" in screen_text(app))
        await pilot.press("down", "t", "u", "r", "k")
        assert app.screen.query_one("#filter").value == "turk"
