"""Answers as HTML: marked, linked, and nothing of a document becomes markup."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser

from qa.datatypes import Document, Staleness
from qa.render.html_answer import answer_html, document_html
from tests.support import fake_engine as fake

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}


def tags(html: str) -> Tags:
    parser = Tags()
    parser.feed(html)
    return parser


def test_what_proves_and_what_answers_is_marked_and_cited():
    html = answer_html(fake.unit_answer(), lambda source, quote: f"/d/{quote.start}?a=1&b=2")
    assert "<strong>Choose Refund within </strong><mark>14 days</mark><strong>.</strong>" in html
    assert '<a href="/d/100?a=1&amp;b=2">' in html
    assert "Evidence: likely (71%)" in html
    assert "searched for: refund" in html


def test_notebooks_show_answers_and_refusals():
    shown = fake.answer()._repr_html_()
    assert "<mark>removed Turkey from its F-35</mark>" in shown
    refused = fake.refusal()._repr_html_()
    assert "Not in your documents." in refused
    assert "Nearest:" in refused


def test_files_that_were_not_looked_at_are_told():
    answer = dataclasses.replace(fake.answer(), stale=Staleness(unchecked=1_200))
    note = "1,200 files could not be compared in time; 'qa status' compares all."
    assert f'<p class="qa-note">{note}</p>' in answer_html(answer).replace("&#x27;", "'")


def test_text_of_others_is_never_markup():
    assert "Sources differ: 14 (Reuters" in answer_html(fake.differing_answer())
    made = (fake.answer, fake.differing_answer, fake.unit_answer, fake.partial_refusal)
    for answer in (each(HOSTILE) for each in made):
        html = answer_html(answer, lambda source, quote: '/"<b>')
        found = tags(html)
        assert found.seen <= {
            "div", "p", "figure", "blockquote", "figcaption", "a", "cite", "code", "br", "mark",
            "strong",
        }  # fmt: skip
        assert found.attributes <= {"class", "href"}
        assert "\u202e" not in html


def test_a_document_is_marked_at_the_words():
    document = Document("a.txt", "A", "One & two.\nThree <b>.", ())
    assert '>One <mark id="at" tabindex="-1">&amp; two</mark>.' in document_html(document, 4, 9)
    assert "<mark" not in document_html(document, 90, 99)
    assert "<b>" not in document_html(document, 0, 99)
