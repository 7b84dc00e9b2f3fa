"""How people ask about documents, in the order in which it is tried.

A question that fits none of these is not about the collection; see `qa.catalogue.patterns` for what
the braces stand for.
"""

from __future__ import annotations

from qa.catalogue.language import (
    ABOUT,
    NEWEST,
    OLDEST,
    TODO,
    WRITTEN,
)
from qa.catalogue.patterns import TIME, Pattern
from qa.catalogue.phrases import (
    BE,
    COLLECTION,
    HAVE,
    HERE,
    HOW,
    LIST,
    LISTS,
    MOST,
    THERE,
    UNDONE,
    VERBS,
    WH,
    WHEN,
    W,
)
from qa.catalogue.question import Kind, Relation
from qa.catalogue.ways_of_selecting import SELECTING

_S, _R = Kind.SELECT, Relation

PATTERNS = (
    *SELECTING,
    # The newest and the oldest.
    *(
        Pattern(
            expression.replace("{most}", most), Kind.EXTREME, newest=newest, first=first, cues=MOST
        )
        for most, newest in ((NEWEST, True), (OLDEST, False))
        for first, expression in (
            (
                f"{WH} {LISTS} open tell",
                rf"(?:{W} (?:{BE}|do i have as)|{LIST}|open|tell me) (?:the|my|our)(?: very)?"
                r" (?:{most}) {d}(?: (?:about|on|of|that mentions?|mentioning) {x})?",
            ),
            (
                WH,
                rf"{W} (?:of )?{{d}} (?:{BE}) (?:the )?(?:very )?(?:{{most}})(?: one)?",
            ),
            (
                "when on",
                r"(?:when|on (?:what|which) (?:date|day)) (?:did|was|were|is|does) (?:the|my|our)"
                r"(?: very)? (?:{most}) {d}(?: (?:about|on|of) {x})?"
                rf" (?:come out|appear|take place|get (?:{WRITTEN})|(?:first )?(?:{WRITTEN}))",
            ),
            ("when", r"when (?:was|is) (?:the|my|our)(?: very)? (?:{most}) {d}"),
            (
                WH,
                r"(?:what|which)(?: is| was)? the (?:date|day) of (?:the|my|our)(?: very)?"
                r" (?:{most}) {d}",
            ),
            (
                "what",
                rf"what (?:{BE}|has been|have been|did you|does it say)?"
                r" ?(?:new|(?P<verb>fixed|changed|added|improved|removed|new|introduced|decided"
                r"|discussed|announced|deprecated))?"
                r" ?(?:in|at|with|during|by) (?:the|my|our)(?: very)? (?:{most}) {d}",
            ),
        )
    ),
    # What stands in the document of a day.
    Pattern(
        rf"what (?:{BE}|has been|happened|got|did we (?:do|discuss|decide)|did i write)?"
        r" ?(?:new|(?P<verb>fixed|changed|added|improved|removed|new|introduced|decided|discussed"
        r"|announced|released|deprecated|said|covered))?"
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
        rf"what {BE} the {{d}} {{when}} about",
        Kind.CONTENT,
        needs="stretch",
        first="what",
        cues="about",
    ),
    # Who and when, of one document.
    Pattern(
        r"who (?:wrote|authored|is credited (?:for|with)|(?:is|was|are|were) the"
        r" (?:author|writer|editor)s? of) {x}",
        Kind.AUTHOR,
        needs="work",
        first="who",
        cues="wrote|author|credit|writer|editor",
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
        rf"when did {{x}} (?:come out|get (?:{WRITTEN})|appear)",
        Kind.DATE,
        needs="noun",
        first="when",
        cues=VERBS,
    ),
    Pattern(
        r"what(?: is| was|'s) the (?:(?:publication|release|publishing|posting) )?date of {x}",
        Kind.DATE,
        needs="noun",
        first="what",
        cues="date of",
    ),
    Pattern(
        rf"what(?: is| was|'s) the (?:title|headline|name) of the {{d}}(?: that {BE})?"
        rf" (?:(?P<mention>that mentions?|mentioning)|{ABOUT}|on) {{x}}",
        _S,
        _R.ABOUT,
        first="what",
        cues="title|headline|name",
    ),
    # Of a time, or all.
    Pattern(
        rf"how many {{d}}(?: {THERE}| {BE}| did we hold)?"
        rf"(?: (?:{WRITTEN}|came out|come out|appeared|took place))?(?: {{when}})?{HERE}",
        _S,
        counted=True,
        needs="plain",
        first=HOW,
    ),
    Pattern(
        rf"(?:{W}|{LIST}(?: of)?) {{d}}(?: that)?(?: {BE}| {HAVE})?"
        rf"(?: (?:{WRITTEN}|come|came))? {{when}}",
        _S,
        needs="time",
        first=f"{WH} {LISTS}",
        cues=TIME[0],
    ),
    Pattern(rf"{LIST}(?: of)? {{d}}{HERE}", _S, needs="many", first=LISTS),
    # The whole.
    Pattern(
        rf"(?:what|which topics)(?: is|'s| are| do| does) {COLLECTION}(?: all)?"
        r" (?:about|cover|contain)",
        Kind.OVERVIEW,
        needs="whole",
        first=WH,
        cues="about|cover|contain",
    ),
    Pattern(
        rf"what(?: is|'s| are| kinds? of \x01\d+\x02 (?:is|are))(?: there)?"
        rf" in(?:side)? {COLLECTION}",
        Kind.OVERVIEW,
        needs="whole",
        first="what",
        cues=" in",
    ),
    Pattern(
        rf"(?:summari[sz]e|describe|(?:give (?:me )?)?an? (?:overview|summary) of) {COLLECTION}",
        Kind.OVERVIEW,
        needs="whole",
        first="summarise summarize describe give a an overview summary",
    ),
    Pattern(
        r"what (?:topics|subjects) (?:are|is) (?:covered|there|in here)(?: here)?",
        Kind.OVERVIEW,
        first="what",
        cues="topics|subjects",
    ),
    # Check lists.
    Pattern(
        rf"(?:{W} (?:are|is)|{LIST}|do (?:i|we) have)(?: still)?(?: (?:on|all))?"
        rf"(?: (?:the|my|our|any))? (?:still )?(?:(?:{UNDONE}) )?(?:{TODO})"
        rf"(?: (?:are|is) (?:still )?(?:left|{UNDONE}))?",
        Kind.TODOS,
        needs="mine",
        first=f"{WH} {LISTS} do",
        cues="to-do|todo|to do|task|action|check",
    ),
    Pattern(
        rf"(?:{W}|how many(?P<counted>)) (?:of )?(?:the |my |our )?(?:{TODO})"
        rf" (?:are|is|do (?:i|we) have)(?: still)? (?:left|{UNDONE})",
        Kind.TODOS,
        first=f"{WH} how",
        cues="to-do|todo|to do|task|action|check",
    ),
    Pattern(
        r"what (?:do (?:i|we)|is(?: there)?|remains)(?: still)?(?: have| left)? to do",
        Kind.TODOS,
        first="what",
        cues="to do",
    ),
)
