"""Lines of reStructuredText that mean something by their look: verse, options, terms, `::`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.documents.loaders.line_markup import Numbered, indent_of
from qa.documents.loaders.rst_tables import body_end, dedented, parts_of

_VALUE = r"(?:[ =](?:<[^<>\n]{1,40}>|[A-Z][\w-]{0,40})|=\w{1,40})?"
_FLAG = rf"(?:--?[a-zA-Z?#@][\w-]{{0,40}}|/[A-Z]{{1,10}}){_VALUE}"
_OPTION = re.compile(rf"(?P<flags>{_FLAG}(?:, {_FLAG}){{0,8}})(?:\s{{2,}}(?P<said>\S.*))?\s*\Z")
VERSE = re.compile(r"\|(?:\s|\Z)")


def verse(lines: Sequence[Numbered], at: int) -> tuple[list[list[Numbered]], int]:
    """The stanzas of a line block without their marks, and where it ends."""
    end = at
    while end < len(lines) and (
        VERSE.match(lines[end][1]) or (indent_of(lines[end][1]) and lines[end][1].strip())
    ):
        end += 1
    shown = [(number, line.removeprefix("|").strip()) for number, line in lines[at:end]]
    return parts_of(shown), end


def option(lines: Sequence[Numbered], at: int) -> tuple[list[Numbered], list[Numbered], int] | None:
    """An option of a command: its lines, what stands below them, and where it ends; or None."""
    number, line = lines[at]
    match = _OPTION.match(line)
    if match is None:
        return None
    end = body_end(lines, at + 1, 1)
    body = dedented(lines[at + 1 : end])
    if not (match["said"] or body):
        return None
    lead = next((n for n, (_, each) in enumerate(body) if not each.strip()), len(body))
    said = match["said"] or ""
    return [(number, f"{match['flags']}  {said}".rstrip()), *body[:lead]], body[lead:], end


def glossary(body: Sequence[Numbered]) -> list[Numbered]:
    """Entries with one line of terms each: several terms may share a meaning."""
    found: list[Numbered] = []
    above = False  # whether the line before is a term
    for number, line in body:
        if indent_of(line) or not line.strip():
            found.append((number, line))
            above = False
            continue
        term = line.partition(" : ")[0].rstrip()  # what follows is for the index
        if above:
            first, terms = found.pop()
            found.append((first, f"{terms}, {term}"))
        elif not term.startswith(".. "):
            found.append((number, term))
        above = not term.startswith(".. ")
    return found


def literal(own: list[Numbered]) -> bool:
    """Whether the paragraph's end announces code; it is then shown without the mark of that."""
    number, last = own[-1]
    if announced := last.rstrip().endswith("::"):
        own[-1] = (number, _before_code(last.rstrip()))
    return announced


def _before_code(line: str) -> str:
    """What is shown of a line that ends in `::`."""
    shown = line[:-2].rstrip()
    return shown if not shown or line[-3:-2].isspace() else f"{shown}:"
