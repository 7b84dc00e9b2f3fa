"""What lines of a chat want, and the words that their patterns are made of."""

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
    AGAIN = "again"  # "say that again"
    FORGET = "forget"  # "new topic"
    FORM = "form"  # "in German", "in simpler words": what quotes can't be
    NTH = "nth"  # "the second one", "source 2"


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
