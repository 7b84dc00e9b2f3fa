"""The day on which a page was published: one made-up page for each way in which pages say it."""

from __future__ import annotations

from datetime import date

import pytest

from qa.datatypes import DateOrigin, Document
from qa.documents.loaders.web import html
from qa.documents.loaders.web.day_text import first_day
from qa.documents.loaders.web.html_tree import parse

LONG = "The river rose by two metres during the night, and the bridge was closed in the morning."
MORE = "Nobody was hurt, the mayor said, but forty houses had to be left before the water came."
TEXT = f"<p>{LONG}</p><p>{MORE}</p>"
MARCH_5 = date(2024, 3, 5)


def page(body: str, head: str = "") -> Document:
    return html.load(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def meta(name: str, content: str, attribute: str = "content") -> str:
    return f'<meta property="{name}" {attribute}="{content}">'


@pytest.mark.parametrize(
    ("head", "origin"),
    [
        ('<link rel="canonical" href="https://a.org/2024/03/05/flood">', DateOrigin.ADDRESS),
        (meta("article:published_time", "2024-03-05T09:00:00Z", "value"), DateOrigin.META),
        (
            '<script type="application/ld+json">\n{"@type": "NewsArticle", "datePublished":'
            ' "2024-03-05"}\n}</script>',
            DateOrigin.JSON_LD,
        ),
    ],
    ids=["canonical address", "value for content", "a bracket too many"],
)
def test_what_the_head_says(head: str, origin: DateOrigin) -> None:
    document = page(f"<h1>A flood</h1>{TEXT}", head)
    assert (document.published, document.date_origin) == (MARCH_5, origin)


SHOWN = {
    "a time that says it to machines only": "<h1>A flood</h1><p>By Ann Lee, "
    "<time datetime='2024-03-05T09:00:00'>3 hours ago</time></p>{text}",
    "an indented block of much text": "<article><h1>A flood</h1>\n<div>Ann\n" + " " * 300 + "Lee"
    "</div><div class='when'>March 5, 2024, 4:19 PM</div>{text}</article>",
    "before a dash": "<h1>A flood</h1><p>05.03.2024 - {long} {long}</p>{text}",
    "in brackets": "<h1>A flood</h1><p><b>(05.03.2024) {long} {long}</b></p>{text}",
    "after the place": "<h1>A flood</h1><p>Bad Ems, 5. März 2024 – {long} {long}</p>{text}",
    "a label in the element before": "<h1>A flood</h1>{text}<div><b>Published:</b>"
    "<h4>05.03.2024</h4><p>{long} {long} {long}</p></div>",
    "beside the day of another thing": "<h1>A flood</h1><p class='by'>Ann Lee, March 5, 2024</p>"
    "<p>Statement of the mayor's office, March 3, 2024, in full</p>{text}",
    "beside the day of a price": "<h1>Shares</h1><p>By Ann Lee - Mar 5, 2024</p>"
    "<p>Price as of August 10, 2026</p>{text}",
    "beside until when it can be seen": "<h1>Shares</h1><p>05.03.2024</p>"
    "<p>Video verfügbar bis 28.02.2025</p>{text}",
    "changed on the same day": "<h1>A flood</h1><p>Updated: March 5, 2024</p>{text}",
    "changed later": "<h1>A flood</h1><p>Last updated 4 June 2024, originally created "
    "5 March 2024</p>{text}",
    "changed later, by name": "<h1>A flood</h1><p><time class='updated'>June 4, 2024</time> "
    "<time class='published'>March 5, 2024</time></p>{text}",
    "labelled, whatever the class": "<h1>A flood</h1>{text}<p itemprop='dateModified'"
    " class='lastUpdated'>Veröffentlicht: 05.03.2024 09:35 Uhr</p>",
    "at the head, marks of others below": "<h1>A flood</h1><p class='day'>5 March 2024</p>{text}"
    "<p>Letters</p><p><span class='published'>9 March 2024</span> {long}</p>",
}


@pytest.mark.parametrize("body", SHOWN.values(), ids=SHOWN.keys())
def test_what_people_see(body: str) -> None:
    assert page(body.format(text=TEXT, long=LONG)).published == MARCH_5


NONE = {
    "last changed, below": "<h1>A flood</h1>{text}<p>Zuletzt bearbeitet: 05.03.2024</p>",
    "bold words of the text": "<h1>A flood</h1>{text}<p>It is <b>since 5 March 2024 easier</b> to"
    " get help. {long}</p>",
    "a line of a message": "<h1>Rules</h1>{text}<div>05.03.2024 23:07 <b>an addition:</b> {long} "
    "{long}</div>",
    "born": "<h1>Ann Lee</h1><p>Born: 5 March 2004</p><div><i>born</i><b>5 March 2004</b></div>"
    "{text}",
}


@pytest.mark.parametrize("body", NONE.values(), ids=NONE.keys())
def test_days_of_something_else(body: str) -> None:
    assert page(body.format(text=TEXT, long=LONG)).published is None


STAMPED = {
    "that of a change, as the words behind it say": (
        meta("article:published_time", "2024-03-05T13:00:00.000Z"),
        "<h1>A flood</h1><p class='meta-date'>2024.03.26 lastupdate</p>{text}",
    ),
    "that of a change, by the word behind it": (
        meta("article:published_time", "2024-03-05T13:00:00.000Z"),
        "<h1>A flood</h1><p class='meta-date'>2024年3月26日更新</p>{text}",
    ),
    "renewed after a change that is shown": (
        meta("date", "2024-03-06T11:52:23"),
        "<h1>A flood</h1><p><span class='stand'>Stand: 05.03.2024 18:00 Uhr</span></p>{text}",
    ),
    "that of a change, another one is labelled": (
        meta("date", "2024-03-07"),
        "<h1>A flood</h1>{text}<p>Published: 05.03.2024</p><p>Last modified: 07.03.2024</p>",
    ),
    "a day later in universal time, shown beside the headline": (
        meta("article:published_time", "2024-03-06T02:49:32Z"),
        "<div class='head'><ul><li>A</li>"
        "<li>B</li><li>C</li><li>D</li><li>E</li><li>F</li><li>G</li></ul>"
        "<div>News March 5, 2024 / 12:25 PM / Updated 8 hours ago</div>"
        "<h1>A flood</h1></div>"
        "{text}",
    ),
    "beside when another thing was changed": (
        meta("article:published_time", "2024-03-07T10:00:00+01:00"),
        "<h1>A flood</h1><p class='meta-date'>March 5, 2024 / Updated 8 hours ago</p>{text}",
    ),
    "much later than the address": (
        '<link rel="canonical" href="https://a.org/home/2024/3/5/flood">'
        + meta("article:published_time", "2026-02-17T10:00:00+01:00"),
        "<h1>A flood</h1><p><time>February 17, 2026</time></p>{text}",
    ),
    "much later than the day of a picture": (
        meta("article:published_time", "2024-03-05T10:00:00+01:00"),
        "<h1>A flood</h1><p class='caption'>The bridge (14.08.2021)</p>{text}",
    ),
}


@pytest.mark.parametrize(("head", "body"), STAMPED.values(), ids=STAMPED.keys())
def test_stamps_that_are_not_believed_blindly(head: str, body: str) -> None:
    assert page(body.format(text=TEXT), head).published == MARCH_5


def test_a_head_without_end() -> None:
    found = html.load(f"<head><title>A</title><body><h1>A flood</h1>{TEXT}".encode(), "a.html")
    assert (found.title, LONG in found.text) == ("A flood", True)
    assert "script" in {
        e.tag for e in parse("<head><noscript><img></noscript><script></script>").iter()
    }


@pytest.mark.parametrize(
    "text", ["15 августа 2016, 13:43", "15 серпня 2016", "15 sierpnia 2016", "15 augusti 2016"]
)
def test_days_in_other_languages(text: str) -> None:
    assert first_day(text) == date(2016, 8, 15)


LISTS = {
    "headings": "<h3>Friday, 1 March 2024</h3><p>{a}</p><h3>Tuesday, 5 March 2024</h3><p>{b}</p>",
    "labelled lines": "<h2>2.1</h2><p class='meta'>Published on 5 March 2024</p><p>{a}</p>"
    "<h2>2.0</h2><p class='meta'>Published on 1 March 2024</p><p>{b}</p>",
    "parts of a list": "<div class='entry'><div class='date'>5 March 2024</div><p>{a}</p></div>"
    "<div class='entry'><div class='date'>1 March 2024</div><p>{b}</p></div>",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_page_that_lists_several_days_has_none(name: str) -> None:
    body = "<h1>Diary</h1>" + LISTS[name].format(a=LONG, b=MORE)
    assert page(body).published is None
    head = meta("article:published_time", "2024-03-07T09:00:00Z")
    assert page(body, head).published == date(2024, 3, 7)


def test_days_of_other_articles_are_no_list_with_its_own() -> None:
    others = "".join(
        f"<li><div class='meta'><span class='date'>{day} March 2024</span></div>More</li>"
        for day in (1, 2, 3)
    )
    body = (
        "<article><h1>A flood</h1><div class='meta'><span class='date'>5 March 2024</span></div>"
        f"{TEXT}</article><ul>{others}</ul>"
    )
    assert page(body).published == MARCH_5


EXAMPLE = "2013-10-07 08:23:19.120"
EXAMPLES = {
    "in a quotation": f"<h1>1. Values</h1><p>Six.</p><blockquote>{EXAMPLE}<br>2013-10-07T08:23Z"
    f"</blockquote>{TEXT}",
    "in a later section": "<h1>1. Overview</h1><p>There are six.</p><h1>2. Values</h1>"
    f"<p>Such as {EXAMPLE}, or</p>{TEXT}",
    "in the second section of a page with a headline": "<h1>Time</h1><h2>Names</h2><p>Six.</p>"
    f"<h2>Values</h2><p>Such as {EXAMPLE}, or</p>{TEXT}",
}


@pytest.mark.parametrize("body", EXAMPLES.values(), ids=EXAMPLES)
def test_the_days_of_examples_are_none_of_the_page(body: str) -> None:
    assert page(body, "<title>Time</title>").published is None


def test_a_day_below_a_headline_and_a_line_under_it() -> None:
    document = page(
        f"<h1>A flood</h1><h2>Houses left</h2><h3>Bad Ems</h3><p>5 March 2024</p>{TEXT}"
    )
    assert document.published == MARCH_5
