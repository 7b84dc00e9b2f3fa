"""Options that restrict a question or a list to some of the documents."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from qa.cli.exit_codes import ExitCode
from qa.cli.output import note
from qa.errors import UsageError

if TYPE_CHECKING:
    from qa.datatypes import Filter
    from qa.engine import Engine

Command = Callable[..., ExitCode]

_PERIOD = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


class Day(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic since click 8.4
    """A day, or the first or last one of a year or month: 2024, 2024-05, 2024-05-17."""

    name = "date"

    def __init__(self, *, last: bool) -> None:
        self._last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day. Ends the command with a usage error for what is none."""
        if isinstance(value, date):
            return value
        if (found := _PERIOD.fullmatch(value.strip())) is None:
            self.fail(f"'{value}' is no date. Write 2024, 2024-05 or 2024-05-17.", param, ctx)
        try:
            return day(int(found[1]), found[2], found[3], last=self._last)
        except ValueError:
            self.fail(f"There is no date '{value}'.", param, ctx)


def day(year: int, month: str | None, of_month: str | None, *, last: bool) -> date:
    """Return the day of a year, or the first or last one it can mean. Raises ValueError."""
    number = int(month) if month else (12 if last else 1)
    if of_month:
        return date(year, number, int(of_month))
    import calendar  # 4 ms that few commands need

    first = date(year, number, 1)
    return first.replace(day=calendar.monthrange(year, number)[1]) if last else first


def restricted(command: Command) -> Command:
    """Give a command the options that choose documents; it gets them as `only`."""

    @click.option(
        "--in",
        "patterns",
        multiple=True,
        metavar="GLOB",
        help="Only documents whose path matches, such as 2024, '*.md' or '2024/**/notes-*'.",
    )
    @click.option(
        "--doc",
        "names",
        multiple=True,
        metavar="NAME",
        help="Only this document: a path, an id, or a part of its name or title.",
    )
    @click.option(
        "--since",
        type=Day(last=False),
        metavar="DATE",
        help="Only documents from this day, month or year on: 2024, 2024-05, 2024-05-17.",
    )
    @click.option(
        "--until",
        type=Day(last=True),
        metavar="DATE",
        help="Only documents up to this day, month or year, which is included.",
    )
    @click.option(
        "--source",
        "agencies",
        multiple=True,
        metavar="NAME",
        help="Only documents of this agency or publisher, or a part of its name.",
    )
    @click.option(
        "--author",
        "authors",
        multiple=True,
        metavar="NAME",
        help="Only documents of this author, or a part of the name.",
    )
    @click.option(
        "--language",
        "languages",
        multiple=True,
        metavar="LANG",
        help="Only documents in this language: de, German.",
    )
    @functools.wraps(command)
    def with_filter(
        *args: Any,
        patterns: tuple[str, ...],
        names: tuple[str, ...],
        since: date | None,
        until: date | None,
        agencies: tuple[str, ...],
        authors: tuple[str, ...],
        languages: tuple[str, ...],
        **kwargs: Any,
    ) -> ExitCode:
        from qa.datatypes import Filter  # 15 ms that --help does without
        from qa.languages import codes

        if since and until and since > until:
            raise UsageError(f"{since} comes after {until}.", "Give --since the earlier day.")
        only = Filter(
            since=since,
            until=until,
            paths=patterns,
            names=names,
            agencies=agencies,
            authors=authors,
            languages=codes(languages),
        )
        return command(*args, only=only, **kwargs)

    return with_filter


def checked_filter(engine: Engine, only: Filter, *, aloud: bool = False) -> Filter | None:
    """Return the filter, None for one that restricts nothing.

    With `aloud` the documents that it leaves out for having no date are counted on stderr.
    Raises UsageError when it leaves no document.
    """
    if not only:
        return None
    selected = engine.selection(only)
    if not selected.documents:
        left_out = f" {selected.note}" if selected.note else ""
        raise UsageError(
            f"No document matches these restrictions.{left_out}",
            "'qa list' shows paths, dates, sources and authors.",
        )
    if aloud and selected.note:
        note(selected.note)
    return only
