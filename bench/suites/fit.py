"""The reader's numbers: how hits are ranked, sentences chosen, questions refused.

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
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np

from bench.data.datasets import MissingDataError, data_folder
from bench.data.span_sets import searched
from bench.harness.cache import Cache, CachedReader
from bench.harness.people import Judge, questions
from bench.harness.removal_trials import removable
from bench.harness.session import Session
from bench.harness.ticker import Ticker
from bench.harness.trials import Trial, of_own, of_people, of_questions
from bench.measures import regression
from bench.measures.calibration import BINS, Scored
from bench.measures.confidence_fit import Answers, Rows, crowd_corrected, tempered
from bench.measures.metrics import FloatArray
from bench.measures.signed_fit import Numbers, fitted_rows, listwise
from bench.report import markdown
from bench.suites.answers import CACHE_FILE, add_common, open_reader
from bench.suites.refusal import SETS, cases_of
from qa.answering import candidates, confidence, evidence, rerank
from qa.answering.linear_model import weighted
from qa.answering.piece import UNREAD, Piece
from qa.answering.piece import Features as UnitFeatures
from qa.answering.query_weights import Weights
from qa.answering.question_classifier import classified
from qa.answering.rerank import ReadHit
from qa.datatypes import Progress

QUESTIONS = 400  # of each set, unless told otherwise
RANKED_BY = tuple(field.name for field in fields(rerank.Features))
SENTENCE = tuple(field.name for field in fields(candidates.Features))
RANKED = ("score", "logit")
UNIT = tuple(field.name for field in fields(UnitFeatures))
# What is too rare in the tuning sets to be fitted: headings and bylines, and direct speech.
BY_HAND = {"kind": -4.0, "spoken": 2.0}
UNIT_BY_HAND = {"weak": -4.0, "spoken": 2.0}
PEOPLE = 3.0  # what people's questions count, next to one set of spans
_ROUNDS = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the numbers, write them as JSON; 0 also when there is no data."""
    parser = argparse.ArgumentParser(prog="python -m bench.suites.fit", description=__doc__)
    parser.add_argument("--limit", type=int, metavar="N", default=QUESTIONS,
                        help="questions per set, 0 = all (default: %(default)s)")  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE",
                        help="write the reader's numbers there")  # fmt: skip
    parser.add_argument("--sets", default=",".join(SETS), help="sets of spans (default: all)")
    parser.add_argument("--realuse", type=Path, metavar="DIR",
                        help="people's questions: the folder with questions.jsonl")  # fmt: skip
    parser.add_argument("--indexes", type=Path, metavar="DIR",
                        help="an index for each of their collections")  # fmt: skip
    parser.add_argument("--own", type=Path, metavar="FILE",
                        help="own-fit.jsonl.gz of training.manuals")  # fmt: skip
    parser.add_argument("--own-indexes", type=Path, metavar="DIR",
                        help="an index for each of its collections")  # fmt: skip
    add_common(parser)
    options = parser.parse_args(arguments)
    reader = open_reader(options.reader)
    cache = Cache(options.work / CACHE_FILE)
    try:
        reading = CachedReader(reader, cache, dict(reader.fitted)) if reader else None
        session = Session(data_folder(options.data), options.work, cache, reading,
                          half="tuning", limit=options.limit)  # fmt: skip
        with ExitStack() as stack:
            trials = list(opened(session, stack, options))
            if not trials:
                print("Nothing to fit. Name the folder of data sets with --data DIR or $QA_DATA;\n"
                      "bench/README.md says which files belong in it.")  # fmt: skip
                return 0
            facts = markdown.environment()
            print(f"# Numbers fitted on tuning halves\n\n{markdown.heading(facts)}\n")
            print(f"{len(trials):,} trials\n")
            numbers, answers = fit_confidence(trials, None)
            print(section("confidence.UNREAD", numbers, answers, answers.logits(numbers)))
            if reading is None:
                return 0
            if reading.ranker:
                reading.fitted.setdefault("ranked", dict.fromkeys(RANKED, 1.0))
            ranked = [trial for trial in trials if trial.ranked]
            reading.fitted["rerank"] = fit_ranking(ranked, reading)
            print(f"\n## rerank\n\n{as_code(reading.fitted['rerank'])}")
            reading.fitted["sentence"], rows = fit_sentences(ranked, reading)
            numbers = reading.fitted["sentence"]
            print(section("sentence", numbers, rows, rows.sums(numbers, SENTENCE)))
            reading.fitted["unit"] = fit_units(ranked, reading)
            print(f"\n## unit\n\n{as_code(reading.fitted['unit'])}")
            if reading.ranker:
                reading.fitted["ranked"] = fit_ranked(ranked, reading)
                print(f"\n## ranked\n\n{as_code(reading.fitted['ranked'])}")
            numbers, answers = fit_confidence(trials, reading)
            reading.fitted["refusal"] = numbers
            print(section("refusal", numbers, answers, answers.logits(numbers)))
            if options.json:
                markdown.write_results(options.json, reading.fitted)
    finally:
        cache.close()
    return 0


def opened(session: Session, stack: ExitStack, options: argparse.Namespace) -> Iterator[Trial]:
    """The trials of every set that is there; one without data is named and passed over."""
    for name in filter(None, options.sets.split(",")):
        try:
            collection, every = searched(name, session.data)
        except MissingDataError as error:
            print(f"{name}: passed over, {error}", file=sys.stderr)
            continue
        if chosen := session.choose(removable(every), QUESTIONS):
            index = stack.enter_context(session.open_index(collection))
            yield from of_questions(name, index, cases_of(name, every, index), chosen, SETS[name])
    if options.realuse and options.indexes:
        names = [path.name for path in options.indexes.iterdir() if path.is_dir()]
        # Follow-ups say nothing by themselves.
        rows = [row for row in questions(options.realuse, "tuning", (), names)
                if not row["history"]]  # fmt: skip
        judge = Judge(options.realuse)
        yield from of_people(judge, rows, options.indexes, session, stack, PEOPLE)
    if options.own and options.own_indexes:
        yield from of_own(options.own, options.own_indexes, session, stack, PEOPLE)


def fit_ranking(trials: Sequence[Trial], reader: CachedReader) -> Numbers:
    """Weights that put hits which hold the answer above the others of the same question."""
    lists, mass = [], []
    for trial in ticked("ranking", trials):
        hits = trial.find().hits
        readings = rerank.read(trial.text, hits, reader)
        pairs = zip(hits, readings, strict=True)
        rows = [astuple(rerank.features(hit, reading)) for hit, reading in pairs]
        right = [trial.right_hit(hit) for hit in hits]
        lists.append((np.array(rows).reshape(-1, len(RANKED_BY)), np.array(right, bool)))
        mass.append(trial.share)
    return listwise(RANKED_BY, lists, mass)


def fit_sentences(trials: Sequence[Trial], reader: CachedReader) -> tuple[Numbers, Rows]:
    """Weights by which a sentence's score is the chance that it answers."""
    features, right, mass = [], [], []
    for trial in ticked("sentences", trials):
        found = trial.find()
        weights = Weights(trial.text, found.lexical)
        reads = rerank.rerank(trial.text, found.hits, reader)
        for sentences in candidates.measure(trial.text, reads, weights, reader.fitted["sentence"]):
            for one in sentences:
                features.append(astuple(one.features))
                right.append(trial.right_sentence(one))
                mass.append(trial.share)
    rows = Rows(np.array(features), np.array(right, float), np.array(mass))
    return fitted_rows(SENTENCE, rows) | BY_HAND, rows


def fit_units(trials: Sequence[Trial], reader: CachedReader) -> Numbers:
    """Weights that put units which answer above the others of the same question."""
    numbers = reader.fitted.get("unit") or dict(UNREAD)
    for turn in range(1, _ROUNDS + 1):  # which are compared in meaning depends on the numbers
        numbers = _fit_pieces(
            f"units, round {turn}", trials, reader, reader.fitted | {"unit": numbers},
            UNIT, lambda piece: astuple(piece.features),
        ) | UNIT_BY_HAND  # fmt: skip
    return numbers


def fit_ranked(trials: Sequence[Trial], reader: CachedReader) -> Numbers:
    """How much of a unit's score is what it was, and how much the ranker's logit."""
    unit = reader.fitted["unit"]
    return _fit_pieces(
        "ranked", trials, reader, reader.fitted, RANKED,
        lambda piece: (weighted(unit, piece.features), piece.ranked),
    )  # fmt: skip


def _fit_pieces(
    name: str, trials: Sequence[Trial], reader: CachedReader,
    fitted: Mapping[str, Mapping[str, float]], names: Sequence[str],
    measure: Callable[[Piece], Sequence[float]],
) -> Numbers:  # fmt: skip
    """Weights of what `measure` says of units, by `fitted`, that put those first which answer."""
    lists, mass = [], []
    for trial in ticked(name, trials):
        _, _, found = measured(trial, reader, fitted)
        rows = [measure(piece) for piece in found]
        right = [trial.right(piece) for piece in found]
        lists.append((np.array(rows).reshape(-1, len(names)), np.array(right, bool)))
        mass.append(trial.share)
    return listwise(names, lists, mass)


def fit_confidence(trials: Sequence[Trial], reader: CachedReader | None) -> tuple[Numbers, Answers]:
    """Weights by which an answer's confidence is the chance that its first unit answers."""
    chosen = reader.fitted if reader else {}

    def answers(of: Sequence[Trial]) -> Answers:
        features, right, mass, passages = [], [], [], []
        for trial in ticked("confidence", of):
            weights, _, found = measured(trial, reader, chosen)
            if found:
                features.append(astuple(confidence.features(found, weights)))
                right.append(trial.right(found[0]))
                mass.append(trial.share)
                passages.append(weights.passages)
        shape = (-1, len(confidence.FEATURES))
        return Answers(
            np.array(features, float).reshape(shape), np.array(right, float),
            np.array(mass), np.array(passages, float),
        )  # fmt: skip

    plain = answers([trial for trial in trials if not trial.crowd])
    numbers = tempered(fitted_rows(confidence.FEATURES, plain), plain)
    crowd = [trial for trial in trials if trial.crowd]
    if crowd:
        return crowd_corrected(numbers, answers(crowd)), plain
    before = (reader.fitted if reader else {}).get("refusal", {})
    kept = {name: before.get(name, 0.0) for name in ("drowned", "rivals")}
    return numbers | kept, plain


def measured(
    trial: Trial, reader: CachedReader | None, fitted: Mapping[str, Mapping[str, float]]
) -> tuple[Weights, list[ReadHit], list[Piece]]:
    """What `qa.answering.answer` measures on its way to an answer."""
    found = trial.find()
    weights = Weights(trial.text, found.lexical)
    reads = rerank.rerank(trial.text, found.hits, reader)
    sentences = candidates.measure(
        trial.text, reads, weights, fitted.get("sentence") if reader else None
    )
    pieces = evidence.pieces(
        classified(trial.text, trial.index.encoder), reads, sentences, trial.index.document_of,
        trial.index.encoder, weights, fitted if reader else {}, reader.ranker if reader else None,
    )  # fmt: skip
    return weights, reads, pieces


def ticked(name: str, trials: Sequence[Trial]) -> Iterator[Trial]:
    """The trials, one by one, with a line on stderr every ten seconds."""
    tick = Ticker(name)
    for done, trial in enumerate(trials, 1):
        yield trial
        tick(Progress("asking", done, len(trials), "trials"))


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
    """A dictionary as it stands in a source file."""
    return "{\n" + "".join(f'    "{key}": {one:.4g},\n' for key, one in numbers.items()) + "}"


if __name__ == "__main__":
    sys.exit(main())
