"""Refusal: each question with its article in the collection and without it.

A collection without the article can't answer; one with it can, and its answer is right or not.
Look-alikes are asked of the one document they are about, which answers half of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np

from bench.data.span_sets import CLAPNQ_ALIKE, NEWS, SQUAD, SQUAD_ALIKE, Question, searched
from bench.harness.judge_answer import best, right
from bench.harness.partial_index import PartialIndex
from bench.harness.removal_trials import LARGE, OWN, SMALL, Cases, Trial, removable
from bench.harness.session import WITHOUT, Section, Session, over_sets, ticking
from bench.measures.calibration import BINS, Bin, Scored, resampled
from bench.measures.metrics import Estimate, bootstrap
from bench.measures.squad_official import mentions
from bench.report.figures import figure
from bench.report.markdown import table
from qa.answering.reader import Reader
from qa.datatypes import Strength
from qa.risk import THRESHOLD, UNREAD_THRESHOLD

# Set -> what there is of its collection when it is asked.
SETS = {
    SQUAD: (LARGE, SMALL),
    NEWS: (LARGE, SMALL),
    SQUAD_ALIKE: (OWN,),
    CLAPNQ_ALIKE: (OWN,),
}
QUESTIONS = 300  # of each set, unless --limit says otherwise
OF_ONE = 5  # times as many of those that are asked of one document, which takes no time


@dataclass(frozen=True, slots=True)
class Case:
    """One reply: how sure it was, and what was true."""

    group: str
    present: bool  # the article is in the collection
    confidence: float
    answered: bool
    strength: Strength | None
    right: bool  # the best sentence answers, by the rule of the set
    mentions: bool  # the best sentence has the answer's words, wherever it is from


def run(session: Session) -> Section:
    """Ask every set's questions in large and small collections, with the article and without."""

    def measure(name: str) -> Section:
        collection, every = searched(name, session.data)
        times = OF_ONE if SETS[name] == (OWN,) else 1
        questions = session.choose(removable(every), QUESTIONS, times)
        replies: dict[tuple[str, str], list[Case]] = {}
        with session.open_index(collection) as index:
            cases = cases_of(name, every, index)
            for size in SETS[name]:
                for system, reader in session.systems.items():
                    replies[size, system] = [
                        replied(index, question, trial, reader)
                        for question in ticking(f"{name}, {size}, {system}", questions)
                        for trial in cases.trials(question, size)
                    ]
        return _judged(name, questions, replies)

    texts, figures = over_sets(tuple(SETS), measure)
    return Section("\n".join(texts), figures)


def cases_of(name: str, questions: Sequence[Question], index: PartialIndex) -> Cases:
    """The articles of a set: paragraphs of one title, or documents as they are."""
    if name == NEWS:
        return Cases.of_documents(index.sources)
    return Cases.of_paragraphs(questions)


def replied(index: PartialIndex, question: Question, trial: Trial, reader: Reader | None) -> Case:
    """The reply to a question in one trial."""
    text = question.query.text
    answer = index.answer(text, index.find(text, trial.part), reader)
    first = best(answer)
    return Case(
        group=question.query.group,
        present=trial.present,
        confidence=answer.confidence or 0.0,  # none where nothing at all was found
        answered=answer.answered,
        strength=answer.strength,
        right=first is not None and right(question, answer, first),
        mentions=first is not None and mentions(first.text, question.answers),
    )


def _judged(
    name: str, questions: Sequence[Question], replies: Mapping[tuple[str, str], Sequence[Case]]
) -> Section:
    """The three tables of a set, a line for each size of collection and system."""
    separation, reliable, by_strength = [], [], []
    figures: dict[str, Any] = {"questions": len(questions)}
    for (size, system), cases in replies.items():
        label = f"{size}, {system}"
        apart, errors, strong = refusals(cases), calibration(cases), strengths(cases)
        separation.append([label, *map(figure, apart.values())])
        reliable.append([label, *map(figure, errors.values())])
        by_strength.append([label, *(
            f"{figure(share)} of {number:,}" if share else "none"
            for number, share in strong.values()
        )])  # fmt: skip
        figures[label] = {
            "refusal": {key: asdict(one) for key, one in apart.items()},
            "calibration": {key: asdict(one) for key, one in errors.items()},
            "reliability": [asdict(one) for one in reliability(cases)],
            "strengths": {
                key: {"answers": number, "right": asdict(share) if share else None}
                for key, (number, share) in strong.items()
            },
            "answer's words without the article": stray(cases),
        }
    rule = questions[0].rule.value
    most = max(stray(cases) for cases in replies.values())
    absent = np.mean([not one.present for cases in replies.values() for one in cases])
    text = (
        f"### {name}\n\n{len(questions):,} questions, {_asked(name)}; "
        f"refused below {THRESHOLD:g}, {WITHOUT} below {UNREAD_THRESHOLD:g}.\n\n"
        f"{table(['separated', *apart], separation)}\n\n"
        f"Whether confidence is the share of best sentences that are right: right is one that "
        f"{rule}. Where nothing answers up to {most:.1%} have the answer's words:\n\n"
        f"{table(['confidence', *errors], reliable)}\n\n"
        "Share of right ones among the answers of each strength, when "
        f"{absent:.0%} of the questions have no answer:\n\n"
        f"{table(['strength', *strong], by_strength)}\n"
    )
    return Section(text, figures)


def _asked(name: str) -> str:
    if SETS[name] == (OWN,):
        return "each with nothing but the document it is about, which answers some of them"
    return "each with its article in the collection and without it"


def refusals(cases: Sequence[Case]) -> dict[str, Estimate]:
    """How well replies with the article and without are separated by confidence."""
    scored = Scored([one.confidence for one in cases], [one.present for one in cases])
    groups = [one.group for one in cases]
    present = [one for one in cases if one.present]
    absent = [one for one in cases if not one.present]
    (refused,) = bootstrap(
        np.array([[float(not one.answered)] for one in present]), [one.group for one in present]
    )
    (answered,) = bootstrap(
        np.array([[float(one.answered)] for one in absent]), [one.group for one in absent]
    )
    return {
        "AUROC": resampled(scored.auroc, groups),
        "AP": resampled(scored.average_precision, groups),
        "false answers at 5% false refusals": resampled(scored.false_answers, groups),
        "false refusals": refused,
        "false answers": answered,
    }


def calibration(cases: Sequence[Case]) -> dict[str, Estimate]:
    """Whether confidence is the chance of the best sentence being right."""
    scored = _confident(cases)
    groups = [one.group for one in cases]
    mean, share = bootstrap(np.column_stack([scored.scores, scored.truth]), groups)
    errors = {
        f"ECE, {bins} bins": resampled(partial(scored.calibration_error, bins), groups)
        for bins in BINS
    }
    return {"mean": mean, "share right": share, **errors}


def reliability(cases: Sequence[Case]) -> tuple[Bin, ...]:
    """Confidence and share of right answers, in bins of equal mass."""
    return _confident(cases).reliability()


def _confident(cases: Sequence[Case]) -> Scored:
    return Scored([one.confidence for one in cases], [one.right for one in cases])


def strengths(cases: Sequence[Case]) -> dict[str, tuple[int, Estimate | None]]:
    """Of the answers of each strength: how many there are, and the share of right ones."""
    found: dict[str, tuple[int, Estimate | None]] = {}
    for strength in Strength:
        mine = [one for one in cases if one.answered and one.strength is strength]
        values = np.array([[float(one.right)] for one in mine])
        (share,) = bootstrap(values, [one.group for one in mine]) if mine else (None,)
        found[strength.value] = len(mine), share
    return found


def series(figures: Mapping[str, Mapping[str, Any]], system: str) -> dict[str, list[Bin]]:
    """The reliability bins of a system in the figures of `run`, by set and size, for a plot."""
    return {
        f"{name}, {size}": [Bin(**one) for one in found[f"{size}, {system}"]["reliability"]]
        for name, found in figures.items()
        for size in SETS[name]
    }


def stray(cases: Sequence[Case]) -> float:
    """How many replies without the article have the answer's words all the same."""
    return float(np.mean([one.mentions for one in cases if not one.present]))
