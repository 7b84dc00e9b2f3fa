"""Sources of manual pages: macros of man(7) and mdoc(7) as `man` shows them."""

from __future__ import annotations

from datetime import date

import pytest

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import load_bytes
from qa.documents.loaders.plain_files import is_text
from qa.documents.loaders.roff import seen

H, P, L, C = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CODE

MAN = r"""'\" t
.\" The mill is free.
.ie \n(.g .ds Aq \(aq
.el       .ds Aq '
.TH "MILL" "8" "2026\-03\-01" "mill 2.1" "Miller's Manual"
.de Xx
.B not shown
..
.SH NAME
mill, millctl \- grinds grain
.SH OPTIONS
Give
.B mill
one of
.BR grain (5):
.TP
.BR \-c ", " \-\-coarse =\fIWIDTH\fR
Sets the stones apart.
.if t .sp 1v
They never touch.
.IP
The second paragraph of it.
.TP 5
\fBBell Yes\fR
.TP 5
\fBBell No\fR
Rings the bell.
.PP
\fB-q\fP, \fB--quiet\fP=false
	say nothing
.SS Steps
.IP 1. 4
Fill the hopper.
.IP \(bu 2
Open the sluice\(emslowly.
.TP
Alone
.IP \(bu 2
A bullet.
.Vb 1
\&  mill
.Ve
.PP
\fBdress\fR
.RS 4
Dresses the stones:
.sp
.nf
mill dress \e
  --left
.fi
.RE
.TS
tab(|);
lb l.
Sign|Meaning
_
75|T{
Another mill holds
the lock.
T}
.TE
"""
MDOC = r"""
.Dd $Mdocdate: March 1 2026 $
.Dt MILL 1
.Os
.Sh NAME
.Nm mill
.Nd grinds grain
.Sh SYNOPSIS
.Nm
.Op Fl nv
.Op Fl c Ar width , Fl -dry
.Ar
.Sh DESCRIPTION
.Nm
reads
.Pa /etc/mill.conf ,
see
.Xr sieve 1 .
.Bl -tag -width Ds
.It Fl n
Does
.Em not
grind
.Pq see Dq Fl v .
.Pp
Nor does it sieve.
.It Xo Ic set
.Ar stone
.Xc
Sets a stone:
.Bl -enum
.It
Lift it.
.It
Turn it.
.El
.El
.Bd -literal -offset indent
$ mill -n
.Ed
.Ex -std
"""


def read(text: str, source: str) -> tuple[Document, list[tuple[BlockKind, str]]]:
    document = load_bytes(text.encode(), source, ".txt").documents[0]
    return document, [(b.kind, document.text[b.start : b.end]) for b in document.blocks]


def test_a_page_with_the_macros_of_man() -> None:
    document, blocks = read(MAN, "mill.8")
    assert (document.title, document.published) == ("mill(8)", date(2026, 3, 1))
    assert blocks == [
        (H, "NAME"),
        (P, "mill, millctl - grinds grain"),
        (H, "OPTIONS"),
        (P, "Give mill one of grain(5):"),
        (L, "-c, --coarse=WIDTH\nSets the stones apart. They never touch."),
        (P, "The second paragraph of it."),
        (L, "Bell Yes Bell No\nRings the bell."),
        (L, "-q, --quiet=false\nsay nothing"),
        (H, "Steps"),
        (BlockKind.STEP, "1. Fill the hopper."),
        (L, "Open the sluice—slowly."),
        (L, "Alone\nA bullet."),
        (C, "mill"),
        (L, "dress\nDresses the stones:"),
        (C, "mill dress \\\n  --left"),
        (BlockKind.TABLE, "Sign: 75 · Meaning: Another mill holds the lock."),
    ]
    assert document.line(document.text.index("They never")) == 20
    assert document.headings(9) == ("OPTIONS", "Steps")


def test_a_page_with_the_macros_of_mdoc() -> None:
    document, blocks = read(MDOC, "doc/mill.1")
    assert (document.title, document.published) == ("mill(1)", date(2026, 3, 1))
    assert blocks == [
        (H, "NAME"),
        (P, "mill – grinds grain"),
        (H, "SYNOPSIS"),
        (P, "mill [-nv] [-c width, --dry] file ..."),
        (H, "DESCRIPTION"),
        (P, "mill reads /etc/mill.conf, see sieve(1)."),
        (L, "-n\nDoes not grind (see “-v”)."),
        (P, "Nor does it sieve."),
        (L, "set stone\nSets a stone:"),
        (BlockKind.STEP, "1. Lift it."),
        (BlockKind.STEP, "2. Turn it."),
        (C, "$ mill -n"),
        (P, "The mill utility exits 0 on success, and >0 if an error occurs."),
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"\fBset\fR \f(CWx\fP\-y", "set x-y"),
        (r"the caller\(aqs \(lqkey\(rq\*R", "the caller's “key”®"),
        (r"C:\e\e \h'+03'\s-1ABC\s0\&.", r"C:\\ ABC."),
        (r"\[u00E9] \[uD800] \[u0007]", "é  "),
        ("nothing", "nothing"),
    ],
)
def test_escapes(written: str, shown: str) -> None:
    assert seen(written) == shown


def test_a_source_is_told_by_its_title_and_a_section() -> None:
    assert is_text(MDOC.encode())
    assert read(MAN, "mill.txt")[0].title == "mill(8)"
    other = "Use .TH for the title, and\n.SH for a section of the page that you write.\n"
    assert read(other, "notes.txt")[1][0][1].startswith("Use .TH")
