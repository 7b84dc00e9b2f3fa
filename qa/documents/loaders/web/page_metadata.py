"""Title, author and site of a page, from what it says to machines and to people."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.documents.loaders import boilerplate
from qa.documents.loaders.titles import first_section, generic
from qa.documents.loaders.web.html_nodes import Element
from qa.documents.loaders.web.page_data import PageData, names_of, text_of
from qa.documents.loaders.web.page_parts import names
from qa.languages import code

_MOST_TITLE = 300  # characters
_MOST_AUTHOR = 120
_PARTED = re.compile(r"\s+(?:[|·•»›:]|-{1,2}|[–—])\s+")
_AUTHOR = re.compile(r"(?:^|[ _-])(?:by ?lines?|authors?|author name|writer)(?=[ _-]|$)")
_BY = re.compile(r"(?:written\s+)?(?:by|von|par|por|di|door)\b:?\s+", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:[|·•\n]|,?\s+(?:published|posted|updated|on|am|le)\s|\d{1,2}[ .:/]|\b(?:jan|feb|mar|"
    r"apr|may|"
    r"jun|jul|aug|sep|oct|nov|dec)\w*\.? \d).*\Z",
    re.IGNORECASE | re.DOTALL,
)
_NO_AUTHOR = frozenset({"body", "html", "h1", "h2", "h3", "h4", "h5", "h6", "section"})
_NO_NAME = re.compile(
    r"https?:|@|\d{3}|^(?:admin|author|editor|redaktion|staff|by|none|null)$", re.I
)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says of itself; empty and None where it doesn't."""

    title: str
    heading: Element | None  # the element that shows the title
    author: str | None
    site: str | None
    language: str | None  # its code


def page_metadata(root: Element, data: PageData, tab: str) -> PageMetadata:
    """Read title, author and site. `root` must still have what stands around the main part.

    `tab` is the text of the title element.
    """
    site = data.first("og:site_name", "application-name", "publisher") or data.publisher
    title, heading = _title(root, data, site, tab[:_MOST_TITLE])
    author = _author(root, data, site)
    return PageMetadata(title, heading, author, site[:_MOST_AUTHOR] or None, _language(root, data))


def _language(root: Element, data: PageData) -> str | None:
    named = [text_of(item.get("inLanguage")) for item in data.articles]
    page = next((element for element in root.iter() if element.tag == "html"), None)
    if page is not None:
        named.append(page.get("lang") or page.get("xml:lang"))
    named += [data.first("language", "dc.language", "og:locale")]
    return next((found for each in named if (found := code(each))), None)


def _title(root: Element, data: PageData, site: str, tab: str) -> tuple[str, Element | None]:
    named = next((text for item in data.articles if (text := text_of(item.get("headline")))), "")
    named = data.first("og:title", "twitter:title", "parsely-title", "dc.title") or named
    headings = [e for e in root.iter() if e.tag == "h1" and 0 < len(e.text()) <= _MOST_TITLE]
    wanted = f"{_key(named)} {_key(tab)}"
    # Of several, the one that the names of the page begin with: books show their own name, too.
    for begins in (True, False):
        for element in headings:
            key = _key(element.text())
            fits = _key(tab).startswith(key) or _key(named).startswith(key)
            if len(key) > 2 and key != _key(site) and (fits if begins else key in wanted):
                return heading_text(element), element
    for element in root.iter():
        if element.tag in ("h2", "h3") and named and _key(element.text(_MOST_TITLE)) == _key(named):
            return heading_text(element), element
    if len(headings) == 1 and _heads_page(headings[0].text(), named or tab, site):
        return heading_text(headings[0]), headings[0]
    return _without_site(named or tab, site)[:_MOST_TITLE], None


def _heads_page(heading: str, named: str, site: str) -> bool:
    """Whether a lone heading is that of the page and not the site's or its first section's."""
    if _key(named) not in ("", _key(site)) and (generic(heading) or first_section(heading)):
        return False
    return _key(heading) != _key(site)


def heading_text(element: Element) -> str:
    """The text of a heading without the sign of a link to itself."""
    return element.text().rstrip(" ¶#§🔗\uf0c1")


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _without_site(title: str, site: str) -> str:
    """A title without the name of the site that many add."""
    parts = _PARTED.split(title)
    if len(parts) > 1 and site and _key(parts[-1]) in (_key(site), _key(site.split(".")[0])):
        return title[: title.rindex(parts[-1])].rstrip(" |·•»›:-–—")
    if len(parts) == 2 and len(parts[0]) >= 3 * len(parts[1]):
        return parts[0]
    return title


def _author(root: Element, data: PageData, site: str) -> str | None:
    for item in (*data.articles, *data.pages):
        if found := _people(names_of(item.get("author") or item.get("creator")), site):
            return found
    for name in ("article:author", "author", "parsely-author", "sailthru.author", "dc.creator",
                 "dcterms.creator", "citation_author", "byl"):  # fmt: skip
        if found := _people(data.meta.get(name, []), site):
            return found
    for element in root.iter():
        marked = element.get("rel") == "author" or element.get("itemprop") == "author"
        if marked or (element.tag not in _NO_AUTHOR and _AUTHOR.search(names(element))):
            text = element.text(_MOST_AUTHOR * 2)
            if 3 < len(text) <= _MOST_AUTHOR and (found := _people([text], site)):
                return found
    return None


def _people(values: list[str], site: str) -> str | None:
    """The names in some values, if they can be names of people."""
    found: list[str] = []
    for value in values[:10]:
        text = _AFTER.sub("", _BY.sub("", value.strip(), count=1)).strip(" ,;|·-–")
        if not 3 <= len(text) <= _MOST_AUTHOR or _NO_NAME.search(text) or _key(text) == _key(site):
            continue
        if len(text.split()) > 12 or text in found:
            continue
        found.append(text)
    if not found:
        return None
    return boilerplate.people(", ".join(found[:-1]) + (" and " if found[1:] else "") + found[-1])
