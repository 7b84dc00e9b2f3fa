"""Which markup a text is written in whose name ends in `.txt`, or has no ending.

Documentation of many programs is: of Django in reStructuredText, of Git in AsciiDoc. A text is
taken for one only by what nobody writes by accident, and by two such marks at least.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.patterns import lazy_pattern

# A heading of a wiki's page, in a line of its own.
WIKI_HEADING = (
    r"(?P<marks>={1,6})[ \t]*(?P<title>[^=\s](?:[^\n]{0,198}[^=\s])?)[ \t]*(?P=marks)[ \t]*"
)
ZIM = b"Content-Type: text/x-zim-wiki"  # begins a page of Zim
LOOKED_AT = 16_384  # bytes
_BOM = b"\xef\xbb\xbf"
_WIKI_BEGINS = 4096  # bytes in which the headings of a wiki's page are looked for
_WIKI = lazy_pattern(rb"^(?===)" + WIKI_HEADING.encode() + rb"\r?$", re.M)
_RST = lazy_pattern(
    rb"^\.\. (?:[a-z][\w+:-]{0,40}::(?=\s)|_[^:\n]{1,80}:(?=\s))"
    rb"|(?<![\w:`]):(?:[a-z]{1,12}:)?(?:ref|doc|class|meth|func|attr|mod|term|setting|option|exc|data|file"
    rb"|program|command|envvar|pep|rfc|ticket|djadmin):`[^`\n]{1,120}`",
    re.M,
)
_ASCIIDOC = lazy_pattern(
    rb"^\[(?:verse|quote|source|listing|horizontal|NOTE|TIP|WARNING|IMPORTANT|CAUTION|\[[\w-]{1,60}\])"
    rb"[^\]\n]{0,80}\][ \t]*\r?$"
    rb"|^={1,5} [^=\s][^\n]{0,120}[^=\s]\r?$|^ifn?def::|^include::\S{1,80}\["
    rb"|\b(?:linkgit|xref|link):[^\s\[]{1,120}\[",
    re.M,
)
_MARKDOWN = lazy_pattern(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))\#{1,6} [^\s\#][^\n]{0,120}\r?\n(?=\r?\n)"
    rb"|^(?:```|~~~)[\w+-]{0,20}[ \t]*\r?$|\]\((?:https?://|[\w./#-]{1,80}\))|\*\*\w[^*\n]{0,80}\*\*",
    re.M,
)
# Without one of these none of the expressions finds enough: most texts are told so, in a tenth of
# the time.
_RST_HAS = (b"\n.. ", b":`")
_ASCIIDOC_HAS = (b"\n[", b"def::", b"include::", b"link:", b"linkgit:", b"xref:")
_ROFF = lazy_pattern(rb"\s*[.'\\]")  # no prose that shows how manual pages are written
_PAGE = lazy_pattern(rb"^[.'][ \t]*(?:TH|Dt)[ \t]+\S", re.M)  # the title of a manual page
_SECTION = lazy_pattern(rb"^[.'][ \t]*S[Hh]\b", re.M)
_COMMENT = lazy_pattern(rb"[ \t]*[#;]")
_SETTING = lazy_pattern(
    rb"[ \t]*[#;]?[ \t]*(?:[\w.-]{1,60}[ \t]*=|\[{1,2}[\w .:/@\"-]{1,60}\]{1,2}[ \t]*\r?\Z)"
)
_SHORT = lazy_pattern(
    rb"[ \t]*[\w./@-]+(?:[ \t]+[^\s]{1,200}){0,7}[ \t]*\r?\Z"
)  # "server ntp1.example iburst"
_LEAST_COMMENTS, _LEAST_KNOWN = 0.1, 0.6  # of the lines: comments; these and settings
_MODELINE = lazy_pattern(  # what an editor is told at the top
    rb"(?:\bvim?:[^\n]{0,60}?\b(?:syntax|filetype|ft)=|-\*-[ \t]*(?:mode:[ \t]*)?)"
    rb"(?P<name>markdown|rst|asciidoc|org)\b",
    re.IGNORECASE,
)
_MODES = {b"markdown": ".md", b"rst": ".rst", b"asciidoc": ".adoc", b"org": ".org"}
_TOP = 200  # bytes
_FEWEST = 2  # marks; of Markdown and AsciiDoc, whose headings others use as well, one besides


def markup_of(head: bytes) -> str:
    """The suffix of the markup in which a text is written that begins so; "" for plain text."""
    head = head[:LOOKED_AT].removeprefix(_BOM)
    if told := _MODELINE.search(head[:_TOP]):
        return _MODES[told["name"].lower()]
    if is_manual(head):
        return ".man"
    if _is_wiki(head[:_WIKI_BEGINS]):
        return ".wiki"
    if _has(head, _RST_HAS) and len(_RST.findall(head)) >= _FEWEST:
        return ".rst"
    marks = _ASCIIDOC.findall(head) if _has(b"\n" + head, _ASCIIDOC_HAS) else []
    if len(marks) >= _FEWEST and not all(mark.startswith(b"=") for mark in marks):
        return ".adoc"
    found = _MARKDOWN.findall(head) if b"# " in head else []
    kinds = {mark[:2].strip(b"\r\n") for mark in found}
    if any(kind.startswith(b"#") for kind in kinds) and len(kinds) >= _FEWEST:
        return ".md"
    return ".conf" if _is_configuration(head.splitlines()) else ""


def _is_configuration(lines: Sequence[bytes]) -> bool:
    """Whether lines are settings with comments on them, and no headings of Markdown with texts."""
    filled = [line for line in lines if line.strip()]
    comments = [line for line in filled if _COMMENT.match(line)]
    others = [line for line in filled if not _COMMENT.match(line)]
    if not filled or filled[0].startswith(b"#!"):
        return False
    known = len(comments) + sum(bool(_SETTING.match(line)) for line in others)
    return (
        len(comments) >= _LEAST_COMMENTS * len(filled)
        and known >= _LEAST_KNOWN * len(filled)
        and not any(line.startswith(b"##") and line.strip(b"# \t\r") for line in comments)
        and any(map(_SETTING.match, filled))
        and all(_SETTING.match(line) or _SHORT.match(line) for line in others)
        and not any(line.rstrip().endswith((b".", b",")) for line in others)
    )


def is_manual(head: bytes) -> bool:
    """Whether a text that begins so is the source of a manual page: its title, then a section."""
    title = _PAGE.search(head) if _ROFF.match(head) else None
    return bool(title and _SECTION.search(head, title.end()))


def _has(head: bytes, marks: tuple[bytes, ...]) -> bool:
    return any(mark in head for mark in marks)


def _is_wiki(head: bytes) -> bool:
    """Whether a text that begins so is a page of a wiki.

    It is one of Zim, its first line is a heading between signs of equality, or two lines are.
    """
    if head.startswith(ZIM) or b"==" not in head:
        return head.startswith(ZIM)
    first = head.lstrip()
    return bool(_WIKI.match(first)) or len(_WIKI.findall(first)) > 1
