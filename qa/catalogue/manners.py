"""A question without its manners: "please tell me", "thanks", "and which ones?"."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"^(?:(?:please|hey|hi|hello|ok(?:ay)?|so|now|well),? "
    r"|(?:can|could|would|will) you (?:please )?(?=(?:tell|show|list|find|give)\b)"
    r"|tell me,? (?=(?:which|what|who|when|how|in|where)\b)"
    r"|(?:do you know|i(?:'d| would) like to know|i (?:want|need) to know|let me know) )+",
    re.I,
)
_TAIL = re.compile(
    r"(?:[?.!]+|,)? ?(?:and )?(?:which (?:ones?|of them)"
    r"|(?:what|which)(?: is|'s| are| was) (?:its|their|the) (?:titles?|headlines?|names?|dates?)"
    r"|who (?:wrote|gave|sent|made) (?:it|them|those)|and when"
    r"|when (?:was|were) (?:it|they) (?:written|published|sent)|how many(?: are there)?"
    r"|please|pls)$",
    re.I,
)
_CONTRACTED = re.compile(r"(?<=\bwhat)'?s\b|(?<=\b(?:who|how))'s\b|(?<=\b(?:when|here))'s\b", re.I)
_NUMBER_OF = re.compile(r"^(?:(?:what is|give me) )?(?:the )?(?:total )?number of ", re.I)


def bare(text: str) -> str:
    """The question without its manners and what is asked of the result in passing."""
    text = _NUMBER_OF.sub("how many ", _LEAD.sub("", _CONTRACTED.sub(" is", text)))
    while True:
        text = text.rstrip(" ?.!,")
        shorter = _TAIL.sub("", text)
        if shorter == text or not shorter:
            return text
        text = shorter
