"""What the parts of a web page are by their tags, classes and ids."""

from __future__ import annotations

import re

from qa.documents.loaders.line_rules import leads_up, words
from qa.documents.loaders.web.html_nodes import INLINE, Element

# Tags that never hold what an article or a manual says.
_NEVER = frozenset(
    words(
        "head script style template svg iframe object embed noscript noframes textarea select "
        "option datalist button input menu dialog canvas audio video map param applet map progress "
        "meter"
    )
)
_WITHIN = 3  # elements around a link that are looked at
_MOST_PARTS = 8
_MOST_UP = 80  # characters of them
_PARAGRAPHS = frozenset(words("p div center"))
_CONTENTS = ("toc", "table of contents")
_AROUND = frozenset(words("nav footer aside"))  # around the main part, or within it
_NOTE_ROLES = frozenset(words("note doc-footnote doc-endnotes doc-tip doc-notice doc-example"))
_NOTE = re.compile(
    r"(?:^|[ _-])(?:footnotes?|admonition\w*|topic|note|notecard|tip|hint|warning|caution|"
    r"important|danger|callout\w*|example)(?=[ _-]|$)"
)
_HIDING = re.compile(
    r"(?:\bdisplay\s*:\s*none|\bvisibility\s*:\s*hidden|\bfont-size\s*:\s*0(?:px|pt|em)?\s*(?:;|\Z))",
    re.IGNORECASE,
)
_ROLES = frozenset(
    words("navigation banner contentinfo search complementary menu menubar toolbar dialog alert")
)
# Whole words of classes and ids; "-" and "_" and capitals part them: `share-bar`, `ShareBar`.
_CLUTTER = re.compile(
    r"(?:^|[ _-])(?:"
    r"share\w*|sharing|social\w*|sns|addthis\w*|addtoany|sharedaddy|a2a|socials|"
    r"comments?|commentlist|disqus\w*|respond|replies|livefyre|reactions?|"
    r"related\w*|recommend\w*|recirc\w*|readmore|read more|more (?:stories|news|from|on|posts)|"
    r"moreon|morefrom|also (?:read|see)|see also|suggest\w*|"
    r"trending|most (?:read|popular|viewed|shared)|mostpopular|popular|outbrain|taboola|zergnet|"
    r"promo\w*|sponsor\w*|advert\w*|ads?|adbox|adslot|adsense|adunit|banner|dfp|teads|"
    r"newsletter\w*|subscri\w*|signup|sign up|mailchimp|optin|paywall|"
    r"cookies?|cli privacy\w*|cli modal|cli tab \w+|consent|gdpr|privacy notice|"
    r"nav(?:bar|i|igation|header|footer|panel|path|row|tree|links?|list|buttons?)?|menus?|submenu|"
    r"breadcrumbs?|crumbs?|pagination|pager|paging|"
    r"pagenav|prevnext|post nav\w*|nextprev|sidebar\w*|widgets?|widget area|"
    r"footer\w*|foot|site header|masthead|topbar|toolbar|"
    r"toc|table of contents|skip\w*|search\w*|login|"
    r"tags|taglist|tag list|tagcloud|post tags|entry tags|categories|cat links|hashtags?|topics|"
    r"author (?:bio|box|info|card)|authorbox|about the author|bio|"
    r"print\w*|tools|utility|utilities|actions?|"
    r"gallery nav|slick dots|lightbox|modal|popup|overlay|tooltip|"
    r"headerlink|anchorjs|linenos?|lineno|gutter|edit(?:section)?|mw editsection|editlink|"
    r"edit (?:page|link|this page)|theme doc footer\w*|hash link|copybtn|noprint|navbox\w*|"
    r"catlinks|"
    r"visually hidden|visuallyhidden|sr only|screen reader\w*|screenreader\w*|"
    r"rating\w*|votes?|likes?|feedback|flag|report|copyright|legal|disclaimer"
    r")(?=[ _-]|$)"
)
# What leads from a page of a book to the next one, such as DocBook's tables above and below.
_TURNS = re.compile(
    r"(?:^| )(?:navheader|navfooter|relnav|prevnext|nextprev|pagination|pager)(?= |$)"
)
_WANTED = re.compile(
    r"(?:^|[ _-])(?:article\w*|body|content|contents|entry|post|posts|story\w*|main|text|page|"
    r"document|documentwrapper|bodywrapper|wrapper|container|column|hentry|single)(?=[ _-]|$)"
)
_BESIDE = re.compile(r"\b(?:with|has|no|w|without|and|enabled|label hidden)\b")
_META = re.compile(
    r"(?:^|[ _-])(?:by ?lines?|authors?|dateline|date|dates|pub ?date|published|publish|"
    r"timestamp|time|post meta|entry meta|article meta|meta|metadata|credit|credits|posted on|"
    r"kicker|eyebrow|section name)(?=[ _-]|$)"
)
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PARTED = re.compile(r"[^A-Za-z0-9]+")
_MOST_NAMES = 300  # characters of classes; a framework's hundreds of classes say nothing


def names(element: Element) -> str:
    """The words of its id and classes, in lower case, parted by single spaces."""
    if "class" not in element.attributes and "id" not in element.attributes:
        return ""
    raw = f"{element.get('id')[:80]} {element.get('class')[:_MOST_NAMES]}"
    return _PARTED.sub(" ", _CAPITAL.sub(" ", raw)).strip().lower()


def never_text(element: Element) -> bool:
    """Whether what it holds is no text: scripts, the fields of forms."""
    return element.tag in _NEVER


def is_hidden(element: Element) -> bool:
    """Whether a style or an attribute hides it."""
    if "hidden" in element.attributes:
        return True
    if element.get("aria-hidden") == "true" and element.tag in ("span", "i", "svg", "a", "img"):
        return True
    style = element.get("style")
    return bool(style) and bool(_HIDING.search(style[:500]))


def is_clutter(element: Element, of_links: bool = True) -> bool:
    """Whether tag, role or names say that it is not part of what a page is about.

    What is called contents is a list of links (`of_links`), else steps in the style of one.
    """
    found = names(element)
    if element.get("role") in _ROLES or (element.tag in _AROUND and not _is_note(element, found)):
        return True
    # A wrapper is often named by what stands beside its text: `content with sidebar`.
    called = _CLUTTER.search(found) if found and not _BESIDE.search(found) else None
    return called is not None and (of_links or called[0].strip() not in _CONTENTS)


def _is_note(element: Element, found: str) -> bool:
    """Whether something beside the text belongs to it: a footnote, a warning, an example."""
    return element.tag == "aside" and (
        element.get("role") in _NOTE_ROLES or _NOTE.search(found) is not None
    )


def turns_pages(element: Element) -> bool:
    """Whether it only leads to the next page and back."""
    found = names(element)
    return bool(found) and bool(_TURNS.search(found))


def looks_wanted(element: Element) -> bool:
    """Whether its names are those of a main part."""
    return bool(_WANTED.search(names(element)))


def is_meta(element: Element) -> bool:
    """Whether it holds byline, date or credit rather than text."""
    if element.tag in ("time", "address") or element.get("rel") == "author":
        return True
    if element.get("itemprop") in ("author", "datePublished", "dateModified"):
        return True
    found = names(element)
    return bool(found) and bool(_META.search(found))


def ways_up(root: Element) -> list[Element]:
    """The paragraphs of a page that only lead back to its top, as many sections end with."""
    found = []
    for element in root.iter():
        if element.tag != "a" or not element.get("href").startswith("#"):
            continue
        part: Element | None = element
        for _ in range(_WITHIN):
            if part is not None and part.tag in INLINE and _leads_up(part):
                part = part.parent
        if part is not None and part.tag in _PARAGRAPHS and _leads_up(part):
            found.append(part)
    return found


def _leads_up(element: Element) -> bool:
    return len(element.children) <= _MOST_PARTS and leads_up(element.text(_MOST_UP))
