"""Documents of the time that a question is about come first among near-equals."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from qa.answering.answer import answer
from qa.answering.confidence import UNNAMED
from qa.answering.own_time import without_time
from qa.answering.query_weights import Weights
from qa.answering.time_preference import Preference, preferred_hits
from qa.answering.timeline import timeline
from qa.datatypes import BlockKind, DocumentInfo, TimeFocus
from qa.errors import VerbatimError
from tests.support.answered_collection import Collection

NEWEST = TimeFocus("latest", newest=True)
MARCH = TimeFocus("in March 2021", date(2021, 3, 1), date(2021, 3, 31))


def dated(name: str, day: date | None) -> DocumentInfo:
    return DocumentInfo(f"id of {name}", name, f"Title of {name}", None, None, day, 99)


def collection(
    days: dict[str, date | None], text: str = "The rate was raised to {}."
) -> Collection:
    """A document for each day, whose sentences differ in a number."""
    made = Collection()
    for number, source in enumerate(days, start=1):
        made.add(source, text.format(number), before="")
    made.hits = [
        replace(hit, document=dated(hit.document.source, days[hit.document.source]))
        for hit in made.hits
    ]
    return made


def asked(made: Collection, question: str, focus: TimeFocus | None):
    return answer(
        question,
        made.hits,
        encoder=made.encoder,
        lexical=made.lexical,
        reader=None,
        document_of=made.document_of,
        path_of=lambda source: source,
        top=1,
        threshold=0,
        focus=focus,
    )


def test_a_document_of_the_period_comes_first_and_the_answer_says_so() -> None:
    made = collection({"old.txt": date(2019, 1, 1), "march.txt": date(2021, 3, 9), "no.txt": None})
    plain = asked(made, "To what was the rate raised?", None)
    assert (plain.sources[0].document.source, plain.notes) == ("old.txt", ())
    found = asked(made, "To what was the rate raised in March 2021?", MARCH)
    assert found.sources[0].document.source == "march.txt"
    assert found.notes == (
        'Documents dated "in March 2021" are preferred; --no-dates leaves dates aside.',
    )


def test_the_ends_of_a_stretch_of_time_need_stand_nowhere() -> None:
    summer = TimeFocus("between June and August 2024", date(2024, 6, 1), date(2024, 8, 31))
    made = collection({"a.txt": date(2024, 7, 2), "b.txt": date(2023, 5, 2)})
    found = asked(made, "What was the rate raised to between June and August 2024?", summer)
    assert found.missing_terms == ()
    assert found.sources[0].document.source == "a.txt"
    month = TimeFocus("in June 2024", date(2024, 6, 1), date(2024, 6, 30))
    assert "June" in asked(made, "What was the rate raised to in June 2024?", month).missing_terms


def test_what_an_old_document_calls_last_week_is_not_ours() -> None:
    week = TimeFocus("last week", date(2026, 11, 16), date(2026, 11, 22))
    text = "The rate was raised to {} last week."
    found = asked(collection({"a.txt": date(2013, 5, 2), "b.txt": date(2025, 5, 2)}, text),
                  "What was the rate raised to last week?", week)  # fmt: skip
    assert found.confidence <= UNNAMED
    assert found.notes == ('Nothing that comes near is in a document dated "last week".',)
    for day in (date(2026, 11, 20), None):  # from a document of then, or one that says no day
        found = asked(collection({"a.txt": day}, text), "What was the rate raised to?", week)
        assert not any("Nothing" in note for note in found.notes)
    year = TimeFocus("in 2019", date(2019, 1, 1), date(2019, 12, 31))
    found = asked(collection({"a.txt": date(2025, 5, 2)}), "What was the rate raised to?", year)
    assert found.notes == ()


def test_the_newest_comes_first() -> None:
    made = collection(
        {"a.txt": date(2019, 1, 1), "c.txt": date(2023, 1, 1), "b.txt": date(2021, 1, 1)}
    )
    found = asked(made, "What is the latest rate?", NEWEST)
    assert found.sources[0].document.source == "c.txt"
    assert found.notes == (
        'Newer documents are preferred, for "latest"; --no-dates leaves dates aside.',
    )


def test_without_dates_nothing_changes() -> None:
    made = collection({"a.txt": None, "b.txt": None})
    found = asked(made, "What is the latest rate?", NEWEST)
    assert (found.sources[0].document.source, found.notes) == ("a.txt", ())


def test_how_much_is_preferred() -> None:
    days = [date(2013, 1, 1), date(2022, 1, 1), date(2022, 2, 1), None]
    infos = [dated(f"{n}.txt", day) for n, day in enumerate(days)]
    newest = Preference(NEWEST, infos)
    assert [newest.of(info) for info in infos] == [0.0, 0.5, 1.0, 0.0]
    march = Preference(MARCH, infos)
    for day, much in (
        (date(2021, 3, 1), 1.0),
        (date(2021, 3, 31), 1.0),
        (date(2021, 4, 10), 0.5),  # it is told of some days later
        (date(2021, 2, 28), 0.0),
        (date(2021, 5, 1), 0.0),
    ):
        assert march.of(dated("x.txt", day)) == much
    assert not Preference(NEWEST, infos[3:])
    assert not Preference(NEWEST, infos[:1])


def test_a_hit_of_the_period_just_too_far_down_is_read() -> None:
    made = collection(
        {"a.txt": date(2019, 1, 1), "b.txt": date(2020, 1, 1), "c.txt": date(2021, 3, 2)}
    )
    hits = [replace(hit, score=0.5 - 0.01 * at) for at, hit in enumerate(made.hits)]
    assert [hit.document.source for hit in preferred_hits(hits, MARCH, 2)] == ["a.txt", "c.txt"]
    far = [replace(hit, score=0.5 - 0.1 * at) for at, hit in enumerate(made.hits)]
    assert [hit.document.source for hit in preferred_hits(far, MARCH, 2)] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("question", "focus", "text", "asked"),
    [
        ("Who left in March 2021?", MARCH, "Ada left.", "Who left?"),
        ("Who left in March 2021?", MARCH, "Held on 9 March 2021. Ada left.", "Who left?"),
        ("Who left in March 2021?", MARCH, "Ada left in March.", "Who left in March 2021?"),
        ("Who came to the last meeting?",
         replace(MARCH, words="last meeting", named="meeting"), "Ada.",
         "Who came to the meeting?"),
        ("Who spoke at the last meeting in March?",
         replace(MARCH, words="last meeting in March", named="meeting"), "Ada.",
         "Who spoke at the meeting?"),
        ("What is the latest?", NEWEST, "Ada left.", "What is the latest?"),
    ],
)  # fmt: skip
def test_a_document_of_that_time_is_asked_without_it(question, focus, text, asked) -> None:
    assert without_time(question, focus, dated("a.txt", date(2021, 3, 9)), text) == asked
    for day in (date(2021, 4, 1), None):
        assert without_time(question, focus, dated("a.txt", day), text) == question


def test_the_date_of_a_document_has_the_words_of_its_time() -> None:
    made = collection({"a.txt": None, "b.txt": None})
    weights = Weights("To what was the rate raised in March 2021?", made.lexical, MARCH)
    assert weights.time_of(dated("a.txt", date(2021, 3, 9))) == "in March 2021"
    assert weights.time_of(dated("a.txt", date(2021, 4, 9))) == ""


def test_where_a_meeting_is_named_no_other_is_read() -> None:
    made = collection({"a.txt": date(2019, 1, 1), "b.txt": date(2021, 3, 9)})
    last = replace(MARCH, words="last meeting", named="meeting")
    assert [hit.document.source for hit in preferred_hits(made.hits, last, 2)] == ["b.txt"]
    assert len(preferred_hits(made.hits[:1], last, 2)) == 1  # there is nothing of it
    found = asked(made, "To what was the rate raised at the last meeting?", last)
    assert found.sources[0].document.source == "b.txt"
    assert "last" not in found.missing_terms


# --- timeline


def told(made: Collection, question: str, top: int = 10):
    retriever = SimpleNamespace(words=made.lexical, document_of=made.document_of)
    return timeline(question, made.hits, retriever, None, lambda source: f"news/{source}", top)


def test_evidence_in_order_of_date() -> None:
    made = collection(
        {
            "b.txt": date(2021, 3, 1),
            "a.txt": date(2019, 5, 2),
            "x.txt": None,
            "c.txt": date(2023, 1, 1),
        }
    )
    found = told(made, "To what was the rate raised?")
    assert [(entry.published.isoformat(), entry.path, entry.text) for entry in found.entries] == [
        ("2019-05-02", "news/a.txt", "The rate was raised to 2."),
        ("2021-03-01", "news/b.txt", "The rate was raised to 1."),
        ("2023-01-01", "news/c.txt", "The rate was raised to 4."),
    ]
    assert found.undated == 1
    first = found.entries[0]
    text = made.documents["a.txt"].text
    assert text[first.start : first.end] == first.text
    assert (first.line, first.confidence) == (1, None)


def test_what_others_say_as_well_is_shown_once() -> None:
    days = {f"{name}.txt": date(2021, 3, day) for day, name in enumerate("abc", start=1)}
    made = collection(days, "The board raised the rate on Tuesday for the third time this year.")
    (entry,) = told(made, "Who raised the rate?").entries
    assert entry.document.source == "a.txt"
    assert [info.source for info in entry.also_in] == ["b.txt", "c.txt"]


def test_a_credit_alone_is_no_entry_what_the_document_says_below_is() -> None:
    made = Collection()
    made.add(
        "a.txt", "Reporting on the rate by Reuters", kinds={0: BlockKind.BOILERPLATE}, before=""
    )
    made.add(
        "b.txt", "Reporting on the rate by Reuters", kinds={0: BlockKind.BOILERPLATE}, before=""
    )
    made.add("b.txt", "The rate was raised to two.", before="\n\n")
    found = told(made, "To what was the rate raised?")
    assert [entry.text for entry in found.entries] == ["The rate was raised to two."]


def test_a_changed_document_is_not_quoted() -> None:
    made = collection({"a.txt": date(2019, 5, 2)})
    made.change("a.txt", "Something else stands here now, and it is longer.")
    with pytest.raises(VerbatimError):
        told(made, "To what was the rate raised?")
