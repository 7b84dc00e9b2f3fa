"""What lines of a chat look like: patterns that a whole line must match, ignoring case."""

from __future__ import annotations

from enum import StrEnum


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


NICE = (
    r"(?:,? ?(?:please|pls|thanks|thank you|now|then|again|there|all|everyone|everybody|qa|mate))*"
)
THIS = (
    r"(?:this|that|it|(?:the|this|that) (?:last )?(?:answer|passage|one|quote|text|sentence"
    r"|paragraph|article|document))"
)
COLLECTION = (
    r"(?:this|these|here|(?:this|the|my|your|our) (?:\w+ )?(?:collection|folder|documents?|files"
    r"|notes"
    r"|vault|corpus|library|texts|archive|index)|these (?:documents|files|notes|texts|articles"
    r"|papers))"
)
OPEN = (
    r"(?:(?:can|could|would|will) you (?:please )?|please |i(?:'d| would) like (?:you )?to "
    r"|let(?:'s| me) )?"
)


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
PATTERNS: tuple[tuple[IntentKind, str], ...] = (
    (
        IntentKind.GREETING,
        r"(?:hi+|hello+|hey+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)"
        r"|hallo|salut|bonjour|bonsoir|coucou|hola|buenos días|buenos dias|buenas tardes"
        r"|buenas noches|ciao|buongiorno|buonasera|olá|bom dia|boa tarde|boa noite|moin|servus"
        r"|grüß gott|grüss gott|grüezi|guten (?:morgen|tag|abend)|hoi|goedemorgen|goedemiddag"
        r"|goedenavond|goedendag|hej|hei|god (?:morgon|morgen|dag|kväll|kveld|aften)|goddag|terve"
        r"|ahoj|dobrý den|dobry den|cześć|czesc|dzień dobry|dzien dobry|privet|привет|здравствуйте"
        r"|merhaba|selam|shalom|salaam|namaste|konnichiwa|こんにちは|ni hao|你好|您好|안녕하세요"
        r"|γεια σου|γεια σας)(?: hi| hello| hej)?"
        r"(?:,? how are you(?: doing)?(?: today)?)?|how are you(?: doing)?(?: today)?|how(?:'s| is)"
        r" it going"
        r"|what'?s up|sup",
    ),
    (
        IntentKind.THANKS,
        r"(?:ok(?:ay)?|great|perfect|cool|nice|good|yes|super|wonderful|excellent|no)?,? ?(?:many"
        r" thanks"
        r"|thanks(?: a lot| so much| very much| a million| for (?:that|this|your help|the help))?"
        r"|thank you(?: so much| very much| for (?:that|this|your help|the help))?|thx|ty|cheers"
        r"|danke(?: schön| schoen| sehr)?|vielen dank|dank je|dank u|bedankt"
        r"|merci(?: beaucoup| bien)?|(?:muchas )?gracias|grazie(?: mille)?|obrigado|obrigada|takk"
        r"|mange tak|tack så mycket|kiitos|dziękuję|dziekuje|спасибо|ありがとう|谢谢"
        r"|much appreciated|appreciate it)(?:,? (?:that(?:'s| is| was) (?:great"
        r"|helpful|all"
        r"|perfect|it|very helpful)|bye|goodbye))?",
    ),
    (
        IntentKind.FAREWELL,
        r"(?:ok(?:ay)?,? )?(?:bye+|bye bye|goodbye|good bye|good night|see (?:you|ya)(?: later|"
        r" soon"
        r"| tomorrow)?|farewell|cya|ciao ciao|that(?:'s| is| will be) (?:all|it)(?: for (?:now"
        r"|today))?"
        r"|i(?:'m| am) done|have a (?:nice|good|great) (?:day|evening|weekend|one)|tschüss|tschuess"
        r"|auf wiedersehen|au revoir|adiós|adios|arrivederci|tot ziens|hej då|ha det|do widzenia)",
    ),
    (
        IntentKind.PRAISE,
        r"(?:(?:hm|hmm|ah|oh|well),? )?(?:hm|hmm|ok(?:ay)?|k|great|good|nice|cool|perfect|awesome"
        r"|excellent|wow|super|fine|right|alright"
        r"|all right|yes|yep|yeah|sure|i see|got it|understood|interesting|good (?:job|answer|work)"
        r"|well done|nice one|(?:that(?:'s| is| was) )?(?:very |really |so )?(?:great|good|nice"
        r"|cool"
        r"|perfect|helpful|useful|interesting|right|correct|clear)|makes sense|lol|haha+|no|nope)",
    ),
    (
        IntentKind.COMPLAINT,
        r"(?:no,? )?(?:(?:that|this|it)(?:'s| is| was) (?:wrong|not right|incorrect|not correct"
        r"|false"
        r"|not what i (?:asked|meant)|not (?:the|an) answer|nonsense|rubbish|useless|not (?:it"
        r"|true))"
        r"|wrong(?: answer)?|bad answer|you(?:'re| are) wrong|that(?:'s| is)? not what i (?:asked"
        r"|meant)"
        r"(?: for)?|i (?:didn'?t|did not) (?:ask|mean) that|that (?:doesn'?t|does not) (?:answer"
        r"|help)"
        r"(?: (?:me|it|my question|the question))?)",
    ),
    (
        IntentKind.IDENTITY,
        r"(?:who|what) are you|what(?:'s| is) your name|are you (?:a |an )?(?:robot|bot|human|ai"
        r"|llm|chatbot|person|real|chatgpt|language model)|who (?:made|built|wrote|created) you",
    ),
    (
        IntentKind.HELP,
        r"(?:help|help me|i need help|how (?:do|can|should) i use (?:this|you|it|qa)|how does"
        r" (?:this|qa)"
        r" work|how do you work|what can you do|what do you do|what can i do(?: here)?|commands"
        r"|\?+)",
    ),
    (
        IntentKind.EXAMPLES,
        r"what (?:can|could|may|should|shall) (?:i|we|one) ask(?: you| here| about)?(?: here)?"
        r"|(?:(?:give|show) me |any )?(?:some |an )?examples?(?: questions?)?(?: please)?"
        r"|what (?:kind|kinds|sort|sorts|types?) of questions (?:can|could|may|should) (?:i|we)"
        r" ask(?: you)?"
        r"|suggest (?:me )?(?:some |a )?questions?|what (?:questions )?do you know(?: about)?"
        r"|what do you know|what else (?:can|could) i ask",
    ),
    (
        IntentKind.ABOUT,
        rf"what(?:'s| is| are) (?:in )?{COLLECTION}(?: (?:all )?about)?|what(?:'s| is) (?:in"
        rf" )?here"
        rf"|what (?:is|are) {COLLECTION} (?:mostly |mainly )?about|what do i have here"
        r"|what (?:topics|subjects|themes) (?:are (?:there|covered)|do (?:you|they|these"
        rf" documents) (?:cover"
        rf"|have))(?: here)?|(?:summari[sz]e|describe) (?:this|the|my|your|our)"
        r" (?:collection|folder|files|notes|vault|corpus|library|archive|index)",
    ),
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
        r" my (?:last|first"
        r"|previous) question|(?:say|show) (?:that|it) again|(?:repeat|again)(?: (?:that|it"
        r"|please))?"
        r"|come again|pardon|sorry\?",
    ),
)
SUMMARY = (
    rf"{OPEN}(?:summari[sz]e|sum up|give (?:me )?(?:a|the) (?:short |brief )?(?:summary|overview"
    rf"|gist) of"
    r"|(?:a |the |short |brief )*(?:summary|overview|gist|tl;?dr) of|what(?:'s| is) the (?:gist"
    r"|summary) of)"
    r"\s+(?:the (?:document|article|file|note|page|text|chapter|paper) (?:called |named |about |on"
    r" )?)?"
    r"(?P<object>.{1,120}?)" + NICE
)
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
