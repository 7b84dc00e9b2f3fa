"""Tables, records, subtitles, notebooks and source code: exact texts, blocks and places."""

import json

import pytest

from qa.datatypes import BlockKind, Document
from qa.datatypes.places import named
from qa.documents.loaders import load_bytes
from qa.documents.loaders.data import delimited, json_data, notebook, source_code, subtitles
from qa.errors import DocumentError

P, H, L, T = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TABLE
C, Q = BlockKind.CODE, BlockKind.QUESTION


def shown(document: Document) -> list[tuple[BlockKind, str, int | None, str]]:
    """Kind, text, line and place of every block."""
    return [
        (
            block.kind,
            document.text[block.start : block.end],
            document.line(block.start),
            named(document.place_at(block.start)),
        )
        for block in document.blocks
    ]


# --- CSV and TSV


@pytest.mark.parametrize(
    ("days", "shown_days"),
    [
        (["03/04/2024", "25/04/2024"], ["2024-04-03", "2024-04-25"]),
        (["03/04/2024", "04/25/2024"], ["2024-03-04", "2024-04-25"]),
        (["3-4-2024 10:15", "", "25-4-2024 9:00"], ["2024-04-03 10:15", "", "2024-04-25 9:00"]),
        (["03/04/2024", "05/04/2024"], ["03/04/2024", "05/04/2024"]),  # nobody knows
        (["25/04/2024", "04/25/2024"], ["25/04/2024", "04/25/2024"]),  # both
        (["25/04/2024", "soon"], ["25/04/2024", "soon"]),
        (["31/02/2024", "25/04/2024"], ["31/02/2024", "2024-04-25"]),
        (["25/04/24", "03/04/24"], ["25/04/24", "03/04/24"]),
    ],
)
def test_days_in_figures_are_read_by_the_other_rows_of_their_column(days, shown_days):
    table = "name,paid\n" + "".join(f"Ada,{day}\n" for day in days)
    found = delimited.load(table.encode(), "a.csv")
    rows = [f"name: Ada · paid: {day}".removesuffix(" · paid: ") for day in shown_days]
    assert found.text.split("\n") == rows


def test_rows_carry_the_names_of_their_columns():
    found = delimited.load(
        b"plan,monthly_price,seats\nPlus,$10,5\nTeam,,20\n", "2024-05-02-plans.csv"
    )
    assert shown(found) == [
        (T, "plan: Plus · monthly price: $10 · seats: 5", 2, "row 2"),
        (T, "plan: Team · seats: 20", 3, "row 3"),
    ]
    assert (found.title, str(found.published)) == ("plans", "2024-05-02")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(mark):
    text = f"name{mark}note\nAda{mark}early, and loud\nTom{mark}late\nInes{mark}never\n"
    if mark == ",":
        text = text.replace("early, and loud", '"early, and loud"')
    found = delimited.load(text.encode(), "a.csv")
    assert shown(found)[0] == (T, "name: Ada · note: early, and loud", 2, "row 2")


def test_quoted_line_ends_keep_the_lines_right():
    found = delimited.load(b'name,note\nAda,"one\ntwo ""quoted"""\nTom,late\n', "a.csv")
    assert shown(found) == [
        (T, 'name: Ada · note: one two "quoted"', 2, "row 2"),
        (T, "name: Tom · note: late", 4, "row 3"),
    ]


def test_what_stands_above_the_header_is_text():
    found = delimited.load(
        b"Report of the mill,,\n,,\nday,sacks,price\n9 May,12,3.50\n2 June,8,3.60\n", "a.csv"
    )
    assert shown(found) == [
        (P, "Report of the mill", 1, "row 1"),
        (T, "day: 9 May · sacks: 12 · price: 3.50", 4, "row 4"),
        (T, "day: 2 June · sacks: 8 · price: 3.60", 5, "row 5"),
    ]


def test_columns_may_have_the_same_name():
    found = delimited.load(
        b"Key,Owner,Comment,Comment\nG-1,Ann,Oil it.,Did so.\nG-2,Bo,,\n", "issues.csv"
    )
    assert [text for _, text, _, _ in shown(found)] == [
        "Key: G-1 · Owner: Ann · Comment: Oil it. · Comment: Did so.",
        "Key: G-2 · Owner: Bo",
    ]
    found = delimited.load(b"Leeds,Leeds,York\nBath,Leeds,York\nYork,Bath,Bath\n", "legs.csv")
    assert shown(found)[0][1] == "Leeds · Leeds · York"


def test_a_table_of_values_alone_has_no_header():
    found = delimited.load(b"Ada,40,2020-05-01\nTom,50,2021-06-02\n", "a.csv")
    assert shown(found)[0] == (T, "Ada · 40 · 2020-05-01", 1, "row 1")


def test_a_long_cell_is_a_text_of_its_own():
    story = "The mill burned in the night. " * 12
    table = f'title,author,body\nThe mill,Ada,"{story}\n\nNobody was hurt."\nThe roof,Tom,Short.\n'
    assert shown(delimited.load(table.encode(), "a.csv")) == [
        (H, "The mill", 2, "row 2"),
        (T, "author: Ada", 2, "row 2"),
        (P, story.strip(), 2, "row 2"),
        (P, "Nobody was hurt.", 2, "row 2"),
        (T, "title: The roof · author: Tom · body: Short.", 5, "row 3"),
    ]


def test_questions_and_answers_in_columns():
    found = delimited.load(b"id,question,answer\n1,Who pays?,The office pays.\n", "faq.csv")
    assert [(kind, text) for kind, text, _, _ in shown(found)] == [
        (Q, "Who pays?"), (P, "The office pays."), (T, "id: 1"),
    ]  # fmt: skip
    assert [block.parent for block in found.blocks] == [-1, 0, 0]


def test_of_a_very_wide_row_the_beginning_is_read_and_the_rest_reported():
    wide = ",".join(f"c{n}" for n in range(1, 1502)) + "\n" + ",".join("7" for _ in range(1501))
    found = load_bytes(f"{wide}\n".encode(), "a.csv", ".csv")
    (document,) = found.documents
    assert "c1000" in document.text
    assert "c1001" not in document.text
    assert [(each.source, each.reason) for each in found.skipped] == [
        ("a.csv/cells-left-out", "Not read: a row has 1,501 cells, and 1,000 of one are read.")
    ]


def test_prose_is_no_table():
    text = "The market opens, as ever, in the morning.\nThe weather is fine.\n"
    assert shown(delimited.load(text.encode(), "a.csv"))[0][1].startswith("The market opens, as")


def test_a_hostile_table_ends():
    quotes = b'a,b\n"' + b'x,"' * 200_000
    assert load_bytes(quotes, "a.csv", ".csv").documents[0].text
    assert delimited.load(b"," * 500_000 + b"x", "a.csv").text.endswith("x")


def test_excel_names_its_delimiter():
    found = delimited.load(b"sep=;\nname;fee\nAda;40\n", "a.csv")
    assert shown(found) == [(T, "name: Ada · fee: 40", 3, "row 3")]


# --- JSON


def test_a_list_of_objects_is_a_table():
    data = b'[\n {"name": "Ada", "fee": 1.50, "address": {"town": "Nord", "lines": ["a", "b"]}},\n'
    data += b' {"name": "Tom", "paid": true, "fee": null}\n]'
    assert shown(json_data.load(data, "people.json")) == [
        (T, "name: Ada · fee: 1.50 · address › town: Nord · address › lines: a, b", 2, "row 1"),
        (T, "name: Tom · paid: true", 3, "row 2"),
    ]


def test_json_lines():
    found = json_data.load(b'{"a_b": 1}\n\n{"a_b": 2, "c": [{"d": 3}, {"d": 4}]}\n', "x.jsonl")
    assert shown(found) == [
        (T, "a b: 1", 1, "row 1"),
        (T, "a b: 2 · c › 1 › d: 3 · c › 2 › d: 4", 3, "row 2"),
    ]


def test_an_object_is_an_outline():
    data = json.dumps(
        {
            "title": "The mill",
            "opened": 1902,
            "keepers": [{"name": "Ada"}, {"name": "Tom"}],
            "rules": ["No smoking.", "No dogs."],
            "roof": {"colour": "red", "age": 9},
        },
        indent=1,
    )
    found = json_data.load(data.encode(), "x.json")
    assert found.title == "The mill"
    assert [(kind, text, line) for kind, text, line, _ in shown(found)] == [
        (P, "title: The mill", 2),
        (P, "opened: 1902", 3),
        (H, "keepers", 4),
        (T, "name: Ada", 5),
        (T, "name: Tom", 8),
        (P, "rules: No smoking., No dogs.", 12),
        (H, "roof", 16),
        (T, "colour: red · age: 9", 17),
    ]
    assert found.headings(4) == ("keepers",)
    assert not found.places


def test_measurements_are_no_text():
    data = {"town": "Nord", "shape": list(range(100)), "line": [[1.5, 2]] * 100}
    assert shown(json_data.load(json.dumps([data]).encode(), "x.json"))[0][1] == "town: Nord"


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"{'a': 1}", "Not valid JSON"), (b'{"a": 1}\nb', "in line 2"), (b"[]", "holds no text")],
)
def test_what_is_no_json_says_why(data, why):
    with pytest.raises(DocumentError, match=why):
        json_data.load(data, "x.json")


# --- subtitles

SRT = """1
00:00:58,500 --> 00:01:01,000
The mill was <i>built</i> in

2
00:01:01,000 --> 00:01:03,000
1902. It burned twice.

3
00:12:31,250 --> 00:12:33,000
JANE DOE: Nobody was hurt.

4
00:12:33,100 --> 00:12:35,000
[Applause]
"""


def test_cues_are_joined_to_sentences():
    found = subtitles.load(SRT.encode(), "mill.srt")
    assert shown(found) == [
        (P, "The mill was built in 1902. It burned twice.", 3, "at 0:58"),
        (P, "JANE DOE: Nobody was hurt.", 11, "at 12:31"),
    ]
    burned = found.text.index("It burned")
    assert named(found.place_at(burned)) == "at 1:01"
    assert found.line(burned) == 7


def test_webvtt():
    text = (
        "WEBVTT - Talk\n\nNOTE nothing\nof this 00:01\n\nSTYLE\n::cue { color: red }\n\n"
        "intro\n00:03.900 --> 00:09.330 align:start\n"
        "<v Ada Brill>Half &amp; half</v>\n<c.loud>rules.</c>\n\n"
        "01:00:10.000 --> 01:00:12.000\n<v Tom>Not <00:00:11.000>here.\n"
    )
    assert shown(subtitles.load(text.encode(), "a.vtt")) == [
        (P, "Ada Brill: Half & half rules.", 11, "at 0:03"),
        (P, "Tom: Not here.", 15, "at 1:00:10"),
    ]


def test_rolling_captions_are_said_once():
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n \nso the mill\n\n"
        "00:02.000 --> 00:02.010\nso the mill\n \n\n"
        "00:02.010 --> 00:04.000\nso the mill\nburned down\n\n"
        "00:04.000 --> 00:05.000\nburned down\nin the night.\n"
    )
    assert subtitles.load(text.encode(), "a.vtt").text == "so the mill burned down in the night."


def test_dialogue_is_cut_by_speaker():
    text = "1\n00:00:01,000 --> 00:00:02,000\n- Who pays?\n\n"
    text += "2\n00:00:02,000 --> 00:00:03,000\n- We do.\n"
    assert [text for _, text, _, _ in shown(subtitles.load(text.encode(), "a.srt"))] == [
        "Who pays?", "We do.",
    ]  # fmt: skip


def test_a_file_without_cues_says_so():
    with pytest.raises(DocumentError, match="no subtitles"):
        subtitles.load(b"WEBVTT\n\nNOTE nothing\n", "a.vtt")


# --- notebooks


def test_a_notebook_is_cited_by_its_cells():
    cells = [
        {"cell_type": "markdown", "source": ["# The mill\n", "\n", "It burned twice."]},
        {"cell_type": "code", "source": "", "outputs": []},
        {
            "cell_type": "code",
            "source": "print(accuracy)",
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": ["accuracy 0.93\n"]},
                {"output_type": "display_data", "data": {"text/plain": "<Figure size 1>"}},
            ],
        },
        {"cell_type": "markdown", "source": "## Results\nThe roof held."},
    ]
    data = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()
    found = notebook.load(data, "mill.ipynb")
    assert found.title == "The mill"
    assert [(kind, text, place) for kind, text, _, place in shown(found)] == [
        (H, "The mill", "cell 1"),
        (P, "It burned twice.", "cell 1"),
        (C, "print(accuracy)", "cell 3"),
        (C, "accuracy 0.93", "cell 3"),
        (H, "Results", "cell 4"),
        (P, "The roof held.", "cell 4"),
    ]
    assert found.headings(5) == ("The mill", "Results")


@pytest.mark.parametrize("data", [b"[]", b"{}", b"{", b'{"cells": 4}'])
def test_what_is_no_notebook_says_so(data):
    with pytest.raises(DocumentError, match="Not a Jupyter notebook"):
        notebook.load(data, "a.ipynb")


# --- source code


def test_python_docstrings_and_comments_are_text():
    code = (
        '#!/usr/bin/env python\n"""Grinds corn.\n\nSlowly.\n"""\n\nimport mill\n\n\n'
        'def grind(sacks):\n    """Grind the sacks."""\n    # Twice, to be sure.\n'
        '    return mill.run(sacks, """not text""")\n'
    )
    found = source_code.load(code.encode(), "grind.py")
    assert [(kind, text, line) for kind, text, line, _ in shown(found)] == [
        (C, "#!/usr/bin/env python", 1),
        (P, "Grinds corn.", 2),
        (P, "Slowly.", 4),
        (C, "import mill", 7),
        (C, "def grind(sacks):", 10),
        (P, "Grind the sacks.", 11),
        (P, "Twice, to be sure.", 12),
        (C, 'return mill.run(sacks, """not text""")', 13),
    ]
    assert found.title == "grind.py"
    assert [block.parent for block in found.blocks[-3:]] == [4, -1, 6]


@pytest.mark.parametrize(
    ("name", "code", "blocks"),
    [
        (
            "a.js",
            "/**\n * Opens it.\n * @param key\n */\nfunction open() {\n\n  // Twice.\n  go();\n}",
            [
                (P, "Opens it.\n@param key"),
                (C, "function open() {"),
                (P, "Twice."),
                (C, "go();\n}"),
            ],
        ),
        (
            "a.sql",
            "-- All keepers\nSELECT name\nFROM keeper;\n",
            [(P, "All keepers"), (C, "SELECT name\nFROM keeper;")],
        ),
        (
            "a.ini",
            "; the port\n[web]\nport = 8080\n",
            [(P, "the port"), (H, "[web]"), (C, "port = 8080")],
        ),
        ("a.h", "#include <mill.h>\n/* no end", [(C, "#include <mill.h>\n/* no end")]),
        ("a.rs", "//! Grinds.\n\n#[test]\nfn a() {}", [(P, "Grinds."), (C, "#[test]\nfn a() {}")]),
    ],
)  # fmt: skip
def test_comments_of_other_languages(name, code, blocks):
    assert [
        (kind, text) for kind, text, _, _ in shown(source_code.load(code.encode(), name))
    ] == blocks


def test_minified_code_is_skipped():
    with pytest.raises(DocumentError, match="Not written by people"):
        source_code.load(b"var a=1;" * 1_000, "a.js")


def test_sections_of_configuration_head_what_is_set_in_them():
    text = (
        "# The mill.\nport = 1\n[bell]\n# See https://mill.example/ #\n\n"
        "list = [\n  [1],\n]\n# Both.\n[[stones]]\nwidth = 2\n"
    )
    made = source_code.load(text.encode(), "mill.toml")
    found = [(b.kind, made.text[b.start : b.end], b.parent) for b in made.blocks]
    assert found == [
        (BlockKind.PARAGRAPH, "The mill.", -1),
        (BlockKind.CODE, "port = 1", 0),
        (BlockKind.HEADING, "[bell]", -1),
        (BlockKind.PARAGRAPH, "See https://mill.example/", 2),
        (BlockKind.CODE, "list = [\n  [1],\n]", 2),
        (BlockKind.PARAGRAPH, "Both.", -1),
        (BlockKind.HEADING, "[[stones]]", -1),
        (BlockKind.CODE, "width = 2", 6),
    ]
    assert made.title == "mill.toml"
    assert BlockKind.HEADING not in [b.kind for b in source_code.load(b"[bell]\n", "a.py").blocks]


def test_long_yaml_is_parted_at_its_keys():
    operation = "\n".join(f"      line{n}: {n}" for n in range(10))
    paths = "\n".join(f"  /{name}:\n    get:\n{operation}" for name in ("gates", "keys", "boats"))
    text = f"openapi: 3.0.3\ninfo:\n  title: Yard\npaths:\n{paths}\nservers:\n  - url: /\n"
    made = source_code.load(text.encode(), "api.yaml")
    found = shown(made)
    assert [(kind, text.split("\n")[0], line) for kind, text, line, _ in found] == [
        (C, "openapi: 3.0.3", 1),
        (H, "paths", 4),
        (C, "/gates:", 5),
        (C, "/keys:", 17),
        (C, "/boats:", 29),
        (C, "servers:", 41),
    ]
    assert [block.parent for block in made.blocks] == [-1, -1, 1, 1, 1, -1]
    short = shown(source_code.load(b"a: 1\nb:\n  c: 2\n", "a.yaml"))
    assert [text for _, text, _, _ in short] == ["a: 1\nb:\n  c: 2"]


def test_objects_of_an_interface_say_what_people_read():
    user = {"login": "ann", "id": 7, "avatar_url": "https://a.example/7", "site": "Leeds"}
    labels = [{"id": 1, "name": "bug", "color": "d73a4a"}, {"id": 2, "name": "iron", "color": "0"}]
    rows = [{"number": 1, "user": user, "labels": labels, "shop": {"id": 4, "name": "Mill"}}]
    (_, text, _, _), *_ = shown(json_data.load(json.dumps(rows).encode(), "a.json"))
    assert text == (
        "number: 1 · user › login: ann · user › site: Leeds · labels: bug, iron"
        " · shop › id: 4 · shop › name: Mill"
    )


ANKI = (
    "#separator:tab\n#html:true\n#deck:Hens\n#tags column:4\n#guid column:1\n"
    "x1\tWhat is a <b>pullet</b>?\tA hen<br>under a year; weighs &lt; 2 kg\tbirds\n"
    'x2\tBrooding\t"{{c1::Sitting::what?}} on eggs"\t\n'
)


def test_flash_cards_are_questions_with_answers() -> None:
    made = load_bytes(ANKI.encode(), "cards.txt", ".txt").documents[0]
    assert made.title == "Hens"
    assert made.text == (
        "What is a pullet?\n\nA hen under a year; weighs < 2 kg\n\nTags: birds\n\n"
        "Brooding\n\nSitting on eggs"
    )
    assert made.line(made.text.index("Brooding")) == 7
    front = load_bytes(b"Front,Back\nhen,a bird\ninn,a house\n", "a.csv", ".csv").documents[0]
    for document in (made, front):
        answers = [b for b in document.blocks if b.kind is BlockKind.PARAGRAPH]
        assert {document.blocks[b.parent].kind for b in answers} == {BlockKind.QUESTION}
    (odd,) = load_bytes(b'#separator:"\na\tb\n', "a.txt", ".txt").documents
    assert odd.text == "a\n\nb"
