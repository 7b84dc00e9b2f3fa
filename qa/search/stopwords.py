"""The words of English that carry no topic: one list for searching and for what is missing.

`STOPWORDS` are not searched for. `FILLER`, and words that are filler where they stand ("how long",
"list all"), only make a question: they are searched for, since documents have such words too, but
an answer need not contain them, and they are never named as missing, no more than `EVERYDAY`.
"""

from __future__ import annotations

import re

_STOPWORDS = """
    a about above after again against all also am an and any are as at be because been before
    being below between both but by can cannot could did do does doing done down during each few
    for from further get got had has have having he her here hers herself him himself his how i
    if in into is it its itself just let me more most my myself no nor not of off on once only or
    other our ours ourselves out over own per said same say says she should so some such than
    that the their theirs them themselves then there these they this those through to too under
    until up upon us very was we were what when where whether which while who whom whose why will
    with would you your yours yourself s t don didn doesn isn wasn aren weren ll re ve d m
    please tell
    ain arent cant couldn couldnt didnt doesnt dont hadn hadnt hasn hasnt haven havent im ive isnt
    mustn mustnt needn neednt shouldn shouldnt thats theres wasnt werent whats wheres whos wont
    wouldn wouldnt ought much many anybody anyone anything everybody everyone everything somebody
    someone something somehow anyway etc ever else thanks thank ok okay
"""

STOPWORDS = frozenset(_STOPWORDS.split())

# Stop words that are names when they are written in capitals; a letter not at the beginning only.
NAMES = frozenset({"US", "IT", "WHO", "A", "D", "M", "S", "T"})

_FILLER = """
    cost costs mean means meaning meant called kind kinds sort sorts difference differences
    versus vs happen happens happened actually really exactly possible please
"""

FILLER = frozenset(_FILLER.split())

_EVERYDAY = """
    able allow allows allowed already always bad become becomes became begin begins began begun
    best better big bigger biggest bit cheap cheaper cheapest come comes came coming current
    currently different early earlier easier easiest easily easy example examples expensive fast
    faster fastest find finds finding found give gives gave given giving go goes going gone went
    good harder help helps helped high higher highest important instead keep keeps kept keeping
    know knows knew known large larger largest later likely longer longest look looks looked
    looking lot lots low lower lowest main make makes made making may might must need needs needed
    never newer newest normally now often older oldest people person place put puts putting quick
    quicker quickly real reason reasons recent recently right same see sees saw seen seeing shall
    short shorter show shows showed shown similar slow slower small smaller smallest sometimes soon
    start starts started starting stuff take takes took taken taking thing things think thinks
    thought tried tries try trying use uses used using usual usually want wants wanted way ways
    work works worked working worse worst write writes writing written wrote wrong yet younger
    youngest
"""

# What documents say with other words as well: that these stand nowhere proves nothing.
EVERYDAY = frozenset(_EVERYDAY.split())

# What only makes the question, at its beginning and as the measure that it asks for. "List" and
# the like are orders only before what they order: "list comprehensions" is a topic.
_REQUEST = re.compile(
    r"^\W*(?:(?:please|(?:can|could|would|will) (?:you|u|someone)"
    r"|i (?:want|need|would like|'?d like) to know|do (?:you|we) know)\W+)*"
    r"(?:(?:explain|describe|define|summari[sz]e|enumerate)\b"
    r"|(?:tell|show|give|list|name|find|compare)\b"
    r"(?=\W+(?:me|us|to|all|every|each|both|the|a|an|some|any|these|two|three|four|five|\d+)\b))?",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\bhow\W+(long|often|old|big|far|tall|large|high|deep|fast|soon|late|wide|heavy|well|quickly"
    r"|hard|likely|come)\b",
    re.IGNORECASE,
)

# "latest news about X", "articles from 2023": what is wanted, and not what it is about.
_WANTED = re.compile(
    r"\b((?:(?:latest|newest|most\W+recent|recent|current)\W+)?"
    r"(?:news|articles?|documents?|files?|notes?|stories|story|pages?|posts?|reports?))"
    r"\W+(?:about|from|of|by|on|in|that|which|mentioning|since|between|before|after)\b"
    r"|\b(latest|newest|most\W+recent)\b",
    re.IGNORECASE,
)

# The present, in which every document was written: that they say so proves nothing.
NOW = (
    r"(?:nowadays|these days|at present|at the moment|currently|right now|as of (?:now|today)"
    r"|so far|up[- ]to[- ]date|(?:now|today)(?=\W*\Z))"
)
_NOW = re.compile(rf"\b{NOW}(?!\w)", re.IGNORECASE)


def filler_spans(question: str) -> list[tuple[int, int]]:
    """Where `question` has words that only make it one: "tell me", the "long" of "how long"."""
    spans = [match.span() for match in [_REQUEST.match(question)] if match and match.end()]
    spans += [match.span(match.lastindex or 0) for match in _WANTED.finditer(question)]
    spans += [match.span() for match in _NOW.finditer(question)]
    return spans + [match.span(1) for match in _MEASURE.finditer(question)]
