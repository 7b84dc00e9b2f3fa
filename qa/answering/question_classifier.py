"""What form of answer a question wants, from its vector, where no rule is exact.

A softmax over the default encoder's vector of the question, fitted on questions of known kind by
`python -m training.forms`, which prints how often it is right beside the rules.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.answering.question_form import Form, QuestionForm, question_form
from qa.embedding.encoder import Encoder
from qa.embedding.model_files import DEFAULT_KEY

WEIGHTS = Path(__file__).parents[1] / "weights" / "question_form.npy"
FORMS = (Form.FACT, Form.WHY, Form.HOW_TO, Form.DEFINITION, Form.LIST, Form.COMPARISON,
         Form.YES_NO, Form.KEYWORDS)  # fmt: skip
# From here on it is believed where the rules found nothing; in collections that were not learned
# from it is right for 8 in 10 of the first and 6 in 10 of the others.
SURE = 0.75
SURER = 0.9
_DOUBTFUL = frozenset({Form.DEFINITION, Form.LIST, Form.COMPARISON})
_REQUEST = 0.5  # likewise that words without a verb ask how to do something
_REQUEST_WORDS = 4


def classified(question: str, encoder: Encoder) -> QuestionForm:
    """The question with the form of its answer: by rules, and where they say little by its vector.

    Vectors of another encoder than the default say nothing here.
    """
    ruled = question_form(question)
    if ruled.form not in (Form.FACT, Form.KEYWORDS) or encoder.key != DEFAULT_KEY:
        return ruled
    form, chance = _likeliest(encoder.encode_queries([question])[0])
    if ruled.form is Form.KEYWORDS:
        asks = len(question.split()) >= _REQUEST_WORDS and chance >= _REQUEST
        return replace(ruled, form=form) if form is Form.HOW_TO and asks else ruled
    sure = chance >= (SURER if form in _DOUBTFUL else SURE) and form is not Form.KEYWORDS
    return replace(ruled, form=form) if sure else ruled


def _likeliest(vector: npt.NDArray[np.float32]) -> tuple[Form, float]:
    weights = _weights()
    logits = weights[:, :-1] @ vector + weights[:, -1]
    chances = np.exp(logits - logits.max())
    best = int(chances.argmax())
    return FORMS[best], float(chances[best] / chances.sum())


@lru_cache(maxsize=1)
def _weights() -> npt.NDArray[np.float32]:
    """Float32 of shape (forms, dimension + 1), the intercept last."""
    return np.load(WEIGHTS, allow_pickle=False).astype(np.float32)  # type: ignore[no-any-return]
