"""Questions and answers as statements.

"When was the mill built?" and "1871" make "The mill was built in 1871." By the question's first
words, without a parser; questions of other forms make nothing. Words that ask stay out and the
others keep their order, so a statement is no copy of its passage.
"""

from __future__ import annotations

import re

_BE = "is|are|was|were"
_DO = "did|does|do"
_MAY = "has|have|had|can|could|will|would|should|must|may|might"
_AUXILIARY = frozenset(f"{_BE}|{_DO}|{_MAY}".split("|"))
_SUBJECT = re.compile(rf"(?:who|what|which)\s+(?!(?:{_BE}|{_DO}|{_MAY})\b)(?P<rest>\S.*)", re.I)
_NOMINAL = re.compile(
    rf"(?:who|what)\s+(?P<be>{_BE})\s+(?P<rest>(?:the|an?|his|her|its|their|(?-i:[A-Z]))\b.*)", re.I
)
_PASSIVE = re.compile(
    rf"(?:Who|What)\s+(?P<be>{_BE}|{_MAY})\s+(?P<rest>[a-z]+(?:ed|en|own|ut|ing|ade|ld)\b.*)"
)
_PLACED = re.compile(
    rf"(?:when|where|in\s+(?:what|which)\s+(?:year|month|city|country|state|unit))"
    rf"\s+(?P<aux>{_BE}|{_DO})\s+(?P<rest>.+)",
    re.I,
)
_COUNT = re.compile(rf"how\s+many\s+(?P<noun>\w+)\s+(?P<rest>(?:{_BE}|{_MAY})\s+.+)", re.I)
_VERB = re.compile(
    r"\b(?:[a-z]{3,}ed|[a-z]+(?:own|ept|ought|aught|eld|uilt|oken|osen|itten|iven|aken|ound|ade"
    r"|orn|oted|ent|ead))\b"
)
_OPEN_END = re.compile(
    r"\b(?:in|on|at|to|of|for|by|from|with|as|about|into|after|called|named)$", re.I
)
_PREPOSITION = re.compile(
    r"(?:in|on|at|by|from|during|after|before|since|until|around|near)\b", re.I
)
_DAY = re.compile(r"[A-Z]\w+ \d{1,2}(?!\d)|\d{1,2} [A-Z]")
_LONGEST = 8  # words of an answer
_PRONOUNS = ("he", "she", "it", "they")
_NO_VERB = frozenset(
    ["of", "in", "on", "at", "to", "and", "or", "for", "from", "with", "by", "as", "the", "a", "an"]
)


def statement(question: str, answer: str) -> str | None:
    """The statement that `answer` makes of `question`; None where its form is not known."""
    asked = " ".join(question.split()).rstrip("?. ")
    reply = answer.strip().strip(".,;: ")
    if not reply or len(reply.split()) > _LONGEST or "," in asked or _OPEN_END.search(asked):
        return None
    made = _made(asked, reply)
    return f"{made[0].upper()}{made[1:]}." if made else None


def _made(asked: str, reply: str) -> str | None:
    if found := _PLACED.fullmatch(asked):
        preposition = "on " if _DAY.match(reply) else "in "
        tail = reply if _PREPOSITION.match(reply) else preposition + reply
        return _placed(found["aux"].lower(), found["rest"], tail)
    if found := _COUNT.fullmatch(asked):
        counted = reply if found["noun"] in reply else f"{reply} {found['noun']}"
        return f"{counted} {found['rest']}"
    if found := _PASSIVE.fullmatch(asked):
        return f"{reply} {found['be']} {found['rest']}"
    if found := _NOMINAL.fullmatch(asked):
        return f"{found['rest']} {found['be'].lower()} {reply}"
    if found := _SUBJECT.fullmatch(asked):
        return _answered_subject(asked, found["rest"], reply)
    return None


def _answered_subject(asked: str, rest: str, reply: str) -> str | None:
    """The statement where the question asks for what does it."""
    words = rest.split()
    if asked.lower().startswith("who"):
        return f"{reply} {rest}"
    if len(words) < 3 or not (words[1] in _AUXILIARY or _VERB.fullmatch(words[1])):
        return None
    # "What country won": the noun is what the answer is one of.
    return None if words[1] in _DO.split("|") else f"{reply} {' '.join(words[1:])}"


def _placed(auxiliary: str, rest: str, tail: str) -> str | None:
    """The statement where the question asks for a time or a place, which `tail` names."""
    if auxiliary not in _DO.split("|"):
        verb = _VERB.search(rest)
        if verb is None or verb.start() == 0:
            return None
        return f"{rest[: verb.start()]}{auxiliary} {rest[verb.start() :]} {tail}"
    # The auxiliary goes behind the subject: a pronoun, or a name with or without an article.
    words = rest.split()
    end = 1 if words[0].lower() in (*_PRONOUNS, "the") else 0
    begun = end
    while end < len(words) and words[end][:1].isupper():
        end += 1
    named = end - begun
    if (
        not (named if words[0].lower() != "the" else named > 1)
        and words[0].lower() not in _PRONOUNS
    ):
        return None
    if end >= len(words) or not (words[end].isalpha() and words[end].islower()):
        return None
    if words[end] in _NO_VERB or words[end - 1].endswith(("'s", "’s")):
        return None
    return f"{' '.join(words[:end])} {auxiliary} {' '.join(words[end:])} {tail}"
