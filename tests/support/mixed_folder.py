"""A folder of web pages, tables, mail and archives, made up, to hold a conversation about."""

from __future__ import annotations

import mailbox
import zipfile
from email.message import EmailMessage
from pathlib import Path

PAGE = """<!doctype html><html><head><title>{title}</title><meta name="author" content="{author}">
<meta property="article:published_time" content="{date}T09:00:00Z"></head>
<body><article><h1>{title}</h1>
{text}
</article></body></html>
"""
PAGES = {
    "closed.html": PAGE.format(
        title="Saltmarsh footbridge closed",
        author="Carla Reyes",
        date="2019-12-03",
        text="""<p>The footbridge at Saltmarsh was closed on Tuesday because of rusted cables.</p>
<p>Walkers are sent over the railway bridge, two kilometres upstream.</p>""",
    ),
    "reopened.html": PAGE.format(
        title="Footbridge at Saltmarsh reopens",
        author="Pavel Novak",
        date="2021-06-18",
        text="""<p>The footbridge at Saltmarsh was reopened on Friday. The work cost 2.3 million
euros.</p>
<p>The mayor, Olga Petrenko, promised a path for bicycles by 2024.</p>""",
    ),
}
LIBRARIES = """library,district,opened,books,librarian
Northgate,Old Town,1932,41000,Ruth Hansel
Lindenhof,Westend,1978,28500,Pavel Novak
Marina,Harbour,2014,17200,Aisha Karim
"""
FERRY = """From: Jonas Weller <jonas@ferries.example>
To: Council <council@saltmarsh.example>
Subject: Winter timetable of the ferry
Date: Mon, 04 Oct 2021 10:12:00 +0200
Content-Type: text/plain; charset=utf-8

Dear council,

from 1 November the ferry to Gull Island will leave every ninety minutes. The last boat leaves
the island at 19:40.

The old ferry Albatross will be scrapped in spring. It carries 90 passengers.
"""
REPORTS = {
    "2018/museum.txt": """Museum report 2018

The museum of the harbour had 31,400 visitors in 2018.
The roof of the east wing leaks since October.
""",
    "2019/museum.txt": """Museum report 2019

The museum of the harbour had 36,900 visitors in 2019.
The roof of the east wing was repaired in May.
""",
}
MAIL = (
    ("Eva Lund", "Regatta", "The regatta takes place on 18 June.\nEach boat pays 45 euros.\n"),
    ("Piet Maas", "Key", "The key of the boathouse is now with Frida Olsen.\n"),
)


def make(folder: Path) -> None:
    """Write the files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**PAGES, "libraries.csv": LIBRARIES, "ferry.eml": FERRY}.items():
        (folder / name).write_text(text, "utf-8")
    pack(folder, REPORTS)
    deliver(folder, MAIL)


def pack(folder: Path, reports: dict[str, str]) -> None:
    """Write the archive of reports, in the place of one that is there."""
    with zipfile.ZipFile(folder / "reports.zip", "w") as archive:
        for name, text in reports.items():
            archive.writestr(name, text)


def deliver(folder: Path, messages: tuple[tuple[str, str, str], ...]) -> None:
    """Write the mailbox: (sender, subject, text) each, in the place of one that is there."""
    (folder / "club.mbox").unlink(missing_ok=True)
    box = mailbox.mbox(folder / "club.mbox")
    for number, (sender, subject, text) in enumerate(messages):
        message = EmailMessage()
        message["From"] = f"{sender} <{number}@row.example>"
        message["Subject"] = subject
        message["Date"] = f"Sat, {12 + number} Mar 2022 09:00:00 +0100"
        message.set_content(text)
        box.add(message)
    box.close()
