"""Whether quotes say what a sentence says, which may be put in other words.

Numbers, names and addresses must stand in the quotes as they are. Beyond that the reader decides:
by what it learned of claims with evidence, and by where it points when the sentence is asked back.
A false sentence that passes is worse than a true one that doesn't: the threshold is high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answering.linear_model import probability
from qa.answering.negation import says_no
from qa.datatypes import Doubt, Support
from qa.search.terms import content_words, stems
from qa.verification.cloze import pointed
from qa.verification.literals import new_addresses, new_names, new_numbers
from qa.verification.words import words

if TYPE_CHECKING:
    from qa.answering.reader import Reader

# Chosen on the tuning half of bench.suites.written: one fabricated sentence in 100 passes there.
THRESHOLD = 0.88
WEIGHTS = {"intercept": 0.6, "claimed": 0.57, "behind": 0.24, "answerable": 0.45}
LIMIT = 10.0  # logits beyond it say no more
_NOTHING = -3.0  # for both, of a sentence that can't be asked back


@dataclass(frozen=True, slots=True)
class Measures:
    """How near a sentence is to its quotes, in logits of the reader."""

    claimed: float  # that they say it
    behind: float  # mean over its groups of words: how far what it says is behind what they say
    answerable: float  # the least, over the same, of there being an answer


class Supporting:
    """Checks sentences by a reader; without one that reads claims only whole quotes pass."""

    def __init__(self, reader: Reader | None) -> None:
        self._reader = reader if reader is not None and reader.reads_claims else None

    def check(self, sentence: str, quotes: Sequence[str], about: str = "") -> Support:
        """Whether `quotes`, texts of documents called `about`, say `sentence`."""
        joined = "\n".join((about, *quotes))
        for doubt, found in (
            (Doubt.ADDRESS, new_addresses(sentence, joined)),
            (Doubt.NUMBER, new_numbers(sentence, joined)),
            (Doubt.NAME, new_names(sentence, joined)),
        ):
            if found:
                return Support(False, doubt, 0.0, found)
        if any(_stands_in(sentence, each) for each in quotes):
            return Support(True, None, 1.0)
        likely = 0.0
        if self._reader is not None:
            # Of several quotes one is enough, and so are all of them together.
            texts = [*quotes, "\n".join(quotes)] if len(quotes) > 1 else list(quotes)
            likely = max(self._likely(sentence, each, about, self._reader) for each in texts)
        if likely >= THRESHOLD:
            return Support(True, None, likely)
        stands = set(stems(joined))
        missing = [word for stem, word in content_words(sentence).items() if stem not in stands]
        denied = says_no(_nearest(sentence, quotes)) != says_no(sentence)
        return Support(False, Doubt.DENIAL if denied else Doubt.MEANING, likely, tuple(missing))

    def _likely(self, sentence: str, quote: str, about: str, reader: Reader) -> float:
        return probability(WEIGHTS, measure(sentence, quote, about, reader))


def measure(sentence: str, quote: str, about: str, reader: Reader) -> Measures:
    """Measure a sentence against a quote from documents called `about`."""
    (claimed,) = reader.claims(sentence, [f"{about}. {quote}" if about else quote])
    asked = pointed(sentence, quote, reader)
    return Measures(
        max(-LIMIT, min(LIMIT, claimed)),
        sum(asked.behind) / len(asked.behind) if asked.behind else _NOTHING,
        min(asked.answerable, default=_NOTHING),
    )


def _nearest(sentence: str, quotes: Sequence[str]) -> str:
    """The sentence of the quotes that shares most stems with `sentence`; the first of several."""
    from qa.documents.sentences import split_text  # 60 ms, for its tables

    said = set(stems(sentence))
    parts = [each[a:b] for each in quotes for a, b in split_text(each, 0, len(each)) if a < b]
    return max(parts, key=lambda part: len(said.intersection(stems(part))), default="")


def _stands_in(sentence: str, quote: str) -> bool:
    """Whether one whole sentence of a quote, or several in a row, have just these words.

    A part of one may say something else: "it is not true that he resigned".
    """
    from qa.documents.sentences import split_text  # 60 ms, for its tables

    found = [words(quote, *span) for span in split_text(quote, 0, len(quote))]
    starts = {each.spans[0][0] for each in found if each.keys}
    ends = {each.spans[-1][1] for each in found if each.keys}
    places = words(quote).found(words(sentence))
    return any(start in starts and end in ends for start, end in places)
