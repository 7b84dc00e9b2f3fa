"""What is shown of a document around the sentence that proves: the unit, whole and short."""

from __future__ import annotations

import pytest

from qa.answering.outline import Outline
from qa.answering.units import AIM, MOST, Unit, Wanted, unit_at
from qa.datatypes import BlockKind, Document
from qa.documents.loaders import markdown, plain_text, rst
from qa.documents.loaders.mail.mail import load_message
from qa.documents.loaders.web import html
from qa.documents.sentences import split

PLAIN, LIST, STEPS = Wanted(), Wanted(items=True), Wanted(steps=True)


def made(text: str) -> Document:
    return markdown.load(text.encode(), "note.md")


def unit(document: Document, words: str, wanted: Wanted = PLAIN) -> Unit | None:
    """The unit of the sentence in which `words` stand."""
    sentences = [(s.start, s.end) for s in split(document)]
    at = document.text.index(words)
    (sentence,) = [s for s in sentences if s[0] <= at < s[1]]
    return unit_at(Outline(document), sentence, sentences, wanted)


def shown(document: Document, words: str, wanted: Wanted = PLAIN) -> str:
    found = unit(document, words, wanted)
    assert found
    return found.text(document.text)


INSTALL = made(
    "# Velo\n\n- [Installing](install.md)\n- [Using](use.md)\n\n## Installing\n\n"
    "Velo runs anywhere. On Linux, open a terminal and enter the following command:\n\n"
    "```console\n$ curl get.velo.example | sh\n```\n\nThen restart it.\n"
)


def test_a_line_that_leads_in_is_shown_with_its_code() -> None:
    text = "On Linux, open a terminal and enter the following command:"
    for words in ("open a terminal", "curl get.velo"):
        found = shown(INSTALL, words)
        assert text in found
        assert "$ curl get.velo.example | sh" in found
        assert "restart" not in found


CENSOR = """const log = pino({
  redact: {
    paths: ['key'],
    censor: 'HIDDEN'
  }
})

log.info({
  key: 'is hidden',
  path: {
    to: {another: 'thing'}
  },
  stuff: [
    {number: 1},
    {number: 2},
    {number: 3}
  ]
})"""


def test_code_that_has_room_is_shown_whole_however_its_lines_are() -> None:
    document = made(f"# Log\n\nFor instance, setting the censor:\n\n```js\n{CENSOR}\n```\n")
    assert shown(document, "is hidden") == f"For instance, setting the censor:\n{CENSOR}"


def test_long_code_begins_and_ends_at_its_joints() -> None:
    setting = "\n".join(["server({", *[f"  port{n}: {n}," for n in range(6)], "})"])
    code = "\n\n".join([CENSOR, setting, CENSOR])
    document = made(f"# Log\n\nAll of it:\n\n```js\n{code}\n```\n")
    assert shown(document, "port4") == f"All of it:\n{setting}"
    # Without a blank line near, it is the line that opens what was found.
    code = "\n".join([CENSOR.replace("\n\n", "\n"), setting, *["x()"] * 30])
    document = made(f"# Log\n\nAll of it:\n\n```js\n{code}\n```\n")
    assert shown(document, "port4").splitlines()[1:3] == ["server({", "  port0: 0,"]


def test_an_entry_of_a_list_of_contents_proves_nothing() -> None:
    assert unit(INSTALL, "Using") is None


def test_a_heading_stands_for_the_text_below_it() -> None:
    document = made(
        "# Law\n\n## Article 17 Right to be forgotten\n\nThe person has the right to erasure of "
        "personal data without undue delay.\n"
    )
    found = shown(document, "Right to be forgotten")
    assert found.startswith("The person has the right to erasure")


RULES = made(
    "# Stewardship\n\n_Stewardship_ is a set of rules. They are few.\n\n### Rules\n\n"
    "Keep these rules in mind:\n\n- Each room has a keeper.\n- There is one keeper at a time.\n"
    "- A keeper who leaves hands over the key.\n"
)


def test_a_short_list_is_shown_whole_with_its_lead_in() -> None:
    found = shown(RULES, "one keeper at a time", LIST)
    assert found.splitlines() == [
        "Keep these rules in mind:",
        "Each room has a keeper.",
        "There is one keeper at a time.",
        "A keeper who leaves hands over the key.",
    ]


def test_the_proof_of_a_list_that_is_wanted_is_all_of_it() -> None:
    found = unit(RULES, "one keeper", LIST)
    assert found
    assert RULES.text[slice(*found.proof)].startswith("Each room")
    assert RULES.text[slice(*found.proof)].endswith("the key.")
    alone = unit(RULES, "one keeper")
    assert alone
    assert RULES.text[slice(*alone.proof)] == "There is one keeper at a time."


def long_list(items: int) -> Document:
    lines = "".join(f"- Item {n} has some words that make it long enough.\n" for n in range(items))
    return made(f"# Things\n\nThe things are:\n\n{lines}")


def test_of_a_long_list_the_item_is_shown_with_the_lead_in() -> None:
    document = long_list(40)
    found = shown(document, "Item 30 ")
    assert found.splitlines() == [
        "The things are:", "Item 30 has some words that make it long enough.",
    ]  # fmt: skip
    many = shown(document, "Item 2 ", LIST)
    assert len(many.split()) <= MOST
    assert "Item 0 " in many
    assert "Item 2 " in many


def test_steps_are_shown_from_the_first_in_their_order() -> None:
    document = made(
        "# Refunds\n\nTo request a refund:\n\n1. Open your account.\n2. Choose the order.\n"
        "3. Press Refund.\n4. Wait for the mail.\n"
    )
    found = shown(document, "Press Refund", STEPS)
    places = [found.index(w) for w in ("To request", "Open your", "Choose", "Press", "Wait")]
    assert places == sorted(places)


def test_an_inner_item_is_shown_below_its_outer_one() -> None:
    document = made(
        "# Repairs\n\n- Roof\n  - finished on 9 May\n- Wheel\n  - finished on 2 June\n- Gate\n"
        "  - finished on 7 July\n" + "".join(f"- Part {n}\n  - planned\n" for n in range(30))
    )
    found = shown(document, "finished on 9 May")
    assert "Roof" in found
    assert "Gate" not in found


def test_a_row_has_the_names_of_its_columns() -> None:
    document = made(
        "# Prices\n\n| Plan | Price |\n|---|---|\n"
        + "".join(f"| Plan{n} | ${n}0 |\n" for n in range(60))
    )
    assert shown(document, "Plan7 ") == "Plan: Plan7 · Price: $70"


def test_a_question_comes_with_its_answer() -> None:
    document = made("# FAQ\n\n**Do you ship abroad?**\n\nYes, to forty countries.\n")
    assert "Yes, to forty countries." in shown(document, "Do you ship")


def test_an_answer_is_shown_below_its_question() -> None:
    text = "# FAQ\n\n**Can I bring a dog?**\n\nYes, on a lead, but only on Sundays.\n\nMore text.\n"
    assert shown(made(text), "on a lead").startswith("Can I bring a dog?\nYes, on a lead")


def test_a_sentence_that_leans_on_another_paragraph_brings_it() -> None:
    document = made(
        "# Perks\n\nEveryone has the option to purchase pet insurance.\n\n"
        "This is neither run nor paid for by Bluefern.\n"
    )
    assert "option to purchase pet insurance" in shown(document, "neither run nor paid")


def test_long_prose_is_cut_to_the_sentences_around_the_proof() -> None:
    sentences = [f"Sentence number {n} says a thing about the harbour today." for n in range(30)]
    document = plain_text.load((" ".join(sentences)).encode(), "a.txt")
    found = unit(document, "number 15 ")
    assert found
    text = found.text(document.text)
    assert len(text.split()) <= AIM
    assert "number 14 " in text
    assert "number 16 " in text
    assert document.text[slice(*found.proof)].strip() == sentences[15]


@pytest.mark.parametrize("wanted", [PLAIN, LIST, STEPS])
def test_every_part_is_verbatim_and_of_one_block(wanted: Wanted) -> None:
    for document in (INSTALL, RULES, long_list(40)):
        outline = Outline(document)
        sentences = [(s.start, s.end) for s in split(document)]
        for sentence in sentences:
            found = unit_at(outline, sentence, sentences, wanted)
            if found is None:
                continue
            assert found.start <= found.proof[0] < found.proof[1] <= found.end
            for a, b in found.parts:
                assert outline.at(a) == outline.at(b - 1)
                assert document.text[a:b].strip() == document.text[a:b]
            assert list(found.parts) == sorted(found.parts)
            kinds = {document.blocks[outline.at(a)].kind for a, _ in found.parts}
            assert BlockKind.CONTENTS not in kinds


def test_code_of_a_step_is_shown_with_all_steps_to_who_asks_how() -> None:
    document = made(
        "# Velo\n\n1. Add the source.\n2. Run this:\n\n   ```sh\n   velo install\n   ```\n"
        "3. Start it.\n"
    )
    found = shown(document, "velo install", STEPS)
    assert [line for line in found.splitlines() if line[:1].isdigit()] == [
        "1. Add the source.",
        "2. Run this:",
        "3. Start it.",
    ]
    assert "velo install" in found
    assert "Start it" not in shown(document, "velo install")


def test_the_most_of_all_rows_is_shown_with_all_rows() -> None:
    document = made(
        "# Flour\n\n| Flour | Protein |\n|---|---|\n| Rye | 9.5% |\n"
        "| Spelt | 12% |\n| Emmer | 13% |\n"
    )
    assert "Emmer" in shown(document, "Rye", Wanted(rows=True))
    assert "Emmer" not in shown(document, "Rye")


MAIL = load_message(
    b"From: Lena Ort <lena@example.org>\nSubject: Fwd: The kiln\n\nSee below.\n\n"
    b"On Sunday, Pavel Dorn wrote:\n> The kiln comes on 14 April by lorry.\n>\n"
    b"> On Saturday, Ruth Aske wrote:\n>> We need the kiln in May at the latest.\n",
    "kiln.eml",
)


@pytest.mark.parametrize(
    ("words", "writer", "other"),
    [("14 April", "Pavel Dorn", "Ruth Aske"), ("in May", "Ruth Aske", "Pavel Dorn")],
)
def test_what_a_mail_quotes_is_shown_with_who_wrote_it(words, writer, other) -> None:
    assert isinstance(MAIL, Document)
    found = shown(MAIL, words)
    assert words in found
    assert f"{writer} wrote:" in found
    assert other not in found


@pytest.mark.parametrize(
    ("load", "text"),
    [
        (rst.load, "Finding\n=======\n\n``changed:2019``\n   {0}\n``has:TEXT``\n   {1}\n"),
        (html.load, "<h1>Finding</h1><dl><dt>changed:2019<dd>{0}<dt>has:TEXT<dd>{1}</dl>"),
    ],
)
def test_what_a_term_means_is_shown_with_the_term(load, text) -> None:
    meanings = (
        "Strings that were changed in that year, whoever did it, are found by this and no others.",
        "Strings that have a context, a comment or an explanation by the one who wrote them.",
    )
    document = load(text.format(*meanings).encode(), "finding.txt")
    assert shown(document, "a context, a comment") == f"has:TEXT\n{meanings[1]}"


def test_a_question_in_a_chat_is_shown_with_the_replies_and_proves_nothing_alone() -> None:
    lines = [
        "14/06/2025, 09:12 - Dan: who has the spare car key??",
        "14/06/2025, 09:15 - Ruth: blue bowl in the hall, where else",
        "14/06/2025, 09:16 - Dan: not there",
        "14/06/2025, 09:31 - Ruth: ah sorry. I gave it to your mum on Sunday",
        "28/06/2025, 17:40 - Ngozi: When do you leave for Holland?",
        "28/06/2025, 17:52 - Ruth: 26th of July, boat goes at 5",
    ]
    document = plain_text.load("\n".join(lines).encode(), "Chat with Family.txt")
    asked = unit(document, "spare car key")
    assert asked
    assert asked.text(document.text) == "\n".join(lines[:4])
    assert document.text[slice(*asked.proof)] == lines[1]
    assert shown(document, "leave for Holland") == "\n".join(lines[4:])


def test_a_long_item_ends_with_a_whole_sentence() -> None:
    sentence = "The stones of the mill are dressed each year by a mason from the town. "
    document = plain_text.load(
        ("GRIND\n       -c, --coarse\n              " + sentence.strip()).encode()
        + ("\n              " + sentence.strip()).encode() * 12,
        "mill.txt",
    )
    found = shown(document, "-c, --coarse")
    assert found.startswith("-c, --coarse\n")
    assert found.endswith("from the town.")
    assert MOST - 15 < len(found.split()) <= MOST


BILLS = made(
    "| Invoice | Customer | Status |\n|---|---|---|\n| 17 | Lind | paid |\n| 18 | Reed | open |\n"
    "| 19 | Lenz | paid |\n| 20 | Ames | open |\n"
)


@pytest.mark.parametrize(
    ("words", "asked", "rows"),
    [
        ("Reed", {"open"}, "18 20"),
        ("Lenz", {"open"}, "19"),
        ("Reed", set(), "17 18 19 20"),
        ("Reed", {"open", "Reed"}, "17 18 19 20"),  # one row has the most
        ("Reed", {"open", "Lenz"}, "17 18 19 20"),  # neither has all of the other
    ],
)
def test_of_a_table_the_rows_that_are_asked_for_by_a_value(words, asked, rows) -> None:
    def holds(text: str) -> frozenset[str]:
        return frozenset(word for word in asked if word in text)

    found = shown(BILLS, words, Wanted(items=True, asked=holds))
    assert [line.split(" · ")[0] for line in found.split("\n")] == [
        f"Invoice: {row}" for row in rows.split()
    ]


@pytest.mark.parametrize("words", ["1048576", "in bytes"])
def test_a_property_is_shown_with_what_it_is_a_property_of(words: str) -> None:
    reference = made(
        "# Server\n\n### `bodyLimit`\n\n+ Default: `1048576`\n\nThe maximum payload in bytes.\n\n"
        "### `maxParams`\n\n+ Type: number\n+ Default: `100`\n\nSo many fit.\n"
    )
    assert shown(reference, words) == "Default: 1048576\nThe maximum payload in bytes."
    assert shown(reference, "So many") == "Type: number\nDefault: 100\nSo many fit."


def test_items_that_are_no_properties_stay_apart_from_the_paragraph_beside_them() -> None:
    notes = made("# Trip\n\n- Bring a towel\n- Hats: two at least\n\nWe leave at nine.\n")
    assert shown(notes, "We leave") == "We leave at nine."
    assert "We leave" not in shown(notes, "Hats")


FORMATS = made(
    "# Import\n\nVelo reads statements from your bank or your credit card, or what other "
    "programs for money have exported, and takes files in the following formats:\n\n"
    "Recommended is OFX, which carries numbers of accounts.\n\n"
    "Since version 5, dates are checked.\n"
)


def test_a_paragraph_that_ends_in_a_colon_is_shown_with_the_one_it_announces() -> None:
    for words in ("following formats", "Recommended is OFX"):
        found = shown(FORMATS, words)
        assert "in the following formats:" in found
        assert "Recommended is OFX" in found
        assert "Since version 5" not in found


def test_a_short_paragraph_does_not_end_with_one_that_announces() -> None:
    text = FORMATS.text.replace("Import\n\n", "# Import\n\nA page of the manual.\n\n", 1)
    assert shown(made(text), "A page of the manual") == "A page of the manual."


def test_what_stands_before_the_sentence_that_announces_is_shown_without_what_it_announces() -> (
    None
):
    term = made(
        "# Chair\n\nThe chair holds office for four years, leads the meetings of the clubs, keeps "
        "the seal and signs what they have agreed on. A chair is elected as follows:\n\n"
        "Each club names two members, who vote by ballot.\n"
    )
    assert "ballot" not in shown(term, "for four years")
    assert "ballot" in shown(term, "as follows")


def test_a_long_paragraph_after_a_colon_is_cut_where_a_sentence_ends() -> None:
    long = " ".join(f"Rule {n} says that every rider brings a lamp and a bell." for n in range(30))
    found = shown(
        made(f"# Rides\n\nThe club has agreed on the following:\n\n{long}\n"), "agreed on"
    )
    assert found.startswith("The club has agreed on the following:\nRule 0 says")
    assert found.endswith("bell.")
    assert len(found.split()) <= MOST


def test_a_list_too_long_to_be_shown_is_shown_with_the_item_that_was_found() -> None:
    items = [f"- The {n}th rule is that all riders bring a lamp and a bell." for n in range(4, 20)]
    text = "# Rides\n\nThe rules:\n\n" + "\n".join([*items, "- A quorum is nine.", "- The end."])
    found = shown(made(text), "A quorum", LIST)
    assert found.startswith("The rules:\n")
    assert found.endswith(
        "19th rule is that all riders bring a lamp and a bell.\nA quorum is nine."
    )
    assert "The 4th rule" not in found
    assert shown(made(text), "The 4th rule", LIST).startswith("The rules:\nThe 4th rule")
