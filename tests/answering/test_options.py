"""Options of commands in questions: one is never another, however alike their words are."""

from __future__ import annotations

import qa
from qa.answering.confidence import UNNAMED

FILES = {
    "http.md": (
        "# Server certificates\n\nTo skip the verification of the certificate of a server, pass "
        "`--verify=no`. The default is `--verify=yes`, which verifies the certificate.\n"
    ),
    "git.md": (
        "# Pushing\n\nCommits to main are refused by a hook of the server. Push your branch and "
        "ask for a review. `git push --no-verify` changes nothing about that.\n"
    ),
}


def asked(tmp_path, files: dict[str, str], question: str) -> qa.Answer:
    (tmp_path / "files").mkdir()
    for name, text in files.items():
        (tmp_path / "files" / name).write_text(text, "utf-8")
    with qa.open(tmp_path / "index", paths=[tmp_path / "files"]) as engine:
        engine.sync()
        return engine.ask(question, threshold=0.0)


def test_what_has_the_option_goes_first(tmp_path):
    answer = asked(tmp_path, FILES, "--no-verify")
    assert "git push --no-verify" in answer.evidence[0].text


def test_another_option_is_no_likely_answer(tmp_path):
    answer = asked(tmp_path, {"http.md": FILES["http.md"]}, "--no-verify")
    assert answer.confidence is not None
    assert answer.confidence <= UNNAMED
