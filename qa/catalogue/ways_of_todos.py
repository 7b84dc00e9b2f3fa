"""How people ask for items of check lists: open, done, due, about something, tagged."""

from __future__ import annotations

from qa.catalogue.language import TODO
from qa.catalogue.patterns import Pattern
from qa.catalogue.phrases import LIST, LISTS, UNDONE, WH, W
from qa.catalogue.question import Kind

_CUES = "to-do|todo|to do|task|action|check"
_DONE = r"(?P<done>done|finished|completed|ticked(?: off)?|checked(?: off)?)"
_OVERDUE = r"(?P<overdue>overdue|past (?:their |the )?due(?: dates?)?)"
_AHEAD = r"(?P<ahead>tomorrow|next week|next month|(?:in |within )?(?:the )?next \d{1,3} days)"
_DUE = rf"(?P<timed>due|scheduled|planned)(?: {{when}}|(?: (?:on|for|by))? {_AHEAD})"
_UNDATED = r"(?P<undated>without (?:a |any )?(?:due )?dates?|with no (?:due )?dates?|undated)"
_TAGGED = r"(?:tagged|with (?:the )?tag)(?: with| as)? #?(?P<tag>[\w/-]+)"
_ABOUT = (
    r"(?:about|for|on|in|from|of|under|with|regarding|concerning|assigned to|belonging to|at) {x}"
)
_OPENING = (
    rf"(?:(?:{W}|how many(?P<counted>)|{LIST}|do (?:i|we) have)(?: (?:are|is))?(?: still)?"
    r"(?: (?:on|all|of|any))? )?(?:(?:the|my|our|any|all) ){0,2}"
)
_THERE = r"(?: (?:are|is) there| (?:do|have) (?:i|we)(?: have| got)?)?(?: still)?"
_STATE = rf"(?:still )?(?:(?P<undone>{UNDONE}) |{_DONE} |{_OVERDUE} )?"
_BE = r"(?: (?:that|which))?(?: (?:are|is|were|was|have been))?(?: still)?"
_FIRST = f"{WH} {LISTS} how do"

TODOS = (
    # Before what is about something: "due in March" is a time, "overdue" a state.
    *(
        Pattern(
            rf"{opening}{_STATE.replace(clash, r'(?!)') if clash else _STATE}(?:{TODO}){_THERE}"
            rf"{_BE} {tail}",
            Kind.TODOS,
            needs=needs,
            first=first,
            cues=_CUES,
        )
        for opening, first in ((_OPENING, ""),)
        for tail, clash, needs in (
            (_DUE, "", ""),
            (_OVERDUE, _OVERDUE, ""),
            (_DONE, _DONE, ""),
            (_UNDATED, "", ""),
            (_TAGGED, "", ""),
            (rf"(?P<undone>left|to do|{UNDONE})", rf"(?P<undone>{UNDONE})", ""),
            (_ABOUT, "", "items"),
        )
    ),
    Pattern(
        rf"{_OPENING}(?:still )?(?:(?P<undone>{UNDONE})|{_DONE}|{_OVERDUE}|(?P<undated>undated)) "
        rf"(?:{TODO}){_THERE}(?: left)?",
        Kind.TODOS,
        cues=_CUES,
    ),
    Pattern(
        rf"(?:(?:{W}|how many(?P<counted>)) )?(?:(?:the|my|our|all) ){{1,2}}(?:{TODO}){_THERE}",
        Kind.TODOS,
        cues=_CUES,
    ),
    Pattern(rf"how many(?P<counted>) (?:{TODO}) do (?:i|we) have", Kind.TODOS, first="how"),
    Pattern(
        r"(?P<verb>what|anything|is anything|everything|what else)(?: that)?(?: is| are)?"
        rf"(?: still)? (?:{_OVERDUE}|{_DUE})",
        Kind.TODOS,
        first="what anything is everything",
        cues="due|scheduled|planned",
    ),
    Pattern(
        rf"(?P<verb>what)(?: (?:{TODO}))?(?: all)? (?:did|have) (?:i|we)"
        r" (?P<done>finish(?:ed)?|complete[d]?|get done|got done|done|tick(?:ed)? off)"
        r" (?P<timed>){when}",
        Kind.TODOS,
        first="what",
        cues="finish|complete|done|tick",
    ),
)
