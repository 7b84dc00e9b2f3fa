"""How people ask about documents, in the order in which it is tried.

A question that fits none of these is not about the collection; see `qa.catalogue.patterns` for what
the braces stand for.
"""

from __future__ import annotations

from qa.catalogue.language import (
    DONE,
    HAPPENED,
    NEWEST,
    OLDEST,
    TODO,
    WRITTEN,
)
from qa.catalogue.patterns import TIME, Pattern
from qa.catalogue.phrases import (
    AUTHOR,
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
    WH,
    W,
)
from qa.catalogue.question import Kind, Relation
from qa.catalogue.ways_of_attachments import ATTACHMENTS
from qa.catalogue.ways_of_links import LINKS
from qa.catalogue.ways_of_one import ONE_DOCUMENT
from qa.catalogue.ways_of_selecting import SELECTING
from qa.catalogue.ways_of_todos import TODOS

_S, _R = Kind.SELECT, Relation

_DATELESS = r"without (?:a |any )?dates?|undated|with no dates?|(?:have|has) no dates?"

PATTERNS = (
    *ATTACHMENTS,
    *LINKS,
    # Before what takes the date for something that a document holds.
    Pattern(
        rf"(?:(?:{W}|{LIST}(?: of)?|how many(?P<counted>)|all|any) )?{{d}}(?: that)?"
        rf"(?: {BE}| {THERE})? (?P<undated>{_DATELESS})",
        _S,
        needs="many",
        cues=" date|undated",
    ),
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
                rf" (?:{{most}}) {{d}}(?: (?:by|from) {AUTHOR})?"
                r"(?: (?:about|on|of|that mentions?|mentioning) {x})?",
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
            ("when", r"when (?:was|is) (?:the|my|our)(?: very)? (?:{most}) {d}(?: from)?"),
            (
                WH,
                r"(?:what|which)(?: is| was)? the (?:date|day) of (?:the|my|our)(?: very)?"
                r" (?:{most}) {d}",
            ),
            (
                "what",
                rf"what (?:{BE}|has been|have been|did you|does it say)?"
                rf" ?(?:new|(?P<verb>{DONE}))?"
                r" ?(?:in|at|with|during|by) (?:the|my|our)(?: very)? (?:{most}) {d}",
            ),
        )
    ),
    *(
        Pattern(
            rf"(?:the |my |our )?(?:very )?(?:{most}) {{d}}(?: (?:by|from) {AUTHOR})?"
            r"(?: about {x})?",
            Kind.EXTREME,
            newest=newest,
            needs=needs,
            cues=cues,
        )
        for most, newest, needs, cues in (
            ("newest|latest|most recent|current", True, "", "newest|latest|recent|current"),
            ("oldest|earliest", False, "", "oldest|earliest"),
            ("last", True, "own", "last"),
            ("first", False, "own", "first"),
        )
    ),
    *(
        Pattern(
            rf"(?:the |my |our )?(?:very )?{most} {{d}} (?:by|from) {AUTHOR}(?: about {{x}})?",
            Kind.EXTREME,
            newest=newest,
            cues=most,
        )
        for most, newest in (("last", True), ("first", False))
    ),
    *(
        Pattern(
            rf"(?:the )?(?:very )?(?:{most}) {{d}} (?:of|for) {{x}}",
            Kind.EXTREME,
            newest=newest,
            needs="release_noun",
            cues=most,
        )
        for most, newest in (("newest|latest|most recent|current", True), ("oldest|first", False))
    ),
    Pattern(
        rf"{W} (?:{BE}) (?:the|my|our) current {{d}}",
        Kind.EXTREME,
        needs="release_noun",
        first=WH,
        cues="current",
    ),
    *ONE_DOCUMENT,
    # Of a time, or all.
    Pattern(
        rf"how many {{d}}(?: {THERE}| {BE}| did we hold)?"
        rf"(?: (?:{WRITTEN}|{HAPPENED}))?(?: {{when}})?(?: {THERE})?{HERE}",
        _S,
        counted=True,
        needs="plain",
        first=HOW,
    ),
    *(
        Pattern(
            rf"how many {{d}} did {did} {{when}}",
            _S,
            counted=True,
            needs=needs,
            first=HOW,
            cues=TIME[0],
        )
        for did, needs in (
            (r"(?:\S+ ){1,3}(?:hold|have)", ""),
            (r"(?:we|i|you|they) (?:publish|write|release|issue|make|author)", ""),
            (r"(?:\S+ ){1,3}(?:publish|release|issue|make)", "release_noun"),
        )
    ),
    Pattern(
        rf"(?:{W}|{LIST}(?: of)?) {{d}}(?: that)?(?: {BE}| {HAVE})?"
        rf"(?: (?:{WRITTEN}|{HAPPENED}|come|came))? {{when}}",
        _S,
        needs="time",
        first=f"{WH} {LISTS}",
        cues=TIME[0],
    ),
    Pattern(
        rf"(?:all |any |the |my )?{{d}}(?: (?:{WRITTEN}|{HAPPENED}))? {{when}}",
        _S,
        needs="dated",
        cues=TIME[0],
    ),
    Pattern(rf"{LIST}(?: of)? {{d}}{HERE}", _S, needs="many", first=LISTS),
    Pattern(rf"{W} {{d}} {THERE}{HERE}", _S, needs="plural", first=WH),
    Pattern(rf"(?:all )?{{d}}{HERE}", _S, needs="plural", first="all my our"),
    Pattern(rf"{W} {{d}}", _S, needs="format", first=WH),
    # The whole.
    Pattern(
        rf"(?:what|(?:which|what) (?:topics|subjects))(?: is| are| do| does) {COLLECTION}(?: all)?"
        r" (?:about|cover|contain|deal with)",
        Kind.OVERVIEW,
        needs="whole",
        first=WH,
        cues="about|cover|contain",
    ),
    Pattern(
        rf"what(?: is| are| kinds? of \x01\d+\x02 (?:is|are))(?: there)?"
        rf" (?:in(?:side)? {COLLECTION}|(?:in )?(?:here|there))",
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
        r"what (?:topics|subjects) (?:are|is) (?:covered|there|in here)(?: here)?"
        r"|what (?:can|do) i (?:find|have) (?:in )?here|what is all (?:this|of this) about",
        Kind.OVERVIEW,
        first="what",
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
    *TODOS,
    Pattern(
        rf"{W} tags (?:are (?:there|used)|exist|do (?:i|we) (?:have|use))(?: here)?"
        rf"|{LIST}(?: of)?(?: the| my| our)? tags|(?:all )?(?:my |our |the )?tags"
        r"|how many tags (?:are there|exist|do (?:i|we) (?:have|use))",
        Kind.TAGS,
        cues="tags",
    ),
    # What is no other way of asking: a tag, or a value in a field.
    Pattern(
        rf"{W} {{d}} (?P<verb>are|is|were)(?: still| currently| now)? (?P<tag>[^\W\d][\w-]*)",
        _S,
        needs="plural",
        first=WH,
    ),
)
