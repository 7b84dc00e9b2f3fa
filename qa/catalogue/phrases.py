"""Pieces of the expressions in `qa.catalogue.ways`: openings, verbs, what there is."""

from __future__ import annotations

W = r"(?:which|what)"
BE = r"(?:is|are|was|were)"
HAVE = r"(?:(?:do|did) (?:we|i|you) (?:have|own|keep)|have (?:we|i|you)(?: got)?)"
THERE = rf"(?:{BE} there|{HAVE}|exist)"
THAT = r"(?: that| which)?(?: do| does| did)?"
LIST = r"(?:list|show|find|give|get|name|enumerate)(?: me)?(?: a list of)?(?: all| every| any)?"
OPENING = rf"(?:(?:{W}|{LIST}(?: of)?|how many(?P<counted>)|(?:are|is) there(?: any)?) )?"
WHEN = r"(?:when|(?:on )?(?:what|which) (?:date|day)|(?:in )?(?:what|which) (?:year|month))"
HERE = (
    r"(?: in (?:total|all|here|(?:this|my|our|the) (?:collection|folder|library|vault|archive"
    r"|index|directory|corpus)))?"
)
UNDONE = "open|unfinished|outstanding|remaining|pending|undone|unchecked|incomplete|uncompleted"
COLLECTION = (
    r"(?:all )?(?:this|my|our|the|these|those) (?:(?:whole|entire|\x01\d+\x02) )?"
    r"(?:collection|folder|library|vault|archive|corpus|directory|\x01(?P<noun>\d+)\x02)"
)

AUTHOR = r"(?P<author>[^\s,\x03\x04]+(?: [^\s,\x03\x04]+){0,3}?)"

# First words of questions, and stretches without which they can't be of a kind.
WH, HOW, LISTS = "which what", "how", "list show find give get name enumerate"
IN = "in on at which what"
ASK = "is are was were do did have"
MENTION = "mention|refer|bring|talk|word|term|phrase|name|string|expression"
SUBJECT = "about|subject|topic|concern|regard|to do with|deal|talk|cover|discuss|focus|report|on "
MOST = "new|latest|recent|last|old|earliest|first"
VERBS = "written|publish|releas|posted|sent|issued|created|dated|come out|appear|get "
