"""Words of a question that the key of a cell or a line stands for."""

from __future__ import annotations

import pytest

import qa
from qa.answering.key_words import compounds, stated
from qa.search.terms import stems


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("What is Tom Reed's phone number?", "Name: Tom Reed · Phone: 555 0102", "phone number"),
        ("the phone number of Tom Reed", "Phone: 555 0102", "phone number"),
        ("Tom's telephone number", "Name: Tom Reed\nPhone: 555 0102\n", "telephone number"),
        ("Tom's phone number", "- **Telephone**: 555 0102", "phone number"),
        ("Tom's phone number", "Phone no: 555 0102", "phone number"),
        ("the email address of Tom", "Mail: tom@example.org", "email address"),
        ("Tom's e-mail address", "Name: Tom · E-mail: tom@example.org", "e-mail address"),
        ("Tom's mail address", "Email: tom@example.org", "mail address"),
        ("Ada's date of birth", "Birthday: 3 May 1980", "date birth"),
        ("Ada's place of birth", "Birthplace: Ulm", "place birth"),
        ("the number of beds of the hut", "Beds: 24", "number beds"),
        ("Tom's job title", "Job: smith", "job title"),
        ("Ada's birthday", "Date of birth: 3 May 1980", "birthday"),
        ("the birthplace of Ada", "Place of birth: Ulm", "birthplace"),
        ("postcode of the school", "Post code: AB1 2CD", "postcode"),
    ],
)
def test_a_key_stands_for_a_compound_with_it(question, text, words):
    assert stated(compounds(question), text) == set(stems(words))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Tom's phone number", "Phone: not yet"),  # no number
        ("Tom's phone number", "Phone extension: 12"),
        ("Tom's phone number", "Fax: 555 0102"),
        ("Tom's phone number", "Number: 12"),
        ("Tom's phone number", "He has a phone, and the number is 12."),
        ("Ada's place of birth", "Birthday: 3 May 1980"),
        ("Ada's date of birth", "Birthplace: Ulm"),
        ("Ada's date of birth", "Date: 3 May 1980"),
        ("the airport code", "Port: 8080"),
        ("the Henry number", "Henry: 8"),
        ("What is the price?", "Cost: 12 euros"),
    ],
)
def test_a_key_stands_for_nothing_else(question, text):
    assert stated(compounds(question), text) == set()


def test_what_a_key_stands_for_is_not_missing(tmp_path):
    (tmp_path / "staff.csv").write_text(
        "Name,Phone,Mail\nAda Brill,555 0101,ada@example.org\nTom Reed,555 0102,tom@example.org\n"
    )
    for number in range(20):
        text = f"The market of village {number} opens in the morning and the weather is fine.\n"
        (tmp_path / f"village{number}.md").write_text(text)
    with qa.open(tmp_path / "index", paths=[tmp_path]) as engine:
        engine.sync()
        for question in ("What is the phone number of Tom Reed?", "Tom Reed telephone number"):
            found = engine.ask(question)
            assert (found.answered, found.missing_terms) == (True, ())
            assert "555 0102" in found.evidence[0].text
            assert found.confidence > 0.75  # the most that a word which stands nowhere leaves
        found = engine.ask("What is the fax number of Tom Reed?")
        assert "fax" in found.missing_terms
