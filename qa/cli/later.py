"""A group of commands some of which are imported only when they are used, or listed in the help."""

from __future__ import annotations

from importlib import import_module

import click

# A millisecond each, which `qa ask` does without: by name, so that nothing imports them sooner.
LATER = {
    "bench": "qa.cli.bench_command",
    "copy": "qa.cli.copy_command",
    "mcp": "qa.cli.serve_commands",
    "serve": "qa.cli.serve_commands",
    "writer": "qa.cli.writer_command",
}


class Commands(click.Group):
    """The commands that were added, and those of `LATER`, each called as its function is."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in order."""
        return sorted({*super().list_commands(ctx), *LATER})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, None where there is none."""
        if cmd_name in LATER:
            command: click.Command = getattr(import_module(LATER[cmd_name]), cmd_name)
            return command
        return super().get_command(ctx, cmd_name)
