"""Timelines and chats as plain text: each entry, each message is a block of its own."""

from __future__ import annotations

import time

import pytest

from qa.datatypes import BlockKind
from qa.documents.loaders import plain_text

P, M, Q = BlockKind.PARAGRAPH, BlockKind.META, BlockKind.QUESTION
SAYS = (
    "The union warns Halden Mills in a letter of what it will do.",
    "Inspector Hugo Tarn signs a form without entering the store.",
    "At dawn the store explodes.",
    "The government corrects the toll to 13, and the paper corrects it, too.",
)


def read(text: str, source: str = "log.txt") -> list[tuple[BlockKind, str]]:
    document = plain_text.load(text.encode(), source)
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize(
    "days",
    [
        ("21 November 2023:", "17 January 2024:", "3 March 2024:", "19 March 2024:"),
        ("Nov 21, 2023 -", "Jan 17, 2024 -", "March 3, 2024 -", "March 19 –"),
        ("2023-11-21:", "2024-01-17:", "2024-03-03 05:42:", "2024-03-19:"),
        ("12:30 -", "13:05 -", "1.10 pm -", "17:00:10 -"),
        ("21.11.2023 –", "17.01.2024 –", "3.3.2024 –", "19.3.24 –"),
    ],
)
def test_each_entry_of_a_timeline_stands_alone(days: tuple[str, ...]) -> None:
    lines = [f"{day} {says}" for day, says in zip(days, SAYS, strict=True)]
    text = "Timeline of the strike\n\n" + "\n".join(lines) + "\n"
    assert read(text)[1:] == [(P, line) for line in lines]


def test_what_an_entry_goes_on_with_stays_with_it() -> None:
    one = "17 January 2024: Inspector Hugo Tarn signs a form for the store without\nentering it."
    two = "3 March 2024: The store explodes."
    assert read(f"Timeline\n\n{one}\n{two}\n")[1:] == [(P, one), (P, two)]


def test_a_lone_day_at_the_beginning_of_a_wrapped_line_is_no_entry() -> None:
    text = (
        "The inspectors said that they had come twice, on 21 November 2023 and on the\n"
        "17 January 2024: on neither day had they been let into the store by anybody.\n"
    )
    assert read(f"A title\n\n{text}")[1:] == [(P, text.strip())]


def test_a_message_that_only_asks_is_a_question_if_somebody_replies() -> None:
    said = [
        "12/03/2025, 18:20 - Colin: who took the big ladder??",
        "12/03/2025, 18:25 - Dennis: me. Do you need it?",
        "12/03/2025, 18:26 - Colin: and when is it back?",
        "12/03/2025, 18:27 - Dennis: Sat",
        "12/03/2025, 18:29 - Priya: is the fridge dead?",
    ]
    assert [kind for kind, _ in read("\n".join(said))] == [Q, P, Q, P, P]


@pytest.mark.parametrize(
    "form",
    [
        "[12/03/2025, 18:2{}:10] {}: {}",
        "12/03/2025, 18:2{} - {}: {}",
        "3/12/25, 6:2{} PM - {}: {}",
        "[12.03.25, 18:2{}:10] {}: {}",
        "2025-03-12 18:2{} <{}> {}",
        "[18:2{}] <{}> {}",
    ],
)
def test_each_message_of_a_chat_stands_alone(form: str) -> None:
    said = [
        form.format(0, "Colin", "who took the big ladder"),
        form.format(1, "Dennis", "me, back by Sat\nand the rope"),
        form.format(2, "Colin", "ok"),
        form.format(3, "Dennis", "<Media omitted>"),
        form.format(4, "Priya", "Fridge in the shop is dead: anyone got one?"),
    ]
    text = "\n".join(said)
    kinds = [P, P, P, M, P]
    assert read(text) == list(zip(kinds, said, strict=True))
    document = plain_text.load(text.encode(), "home/WhatsApp Chat with Shed crew.txt")
    assert document.title == "WhatsApp Chat with Shed crew"
    assert (document.author, document.published) == (None, None)


def test_what_the_program_says_is_furniture() -> None:
    first = "12/03/2025, 18:20 - Messages and calls are end-to-end encrypted. Only people can read."
    said = "12/03/2025, 18:21 - Colin: who took the big ladder"
    more = "12/03/2025, 18:22 - Dennis: me"
    assert read("\n".join([first, said, more])) == [(M, first), (P, said), (P, more)]


def test_many_entries_take_no_time() -> None:
    began = time.monotonic()
    for line in (
        "1 May 2020: x",
        "12/03/2025, 18:22 - A: b",
        "[1/1/2020, 1:1",
        "12:30 " + " " * 90,
    ):
        read(f"{line}\n" * 5_000)
    assert time.monotonic() - began < 20
