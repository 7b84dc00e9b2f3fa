"""The saved conversations."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from qa.render import phrases
from tui import content, glyphs
from tui.conversation_store import Entry
from tui.elapsed import ago
from tui.messages import ConversationsListed
from tui.screens.list_window import ListWindow
from tui.screens.rename import RenameScreen


class ConversationsScreen(ListWindow):
    """Pinned ones first, then the newest; those of other collections apart, below."""

    HEADING: ClassVar[str] = "Conversations"
    HINT: ClassVar[str] = (
        "Enter opens · F2 renames · F4 pins · Delete deletes · Ctrl+Z restores · Esc leaves"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,alt+r", "rename", "Rename", id="conversations.rename"),
        Binding("f4,alt+p", "pin", "Pin, or no longer", id="conversations.pin"),
        Binding("delete,alt+d", "delete", "Delete", id="conversations.delete"),
        Binding(
            "ctrl+z,alt+u", "undo", "Restore what was deleted last", id="conversations.restore"
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()
        self._broken = 0

    def on_mount(self) -> None:
        """Read the list in a worker."""
        self.run_worker(self._listing, thread=True, exit_on_error=False)

    def _listing(self, highlighted: str = "", message: str = "") -> None:
        self.post_message(
            ConversationsListed(*self.qa.user_data.conversations.entries(), highlighted, message)
        )

    @on(ConversationsListed)
    def _listed(self, event: ConversationsListed) -> None:
        self._entries = event.entries
        self.refill(event.highlighted)
        self.show_status(
            event.message or ("" if event.entries else "No conversation is saved yet.")
        )
        if event.broken:
            files = phrases.counted(event.broken, "file")
            self.show_error(f"Left out, because it can't be read: {files}.")

    def make_options(self, typed: str) -> Iterable[Option]:
        """Those whose name or questions hold every word that was typed."""
        words = typed.lower().split()

        def fits(entry: Entry) -> bool:
            text = "\n".join((entry.title, *entry.questions)).lower()
            return all(word in text for word in words)

        fitting = [each for each in self._entries if fits(each)]
        index = self.qa.backend.index
        here = [each for each in fitting if each.index == index]
        others = [each for each in fitting if each.index != index]
        options = [Option(self._line(each), each.id) for each in here]
        if others:
            label = Content.styled("Of other collections", content.MUTED)
            options.append(Option(label, disabled=True))
        options += [Option(self._line(each), each.id) for each in others]
        return options

    def _line(self, entry: Entry) -> Content:
        pin = f"{glyphs.PINNED} " if entry.pinned else ""
        when = ago(entry.updated)
        about = glyphs.DOT.join(filter(None, (phrases.counted(entry.turns, "question"), when)))
        line = content.ends(entry.title, (about, when), self.room - len(pin))
        return Content.assemble((pin, content.CITE), line)

    @property
    def entry(self) -> Entry | None:
        """The highlighted one."""
        option = self.options.highlighted_option
        return next((e for e in self._entries if option and e.id == option.id), None)

    def choose(self, identifier: str) -> None:
        """Continue it."""
        # From the app: this screen is gone before the file is read.
        self.qa.load_conversation(identifier)
        self.dismiss()

    async def action_delete(self) -> None:
        """Delete the conversation."""
        if entry := self.entry:
            shown = [each.id for each in self.options.options if each.id]
            at = shown.index(entry.id)
            following = [*shown[at + 1 :], *shown[:at][::-1]]
            self._entries = tuple(each for each in self._entries if each is not entry)
            self.refill(following[0] if following else None)
            self.show_status(f"Deleted: {entry.title}")
            await self.qa.delete_conversation(entry.id)

    def action_undo(self) -> None:
        """Restore what was deleted last."""
        self.qa.user_data.restore_last(self._restored)

    def _restored(self, identifier: str | None) -> None:
        self._listing(identifier or "", "" if identifier else "There is nothing to restore.")

    def action_rename(self) -> None:
        """Give it a name."""
        if entry := self.entry:
            then = partial(self._listing, entry.id)

            def rename(name: str) -> None:
                self.qa.change_conversation(entry.id, name=name, then=then)

            self.app.push_screen(RenameScreen(entry.title, rename))

    def action_pin(self) -> None:
        """Let it stand first, or no longer."""
        if entry := self.entry:
            then = partial(self._listing, entry.id)
            self.qa.change_conversation(entry.id, pinned=not entry.pinned, then=then)
