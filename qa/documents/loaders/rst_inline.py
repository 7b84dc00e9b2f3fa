"""What is read of reStructuredText's marks inside a line: roles, links, emphasis, escapes."""

from __future__ import annotations

import re

_INLINE = (
    (re.compile(r"(?::[\w.+:-]{1,40}:)`([^`<]{0,300}?)\s*<[^<>`]{1,300}>`"), r"\1"),
    (re.compile(r":[\w.+:-]{1,40}:`[~!]?([^`]{1,500})`"), r"\1"),
    (re.compile(r"``([^`]{1,500}(?:`[^`]{1,200})?)``"), r"\1"),
    (re.compile(r"`([^`<]{1,300}?)\s*<[^<>`]{1,500}>`__?"), r"\1"),
    (re.compile(r"`([^`]{1,300})`__?"), r"\1"),
    (re.compile(r"`([^`]{1,300})`"), r"\1"),
    (re.compile(r"\*\*(\S[^*]{0,500}?)\*\*"), r"\1"),
    (re.compile(r"(?<![\w*])\*(\S[^*]{0,500}?)\*(?![\w*])"), r"\1"),
    (re.compile(r"\s?\[(?:#?[\w-]{0,30}|\*)\]_(?!\w)"), ""),
    (re.compile(r"\b([A-Za-z][\w-]*[^\W_])__?(?![\w`])"), r"\1"),
    (re.compile(r"\\(?=[^\w\s])"), ""),
)


def clean(text: str) -> str:
    """The text without its marks."""
    for pattern, shown in _INLINE:
        text = pattern.sub(shown, text)
    return text
