"""Who wrote a web page, who published it, and what it is called."""

from __future__ import annotations

import time

import pytest

from qa.datatypes import Document
from qa.documents.loaders.web import html

BODY = (
    "<p>The mayor of Harrow opened the bridge on Monday and said that it would stand for a hundred "
    "years, as the old one did before the flood.</p><p>The bridge cost four million crowns, which "
    "the county paid in three parts over the last six years, according to the council.</p>"
)


def read(shown: str, below: str = "", head: str = "<title>The bridge</title>") -> Document:
    page = (
        f"<!DOCTYPE html><html lang=en><head>{head}</head><body><article><h1>The bridge</h1>{shown}"
        f"{BODY}</article>{below}</body></html>"
    )
    return html.load(page.encode(), "a.html")


@pytest.mark.parametrize(
    ("shown", "author"),
    [
        (
            '<p class="byline">by <a>Jeff Foust</a> — <time>18 May 2019</time></p>',
            "Jeff Foust",
        ),
        ('<p class="author">by Jeff Foust —</p>', "Jeff Foust"),
        ('<p class="author">Posted by <a>Vortex</a></p>', "Vortex"),
        ('<p class="author">Posted on 3 May 2012 by Vortex</p>', "Vortex"),
        ('<p class="author">Veröffentlicht von<a>Chris Jung</a></p>', "Chris Jung"),
        ('<p class="author">Author<a>Andreas Kalt</a></p>', "Andreas Kalt"),
        ('<p class="author">Von Ann Lee Freitag, 3. Mai</p>', "Ann Lee"),
        ('<p class="byline">By Ann Lee<br>Monday, November 18</p>', "Ann Lee"),
        (
            '<p class="byline"><abbr>Juni 10, 2019</abbr> · von <a class="author">sladi</a></p>',
            "sladi",
        ),
        ('<p class="byline">By ANN LEE and JO ROE<br>Associated Press</p>', "ANN LEE and JO ROE"),
        ('<p class="byline">By Ann Lee, AP Sports Writer</p>', "Ann Lee"),
        ('<p class="author">April Roach</p>', "April Roach"),
        ('<p class="author">Ann Lee22 Dec 2014</p>', "Ann Lee"),
        (
            '<p class="author"><a>Ann Lee</a>,<br><a>Jo Roe</a> and<br>Al Ray</p>',
            "Ann Lee, Jo Roe and Al Ray",
        ),
        ('<p class="author">Interview: Ann Lee</p>', None),
        ('<p class="author">Moritz von Uslar</p>', "Moritz von Uslar"),
        ('<p class="author">Wednesday</p>', None),
        ('<p class="author">v1.11.1, 2022</p>', None),
        ('<p class="author">Posted on</p>', None),
        ('<p class="author">10. Dezember</p>', None),
    ],
)
def test_an_author_is_a_name(shown: str, author: str | None) -> None:
    assert read(shown).author == author


@pytest.mark.parametrize(
    "below",
    [
        '<div class="td-warning-author">Please enter your name here</div>',
        '<ol class="commentlist"><li><span class="author">Rebel Raime</span> Yes.</li></ol>',
        '<span class="comment-author">Rebel Raime</span>',
        '<form><p class="author">Your own name</p></form>',
        '<label class="author">Name (required)</label>',
    ],
)
def test_readers_wrote_no_page(below: str) -> None:
    assert read("", below).author is None
    assert read("<p>By Ann Lee</p>", below).author == "Ann Lee"


def test_a_page_that_is_one_form_has_an_author() -> None:
    assert read(f'<form>{BODY * 4}<p class="author">Ann Lee</p></form>').author == "Ann Lee"


def test_an_address_is_no_publisher() -> None:
    site = '<meta property="og:site_name" content="{}">'
    named = '<meta name="application-name" content="The Herald">'
    for address in ("https://www.newsnation.in", "www.newsnation.in", "//newsnation.in"):
        assert read("", head=site.format(address)).agency is None
        assert read("", head=site.format(address) + named).agency == "The Herald"
    assert read("", head=site.format("Space.com")).agency == "Space.com"


def test_titles_that_were_escaped_twice() -> None:
    twice = "Bridge &amp;#039;six&amp;#039; &amp;amp; more"
    page = f"<html><head><title>{twice}</title></head><body><h1>{twice}</h1>{BODY}</body></html>"
    document = html.load(page.encode(), "a.html")
    assert document.title == "Bridge 'six' & more"
    assert document.text.startswith(document.title)
    assert document.text.count("Bridge") == 1


def test_many_authors_take_no_time() -> None:
    began = time.monotonic()
    read("", '<div class="author">' * 4_000 + "Ann")
    read("", '<p class="author">Please enter</p>' * 4_000)
    assert time.monotonic() - began < 10
