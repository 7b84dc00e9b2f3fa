"""Folders of articles, made from a seed, and what people do to them."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from pathlib import Path

# fmt: off
_NAMES = ["Aldo", "Brennan", "Castell", "Duarte", "Ekwueme", "Farouk", "Grigor", "Hanso", "Ilves",
          "Jansen", "Kovac", "Lindqvist", "Moreau", "Novak", "Okafor", "Petrov", "Quiroga"]
_ROLES = ["foreign minister", "harbour master", "opposition leader", "trade envoy", "judge",
          "spokesman", "general", "mayor", "union secretary", "chief economist"]
_PLACES = ["Aventa", "Brixholm", "Cordoval", "Dresnia", "Elmstead", "Fjordby", "Galvan", "Hartwell",
           "Istrana", "Jorvik", "Kestrel Bay", "Lomond"]
_VERBS = ["delivered", "inspected", "bought", "rejected", "repaired", "counted", "promised",
          "withdrew", "blocked", "shipped", "audited", "auctioned"]
_THINGS = ["radios", "missiles", "ballots", "ferries", "generators", "licences", "tractors",
           "satellites", "subsidies", "bridges", "vaccines", "turbines", "archives"]
_WHYS = ["after a storm closed the canal", "because the treaty had lapsed", "despite the strike",
         "to calm the markets", "while parliament was in recess", "under a new budget rule",
         "before the census began", "as prices rose for a third year"]
_MONTHS = ["January", "March", "April", "June", "July", "September", "October", "December"]
# fmt: on

QUESTIONS = (
    "Who bought radios in Cordoval?",
    "why were the ferries withdrawn after the storm",
    "What did the harbour master of Jorvik promise in July?",
    "turbines satellites S-400",
    "when did the trade envoy inspect the bridges",
    "How many vaccines were delivered to Kestrel Bay?",
)


def sentence(draw: random.Random) -> str:
    """One sentence of news."""
    return (
        f"{draw.choice(_NAMES)}, the {draw.choice(_ROLES)} of {draw.choice(_PLACES)}, "
        f"{draw.choice(_VERBS)} {draw.randint(2, 9_999):,} {draw.choice(_THINGS)} on "
        f"{draw.randint(1, 28)} {draw.choice(_MONTHS)} {draw.choice(_WHYS)}."
    )


def article(draw: random.Random, sentences: int | None = None) -> str:
    """A headline and some paragraphs: two to four passages."""
    count = sentences or draw.randint(8, 18)
    title = f"{draw.choice(_PLACES)} {draw.choice(_VERBS)} {draw.choice(_THINGS)}"
    lines = [sentence(draw) for _ in range(count)]
    paragraphs = [" ".join(lines[i : i + 4]) for i in range(0, count, 4)]
    return f"{title} {draw.randint(100, 999)}\n\n" + "\n\n".join(paragraphs) + "\n"


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did that a half-finished update must not lose."""

    moved: tuple[tuple[str, str], ...]  # from, to
    swapped: tuple[str, str]  # each has what the other had


def make(folder: Path, seed: int, documents: int = 24) -> None:
    """Fill a folder with articles."""
    draw = random.Random(seed)
    for n in range(documents):
        path = folder / f"{'abcd'[n % 4]}" / f"{n:03}.{'md' if n % 5 == 0 else 'txt'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(draw), "utf-8")


def texts(folder: Path) -> dict[str, str]:
    """Every file below a folder: its path and what it holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def edit(folder: Path, seed: int) -> Edited:
    """Do to a folder of articles what people do: write, change, move, copy, delete."""
    draw = random.Random(f"edit {seed}")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    draw.shuffle(files)
    some = iter(files)
    for n in range(4):
        (folder / "new").mkdir(exist_ok=True)
        (folder / "new" / f"{n}.txt").write_text(article(draw), "utf-8")
    for _ in range(3):  # a sentence more at the end: the passages before it stay
        with next(some).open("a", encoding="utf-8") as file:
            file.write(f"\n{sentence(draw)} {sentence(draw)}\n")
    next(some).write_text(article(draw), "utf-8")  # nothing stays
    longest = next(some)
    longest.write_text(longest.read_text("utf-8").replace("the ", "den ", 1), "utf-8")
    moved = []
    for _ in range(3):
        path = next(some)
        place = folder / "moved" / path.name
        place.parent.mkdir(exist_ok=True)
        os.rename(path, place)
        moved.append((path.relative_to(folder).as_posix(), place.relative_to(folder).as_posix()))
    (folder / "new" / "copy.txt").write_bytes(next(some).read_bytes())
    for _ in range(3):
        next(some).unlink()
    one, other = next(some), next(some)  # each has the other's bytes now
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    swapped = one.relative_to(folder).as_posix(), other.relative_to(folder).as_posix()
    return Edited(tuple(moved), swapped)
