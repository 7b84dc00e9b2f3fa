"""What counts as a letter, an invoice, a mail: by file, name, folder and first lines."""

from __future__ import annotations

from datetime import date

import pytest

PROSE = "The pump was mended on Monday and has run well ever since that day."


def found(collection, question: str) -> list[str] | None:
    """The documents that an answer names, in order of their sources; None without an answer."""
    answer = collection.ask(question)
    if answer is None or not answer.answered:
        return None
    return sorted(source.document.source for source in answer.sources)


@pytest.fixture
def papers(collection):
    collection.add("bills/a.md", "# Fenwick Plumbing\n\n# INVOICE\n\nFor the pump.", "Fenwick")
    collection.add("bills/b.md", "# Rowe Skips\n\n# Invoice no. RS-06\n\nOne skip.", "Rowe Skips")
    collection.add("flat.md", f"# Shorthold Tenancy Agreement\n\n{PROSE}", "Flat")
    collection.add("job.md", f"This Agreement is made between A and B.\n\n{PROSE}", "Job")
    collection.add(
        "club.txt", f"Committee\n\nMinutes of the meeting of 5 May 2023\n\n{PROSE}", "Club"
    )
    text = "# Garden\n\nThe letter of the mayor was read. An invoice is due. You report to Nan."
    collection.add("notes.md", f"{text}\n\n# Report\n\nNone.", "Garden")
    return collection


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("list the invoices", ["bills/a.md", "bills/b.md"]),
        ("all invoices", ["bills/a.md", "bills/b.md"]),
        ("how many invoices are there?", ["bills/a.md", "bills/b.md"]),
        ("which agreements do we have?", ["flat.md", "job.md"]),
        ("how many minutes", ["club.txt"]),
        ("list the documents", None),
    ],
)
def test_papers_say_at_their_head_what_they_are(papers, question, sources):
    everything = ["bills/a.md", "bills/b.md", "club.txt", "flat.md", "job.md", "notes.md"]
    assert found(papers, question) == (sources or everything)


@pytest.mark.parametrize(
    "question",
    [
        "list the letters",
        "list my essays",
        "how many of my reports are there",
        "how many receipts",
        "all quotes",
        "my letters",
        "which statements mention the pump",
        "which mails mention the pump",
        "list the pdfs",
        "the essays from 2023",
    ],
)
def test_nothing_is_of_a_kind_because_a_sentence_speaks_of_it(papers, question):
    assert papers.ask(question) is None


def test_the_title_of_a_paper_names_it_and_its_file_may_only_have_the_word(collection):
    collection.add("1.md", PROSE, "Addendum to the contract")
    collection.add("2.md", PROSE, "Contract summary")
    collection.add("phone contract.html", PROSE, "Phone")
    collection.add("contracts/3.md", PROSE, "Three")
    assert found(collection, "list the contracts") == [
        "2.md", "contracts/3.md", "phone contract.html",
    ]  # fmt: skip


def test_a_noun_with_its_number_or_day_names_a_paper(collection):
    collection.add("1.pdf", f"# Telenord\n\nInvoice TN-2025-03\n\n{PROSE}", "Telenord")
    collection.add("2.txt", "Utilities\n\nInvoice date: 14.02.2025\n\nSum 949", "Utilities")
    collection.add("3.md", f"# Reminder\n\nYour invoice no. 4711\n\n{PROSE}", "Reminder")
    collection.add("4.md", f"# Brandt\n\n# Payslip March 2025\n\n{PROSE}", "Brandt")
    assert found(collection, "list all invoices") == ["1.pdf", "2.txt"]
    assert found(collection, "how many bills are there") == ["1.pdf", "2.txt"]
    assert found(collection, "how many payslips are there") == ["4.md"]


def test_slides_for_a_meeting_are_no_minutes(papers):
    papers.add("review.pptx", f"Season review\n\nStaff meeting, 21 May 2023\n\n{PROSE}", "Season")
    assert found(papers, "how many minutes") == ["club.txt"]


def test_a_set_of_minutes_is_counted_as_one(papers):
    assert papers.ask("how many minutes").notes == ("1 set of minutes.",)


@pytest.fixture
def post(collection):
    for number, (author, day) in enumerate(
        [("Ada Brill", date(2024, 5, 6)), ("Ada Brill", date(2025, 3, 17)), ("Tom Fen", None)]
    ):
        collection.add(
            f"post/{number}.eml", f"The strimmer is gone {number}.", "Strimmer",
            author=author, published=day, container=f"post/{number}.eml" if number == 2 else "",
        )  # fmt: skip
    collection.add("post/2.eml/plan.md", "# Plan\n\nDig.", "Plan", container="post/2.eml")
    collection.add(
        "box.mbox/message-1", "Compost comes.", "Compost", author="Ada Brill",
        published=date(2025, 4, 1), container="box.mbox",
    )  # fmt: skip
    collection.add("mail/list.txt", "Milk and eggs.", "Mail list", published=date(2025, 5, 1))
    return collection


MAILS = ["box.mbox/message-1", "post/0.eml", "post/1.eml", "post/2.eml"]


@pytest.mark.parametrize("noun", ["mails", "emails", "e-mails", "messages"])
def test_mails_are_messages_and_nothing_attached_or_beside_them(post, noun):
    assert found(post, f"how many {noun} are there?") == MAILS
    assert found(post, f"all {noun}") == MAILS


def test_mails_of_a_time(post):
    assert found(post, "mails from 2025") == ["box.mbox/message-1", "post/1.eml"]
    assert found(post, "mail of 17 March 2025") == ["post/1.eml"]
    for question in ("newest mail", "last mail", "latest email"):
        assert found(post, question) == ["box.mbox/message-1"]
    assert found(post, "oldest mail") == ["post/0.eml"]


def test_without_a_message_mails_are_those_in_a_folder_of_that_name(collection):
    collection.add("mail/a.md", "Compost comes.", "Compost")
    collection.add("b.md", "Nothing.", "B")
    assert found(collection, "how many mails are there") == ["mail/a.md"]


def test_the_subject_of_a_mail_makes_it_no_invoice(collection):
    collection.add("a.eml", "See below.", "Invoice 12")
    collection.add("b.md", "# Invoice 12\n\nOne pump.", "Invoice 12")
    assert found(collection, "list the invoices") == ["b.md"]


def test_formats(collection):
    collection.add("a.pdf", "Eels.", "Eels")
    collection.add("pdf tips.md", "Owls.", "Owls")
    collection.add("costs.csv/row-1", "A row.", "Costs 1", container="costs.csv")
    collection.add("costs.csv/row-2", "A row.", "Costs 2", container="costs.csv")
    collection.add("b.ods", "A table.", "Table")
    collection.add("c.html", "A page.", "Page")
    for question in ("which pdfs", "how many pdfs", "how many PDF files are there?", "all pdfs"):
        assert found(collection, question) == ["a.pdf"]
    assert collection.ask("how many spreadsheets").notes == ("2 spreadsheets.",)
    assert found(collection, "list the web pages") == ["c.html"]
    assert found(collection, "list the photos") is None
    assert found(collection, "how many markdown files") == ["pdf tips.md"]


def test_entries_inside_of_a_diary_are_not_counted_as_files(collection):
    collection.add("diary 2024.txt", "2 Jan 2024\n\nFrost.\n\n17 Feb 2024\n\nRain.", "Diary")
    for question in (
        "how many diary entries are there",
        "how many entries",
        "last diary entry",
        "all diary entries",
    ):
        assert collection.ask(question) is None
    for day in ("2024-05-01", "2024-05-02"):
        collection.add(f"journal/{day}.md", "Sun.", day)
    assert collection.ask("how many journal entries are there") is None


def test_the_first_of_some_papers_is_the_oldest(collection):
    collection.add("letters/a.md", PROSE, "A", published=date(2024, 3, 1))
    collection.add("letters/b.md", PROSE, "B", published=date(2023, 3, 1))
    collection.add("bills/c.md", PROSE, "C", published=date(2022, 3, 1))
    for question in ("first letter", "the first letter", "oldest letter"):
        assert found(collection, question) == ["letters/b.md"]
    assert found(collection, "last letter") == ["letters/a.md"]
    assert found(collection, "oldest document") == ["bills/c.md"]
    assert found(collection, "all bills") == ["bills/c.md"]


def test_one_file_for_each_day_is_an_entry(collection):
    for day in ("2024-05-01", "2024-05-02"):
        collection.add(f"{day}.md", "Sun.", day)
    assert collection.ask("how many diary entries are there").notes == ("2 diary entries.",)


def test_modifiers_choose_among_those_of_the_kind(collection):
    collection.add("harbour/storm.md", PROSE, "Storm")
    collection.add("town/invoice.md", PROSE, "Pump")
    assert collection.ask("all harbour invoices") is None
    assert found(collection, "all town invoices") == ["town/invoice.md"]


def test_the_year_in_a_name_says_when_where_nothing_else_does(collection):
    collection.add("minutes/AGM 2023.md", PROSE, "AGM")
    collection.add("minutes/AGM_2024.md", PROSE, "AGM")
    collection.add("minutes/c.md", f"# Committee\n\nDate: 14 May 2024\n\n{PROSE}", "Committee")
    collection.add("minutes/plan 2022-2026.md", PROSE, "Plan")
    answer = collection.ask("how many minutes of 2024")
    assert answer.notes == (
        "2 sets of minutes.",
        "1 more has no date.",
        "1 by the year or month in the name.",
    )
    assert found(collection, "minutes of 2023") == ["minutes/AGM 2023.md"]
    newest = collection.ask("newest minutes")
    assert [s.document.source for s in newest.sources] == ["minutes/c.md"]
    assert "Of 1 more only a month or year is known." in newest.notes
    assert newest.confidence < 0.9
    assert found(collection, "latest AGM minutes") == ["minutes/AGM_2024.md"]


def test_a_later_meeting_without_the_name_makes_the_newest_unsure(collection):
    collection.add("minutes/2025-06-03 Committee.md", PROSE, "Committee")
    collection.add("minutes/2025-09-09 notes.md", PROSE, "Notes")
    answer = collection.ask("when was the last committee meeting")
    assert answer.confidence < 0.9


def test_documents_without_a_date(collection):
    collection.add("a.md", PROSE, "A", published=date(2024, 1, 1))
    collection.add("b.md", PROSE, "B")
    assert collection.ask("documents without a date").notes == ("1 document without a date.",)
    assert found(collection, "which files have no date?") == ["b.md"]


def test_all_about_something(collection):
    collection.add("a.md", f"# Geese\n\n{PROSE}", "Geese")
    collection.add("b.md", f"# Ducks\n\n{PROSE}", "Ducks")
    for question in (
        "everything about geese",
        "anything about geese?",
        "is there anything on geese",
    ):
        assert found(collection, question) == ["a.md"]


def test_documents_of_unknown_kind_are_counted_as_documents(collection):
    collection.add("leeks.md", "# Leek soup\n\nBoil it.", "Leek soup")
    assert collection.ask("Which guides are about leeks?").notes == (
        "1 document is about “leeks”.",
    )


def test_papers_of_engineers_by_their_folders_and_titles(collection):
    collection.add("postmortems/2025-03-03 doors.md", PROSE, "Doors", published=date(2025, 3, 5))
    collection.add("ops/mail.md", PROSE, "Post-mortem: mail", published=date(2025, 10, 14))
    collection.add("runbooks/disk.md", PROSE, "Disk full")
    collection.add("adr/009.md", PROSE, "ADR 009: One repository")
    collection.add("posts/a.md", "A post about the pump, long after.", "A post")
    both = ["ops/mail.md", "postmortems/2025-03-03 doors.md"]
    assert found(collection, "how many post-mortems are there?") == both
    assert found(collection, "list the postmortems") == both
    assert found(collection, "newest post-mortem") == ["ops/mail.md"]
    assert found(collection, "list the runbooks") == ["runbooks/disk.md"]
    assert found(collection, "which ADRs are there?") == ["adr/009.md"]
    assert found(collection, "how many decision records are there?") == ["adr/009.md"]


def test_a_word_for_documents_before_another_one(collection):
    collection.add("a.md", "# Protocol of the meeting\n\nGeese came.", "Protocol of the meeting")
    collection.add("b.md", "# Letter to Ada\n\nGeese left.", "Letter to Ada")
    assert found(collection, "which protocol documents are about geese?") == ["a.md"]
    assert found(collection, "which letter files mention geese?") == ["b.md"]


def test_where_documents_come_from(collection):
    for name in ("Silos", "Audio"):
        collection.add(f"{name} - Forum 2021.pptx", f"{name}\n\nNova Forum, May 2021", name)
    collection.add("other.pptx", "Budget\n\nMay 2021", "Budget")
    decks = ["Audio - Forum 2021.pptx", "Silos - Forum 2021.pptx"]
    assert found(collection, "which presentations come from the Nova Forum?") == decks
    assert found(collection, "which presentations were given at the Nova Forum?") == decks


def test_references_of_a_bibliography_are_papers(collection) -> None:
    for key, author in (("lind2023", "Ada Lind"), ("lind2019", "Ada Lind"), ("poe2022", "Ann Poe")):
        more = {"author": author, "container": "refs/a.bib"}
        collection.add(f"refs/a.bib/{key}", f"Hens of {author}\n\n{PROSE}", "Hens", **more)
    collection.add("notes.md", f"The papers of Lind are long.\n\n{PROSE}", "Notes")
    assert found(collection, "papers by Lind since 2021") == ["refs/a.bib/lind2023"]
    both = ["refs/a.bib/lind2019", "refs/a.bib/lind2023"]
    assert found(collection, "how many papers are there by Lind") == both
    assert found(collection, "list the papers") == [*both, "refs/a.bib/poe2022"]


def test_lectures_and_exams_are_documents_where_some_are_called_so(collection) -> None:
    for day in (7, 14):
        name = f"lectures/{day:02}.md"
        collection.add(name, f"# Week {day}\n\n{PROSE}", "Week", published=date(2026, 9, day))
    collection.add("news.md", f"# News\n\nThe exam is near.\n\n{PROSE}", "News")
    assert found(collection, "how many lectures are there") == ["lectures/07.md", "lectures/14.md"]
    assert found(collection, "latest lecture") == ["lectures/14.md"]
    assert found(collection, "newest exam") is None
