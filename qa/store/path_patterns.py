"""Patterns of paths, as people type them: which documents of a collection they mean.

`*` and `?` stand for characters within one name, `[a-z]` and `[!a-z]` for one of a set, `**` for
any number of folders. A pattern without a slash is the name of a file or folder at any depth, one
with a slash begins at the root of the collection. What is named with a folder is all that lies
below it; a slash at the end means folders only. Upper and lower case differ.

Matching takes time linear in the length of the path for each character of the pattern: once a
piece between two stars is found it is never looked for again, for the first place where it stands
leaves the most for the rest (as in `fnmatch` since Python 3.9).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa.errors import UsageError

MAX_PATTERNS = 64
MAX_LENGTH = 1_000  # characters of one

_SET = re.compile(r"\[(!?)([^\]/]+)\]")
_MAGIC = re.compile(r"[*?\[]")


def compiled(patterns: Sequence[str]) -> Callable[[str], bool]:
    """A function that tells whether a source matches one of the patterns.

    Raises UsageError for a pattern that is empty or too long, and for too many.
    """
    if len(patterns) > MAX_PATTERNS:
        raise UsageError(f"At most {MAX_PATTERNS} patterns can be given.", "Use broader ones.")
    either = "|".join(f"(?:{_expression(pattern)})" for pattern in patterns)
    match = re.compile(either, re.DOTALL).match
    return lambda source: match(source) is not None


def literal_start(pattern: str) -> str:
    """The folders at the beginning of a pattern that hold no sign with a meaning, "" for none."""
    segments, _ = _segments(pattern)
    literal = []
    for segment in segments:
        if _MAGIC.search(segment):
            break
        literal.append(segment)
    return "/".join(literal)


def leads_into(pattern: str, folder: str) -> bool:
    """Whether a pattern that does not match a folder may match something below it."""
    segments, _ = _segments(pattern)
    depth = folder.count("/") + 1
    head = segments[:depth]
    if "**" in head:
        head = head[: head.index("**")]
    elif len(segments) <= depth:
        return False
    return not head or compiled(["/" + "/".join(head)])(folder)


def escaped(path: str) -> str:
    """A pattern that matches just this path."""
    return _MAGIC.sub(lambda sign: f"[{sign[0]}]", path)


def _segments(pattern: str) -> tuple[list[str], bool]:
    """The names in a pattern from the root on, and whether only what lies below is meant."""
    if not pattern.strip("/") or "\0" in pattern:
        raise UsageError("A pattern of paths is empty.", "Write one such as '2024/*' or '*.md'.")
    if len(pattern) > MAX_LENGTH:
        raise UsageError(
            f"A pattern of paths has more than {MAX_LENGTH:,} characters.", "Use a shorter one."
        )
    names = [name for name in pattern.split("/") if name and name != "."]
    if "/" not in pattern.rstrip("/"):
        names.insert(0, "**")
    segments: list[str] = []
    for name in names:
        if name != "**" or segments[-1:] != ["**"]:
            segments.append(name)
    below = pattern.endswith("/")
    if segments[-1:] == ["**"]:
        segments.pop()
        below = True
    return segments, below


def _expression(pattern: str) -> str:
    """A regular expression that matches from the beginning of a source to its end."""
    segments, below = _segments(pattern)
    end = r"/.+\Z" if below else r"(?=/|\Z)"
    if not segments:
        return ""
    runs: list[list[str]] = [[]]
    for segment in segments:
        if segment == "**":
            runs.append([])
        else:
            runs[-1].append(_name(segment))
    parts = []
    for number, run in enumerate(runs):
        last = number == len(runs) - 1
        inside = "/".join(run) + (end if last else "/" if run else "")
        # Lazy: the first place. Possessive within, so that a folder is passed in one step.
        parts.append(f"(?>(?:[^/]++/)*?{inside})" if number else inside)
    return "".join(parts)


def _name(segment: str) -> str:
    """The expression for one name, whole; it never gives back what it has taken."""
    first, *others = _pieces(segment)
    if not others:
        return f"{first}(?=/|\\Z)"
    *middle, last = others
    inner = "".join(f"(?>[^/]*?{piece})" for piece in middle if piece)
    tail = f"[^/]*{last}" if last else "[^/]*+"
    return f"(?>{first}{inner}{tail}(?=/|\\Z))"


def _pieces(segment: str) -> list[str]:
    """Expressions for what stands between the stars of a name."""
    pieces, at = [""], 0
    while at < len(segment):
        sign, found = segment[at], _SET.match(segment, at)
        if sign == "*":
            pieces.append("")
        elif found:
            pieces[-1] += f"(?!/)[{'^' if found[1] else ''}{_set(found[2])}]"
        else:
            pieces[-1] += "[^/]" if sign == "?" else re.escape(sign)
        at = found.end() if found else at + 1
    return pieces


def _set(text: str) -> str:
    """What stands between square brackets, as a regular expression has it."""
    parts, at = [], 0
    while at < len(text):
        if text[at + 1 : at + 2] == "-" and at + 2 < len(text):
            low, high = sorted((text[at], text[at + 2]))
            parts.append(f"{re.escape(low)}-{re.escape(high)}")
            at += 3
        else:
            parts.append(re.escape(text[at]))
            at += 1
    return "".join(parts)
