"""Links between the files of a collection: where they stand in a file, and what they lead to."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from qa.datatypes import DocumentInfo

_WIKI = (
    r"\[\[(?P<wiki>[^\[\]|#\n]{1,300})(?:#[^\[\]|\n]{0,300})?(?:\|(?P<label>[^\[\]\n]{0,300}))?\]\]"
)
_MARKDOWN = (
    rf"{_WIKI}|(?:\[(?P<shown>[^\[\]\n]{{1,200}}))?\]\([ \t]{{0,9}}<?(?P<target>[^)\s<>]{{1,500}})"
    r"|^[ ]{0,3}\[[^\[\]\n]{1,200}\]:[ \t]{0,9}<?(?P<defined>[^\s<>]{1,500})"
)
_ADOC = r"(?:xref|link):(?P<target>[^\s\[\]]{1,500})\[|<<(?P<defined>[^\s<>,#]{1,300}\.adoc)"
_RST = (
    r":doc:`(?:[^`<\n]{0,200}<)?(?P<target>[^`<>\n]{1,300})>?`"
    r"|`(?P<shown>[^`<\n]{0,200})<(?P<defined>[^`<>\n]{1,300})>`_"
)
_ORG = r"\[\[(?:file:)?(?P<target>[^\[\]\n]{1,300})\]"
_HTML = (
    r"<a\s[^<>]{0,500}?href\s{0,9}=\s{0,9}[\"']?(?P<target>[^\"'\s<>]{1,500})[^<>]{0,500}>"
    r"(?P<shown>[^<>]{0,200})"
)
_LINKS = {
    **dict.fromkeys((".md", ".markdown", ".txt"), _MARKDOWN),
    **dict.fromkeys((".wiki", ".mediawiki", ".dokuwiki"), _WIKI),
    **dict.fromkeys((".adoc", ".asciidoc"), _ADOC),
    **dict.fromkeys((".rst", ".rest"), _RST),
    **dict.fromkeys((".html", ".htm", ".xhtml"), _HTML),
    ".org": _ORG,
}
# How links are written, and no links.
_CODE = re.compile(r"^([`~]{3,})[^\n]*\n.*?(?:^\1|\Z)|`[^`\n]{1,500}`", re.MULTILINE | re.DOTALL)
_WITH_CODE = (".md", ".markdown")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_INDEXES = ("index.html", "index.htm", "index.md", "README.md", "_index.md")


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a file: the line where it stands, from 1, and what it says it leads to."""

    line: int
    target: str
    wiki: bool  # a name, not a path
    shown: str  # the words that people see, as far as they are plain


def may_have_links(source: str) -> bool:
    """Whether links are read of files with this name."""
    return PurePosixPath(source.lower()).suffix in _LINKS


def links(text: str, source: str) -> Iterator[Link]:
    """The links to other files in the text of the file `source`, in order."""
    suffix = PurePosixPath(source.lower()).suffix
    if suffix in _WITH_CODE:
        text = _CODE.sub(lambda match: "\n" * match.group().count("\n"), text)
    ends = [match.start() for match in re.finditer("\n", text)]
    for match in re.finditer(_LINKS[suffix], text, re.MULTILINE | re.IGNORECASE):
        groups = match.groupdict()
        wiki = groups.get("wiki")
        target = wiki or groups.get("target") or groups.get("defined") or ""
        shown = groups.get("label") or wiki or groups.get("shown") or ""
        target = unquote(target.partition("#")[0].partition("?")[0]).strip()
        if target and (wiki or not _SCHEME.match(target)):
            yield Link(bisect_right(ends, match.start() - 1) + 1, target, bool(wiki), shown.strip())


class Targets:
    """The documents of a collection by what links may call them."""

    def __init__(self, infos: Iterable[DocumentInfo], aliases: Mapping[str, Iterable[str]]) -> None:
        self._paths: dict[str, str] = {}
        self._names: dict[str, list[str]] = defaultdict(list)
        for info in infos:
            stem = str(PurePosixPath(info.source).with_suffix(""))
            self._paths.setdefault(info.source.casefold(), info.source)
            self._paths.setdefault(stem.casefold(), info.source)
            self._names[PurePosixPath(stem).name.casefold()].append(info.source)
        for info in infos:
            for name in (info.title, *aliases.get(info.source, ())):
                if name.casefold() not in self._names:
                    self._names[name.casefold()].append(info.source)

    def of(self, link: Link, source: str) -> str | None:
        """The source of the document to which a link in `source` leads; None where it is none."""
        target = link.target.replace("\\", "/").strip()
        folder = posixpath.dirname(source)
        for base in ("", folder) if link.wiki or target.startswith("/") else (folder,):
            path = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
            for each in (path, *(f"{path}/{name}" for name in _INDEXES)):
                if found := self._paths.get(each.removeprefix("./").casefold()):
                    return found
        if not link.wiki:
            return None
        name = target.rpartition("/")[2].removesuffix(".md").casefold()
        named = self._names.get(name, [])
        if "/" in target:
            tail = f"/{target.removesuffix('.md')}".casefold()
            named = [
                each for each in named if f"/{each.rpartition('.')[0]}".casefold().endswith(tail)
            ]
        near = [each for each in named if posixpath.dirname(each) == folder]
        return next(iter([*near, *sorted(named, key=lambda each: (each.count("/"), each))]), None)
