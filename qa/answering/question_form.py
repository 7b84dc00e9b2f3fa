"""What form an answer has to have: a fact, a list, steps, a definition, a reason, a comparison.

Rules where the wording is exact; `qa.answering.question_type` says what kind of thing a fact is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from qa.answering.question_type import is_polar, wants_items, wants_reasons


class Form(StrEnum):
    """The form of an answer."""

    FACT = "fact"
    WHY = "why"
    HOW_TO = "how-to"
    DEFINITION = "definition"
    LIST = "list"
    COMPARISON = "comparison"
    YES_NO = "yesno"
    KEYWORDS = "keyword"  # no question at all: the best passages


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """A question with the form of its answer."""

    text: str
    form: Form


_OPENING = r"\W*(?:(?:and|but|so|ok|please|hi|hello|hey|well)\b\W*)*"
_HOW_TO = re.compile(
    _OPENING
    + r"(?:how (?:do|does|did|can|could|should|would|might|must) (?:i|you|we|one|people|they|somebody"
    r"|someone|users?|the user|a user)\b|how to\b|what(?:'s| is) the (?:best |easiest |right |correct )?(?:way|command|"
    r"procedure|process|syntax|option|flag|shortcut|key) (?:to|for)\b|(?:what|which) (?:command|option|flag|tool|key|shortcut)s?"
    r" (?:can|do|does|should|will|would|lets?|is|are)\b|(?:steps|instructions|command|commands) (?:to|for)\b)",
    re.I,
)
_DEFINITION = re.compile(
    _OPENING
    + r"(?:what(?:'s|’s| is| are| was| were| does)|define|definition of|meaning of|explain what)"
    r" (?:an? |the (?:meaning|definition) of |meant by |the term )?(?P<term>[^?]{2,60}?)"
    r"(?: mean| stand for| exactly| in [\w ]{2,30})?\W*$",
    re.I,
)
_NOT_A_TERM = re.compile(
    r"\b(?:of|for|to|when|if|that|which|who|by|between|from|with|after|before|about|on|do|does|did|the most|best|"
    r"happened|name|number|difference|reason|purpose|maximum|minimum|default|price|cost)\b|['’]s\b",
    re.I,
)
_COMPARISON = re.compile(
    r"\b(?:differences?|differ|compare[ds]?|comparison|versus|vs\.?|rather than|instead of|better than|distinguish)\b"
    r"|\b(?:which|what|who)\b.{0,60}\b(?:more|less|better|older|newer|bigger|larger|longer|faster|cheaper|higher|most|least)\b"
    r".{0,60}\bor\b|\bhow (?:is|are|does|do) .{2,60} (?:different|unlike)",
    re.I,
)
_LIST = re.compile(
    r"\b(?:list|name|enumerate)\b.{0,30}\b(?:all|the|every|of)\b|\bwhat (?:all|kinds?|types?|sorts?|ways)\b|\bwhich (?:kinds?|types?)\b",
    re.I,
)
_QUESTION_WORD = re.compile(
    r"\b(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|can|could"
    r"|should|would|will|may|might|must|tell|list|name|define|explain|describe|show|find|give)\b",
    re.I,
)


def question_form(question: str) -> QuestionForm:
    """The question with the form of its answer."""
    return QuestionForm(question, _form(question))


def _form(question: str) -> Form:
    if "?" not in question and not _QUESTION_WORD.search(question):
        return Form.KEYWORDS
    if _COMPARISON.search(question):
        return Form.COMPARISON
    if _HOW_TO.match(question):
        return Form.HOW_TO
    if wants_items(question) or _LIST.search(question):
        return Form.LIST
    if wants_reasons(question):
        return Form.WHY
    if is_polar(question):
        return Form.YES_NO
    match = _DEFINITION.match(question)
    if match and not _NOT_A_TERM.search(match["term"]) and len(match["term"].split()) <= 4:
        return Form.DEFINITION
    return Form.FACT


def defined_term(question: QuestionForm) -> str | None:
    """The term whose definition is asked for."""
    if question.form is not Form.DEFINITION:
        return None
    match = _DEFINITION.match(question.text)
    return match["term"].strip(" \"'“”‘’") if match else None
