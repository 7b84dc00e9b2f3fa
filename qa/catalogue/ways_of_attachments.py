"""How people ask for mails by what is attached to them."""

from __future__ import annotations

from qa.catalogue.patterns import Pattern
from qa.catalogue.phrases import AUTHOR, HOW, LIST, LISTS, OPENING, WH, W
from qa.catalogue.question import Kind

_K = Kind.ATTACHMENTS
_HAVE = (
    r"(?:(?:that |which )?(?:do |did )?(?:have|has|had|with|contain(?:s|ed|ing)?|include[sd]?"
    r"|carr(?:y|ies)|c[ao]mes? with))"
)
_FROM = rf"(?: (?:from|by|sent by) {AUTHOR})?"
_THE = r"(?:the |an? |my |our |his |her |their )?"
_FILES = r"(?:an? |any |some )?attachments?"
_NO = r"(?P<undated>without(?: any| an?)?|with no|(?:that |which )?(?:have|has) no)"

ATTACHMENTS = (
    Pattern(rf"{OPENING}{{d}}{_FROM} {_NO} attachments?", _K, needs="mails", cues="attach"),
    Pattern(rf"{OPENING}{{d}}{_FROM} {_HAVE} {_FILES}", _K, needs="mails", cues="attach"),
    Pattern(rf"{OPENING}{{d}} {_HAVE} {_FILES}{_FROM}", _K, needs="mails", cues="attach"),
    Pattern(
        rf"{OPENING}{{d}}{_FROM} {_HAVE} {_THE}{{x}} (?:attached|as an attachment)",
        _K,
        needs="mails",
        cues="attach",
    ),
    Pattern(
        rf"(?:to |with |from )?{W} {{d}} (?:is|was|were|are|did|does|do) {_THE}{{x}}"
        r" (?:attached(?: to)?|(?:come|came|arrive|sent)(?: with| in| from)?)",
        _K,
        needs="mails",
        cues="attach|come|came|arrive|sent",
    ),
    Pattern(
        rf"{W} {{d}} (?:c[ao]mes?|arrived) with {_THE}{{x}}",
        _K,
        needs="mails",
        first=WH,
        cues="with",
    ),
    Pattern(
        rf"(?:(?:{W}|{LIST}(?: of)?|how many(?P<counted>)) )?(?:all |the |my |our )*attachments"
        rf"(?: are there| do (?:i|we) have)?{_FROM}",
        _K,
        first=f"{WH} {LISTS} {HOW} all the my our attachments",
        cues="attachments",
    ),
    Pattern(rf"what did {AUTHOR} (?P<verb>attach)", _K, first="what", cues="attach"),
    Pattern(
        rf"what(?: files?| else)? (?:is|was|are|were) (?P<verb>attached) to {_THE}{{x}}",
        _K,
        first="what",
        cues="attached",
    ),
)
