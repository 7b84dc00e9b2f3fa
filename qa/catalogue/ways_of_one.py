"""How people ask for one document: what is in it, who wrote it, when, its title."""

from __future__ import annotations

from qa.catalogue.language import (
    ABOUT,
    DONE,
    WRITTEN,
)
from qa.catalogue.patterns import TIME, Pattern
from qa.catalogue.phrases import (
    AUTHOR,
    BE,
    VERBS,
    WHEN,
)
from qa.catalogue.question import Kind, Relation

_S, _R = Kind.SELECT, Relation

ONE_DOCUMENT = (
    # What stands in the document of a day.
    Pattern(
        rf"what (?:{BE}|has been|happened|got|did we (?:do|discuss|decide)|did i write)?"
        rf" ?(?:new|(?P<verb>{DONE}))?"
        r" ?(?:in|at|on|during|with) the {d}(?: held)? {when}(?: about)?",
        Kind.CONTENT,
        needs="stretch",
        first="what",
        cues=TIME[0],
    ),
    Pattern(
        rf"what (?:{BE}|got) released {{when}}",
        Kind.CONTENT,
        needs="release",
        first="what",
        cues="released",
    ),
    Pattern(
        r"what did (?:i|we) (?:write|note)(?: down)? {when}",
        Kind.CONTENT,
        needs="stretch",
        first="what",
        cues="write|note",
    ),
    Pattern(
        r"what (?:did (?:i|we) do|have (?:i|we) done|(?:was|were) (?:i|we) doing) {when}",
        Kind.CONTENT,
        needs="diary",
        first="what",
        cues=TIME[0],
    ),
    Pattern(
        r"(?:what|whom?|where) did (?:i|we) (?P<verb>(?!do\b|have to\b)\w+)"
        r"(?: (?:to|at|for|with|from|about|on|in))? {when}",
        Kind.CONTENT,
        needs="day",
        first="what who whom where",
        cues=TIME[0],
    ),
    Pattern(
        rf"what {BE} the {{d}} {{when}} about",
        Kind.CONTENT,
        needs="stretch",
        first="what",
        cues="about",
    ),
    Pattern(
        r"what did the {d} {when}"
        r" (?:bring|change|add|contain|include|introduce|fix|decide|discuss)",
        Kind.CONTENT,
        needs="stretch",
        first="what",
        cues=TIME[0],
    ),
    Pattern(
        rf"what (?:{BE}|did (?:we|the \S+|they)) (?P<verb>discuss|decide|agree)(?:ed|d)?"
        r"(?: on)? {when}",
        Kind.CONTENT,
        needs="meeting",
        first="what",
        cues="discuss|decide|agree",
    ),
    Pattern(
        rf"what {BE} (?:on )?the agenda (?:of|for|at) the {{d}} {{when}}",
        Kind.CONTENT,
        needs="meeting",
        first="what",
        cues="agenda",
    ),
    Pattern(
        rf"what {BE} (?:on )?the agenda {{when}}",
        Kind.CONTENT,
        needs="meeting",
        first="what",
        cues="agenda",
    ),
    Pattern(
        r"who (?:was |were )?(?P<verb>present|there|attended|took part|participated)"
        r"(?: (?:at|in))? the {d}(?: held)? {when}",
        Kind.CONTENT,
        needs="stretch",
        first="who",
        cues="present|there|attended|took part|participated",
    ),
    # What stands in one by its name: "What changed in 1.4.0?"
    Pattern(
        rf"what (?:{BE}|has)?(?: been)? ?(?:new|(?P<verb>{DONE}))? ?(?:in|with|by) {{x}}",
        Kind.CONTENT,
        needs="version",
        first="what",
    ),
    Pattern(
        r"what (?:does|did) {x} (?P<verb>bring|change|add|fix|remove|improve|introduce)",
        Kind.CONTENT,
        needs="version",
        first="what",
    ),
    # Who and when, of one document.
    Pattern(
        r"(?:who|which author|what author) (?:wrote|authored|is credited (?:for|with)) {x}",
        Kind.AUTHOR,
        needs="work",
        first="who which what",
        cues="wrote|authored|credit",
    ),
    Pattern(
        r"(?:who|which (?:author|writer|reporter|journalist)) (?:has )?(?:wrote|written|writes|"
        r"reported|reports) (?:about|on) {x}",
        Kind.AUTHOR,
        first="who which",
        cues="wrote|written|writes|reported|reports",
    ),
    Pattern(
        r"(?:(?:who|what) (?:is|was|are|were) )?(?:the )?(?:author|writer|editor)s? of {x}",
        Kind.AUTHOR,
        needs="work",
        first="who what author authors the writer editor",
        cues="author|writer|editor",
    ),
    Pattern(
        r"who (?:sent|gave|presented) {x}",
        Kind.AUTHOR,
        needs="noun",
        first="who",
        cues="sent|gave|presented",
    ),
    Pattern(
        rf"(?:by whom|by who) (?:was|were|is) {{x}} (?:{WRITTEN})",
        Kind.AUTHOR,
        needs="name",
        first="by",
    ),
    Pattern(
        rf"who {BE} {{x}} (?:written|authored|sent) by",
        Kind.AUTHOR,
        needs="name",
        first="who",
        cues="written|authored|sent",
    ),
    Pattern(
        rf"{WHEN} (?:was|were|is) {{x}}"
        r"(?: first| last)? (?:written|published|posted|sent)",
        Kind.DATE,
        needs="name",
        first="when on in what which",
        cues=VERBS,
    ),
    Pattern(
        rf"{WHEN} (?:was|were|is) {{x}}"
        r"(?: first| last)? (?:written|published|released|posted|sent|issued|created|dated)",
        Kind.DATE,
        needs="noun",
        first="when on in what which",
        cues=VERBS,
    ),
    Pattern(
        rf"{WHEN} (?:was|were|is) {{x}}(?: last| most recently)?"
        r" (?P<changed>updated|changed|edited|modified|revised|reviewed)(?: last)?",
        Kind.DATE,
        needs="name",
        first="when on in what which",
        cues="updated|changed|edited|modified|revised|reviewed",
    ),
    Pattern(
        rf"{WHEN} did (?:(?:i|we|you|he|she|they|somebody|someone|anyone)|{AUTHOR})"
        r" (?:write|publish|post|send|issue|create) {x}",
        Kind.DATE,
        needs="noun",
        first="when on in what which",
        cues="write|publish|post|send|issue|create",
    ),
    Pattern(
        rf"when did {{x}} (?:come out|get (?:{WRITTEN})|appear)",
        Kind.DATE,
        needs="noun",
        first="when",
        cues=VERBS,
    ),
    Pattern(
        r"what(?: is| was) the (?:publication|publishing|posting) date of {x}",
        Kind.DATE,
        needs="name",
        first="what",
        cues="date of",
    ),
    Pattern(
        r"what(?: is| was) the (?:release )?date of {x}",
        Kind.DATE,
        needs="noun",
        first="what",
        cues="date of",
    ),
    Pattern(
        r"what(?: is| was) the (?:title|headline|name) of {x}",
        Kind.TITLE,
        needs="file",
        first="what",
        cues="title|headline|name",
    ),
    Pattern(
        r"what(?: kind of)?(?: \x01\d+\x02)? is {x}(?: called| about)?",
        Kind.TITLE,
        needs="file",
        first="what",
    ),
    Pattern(
        rf"what(?: is| was) the (?:title|headline|name) of the {{d}}(?: that {BE})?"
        rf" (?:(?P<mention>that mentions?|mentioning)|{ABOUT}|on) {{x}}",
        _S,
        _R.ABOUT,
        first="what",
        cues="title|headline|name",
    ),
)
