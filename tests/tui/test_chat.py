"""Asking, answers, refusals, waiting, cancelling: on the real engine where it answers."""

from __future__ import annotations

import threading

import pytest

from qa.datatypes import Filter, Strength
from qa.errors import IndexLocked
from tests.support.fake_backend import DAMAGED, TURKEY, WORLD_CUP
from tests.support.pilot import ask, screen_text, until
from tui.app import build
from tui.article_layout import Role
from tui.short_names import shortened
from tui.state import Phase
from tui.widgets.quote import Quote
from tui.widgets.turn import Fold


async def test_an_answer_from_the_seeds(seeds_backend):
    app = build(backend=seeds_backend, watching=False)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: app.state.phase is Phase.READY)
        await ask(pilot, TURKEY)
        (turn,) = app.chat.conversation.turns
        assert turn.answer is not None
        assert turn.answer.answered
        shown = screen_text(app)
        # Sentences word for word with their number, then the source with title, date and place.
        flat = " ".join(shown.split())
        for each in turn.answer.evidence:
            assert " ".join(each.text.split()) + " [1]" in flat
        source = turn.answer.sources[0]
        lines = ",".join(map(str, source.lines))
        assert "Reuters · 2019-10-25" in flat
        # A long path is wrapped, the hash in it shortened.
        assert f"{shortened(source.path)}:{lines}" in "".join(shown.split())
        assert source.document.title[:40] in flat
        counts = f"{turn.answer.searched_passages} passages of 2 documents searched"
        assert counts in flat
        assert "taken as" not in flat
        quotes = list(app.screen.query(Quote))
        assert [each.evidence for each in quotes] == list(turn.answer.evidence)


async def test_a_refusal_from_the_seeds(seeds_backend):
    app = build(backend=seeds_backend, watching=False)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: app.state.phase is Phase.READY)
        await ask(pilot, WORLD_CUP)
        assert "○ Not in your documents." in screen_text(app)
        assert 'Nowhere in them: "' in screen_text(app)
        (fold,) = app.screen.query(Fold)
        answer = app.chat.conversation.turns[0].answer
        assert answer is not None
        miss = " ".join(answer.misses[0].text.split())[:40]
        assert miss not in screen_text(app)
        fold.focus()
        await pilot.press("enter")
        await pilot.pause()
        assert miss in screen_text(app)
        await pilot.click(fold)
        await pilot.pause()
        assert miss not in screen_text(app)


async def test_what_is_said_under_an_answer(app, fake):
    from dataclasses import replace

    from tests.support.fake_backend import answered

    fake.fake.answers["typed"] = answered
    fake.fake.ask = lambda question, **_: replace(answered(), question="what was meant")
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, "typed")
        flat = " ".join(screen_text(app).split())
        assert "taken as: what was meant" in flat
        assert "14 passages of 2 documents searched · 0.05 s" in flat
        # How sure it is comes before the words, what it was taken for before that.
        marks = ["taken as:", "●●● strong 91%", "NATO allies", "[1] U.S. still", "14 passages"]
        assert sorted(marks, key=flat.index) == marks
        span = next(iter(app.screen.query(Quote))).render().spans
        assert any("bold" in str(each.style) for each in span)


async def test_how_a_question_is_typed(app):
    async with app.run_test(size=(80, 24)) as pilot:
        prompt = app.chat.prompt
        assert app.focused is prompt
        await pilot.press("a", "ctrl+j", "b", "shift+enter", "c")
        assert prompt.text == "a\nb\nc"
        await pilot.press("enter")
        await until(pilot, lambda: app.chat.conversation.turns)
        assert app.chat.conversation.turns[0].question == "a\nb\nc"
        assert prompt.text == ""
        await pilot.press("enter")
        assert len(app.chat.conversation.turns) == 1


async def test_history_is_walked_and_kept(app, fake):
    async with app.run_test(size=(80, 24)) as pilot:
        for question in ("one", "two", "one"):
            await ask(pilot, question)
        prompt = app.chat.prompt
        await pilot.press("d", "up")
        assert prompt.text == "one"
        await pilot.press("up")
        assert prompt.text == "two"
        await pilot.press("up")
        assert prompt.text == "two"
        await pilot.press("down", "down")
        assert prompt.text == "d"
        await until(pilot, lambda: not list(app.workers))  # written down
    again = build(backend=fake, watching=False)
    async with again.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: again.chat.prompt.text == "d")  # was not sent
        await pilot.press("up")
        assert again.chat.prompt.text == "one"


async def test_a_second_question_waits_where_it_can_be_seen(app, fake):
    gate = threading.Event()
    fake.fake.gate = lambda question: gate.wait(30) if question == "first" else None
    async with app.run_test(size=(80, 30)) as pilot:
        await until(pilot, lambda: app.state.warm)
        for question in ("first", "second"):
            app.chat.prompt.text = question
            await pilot.press("enter")
        await until(pilot, lambda: "waits its turn" in screen_text(app))
        assert "searching …" in screen_text(app)
        gate.set()
        await until(pilot, lambda: all(turn.answer for turn in app.chat.conversation.turns))
        assert [question for question, _ in fake.fake.asked[-2:]] == ["first", "second"]


async def test_escape_cancels_the_newest_question_first(app, fake):
    gate = threading.Event()
    fake.fake.gate = lambda question: gate.wait(30) if question == "first" else None
    async with app.run_test(size=(80, 30)) as pilot:
        await until(pilot, lambda: app.state.warm)
        for question in ("first", "second"):
            app.chat.prompt.text = question
            await pilot.press("enter")
        await pilot.press("escape")
        first, second = app.chat.conversation.turns
        await until(pilot, lambda: second.cancelled)
        assert not first.cancelled
        await pilot.press("escape")
        await until(pilot, lambda: first.cancelled)
        assert screen_text(app).count("cancelled") == 2
        gate.set()
        await ask(pilot, "third")  # what was cancelled is not shown, and does not block
        assert [turn.answer is not None for turn in app.chat.conversation.turns] == [
            False, False, True,
        ]  # fmt: skip


async def test_keys_are_taken_while_a_question_runs(app, fake):
    gate = threading.Event()
    fake.fake.gate = lambda question: gate.wait(30) if question == "slow" else None
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.state.warm)
        app.chat.prompt.text = "slow"
        await pilot.press("enter", "n", "e", "x", "t")
        assert app.chat.prompt.text == "next"
        gate.set()
        await until(pilot, lambda: app.chat.conversation.turns[0].answer)


@pytest.mark.parametrize(
    ("error", "message", "hint"),
    [
        (DAMAGED, "index/qa.sqlite is damaged", "Press Shift+F5 to rebuild it."),
        (IndexLocked("Another process is writing."), "Another process", "Wait for it to finish"),
        (RuntimeError("boom"), "Unexpected error: RuntimeError: boom.", "report it as a bug"),
        (OSError(28, "No space left on device", "x"), "No space left on device: x.", "Check the"),
    ],
    ids=["ours", "locked", "a bug", "the system"],
)
async def test_errors_are_messages_in_the_chat(app, fake, error, message, hint):
    async with app.run_test(size=(100, 24)) as pilot:
        await until(pilot, lambda: app.state.warm)
        fake.fake.fails["ask"] = error
        await ask(pilot, "why?")
        shown = screen_text(app)
        assert f"✕ {message}" in shown
        assert hint in shown
        assert "Traceback" not in shown
        del fake.fake.fails["ask"]
        await ask(pilot, TURKEY)
        assert "[1]" in screen_text(app)


async def test_newest_is_in_view(app):
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(4):
            await ask(pilot, TURKEY)
        await ask(pilot, WORLD_CUP)
        assert f"› {WORLD_CUP}" in screen_text(app)
        assert "Not in your documents." in screen_text(app)


async def test_only_some_documents_are_asked(app, fake):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.phase is Phase.READY)
        source = app.state.documents[0].source
        app.restrict(Filter((source,)))
        await pilot.pause()
        assert "● only U.S. still pressing Turkey" in screen_text(app)
        await ask(pilot, TURKEY)
        assert fake.fake.asked[-1] == (TURKEY, Filter((source,)))
        assert screen_text(app).count("only U.S. still pressing Turkey") == 2  # chip and turn
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "● only" not in screen_text(app)
        await ask(pilot, TURKEY)
        assert fake.fake.asked[-1] == (TURKEY, None)


async def test_starters_are_asked(app, fake):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "› What is said about Turkey?" in screen_text(app))
        from tui.widgets.offers import SuggestedQuestion

        starters = list(app.screen.query(SuggestedQuestion))
        assert len(starters) == 3
        await pilot.click(starters[0])
        await until(pilot, lambda: app.chat.conversation.turns)
        assert app.chat.conversation.turns[0].question == starters[0].question


async def test_resizing_loses_nothing(app):
    async with app.run_test(size=(200, 50)) as pilot:
        await ask(pilot, TURKEY)
        app.chat.prompt.text = "half a quest"
        app.chat.open_number(1, app.chat.view.views()[0])
        await until(pilot, lambda: app.chat.pane.view.evidence_line)
        for size in ((80, 24), (40, 12), (120, 40), (200, 50)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.chat.reading
            assert "threat to Lockheed" in " ".join(screen_text(app).split()) or size[0] < 80
        assert app.chat.prompt.text == "half a quest"
        assert len(app.chat.view.views()) == 1
        assert "fighter jet. [1]" in " ".join(screen_text(app).split())


async def test_other_widths_move_nothing_out_of_view(app):
    async with app.run_test(size=(80, 24)) as pilot:
        for number in range(5):
            await ask(pilot, TURKEY if number % 2 else WORLD_CUP)
        await ask(pilot, "the last one?")
        view = app.chat.view
        for size in ((200, 50), (60, 20), (120, 40), (80, 24)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: "the last one?" in screen_text(app))
        # What somebody scrolled back to stays, too.
        view.scroll_to(y=view.views()[1].virtual_region.y + 2, animate=False, immediate=True)
        await pilot.pause()
        seen = view._top
        assert seen == (view.views()[1], 2)
        for size in ((200, 50), (120, 40), (80, 24)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: view._width == view.size.width and view._top == seen)


async def test_what_is_said_in_passing_covers_no_question(app):
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.show_message("something " * 12)
        app.chat.prompt.text = "x" * 70
        await until(pilot, lambda: "something" in screen_text(app))
        assert "x" * 70 in screen_text(app)


async def test_nothing_to_copy_is_not_offered(app):
    async with app.run_test(size=(120, 24)) as pilot:
        await until(pilot, lambda: app.state.phase is Phase.READY)
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert "Copy answer" not in screen_text(app)
        await ask(pilot, TURKEY)
        await pilot.press("escape")
        await until(pilot, lambda: "Copy answer" in screen_text(app))


async def test_what_sources_say_that_differs_stands_below_the_confidence(app, fake):
    """With both sides, newest first; at 80x24 it is in view with the answer."""
    from dataclasses import replace

    from tests.support.fake_backend import answered
    from tests.support.fake_engine import differing_answer

    made = replace(answered(), differing=differing_answer().differing)
    fake.fake.answers[TURKEY] = lambda: made
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        lines = [" ".join(line.split()) for line in screen_text(app).splitlines()]
        at = next(n for n, line in enumerate(lines) if "●●● strong" in line)
        assert lines[at + 1 : at + 4] == [
            "Sources differ: 14 (Reuters, 3 November 2019, and 1 other)",
            "12 (Reuters, 25 October 2019)",
            "",
        ]


@pytest.mark.parametrize("strength", [None, *Strength])
async def test_with_and_without_a_reader(app, fake, strength):
    """A reader gives a word for the strength and a span; without one there is neither."""
    from dataclasses import replace

    from tests.support.fake_backend import answered

    made = answered()
    if strength is None:
        evidence = tuple(replace(each, span=None) for each in made.evidence)
        made = replace(made, evidence=evidence, strength=None)
    else:
        made = replace(made, strength=strength, confidence=0.75)
    fake.fake.answers[TURKEY] = lambda: made
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, TURKEY)
        shown = screen_text(app)
        signs = {
            Strength.STRONG: "●●● strong  75%",
            Strength.LIKELY: "●●○ likely  75%",
            Strength.WEAK: "●○○ weak: these may not answer it  75%",
        }
        assert [each for each in signs.values() if each in shown] == (
            [signs[strength]] if strength else []
        )
        # Dashes stand beside what may be no answer, and only there.
        assert ("╏ NATO allies" in shown) == (strength is Strength.WEAK)
        bold = [
            segment.text
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.bold and segment.style.underline
        ]
        spans = ["poses a threat to Lockheed", "removed Turkey from its F-35 program"]
        assert " ".join(" ".join(bold).split()) == (" ".join(spans) if strength else "")
        await pilot.press("alt+1")
        await until(pilot, lambda: app.chat.pane.view.evidence_line)
        roles = {role for _, role in app.chat.pane.view._article.stretches}
        assert (Role.SPAN in roles) == bool(strength)
        assert Role.EVIDENCE in roles
