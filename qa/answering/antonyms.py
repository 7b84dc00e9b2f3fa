"""Words that mean the opposite of each other, and texts that say the opposite of a question.

A sentence that says "fell" where "rose" is asked for shares every other word with the question, and
so looks like its answer to everything that counts words. Collected by hand; `training` changes
questions with the same words.
"""

from __future__ import annotations

import re

from qa.lexicon import OPPOSITES

ANTONYMS: dict[str, tuple[str, ...]] = {}
for _one, _other in OPPOSITES:
    ANTONYMS[_one] = (*ANTONYMS.get(_one, ()), _other)
    ANTONYMS[_other] = (*ANTONYMS.get(_other, ()), _one)

# Phrases first: "at least" is not the word "least", whose opposite is "most".
_WORD = re.compile("|".join([*(rf"\b{one}\b" for one in ANTONYMS if " " in one), "[a-z]+"]))


def says_opposite(question: str, text: str) -> bool:
    """Whether `text` has the opposite of a word of `question`, and not that word itself."""
    asked, said = set(_WORD.findall(question.lower())), set(_WORD.findall(text.lower()))
    new = said - asked
    return any(not new.isdisjoint(ANTONYMS.get(word, ())) for word in asked - said)
