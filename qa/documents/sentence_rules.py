"""What news writing needs beyond the library: abbreviations, and pairs of patterns at a boundary.

A pair is two patterns: one for the text that ends at a boundary, one space included, and one for
the text that starts there. The tables are plain words so that a case is a matter of one line here
and one in `tests/data/hard_sentences.txt`.
"""

from __future__ import annotations

import re

from qa import lexicon

Pairs = tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]

CONTEXT = 60  # characters before and after a boundary that the patterns see


def _words(text: str) -> list[str]:
    return text.split()


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


# Before a name or a number; they don't end a sentence by themselves.
_TITLES = [*lexicon.TITLES_SHORT, *lexicon.ABBREVIATIONS]
_MONTHS = [*lexicon.MONTHS_SHORT]
_WEEKDAYS = [*lexicon.WEEKDAYS_SHORT]
# Abbreviations that may well end a sentence: what follows decides.
_STATES = [*lexicon.STATES]
_FINAL = [*lexicon.ENDINGS]
# Read as abbreviations only with their capital: "Miss." is a state, "miss." ends a sentence.
_WORDS_TOO = _words(
    "mar sat sun mon wed fri ill ind kan la mass miss mo ore pa wash del ga va md co cos ave st "
    "gen rep reps pres hon op ch ms fr sec det col al ca est v mx ste que ont tex"
)
# Inside a sentence where it goes on in lower case or with a number: "incl. lid", "tel. 07700 900".
_GOING_ON = _words(
    "incl excl approx tel mob fax min max mins hrs hr sec secs wks mths yrs qty pcs avg ff resp "
    "viz cont contd ext ref refs temp dept weds wkly mthly inkl exkl zzgl bzw evtl ggf usw bspw"
)
GERMAN_DAY = r"(?:[Aa]m|[Dd]en|[Dd]em|[Vv]om|[Dd]er|[Bb]is|[Zz]um|[Aa]b|[Ss]eit|und|[Ii]m)\s{1,2}"
# Words that open a sentence and rarely follow an abbreviation inside one.
_STARTERS = _words(
    "A About According After All Although Among An And Another Any Are As At Because Before Both "
    "But By Can Despite Did Do Does During Each Earlier Even Every Few For Former From Further "
    "Had Has Have He Hence Her Here His How However I If In Indeed Instead Is It Its Just Last "
    "Later Let Many Maybe Meanwhile More Moreover Most Much My Nearly Neither Next No None Nor "
    "Not Nothing Now Of On Once One Only Or Other Others Our Over Perhaps Please She Should Since "
    "So Some Someone Soon Still Such Than That The Their Them Then There Therefore These They "
    "This Those Though Through Thus To Today Together Two Under Unless Unlike Until Was We Well "
    "Were What When Where Whether Which While Who Why Will With Within Without Would Yet You Your"
)

# For the library, which compares in lower case.
ABBREVIATIONS = frozenset(
    {name.lower() for name in (*_TITLES, *_MONTHS, *_WEEKDAYS, *_STATES, *_FINAL)}
    | {"ph.d", "e.g", "i.e", "a.k.a"}
) - set(_WORDS_TOO)
STARTERS = frozenset(word.lower() for word in _STARTERS)
# All words, in lower case, whose full stop any rule here looks at; that of another word is an end.
LISTED = ABBREVIATIONS | {
    *_WORDS_TOO,
    *_GOING_ON,
    *_words("no nos max min p pp art fig ext vol lt ph ave st rd dr am pm mr mrs ms"),
}
# Those of them, just so, before which and behind which few of the rules apply.
BEFORE_NAMES = frozenset(_TITLES)
BEFORE_DAYS = frozenset(_MONTHS)
ENDINGS = frozenset((*_FINAL, *_STATES, "Ave", "St", "Rd", "Dr"))

_CLOSERS = "\"'”’»)\\]"
_OPENERS = "\"'“‘«(\\["
_ACRONYM = r"(?:[A-Z]\.){2,}|[ap]\.\s?m\.|[AP]\.M\.|Ph\.D\.|[BM]\.Sc\."
_MAY_END = rf"(?:(?<![\w.])(?:{_ACRONYM}|{_any(_FINAL + _STATES)}\.|(?:Ave|St|Rd|Dr)\.))"
_STARTER = (
    rf"(?:{_any(_STARTERS)}|I['’]\w+|(?:It|He|She|That|There|They|We|You|What)['’]\w+)\b(?!\.)"
)
STARTER = re.compile(_STARTER)
_SAY = rf"(?:{lexicon.alternatives(lexicon.SAYING)})"

# What goes on after "5 p.m.": Tuesday, ET, Oct. 31, Beijing time, (local time)
_WHEN = (
    rf"(?:(?:{lexicon.alternatives(lexicon.WEEKDAYS)})s?|[ECMPB]S?D?T|GMT|UTC|Eastern|Central"
    rf"|Mountain|Pacific|local|{lexicon.alternatives(lexicon.MONTHS)}"
    rf"|{_any(_MONTHS)}|{_any(_WEEKDAYS)}|Christmas|Thanksgiving|Easter|New Year['’]s"
    r"|\w+(?: \w+)? time)\b|[\d(]"
)

# What stands before a number inside a sentence, for all its full stop: "approx. 30", "Sept. 5".
_BEFORE_NUMBER = _any(
    [
        *(_TITLES + _MONTHS + _WEEKDAYS + _STATES + _FINAL),
        *_words(
            "nos pp vol vols fig figs art arts sec sect chap ch para paras ext tel fax min max"
        ),
        *_words("max eds ver circa approx appr incl excl avg temp est cap app eq ref refs tab str"),
    ]
)

# A boundary of the library is dropped where the text before and after it match a pair.
JOINS = tuple(
    (re.compile(rf"(?:{before})\s\Z"), re.compile(after))
    for before, after in (
        # titles and the like before a name or a number
        (rf"(?<![\w.])(?:{_any(_TITLES)}|e\.g|i\.e|Lt|Ph|a\.k\.a)\.", rf"(?!{_STARTER})[\w“\"'‘$]"),
        (rf"(?<![\w.]){_any(_MONTHS)}\.", r"\d"),
        (rf"(?<![\w.])(?:{_any(_WEEKDAYS)}|No|Max|Min)\.", rf"\d|[a-z]|{_any(_MONTHS)}\b"),
        (r"(?<!\w)(?:No|NO|no|Nos|nos|pp?|Art|Fig|Ext|ext|Vol|vol)\.", r"#?\d"),
        (r"(?i:article|section|chapter|rule|figure|table|clause|paragraph)\s\d+\.", r"\d"),
        (rf"(?<![\w.])(?i:{_any(_GOING_ON)})\.", r"[a-zäöüß\d]"),
        (r"(?<![\w.])(?i:incl|excl|inkl|exkl|zzgl|bzw)\.", rf"(?!{_STARTER})[A-Z]"),
        # Am 14. September
        (
            rf"\b{GERMAN_DAY}\d{{1,2}}\.",
            r"(?:Jan|Jän|Feb|März|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)",
        ),
        # 5 p.m. Tuesday, 8 a.m. ET, 7 p.m. Oct. 31
        (r"(?<!\w)[apAP]\.\s?[mM]\.", _WHEN),
        # what may end a sentence, before something that doesn't open one
        (rf"{_MAY_END}[{_CLOSERS}]*", rf"(?![{_OPENERS}]*{_STARTER})[{_OPENERS}]*[\w$–—−-]"),
        # initials: J. K. Rowling, 603 N. Fifth Ave., Samuel L. Jackson; 6106 S. 32nd St.
        (r"\b[NSEW]\.", r"\d+(?:st|nd|rd|th)\b"),
        (r"(?<![\w.'’-])[A-Z]\.(?:[A-Z]\.)*", rf"(?!{_STARTER})[A-Z]|[A-Z]\."),
        # in (where else?) Atlanta; (KNOXVILLE, Tenn.) The
        (r"[\w,]\s\([^()]*[?!]\)", r"[A-Z]"),
        (r"(?:\A|\s)\([A-Z]{3,}[^()]*\.\)", r"[A-Z]"),
        # "Are you sure?" Smith asked.
        (
            rf"[?!…][{_CLOSERS}]+",
            rf"(?:(?:[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e|[A-Z][\w'’.-]+(?:\s[A-Z][\w'’.-]+){{0,2}})\s)?{_SAY}\b",
        ),
        # Yahoo! in 1995; he wrote, "Why?" and left
        (rf"[?!…][{_CLOSERS}\s]*", r"(?:[–—−-]+\s?)?[a-z](?![A-Z])"),
        (r"(?:\.\s?){2,}[)\]]?", r"[a-z](?![A-Z])"),
    )
)
# Ends that the library doesn't see: the mark and the text around it match a pair.
MARK = re.compile(
    rf"[.!?…][{_CLOSERS}]*(?:[⁰¹²³⁴-⁹]|\[\d{{1,3}}\])*\s+(?=[\w{_OPENERS}])"
    r"|(?<=[a-z]{3})[.!?][”’\")]*(?=[“‘(]?[A-Z])"
    r"|[。！？؟।۔][”’」』）]*\s*"
)
MISSED = (
    (re.compile(rf"{_MAY_END}[{_CLOSERS}]*\s\Z"), re.compile(rf"[{_OPENERS}]*{_STARTER}")),
    # a space lost between paragraphs: "overhead costs.The former professor"
    (
        re.compile(r"(?<![\w@/.:-])['’A-Za-z-]*[a-z]{3}[.!?][”’\")]*\Z"),
        re.compile(r"[“‘(]?(?!Com\b|Org\b|Net\b)[A-Z][a-z]*[\s,’']"),
    ),
    # "shortly before 9:30 p.m. Amtrak, which": no weekday, no zone
    (
        re.compile(r"(?<!\w)[ap]\.m\.\s\Z"),
        re.compile(rf"(?!{_WHEN})(?:[A-Z][a-z]+['’]?\w*,? |[“\"][A-Z])"),
    ),
    # Mr. Smith after any of those, Lt. Gov. Smith after most
    (re.compile(rf"{_MAY_END}[{_CLOSERS}]*\s\Z"), re.compile(r"(?:Mr|Mrs|Ms)\.\s")),
    (
        re.compile(r"(?:\bD\.C|\b[ap]\.m|\b(?:Inc|Corp|Co|Ltd|etc))\.\s\Z"),
        re.compile(r"(?:Lt|Gov|Sen|Rep|Gen|Col|Dr|Prof)\.\s[A-Z]"),
    ),
    # no initials: "on X. Alphabet", "Plan B. Turkey"
    (
        re.compile(
            r"(?:\b(?:on|to|via|from)\s|['’]s\s)X\.\s\Z"
            r"|\b(?:[Pp]lan|[Vv]itamin|[Gg]roup|[Hh]epatitis|[Ii]nfluenza|[Tt]ype|Generation)"
            r"\s[A-Z]\.\s\Z"
        ),
        re.compile(r"[A-Z][a-z]"),
    ),
    # a quotation that trails off, words left out after a full stop; footnote marks
    (re.compile(r"(?:…|\.\.)[”’\"]+\s\Z|[.!?]\s(?:…|\.{3})\s\Z"), re.compile(r"[“‘\"]?[A-Z]")),
    (re.compile(r"[^\W\d][.!?][”\"]?(?:[⁰¹²³⁴-⁹]|\[\d{1,3}\])+\s\Z"), re.compile(r"[“\"(]?[A-Z]")),
    # a sentence that begins with a number: "due in October. 27 will not come out"
    (
        re.compile(
            rf"(?<![\w.'’-])(?!(?i:{_BEFORE_NUMBER})\.)[^\W\d_]{{3,}}[.!?][{_CLOSERS}]*\s\Z"
        ),
        re.compile(rf"[{_OPENERS}]*\d[\d.,:/-]*%?\s+[^\W\d_]"),
    ),
    # and one that begins with a quotation: 'the wrong way". "Worst of all'
    (re.compile(r"\w[”\"’'][.!?]\s\Z"), re.compile(r"[“\"‘'][A-Z]")),
    # the full stops of other scripts
    (re.compile(r"[。！？؟।۔][”’」』）]*\s*\Z"), re.compile(r"(?s:.)")),
    # brands: "Really? iPhone sales"
    (re.compile(rf"[?!…][{_CLOSERS}]*\s\Z"), re.compile(rf"[{_OPENERS}]?[a-z][A-Z]")),
)
# What belongs to the sentence before it although the library puts it after: ” ) [1] ²
TRAILING = re.compile(r"(?:[”’»)\]]|\[\d{1,3}\]|[⁰¹²³⁴-⁹])+(?:\s+|\Z)")
ENUMERATOR = re.compile(r"\s*[•*–-]?\s*\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s*")
