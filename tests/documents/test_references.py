"""References of BibTeX and RIS as documents: title, authors, day, what is said of them."""

from __future__ import annotations

from datetime import date

from qa.documents.loaders import load_bytes

BIBTEX = rb"""% of the shed
@string{jhk = "Journal of Hen Keeping"}
@comment{groups}
@article{doe2021,
  author = {Doe, Jane and Po{\"e}, Ann},
  title = {{Hens} \& eggs in \emph{winter}},
  journal = jhk # { (online)}, month = mar, year = 2021,
  pages = {3--9}, keywords = {hens, eggs},
  doi = {10.1/a_b},
  abstract = {We kept 64 hens at 5~\textdegree C.
              They laid 10\% less.},
}
@book(endo, author = "Endo, Jiro and others", title = "The {"}wild{"} hen", date = {2019-05-02})
@misc{broken, title = {Never closed
@misc{last, title = {Barns}, note = {Read twice.}}
"""
RIS = b"""TY  - JOUR\r
AU  - Varga, Elena
AU  - Lind, Maja
TI  - Warm soil
JO  - Soil Letters
DA  - 2022/05/17/
SP  - 33
EP  - 47
AB  - We warmed 18 plots
 by 3 degrees.
KW  - soil
ER  -
TY  - BOOK
TI  - Cold soil
PY  - 2020
"""


def test_bibtex() -> None:
    found = load_bytes(BIBTEX, "refs/a.bib", ".bib").documents
    hens, wild, _, barns = found
    assert hens.source == "refs/a.bib/doe2021"
    assert (hens.title, hens.author) == ("Hens & eggs in winter", "Jane Doe and Ann Poë")
    assert (hens.published, hens.tags) == (None, ("hens", "eggs"))
    assert hens.text == (
        "Hens & eggs in winter\n\n"
        "Authors: Jane Doe and Ann Poë · Published: March 2021 · "
        "Journal: Journal of Hen Keeping (online) · Pages: 3–9 · DOI: 10.1/a_b · "
        "Keywords: hens, eggs · Type: article\n\n"
        "We kept 64 hens at 5\xa0°C. They laid 10% less."
    )
    assert hens.line(hens.text.index("They laid")) == 11
    assert (wild.source, wild.author) == ("refs/a.bib/endo-2019", "Jiro Endo et al.")
    assert wild.title == 'The "wild" hen'
    assert wild.published == date(2019, 5, 2)
    assert barns.text.endswith("Note: Read twice.")


def test_ris() -> None:
    warm, cold = load_bytes(RIS, "a.ris", ".ris").documents
    assert (warm.source, warm.author) == ("a.ris/varga2022", "Elena Varga and Maja Lind")
    assert (warm.title, warm.published) == ("Warm soil", date(2022, 5, 17))
    assert "Pages: 33–47" in warm.text
    assert warm.text.endswith("We warmed 18 plots by 3 degrees.")
    assert (cold.source, cold.title) == ("a.ris/reference2020", "Cold soil")


def test_a_file_without_references_is_plain_text() -> None:
    (only,) = load_bytes(b"Write to jane@farm.example, not to me.\n", "a.bib", ".bib").documents
    assert (only.source, only.text) == ("a.bib", "Write to jane@farm.example, not to me.\n")
