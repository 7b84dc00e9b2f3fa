"""What an operation gives: text for people and models, values for programs."""

from __future__ import annotations

from types import SimpleNamespace

from qa.serving.operations import perform
from qa.serving.parameters import OPERATIONS
from tests.support import fake_engine as fake

VALUES = OPERATIONS["ask"].read({"question": "why?"})


def test_what_sources_say_that_differs_is_in_the_text_and_its_paths_stay_here():
    engine = SimpleNamespace(
        empty=lambda: False,
        ask=lambda *_, **__: fake.differing_answer(),
        path_of=lambda source: f"/home/jane/{source}",
    )
    outcome = perform(engine, "ask", VALUES, local=False)
    assert outcome.text.startswith(
        "Evidence: strong (91%)\n\nSources differ: 14 (Reuters, 3 November 2019, and 1 other) · "
    )
    assert [each["path"] for each in outcome.data["differing"]] == ["b.txt", "a.txt"]
    local = perform(engine, "ask", VALUES, local=True)
    assert [each["path"] for each in local.data["differing"]] == ["seeds/b.txt", "seeds/a.txt"]
