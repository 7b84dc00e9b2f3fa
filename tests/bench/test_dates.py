"""The benchmark of publication dates, on made-up pages."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from bench.suites import dates

TEXT = "<p>The river rose by two metres during the night, and the bridge was closed at once.</p>"


def page(name: str, shown: str, given: object) -> dict[str, object]:
    return {
        "id": name,
        "url": f"https://www.{name}.org/a",
        "html": f"<h1>A flood</h1><p class='date'>{shown}</p>{TEXT}",
        "date": given,
    }


def test_precision_and_recall(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dates, "finders", lambda: {"qa": dates.ours})
    folder = tmp_path / "news" / "html_pages"
    folder.mkdir(parents=True)
    rows = [
        page("right", "March 5, 2024", "2024-03-05"),
        page("wrong", "March 5, 2024", "2024-03-06"),
        page("missed", "on a Tuesday", "2024-03-05"),
        page("without", "on a Tuesday", float("nan")),  # judged to have no day
        page("unjudged", "March 5, 2024", None),
        # Midnight of the 5th in Tokyo; of another page nobody knows by which clock it is dated.
        page("japan", "2024年3月5日", "2024-03-04")
        | {"title": "ニュース", "date_full": "2024-03-04T15:00:00.000Z"},
        page("elsewhere", "March 5, 2024", "2024-03-04")
        | {"title": "News", "date_full": "2024-03-04T15:00:00.000Z"},
    ]
    with lzma.open(folder / "pages.jsonl.xz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    assert dates.main(["--data", str(tmp_path)]) == 0
    *_, local, given = (
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in capsys.readouterr().out.splitlines()
    )
    assert local == ["qa: all", "6", "0.500", "0.400", "4", "2"]
    assert given == ["qa: all, as given", "6", "0.250", "0.200", "4", "3"]


def test_without_the_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dates.main(["--data", str(tmp_path)]) == 0
    assert "Nothing to measure" in capsys.readouterr().out


def test_articles_as_people_save_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "news" / "realtimeqa"
    folder.mkdir(parents=True)
    text = "The river rose by two metres during the night, and the bridge was closed at once."
    rows = [
        {"url": "https://a.org/2024/03/05/flood/", "text": f"March 5, 2024\n\n{text}"},
        {"url": "https://a.org/news/2024/03/05/flood.html", "text": text},
        {"url": "https://a.org/news/flood", "text": f"March 6, 2024\n\n{text}"},
        {"url": "https://a.org/news/river", "text": text},
    ]
    with lzma.open(folder / "articles.jsonl.xz", "wt", encoding="utf-8") as lines:
        for number, row in enumerate(rows):
            row |= {"id": str(number), "title": "A flood", "date": "2024/03/05"}
            lines.write(json.dumps(row) + "\n")
    assert dates.main(["--data", str(tmp_path), "--articles"]) == 0
    *_, text_row, folders_row = (
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in capsys.readouterr().out.splitlines()
    )
    assert text_row == ["as text: all", "4", "0.500", "0.250", "2", "1"]
    assert folders_row == ["in folders of the site: all", "4", "0.667", "0.500", "3", "1"]
