"""What a reader sees of wiki markup inside a line: no marks, links by their text.

Two families: MediaWiki with its relatives, and DokuWiki with Zim. Whatever is left out over several
lines leaves its line ends, so that the lines of the file can still be counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Marks = Sequence[tuple[re.Pattern[str], str]]

_TAGS = (
    "wrap|note|sub|sup|nowiki|color|br|u|b|i|s|em|strong|small|big|center|div|span|font|blockquote"
    "|code|tt|kbd|var|poem|p|noinclude|includeonly|onlyinclude|references|html|hi"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>\n]{{0,300}})?\s*/?>", re.IGNORECASE)
_DELETED = re.compile(r"<(?P<tag>del|strike)>[^<\n]{0,500}</(?P=tag)>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FILE = re.compile(
    r"\[\[(?:file|image|media|datei|bild|fichier):[^\[\]\n]{0,500}\]\]", re.IGNORECASE
)
_NAMED = re.compile(r"\[\[[^\[\]|\n]{0,500}\|([^\[\]\n]{1,500})\]\]")
_BARE = re.compile(r"\[\[:?([^\[\]|\n]{1,500})\|?\]\]")
# What is shown as it is written, marks and all; and what stands for it meanwhile.
_NOWIKI = re.compile(r"<nowiki>([^\n]{0,500}?)</nowiki>", re.IGNORECASE)
_LITERAL = re.compile(rf"{_NOWIKI.pattern}|%%([^\n]{{1,300}}?)%%", re.IGNORECASE)
_KEPT = re.compile("\ue000(\\d+)\ue001")
_TEMPLATE = re.compile(r"\{\{([^{}\n]{0,500})\}\}")
_CATEGORY = re.compile(
    r"\[\[(?:category|kategorie|catégorie):([^\[\]|\n]{1,200})(?:\|[^\[\]\n]*)?\]\]", re.I
)

_MEDIAWIKI: Marks = (
    (_CATEGORY, ""),
    (_FILE, ""),
    (_NAMED, r"\1"),
    (_BARE, r"\1"),
    (re.compile(r"(?<!\[)\[(?:https?|ftp|mailto):[^\s\[\]]{1,500}\s+([^\[\]\n]{1,500})\]"), r"\1"),
    (re.compile(r"(?<!\[)\[((?:https?|ftp)://[^\s\[\]]{1,500})\]"), r"\1"),
    (re.compile(r"'{2,5}"), ""),
    (re.compile(r"__[A-Z]{3,30}__"), ""),
)
_DOKUWIKI: Marks = (
    (re.compile(r"\{\{[^{}|\n]{0,500}\|([^{}\n]{0,300})\}\}"), r"\1"),
    (re.compile(r"\{\{[^{}\n]{0,500}\}\}"), ""),
    (_NAMED, r"\1"),
    (re.compile(r"\[\[[\w.]{1,30}>([^\[\]|\n]{1,500})\]\]"), r"\1"),  # of another wiki
    (_BARE, r"\1"),
    (re.compile(r"\(\(([^()\n]{1,500})\)\)"), r" (\1)"),
    (re.compile(r"''(?=\S)((?:[^'\n]|'(?!')){1,300})''"), r"\1"),
    (re.compile(r"\*\*(?=\S)([^*\n]{1,300})\*\*"), r"\1"),
    (re.compile(r"(?<![:A-Za-z0-9/])//(?=\S)((?:[^/\n]|/(?!/)){1,300})//(?![A-Za-z0-9/])"), r"\1"),
    (re.compile(r"(?<!\w)__(?=\S)([^_\n]{1,300})(?<=\S)__(?!\w)"), r"\1"),
    (re.compile(r"~~(?=[^\s~])[^~\n]{1,300}~~"), ""),  # struck through, or `~~NOTOC~~`
    (re.compile(r"\\\\(?=\s|\Z)"), ""),
)


def without(text: str, opening: re.Pattern[str], closing: str) -> str:
    """The text without what stands from an `opening` to its `closing`, but for the line ends."""
    parts, at = [], 0
    while match := opening.search(text, at):
        end = text.find(closing, match.end())
        if end < 0:
            break
        parts += [text[at : match.start()], "\n" * text.count("\n", match.start(), end)]
        at = end + len(closing)
    return "".join([*parts, text[at:]])


def mediawiki(text: str) -> str:
    """A text of MediaWiki as it is read."""
    return _read(text, _NOWIKI, _of_mediawiki)


def dokuwiki(text: str) -> str:
    """A text of DokuWiki or Zim as it is read."""
    return _read(text, _LITERAL, lambda each: _plain(each, _DOKUWIKI))


def categories(text: str) -> list[str]:
    """The categories that a page of MediaWiki names."""
    return [match[1].strip() for match in _CATEGORY.finditer(text)]


def _read(text: str, literal: re.Pattern[str], clean: Callable[[str], str]) -> str:
    """The text without marks but for those in what is `literal`."""
    if "\ue000" in text:  # of private use; not told from ours
        return clean(text)
    kept: list[str] = []

    def put_by(match: re.Match[str]) -> str:
        kept.append(match[match.lastindex or 0])
        return f"\ue000{len(kept) - 1}\ue001"

    text = clean(literal.sub(put_by, text))
    return _KEPT.sub(lambda match: kept[int(match[1])], text) if kept else text


def _of_mediawiki(text: str) -> str:
    for _ in range(3):  # templates within templates
        if "{{" not in text:
            break
        text = _TEMPLATE.sub(_of_template, text)
    return _plain(text, _MEDIAWIKI)


def _plain(text: str, marks: Marks) -> str:
    if "<" in text:
        text = _TAG.sub("", _DELETED.sub("", _BREAK.sub(" ", text)))
    for pattern, shown in marks:
        text = pattern.sub(shown, text)
    return text


def _of_template(match: re.Match[str]) -> str:
    """What a template shows, of the few whose parameters are text; of others nothing."""
    name, *parts = (part.strip() for part in match[1].split("|"))
    parts = [part for part in parts if "=" not in part]
    name = name.lower()
    if name in ("convert", "cvt") and len(parts) > 1:
        return " ".join(parts[:2])
    if name == "lang" or name.startswith("lang-"):
        return parts[-1] if parts else ""
    if name in ("nowrap", "nobr", "em", "strong", "small", "code", "tq", "abbr", "term", "key"):
        return parts[0] if parts else ""
    return ""
