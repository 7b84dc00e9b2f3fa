"""News: versions of a report, what is only announced, numbers of the killed and the injured."""

from __future__ import annotations

from datetime import date

import pytest

import qa
from qa.answering.casualties import counts_others
from qa.answering.days_meant import day_meant
from qa.answering.news_versions import revises
from qa.answering.planned import only_announced
from qa.answering.polarity import says_yes
from qa.answering.question_form import question_form
from qa.answering.statements import may_change
from qa.datatypes import DocumentInfo


def info(title: str, day: int | None = 1) -> DocumentInfo:
    published = date(2026, 9, day) if day else None
    return DocumentInfo(title, title, title, None, None, published, 100)


REPORT = "Inquiry finds that the minister misled parliament"


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (f"CORRECTED-{REPORT}", REPORT),
        (f"CORRECTED: {REPORT} - court", REPORT),
        (f"UPDATE 2-{REPORT}", f"UPDATE 1-{REPORT}"),
        (f"UPDATE 2-{REPORT}", REPORT),
        (f"UPDATE 2-CORRECTED-{REPORT}", f"UPDATE 2-{REPORT}"),
        (f"WRAPUP 3-{REPORT}", f"UPDATE 1-{REPORT}"),
    ],
)
def test_a_later_version_of_a_report(new, old):
    said = "(Corrects number of meetings to four, not seven)"
    assert revises(info(new), info(old), f"{new}\n\n{said}\n\nHe met them four times.") == said
    assert revises(info(new), info(old, None), "He met them.") == new
    assert revises(info(old), info(new), said) == ""
    assert revises(info(new, 9), info(old), said) == ""


@pytest.mark.parametrize("old", ["Inquiry finds that the bank misled its owners", "The minister"])
def test_another_report(old):
    assert revises(info(f"CORRECTED-{REPORT}"), info(old), "") == ""


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("when did the pope say mass in Belisu", "He had been due to say Mass there on Oct. 11."),
        ("when was the bridge opened?", "The bridge will be opened on 3 May, the council said."),
        ("How many jobs did Nordwind cut?", "Nordwind will cut 800 jobs."),
        ("how much did SkyBridge offer", "SkyBridge could offer about 150 million euros."),
        ("when did the ferry sail", "The ferry is not to sail before 2028."),
    ],
)
def test_only_announced(question, sentence):
    assert only_announced(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("when will the bridge be opened?", "The bridge will be opened on 3 May."),
        ("when was the bridge opened?", "The bridge opened in 1903 and will open again in May."),
        ("what did the minister say about rents", "Rents will be capped, the minister said."),
        ("when did he become mayor", "In 1903 he would become mayor."),
        ("what was the council expected to do", "The council will vote on 3 May."),
    ],
)
def test_not_only_announced(question, sentence):
    assert not only_announced(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence", "answer", "announced"),
    [
        ("when were they convicted", "They will go on trial on 12 January.", "12 January", True),
        ("how much did they pay", "SkyBridge could offer 150 million.", "150 million", True),
        ("how much did Napoli pay", "Napoli had offered 24 million.", "24 million", True),
        ("how much did Napoli offer", "Napoli had offered 24 million.", "24 million", False),
        ("how much did they ask for", "They appealed for $40 million.", "$40", False),
        (
            "when was it signed",
            "The pact, which will end in 2030, was signed in 2010.",
            "2010",
            False,
        ),
        ("when was it decided", "In 2010 it was decided that it will close.", "2010", False),
        ("when will they be convicted", "They will go on trial in May.", "May", False),
    ],
)
def test_a_day_or_an_amount_that_is_only_announced(question, sentence, answer, announced):
    assert only_announced(question, sentence, sentence.index(answer)) is announced


def test_what_will_be_is_no_yes():
    assert says_yes("Has the pope visited Belisu?", "The pope will visit Belisu.") is None
    assert says_yes("Has the pope visited Belisu?", "The pope visited Belisu.") is True


@pytest.mark.parametrize(
    ("question", "text", "number", "others"),
    [
        ("how many died", "The toll stands at 79, with 300 people injured.", "300", True),
        ("how many died", "The toll stands at 79, with 300 people injured.", "79", False),
        ("how many were killed", "It killed 37 and injured about 200 people.", "200", True),
        ("how many were killed", "It killed 37 and injured about 200 people.", "37", False),
        ("how many were injured", "At least 37 people were killed.", "37", True),
        ("how many were injured", "431 people were injured and 60 were missing.", "431", False),
        ("how many are missing", "431 people were injured and 60 were missing.", "60", False),
        ("how many votes did she get", "She got 37 votes after 9 were injured.", "37", False),
    ],
)
def test_numbers_of_people_are_told_apart(question, text, number, others):
    start = text.index(number)
    assert counts_others(question, text, (start, start + len(number))) is others


WRITTEN = date(2026, 1, 17)  # a Saturday


@pytest.mark.parametrize(
    ("question", "sentence", "words", "day"),
    [
        ("when did she die", "She died on Wednesday at home.", "on Wednesday", date(2026, 1, 14)),
        ("when did she die", "She died Saturday.", "Saturday", WRITTEN),
        ("when did she die", "She died yesterday at home.", "yesterday", date(2026, 1, 16)),
        ("when will it open", "It opens on Monday.", "on Monday", date(2026, 1, 19)),
        ("when did she die", "She died last Wednesday.", "Wednesday", None),
        ("when did she die", "She died on Wednesday, 7 January.", "Wednesday, 7 January", None),
        ("when does it open", "It opens every Monday.", "Monday", None),
        ("when is it tested", "It is tested on the first Monday of a quarter.", "Monday", None),
        ("when did she die", "She died in spring.", "in spring", None),
        ("when did she die", "She died on Wednesday 7 January.", "Wednesday", None),
    ],
)
def test_a_weekday_is_counted_from_the_day_of_the_text(question, sentence, words, day):
    start = sentence.index(words)
    found = day_meant(question, sentence, (start, start + len(words)), WRITTEN)
    assert (found and found[1]) == day


def asked(tmp_path, files: dict[str, str], question: str) -> qa.Answer:
    docs = tmp_path / "docs"
    docs.mkdir()
    for name, text in files.items():
        (docs / name).write_text(text, "utf-8")
    (docs / "other.txt").write_text("It rains in the north, and the fair was put off.\n", "utf-8")
    with qa.open(tmp_path / "index", paths=[docs]) as engine:
        engine.sync()
        return engine.ask(question)


def test_the_newer_of_two_that_contradict_leads(tmp_path):
    files = {
        "a.txt": "Raman elected mayor of Corvale\n\nCorvale Tribune, Dec. 3, 2025\n\n"
        "Dana Whitlock did not concede.\n",
        "b.txt": "Recount confirms result in Corvale\n\nCorvale Tribune, Dec. 17, 2025\n\n"
        "Dana Whitlock conceded an hour later, and said that the count is the count.\n",
    }
    answer = asked(tmp_path, files, "did Dana Whitlock concede?")
    assert [side.document.source for side in answer.differing] == ["b.txt", "a.txt"]
    assert "conceded an hour later" in answer.evidence[0].text
    assert "did not concede" in answer.evidence[1].text
    assert len(answer.evidence) == 2


def test_a_corrected_report_leads_and_says_what_it_corrects(tmp_path):
    lead = "OSTERVIK, Sept 1, 2026 (Reuters) - The minister met the owner {} times, a report said."
    files = {
        "a.txt": f"{REPORT}\n\n{lead.format('seven')}\n\nThe report was written by Sigrid Haug.\n",
        "b.txt": f"CORRECTED-{REPORT}\n\n(Corrects number of meetings to four, not seven)\n\n"
        f"{lead.format('four')}\n\nA lawyer for the minister rejected this in strong words.\n",
    }
    answer = asked(tmp_path, files, "how many times did the minister meet the owner?")
    assert "four times" in answer.evidence[0].text
    assert any("(Corrects number of meetings" in note for note in answer.notes)


def test_what_was_only_planned_is_weak(tmp_path):
    files = {
        "a.txt": "Pope puts off trip\n\nVATICAN CITY, Sept 18, 2026 (AP) - The pope has postponed "
        "a trip, the Vatican said.\n\nHe had been due to say Mass in Belisu on Oct. 11.\n"
    }
    answer = asked(tmp_path, files, "when did the pope say Mass in Belisu?")
    assert answer.confidence < 0.5
    assert "only says that this was planned" in " ".join(answer.notes)


def test_people_are_told_which_wednesday_it_was(tmp_path):
    text = (
        "Elena Marsh, reporter, dies at 84\n\nBy Ben Okoro, The Courier\n17 January 2026\n\n"
        "Elena Marsh died on Wednesday at her home in Whitby.\n"
    )
    answer = asked(tmp_path, {"a.txt": text}, "when did Elena Marsh die?")
    assert "“Wednesday” in a text of 17 January 2026 is 14 January 2026." in answer.notes


def test_of_two_versions_the_later_one_is_shown(tmp_path):
    lead = "OSTERVIK, Sept 1, 2026 (Reuters) - The former minister misled parliament about ferries."
    more = "The report of {} pages was written by the retired judge Sigrid Haug, who heard {}."
    files = {
        "a.txt": f"{REPORT}\n\n{lead}\n\n{more.format(312, 'forty people')}\n",
        "b.txt": f"CORRECTED-{REPORT}\n\n(Corrects number of pages)\n\n{lead}\n\n"
        f"{more.format(213, 'forty people over half a year')}\n",
    }
    answer = asked(tmp_path, files, "who wrote the report about the ferries?")
    assert answer.sources[0].document.source == "b.txt"


@pytest.mark.parametrize(
    ("question", "changes"),
    [
        ("how many people died in the flood?", True),
        ("has the minister resigned?", True),
        ("who is the mayor of Corvale?", True),
        ("what's the rent cap?", True),
        ("who gave the painting to the museum?", False),
        ("when was the bridge opened?", False),
    ],
)
def test_what_may_have_changed_since_an_older_report(question, changes):
    assert may_change(question_form(question)) is changes
