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
from qa.catalogue.patterns import TIME, Pattern
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

# First words of questions, and stretches without which they can't be of a kind.
_WH, _HOW, _LISTS = "which what", "how", "list show find give get name enumerate"
_IN = "in on at which what"
_ASK = "is are was were do did have"
_MENTION = "mention|refer|bring|talk|word|term|phrase|name|string|expression"
_SUBJECT = "about|subject|topic|concern|regard|to do with|deal|talk|cover|discuss|focus|report|on "
_MOST = "new|latest|recent|last|old|earliest|first"
_VERBS = "written|publish|releas|posted|sent|issued|created|dated|come out|appear|get "

PATTERNS = (
    # Tags, before anything that takes them for a topic.
    Pattern(
        rf"(?:{_W}|{_LIST}|how many(?P<counted>)) {{d}}"
        rf"(?: {_BE}|{_THAT} ha(?:ve|s)(?: got)?)?"
        r" (?:tagged(?: with| as)?|(?:with )?the tag) (?P<tag>\S+)",
        _S,
        first=f"{_WH} {_LISTS} how",
        cues="tag",
    ),
    # Mentions.
    Pattern(
        rf"(?:in |on )?{_W} {{d}}(?: {{when}})?{_THAT} (?:{MENTIONING}) {{x}}",
        _S,
        _R.MENTIONS,
        first=_IN,
        cues=_MENTION,
    ),
    Pattern(
        rf"(?:in |on )?{_W} {{d}}(?: {{when}})? (?:{_BE}|has|have) {{x}}"
        rf"(?: (?:been|being|ever|also|first))* (?:{MENTIONED})",
        _S,
        _R.MENTIONS,
        first=_IN,
        cues="mentioned|referred|brought up|referenced|named|spoken",
    ),
    Pattern(
        rf"(?:in|on|at) {_W} {{d}}(?: {{when}})? (?:does|do|did) {{x}}"
        rf"(?: first| ever)? (?:{APPEARING})",
        _S,
        _R.MENTIONS,
        first="in on at",
        cues="appear|come up|occur|show up|turn up|mention|crop up",
    ),
    Pattern(
        rf"(?:in |on |at )?{_W} {{d}}(?: {{when}})? (?:{_BE}|has|have) {{x}}"
        rf"(?: (?:been|being|ever|also|first))* (?:{DISCUSSED})",
        _S,
        _R.DISCUSSES,
        first=_IN,
        cues="discussed|talked|debated|raised|agenda|dealt|covered|addressed",
    ),
    Pattern(
        rf"(?:in|on|at) {_W} {{d}} (?:{_BE}|has|have) {{x}}(?: been)? (?:{EXPLAINED})",
        _S,
        _R.ABOUT,
        first="in on at",
        cues="explained|described|introduced|treated|documented",
    ),
    Pattern(
        rf"where {_BE} {{x}}(?: ever| also)? (?:mentioned|referred to|brought up)",
        _S,
        _R.MENTIONS,
        first="where",
        cues="mentioned|referred|brought",
    ),
    Pattern(
        rf"how many {{d}}(?: {{when}})?{_THAT} (?:{MENTIONING}) {{x}}",
        _S,
        _R.MENTIONS,
        True,
        first=_HOW,
        cues=_MENTION,
    ),
    Pattern(
        rf"in how many {{d}}(?: {{when}})? (?:{_BE}|has|have) {{x}}(?: been)? (?:{MENTIONED})",
        _S,
        _R.MENTIONS,
        True,
        first="in",
        cues="mentioned|referred|brought up|referenced|named|spoken",
    ),
    Pattern(
        rf"in how many {{d}}(?: {{when}})? (?:does|do|did) {{x}} (?:{APPEARING})",
        _S,
        _R.MENTIONS,
        True,
        first="in",
        cues="appear|come up|occur|show up|turn up|mention|crop up",
    ),
    Pattern(
        rf"how (?:often|many times) (?:{_BE}|has|have) {{x}}(?: been| ever)* (?:{MENTIONED})",
        _S,
        _R.MENTIONS,
        True,
        first=_HOW,
        cues="mentioned|referred|brought up|referenced|named|spoken",
    ),
    # About.
    Pattern(
        rf"{_W} {{d}}(?: {{when}})?(?: {_BE}| {_HAVE}| exist)?(?: that {_BE})?"
        rf" (?:all )?(?:{ABOUT}) {{x}}",
        _S,
        _R.ABOUT,
        first=_WH,
        cues=_SUBJECT,
    ),
    Pattern(
        rf"(?:{_BE} there|(?:do|did|have) (?:i|we|you)(?: have| got| write| written)?)"
        rf"(?: an?| any| some)?(?: other| more)? {{d}}(?: {{when}})?{_THAT} (?:{MENTIONING}) {{x}}",
        _S,
        _R.MENTIONS,
        first=_ASK,
        cues=_MENTION,
    ),
    Pattern(
        rf"(?:{_BE} there|(?:do|did|have) (?:i|we|you)(?: have| got| write| written)?)"
        rf"(?: an?| any| some)?(?: other| more)? {{d}}(?: {{when}})?"
        rf"(?: that {_BE})? (?:{ABOUT}|on|called|titled) {{x}}",
        _S,
        _R.ABOUT,
        first=_ASK,
        cues=f"{_SUBJECT}|called|titled",
    ),
    Pattern(
        rf"how many {{d}}(?: {{when}})?(?: {_THERE}| {_BE})?(?: that {_BE})?"
        rf" (?:all )?(?:{ABOUT}|on) {{x}}",
        _S,
        _R.ABOUT,
        True,
        first=_HOW,
        cues=_SUBJECT,
    ),
    Pattern(
        rf"{_LIST}(?: of)? {{d}}(?: {{when}})?{_THAT} (?:{MENTIONING}) {{x}}",
        _S,
        _R.MENTIONS,
        first=_LISTS,
        cues=_MENTION,
    ),
    Pattern(
        rf"{_LIST}(?: of)? {{d}}(?: {{when}})?(?: that {_BE})? (?:{ABOUT}|on) {{x}}",
        _S,
        _R.ABOUT,
        first=_LISTS,
        cues=_SUBJECT,
    ),
    Pattern(
        r"(?:list|show|find|give|get)(?: me)? (?:all|everything|anything)"
        r"(?: (?:that is|there is|that (?:we|i|you) have|(?:we|i|you) have))?"
        r" (?:about|on|concerning|regarding) {x}",
        _S,
        _R.ABOUT,
        first=_LISTS,
        cues="about|on |concerning|regarding",
    ),
    # What the text must hold in one place, being no phrase.
    Pattern(
        rf"{_W} {{g}} (?:can|let (?:me|you|us)|allow (?:me|you|us) to|help(?: me| you)?(?: to)?"
        r"|(?:show|explain|tell|describe)(?: me| you)? how to|are (?:used )?(?:for|to)) {x}",
        _S,
        _R.HOLDS,
        first=_WH,
        cues="can|let|allow|help|how to|are for|are to|are used",
    ),
    Pattern(
        rf"{_W} {{d}}(?: {{when}})? (?:had|has|have|included|includes?) {{x}}",
        _S,
        _R.HOLDS,
        needs="event",
        first=_WH,
        cues=" had | has | have | include",
    ),
    # By author.
    Pattern(
        rf"(?:{_W}|{_LIST}(?: of)?|how many(?P<counted>)) {{d}}(?: {_BE}| {_THERE})?"
        r"(?: written| authored)? by (?P<author>[^\s,]+(?: [^\s,]+){0,3}?)",
        _S,
        first=f"{_WH} {_LISTS} how",
        cues=" by ",
    ),
    Pattern(
        rf"(?:{_W}|how many(?P<counted>)) {{d}} (?:did|has|have)"
        r" (?P<author>[^\s,]+(?: [^\s,]+){0,3}?) (?:write|written|authored?)",
        _S,
        first=f"{_WH} how",
        cues="writ|author",
    ),
    # The newest and the oldest.
    *(
        Pattern(
            expression.replace("{most}", most), Kind.EXTREME, newest=newest, first=first, cues=_MOST
        )
        for most, newest in ((NEWEST, True), (OLDEST, False))
        for first, expression in (
            (
                f"{_WH} {_LISTS} open tell",
                rf"(?:{_W} (?:{_BE}|do i have as)|{_LIST}|open|tell me) (?:the|my|our)(?: very)?"
                r" (?:{most}) {d}(?: (?:about|on|of|that mentions?|mentioning) {x})?",
            ),
            (
                _WH,
                rf"{_W} (?:of )?{{d}} (?:{_BE}) (?:the )?(?:very )?(?:{{most}})(?: one)?",
            ),
            (
                "when on",
                r"(?:when|on (?:what|which) (?:date|day)) (?:did|was|were|is|does) (?:the|my|our)"
                r"(?: very)? (?:{most}) {d}(?: (?:about|on|of) {x})?"
                rf" (?:come out|appear|take place|get (?:{WRITTEN})|(?:first )?(?:{WRITTEN}))",
            ),
            ("when", r"when (?:was|is) (?:the|my|our)(?: very)? (?:{most}) {d}"),
            (
                _WH,
                r"(?:what|which)(?: is| was)? the (?:date|day) of (?:the|my|our)(?: very)?"
                r" (?:{most}) {d}",
            ),
            (
                "what",
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
        first="what",
        cues=TIME[0],
    ),
    Pattern(
        rf"what (?:{_BE}|got) released {{when}}",
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
        rf"what {_BE} the {{d}} {{when}} about",
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
        rf"who {_BE} {{x}} (?:written|authored|sent) by",
        Kind.AUTHOR,
        needs="name",
        first="who",
        cues="written|authored|sent",
    ),
    Pattern(
        rf"{_WHEN} (?:was|were|is) {{x}}"
        r"(?: first| last)? (?:written|published|posted|sent)",
        Kind.DATE,
        needs="name",
        first="when on in what which",
        cues=_VERBS,
    ),
    Pattern(
        rf"{_WHEN} (?:was|were|is) {{x}}"
        r"(?: first| last)? (?:written|published|released|posted|sent|issued|created|dated)",
        Kind.DATE,
        needs="noun",
        first="when on in what which",
        cues=_VERBS,
    ),
    Pattern(
        rf"when did {{x}} (?:come out|get (?:{WRITTEN})|appear)",
        Kind.DATE,
        needs="noun",
        first="when",
        cues=_VERBS,
    ),
    Pattern(
        r"what(?: is| was|'s) the (?:(?:publication|release|publishing|posting) )?date of {x}",
        Kind.DATE,
        needs="noun",
        first="what",
        cues="date of",
    ),
    Pattern(
        rf"what(?: is| was|'s) the (?:title|headline|name) of the {{d}}(?: that {_BE})?"
        rf" (?:(?P<mention>that mentions?|mentioning)|{ABOUT}|on) {{x}}",
        _S,
        _R.ABOUT,
        first="what",
        cues="title|headline|name",
    ),
    # Of a time, or all.
    Pattern(
        rf"how many {{d}}(?: {_THERE}| {_BE}| did we hold)?"
        rf"(?: (?:{WRITTEN}|came out|come out|appeared|took place))?(?: {{when}})?{_HERE}",
        _S,
        counted=True,
        needs="plain",
        first=_HOW,
    ),
    Pattern(
        rf"(?:{_W}|{_LIST}(?: of)?) {{d}}(?: that)?(?: {_BE}| {_HAVE})?"
        rf"(?: (?:{WRITTEN}|come|came))? {{when}}",
        _S,
        needs="time",
        first=f"{_WH} {_LISTS}",
        cues=TIME[0],
    ),
    Pattern(rf"{_LIST}(?: of)? {{d}}{_HERE}", _S, needs="many", first=_LISTS),
    # The whole.
    Pattern(
        rf"(?:what|which topics)(?: is|'s| are| do| does) {_COLLECTION}(?: all)?"
        r" (?:about|cover|contain)",
        Kind.OVERVIEW,
        needs="whole",
        first=_WH,
        cues="about|cover|contain",
    ),
    Pattern(
        rf"what(?: is|'s| are| kinds? of \x01\d+\x02 (?:is|are))(?: there)?"
        rf" in(?:side)? {_COLLECTION}",
        Kind.OVERVIEW,
        needs="whole",
        first="what",
        cues=" in",
    ),
    Pattern(
        rf"(?:summari[sz]e|describe|(?:give (?:me )?)?an? (?:overview|summary) of) {_COLLECTION}",
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
        rf"(?:{_W} (?:are|is)|{_LIST}|do (?:i|we) have)(?: still)?(?: (?:on|all))?"
        rf"(?: (?:the|my|our|any))? (?:still )?(?:(?:{_UNDONE}) )?(?:{TODO})"
        rf"(?: (?:are|is) (?:still )?(?:left|{_UNDONE}))?",
        Kind.TODOS,
        needs="mine",
        first=f"{_WH} {_LISTS} do",
        cues="to-do|todo|to do|task|action|check",
    ),
    Pattern(
        rf"(?:{_W}|how many(?P<counted>)) (?:of )?(?:the |my |our )?(?:{TODO})"
        rf" (?:are|is|do (?:i|we) have)(?: still)? (?:left|{_UNDONE})",
        Kind.TODOS,
        first=f"{_WH} how",
        cues="to-do|todo|to do|task|action|check",
    ),
    Pattern(
        r"what (?:do (?:i|we)|is(?: there)?|remains)(?: still)?(?: have| left)? to do",
        Kind.TODOS,
        first="what",
        cues="to do",
    ),
)
