"""What stands around the text of a news article: bylines, credits, labels, self-descriptions.

Every recogniser takes one whole line or block. They miss rather than accuse: a paragraph taken
for furniture can't be an answer any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from qa import lexicon

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŹŻŽ"
_PARTICLE = (
    r"(?:de|da|do|dos|das|di|del|della|der|den|van|von|vom|zu|al|el|bin|bint|ibn|la|le|du|ter|y|e)"
)
_NO_NAME = (  # capitalised words that end a name or rule one out
    r"(?!(?:AP|AFP|UPI|CNN|BBC|NPR|PBS|USA|CNBC|Reuters|REUTERS|Bloomberg|Associated|Staff|Writers?|Reporter|"
    r"Correspondent|Contributor|Columnist|Editors?|Editorial|Business|Sports|Opinion|Guest|Special|News|"
    r"Public|Radio|Letter|The|And|For|In|Of|On|How|Why|What|Who|When|Is|To|From|With|Published|Updated)\b)"
)
CAPITALISED = rf"{_NO_NAME}[{_UPPER}][\w'’.\-]*"
_WORD = rf"(?:{CAPITALISED}|{_PARTICLE})"
NAME = rf"{CAPITALISED}(?:\s+{_WORD}){{0,3}}\s+{CAPITALISED}"  # two words or more
_AND = r"(?:,\s*|,?\s+and\s+|\s*&\s*|,\s+and\s+)"
NAMES = rf"{NAME}(?:{_AND}{NAME}){{0,5}}"

_AGENCIES = {name.casefold(): shown for shown, names in lexicon.AGENCIES.items() for name in names}
_AGENCIES["reuter"] = "Reuters"  # its old signature; not in names, where it is a surname
_AGENCY = lexicon.alternatives(*lexicon.AGENCIES.values())
_PUBLISHER_WORD = (
    r"(?:[\w]+-)?(?:News|Journal|Times|Post|Tribune|Herald|Gazette|Register|Press|Star|Network|Enquirer|"
    r"Courier|Sentinel|Democrat|Republic|Observer|Chronicle|Today|TODAY|Daily|Magazine|Record|Citizen|"
    r"Leader|Telegraph|Street|Dispatch|Examiner|Statesman|Advertiser|Advocate|Globe|Inquirer|Radio)"
)
# Names that are those of a paper by themselves; others need "The" before them or a label.
_PAPER = re.compile(
    rf"(?:(?:The\s+)?(?:[{_UPPER}][\w.'’&-]*\s+){{1,4}}(?:[\w]+-)?(?:News|Journal|Times|Tribune|Herald|Gazette|"
    r"Enquirer|Courier|Sentinel|Observer|Chronicle|Telegraph|Dispatch|Examiner|Statesman|Advertiser|"
    rf"Inquirer)|The\s+(?:[{_UPPER}][\w.'’&-]*\s+){{0,4}}{_PUBLISHER_WORD})"
)
_SECTION = re.compile(  # of a paper: World News is not its name
    r"(?:The\s+)?(?:World|Business|Entertainment|Breaking|Latest|Sports?|Top|Local|National|Health|"
    r"Science|Tech(?:nology)?|Politic(?:s|al)|U\.?S\.?|UK|Europe|Asia|Africa|More|Related|Market|"
    r"Money|Company|Companies|Lifestyle|Travel|Good|Bad|Big|Hard|Recent|General|Other|International|"
    r"Video|Music|Film|Crime|Weather|Press|Wealth|Energy|Environment|Education|Stock|Financial)\s+News",
    re.IGNORECASE,
)
_PUBLISHED_BY = re.compile(
    r"(?:(?:source|publisher|publication|news agency|agency)\s*:|(?:published|provided) by:?|"
    r"via:?|from)\s+"
    r"(?P<name>\S.{0,60})",
    re.IGNORECASE,
)
_BESIDE_DATE = re.compile(
    r"\s*[|·•—–]\s*|,?\s+(?=(?:[A-Z][a-z]+\.? )?\d)|(?<=\d{4}),?\s+"
    r"|,?\s+(?=(?:last |first )?(?:published|posted|updated)\b)"
)
_ROLE = (
    r"(?:Staff(?: Writer| Reporter)?|(?:(?:Opinion|Senior|Political|Special|Business|Sports|Chief|"
    r"Foreign|Diplomatic|Health|Science) )?(?:Correspondent|Reporter|Writer|Editor|Columnist)|"
    r"Opinion columnist|(?:Guest |Opinion )?[Cc]ontributor|Guest Opinion|Special to .{2,40})"
)

_BYLINE = re.compile(
    r"(?:(?i:interview|words|story|text|analysis|comment(?:ary)?|review|profile|written)\s+)?"
    rf"(?:[Bb]y|BY):?\s+(?P<names>{NAMES})(?:\s*(?:[,|·•—–-]|\s)\s*(?P<rest>[^.!?]{{1,80}}))?"
)
_NAMES = re.compile(NAMES)
_NAME_AGENCY = re.compile(rf"(?P<names>{NAME})\s*[,|·—–-]?\s+(?P<agency>{_AGENCY})(?: {_ROLE})?")
_NAME_ROLE = re.compile(rf"(?P<names>{NAME})\s*[,|·—–-]\s*(?P<role>{_ROLE})")
# With a space after a single hyphen it would be an item of a list.
# What its writer is may follow: "— Mara Lindqvist, Director".
_SIGNATURE = re.compile(
    rf"(?:[—–―]|--)\s?(?:{NAMES}(?:,\s[^.!?;:]{{2,60}})?|.*\bPress|Staff [Rr]eports)|-{NAMES}"
)
_PUBLISHER = re.compile(rf"(?:The\s+)?(?:[{_UPPER}][\w.'’&-]*\s+){{0,4}}{_PUBLISHER_WORD}")
_CREDIT = re.compile(
    r"(?i:(?:photo(?:graph)?s?|image|picture|illustration|video|file photo)\s*"
    r"(?:credits?|by|courtesy)?|credits?)\s*:\s*\S.{0,120}"
    r"|\(?(?:AP|REUTERS|AFP|EPA|Getty Images?|GETTY IMAGES)\s*(?:Photo)?/"
    r"\s?[A-Z][\w .'’/-]{1,60}\)?"
    r"|[A-Z][\w .'’-]{1,50}\s?/\s?(?:AP|REUTERS|Reuters|AFP|EPA|Getty Images|AP Photo|Pool)"
    r"(?:\s?/\s?[\w ]{1,30}| via [\w ]{1,30})?",
)
_CREDIT_LABEL = re.compile(
    r"(?:photo(?:graph)?|image|picture|video)?\s*credits?\s*:", re.IGNORECASE
)
_REPORTING = re.compile(
    r"\(?(?:additional\s+)?(?:reporting|writing|report|compiled)\s+by\s+"
    r"(?P<names>[^;.()]{3,160})(?:[;.].*)?\)?",
    re.IGNORECASE | re.DOTALL,
)
_REPORTING_TAIL = re.compile(
    r";\s*(?:additional\s+)?(?:reporting|writing|editing)\s+by\b", re.IGNORECASE
)
_EDITING = re.compile(
    r"\(?(?:editing|compiled|translated)\s+by\s+[A-Z][^;.()]{3,120}\.?\)?", re.IGNORECASE
)

_BOILERPLATE = (
    # agencies and papers about themselves
    r"Reuters, the news and media division of Thomson Reuters\b.*",
    r"Our Standards:\s*(?:The )?Thomson Reuters Trust Principles\.?",
    r"The Associated Press is an independent global news organization\b.*",
    # rights
    r"©.{0,200}",
    r"(?:\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:by\s+)?(?:19|20)\d\d.{0,200}",
    # invitations
    r"(?:please )?(?:click|tap) here\b.{0,120}",
    r"(?:please )?(?:sign up|subscribe)\b.{0,80}\b(?:newsletters?|email|alerts|inbox|podcast)\b"
    r".{0,120}",
    r"(?:read|see|watch|hear|learn) (?:more|also|next)\s*:.{0,160}",
    r"(?:related|also read|more from .{2,40}|more)(?: (?:articles?|stories|coverage|reading))?"
    r"\s*:\s?\S.{0,160}",
    r"follow .{2,60}(?:@\w|\bon (?:twitter|facebook|instagram|threads|x)\b).{0,120}",
    rf"(?:contact|email|reach)(?: (?:reporter|writer|columnist))? (?-i:{NAME})\b.{{0,60}}"
    r"(?:@\w|\bon (?:twitter|facebook|instagram|x)\b).{0,160}",
    r"thank you for supporting our journalism\b.{0,200}",
    r"(?:need a break\?|need a news break\?).{0,120}",
    r"(?:advertisement|ad|sponsored(?: content)?|story continues below(?: advertisement)?|"
    r"article continues below.{0,40}|scroll to continue.{0,40}|share this (?:article|story)|"
    r"print this (?:article|story)|this story has been updated\b.{0,120})\.?",
)
# Those that begin with anything take long to fail; each is tried where its words are.
_BOILERPLATE_WITHIN = (
    r"[^.]{3,60} is a USA TODAY content partner\b.*",
    r".{0,120}\bcontent is produced independently of USA TODAY\.?",
    r".{0,120}\ball rights reserved\.?.{0,160}",
    r".{0,120}\bmay not be (?:published, broadcast|reproduced|rewritten).{0,200}",
    r".{0,80}\bsign up (?:here )?(?:for|to (?:get|receive)) .{0,60}\b(?:newsletters?|inbox)\b"
    r".{0,80}",
)
_WITHIN = ("usa today", "rights reserved", "may not be", "sign up")  # in lower case
_BOILERPLATE_RE, _BOILERPLATE_WITHIN_RE = (
    re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
    for patterns in (_BOILERPLATE, _BOILERPLATE_WITHIN)
)
_MAX_LINE = 1000  # characters; nothing longer is furniture
_MAX_BOILERPLATE = 900  # characters; longer blocks are text that merely begins like one
_MAX_CREDIT = 140  # characters of a credit or a byline
_LINES = 1024  # whose readings are remembered: each line is asked about several times

Read = TypeVar("Read")


def remembered(read: Callable[[str], Read]) -> Callable[[str], Read]:
    """The same function, which remembers its last results, but not those of very long lines."""
    cached = lru_cache(_LINES)(read)

    @wraps(read)
    def look_up(line: str) -> Read:
        return cached(line) if len(line) <= _MAX_LINE else read(line)

    return look_up


@remembered
def bare(line: str) -> str:
    """Drop emphasis marks and white space at the edges, make spaces single; long text stays."""
    if len(line) > _MAX_LINE:
        return line
    return " ".join(line.split()).strip("*_ ")


def agency_named(text: str) -> str | None:
    """Find the agency that this text is the name of, as it is shown."""
    return _AGENCIES.get(bare(text).strip("()[].:— –-").casefold())


def is_credit(line: str) -> bool:
    """Whether the line says who took a picture."""
    if ":" not in line and "/" not in line:
        return False
    line = bare(line)
    return len(line) <= _MAX_CREDIT and bool(_CREDIT.fullmatch(line) or _CREDIT_LABEL.match(line))


def is_reporting(line: str) -> bool:
    """Whether the line is an agency's tail: reporting by, editing by."""
    if "by" not in line.lower():
        return False
    line = bare(line)
    if len(line) > 400 or (len(line) > 160 and not _REPORTING_TAIL.search(line)):
        return False
    return bool(_REPORTING.fullmatch(line) or _EDITING.fullmatch(line))


def is_signature(line: str) -> bool:
    """Whether the line is a dash and a name, as under a contribution."""
    line = bare(line)
    return len(line) <= 140 and bool(_SIGNATURE.fullmatch(line))


def is_publisher(line: str) -> bool:
    """Whether the line is nothing but the name of an agency or a paper, or a label with it."""
    line = bare(line)
    if len(line) > 80:
        return False
    return bool(publisher(line) or (len(line) <= 60 and _PUBLISHER.fullmatch(line)))


@remembered
def publisher(line: str) -> str | None:
    """The agency or paper that the line names and nothing else: `BBC News`, `Source: AP`."""
    line = bare(line)
    label = _PUBLISHED_BY.fullmatch(line)
    name = bare(label["name"]).rstrip(" .") if label else line
    if known := agency_named(name):
        return known
    if len(name) > 60 or _SECTION.fullmatch(name):
        return None
    named = _PAPER.fullmatch(name) or (label and _PUBLISHER.fullmatch(name))
    return name if named else None


def publisher_beside(line: str) -> str | None:
    """The agency or paper in a line with a date: `BBC News | 5 March 2024`."""
    return next(filter(None, map(publisher, _BESIDE_DATE.split(line))), None)


def is_role(line: str) -> bool:
    """Whether the line is nothing but what its writer is: Contributor, Staff Writer."""
    return bool(re.fullmatch(_ROLE, bare(line)))


def is_names(line: str) -> bool:
    """Whether the line could be nothing but names of people; a short headline could be, too."""
    line = bare(line)
    return len(line) <= 100 and bool(_NAMES.fullmatch(line)) and not is_publisher(line)


@remembered
def is_boilerplate(text: str) -> bool:
    """Whether the whole block is about the publisher, not about the news."""
    text = bare(text)
    if len(text) > _MAX_BOILERPLATE:
        return False
    if _BOILERPLATE_RE.fullmatch(text):
        return True
    folded = text.casefold()
    return any(words in folded for words in _WITHIN) and bool(
        _BOILERPLATE_WITHIN_RE.fullmatch(text)
    )


@remembered
def byline(line: str) -> tuple[str | None, str | None] | None:
    """Read (author, agency) off a byline; either may be missing. None if this is no byline."""
    line = bare(line)
    if len(line) > _MAX_CREDIT:
        return None
    if line[:3].casefold() == "by " and agency_named(line[3:]):
        return None, agency_named(line[3:])
    for pattern in (_NAME_AGENCY, _NAME_ROLE):
        match = pattern.fullmatch(re.sub(r"^(?:[Bb]y|BY)\s+", "", line))
        if match:
            return people(match["names"]), agency_named(match.groupdict().get("agency") or "")
    match = _BYLINE.fullmatch(line)
    if match:
        names, comma, last = match["names"].rpartition(",")
        if comma and (paper := publisher(last)):
            return people(names), paper
        if comma and "," not in names and is_publisher(last):  # not the last of several people
            return people(names), bare(last)
        return people(match["names"]), _agency_in(match["rest"] or "")
    return None


def reporter(text: str) -> str | None:
    """Who reported, from an agency's tail."""
    if not is_reporting(text) or not (match := _REPORTING.fullmatch(bare(text))):
        return None
    names = re.split(r"\s+in\s+", match["names"], maxsplit=1)[0].strip()
    return people(names) if _NAMES.fullmatch(names) else None


def separate(line: str) -> bool:
    """Whether the line stands for itself even inside a block of lines."""
    line = bare(line)
    if len(line) > _MAX_CREDIT:
        return is_reporting(line) or is_boilerplate(line)
    return bool(is_credit(line) or is_reporting(line) or byline(line) or is_boilerplate(line))


def people(names: str) -> str:
    """Write names with one `and` before the last."""
    return re.sub(r"\s*,?\s*(?:\band\b|&)\s*", " and ", names.strip(" ,"))


def _agency_in(text: str) -> str | None:
    text = re.sub(r"^(?:for|of|with|at)\s+", "", text)
    parts = re.split(r"[|,·•—–/]|\s-\s", text)
    for part in (text, *parts, text.split(" ")[0]):
        if name := agency_named(part):
            return name
    return publisher(parts[0])
