"""The form of an answer, from how the question is put: what each form is, and what it is not."""

from __future__ import annotations

import pytest

from qa.answering.question_form import (
    Form,
    asks_extreme,
    compared_terms,
    defined_term,
    question_form,
)

# By form: six questions that ask for it, and six that must not be taken for it.
QUESTIONS: dict[Form, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Form.WHY: (
        (
            "Why did the orchard close in May?",
            "Why is the east gate locked at night?",
            "For what reason was the ferry cancelled?",
            "What caused the fire in the boathouse?",
            "why don't the lamps on Mill Lane work",
            "What was the reason for moving the archive?",
        ),
        (
            "When did the orchard close?",
            "Who locked the east gate?",
            "How do I cancel the ferry?",
            "Was the fire in the boathouse put out?",
            "What is a boathouse?",
            "Which lamps are broken?",
        ),
    ),
    Form.HOW_TO: (
        (
            "How do I reset the pump?",
            "how to bake rye bread",
            "How can we export the guest list?",
            "What is the best way to prune a rose?",
            "Which command lets me rename a branch?",
            "restore a deleted folder",
        ),
        (
            "How many pumps are there?",
            "How long does rye bread keep?",
            "Who exported the guest list?",
            "When should roses be pruned?",
            "What does a branch cost?",
            "Was the folder restored?",
        ),
    ),
    Form.DEFINITION: (
        (
            "What is a halyard?",
            "What are transoms?",
            "What does ballast mean?",
            "Define scuttle",
            "What is meant by dead reckoning?",
            "bight meaning",
        ),
        (
            "What is the price of a halyard?",
            "What is the newest boat?",
            "What is the name of the harbour master?",
            "What was Ada's boat called?",
            "Who is the harbour master?",
            "What does a mooring cost in the old harbour in winter?",
        ),
    ),
    Form.LIST: (
        (
            "What kinds of knots does the guide show?",
            "Which types of wood are used for masts?",
            "Name all the harbours on the north shore",
            "Who was present at the meeting of the harbour board?",
            "On which days is the library open?",
            "What are the harbour rules?",
        ),
        (
            "Which boat is the fastest?",
            "When was the library opened?",
            "How many harbours are there?",
            "What is a knot?",
            "Who opened the meeting?",
            "Why is the library shut?",
        ),
    ),
    Form.COMPARISON: (
        (
            "What is the difference between a sloop and a ketch?",
            "Is a sloop faster than a ketch or slower?",
            "Compare the Plus plan with the Basic plan?",
            "Which is cheaper, the day ticket or the week ticket?",
            "How does a yawl differ from a ketch?",
            "Which costs more: oak or pine?",
        ),
        (
            "Is the sloop at anchor or in dock?",
            "What does the Plus plan cost?",
            "Which ticket is valid for a week?",
            "Who built the ketch?",
            "When was the yawl launched?",
            "What is a ketch?",
        ),
    ),
    Form.YES_NO: (
        (
            "Is the pool heated?",
            "Does the hall have a piano?",
            "Can guests bring dogs?",
            "Did Ines sign the lease?",
            "Are children allowed in the workshop?",
            "Has the roof been repaired?",
        ),
        (
            "Who heats the pool?",
            "Where is the piano?",
            "How do guests bring dogs?",
            "When did Ines sign the lease?",
            "What are children called in Welsh?",
            "Why has the roof been repaired?",
        ),
    ),
    Form.KEYWORDS: (
        (
            "ferry timetable winter",
            "Larkspur backups",
            "keyboard shortcuts editor",
            "lease termination notice",
            "S-400 batteries",
            "parental leave",
        ),
        (
            "When does the ferry run?",
            "backups of Larkspur?",
            "how to configure shortcuts",
            "who gave notice",
            "is there parental leave",
            "remove a key from the map",
        ),
    ),
    Form.FACT: (
        (
            "When was the lighthouse built?",
            "Who painted the town hall?",
            "How many sheep are on the island?",
            "Where is the key of the cellar kept?",
            "What is the price of a season ticket?",
            "Which port does the mail server listen on?",
        ),
        (
            "Why was the lighthouse built?",
            "How do I paint a wall?",
            "Are there sheep on the island?",
            "What is a cellar?",
            "What kinds of tickets are there?",
            "mail server ports",
        ),
    ),
}

IS = [(form, text) for form, (given, _) in QUESTIONS.items() for text in given]
IS_NOT = [(form, text) for form, (_, given) in QUESTIONS.items() for text in given]


@pytest.mark.parametrize(("form", "text"), IS)
def test_is(form: Form, text: str) -> None:
    found = question_form(text)
    assert (found.text, found.form) == (text, form)


@pytest.mark.parametrize(("form", "text"), IS_NOT)
def test_is_not(form: Form, text: str) -> None:
    assert question_form(text).form is not form


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("What is a halyard?", "halyard"),
        ("What are transoms?", "transoms"),
        ("What does ballast mean?", "ballast"),
        ("what's “dead reckoning”?", "dead reckoning"),
        ("What does VHF stand for?", "VHF"),
        ("bight meaning", "bight"),
        ("When was the halyard cut?", None),
        ("How do I tie a bowline?", None),
    ],
)
def test_the_term_that_is_asked_about(text: str, term: str | None) -> None:
    assert defined_term(question_form(text)) == term


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("What's the difference between a sloop and a ketch?", ("sloop", "ketch")),
        ("sloop vs. ketch", ("sloop", "ketch")),
        ("How does a yawl differ from a ketch?", ("yawl", "ketch")),
        ("Compare the Plus plan with the Basic plan", ()),  # asks to do something
        ("Which is cheaper, oak or pine?", ()),
        ("What is a ketch?", ()),
    ],
)
def test_the_terms_that_are_compared(text: str, terms: tuple[str, ...]) -> None:
    assert compared_terms(question_form(text)) == terms


@pytest.mark.parametrize("text", ["", "?", "  ", "¿?", "x" * 2000, "what is " * 200])
def test_odd_questions_have_a_form(text: str) -> None:
    assert question_form(text).form in Form


@pytest.mark.parametrize(
    ("question", "extreme"),
    [
        ("which flour has the most protein", True),
        ("cheapest flour", True),
        ("Who is the oldest member?", True),
        ("which plan costs the least", True),
        ("How many guests may rest in the forest?", False),
        ("most members are rowers, why?", False),
        ("what is the price of rye", False),
    ],
)
def test_the_most_or_the_least_of_several(question: str, extreme: bool) -> None:
    assert asks_extreme(question_form(question)) is extreme
