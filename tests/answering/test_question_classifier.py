"""The form of an answer by the question's vector, where no rule is exact."""

from __future__ import annotations

import numpy as np
import pytest

from qa.answering.question_classifier import FORMS, WEIGHTS, classified
from qa.answering.question_form import Form
from qa.embedding.encoder import load_encoder
from tests.support.answered_collection import BagEncoder


@pytest.fixture(scope="module")
def encoder():
    return load_encoder()


@pytest.mark.parametrize(
    "question",
    ["let ordinary users look at the mail queue", "put a cover picture into all songs of an album"],
)
def test_what_is_to_be_done_without_a_question_word(encoder, question):
    assert classified(question, encoder).form is Form.HOW_TO
    assert classified(question, BagEncoder()).form is Form.KEYWORDS  # its vectors say nothing


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("vim key bindings", Form.KEYWORDS),
        ("harbour opening hours", Form.KEYWORDS),
        ("who wrote the manual?", Form.FACT),
        ("How big is the student discount?", Form.FACT),
        ("why is the lamp off", Form.WHY),
        ("i18n vs l10n whats the difference", Form.COMPARISON),
    ],
)
def test_what_the_rules_tell_stays(encoder, question, form):
    assert classified(question, encoder).form is form


def test_the_weights_fit(encoder):
    weights = np.load(WEIGHTS, allow_pickle=False)
    assert weights.shape == (len(FORMS), encoder.dimension + 1)
    assert np.isfinite(weights).all()
    assert set(FORMS) == set(Form)
