"""Fit the weights of ranking, of sentences and of confidence that go with a reader.

python -m bench.suites.fit --json fitted.json; python -m bench.suites.answers --fitted fitted.json

Fitted on tuning halves only, in the order in which the numbers are used: each step measures with
those of the steps before. Ranking and sentences learn from squad11_dev and realtimeqa, refusal
also from look-alikes. A trial of one set counts as much as of another, however many questions it
has.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.data.datasets import MissingDataError, data_folder
from bench.data.span_sets import NEWS, Question, searched
from bench.harness.cache import Cache, CachedReader
from bench.harness.partial_index import Found, PartialIndex
from bench.harness.removal_trials import LARGE, OWN, Cases, removable
from bench.harness.session import Session, ticking
from bench.measures import regression
from bench.measures.calibration import BINS, Scored
from bench.measures.confidence_fit import Answers, Rows, crowd_corrected, tempered
from bench.measures.metrics import FloatArray
from bench.report import markdown
from bench.suites.answers import CACHE_FILE, add_common, open_reader
from bench.suites.refusal import SETS, cases_of
from qa.answering import confidence, evidence, rerank
from qa.answering.evidence import Candidate, Weights
from qa.answering.rerank import ReadHit
from qa.datatypes import Hit

QUESTIONS = 400  # of each set, unless --limit says otherwise
RANKED_BY = tuple(field.name for field in fields(rerank.Features))
SENTENCE = tuple(field.name for field in fields(evidence.Features))
# Features that can only speak against an answer; all others can only speak for it.
AGAINST = frozenset(
    {"misfit", "missing", "heaviest", "number", "denied", "opposed", "kind", "fragment"}
)
# What is too rare in the tuning sets to be fitted: headings and bylines, and direct speech.
BY_HAND = {"kind": -4.0, "spoken": 2.0}
# Among 28,072 articles a quarter of the quiz questions still find their answer's words when their
# own article is gone: what is labelled right there is too noisy to learn from, but its share
# decides by how much so many passages lower every confidence.
CROWDED = frozenset({(NEWS, LARGE)})
_ROUNDS = 3  # of sentences: which are measured depends on the numbers
Numbers = dict[str, float]


@dataclass(frozen=True, slots=True)
class TuningSet:
    """A collection with the questions of its tuning half."""

    name: str
    index: PartialIndex
    cases: Cases
    questions: Sequence[Question]

    @property
    def searched(self) -> bool:
        """Whether questions search the whole collection."""
        return OWN not in SETS[self.name]

    @property
    def share(self) -> float:
        """The weight of one question."""
        return 1 / len(self.questions)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the numbers, write them as JSON; 0 also when there is no data."""
    parser = argparse.ArgumentParser(prog="python -m bench.suites.fit", description=__doc__)
    parser.add_argument("--limit", type=int, metavar="N", default=QUESTIONS,
                        help="questions per set, 0 = all (default: %(default)s)")  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE",
                        help="write the reader's numbers there")  # fmt: skip
    add_common(parser)
    options = parser.parse_args(arguments)
    reader = open_reader(options.reader)
    cache = Cache(options.work / CACHE_FILE)
    try:
        reading = CachedReader(reader, cache, {}) if reader else None
        session = Session(data_folder(options.data), options.work, cache, reading,
                          half="tuning", limit=options.limit)  # fmt: skip
        with ExitStack() as stack:
            sets = list(opened(session, stack))
            if not sets:
                print("Nothing to fit. Name the folder of data sets with --data DIR or $QA_DATA;\n"
                      "bench/README.md says which files belong in it.")  # fmt: skip
                return 0
            facts = markdown.environment()
            print(f"# Numbers fitted on tuning halves\n\n{markdown.heading(facts)}\n")
            print("Questions: " + ", ".join(f"{len(s.questions):,} of {s.name}" for s in sets))
            numbers, answers = fit_refusal(sets, None)
            print(section("refusal.UNREAD", numbers, answers, answers.logits(numbers)))
            if reading is None:
                return 0
            whole = [one for one in sets if one.searched]
            reading.fitted = {"rerank": fit_ranking(whole, reading)}
            print(f"\n## rerank\n\n{as_code(reading.fitted['rerank'])}")
            numbers, rows = fit_sentences(whole, reading)
            reading.fitted = {**reading.fitted, "sentence": numbers}
            print(section("sentence", numbers, rows, rows.sums(numbers, SENTENCE)))
            numbers, answers = fit_refusal(sets, reading)
            reading.fitted = {**reading.fitted, "refusal": numbers}
            print(section("refusal", numbers, answers, answers.logits(numbers)))
            if options.json:
                markdown.write_results(options.json, reading.fitted)
    finally:
        cache.close()
    return 0


def opened(session: Session, stack: ExitStack) -> Iterator[TuningSet]:
    """Open every set that is there; one without data is named on stderr and skipped."""
    for name in SETS:
        try:
            collection, every = searched(name, session.data)
        except MissingDataError as error:
            print(f"{name}: skipped, {error}", file=sys.stderr)
            continue
        if questions := session.choose(removable(every), QUESTIONS):
            index = stack.enter_context(session.open_index(collection))
            yield TuningSet(name, index, cases_of(name, every, index), questions)


def fit_ranking(sets: Sequence[TuningSet], reader: CachedReader) -> Numbers:
    """Weights that put hits which hold the answer above the others of the same question."""
    lists, mass = [], []
    for one in sets:
        for question in ticking(f"{one.name}, ranking", one.questions):
            hits = one.index.find(question.query.text).hits
            readings = rerank.read(question.query.text, hits, reader)
            rows = [
                astuple(rerank.features(hit, reading))
                for hit, reading in zip(hits, readings, strict=True)
            ]
            right = [_holds(question, hit) for hit in hits]
            lists.append((np.array(rows).reshape(-1, len(RANKED_BY)), np.array(right, bool)))
            mass.append(one.share)

    def solve(columns: NDArray[np.intp]) -> FloatArray:
        return regression.fit_lists([(rows[:, columns], right) for rows, right in lists], mass)

    columns = _agreeing(solve, RANKED_BY, np.vstack([rows for rows, _ in lists]))
    return _numbers(RANKED_BY, columns, solve(columns))


def fit_sentences(sets: Sequence[TuningSet], reader: CachedReader) -> tuple[Numbers, Rows]:
    """Weights by which a sentence's score is the chance that it answers."""
    # Initial weights: those used without a reader, and a little of the reader's scores.
    numbers = {**evidence.UNREAD, "intercept": -3.0, "answerable": 0.2, "span": 0.2}
    for turn in range(1, _ROUNDS + 1):
        features, right, mass = [], [], []
        for one in sets:
            for question in ticking(f"{one.name}, sentences, round {turn}", one.questions):
                found = one.index.find(question.query.text)
                _, _, candidates = measured(one.index, question, found, reader, numbers)
                features += [astuple(candidate.features) for candidate in candidates]
                right += [_right(question, candidate) for candidate in candidates]
                mass += [one.share] * len(candidates)
        rows = Rows(np.array(features), np.array(right, float), np.array(mass))
        numbers = _fitted(SENTENCE, rows) | BY_HAND
    return numbers, rows


def fit_refusal(sets: Sequence[TuningSet], reader: CachedReader | None) -> tuple[Numbers, Answers]:
    """Weights by which an answer's confidence is the chance that its best sentence answers.

    Half of the cases lack what answers; collections are large, of two articles, or of one.
    """
    chosen = reader.fitted["sentence"] if reader else None
    asked = [(each, size) for each in sets for size in SETS[each.name]]
    crowded = [(one, size) for one, size in asked if (one.name, size) in CROWDED]

    def answers(groups: Sequence[tuple[TuningSet, str]]) -> Answers:
        features, right, mass, passages = [], [], [], []
        for one, size in groups:
            for question in ticking(f"{one.name}, {size}", one.questions):
                for trial in one.cases.trials(question, size):
                    found = one.index.find(question.query.text, trial.part)
                    weights, reads, candidates = measured(
                        one.index, question, found, reader, chosen
                    )
                    if candidates:
                        best = candidates[0]
                        features.append(astuple(confidence.features(best, reads, weights)))
                        right.append(_right(question, best))
                        mass.append(one.share)
                        passages.append(weights.passages)
        return Answers(
            np.array(features), np.array(right, float), np.array(mass), np.array(passages, float)
        )

    plain = answers([each for each in asked if each not in crowded])
    crowd = answers(crowded)
    return crowd_corrected(tempered(_fitted(confidence.FEATURES, plain), plain), crowd), plain


def measured(
    index: PartialIndex,
    question: Question,
    found: Found,
    reader: CachedReader | None,
    numbers: Mapping[str, float] | None,
) -> tuple[Weights, list[ReadHit], list[Candidate]]:
    """What `qa.answering.answer` measures on its way to an answer."""
    text = question.query.text
    weights = Weights(text, found.lexical)
    reads = rerank.rerank(text, found.hits, reader)
    return weights, reads, evidence.score(text, reads, index.encoder, weights, numbers)


def section(name: str, numbers: Numbers, rows: Rows, logits: FloatArray) -> str:
    """The numbers ready to be pasted, and how well they fit the cases they were fitted on."""
    scored = Scored(regression.predicted(logits), rows.right)
    passing = scored.threshold()
    return (
        f"\n## {name}\n\n{as_code(numbers)}\n\n"
        f"{len(rows.right):,} cases, {rows.right.mean():.1%} right. On these very cases: AUROC "
        f"{scored.auroc(rows.mass):.3f}, ECE {scored.calibration_error(BINS[0], rows.mass):.3f}; "
        f"5% of the right ones lie below {passing:.2f}, "
        f"{scored.false_answers(rows.mass):.1%} of the wrong ones above."
    )


def as_code(numbers: Mapping[str, float]) -> str:
    """A dictionary as Python source."""
    return "{\n" + "".join(f'    "{key}": {one:.4g},\n' for key, one in numbers.items()) + "}"


def _fitted(names: Sequence[str], rows: Rows) -> Numbers:
    def solve(columns: NDArray[np.intp]) -> FloatArray:
        return regression.fit(rows.features[:, columns], rows.right, rows.mass)[1]

    columns = _agreeing(solve, names, rows.features)
    intercept, weights = regression.fit(rows.features[:, columns], rows.right, rows.mass)
    return {"intercept": intercept} | _numbers(names, columns, weights)


def _agreeing(
    solve: Callable[[NDArray[np.intp]], FloatArray], names: Sequence[str], rows: FloatArray
) -> NDArray[np.intp]:
    """The columns whose weights have the right sign.

    A sign that contradicts the feature's meaning is noise of a small sample.
    """
    signs = [-1 if name in AGAINST else 1 for name in names]
    return regression.signed(solve, signs, rows.std(axis=0))


def _numbers(names: Sequence[str], columns: NDArray[np.intp], weights: FloatArray) -> Numbers:
    """The weight of each name, 0 for those that were left out."""
    found = dict.fromkeys(names, 0.0)
    found.update((names[i], float(one)) for i, one in zip(columns, weights, strict=True))
    return found


def _holds(question: Question, hit: Hit) -> bool:
    """Whether a passage of the question's own documents holds its answer."""
    return any(
        question.right(document.source, hit.passage.start, hit.passage.end, hit.text)
        for document in (hit.document, *hit.also_in)
        if document.source in question.query.relevant
    )


def _right(question: Question, one: Candidate) -> bool:
    source, place = one.hit.document.source, one.sentence
    return question.right(source, place.start, place.end, one.text)


if __name__ == "__main__":
    sys.exit(main())
