"""The page of the HTTP server: a question box, the answer, and the document at the words.

A plain form, so it works without a script; the script only says that an answer is being looked for.
The style and the script are files of their own, for a content policy that allows no others.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from qa.engine import MAX_QUESTION
from qa.render import phrases
from qa.render.html_answer import answer_html, document_html
from qa.render.sanitize import visible, visible_line

if TYPE_CHECKING:
    from qa.datatypes import Answer, Document, Evidence, Source

POLICY = (
    "default-src 'none'; img-src data:; style-src 'self'; script-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
FILES = {"page.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8"}
_FOLDER = Path(__file__).parent / "assets"


def asset(name: str) -> bytes:
    """Return one of `FILES`."""
    return (_FOLDER / name).read_bytes()


def question_page(about: str) -> str:
    """Return the page with an empty question box; `about` says what is asked."""
    return _page("Ask the documents", _form("") + f'<p class="about">{escape(about)}</p>')


def answer_page(answer: Answer) -> str:
    """Return the page with an answer or a refusal."""
    # Readers on other machines need no path of this one.
    sources = tuple(replace(each, path=each.document.source) for each in answer.sources)
    shown = answer_html(
        replace(answer, sources=sources),
        lambda source, quote: _link(source, quote, answer.question),
    )
    result = f'<section aria-labelledby="result"><h2 id="result">{_heading(answer)}</h2>{shown}'
    return _page(answer.question, _form(answer.question) + result + "</section>")


def failure_page(question: str, message: str, hint: str) -> str:
    """Return the page with what went wrong and what to do."""
    text = f'<p role="alert" class="failure">{_line(message)} {_line(hint)}</p>'
    return _page("Ask the documents", _form(question) + text)


def document_page(document: Document, start: int, end: int, question: str) -> str:
    """Return the page of a document, the characters from `start` to `end` marked."""
    head, *about = phrases.headline(document)
    back = "/?" + urlencode({"q": question}) if question else "/"
    body = (
        f'<p><a href="{escape(back)}">Back to the {"answer" if question else "question"}</a></p>'
        f"<article><h2>{escape(head)}</h2>"
        f'<p class="about">{escape(" · ".join([*about, document.source]))}</p>'
        f"{document_html(document, start, end)}</article>"
    )
    return _page(document.title, body)


def _link(source: Source, evidence: Evidence, question: str) -> str:
    low, high = evidence.span or evidence.proof or (evidence.start, evidence.end)
    place = urlencode({"at": f"{low}-{high}", "q": question})
    return f"/documents/{source.document.id}?{place}#at"


def _heading(answer: Answer) -> str:
    return "Answer" if answer.answered else "No answer"


def _form(question: str) -> str:
    return (
        '<form action="/" method="get" role="search" id="ask">'
        '<label for="q">Question</label>'
        f'<input id="q" name="q" type="search" required maxlength="{MAX_QUESTION}" '
        f'autocomplete="off" value="{escape(visible(question))}"{"" if question else " autofocus"}>'
        '<button type="submit">Ask</button>'
        '<p id="busy" role="status" aria-live="polite"></p></form>'
    )


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{_line(title)} · qa</title>"
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">'
        '<script src="/page.js" defer></script></head>\n'
        '<body><header><h1><a href="/">qa</a></h1></header>\n'
        f"<main>{body}</main>\n"
        "<footer><p>Every quote stands in the documents word by word. Nothing is generated."
        "</p></footer></body></html>\n"
    )


def _line(text: str) -> str:
    return escape(visible_line(text))
