"""How people ask which documents link to each other."""

from __future__ import annotations

from qa.catalogue.patterns import Pattern
from qa.catalogue.phrases import HOW, LIST, LISTS, OPENING, WH, W
from qa.catalogue.question import Kind

_K = Kind.LINKS
_CUES = "link|point"
_TO = r"(?:(?:that |which )?(?:has |have )?(?:a )?(?:links?|linking|points?|pointing|linked) to)"

LINKS = (
    Pattern(rf"{OPENING}{{d}} {_TO} {{x}}", _K, first=f"{WH} {LISTS} {HOW}", cues=_CUES),
    Pattern(rf"(?:what|who)(?: all| else)? {_TO} {{x}}", _K, first="what who", cues=_CUES),
    Pattern(r"where is {x} linked(?: from)?", _K, first="where", cues="linked"),
    Pattern(
        rf"(?:(?:{W}|{LIST}|how many(?P<counted>)) )?(?:(?:are|is) )?(?:the |all )?"
        r"(?:back ?links|incoming links)(?: are there)? (?:of|to|for) {x}",
        _K,
        cues="links",
    ),
    *(
        Pattern(
            rf"(?:{W}|how many(?P<counted>)) {noun}(?:do|does|did) {{x}}"
            r" (?P<verb>link|point)(?: to)?",
            _K,
            first=f"{WH} {HOW}",
            cues=_CUES,
        )
        for noun in ("{d} ", "")
    ),
    Pattern(
        rf"{OPENING}{{d}} (?:(?:are|is) )?(?P<verb>linked) (?:from|in|by|on) {{x}}",
        _K,
        first=f"{WH} {LISTS} {HOW}",
        cues="linked",
    ),
    Pattern(
        rf"(?:(?:{W}|{LIST}) )?(?:(?:are|is) )?(?:the |all )?(?P<verb>outgoing links|links)"
        r" (?:of|from|in) {x}",
        _K,
        cues="links",
    ),
    Pattern(
        rf"{OPENING}(?P<undated>orphan(?:ed)?|unlinked) {{d}}",
        _K,
        cues="orphan|unlinked",
    ),
    Pattern(
        rf"{OPENING}{{d}} (?P<undated>without (?:any )?(?:back ?links|incoming links)"
        r"|(?:that |which |to which )?(?:nothing|no \x01\d+\x02|no one) links?(?: to)?"
        r"|(?:that |which )?(?:are|is) not linked(?: from anywhere| anywhere)?"
        r"|(?:that |which )?have no (?:back ?links|incoming links))",
        _K,
        cues="link",
    ),
    Pattern(
        rf"{OPENING}{{d}} (?P<undated>(?P<verb>without (?:any )?(?:outgoing )?links"
        r"|(?:that |which )?have no (?:outgoing )?links|(?:that |which )?link to nothing))",
        _K,
        cues="link",
    ),
)
