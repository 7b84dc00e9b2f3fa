"""Text of others in every place where it can stand: shown as it is, obeyed by nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from textual import events
from textual.strip import Strip

import qa
from qa.datatypes import (
    Answer,
    DifferingAnswer,
    Document,
    Evidence,
    Filter,
    Passage,
    Skipped,
    Source,
)
from qa.errors import QaError
from tests.support.builders import shared_attacks
from tests.support.fake_backend import TURKEY, WORLD_CUP, FakeBackend, documents, info
from tests.support.pilot import ask, screen_text, until
from tui.app import QaApp, build
from tui.conversation_store import ConversationStore
from tui.conversations import Conversation, Turn, to_plain
from tui.failures import Failure
from tui.widgets.turn import Fold

INLINE = [
    "\x1b]52;c;Y3VybA==\x1b\\",
    "real\x1b[1A\x1b[2Kfake [1] verified",
    "\u009b2J\u009d0;x\u009c\r\b\x7f\x00",
    "invoice\u202efdp.exe \u2066\u2067a\u2069 \U000e0041 pa\u200bss",
    "[bold red]VERIFIED[/] [@click=app.exit]x[/] [link=http://evil.example]y[/link]",
    "[@click=app.exit]quit[/] [b]",
    "see [/] here [$error]x[/] [bold \\[b] [[1, 2], [3]] :skull:",
    "new\nline\ttab",
    "Z" + "\u0301" * 300,
]
HARMLESS = "\u200c\u200d"


def attacks() -> list[str]:
    found = list(INLINE)
    if made := shared_attacks():
        found += [*made.TERM.values(), *made.MARKUP, *made.INJ.values()]
    return found


def joined() -> list[str]:
    """All attacks, several in one text: each place is tried with all of them, in few runs."""
    every = attacks()
    return [" ¦ ".join(every[i : i + 8])[:4000] for i in range(0, len(every), 8)]


def foreign(app: QaApp) -> set[str]:
    """Characters on the screen that steer or hide, and styles that only markup could have made."""
    strips: list[Strip] = app.screen._compositor.render_strips()
    found = {
        f"U+{ord(char):04X}"
        for strip in strips
        for segment in strip
        for char in segment.text
        if char not in HARMLESS and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co")
    }
    for strip in strips:
        for segment in strip:
            style = segment.style
            if style and (style.link or "app.exit" in str(style.meta) or style.conceal):
                found.add(f"style of {segment.text!r}")
    return found


class Hostile(FakeBackend):
    """One text wherever text of others can stand."""

    def __init__(self, text: str) -> None:
        super().__init__()
        document = Document(text.replace("/", "∕") or "x", text, f"{text}\n\n{text} again.\n", ())
        document = replace(document, author=text, agency=text)
        held = replace(info(document), indexed_at=text)
        quote = Evidence(1, 0, len(text), text, 1, 0.9, (0, len(text) // 2))
        whole = Source(1, held, text, (1,), (held,))
        fake = self.fake
        fake.held = (document, *documents())
        fake.documents = lambda: (held, *map(info, documents()))  # type: ignore[method-assign]
        fake.skipped = (Skipped(text, text),)
        fake.warnings = (text,)
        fake.path_of = lambda source: text  # type: ignore[method-assign]
        fake.passages = lambda _: (Passage(0, len(text) + 1, ()),)  # type: ignore[method-assign]
        answer = Answer("q", True, (quote,), (whole,), missing_terms=(text,), searched_documents=1)
        side = DifferingAnswer(text, held, text, 0, len(text), 1, also_in=(held,))
        answer = replace(answer, differing=(side, side))
        fake.answers[TURKEY] = lambda: answer
        fake.answers[WORLD_CUP] = lambda: replace(
            answer, answered=False, evidence=(), misses=(quote,), missing_terms=(text, text)
        )


@pytest.mark.parametrize("text", joined(), ids=range(len(joined())))
async def test_every_place(text, own_home):
    backend = Hostile(text)
    app = build(backend=backend, watching=False)
    seen: set[str] = set()
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: app.state.name and app.state.warm)
        seen |= foreign(app)
        await ask(pilot, TURKEY)
        assert len(app.chat.view.views()) == 1
        seen |= foreign(app)
        await pilot.press("alt+1")
        await until(pilot, lambda: app.chat.pane._article)
        await pilot.pause()
        seen |= foreign(app)
        await pilot.press("y", "escape")
        await ask(pilot, WORLD_CUP)
        list(app.screen.query(Fold))[-1].action_fold()
        await pilot.pause()
        seen |= foreign(app)
        await ask(pilot, "what can I ask?")  # the reply names titles
        assert app.chat.conversation.turns[-1].reply is not None
        seen |= foreign(app)
        backend.fake.fails["ask"] = QaError(text, text)
        await ask(pilot, text[: qa.MAX_QUESTION])
        seen |= foreign(app)
        app.chat.prompt.post_message(events.Paste(text.ljust(qa.MAX_QUESTION + 1, "?")))
        await pilot.pause()
        seen |= foreign(app)
        await pilot.press("enter")  # it is too long and goes back into the box
        await until(pilot, lambda: app.chat.prompt.text)
        seen |= foreign(app)
        app.chat.prompt.clear()
        backend.fake.fails["ask"] = RuntimeError(text)
        await ask(pilot, "why?")
        seen |= foreign(app)
        backend.fake.fails["document"] = QaError(text, text)
        app.chat.open_number(1, app.chat.view.views()[0])
        await pilot.pause(0.1)
        seen |= foreign(app)
        await pilot.press("escape")
        app.show_failure(Failure(text, text))
        app.restrict(Filter((app.state.documents[0].source,)))
        await pilot.pause()
        seen |= foreign(app)
        await pilot.press("f2")
        await pilot.pause(0.1)
        seen |= foreign(app)
        await pilot.press("f3")
        await pilot.pause()
        seen |= foreign(app)
        await pilot.press("escape", "ctrl+s")
        await pilot.pause(0.1)
        seen |= foreign(app)
        await pilot.press("escape", "ctrl+p")
        await pilot.press("a")
        await pilot.pause(0.3)
        seen |= foreign(app)
        assert app.is_running
        assert app.return_code is None
    assert seen == set()


async def test_kept_conversations_and_first_start(own_home):
    every = attacks()
    shelf = ConversationStore(own_home / "state" / "conversations")
    for number, text in enumerate(every):
        kept = Conversation("index", [Turn(text, failure=Failure(text, text))])
        shelf.save(kept.id, to_plain(kept), number)
    backend = FakeBackend()
    backend.fake.missing = True
    first = documents()[0]
    backend.fake.held = tuple(replace(first, title=text) for text in INLINE)
    app = build(backend=backend, watching=False)
    async with app.run_test(size=(100, 50)) as pilot:
        await until(pilot, lambda: app.state.preview)
        await pilot.pause()
        seen = foreign(app)
        await pilot.press("ctrl+o")
        options = app.screen.query_one("OptionList")
        await until(pilot, lambda: options.option_count == len(every))
        for _ in range(6):
            await pilot.press("pagedown")
            seen |= foreign(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.chat.conversation.turns)
        await pilot.pause()
        seen |= foreign(app)
    assert seen == set()


async def test_markup_is_shown_character_by_character():
    texts = [each for each in attacks() if each.isascii() and each.isprintable()]
    texts = [each for each in texts if 0 < len(each) < 60]
    assert len(texts) >= 2
    backend = FakeBackend()
    app = build(backend=backend, watching=False)
    async with app.run_test(size=(160, 40)) as pilot:
        await until(pilot, lambda: app.state.warm)
        for text in texts:
            backend.fake.fails["ask"] = QaError(text, "hint")
            await ask(pilot, text)
            shown = re.sub(" +", " ", screen_text(app))
            assert shown.count(re.sub(" +", " ", text.strip())) >= 2  # question and error
