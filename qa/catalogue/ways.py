"""How people ask about documents, in the order in which it is tried.

A question that fits none of these is not about the collection; see `qa.catalogue.patterns` for what
the braces stand for.
"""

from __future__ import annotations

from qa.catalogue.language import (
    ABOUT,
    APPEARING,
    DISCUSSED,
    EXPLAINED,
    MENTIONED,
    MENTIONING,
    NEWEST,
    OLDEST,
    TODO,
    WRITTEN,
)
from qa.catalogue.patterns import Pattern
from qa.catalogue.question import Kind, Relation

_S, _R = Kind.SELECT, Relation
_W = r"(?:which|what)"
_BE = r"(?:is|are|was|were)"
_HAVE = r"(?:(?:do|did) (?:we|i|you) (?:have|own|keep)|have (?:we|i|you)(?: got)?)"
_THERE = rf"(?:{_BE} there|{_HAVE}|exist)"
_THAT = r"(?: that| which)?(?: do| does| did)?"
_LIST = r"(?:list|show|find|give|get|name|enumerate)(?: me)?(?: a list of)?(?: all| every| any)?"
_WHEN = r"(?:when|on (?:what|which) (?:date|day)|(?:in )?(?:what|which) (?:year|month))"
_HERE = (
    r"(?: in (?:total|all|here|(?:this|my|our|the) (?:collection|folder|library|vault|archive"
    r"|index|directory|corpus)))?"
)
_UNDONE = "open|unfinished|outstanding|remaining|pending|undone|unchecked|incomplete|uncompleted"
_COLLECTION = (
    r"(?:all )?(?:this|my|our|the|these|those) (?:(?:whole|entire|\x01\d+\x02) )?"
    r"(?:collection|folder|library|vault|archive|corpus|directory|\x01(?P<noun>\d+)\x02)"
)

PATTERNS = (
    # Tags, before anything that takes them for a topic.
    Pattern(
        rf"(?:{_W}|{_LIST}|how many(?P<counted>)) {{d}}"
        rf"(?: {_BE}|{_THAT} ha(?:ve|s)(?: got)?)?"
        r" (?:tagged(?: with| as)?|(?:with )?the tag) (?P<tag>\S+)",
        _S,
    ),
    # Mentions.
    Pattern(
        rf"(?:in |on )?{_W} {{d}}(?: {{when}})?{_THAT} (?:{MENTIONING}) {{x}}", _S, _R.MENTIONS
    ),
    Pattern(
        rf"(?:in |on )?{_W} {{d}}(?: {{when}})? (?:{_BE}|has|have) {{x}}"
        rf"(?: (?:been|being|ever|also|first))* (?:{MENTIONED})",
        _S,
        _R.MENTIONS,
    ),
    Pattern(
        rf"(?:in|on|at) {_W} {{d}}(?: {{when}})? (?:does|do|did) {{x}}"
        rf"(?: first| ever)? (?:{APPEARING})",
        _S,
        _R.MENTIONS,
    ),
    Pattern(
        rf"(?:in |on |at )?{_W} {{d}}(?: {{when}})? (?:{_BE}|has|have) {{x}}"
        rf"(?: (?:been|being|ever|also|first))* (?:{DISCUSSED})",
        _S,
        _R.DISCUSSES,
    ),
    Pattern(
        rf"(?:in|on|at) {_W} {{d}} (?:{_BE}|has|have) {{x}}(?: been)? (?:{EXPLAINED})", _S, _R.ABOUT
    ),
    Pattern(
        rf"where {_BE} {{x}}(?: ever| also)? (?:mentioned|referred to|brought up)", _S, _R.MENTIONS
    ),
    Pattern(rf"how many {{d}}(?: {{when}})?{_THAT} (?:{MENTIONING}) {{x}}", _S, _R.MENTIONS, True),
    Pattern(
        rf"in how many {{d}}(?: {{when}})? (?:{_BE}|has|have) {{x}}(?: been)? (?:{MENTIONED})",
        _S,
        _R.MENTIONS,
        True,
    ),
    Pattern(
        rf"in how many {{d}}(?: {{when}})? (?:does|do|did) {{x}} (?:{APPEARING})",
        _S,
        _R.MENTIONS,
        True,
    ),
    Pattern(
        rf"how (?:often|many times) (?:{_BE}|has|have) {{x}}(?: been| ever)* (?:{MENTIONED})",
        _S,
        _R.MENTIONS,
        True,
    ),
    # About.
    Pattern(
        rf"{_W} {{d}}(?: {{when}})?(?: {_BE}| {_HAVE}| exist)?(?: that {_BE})?"
        rf" (?:all )?(?:{ABOUT}) {{x}}",
        _S,
        _R.ABOUT,
    ),
    Pattern(
        rf"(?:{_BE} there|(?:do|did|have) (?:i|we|you)(?: have| got| write| written)?)"
        rf"(?: an?| any| some)?(?: other| more)? {{d}}(?: {{when}})?{_THAT} (?:{MENTIONING}) {{x}}",
        _S,
        _R.MENTIONS,
    ),
    Pattern(
        rf"(?:{_BE} there|(?:do|did|have) (?:i|we|you)(?: have| got| write| written)?)"
        rf"(?: an?| any| some)?(?: other| more)? {{d}}(?: {{when}})?"
        rf"(?: that {_BE})? (?:{ABOUT}|on|called|titled) {{x}}",
        _S,
        _R.ABOUT,
    ),
    Pattern(
        rf"how many {{d}}(?: {{when}})?(?: {_THERE}| {_BE})?(?: that {_BE})?"
        rf" (?:all )?(?:{ABOUT}|on) {{x}}",
        _S,
        _R.ABOUT,
        True,
    ),
    Pattern(rf"{_LIST}(?: of)? {{d}}(?: {{when}})?{_THAT} (?:{MENTIONING}) {{x}}", _S, _R.MENTIONS),
    Pattern(
        rf"{_LIST}(?: of)? {{d}}(?: {{when}})?(?: that {_BE})? (?:{ABOUT}|on) {{x}}", _S, _R.ABOUT
    ),
    Pattern(
        r"(?:list|show|find|give|get)(?: me)? (?:all|everything|anything)"
        r"(?: (?:that is|there is|that (?:we|i|you) have|(?:we|i|you) have))?"
        r" (?:about|on|concerning|regarding) {x}",
        _S,
        _R.ABOUT,
    ),
    # What the text must hold in one place, being no phrase.
    Pattern(
        rf"{_W} {{g}} (?:can|let (?:me|you|us)|allow (?:me|you|us) to|help(?: me| you)?(?: to)?"
        r"|(?:show|explain|tell|describe)(?: me| you)? how to|are (?:used )?(?:for|to)) {x}",
        _S,
        _R.HOLDS,
    ),
    Pattern(
        rf"{_W} {{d}}(?: {{when}})? (?:had|has|have|included|includes?) {{x}}",
        _S,
        _R.HOLDS,
        needs="event",
    ),
    # By author.
    Pattern(
        rf"(?:{_W}|{_LIST}(?: of)?|how many(?P<counted>)) {{d}}(?: {_BE}| {_THERE})?"
        r"(?: written| authored)? by (?P<author>[^\s,]+(?: [^\s,]+){0,3}?)",
        _S,
    ),
    Pattern(
        rf"(?:{_W}|how many(?P<counted>)) {{d}} (?:did|has|have)"
        r" (?P<author>[^\s,]+(?: [^\s,]+){0,3}?) (?:write|written|authored?)",
        _S,
    ),
    # The newest and the oldest.
    *(
        Pattern(expression.replace("{most}", most), kind, newest=newest)
        for most, newest in ((NEWEST, True), (OLDEST, False))
        for kind, expression in (
            (
                Kind.EXTREME,
                rf"(?:{_W} (?:{_BE}|do i have as)|{_LIST}|open|tell me) (?:the|my|our)(?: very)?"
                r" (?:{most}) {d}(?: (?:about|on|of|that mentions?|mentioning) {x})?",
            ),
            (
                Kind.EXTREME,
                rf"{_W} (?:of )?{{d}} (?:{_BE}) (?:the )?(?:very )?(?:{{most}})(?: one)?",
            ),
            (
                Kind.EXTREME,
                r"(?:when|on (?:what|which) (?:date|day)) (?:did|was|were|is|does) (?:the|my|our)"
                r"(?: very)? (?:{most}) {d}(?: (?:about|on|of) {x})?"
                rf" (?:come out|appear|take place|get (?:{WRITTEN})|(?:first )?(?:{WRITTEN}))",
            ),
            (Kind.EXTREME, r"when (?:was|is) (?:the|my|our)(?: very)? (?:{most}) {d}"),
            (
                Kind.EXTREME,
                r"(?:what|which)(?: is| was)? the (?:date|day) of (?:the|my|our)(?: very)?"
                r" (?:{most}) {d}",
            ),
            (
                Kind.EXTREME,
                rf"what (?:{_BE}|has been|have been|did you|does it say)?"
                r" ?(?:new|(?P<verb>fixed|changed|added|improved|removed|new|introduced|decided"
                r"|discussed|announced|deprecated))?"
                r" ?(?:in|at|with|during|by) (?:the|my|our)(?: very)? (?:{most}) {d}",
            ),
        )
    ),
    # What stands in the document of a day.
    Pattern(
        rf"what (?:{_BE}|has been|happened|got|did we (?:do|discuss|decide)|did i write)?"
        r" ?(?:new|(?P<verb>fixed|changed|added|improved|removed|new|introduced|decided|discussed"
        r"|announced|released|deprecated|said|covered))?"
        r" ?(?:in|at|on|during|with) the {d}(?: held)? {when}(?: about)?",
        Kind.CONTENT,
        needs="stretch",
    ),
    Pattern(rf"what (?:{_BE}|got) released {{when}}", Kind.CONTENT, needs="release"),
    Pattern(r"what did (?:i|we) (?:write|note)(?: down)? {when}", Kind.CONTENT, needs="stretch"),
    Pattern(rf"what {_BE} the {{d}} {{when}} about", Kind.CONTENT, needs="stretch"),
    # Who and when, of one document.
    Pattern(
        r"who (?:wrote|authored|is credited (?:for|with)|(?:is|was|are|were) the"
        r" (?:author|writer|editor)s? of) {x}",
        Kind.AUTHOR,
        needs="work",
    ),
    Pattern(r"who (?:sent|gave|presented) {x}", Kind.AUTHOR, needs="noun"),
    Pattern(rf"(?:by whom|by who) (?:was|were|is) {{x}} (?:{WRITTEN})", Kind.AUTHOR, needs="name"),
    Pattern(rf"who {_BE} {{x}} (?:written|authored|sent) by", Kind.AUTHOR, needs="name"),
    Pattern(
        rf"{_WHEN} (?:was|were|is) {{x}}"
        r"(?: first| last)? (?:written|published|posted|sent)",
        Kind.DATE,
        needs="name",
    ),
    Pattern(
        rf"{_WHEN} (?:was|were|is) {{x}}"
        r"(?: first| last)? (?:written|published|released|posted|sent|issued|created|dated)",
        Kind.DATE,
        needs="noun",
    ),
    Pattern(rf"when did {{x}} (?:come out|get (?:{WRITTEN})|appear)", Kind.DATE, needs="noun"),
    Pattern(
        r"what(?: is| was|'s) the (?:(?:publication|release|publishing|posting) )?date of {x}",
        Kind.DATE,
        needs="noun",
    ),
    Pattern(
        rf"what(?: is| was|'s) the (?:title|headline|name) of the {{d}}(?: that {_BE})?"
        rf" (?:(?P<mention>that mentions?|mentioning)|{ABOUT}|on) {{x}}",
        _S,
        _R.ABOUT,
    ),
    # Of a time, or all.
    Pattern(
        rf"how many {{d}}(?: {_THERE}| {_BE}| did we hold)?"
        rf"(?: (?:{WRITTEN}|came out|come out|appeared|took place))?(?: {{when}})?{_HERE}",
        _S,
        counted=True,
        needs="plain",
    ),
    Pattern(
        rf"(?:{_W}|{_LIST}(?: of)?) {{d}}(?: that)?(?: {_BE}| {_HAVE})?"
        rf"(?: (?:{WRITTEN}|come|came))? {{when}}",
        _S,
        needs="time",
    ),
    Pattern(rf"{_LIST}(?: of)? {{d}}{_HERE}", _S, needs="many"),
    # The whole.
    Pattern(
        rf"(?:what|which topics)(?: is|'s| are| do| does) {_COLLECTION}(?: all)?"
        r" (?:about|cover|contain)",
        Kind.OVERVIEW,
        needs="whole",
    ),
    Pattern(
        rf"what(?: is|'s| are| kinds? of \x01\d+\x02 (?:is|are))(?: there)?"
        rf" in(?:side)? {_COLLECTION}",
        Kind.OVERVIEW,
        needs="whole",
    ),
    Pattern(
        rf"(?:summari[sz]e|describe|(?:give (?:me )?)?an? (?:overview|summary) of) {_COLLECTION}",
        Kind.OVERVIEW,
        needs="whole",
    ),
    Pattern(
        r"what (?:topics|subjects) (?:are|is) (?:covered|there|in here)(?: here)?", Kind.OVERVIEW
    ),
    # Check lists.
    Pattern(
        rf"(?:{_W} (?:are|is)|{_LIST}|do (?:i|we) have)(?: still)?(?: (?:on|all))?"
        rf"(?: (?:the|my|our|any))? (?:still )?(?:(?:{_UNDONE}) )?(?:{TODO})"
        rf"(?: (?:are|is) (?:still )?(?:left|{_UNDONE}))?",
        Kind.TODOS,
        needs="mine",
    ),
    Pattern(
        rf"(?:{_W}|how many(?P<counted>)) (?:of )?(?:the |my |our )?(?:{TODO})"
        rf" (?:are|is|do (?:i|we) have)(?: still)? (?:left|{_UNDONE})",
        Kind.TODOS,
    ),
    Pattern(
        r"what (?:do (?:i|we)|is(?: there)?|remains)(?: still)?(?: have| left)? to do", Kind.TODOS
    ),
)
