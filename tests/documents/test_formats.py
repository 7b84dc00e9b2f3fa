"""reStructuredText, AsciiDoc, Org and LaTeX as people read them."""

from datetime import date

import pytest

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import asciidoc, latex, org, rst

P, H, L, S = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.STEP
C, T, Q, M = BlockKind.CODE, BlockKind.TABLE, BlockKind.QUOTE, BlockKind.META


def outline(document: Document) -> list[tuple[BlockKind, str, int, int]]:
    """Kind, text, parent and line of each block."""
    return [
        (b.kind, document.text[b.start : b.end], b.parent, document.line(b.start))
        for b in document.blocks
    ]


def test_restructured_text() -> None:
    document = rst.load(
        b".. _top:\n\nGuide\n=====\n\n"
        b"Use ``code``, `text <http://x.org>`_, :ref:`it <x>` or\n*this*."
        b"\n\nLinux\n-----\n\nRun this::\n\n    apt install\n\n.. note:: Be careful\n   please.\n\n"
        b"- one\n\n  - inner\n\n1. first\n\n.. raw:: html\n\n   <b>x</b>\n\n"
        b".. toctree::\n\n   other\n\n"
        b"===== =====\nPlan  Price\n===== =====\nPlus  $10\n===== =====\n",
        "a.rst",
    )
    assert document.title == "Guide"
    assert outline(document) == [
        (H, "Guide", -1, 3),
        (P, "Use code, text, it or\nthis.", 0, 6),
        (H, "Linux", 0, 9),
        (P, "Run this:", 2, 12),
        (C, "apt install", 3, 14),
        (P, "Be careful\nplease.", 2, 16),
        (L, "one", 5, 19),
        (L, "inner", 6, 21),
        (S, "1. first", 5, 23),
        (BlockKind.CONTENTS, "other", 2, 31),
        (T, "Plan: Plus \xb7 Price: $10", 2, 36),
    ]


def test_asciidoc() -> None:
    document = asciidoc.load(
        b"= Guide\nJane Doe <j@x.org>\nv1.0, 2020-02-03\n:ver: 2.1\n\nVersion {ver} of *this* and\n"
        b"https://x.org[a site].\n\n== Steps\n\n. one\n. two\n* part\n\n"
        b"[source,sh]\n----\napt x\n----\n\n"
        b"NOTE: Take care.\n\n|===\n| Plan | Price\n\n| Plus | $10\n|===\n\n"
        b"[quote, Ann Poe]\n____\n"
        b"To be.\n____\n\ninclude::secret.adoc[]\n",
        "a.adoc",
    )
    assert (document.title, document.author) == ("Guide", "Jane Doe")
    assert document.published == date(2020, 2, 3)
    assert outline(document)[3:] == [
        (P, "Version 2.1 of this and\na site.", 0, 6),
        (H, "Steps", 0, 9),
        (S, "1. one", 4, 11),
        (S, "2. two", 4, 12),
        (L, "part", 4, 13),
        (C, "apt x", 7, 17),
        (P, "Take care.", 4, 20),
        (T, "Plan: Plus \xb7 Price: $10", 9, 25),
        (Q, "To be.", 4, 30),
        (BlockKind.SIGNATURE, "\u2014 Ann Poe", 11, 30),
    ]


def test_org() -> None:
    document = org.load(
        b"#+TITLE: Notes\n#+AUTHOR: Jane Doe\n* Head :work:home:\n:PROPERTIES:\n:ID: x\n:END:\n"
        b"A [[http://x.org][link]], =code= and +gone+ text:\n- a\n  more\n"
        b"  - b\n\n| Plan | Price |\n"
        b"|------+-------|\n| Plus | $10   |\n# a remark\n#+BEGIN_SRC sh\nls\n#+END_SRC\n",
        "a.org",
    )
    assert (document.title, document.author) == ("Notes", "Jane Doe")
    assert document.tags == ("work", "home")
    assert outline(document) == [
        (H, "Notes", -1, 1),
        (H, "Head", -1, 3),
        (P, "A link, code and text:", 1, 7),
        (L, "a\nmore", 2, 8),
        (L, "b", 3, 10),
        (T, "Plan: Plus \xb7 Price: $10", 1, 14),
        (C, "ls", 1, 17),
    ]


def test_titles_underlined_as_in_older_asciidoc() -> None:
    text = (
        "paint(1)\n========\n\nNAME\n----\npaint - two coats do\n\nSYNOPSIS\n--------\n[verse]\n"
        "'paint' <boat>\n\nOil\n~~~\nSee linkgit:boat[1].\n\nRun this:\n\n----\npaint sloop\n----\n"
    )
    document = asciidoc.load(text.encode(), "paint.txt")
    heads = [
        (document.text[b.start : b.end], b.level)
        for b in document.blocks
        if b.kind is BlockKind.HEADING
    ]
    assert heads == [("paint(1)", 1), ("NAME", 2), ("SYNOPSIS", 2), ("Oil", 3)]
    assert "See boat(1)." in document.text
    code = [b for b in document.blocks if b.kind is BlockKind.CODE]
    assert [document.text[b.start : b.end] for b in code] == ["paint sloop"]


def test_asciidoc_steps_are_numbered_as_they_are_in_print() -> None:
    document = asciidoc.load(
        b"= Guide\n\n== On\n\n. Open it.\n+\n----\nvelo on\n----\n.. Left.\n.. Right.\n"
        b". Ride.\n\n== Off\n\n. Stop.\n4. Leave.\n",
        "a.adoc",
    )
    steps = [text for kind, text, *_ in outline(document) if kind == S]
    assert steps == ["1. Open it.", "1. Left.", "2. Right.", "2. Ride.", "1. Stop.", "4. Leave."]


def test_latex_authors_and_citations() -> None:
    document = latex.load(
        b"\\title{Dunes}\\author{Ada Vance \\and Jiro Endo}\n\\begin{document}\n"
        b"They walk~\\cite{v} at night \\cite{w}. \\textbf{Moon} \\cite{x} helps.\n"
        b"\\end{document}\n",
        "a.tex",
    )
    assert document.author == "Ada Vance and Jiro Endo"
    assert document.text == "They walk\xa0[v] at night [w]. Moon [x] helps."


def test_latex_keeps_what_commands_stand_for() -> None:
    document = latex.load(
        rb"""\newcommand{\hen}{Speckled Hen}
\newcommand\eg{e.g.\xspace} % short
\newcommand{\R}{\mathbb{R}}
\newtheorem{law}{Law of Nature}
\title{Eggs}
\author{Jane Doe\thanks{Of the \emph{farm}.} \and Ann Poe}
\begin{document}
The \hen{} lays\footnote{As $x$ \emph{did}.} more, \eg in May \citep[see][3]{doe2001,poe1999}.
Kept at \SI{37}{\celsius} or \qtyrange{4}{8}{\degreeCelsius}, \qty{5}{\micro\gram\per\square\metre},
\SI{90}{\percent}, \SI{2}{mg/ml}, \num{0.63}, \ang{45}; it costs \$5 or \$6 in \LaTeX{}, in $\R$.
\begin{law}[Hatching]\label{l:h}
Eggs \textbackslash{}hatch.
\end{law}
\begin{thebibliography}{9}
\bibitem{doe2001} J. Doe. \emph{Hens}.
\bibitem[Poe(1999)]{poe1999} A. Poe. Eggs.
\end{thebibliography}
\bibliographystyle{plain}
\end{document}
""",
        "a.tex",
    )
    assert document.author == "Jane Doe and Ann Poe"
    assert [(kind, text) for kind, text, *_ in outline(document)] == [
        (
            P,
            "The Speckled Hen lays (As $x$ did.) more, e.g. in May [see doe2001, poe1999, 3].\n"
            "Kept at 37 °C or 4–8 °C, 5 µg/m²,\n"
            "90 %, 2 mg/ml, 0.63, 45°; it costs $5 or $6 in LaTeX, in $\\R$.",
        ),
        (P, "Law of Nature (Hatching).\nEggs \\hatch."),
        (H, "References"),
        (L, "[doe2001] J. Doe. Hens."),
        (L, "[poe1999] A. Poe. Eggs."),
    ]


def test_latex_environments_that_begin_and_end_within_a_line() -> None:
    document = latex.load(
        b"\\begin{center}\\begin{tabular}{|c|c|}\n\\hline\nPlan & Price \\\\ \\hline\n"
        b"Plus & \\verb|5%| \\\\ \\end{tabular}\\end{center}\nMore.\n",
        "a.tex",
    )
    assert document.text == "Plan: Plus \xb7 Price: 5%\n\nMore."


def test_latex_code_within_a_line() -> None:
    text = rb"Call \verb|a_b\c{d}| or \verb+x+, \lstinline!y$! and \mintinline{python}{z} for $5$."
    assert latex.load(text, "a.tex").text == "Call a_b\\c{d} or x, y$ and z for $5$."


def test_latex() -> None:
    document = latex.load(
        rb"""\documentclass{article}
\title{A \emph{big} one}
\author{Jane Doe}
\begin{document}
\maketitle
\section{Intro}\label{s}
M\"uller said ``hi'' \textbf{very \emph{much}} 5\% of $a_1$. % gone
% a remark
More.

\begin{itemize}
\item one
\begin{enumerate}
\item inner
\end{enumerate}
\end{itemize}
\begin{tabular}{ll}
Plan & Price \\
\hline
Plus & \$10 \\
\end{tabular}
\begin{verbatim}
x % y
\end{verbatim}
\end{document}
""",
        "a.tex",
    )
    assert (document.title, document.author) == ("A big one", "Jane Doe")
    assert outline(document) == [
        (H, "Intro", -1, 6),
        (P, "Müller said “hi” very much 5% of $a_1$.\nMore.", 0, 7),
        (L, "one", 1, 12),
        (S, "1. inner", 2, 14),
        (T, "Plan: Plus · Price: $10", 0, 20),
        (C, "x % y", 0, 23),
    ]


@pytest.mark.parametrize(
    ("loader", "text"),
    [
        (rst, ".. include:: /etc/passwd\n\n.. literalinclude:: /etc/passwd\n\n"
         ".. raw:: html\n   :file: /etc/passwd\n\nText.\n"),
        (asciidoc, "include::/etc/passwd[]\n\nText.\n"),
        (org, '#+INCLUDE: "/etc/passwd"\n\nText.\n'),
        (latex, "\\input{/etc/passwd}\nText.\n"),
    ],
    ids=["rst", "adoc", "org", "tex"],
)  # fmt: skip
def test_no_other_file_is_read(loader: object, text: str) -> None:
    document = loader.load(text.encode(), "a")  # type: ignore[attr-defined]
    assert document.text == "Text."
