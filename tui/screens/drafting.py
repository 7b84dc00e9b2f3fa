"""The question that is being typed is saved, and there again when the chat was killed."""

from __future__ import annotations

from textual import on
from textual.timer import Timer
from textual.widgets import TextArea

from tui.messages import DraftFound
from tui.screens.checking import CheckingScreen

_PAUSE = 0.4  # seconds from a key to its saving, so that quick keys share one


class DraftingScreen(CheckingScreen):
    """Has a box whose text outlives the process. It is shown again, never sent."""

    _save_timer: Timer | None = None
    _typed = False  # since the chat began

    def on_mount(self) -> None:
        """Look for what another chat left, after the first picture."""
        index = self.qa.backend.index

        def found(text: str) -> None:
            self.post_message(DraftFound(text))

        self.call_after_refresh(self.qa.user_data.find_draft, index, found)

    @on(DraftFound)
    def _draft_found(self, event: DraftFound) -> None:
        if self._typed or self.conversation.turns:
            self.qa.user_data.add_to_history(event.text)  # Up brings it
            self._note_draft()
        else:
            self.prompt.put(event.text)
            self.qa.show_message("What you had not sent is back in the box.")

    @on(TextArea.Changed, "#prompt")
    def _note_draft(self) -> None:
        unsent = self.prompt.unsent
        self._typed = self._typed or bool(unsent)
        self.qa.user_data.note_draft(self.qa.backend.index, unsent)
        if not unsent:
            self._save_draft()  # it was sent
        elif self._save_timer is None:
            self._save_timer = self.set_timer(_PAUSE, self._save_draft)

    def clear_box(self) -> None:
        """Empty the box; Up brings back what stood there."""
        if unsent := self.prompt.unsent.strip():
            self.qa.user_data.add_to_history(unsent)
        self.prompt.text = ""

    def _save_draft(self) -> None:
        if self._save_timer:
            self._save_timer.stop()
            self._save_timer = None
        self.qa.user_data.save_draft()
