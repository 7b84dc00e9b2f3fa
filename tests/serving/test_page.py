"""The page: without a script, with labels, and in a real Chromium where there is one."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from qa.serving import page
from tests.support import fake_engine as fake
from tests.support.served import Served, served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ASKED = "/?" + urlencode({"q": "why was Turkey removed from F-35?"})


@pytest.fixture(scope="module")
def server(seeds_index: Path) -> Iterator[Served]:
    with served(seeds_index) as running:
        yield running


def html(server: Served, path: str) -> str:
    status, headers, body = server.request("GET", path)
    assert status == 200
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    return body.decode()


def test_the_empty_page_has_a_labelled_question_box(server):
    shown = html(server, "/")
    assert '<label for="q">Question</label>' in shown
    assert re.search(r'<input id="q" name="q" type="search" required', shown)
    assert '<form action="/" method="get" role="search"' in shown
    assert 'role="status" aria-live="polite"' in shown
    assert '<html lang="en">' in shown


def test_the_first_answer_needs_no_script_and_leads_to_the_words(server):
    shown = html(server, ASKED)
    assert '<h2 id="result">Answer</h2>' in shown
    assert "removed Turkey from its F-35 program" in shown
    found = re.search(r'<a href="(/documents/[0-9a-f]{32}\?[^"#]+)#at">', shown)
    assert found
    article = html(server, found[1].replace("&amp;", "&"))
    marked = re.search(r'<mark id="at" tabindex="-1">([^<]+)</mark>', article)
    assert marked
    assert "removed Turkey" in marked[1]
    assert f'href="{ASKED}"' in article  # back to the answer


def test_a_refusal_and_a_mistake_are_said(server):
    assert "Not in your documents." in html(server, "/?q=Who+won+the+2018+World+Cup%3F")
    status, _, body = server.request("GET", "/?q=" + "a" * 2500)
    assert status == 400
    assert b'role="alert"' in body
    assert b"2,500 characters" in body


def test_what_is_asked_is_never_markup():
    shown = page.failure_page('"><script>alert(1)</script>', "<b>", "<i>")
    assert shown.count("<script") == 1  # the page's own
    assert "<b>" not in shown
    shown = page.answer_page(fake.unit_answer("</title><script>alert(1)</script>"))
    assert shown.count("<script") == 1


def test_style_and_script_are_served(server):
    for name, kind in page.FILES.items():
        status, headers, body = server.request("GET", f"/{name}")
        assert (status, headers["content-type"]) == (200, kind)
        assert len(body) > 100


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
@pytest.mark.parametrize("width", [360, 1200])
def test_chromium_shows_the_answer_within_the_window(server, tmp_path, width):
    done = subprocess.run(
        [
            str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu",
            "--disable-background-networking", "--disable-component-update",
            f"--user-data-dir={tmp_path}", f"--window-size={width},900", "--enable-logging=stderr",
            "--virtual-time-budget=2000", "--dump-dom",
            f"http://127.0.0.1:{server.port}{ASKED}",
        ],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert '<h2 id="result">Answer</h2>' in done.stdout
    assert "Content Security Policy" not in done.stderr
