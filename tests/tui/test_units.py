"""Evidence as whole units: its lines, what proves it, its headings; in the chat and the article."""

from __future__ import annotations

import json
from dataclasses import replace

from qa.datatypes import Answer, BlockKind, Document, Evidence, Passage, Refusal, Source, Strength
from tests.support.fake_backend import FakeBackend, answered, info, refused
from tests.support.pilot import ask, screen_text, until
from tui import export, glyphs
from tui.app import build
from tui.article_layout import Role, locate, show
from tui.conversations import Conversation, Turn, from_plain, to_plain
from tui.unit_content import unit

# The text has no markup, so its lines are not those of the file.
TEXT = (
    "Velo\n\nInstalling\n\nOpen a terminal. On Linux enter the following command:\n\n"
    "curl https://velo.example/install.sh\n  | sh\n\n"
    "Uninstalling\n\nUse these steps:\n\nStop the server and every client that is "
    "connected to it from another machine.\nRun velo remove."
)


def place(text: str) -> tuple[int, int]:
    start = TEXT.index(text)
    return start, start + len(text)


def evidence(*parts: str, proof: str, span: str, headings: tuple[str, ...], **more) -> Evidence:
    places = tuple(place(each) for each in parts)
    return Evidence(
        1, places[0][0], places[-1][1], "\n".join(parts), 31, 0.9,
        span=place(span), proof=place(proof), parts=places, headings=headings, **more,
    )  # fmt: skip


CODE = "curl https://velo.example/install.sh\n  | sh"
LINUX = evidence(
    "Open a terminal. On Linux enter the following command:", CODE,
    proof=CODE, span="https://velo.example/install.sh", headings=("Velo", "Installing"),
    kinds=(BlockKind.PARAGRAPH, BlockKind.CODE),
)  # fmt: skip
STEPS = evidence(
    "Use these steps:",
    "Stop the server and every client that is connected to it from another machine.",
    "Run velo remove.",
    proof="Run velo remove.", span="velo remove", headings=("Velo", "Uninstalling"),
    kinds=(BlockKind.PARAGRAPH, BlockKind.STEP, BlockKind.STEP),
)  # fmt: skip
DOCUMENT = Document("velo.md", "Velo", TEXT, (), lines=((0, 1), (place(CODE)[0], 31)))


def test_a_number_never_stands_alone_in_a_line():
    sentence = "Close the valve and wait."
    texts = (sentence, "\u6771\u4eac\u306f\u65e5\u672c\u306e\u9996\u90fd\u3067\u3059")
    for text in texts:
        for width in range(12, 40):
            quote = Evidence(1, 0, len(text), text, 1, 0.9)
            lines = [line.plain.strip() for line in unit(quote, (), width).wrap(width)]
            assert "[1]" not in lines
            assert "".join("".join(lines).split()) == "".join(text.split()) + "[1]"
    fits = unit(Evidence(1, 0, len(sentence), sentence, 1, 0.9), (), 29)
    assert fits.plain == f"{sentence}\u00a0[1]"  # all in one line: nothing is moved
    moved = unit(Evidence(1, 0, len(sentence), sentence, 1, 0.9), (), 26)
    assert moved.plain == "Close the valve and\nwait.\u00a0[1]"


def velo() -> FakeBackend:
    backend = FakeBackend()
    backend.fake.held = (DOCUMENT,)
    source = Source(1, info(DOCUMENT), "velo.md", (31,))
    answer = Answer(
        "q", True, (LINUX, STEPS), (source,), confidence=0.9, strength=Strength.STRONG,
        searched_documents=1, searched_passages=4,
    )  # fmt: skip
    backend.fake.answers["How do I install it?"] = lambda: answer
    return backend


async def test_a_unit_keeps_its_lines_below_its_headings():
    app = build(backend=velo(), watching=False)
    async with app.run_test(size=(66, 40)) as pilot:
        await ask(pilot, "How do I install it?")
        lines = [line.strip() for line in screen_text(app).splitlines()]
        at = lines.index("Installing")
        assert lines[at + 1 : at + 4] == [
            "Open a terminal. On Linux enter the following command:\u00a0[1]",
            "curl https://velo.example/install.sh",
            "| sh",
        ]
        at = lines.index("Uninstalling")
        assert lines[at + 1 : at + 5] == [
            "Use these steps:",
            "- Stop the server and every client that is connected to it",
            "from another machine.",
            "- Run velo remove.\u00a0[1]",
        ]
        hanging = next(
            line
            for line in screen_text(app).splitlines()
            if line.strip() == "from another machine."
        )
        bullet = next(line for line in screen_text(app).splitlines() if "- Stop" in line)
        assert hanging.index("from") == bullet.index("Stop")


def test_the_proof_stands_out_and_the_span_most():
    content = unit(STEPS, ("Uninstalling",), 60)
    dimmed = "".join(
        content.plain[s.start : s.end] for s in content.spans if str(s.style) == "$qa-muted"
    )
    assert dimmed.startswith("UninstallingUse these steps:Stop the server")
    assert "Run" not in dimmed
    (bold,) = (content.plain[s.start : s.end] for s in content.spans if "underline" in str(s.style))
    assert bold == "velo remove"


def test_a_narrow_screen_loses_no_word_of_a_unit():
    for width in range(1, 30):
        shown = "".join(unit(STEPS, (), width).plain.split())
        assert "".join(STEPS.text.split()) == shown.replace("-", "").replace("[1]", "")


def test_articles_mark_the_proof_within_its_unit():
    shown = show(TEXT, STEPS, (0, len(TEXT)))
    ends = [*(start for start, _ in shown.stretches[1:]), len(shown.text)]
    marked = [
        (role, shown.text[start:end])
        for (start, role), end in zip(shown.stretches, ends, strict=True)
    ]
    assert marked[-3:] == [
        (Role.EVIDENCE, "Run "), (Role.SPAN, "velo remove"), (Role.EVIDENCE, "."),
    ]  # fmt: skip


async def test_the_line_of_the_file_is_that_of_the_proof():
    app = build(backend=velo(), watching=False)
    async with app.run_test(size=(140, 40)) as pilot:
        await ask(pilot, "How do I install it?")
        await pilot.press("alt+1")
        await until(pilot, lambda: app.chat.pane.view.evidence_line)
        assert app.chat.pane._line == 31
        assert "velo.md:31" in screen_text(app)
        moved = "New.\n\n" + TEXT
        lines = tuple((at + 6 if at else 0, line + 2 if at else 1) for at, line in DOCUMENT.lines)
        found = locate(LINUX, replace(DOCUMENT, text=moved, lines=lines))
        assert found is not None
        assert moved[slice(*found.proof)] == CODE
        assert [moved[slice(*each)] for each in found.parts] == LINUX.text.split("\n", 1)
        assert found.line == 33
        assert locate(LINUX, replace(DOCUMENT, text=TEXT.replace("| sh", "| bash"))) is None


def test_units_are_saved_and_old_conversations_still_load():
    saved = Conversation("i", [Turn("q", answer=replace(answered(), evidence=(LINUX, STEPS)))])
    assert from_plain(json.loads(json.dumps(to_plain(saved)))) == saved
    plain = json.loads(json.dumps(to_plain(Conversation("i", [Turn("q", answer=answered())]))))
    for evidence in plain["turns"][0]["answer"]["evidence"]:
        for name in ("proof", "parts", "headings", "kinds"):  # version 0.1.0 had none of them
            del evidence[name]
    for name in ("refusal", "interpretation", "corrections", "notes", "not_searched"):
        del plain["turns"][0]["answer"][name]
    (turn,) = from_plain(plain).turns
    assert turn.answer == answered()


def test_a_unit_is_copied_with_its_lines():
    text = export.as_text(replace(answered(), evidence=(STEPS,)))
    assert text.splitlines()[1:3] == [
        "- Stop the server and every client that is connected to it from another machine.",
        "- Run velo remove. [1]",
    ]


async def test_refusals_of_two_kinds_and_notes():
    backend = FakeBackend()
    unclear = replace(
        refused(), refusal=Refusal.NO_CLEAR_ANSWER, missing_terms=(), corrections=(("a", "Velo"),),
        interpretation="what it is", notes=("3 files changed since 14:02.",),
    )  # fmt: skip
    backend.fake.answers["unclear"] = lambda: unclear
    app = build(backend=backend, watching=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, "unclear")
        shown = screen_text(app)
        assert "○ No clear answer in your documents." in shown
        assert "searched for: Velo" in shown
        assert "taken as: what it is" in shown
        assert "▲ 3 files changed since 14:02." in shown


def test_the_passage_is_that_of_the_proof():
    from tui.article_layout import passage_of

    start, end = STEPS.proof
    passages = (Passage(0, start - 1, ()), Passage(start - 1, end, ()))
    assert passage_of(STEPS, passages) == (start - 1, end)


async def test_a_count_stands_above_the_quotes_without_a_sign(app, fake):
    fake.fake.answers["how many are there?"] = lambda: replace(
        answered(), notes=("a.txt has changed.", "37 documents."), said=("37 documents.",)
    )
    async with app.run_test(size=(100, 40)) as pilot:
        await ask(pilot, "how many are there?")
        lines = [line.strip() for line in screen_text(app).splitlines()]
        assert lines.index("37 documents.") < lines.index(f"{glyphs.WARNING} a.txt has changed.")
        copied = export.as_text(app.chat.conversation.turns[-1].answer)
        assert copied.startswith("37 documents.\n")
        assert lines.index("37 documents.") < next(
            at for at, line in enumerate(lines) if line.startswith("[1]")
        )
