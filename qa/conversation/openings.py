"""What leads in to a line ("and what about"), and lines that are a bare question word."""

from __future__ import annotations

import re

CORRECTS = re.compile(r"\b(?:no|sorry|actually|rather|mean|meant)\b", re.I)
LEAD = re.compile(
    r"\s*(?:(?:and|but|or|so|also|plus|then|ok(?:ay)?|well|now|hm+|yes|no|right|great"
    r"|fine|(?:sorry|oops|wait|actually|rather|alright|interesting"
    r"|yeah|ah|oh|i see|got it)"
    r"(?=\s*[,.!:;-]|\s+i mean)"
    r"|(?:what )?i (?:really |actually )?mean(?:t)?(?: to (?:ask|say|write))?(?: (?:is|was))?)"
    r"\b(?:[\s,.!:;]|-(?![\w-]))*)*"
    r"(?:(?:only|just)\b\s*(?=(?:the|an?|for|in|with|on|my|our)\b))?"
    r"(?:(?:what|how) about\b\s*|(?:the )?same (?:question |thing )?(?:for|with)\b\s*"
    r"|what if it(?:'s| is)\b\s*|why not\b\s*(?=\w)"
    r"|compared? (?:(?:it|that|this) )?(?:with|to)\b\s*|(?:versus|vs)\b\.?\s*)?",
    re.I,
)
CLAUSE = re.compile(
    r"(?:(?:and|but|so)\s+)?(?:"
    r"(?:why|when|where|who|how|since when|until when|how come|what for|why not|how so|whom|by whom"
    r"|whose|(?:by|for|with|at|in|of|from|to) how (?:much|many|far)(?: [^\W\d_]+)?|by how long"
    r"|(?:for|since|in|until) how long|(?:by|until|till) when|why so [^\W\d_]+"
    r"|(?:in|on|at|by|for|from|with|to|of|under) (?:what|which) [^\W\d_]+"
    r"|with whom|for whom|to whom|where to|where from|from where|from when|which|which ones?|how"
    r" (?:much|many"
    r"|long|old|often|far|fast|big|large|high|tall|soon|late|early)|(?:in |on |at )?(?:what|which)"
    r" (?:year"
    r"|month|day|date|time|hour|country|city|town|place|page|chapter|age))"
    r"(?:\s+(?:exactly|then|so|precisely|in particular|though|else|specifically))?"
    r"|(?:why|when|where|how|since when|how come|what year)"
    r"\s+(?:that|this|those|these)(?:\s+(?:one|ones))?"
    r"|(?:why|when|where|how|who|what|whose|what year|which year|how long|how often|since when)\s+"
    r"(?:did|does|do|is|was|will|would|has|had|can|could|are|were)(?:n't)?\s+"
    r"(?:that|this|it all|all that|all this)(?:\s+(?:happen(?:ed)?|be|work|so|the case|done|take"
    r" place"
    r"|come about|start|end|occur|change|decided|announced|said))?"
    r"|(?:when|where|why|how) (?:did|does) (?:it|that|this) (?:happen|occur|take place|come about)"
    r"|who (?:did|does|has done|said|says|claims|decided|wrote|reported|announced) (?:so|that|this"
    r"|it)"
    r"|who(?:['’]s| is| was) (?:that|this)(?: (?:man|woman|person|guy))?"
    r"|(?:according to|by|for|with|from) (?:whom|what)|says who|who else|what else|where else|when"
    r" else"
    r")\s*[?!.\s]*",
    re.I,
)
