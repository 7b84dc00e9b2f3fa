"""Who wrote a page: names in its metadata, or where it shows them, and nothing that is no name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from qa.documents.loaders import boilerplate
from qa.documents.loaders.web.html_nodes import INLINE, Element, Text
from qa.documents.loaders.web.page_data import PageData, names_of
from qa.documents.loaders.web.page_parts import names
from qa.lexicon import WEEKDAYS

MOST_AUTHOR = 120  # characters
_MOST_RUNS = 200  # texts of one element that are looked at
_MARKED = re.compile(r"(?:^|[ _-])(?:by ?lines?|authors?|author name|writer)(?=[ _-]|$)")
# The field of a form in which readers enter their names, and those who comment.
_READERS = re.compile(
    r"(?:^|[ _-])(?:comments?(?! off\b)|commentlist|respond|reply|warning)(?=[ _-]|$)"
)
_MOST_FORM = 1_000  # characters; some pages are one form as a whole
_MOST_MARKED = 300  # elements marked as an author's that are looked at
_MOST_ABOVE = 40
_NO_AUTHOR = frozenset({"body", "html", "h1", "h2", "h3", "h4", "h5", "h6", "section"})
_VERB = (
    r"(?:posted|post|article|artikel|beitrag|written|published|submitted|contributed|reported|created|added|updated"
    r"|veröffentlicht|publiziert|geschrieben|eingestellt|verfasst|erstellt|gepostet"
    r"|publié|écrit|rédigé|publicado|escrito|pubblicato|scritto|geplaatst|geschreven)"
)
_PREPOSITION = r"(?:by|von|vom|par|por|di|door)"
_LABEL = r"(?:(?:post |article |the )?authors?|autor(?:in|en)?|auteur|autore|writer|text|story)"
# "By", "Posted by", "Author:"; "Di Maria" and "Von Braun" are names.
_LEAD = re.compile(
    rf"(?:{_VERB}\b[\s:]*)?(?:{_LABEL}\s*(?::|\b(?=\s*by\b|\Z))\s*)?"
    rf"(?:(?:{_PREPOSITION}|(?-i:By|BY)(?=[A-Z]{{2}}))(?:\s*:|\s)\s*|{_PREPOSITION}:?\Z)?",
    re.IGNORECASE,
)
_BY_LATER = re.compile(rf"(?:\d|{_VERB})\D{{0,20}}?\s(?:by|von|par|por|door)\s+", re.IGNORECASE)
_DAY = (
    rf"(?:{'|'.join(WEEKDAYS)}|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi"
    r"|mercredi|jeudi|vendredi|samedi|dimanche)"
)
_AFTER = re.compile(
    rf"\s*(?:[|·•–—\n]|(?:^|,?\s+)(?:published|posted|updated|on|am|at|um|le)(?:\s|\Z)"
    rf"|(?:^|,?\s+){_DAY}\b|(?:^|[\s,(])\d{{1,4}}(?=[\s.,:/)]|\Z)|\d{{1,2}}[ .:/]"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.? \d).*\Z",
    re.IGNORECASE | re.DOTALL,
)
_GOES_ON = re.compile(r"(?:,|&|\b(?:and|und|et|y))\s*\Z", re.IGNORECASE)
_NO_NAME = re.compile(
    r"https?:|@|:\s|^v?\d|\[at\]|\w\.\w+/|\d{3}|^(?:admin|author|editor|redaktion|staff|by|none|null|name\b.{0,20}"
    rf"|no author|unknown|{_VERB}|on|am|follow|share|print\b.*|please\b.*|enter\b.*|read\b.*"
    r"|view\b.*|in\b.*|alles?\b.*|theme\b.*|leave\b.*|hinterlasse\b.*|(?:photo|foto|image|picture|bild)\b.*|.*\b(?:sagt|says|said|dit|required))\W*$",
    re.IGNORECASE,
)


def page_author(root: Element, data: PageData, site: str) -> str | None:
    """The names of those who wrote a page, None where it doesn't say."""
    for item in (*data.articles, *data.pages):
        if found := _people(names_of(item.get("author") or item.get("creator")), site):
            return found
    for name in ("article:author", "author", "parsely-author", "sailthru.author", "dc.creator",
                 "dcterms.creator", "citation_author", "byl"):  # fmt: skip
        if found := _people(data.meta.get(name, []), site):
            return found
    for element in islice(filter(_marked, root.iter()), _MOST_MARKED):
        length = len(element.text(MOST_AUTHOR * 2))
        if not 3 < length <= MOST_AUTHOR or _of_readers(element):
            continue
        for shown in _shown(element):
            if found := _people([shown], site):
                return found
    return None


def _marked(element: Element) -> bool:
    if element.get("rel") == "author" or element.get("itemprop") == "author":
        return True
    return element.tag not in _NO_AUTHOR and bool(_MARKED.search(names(element)))


def _of_readers(element: Element) -> bool:
    """Whether an element belongs to the comments of a page or to a form."""
    for above in islice(chain([element], element.ancestors()), _MOST_ABOVE):
        if above.tag in ("label", "button"):
            return True
        if above.tag == "form" and len(above.text(_MOST_FORM)) < _MOST_FORM:
            return True
        if above.tag not in ("body", "html", "article", "main") and _READERS.search(names(above)):
            return True
    return False


def _shown(element: Element) -> Iterator[str]:
    """The texts of an element, parted where it shows them apart."""
    line = ""
    for run in _runs(element):
        if run == "\n" and _GOES_ON.search(line):
            line += " "  # one of several names, each in a line of its own
            continue
        glued = line[-1:].islower() and run[:1].isupper()
        if run == "\n" or glued or _LEAD.fullmatch(line.strip()):
            if line.strip() and not _LEAD.fullmatch(line.strip()):
                yield " ".join(line.split())
            line = ""
        line += run
    if line.strip():
        yield " ".join(line.split())


def _runs(element: Element) -> Iterator[str]:
    """The texts in an element in order, with a line feed where a line or a day begins or ends."""
    waiting: list[Element | Text | str] = [element]
    for _ in range(_MOST_RUNS):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, Text):
            parts = re.split(r"\s+[|·•–—]\s+|\s*[|·•]\s*", node.text)
            yield parts[0]
            for part in parts[1:]:
                yield "\n"
                yield part
        else:
            apart = node.tag not in INLINE or node.tag in ("br", "time", "abbr")
            inside: list[Element | Text | str] = list(reversed(node.children))
            waiting += ["\n", *inside, "\n"] if apart else inside


def _people(values: Iterable[str], site: str) -> str | None:
    """The names in some values, if they can be names of people."""
    found: list[str] = []
    for value in list(values)[:10]:
        text = _name(" ".join(value.replace(",", ", ").split()), site)
        if text and text not in found:
            found.append(text)
    if not found:
        return None
    return boilerplate.people(", ".join(found[:-1]) + (" and " if found[1:] else "") + found[-1])


def _name(value: str, site: str) -> str | None:
    """The name in a value without what stands around it; None if it can't be a name."""
    later = _BY_LATER.search(value)
    text = value[later.end() :] if later else _LEAD.sub("", value, count=1)
    after = _AFTER.search(text)
    dated = after is not None and after[0].strip(" ,(")[:1].isdigit()
    text = (text[: after.start()] if after else text).strip(" ,;:|·-–—/")
    if dated and " " not in text:  # the name of a month
        return None
    if not 3 <= len(text) <= MOST_AUTHOR or _NO_NAME.search(text) or len(text.split()) > 12:
        return None
    name, _, last = text.rpartition(",")
    if name and _key(last) == _key(site):
        text = name
    elif (signed := boilerplate.byline(f"By {text}")) and all(signed) and " " in (signed[0] or ""):
        text = signed[0] or text  # "Ann Lee, AP Sports Writer"
    return text if _key(text) and _key(text) != _key(site) else None


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
