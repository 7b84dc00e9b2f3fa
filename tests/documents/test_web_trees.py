"""What hangs from what in a web page: lists, terms, bold heads, tables."""

from __future__ import annotations

import time

import pytest

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import markdown
from qa.documents.loaders.web import html

B = BlockKind


def page(body: str) -> Document:
    return html.load(f"<html><body><h1>Barn door</h1>{body}</body></html>".encode(), "a.html")


def tree(document: Document) -> list[tuple[BlockKind, str, str]]:
    """Kind and text of each block but the title, and the text of what it hangs from."""
    found = []
    for block in document.blocks[1:]:
        above = document.blocks[block.parent] if block.parent > 0 else None
        held = document.text[above.start : above.end] if above else ""
        found.append((block.kind, document.text[block.start : block.end], held))
    return found


def held(document: Document) -> dict[str, str]:
    return {text: above for _, text, above in tree(document)}


@pytest.mark.parametrize(
    ("inside", "marked"),
    [
        ("<pre>card --check</pre>", "```\n   card --check\n   ```"),
        ("<blockquote><p>Not in rain.</p></blockquote>", "> Not in rain."),
        ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "| a | b |\n   |---|---|\n   | 1 | 2 |"),
        ("<ul><li>red<li>green</ul>", "- red\n   - green"),
    ],
)
def test_an_item_goes_on_after_what_stands_in_it(inside: str, marked: str) -> None:
    document = page(
        "<p>To move it:</p><ol><li><p>Save it.</p><li><p>Check the card:</p>"
        f"{inside}<p>It says so.</p><li>Unscrew it.<li>Pull it.</ol><p>Well done.</p>"
    )
    same = markdown.load(
        "# Barn door\n\nTo move it:\n\n1. Save it.\n2. Check the card:\n\n"
        f"   {marked}\n\n   It says so.\n\n3. Unscrew it.\n4. Pull it.\n\nWell done.\n".encode(),
        "a.md",
    )
    assert tree(document) == tree(same)
    found = held(document)
    assert found["It says so."] == "2. Check the card:"
    assert found["3. Unscrew it."] == found["4. Pull it."] == "To move it:"
    assert found["Well done."] == ""


def test_lists_are_numbered_as_the_page_shows_them() -> None:
    def items(kind: str) -> list[str]:
        inner = "".join(f"<li>{letter * 9}" for letter in "xyz")
        return [text for _, text, _ in tree(page(f"<p>Not:</p><ol type={kind}>{inner}</ol>"))][1:]

    assert items("a") == ["a. xxxxxxxxx", "b. yyyyyyyyy", "c. zzzzzzzzz"]
    assert items("I") == ["I. xxxxxxxxx", "II. yyyyyyyyy", "III. zzzzzzzzz"]
    assert items("disc")[0] == "1. xxxxxxxxx"


def test_items_that_a_page_numbers_in_its_text_hang_from_their_clause() -> None:
    found = held(
        page(
            "<h1>Terms</h1><p>3.2. Don't put in:</p><p>(a) animals;</p><p>(b) cash.</p>"
            "<p>3.3. It may weigh 20 kg.</p>"
        )
    )
    assert found["(a) animals;"] == found["(b) cash."] == "3.2. Don't put in:"
    assert found["3.3. It may weigh 20 kg."] == "Terms"


def test_text_after_an_inner_list_belongs_to_the_outer_item() -> None:
    document = page(
        "<ul><li>One<ul><li>inner<ul><li>deep</ul>after deep</ul>after inner<li>Two</ul>"
    )
    found = held(document)
    assert (found["after deep"], found["after inner"]) == ("inner", "One")
    assert (found["deep"], found["inner"], found["Two"]) == ("inner", "One", "")


def test_lists_that_stand_directly_in_lists() -> None:
    found = held(page("<ul><li>One</li><ul><li>inner</li></ul><p>beside</p><li>Two</li></ul>"))
    assert found == {"One": "", "inner": "One", "beside": "One", "Two": ""}


def test_an_item_without_text_of_its_own_holds_nothing() -> None:
    found = held(page("<ul><li>One</li><li><ul><li>inner</li></ul>tail</li></ul>"))
    assert found == {"One": "", "inner": "", "tail": ""}
    found = held(page("<ol><li>One</li><li><pre>run</pre>It runs.</li></ol>"))
    assert found == {"1. One": "", "run": "", "2. It runs.": ""}


def test_headings_in_items_hold_what_stands_in_them() -> None:
    found = held(
        page("<ul><li><h3>Red</h3><p>Warm.</p><li><h3>Blue</h3><p>Cold.</p></ul><p>Both.</p>")
    )
    assert found == {"Red": "", "Warm.": "Red", "Blue": "", "Cold.": "Blue", "Both.": ""}
    found = held(page("<ul><li><h2>Paint</h2></li></ul><p>Any will do.</p>"))
    assert found["Any will do."] == "Paint"


def test_items_outside_lists() -> None:
    found = held(page("<p>You need:</p><li>a hose<li>a pump<p>It is fixed.</p>"))
    assert found["a hose"] == found["a pump"] == "You need:"


def test_a_line_with_a_colon_leads_in_to_terms() -> None:
    terms = "<dl><dt>Left</dt><dd>Opens left.</dd><dt>Right</dt><dd>Opens right.</dd></dl>"
    found = held(page(f"<p>For owners of two doors only:</p>{terms}"))
    assert found["Left"] == found["Right"] == "For owners of two doors only:"
    assert found["Opens right."] == "Right"
    assert held(page(f"<p>There are two doors.</p>{terms}"))["Left"] == ""


def test_terms_in_an_item_hold_what_they_mean() -> None:
    found = held(page("<ol><li>Set a key:<dl><dt>F1</dt><dd>opens</dd></dl><li>Go.</ol>"))
    assert found == {
        "1. Set a key:": "",
        "F1": "1. Set a key:",
        "opens": "F1",
        "2. Go.": "",
    }


def test_indented_paragraphs_without_terms_hang_from_the_section() -> None:
    assert held(page("<dl><dd>First.</dd><dd>Second.</dd></dl>")) == {"First.": "", "Second.": ""}


def test_lists_without_end_take_linear_time() -> None:
    start = time.process_time()
    for part in ("<ul><li>x", "<li>", "<dl><dt>a<dd>", "<ul>", "<ol><li><pre>x</pre>"):
        document = page(part * 4_000 + "end")
        assert document.text.endswith("end")
    assert time.process_time() - start < 10


ROWS = "<tr><td>%d<td><td>day<tr><td>%H<td><td>hour<tr><td>%j<td><td>day of year"


@pytest.mark.parametrize("empty", ["<tr><td><td width=10><td>", "<thead><tr><th><th><th></thead>"])
def test_an_empty_first_row_makes_no_header_of_the_next(empty: str) -> None:
    document = page(f"<table>{empty}{ROWS}</table>")
    assert [text for _, text, _ in tree(document)] == [
        "%d · day",
        "%H · hour",
        "%j · day of year",
    ]


def test_a_bold_row_below_an_empty_one_is_a_header() -> None:
    head = "<tr><td><td><td><tr><td><b>Sign</b><td><td><b>Meaning</b>"
    document = page(f"<table>{head}{ROWS}</table>")
    assert tree(document)[0][1] == "Sign: %d · Meaning: day"


def test_a_bold_paragraph_heads_what_follows() -> None:
    document = page(
        "<p>All you ask.</p><p><b>(1) It is slow</b></p><blockquote>Turn the dial.</blockquote>"
        "<p><strong>(2) Is <i>this</i> a bug?</strong></p><blockquote>No.</blockquote>"
        "<p> <b>FEED_AT</b> </p><dl><dd>When it opens.</dd></dl><p>And how.</p><h2>More</h2>"
    )
    assert tree(document) == [
        (B.PARAGRAPH, "All you ask.", ""),
        (B.HEADING, "(1) It is slow", ""),
        (B.QUOTE, "Turn the dial.", "(1) It is slow"),
        (B.QUESTION, "(2) Is this a bug?", ""),
        (B.QUOTE, "No.", "(2) Is this a bug?"),
        (B.HEADING, "FEED_AT", ""),
        (B.PARAGRAPH, "When it opens.", "FEED_AT"),
        (B.PARAGRAPH, "And how.", "FEED_AT"),
        (B.HEADING, "More", ""),
    ]


def test_numbered_bold_paragraphs_are_heads_however_they_end() -> None:
    long = "(3) It " + "really " * 20 + "does. Is this a bug?"
    document = page(
        "<p><b>(1) Is it slow?</b></p><p>No.</p><p><b>(2) It opens at night!</b></p><p>It may.</p>"
        f"<p><b>{long}</b></p><p>Yes.</p>"
    )
    found = held(document)
    assert (found["No."], found["It may."]) == ("(1) Is it slow?", "(2) It opens at night!")
    assert found["Yes."] == long
    assert found["(2) It opens at night!"] == found[long] == ""


@pytest.mark.parametrize(
    "markup",
    [
        "<p><b>Never open it at night.</b></p>",
        "<p><b>[Sign it here.]</b></p>",
        "<p><b>« Get to work ! »</b></p>",
        "<p><b>Warning: the motor is hot</b></p>",
        "<p><b>Red</b> is warm</p>",
        "<p><b>Red</b><br><b>Blue</b></p>",
        "<p><b>***</b></p>",
        f"<p><b>{'word ' * 30}</b></p>",
        "<p><b>By Ann Lee</b></p>",
        "<blockquote><p><b>Said so</b></p></blockquote>",
        "<table><tr><td><b>Red</b></td></tr></table>",
        "<p class=byline><b>Ann Lee</b></p>",
    ],
)
def test_other_bold_lines_head_nothing(markup: str) -> None:
    document = page(f"<p>It is a door.</p>{markup}<p>Then comes this.</p>")
    assert B.HEADING not in {block.kind for block in document.blocks[1:]}


def test_a_bold_paragraph_that_nothing_hangs_from_stays_one() -> None:
    assert tree(page("<p>Open it.</p><p><b>The end</b></p>"))[-1][0] is B.PARAGRAPH


def test_what_only_leads_back_to_the_top_of_the_page_is_left_out() -> None:
    document = page(
        '<h2>Oil</h2><p>Oil it in May.</p><p class="x"><a href="#top">↑ Back to Top</a></p>'
        '<h2>Paint</h2><p>Paint the <a href="#t">top</a> first.</p><div>(<a href="#">top</a>)</div>'
        '<p><a href="#oil">Oil</a></p>'
    )
    assert document.text.split("\n\n")[1:] == [
        "Oil", "Oil it in May.", "Paint", "Paint the top first.", "Oil",
    ]  # fmt: skip
