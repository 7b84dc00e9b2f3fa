"""Archives as folders: what is read of them, under which source, and what never is."""

from __future__ import annotations

import io
import tarfile
import warnings
import zipfile
from collections.abc import Mapping

import pytest

from qa.documents.loaders import load_bytes
from qa.documents.loaders.parts import Budget, clean_name, suffix_of
from qa.errors import DocumentError


def zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def tarred(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("passwd.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return made.getvalue()


FILES = {
    "inside/2024-05-02-pump.md": b"# The pump\n\nIt leaks.",
    "inside/logo.bin": b"\0\1",
    "../evil.txt": b"Outside.",
    "/abs.txt": b"Outside.",
    "__MACOSX/inside/._pump.md": b"x",
    ".hidden/x.txt": b"Hidden.",
}


def test_a_zip_is_a_folder() -> None:
    found = load_bytes(zipped(FILES), "box/a.zip", ".zip")
    (pump,) = found.documents
    assert (pump.source, pump.container) == ("box/a.zip/inside/2024-05-02-pump.md", "box/a.zip")
    assert (pump.title, str(pump.published)) == ("The pump", "2024-05-02")
    assert sorted((each.source, each.reason) for each in found.skipped) == [
        ("box/a.zip/abs.txt", "Not read: its path leads out of the archive."),
        ("box/a.zip/evil.txt", "Not read: its path leads out of the archive."),
        ("box/a.zip/inside/logo.bin", ".bin is not a format that can be read."),
    ]


@pytest.mark.parametrize(
    ("mode", "suffix"),
    [("w", ".tar"), ("w:gz", ".tar.gz"), ("w:gz", ".tgz"), ("w:bz2", ".tbz2"), ("w:xz", ".txz")],
)
def test_a_tar_is_a_folder(mode: str, suffix: str) -> None:
    found = load_bytes(tarred(FILES, mode), f"a{suffix}", suffix)
    (pump,) = found.documents
    assert (pump.source, pump.container) == (
        f"a{suffix}/inside/2024-05-02-pump.md",
        f"a{suffix}",
    )
    reasons = {each.source: each.reason for each in found.skipped}
    assert reasons[f"a{suffix}/passwd.txt"] == "Is a link."
    assert reasons[f"a{suffix}/evil.txt"] == "Not read: its path leads out of the archive."


def test_archives_in_archives_up_to_a_depth() -> None:
    inner = zipped({"a.txt": b"The deepest."})
    for _ in range(3):
        inner = zipped({"in.zip": inner, "b.txt": b"Beside it."})
    found = load_bytes(inner, "x.zip", ".zip")
    assert "x.zip/in.zip/in.zip/in.zip/a.txt" in {each.source for each in found.documents}
    deeper = load_bytes(zipped({"in.zip": inner}), "x.zip", ".zip")
    assert [(each.source, each.reason) for each in deeper.skipped] == [
        ("x.zip/in.zip/in.zip/in.zip/in.zip", "Not read: it lies in 4 other archives.")
    ]


def test_a_mailbox_in_an_archive() -> None:
    box = b"From a@b.org Tue Mar  5 10:00:00 2024\nSubject: One\n\nFirst.\n"
    (message,) = load_bytes(zipped({"old.mbox": box}), "x.zip", ".zip").documents
    assert (message.source, message.container) == ("x.zip/old.mbox/message-1", "x.zip")


def test_names_that_are_there_twice() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("a.txt", "One.")
        archive.writestr("a.txt", "Two.")
    found = load_bytes(made.getvalue(), "x.zip", ".zip")
    assert [(each.source, each.text) for each in found.documents] == [
        ("x.zip/a.txt", "One."),
        ("x.zip/a (2).txt", "Two."),
    ]


def test_what_expands_too_far_is_skipped_and_the_rest_read() -> None:
    data = zipped({"bomb.txt": b"A" * (30 << 20), "good.txt": b"The pump leaks."})
    found = load_bytes(data, "x.zip", ".zip")
    assert [each.source for each in found.documents] == ["x.zip/good.txt"]
    assert [(each.source, each.reason) for each in found.skipped] == [
        ("x.zip/bomb.txt", "Expands too far: to more than 8 MiB.")
    ]
    bomb = tarred({"zeros.bin": b"\0" * (70 << 20)}, "w:gz")
    with pytest.raises(DocumentError, match="Expands too far"):
        load_bytes(bomb, "x.tgz", ".tgz")


def test_encrypted_members() -> None:
    data = bytearray(zipped({"a.txt": b"Secret."}))
    data[6] |= 1  # in the file's own header, and in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(DocumentError, match="Protected by a password"):
        load_bytes(bytes(data), "x.zip", ".zip")


def test_what_is_read_of_a_damaged_tar_stays() -> None:
    data = tarred({"a.txt": b"The pump leaks.", "b.txt": bytes(range(256)) * 200}, "w:gz")
    found = load_bytes(data[:-40], "x.tgz", ".tgz")
    assert [each.source for each in found.documents] == ["x.tgz/a.txt"]
    assert found.skipped[-1].source == "x.tgz/..."
    assert "Damaged" in found.skipped[-1].reason


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not one", b"\x1f\x8b not one", b"x" * 2000])
@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz"])
def test_what_is_no_archive(data: bytes, suffix: str) -> None:
    with pytest.raises(DocumentError):
        load_bytes(data, f"x{suffix}", suffix)


def test_a_budget_counts_documents_and_bytes() -> None:
    budget = Budget()
    for _ in range(8):
        budget.take_bytes(64 << 20)
    with pytest.raises(DocumentError, match="over 512 MiB"):
        budget.take_bytes(1)
    assert budget.spent
    budget = Budget()
    for _ in range(100_000):
        budget.take_document()
    with pytest.raises(DocumentError, match="more than 100,000 documents"):
        budget.take_document()


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("a/b.txt", "a/b.txt"),
        ("../../a.txt", "a.txt"),
        ("C:\\x\\a.txt", "x/a.txt"),
        ("/etc//./a\nb.txt", "etc/a\ufffdb.txt"),
        ("..", "unnamed"),
    ],
)
def test_names_lead_nowhere_else(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_suffixes() -> None:
    assert [suffix_of(name) for name in ("a.TXT", "b/c.tar.GZ", ".hidden", "x", "a.b/c")] == [
        ".txt", ".tar.gz", "", "", "",
    ]  # fmt: skip
