"""Lines that lean on the turns before, second looks and small talk."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from qa.conversation.history import History
from qa.datatypes import Filter, Reply
from tests.support.fake_backend import TURKEY, WORLD_CUP, answered
from tests.support.pilot import ask, screen_text, until
from tui import content, export
from tui.conversations import Conversation, Turn, from_plain, to_plain
from tui.widgets.quote import Quote

WHEN = "when was Turkey removed from F-35?"


async def test_a_follow_up_is_asked_in_full_and_says_what_it_was_taken_for(app, fake):
    async with app.run_test(size=(80, 40)) as pilot:
        await ask(pilot, TURKEY)
        await ask(pilot, "when was that?")
        assert fake.fake.asked[-1] == (WHEN, None)
        shown = screen_text(app)
        assert "› when was that?" in shown
        assert shown.count("taken as:") == 1
        assert f"taken as: {WHEN}" in shown


async def test_a_first_line_leans_on_nothing(app, fake):
    async with app.run_test(size=(80, 40)) as pilot:
        await ask(pilot, "when was that?")
        assert fake.fake.asked[-1] == ("when was that?", None)
        await app.action_new()
        await ask(pilot, TURKEY)
        await app.action_new()
        await ask(pilot, "when was that?")  # another conversation
        assert fake.fake.asked[-1] == ("when was that?", None)


async def test_more_evidence_of_a_follow_up_keeps_what_it_was_taken_for(app, fake):
    async with app.run_test(size=(80, 40)) as pilot:
        await ask(pilot, TURKEY)
        await ask(pilot, "when was that?")
        await ask(pilot, WORLD_CUP)  # a later turn says nothing of an earlier one
        turn = app.chat.conversation.turns[1]
        await app.chat.ask_again(turn, more=True)
        await until(pilot, lambda: turn.done)
        assert fake.fake.asked[-1] == (WHEN, None)
        assert fake.fake.tops[-1] == 6


async def test_a_follow_up_asks_what_the_chat_is_restricted_to_now(app, fake):
    only = Filter(since=date(2019, 1, 1))
    async with app.run_test(size=(80, 40)) as pilot:
        app.restrict(only)
        await ask(pilot, TURKEY)
        await ask(pilot, "when was that?")
        assert fake.fake.asked[-1] == (WHEN, only)
        app.action_ask_all()
        await ask(pilot, "when was that?")
        assert fake.fake.asked[-1][1] is None


async def test_small_talk_gets_a_short_line_and_nothing_to_open(app, fake):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.state.warm)
        before = len(fake.fake.asked)
        await ask(pilot, "thanks")
        assert "\n    You're welcome." in screen_text(app)
        assert "searched" not in screen_text(app)
        assert len(fake.fake.asked) == before
        await pilot.press("escape", "y", "m", "1")  # do nothing, and do no harm
        await ask(pilot, TURKEY)
        assert len(app.screen.query(Quote)) == 2


async def test_a_second_look_quotes_and_can_be_opened(app):
    async with app.run_test(size=(80, 40)) as pilot:
        await ask(pilot, TURKEY)
        await ask(pilot, "show me the whole passage")
        view = app.chat.view.views()[-1]
        (quote,) = view.quotes
        assert "Batteries of the S-400 began arriving" in quote.text
        await pilot.press("alt+1")
        await until(pilot, lambda: app.chat.reading)


async def test_titles_in_a_reply_are_text(app, fake):
    document = fake.fake.held[0]
    fake.fake.held = (replace(document, title="[red]Plan\x1b[31m\u202eB[/red]"),)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "what can I ask?")
        shown = screen_text(app)
        assert "[red]Plan" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown


async def test_replies_are_saved_where_the_shell_reads_them(app, own_home):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        await ask(pilot, "thanks")
        await ask(pilot, "when was that?")
        folder = own_home / "state" / "conversations"
        await until(
            pilot,
            lambda: any("when was that?" in each.read_text() for each in folder.glob("*.json")),
        )
        (entry,) = app.user_data.conversations.entries()[0]
        again = app.user_data.conversations.load(entry.id)
    assert [turn.reply.text if turn.reply else None for turn in again.turns] == [
        None,
        "You're welcome.",
        None,
    ]
    assert again.turns[2].answer is not None
    assert again.turns[2].answer.interpretation == WHEN
    stored = History(folder).load(entry.id)
    assert [turn.question for turn in stored.turns] == [TURKEY, "thanks", "when was that?"]
    assert stored.turns[1].reply == again.turns[1].reply


def test_conversations_without_replies_are_read():
    plain = to_plain(Conversation("i", [Turn(TURKEY, answer=answered())]))
    del plain["turns"][0]["reply"]  # as version 0.1.0 wrote them
    assert from_plain(plain).turns[0].answer == answered()


def test_exports_hold_replies():
    reply = Reply("hi", "Hello.\nAsk *something*.", "greeting")
    talk = Conversation("i", [Turn("hi", reply=reply)])
    assert export.as_markdown(talk).endswith("Hello.  \nAsk \\*something\\*.\n")
    (turn,) = json.loads(export.as_json(talk))["turns"]
    assert turn["reply"]["text"] == reply.text
    assert turn["answer"] is turn["outcome"] is None


async def test_keys_act_on_the_newest_answer_after_a_reply(app):
    async with app.run_test(size=(80, 40)) as pilot:
        await ask(pilot, WORLD_CUP)
        await ask(pilot, TURKEY)
        await ask(pilot, "thanks")
        view = app.chat.view
        assert view.current_answer() is view.views()[1]
        assert app.chat.check_action("copy_answer", ())
        await pilot.press("escape")
        assert app.focused in list(view.views()[1].query(".focusable"))  # not the first turn
        await pilot.press("escape", "tab")
        assert app.focused in list(view.views()[1].query(".focusable"))
        app.chat.set_focus(app.chat.prompt)
        await pilot.press("alt+1")
        await until(pilot, lambda: app.chat.pane.view.evidence_line)
        assert app.chat._read_view is view.views()[1]


async def test_with_replies_only_nothing_is_copied(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.state.warm)
        await ask(pilot, "thanks")
        assert not app.chat.check_action("copy_answer", ())
        await pilot.press("escape", "alt+1")
        assert app.focused is app.chat.prompt


async def test_a_question_that_is_too_long_goes_back_into_the_box(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.state.warm)
        pasted = "why " * 600 + "so?"
        app.chat.prompt.text = pasted
        app.chat.prompt.focus()
        await pilot.press("enter")
        await until(pilot, lambda: "2,403 characters; at most 2,000" in screen_text(app))
        assert app.chat.prompt.text == pasted
        assert not app.chat.conversation.turns


def test_a_note_shortens_the_name_of_a_file():
    name = "0123456789abcdef" * 4
    note = f"Elsewhere: docs/{name}.txt and 2 other documents may answer it."
    (shown,) = content.notes(replace(answered(), notes=(note,)))
    assert name not in shown
    assert shown.endswith(".txt and 2 other documents may answer it.")
    other = "From documents after 2024-05-02."
    assert content.notes(replace(answered(), notes=(other,))) == [other]
