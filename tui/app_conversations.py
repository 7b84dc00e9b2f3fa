"""Conversations: opened, named, deleted, restored, exported; and the way back to the chat."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.screen import Screen

from tui.app_updates import UpdatingApp
from tui.conversations import BrokenConversation, Conversation
from tui.messages import ConversationLoaded, Notice
from tui.screens.chat import ChatScreen


class ConversationsApp(UpdatingApp):
    """An app with a chat, whose conversations are saved."""

    @property
    def chat(self) -> ChatScreen:
        """The chat, wherever people are."""
        return next(each for each in self.screen_stack if isinstance(each, ChatScreen))

    @on(ConversationLoaded)
    async def _conversation_loaded(self, event: ConversationLoaded) -> None:
        await self.chat.open_conversation(event.conversation)

    async def action_new(self) -> None:
        """Start a new conversation; the old one stays saved."""
        self.show_chat()
        await self.chat.open_conversation(Conversation(index=self.backend.index))

    def action_open(self) -> None:
        """Choose a saved conversation."""
        from tui.screens.conversations import ConversationsScreen

        self._push(ConversationsScreen())

    def load_conversation(self, identifier: str) -> None:
        """Continue a saved conversation."""

        def loading() -> None:
            try:
                self.post_message(ConversationLoaded(self.user_data.conversations.load(identifier)))
            except BrokenConversation:
                self.post_message(Notice("That conversation can't be read.", failure=True))

        self.run_worker(loading, thread=True, exit_on_error=False)

    def change_conversation(
        self,
        identifier: str,
        *,
        name: str | None = None,
        pinned: bool | None = None,
        then: Callable[[], None],
    ) -> None:
        """Name a saved conversation, or pin it; `then` is called in a worker thread."""
        open_now = self.chat.conversation
        if open_now.id == identifier:  # what is saved later is not to undo it
            open_now.name = open_now.name if name is None else name
            open_now.pinned = open_now.pinned if pinned is None else pinned
        self.user_data.change_conversation(identifier, name=name, pinned=pinned, then=then)

    async def delete_conversation(self, identifier: str) -> None:
        """Delete a saved conversation; the chat no longer shows it."""
        self.user_data.delete_conversation(identifier)
        if self.chat.conversation.id == identifier:
            await self.chat.open_conversation(Conversation(index=self.backend.index))

    async def action_delete(self) -> None:
        """Delete the conversation in the chat."""
        if self.chat.conversation.turns:
            self.show_chat()
            await self.delete_conversation(self.chat.conversation.id)
            self.show_message("Deleted. Ctrl+O, then Ctrl+Z, restores it.")

    def action_restore(self) -> None:
        """Restore and open the conversation that was deleted last."""

        def then(identifier: str | None) -> None:
            if identifier:
                self.load_conversation(identifier)
            else:
                self.post_message(Notice("There is nothing to restore."))

        self.user_data.restore_last(then)

    def action_export(self) -> None:
        """Write the conversation to a file."""
        from tui.screens.export import ExportScreen

        if self.chat.conversation.turns:
            self._push(ExportScreen(self.chat.conversation))
        else:
            self.show_message("There is nothing to export yet.")

    # Screens.

    def _push(self, screen: Screen[None]) -> None:
        """Put a window over the screen, unless one of its kind is there."""
        if not isinstance(self.screen, type(screen)):
            self.push_screen(screen)

    def show_chat(self) -> None:
        """Go back to the chat from wherever people are."""
        while not isinstance(self.screen, ChatScreen):
            self.pop_screen()
