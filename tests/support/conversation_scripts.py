"""Conversations of twenty turns and more: on the seeds, a notes vault, and files of many kinds.

The first two were written before the code, the third before it was looked at.
"""

from __future__ import annotations

SAME = "as typed"

# Each line with what it must be taken for (SAME: nothing else; a tuple: words that must and, behind
# "not", must not be in it), or the intent of its reply, and with words that must be shown first.
VAULT = [
    ("hi", "greeting", ""),
    ("What is Larkspur?", SAME, "booking system"),
    ("Who started it?", "Who started Larkspur?", "Nadia Ferro"),
    ("when?", "when did Nadia Ferro start Larkspur?", "March 2021"),
    ("And Tamarisk?", ("when did", "Tamarisk", "not", "Larkspur"), "June 2022"),
    ("Who started Tamarisk?", SAME, "Omar Lindt"),
    ("Where does he live?", "Where does Omar Lindt live?", "Bergen"),
    ("Where does Nadia Ferro live?", SAME, "Trieste"),
    ("tell me more", ("Nadia Ferro",), "plays the cello"),
    ("who says so?", ("Nadia Ferro",), "plays the cello"),
    ("what did she do before?", "what did Nadia Ferro do before?", "cartographer"),
    ("thanks", "thanks", ""),
    ("How often are the tomatoes watered?", SAME, "every two days"),
    ("and the beans?", "How often are the beans watered?", ""),
    ("Back to Larkspur: when do its backups run?", ("Larkspur's backups",), "02:30"),
    ("how long are they kept?", ("Larkspur's backups", "kept"), ""),
    ("are you sure?", ("Larkspur's backups",), ""),
    ("show me the whole passage", ("Larkspur's backups",), "ninety days"),
    ("in which document?", ("Larkspur's backups",), ""),
    ("summarise Larkspur", SAME, "booking system of the community hall"),
    ("How much did the repair of the roof cost?", SAME, "51,500 euros"),
    ("shorter", ("repair of the roof",), "51,500 euros"),
    ("bye", "farewell", ""),
]
SEEDS = [
    ("hello", "greeting", ""),
    ("Why was Turkey removed from the F-35 program?", SAME, "removed Turkey from its F-35"),
    ("When did the S-400 batteries begin arriving in Turkey?", SAME, "July"),
    ("have they been switched on?", ("S-400 batteries",), "not yet been switched on"),
    ("are you sure?", ("S-400 batteries",), "not yet been switched on"),
    ("who says so?", ("S-400 batteries",), "not yet been switched on"),
    ("tell me more", ("S-400 batteries",), ""),
    ("ok, thanks", "thanks", ""),
    ("What did Mattis say about a rigid process?", SAME, "box itself"),
    ("Why?", ("Why did Mattis say",), ""),
    ("what did he tell reporters?", "what did Mattis tell reporters?", ""),
    ("in which document?", ("Mattis",), ""),
    ("What does the United States say about the S-400?", SAME, "not compatible"),
    ("is it compatible with NATO defenses?", ("S-400", "NATO defenses"), "not compatible"),
    ("and with the F-35?", ("S-400", "F-35", "not", "NATO"), ""),
    ("shorter please", ("S-400",), ""),
    ("Which countries could face penalties for buying Russian weapons?", SAME, "India"),
    ("what else?", ("penalties",), ""),
    ("back to the batteries", ("batteries",), "switched on"),
    ("summarise it", SAME, "Turkey"),
    ("what can I ask?", "examples", ""),
    ("bye", "farewell", ""),
]
REFUSED = "refused"  # in the place of words that must be shown first
MIXED = [
    ("guten Tag", "greeting", ""),
    ("why was the footbridge closed?", SAME, "rusted cables"),
    ("when was it published?", ("footbridge closed",), "rusted cables"),
    ("by whom?", ("footbridge closed",), "rusted cables"),
    ("who is the librarian at Northgate?", SAME, "Ruth Hansel"),
    ("and Marina?", "who is the librarian at Marina?", "Aisha Karim"),
    ("how many books do they have there?", ("at Marina",), "17200"),
    ("how many visitors did the museum have in 2018?", SAME, "31,400"),
    ("and the year after?", "how many visitors did the museum have in 2019?", "36,900"),
    ("what was repaired that year?", "what was repaired in 2019?", "east wing"),
    ("which file is that in?", ("2019",), "east wing"),
    ("who is the prime minister of Norway?", SAME, REFUSED),
    ("and of Sweden?", "who is the prime minister of Sweden?", REFUSED),
    ("are you suer?", "sure", ""),
    ("what will happen to the Albatross?", SAME, "scrapped"),
    ("how many passengers does it carry?", ("the Albatross carry",), "90 passengers"),
    ("tell me mroe", "more", ""),
    ("when is the regatta?", SAME, "18 June"),
    ("how much does it cost?", "how much does the regatta cost?", "45 euros"),
    ("who sent that?", ("regatta",), "45 euros"),
    ("and when?", ("regatta",), "45 euros"),
    ("sumarise it", SAME, "regatta"),
    ("gracias", "thanks", ""),
]


def check_shown(line: str, answered: bool, text: str, first: str) -> None:
    """Whether the best evidence has the words that it must, or whether it is a refusal."""
    if first == REFUSED:
        assert not answered, line
    elif first:
        assert answered, line
        assert first in " ".join(text.split()), line


def check_interpretation(line: str, found: str | None, wanted: object) -> None:
    if wanted == SAME:
        assert found is None, line
    elif isinstance(wanted, str):
        assert found == wanted, line
    else:
        assert isinstance(wanted, tuple)
        assert found is not None, line
        has, _, hasnt = " ".join(f"\0{each}" for each in wanted).partition("\0not")
        assert all(part.strip() in found for part in has.split("\0")), (line, found)
        assert not any(part.strip() in found for part in hasnt.split("\0") if part.strip()), found
