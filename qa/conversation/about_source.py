"""Questions that may be about the document last cited: "when was it published?", "by whom?".

They may as well be about what the document tells of: a novel is published, too. What was found
decides: only a document that says something of publishing answers such a question itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.conversation.intent_kinds import NICE, IntentKind
from qa.conversation.intent_patterns import EITHER
from qa.conversation.intents import recognise
from qa.datatypes import Answer, Strength, Turn
from qa.patterns import lazy_pattern

_BARE = lazy_pattern(
    r"(?:(?:and|but|so|ok(?:ay)?),? )?(?:by whom|from whom|who|when|what date|which date"
    r"|(?:in |on )?(?:what|which) (?:paper|newspaper|site|date|day|year))",
    re.I,
)
# What a text that tells of it says, by what is asked for.
_TOLD = {
    "wr": lazy_pattern(r"\b(?:wr[io]t(?:e|es|ing|ten)|wrote|author|penned)", re.I),
    "author": lazy_pattern(r"\b(?:wr[io]t(?:e|es|ing|ten)|wrote|author|penned)", re.I),
    "sen": lazy_pattern(r"\b(?:sen[dt]|letter)", re.I),
    "sign": lazy_pattern(r"\bsign", re.I),
    "report": lazy_pattern(r"\breport", re.I),
    "": lazy_pattern(r"\b(?:publi(?:sh|cation)|print|releas|issue|appear|came out|post)", re.I),
}


def either(line: str) -> bool:
    """Whether a line may ask for author or date of a document or of what that tells of."""
    return re.fullmatch(rf"(?:{EITHER}){NICE}", _bare(line), re.I) is not None


def goes_on(line: str, turns: Sequence[Turn]) -> bool:
    """Whether a bare "by whom?" goes on from a look at the source of an answer."""
    if not turns or _BARE.fullmatch(_bare(line)) is None:
        return False
    last = turns[-1]
    if last.answer is not None and last.answer.confidence is not None:
        return False  # what was judged was a question of its own
    intent = recognise(last.question)
    return (intent is not None and intent.kind is IntentKind.SOURCE) or goes_on(
        last.question, turns[:-1]
    )


def tells(answer: Answer, line: str) -> bool:
    """Whether the best evidence speaks of writing or publishing, as `line` asks.

    Or whether its reading is sure of the words that answer, and all that was asked for is there.
    """
    if not answer.answered or not answer.evidence:
        return False
    sure = answer.strength is not Strength.WEAK and not answer.missing_terms
    if sure and answer.evidence[0].span is not None:
        return True
    asked = line.lower()
    pattern = next(pattern for stem, pattern in _TOLD.items() if re.search(rf"\b{stem}", asked))
    best = answer.evidence[0]
    return pattern.search(best.text) is not None


def _bare(line: str) -> str:
    return " ".join(line.replace("’", "'").split()).rstrip("!.…?, ")
