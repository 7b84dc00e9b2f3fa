"""Whether what an accident leaves keeps the promises: nothing lost, nothing false, repairable."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import qa
import qa.indexing.sync
from qa.datatypes import Answer, Evidence, Hit, Verdict
from qa.errors import IndexDamaged, IndexNotFound, IndexUnwritable, QaError
from qa.store.store import text_sha256
from tests.support.builders import contents

from .collection import QUESTIONS, texts

if TYPE_CHECKING:
    from .work import Home, Work, Workshop

_LISTED = 3  # questions of which every passage of the collection is listed, by rank
_TOLERANCE = 0.05  # of a score, where BM25 still counts the length of what is gone
_OURS = {"qa.sqlite", "qa.sqlite-wal", "qa.sqlite-shm", "dense.faiss", "dense.json", "lexical",
         ".lock"}  # fmt: skip

Ranked = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Answers:
    """What an index says to the questions, in words that don't depend on ids."""

    ranked: dict[str, Ranked]
    evidence: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Expected:
    """A clean build: what it holds, what it answers, and the files it was made from."""

    held: dict[str, tuple[Any, ...]]
    answers: Answers
    files: dict[str, str]


@dataclass(slots=True)
class Verdicts:
    """What is wrong with an index; nothing, if all promises are kept."""

    wrong: list[str] = field(default_factory=list)
    state: str = ""  # what a reader found before anything was repaired
    named: str = ""  # what a reader was told of damage

    def claim(self, holds: bool, otherwise: str) -> None:
        """Something that must hold, and what is said when it doesn't."""
        if not holds:
            self.wrong.append(otherwise)

    def as_json(self) -> dict[str, Any]:
        """In a form that leaves the process."""
        return {"wrong": self.wrong, "state": self.state, "named": self.named}


def answers(index: Path) -> Answers:
    """Ask an index everything."""
    with qa.open(index) as engine:
        ranked = {
            q: [_hit(h) for h in engine.search(q, top=1000, fresh=False)]
            for q in QUESTIONS[:_LISTED]
        }
        evidence = {q: _evidence(engine.ask(q, threshold=0, fresh=False)) for q in QUESTIONS}
    return Answers(ranked, evidence)


def _hit(hit: Hit) -> tuple[str, float]:
    places = sorted({hit.document.source, *(info.source for info in hit.also_in)})
    return f"{places} {text_sha256(hit.text)}", hit.score


def _evidence(answer: Answer) -> list[str]:
    """Every quote with its place. Of copies, any may be the one that is cited."""
    said = []
    for quote in answer.evidence:
        source = next(s for s in answer.sources if s.number == quote.citation)
        places = sorted({source.document.source, *(info.source for info in source.also_in)})
        said.append(f"{places} {quote.start}-{quote.end} line {quote.line}: {quote.text}")
    return said


def _claims(
    refused: Answer,
    held: Mapping[str, tuple[Any, ...]],
    after: Expected,
    found: Verdicts,
    before: Expected | None,
) -> None:
    """Check that a refusal says how much was searched, and of a first build how much was not."""
    found.claim(
        refused.searched_documents == len(held),
        f"a refusal says {refused.searched_documents} of {len(held)} documents were searched",
    )
    if before is None:
        total = refused.searched_documents + refused.not_searched
        found.claim(
            total == len(after.files), f"a refusal counts {total} files of {len(after.files)}"
        )


@contextmanager
def beside(home: Home) -> Iterator[Home]:
    """A copy of a broken home, to be asked in a way that may change it."""
    copy = replace(home, folder=home.folder / "asked")
    try:
        shutil.copytree(home.docs, copy.docs)
        if home.index.exists():
            shutil.copytree(home.index, copy.index)
        yield copy
    finally:
        shutil.rmtree(copy.folder)


def truthful(home: Home, found: Verdicts) -> None:
    """Ask as users do, of the folder as it is now, and check what is claimed of it.

    An answer may quote no file that is gone or that never held its words; a refusal must have
    searched what is there, or say how much it has not.
    """
    files = texts(home.docs)
    try:
        with qa.open(home.index) as engine:
            answered = [engine.ask(q, threshold=0) for q in QUESTIONS[:3]]
            refused = engine.ask(QUESTIONS[3], threshold=1)
    except QaError as error:  # none yet, damage, no room: `as_found` judges which may be
        found.claim(bool(error.hint), f"an error that does not say what to do: {error}")
        return
    for answer in answered:
        for source in answer.sources:
            found.claim(source.document.source in files, f"{source.path} is gone, and is cited")
        differ = bool(answer.stale.changed)
        cited = {source.number: source.document.source for source in answer.sources}
        for quote in answer.evidence:
            file = files.get(cited[quote.citation], "")
            true = all(piece in file for piece in pieces(quote))
            found.claim(true or differ, f"no longer in {cited[quote.citation]}: {quote.text!r}")
    stale = refused.stale
    searched = refused.searched_documents + stale.gone
    found.claim(stale.unchecked == 0, "a refusal without a look at every file")
    found.claim(
        refused.not_searched == stale.new, "a refusal that counts other new files than there are"
    )
    found.claim(
        refused.searched_documents + refused.not_searched + stale.moved >= len(files) - 1
        and searched >= 0,
        f"a refusal from {refused.searched_documents} documents, {refused.not_searched} not "
        f"indexed, of {len(files)} files",
    )
    if stale.new or stale.changed or stale.gone or stale.moved:
        found.claim(bool(refused.notes), "files differ, and nothing is said of it")


def judge(shop: Workshop, home: Home, work: Work) -> dict[str, Any]:
    """Look at an index as a reader finds it, go on as users do, compare with a clean one."""
    found = Verdicts()
    survived = as_found(shop, home, work, found)
    for most in (0, qa.indexing.sync.SMALL_FILES):  # what differs is announced, and applied
        with beside(home) as copy, patch.object(qa.indexing.sync, "SMALL_FILES", most):
            truthful(copy, found)
    _recovered(shop, home, work, found, survived)
    return found.as_json()


def as_found(shop: Workshop, home: Home, work: Work, found: Verdicts) -> set[str]:
    """Check what a reader gets after an accident; the hashes of the passages that survived."""
    after = shop.expected[work.after]
    before = shop.expected[work.before] if work.before else None
    kept = home.index / ".rebuild" if work.whole else home.index
    survived = _stored(kept) - {text_sha256(text) for text in _waiting(kept)}
    try:
        with qa.open(home.index) as engine:
            hits = engine.search(QUESTIONS[0], top=1000, fresh=False)
            asked = [engine.ask(q, threshold=0, fresh=False) for q in QUESTIONS[1:4]]
            refused = engine.ask(QUESTIONS[0], threshold=1, fresh=False)
            held = contents(home.index)
    except IndexNotFound:
        found.state = "none"
        found.claim(before is None, "the index is gone")
        return survived
    except IndexDamaged as error:
        found.state, found.named = "named", str(error)
        found.claim(work.damaged, f"the index does not open: {error}")
        return survived
    except IndexUnwritable as error:
        # Without room what is searched can't be made, nor a log be read that an update left.
        log = home.index / "qa.sqlite-wal"
        left = log.exists() and log.stat().st_size > 0
        found.state = "needs room"
        found.claim(work.bare or left, f"asking needs room: {error}")
        return survived
    except QaError as error:
        found.claim(False, f"asking failed: {type(error).__name__}: {error}")
        return survived
    _held(shop, work, held, before, after, found)
    _claims(refused, held, after, found, before)
    places = {(s, p.start, p.end): text for s, (_, _, cut) in held.items() for p, text, _ in cut}
    for hit in hits:
        place = (hit.document.source, hit.passage.start, hit.passage.end)
        found.claim(places.get(place) == hit.text, f"a passage that isn't there: {place}")
    shown, every = {hit.text for hit in hits}, set(places.values())
    found.claim(every - _waiting(home.index) <= shown <= every, "passages that aren't found")
    versions = [each.held for each in (before, after) if each]
    for answer in asked:
        cited = {source.number: source.document.source for source in answer.sources}
        for quote in answer.evidence:
            source = cited[quote.citation]
            true = any(
                stretches(version[source][1].text, quote) == quote.text
                for version in versions
                if source in version
            )
            found.claim(true, f"a quote that is not in {source}: {quote.text!r}")
    return survived


def _held(
    shop: Workshop,
    work: Work,
    held: Mapping[str, tuple[Any, ...]],
    before: Expected | None,
    after: Expected,
    found: Verdicts,
) -> None:
    """Check that every document is one that was there before, or is there now, and whole."""
    old = before.held if before else {}
    for source, document in held.items():
        known = document in (old.get(source), after.held.get(source))
        found.claim(known, f"{source} is neither the old document nor the new one")
    if before is None:
        found.state = "part" if held.keys() < after.held.keys() else "new"
        return
    if held == after.held:
        found.state = "new"
    else:
        found.state = "old" if held == old else "part"
    found.claim(not work.whole or found.state != "part", "a rebuild shows itself half done")
    lost = old.keys() & after.held.keys() - held.keys()
    moved = shop.edited.moved if old != after.held else ()
    lost |= {source for source, place in moved if source not in held and place not in held}
    found.claim(not lost or work.lossy, f"lost: {sorted(lost)}")


def _recovered(shop: Workshop, home: Home, work: Work, found: Verdicts, survived: set[str]) -> None:
    """Check that the next run makes the index what a clean build is, and embeds nothing twice."""
    from .work import ENCODER

    after = shop.expected[work.after]
    ENCODER.read.clear()
    try:
        work.again(home)
    except QaError as error:
        found.claim(False, f"the next run fails: {type(error).__name__}: {error}")
        return
    # Of two files that changed places one may be taken out before the other is read.
    swapped = {text for s in shop.edited.swapped for _, text, _ in after.held[s][2]}
    twice = [t for t in ENCODER.read if text_sha256(t) in survived and t not in swapped]
    found.claim(not twice or work.damaged, f"{len(twice)} passages were embedded again")
    equals(home.index, after, found, exact=work.exact)
    with qa.open(home.index) as engine:
        for check in engine.doctor().checks:
            found.claim(check.verdict is not Verdict.WRONG, f"{check.name}: {check.detail}")
    litter = sorted(set(os.listdir(home.index)) - _OURS)
    found.claim(not litter, f"left behind: {litter}")
    generations = [path for path in (home.index / "lexical").iterdir() if path.is_dir()]
    found.claim(len(generations) == 1, f"{len(generations)} generations of lexical/")
    found.claim(texts(home.docs) == after.files, "the articles were changed")


def equals(index: Path, expected: Expected, found: Verdicts, *, exact: bool = True) -> None:
    """Check that an index holds and answers what a clean build does."""
    held = contents(index)
    if held != expected.held:
        odd = sorted(s for s in held.keys() | expected.held if held.get(s) != expected.held.get(s))
        found.claim(False, f"it holds other than a clean build: {odd[:5]}")
        return
    said = answers(index)
    for question, ranked in said.ranked.items():
        same = _same_order(ranked, expected.answers.ranked[question], exact=exact)
        found.claim(same, f"other passages, or another order, for {question!r}")
    if exact:
        for question, quotes in said.evidence.items():
            true = quotes == expected.answers.evidence[question]
            found.claim(true, f"another answer to {question!r}: {quotes}")


def _same_order(one: Ranked, other: Ranked, *, exact: bool) -> bool:
    scores = dict(other)
    if scores.keys() != dict(one).keys():
        return False
    tolerance = 1e-5 if exact else _TOLERANCE
    # Passages of the same score may stand in any order.
    return all(
        abs(score - scores[key]) <= tolerance and abs(score - at) <= tolerance
        for (key, score), (_, at) in zip(one, other, strict=True)
    )


def _waiting(index: Path) -> set[str]:
    """The texts of the passages that have no vector yet, and are found by their words alone."""
    from qa.store.store import Store

    try:
        with Store.open(index) as store:
            return {each.text for each in store.waiting_texts(store.waiting_ids().tolist())}
    except QaError:
        return set()


def _stored(index: Path) -> set[str]:
    """The hashes of the passages that a store holds, if there is one."""
    from qa.store.store import Store

    try:
        with Store.open(index) as store:
            return {text_sha256(text) for _, _, text in store.texts()}
    except QaError:
        return set()


def stretches(text: str, quote: Evidence) -> str:
    """What a text has at the places of a quote, each stretch on lines of its own."""
    return "\n".join(text[a:b] for a, b in quote.stretches)


def pieces(quote: Evidence) -> Iterator[str]:
    """The text of each stretch of a quote."""
    at = 0
    for start, end in quote.stretches:
        yield quote.text[at : at + end - start]
        at += end - start + 1
