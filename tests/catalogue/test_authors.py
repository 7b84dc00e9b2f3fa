"""Documents by who wrote or sent them."""

from __future__ import annotations

from datetime import date

import pytest

from qa.catalogue.recognise import recognise


@pytest.fixture
def post(collection):
    for name, text, author, day in (
        ("1", "# Strimmer\n\nIt is gone.", "Ada Brill", date(2024, 5, 6)),
        ("2", "# Compost\n\nIt comes on Friday.", "Ada Brill", date(2025, 3, 17)),
        ("3", "# Compost again\n\nThanks, Ada.", "Tom Fen", date(2025, 4, 2)),
        ("4", "# Ferry\n\nThe ferry is booked.", "Ines Falk", date(2025, 5, 2)),
    ):
        title = text[2:].split("\n")[0]
        collection.add(f"post/{name}.eml", text, title, author=author, published=day)
    collection.add("docs/ada.md", "Eels.", "Eels", author="Ada Brill", published=date(2025, 1, 1))
    return collection


def found(collection, question: str) -> list[str] | None:
    answer = collection.ask(question)
    if answer is None or not answer.answered:
        return None
    return sorted(source.document.source.removeprefix("post/") for source in answer.sources)


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("mails from Ada", ["1.eml", "2.eml"]),
        ("which mails are from Ada Brill?", ["1.eml", "2.eml"]),
        ("which mails did Ada send", ["1.eml", "2.eml"]),
        ("which emails were sent by Ada?", ["1.eml", "2.eml"]),
        ("documents from Ada", ["1.eml", "2.eml", "docs/ada.md"]),
        ("mails by Ada in 2025", ["2.eml"]),
        ("mails Ada wrote in 2024", ["1.eml"]),
        ("how many mails did Ada Brill write in 2025", ["2.eml"]),
        ("how many documents did Ada write in 2025", ["2.eml", "docs/ada.md"]),
        ("mails about compost by Ada", ["2.eml"]),
        ("emails from Ada about compost", ["2.eml"]),
        ("how many mails are about compost", ["2.eml", "3.eml"]),
        ("latest mail from Ada", ["2.eml"]),
        ("the oldest mail by Ada", ["1.eml"]),
        ("what is the latest mail from Ada", ["2.eml"]),
        ("who wrote the mail about the ferry?", ["4.eml"]),
        ("how many mails did Nobody write in 2025", None),
        ("mail from Ada", ["1.eml", "2.eml"]),
        ("do we have mails from Ada?", ["1.eml", "2.eml"]),
        ("is there a mail from Ada about compost", ["2.eml"]),
        ("what did Ada Brill write in 2025?", ["2.eml", "docs/ada.md"]),
        ("what has Tom Fen written", ["3.eml"]),
        ("what did Ada write about compost?", None),
        ("what did Nobody write?", None),
        ("mails from Norden", None),
        ("articles from Reuters", None),
    ],
)
def test_documents_of_an_author(post, question, sources):
    assert found(post, question) == sources


def test_an_author_of_another_time_is_refused_with_the_reason(post):
    answer = post.ask("how many mails did Tom Fen write in 2019")
    assert not answer.answered
    assert answer.notes == ("No mail by Tom Fen is known to be of that time.",)


def test_what_stands_after_a_topic_is_an_author_only_where_one_is_called_so(post):
    post.add("a.md", "# Travel by train\n\nSlow.", "Travel by train")
    assert found(post, "documents about travel by train") == ["a.md"]


@pytest.mark.parametrize(
    ("question", "author", "period"),
    [
        ("letters from 2025", "", True),
        ("documents from March", "", True),
        ("mails from Ada in 2025", "Ada", True),
        ("how many meetings did the council hold in 2021", "", True),
        ("how many versions did Velo publish in 2020", "", True),
        ("how many articles did Reuters publish in 2020", "Reuters", True),
        ("how many notes did we write in 2020", "", True),
    ],
)
def test_from_stays_a_time_and_a_subject_that_is_no_author_is_none(question, author, period):
    asked = recognise(question)
    assert (asked.author, asked.period is not None) == (author, period)


@pytest.mark.parametrize(
    "question",
    [
        "mails to Ada",
        "contracts",
        "last page",
        "last chapter",
        "who gave the quote",
        "what does the agreement say about pets",
        "which documents do I need for a passport",
        "how many letters are there in the alphabet",
        "what was on the agenda",
    ],
)
def test_what_is_left_to_reading(question):
    assert recognise(question) is None


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("articles from Reuters", ["1", "2"]),
        ("articles from the Courier", ["3"]),
        ("how many articles are from reuters", ["1", "2"]),
        ("reuters articles about ferries", ["1"]),
        ("which Courier articles are about ferries?", ["3"]),
        ("articles by reuters about ferries", ["1"]),
        ("last article by Reuters", ["2"]),
        ("most recent Reuters article about ferries", ["1"]),
        ("first article by Ann Lee", ["2"]),
        ("articles from AP", ["5"]),
        ("articles about banks by the ap", ["5"]),
        ("AP articles about banks", ["5"]),
    ],
)
def test_what_an_agency_or_a_paper_published(collection, question, sources):
    for name, topic, author, agency, day in (
        ("1", "Ferries", None, "Reuters", 1),
        ("2", "Banks", "Ann Lee", "Reuters", 2),
        ("3", "Ferries", "Ann Lee", "The Courier", 3),
        ("4", "Banks", "Tom Fen", None, 4),
        ("5", "Banks", None, "Associated Press", 5),
    ):
        text = f"# {topic}\n\nIt is about {topic.lower()}."
        made = {"author": author, "agency": agency, "published": date(2024, 1, day)}
        collection.add(name, text, topic, **made)
    assert found(collection, question) == sources


@pytest.fixture
def thread(post):
    for number, title, author in (
        ("5", "[list] find the biggest file", "Inn Share"),
        ("6", "Re: [list] find the biggest file", "Kevin Old"),
        ("7", "RE: [list] find the biggest file", "Paul Fen"),
        ("8", "AW: [list] find the biggest file", "Uwe Holm"),
        ("9", "Fwd: Re: [list] find the biggest file", "Ada Brill"),
    ):
        text = f"# {title}\n\nWhich is the biggest file? Sent by {author}."
        day = date(2025, 6, int(number))
        post.add(f"post/{number}.eml", text, title, author=author, published=day)
    return post


@pytest.mark.parametrize(
    "question",
    [
        "who sent the mail about the biggest file?",
        "who wrote the mail about finding the biggest file",
        "when was the mail about the biggest file sent?",
        "when did they send the mail about the biggest file?",
        "when did Inn Share write the mail about finding the biggest file?",
    ],
)
def test_a_mail_on_a_topic_is_the_one_that_was_replied_to(thread, question):
    assert found(thread, question) == ["5.eml"]


def test_a_mail_of_somebody_else_is_not_meant(thread):
    assert found(thread, "when did Ines Falk send the mail about the biggest file?") is None
