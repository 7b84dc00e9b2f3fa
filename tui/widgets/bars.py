"""Lines at the edges: the collection, a running update, a restriction."""

from __future__ import annotations

import time

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qa.render import phrases
from qa.render.sanitize import visible_line
from tui import content, glyphs
from tui.state import Phase, State
from tui.update_process import VERBS

_SHORTEST, _LONGEST = 4, 30  # cells of the progress line, where there is one


class TitleBar(Static):
    """The name of the collection on the left, its state on the right."""

    def __init__(self) -> None:
        super().__init__("", markup=False, id="heading")
        self._state = State()

    def show(self, state: State) -> None:
        """Show another state."""
        self._state = state
        self.refresh()

    def render(self) -> Content:
        """Both sides on one line; the name gives way."""
        text = state_label(self._state)
        width = self.content_size.width
        name = Content.assemble(
            ("qa", "bold"), "  ", (visible_line(self._state.name), content.MUTED)
        )
        room = width - text.cell_length - 2
        if name.cell_length > room:
            name = name.truncate(max(2, room), ellipsis=True)
        return Content("").join(
            [name, Content(" " * max(1, width - name.cell_length - text.cell_length)), text]
        )


def state_label(state: State) -> Content:
    """The state of the collection in a few words, with the key that helps."""
    if state.updating:
        return Content.styled("updating", content.MUTED)
    if state.failure and state.phase is not Phase.NO_INDEX:
        return Content.styled(f"{glyphs.WARNING} can't be opened", "$qa-error")
    if state.phase is Phase.OPENING:
        return Content.styled("opening …", content.MUTED)
    if state.phase is Phase.NO_INDEX:
        return Content.styled("no index yet", content.MUTED)
    count = Content.styled(phrases.counted(len(state.documents), "document"), content.MUTED)
    if not state.differences:
        if not state.retained:
            return count
        text = f"{glyphs.WARNING} {phrases.counted(len(state.retained), 'file')} missing"
        return Content.assemble(count, (glyphs.DOT, content.MUTED), (text, "$qa-warning"))
    text = f"{glyphs.WARNING} {phrases.counted(state.differences, 'file')} changed, F5 updates"
    return Content.assemble(count, (glyphs.DOT, content.MUTED), (text, "$qa-warning"))


class UpdateBar(Static):
    """How far an update is; hidden when there is none."""

    def __init__(self) -> None:
        super().__init__("", markup=False, id="update-bar")
        self._state = State()
        self._since = 0.0  # when the pace was measured

    def show(self, state: State) -> None:
        """Show how far it is."""
        if state.pace is not self._state.pace:
            self._since = time.monotonic()
        self._state = state
        self.display = state.updating
        self.auto_refresh = 1.0 if state.updating else None  # the time that has passed
        self.refresh()

    def render(self) -> Content:
        """Verb, line, numbers, key."""
        pace = self._state.pace
        verb = VERBS.get(pace.progress.stage, "Working") if pace else "Comparing files"
        waited = time.monotonic() - self._since  # the last news may be long ago
        key = "Esc stops"

        def room_beside(words: str) -> int:
            texts = [each for each in (verb, words, key) if each]
            return self.content_size.width - sum(Content(each).cell_length + 2 for each in texts)

        words = ""
        if pace:
            known = (pace.words(short=short, waited=waited) for short in (False, True))
            # Without a line of progress there are two cells less between them.
            words = next((each for each in known if room_beside(each) >= -2), "")
        room = room_beside(words)
        length = min(_LONGEST, room) if room >= _SHORTEST else 0
        full = round(length * pace.share) if pace else 0
        return Content.assemble(
            (verb, "bold"),
            "  ",
            (glyphs.FULL * full, content.CITE),
            (glyphs.REST * (length - full), content.MUTED),
            "  " if length else "",
            words,
            "  " if words else "",
            (key, content.MUTED),
        )


class FilterChip(Static):
    """What questions are restricted to; hidden when nothing. A click lifts it."""

    class Cleared(Message):
        """The restriction is to be lifted."""

    def __init__(self) -> None:
        super().__init__("", markup=False, id="chip")
        self.label = ""

    def show(self, state: State) -> None:
        """Show what the next questions are asked of."""
        titles = {}
        if len(state.only.sources) == 1:
            titles = {each.source: each.title for each in state.documents}
        self.label = content.restriction(state.only, titles)
        self.display = bool(self.label)
        self.refresh(layout=True)

    def render(self) -> Content:
        """One line."""
        key = "  Ctrl+R asks all again"
        room = max(10, self.content_size.width - len(key) - 8)
        text = Content(self.label).truncate(room, ellipsis=True)
        return Content.assemble(
            (f"{glyphs.CHOSEN} only ", content.CITE), text, (key, content.MUTED)
        )

    def on_click(self) -> None:
        """Lift it."""
        self.post_message(self.Cleared())
