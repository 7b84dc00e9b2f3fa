"""The lines of the welcome that can be chosen: questions, documents, conversations, the build."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from qa.datatypes import DocumentInfo
from qa.render import phrases
from tui import content, glyphs
from tui.conversation_store import Recent
from tui.elapsed import ago
from tui.widgets.fitted import WidthFitted


class Offer(WidthFitted, can_focus=True):
    """A line that Enter or a click chooses. Where there is little room its text gives way."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Choose", id="offer.choose"),
    ]

    def __init__(self, sign: str, text: str, about: str = "") -> None:
        made = partial(content.offer, sign, text, about)
        super().__init__(made, "starter focusable")

    def on_click(self) -> None:
        """Clicking is as good as Enter."""
        self.action_choose()

    def action_choose(self) -> None:
        """Post what was chosen; for subclasses."""


class SuggestedQuestion(Offer):
    """A question to begin with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Ask this", id="starter.ask"),
    ]

    @dataclass
    class Chosen(Message):
        """It is to be asked."""

        question: str

    def __init__(self, question: str) -> None:
        super().__init__(glyphs.ASKED, question)
        self.question = question

    def action_choose(self) -> None:
        """Ask it."""
        self.post_message(self.Chosen(self.question))


class NewestDocument(Offer):
    """A document that can be read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Read it", id="newest.read"),
    ]

    @dataclass
    class Chosen(Message):
        """It is to be opened."""

        document: DocumentInfo

    def __init__(self, document: DocumentInfo) -> None:
        title, *about = phrases.headline(document)
        super().__init__(glyphs.LISTED, title, glyphs.DOT.join(about))
        self.document = document

    def action_choose(self) -> None:
        """Open it."""
        self.post_message(self.Chosen(self.document))


class RecentConversation(Offer):
    """A conversation that can be continued."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Continue it", id="recent.open"),
    ]

    @dataclass
    class Chosen(Message):
        """It is to be continued."""

        identifier: str

    def __init__(self, recent: Recent) -> None:
        count = phrases.counted(recent.turns, "question")
        about = glyphs.DOT.join(filter(None, (ago(recent.updated), count)))
        super().__init__(glyphs.LISTED, recent.title, about)
        self.identifier = recent.id

    def action_choose(self) -> None:
        """Continue it."""
        self.post_message(self.Chosen(self.identifier))


class BuildButton(Static, can_focus=True):
    """The one thing to do first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "build", "Build the index", id="build"),
    ]

    class Pressed(Message):
        """The index is to be built."""

    def on_click(self) -> None:
        """Clicking is as good as Enter."""
        self.action_build()

    def action_build(self) -> None:
        """Ask for it."""
        self.post_message(self.Pressed())
