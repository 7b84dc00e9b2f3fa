"""The benchmark of the text of web pages, on made-up ones."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from bench.suites import bodies

TEXT = "The river rose by two metres during the night, and the bridge was closed at once."


def test_the_words_of_pages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "readers", lambda: {"qa": bodies.ours})
    folder = tmp_path / "news" / "html_pages"
    folder.mkdir(parents=True)
    html = f"<h1>A flood</h1><p class='date'>March 5, 2024</p><p>{TEXT}</p>"
    rows = [
        {"html": html, "body": TEXT},
        {"html": html, "body": f"{TEXT} Sixteen words more are missing " + "here " * 11},
        {"html": html, "body": None},  # unjudged
        {"html": html, "body": "Other words"},
    ]
    with lzma.open(folder / "pages.jsonl.xz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    assert bodies.main(["--data", str(tmp_path)]) == 0
    cells = [cell.strip() for cell in capsys.readouterr().out.splitlines()[-1].split("|")[1:-1]]
    assert cells == ["qa", "3", "0.556", "0.667", "0.500"]


def test_without_the_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bodies.main(["--data", str(tmp_path)]) == 0
    assert "Nothing to measure" in capsys.readouterr().out


def test_words_count_as_often_as_they_stand_there() -> None:
    assert bodies.scores("a a b", "A b b b") == pytest.approx((4 / 7, 2 / 3, 1 / 2))
    assert bodies.scores("", "a") == (0.0, 0.0, 0.0)
