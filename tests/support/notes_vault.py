"""A small vault of notes, made up, to hold a conversation about."""

from __future__ import annotations

from pathlib import Path

NOTES = {
    "projects/Larkspur.md": """# Larkspur

Larkspur is the booking system of the community hall. Nadia Ferro started Larkspur in March 2021.
It is written in Go and stores its data in SQLite.

## Backups

The backups of Larkspur run every night at 02:30. They are kept for ninety days in the cellar of
the town hall. A copy of every Sunday is kept for two years.

## Prices

A booking in Larkspur costs 12 euros. Members of the hall pay 7 euros.
""",
    "projects/Tamarisk.md": """# Tamarisk

Tamarisk is the newsletter tool of the community hall. Omar Lindt started Tamarisk in June 2022.
It is written in Python and stores its data in PostgreSQL.

## Backups

The backups of Tamarisk run every Sunday at 04:00. They are kept for thirty days.
""",
    "people/Nadia Ferro.md": """# Nadia Ferro

Nadia Ferro lives in Trieste. She joined the hall's team in 2019. Before that she worked as a
cartographer for the port authority. Her office is on the second floor.

She plays the cello and organises the summer concert.
""",
    "people/Omar Lindt.md": """# Omar Lindt

Omar Lindt lives in Bergen with his two dogs. He joined the hall's team in 2020 after five years
at a printing house. He writes the monthly newsletter.
""",
    "garden.md": """# Garden

The tomatoes are watered every two days. The beans are watered once a week. The pumpkins are
watered every morning in July.

The greenhouse was built in 2015 by volunteers.
""",
    "minutes/2024-05-02.md": """---
date: 2024-05-02
---
# Minutes of 2 May 2024

The roof of the hall will be repaired in August. The repair costs 48,000 euros. The town pays half
of it. Nadia Ferro will ask three firms for offers.
""",
    "minutes/2024-09-12.md": """---
date: 2024-09-12
---
# Minutes of 12 September 2024

The repair of the roof was finished on 6 September. The repair of the roof cost 51,500 euros in
the end. The hall reopens on 1 October.
""",
}


def make(folder: Path) -> None:
    """Write the notes below `folder`."""
    for name, text in NOTES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
