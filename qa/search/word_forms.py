"""Forms of a word that no stemmer brings together: colour and color, grew and grow, mice and mouse.

Whoever asks with one means the others as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from qa.search.terms import stems

# By how words end, whichever words they are: what is none stands nowhere.
_ENDINGS = (
    (r"([a-z]{3,}[^aeou\W])is(e[sdr]?|ers|ing|ations?|able)", r"\1iz\2"),
    (r"([a-z]{3,}[^aeou\W])iz(e[sdr]?|ers|ing|ations?|able)", r"\1is\2"),
    (r"([a-z]{2,}l)ys(e[sdr]?|ers|ing)", r"\1yz\2"),
    (r"([a-z]{2,}l)yz(e[sdr]?|ers|ing)", r"\1ys\2"),
)
# By how British words begin and what Americans write instead, the endings being the same.
_STEMS = {
    **{f"{word}our": f"{word}or" for word in (
        "arm", "behavi", "cand", "clam", "col", "enam", "endeav", "fav", "ferv", "flav", "harb",
        "hon", "hum", "lab", "neighb", "od", "parl", "ranc", "rig", "rum", "sav", "savi",
        "splend", "succ", "tum", "val", "vap", "vig",
    )},
    **{f"{word}tre": f"{word}ter" for word in (
        "cen", "thea", "me", "kilome", "centime", "millime", "li", "millili", "spec", "lus", "ni",
    )},
    **{f"{word}ence": f"{word}ense" for word in ("def", "off", "lic", "pret")},
    **{f"{word}ogue": f"{word}og" for word in ("catal", "dial", "anal", "epil", "monol")},
    "aesthetic": "esthetic", "aluminium": "aluminum", "anaesthe": "anesthe", "anaemi": "anemi",
    "artefact": "artifact", "calibre": "caliber", "encyclopaed": "encycloped", "fibre": "fiber",
    "grey": "gray", "haemo": "hemo", "jewellery": "jewelry",
    "judgement": "judgment", "manoeuvr": "maneuver", "mould": "mold", "oestrogen": "estrogen",
    "orthopaed": "orthoped", "paediatr": "pediatr", "plough": "plow", "programme": "program",
    "sceptic": "skeptic", "skilful": "skillful", "sulph": "sulf",
}  # fmt: skip
_AMERICAN = {there: here for here, there in _STEMS.items()}
# What may follow: "laboratory" has nothing to do with labor, nor "programming" with programme.
_RESTS = """
    s ed ing ist ists ful fully able ably ite ites hood hoods ly y al ally ism some less er ers tic
    tics tist tists tise tised tises tize tized tizes d c ic cs ics ian ians philia globin e es ia
    ias
"""
_REST = frozenset(_RESTS.split())
_SHORTEST, _LONGEST = 4, 24  # letters of a word
# Without those that are as often another word: left, lay, saw, wound.
_IRREGULAR = (
    "arise arose arisen", "awake awoke awoken", "beat beaten", "bend bent", "bind bound",
    "bite bit bitten", "bleed bled", "blow blew blown", "break broke broken", "breed bred",
    "bring brought", "build built", "burn burnt", "buy bought", "catch caught",
    "choose chose chosen", "cling clung", "creep crept", "deal dealt", "dig dug",
    "draw drew drawn", "dream dreamt", "drink drank drunk", "drive drove driven", "eat ate eaten",
    "fall fell fallen", "feed fed", "feel felt", "fight fought", "flee fled", "fly flew flown",
    "forbid forbade forbidden", "forget forgot forgotten", "forgive forgave forgiven",
    "freeze froze frozen", "grow grew grown", "hang hung", "hear heard", "hide hid hidden",
    "hold held", "kneel knelt", "lead led", "lean leant", "leap leapt", "learn learnt",
    "lend lent", "lose lost", "mean meant", "meet met", "mistake mistook mistaken",
    "overcome overcame", "overtake overtook overtaken", "pay paid", "repay repaid",
    "ride rode ridden", "ring rang rung", "rise rose risen", "seek sought", "sell sold",
    "send sent", "shake shook shaken", "shine shone", "shoot shot", "sing sang sung",
    "sink sank sunk", "sleep slept", "slide slid", "smell smelt", "speak spoke spoken",
    "spell spelt", "spend spent", "spill spilt", "spin spun", "spoil spoilt",
    "spring sprang sprung", "stand stood", "steal stole stolen", "stick stuck", "sting stung",
    "strike struck",
    "swear swore sworn", "sweep swept", "swim swam swum", "swing swung", "teach taught",
    "tear tore torn", "tell told", "throw threw thrown", "undergo underwent undergone",
    "understand understood", "undertake undertook undertaken", "wake woke woken",
    "wear wore worn", "weave wove woven", "weep wept", "win won",
    "withdraw withdrew withdrawn", "withhold withheld", "write wrote written",
    "calf calves", "child children", "criterion criteria", "elf elves", "foot feet",
    "goose geese", "half halves", "index indices", "knife knives", "leaf leaves", "life lives",
    "loaf loaves", "louse lice", "man men", "matrix matrices", "mouse mice", "ox oxen",
    "person people", "phenomenon phenomena", "scarf scarves", "shelf shelves", "thief thieves",
    "tooth teeth", "vertex vertices", "wife wives", "wolf wolves", "woman women",
)  # fmt: skip


def other_forms(words: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The stems of other forms of words, which are given by stem; of most words there is none."""
    found = {}
    for stem, word in words.items():
        others = list(_irregular().get(stem, ()))
        if word.isascii() and word.isalpha() and _SHORTEST <= len(word) <= _LONGEST:
            others += stems(other_spelling(word.lower()) or "")
        if others := [each for each in dict.fromkeys(others) if each != stem]:
            found[stem] = tuple(others)
    return found


def other_spelling(word: str) -> str | None:
    """How a word in small letters is spelled on the other side of the ocean; None for most."""
    if any(letters in word for letters in ("is", "iz", "ys", "yz")):
        for ending, other in _ENDINGS:
            if re.fullmatch(ending, word):
                return re.sub(ending, other, word)
    for known in (_STEMS, _AMERICAN):
        for length in range(len(word), 2, -1):
            begun, rest = known.get(word[:length]), word[length:]
            if begun is not None and (not rest or rest in _REST):
                return begun + rest
    return None


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    """The stems of irregular words, each with those of its other forms."""
    found: dict[str, tuple[str, ...]] = {}
    for group in _IRREGULAR:
        known = stems(group)
        found |= {stem: tuple(each for each in known if each != stem) for stem in known}
    return found
