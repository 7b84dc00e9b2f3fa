"""Answers about the documents themselves: which, how many, who, when, verbatim and complete."""

from __future__ import annotations

from datetime import date

import pytest

from qa.datatypes import Block, BlockKind, Refusal, Strength
from qa.documents.loaders.markdown import load

MARKET = "The market of village {} opens in the morning and the weather is fine."


@pytest.fixture
def village(collection):
    collection.add(
        "harbour/ferry.txt",
        "A ferry for Norden\n\nThe Norden-Ferry leaves at eight. Ada Brill steers it.",
        "A ferry for Norden",
    )
    collection.add(
        "harbour/storm.txt",
        "Storm\n\nThe norden ferry stayed in the harbour. Geese were seen.",
        "Storm over the bay",
    )
    collection.add(
        "town/school.txt", "School\n\nBoth geese and a goose walked in. Ada smiled.", "School"
    )
    for number in range(6):
        collection.add(f"town/market-{number}.txt", MARKET.format(number), f"Market {number}")
    return collection


def test_every_document_that_mentions_a_phrase_is_shown(village):
    answer = village.ask("Which articles mention the Norden ferry?")
    assert [piece.text for piece in answer.evidence] == [
        "The Norden-Ferry leaves at eight. Ada Brill steers it.",
        "The norden ferry stayed in the harbour. Geese were seen.",
    ]
    assert [(s.number, s.path, s.document.title) for s in answer.sources] == [
        (1, "docs/harbour/ferry.txt", "A ferry for Norden"),
        (2, "docs/harbour/storm.txt", "Storm over the bay"),
    ]
    assert answer.notes == ("2 articles mention “Norden ferry”.",)
    assert (answer.confidence, answer.strength) == (0.97, Strength.STRONG)


def test_evidence_is_verbatim_with_its_proof_and_line(village):
    (piece,) = village.ask("which documents mention Ada Brill").evidence
    document = village.store.document("harbour/ferry.txt")
    assert document.text[piece.start : piece.end] == piece.text
    assert document.text[slice(*piece.proof)] == "Ada Brill steers it."
    assert document.text[slice(*piece.span)] == "Ada Brill"
    assert piece.line == 3


def test_singular_and_plural_and_other_words(village):
    assert village.sources("which pages mention geese?") == ["harbour/storm.txt", "town/school.txt"]
    assert village.sources("which pages mention markets") is not None
    # "Nord" is another word than "Norden".
    assert not village.ask("which pages mention Nord?").answered


def test_counts_say_how_often(village):
    answer = village.ask("How many articles mention geese?")
    assert answer.notes == ("2 articles mention “geese”, 2 times in all.",)


def test_many_documents_are_counted_and_the_first_shown(collection):
    for number in range(14):
        collection.add(f"{number:02}.txt", MARKET.format(number))
    answer = collection.ask("Which files mention the weather?")
    assert len(answer.evidence) == 10
    assert len(answer.sources) == 14
    assert answer.notes == ("14 files mention “weather”. The first 10 are shown.",)


def test_a_folder_is_a_modifier(village):
    assert village.sources("which harbour articles mention geese?") == ["harbour/storm.txt"]
    # What no folder or name is called can't be counted.
    assert village.ask("How many cooking articles mention geese?") is None


def test_words_before_the_noun_that_no_document_is_called_by_are_no_list(collection):
    collection.add("sync.md", "# Sync\n\nThe receiver deletes.\n\nThe receiver waits.")
    collection.add("kitchen/oven.md", "# Oven\n\nThe receiver is hot.\n\nThe receiver is old.")
    assert collection.ask("rsync delete files on the receiver") is None
    found = collection.ask("kitchen files on the receiver")
    assert [source.document.source for source in found.sources] == ["kitchen/oven.md"]


def test_nothing_mentions_it(village):
    answer = village.ask("Which articles mention Kilrush?")
    assert not answer.answered
    assert answer.notes == ("No document mentions “Kilrush”.",)
    assert answer.missing_terms == ("Kilrush",)
    assert answer.refusal is Refusal.NOT_IN_DOCUMENTS
    apart = village.ask("Which articles mention Storm Brill?")
    assert not apart.answered
    assert (apart.missing_terms, apart.refusal) == ((), Refusal.NO_CLEAR_ANSWER)


def test_both_or_either(village):
    assert village.sources("which articles mention both Ada and geese?") == ["town/school.txt"]
    assert village.sources("which articles mention Brill or geese?") == [
        "harbour/ferry.txt",
        "harbour/storm.txt",
        "town/school.txt",
    ]


@pytest.fixture
def firms(collection):
    collection.add("a.txt", "Rivals\n\nThe fight between Velo and Norda goes on.", "Rivals")
    collection.add("b.txt", "Bikes\n\nVelo sells more.\n\nNorda sells less.", "Bikes")
    collection.add("c.txt", "Only one\n\nVelo is here.", "Only one")
    collection.add("d.txt", "Isles\n\nThe ship sails to Tarn and Tolsey.", "Isles")
    collection.add("e.txt", "Far\n\nTarn and Tolsey won. They like salt and bread.", "Far")
    collection.add("f.txt", "Tarn is a lake. Salt is dear.\n\nTolsey is a farm. Bread is old.", "F")
    return collection


def test_names_that_stand_side_by_side_somewhere_are_two_elsewhere(firms):
    for question in (
        "which articles mention Velo and Norda?",
        "which articles mention velo and norda",
        "which articles mention both Velo and Norda?",
    ):
        assert firms.sources(question) == ["a.txt", "b.txt"]
    assert firms.ask("How many articles mention both Velo and Norda?").notes == (
        "2 articles mention “Velo and Norda”, 4 times in all.",
    )


def test_one_name_of_two_words_and_what_belongs_together(firms):
    assert firms.sources("which articles mention Tarn and Tolsey?") == ["d.txt", "e.txt"]
    assert firms.sources("which articles mention salt and bread?") == ["e.txt"]
    assert firms.sources("which articles mention both salt and bread?") == ["e.txt", "f.txt"]


def test_documents_about_one_of_two_topics_where_none_is_about_both(collection):
    for name, title in (("a", "Geese"), ("b", "Otters"), ("c", "Ferries")):
        collection.add(f"{name}.md", f"# {title}\n\nAll about {title.lower()}.", title)
    answer = collection.ask("which notes are about geese and otters?")
    assert answer.notes == ("2 notes are about “geese” or “otters”.",)
    assert answer.strength is Strength.LIKELY
    answer = collection.ask("which notes are about geese and badgers?")
    assert answer.notes == ("1 note is about “geese”.",)
    assert collection.ask("which notes are about badgers and bears?") is None


@pytest.mark.parametrize("between", ["but not", "without", "and not", "except"])
def test_one_without_the_other(village, between):
    either = village.sources("which articles mention Brill or geese?")
    ada = village.sources("which articles mention Ada?")
    assert set(ada) & set(either)
    found = village.sources(f"which articles mention Brill or geese {between} Ada?")
    assert found == [each for each in either if each not in ada] != []
    assert not village.ask(f"which articles mention Ada {between} Ada?").answered


def test_an_owner_may_stand_elsewhere_in_the_text(collection):
    collection.add("a.txt", "Velo has a Night Mode.\n\nTurn Night Mode on with care.")
    collection.add("b.txt", "The Night Mode of another maker.")
    assert collection.sources("Which notes mention Velo's Night Mode?") == ["a.txt"]


def test_compounds_written_apart(collection):
    collection.add("a.txt", "Set up Burp Suite as a proxy.")
    collection.add("b.txt", "Nothing here.")
    assert collection.sources("In which page does BurpSuite come up?") == ["a.txt"]


def test_accents_need_not_be_typed(collection):
    collection.add("a.txt", "The Möhnesee is a lake.")
    (piece,) = collection.ask("which notes mention Mohnesee").evidence
    assert piece.text == "The Möhnesee is a lake."


def test_about_is_by_title_or_by_what_is_said_again_and_again(collection):
    collection.add("leeks.md", "# Leek soup\n\nBoil it.", "Leek soup")
    collection.add("stew.md", "# Stew\n\nOne leek will do.", "Stew")
    collection.add("pie.md", "# Pie\n\nLeek upon leek.\n\nMore leeks.", "Pie")
    answer = collection.ask("Which recipes are about leeks?")
    assert answer is not None
    found = [source.document.source for source in answer.sources]
    assert found[0] == "leeks.md"
    assert "stew.md" not in found


def test_titles_have_the_name_and_texts_the_rest(collection):
    collection.add("1.txt", "Orbi seals its deal\n\nThe takeover of MCO is done.", "Orbi takes MCO")
    collection.add("2.txt", "MCO shares climb\n\nA takeover is likely.", "MCO shares climb")
    collection.add("3.txt", "MCO paints its door\n\nIt is blue.", "MCO paints its door")
    collection.add("4.txt", "A takeover fight elsewhere\n\nNo more.", "Elsewhere")
    answer = collection.ask("How many articles are about the takeover of MCO?")
    assert {s.document.source for s in answer.sources} >= {"1.txt"}
    judged = collection.ask("How many articles are about the takeover battle for MCO?")
    assert [s.document.source for s in judged.sources] == ["1.txt", "2.txt"]
    assert judged.strength is Strength.LIKELY


def test_one_paragraph_holds_all_the_words(collection):
    collection.add("join.md", "PDF joiner\n\nMerge two PDF files into one.")
    collection.add("cut.md", "PDF cutter\n\nSplit a PDF.\n\nNever merge.")
    assert collection.sources("which pages can merge pdf files?") == ["join.md"]


def test_versions_of_what_most_documents_speak_of_need_not_name_it(collection):
    for minor in range(1, 7):
        named = "Velo is faster." if minor > 2 else "The first steps."
        text = f"# v0.{minor}.0\n\nReleased on 2020-0{minor}-01. {named}"
        day = date(2020, minor, 1)
        collection.add(f"Release notes/v0.{minor}.0.md", text, f"v0.{minor}.0", published=day)
    collection.add("help.md", "# Update Velo\n\nVelo has a new version.", "Update Velo")
    first = collection.ask("When did the very first version of Velo come out?")
    assert [s.document.source for s in first.sources] == ["Release notes/v0.1.0.md"]
    newest = collection.ask("what is the latest version of Velo?")
    assert [s.document.source for s in newest.sources] == ["Release notes/v0.6.0.md"]


@pytest.fixture
def minutes(collection):
    for day, said in (
        ("2019-05-02", "The roof was discussed."),
        ("2019-06-06", "The gate was painted."),
        ("2020-01-09", "The roof again."),
    ):
        collection.add(
            f"minutes/{day}.md",
            f"# Meeting {day}\n\n# Present\n\nAda, Tom\n\n# Agenda\n\n{said}",
            f"Meeting {day}",
        )
    collection.add("notes/roof.md", "# Roofs\n\nRoof tiles are red.", "Roofs")
    return collection


def test_documents_of_a_time(minutes):
    answer = minutes.ask("How many meetings were held in 2019?")
    assert [s.document.title for s in answer.sources] == [
        "Meeting 2019-05-02",
        "Meeting 2019-06-06",
    ]
    assert answer.notes == ("2 meetings.",)
    assert minutes.sources("Which of the meetings were before June 2019?") == [
        "minutes/2019-05-02.md"
    ]


def test_discussed_in_a_time(minutes):
    assert minutes.sources("In which meeting in 2020 was the roof discussed?") == [
        "minutes/2020-01-09.md"
    ]


def test_newest_and_oldest(minutes):
    assert minutes.sources("What is the newest set of minutes?") == ["minutes/2020-01-09.md"]
    assert minutes.sources("When was the first meeting?") == ["minutes/2019-05-02.md"]


def test_the_newest_about_a_story_that_many_documents_tell(collection):
    for number in range(10):
        story = "Nordwind" if number < 4 else "Karistan"
        collection.add(
            f"{number}.txt",
            f"# {story} report\n\nIt is about {story} again.",
            f"{story} report",
            published=date(2024, 1, 1 + number),
        )
    assert collection.sources("newest article about Nordwind") == ["3.txt"]
    assert collection.sources("oldest article about Karistan") == ["4.txt"]
    assert collection.sources("newest article about the report") == ["9.txt"]


def test_what_is_still_to_come_is_not_the_newest(collection):
    for day in (date(2024, 3, 1), date(2024, 4, 1), date(2999, 1, 1)):
        collection.add(f"{day}.txt", MARKET.format(day), published=day)
    answer = collection.ask("newest article")
    assert [source.document.source for source in answer.sources] == ["2024-04-01.txt"]
    assert answer.notes == ("1 article of a later day than today left out.",)
    assert collection.sources("oldest article") == ["2024-03-01.txt"]
    assert collection.sources("newest article about the market") == ["2024-04-01.txt"]


@pytest.mark.parametrize(
    ("dated", "note"),
    [
        (0, "None of 5 articles has a date."),
        (1, "Only 1 of 5 articles has a date."),
        (2, "Only 2 of 5 articles have a date."),
    ],
)
def test_without_dates_none_is_the_newest(collection, dated, note):
    for number in range(5):
        day = date(2024, 1, 1 + number) if number < dated else None
        collection.add(f"{number}.txt", MARKET.format(number), published=day)
    for question in ("newest article", "What is the oldest article?"):
        answer = collection.ask(question)
        assert (answer.answered, answer.refusal) == (False, Refusal.NO_CLEAR_ANSWER)
        assert (answer.missing_terms, answer.notes) == ((), (note,))


def test_the_newest_is_shown_with_how_it_begins_where_its_date_stands_alone(collection):
    head = "date: 2024-{}-01\n\n# Release {}\n\nThe bell rings {}."
    collection.add("a.md", head.format("03", "one", "softly"), "Release one")
    collection.add("b.md", head.format("05", "two", "louder"), "Release two")
    (piece,) = collection.ask("newest article").evidence
    assert piece.text == "date: 2024-05-01\nRelease two\nThe bell rings louder."
    assert piece.proof == (0, len("date: 2024-05-01"))
    texts = [each.text for each in collection.ask("Which articles are from 2024?").evidence]
    assert texts == [
        "date: 2024-03-01\nRelease one\nThe bell rings softly.",
        "date: 2024-05-01\nRelease two\nThe bell rings louder.",
    ]


def test_what_happened_on_a_day(minutes):
    (piece,) = minutes.ask("What happened in the meeting of 6 June 2019?").evidence
    assert piece.text == "Agenda\nThe gate was painted."


def test_versions_by_date_and_number(collection):
    collection.add("releases/v0.9.0.md", "Released on 2020/09/21.\n\nNew: a bell.", "First bells")
    collection.add("releases/v0.10.0.md", "Released on 2020/10/02.\n\nFixed the bell.", "Bells")
    collection.add("help/bells.md", "# Bells\n\nRing them.", "Ringing")
    collection.add("help/velo.md", "# Velo\n\nVelo is a bell.", "Velo")
    (piece,) = collection.ask("When was Velo 0.9.0 released?").evidence
    assert piece.text == "Released on 2020/09/21."
    (newest,) = collection.ask("What was fixed in the newest release?").evidence
    assert newest.text == "Fixed the bell."
    assert collection.ask("When was Velo 0.9.1 released?") is None


def test_the_release_that_brought_it(collection):
    collection.add("releases/v1.0.0.md", "Released 2020-01-01.\n\nThe bell rings on the canvas.")
    collection.add("releases/v1.1.0.md", "Released 2020-02-01.\n\nIntroducing the canvas.")
    collection.add("releases/v1.2.0.md", "Released 2020-03-01.\n\nAdded a red canvas.")
    assert collection.sources("In which version was the canvas introduced?")[0] == (
        "releases/v1.1.0.md"
    )
    assert collection.sources("What is new in version 1.2.0?") == ["releases/v1.2.0.md"] * 2
    (piece,) = collection.ask("What was added in 1.2.0?").evidence
    assert piece.text == "Added a red canvas."


def test_who_was_there(minutes):
    (piece,) = minutes.ask("Who was present at the meeting of 6 June 2019?").evidence
    assert piece.text == "Present\nAda, Tom"
    assert minutes.ask("Who attended the meeting of 7 June 2019?") is None
    assert len(minutes.sources("Which meetings did Tom attend?")) == 3
    assert minutes.ask("Which meetings did Roof attend?") is None


def test_the_title_of_a_file(collection):
    collection.add("pg77.txt", "Goats and Geese\n\nOnce.", "Goats and Geese")
    collection.add("pg78.txt", "Ducks\n\nTwice.", "Ducks")
    (piece,) = collection.ask("What is the title of pg77?").evidence
    assert piece.text == "Goats and Geese"
    assert collection.ask("What is pg79?") is None


def test_versions_without_dates(collection):
    for number in ("0.9.0", "0.10.0", "0.2.0"):
        collection.add(f"releases/v{number}.md", f"What is new in {number}.")
    assert collection.sources("What is the latest release?") == ["releases/v0.10.0.md"]


def test_who_wrote_it(collection):
    collection.add(
        "goats.txt",
        "Goats\n\nTitle: Goats and Geese\n\nAuthor: Mara Lindqvist\n\nOnce a goat ...",
        "Goats",
    )
    collection.add("neon.md", "# Why neon glows\n\nBy Sarah Archer\n\nIt glows.", "Why neon glows")
    collection.add("foreword.md", "# Foreword\n\nWelcome.\n\n- Nora Hale, Director", "Foreword")
    for question, text in (
        ("Who wrote Goats and Geese?", "Author: Mara Lindqvist"),
        ("who wrote the neon article", "By Sarah Archer"),
        ("Who wrote the foreword?", "- Nora Hale, Director"),
        ("Which books are by Mara Lindqvist?", "Author: Mara Lindqvist"),
    ):
        answer = collection.ask(question)
        assert answer is not None, question
        assert [piece.text for piece in answer.evidence] == [text]
    assert collection.ask("Who wrote the afterword?") is None
    assert collection.ask("Who wrote Ducks and Drakes?") is None


def test_authors_of_the_metadata(collection):
    collection.add("a.txt", "Eels swim.", "Eels", author="Omar Reyes")
    collection.add("b.txt", "Owls fly.", "Owls", author="Ines Falk")
    answer = collection.ask("list all articles by Omar Reyes")
    assert [s.document.author for s in answer.sources] == ["Omar Reyes"]
    assert answer.notes == ("1 article by Omar Reyes.",)


def test_dates_of_metadata_and_of_lines(collection):
    collection.add("goats.md", "# Having Goats\n\nDecember 2019\n\nGoats are nice.", "Having Goats")
    collection.add("owls.md", "# Owls\n\nThey fly.", "Owls", published=date(2021, 4, 3))
    (piece,) = collection.ask('When was "Having Goats" written?').evidence
    assert piece.text == "December 2019"
    answer = collection.ask('When was "Owls" published?')
    assert answer.sources[0].document.published == date(2021, 4, 3)
    assert answer.notes == ("Owls: 2021-04-03.",)


def test_tags_and_aliases(collection):
    collection.add("a.md", "Run daily.", "Running", tags=("Health", "sport/run"))
    collection.add("b.md", "Pay it.", "Rent", tags=("money",), aliases=("Lodging",))
    assert collection.sources("Which notes are tagged health?") == ["a.md"]
    assert collection.sources("list all notes tagged #sport") == ["a.md"]
    assert collection.ask("Which notes are tagged garden?") is None


def test_an_alias_names_a_document(collection):
    collection.add("b.md", "Pay it.\n\nAuthor: Tom Fen", "Rent", aliases=("Lodging costs",))
    collection.add("c.md", "Sow it.\n\nAuthor: Ann Ray", "Seeds")
    (piece,) = collection.ask("Who wrote the lodging costs note?").evidence
    assert piece.text == "Author: Tom Fen"
    (piece,) = collection.ask("Who wrote Lodging Costs?").evidence
    assert piece.text == "Author: Tom Fen"


def test_open_items(collection):
    collection.add("list.md", "Things\n\n- [ ] buy milk\n- [x] sell eggs\n\n[ ] call Tom")
    answer = collection.ask("What are my open todos?")
    assert [piece.text for piece in answer.evidence] == ["[ ] buy milk", "[ ] call Tom"]
    assert [piece.line for piece in answer.evidence] == [3, 6]
    assert answer.notes == ("2 open items.",)


def markdown(collection, source, text):
    document = load(text.encode(), source)
    more = {"blocks": document.blocks, "tags": document.tags, "published": document.published}
    collection.add(source, document.text, document.title, **more)


TASKS = """# Kiln

- [ ] order clay 📅 2025-03-10 #shop
- [x] pay Tom ✅ 2025-03-04
- [ ] Firing
    - [ ] glaze the bowls (due 14 March 2025)
    - [x] stack
- [/] write to Ada ⏳ 2025-04-01
- TODO [#A] mend the door
  DEADLINE: <2025-03-20 Thu>
- DONE sweep
- [-] sell the wheel

```
- [ ] how an item is written
```
"""


@pytest.mark.parametrize(
    ("question", "items"),
    [
        (
            "open tasks",
            ["order clay", "Firing", "glaze the bowls", "write to Ada", "mend the door"],
        ),
        ("How many open to-dos are there?", ["order", "Firing", "glaze", "write", "mend"]),
        ("which tasks are due in March 2025", ["order clay", "glaze the bowls", "mend the door"]),
        ("what is due before 12 March 2025?", ["order clay"]),
        ("overdue tasks", ["order clay", "glaze", "mend", "write"]),
        ("open tasks without a due date", ["Firing"]),
        ("done tasks", ["pay Tom", "stack", "sweep"]),
        ("what did I finish in March 2025", ["pay Tom"]),
        ("todos tagged shop", ["order clay"]),
        ("open todos about the firing", ["Firing", "glaze the bowls"]),
        ("my tasks for Ada", ["write to Ada"]),
        ("to-dos in the kiln note", ["order", "Firing", "glaze", "write", "mend"]),
    ],
)
def test_tasks_by_state_day_and_subject(collection, question, items):
    markdown(collection, "kiln.md", TASKS)
    collection.add("other.md", "Nothing to do.")
    answer = collection.ask(question)
    assert answer is not None
    shown = [piece.text.split("\n")[-1] for piece in answer.evidence]
    shown = [piece.text.split("\n")[-2] if "DEADLINE" in text else text
             for piece, text in zip(answer.evidence, shown, strict=True)]  # fmt: skip
    assert len(shown) == len(items)
    assert all(item in text for item, text in zip(items, shown, strict=True))
    assert answer.notes[0].startswith(f"{len(items)} ")


def test_an_item_of_an_item_is_shown_below_it(collection):
    markdown(collection, "kiln.md", TASKS)
    (piece,) = collection.ask("todos about the bowls").evidence
    assert piece.text == "[ ] Firing\n[ ] glaze the bowls (due 14 March 2025)"
    assert piece.line == 6


def test_nothing_due_is_said_and_other_questions_are_left(collection):
    markdown(collection, "kiln.md", TASKS)
    answer = collection.ask("tasks due in 1999")
    assert not answer.answered
    assert answer.notes == (
        "No open items due from 1999-01-01 to 1999-12-31.",
        "4 have another day.",
    )
    for question in ("todos about geese", "What is due in 1999?", "tasks of the potter"):
        assert collection.ask(question) is None


def test_tags_go_with_the_kind_that_is_asked_for(collection):
    collection.add("recipes/stew.md", "Simmer it.", "Stew", tags=("vegan", "winter"))
    collection.add("recipes/cake.md", "diet: vegan\n\nBake it.", "Cake", tags=("Baking",),
                   blocks=(Block(0, 11, BlockKind.META), Block(13, 21)))  # fmt: skip
    collection.add("trips/farm.md", "A vegan farm.", "Farm", tags=("vegan", "trip/spain"))
    collection.add("notes/soup.md", "Stir it.", "Soup", tags=("recipe",))
    answer = collection.ask("Which recipes are tagged vegan?")
    assert [source.document.title for source in answer.sources] == ["Stew"]
    answer = collection.ask("which recipes are vegan")
    assert answer.notes == ("2 recipes with “vegan” as tag or field.",)
    assert collection.ask("how many recipes are there?").notes == ("3 recipes.",)
    for question in ("which recipes are red", "which recipes are tagged trip", "what is vegan"):
        assert collection.ask(question) is None
    answer = collection.ask("what tags are there?")
    assert answer.notes == (
        "5 tags: vegan (2), baking (1), recipe (1), trip/spain (1), winter (1).",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Attendees: Ada Brill, Tom Fen\n\nThe kiln was sold.",
        "# Meeting\n\n**Present:** Ada Brill, Tom Fen\n\nThe kiln was sold.",
        "---\nattendees:\n  - '[[Ada Brill]]'\n  - Tom Fen\n---\n\nThe kiln was sold.",
    ],
)
def test_who_was_there_may_be_a_line(collection, text):
    markdown(collection, "2025-03-10 meeting.md", text)
    (piece,) = collection.ask("Who attended the meeting of 10 March 2025?").evidence
    assert "Ada Brill" in piece.text
    assert "Tom Fen" in piece.text
    assert "kiln" not in piece.text


@pytest.mark.parametrize(
    ("line", "question", "text"),
    [
        ("Last updated: 8 January 2025 by Ines Oak", "When was the leave policy last updated?", ""),
        ("Last updated: 8 January 2025 by Ines Oak", "Who wrote the leave policy?", ""),
        ("updated: 2025-01-08 19:03:22Z", "when was the leave policy last changed", ""),
        ("Last reviewed: 2025-01-08.", "when was leave policy.md last reviewed", ""),
        ("Published on 8 January 2025", "when was the leave policy last changed", None),
    ],
)
def test_when_a_document_was_changed(collection, line, question, text):
    collection.add("leave policy.md", f"# Leave policy\n\n{line}\n\nTen days.", "Leave policy")
    collection.add("other.md", "Last updated: 9 March 2024\n\nNothing.", "Other")
    answer = collection.ask(question)
    if text is None:
        assert answer is None
    else:
        assert [piece.text for piece in answer.evidence] == [line]


def test_notes_of_days_as_logseq_names_them(collection):
    collection.add("journals/2025_02_14.md", "Met Ada.", "2025-02-14", published=date(2025, 2, 14))
    collection.add("journals/2025_03_16.md", "Met Tom.", "2025-03-16", published=date(2025, 3, 16))
    collection.add("kiln.md", "The kiln was sold.")
    assert collection.ask("how many diary entries are there?").notes[0] == "2 diary entries."


def test_days_of_other_things_date_no_document(collection):
    markdown(collection, "ada.md", "---\nbirthday: 1985-02-09\n---\n\nA potter.")
    table = "| What | Date |\n|-|-|\n| Clay | 14 Feb 1985 |\n| Wheel | 2 May 1985 |\n"
    markdown(collection, "plan.md", table)
    markdown(collection, "list.md", "- [x] Pay the rent 1985-03-03\n- TODO Write 1985-03-04")
    collection.add("meeting.md", "Parish meeting: 9 March 1985\n\nNobody came.")
    answer = collection.ask("documents from 1985")
    assert [source.document.source for source in answer.sources] == ["meeting.md"]


def test_the_whole_collection(village):
    answer = village.ask("What is this collection about?")
    assert answer.notes[0].startswith("9 documents, among them: ")
    assert answer.notes[1] == "Folders: town (7), harbour (2)."
    assert village.ask("How many documents are there?").notes[0] == "9 documents."


def test_chapters_of_one_document_are_told_apart(collection):
    text = (
        "# Chapter 1\n\nA cat came.\n\n# Chapter 2\n\nNobody came.\n\n# Chapter 3\n\nThe cat left."
    )
    collection.add("book.txt", text, "The Cat")
    answer = collection.ask("In which chapters does the cat appear?")
    assert [(piece.headings, piece.text) for piece in answer.evidence] == [
        (("Chapter 1",), "A cat came."),
        (("Chapter 3",), "The cat left."),
    ]
    assert answer.notes == ("2 chapters mention “cat”.",)


def test_parts_of_the_document_that_is_named(collection):
    law = "# Article 1\n\nGoats may graze.\n\n# Article 2\n\nGeese may not."
    collection.add("goatlaw.txt", law, "The goat law")
    collection.add("other.txt", "# Article 2\n\nGoats again.", "Other law")
    answer = collection.ask("Which article of the goat law mentions geese?")
    assert [(p.headings, p.text) for p in answer.evidence] == [(("Article 2",), "Geese may not.")]
    assert answer.notes == ("1 article mentions “geese”.",)
    assert collection.ask("Which article of the cow law mentions geese?") is None


@pytest.mark.parametrize(
    "question",
    ["What does Article 2 of the goat law say?", "article two of the goat law", "Article II"],
)
def test_a_part_by_its_number(collection, question):
    law = "# Contents\n\n# Article II\n\nGeese\n\n# Article 1\n\nGoats graze.\n\n# Article II"
    collection.add("goatlaw.txt", f"{law}\n\nGeese may not.\n\nNor may ducks.", "The goat law")
    collection.add("other.txt", "# Article 12\n\nPigs.", "Other")
    (piece,) = collection.ask(question).evidence
    assert piece.text == "Article II\nGeese may not.\nNor may ducks."


def test_a_number_with_a_point_is_no_other(collection):
    collection.add("lease.txt", "# 6.8 Heating\n\nIt is warm.\n\n# 8.6 Noise\n\nBe quiet.", "Lease")
    (piece,) = collection.ask("What does section 8.6 say?").evidence
    assert piece.text == "8.6 Noise\nBe quiet."
    assert collection.ask("What does section 8.7 say?") is None
    assert collection.ask("What does the third amendment say?") is None


def test_contents_lists_are_last(collection):
    text = "Contents\n\nGrafting apples"
    kinds = (Block(0, 8), Block(10, 25, BlockKind.CONTENTS))
    collection.add("a.md", text, "Book", blocks=kinds)
    collection.add("b.md", "How to graft\n\nGrafting apples is easy.", "Grafts")
    assert collection.sources("Which pages mention grafting apples?") == ["b.md", "a.md"]


def test_a_filter_restricts_what_is_asked(village):
    answer = village.ask(
        "Which articles mention geese?", allowed=lambda info: info.source.startswith("town/")
    )
    assert [source.document.source for source in answer.sources] == ["town/school.txt"]


def test_other_questions_are_left_to_the_reader(village):
    assert village.ask("When does the ferry leave?") is None
    assert village.ask("Is there an article about Kilrush?") is None


def test_one_dated_document_has_a_date_and_no_range(collection):
    collection.add("a.txt", "A\n\nGeese were seen at the pond.", published=date(2019, 10, 25))
    collection.add("b.txt", "B\n\nThe pond was frozen for a week.")
    assert "1 has a date: 2019-10-25." in collection.ask("What is this collection about?").notes
    collection.add("c.txt", "C\n\nThe ice has melted again.", published=date(2020, 1, 2))
    notes = collection.ask("What is this collection about?").notes
    assert "2 have dates, from 2019-10-25 to 2020-01-02." in notes


def in_languages(collection):
    collection.add("a.txt", MARKET.format(1), language="en")
    collection.add("b.txt", "Der Markt öffnet um acht Uhr.", language="de")
    collection.add("c.txt", "Die Gänse schlafen auf dem Markt.", language="de")
    collection.add("d.txt", "1 2 3")
    return collection


def test_documents_in_a_language(collection):
    answer = in_languages(collection).ask("Which documents are in German?")
    assert {source.document.source for source in answer.sources} == {"b.txt", "c.txt"}
    assert answer.notes == ("2 documents in German.", "Of 1 more the language is not known.")
    counted = collection.ask("How many files are written in English?")
    assert counted.notes[0] == "1 file in English."


def test_no_document_in_a_language(collection):
    answer = in_languages(collection).ask("how many notes are in French?")
    assert not answer.answered
    assert answer.notes[0] == "No note is in French."


def test_languages_of_an_index_that_knows_none(collection):
    collection.add("a.txt", MARKET.format(1))
    assert collection.ask("Which documents are in German?") is None


@pytest.mark.parametrize(
    "question",
    ["Which articles quote Nora Winkler?", "in which articles is Nora Winkler quoted"],
)
def test_articles_that_quote_somebody(collection, question):
    collection.add("a.md", "Nora Winkler is mayor.\n\n“We build a bridge now,” Winkler said.")
    collection.add(
        "b.md", "“We build no bridge here,” said the former mayor, Nora Winkler, on Monday."
    )
    collection.add("c.md", "Nora Winkler opened the “Long Bridge of Oakley” on Monday.")
    collection.add(
        "d.md", "Nora Winkler said that it is late.\n\n“We build a ship,” Ada Brook said."
    )
    answer = collection.ask(question)
    assert sorted(source.document.source for source in answer.sources) == ["a.md", "b.md"]
    assert answer.notes == ("2 articles quote “Nora Winkler”.",)
    assert "Winkler said" in " ".join(piece.text for piece in answer.evidence)
    none = collection.ask(question.replace("Nora Winkler", "Colin Hart"))
    assert (none.answered, none.notes) == (False, ("No document quotes “Colin Hart”.",))
