"""Where a passage stands, in front of it for the encoder: its document's title and headings.

Only with the setting `context_in_vector`. The line is short, so that the passage is still read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

SEPARATOR = " › "  # between headings, as in `Passage.heading`
MAX_TOKENS = 48  # of the line, at most

CountTokens = Callable[[Sequence[str]], list[int]]


def context_of(title: str, heading: str) -> str:
    """The title and the headings of a passage in one line, the title once."""
    title, heading = (" ".join(part.split()) for part in (title, heading))
    if not title or heading == title or heading.startswith(title + SEPARATOR):
        return heading
    return f"{title}{SEPARATOR}{heading}" if heading else title


def with_context(
    contexts: Sequence[str], texts: Sequence[str], count_tokens: CountTokens
) -> list[str]:
    """What the encoder reads of passages: each context on a line of its own, then the text.

    A context of more than `MAX_TOKENS` tokens loses its outer headings, then its last words.
    `count_tokens` is `Encoder.count_tokens`. Passages without a context are read as they are.
    """
    short = _shortened(sorted(set(contexts)), count_tokens)
    return [
        f"{short[context]}\n{text}" if context else text
        for context, text in zip(contexts, texts, strict=True)
    ]


def _shortened(contexts: Sequence[str], count_tokens: CountTokens) -> dict[str, str]:
    sizes = count_tokens(contexts) if contexts else []
    return {
        context: context if size <= MAX_TOKENS else _shorten(context, count_tokens)
        for context, size in zip(contexts, sizes, strict=True)
    }


def _shorten(context: str, count_tokens: CountTokens) -> str:
    title, *headings = context.split(SEPARATOR)
    # The title and the innermost headings, as many as there is room for.
    ways = [SEPARATOR.join([title, *headings[i:]]) for i in range(1, len(headings))]
    for way, size in zip(ways, count_tokens(ways), strict=True):
        if size <= MAX_TOKENS:
            return way
    words = (ways[-1] if ways else context).split(" ")
    total = 0
    for at, size in enumerate(count_tokens(words)):
        total += size
        if total > MAX_TOKENS:
            return " ".join(words[:at])
    return " ".join(words)
