"""Which documents link to each other: links in Markdown, wikis and pages, with counts."""

from __future__ import annotations

import pytest

from qa.catalogue.answer import answer_catalogue
from qa.catalogue.link_targets import Targets, links
from qa.datatypes import DocumentInfo
from qa.documents.loaders import load_bytes
from qa.search.lexical_files import build_lexical

FILES = {
    "Garden plan.md": "# Garden plan\n\nWe start with the beds.\n\nSee [[Compost#Heat]] and [[Seed "
    "list|the seeds]]. Ask [[Uncle Joe]].\n\n```\n[[Tools]]\n```\n\nNot `[[Tools]]` either.\n",
    "Compost.md": "# Compost\n\nTurn it. More in [the plan](Garden%20plan.md#beds).\n",
    "plans/Seed list.md": "# Seed list\n\nBeans.\n\nFor [[compost]] and [it](../Compost.md).\n",
    "Tools.md": "# Tools\n\nA spade, and <https://example.org/Compost.md>.\n",
    "site/home.html": "<title>Home</title><h1>Home</h1><p>Welcome to our pages, where all is grown"
    ' by hand.</p><p>Read <a href="about.html#us">about us</a> for more of it.</p>',
    "site/about.html": "<title>About us</title><h1>About us</h1><p>We are two gardeners here.</p>",
}


@pytest.fixture
def vault(collection, tmp_path):
    for source, text in FILES.items():
        path = tmp_path / "files" / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        suffix = f".{source.rpartition('.')[2]}"
        for each in load_bytes(text.encode(), source, suffix).documents:
            collection.add(source, each.text, each.title, blocks=each.blocks, lines=each.lines)

    def ask(question):
        return answer_catalogue(
            question,
            store=collection.store,
            lexical=build_lexical(collection.folder, collection.store),
            path_of=lambda source: str(tmp_path / "files" / source),
        )

    return ask


@pytest.mark.parametrize(
    ("question", "sources", "note"),
    [
        ("Which notes link to Compost?", ["Garden plan.md", "plans/Seed list.md"], "2 notes link"),
        ("how many notes link to the garden plan", ["Compost.md"], "1 note links to Garden plan."),
        ("backlinks of Seed list", ["Garden plan.md"], "1 document links to Seed list."),
        ("what links to About us", ["site/home.html"], "1 document links to About us."),
        ("which notes link to Uncle Joe", ["Garden plan.md"], "1 note links to Uncle Joe, which"),
        ("orphan notes", ["Tools.md", "site/home.html"], "2 notes have no link to them."),
        ("notes that nothing links to", ["Tools.md", "site/home.html"], "2 notes have no link"),
        ("which notes have no links", ["Tools.md", "site/about.html"], "2 notes link to no other."),
    ],
)
def test_links_are_counted_exactly(vault, question, sources, note):
    answer = vault(question)
    assert sorted(each.document.source for each in answer.sources) == sorted(sources)
    assert answer.notes[0].startswith(note)


def test_what_a_document_links_to(vault):
    answer = vault("what does the Garden plan link to?")
    assert answer.notes == (
        "Garden plan links to 2 documents.",
        "They are: Compost, Seed list.",
        "Linked, and no document here: Uncle Joe.",
    )
    assert [piece.text for piece in answer.evidence] == [
        "See Compost > Heat and the seeds. Ask Uncle Joe."
    ]
    assert answer.evidence[0].line == 5
    assert vault("which pages are linked from Home").evidence[0].text.startswith("Read about us")


def test_none_is_said_too(vault):
    answer = vault("which notes link to Tools")
    assert (answer.answered, answer.notes) == (False, ("No note links to Tools.",))
    assert vault("which notes link to the moon") is None


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("a.md", "[x](b.md) ![p](c.png)\n\n[d]: e.md\n[[F|g]]", ["b.md", "c.png", "e.md", "F"]),
        ("a.md", "[x](https://example.org/b.md) [y](#top) [z](mailto:a@b.c)", []),
        ("a.rst", ":doc:`b` and `c <d.html>`_ and :doc:`e <f>`", ["b", "d.html", "f"]),
        ("a.adoc", "xref:b.adoc[x] <<c.adoc#d,e>>", ["b.adoc", "c.adoc"]),
        ("a.org", "[[file:b.org][c]] [[https://example.org]]", ["b.org"]),
        ("a.html", "<A class=x HREF='b.html'>c</a><link href=d.css>", ["b.html"]),
        ("a.md", "[" * 20_000 + "]" * 20_000 + "<a " * 20_000, []),
        ("a.html", "<a " * 20_000 + "<a href=" * 20_000, []),
        ("a.md", "`" * 20_001 + "\n" + "``` " * 20_000, []),
    ],
)
def test_links_of_each_kind_of_file(source, text, found):
    assert [link.target for link in links(text, source)] == found


def test_a_name_means_the_nearest_document():
    def info(source, title="x"):
        return DocumentInfo(source, source, title, None, None, None, 1)

    infos = [info("a/Plan.md"), info("b/Plan.md"), info("b/deep/index.html"), info("c.md", "Cats")]
    targets = Targets(infos, {"c.md": ("Felines",)})

    def of(text, source, suffix="md"):
        return [
            targets.of(link, f"{source}.{suffix}") for link in links(text, f"{source}.{suffix}")
        ]

    assert of("[[plan]] [[a/Plan]] [[Cats]] [[felines]]", "b/x") == [
        "b/Plan.md",
        "a/Plan.md",
        "c.md",
        "c.md",
    ]
    assert of("[x](deep/) [y](../a/Plan) [z](../../../c.md)", "b/x") == [
        "b/deep/index.html",
        "a/Plan.md",
        None,
    ]
