"""How people ask for documents by topic, tag or author, in the order in which it is tried."""

from __future__ import annotations

from qa.catalogue.language import (
    ABOUT,
    APPEARING,
    DISCUSSED,
    EXPLAINED,
    MENTIONED,
    MENTIONING,
)
from qa.catalogue.patterns import Pattern
from qa.catalogue.phrases import (
    ASK,
    BE,
    HAVE,
    HOW,
    IN,
    LIST,
    LISTS,
    MENTION,
    SUBJECT,
    THAT,
    THERE,
    WH,
    W,
)
from qa.catalogue.question import Kind, Relation
from qa.catalogue.ways_of_authors import AUTHORS
from qa.catalogue.ways_of_languages import LANGUAGES
from qa.catalogue.ways_of_releases import RELEASES_AND_MEETINGS

_S, _R = Kind.SELECT, Relation

SELECTING = (
    # "Quote" is a noun for documents: what is left of the verb is "quoted".
    Pattern(
        rf"(?:{W}|{LIST}(?: of)?|how many(?P<counted>)) {{d}} (?:that |which )?quot(?:ed|ing)"
        r" {x}",
        Kind.SELECT,
        _R.QUOTES,
        first=f"{WH} {LISTS} {HOW}",
        cues="quot",
    ),
    Pattern(
        rf"(?:in )?{W} {{d}} (?:is|was|are|were) {{x}} quoted(?: in)?",
        Kind.SELECT,
        _R.QUOTES,
        first=IN,
        cues="quoted",
    ),
    # Tags, before anything that takes them for a topic.
    Pattern(
        rf"(?:{W}|{LIST}|how many(?P<counted>)) {{d}}"
        rf"(?: {BE}|{THAT} ha(?:ve|s)(?: got)?)?"
        r" (?:tagged(?: with| as)?|(?:with )?the tag) (?P<tag>\S+)",
        _S,
        first=f"{WH} {LISTS} how",
        cues="tag",
    ),
    Pattern(
        r"(?:any |all |my |the )?{d} (?:tagged(?: with| as)?|with the tag) (?P<tag>\S+)",
        _S,
        cues="tag",
    ),
    *LANGUAGES,
    *RELEASES_AND_MEETINGS,
    # Mentions.
    Pattern(
        rf"(?:in |on )?{W} {{d}}(?: {{when}})?{THAT} (?:{MENTIONING}) {{x}}",
        _S,
        _R.MENTIONS,
        first=IN,
        cues=MENTION,
    ),
    Pattern(
        rf"(?:in |on )?{W} {{d}}(?: {{when}})? (?:{BE}|has|have) {{x}}"
        rf"(?: (?:been|being|ever|also|first))* (?:{MENTIONED})",
        _S,
        _R.MENTIONS,
        first=IN,
        cues="mentioned|referred|brought up|referenced|named|spoken",
    ),
    Pattern(
        rf"(?:in|on|at) {W} {{d}}(?: {{when}})? (?:does|do|did) {{x}}"
        rf"(?: first| ever)? (?:{APPEARING})",
        _S,
        _R.MENTIONS,
        first="in on at",
        cues="appear|come up|occur|show up|turn up|mention|crop up",
    ),
    Pattern(
        rf"(?:in |on |at )?{W} {{d}}(?: {{when}})? (?:{BE}|has|have) {{x}}"
        rf"(?: (?:been|being|ever|also|first))* (?:{DISCUSSED})",
        _S,
        _R.DISCUSSES,
        first=IN,
        cues="discussed|talked|debated|raised|agenda|dealt|covered|addressed",
    ),
    Pattern(
        rf"(?:in|on|at) {W} {{d}} (?:{BE}|has|have) {{x}}(?: been)? (?:{EXPLAINED})",
        _S,
        _R.ABOUT,
        first="in on at",
        cues="explained|described|introduced|treated|documented",
    ),
    Pattern(
        rf"where {BE} {{x}}(?: ever| also)? (?:mentioned|referred to|brought up)",
        _S,
        _R.MENTIONS,
        first="where",
        cues="mentioned|referred|brought",
    ),
    Pattern(
        rf"how many {{d}}(?: {{when}})?{THAT} (?:{MENTIONING}) {{x}}",
        _S,
        _R.MENTIONS,
        True,
        first=HOW,
        cues=MENTION,
    ),
    Pattern(
        rf"in how many {{d}}(?: {{when}})? (?:{BE}|has|have) {{x}}(?: been)? (?:{MENTIONED})",
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
        rf"how (?:often|many times) (?:{BE}|has|have) {{x}}(?: been| ever)* (?:{MENTIONED})",
        _S,
        _R.MENTIONS,
        True,
        first=HOW,
        cues="mentioned|referred|brought up|referenced|named|spoken",
    ),
    Pattern(
        rf"{BE} {{x}} (?:ever mentioned(?: in (?:any|the|my|our)(?: of the)? \x01\d+\x02)?"
        r"|mentioned in (?:any|my|our)(?: of the| other)? \x01\d+\x02)",
        _S,
        _R.MENTIONS,
        first="is are was were",
        cues="mentioned",
    ),
    Pattern(
        rf"{BE} {{x}} mentioned anywhere(?: in .{{1,30}})?",
        _S,
        _R.MENTIONS,
        first="is are was were",
        cues="anywhere",
    ),
    Pattern(
        rf"(?:does|do|did) (?:any|some)(?: of)? {{d}} (?:{MENTIONING}) {{x}}",
        _S,
        _R.MENTIONS,
        first="does do did",
        cues=MENTION,
    ),
    Pattern(
        rf"how (?:often|many times) (?:does|do|did) {{x}} (?:{APPEARING})",
        _S,
        _R.MENTIONS,
        True,
        first=HOW,
        cues="appear|come up|occur|show up|turn up|crop up",
    ),
    # About.
    Pattern(
        rf"{W} {{d}}(?: {{when}})?(?: {BE}| {HAVE}| exist)?(?: that {BE})?"
        rf" (?:all )?(?:{ABOUT}) {{x}}",
        _S,
        _R.ABOUT,
        first=WH,
        cues=SUBJECT,
    ),
    Pattern(
        rf"(?:{BE} there|(?:do|did|have) (?:i|we|you)(?: have| got| write| written)?)"
        rf"(?: an?| any| some)?(?: other| more)? {{d}}(?: {{when}})?{THAT} (?:{MENTIONING}) {{x}}",
        _S,
        _R.MENTIONS,
        first=ASK,
        cues=MENTION,
    ),
    Pattern(
        rf"(?:{BE} there|(?:do|did|have) (?:i|we|you)(?: have| got| write| written)?)"
        rf"(?: an?| any| some)?(?: other| more)? {{d}}(?: {{when}})?"
        rf"(?: that {BE})? (?:{ABOUT}|on|called|titled) {{x}}",
        _S,
        _R.ABOUT,
        first=ASK,
        cues=f"{SUBJECT}|called|titled",
    ),
    Pattern(
        rf"how many {{d}}(?: {{when}})?(?: {THERE}| {BE})?(?: that {BE})?"
        rf" (?:all )?(?:{ABOUT}|on) {{x}}",
        _S,
        _R.ABOUT,
        True,
        first=HOW,
        cues=SUBJECT,
    ),
    Pattern(
        rf"{LIST}(?: of)? {{d}}(?: {{when}})?{THAT} (?:{MENTIONING}) {{x}}",
        _S,
        _R.MENTIONS,
        first=LISTS,
        cues=MENTION,
    ),
    Pattern(
        rf"{LIST}(?: of)? {{d}}(?: {{when}})?(?: that {BE})? (?:{ABOUT}|on) {{x}}",
        _S,
        _R.ABOUT,
        first=LISTS,
        cues=SUBJECT,
    ),
    Pattern(
        r"(?:(?:(?:list|show|find|give|get)(?: me)?|is there|(?:do|have) (?:i|we|you)"
        r"(?: have| got)?) (?:all|everything|anything)|everything|anything)"
        r"(?: (?:that is|there is|that (?:we|i|you) have|(?:we|i|you) have))?"
        r" (?:about|on|concerning|regarding) {x}",
        _S,
        _R.ABOUT,
        first=f"{LISTS} is do have everything anything",
        cues="about|on |concerning|regarding",
    ),
    Pattern(rf"{W} {{d}} {THERE} (?:{ABOUT}|on) {{x}}", _S, _R.ABOUT, first=WH, cues=SUBJECT),
    Pattern(
        rf"where (?:(?:can|do) (?:i|we) find|{BE}) (?:the|my|our|a|an) ?{{d}} (?:{ABOUT}|on) {{x}}",
        _S,
        _R.ABOUT,
        first="where",
        cues=SUBJECT,
    ),
    Pattern(
        rf"what (?:do (?:i|we|you) have|have (?:i|we|you) (?:got|written)) (?:{ABOUT}|on) {{x}}",
        _S,
        _R.ABOUT,
        first="what",
        cues=SUBJECT,
    ),
    Pattern(rf"(?:any |all )?{{d}} (?:{ABOUT}|on) {{x}}", _S, _R.ABOUT, needs="many", cues=SUBJECT),
    Pattern(
        rf"(?:any |all )?{{d}}(?: that)? (?:{MENTIONING}) {{x}}",
        _S,
        _R.MENTIONS,
        needs="many",
        cues=MENTION,
    ),
    Pattern(
        rf"{W} {{d}} (?:introduces?|explains?|describes?|documents?|teaches|treats?) {{x}}",
        _S,
        _R.ABOUT,
        needs="event",
        first=WH,
        cues="introduce|explain|describe|document|teach|treat",
    ),
    # What the text must hold in one place, being no phrase.
    Pattern(
        rf"{W} {{g}} (?:can|let (?:me|you|us)|allow (?:me|you|us) to|help(?: me| you)?(?: to)?"
        r"|(?:show|explain|tell|describe)s?(?: me| you)? how to|are (?:used )?(?:for|to)) {x}",
        _S,
        _R.HOLDS,
        first=WH,
        cues="can|let|allow|help|how to|are for|are to|are used",
    ),
    Pattern(
        rf"{W} {{d}}(?: {{when}})? (?:had|has|have|included|includes?) {{x}}",
        _S,
        _R.HOLDS,
        needs="event",
        first=WH,
        cues=" had | has | have | include",
    ),
    *AUTHORS,
    Pattern(
        rf"{W} {{d}}(?: that| which)? (?:comes?|came|stems?|{BE} (?:given|held|shown|presented))"
        r" (?:from|at|during) {x}",
        _S,
        _R.ABOUT,
        first=WH,
        cues="come|came|stem|given|held|shown|presented",
    ),
)
