"""The recipes in docs/python.md run, over stand-ins for the base classes of those packages.

The packages themselves are not installed for it: each brings some fifty others.
"""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path
from typing import Any

PAGE = (Path(__file__).parents[2] / "docs" / "python.md").read_text("utf-8")


class Record:
    """Takes fields by keyword, as the packages' models do."""

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)


class LangChainRetriever(Record):
    def invoke(self, query: str) -> list:
        return self._get_relevant_documents(query, run_manager=None)


class LlamaIndexRetriever:
    def retrieve(self, query: str) -> list:
        return self._retrieve(Record(query_str=query))


def recipe(monkeypatch, name: str, modules: dict[str, dict[str, type]]) -> type:
    """The class that a recipe defines, with stand-ins for what it imports."""
    for module, names in modules.items():
        stand_in = types.ModuleType(module)
        stand_in.__dict__.update(names)
        monkeypatch.setitem(sys.modules, module, stand_in)
    found = re.search(rf"<!-- recipe: {name} -->\n```python\n(.*?)```", PAGE, re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(found[1], names)
    return names["QaRetriever"]


def test_the_langchain_retriever(monkeypatch, seeds_index):
    retriever = recipe(
        monkeypatch,
        "langchain",
        {
            "langchain_core.documents": {"Document": Record},
            "langchain_core.retrievers": {"BaseRetriever": LangChainRetriever},
        },
    )
    found = retriever(index=str(seeds_index), top=1).invoke("batteries of the S-400")
    assert "Batteries of the S-400 began arriving" in found[0].page_content
    assert found[0].metadata["source"] == "000_f06a268188dc6e39.txt"
    assert found[0].metadata["line"] > 1


def test_the_llamaindex_retriever(monkeypatch, seeds_index):
    retriever = recipe(
        monkeypatch,
        "llamaindex",
        {
            "llama_index.core.retrievers": {"BaseRetriever": LlamaIndexRetriever},
            "llama_index.core.schema": {"NodeWithScore": Record, "TextNode": Record},
        },
    )
    found = retriever(str(seeds_index), top=2).retrieve("batteries of the S-400")
    assert len(found) == 2
    assert "Batteries of the S-400 began arriving" in found[0].node.text
    assert found[0].score > found[1].score
