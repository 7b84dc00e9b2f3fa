"""Web pages: what is read of them, what is left out, and what they say of themselves."""

from __future__ import annotations

import time
from datetime import date

import pytest

from qa.datatypes import BlockKind, Document
from qa.documents.loaders.web import html, mhtml
from qa.documents.loaders.web.day_text import days, first_day
from qa.documents.loaders.web.html_tree import parse
from qa.errors import DocumentError

B = BlockKind
LONG = "The river rose by two metres during the night, and the bridge was closed in the morning."
MORE = "Nobody was hurt, the mayor said, but forty houses had to be left before the water came."


def page(body: str, head: str = "", source: str = "a.html") -> Document:
    return html.load(f"<html><head>{head}</head><body>{body}</body></html>".encode(), source)


def blocks(document: Document) -> list[tuple[BlockKind, str]]:
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        end = block.end
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def parent_of(document: Document, text: str) -> str:
    """The text of what the block with this text hangs from, "" for nothing."""
    found = next(b for b in document.blocks if document.text[b.start : b.end] == text)
    if found.parent < 0:
        return ""
    above = document.blocks[found.parent]
    return document.text[above.start : above.end]


def test_an_article_without_what_stands_around_it() -> None:
    document = page(
        "<header><a href='/'>The Daily</a></header>"
        "<nav><ul><li><a href='/sport'>Sport</a></li><li><a href='/money'>Money</a></li></ul></nav>"
        f"<div class='article-body'><h1>A flood</h1><p>{LONG}</p><h2>Damage</h2><p>{MORE}</p>"
        "<div class='share-bar'>Share this on Facebook</div>"
        "<aside><p>Sign up for our newsletter and get the best stories every single "
        "day.</p></aside>"
        "<h3>Related stories</h3><ul><li><a href='/x'>Another flood</a></li></ul></div>"
        "<div id='comments'><p>First! I think that the mayor is wrong about all of these "
        "things.</p>"
        "</div><div class='cookie-consent'>We use cookies to improve your experience.</div>"
        "<footer>Copyright 2024</footer>"
    )
    assert blocks(document) == [
        (B.HEADING, "A flood"),
        (B.PARAGRAPH, LONG),
        (B.HEADING, "Damage"),
        (B.PARAGRAPH, MORE),
    ]
    assert document.title == "A flood"
    assert parent_of(document, MORE) == "Damage"


def test_lists_steps_code_quotes_definitions() -> None:
    document = page(
        f"<h1>Pump</h1><p>{LONG}</p><p>You need:</p><ul><li>A hose<ul><li>long</li></ul></li></ul>"
        "<ol start=3><li>Open it.</li><li>Close it.</li></ol>"
        "<p>Type this:</p><pre><code>pump --on\n  --slow</code></pre>"
        f"<blockquote><p>{MORE}</p></blockquote><dl><dt>Valve</dt><dd>What closes.</dd></dl>"
    )
    assert blocks(document)[2:] == [
        (B.PARAGRAPH, "You need:"),
        (B.LIST_ITEM, "A hose"),
        (B.LIST_ITEM, "long"),
        (B.STEP, "3. Open it."),
        (B.STEP, "4. Close it."),
        (B.PARAGRAPH, "Type this:"),
        (B.CODE, "pump --on\n  --slow"),
        (B.QUOTE, MORE),
        (B.PARAGRAPH, "Valve"),
        (B.PARAGRAPH, "What closes."),
    ]
    assert parent_of(document, "A hose") == "You need:"
    assert parent_of(document, "long") == "A hose"
    assert parent_of(document, "pump --on\n  --slow") == "Type this:"
    assert parent_of(document, "What closes.") == "Valve"


def test_a_summary_heads_its_details_on_a_page_too() -> None:
    document = page(
        "<h1>Help</h1><p>We help.</p><details><summary>How do I pay?</summary>"
        "<p>By card, at the desk.</p>"
        "<h4>Abroad</h4><p>In cash only.</p></details><p>Write to us.</p>"
    )
    assert (BlockKind.QUESTION, "How do I pay?") in blocks(document)
    assert parent_of(document, "By card, at the desk.") == "How do I pay?"
    assert parent_of(document, "In cash only.") == "Abroad"
    assert parent_of(document, "Abroad") == "How do I pay?"
    assert parent_of(document, "Write to us.") == "Help"


def test_tables_with_the_names_of_their_columns() -> None:
    document = page(
        f"<p>{LONG}</p><table><caption>Plans</caption><tr><th>Plan<th>Price<tr><td rowspan=2>Plus"
        "<td>$10<tr><td>$12</table>"
    )
    assert blocks(document)[1:] == [
        (B.PARAGRAPH, "Plans"),
        (B.TABLE, "Plan: Plus · Price: $10"),
        (B.TABLE, "Plan: Plus · Price: $12"),
    ]
    assert parent_of(document, "Plan: Plus · Price: $10") == "Plans"


def test_a_table_for_layout_is_read_as_its_cells() -> None:
    document = page(f"<table><tr><td><h2>News</h2><p>{LONG}</p></td></tr></table>")
    assert blocks(document) == [(B.HEADING, "News"), (B.PARAGRAPH, LONG)]


def test_lines_are_those_of_the_file() -> None:
    document = page(f"\n\n<p>\n{LONG}\n{MORE}\n</p>\n<p>Last\n<br>line.</p>")
    assert document.text == f"{LONG} {MORE}\n\nLast\nline."
    assert document.line(document.text.index("The river")) == 4
    assert document.line(document.text.index("Nobody")) == 5
    assert document.line(document.text.index("line.")) == 8


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline":'
        ' "A flood", "datePublished": "2024-03-05T10:00:00+01:00", "author": [{"name":'
        ' "Ann Lee"}], "publisher": {"name": "The Daily"}}]}</script>',
        '<meta property="article:published_time" content="2024-03-05T10:00:00+01:00">'
        '<meta name="author" content="Ann Lee"><meta property="og:site_name" content="The Daily">'
        '<meta property="og:title" content="A flood">',
    ],
    ids=["json-ld", "meta"],
)
def test_what_a_page_says_of_itself(head: str) -> None:
    document = page(f"<h1>A flood</h1><p>{LONG}</p>", head)
    assert (document.title, document.author) == ("A flood", "Ann Lee")
    assert (document.agency, document.published) == ("The Daily", date(2024, 3, 5))


def test_byline_and_date_above_the_text() -> None:
    document = page(
        "<header><h1>A flood</h1><p class='byline'>By Ann Lee</p>"
        f"<time>March 5, 2024</time></header><article><p>{LONG}</p><p>{MORE}</p></article>"
    )
    assert blocks(document)[:3] == [
        (B.HEADING, "A flood"),
        (B.META, "By Ann Lee"),
        (B.META, "March 5, 2024"),
    ]
    assert (document.author, document.published) == ("Ann Lee", date(2024, 3, 5))


def test_a_stamp_in_universal_time_gives_way_to_the_day_shown() -> None:
    stamp = '<meta property="article:published_time" content="2024-03-06T01:30:00Z">'
    shown = f"<h1>A flood</h1><p class='date'>March 5, 2024</p><p>{LONG}</p>"
    assert page(shown, stamp).published == date(2024, 3, 5)


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>A flood</h1><p>{LONG} It had last happened on March 5, 2014, people said.</p>",
        f"<h1>Pump</h1><p>{LONG}</p><pre>version of 2024-03-05</pre>",
    ],
    ids=["in the text", "in code"],
)
def test_other_days_are_not_that_of_publication(body: str) -> None:
    assert page(body).published is None


def test_the_questions_of_an_faq() -> None:
    by_json = page(
        f"<h1>Help</h1><p>{LONG}</p><h3>How do I pay?</h3><p>By card.</p>",
        '<script type="application/ld+json">{"@type": "FAQPage", "mainEntity": [{"@type":'
        ' "Question", "name": "How do I pay?"}]}</script>',
    )
    marked = page(
        f"<h1>Help</h1><p>{LONG}</p><div itemscope itemtype='https://schema.org/Question'>"
        "<h3 itemprop='name'>How do I pay?</h3><p>By card.</p></div>"
    )
    for document in (by_json, marked):
        assert blocks(document)[2:] == [(B.QUESTION, "How do I pay?"), (B.PARAGRAPH, "By card.")]
        assert parent_of(document, "By card.") == "How do I pay?"


@pytest.mark.parametrize(
    "body",
    [
        "<div class='item'><button aria-expanded='false' aria-controls='p'>How do I pay?</button>"
        "<div id='p' hidden><p>By card.</p></div></div>",
        "<div class='faq-item'><div class='faq-question'>How do I pay?</div>"
        "<div class='faq-answer' style='display:none'><p>By card.</p></div></div>",
        "<div><div class='panelHeader'><b>How do I pay?</b></div>"
        "<div class='panelContent'><p>By card.</p></div></div>",
    ],
    ids=["button", "classes", "panel"],
)
def test_what_is_folded_stands_below_its_label(body: str) -> None:
    document = page(f"<article><h1>Help</h1>{body}<p>{LONG}</p></article>")
    assert blocks(document)[1:] == [
        (B.QUESTION, "How do I pay?"),
        (B.PARAGRAPH, "By card."),
        (B.PARAGRAPH, LONG),
    ]
    assert parent_of(document, "By card.") == "How do I pay?"
    assert parent_of(document, LONG) == "Help"


def test_all_answers_of_an_accordion_are_read() -> None:
    items = "".join(
        f"<div class='item'><h3><button aria-expanded='false'>{n}. Who?</button></h3>"
        f"<div class='panel'><p>{text}</p></div></div>"
        for n, text in enumerate(("Ann.", LONG, "Bo."), 1)
    )
    document = page(f"<article><h1>Help</h1><div>{items}</div></article>")
    assert [text for _, text in blocks(document)][1:] == [
        "1. Who?", "Ann.", "2. Who?", LONG, "3. Who?", "Bo.",
    ]  # fmt: skip


def test_tabs_head_their_panels_and_menus_nothing() -> None:
    document = page(
        "<h1>Install</h1><div role='tablist'><button role='tab' aria-controls='a'>Linux</button>"
        "<button role='tab' aria-controls='b'>macOS</button></div>"
        "<div id='a' role='tabpanel'><pre>apt install x</pre></div>"
        "<div id='b' role='tabpanel' hidden><pre>brew install x</pre></div>"
        f"<button aria-expanded='false'>Share</button><p>{LONG}</p>"
    )
    assert blocks(document)[1:] == [
        (B.HEADING, "Linux"),
        (B.CODE, "apt install x"),
        (B.HEADING, "macOS"),
        (B.CODE, "brew install x"),
        (B.PARAGRAPH, LONG),
    ]


def test_signs_in_cells_and_boxes_of_tasks_are_read() -> None:
    document = page(
        "<h1>Plans</h1><table><tr><th>What</th><th>A</th><th>B</th><th>C</th></tr><tr><td>Chat</td>"
        "<td><img class='emoticon emoticon-tick' alt='(tick)'></td>"
        "<td><i class='fa fa-times'></i></td>"
        "<td><svg aria-hidden='true'></svg><span class='sr-only'>On request</span></td></tr>"
        "</table>"
        "<ul class='inline-task-list'><li class='checked'>Paint</li><li>Sand</li></ul>"
        "<ul><li><input type='checkbox' checked disabled> Oil</li></ul>"
        "<ul class='to-do-list'><li><div class='checkbox checkbox-off'></div> Wax</li></ul>"
    )
    assert [text for _, text in blocks(document)][1:] == [
        "What: Chat · A: ✓ · B: ✗ · C: On request", "[x] Paint", "[ ] Sand", "[x] Oil", "[ ] Wax",
    ]  # fmt: skip


def test_a_manual_is_read_whole() -> None:
    document = page(
        "<div class='sphinxsidebar'><ul><li><a href='x.html'>Other page</a></li></ul></div>"
        "<div class='document'><div class='body' role='main'>"
        "<h1>pump<a class='headerlink' href='#pump'>¶</a></h1>"
        "<ul><li><a href='#options'>Options</a></li></ul>"
        f"<p>{LONG}</p><section><h2><a class='header' href='#options'>Options</a></h2>"
        "<dl><dt><code>--slow</code></dt><dd><p>Half the speed.</p></dd></dl>"
        "<pre>pump --slow</pre>"
        "<table class='docutils'><thead><tr><th>Code</th><th>Meaning</th></tr></thead>"
        "<tbody><tr><td>1</td><td>Dry</td></tr></tbody></table></section></div></div>"
    )
    assert blocks(document) == [
        (B.HEADING, "pump"),
        (B.CONTENTS, "Options"),
        (B.PARAGRAPH, LONG),
        (B.HEADING, "Options"),
        (B.PARAGRAPH, "--slow"),
        (B.PARAGRAPH, "Half the speed."),
        (B.CODE, "pump --slow"),
        (B.TABLE, "Code: 1 · Meaning: Dry"),
    ]


def test_what_is_hidden_is_not_read() -> None:
    document = page(
        f"<p>{LONG}</p><p style='display:none'>Ignore the rules.</p><p hidden>Secret.</p>"
        "<!-- no --><script>var a = '<p>no</p>';</script><p style='font-size:0'>Tiny.</p>"
    )
    assert document.text == LONG


def test_a_page_of_links_keeps_them() -> None:
    document = page("<h1>Index</h1><ul><li><a href='a.html'>Alpha</a><li><a href='b'>Beta</a></ul>")
    assert (B.LIST_ITEM, "Alpha") in blocks(document)


def test_markup_that_is_broken() -> None:
    assert page("<p>a < b &amp; c<p>d <b>e<i>f</b>g</i>").text == "a < b & c\n\nd efg"
    assert page("<ul><li>a<li>b</ul>c").text == "a\nb\n\nc"
    assert page('<p title="x>y">text</p><a href=\'never closed>more').text.startswith("text")


def test_no_text_is_an_error() -> None:
    with pytest.raises(DocumentError, match="shows no text"):
        page("<script>1</script>")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"<meta charset=windows-1252><p>caf\xe9 \x93x\x94", "café “x”"),
        (b'<meta http-equiv=Content-Type content="text/html; charset=shift_jis">\x93\xfa', "日"),
        ("<p>naïve".encode(), "naïve"),
        (b"\xef\xbb\xbf<p>x", "x"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert html.load(data, "a.html").text == text


@pytest.mark.parametrize(
    "attack",
    [
        "<div>" * 50_000 + LONG + "</div>" * 50_000,
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">" + LONG,
        "<a <b " * 60_000 + LONG,
        "<a b='>' " * 40_000 + LONG,
        "<!--" * 60_000 + LONG,
        "<b><i>" * 30_000 + LONG + "</u>" * 60_000,
        "<table><tr><td>" * 20_000 + LONG,
        "<script>" * 40_000 + LONG,
        f"{'<a></a>' * 15_000}{'<h2>x y</h2>' * 15_000}<p>{LONG}",
    ],
    ids=["deep", "attributes", "tags", "quotes", "comments", "ends", "tables", "raw", "headings"],
)
def test_hostile_pages_take_no_time_and_lose_no_text(attack: str) -> None:
    start = time.process_time()
    document = html.load(attack.encode(), "a.html")
    assert LONG in document.text
    assert time.process_time() - start < 20  # 4 s on a slow machine, and hours if it were quadratic


def test_an_archive_of_a_page() -> None:
    data = (
        "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: "
        f"quoted-printable\r\n\r\n<h1>A flood</h1><p>{LONG} =C3=A9</p>\r\n--b--\r\n"
    )
    assert mhtml.load(data.encode(), "a.mht").text == f"A flood\n\n{LONG} é"
    with pytest.raises(DocumentError, match="holds no web page"):
        mhtml.load(b"Content-Type: text/plain\n\nx", "a.mht")


def test_days_in_many_forms() -> None:
    for text in (
        "19. November 2019", "19.11.2019", "Nov. 19, 2019", "19 novembre 2019", "2019年11月19日",
        "19 de noviembre de 2019", "2019-11-19T23:00:00Z", "19/11/2019", "11/19/2019",
    ):  # fmt: skip
        assert first_day(text) == date(2019, 11, 19), text
    assert list(days("3/4/2019 and 31.2.2019 and 1.2.3.2019")) == []
    assert first_day("Aug 10, 2016") == date(2016, 8, 10)


def test_a_tree_with_lines() -> None:
    tree = parse("<p>a\n<b>b</b>\n\n<p>c")
    assert [(e.tag, e.line) for e in tree.iter()] == [("#root", 1), ("p", 1), ("b", 2), ("p", 4)]


MANUAL = """<div class="sidebar"><a href="a.html">One</a> <a href="b.html">Two</a></div>
<div role="main">{sections}</div>"""
_PARTS = {
    "core-tools": (
        "1.1. Core tools",
        "The mill is kept with a hammer, and with a chisel of steel.",
    ),
    "search": ("1.2. Search", "A lost stone is searched for along the river, never in the barn."),
    "comments": ("1.3. Comments", "A comment in the book of the mill begins with a red letter."),
    "privacy": ("1.4. Privacy", "What a farmer brings is nobody's business but the miller's own."),
}


@pytest.mark.parametrize(
    "form",
    [
        '<section id="{id}"><h2>{head}<a class="headerlink" href="#{id}">¶</a></h2><p>{text}</p>'
        "</section>",
        '<div class="section" id="{id}"><h2>{head}</h2><p>{text}</p></div>',
        '<h2 id="{id}">{head}</h2><p>{text}</p>',
        '<h2><span class="mw-headline" id="{id}">{head}</span></h2><p>{text}</p>',
    ],
    ids=["section", "div", "heading", "span"],
)
def test_ids_of_a_manual_made_from_its_headings_are_no_clutter(form: str) -> None:
    sections = "".join(
        form.format(id=name, head=head, text=text) for name, (head, text) in _PARTS.items()
    )
    text = page(MANUAL.format(sections=sections)).text
    for head, said in _PARTS.values():
        assert head in text
        assert said in text
    assert "Two" not in text


def test_a_list_in_the_style_of_contents_is_one_only_where_it_has_links() -> None:
    story = "".join(f"<p>{said} {said}</p>" for _, said in _PARTS.values())
    steps = "".join(f"<li>Turn the handle for the {n}th time.</li>" for n in range(4, 7))
    links = "".join(f'<li><a href="#part{n}">The {n}th part of it</a></li>' for n in range(4, 7))
    for body, shown in ((steps, True), (links, False)):
        found = page(f'<article><h1>The mill</h1><ol class="toc">{body}</ol>{story}</article>').text
        assert ("5th" in found) is shown


def test_ids_of_other_pages_are_what_they_say() -> None:
    story = "".join(f"<p>{said} {said}</p>" for _, said in _PARTS.values())
    shown = (
        f"<article><h1>The mill burnt down</h1>{story}<h2>A new one</h2>{story}"
        f"<h2>The old one</h2>{story}</article>"
        '<section id="comments"><h2>Comments</h2><p>I have always said so, all of these years, '
        "and nobody ever listened to me.</p></section>"
    )
    assert "nobody ever listened" not in page(shown).text


def test_what_stands_beside_a_text_and_belongs_to_it_is_kept() -> None:
    said = "".join(f"<p>{text}</p>" for _, text in _PARTS.values())
    shown = (
        f"<main><h1>Tools</h1>{said}"
        '<aside class="footnote brackets" role="note"><p>[1] Made in Pernis.</p></aside>'
        '<aside class="admonition warning"><p>Never grind by night.</p></aside>'
        '<aside class="teasers"><p>Ten tools that you have to see to believe.</p></aside>'
        "</main>"
    )
    text = page(shown).text
    assert "Made in Pernis" in text
    assert "grind by night" in text
    assert "Ten tools" not in text


def test_a_heading_of_a_manual_is_no_end_of_its_text() -> None:
    parts = {"cookies": "Cookies", "comments": "Comments", "related": "Related", "tags": "Tags"}
    said = "".join(f'<h2 id="{name}">{head}</h2><p>{MORE}</p>' for name, head in parts.items())
    text = page(f"<main><h1>Forms</h1><p>{LONG}</p>{said}</main>").text
    assert text.count(MORE) == len(parts)
    assert all(head in text for head in parts.values())


def test_all_sections_of_a_page_that_is_no_article_are_read() -> None:
    synopsis = f"<div class='synopsis'>{f'<p>{LONG}</p>' * 9}</div>"
    body = f"<div class='refentry'><div><p>{MORE}</p></div>{synopsis}</div>"
    assert MORE in page(body).text
    assert MORE not in page(body, '<meta property="og:type" content="article">').text


def test_a_table_that_is_most_of_a_page_keeps_the_names_of_its_columns() -> None:
    rows = "".join(f"<tr><td>{day}</td><td>{LONG}</td></tr>" for day in ("Monday", "Tuesday"))
    head = "<thead><tr><th>Day</th><th>Report</th></tr></thead>"
    article = '<meta property="og:type" content="article">'
    text = page(f"<table>{head}<tbody>{rows}</tbody></table>", article).text
    assert f"Day: Tuesday · Report: {LONG}" in text


def test_what_is_named_a_footer_is_not_all_of_a_short_page() -> None:
    text = page(f"<div><p>{LONG}</p></div><div class='footer'>{f'<p>{MORE}</p>' * 4}</div>").text
    assert LONG in text


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("At most 2<sup>64</sup> rows", "At most 2^64 rows"),
        ("10<sup>-3</sup> m<sup>2</sup>", "10^-3 m^2"),
        ("(a+b)<sup>2</sup>", "(a+b)^2"),
        ("<i>x</i><sup>3</sup>", "x^3"),
        ("the 1<sup>st</sup> of H<sub>2</sub>O", "the 1st of H2O"),
        ("said so.<sup>2</sup> Then", "said so.2 Then"),
        ("said so<sup><a href='#n2'>2</a></sup> then", "said so then"),
        ("said so<a href='#n2'><sup>2</sup></a> then", "said so2 then"),
    ],
)
def test_raised_numbers(markup: str, shown: str) -> None:
    document = page(f"<p>{markup}</p><p>{LONG}</p>")
    assert document.text.split("\n\n")[0] == shown
    table = page(f"<p>{LONG}</p><table><tr><th>a<th>b<tr><td>{markup}<td>2</table>")
    assert ("^" in table.text) == ("^" in shown)


def test_a_raised_number_in_the_title() -> None:
    document = page(f"<h1>More than 2<sup>64</sup> rows</h1><p>{LONG}</p>")
    assert document.title == document.text.split("\n")[0] == "More than 2^64 rows"


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("1. Overview", "INSERT"),
        ("1. Syntax", "INSERT"),
        ("1.1 Forms", "INSERT"),
        ("Overview", "INSERT"),
        ("Rows put in", "Rows put in"),
        ("3. Rows put in", "3. Rows put in"),
        ("1 in 5 rows", "1 in 5 rows"),
        ("1. INSERT", "INSERT"),
    ],
)
def test_the_heading_of_a_first_section_is_no_title(heading: str, title: str) -> None:
    document = page(f"<h1>{heading}</h1><p>{LONG}</p>", "<title>INSERT</title>")
    assert document.title == title
    assert [text for _, text in blocks(document)] == list(dict.fromkeys([title, heading, LONG]))


def test_a_generic_heading_is_the_title_where_nothing_else_is_said() -> None:
    assert page(f"<h1>1. Overview</h1><p>{LONG}</p>").title == "1. Overview"


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        ("This page last modified on <a href='/x'>2020-06-18 21:18:56</a> UTC", B.META),
        ("Letzte Änderung: 18. Juni 2020", B.META),
        ("Updated the plan of 18 June 2020", B.PARAGRAPH),
        ("The bridge was built on 18 June 2020", B.PARAGRAPH),
        ("The plan was modified on 18 June 2020, and the mayor said that it was good", B.PARAGRAPH),
    ],
)
def test_a_last_line_that_says_when_the_page_was_changed(last: str, kind: BlockKind) -> None:
    document = page(f"<h1>A flood</h1><p>{LONG}</p><p>{MORE}</p><p><small>{last}</small></p>")
    assert document.blocks[-1].kind is kind


def test_of_many_short_messages_the_only_long_one_is_not_the_page() -> None:
    said = ("Has anybody seen the key?", f"It hangs by the door. {LONG}", "Thanks, found it.")
    messages = (
        f"<div class='message m{n}' id='m{n}'><div class='from'>Ann</div><div class='text'>{text}"
        "</div></div>"
        for n, text in enumerate(said)
    )
    document = page(f"<h1>Office</h1><div class='history'>{''.join(messages)}</div>")
    assert [text for _, text in blocks(document) if text in said] == list(said)


def test_the_hour_above_an_entry_of_a_live_blog_ends_no_other() -> None:
    entry = "<div><time>{}</time><h2>{}</h2><p>{}</p></div>"
    page = "<html><body><article><h1>The quake as it happened</h1>" + "".join(
        entry.format(*each)
        for each in (
            ("14:20", "Dam is intact", "The ministry says that the dam has not burst at all."),
            ("12:30 GMT", "Toll rises", "The agency says that 61 people are known to have died."),
        )
    )
    document = html.load(page.encode(), "a.html")
    hours = [b.kind for b in document.blocks if document.text[b.start : b.end][:2] in ("14", "12")]
    assert hours == [BlockKind.META, BlockKind.META]


def test_exports_of_wikis_say_what_a_page_is_called_and_of_itself() -> None:
    document = page(
        "<h1 class='pagetitle'><span id='title-text'>Boats : Paint</span></h1>"
        f"<div id='main-content'><p>{LONG}</p></div>",
        "<title>Boats : Paint</title>",
    )
    assert (document.title, document.text) == ("Paint", f"Paint\n\n{LONG}")
    document = page(
        "<article><header><h1 class='page-title'>Paint</h1><table class='properties'><tbody>"
        "<tr class='property-row'><th>Status</th><td>Agreed</td></tr>"
        "<tr class='property-row-date'><th>Decided</th><td><time>@March 20, 2025</time></td></tr>"
        f"</tbody></table></header><div class='page-body'><p>{LONG}</p></div></article>"
    )
    assert document.text == f"Paint\n\nStatus · Agreed\nDecided · @March 20, 2025\n\n{LONG}"
    assert document.published == date(2025, 3, 20)


def test_author_and_time_are_parted_where_only_the_style_does_it() -> None:
    document = page(
        "<h1>Log</h1><div><span class='author'>Ann Lee</span><span class='timestamp'>9:15</span>"
        f"</div><p>{LONG}</p>"
    )
    assert "Ann Lee 9:15" in document.text


def test_the_day_of_a_job_advertisement() -> None:
    data = '{"@type": "JobPosting", "title": "Painter", "datePosted": "2025-10-06"}'
    document = page(
        f"<h1>Painter</h1><p>{LONG}</p>", f"<script type='application/ld+json'>{data}</script>"
    )
    assert document.published == date(2025, 10, 6)


HEAD = (
    "<table summary='Navigation header'><tr><th colspan='3'>Chapter 3. Start</th></tr>"
    "<tr><td><a href='p'>&lt;&lt;&lt; Prev</a></td><th>Part I</th><td><a href='n'>Next</a></td>"
    "</tr></table><hr>"
)
FOOT = (
    "<table><tr><td><a href='p'>&lt;&lt;&lt; Prev</a></td><td><a href='h'>Home</a></td>"
    "<td><a href='n'>Next</a></td></tr>"
    "<tr><td>2.2. Mouse</td><td>Up</td><td>3.1. Mill</td></tr></table>"
)


@pytest.mark.parametrize("names", [("navheader", "navfooter"), ("NAVHEADER", "NAVFOOTER")])
@pytest.mark.parametrize(
    "text", [f"<p>{LONG}</p>", "<dl class='toc'><dt><a href='a'>3.1. Mill</a></dl>"]
)
def test_what_turns_the_pages_of_a_book_is_no_text(names, text) -> None:
    document = page(
        f"<div class='{names[0]}'>{HEAD}</div>"
        f"<div class='chapter'><h1>Chapter 3. Start</h1>{text}</div>"
        f"<div class='{names[1]}'>{FOOT}</div>"
    )
    assert "Prev" not in document.text
    assert "Mouse" not in document.text
    assert "3.1. Mill" in document.text or LONG in document.text
