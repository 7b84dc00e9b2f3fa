"""What form an answer has to have: a fact, a list, steps, a definition, a reason, a comparison.

Rules where the wording is exact; `qa.answering.question_type` says what kind of thing a fact is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from qa.answering.question_type import is_polar, wants_items, wants_reasons
from qa.patterns import lazy_pattern


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
_ANYBODY = "i|you|we|one|people|they|somebody|someone|users?|the user|a user|employees?|customers?"
_MEANS = "command|option|flag|tool|key|shortcut|setting"
_HOW_TO = lazy_pattern(
    _OPENING + r"(?:"
    rf"how (?:do|does|did|can|could|should|would|might|must) (?:{_ANYBODY})\b|how to\b"
    r"|what(?:'s|’s| is) the (?:best |easiest |right |correct )?"
    r"(?:way|procedure|process|syntax) (?:to|for|of)\b"
    rf"|(?:what|which) (?:{_MEANS})s? (?:can|do|does|should|will|would|lets?|is|are)\b"
    rf"|what(?:'s|’s| is) the (?:{_MEANS}) (?:to|for)\b"
    rf"|what (?:must|should|can|do) (?:{_ANYBODY}) (?:do|use|need)\b"
    r"|(?:steps|instructions|commands?|way) (?:to|for)\b)"
    r"|.{0,60}[.,;] how (?:do|can|should) (?:i|we|you)\b",
    re.I,
)
_DEFINITION = lazy_pattern(
    _OPENING + r"(?:what is meant by|what do(?:es)? [\w’' ]{1,30} mean by"
    r"|what(?:'s|’s| is| are| was| were| does)|define|definition of"
    r"|meaning of|explain what) (?:an? |the (?:meaning|definition) of |the term )?"
    r"(?P<term>[^?]{2,60}?)"
    r"(?: mean| stand for| exactly| in [\w ]{2,30}| for| about)?\W*$"
    r"|(?P<bare>[^?]{2,40}) (?:meaning|definition)\W*$",
    re.I,
)
_WHY = lazy_pattern(
    _OPENING + r"(?:for (?:what|which) reasons?\b|what(?:'s|’s| is| was| are| were) the reasons?"
    r" (?:for|why|that|behind)\b|what (?:caused|causes|led to|made)\b)",
    re.I,
)
_NOT_A_TERM = lazy_pattern(
    r"\b(?:of|for|to|when|if|that|which|who|by|between|from|with|after|before|about|on|do|does"
    r"|did|most|best|newest|oldest|latest|first|last|happened|name|number|difference|reason"
    r"|purpose|maximum|minimum|default|price|cost|one|two|three|four|five)\b|['’]s\b",
    re.I,
)
_MORE = (
    "more|less|fewer|better|worse|older|newer|bigger|larger|smaller|longer|shorter|faster|slower"
    "|cheaper|higher|lower|most|least|ahead"
)
_COMPARISON = lazy_pattern(
    r"\b(?:differences?|differ|compare[ds]?|comparison|versus|vs\.?|better than|distinguish)\b"
    rf"|\b(?:which|what|who|whose|did|do|does|is|are|was|were)\b.{{0,60}}\b(?:{_MORE})\b.{{0,60}}"
    r"\bor\b"
    rf"|\b(?:did|do|does|is|are|was|were)\b.{{2,40}}\bor\b.{{2,60}}\b(?:{_MORE})\b"
    rf"|\b(?:{_MORE})\b.{{0,60}},? [^,?]{{2,30}} or [^,?]{{2,30}}\?"
    r"|\bhow (?:is|are|does|do) .{2,60} (?:different|unlike|differ)"
    r"|\bthat an? .{2,30} (?:doesn['’]t|does not|isn['’]t|can['’]t)\b",
    re.I,
)
_ARTICLE = r"(?:an? |the )?"
_COMPARED = lazy_pattern(
    rf"\b(?:differences?|distinguish\w*|distinction|compare) (?:(?:between|of) )?{_ARTICLE}"
    rf"([^?,]{{2,40}}?),? (?:and|with|to|from|versus|vs\.?) {_ARTICLE}([^?,]{{2,40}}?)\W*$"
    rf"|^\W*{_ARTICLE}([^?,]{{2,40}}?) (?:versus|vs\.?) {_ARTICLE}([^?,]{{2,40}}?)\W*$"
    rf"|\bhow (?:is|are|does|do) {_ARTICLE}([^?,]{{2,40}}?) (?:different|differ|unlike)"
    rf"(?: from| to| than)? {_ARTICLE}([^?,]{{2,40}}?)\W*$",
    re.I,
)
_LIST = lazy_pattern(
    r"\b(?:list|name|enumerate)\b.{0,30}\b(?:all|the|every)\b"
    r"|\bwhat (?:all|kinds?|types?|sorts?|ways)\b|\bwhich (?:kinds?|types?)\b"
    r"|\b(?:what|who|which) (?:are|were) the \w+ \w+s\b"
    r"|\bwho (?:was|were|is|are) (?:all )?present\b|\bon (?:which|what) \w+s\b"
    r"|\bwhich (?!\w+ (?:is|was|of)\b)(?:\w+ ){1,3}(?:are|were|went|have)\b",
    re.I,
)
# What only a comparison of all shows: "the cheapest", "has the most seats".
_EXTREME = lazy_pattern(
    r"\b(?:(?:cheap|costli|prici|high|low|larg|small|bigg|long|short|fast|slow|quick|old|young|new"
    r"|heavi|light|strong|weak|tall|rich|poor|earli|near|clos|deep|wid|hott|warm|cold|busi|saf"
    r"|easi|hard|quiet|loud|few|great|bright|dark|thick|thin|strict|simpl)est"
    r"|(?:the|has|have|had|costs?|uses?|with|gets?|needs?) (?:the )?(?:most|least)"
    r"|best|worst|maximum|minimum)\b",
    re.I,
)
# A request without a question word: "extract a .tar.gz file", "turn a note into slides".
_REQUEST = lazy_pattern(
    _OPENING
    + r"(?:add|build|change|check|clean|close|compare|compress|configure|connect|convert|copy"
    r"|create|delete|disable|download|edit|enable|encrypt|export|extract|filter|fix|format|generate"
    r"|get|hide|import|insert|install|kill|limit|list|load|lock|make|merge|mount|move|open|print"
    r"|read|record|remove|rename|replace|resize|restart|restore|reset|reverse|run|save|search|send"
    r"|set|share|show|sort|split|start|stop|switch|sync|test|turn|undo|uninstall|unpack|update"
    r"|upgrade|upload|use|view|watch|write) \w",
    re.I,
)
_QUESTION_WORD = lazy_pattern(
    r"\b(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|can|could"
    r"|should|would|will|may|might|must|tell|list|name|define|explain|describe|show|find|give)\b",
    re.I,
)


def question_form(question: str) -> QuestionForm:
    """The question with the form of its answer."""
    return QuestionForm(question, _form(question))


def _form(question: str) -> Form:
    if "?" not in question and _REQUEST.match(question):
        return Form.HOW_TO
    match = _DEFINITION.match(question)
    if "?" not in question and not _QUESTION_WORD.search(question):
        compared = Form.COMPARISON if _COMPARISON.search(question) else Form.KEYWORDS
        return Form.DEFINITION if match else compared
    plain = wants_reasons(question) and not question.lower().lstrip().startswith("how")
    if plain or _WHY.match(question):
        return Form.WHY
    if _HOW_TO.match(question):
        return Form.HOW_TO
    if _COMPARISON.search(question):
        return Form.COMPARISON
    if wants_items(question) or _LIST.search(question):
        return Form.LIST
    if wants_reasons(question):
        return Form.WHY
    if is_polar(question):
        return Form.YES_NO
    if (
        match
        and match["term"]
        and not _NOT_A_TERM.search(match["term"])
        and len(match["term"].split()) <= 4
    ):
        return Form.DEFINITION
    return Form.FACT


def asks_extreme(question: QuestionForm) -> bool:
    """Whether one of several is asked for that has the most or the least of something."""
    return _EXTREME.search(question.text) is not None


def defined_term(question: QuestionForm) -> str | None:
    """The term whose definition is asked for."""
    if question.form is not Form.DEFINITION:
        return None
    match = _DEFINITION.match(question.text)
    return (match["term"] or match["bare"]).strip(" \"'“”‘’") if match else None


def compared_terms(question: QuestionForm) -> tuple[str, ...]:
    """The two terms that are compared, none where they are not named so."""
    if question.form is not Form.COMPARISON:
        return ()
    match = _COMPARED.search(question.text)
    return tuple(each.strip(" \"'“”‘’") for each in match.groups() if each) if match else ()
