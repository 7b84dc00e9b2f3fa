"""Which element of a page holds what it is about, and what in it is not part of that.

In the spirit of the text-density methods (Kohlschütter et al., Boilerplate Detection using
Shallow Text Features, WSDM 2010) and of Mozilla's Readability: paragraphs of running text vote for
the elements that they stand in; names of classes only break ties and name clutter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from qa.documents.loaders.line_rules import words
from qa.documents.loaders.web.html_nodes import HEADINGS, INLINE, Element, Text
from qa.documents.loaders.web.page_parts import (
    is_clutter,
    is_hidden,
    looks_wanted,
    never_text,
    ways_up,
)

_ROWS = frozenset(words("table tbody thead tfoot tr colgroup"))
_PROSE = 60  # characters from which a block of text is running text
# What holds one text and not several, and is never all that a page is about.
_LEAVES = INLINE | HEADINGS | frozenset(words("p pre blockquote ul ol li dl dt dd figure"))
_LONG = 120  # characters; shorter paragraphs, as teasers have, weigh less in proportion
# Of the running text, what one part must hold to be all that is wanted: of an article, whose
# neighbours advertise others, and of any other page, where they are its other sections.
_SHARE = 0.8
_WHOLE_SHARE = 0.97
_OF_ALIKE = 0.8  # of the text of elements with the same names, that one must hold to be the page
_LINKED = 0.5  # share of link text from which a block is a list of links
_HIDDEN_TEXT = 1_000  # characters; what is hidden must be longer to be the page itself,
_HIDDEN_SHARE = 0.6  # and nearly all of its text
_NAMED_SHARE = 0.4  # of the running text, that an element called the body must hold
_EXTRA_SHARE = 0.3
_EXTRA = re.compile(
    r"(?:(?:top rated |reader |all |view |show |post |leave |add |join |write |\d+ )?(?:a |the |"
    r"your )?"
    r"(?:comments?|replies|reply|responses?|conversation|discussion)(?: \(\d+\)| \d+)?(?: on .*)?|"
    r"tell us what you think.*|what do you think.*|leave a reply.*|"
    r"(?:the )?(?:related|recommended|similar|latest|popular|trending|featured|breaking|top|recent)"
    r"(?: to this)?(?: (?:articles?|stories|story|posts?|news|reading|content|links?|videos?|"
    r"topics?|"
    r"coverage|items|for you|now|roundups?))*|"
    r"more (?:on|from|in|about|like|stories|news|articles|coverage|posts|videos|to read)\b.*|"
    r"you (?:may|might) (?:also )?(?:like|be interested|enjoy|have missed)\b.*|don['’]t miss|"
    r"(?:read|see|watch) (?:more|also|next)|most (?:read|popular|viewed|shared|commented)\b.*|"
    r"share (?:this|on|via)\b.*|share|follow us\b.*|tags?|topics|filed under|advert(?:isement)?s?|"
    r"sponsored(?: links?| content)?|sign up\b.*|subscribe\b.*|newsletters?|about the author|"
    r"privacy overview|cookies?(?: policy| settings)?|mehr zum thema|"
    r"das könnte sie auch interessieren.*|"
    r"kommentare?(?: \(\d+\))?|ähnliche (?:artikel|beiträge).*|weitere (?:artikel|beiträge|"
    r"themen).*|"
    r"schreibe einen kommentar.*|schlagwörter|want more stories like this\??)"
)


@dataclass(slots=True)
class _Size:
    """How much text there is in an element: all of it, in links, in running text."""

    text: int = 0
    links: int = 0  # to other pages
    anchors: int = 0  # in any
    prose: float = 0.0


def remove(elements: Iterable[Element]) -> None:
    """Take elements out of the tree."""
    gone: dict[int, tuple[Element, set[int]]] = {}
    for element in elements:
        if element.parent is not None:
            gone.setdefault(id(element.parent), (element.parent, set()))[1].add(id(element))
    for parent, ids in gone.values():
        parent.children = [child for child in parent.children if id(child) not in ids]


def shown_only(root: Element) -> None:
    """Take what nobody reads out of the tree: scripts, fields of forms, what is hidden."""
    remove([element for element in root.iter() if never_text(element)])
    _remove_hidden(root)


def main_content(
    root: Element, article: bool, sections: Collection[int], folded: Collection[int] = ()
) -> Element:
    """The element that holds what the page is about; clutter is taken out of the tree.

    Whether it says that it is an `article`, beside which there are teasers of others. `sections`
    are the `id()` of the headings of a manual, which are no clutter whatever they say; `folded`
    of parts that are never all of a page.
    """
    remove(ways_up(root))
    _remove_clutter(root)
    sizes = _sizes(root)
    article = article or any(
        each.tag == "article" or each.get("itemprop") == "articleBody" for each in root.iter()
    )
    share = _SHARE if article and not sections else _WHOLE_SHARE
    found = _best(_named_body(root, sizes), sizes, share, folded)
    _remove_links(found, sizes)
    _remove_extras(found, sizes, sections)
    return found


def _named_body(root: Element, sizes: dict[int, _Size]) -> Element:
    """The element that the page itself calls the body of its article, if it holds enough."""
    whole = sizes[id(root)].prose
    found = [e for e in root.iter() if e.get("itemprop") == "articleBody"]
    if len(found) == 1 and sizes[id(found[0])].prose >= _NAMED_SHARE * whole:
        return found[0]
    return root


def _remove_extras(root: Element, sizes: dict[int, _Size], sections: Collection[int]) -> None:
    """Take out what a line like "Related stories" or "Leave a comment" begins."""
    most = _EXTRA_SHARE * sizes[id(root)].prose
    out = []
    for element in list(root.iter()):
        if element.tag in INLINE or not element.children or not 3 < sizes[id(element)].text < 70:
            continue
        if id(element) in sections:
            continue
        if any(isinstance(c, Element) and c.tag not in INLINE for c in element.children):
            continue
        if not _EXTRA.fullmatch(element.text().strip(" :.…!»>").lower()):
            continue
        # The largest part that it is the first text of, and that doesn't hold much of the whole.
        part = element
        while (
            part.parent is not None
            and part.parent is not root
            and _first_text(part.parent, sizes) is part
            and sizes[id(part.parent)].prose <= most
        ):
            part = part.parent
        out.append(part)
        if part is element:  # what follows it belongs to it, up to a paragraph of running text
            out += _following(part, sizes)
    remove(out)


def first_prose(main: Element) -> Element | None:
    """The first element with running text of its own."""
    sizes = _sizes(main)
    for element in main.iter():
        below = sum(sizes[id(c)].prose for c in element.children if isinstance(c, Element))
        if element.tag not in INLINE and sizes[id(element)].prose > below:
            return element
    return None


def _first_text(parent: Element, sizes: dict[int, _Size]) -> Element | Text | None:
    for child in parent.children:
        if isinstance(child, Text):
            if child.text.strip():
                return child
        elif sizes[id(child)].text:
            return child
    return None


def _following(element: Element, sizes: dict[int, _Size]) -> list[Element]:
    """The lists of links and teasers directly after an element."""
    parent = element.parent
    found: list[Element] = []
    if parent is None:
        return found
    at = next(place for place, child in enumerate(parent.children) if child is element)
    for child in parent.children[at + 1 :]:
        if isinstance(child, Text):
            if child.text.strip():
                break
        else:
            size = sizes[id(child)]
            if size.text and size.links < 0.5 * size.text:
                break
            found.append(child)
    return found


def _remove_hidden(root: Element) -> None:
    sizes = _sizes(root)
    most = max(_HIDDEN_TEXT, _HIDDEN_SHARE * sizes[id(root)].text)
    # Some pages hide all of themselves until a script has run.
    remove([e for e in root.iter() if is_hidden(e) and sizes[id(e)].text <= most])


def _remove_clutter(root: Element) -> None:
    """Take out what its names call clutter, unless it holds most of the running text."""
    sizes = _sizes(root)
    whole = max(1.0, sizes[id(root)].prose)
    out = []
    for element in root.iter():
        if element.tag in ("html", "body", "#root", "main", "article"):
            continue
        size = sizes[id(element)]
        if is_clutter(element, size.text <= 2 * size.anchors) and size.prose < 0.4 * whole:
            out.append(element)
    remove(out)


def _sizes(root: Element) -> dict[int, _Size]:
    """The sizes of all elements, by their id."""
    order = list(root.iter())
    sizes = {id(element): _Size() for element in order}
    for element in reversed(order):
        size = sizes[id(element)]
        own = 0  # text of its own, with that of the inline elements in it
        own_links = 0
        for child in element.children:
            if isinstance(child, Text):
                length = len(child.text.strip())
                size.text += length
                own += length
            else:
                below = sizes[id(child)]
                size.text += below.text
                size.links += below.links
                size.anchors += below.anchors
                size.prose += below.prose
                if child.tag in INLINE:
                    own += below.text
                    own_links += below.links
        # A link within the page, as headings of manuals have, leads nowhere else.
        link = element.tag == "a" and element.get("href") and element.get("href")[0] != "#"
        size.anchors = size.text if element.tag == "a" else size.anchors
        if link:
            size.links, size.prose = size.text, 0.0  # a teaser
        elif element.tag in INLINE:
            size.prose = sum(sizes[id(c)].prose for c in element.children if isinstance(c, Element))
        elif own >= _PROSE and own_links <= _LINKED * own:
            size.prose += own * min(1.0, own / _LONG)
    return sizes


def _best(root: Element, sizes: dict[int, _Size], share: float, folded: Collection[int]) -> Element:
    """Go down from the whole page as long as one child holds nearly all of the running text.

    A part of a table is not all that a page is about.
    """
    if sizes[id(root)].prose <= 0:
        return root
    here = root
    while inner := [c for c in here.children if isinstance(c, Element) and c.tag not in _LEAVES]:
        child = max(inner, key=lambda c: _merit(c, sizes))
        if sizes[id(child)].prose < share * sizes[id(here)].prose or id(child) in folded:
            break
        if share == _WHOLE_SHARE and _one_of_many(child, inner, sizes):
            break
        here = child
    while here.tag in _ROWS and here.parent is not None:
        here = here.parent
    return here


def _one_of_many(child: Element, inner: list[Element], sizes: dict[int, _Size]) -> bool:
    """Whether it is one message of a chat, one entry of a list, whose others are short."""
    named = child.get("class").split()[:1]  # `message default`, `message joined`
    like = [e for e in inner if e.tag == child.tag and e.get("class").split()[:1] == named]
    unlinked = [sizes[id(each)].text - sizes[id(each)].links for each in like]
    own = sizes[id(child)].text - sizes[id(child)].links
    return bool(named) and own < _OF_ALIKE * sum(unlinked)


def _merit(element: Element, sizes: dict[int, _Size]) -> float:
    """Its running text; of what its names call clutter, a little, though it be most of a page."""
    size = sizes[id(element)]
    if is_clutter(element):
        return 0.1 * size.prose
    return size.prose * (1.2 if looks_wanted(element) else 1.0)


def _heads_prose(heading: Element, sizes: dict[int, _Size]) -> bool:
    """Whether running text follows a heading, maybe after a byline, and not another heading."""
    parent = heading.parent
    siblings = [c for c in parent.children if isinstance(c, Element)] if parent else []
    at = next((place for place, each in enumerate(siblings) if each is heading), 0)
    for each in siblings[at + 1 : at + 4]:
        if each.tag in HEADINGS:
            return False
        if sizes[id(each)].prose:
            return True
    return False


def _remove_links(root: Element, sizes: dict[int, _Size]) -> None:
    """Take out blocks of links within the main part."""
    out = []
    for element in root.iter():
        if element is root or element.tag in INLINE or element.tag in ("li", "tr", "td", "dt"):
            continue
        size = sizes[id(element)]
        linked = size.text and size.prose == 0 and size.links > 0.7 * size.text
        if linked and not (element.tag in HEADINGS and _heads_prose(element, sizes)):
            out.append(element)
    remove(out)
