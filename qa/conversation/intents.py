"""What a line of a chat wants when it is no question about the documents.

Recognition is precise: a line is matched as a whole, and whatever is not surely one of these is a
question. "Summarise" and "back to" carry an object.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class IntentKind(StrEnum):
    """What a line wants."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    PRAISE = "praise"  # "great", "ok": nothing is wanted
    COMPLAINT = "complaint"  # "that's wrong"
    IDENTITY = "identity"  # "who are you?"
    HELP = "help"
    EXAMPLES = "examples"  # "what can I ask?"
    ABOUT = "about"  # "what is this about?": the collection
    MORE = "more"
    SURE = "sure"
    SOURCE = "source"  # "who says so?"
    PASSAGE = "passage"  # "show me the whole passage"
    SHORTER = "shorter"
    DOCUMENT = "document"  # "in which document?"
    NEWER = "newer"
    SUMMARY = "summary"
    RETURN = "return"  # "back to X"
    REPEAT = "repeat"  # "what did I ask?"


SMALL_TALK = frozenset(
    {
        IntentKind.GREETING,
        IntentKind.THANKS,
        IntentKind.FAREWELL,
        IntentKind.PRAISE,
        IntentKind.COMPLAINT,
        IntentKind.IDENTITY,
        IntentKind.HELP,
        IntentKind.EXAMPLES,
    }
)
# Those that look again at the last answer; without one they are questions.
SECOND_LOOKS = frozenset(
    {
        IntentKind.MORE,
        IntentKind.SURE,
        IntentKind.SOURCE,
        IntentKind.PASSAGE,
        IntentKind.SHORTER,
        IntentKind.DOCUMENT,
        IntentKind.NEWER,
    }
)


@dataclass(frozen=True, slots=True)
class Intent:
    """What was recognised, and its object: "X" of "summarise X", empty where there is none."""

    kind: IntentKind
    object: str = ""


_NICE = r"(?:,? ?(?:please|pls|thanks|thank you|now|then|again|there|all|everyone|everybody|qa|mate))*"
_THIS = r"(?:this|that|it|the (?:last )?(?:answer|passage|one|quote|text|sentence|paragraph|article))"
_COLLECTION = (
    r"(?:this|these|here|(?:this|the|my|your|our) (?:\w+ )?(?:collection|folder|documents?|files|notes"
    r"|vault|corpus|library|texts|archive|index)|these (?:documents|files|notes|texts|articles|papers))"
)
_OPEN = r"(?:(?:can|could|would|will) you (?:please )?|please |i(?:'d| would) like (?:you )?to |let(?:'s| me) )?"

_PATTERNS: tuple[tuple[IntentKind, str], ...] = (
    (
        IntentKind.GREETING,
        r"(?:hi+|hello+|hey+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)"
        r"|hallo|salut|bonjour|hola|ciao|moin|servus|guten (?:morgen|tag|abend))(?: hi| hello)?"
        r"(?:,? how are you(?: doing)?(?: today)?)?|how are you(?: doing)?(?: today)?|how(?:'s| is) it going"
        r"|what'?s up|sup",
    ),
    (
        IntentKind.THANKS,
        r"(?:ok(?:ay)?|great|perfect|cool|nice|good|yes|super|wonderful|excellent|no)?,? ?(?:many thanks"
        r"|thanks(?: a lot| so much| very much| a million| for (?:that|this|your help|the help))?"
        r"|thank you(?: so much| very much| for (?:that|this|your help|the help))?|thx|ty|cheers|danke"
        r"|merci|gracias|much appreciated|appreciate it)(?:,? (?:that(?:'s| is| was) (?:great|helpful|all"
        r"|perfect|it|very helpful)|bye|goodbye))?",
    ),
    (
        IntentKind.FAREWELL,
        r"(?:ok(?:ay)?,? )?(?:bye+|bye bye|goodbye|good bye|good night|see (?:you|ya)(?: later| soon"
        r"| tomorrow)?|farewell|cya|ciao ciao|that(?:'s| is| will be) (?:all|it)(?: for (?:now|today))?"
        r"|i(?:'m| am) done|have a (?:nice|good|great) (?:day|evening|weekend|one)|tsch(?:ü|ue)ss)",
    ),
    (
        IntentKind.PRAISE,
        r"(?:ok(?:ay)?|k|great|good|nice|cool|perfect|awesome|excellent|wow|super|fine|right|alright"
        r"|all right|yes|yep|yeah|sure|i see|got it|understood|interesting|good (?:job|answer|work)"
        r"|well done|nice one|(?:that(?:'s| is| was) )?(?:very |really |so )?(?:great|good|nice|cool"
        r"|perfect|helpful|useful|interesting|right|correct|clear)|makes sense|lol|haha+|no|nope)",
    ),
    (
        IntentKind.COMPLAINT,
        r"(?:no,? )?(?:(?:that|this|it)(?:'s| is| was) (?:wrong|not right|incorrect|not correct|false"
        r"|not what i (?:asked|meant)|not (?:the|an) answer|nonsense|rubbish|useless|not (?:it|true))"
        r"|wrong(?: answer)?|bad answer|you(?:'re| are) wrong|that(?:'s| is)? not what i (?:asked|meant)"
        r"(?: for)?|i (?:didn'?t|did not) (?:ask|mean) that|that (?:doesn'?t|does not) (?:answer|help)"
        r"(?: (?:me|it|my question|the question))?)",
    ),
    (
        IntentKind.IDENTITY,
        r"(?:who|what) are you|what(?:'s| is) your name|are you (?:a |an )?(?:robot|bot|human|ai"
        r"|llm|chatbot|person|real|chatgpt|language model)|who (?:made|built|wrote|created) you",
    ),
    (
        IntentKind.HELP,
        r"(?:help|help me|i need help|how (?:do|can|should) i use (?:this|you|it|qa)|how does (?:this|qa)"
        r" work|how do you work|what can you do|what do you do|what can i do(?: here)?|commands|\?+)",
    ),
    (
        IntentKind.EXAMPLES,
        r"what (?:can|could|may|should|shall) (?:i|we|one) ask(?: you| here| about)?(?: here)?"
        r"|(?:(?:give|show) me |any )?(?:some |an )?examples?(?: questions?)?(?: please)?"
        r"|what (?:kind|kinds|sort|sorts|types?) of questions (?:can|could|may|should) (?:i|we) ask(?: you)?"
        r"|suggest (?:me )?(?:some |a )?questions?|what (?:questions )?do you know(?: about)?"
        r"|what do you know|what else (?:can|could) i ask",
    ),
    (
        IntentKind.ABOUT,
        rf"what(?:'s| is| are) (?:in )?{_COLLECTION}(?: (?:all )?about)?|what(?:'s| is) (?:in )?here"
        rf"|what (?:is|are) {_COLLECTION} (?:mostly |mainly )?about|what do i have here"
        rf"|what (?:topics|subjects|themes) (?:are (?:there|covered)|do (?:you|they|these documents) (?:cover"
        rf"|have))(?: here)?|(?:summari[sz]e|describe) (?:this|the|my|your|our)"
        r" (?:collection|folder|files|notes|vault|corpus|library|archive|index)",
    ),
    (
        IntentKind.MORE,
        rf"{_OPEN}(?:tell|show|give) (?:me |us )?(?:some )?more(?: (?:about|on|of) {_THIS})?(?: details?"
        rf"| information| info| results| answers| evidence)?|(?:and |any )?(?:more|more details?|more"
        rf" (?:information|info|results|answers|evidence)|anything else|what else|go on|continue|and then"
        rf"|next|keep going|elaborate|further|more of (?:that|this))"
        rf"|{_OPEN}(?:elaborate|expand|go on|continue|go deeper)(?: (?:on|with) {_THIS})?"
        rf"|(?:is there|do you have|have you got) (?:any(?:thing)? )?(?:more|else)"
        rf"(?: (?:about|on) {_THIS})?|what else (?:is there|do you (?:have|know)|does it say|do they say)"
        rf"(?: (?:about|on) {_THIS})?",
    ),
    (
        IntentKind.SURE,
        r"(?:(?:and|but) )?(?:are you (?:really |quite |absolutely |very |so )?(?:sure|certain|confident|serious)"
        rf"(?: (?:about|of) {_THIS})?(?: (?:that(?:'s| is) (?:right|true|correct)))?|really|seriously|for real"
        rf"|is (?:that|this|it) (?:really |actually )?(?:right|true|correct|certain|sure|reliable)"
        rf"|how (?:sure|certain|confident|reliable) (?:are you|is (?:that|this|it))(?: (?:about|of) {_THIS})?"
        r"|how do you know(?: (?:that|this|it))?|can (?:i|we) trust (?:that|this|it|you)|you sure"
        r"|what(?:'s| is) your confidence|is there (?:any )?(?:doubt|evidence (?:against|to the contrary)))",
    ),
    (
        IntentKind.SOURCE,
        rf"(?:(?:and|but) )?(?:who (?:says?|said|claims?|wrote|reports?|reported|states?|stated)(?: (?:so|that|this|it))"
        rf"|says who|according to (?:who|whom|what)|what(?:'s| is| are) (?:the|your) sources?"
        rf"(?: (?:for|of) {_THIS})?|sources?|source for {_THIS}|where (?:did you (?:get|find|read)|do you"
        rf" (?:get|have)|does) (?:that|this|it)(?: (?:from|come from))?|where(?:'s| is) (?:that|this|it) from"
        rf"|citations?|references?|(?:cite|give|show)(?: me)? (?:your|the) sources?|when was (?:that|this)"
        rf" (?:written|published|reported))",
    ),
    (
        IntentKind.PASSAGE,
        rf"{_OPEN}(?:(?:show|give|read|see|open|print|display|quote)(?: me)? (?:the |that )?(?:(?:whole|full"
        rf"|entire|complete|surrounding) (?:passage|paragraph|text|section|context|quote|thing|piece|story)"
        rf"|context|passage|paragraph|section|surroundings)(?: (?:of|around|for) {_THIS})?"
        rf"|(?:(?:the |in )?(?:whole|full|entire|complete) (?:passage|paragraph|text|section|context|quote))"
        rf"|(?:in |the |some |more )context|show (?:me )?(?:it|that) in (?:full|context))",
    ),
    (
        IntentKind.SHORTER,
        rf"{_OPEN}(?:(?:make (?:it|that) |be )?(?:shorter|briefer|more concise|brief|concise)"
        rf"|shorten (?:it|that)|in (?:short|brief|a (?:word|sentence|nutshell)|one (?:word|sentence))"
        rf"|(?:just|only) the answer|tl;?dr|too long|(?:keep|make) (?:it|that) short|short version"
        rf"|(?:the )?short(?:er)? (?:version|answer))(?:,? please)?",
    ),
    (
        IntentKind.DOCUMENT,
        rf"(?:(?:and|but) )?(?:in )?(?:which|what) (?:document|file|article|note|page|book|chapter|section|text"
        rf"|paper|one|source)(?: (?:is|was) (?:that|this|it)(?: (?:in|from))?| does (?:that|this|it) say so"
        rf"| says (?:so|that|this|it)| (?:did you (?:find|get)|does) (?:that|this|it)(?: (?:in|from|come from|say"
        rf" (?:so|that|this)))?)?|where (?:does it say|do they say|is|was|does) (?:that|this|it)"
        rf"(?: (?:written|stand|say (?:so|that|this)|stated|mentioned))?|where exactly(?: (?:is|was|does it say)"
        rf" (?:that|this|it))?|which line|on (?:which|what) (?:page|line)|(?:what|which) page|where in (?:the )?"
        rf"(?:documents?|files?|text|article|book)|open (?:it|that|the document|the file)",
    ),
    (
        IntentKind.NEWER,
        r"(?:(?:is|are) there )?(?:anything|something|any(?:thing)?)? ?(?:newer|more recent|more current"
        r"|later|more up[- ]to[- ]date)(?: (?:than (?:that|this|it)|(?:news|information|version|document"
        r"|article|source|numbers?|figures?|data)s?(?: (?:than|on|about) (?:that|this|it))?|on (?:that|this|it)"
        r"|about (?:that|this|it)))?|(?:is|are|was) (?:that|this|it) (?:still|up[- ]to[- ]date|current|outdated"
        r"|recent|old news)(?: (?:true|current|valid|the case|correct|right))?|any (?:updates?|news|newer"
        r" (?:news|version|information))(?: (?:on|about) (?:that|this|it)| since(?: then)?)?|any updates?"
        r"|(?:what(?:'s| is) )?the latest(?: (?:on|about) (?:that|this|it))?|has (?:that|this|it) changed"
        r"(?: since(?: then)?)?|what (?:has )?(?:happened|changed) since(?: then)?",
    ),
    (
        IntentKind.REPEAT,
        r"what (?:did|have) i (?:just )?ask(?:ed)?(?: (?:you|before|last|so far|first))*|what was my (?:last|first"
        r"|previous) question|(?:say|show) (?:that|it) again|(?:repeat|again)(?: (?:that|it|please))?"
        r"|come again|pardon|sorry\?",
    ),
)
_SUMMARY = (
    rf"{_OPEN}(?:summari[sz]e|sum up|give (?:me )?(?:a|the) (?:short |brief )?(?:summary|overview|gist) of"
    r"|(?:a |the |short |brief )*(?:summary|overview|gist|tl;?dr) of|what(?:'s| is) the (?:gist|summary) of)"
    r"\s+(?:the (?:document|article|file|note|page|text|chapter|paper) (?:called |named |about |on )?)?"
    r"(?P<object>.{1,120}?)" + _NICE
)
_SUMMARY_WORDS = ("summ", "sum up", "overview", "gist", "tldr", "tl;dr")  # of which a line has one
_RETURN = (
    r"(?:ok(?:ay)?,? |so,? |now,? )?(?:(?:let(?:'s| us) |can we |could we |please )?(?:go |get |come |going )?back to"
    r"|return(?:ing)? to)\s+(?P<object>[^:,.?!—–]{1,80}?)"
    r"(?:\s+again)?(?P<rest>\s*[:,.—–]\s*(?P<question>.+))?"
)
_SELF = (
    rf"{_THIS}|(?:the|this|that) (?:whole )?(?:document|file|note|page|book|chapter|paper)|everything"
)
_LETTERS = re.compile(r"[^\W\d_]+")
MAX_LINE = 160  # characters; a longer line is a question


def recognise(line: str) -> Intent | None:
    """What `line` wants besides an answer from the documents; None: it is a question."""
    text = _plain(line)
    if not text or len(text) > MAX_LINE:
        return None
    bare = text.rstrip("!.…?, ") or text
    said = set(_LETTERS.findall(bare.lower()))
    for kind, pattern in _PATTERNS:
        # Compiling all patterns takes 50 ms, and a question has words that none of them knows.
        if said <= _vocabulary(pattern) and _compiled(kind).fullmatch(bare):
            return Intent(kind)
    if not any(word in bare.lower() for word in _SUMMARY_WORDS):
        return None
    match = re.fullmatch(_SUMMARY, bare, re.I)
    if match:
        wanted = match["object"].strip()
        return Intent(IntentKind.SUMMARY, "" if re.fullmatch(_SELF, wanted, re.I) else wanted)
    if bare.lower() in ("summarise", "summarize", "summary", "summary please", "sum it up"):
        return Intent(IntentKind.SUMMARY)
    return None


def returns(line: str) -> tuple[str, str] | None:
    """What "back to X: question" goes back to, and the question (empty: none); None: nothing."""
    text = _plain(line)
    if len(text) > 2 * MAX_LINE or not re.search(r"\b(?:back|return(?:ing)?) to\b", text, re.I):
        return None
    match = re.fullmatch(_RETURN, text.rstrip("?!. "), re.I)
    if match is None:
        return None
    question = (match["question"] or "").strip()
    if question and text.endswith("?"):
        question += "?"
    return match["object"].strip(), question


@cache
def _compiled(kind: IntentKind) -> re.Pattern[str]:
    pattern = next(pattern for each, pattern in _PATTERNS if each is kind)
    return re.compile(rf"(?:{pattern}){_NICE}", re.I)


@cache
def _vocabulary(pattern: str) -> frozenset[str]:
    """Every word that a line can have which `pattern` matches."""
    found = set(_LETTERS.findall(f"{pattern} {_NICE}".replace("(?P<", " ").lower()))
    for word, optional in re.findall(r"([^\W\d_]+)([?+])", pattern):
        found.add(word[:-1] if optional == "?" else word)
    for before, after in re.findall(r"([^\W\d_]*)\[sz\]([^\W\d_]*)", pattern):
        found |= {f"{before}s{after}", f"{before}z{after}"}
    return frozenset(found)


def _plain(line: str) -> str:
    """On one line, with straight apostrophes, without smileys."""
    text = " ".join(line.replace("’", "'").split())
    return re.sub(r"\s*(?:[:;]-?[)(DP]|[\U0001F300-\U0001FAFF☀-➿️]+)\s*$", "", text)
