"""What lines of a chat look like: patterns that a whole line must match, ignoring case."""

from __future__ import annotations

from qa.conversation.intent_kinds import NICE, OPEN, THIS, IntentKind
from qa.conversation.talk_patterns import TALK


def _made(this: str) -> str:
    """Match what asks by whom, when or where something was written or published."""
    made = r"(?:written|published|reported|posted|printed|released|issued|sent|signed)"
    return (
        rf"(?:by whom|when) (?:was|is) {this} (?:first )?{made}"
        rf"|who (?:was|is) {this} {made} by"
        rf"|who (?:has )?(?:wrote|published|posted|printed|released|issued|sent|signed) {this}"
        r"|who(?:'s| is| was) (?:the|its) (?:author|writer|publisher|sender)"
        r"|what(?:'s| is| was) (?:the|its) (?:publisher|publication date|date of publication)"
    )


# Lines that ask for author or date of the document last cited, or of what that tells of.
EITHER = rf"(?:(?:and|but) )?(?:{_made('(?:it|this|that)')})"
LOOKS: tuple[tuple[IntentKind, str], ...] = (
    (
        IntentKind.MORE,
        rf"{OPEN}(?:tell|show|give) (?:me |us )?(?:some )?more(?: (?:about|on|of) {THIS})?(?:"
        rf" details?"
        r"| information| info| results| answers| evidence)?|(?:and |any )?(?:more|more details?"
        rf"|more"
        r" (?:information|info|results|answers|evidence)|anything else|what else|go on|continue"
        rf"|and then"
        rf"|next|keep going|elaborate|further|more of (?:that|this))"
        rf"|{OPEN}(?:elaborate|expand|go on|continue|go deeper)(?: (?:on|with) {THIS})?"
        rf"|{OPEN}explain(?: {THIS})?(?: in (?:more|greater) detail)?|in (?:more|greater) detail"
        rf"|(?:is there|do you have|have you got) (?:any(?:thing)? )?(?:more|else)"
        rf"(?: (?:about|on) {THIS})?|what else (?:is there|do you (?:have|know)|does it say|do"
        rf" they say)"
        rf"(?: (?:about|on) {THIS})?",
    ),
    (
        IntentKind.SURE,
        r"(?:(?:and|but) )?(?:are you (?:really |quite |absolutely |very |so )?(?:sure|certain"
        r"|confident|serious)"
        rf"(?: (?:about|of) {THIS})?(?: (?:that(?:'s| is) (?:right|true|correct)))?|really"
        rf"|seriously|for real"
        rf"|is (?:that|this|it) (?:really |actually )?(?:right|true|correct|certain|sure|reliable)"
        r"|how (?:sure|certain|confident|reliable) (?:are you|is (?:that|this|it))(?: (?:about|of)"
        rf" {THIS})?"
        r"|how do you know(?: (?:that|this|it))?|can (?:i|we) trust (?:that|this|it|you)|you sure"
        r"|what(?:'s| is) your confidence|is there (?:any )?(?:doubt|evidence (?:against|to the"
        r" contrary)))",
    ),
    (
        IntentKind.SOURCE,
        r"(?:(?:and|but) )?(?:who (?:says?|said|claims?|wrote|reports?|reported|states?|stated)(?:"
        rf" (?:so|that|this|it))"
        rf"|says who|who told you (?:so|that|this|it)|according to (?:who|whom|what)"
        r"|what(?:'s| is| are) (?:the|your) sources?"
        rf"(?: (?:for|of) {THIS})?|sources?|source for {THIS}|where (?:did you (?:get|find|read)"
        rf"|do you"
        r" (?:get|have)|does) (?:that|this|it)(?: (?:from|come from))?|where(?:'s| is) (?:that"
        rf"|this|it) from"
        r"|citations?|references?|(?:cite|give|show)(?: me)? (?:your|the) sources?"
        rf"|{_made(THIS)}|(?:who(?:'s| is| was) the (?:author|writer)|what(?:'s| is| was) the date)"
        rf" of {THIS}|what date is {THIS}(?: from)?|when is {THIS} from"
        r"|how old is the (?:article|passage|text|document))",
    ),
    (
        IntentKind.PASSAGE,
        rf"{OPEN}(?:(?:show|give|read|see|open|print|display|quote)(?: me)? (?:the |that"
        rf" )?(?:(?:whole|full"
        r"|entire|complete|surrounding) (?:passage|paragraph|text|section|context|quote|thing"
        rf"|piece|story)"
        rf"|context|passage|paragraph|section|surroundings)(?: (?:of|around|for) {THIS})?"
        r"|(?:(?:the |in )?(?:whole|full|entire|complete) (?:passage|paragraph|text|section"
        rf"|context|quote))"
        rf"|(?:in |the |some |more )context|show (?:me )?(?:it|that) in (?:full|context))",
    ),
    (
        IntentKind.SHORTER,
        rf"{OPEN}(?:(?:make (?:it|that) |be )?(?:shorter|briefer|more concise|brief|concise)"
        r"|shorten (?:it|that)|in (?:short|brief|a (?:word|sentence|nutshell)|one (?:word"
        rf"|sentence))"
        rf"|(?:just|only) the answer|tl;?dr|too long|(?:keep|make) (?:it|that) short|short version"
        rf"|(?:the )?short(?:er)? (?:version|answer))(?:,? please)?",
    ),
    (
        IntentKind.DOCUMENT,
        r"(?:(?:and|but) )?(?:in )?(?:which|what) (?:document|file|article|note|page|book|chapter"
        r"|section|text"
        r"|paper|one|source)(?: (?:is|was) (?:that|this|it)(?: (?:in|from))?| does (?:that|this"
        r"|it) say so"
        r"| says (?:so|that|this|it)| (?:did you (?:find|get)|does) (?:that|this|it)(?: (?:in|from"
        r"|come from|say"
        r" (?:so|that|this)))?)?|where (?:does it say|do they say|is|was|does) (?:that|this|it)"
        r"(?: (?:written|stand|say (?:so|that|this)|stated|mentioned))?|where exactly(?: (?:is|was"
        r"|does it say)"
        r" (?:that|this|it))?|which line|on (?:which|what) (?:page|line)|(?:what|which) page|where"
        r" in (?:the )?"
        r"(?:documents?|files?|text|article|book)|open (?:it|that|the document|the file)",
    ),
    (
        IntentKind.NEWER,
        r"(?:(?:is|are) there )?(?:anything|something|any(?:thing)?)? ?(?:newer|more recent|more"
        r" current"
        r"|later|more up[- ]to[- ]date)(?: (?:than (?:that|this|it)|(?:news|information|version"
        r"|document"
        r"|article|source|numbers?|figures?|data)s?(?: (?:than|on|about) (?:that|this|it))?|on"
        r" (?:that|this|it)"
        r"|about (?:that|this|it)))?|(?:is|are|was) (?:that|this|it) (?:still|up[- ]to[- ]date"
        r"|current|outdated"
        r"|recent|old news)(?: (?:true|current|valid|the case|correct|right))?|any (?:updates?|news"
        r"|newer"
        r" (?:news|version|information))(?: (?:on|about) (?:that|this|it)| since(?: then)?)?|any"
        r" updates?"
        r"|(?:what(?:'s| is) )?the latest(?: (?:on|about) (?:that|this|it))?|has (?:that|this|it)"
        r" changed"
        r"(?: since(?: then)?)?|what (?:has )?(?:happened|changed) since(?: then)?",
    ),
    (
        IntentKind.REPEAT,
        r"what (?:did|have) i (?:just )?ask(?:ed)?(?: (?:you|before|last|so far|first))*|what was"
        r" my (?:last|first|previous) question|(?:what were|list|show(?: me)?) my questions",
    ),
    (
        IntentKind.AGAIN,
        r"(?:(?:say|show|give)(?: me)? (?:that|it|the (?:last )?answer) (?:again|once more)"
        r"|repeat|again|once more)(?: (?:that|it|the (?:last )?answer|please))?"
        r"|come again|pardon|what was (?:the|your) (?:last )?answer(?: again)?",
    ),
    (
        IntentKind.MORE,
        rf"{OPEN}(?:(?:show|give)(?: me)? )?(?:any |some |the )?(?:others?|next|further)"
        r" (?:sources?|answers?|results?|hits?|passages?|ones?)|any others|details"
        r"|(?:a )?longer(?: (?:one|version|answer))?|(?:the )?long version|next",
    ),
    (
        IntentKind.SURE,
        r"(?:that|this|it) (?:can't|cannot|can not|cant) be (?:right|true|correct)|prove it"
        r"|i doubt (?:it|that)|i (?:don't|dont|do not) believe (?:it|that|you|this)|based on what"
        r"|why do you (?:say|think|believe) (?:so|that|this)|no way",
    ),
    (
        IntentKind.PASSAGE,
        rf"{OPEN}(?:(?:(?:show|give|quote)(?: me)? )?(?:the )?exact (?:words|wording|quote|text)"
        r"(?: please)?|quote (?:it|that)|what exactly does (?:it|that) say"
        r"|what does it say exactly)",
    ),
    (
        IntentKind.DOCUMENT,
        rf"(?:show|tell) me where(?: (?:it|that) (?:says (?:so|that|it)|is|stands))?"
        rf"|{OPEN}show me (?:the (?:document|file|article|source)|that|it)",
    ),
)
PATTERNS = (*TALK, *LOOKS)
SUMMARY = (
    rf"{OPEN}(?:summari[sz]e|sum up|give (?:me )?(?:a|the) (?:short |brief )?(?:summary|overview"
    rf"|gist) of"
    r"|(?:a |the |short |brief )*(?:summary|overview|gist|tl;?dr) of|what(?:'s| is) the (?:gist"
    r"|summary) of)"
    r"\s+(?:the (?:document|article|file|note|page|text|chapter|paper) (?:called |named |about |on"
    r" )?)?"
    r"(?P<object>.{1,120}?)" + NICE
)
# "You said 5 but it's 6": what was said is looked at once more.
DOUBT = (
    r"(?:but )?(?:you|it) (?:just )?(?:said|told me|says|wrote) .{1,80}?(?:, ?| )(?:but |- ?)?"
    r"(?:(?:is|was|are) (?:that|it|this|you) (?:really |still )?(?:sure|right|true|correct|certain)"
    r"|but (?:it|that|this)(?:'s| is| was) .{1,40}|(?:but )?i (?:thought|read|heard|know) .{1,60}"
    r"|(?:isn't|wasn't) (?:that|it) .{1,40})"
)
_ORDINAL = (
    r"(?P<ordinal>first|second|third|fourth|fifth|sixth|last(?= one)|1st|2nd|3rd|4th|5th|6th)"
)
SOURCE = r"(?:source|document|article|file|result|answer|hit|mail|note|quote)"
# One of the sources of an answer, by its number.
NTH = (
    rf"(?:(?:and|now|ok|what about|how about|{OPEN}(?:open|show|read|give)(?: me)?"
    r"|(?:tell me |show me )?more (?:about|on|of|from)|elaborate on|expand on) )*"
    rf"(?:the {_ORDINAL}(?: (?:one|{SOURCE}))?|(?:{SOURCE}|number|no\.?) ?#?(?P<number>\d\d?)"
    r"|\[(?P<cited>\d\d?)\])"
    rf"|what does (?:the (?P<said>first|second|third) {SOURCE}|{SOURCE} (?P<says>\d\d?)) say"
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
SUMMARY_WORDS = ("summ", "sum up", "overview", "gist", "tldr", "tl;dr")  # of which a line has one
RETURN = (
    r"(?:ok(?:ay)?,? |so,? |now,? )?(?:(?:let(?:'s| us) |can we |could we |please )?(?:go |get "
    r"|come |going )?back to"
    r"|return(?:ing)? to)\s+(?P<object>[^:,.?!—–]{1,80}?)"
    r"(?:\s+again)?(?P<rest>\s*[:,.—–]\s*(?P<question>.+))?"
)
SELF = (
    rf"{THIS}|(?:the|this|that) (?:whole )?(?:document|file|note|page|book|chapter|paper)"
    r"|everything"
)
