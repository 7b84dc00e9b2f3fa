"""Which questions are about the documents themselves, and what is read in them."""

from __future__ import annotations

from datetime import date

import pytest

from qa.catalogue.question import Kind, Period, Relation
from qa.catalogue.recognise import recognise

YEAR = Period(date(2019, 1, 1), date(2019, 12, 31))


@pytest.mark.parametrize(
    ("question", "relation", "topic"),
    [
        ("Which notes mention the Velo bridge?", Relation.MENTIONS, "the Velo bridge"),
        ("which document mentions quince", Relation.MENTIONS, "quince"),
        ("which speeches mention quince", Relation.MENTIONS, "quince"),
        ("In which chapters are cart horses mentioned?", Relation.MENTIONS, "cart horses"),
        ("In which article does Ada Brill appear?", Relation.MENTIONS, "Ada Brill"),
        ("Where is the larch room mentioned?", Relation.MENTIONS, "the larch room"),
        ("Which pages contain the word lantern?", Relation.MENTIONS, "lantern"),
        ("Can you tell me which emails refer to invoice 12?", Relation.MENTIONS, "invoice 12"),
        ("In which meeting was the roof discussed?", Relation.DISCUSSES, "the roof"),
        ("Which recipes are about leeks?", Relation.ABOUT, "leeks"),
        ("Which pages deal with grafting apples?", Relation.ABOUT, "grafting apples"),
        ("Is there a story about Winslow? Which one?", Relation.ABOUT, "Winslow"),
        ("Do we have any notes on beekeeping?", Relation.ABOUT, "beekeeping"),
        ("list all documents about the harbour", Relation.ABOUT, "the harbour"),
        ("Show me everything about taxes", Relation.ABOUT, "taxes"),
        ("which pages can merge pdf files?", Relation.HOLDS, "merge pdf files"),
        ("Which meeting had guests from Norden?", Relation.HOLDS, "guests from Norden"),
    ],
)
def test_selections(question, relation, topic):
    found = recognise(question)
    assert found is not None
    assert (found.kind, found.relation, found.topic) == (Kind.SELECT, relation, topic)
    assert not found.counted


@pytest.mark.parametrize(
    "question",
    ["articles from 2019", "all articles of 2019", "the articles published in 2019",
     "list articles from 2019", "which articles are from 2019"],
)  # fmt: skip
def test_documents_of_a_time(question):
    found = recognise(question)
    assert found is not None
    assert (found.kind, found.period, found.topic) == (Kind.SELECT, YEAR, "")


@pytest.mark.parametrize(
    "question",
    [
        "articles from the 1990s",
        "which articles are from the mid-90s?",
        "documents of 03/2021",
        "all notes since 5.3.2019",
        "articles published in the last 30 days",
        "list the minutes of the past two years",
    ],
)
def test_times_in_other_forms(question):
    found = recognise(question, date(2024, 3, 1))
    assert found is not None
    assert (found.kind, found.topic) == (Kind.SELECT, "")
    assert found.period is not None
    assert found.period.since is not None


@pytest.mark.parametrize(
    "question",
    [
        "How many articles mention Norden?",
        "In how many letters is Norden mentioned?",
        "how often is Norden mentioned",
        "how many notes are about Norden",
    ],
)
def test_counts(question):
    found = recognise(question)
    assert found is not None
    assert found.counted
    assert found.topic == "Norden"


@pytest.mark.parametrize(
    ("question", "part", "number", "whole"),
    [
        ("What does Article 20 say?", "article", "20", ""),
        ("What does the third amendment say?", "amendment", "3", ""),
        ("what is in chapter five of Alice?", "chapter", "5", "Alice"),
        ("Article XIV", "article", "14", ""),
        ("What does section 8.6 of the lease require?", "section", "8.6", "the lease"),
    ],
)
def test_parts_by_number(question, part, number, whole):
    found = recognise(question)
    assert found.kind is Kind.SECTION
    assert (found.noun, found.number, found.whole) == (part, number, whole)


def test_times_stand_beside_the_noun_or_at_the_end():
    beside = recognise("In which meeting in 2019 was the roof discussed?")
    assert (beside.topic, beside.inner, beside.period) == ("the roof", "the roof", YEAR)
    at_end = recognise("Which articles mention elections in 2019?")
    assert (at_end.topic, at_end.inner, at_end.period) == ("elections in 2019", "elections", YEAR)
    held = recognise("How many meetings were held in 2019?")
    assert (held.noun, held.counted, held.period) == ("meeting", True, YEAR)
    before = recognise("Which of the ebooks were released before the year 2000?")
    assert before.period == Period(until=date(1999, 12, 31))
    last = recognise("list all notes from last month", today=date(2024, 1, 15))
    assert last.period == Period(date(2023, 12, 1), date(2023, 12, 31))


def test_a_year_that_belongs_to_a_name_stays_in_the_topic():
    found = recognise("Which letters mention the war of 1812?")
    assert (found.topic, found.inner) == ("the war of 1812", "the war")


@pytest.mark.parametrize(
    ("question", "newest", "noun"),
    [
        ("What is the newest set of minutes?", True, "set of minutes"),
        ("what's the latest release?", True, "release"),
        ("When did the very first version of Velo come out?", False, "version"),
        ("When was the first meeting?", False, "meeting"),
        ("What was fixed in the newest release?", True, "release"),
        ("What is our oldest letter?", False, "letter"),
        ("Which note is the oldest?", False, "note"),
    ],
)
def test_newest_and_oldest(question, newest, noun):
    found = recognise(question)
    assert found is not None
    assert (found.kind, found.newest, found.noun) == (Kind.EXTREME, newest, noun)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who is the author of pg1661?", Kind.AUTHOR),
        ("Who wrote The Velo Handbook?", Kind.AUTHOR),
        ("who wrote the neon article", Kind.AUTHOR),
        ("Who wrote the foreword?", Kind.AUTHOR),
        ("Who sent the mail about the biggest file, and when?", Kind.AUTHOR),
        ('When was "Having Goats" written?', Kind.DATE),
        ("When was Velo 0.9.0 released?", Kind.DATE),
        ("when did v1.5.3 come out", Kind.DATE),
        ("when was the February 2018 survey created", Kind.DATE),
        ("What was in the release of 30 July 2026?", Kind.CONTENT),
        ("What happened in the meeting of 5 March 2025?", Kind.CONTENT),
        ("What was released in July 2026?", Kind.CONTENT),
        ("What's new in 1.4.0?", Kind.CONTENT),
        ("What did the release of 30 July 2026 bring?", Kind.CONTENT),
        ("Who was present at the meeting of 5 March 2025?", Kind.CONTENT),
        ("What was on the agenda on 5 March 2025?", Kind.CONTENT),
        ("What version came out in July 2023?", Kind.SELECT),
        ("number of meetings in 2021", Kind.SELECT),
        ("notes mentioning quince", Kind.SELECT),
        ("Any notes on quince?", Kind.SELECT),
        ("Does any article mention quince?", Kind.SELECT),
        ("Which chapter introduces ownership?", Kind.SELECT),
        ("Which release added the canvas?", Kind.SELECT),
        ("Author of Geese and Ganders", Kind.AUTHOR),
        ("What is the title of pg77?", Kind.TITLE),
        ("What can I find here?", Kind.OVERVIEW),
        ("what is this collection about?", Kind.OVERVIEW),
        ("What are these documents about?", Kind.OVERVIEW),
        ("What are my open todos?", Kind.TODOS),
        ("which tasks are still open?", Kind.TODOS),
        ("Which notes are tagged health?", Kind.SELECT),
        ("which books are by Mara Lind?", Kind.SELECT),
        ("how many documents are there?", Kind.SELECT),
        ("list all recipes", Kind.SELECT),
    ],
)
def test_other_kinds(question, kind):
    found = recognise(question)
    assert found is not None
    assert found.kind is kind


@pytest.mark.parametrize(
    "question",
    [
        "Which of the chapters explains why ownership panics?",
        "What year was the treaty signed?",
        "When was the first meeting of parliament opened?",
        "Who wrote a resounding letter to the elector?",
        "How many people mention Brown?",
        "How many pages does the book have?",
        "Which book by Ada Brill portrayed the harbour as a prison?",
        "What does the report say about mining?",
        "Who released the report on mining?",
        "When was the bridge released from quarantine?",
        "How do I list all files?",
        "What is a note?",
        "What was added to the soup in 1950?",
        "What is new in chemistry?",
        "Who attended the wedding?",
        "Which engine fixed the leak?",
        "Which team introduced the rule?",
        "What did the council decide?",
        "What is F?",
        "how many amendments are in the constitution",
        "How many chapters of Alice are there?",
        "What does Article 20 say about portability?",
        "What part did he play in act two?",
        "What story has little foundation in truth?",
        "why was the article withdrawn?",
        "Which version of the engine burns peat?",
        "what are tasks",
        "How do I mention someone in a note?",
        "When was Twilight Harbour released?",
        "What was released when the valve opened?",
        "Who wrote it?",
        "",
        "?" * 500,
    ],
)
def test_questions_about_contents_are_left_alone(question):
    assert recognise(question) is None


def test_names_without_a_word_for_documents_must_be_exact():
    assert recognise("Who wrote Geese and Ganders?").exact_name
    assert not recognise("who wrote the neon article").exact_name


def test_odd_marks_in_a_question_are_no_nouns():
    assert recognise("Which \x010\x02 mention x?") is None
