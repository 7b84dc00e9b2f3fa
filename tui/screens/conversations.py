"""The saved conversations."""

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
from tui.messages import ConversationsListed
from tui.screens.modal import Dialog


class ConversationsScreen(Dialog):
    """Newest first; Enter continues one, Delete deletes one, Ctrl+Z restores it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete,alt+d", "delete", "Delete", id="conversations.delete"),
        Binding(
            "ctrl+z,alt+u", "undo", "Restore what was deleted last", id="conversations.restore"
        ),
    ]

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(classes="window"):
            yield Static("Conversations", classes="head")
            yield OptionList(markup=False)
            yield Static("", classes="status", markup=False)
            yield Static("", classes="note", markup=False)
            yield Static(
                "Enter opens · Delete deletes · Ctrl+Z restores · Esc leaves", classes="quiet"
            )

    @property
    def options(self) -> OptionList:
        """The list."""
        return self.query_one(OptionList)

    def on_mount(self) -> None:
        """Read the list in a worker."""
        self.options.focus()
        self.run_worker(self._listing, thread=True, exit_on_error=False)

    def _listing(self, highlighted: str = "", message: str = "") -> None:
        self.post_message(
            ConversationsListed(*self.qa.user_data.conversations.entries(), highlighted, message)
        )

    @on(ConversationsListed)
    def _listed(self, event: ConversationsListed) -> None:
        options = self.options
        options.set_options([_option(entry) for entry in event.entries])
        at = next((i for i, each in enumerate(event.entries) if each.id == event.highlighted), 0)
        options.highlighted = at if event.entries else None
        self.show_status(
            event.message or ("" if event.entries else "No conversation is saved yet.")
        )
        if event.broken:
            files = phrases.counted(event.broken, "file")
            self.show_error(f"Left out, because it can't be read: {files}.")

    def show_status(self, text: str) -> None:
        """Show a message below the list."""
        status = self.query_one(".status", Static)
        status.update(content.line(text))
        status.display = bool(text)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option.id:
            # From the app: this screen is gone before the file is read.
            self.qa.load_conversation(event.option.id)
            self.dismiss()

    async def action_delete(self) -> None:
        """Delete the conversation."""
        options = self.options
        if options.highlighted is None:
            return
        option = options.highlighted_option
        if option and option.id:
            title = str(option.prompt).partition("\n")[0]
            options.remove_option(option.id)
            self.show_status(f"Deleted: {title}")
            await self.qa.delete_conversation(option.id)

    def action_undo(self) -> None:
        """Restore what was deleted last."""
        self.qa.user_data.restore_last(self._restored)

    def _restored(self, identifier: str | None) -> None:
        self._listing(identifier or "", "" if identifier else "There is nothing to restore.")


def _option(entry: Entry) -> Option:
    title = visible_line(entry.title)
    about = glyphs.DOT.join([content.day(entry.updated), phrases.counted(entry.turns, "question")])
    return Option(Content.assemble(title, "\n", (about, content.MUTED)), id=entry.id)
