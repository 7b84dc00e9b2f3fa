"""The kept conversations."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qa.render import phrases
from qa.render.sanitize import visible_line
from tui import content, glyphs
from tui.conversation_store import Entry
from tui.messages import Shelved
from tui.screens.modal import Window


class ShelfScreen(Window):
    """Newest first; Enter goes on with one, d puts one away, u brings it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete", "delete", "Delete", id="shelf.delete"),
        Binding("u", "undo", "Bring back what was deleted last", id="shelf.undo"),
    ]

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(classes="window"):
            yield Static("Conversations", classes="head")
            yield OptionList(markup=False)
            yield Static("", classes="told", markup=False)
            yield Static("", classes="note", markup=False)
            yield Static("Enter opens · d deletes · u brings back · Esc leaves", classes="quiet")

    @property
    def options(self) -> OptionList:
        """The list."""
        return self.query_one(OptionList)

    def on_mount(self) -> None:
        """Read the list aside."""
        self.options.focus()
        self.run_worker(self._listing, thread=True, exit_on_error=False)

    def _listing(self, highlighted: str = "", said: str = "") -> None:
        self.post_message(Shelved(*self.qa.kept.shelf.entries(), highlighted, said))

    @on(Shelved)
    def _listed(self, event: Shelved) -> None:
        options = self.options
        options.set_options([_option(entry) for entry in event.entries])
        at = next((i for i, each in enumerate(event.entries) if each.id == event.highlighted), 0)
        options.highlighted = at if event.entries else None
        self.tell(event.said or ("" if event.entries else "No conversation is kept yet."))
        if event.broken:
            files = phrases.counted(event.broken, "file")
            self.refuse(f"Left out, because no conversation can be read from it: {files}.")

    def tell(self, said: str) -> None:
        """Say something below the list."""
        told = self.query_one(".told", Static)
        told.update(content.line(said))
        told.display = bool(said)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option.id:
            # From the app: this screen is gone before the file is read.
            self.qa.open_kept(event.option.id)
            self.dismiss()

    async def action_delete(self) -> None:
        """Put the conversation away."""
        options = self.options
        if options.highlighted is None:
            return
        option = options.highlighted_option
        if option and option.id:
            title = str(option.prompt).partition("\n")[0]
            options.remove_option(option.id)
            self.tell(f"Deleted: {title}")
            await self.qa.delete_kept(option.id)

    def action_undo(self) -> None:
        """Bring back what was deleted last."""
        self.qa.kept.bring_back(self._brought_back)

    def _brought_back(self, identifier: str | None) -> None:
        self._listing(identifier or "", "" if identifier else "There is nothing to bring back.")


def _option(entry: Entry) -> Option:
    title = visible_line(entry.title)
    about = glyphs.DOT.join([content.day(entry.updated), phrases.counted(entry.turns, "question")])
    return Option(Content.assemble(title, "\n", (about, content.MUTED)), id=entry.id)
