"""The chat: what people see first and most."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from tui import glyphs
from tui.conversations import Conversation
from tui.folder_names import folder_typed
from tui.screens.drafting import DraftingScreen
from tui.state import Phase, State
from tui.typed_commands import action_typed
from tui.typing_keys import acts, typed
from tui.widgets.bars import FilterChip, TitleBar, UpdateBar
from tui.widgets.conversation import ConversationView, EarlierTurns
from tui.widgets.find_bar import FindBar
from tui.widgets.footer import KeyFooter
from tui.widgets.message_line import MessageLine
from tui.widgets.offers import BuildButton
from tui.widgets.prompt import Prompt
from tui.widgets.source_pane import SourcePane
from tui.widgets.welcome import Welcome


class ChatScreen(DraftingScreen):
    """Questions, answers, and the article beside them.

    What is typed goes to the question box wherever the focus is. Letters and digits are commands
    only after Esc, until one types again, or together with Alt.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Cancel or go back", show=False, id="chat.back"),
        Binding("y,alt+y", "copy_answer", "Copy answer", id="chat.copy"),
        Binding("c,alt+c", "copy_quote", "Copy sentence", show=False, id="chat.copy-sentence"),
        Binding("e,alt+e", "edit", "Edit and ask again", show=False, id="chat.edit"),
        Binding("m,alt+m", "more", "More evidence", id="chat.more"),
        Binding("d,alt+d", "all_dates", "All dates", id="chat.all-dates"),
        Binding("v,alt+v", "check", "Check quotes", show=False, id="chat.check"),
        Binding("slash,ctrl+f", "find", "Find", show=False, id="chat.find"),
        # Before the keys after it are on their way to what has the focus now.
        Binding("ctrl+f", "find", "", show=False, priority=True),
        Binding("alt+n", "walk(1)", "Next place", show=False, id="chat.next-place"),
        Binding("alt+p", "walk(-1)", "Place before", show=False, id="chat.previous-place"),
        Binding("alt+o", "open_file", "Open the file", show=False, id="chat.open-file"),
        *(
            Binding(f"alt+{n}", f"open_source({n})", f"Open source {n}", show=False)
            for n in range(1, 10)
        ),
    ]

    _seen = False  # whether it was on the screen before

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield TitleBar()
        with Horizontal(id="body"):
            with Vertical(id="main"):
                with ConversationView():
                    yield Welcome()
                with Vertical(id="ask"):
                    yield FilterChip()
                    with Horizontal(id="box"):
                        yield Static(glyphs.ASKED, classes="sign")
                        yield Prompt(self.qa.user_data.history)
            yield SourcePane()
        yield FindBar()
        yield MessageLine()
        yield UpdateBar()
        yield KeyFooter()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Before the first picture all that is there has been styled already."""
        event.refresh_styles = self._seen
        self._seen = True

    def on_mount(self) -> None:
        """Type right away."""
        self.prompt.focus()
        for scrolled in (self.view, self.pane.view):
            self.watch(scrolled, "scroll_y", self._show_whether_more, init=False)
            self.watch(scrolled, "virtual_size", self._show_when_laid_out, init=False)

    async def show_state(self, state: State) -> None:
        """Show what the app knows of the collection."""
        self.query_one(TitleBar).show(state)
        self.query_one(UpdateBar).show(state)
        self.query_one(FilterChip).show(state)
        await self._show_welcome_or_not()
        await self.show_welcome(state)
        if state.phase is Phase.NO_INDEX and state.build_failure and not state.updating:
            await self.fail_waiting(state.build_failure)
        await self._next()

    def on_resize(self) -> None:
        """More fits now, or less."""
        self._show_when_laid_out()

    def _show_when_laid_out(self) -> None:
        self.call_after_refresh(self._show_whether_more)

    def _show_whether_more(self) -> None:
        above = self._above_box()
        hidden = above.max_scroll_y - above.scroll_y
        if above is self.view:
            hidden -= 1  # the blank line below the last turn
        self.query_one("#ask").border_title = "more below, PgDn" if hidden >= 1 else ""

    def _above_box(self) -> Widget:
        """The chat, or the article where it covers the chat."""
        covered = self.reading and self.has_class("-narrow")
        return self.pane.view if covered else self.view

    # Typing.

    def direct(self, key: events.Key) -> None:
        """What is no command is typed into the box."""
        types = typed(key) and not self.command_keys and self.is_mounted
        if types and not isinstance(self.focused, Input | Prompt):
            self.set_focus(self.prompt)

    def on_key(self, event: events.Key) -> None:
        """Type into the box from anywhere, unless the key is a command here and now."""
        character = typed(event)
        if not character:
            return
        if self.command_keys and self._command(event):
            event.stop()
        elif not (self.command_keys and acts(self, event.key)):
            event.stop()
            event.prevent_default()
            self.type(character)

    def type(self, text: str) -> None:
        """Put typed characters into the question box and go on there."""
        self.command_keys = False  # at once: the next keys may be on their way to the answer
        self.set_focus(self.prompt)
        self.prompt.insert(text)

    def on_paste(self, event: events.Paste) -> None:
        """Paste into the box from anywhere."""
        if self.focused is not self.prompt:
            event.stop()
            self.type(event.text)

    def _command(self, event: events.Key) -> bool:
        """Do what a key without a binding of its own means; whether it means anything."""
        if event.character in ("n", "N") and self._find_target and self.query_one(FindBar).text:
            self.step_match(1 if event.character == "n" else -1)
            return True
        if event.character in ("n", "p") and self.reading:  # at the last place n does nothing
            self.pane.action_step(1 if event.character == "n" else -1)
            return True
        view = self.view.current_answer()
        if event.key.isdecimal() and view and self.cites(int(event.key), view):
            self.open_number(int(event.key), view)
            return True
        return False

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """In the box letters are typed again."""
        if event.widget is self.prompt:
            self.command_keys = False
        self._show_when_laid_out()

    @on(Prompt.Asked)
    async def _asked(self, event: Prompt.Asked) -> None:
        state = self.qa.state
        if not event.question:
            if state.phase is Phase.NO_INDEX and state.preview and state.preview.files:
                self.qa.action_update()
        elif action := action_typed(event.question):
            await self.app.run_action(action)
        elif state.phase is Phase.NO_INDEX and (folder := folder_typed(event.question)):
            if not self.qa.index_folder(folder):
                self.prompt.put(event.question)  # to be corrected
        else:
            await self.ask(event.question)

    def focus_after_reading(self) -> None:
        """Go on typing."""
        self.set_focus(self.prompt)

    # Conversations.

    async def open_conversation(self, conversation: Conversation) -> None:
        """Show another conversation, or a new one."""
        if unfinished := self._queue.clear():
            for turn in unfinished:
                turn.cancelled = True
            self.qa.user_data.save_conversation(self.conversation)
        self.conversation = conversation
        self.remove_class("-reading")
        self._read_view = None
        self.view.keep_in_view(None)
        self.view.set_class(not conversation.turns, "-empty")
        if conversation.turns:
            await self.view.show(conversation.turns, self._restrictions())
        else:
            await self.view.remove_children()
            await self.begin()
        self.prompt.focus()
        self.refresh_bindings()  # there is another answer to copy, or none

    def _restrictions(self) -> dict[int, str]:
        turns = enumerate(self.conversation.turns)
        return {i: self._restricted(turn) for i, turn in turns if turn.only}

    @on(EarlierTurns.Wanted)
    async def _earlier(self) -> None:
        await self.view.show_earlier(self.conversation.turns, self._restrictions())

    # Keys.

    async def action_back(self) -> None:
        """Cancel the question, else close the article, else ask about the update, else move."""
        if await self.cancel_newest():
            return
        if self.reading:
            self.close_article()
        elif self.qa.state.updating:
            self.qa.ask_to_stop_update(self._swap_focus)
        else:
            self._swap_focus()

    def _swap_focus(self) -> None:
        """From the box to the answers, where letters are commands, and back."""
        if self.focused is self.prompt and (target := self.answer_to_focus()):
            self.set_focus(target)
            self.command_keys = True
        else:
            self.set_focus(self.prompt)

    def action_newest(self) -> None:
        """Go to the newest answer."""
        if target := self.answer_to_focus():
            self.set_focus(target)
        else:
            self.focus_next()

    def action_scroll(self, how: str) -> None:
        """Scroll what is above the box: the chat, or the article where it covers the chat."""
        getattr(self._above_box(), f"scroll_{how}")(animate=False)

    def action_open_source(self, number: int) -> None:
        """Open a source of the answer that has the focus, else of the newest."""
        if view := self.view.current_answer():
            self.open_number(number, view)

    def action_walk(self, by: int) -> None:
        """Go to the next or previous place of the open article."""
        self.pane.action_step(by)

    def action_open_file(self) -> None:
        """Open the file of the article outside."""
        self.pane.action_open_file()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if not self.is_mounted:
            return action not in ("copy_answer", "more", "all_dates", "check")
        view = self.view.current_answer()
        if action in ("copy_answer", "more"):
            return bool(view and view.turn.answer)
        if action == "copy_quote":
            return self.quote_here() is not None
        if action == "check":
            return bool(view and view.turn.answer and view.turn.answer.evidence)
        if action == "all_dates":
            return self.dated_turn() is not None
        if action == "edit":
            return self.view.current() is not None
        if action == "open_source":
            return self.cites(int(str(parameters[0])), view)
        if action == "walk":
            return self.reading and self.pane.can_step(int(str(parameters[0])))
        if action == "open_file":
            return self.reading
        return True

    @on(BuildButton.Pressed)
    def _build(self) -> None:
        self.qa.action_update()
        self.set_focus(self.prompt)

    @on(Welcome.FolderChosen)
    def _folder(self, event: Welcome.FolderChosen) -> None:
        self.qa.index_folder(event.folder)

    @on(FilterChip.Cleared)
    def _cleared(self) -> None:
        self.qa.action_ask_all()
