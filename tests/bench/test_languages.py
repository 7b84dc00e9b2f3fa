"""The benchmark of languages, on made-up documents."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from bench.suites import languages

ENGLISH = (
    "The council met on Tuesday evening and voted on the plan for the old harbour of the town. "
    "Those who live near the quay had asked for a park, and the shops for a place to stop."
)
GERMAN = (
    "Der Rat tagte am Dienstagabend und stimmte über den Plan für den alten Hafen der Stadt ab. "
    "Wer in der Nähe wohnt, hatte sich einen Park gewünscht, und die Läden einen Platz zum Halten."
)


def test_what_disagrees_is_counted_and_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [
        {"id": "right", "html": f"<html lang='de'><body><p>{GERMAN}</p></body></html>"},
        {"id": "wrong", "html": f"<html lang='en'><body><p>{GERMAN}</p></body></html>"},
        {"id": "short", "html": "<html lang='de'><body><p>1234</p></body></html>"},
        {"id": "mute", "html": f"<html><body><p>{GERMAN}</p></body></html>"},
    ]
    articles = [{"id": "a", "url": "x", "title": "A plan", "date": "2024/03/05", "text": ENGLISH}]
    for name, rows in (("html_pages/pages", pages), ("realtimeqa/articles", articles)):
        path = tmp_path / "news" / f"{name}.jsonl.xz"
        path.parent.mkdir(parents=True)
        with lzma.open(path, "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row) + "\n" for row in rows)
    assert languages.main(["--data", str(tmp_path), "--list"]) == 0
    out = capsys.readouterr().out
    rows_of = [[cell.strip() for cell in line.split("|")[1:-1]] for line in out.splitlines()]
    assert ["pages", "4", "3", "2", "1"] in rows_of
    assert ["articles", "1", "1", "1", "0"] in rows_of
    assert "wrong: found de, given en" in out


def test_without_the_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert languages.main(["--data", str(tmp_path)]) == 0
    assert "Nothing to measure" in capsys.readouterr().out
