"""Whether the evidence answers the question at all: provisional, until a reader is trained.

A logistic function of three absolute measures of the best sentence. The first three numbers are
fitted on half of squad11_dev's articles: questions asked of the whole collection against the same
questions with their own article taken out (`python -m bench.evidence --fit`). Misfits are too rare
there to be fitted (3 in 100), so theirs is set by hand. Scores that are relative to the best hit
are no use here: a best hit always looks good.
"""

from __future__ import annotations

import math

from qa.evidence import Candidate

INTERCEPT = -10.58
COSINE = 11.70  # nearness of the best sentence in meaning
COVERAGE = 7.81  # share of the question's weight in words found in its passage
MISFIT = -1.0  # it holds nothing of the kind that is asked for
THRESHOLD = 0.5


def probability(best: Candidate) -> float:
    """How likely it is that `best` answers its question, as far as can be told without reading."""
    return logistic(best.cosine, best.context, float(not best.fits))


def logistic(cosine: float, coverage: float, misfit: float) -> float:
    """The fitted function; `misfit` is 1 or 0."""
    z = INTERCEPT + COSINE * cosine + COVERAGE * coverage + MISFIT * misfit
    return 1 / (1 + math.exp(-z))
