"""Whether a document says at its head what it is: "INVOICE", "Minutes of the meeting of 5 May"."""

from __future__ import annotations

import re
from collections.abc import Collection

from qa.datatypes import BlockKind, Document
from qa.search.terms import STOPWORDS, stems

_HEAD = 600  # characters in which a document says what it is
_BEFORE = 5  # words that may stand before the noun: "Assured shorthold tenancy agreement"
_PROSE = 8  # words of a sentence that is more than a label
_BEGINNING, _THIS = 80, 4  # characters, and words after "This"
_LABEL = 14  # words of a line that is a label
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[:#(,–—|]")
_BEGINS = re.compile(
    r"[\s*_#>=|–—-]*[^\W\d_a-zà-ÿ]|[\s*_#>=|–—-]*\d"
)  # a line that is no continuation
_SENTENCE = re.compile(r"[.!?;]\s*$")
# What a line goes on with after what a document is: "Report of", "Letter to".
_ON = frozenset({"of", "to", "for", "from", "on", "about", "by", "dated", "between", "with", "and"})
# The same before a number, which letters about a contract have as well: only headings count.
_REFERENCE = frozenset({"no", "nr", "number", "ref", "reference", "id", "#"})
_MARKS = frozenset(":(,–—|")
# Behind a noun that opens a line its number alone, or a day: "Invoice TN-3", "Invoice date: ...".
_OWN = re.compile(r"\s+#?(?=\S*\d)[\w./-]{2,30}\s*\Z|\s+date\s*:.{0,20}\d", re.IGNORECASE)
_ENOUGH = 2  # headings that say what a document is; later ones are those of its parts


def says_it_is(document: Document, called: Collection[str]) -> bool:
    """Whether a heading or another label at the head, or "This agreement ...", has such a noun.

    `called` are the noun's stems. What follows the first sentences is no head any more.
    """
    headings = 0
    for block in document.blocks:
        if block.start >= _HEAD:
            break
        heading = block.kind is BlockKind.HEADING
        headings += heading
        if heading and headings > _ENOUGH:
            continue
        written = document.text[block.start : block.end]
        if not heading and _speaks_of_itself(written, called):
            return True
        if not heading and _is_prose(written):
            break
        if any(is_label(line, called, heading=heading) for line in written.splitlines()):
            return True
    return False


def _speaks_of_itself(written: str, called: Collection[str]) -> bool:
    """Whether a paragraph begins with "This agreement" or the like."""
    this, *words = _WORD.findall(written[:_BEGINNING])[: _THIS + 1] or [""]
    return this.lower() == "this" and any(
        stem in called
        for at, word in enumerate(words)
        if not any(before.lower() in STOPWORDS for before in words[:at])
        for stem in stems(word)
    )


def _is_prose(written: str) -> bool:
    return bool(_SENTENCE.search(written)) and len(written.split()) >= _PROSE


def is_label(line: str, called: Collection[str], *, heading: bool) -> bool:
    """Whether a line names such a thing and does not speak of it in a sentence."""
    places = list(_WORD.finditer(line))
    words = [each.group() for each in places]
    if not heading and (len(words) > _LABEL or _SENTENCE.search(line) or not _BEGINS.match(line)):
        return False
    before = 0
    for at, word in enumerate(words):
        lower = word.lower()
        own = not before and _OWN.match(line, places[at].end())
        if any(stem in called for stem in stems(word)) and (own or _ends(words[at + 1 :], heading)):
            return not lower.endswith("s") or lower == "minutes"  # "Reports" are parts
        if lower == "the" and at == 0:
            continue
        before += word[:1].isalpha()
        if lower in STOPWORDS or (before > _BEFORE and not heading):
            return False
    return False


def _ends(rest: list[str], heading: bool) -> bool:
    """Whether what follows a noun leaves it the name of the whole."""
    if not rest:
        return True
    after = rest[0].lower()
    if after in _REFERENCE or after.isdigit():
        return heading
    return after in _MARKS or after in _ON or heading
