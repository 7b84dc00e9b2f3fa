"""A text that cites an answer's quotes, cut into sentences, each checked against what it cites.

The text is from a language model: whatever it says, a sentence counts only as far as quotes that it
names say the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from qa.datatypes import Answer, Doubt, Support, WrittenSentence
from qa.verification.sentences import sentence_spans
from qa.verification.support import Supporting
from qa.verification.words import words

MAX_WRITTEN = 20_000  # characters that are looked at
MOST_READ = 40  # sentences that the reader reads; further ones are not supported
_MOST_CITED = 50  # quotes that one citation may name

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
# "[1]", "[2, 3]", "[^4]"; some models write "【1】" or "【1†source】" whatever they are told.
_CITATION = re.compile(
    r"[ \t]*[\[【]\^?(\d{1,3}(?:\s*[,;–-]\s*\^?\d{1,3})*)(?:†[^\]】\n]{0,80})?[\]】]"
)
_EMPHASIS = re.compile(r"\*\*|__|`")
_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)")
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def checked_writing(text: str, answer: Answer, supporting: Supporting) -> Iterator[WrittenSentence]:
    """Yield the sentences of a text that cites the sources of `answer` by their numbers, checked.

    A sentence is compared with all evidence of the sources it cites; without a citation it is not
    compared with anything, nor is one behind the first `MOST_READ`. Thoughts in <think> and
    characters without a shape are left out.
    """
    plain, citations = _without_citations(cleaned(text))
    spans = [span for span in sentence_spans(plain) if words(plain, *span).keys]
    paragraph, before = 0, 0
    for at, (start, end) in enumerate(spans):
        if at and "\n" in plain[before:start]:
            paragraph += 1
        before = end
        following = spans[at + 1][0] if at + 1 < len(spans) else len(plain)
        mine = [
            number
            for place, numbers in citations
            for number in numbers
            if (start < place or at == 0) and place <= following
        ]
        cited = tuple(dict.fromkeys(mine))
        sentence = " ".join(plain[start:end].split())
        support = Support(False, Doubt.MEANING, 0.0)
        if at < MOST_READ:
            support = _support(sentence, cited, answer, supporting)
        yield WrittenSentence(sentence, cited, support, paragraph)


def cleaned(text: str) -> str:
    """A model's text without its thoughts, marks of emphasis, and characters without a shape."""
    text = _THOUGHT.sub("", text[:MAX_WRITTEN]).replace("\r\n", "\n").replace("\t", " ")
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _HIDDEN)
    return _EMPHASIS.sub("", text)


def _support(
    sentence: str, cited: Sequence[int], answer: Answer, supporting: Supporting
) -> Support:
    if not cited:
        return Support(False, Doubt.UNCITED, 0.0)
    sources = {source.number: source for source in answer.sources}
    chosen = [each for each in answer.evidence if each.citation in cited]
    if any(number not in {each.citation for each in chosen} for number in cited):
        return Support(False, Doubt.UNKNOWN, 0.0)
    about: dict[str, None] = {}
    for each in chosen:
        info = sources[each.citation].document
        published = info.published
        day = f"{published:%B} {published.day}, {published.year}" if published else ""
        for part in (info.title, *each.headings, info.author or "", info.agency or "", day):
            about.setdefault(part)
    named = ": ".join(part for part in about if part)
    return supporting.check(sentence, [each.text for each in chosen], named)


def _without_citations(text: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """A text without its citations, and where each stood there with the numbers it names."""
    parts: list[str] = []
    found: list[tuple[int, list[int]]] = []
    length = at = 0
    for match in _CITATION.finditer(text):
        part = text[at : match.start()]
        parts.append(part)
        length += len(part)
        found.append((length, _numbers(match[1])))
        at = match.end()
    return "".join((*parts, text[at:])), found


def _numbers(named: str) -> list[int]:
    """The numbers of "1", "2, 3" and "1-3"."""
    found: list[int] = []
    for part in re.split(r"[,;]", named.replace("^", "")):
        if between := _RANGE.search(part):
            low, high = int(between[1]), int(between[2])
            found += range(low, min(high, low + _MOST_CITED) + 1)
        else:
            found.append(int(part))
    return found[:_MOST_CITED]
