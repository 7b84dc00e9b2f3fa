from datetime import date
from pathlib import Path

import pytest

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import load, markdown, plain_text
from qa.documents.loaders.boilerplate import byline, is_boilerplate, is_credit, reporter
from qa.documents.loaders.dates import date_line, dateline

P, META = BlockKind.PARAGRAPH, BlockKind.META
SEEDS = Path(__file__).resolve().parents[2] / "seeds"
BODY = "\n\nThe council met and voted on the plan, which had been under discussion for months."


def article(head: str, tail: str = "") -> Document:
    return plain_text.load((head + BODY + tail).encode(), "some/a-file_name.txt")


def kinds(document: Document) -> dict[str, BlockKind]:
    return {document.text[block.start : block.end]: block.kind for block in document.blocks}


# head -> publication date
HEADS = [
    (" date 2019-10-25 Companies\n\nHeadline of it", date(2019, 10, 25)),
    ("Headline of it\n\n2019-10-25", date(2019, 10, 25)),
    ("Headline of it\n\n2019-10-25T08:30:00Z", date(2019, 10, 25)),
    ("Headline of it\n\n2019-10-25 08:30 UTC", date(2019, 10, 25)),
    ("Headline of it\n\nOctober 25, 2019", date(2019, 10, 25)),
    ("Headline of it\n\nFriday, October 25, 2019", date(2019, 10, 25)),
    ("Headline of it\n\n25 October 2019", date(2019, 10, 25)),
    ("Headline of it\n\n25th October 2019", date(2019, 10, 25)),
    ("Headline of it\n\nOct. 10, 2025, 1:47 p.m. ET", date(2025, 10, 10)),
    ("Headline of it\n\nPublished 3 May 2021", date(2021, 5, 3)),
    ("Headline of it\n\nPublished: May 3, 2021 at 9:00 AM EDT", date(2021, 5, 3)),
    ("Headline of it\n\nPosted on May 3, 2021", date(2021, 5, 3)),
    ("May 20, 2020 Updated Aug. 18, 2020, 9:29 a.m. ET", date(2020, 5, 20)),
    ("Headline of it\n\nUpdated May 8, 2023, 2:00 p.m. ET", date(2023, 5, 8)),
    ("Headline of it\n\nUpdated 5 May 2021, published 3 May 2021", date(2021, 5, 3)),
    ("Headline of it\n\nBy Jane Doe | October 3, 2020", date(2020, 10, 3)),
    ("Headline of it\n\nJane Doe, Reuters, 3 May 2021", date(2021, 5, 3)),
    ("Headline of it\n\nBBC News, 3 May 2021", date(2021, 5, 3)),
    ("Headline of it\n\nJane Doe\nReuters\nSept 3, 2021", date(2021, 9, 3)),
    ("Headline of it\n\n26-FEB-1987 15:01:01.79", date(1987, 2, 26)),
    ("WASHINGTON, Oct 25, 2019 (AFP) - The president said so.", date(2019, 10, 25)),
    ("PARIS, March 3, 2020 - The president said so.", date(2020, 3, 3)),
    ("2019-10-26\n\nHeadline\n\nWASHINGTON, Oct 25 (Reuters) - It was said.", date(2019, 10, 26)),
    ("VIENNA, June 28, 2026 (dpa) - The novelist has won the prize.", date(2026, 6, 28)),
    # letters, minutes, invoices
    ("Headline of it\n\nMillbrook, 9 September 2025", date(2025, 9, 9)),
    ("Rosa Lind\n14 Larch Close\n\nThornby, 14.10.2024\n\nDear Anna,", date(2024, 10, 14)),
    ("Headline of it\n\nWien, am 3. März 2024", date(2024, 3, 3)),
    ("Headline of it\n\nPress release, Madrid, 26 October 2026", date(2026, 10, 26)),
    ("Headline of it\n\nInterview by Ann Lee, Oakley Gazette, 18 April 2026", date(2026, 4, 18)),
    ("Headline of it\n\nMadrid, 3 de mayo de 2024", date(2024, 5, 3)),
    ("Headline of it\n\nDate: 14.10.2024", date(2024, 10, 14)),
    ("Exam\n\nDate: 14.10.2024 — 75 minutes — 50 points", date(2024, 10, 14)),
    ("Exam\n\nDate: 14 October 2024. Time: 90 minutes.", date(2024, 10, 14)),
    ("Exam\n\nDate: 14 October 2024. It is due on 15 October 2024.", None),
    ("Headline of it\n\n14/10/2024", date(2024, 10, 14)),
    ("Headline of it\n\n10/14/2024", date(2024, 10, 14)),
    ("Headline of it\n\nDated 14th of March 2022", date(2022, 3, 14)),
    ("INVOICE\n\nInvoice date: 5 April 2023\nPayment due: 5 May 2023", date(2023, 4, 5)),
    ("Headline of it\n\nOur ref: AB/12   3 February 2025", date(2025, 2, 3)),
    (
        "Minutes\n\nTuesday 19 November 2024, 7.30 pm, Methodist church hall\n\nPresent: A. Lee",
        date(2024, 11, 19),
    ),
    (
        "Minutes of the owners\n\nThursday 21 November 2024, 6.30 pm, community room. Present: 9 of"
        " 12 owners. Chair: Ines Oak.\n\nThe roof discussed.\n\nNext meeting\n\n20 November 2025",
        date(2024, 11, 21),
    ),
    (
        "Walks\n\nThursday 21 November 2024, 6.30 pm, mill\n\nOne came.\n\n3 December 2024\n\nAll"
        " came.\n\n5 January 2025\n\nNobody.",
        None,
    ),
    ("Headline of it\n\nMinutes of the meeting held on 13 March 2025", date(2025, 3, 13)),
    ("Headline of it\n\nCommittee meeting 8 May 2025", date(2025, 5, 8)),
    (
        "Headline of it\n\nMarlow Rowing Club, Tuesday 19 November 2024, 7.30 pm, club room",
        date(2024, 11, 19),
    ),
    ("Headline of it\n\nLast changed: 20 January 2025", date(2025, 1, 20)),
    ("Headline of it\n\nStand: 10.04.2024", date(2024, 4, 10)),
    # nothing, or nothing sure
    ("Headline of it\n\nNext meeting: 10 July 2025, 7 pm", None),
    ("Headline of it\n\nMinutes of the last meeting of 3 March 2025", None),
    ("Headline of it\n\nHe left the meeting on 3 March 2025", None),
    ("INVOICE\n\nPayment due: 5 May 2023", None),
    ("Headline of it\n\nDate of birth: 5 May 1983", None),
    ("Headline of it\n\nVersion 14.10.2024", None),
    ("Headline of it\n\n14.10.2024.1", None),
    ("Headline of it\n\n28/06/2025, 17:53 - Ngozi: And Biscuit?", None),
    ("Headline of it", None),
    ("WASHINGTON, Oct 25 (Reuters) - The president said so.", None),
    ("Oct 25 (Reuters) - The president said so.", None),
    ("Headline of it\n\n03/04/2019", None),
    ("Headline of it\n\nFebruary 30, 2019", None),
    ("Headline of it\n\n2019-13-01", None),
    ("Headline of it\n\nMonday, October 25, 2019", None),  # it was a Friday
    ("Headline of it\n\nMay 2021", None),
    ("Headline of it\n\nMay 3", None),
    ("The Battle of Midway, June 4, 1942", None),
    ("He was born on May 3, 1921, and died on June 4, 2001.", None),
    ("Headline of it\n\nThe talks ended on October 25, 2019.", None),
    ("On Tuesday, March 3, 2020 - the day of the vote - the council met.", None),
    ("Headline of it\n\nMay 3, 2021 - May 9, 2021", None),
    ("Headline of it\n\nJuly 1, 2019\n\nIt began.\n\nJuly 9, 2019\n\nIt ended.", None),
    ("Report 2019-10-25-0117", None),
    ("Headline of it\n\n31 April 2020", None),
    ("Headline of it\n\nOctober 25, 0019", None),
]


@pytest.mark.parametrize(("head", "published"), HEADS)
def test_publication_dates(head: str, published: date | None) -> None:
    assert article(head).published == published


def test_what_a_meeting_or_an_invoice_says_of_its_day_is_text() -> None:
    found = kinds(article("Minutes\n\nTuesday 19 November 2024, 7.30 pm, Methodist church hall"))
    assert found["Tuesday 19 November 2024, 7.30 pm, Methodist church hall"] is P
    found = kinds(article("INVOICE\n\nNo. 14\n\nInvoice date: 5 April 2023"))
    assert found["Invoice date: 5 April 2023"] is P
    assert kinds(article("Headline\n\nThornby, 14.10.2024"))["Thornby, 14.10.2024"] is META


def test_the_day_of_a_signature_is_not_that_of_an_entry() -> None:
    signed = "\n\nThe board has approved it.\n\nMillbrook, 12 September 2025\n\nRosa Lind"
    assert article("Headline of it\n\n9 September 2025", signed).published == date(2025, 9, 9)


def test_a_day_beside_that_of_its_update_is_sure() -> None:
    below = "\n\nFeb. 9, 2025" + BODY + "\n\nJan. 12, 2025" + BODY
    both = article("When is the match?\n\nJan. 5, 2025 Updated Jan. 9, 2025, 11:38 a.m. ET", below)
    assert both.published == date(2025, 1, 5)
    assert article("When is the match?\n\nJan. 5, 2025", below).published is None


def test_dates_in_running_text_say_nothing() -> None:
    tail = "\n\nOctober 25, 2019\n\nPublished 3 May 2021\n\nCopyright 2020 Reuters"
    assert article("Headline of it", tail).published is None


def test_the_day_below_an_article_is_its_own() -> None:
    lead = "Headline of it\n\nCORVALE (AP) — A recount has confirmed the result.\n\n"
    assert article(lead, "\n\nDec 17, 2025").published == date(2025, 12, 17)
    assert article(lead, "\n\n17.12.2025").published == date(2025, 12, 17)
    # No article, a day that is not the last line, another than that of the dateline.
    assert article("Headline of it", "\n\nDec 17, 2025").published is None
    assert article(lead, "\n\nDec 17, 2025" + BODY).published is None
    lead = "Headline of it\n\nCORVALE, Dec 12 (AP) — A recount has confirmed the result.\n\n"
    assert article(lead, "\n\nDec 17, 2025").published is None


def test_a_dateline_takes_its_year_only_from_an_update_soon_after() -> None:
    lead = "\n\nWASHINGTON, Oct 25 (Reuters) - It was said."
    assert article("Updated Oct. 27, 2019" + lead).published == date(2019, 10, 25)
    assert article("Updated Jan. 3, 2021" + lead).published is None


BYLINES = [
    ("by Dave Majumdar", "Dave Majumdar", None),
    ("By Jane Doe", "Jane Doe", None),
    ("BY JANE DOE", "JANE DOE", None),
    ("By: Jane Doe", "Jane Doe", None),
    ("*By Jane Doe*", "Jane Doe", None),
    ("Humeyra Pamuk Reuters", "Humeyra Pamuk", "Reuters"),
    ("By Jane Doe and John Roe, Associated Press", "Jane Doe and John Roe", "Associated Press"),
    ("By Jane Doe, John Roe and Ann Poe", "Jane Doe, John Roe and Ann Poe", None),
    ("By Jane Doe, CNN Business", "Jane Doe", "CNN"),
    ("Jane Doe | The Associated Press", "Jane Doe", "Associated Press"),
    ("RANDALL CHASE AP Business Writer", "RANDALL CHASE", "Associated Press"),
    ("By Ludwig van Beethoven", "Ludwig van Beethoven", None),
    ("By Seán O’Connor-Smith", "Seán O’Connor-Smith", None),
    ("By The Associated Press", None, "Associated Press"),
    ("By Reuters", None, "Reuters"),
    ("Jane Doe, Staff Writer", "Jane Doe", None),
    ("By Jane Doe, The Guardian", "Jane Doe", "The Guardian"),
    ("By Jane Doe for The Guardian", "Jane Doe", "The Guardian"),
    ("By Jane Doe of The Associated Press", "Jane Doe", "Associated Press"),
    ("By Jane Doe, Oakley Gazette", "Jane Doe", "Oakley Gazette"),
    ("By Jane Doe and Emily Post", "Jane Doe and Emily Post", None),
    ("Interview by Jane Doe, Oakley Gazette", "Jane Doe", "Oakley Gazette"),
    ("By Jane Doe. Last updated: 12 March 2026", "Jane Doe", None),
    ("By Jane Doe, John Roe, Emily Post", "Jane Doe, John Roe, Emily Post", None),
]


@pytest.mark.parametrize(("line", "author", "agency"), BYLINES)
def test_bylines(line: str, author: str | None, agency: str | None) -> None:
    document = article(f"Headline of it\n\n{line}")
    assert (document.author, document.agency) == (author, agency)
    assert document.title == "Headline of it"
    assert kinds(document)[line] == BlockKind.META


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday the water had gone.",
        "By the end of the year",
        "By far the largest share",
        "Stock Market Report",
        "Mehmet Ali Efe",
        "Biden, Trump and the Economy",
        "By 2030 half of it will be gone",
    ],
)
def test_no_bylines(line: str) -> None:
    assert byline(line) is None
    assert article(line).author is None


def test_names_without_by_need_a_role_or_a_paper_below() -> None:
    assert article("Maria Puente\nUSA TODAY").author == "Maria Puente"
    assert article("Matthew Kayser\n\nContributor").author == "Matthew Kayser"
    assert article("Headline of it\n\nMaria Puente\n\nMay 3, 2021").author == "Maria Puente"
    market = article("Stock Market Report\n\nMay 3, 2021")
    assert (market.title, market.author) == ("Stock Market Report", None)


AGENCIES = [
    ("ANKARA, Oct 25 (Reuters) - It was said.", "Reuters"),
    ("Oct 25 (Reuters) - It was said.", "Reuters"),
    ("BEIJING, Oct. 25 (Xinhua) -- It was said.", "Xinhua"),
    ("Ankara (AFP) - It was said.", "AFP"),
    ("TOKYO (AP) — It was said.", "Associated Press"),
    ("LONDON, May 3 (Thomson Reuters Foundation) - It was said.", "Thomson Reuters Foundation"),
    ("London CNN Business —", "CNN"),
    ("Associated Press", "Associated Press"),
    ("Headline of it\n\nBBC News", "BBC"),
    ("Headline of it\n\nSource: AP", "Associated Press"),
    ("Headline of it\n\nPublished by Reuters", "Reuters"),
    ("Headline of it\n\nSource: Oakley Evening Post", "Oakley Evening Post"),
    ("Headline of it\n\nOakley Gazette", "Oakley Gazette"),
    ("Headline of it\n\nThe Oakley Post", "The Oakley Post"),
    ("Headline of it\n\nBBC News | 5 March 2024", "BBC"),
    ("Headline of it\n\nMarch 5, 2024 | Oakley Gazette", "Oakley Gazette"),
    ("Headline of it\n\nFrom the Guardian, March 5, 2024", "The Guardian"),
    ("Headline of it\n\nOakley Gazette, updated 15 January 2026", "Oakley Gazette"),
    ("Frankfurt (dpa) - A court has convicted the former head of the bank.", "dpa"),
    # sections of a paper, things that end in the same word, other sources
    ("Headline of it\n\nWorld News", None),
    ("Headline of it\n\nMarch 5, 2024 | World News", None),
    ("Headline of it\n\nReligious Leader", None),
    ("Headline of it\n\nSource: own counts of the council", None),
    ("The minister (Labour) - a lawyer - said so to us all on Monday in the lobby.", None),
    ("He told Reuters that it was so.", None),
]


@pytest.mark.parametrize(("head", "agency"), AGENCIES)
def test_agencies(head: str, agency: str | None) -> None:
    assert article(head).agency == agency


def test_the_paper_under_the_headline_of_a_markdown_article() -> None:
    found = markdown.load(f"# Headline of it\n\nSource: AP{BODY}".encode(), "a.md")
    assert (found.title, found.agency) == ("Headline of it", "Associated Press")


def test_a_headline_that_is_the_name_of_a_paper() -> None:
    found = article("Oakley Gazette")
    assert (found.title, found.agency) == ("Oakley Gazette", None)


def test_agency_and_reporter_from_the_tail() -> None:
    tail = "\n\n(Reporting by Humeyra Pamuk in Washington; Editing by Jane Doe)\n\nReuters"
    document = article("Headline of it", tail)
    assert (document.author, document.agency) == ("Humeyra Pamuk", "Reuters")
    assert list(kinds(document).values())[-2:] == [BlockKind.BOILERPLATE, BlockKind.META]
    assert article("Headline", "\n\nCopyright 2020 The Associated Press.").agency == (
        "Associated Press"
    )


def test_titles() -> None:
    assert article("Headline of it").title == "Headline of it"
    assert article("CNN —\n\nHeadline of it").title == "Headline of it"
    only_furniture = plain_text.load(b"By Jane Doe\n", "x/turkey-f35_removal.txt")
    assert only_furniture.title == "Turkey f35 removal"
    long = plain_text.load(("word " * 100 + "end.\n").encode(), "x.txt").title
    assert len(long) <= 201
    assert long.endswith("word…")


BOILERPLATE = [
    "Reuters, the news and media division of Thomson Reuters, is the world’s largest provider.",
    "Our Standards: The Thomson Reuters Trust Principles.",
    "Reporting by Jane Doe; Editing by John Roe",
    "(Reporting by Jane Doe and John Roe; Editing by Ann Poe)",
    "Copyright 2020 The Associated Press. All rights reserved.",
    "© 2021 Some Paper",
    "This material may not be published, broadcast, rewritten or redistributed.",
    "Sign up for our newsletter",
    "Read more: Something else happened",
    "Click here to subscribe",
    "Advertisement",
    "ADVERTISEMENT",
    "Follow Jane Doe on Twitter @janedoe",
    "More:Another story",
]
NEWS = [
    "Reuters reported on Monday that the talks had failed.",
    "Copyright law protects the work of authors for 70 years.",
    "More than 300 people were killed.",
    "Sign up to vote ended on Monday, officials said.",
    "Advertisement spending rose by 3% last year.",
    "Follow the rules, the minister said.",
    "Contact the hotline at 116 123 or at help@example.org.",
    "Reading more books helps.",
    "The report by Jane Doe was published; editing by John Roe had taken a year, the court heard.",
]


def test_boilerplate_is_known_and_news_is_not() -> None:
    for line in BOILERPLATE:
        assert kinds(article("Headline of it", f"\n\n{line}"))[line] == BlockKind.BOILERPLATE
    for line in NEWS:
        assert not is_boilerplate(line), line
        assert kinds(article("Headline of it", f"\n\n{line}"))[line] == BlockKind.PARAGRAPH


def test_credits() -> None:
    for line in ("Credit: REUTERS/Tatyana Makeyeva", "Photo by: Jane Doe", "Jane Doe/Getty Images"):
        assert is_credit(line)
        assert kinds(article(f"Headline of it\n\n{line}"))[line] == BlockKind.META
    assert not is_credit("He took credit for it: all of it.")


def test_list_of_names_stays_an_answer() -> None:
    document = article("Headline of it", "\n\nThe nominees:\n\n- Jane Doe\n- John Roe")
    assert kinds(document)["- Jane Doe"] == BlockKind.LIST_ITEM
    signed = article("Headline of it", "\n\n— Jane Doe")
    assert kinds(signed)["— Jane Doe"] == BlockKind.SIGNATURE
    signed = article("Headline of it", "\n\n— Mara Lindqvist, Director")
    assert kinds(signed)["— Mara Lindqvist, Director"] == BlockKind.SIGNATURE


@pytest.mark.parametrize(
    ("line", "dated"),
    [
        ("Datum: 3. März 2025", True),
        ("Datum: 03.03.2025", True),
        ("Rechnungsdatum: 03.03.2025", True),
        ("Factuurdatum: 3 maart 2025", True),
        ("Fecha: 3 de marzo de 2025", True),
        ("Fecha de emisión: 3 de marzo de 2025", True),
        ("Date de facture : 3 mars 2025", True),
        ("Data: 3 marzo 2025", True),
        ("Fälligkeitsdatum: 03.03.2025", False),
        ("Geburtsdatum: 3. März 2025", False),
        ("Fecha de nacimiento: 3 de marzo de 2025", False),
        ("Data 3 March 2025", False),
    ],
)
def test_days_that_other_languages_label(line: str, dated: bool) -> None:
    assert article(f"Protokoll\n\n{line}").published == (date(2025, 3, 3) if dated else None)


@pytest.mark.parametrize("days", ["4-7", "4–7"])
def test_days_that_something_lasts_are_no_day_of_writing(days: str) -> None:
    title = f"DELFT {days} MARCH 2026"
    document = article(f"{title}\n\nWed 4  arrival, hotel from 3 pm\nThu 5  museum\n")
    assert (document.title, document.published) == (title, None)
    assert date_line("DELFT 7 MARCH 2026")


def test_reporter_and_lines() -> None:
    assert reporter("Reporting by Jane Doe in Kyiv; Editing by John Roe") == "Jane Doe"
    assert reporter("Reporting by the rules is hard") is None
    assert date_line("x" * 500) is None
    assert dateline("nothing of the kind") is None


@pytest.mark.parametrize(
    ("name", "title", "author", "agency", "published"),
    [
        (
            "000_f06a268188dc6e39.txt",
            "U.S. still pressing Turkey to 'walk away' from Russian missile purchase,"
            " official says",
            "Humeyra Pamuk",
            "Reuters",
            date(2019, 10, 25),
        ),
        (
            "002_d5c4d828f600fff0.txt",
            "The Pentagon is pressing for a national security exemption for sanctions on countries"
            " purchasing Russian military hardware but which are also U.S. allies",
            "Dave Majumdar",
            None,
            None,
        ),
    ],
)
def test_the_seeds(
    name: str, title: str, author: str, agency: str | None, published: date | None
) -> None:
    document = load(SEEDS / name, name)
    assert document.title == title
    assert document.author == author
    assert document.agency == agency
    assert document.published == published


def test_kinds_in_a_seed() -> None:
    name = "000_f06a268188dc6e39.txt"
    found = kinds(load(SEEDS / name, name))
    assert found["date 2019-10-25 Companies"] == BlockKind.META
    assert found["Humeyra Pamuk Reuters"] == BlockKind.META
    assert found["Credit: REUTERS/Tatyana Makeyeva"] == BlockKind.META
    assert found["Reuters"] == BlockKind.META
    assert list(found.values()).count(BlockKind.PARAGRAPH) == 7
    assert list(found.values())[-1] == BlockKind.BOILERPLATE


@pytest.mark.parametrize(
    "text",
    [
        "# Minutes\n\nDate: 6 May 2024\n\nThe board met.\n\nDate: 13 May 2024\n\nIt met again.\n",
        "# Notes\n\nReleased: 6 May 2024\n\n- Export.\n\nReleased: 2 May 2024\n\n- Import.\n",
        "# Diary\n\n## 6 May 2024\n\nWe went to sea.\n\n## 7 May 2024\n\nWe stayed.\n",
    ],
)
def test_a_document_that_lists_several_days_has_none_but_its_names(text):
    assert markdown.load(text.encode(), "notes.md").published is None
    assert markdown.load(text.encode(), "2024-06-01 notes.md").published == date(2024, 6, 1)


@pytest.mark.parametrize(
    "head",
    ["Ada Brill and Tom Reed", "Ada Brill, Tom Reed\n\nReuters", "Ada Brill & Tom Reed\nEditor"],
)
def test_names_above_the_text_are_its_headline(head):
    document = article(head)
    assert document.title == head.split("\n")[0]
    assert document.author is None


@pytest.mark.parametrize(
    "head",
    [
        "By Ada Brill, Tom Reed",
        "Ada Brill, Tom Reed\n\nReuters\n\nThe plan goes on",
        "The plan goes on\n\nAda Brill, Tom Reed\n\nReuters",
    ],
)
def test_names_beside_a_headline_are_the_authors(head):
    assert article(head).author == "Ada Brill, Tom Reed"


@pytest.mark.parametrize(
    ("line", "author", "agency"),
    [
        ("By Egon Flitter, Harbour Post, 1 April 2024", "Egon Flitter", "Harbour Post"),
        ("By Egon Flitter, Harbour Post", "Egon Flitter", "Harbour Post"),
        ("By Ann Lee and Jo Roe, Morning Star", "Ann Lee and Jo Roe", "Morning Star"),
        ("By Ann Lee, Jo Roe and Emily Post", "Ann Lee, Jo Roe and Emily Post", None),
    ],
)
def test_a_paper_behind_a_name(line: str, author: str, agency: str | None) -> None:
    text = f"The cod of Harrow\n{line}\n\nA cod has eaten the key of Harrow.\n"
    document = plain_text.load(text.encode(), "a.txt")
    assert (document.author, document.agency) == (author, agency)


@pytest.mark.parametrize(
    "kicker",
    [
        "SATIRE",
        "OPINION",
        "[ANALYSIS]",
        "CORRECTION:",
        "FACT CHECK",
        "URGENT",
        "FOR IMMEDIATE RELEASE",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_kicker_is_no_title(kicker: str, gap: str) -> None:
    text = f"{kicker}{gap}The cod of Harrow{gap}By Ann Lee, 1 April 2024\n\nA cod ate the key.\n"
    document = plain_text.load(text.encode(), "a.txt")
    assert (document.title, document.author) == ("The cod of Harrow", "Ann Lee")
    assert document.text == text


def test_a_word_that_heads_a_text_is_its_title() -> None:
    text = "ANALYSIS\n\nThe cod that ate the key was caught on Monday.\n\nIt was a small one.\n"
    assert plain_text.load(text.encode(), "a.txt").title == "ANALYSIS"
