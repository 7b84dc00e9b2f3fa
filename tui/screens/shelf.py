"""The kept conversations."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qa.render import parts
from qa.visible import visible_line
from tui import glyphs, text
from tui.conversations import BrokenConversation
from tui.messages import Reopened, Shelved, Told
from tui.screens.window import Window


class ShelfScreen(Window):
    """Newest first; Enter goes on with one."""

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(classes="window"):
            yield Static("Conversations", classes="head")
            yield OptionList(markup=False)
            yield Static("", classes="note", markup=False)
            yield Static("Enter opens, Esc leaves", classes="quiet")

    def on_mount(self) -> None:
        """Read the list aside."""
        self.query_one(OptionList).focus()
        self.run_worker(self._listing, thread=True, exit_on_error=False)

    def _listing(self) -> None:
        self.post_message(Shelved(*self.qa.shelf.entries()))

    @on(Shelved)
    def _listed(self, event: Shelved) -> None:
        options = self.query_one(OptionList)
        for entry in event.entries:
            title = visible_line(entry.title)
            about = glyphs.DOT.join(
                [text.day(entry.updated), parts.counted(entry.turns, "question")]
            )
            said = Content.assemble(title, "\n", (about, text.MUTED))
            options.add_option(Option(said, id=entry.id))
        if not event.entries:
            self.refuse("No conversation is kept yet.")
        if event.broken:
            files = parts.counted(event.broken, "file")
            self.refuse(f"Left out, because no conversation can be read from it: {files}.")

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option.id:
            # From the app: this screen is gone before the file is read.
            work = partial(self._loading, event.option.id)
            self.app.run_worker(work, thread=True, exit_on_error=False)
            self.dismiss()

    def _loading(self, identifier: str) -> None:
        app = self.qa
        try:
            app.post_message(Reopened(app.shelf.load(identifier)))
        except BrokenConversation:
            app.post_message(Told("That conversation can't be read.", failure=True))
