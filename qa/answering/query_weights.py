"""The words of a question, each with its weight, and how much of them a text holds."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from qa.answering.key_words import compounds, stated
from qa.answering.negation import numbers, says_no
from qa.answering.own_time import of_its_time
from qa.datatypes import DocumentInfo, TimeFocus
from qa.lexicon import ONES
from qa.search.interface import WordCounts
from qa.search.stopwords import EVERYDAY
from qa.search.terms import acronyms, aliases, coded, codes, content_words, stems
from qa.search.variants import bare_days, bare_months, in_years, joined_terms, majors, told_days
from qa.search.word_forms import other_forms

_NAMED = re.compile(r"(?<=[^\W\d_]\W)[A-Z][\w'’.+#-]*|\b\w*\d[\w.:/-]*|\b[A-Z]{2,}[\w.+#-]*")

# Those that are one thing or another, and never nearly the same: versions, addresses, dates,
# sections, Roman numerals, single letters, C++ and C#.
_IDENTIFIER = re.compile(r"\w*\d[\w.:/-]*|[IVXLC]{1,6}|[A-Z]|[A-Z][+#]+")

# An option of a command, which is one thing however its words are known: --no-verify.
_OPTION = re.compile(r"(?<![\w-])--[A-Za-z][\w-]+")

_COUNTED = re.compile(r"(?<![\w.,:/-])(\d{1,2}) ([^\W\d]{3,})")

_LOOKED_AT = 400_000  # characters of a document


class Weights:
    """The words of a question, each with its weight: the rarer in the collection, the more."""

    def __init__(self, question: str, lexical: WordCounts, focus: TimeFocus | None = None) -> None:
        self.question = question
        self.focus = focus
        self.words = content_words(question)
        self.numbers = numbers(question)
        self.says_no = says_no(question)
        self._names = set(codes(question) + acronyms(question))
        self._coded = coded(question)
        self._compounds = compounds(question)
        # "14 January 2026" stands where 2026-01-14 does, wi-fi where wifi does, v3 where 3.0.1.
        self._otherwise = {
            stem: day for told, day in told_days(question).items() for stem in stems(told)
        } | {
            stem: stems(whole)[0]
            for parted, whole in joined_terms(question).items()
            for stem in stems(parted)
        }
        for told, number in majors(question).items():
            self._otherwise |= {
                s: stems(f"{number}.0")[0] for s in stems(told) if s == f"v{number}"
            }
        # "5 June" stands where 2025-06-05 does, "in June" as well.
        # "Defence" where "defense" does, "grow" where "grew".
        bare = {**bare_months(question), **bare_days(question)}
        self._any_of: dict[str, Sequence[str]] = dict(other_forms(self.words)) | {
            stem: in_years(day) for told, day in bare.items() for stem in stems(told)
        }
        found = _COUNTED.findall(question)
        self._counted = [(n, thing) for n, thing in found if int(n) < len(ONES)]
        self.passages = total = max(len(lexical), 1)
        self.missing: tuple[str, ...] = ()
        self._aside: set[str] = set()
        self._weights: dict[str, float] = {}
        self.options = frozenset(match[0].lower() for match in _OPTION.finditer(question))
        self._named = {stem for match in _NAMED.finditer(question) for stem in stems(match.group())}
        for stem, word in self.words.items():
            count = lexical.frequency(stem)
            if count == 0 and stem in self._otherwise:
                count = lexical.frequency(self._otherwise[stem])
            if count == 0 and stem in self._any_of:
                count = sum(map(lexical.frequency, self._any_of[stem]))
            if count == 0:
                # `CAATSA` counts as found where its long form is, `S-400s` where the S-400 is.
                count = lexical.alias_frequency(self._coded.get(stem, stem))
                self._names.add(stem)
                if count == 0 and (stem in self._named or word.lower() not in EVERYDAY):
                    self.missing += (word,)
            self._weights[stem] = math.log(1 + (total - count + 0.5) / (count + 0.5))

    def forgive(self, text: str) -> None:
        """Count no word as missing that a key of `text` stands for: the "number" of a phone."""
        found = {*stated(self._compounds, text), *self._counts_in(text)}
        forgiven = {word for stem, word in self.words.items() if stem in found}
        self.missing = tuple(word for word in self.missing if word not in forgiven)

    def set_aside(self, words: str) -> None:
        """Ask for none of `words`, those of a stretch of time: no document says where it ends."""
        aside = set(stems(words))
        self.missing = tuple(word for word in self.missing if not aside & set(stems(word)))
        self._named -= aside
        self._aside |= aside

    @property
    def missing_share(self) -> float:
        """Share of the question's weight in words that stand nowhere in the collection."""
        total = sum(self._weights.values())
        lost = {stem for stem, word in self.words.items() if word in self.missing}
        return sum(w for s, w in self._weights.items() if s in lost) / total if total else 0.0

    def coverage(self, text: str) -> float:
        """Share of the question's weight that stands in `text`: 0 to 1."""
        total = sum(self._weights.values())
        if total == 0:
            return 0.0
        present = self._present(text)
        return sum(w for stem, w in self._weights.items() if stem in present) / total

    def time_of(self, info: DocumentInfo) -> str:
        """The question's words of time, which a document of that time has by its date."""
        return self.focus.words if self.focus and of_its_time(info, self.focus) else ""

    def asked_in(self, text: str) -> frozenset[str]:
        """The stems of the question's words that stand in `text`."""
        return frozenset(self._present(text) & self._weights.keys())

    def standing_in(self, text: str) -> float:
        """Share of the question's weight whose stems begin some word of a whole document's `text`.

        Coarser than `coverage`, and quick: about a millisecond for a megabyte.
        """
        total = sum(self._weights.values())
        if total == 0:
            return 0.0
        lower = text[:_LOOKED_AT].lower()
        return sum(w for stem, w in self._weights.items() if _begins(stem, lower)) / total

    def has_options(self, text: str) -> bool:
        """Whether the options of commands that the question names stand in `text`."""
        return self.options <= {match[0].lower() for match in _OPTION.finditer(text)}

    def lacking_names(self, text: str) -> tuple[str, ...]:
        """The names, numbers and codes of the question that `text` lacks, as they were typed."""
        present = self._present(text)
        lost = (self._named & self._weights.keys()) - present
        return tuple(word for stem, word in self.words.items() if stem in lost)

    def lacking_identifiers(self, text: str) -> tuple[str, ...]:
        """Those of the lacking names that nothing but themselves can stand for."""
        typed = {
            stem: match.group().rstrip(".:/-")
            for match in _NAMED.finditer(self.question)
            for stem in stems(match.group())
        }
        present = self._present(text)
        return tuple(
            word
            for stem, word in typed.items()
            if stem in self._weights
            and stem not in present | self._aside
            and _IDENTIFIER.fullmatch(word)
        )

    @property
    def missing_names(self) -> tuple[str, ...]:
        """The names, numbers and codes of the question that stand nowhere in the collection."""
        named = {word for stem, word in self.words.items() if stem in self._named}
        return tuple(word for word in self.missing if word in named)

    def share_of_names(self, lacking: Sequence[str]) -> float:
        """How many of the question's names, numbers and codes `lacking` are: 0 to 1."""
        named = self._named & self._weights.keys()
        return len(lacking) / len(named) if named else 0.0

    def _present(self, text: str) -> set[str]:
        present = set(stems(text))
        if self._names - present:
            present.update(aliases(text))
            present.update(stem for stem, code in self._coded.items() if code in present)
        present.update(stated(self._compounds, text))
        present.update(stem for stem, day in self._otherwise.items() if day in present)
        present.update(self._counts_in(text))
        for stem, others in self._any_of.items():
            if not present.isdisjoint(others):
                present.add(stem)
        return present

    def _counts_in(self, text: str) -> set[str]:
        """The figures whose words `text` has: "six months" has the 6 of "6 months"."""
        return {
            figure
            for figure, thing in self._counted
            if re.search(rf"\b{ONES[int(figure)]}[ -]{thing}", text, re.IGNORECASE)
        }


def _begins(stem: str, lower: str) -> bool:
    """Whether some word begins with `stem`; quicker than a pattern where most don't."""
    at = lower.find(stem)
    while at >= 0:
        if at == 0 or not lower[at - 1].isalnum():
            return True
        at = lower.find(stem, at + 1)
    return False
