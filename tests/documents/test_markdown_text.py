"""Markdown as people read it: what stays, what goes, what hangs from what, in which line."""

import re
import time

import pytest

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import markdown
from qa.documents.sentences import split

P, H, L, S = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.STEP
C, T, Q = BlockKind.CODE, BlockKind.TABLE, BlockKind.QUOTE


def md(text: str) -> Document:
    return markdown.load(text.encode(), "note.md")


def shown(text: str) -> str:
    return md(text).text


def outline(document: Document) -> list[tuple[BlockKind, str, int]]:
    """Kind and text of each block, and the line of the file in which it begins."""
    return [
        (b.kind, document.text[b.start : b.end], document.line(b.start)) for b in document.blocks
    ]


def hung(document: Document) -> dict[str, str]:
    """The first line of what each block hangs from, by its own first line."""
    texts = [document.text[b.start : b.end].split("\n")[0] for b in document.blocks]
    return {
        text: texts[block.parent] if block.parent >= 0 else ""
        for text, block in zip(texts, document.blocks, strict=True)
    }


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("**bold** and _it_ and `x = 1`", "bold and it and x = 1"),
        ("[the text](http://a.org 'title') <http://b.org>", "the text http://b.org"),
        ("see [Chapter\n19][nineteen]\n\n[nineteen]: ch19.md", "see Chapter\n19"),
        ("[[Catalyst license|Catalyst licenses]]", "Catalyst licenses"),
        ("[[Note]] [[Note#Part]] [[#Part]]", "Note Note > Part Part"),
        ("a ![[picture.png|300]] b ![[Note]] c", "a b c"),
        ("![A red door](door.png) ![door.png](door.png)", "A red door"),
        ("The ~~smithy~~ barn", "The barn"),
        ("The <del>smithy</del> barn, <s>no</s> yes", "The barn, yes"),
        ("one %%secret%% two", "one two"),
        ("one\n\n%%\nsecret\n\nmore\n%%\n\ntwo", "one\n\ntwo"),
        ("one <!-- secret --> two", "one two"),
        ("<!--\nsecret\n\nmore -->\n\ntwo", "two"),
        ("M&uuml;ller &amp; S&ouml;hne", "Müller & Söhne"),
        ('<a id="top"></a>Text <kbd>Ctrl</kbd>+<kbd>C</kbd>', "Text Ctrl+C"),
        ("Give <username> and Vec<T>.", "Give <username> and Vec<T>."),
        ('<iframe src="http://x.org" width="9"></iframe>\n\nText', "Text"),
        ("<script>\nlet x = 1\n</script>\n\n<style>p {}</style>\n\nText", "Text"),
        ("<div align='center'>\nHello <b>you</b>\n</div>", "Hello you"),
        ("A claim.[^1]\n\n[^1]: The source of it.", "A claim.\n\nThe source of it."),
        ("==marked== text, a == b", "marked text, a == b"),
        ("A paragraph. ^a1b2", "A paragraph."),
        ("math $a_1*b_2*c$ and $$x_{i}$$, $5 to $10", "math $a_1*b_2*c$ and $$x_{i}$$, $5 to $10"),
        (r"\[meta\] 1\. a\*b", "[meta] 1. a*b"),
        ("`tar xf {{path/to/file.tar}}`", "tar xf {{path/to/file.tar}}"),
        ("Text\n\n```rust\n{{#include ../src/main.rs}}\n```\n\nMore", "Text\n\nMore"),
        ("Term\n: what it means", "Term: what it means"),
        ("## Title {#anchor}\n\nText", "Title\n\nText"),
        ("a\n\n***\n\nb", "a\n\nb"),
    ],
)
def test_what_people_read(raw: str, text: str) -> None:
    assert shown(raw) == text


def test_a_callout_is_led_by_its_title_and_quotes_its_own_line() -> None:
    document = md(
        "Intro.\n\n> [!tip] Do this\n> Now or\n> never.\n\n> [!note]\n> Without one.\n\nOn.\n"
    )
    assert outline(document) == [
        (P, "Intro.", 1),
        (H, "Do this", 3),
        (P, "Now or\nnever.", 4),
        (P, "Without one.", 8),
        (P, "On.", 10),
    ]
    assert hung(document)["Now or"] == "Do this"
    assert hung(document)["On."] == ""
    assert document.line(document.text.index("never")) == 5


def test_rows_are_written_with_the_names_of_their_columns() -> None:
    table = (
        "Prices:\n\n| Tier | Backer | VIP |\n|---|---|---|\n| Contribution | **$25** | $100 |\n"
        "| Badge |  | [gold](x.md) |\n\n| | |\n|-|-|\n| a | b |\n"
    )
    document = md(table)
    assert outline(document) == [
        (P, "Prices:", 1),
        (T, "Tier: Contribution · Backer: $25 · VIP: $100", 5),
        (T, "Tier: Badge · VIP: gold", 6),
        (T, "a · b", 10),
    ]
    assert hung(document)["Tier: Badge · VIP: gold"] == "Prices:"


def test_tables_in_html() -> None:
    html = "<table>\n<tr><th>Plan</th><th>Price</th></tr>\n<tr><td>Plus<td>$10\n</table>\n"
    assert outline(md(html)) == [(T, "Plan: Plus · Price: $10", 3)]


def test_the_tree() -> None:
    document = md(
        "# Guide\n\n## Linux\n\nRun this:\n\n```sh\napt install velo\n```\n\nThen these:\n\n"
        "1. Open it.\n2. Set\n   - colour\n   - size\n\n     in pixels\n\n"
        "**Removing**\n\nDelete it.\n\n**Is it free?**\n\nYes.\n\n## Mac\n\nText.\n"
    )
    assert hung(document) == {
        "Guide": "",
        "Linux": "Guide",
        "Run this:": "Linux",
        "apt install velo": "Run this:",
        "Then these:": "Linux",
        "1. Open it.": "Then these:",
        "2. Set": "Then these:",
        "colour": "2. Set",
        "size": "2. Set",
        "in pixels": "size",
        "Removing": "Linux",
        "Delete it.": "Removing",
        "Is it free?": "Removing",
        "Yes.": "Is it free?",
        "Mac": "Guide",
        "Text.": "Mac",
    }
    kinds = {document.text[b.start : b.end].split("\n")[0]: b for b in document.blocks}
    assert kinds["2. Set"].kind is S
    assert (kinds["size"].kind, kinds["size"].level) == (L, 1)
    assert (kinds["Removing"].kind, kinds["Removing"].level) == (H, 6)
    assert kinds["Is it free?"].kind is BlockKind.QUESTION
    assert document.headings(document.blocks.index(kinds["colour"])) == ("Guide", "Linux")


def test_a_cheat_sheet_hangs_each_command_from_what_it_does() -> None:
    document = md(
        "# tar\n\n> Archives.\n\n- Extract:\n\n`tar xf {{f}}`\n\n- List:\n\n`tar tf {{f}}`\n"
    )
    assert [kind for kind, _, _ in outline(document)] == [H, Q, L, C, L, C]
    assert hung(document)["tar xf {{f}}"] == "Extract:"
    assert hung(document)["tar tf {{f}}"] == "List:"
    assert hung(document)["Extract:"] == "tar"


def test_contents_quotations_and_signatures() -> None:
    contents = md("# Summary\n\n- [Foreword](foreword.md)\n- [[Part one]]\n")
    assert [b.kind for b in contents.blocks] == [H, BlockKind.CONTENTS, BlockKind.CONTENTS]
    led = md("Plugins that we ship:\n\n- [[Backlinks]]\n- [site](http://x.org)\n")
    assert [b.kind for b in led.blocks] == [P, L, L]
    quoted = md("> To be or not.\n> — Ann Poe\n")
    assert [b.kind for b in quoted.blocks] == [Q, BlockKind.SIGNATURE]
    assert quoted.blocks[1].parent == 0
    foreword = md("# Foreword\n\nIt was hard.\n\n- Mara Lindqvist, Director\n")
    assert foreword.blocks[-1].kind is BlockKind.SIGNATURE


def test_lines_that_stand_alone_are_blocks_with_their_own_lines() -> None:
    document = md("Open:\n\nMonday 9 to 12\nTuesday 9 to 12\nThursday 10 to 11\n")
    assert outline(document)[1:] == [
        (P, "Monday 9 to 12", 3), (P, "Tuesday 9 to 12", 4), (P, "Thursday 10 to 11", 5),
    ]  # fmt: skip
    wrapped = "The council met on Monday and voted on the plan of\nMayor Berg. It was late.\n"
    assert len(md(wrapped).blocks) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_lines_of_the_file_whatever_ends_them(end: str) -> None:
    text = "---\ntitle: A\n---\n\n<!-- x\n\ny -->\n\n# One\n\n`a\nb` c\nd\n\n\n- two\n\n  three\n"
    document = markdown.load(text.replace("\n", end).encode(), "a.md")
    lines = {
        word: document.line(document.text.index(word)) for word in ("One", "c", "d", "two", "three")
    }
    assert lines == {"One": 9, "c": 12, "d": 13, "two": 16, "three": 18}


@pytest.mark.parametrize("nested", ["  " * 150 + "- deep words", "> " * 150 + "deep words"])
def test_what_is_nested_too_deep_for_the_parser_is_not_lost(nested: str) -> None:
    lists = "".join("  " * depth + f"- level {depth}\n" for depth in range(150))
    document = md(lists + nested + "\n\nThe end.\n")
    assert "deep words" in document.text
    assert all(f"level {depth}" in document.text for depth in range(150))
    assert document.text.endswith("The end.")


def test_html_in_details_and_captions() -> None:
    html = "<details>\n<summary>Click to expand</summary>\n\nHidden text.\n\n</details>\n"
    assert shown(html) == "Hidden text."
    listing = (
        '<Listing number="6-3" caption="An enum and `match`">\n\n```rust\nx\n```\n\n</Listing>\n'
    )
    assert shown(listing) == "Listing 6-3: An enum and match\n\nx"


def test_a_summary_heads_its_details_and_nothing_behind_them() -> None:
    document = md(
        "# Pump\n\n## Questions\n\n<details>\n<summary>Does it <b>freeze</b>?</summary>\n\nNo.\n\n"
        "### Below zero\n\nDrain it.\n\n</details>\n\n"
        "<details><summary><code>drain()</code></summary>\n"
        "It empties the tank.\n\n- first\n- second\n</details>\n\nAsk us for more.\n\n"
        "<details><summary>Empty</summary></details>\n\n## Prices\n\nNone.\n"
    )
    assert hung(document) == {
        "Pump": "",
        "Questions": "Pump",
        "Does it freeze?": "Questions",
        "No.": "Does it freeze?",
        "Below zero": "Does it freeze?",
        "Drain it.": "Below zero",
        "drain()": "Questions",
        "It empties the tank.": "drain()",
        "first": "It empties the tank.",
        "second": "It empties the tank.",
        "Ask us for more.": "Questions",
        "Empty": "Questions",
        "Prices": "Pump",
        "None.": "Prices",
    }
    kinds = {text: kind for kind, text, _ in outline(document)}
    assert kinds["Does it freeze?"] is BlockKind.QUESTION
    assert kinds["drain()"] is BlockKind.HEADING
    assert kinds["Empty"] is BlockKind.PARAGRAPH


@pytest.mark.parametrize(
    "raw",
    [
        "- item\n\n  <details><summary>In</summary>\n\n  Inside.\n\n  </details>\n\n- next\n\nLast",
        "<details><summary>In</summary>\n\n- item\n\n  Inside.\n  </details>\n\nnext\n\nLast.",
        "</details>\n\nIn\n\nitem\n\nInside.\n\nnext\n\nLast.\n",
    ],
)
def test_details_that_lie_across_lists_lose_nothing(raw: str) -> None:
    text = shown(raw)
    assert re.findall(r"In\b|item|Inside|next|Last", text) == re.findall(
        r"In\b|item|Inside|next|Last", raw
    )


def test_badges_are_not_read_and_pictures_are() -> None:
    badge = "[![Build Status](https://example.org/pump/badge.svg)](https://ci.example.org)"
    document = md(
        f"# Pump {badge}\n\n{badge}\n{badge}\n\n![The pump, opened](https://example.org/1.png)\n"
    )
    assert document.title == "Pump"
    assert document.text == "Pump\n\nThe pump, opened"
    assert shown("![Visitor badge](img/visitor-badge.png)") == "Visitor badge"
    html = '<p><img alt="CI" src="https://img.shields.io/ci"><img alt="A pump" src="p.png"></p>'
    assert shown(html) == "A pump"


@pytest.mark.parametrize(
    "text",
    [
        "".join("  " * depth + f"- level {depth}\n" for depth in range(40)),
        "".join("> " * depth + f"level {depth}\n>\n" for depth in range(1, 140)),
        "- " * 60 + "level 1\n",
        "> " * 101 + "level 1\n\nlevel 2\n",
    ],
)
def test_text_in_deep_lists_and_quotations_is_found(text: str) -> None:
    document = md(text)
    levels = re.findall(r"level \d+", text)
    assert [level for level in levels if level not in document.text] == []
    assert split(document)


NOTES = """# Setup

!!! warning "Before you start"
    Back up everything.

    - the keys

        ```sh
        tar c keys
        ```

After.

=== "Linux"
    Use apt.

=== "macOS"

    Use brew.

??? tip
    Wait.

1. First

    !!! note
        Gently.

:::tip[A word]
Use the bell.
:::

::: details More
:::: note
Inside.
::::
:::

```{note} Of old
:class: dropdown
It was red.
```

```python
!!! note
    x = 1
```

!!! note
Not indented.
"""


def test_notes_of_site_generators_are_led_by_their_titles() -> None:
    document = md(NOTES)
    parents = hung(document)
    assert parents["Back up everything."] == "Before you start"
    assert parents["the keys"] == "Back up everything."
    assert parents["tar c keys"] == "the keys"
    assert parents["After."] == "Setup"
    assert (parents["Use apt."], parents["Use brew."]) == ("Linux", "macOS")
    assert parents["Wait."] == "Setup"
    assert parents["Gently."] == "1. First"
    assert parents["Use the bell."] == "A word"
    assert parents["Inside."] == "More"
    assert parents["It was red."] == "Of old"
    assert "class" not in document.text
    assert "!!! note\n    x = 1" in document.text
    assert document.text.endswith("!!! note\nNot indented.")
    lines = NOTES.split("\n")
    for kind, text, line in outline(document):
        if kind in (P, L, C):
            assert text.split("\n")[0] in lines[(line or 0) - 1]


TABS = """{% tabs %}
{% tab title="Debian" %}
apt install vel
{% endtab %}

{% tab title="Fedora" %}
dnf install vel
{% endtab %}
{% endtabs %}

{{% alert title="Careful" %}}
It restarts.
{{% /alert %}}

{{< tab "Arch" >}}
pacman -S vel
{{< /tab >}}

<Tabs groupId="os">
<TabItem value="w" label="Windows">

winget install vel

</TabItem>
<TabItem value="m" label="macOS">
brew install vel
</TabItem>
</Tabs>

{% if vel %}
Done.
{% endif %}

<Card title="Never closed">
The end.
"""


def test_tabs_of_site_generators_are_led_by_what_they_are_called() -> None:
    document = md(f"# Install\n\n{TABS}")
    parents = hung(document)
    assert parents["apt install vel"] == "Debian"
    assert parents["dnf install vel"] == "Fedora"
    assert parents["It restarts."] == "Careful"
    assert parents["pacman -S vel"] == "Arch"
    assert parents["winget install vel"] == "Windows"
    assert parents["brew install vel"] == "macOS"
    assert parents["Done."] == "Install"
    assert "The end." in document.text
    assert not any(mark in document.text for mark in ("{%", "{{", "Tab", "[!note]"))


def test_notes_of_roam_and_notes_inside_lines() -> None:
    raw = "- {{[[TODO]]}} Pay Ada ((a-bC_d12))\n- {{[[DONE]]}} Rest\n- `((abcdef))` and {{x}}"
    assert shown(raw) == "TODO Pay Ada\nDONE Rest\n((abcdef)) and {{x}}"
    assert shown("Paid^[The rate was cut.] twice, `^[a b]` and ^[a-z]") == (
        "Paid (The rate was cut.) twice, ^[a b] and ^[a-z]"
    )


@pytest.mark.parametrize(
    "mark",
    [
        "{% tab title='x' %}\n",
        '<Card title="x">\n',
        "!!! note\n    ",
        "::: note\n",
        "- {{query x\n",
        "```{note}\n",
    ],
)
def test_many_notes_that_never_end_are_read_in_time(mark: str) -> None:
    began = time.perf_counter()
    md(mark * 20_000)
    assert time.perf_counter() - began < 20


def test_what_programs_keep_in_notes_for_themselves_is_left_out() -> None:
    raw = """[TOC]

<< [[2025-02-13]] | [[daily/2025-02-15|Saturday]] >>

- {{renderer :todomaster}}
- DONE Kiln repaired
  id:: 65cd1a2b-7f3e-4c55-9a77-2f0a8e1f1f11
  collapsed:: true
  :LOGBOOK:
  CLOCK: [2025-02-14 Fri 09:00:00]
  :END:
\t- glued with {:clay}
- #+BEGIN_QUOTE
  Slowly.
  #+END_QUOTE

```dataview
TABLE status FROM #kiln
```

{: .warning }
"""
    text = shown(raw)
    assert text == "DONE Kiln repaired\n  glued with {:clay}\nSlowly."


def test_fields_of_a_note_lead_in_to_nothing() -> None:
    raw = "type:: potter\ntags:: clay, red\nalias:: Ada, the potter\n\n- makes bowls\n- left\n"
    document = md(raw)
    assert document.blocks[0].kind is BlockKind.META
    assert [block.parent for block in document.blocks] == [-1, -1, -1]
    assert document.tags == ("clay", "red")
    assert document.aliases == ("Ada", "the potter")
    assert md("- TODO [#A] mend it #door").tags == ("door",)  # how urgent it is, is no tag
    prose = md("Thing :: bought :: price\nStove :: 2019 :: 399\n")
    assert prose.blocks[0].kind is P


def test_struck_text_stays_where_an_arrow_shows_what_came_in_its_place() -> None:
    assert shown("~~Code 128~~ → DataMatrix, since labels are small") == (
        "Code 128 → DataMatrix, since labels are small"
    )
    assert shown("- ~~smithy~~ barn\n- ~~gone~~\n- left -> right") == "barn\nleft -> right"
    assert shown("1. ~~Learn Greek~~ -> 2026") == "1. Learn Greek -> 2026"


def test_a_summary_heads_what_is_folded_below_it() -> None:
    raw = """# Prices 2025

<details>
<summary>Prices 2024</summary>

Plan | month
---|---
Team | 69

</details>

Without tax.
"""
    document = md(raw)
    assert document.headings(2) == ("Prices 2025", "Prices 2024")
    assert document.headings(3) == ("Prices 2025",)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (":warning: Never open it.", "⚠ Never open it."),
        (":rocket: Launch on Friday :tada:", "Launch on Friday"),
        ("a :tada: b and :white_check_mark:", "a b and ✅"),
        ("at 10:30:15, a:b:c, std::vector::size", "at 10:30:15, a:b:c, std::vector::size"),
        ("`:rocket:` is written so", ":rocket: is written so"),
        ("**:+1: yes**", "👍 yes"),
        ("open :memory: and :root: for tests", "open :memory: and :root: for tests"),
        ("see {ref}`:rocket:` ::note:: x", "see {ref}:rocket: ::note:: x"),
    ],
)
def test_emoji_by_their_names(written, read):
    assert markdown.load(written.encode(), "a.md").text == read


@pytest.mark.parametrize(
    "line",
    [
        "**[⬆ back to top](#table-of-contents)**",
        "[Back to Contents](#contents)",
        '<p align="right">(<a href="#readme-top">back to top</a>)</p>',
    ],
)
def test_what_only_leads_back_to_the_top_is_left_out(line: str) -> None:
    text = shown(f"# Barn\n\n## Oil\n\nOil it.\n\n{line}\n\n## Paint\n\nThe [top](#t) first.")
    assert text == "Barn\n\nOil\n\nOil it.\n\nPaint\n\nThe top first."


def test_a_link_to_another_place_of_the_page_stays() -> None:
    assert shown("# Barn\n\n[Oil](#oil)\n\n- [Top](#top)\n") == "Barn\n\nOil\n\nTop"
