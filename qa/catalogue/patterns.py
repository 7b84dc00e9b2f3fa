"""One regular expression per way of asking, and what its parts stand for.

`{d}` stands for a noun for documents with its modifiers, `{g}` for a plural that any document goes
by, `{when}` for a time, `{x}` for the topic. The whole question must match. Nouns and times are
found first and written as marks (`NOUN`, `TIME`): with their many words in every pattern, compiling
took 350 ms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qa.catalogue.question import Kind, Relation


@dataclass(frozen=True, slots=True)
class Pattern:
    """A way of asking; `needs` is what the topic must be besides: see `qa.catalogue.recognise`."""

    expression: str
    kind: Kind
    relation: Relation | None = None
    counted: bool = False
    newest: bool = True
    needs: str = ""
    oldest_first: bool = False
    first: str = ""  # words with one of which the question must begin, parted by spaces
    cues: str = ""  # stretches of which the question must have one, parted by "|"

    def may_match(self, text: str) -> bool:
        """Whether it is worth compiling for `text`, in lower case and marked."""
        return (
            (not self.first or text.partition(" ")[0] in self.first.split())
            and (not self.cues or any(cue in text for cue in self.cues.split("|")))
            and (NOUN[0] in text or not ("{d}" in self.expression or "{g}" in self.expression))
        )


_DEFINITE = r"(?P<definite>(?:of )?(?:all )?(?:the|my|our|these|those|their|your) |all (?:the )?)?"
_MODIFIERS = r"(?P<modifiers>(?:[\w'.\x01\x02-]+ ){0,2}?)"
# A noun or a time in a question is written as one of these around its number.
NOUN, TIME = ("\x01", "\x02"), ("\x03", "\x04")
_OF = r"(?: (?:of|in|from) (?P<whole>[^\s,]+(?: [^\s,]+){0,4}?))??"
_ANY = rf"{_DEFINITE}{_MODIFIERS}\x01(?P<noun>\d+)\x02{_OF}"
_PLURAL = rf"{_DEFINITE}{_MODIFIERS}\x01(?P<noun>\d+)(?P<generic>)\x02"


@cache
def compiled(pattern: Pattern) -> re.Pattern[str]:
    """The expression of a pattern, ready to match a whole question."""
    return re.compile(
        pattern.expression.replace("{d}", _ANY)
        .replace("{g}", _PLURAL)
        .replace("{when}", r"\x03(?P<when>\d+)\x04")
        .replace("{x}", r"(?P<topic>\S.*?)"),
        re.I,
    )
