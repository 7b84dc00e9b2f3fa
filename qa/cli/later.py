"""The group of all commands: some are imported only when they are used, or listed in the help."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

# A millisecond each, which `qa ask` does without: by name, so that nothing imports them sooner.
LATER = {
    "bench": "qa.cli.bench_command",
    "copy": "qa.cli.copy_command",
    "mcp": "qa.cli.serve_commands",
    "serve": "qa.cli.serve_commands",
    "similar": "qa.cli.similar_command",
    "writer": "qa.cli.writer_command",
}
# As the help lists them: what people begin with first.
SECTIONS: dict[str, Sequence[str]] = {
    "Ask": ("ask", "chat", "search", "similar", "timeline", "verify", "history"),
    "Documents": ("index", "list", "show", "status", "collections"),
    "Care": ("doctor", "copy", "trust", "bench"),
    "Other programs": ("serve", "mcp", "writer", "completion"),
}


_NAMING = ("-C", "--collection", "--index")


class Commands(click.Group):
    """The commands that were added, and those of `LATER`, each called as its function is."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of the help."""
        names = {*super().list_commands(ctx), *LATER}
        listed = [name for section in SECTIONS.values() for name in section if name in names]
        return [*listed, *sorted(names.difference(listed))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, None where there is none."""
        if cmd_name in LATER:
            command: click.Command = getattr(import_module(LATER[cmd_name]), cmd_name)
            return command
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands section by section, all in the same columns."""
        names = self.list_commands(ctx)
        wide = max(map(len, names))
        room = formatter.width - wide - 6
        for heading, section in SECTIONS.items():
            found = [(name, self.get_command(ctx, name)) for name in section if name in names]
            rows = [
                (name.ljust(wide), each.get_short_help_str(room)) for name, each in found if each
            ]
            with formatter.section(heading):
                formatter.write_dl(rows)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what names a collection before the command, too; alone it opens the chat."""
        at = 0
        while at < len(args) and (words := _names_collection(args[at])):
            at += words
        if at:
            args = [*(args[at : at + 1] or ["chat"]), *args[:at], *args[at + 1 :]]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command. A first word with blanks in it is a question for `ask`."""
        first = args[0]
        if first == "help":  # as in git: `qa help`, `qa help ask`
            args = [*args[1:2], "--help"]
        elif " " in first.strip():
            args = ["ask", *args]
        elif _asks(args) and not self._resembles(ctx, first):
            from shlex import join

            from qa.errors import UsageError

            raise UsageError(
                f"There is no command '{first}'.", f"To ask it, write: {join(['qa', 'ask', *args])}"
            )
        return super().resolve_command(ctx, args)

    def _resembles(self, ctx: click.Context, word: str) -> bool:
        """Whether a word is a command, or one that is misspelt."""
        names = self.list_commands(ctx)
        if word in names:
            return True
        from difflib import get_close_matches

        return bool(get_close_matches(word, names))


def _names_collection(word: str) -> int:
    """How many words the option has that `word` begins; 0 where it names no collection."""
    if word in _NAMING:
        return 2
    return int(word.startswith((_NAMING[0], *(f"{each}=" for each in _NAMING[1:]))))


def _asks(words: Sequence[str]) -> bool:
    """Whether words read like a question."""
    return not words[0].startswith("-") and (len(words) > 2 or words[-1].endswith("?"))
