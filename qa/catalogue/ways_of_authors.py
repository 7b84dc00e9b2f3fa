"""How people ask for documents by who wrote or sent them."""

from __future__ import annotations

from qa.catalogue.language import ABOUT
from qa.catalogue.patterns import Pattern
from qa.catalogue.phrases import ASK, AUTHOR, BE, HOW, LIST, LISTS, THERE, WH, W
from qa.catalogue.question import Kind

_S = Kind.SELECT
_WHAT = rf"(?: (?:{ABOUT}) {{x}})?(?: {{when}})?"  # "from" stands before a place as well
_ELSE = r"(?!(?:we|i|you|they) )"  # all are theirs
_WROTE = r"(?:wrote|sent|authored)"

AUTHORS = (
    Pattern(
        rf"(?:{W}|{LIST}(?: of)?|how many(?P<counted>)) {{d}}(?: that)?(?: {BE}| {THERE})?"
        rf"(?: written| authored| sent)? (?:by|from) {AUTHOR}{_WHAT}",
        _S,
        first=f"{WH} {LISTS} how",
        cues=" by | from ",
    ),
    Pattern(
        rf"(?:{BE} there|(?:do|did|have) (?:i|we|you)(?: have| got)?)(?: an?| any| some)? {{d}}"
        rf"(?: written| authored| sent)? (?:by|from) {AUTHOR}{_WHAT}",
        _S,
        first=ASK,
        cues=" by | from ",
    ),
    Pattern(
        rf"(?:any |all )?{{d}}(?: written| authored| sent)? (?:by|from) {AUTHOR}{_WHAT}",
        _S,
        needs="sent",
        cues=" by | from ",
    ),
    Pattern(
        rf"(?:{W}|how many(?P<counted>)) {{d}} (?:did|has|have) {_ELSE}{AUTHOR}"
        r" (?:write|written|authored?|send|sent)(?: {when})?",
        _S,
        first=f"{WH} how",
        cues="writ|author|sen",
    ),
    Pattern(
        rf"what (?:(?:all|else) )?(?:did|has|have) {_ELSE}{AUTHOR}"
        r" (?:write|written|authored?|send|sent|publish|published)(?: {when})?",
        _S,
        first="what",
        cues="writ|author|sen|publish",
    ),
    Pattern(
        rf"(?:(?:{W}|{LIST}(?: of)?|any|all) )?{{d}}(?: that| which)? {AUTHOR} {_WROTE}"
        r"(?: {when})?",
        _S,
        needs="many",
        cues="wrote|sent|authored",
    ),
    Pattern(
        rf"how many(?P<counted>) {{d}} did {_ELSE}{AUTHOR}"
        r" (?:publish|release|issue|make) {when}",
        _S,
        needs="authored",
        first=HOW,
        cues="publish|release|issue|make",
    ),
)
