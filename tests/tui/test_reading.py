"""The article beside an answer: opened, marked, walked, opened outside."""

from __future__ import annotations

from dataclasses import replace

from textual.geometry import Offset
from textual.selection import Selection

from tests.support.fake_backend import TURKEY, WORLD_CUP, documents
from tests.support.pilot import ask, screen_text, until
from tui import external_editor
from tui.app import build
from tui.article_layout import Role
from tui.state import Phase
from tui.widgets.quote import Quote
from tui.widgets.turn import SourceLine


async def opened(pilot) -> None:
    pane = pilot.app.chat.pane
    await until(pilot, lambda: pane._article is not None and pane.view.evidence_line is not None)
    await pilot.pause()


async def test_a_number_opens_the_exact_words(seeds_backend):
    app = build(backend=seeds_backend, watching=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.state.phase is Phase.READY)
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        await opened(pilot)
        pane = app.chat.pane
        answer = app.chat.conversation.turns[0].answer
        assert answer is not None
        quote = answer.evidence[0]
        view = pane.view
        marked = "".join(
            view._article.text[start:end]
            for (start, role), (end, _) in zip(
                view._article.stretches, [*view._article.stretches[1:], (None, None)], strict=True
            )
            if role in (Role.EVIDENCE, Role.SPAN)
        )
        assert marked == quote.text.replace("\r\n", "\n")
        line = view._lines[view.evidence_line]
        assert view.scroll_y <= view.evidence_line < view.scroll_y + view.size.height
        # The passage around it is tinted: more of the article than the quote.
        assert any(role is Role.PASSAGE for _, role in view._article.stretches)
        shown = screen_text(app)
        assert view._article.text[line.start : line.end].strip() in shown
        assert "▌ " in shown
        assert answer.sources[0].document.title[:40] in shown
        assert "2019-10-25" in shown
        assert f"{answer.sources[0].path}:{quote.line}" in shown.replace("\n", "")


async def test_full_screen_when_narrow_and_beside_when_wide(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        await opened(pilot)
        assert not app.chat.view.region.height  # the article covers the chat, not the box
        assert app.chat.prompt.region.bottom <= 24
        assert "Esc back" in screen_text(app)
        assert "1 of 2" in screen_text(app)
        assert app.chat.pane.size.width >= 76
        await pilot.resize_terminal(200, 50)
        await pilot.pause()
        assert app.chat.view.size.width > 80
        assert app.chat.pane.size.width > 80
        await pilot.press("escape")
        assert not app.chat.reading
        assert app.focused is app.chat.prompt


async def test_next_and_previous(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("escape", "1")
        await opened(pilot)
        assert "1 of 2" in screen_text(app)
        for key, place in (("n", "2 of 2"), ("n", "2 of 2"), ("p", "1 of 2"), ("right", "2 of 2")):
            await pilot.press(key)
            await until(pilot, lambda place=place: place in screen_text(app))
        await pilot.press("left")
        await until(pilot, lambda: "1 of 2" in screen_text(app))


async def test_the_same_number_again_opens_the_next_sentence_of_that_source(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, TURKEY)
        for place in ("1 of 2", "2 of 2", "1 of 2"):
            await pilot.press("alt+1")
            await until(pilot, lambda place=place: place in screen_text(app))
        await pilot.press("alt+7")  # no such source
        assert "1 of 2" in screen_text(app)


async def test_enter_and_clicks_open_too(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, TURKEY)
        quotes = list(app.screen.query(Quote))
        await pilot.press("escape")
        assert app.focused is quotes[0]
        await pilot.press("down")
        assert app.focused is quotes[1]
        await pilot.press("enter")
        await until(pilot, lambda: "2 of 2" in screen_text(app))
        await pilot.press("escape")
        # On the number, which is the last thing of the sentence.
        lines = quotes[0].render().wrap(quotes[0].content_size.width)
        x, y = lines[-1].cell_length - 2, len(lines) - 1
        left = quotes[0].content_region.x - quotes[0].region.x
        await pilot.click(quotes[0], offset=(left + x, y))
        await until(pilot, lambda: "1 of 2" in screen_text(app))
        await pilot.press("escape")
        (line,) = app.screen.query(SourceLine)
        await pilot.click(line, offset=(30, 1))  # anywhere on it
        await until(pilot, lambda: app.chat.reading)


async def test_a_digit_is_typed_where_it_opens_nothing(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1")
        assert app.chat.prompt.text == "1"
        app.chat.prompt.text = ""
        await ask(pilot, TURKEY)
        await pilot.press("escape", "9", "1")
        assert app.chat.prompt.text == "91"
        assert not app.chat.reading


async def test_near_misses_open_too(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, WORLD_CUP)
        await pilot.press("alt+2")
        await opened(pilot)
        assert "He asked Cavusoglu" in screen_text(app)
        # They were folded away: the one that is read is marked beside its article.
        await until(pilot, lambda: app.chat.view.query("Quote.-current").first().region.height)


async def test_a_document_that_changed_says_so(app, fake):
    async with app.run_test(size=(120, 40)) as pilot:
        fake.fake.differs = {"changed": (documents()[0].source,)}
        await until(pilot, lambda: app.state.differences == 1 or not app.state.name)
        await ask(pilot, TURKEY)
        app.check_files()
        await until(pilot, lambda: app.state.differences == 1)
        await pilot.press("alt+1")
        await opened(pilot)
        assert "The file has changed since it was indexed; F5 updates." in screen_text(app)


async def test_words_that_moved_or_are_gone(app, fake):
    first, second = documents()
    async with app.run_test(size=(100, 40)) as pilot:
        await ask(pilot, TURKEY)
        fake.fake.held = (replace(first, text="New first line.\n\n" + first.text), second)
        await pilot.press("alt+1")
        await opened(pilot)
        assert "the quoted words stand here now" in " ".join(screen_text(app).split())
        assert app.chat.pane._line == 18
        fake.fake.held = (replace(first, text="Something else altogether."), second)
        await pilot.press("alt+n")
        await until(
            pilot, lambda: "no longer in the document" in " ".join(screen_text(app).split())
        )
        fake.fake.fails["document"] = RuntimeError("gone")
        await pilot.press("alt+p")
        await until(pilot, lambda: "RuntimeError: gone" in screen_text(app))


async def test_text_is_selected_as_it_stands_in_the_document(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        await opened(pilot)
        view = app.chat.pane.view
        line = view.evidence_line
        got = view.get_selection(Selection(Offset(0, line), Offset(8, line + 1)))
        text = documents()[0].text
        assert got is not None
        assert got[0] in text  # no line break where only the screen has one
        assert got[0].startswith("NATO allies Turkey")


async def test_the_file_is_opened_at_the_line(app, monkeypatch, tmp_path):
    calls: list[list[str]] = []
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / documents()[0].source).write_text("x")
    monkeypatch.setattr(external_editor, "view", lambda file, page: calls.append([str(file)]))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        await opened(pilot)
        await pilot.press("alt+o")
        await until(pilot, lambda: calls)
        assert calls == [[str(tmp_path / "seeds" / documents()[0].source)]]
        # Without a real terminal an editor can't have it, and that is said.
        monkeypatch.setenv("EDITOR", "true")
        await pilot.press("alt+o")
        await until(
            pilot, lambda: "can't be lent to an editor" in " ".join(screen_text(app).split())
        )


def test_editors_get_the_line_in_their_own_way(monkeypatch, tmp_path):
    monkeypatch.setattr(external_editor.shutil, "which", lambda name: name)
    file = tmp_path / "-a b.txt"
    for editor, expected in {
        "vim": ["vim", "+7", str(file)],
        "emacsclient -nw": ["emacsclient", "-nw", "+7", str(file)],
        "code -w": ["code", "-w", "--goto", f"{file}:7"],
        "hx": ["hx", f"{file}:7"],
        "strange": ["strange", str(file)],
    }.items():
        monkeypatch.setenv("EDITOR", editor)
        assert external_editor.editor(file, 7) == expected
    monkeypatch.delenv("EDITOR")
    assert external_editor.editor(file, 7) is None


async def test_y_copies_with_the_source(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("escape", "y")
        copied = app.clipboard
        assert "fighter jet. [1]\n" in copied
        assert "[1] U.S. still pressing Turkey" in copied
        assert copied.endswith("seeds/000_f06a268188dc6e39.txt:16,18\n")
        await pilot.press("alt+1")
        await opened(pilot)
        await pilot.press("y")
        assert app.clipboard.startswith("NATO allies Turkey")
        assert app.clipboard.endswith("seeds/000_f06a268188dc6e39.txt:16\n")


async def test_the_evidence_stays_in_view_through_every_size(app):
    async with app.run_test(size=(40, 12)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        view = app.chat.pane.view
        await until(pilot, lambda: view.evidence_line)
        for size in ((200, 50), (30, 8), (80, 24), (40, 12), (120, 40), (30, 8), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause(0.2)
            top, height = int(view.scroll_y), view.scrollable_content_region.height
            assert top <= view.evidence_line < top + height, size
        assert view.evidence_line - top == height // 3  # as when it was opened


async def test_what_is_read_stays_in_view_through_every_size(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        view = app.chat.pane.view
        await until(pilot, lambda: view.evidence_line)
        view.scroll_to(y=6, animate=False, immediate=True)
        await pilot.pause(0.2)
        for size in ((40, 12), (120, 40), (30, 8), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause(0.2)
            if size[1] > 8:  # there is no room but for its head
                assert "Credit: REUTERS" in screen_text(app), size
