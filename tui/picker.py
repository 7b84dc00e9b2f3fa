"""Which documents to chat with: this folder, a collection, or another folder.

An app of its own that ends with the choice, for before it there is no collection to chat with.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qa import library
from qa.datatypes import Holdings, NamedCollection
from qa.render import phrases
from qa.render.sanitize import visible_line
from tui import content
from tui.folder_names import given_folder
from tui.terminal_app import TerminalApp
from tui.themes import DARK, THEMES, defaults
from tui.typing_keys import typed
from tui.widgets.folder_input import FolderInput

HERE = "here"
_DECIDED = 0.5  # seconds after Enter, where nothing comes of it


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: an index, or a folder that is to be indexed."""

    index: Path | None = None
    folder: Path | None = None


class PickerApp(TerminalApp[Choice]):
    """A list of what can be asked; the folder one is in comes first. Ends with None on Esc."""

    TITLE = "qa"
    CSS_PATH = "picker.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("ctrl+c,ctrl+q", "leave", "Leave", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
    ]

    @dataclass
    class Counted(Message):
        """What the folder here holds."""

        holdings: Holdings

    def __init__(
        self,
        here: Path | None,
        collections: tuple[NamedCollection, ...],
        theme: str = DARK,
    ) -> None:
        super().__init__()
        self.register_theme(THEMES[theme])
        self.theme = theme
        self._here = here
        self._collections = collections
        self._holdings: Holdings | None = None
        self._entered: Timer | None = None  # while it is not known whether Enter ends the list

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our colours, for themes that don't set them."""
        return defaults()

    def compose(self) -> ComposeResult:
        """One column."""
        options = [Option(self._about_here(), HERE)] if self._here else []
        options += [
            Option(_about(each), str(number)) for number, each in enumerate(self._collections)
        ]
        with Vertical(id="picker"):
            yield Static("Which documents do you want to ask?", classes="head")
            yield OptionList(*options, markup=False)
            yield Static("Another folder (Tab completes its path)", classes="quiet")
            yield FolderInput(id="folder")
            yield Static("", id="note")
            yield Static("Enter opens it, or indexes a folder. Esc leaves.", classes="quiet")

    def on_mount(self) -> None:
        """Count what is here, after the first paint."""
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = 0
            options.focus()
        else:
            self.query_one(FolderInput).focus()
        if self._here:
            self.run_worker(self._counting, thread=True, exit_on_error=False)

    def _counting(self) -> None:
        if self._here:
            self.post_message(self.Counted(library.holdings(self._here)))

    @on(Counted)
    def _counted(self, event: Counted) -> None:
        self._holdings = event.holdings
        options = self.query_one(OptionList)
        options.replace_option_prompt(HERE, self._about_here())
        if not event.holdings.files and self._collections and options.highlighted == 0:
            options.highlighted = 1  # there is nothing to ask here

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option.id == HERE:
            self._index(self._here)
        else:
            chosen = self._collections[int(event.option.id or 0)]
            self._end(Choice(index=Path(chosen.index)))

    @on(Input.Submitted, "#folder")
    def _folder_typed(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._index(given_folder(event.value))
        else:
            self.query_one(OptionList).action_select()

    def _index(self, folder: Path | None) -> None:
        """End with a folder to index, unless it is none or can be seen to hold nothing."""
        if folder is None or not folder.is_dir():
            self._note("There is no such folder.")
        elif folder == self._here and self._holdings and not self._holdings.files:
            self._note("There is nothing to read in this folder.")
        else:
            self._end(Choice(folder=folder))

    def _end(self, choice: Choice) -> None:
        """End with a choice; what was typed behind Enter is for the chat."""
        self.hands_over = True
        self.exit(choice)

    async def on_event(self, event: events.Event) -> None:
        """Keep what comes behind Enter until it is known whether the list ends."""
        self.handles(event)
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._entered or self.hands_over:
            # As new: an event is handled once.
            again = (
                events.Key(event.key, event.character)
                if isinstance(event, events.Key)
                else events.Paste(event.text)
            )
            self.typed_after.append(again)
        else:
            if isinstance(event, events.Key) and event.key == "enter":
                self._entered = self.set_timer(_DECIDED, self._go_on)
            elif isinstance(event, events.Key) and typed(event):
                # Before the keys after it are on their way to what has the focus now.
                self.screen.set_focus(self.query_one(FolderInput))
            await super().on_event(event)

    async def _go_on(self) -> None:
        """What was typed behind Enter is for the list: it did not end."""
        if self.hands_over or not self._entered:
            return
        self._entered.stop()
        self._entered = None
        held, self.typed_after = self.typed_after, []
        for each in held:
            await self.on_event(each)

    def _note(self, text: str) -> None:
        self.query_one("#note", Static).update(Content(text))
        self.call_next(self._go_on)

    def action_move(self, by: int) -> None:
        """Move in the list, from the box as well."""
        options = self.query_one(OptionList)
        options.focus()
        if by < 0:
            options.action_cursor_up()
        else:
            options.action_cursor_down()

    def action_leave(self) -> None:
        """End without a choice."""
        self.exit(None)

    def _about_here(self) -> Content:
        name = content.folder(str(self._here))
        held = "counting its files ..." if self._holdings is None else held_words(self._holdings)
        return Content.assemble(
            ("Index this folder: ", "bold"), content.line(name, "bold"), "\n", (held, content.MUTED)
        )


def held_words(found: Holdings) -> str:
    """Return `812 files: 640 .md, 172 .txt`."""
    if not found.files:
        return "nothing that can be read"
    count = phrases.counted(found.files, "file")
    kinds = ", ".join(
        f"{number:,} {suffix or 'without a suffix'}" for suffix, number in found.kinds
    )
    more = "" if found.whole else "more than "
    return visible_line(f"{more}{count}: {kinds}")


def _about(collection: NamedCollection) -> Content:
    if collection.problem is not None:
        state = f"can't be read: {collection.problem}"
    elif collection.documents is None:
        state = "not indexed yet"
    else:
        state = phrases.counted(collection.documents, "document")
    folders = ", ".join(map(content.folder, collection.paths))
    where = f"{state} in {folders}" if folders else state
    return Content.assemble(
        content.line(collection.name, "bold"), "\n", content.line(where, content.MUTED)
    )
