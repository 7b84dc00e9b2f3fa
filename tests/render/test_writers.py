"""What people see: layout, the words of a refusal, Markdown that can't be broken out of."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import date

import pytest
from markdown_it import MarkdownIt

from qa.datatypes import BlockKind, Clusters, Refusal, Reply, Skipped
from qa.render import Format, phrases, writer
from qa.render.excerpt import excerpt, last_number, numbered_lines
from qa.render.layout import GLUE, Piece, break_lines, fill, flow, width_of
from qa.render.markdown_writer import code, escape
from qa.render.terminal import Look, detect, file_url
from tests.support import fake_engine as fake


def prefixed(source: str) -> str:
    return f"seeds/{source}"


def text(look: Look | None = None):
    return writer(Format.TEXT, look or Look(), prefixed)


MD = writer(Format.MARKDOWN, Look(), prefixed)


class Stream:
    closed = False

    def __init__(self, terminal: bool) -> None:
        self.isatty = lambda: terminal


# --- text


def test_a_reply_is_wrapped_for_terminals_only():
    reply = Reply("hi", "one two three four five six\nseven", "help")
    assert text(Look(width=20, wrap=True)).reply(reply) == ("one two three four\nfive six\nseven\n")
    assert text(Look(width=20)).reply(reply) == "one two three four five six\nseven\n"


def test_answer_reads_like_the_design():
    assert text().answer(fake.answer()) == (
        "Washington removed Turkey from its F-35 program. [1]\n\n"
        "NATO allies have been at loggerheads over the system. [1]\n\n"
        "[1] Story A · Reuters · 2019-10-25\n"
        "    seeds/a.txt:3,4\n"
        "    also in seeds/b.txt\n\n"
        "Evidence: strong (91%)\n"
    )


def test_an_answer_of_unknown_strength_says_nothing_of_it():
    unsure = dataclasses.replace(fake.answer(), strength=None)
    assert "Evidence" not in text().answer(unsure)
    assert "Evidence" not in MD.answer(unsure)


def test_refusal_names_missing_words_and_what_came_nearest():
    assert (
        text()
        .answer(fake.refusal())
        .startswith(
            'Not in your documents. Nowhere in them: "World", "Cup".\n\n'
            "Nearest:\n"
            "  NATO allies have been at loggerheads over the system. [1]\n\n"
            "  More is to come. [2]\n\n"
            "[1] Story A · Reuters · 2019-10-25\n"
        )
    )


def test_refusal_with_nothing_near_is_one_line():
    bare = dataclasses.replace(fake.refusal(), misses=(), sources=(), missing_terms=())
    assert text().answer(bare) == "Not in your documents.\n"


def test_span_is_bold_over_line_ends_and_ends_with_every_line():
    shown = text(Look(color=True, width=24)).answer(fake.answer())
    assert "\x1b[1mremoved\x1b[0m" in shown
    assert "\x1b[1mTurkey from its F-35\x1b[0m" in shown
    for line in shown.splitlines():
        assert line.count("\x1b[0m") == len(re.findall(r"\x1b\[(?:1|2|36)m", line))


def test_what_sources_say_that_differs_stands_below_them_newest_first():
    line = (
        "Sources differ: 14 (Reuters, 3 November 2019, and 1 other) · 12 (Reuters, 25 October 2019)"
    )
    assert f"\n\n{line}\n\nEvidence: strong (91%)\n" in text().answer(fake.differing_answer())
    assert line in MD.answer(fake.differing_answer())
    assert "differ" not in text().answer(fake.answer())


def test_days_far_apart_are_those_as_of_which_something_is_true():
    newer, older = fake.differing_answer().differing
    then = dataclasses.replace(older.document, published=date(2018, 6, 1), agency=None, author=None)
    sides = (
        dataclasses.replace(newer, yes=True, also_in=()),
        dataclasses.replace(older, yes=False, document=then),
    )
    said = phrases.differing(dataclasses.replace(fake.answer(), differing=sides))
    assert said == (
        "Sources differ: yes (Reuters, as of 3 November 2019) · no (Story A, as of 1 June 2018)"
    )


def test_long_answers_and_titles_are_cut_where_sources_differ():
    newer, older = fake.differing_answer().differing
    plain = dataclasses.replace(older.document, title="t" * 90, agency=None, published=None)
    sides = (newer, dataclasses.replace(older, words="w" * 90, document=plain))
    said = phrases.differing(dataclasses.replace(fake.answer(), differing=sides))
    assert said.endswith(f" · {'w' * 47}… ({'t' * 47}…)")


def test_sources_of_one_name_and_day_that_differ_are_told_by_their_files():
    newer, older = fake.differing_answer().differing
    twin = dataclasses.replace(newer.document, source="copies/other.txt")
    sides = (
        dataclasses.replace(newer, also_in=()),
        dataclasses.replace(older, words="15", document=twin),
    )
    said = phrases.differing(dataclasses.replace(fake.answer(), differing=sides))
    assert f"14 ({newer.document.source}, 3 November 2019)" in said
    assert "15 (copies/other.txt, 3 November 2019)" in said


def test_an_endless_word_that_stands_nowhere_is_cut():
    assert phrases.nowhere(["w" * 2000]) == f'Nowhere in them: "{"w" * 47}…".'


def test_a_document_stands_in_the_file_that_holds_it():
    assert phrases.within("a/refs.bib/lind2019", {"a/refs.bib"})
    assert phrases.within("a.txt", {"a.txt"})
    assert not phrases.within("a.txt", {"a", "b/a.txt", "a.txt/b"})


def test_neighbours_in_one_line_share_a_citation():
    first = fake.quote("One.", start=0, end=4, line=3)
    second = fake.quote("Two.", start=5, end=9, line=3)
    assert phrases.shares_citation(first, second)
    assert not phrases.shares_citation(second, first)
    assert not phrases.shares_citation(first, dataclasses.replace(second, citation=2))
    assert not phrases.shares_citation(first, dataclasses.replace(second, line=4))
    answer = dataclasses.replace(fake.answer(), evidence=(first, second))
    assert text().answer(answer).startswith("One. Two. [1]\n")


# --- units


def test_units_have_their_lines_their_headings_and_their_places():
    assert text().answer(fake.unit_answer()) == (
        "taken as: how do I get a refund?\n"
        "searched for: refund\n\n"
        "Ask for a refund:\n- Open your order.\n- Choose Refund within 14 days. [1]\n\n"
        "Open a terminal and enter: [1]\n    velo install\n      --global\n\n"
        "[1] Story A · Reuters · 2019-10-25\n"
        "    seeds/a.txt:7  Handbook › Refunds\n"
        "    seeds/a.txt:9  Handbook › Set up\n"
        "    also in seeds/b.txt\n\n"
        'Evidence: likely (71%). Nowhere in your documents: "Velo".\n'
    )


def test_what_proves_stands_out_and_the_rest_is_dim():
    shown = text(Look(color=True)).answer(fake.unit_answer())
    assert "\x1b[2mAsk for a refund:\x1b[0m\n- \x1b[2mOpen your order.\x1b[0m\n" in shown
    assert "\n- Choose Refund within \x1b[1m14 days\x1b[0m. \x1b[36m[1]\x1b[0m\n" in shown
    assert "\n    \x1b[2mvelo install\x1b[0m\n" in shown


def test_one_heading_path_stands_with_the_title_which_it_does_not_repeat():
    source = dataclasses.replace(fake.source(), lines=(7,), also_in=())
    quote = dataclasses.replace(fake.LIST, headings=("story a", "Refunds", "How"))
    answer = dataclasses.replace(fake.unit_answer(), evidence=(quote,), sources=(source,))
    assert (
        "\n[1] Story A › Refunds › How · Reuters · 2019-10-25\n    seeds/a.txt:7\n\n"
        in text().answer(answer)
    )
    assert "- [1] Story A › Refunds › How · Reuters · 2019-10-25 · `seeds/a.txt:7`\n" in MD.answer(
        answer
    )


def test_a_number_never_stands_behind_code():
    only_code = fake.unit(("rm -r x", BlockKind.CODE), proof=0)
    answer = dataclasses.replace(fake.answer(), evidence=(only_code,))
    assert text().answer(answer).startswith("    rm -r x\n[1]\n")
    assert MD.answer(answer).startswith("> ```\n> rm -r x\n> ```\n>\n> [1]\n")


def test_lines_of_an_unknown_kind_stay_as_they_are():
    quote = fake.quote("Monday  9 to 12\r\n\tTuesday\n", kinds=())
    answer = dataclasses.replace(fake.answer(), evidence=(quote,))
    assert text().answer(answer).startswith("Monday  9 to 12\n    Tuesday [1]\n")
    assert MD.answer(answer).startswith(
        "> Monday  9 to 12  \n> \u00a0\u00a0\u00a0\u00a0Tuesday [1]\n"
    )


def test_items_wrap_under_their_text_and_keep_a_mark_of_their_own():
    items = fake.unit(
        ("- one two three", BlockKind.LIST_ITEM),
        ("four five six seven", BlockKind.LIST_ITEM),
        ("--all of it", BlockKind.LIST_ITEM),
        proof=0,
    )
    answer = dataclasses.replace(fake.answer(), evidence=(items,), sources=(), strength=None)
    assert text(Look(width=12)).answer(answer) == (
        "- one two\n  three\n- four five\n  six seven\n--all of\n  it [1]\n"
    )


def test_words_of_another_are_marked_unless_the_line_above_says_whose_they_are():
    alone = fake.unit(("Is it mended?", BlockKind.QUOTE), proof=0)
    named = fake.unit(("Bob wrote:", BlockKind.META), ("Is it old?", BlockKind.QUOTE), proof=1)
    answer = dataclasses.replace(fake.answer(), evidence=(alone, named), sources=(), strength=None)
    assert text().answer(answer) == "> Is it mended? [1]\n\nBob wrote:\nIs it old? [1]\n"
    assert "> \\> Is it mended?" in MD.answer(answer)
    assert alone.text == "Is it mended?"  # the mark is none of the document's words


def test_code_is_never_wrapped():
    code_line = "velo install " * 10
    answer = dataclasses.replace(
        fake.answer(), evidence=(fake.unit((code_line, BlockKind.CODE), proof=0),)
    )
    assert f"    {code_line.strip()}\n" in text(Look(width=30)).answer(answer)


# --- refusals


def test_no_clear_answer_shows_the_nearest_units_whole():
    unclear = dataclasses.replace(fake.partial_refusal(), not_searched=0, missing_terms=())
    assert (
        text()
        .answer(unclear)
        .startswith(
            "No clear answer in your documents.\n\nNearest:\n"
            "  Ask for a refund:\n  - Open your order.\n  - Choose Refund within 14 days. [1]\n"
        )
    )
    nowhere = dataclasses.replace(unclear, refusal=Refusal.NOT_IN_DOCUMENTS)
    assert text().answer(nowhere).startswith("Not in your documents.\n")


@pytest.mark.parametrize(
    ("searched", "others", "sentence"),
    [
        (64, 537, "No answer in 64 of 601 documents; the others are not indexed yet."),
        (1, 1, "No answer in 1 of 2 documents; the other is not indexed yet."),
        (0, 1200, "No answer: of 1,200 documents none is indexed yet."),
    ],
)
def test_a_refusal_claims_nothing_of_what_was_not_searched(searched, others, sentence):
    answer = dataclasses.replace(
        fake.partial_refusal(), searched_documents=searched, not_searched=others, missing_terms=()
    )
    assert text().answer(answer).startswith(f"{sentence}\n")
    assert MD.answer(answer).startswith(f"{sentence}\n")
    assert "Not in your documents" not in text().answer(answer)


def test_what_is_understood_as_typed_is_not_repeated():
    answer = dataclasses.replace(fake.answer(), interpretation=fake.answer().question)
    assert text().answer(answer).startswith("Washington")


def test_links_point_at_files_and_are_percent_encoded():
    source = dataclasses.replace(fake.source(), path="/tmp/a b\x1b]é#?.txt")
    answer = dataclasses.replace(fake.answer(), sources=(source,))
    shown = text(Look(color=True, links=True)).answer(answer)
    url = "file:///tmp/a%20b%1B%5D%C3%A9%23%3F.txt"
    assert f"\x1b]8;;{url}\x1b\\\x1b[36m[1]\x1b[0m\x1b]8;;\x1b\\" in shown
    assert shown.count(url) == 4  # two citations, the number and the path of the source


def test_links_open_the_line_of_the_proof_where_the_terminal_can():
    look = Look(color=True, links=True, link="vscode://file{path}:{line}")
    shown = text(look).answer(fake.unit_answer())
    path = file_url("seeds/a.txt").removeprefix("file://")
    assert re.findall(r"\]8;;vscode://file([^\x1b]+)\x1b", shown)[:5] == [
        f"{path}:7",  # the numbers behind the units
        f"{path}:9",
        f"{path}:3",  # that of the source
        f"{path}:7",  # its places
        f"{path}:9",
    ]


@pytest.mark.parametrize(
    ("environ", "form"),
    [
        ({"TERM": "xterm"}, "file://{path}"),
        ({"TERM": "xterm-kitty"}, "file://{path}#{line}"),
        ({"KITTY_WINDOW_ID": "1"}, "file://{path}#{line}"),
        ({"TERM_PROGRAM": "vscode"}, "vscode://file{path}:{line}"),
        (
            {"TERM_PROGRAM": "vscode", "QA_LINK": "x-editor:{path}?l={line}"},
            "x-editor:{path}?l={line}",
        ),
        ({"QA_LINK": "editor://open"}, "file://{path}"),
        ({"QA_LINK": "a:{path}\x1b[2J"}, "file://{path}"),
    ],
)
def test_the_form_of_links(environ, form):
    assert detect(Stream(True), "auto", environ).link == form  # type: ignore[arg-type]


def test_no_link_for_a_path_that_can_be_no_file():
    assert file_url("a\udfffb") == ""
    assert file_url("caf\udce9.txt").endswith("/caf%E9.txt")


def test_search_explains_scores():
    shown = text().hits("q", fake.hits(), explain=True)
    assert "1. Story A · Reuters · 2019-10-25 · 0.876\n   seeds/a.txt:3\n" in shown
    assert "dense 0.750 (#2)   lexical 12.500 (#1)   fused 0.876 (#1)\n" in shown
    assert "dense 0.500 (#1)   lexical -   fused 0.500 (#2)\n" in shown
    assert "dense" not in text().hits("q", fake.hits())
    assert text().hits("q", ()) == "Nothing found.\n"


def test_status_says_how_a_large_collection_is_searched():
    assert "Search" not in text().status(fake.status())
    known = Clusters(2048, 163, 1_000_000, 0.9915, 200)
    shown = " ".join(text().status(dataclasses.replace(fake.status(), clusters=known)).split())
    assert "Search 163 of 2,048 inverted lists; recall@10 99.2%, over 200 held-out texts" in shown
    unmeasured = dataclasses.replace(known, recall=None)
    shown = text().status(dataclasses.replace(fake.status(), clusters=unmeasured))
    assert "recall@10 not measured" in " ".join(shown.split())


def test_status_lists_changes_in_short_and_skipped_files():
    shown = text().status(fake.status())
    assert "Documents    28,072 in 1 passage\n" in shown
    assert "Files        searched 28,072 files; 1 skipped\n" in shown
    assert "Size         1.2 MB\n" in shown
    assert "New, not indexed yet (12):\n  n0.txt\n" in shown
    assert "  n9.txt\n  and 2 more\n" in shown
    assert "Skipped (1):\n  b.bin: not text\n" in shown
    assert "Up to date." not in shown
    assert "\nUp to date.\n" in text().status(dataclasses.replace(fake.status(), new=(), files=3))


def test_many_files_that_are_skipped_for_one_reason_are_one_line():
    many = [Skipped(f"i{n}.png", ".png is not a format that can be read.") for n in range(1_200)]
    broken = [Skipped("a.pdf", "Broken."), Skipped("b.pdf", "Broken.")]
    status = dataclasses.replace(fake.status(), skipped=(*many, *broken))
    shown = "a.pdf: Broken.\n{0}b.pdf: Broken.\n{0}1,200 files: .png is not a format"
    assert f"Skipped (1,202):\n  {shown.format('  ')}" in text().status(status)
    report = dataclasses.replace(fake.report(), skipped=status.skipped)
    assert f"Skipped (1,202):\n  {shown.format('  ')}" in text().report(report)
    marked = MD.report(report)
    assert "- b.pdf: Broken.\n- 1,200 files:" in marked.replace("\\", "")


def test_document_marks_wanted_lines_and_gaps():
    shown = text().document(fake.document(), (1, 5), 0)
    assert shown == (
        "Story A\nReuters\nseeds/a.txt\n\n"
        "> 1  S-400 story\n"
        "   …\n"
        "> 5  from its F-35   program. More is to come.\n"
    )


def test_document_lines_wrap_on_terminals_only():
    document = dataclasses.replace(fake.document(), text="word " * 40)
    assert len(text(Look(width=40)).document(document, (), 5).splitlines()) == 5
    wrapped = text(Look(width=40, wrap=True)).document(document, (), 5).splitlines()
    assert len(wrapped) > 8
    assert max(map(len, wrapped)) <= 40


@pytest.mark.parametrize(
    ("whole", "lines"),
    [("", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\n\n", ["a", ""]), ("a\r\nb\rc", ["a", "b\rc"])],
)
def test_lines_are_counted_as_editors_count_them(whole, lines):
    document = dataclasses.replace(fake.document(), text=whole)
    assert [line.text for line in excerpt(document, (), 0)] == lines
    assert last_number(document) == ("line", len(lines))


def test_lines_have_the_numbers_of_the_file():
    # Of "---\ntitle: x\n---\n\n# A\n\nb\nc *d*\n```\nrun\n```\n"
    document = dataclasses.replace(
        fake.document(), text="A\n\nb c d\nrun\n", lines=((0, 5), (3, 7), (5, 8), (9, 10))
    )
    assert numbered_lines(document) == [(5, "A"), (6, ""), (7, "b c d"), (10, "run")]
    assert last_number(document) == ("line", 10)
    # Line 8 begins within the text's line that starts in 7.
    assert [(line.number, line.wanted) for line in excerpt(document, (8,), 0)] == [(7, True)]
    assert text().document(document, (8,), 1).endswith("\n   6\n>  7  b c d\n  10  run\n")
    assert "…\n" in text().document(document, (5, 10), 0)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_numbers_of_lines_agree_with_the_document(line_end):
    whole = line_end.join(["one", "two", "", "four", "five"])
    document = dataclasses.replace(
        fake.document(), text=whole, lines=((0, 2), (whole.index("four"), 20))
    )
    for number, line in numbered_lines(document):
        if line:
            assert document.line(whole.index(line)) == number


# --- layout


@pytest.mark.parametrize("width", [8, 13, 20, 40, 100])
def test_lines_fit_and_lose_nothing(width):
    prose = "NATO 北大西洋公约组织 allies, e\u0301te\u0301, 한국어 and longer_than_the_line 🚀🚀 ok"
    spans = break_lines(prose, width)
    assert all(width_of(prose[start:end]) <= width for start, end in spans)
    assert "".join(prose[a:b] for a, b in spans).replace(" ", "") == prose.replace(" ", "")


def test_cells_of_wide_and_zero_width_characters():
    assert width_of("ab") == 2
    assert width_of("北京") == 4
    assert width_of("e\u0301") == 1
    assert width_of("🚀") == 2
    assert width_of("é“”…") == 4


def test_citation_stays_with_its_word():
    look = Look(width=12)
    assert fill([Piece("some words"), Piece(GLUE), Piece("[1]")], look) == ["some", "words [1]"]


def test_last_gate_lets_no_control_character_through():
    assert fill([Piece("a\x1b[31mb\x9b")], Look()) == ["a\ufffd[31mb\ufffd"]


# --- terminals


@pytest.mark.parametrize(
    ("terminal", "color", "environ", "colored", "links"),
    [
        (True, "auto", {"TERM": "xterm"}, True, True),
        (False, "auto", {"TERM": "xterm"}, False, False),
        (True, "never", {"TERM": "xterm", "FORCE_COLOR": "1"}, False, False),
        (False, "always", {"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        (True, "auto", {"TERM": "xterm", "NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        (True, "auto", {"TERM": "xterm", "NO_COLOR": ""}, True, True),
        (False, "auto", {"TERM": "xterm", "FORCE_COLOR": "1"}, True, False),
        (False, "auto", {"TERM": "xterm", "FORCE_COLOR": "0"}, False, False),
        (True, "auto", {"TERM": "dumb"}, False, False),
        (True, "always", {"TERM": "dumb"}, True, False),
        (True, "auto", {"TERM": "linux"}, True, False),
    ],
)
def test_when_colours_and_links_are_used(terminal, color, environ, colored, links):
    look = detect(Stream(terminal), color, environ)  # type: ignore[arg-type]
    assert (look.color, look.links) == (colored, links)


def test_width_follows_the_terminal_up_to_a_readable_line(monkeypatch):
    for columns, width in ((60, 60), (300, 100), (5, 20)):
        monkeypatch.setenv("COLUMNS", str(columns))
        assert detect(Stream(True), "auto", {}).width == width  # type: ignore[arg-type]
    assert detect(Stream(False), "auto", {}).width == 100  # type: ignore[arg-type]
    assert detect(None, "auto", {}) == Look()


# --- Markdown


def test_markdown_answer():
    assert MD.answer(fake.answer()) == (
        "> Washington **removed Turkey from its F-35** program. [1]\n"
        ">\n"
        "> NATO allies have been at loggerheads over the system. [1]\n\n"
        "- [1] Story A · Reuters · 2019-10-25 · `seeds/a.txt:3,4`, also in `seeds/b.txt`\n\n"
        "Evidence: strong (91%)\n"
    )


def test_markdown_units_are_lists_and_code_with_the_proof_in_bold():
    assert MD.answer(fake.unit_answer()).startswith(
        "taken as: how do I get a refund?  \nsearched for: refund\n\n"
        "> Ask for a refund:\n>\n"
        "> - Open your order.\n> - **Choose Refund within 14 days.** [1]\n>\n"
        "> **Open a terminal and enter:** [1]\n>\n> ```\n> velo install\n>   --global\n> ```\n\n"
        "- [1] Story A · Reuters · 2019-10-25 · `seeds/a.txt:7` Handbook › Refunds, "
        "`seeds/a.txt:9` Handbook › Set up, also in `seeds/b.txt`\n"
    )


@pytest.mark.parametrize(("before", "bold", "after"), [("US", "$25", "."), ("a", "(b)", "c")])
def test_bold_that_markdown_would_not_take_is_left_out(before, bold, after):
    whole = before + bold + after
    evidence = fake.quote(whole, span=bold)
    shown = MD.answer(dataclasses.replace(fake.answer(), evidence=(evidence,)))
    inline = MarkdownIt("commonmark").parse(shown)[2]
    assert "".join(child.content for child in inline.children or ()) == f"{whole} [1]"


MARKDOWN_ATTACKS = [
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "12) item",
    "> quote",
    "---",
    "===",
    "***bold*** and _so on_",
    "[link](http://evil.example) ![x](http://evil.example/x.png)",
    "[1]: http://evil.example",
    "<img src=x onerror=alert(1)> &lt; &#60;",
    "<http://evil.example>",
    "`code` ``more`` \\",
    "~~struck~~ | table |",
    "    indented",
    "end**",
]


@pytest.mark.parametrize("attack", MARKDOWN_ATTACKS)
@pytest.mark.parametrize("spanned", [False, True])
def test_markdown_shows_text_of_others_as_it_is(attack, spanned):
    span = attack.split()[0] if spanned else ""
    evidence = fake.quote(attack, span=span, line=1)
    answer = dataclasses.replace(
        fake.answer(), evidence=(evidence,), sources=(fake.source(attack),), strength=None
    )
    shown = writer(Format.MARKDOWN, Look(), str).answer(answer)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(shown)
    allowed = {"blockquote", "paragraph", "bullet_list", "list_item", "inline"}
    assert {re.sub("_(open|close)$", "", token.type) for token in tokens} == allowed
    inline = [token for token in tokens if token.type == "inline"]
    inner = [child for token in inline for child in token.children or ()]
    kinds = {re.sub("_(open|close)$", "", child.type) for child in inner}
    assert kinds <= {"text", "text_special", "strong", "code_inline"}
    quote = "".join(child.content for child in inline[0].children or ())
    if not spanned:
        assert quote == f"{flow(attack).strip()} [1]"
    source = "".join(child.content for child in inline[-1].children or ())
    title = " ".join(attack.split())
    assert source == f"[1] {title} · {title} · 2019-10-25 · {attack}:3,4, also in {attack}"


@pytest.mark.parametrize("raw", ["a", "`a", "a``b`", "``"])
def test_code_spans_hold_back_quotes(raw):
    tokens = MarkdownIt("commonmark").parse(code(raw))
    assert [(child.type, child.content) for child in tokens[1].children or ()] == [
        ("code_inline", raw)
    ]


def test_escape_leaves_ordinary_prose_alone():
    prose = "The $3.5 billion deal - signed on Oct. 25 - isn't off: 'not yet', he said (twice)."
    assert escape(prose) == prose


def test_fence_is_longer_than_any_in_the_document():
    document = dataclasses.replace(fake.document(), text="a\n````\n# not a heading\n")
    shown = MD.document(document, (), 5)
    (fence,) = (t for t in MarkdownIt("commonmark").parse(shown) if t.type == "fence")
    assert fence.content == document.text


def test_all_forms_end_with_one_line_end():
    for form in Format:
        write = writer(form, Look(), prefixed)
        outputs = (
            write.answer(fake.answer()),
            write.answer(fake.refusal()),
            write.hits("q", fake.hits()),
            write.status(fake.status()),
            write.report(fake.report()),
            write.document(fake.document(), (), 5),
        )
        for output in outputs:
            assert output.endswith("\n")
            assert not output.endswith("\n\n")
            if form is Format.JSON:
                json.loads(output)
