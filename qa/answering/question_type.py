"""What kind of thing a question asks for, and whether a sentence holds one.

The question's words decide (after Li and Roth, "Learning Question Classifiers", 2002, but by
rules): a "when" wants a time, "how much" an amount. A sentence without any such thing can't
answer it, however alike the words are.
"""

from __future__ import annotations

import re
from enum import StrEnum

from qa import lexicon
from qa.patterns import lazy_pattern


class AnswerType(StrEnum):
    """The kind of answer a question asks for. OTHER makes no demand."""

    PERSON = "person"
    TIME = "time"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    OTHER = "other"


EXACT = frozenset({AnswerType.PHONE, AnswerType.EMAIL, AnswerType.LINK})  # nothing stands for it
MEASURES = frozenset({AnswerType.NUMBER, AnswerType.MONEY, AnswerType.PERCENT})
_QUESTIONS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = tuple(
    (kind, lazy_pattern(pattern, re.I))
    for kind, pattern in (
        (AnswerType.PHONE, r"\b(?:tele)?phone numbers?\b|\b(?:fax|mobile|hotline) numbers?\b"),
        (AnswerType.EMAIL, r"\be-?mail address(?:es)?\b|\bmail address(?:es)?\b"),
        (
            AnswerType.LINK,
            r"\b(?:what|which)\b.{0,30}\b(?:url|web ?site|web ?address|home ?page)"
            r"(?: of| for|\W*$)",
        ),
        (
            AnswerType.MONEY,
            r"\bhow much (?:money|did .{1,60}\b(?:cost|pay|paid|earn|spend|spent|raise|donate)"
            r"|(?:is|are|was|were) .{1,60}\bworth|(?:does|do|will|would) .{1,60}\bcost)"
            r"|\bwhat (?:does|did|do|would|will) .{1,60}\b(?:cost|pay)\b(?! attention)"
            r"|\bwhat(?:'s| is| was| are| were| will be)? the (?:\w+ ){0,2}"
            r"(?:price|cost|fee|fare|salary|budget|price tag|allowance)s?\b",
        ),
        (AnswerType.PERCENT, r"\b(?:what|which) (?:percentage|percent|proportion|share) of\b"),
        (
            AnswerType.NUMBER,
            r"\bhow (?:many|old|tall|long|far|high|deep|fast|big|large|heavy|wide)\b"
            r"|\b(?:what|which) (?:number|percentage|temperature|speed|age|port|version)\b"
            r"|\bhow much\b"
            r"|\bmax(?:imum)?\b.{0,20}\b(?:value|size|length|number)\b",
        ),
        (
            AnswerType.TIME,
            # But not the "when" of "what happened when the war ended".
            r"^\W*(?:(?:and|but|so|since|until|till|by|from|exactly|about) ){0,2}when\b|\bwhen\W*$"
            r"|\bwhen (?:is|are|was|were|will|would|do|does|did|has|have|had|can|could|should)\b"
            r"|\b(?:what|which) (?:year|month|day|date|decade|century|time)\b"
            r"|\bhow (?:often|quickly|soon|long ago|frequently)\b",
        ),
        (AnswerType.PERSON, r"^\W*(?:and |but |so )?who(?:m|se)?\b|\bwho (?:is|was|are|were)\b"),
    )
)

_MONTH = lexicon.alternatives(lexicon.MONTHS, lexicon.MONTHS_SHORT)
_WEEKDAY = lexicon.alternatives(lexicon.WEEKDAYS)
_NUMBER_WORDS = lexicon.alternatives(lexicon.NUMBERS)
_SAYING_ASKED = lexicon.alternatives(lexicon.SAYING_ASKED)
_HOLDS: dict[AnswerType, re.Pattern[str]] = {
    AnswerType.TIME: lazy_pattern(
        rf"\b(?:{_MONTH})\b|\b(?:1\d|20)\d\d\b|\b(?:{_WEEKDAY})\b"
        r"|\b(?:today|tomorrow|yesterday|tonight|morning|afternoon|evening|noon|midnight"
        r"|spring|summer|autumn|winter|week(?:end)?|month|year|decade|centur(?:y|ies)|ago"
        r"|hours?|minutes?|days?|before|after|during|until|since|while|once|now|later|soon)\b"
        r"|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|\b\d+(?:st|nd|rd|th)\b",
        re.I,
    ),
    AnswerType.MONEY: lazy_pattern(
        rf"[$€£¥₹₽]|\b(?:{lexicon.alternatives(lexicon.CURRENCIES)}|usd|eur|gbp|free of charge"
        r"|free)\b",
        re.I,
    ),
    AnswerType.PERCENT: lazy_pattern(
        rf"%|\bper ?cent\b|\bpercentage|\b(?:{_NUMBER_WORDS}|third|quarter|fifth)\b|\d", re.I
    ),
    # No day, and no years from to; a short one only behind a word for it: "Phone: 312", "dial 112".
    AnswerType.PHONE: lazy_pattern(
        r"(?i:\b(?:(?:tele)?phones?|tel|ext|extension|dial|call|fax|mobile|hotline)\b\W{0,3}\d{2,})|"
        r"(?<![\d,-])(?<!\d[.:/])(?!\d{4}-\d\d-\d\d\b|\d\d?[./]\d\d?[./]\d{2,4}\b"
        r"|(?:19|20)\d\d\s?[\u2010-\u2013/-]\s?(?:(?:19|20)\d\d|\d\d)\b)"
        r"\d[\d\s().\u2010-\u2013/-]{4,}\d"
    ),
    AnswerType.EMAIL: lazy_pattern(r"\S ?(?:@|\(at\)|\[at\]) ?\S"),
    AnswerType.LINK: lazy_pattern(r"https?:|\bwww\.|\b[\w-]{2,}\.[a-z]{2,6}\b(?!\()"),
    AnswerType.NUMBER: lazy_pattern(rf"\d|\b(?:{_NUMBER_WORDS})\b", re.I),
    # A name, or words that stand for people.
    AnswerType.PERSON: lazy_pattern(
        r"[A-Z]\w|\b(?:he|she|they|we|i|his|her|their|people|man|woman|men|women|officials?"
        r"|secretary|president|minister|police|scientists?|researchers?|authorities|someone)\b"
    ),
}


_VERB = (
    "(?:am|is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might"
    "|must|makes|happens|causes|means|goes|says)"
)
_ITEMS = lazy_pattern(
    r"\W*(?:(?:please )?(?:list|name|enumerate)\b"
    # A plural noun after the question word, and no name in between.
    rf"|(?:which|what)(?: (?!{_VERB}\b)(?-i:[a-z0-9])\w*){{0,2}}"
    rf" (?!{_VERB}\b)(?-i:[a-z])\w*[^su\W]s\b"
    # "What river runs through ..." has its verb there.
    r"(?! (?:the|an?|its|his|her|their|through|to|into|in|on|at|as|if|from|with)\b)"
    r"|(?:what|who|which) (?:are|were) the \w+s\b)",
    re.I,
)


def expected(question: str) -> AnswerType:
    """The kind of answer `question` asks for."""
    for kind, pattern in _QUESTIONS:
        if pattern.search(question):
            return kind
    return AnswerType.OTHER


def holds(kind: AnswerType, text: str) -> bool:
    """Whether `text` holds something of that kind. OTHER is held by any text."""
    pattern = _HOLDS.get(kind)
    return pattern is None or pattern.search(text) is not None


def is_polar(question: str) -> bool:
    """Whether `question` asks for a yes or a no."""
    return (
        re.match(
            r"\W*(?:(?:and|but|so) )?(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will"
            r"|would|shall|should|may|might|must)(?:n't)? (?!.*\bor\b)",
            question,
            re.I,
        )
        is not None
    )


_REASONS = lazy_pattern(
    r"\W*(?:\w+ ){0,2}(?:why\b|how (?:come|exactly|else|to|do|does|did|is|are|was|were|has|have|had"
    r"|can|could|should|would|will|may|might|must)\b)",
    re.I,
)


def wants_items(question: str) -> bool:
    """Whether `question` asks for several things: "which countries", "name all", "who are the"."""
    return _ITEMS.match(question) is not None


def asks_why(question: str) -> bool:
    """Whether `question` asks for a reason and nothing else."""
    return re.match(r"\W*(?:\w+ ){0,2}why\b", question, re.I) is not None


def wants_reasons(question: str) -> bool:
    """Whether `question` asks why or how, which rarely one sentence answers.

    How often, how wide or how soon is a measure.
    """
    return _REASONS.match(question) is not None


def wants_words(question: str) -> bool:
    """Whether `question` asks what somebody said."""
    return (
        re.match(
            r"\W*(?:\w+ ){0,2}(?:what|how) (?:did|does|do|has|have|had|is|was|were|will|would) .*\b"
            rf"(?:{_SAYING_ASKED})",
            question,
            re.I,
        )
        is not None
    )
