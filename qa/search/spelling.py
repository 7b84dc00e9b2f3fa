"""Misspelt words of a query, matched to the words of the collection itself.

Only a word that stands nowhere is a candidate, and what replaces it is one edit away (a letter
too few, too many, another, or two swapped: Damerau, "A technique for computer detection and
correction of spelling errors", 1964), or two in a long word. All words one edit away are made and
looked up, which takes no dictionary beside the index and a millisecond for a word; those two edits
away are sought among the words with the same beginning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.search.folding import fold
from qa.search.stopwords import STOPWORDS
from qa.search.terms import acronyms, codes, content_words, stems
from qa.search.word_forms import other_spelling

if TYPE_CHECKING:
    from qa.search.interface import LexicalIndex

    Correction = tuple[str, str]

_SHORTEST = 4  # letters of a word that is corrected
_LONGEST = 30
_SHORT = 6  # letters of a word in which no letter is replaced
_LONG = 8  # letters of a word in which two edits are allowed
_SAME_BEGINNING = 2  # letters that stay in such a word
_SHORT_ASKING = ("how", "who", "why", "can")
_LISTED = 4_000  # words with the same beginning that are compared
_MOST = 8  # words of a query that are looked up
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщъыьэюя",
    "αβγδεζηθικλμνξοπρστυφχψω",
)
_WORD = re.compile(r"[^\W\d_]+")


def corrections(
    query: str, lexical: LexicalIndex, is_word: Callable[[str], bool] | None = None
) -> tuple[Correction, ...]:
    """The misspelt words of `query`, each as typed and with what was found for it.

    Words that stand in the collection, numbers, codes, acronyms and words of less than four
    letters (but "hwo" for "how") are left as they are, and so are those that `is_word`, given
    lower-case letters, knows to be right: what the documents don't mention is no slip of the
    fingers.
    """
    found: list[Correction] = []
    for typed in _candidates(query, lexical)[:_MOST]:
        word = fold(typed).lower()
        better = other_spelling(word)
        if better is not None and not lexical.word_frequency(better):
            better = None
        if better is None and not (is_word and is_word(word)):
            better = _nearest(word, lexical)
        if better:
            found.append((typed, better))
    return tuple(found)


def corrected(query: str, changes: tuple[Correction, ...]) -> str:
    """`query` with each typed word replaced by what was found for it."""
    for typed, found in changes:
        query = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", found, query)
    return query


def _candidates(query: str, lexical: LexicalIndex) -> list[str]:
    """Words of `query` that stand nowhere, as they are typed, each once."""
    content = content_words(query).values()
    named = {*codes(query), *acronyms(query)}
    typed = dict.fromkeys(match.group() for match in _WORD.finditer(query))
    whole = {word.lower() for word in content if _WORD.fullmatch(word)}
    return [
        word
        for word in typed
        if word.lower() in whole
        and (_SHORTEST <= len(word) <= _LONGEST or _swapped(fold(word).lower()))
        and not (word.isupper() and not query.isupper())
        and word.lower() not in named
        and not any(
            lexical.frequency(stem) or lexical.alias_frequency(stem) for stem in stems(word)
        )
    ]


def _nearest(word: str, lexical: LexicalIndex) -> str | None:
    if len(word) < _SHORTEST:
        return _swapped(word)
    alphabet = next((letters for letters in _ALPHABETS if word[0] in letters), None)
    if alphabet is None:
        return None
    found = _one_away(word, alphabet, lexical)
    if found is None and word.endswith("s") and len(word) > _SHORTEST + 1:
        found = _one_away(word[:-1], alphabet, lexical)
    if found is None and len(word) >= _LONG:
        found = _two_away(word, lexical)
    return found


def _swapped(word: str) -> str | None:
    """The question word that three letters are when the last two are swapped: "hwo" is "how"."""
    other = word[:1] + word[:0:-1]
    return other if other != word and other in _SHORT_ASKING else None


def _one_away(word: str, alphabet: str, lexical: LexicalIndex) -> str | None:
    """The likeliest word one edit from `word`; of those that are as likely the commonest."""
    best, most = None, (0, 0)
    edits = [
        (other, likely)
        for other in _one_edit(word, alphabet)
        if len(other) >= _SHORTEST and (likely := _likely(word, other))
    ]
    counts = lexical.word_frequencies(other for other, _ in edits)
    for other, likely in edits:
        # Question words are known even where no document has them.
        count = counts.get(other, 0) or int(other in STOPWORDS)
        if count and (likely, count) > most:
            best, most = other, (likely, count)
    return best


def _likely(word: str, other: str) -> int:
    """How likely `word` is typed for `other`, one edit away, from 3 to 0, which is never.

    People keep the first letter, and rather lose, double or swap letters than type a wrong one.
    A short word with another letter is another word (bake, base), and so is one that only differs
    in its last letter, or has one more that isn't doubled: router, route; docker, docked.
    """
    if word[0] != other[0]:
        return int(len(word) > _SHORT)
    if word[:-1] == other[:-1]:
        return int(len(word) > _LONG)
    if word[:-1] == other:
        return 3 * (word[-1] == word[-2])
    if len(word) != len(other) or sorted(word) == sorted(other):
        return 3
    return 2 * (len(word) > _SHORT)


def _one_edit(word: str, alphabet: str) -> set[str]:
    """All words one edit from `word` (after Norvig, "How to write a spelling corrector")."""
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    found = {a + b[1:] for a, b in splits if b}
    found |= {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    found |= {a + letter + b[1:] for a, b in splits if b for letter in alphabet}
    found |= {a + letter + b for a, b in splits for letter in alphabet}
    return found - {word}


def _two_away(word: str, lexical: LexicalIndex) -> str | None:
    """The commonest word two edits from `word` that begins and ends like it."""
    best, most = None, 0
    letters = set(word)
    for other in lexical.words_with(word[:_SAME_BEGINNING], _LISTED):
        # Told apart at once, most of them: an edit changes two letters at most.
        if abs(len(other) - len(word)) > 1 or len(letters ^ set(other)) > 4:
            continue
        if other[-1] != word[-1] or distance(word, other, 2) > 2:
            continue
        if (count := lexical.word_frequency(other)) > most:
            best, most = other, count
    return best


def distance(one: str, other: str, most: int) -> int:
    """Edits from one to the other, swaps of neighbours included; more than `most` is `most` + 1.

    Optimal string alignment: no letter is edited twice.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
