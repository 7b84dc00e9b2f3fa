"""Title, author and site of a page, from what it says to machines and to people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from qa.documents.loaders.metadata import is_address
from qa.documents.loaders.titles import first_section, generic
from qa.documents.loaders.web.html_nodes import Element
from qa.documents.loaders.web.page_authors import MOST_AUTHOR, page_author
from qa.documents.loaders.web.page_data import PageData, text_of
from qa.languages import code

_MOST_TITLE = 300  # characters
_PARTED = re.compile(r"\s+(?:[|·•»›:]|-{1,2}|[–—])\s+")
# Escaped twice: signs that no title speaks of.
_ESCAPED = re.compile(
    r"&(?:amp;)?(?:#\d{2,5}|#x[\da-f]{2,4}|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip);"
    r"|(?<=\S )&amp;(?= \S)",
    re.IGNORECASE,
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
    named = (data.first(name) for name in ("og:site_name", "application-name", "publisher"))
    site = next((n for n in (*named, data.publisher) if n and not is_address(n)), "")
    site = _whole(site)
    title, heading = _title(root, data, site, tab[:_MOST_TITLE])
    author = page_author(root, data, site)
    return PageMetadata(title, heading, author, site[:MOST_AUTHOR] or None, _language(root, data))


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
    named, tab = _whole(named), _whole(tab)
    headings = [e for e in root.iter() if e.tag == "h1" and 0 < len(e.text()) <= _MOST_TITLE]
    wanted = f"{_key(named)} {_key(tab)}"
    # Of several, the one that the names of the page begin with: books show their own name, too.
    for begins in (True, False):
        for element in headings:
            key = _key(heading_text(element))
            fits = _key(tab).startswith(key) or _key(named).startswith(key)
            if len(key) > 2 and key != _key(site) and (fits if begins else key in wanted):
                return _without_space(element), element
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


def _without_space(heading: Element) -> str:
    """The title in a heading; Confluence exports it behind the name of its space."""
    text = heading_text(heading)
    if any(each.get("id") == "title-text" for each in heading.iter()):
        return text.partition(" : ")[2] or text
    return text


def heading_text(element: Element) -> str:
    """The text of a heading without the sign of a link to itself."""
    return _whole(element.text().rstrip(" ¶#§🔗\uf0c1"))


def _whole(text: str) -> str:
    """A name of a page or a site without the escapes that were escaped once more."""
    return _ESCAPED.sub(lambda match: unescape(unescape(match[0])), text) if "&" in text else text


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
