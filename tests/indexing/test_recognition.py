"""OCR of an index: turned on and off, remembered, and files read again when it may help."""

import os
import signal
import subprocess
import time
import zipfile
import zlib
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage

import pytest

from qa.datatypes import Skipped
from qa.documents.loaders.ocr import Ocr, Picture, Pictures, TextLine
from qa.documents.loaders.recognised_pages import RecognisedPages
from qa.documents.loaders.tesseract import find
from qa.documents.passages import PassageSettings
from qa.documents.scan import scan
from qa.embedding.model_files import default_model_dir
from qa.embedding.token_counts import open_counter
from qa.indexing import workers
from qa.indexing.cutter import Cutter
from qa.indexing.diff import compare
from qa.indexing.freshness import Look
from qa.indexing.recognition import claims, languages, recognised, set_languages, unrecognised
from qa.indexing.status import survey
from qa.indexing.sync import sync, sync_if_small
from qa.indexing.waiting_scans import WaitingScans
from qa.indexing.workers import cut_files
from qa.permissions import permissions
from qa.render.collection_phrases import status_lists
from qa.store.index_settings import IndexSettings
from qa.store.store import Store
from qa.trust import revoke
from tests.support import fake_tesseract
from tests.support.builders import FakeEncoder
from tests.support.fake_tesseract import POSIX, FakeTesseract
from tests.support.pdf_files import PdfPage, pdf

pytestmark = POSIX
OFF = "'qa index --ocr' reads such pages if the program tesseract is installed"
SCAN = pdf([PdfPage().picture()])
# Pages with the same picture are recognised once in a run; these have others.
MIXED = pdf(
    [PdfPage().text(72, 100, "The keeper explains the clock."), PdfPage().grey(1, 1, b"\x60")]
)
OTHER = pdf([PdfPage().grey(1, 1, b"\x40")])


@pytest.fixture
def tesseract(tmp_path, monkeypatch):
    made = FakeTesseract(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{made.path}{os.pathsep}{os.environ['PATH']}")
    return made


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("qa.indexing.index_encoder.load_encoder", lambda *_, **__: FakeEncoder())
    made = tmp_path / "documents"
    made.mkdir()
    (made / "note.txt").write_text("The harbour is open on Sundays.")
    (made / "scan.pdf").write_bytes(SCAN)
    return made


@pytest.fixture
def index(tmp_path):
    return tmp_path / "index"


def reasons(report):
    return [(each.source, each.reason) for each in report.skipped]


def text(index, source):
    with Store.open(index) as store:
        document = store.document(source)
    return document.text if document else None


def test_a_scan_is_skipped_until_ocr_is_turned_on_which_is_remembered(folder, index, tesseract):
    report = sync(index, [folder])
    assert reasons(report) == [("scan.pdf", f"Its pages are pictures, no text: {OFF}.")]
    assert sync(index, [folder]).added == 0  # nothing has changed
    report = sync(index, [folder], ocr="eng")
    assert (report.added, report.skipped) == (1, ())
    assert "Pages of 1 file were read by OCR; see 'qa status'." in report.warnings
    assert text(index, "scan.pdf") == "A line of words."
    (folder / "other.pdf").write_bytes(SCAN + b"\n")
    assert sync(index, [folder]).added == 1
    assert len(tesseract.calls) == 2
    with Store.open(index) as store:
        assert languages(store) == "eng"
        assert recognised(store) == tuple(
            Skipped(
                source,
                "1 of 1 page read by OCR (eng); look at the page where a word seems wrong.",
            )
            for source in ("other.pdf", "scan.pdf")
        )


def test_what_was_recognised_stays_when_ocr_is_turned_off(folder, index, tesseract):
    sync(index, [folder], ocr="eng")
    report = sync(index, [folder], ocr="")
    assert (report.unchanged, report.changed, report.skipped) == (2, 0, ())
    (folder / "other.pdf").write_bytes(SCAN + b"\n")
    assert reasons(sync(index, [folder]))[0][0] == "other.pdf"
    assert len(tesseract.calls) == 1


def test_other_languages_read_scans_again(folder, index, tesseract):
    sync(index, [folder], ocr="eng")
    tesseract.says(["Ein Satz mit Wörtern."])
    report = sync(index, [folder], ocr="deu")
    assert (report.changed, report.unchanged) == (1, 1)
    assert text(index, "scan.pdf") == "Ein Satz mit Wörtern."
    assert sync(index, [folder]).changed == 0
    assert len(tesseract.calls) == 2


def test_turning_ocr_on_again_leaves_the_languages_of_the_index(folder, index, tesseract):
    tesseract.install(fake_tesseract.SAYS, ["eng", "fra"])
    sync(index, [folder], ocr="fra")
    assert sync(index, [folder], ocr="on").changed == 0
    assert len(tesseract.calls) == 1
    with Store.open(index) as store:
        assert languages(store) == "fra"
    sync(index / "other", [folder], ocr="on")
    with Store.open(index / "other") as store:
        assert languages(store) == "eng"


def test_a_program_and_a_language_that_are_installed_later_are_noticed(
    folder, index, tesseract, monkeypatch
):
    tesseract.remove()
    missing = "to have such pages read install the program tesseract"
    monkeypatch.setenv("PATH", tesseract.path)  # one on this machine must not be found
    report = sync(index, [folder], ocr="fra")
    assert f"No picture is read by OCR: {missing}." in report.warnings
    assert reasons(report) == [("scan.pdf", f"Its pages are pictures, no text: {missing}.")]
    tesseract.says(["Une ligne."])
    assert "lacks the language fra" in reasons(sync(index, [folder]))[0][1]
    tesseract.install(fake_tesseract.SAYS, ["eng", "fra"])
    assert sync(index, [folder]).added == 1
    assert text(index, "scan.pdf") == "Une ligne."


def test_documents_with_pages_that_are_pictures_are_read_again(folder, index, tesseract):
    (folder / "mixed.pdf").write_bytes(MIXED)
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("inner.pdf", SCAN)
        archive.writestr("a.txt", "A sentence of words.")
    sync(index, [folder])
    assert text(index, "mixed.pdf") == "The keeper explains the clock."
    with Store.open(index) as store:
        assert unrecognised(store) == (
            Skipped("mixed.pdf", f"1 of 2 pages is nothing but pictures: {OFF}."),
            Skipped("more.zip", f"1 of 1 page is nothing but pictures: {OFF}."),
        )
    report = sync(index, [folder], ocr="eng")
    assert (report.added, report.changed, report.skipped) == (1, 2, ())
    assert text(index, "mixed.pdf") == "The keeper explains the clock.\n\nA line of words."
    assert text(index, "more.zip/inner.pdf") == "A line of words."
    with Store.open(index) as store:
        assert unrecognised(store) == ()
        status = survey(index, store, [folder], scan=True)
        assert (status.new, status.changed) == ((), ())
        (heading, lines), *_ = [each for each in status_lists(status) if "OCR" in each[0]]
    assert heading == "Read by OCR (3)"
    assert lines[0].startswith("mixed.pdf: 1 of 2 pages read by OCR (eng)")


def test_pictures_in_an_archive_are_read_once_ocr_is_turned_on(folder, index, tesseract):
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("a.txt", "A sentence of words.")
        archive.writestr("page.png", b"\x89PNG\r\n\x1a\n")
    sync(index, [folder])
    with Store.open(index) as store:
        assert unrecognised(store) == (
            Skipped("more.zip", f"1 of 1 page is nothing but pictures: {OFF}."),
        )
    report = sync(index, [folder], ocr="eng")
    assert (report.changed, text(index, "more.zip/page.png")) == (1, "A line of words.")
    with Store.open(index) as store:
        assert unrecognised(store) == ()


def test_a_question_waits_for_no_recognition(folder, index, tesseract):
    sync(index, [folder], ocr="eng")
    (folder / "other.pdf").write_bytes(MIXED)
    report, _ = sync_if_small(index, [folder])
    assert report.added == 1
    assert text(index, "other.pdf") == "The keeper explains the clock."
    assert len(tesseract.calls) == 1
    (folder / "third.pdf").write_bytes(SCAN + b"\n")
    report, _ = sync_if_small(index, [folder])
    assert reasons(report) == [
        ("third.pdf", "Its pages are pictures, no text: 'qa index' reads such pages.")
    ]
    report, _ = sync_if_small(index, [folder])
    assert (report.added, report.changed) == (0, 0)
    report = sync(index, [folder])
    assert (report.added, report.changed, report.skipped) == (1, 1, ())
    assert len(tesseract.calls) == 3


def test_a_scan_that_moved_is_not_recognised_again(folder, index, tesseract):
    (folder / "mixed.pdf").write_bytes(MIXED)
    sync(index, [folder], ocr="eng")
    (folder / "scan.pdf").rename(folder / "2021-03-04 letter.pdf")
    (folder / "mixed.pdf").rename(folder / "clock.pdf")
    report, _ = sync_if_small(index, [folder])
    assert (report.moved, report.removed, report.skipped) == (2, 0, ())
    assert text(index, "2021-03-04 letter.pdf") == "A line of words."
    assert text(index, "scan.pdf") is None
    with Store.open(index) as store:
        assert str(store.document("2021-03-04 letter.pdf").published) == "2021-03-04"
        assert [each.source for each in recognised(store)] == ["2021-03-04 letter.pdf", "clock.pdf"]
    (folder / "clock.pdf").rename(folder / "keeper.pdf")
    assert sync(index, [folder]).moved == 1
    assert len(tesseract.calls) == 2
    assert sync(index, [folder], ocr="deu").changed == 2


def test_a_new_way_of_cutting_leaves_recognised_texts(folder, index, tesseract):
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("inner.pdf", OTHER)
        archive.writestr("odd.pdf", b"%PDF-1.4\nnothing")
    sync(index, [folder], ocr="eng")
    with Store.create(index) as store, store.transaction():
        old = replace(IndexSettings.from_json(store.meta("settings")), cutting=1)
        store.set_meta("settings", old.to_json())
    report, _ = sync_if_small(index, [folder])
    assert [each.source for each in report.skipped] == ["more.zip/odd.pdf"]
    assert report.documents == 3
    assert text(index, "more.zip/inner.pdf") == "A line of words."
    with Store.open(index) as store:
        assert IndexSettings.from_json(store.meta("settings")).cutting > 1
        assert [each.source for each in recognised(store)] == ["more.zip", "scan.pdf"]
    assert len(tesseract.calls) == 2


def test_the_pages_of_an_interrupted_scan_are_not_read_again(folder, index, tesseract):
    pages = [PdfPage().grey(1, 1, bytes([number])) for number in range(4)]
    (folder / "scan.pdf").write_bytes(pdf(pages))
    tesseract.install(
        "if len(open(home + '/calls').readlines()) == 3:\n"
        f"    os.kill({os.getpid()}, signal.SIGUSR1)\n"
        "    time.sleep(60)\n" + fake_tesseract.SAYS
    )
    before = signal.signal(signal.SIGUSR1, signal.default_int_handler)  # as Ctrl-C does
    try:
        with pytest.raises(KeyboardInterrupt):
            sync(index, [folder], ocr="eng")
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert text(index, "scan.pdf") is None
    tesseract.says(["A line of words."])
    assert sync(index, [folder]).skipped == ()
    assert text(index, "scan.pdf").count("A line of words.") == 4
    assert len(tesseract.calls) == 3 + 2  # the third, which was interrupted, and the fourth
    assert not (index / "ocr-pages").exists()
    (folder / "scan.pdf").write_bytes(pdf(pages) + b"\n")
    sync(index, [folder])
    assert len(tesseract.calls) == 5 + 4  # what was read is in the index, nowhere else


def test_damaged_pages_of_an_interrupted_run_are_read_again(tmp_path):
    ocr, picture = Ocr("eng", "/t"), Picture(b"pixels", 300)
    pages = RecognisedPages(tmp_path / "pages")
    assert pages.find(ocr, picture) is None
    lines = [TextLine((("Möhne", 1.0, 2.5),), 3.0, 4.0, 90)]
    pages.add(ocr, picture, lines)
    assert pages.find(ocr, picture) == lines
    assert pages.find(Ocr("deu", "/t"), picture) is None
    assert pages.find(ocr, Picture(b"pixels", 150)) is None
    (file,) = (tmp_path / "pages").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    bomb = zlib.compress(b" " * (32 << 20))
    for damage in (b"", b"x", zlib.compress(b"[[1, 2, 3, 4]]"), zlib.compress(b"[" * 9_999), bomb):
        file.write_bytes(damage)
        assert pages.find(ocr, picture) is None


def test_a_question_that_builds_the_index_recognises_nothing(folder, index, tesseract):
    """The first build was interrupted before anything was committed; a question goes on with it."""
    with Store.create(index) as store, store.transaction():
        store.set_meta("root", str(folder))
        store.set_meta("paths", ".")
        set_languages(store, index, "eng")
    report = sync(index, [folder], recognise=False)
    assert reasons(report) == [
        ("scan.pdf", "Its pages are pictures, no text: 'qa index' reads such pages.")
    ]
    assert tesseract.calls == []
    note = "1 file has pages that are pictures and is not read yet; 'qa index' reads such pages."
    with Store.open(index) as store:
        assert languages(store) == "eng"
        assert WaitingScans.of(store).notes() == (note,)
    assert Look(index, (folder,), None).ended(None, whole=True).notes == (note,)
    assert sync(index, [folder]).added == 1
    assert len(tesseract.calls) == 1
    assert Look(index, (folder,), None).ended(None, whole=True).notes == ()


@pytest.mark.parametrize("missing", [True, False])
def test_a_scan_that_changes_while_it_cannot_be_read_answers_as_before(
    folder, index, tesseract, monkeypatch, missing
):
    sync(index, [folder], ocr="eng")
    monkeypatch.setenv("PATH", tesseract.path)
    (folder / "scan.pdf").write_bytes(SCAN + b"\n")
    long_ago = time.time_ns() - 10**10
    os.utime(folder / "scan.pdf", ns=(long_ago, long_ago))
    if missing:
        tesseract.remove()
        report = sync(index, [folder])
    else:
        report, _ = sync_if_small(index, [folder])
    ((source, reason),) = reasons(report)
    assert source == "scan.pdf"
    assert reason.startswith("Has changed; what was read of it before still answers. Its pages are")
    assert (report.changed, report.removed, report.documents) == (0, 0, 2)
    assert text(index, "scan.pdf") == "A line of words."
    with Store.open(index) as store:
        (note,) = WaitingScans.of(store).notes()
        assert note.startswith("scan.pdf: the pages are pictures and have changed; what was read")
        status = survey(index, store, [folder], scan=True)
        waits = [each.source for each in status.skipped] + list(status.changed)
        assert (waits, status.new) == (["scan.pdf"], ())
    assert note in Look(index, (folder,), None).ended(None, whole=True).notes
    report, _ = sync_if_small(index, [folder])  # nothing is tried until it changes again
    assert [(report.changed, each.reason) for each in report.skipped] == [(0, reason)]
    tesseract.says(["Other words."])
    report = sync(index, [folder])
    assert (report.changed, report.skipped) == (1, ())
    assert text(index, "scan.pdf") == "Other words."
    with Store.open(index) as store:
        assert WaitingScans.of(store).notes() == ()


def archive(path, *, note, **files):
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("note.txt", note)
        for name, data in files.items():
            made.writestr(f"{name}.pdf", data)


STAMPED = pdf([PdfPage().grey(1, 1, b"\x20").text(500, 780, "Page 3")])


@pytest.mark.parametrize("missing", [True, False])
def test_scans_in_an_archive_that_changes_while_they_cannot_be_read_answer_as_before(
    folder, index, tesseract, monkeypatch, missing
):
    box = folder / "box.zip"
    line = "A line of nine words that say what is there."
    tesseract.says([line])
    archive(box, note="The clock is old.", scan=OTHER, stamped=STAMPED, gone=MIXED)
    sync(index, [folder], ocr="eng")
    monkeypatch.setenv("PATH", tesseract.path)
    if missing:
        tesseract.remove()
    for note in ("The clock is new.", "The clock is blue."):
        archive(box, note=note, scan=OTHER + b"\n", stamped=STAMPED + b"\n", new=OTHER)
        report = sync(index, [folder]) if missing else sync_if_small(index, [folder])[0]
        assert (report.changed, report.documents) == (1, 5)
        assert text(index, "box.zip/note.txt") == note
        assert text(index, "box.zip/scan.pdf") == line
        assert text(index, "box.zip/stamped.pdf") == line
        assert text(index, "box.zip/gone.pdf") is None
        of_before = {
            source
            for source, reason in reasons(report)
            if reason.startswith("Has changed; what was read of it before still answers. Its pages")
        }
        assert of_before == {"box.zip/scan.pdf", "box.zip/stamped.pdf"}
        assert len(report.skipped) == 3  # and the new one
        with Store.open(index) as store:
            (*_, note) = WaitingScans.of(store).notes()
            assert note.startswith("box.zip/scan.pdf and 1 more: the pages are pictures and have")
            assert Skipped(
                "box.zip", "2 of 3 pages read by OCR; look at the page where a word seems wrong."
            ) in recognised(store)
    tesseract.says(["Other words."])
    report = sync(index, [folder])
    assert (report.changed, report.skipped, report.documents) == (1, (), 6)
    assert text(index, "box.zip/scan.pdf") == "Other words."
    with Store.open(index) as store:
        assert WaitingScans.of(store).notes() == ()


def test_an_archive_of_nothing_but_scans_that_changes_answers_as_before(
    folder, index, tesseract, monkeypatch
):
    with zipfile.ZipFile(folder / "box.zip", "w") as made:
        made.writestr("scan.pdf", OTHER)
    sync(index, [folder], ocr="eng")
    monkeypatch.setenv("PATH", tesseract.path)
    tesseract.remove()
    with zipfile.ZipFile(folder / "box.zip", "w") as made:
        made.writestr("scan.pdf", OTHER + b"\n")
    report = sync(index, [folder])
    assert (report.changed, report.removed, report.documents) == (0, 0, 3)
    assert text(index, "box.zip/scan.pdf") == "A line of words."
    assert reasons(report)[0][1].startswith("Has changed; what was read of it before still answers")


def test_a_picture_attached_to_a_mail_that_changes_answers_as_before(
    folder, index, tesseract, monkeypatch
):
    def send(words):
        message = EmailMessage()
        message["Subject"] = "Scan"
        message.set_content(words)
        message.add_attachment(
            b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="page.png"
        )
        (folder / "letter.eml").write_bytes(message.as_bytes())

    send("See the clock.")
    sync(index, [folder], ocr="eng")
    monkeypatch.setenv("PATH", tesseract.path)
    tesseract.remove()
    send("See the new clock.")
    report = sync(index, [folder])
    assert (report.changed, report.removed, report.documents) == (1, 0, 4)
    assert "See the new clock." in text(index, "letter.eml")
    assert text(index, "letter.eml/page.png") == "A line of words.\n\nAttached to: Scan"


def test_of_a_changed_file_that_is_mostly_text_the_text_is_read(folder, index, tesseract):
    (folder / "scan.pdf").write_bytes(MIXED)
    sync(index, [folder], ocr="eng")
    tesseract.remove()
    (folder / "scan.pdf").write_bytes(
        pdf([PdfPage().text(72, 100, "The clock is new."), PdfPage().picture()])
    )
    assert sync(index, [folder]).changed == 1
    assert text(index, "scan.pdf") == "The clock is new."


def test_a_page_that_failed_is_not_tried_until_its_file_changes(folder, index, tesseract):
    tesseract.install(fake_tesseract.FAILS)
    report = sync(index, [folder], ocr="eng")
    assert "tesseract ended with exit code 3" in reasons(report)[0][1]
    sync(index, [folder])
    assert len(tesseract.calls) == 1
    tesseract.says(["Now it works."])
    (folder / "scan.pdf").write_bytes(SCAN + b"\n")
    assert sync(index, [folder]).added == 1


def test_few_words_of_a_large_scan_are_no_sign_of_pictures_that_nobody_read(
    folder, index, tesseract
):
    (folder / "mixed.pdf").write_bytes(MIXED + b"%" * 400_000)
    sync(index, [folder])
    with Store.open(index) as store:
        assert [each.source for each in survey(index, store, None, scan=False).sparse] == [
            "mixed.pdf"
        ]
    sync(index, [folder], ocr="eng")
    with Store.open(index) as store:
        status = survey(index, store, None, scan=False)
    assert (len(status.recognised), status.sparse) == (2, ())


def test_a_rebuild_reads_scans_in_the_same_languages(folder, index, tesseract):
    sync(index, [folder], ocr="eng")
    assert sync(index, [folder], rebuild=True).documents == 2
    with Store.open(index) as store:
        assert languages(store) == "eng"
        assert len(recognised(store)) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ocr_pictures", '{"scan.pdf": 3}'),
        ("ocr_pictures", "[" * 100_000),
        ("ocr_pictures", "[]"),
        ("ocr_languages", "../../eng"),
        ("ocr_languages", "eng --user-words /etc/passwd"),
    ],
)
def test_what_a_strange_index_says_of_ocr_is_checked(folder, index, tesseract, key, value):
    sync(index, [folder], ocr="eng")
    with Store.create(index) as store, store.transaction():
        store.set_meta(key, value)
    with Store.open(index) as store:
        assert recognised(store) == () or languages(store) == ""
        compare(store, [folder], folder)
    sync(index, [folder])
    assert len(tesseract.calls) == 1


def test_files_that_are_pictures_are_read_while_ocr_is_on_and_stay_afterwards(
    folder, index, tesseract
):
    other = ".png without OCR ('qa index --ocr') is not a format that can be read."
    (folder / "page.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert ("page.png", other) in reasons(sync(index, [folder]))
    report = sync(index, [folder], ocr="eng")
    assert (report.added, report.skipped) == (2, ())
    assert text(index, "page.png") == "A line of words."
    report, found = sync_if_small(index, [folder])
    assert (report.unchanged, found.gone) == (3, ())
    (folder / "late.JPG").write_bytes(b"\xff\xd8\xff")
    report = sync(index, [folder], ocr="")
    assert (report.unchanged, report.removed) == (3, 0)
    assert reasons(report) == [("late.JPG", f"Is a picture: {OFF}.")]
    assert len(tesseract.calls) == 2


def test_an_index_of_somebody_else_starts_no_program(folder, index, tesseract):
    sync(index, [folder], ocr="eng")
    with Store.open(index) as store:
        (claim,) = claims(store)
        assert (claim.kind, claim.value) == ("program", "tesseract")
        revoke([claim])
        assert languages(store) == ""
        assert permissions(index).refused == (claim,)
    (folder / "other.pdf").write_bytes(SCAN + b"\n")
    report = sync(index, [folder])
    assert reasons(report) == [("other.pdf", f"Its pages are pictures, no text: {OFF}.")]
    assert len(tesseract.calls) == 1


def test_a_key_decides_what_is_read_again():
    english, german = Ocr("eng", "/t"), Ocr("deu", "/t")
    missing = Ocr("eng", problem="it is missing")
    assert english.again(german.key, recognised=3)
    assert english.again(missing.key)
    assert not english.again("eng", recognised=3)
    assert missing.again(find("").key)  # for the reason that is shown
    assert not missing.again("eng", recognised=3)


@pytest.mark.slow
def test_workers_recognise_pages_within_limits(tmp_path, tesseract):
    """Each page has its own time; a hung program ends with its worker."""
    tokenizer = default_model_dir() / "tokenizer.json"
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "a.pdf").write_bytes(MIXED)
    (tmp_path / "f" / "b.pdf").write_bytes(SCAN)
    tesseract.install(
        "import resource\n"
        "both = resource.RLIMIT_CPU, resource.RLIMIT_AS\n"
        "soft = [resource.getrlimit(each)[0] for each in both]\n"
        "open(home + '/limits', 'w').write(f'{soft} {os.environ[\"OMP_THREAD_LIMIT\"]}')\n"
        + fake_tesseract.SAYS
    )
    cutter = Cutter(PassageSettings(), open_counter(tokenizer), tokenizer, find("eng"))
    found = list(scan([tmp_path / "f"], tmp_path / "f"))
    results = {item.source: result for item, _, result in cut_files(found, cutter)}
    assert results["b.pdf"].documents[0].document.text == "A line of words."
    assert results["a.pdf"].pictures == Pictures(2, 1, 0, "", "eng")
    limits, threads = (tesseract.folder / "limits").read_text().rsplit(" ", 1)
    assert threads == "1"
    computing, memory = map(int, limits.strip("[]").split(", "))
    assert 60 <= computing <= 70
    assert memory == 2 << 30
    off = Cutter(PassageSettings(), open_counter(tokenizer), tokenizer)
    (result,) = [each for item, _, each in cut_files(found, off) if item.source == "b.pdf"]
    assert result.message == f"Its pages are pictures, no text: {OFF}."


@pytest.mark.slow
def test_a_program_ends_with_its_worker(tmp_path, tesseract):
    tokenizer = default_model_dir() / "tokenizer.json"
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "a.pdf").write_bytes(SCAN)
    note = "open(home + '/pid', 'w').write(str(os.getpid()))\n"
    tesseract.install(note + fake_tesseract.HANGS)
    cutter = Cutter(PassageSettings(), open_counter(tokenizer), tokenizer, find("eng"))
    pool = workers.Pool(cutter)
    try:
        pool.submit(*scan([tmp_path / "f"], tmp_path / "f"))
        pid = until(lambda: (tesseract.folder / "pid").read_text())
    finally:
        pool.close()
    until(lambda: "gone" if state(pid)[:1] in ("", "Z") else "")


def until(look):
    """What `look` finds, waited for."""
    for _ in range(300):
        with suppress(OSError):
            if found := look():
                return found
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def state(pid):
    """The state of a process as `ps` shows it, empty for none."""
    done = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True)
    return done.stdout.strip()
