import os
import subprocess
import sys
from pathlib import Path

import pytest

from qa.datatypes import Skipped
from qa.documents.found_file import FoundFile
from qa.documents.loaders import load
from qa.documents.scan import INDEXED_ANYWAY, scan
from qa.errors import DocumentError

ATTACKS = (
    Path(__file__).resolve().parents[3] / "shared" / "badinputs" / "attacks" / "make_attacks.py"
)


def sources(root: Path, *paths: Path) -> tuple[list[str], dict[str, str]]:
    """Sources found, and reasons of those skipped."""
    results = list(scan(paths or [root], root))
    found = [result.source for result in results if isinstance(result, FoundFile)]
    skipped = {result.source: result.reason for result in results if isinstance(result, Skipped)}
    assert len(found) + len(skipped) == len(results)
    return found, skipped


def write(path: Path, text: str = "Some text.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_finds_files_in_a_fixed_order_with_their_facts(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/z.TXT", "sub/deep/y.markdown", "README.md"):
        write(tmp_path / name)
    found, skipped = sources(tmp_path)
    assert found == ["README.md", "a.md", "b.txt", "sub/deep/y.markdown", "sub/z.TXT"]
    assert not skipped
    first = next(iter(scan([tmp_path], tmp_path)))
    assert isinstance(first, FoundFile)
    stat = (tmp_path / "README.md").stat()
    assert (first.size, first.mtime_ns, first.inode) == (10, stat.st_mtime_ns, stat.st_ino)


def test_hidden_things_caches_and_indexes_are_left_out_in_silence(tmp_path: Path) -> None:
    for name in (".hidden.md", ".git/a.md", "node_modules/a.md", "__pycache__/a.md", "ok.md"):
        write(tmp_path / name)
    write(tmp_path / "index" / "notes.md")
    write(tmp_path / "index" / "qa.sqlite")
    assert sources(tmp_path) == (["ok.md"], {})


def test_a_folder_named_by_the_user_may_be_hidden(tmp_path: Path) -> None:
    write(tmp_path / ".news" / "a.md")
    assert sources(tmp_path, tmp_path / ".news") == ([".news/a.md"], {})


def test_unsupported_formats_are_reported(tmp_path: Path) -> None:
    write(tmp_path / "a.mp4")
    write(tmp_path / "Makefile")
    (tmp_path / "huge").touch()
    os.truncate(tmp_path / "huge", 5 << 20)
    found, skipped = sources(tmp_path)
    assert not found
    assert skipped["a.mp4"] == ".mp4 is not a format that can be read."
    assert "without a suffix" in skipped["Makefile"]
    assert "without a suffix" in skipped["huge"]


def test_files_that_may_be_plain_text_are_found(tmp_path: Path) -> None:
    for name in ("README", "x.pod", "NEWS.Debian", "target/x", "a.egg-info/PKG-INFO", "yarn.lock"):
        write(tmp_path / name)
    found, skipped = sources(tmp_path)
    assert found == ["NEWS.Debian", "README", "x.pod"]
    assert sorted(skipped) == ["a.egg-info/PKG-INFO", "target/x", "yarn.lock"]


def test_links_stay_inside(tmp_path: Path) -> None:
    root = tmp_path / "docs"
    secret = write(tmp_path / "outside" / "secret.md")
    target = write(root / "real.md")
    kept = write(root / ".store" / "kept.md")
    for name, to in (
        ("out.md", secret),
        ("out_dir", secret.parent),
        ("again.md", target),
        ("annexed.md", kept),
        ("loop", root),
        ("gone.md", root / "nowhere.md"),
        ("zero.txt", Path("/dev/zero")),
    ):
        (root / name).symlink_to(to)
    (root / "self.md").symlink_to(root / "self.md")
    found, skipped = sources(root)
    assert found == ["annexed.md", "real.md"]
    assert sorted(skipped) == [
        "again.md", "gone.md", "loop", "out.md", "out_dir", "self.md", "zero.txt",
    ]  # fmt: skip
    assert all("symbolic link" in reason for reason in skipped.values())
    document = {item.source: item for item in scan([root], root)}["annexed.md"]
    assert isinstance(document, FoundFile)
    assert load(document.path, document.source).source == "annexed.md"


def test_links_do_not_lead_to_what_only_the_root_of_two_folders_holds(tmp_path: Path) -> None:
    write(tmp_path / "notes" / "a.md")
    write(tmp_path / "mail" / "b.md")
    secret = write(tmp_path / "private" / "c.md")
    (tmp_path / "notes" / "link.md").symlink_to(secret)
    (tmp_path / "notes" / "other.md").symlink_to(tmp_path / "mail" / "b.md")
    found = list(scan([tmp_path / "notes", tmp_path / "mail"], tmp_path))
    assert {each.source for each in found if isinstance(each, FoundFile)} == {
        "mail/b.md",
        "notes/a.md",
    }
    assert {each.source: each.reason for each in found if isinstance(each, Skipped)} == {
        "notes/link.md": "Is a symbolic link that leads outside the collection.",
        "notes/other.md": INDEXED_ANYWAY,
    }


def test_a_root_reached_through_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real" / "a.md")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert sources(tmp_path / "link")[0] == ["a.md"]
    assert sources(tmp_path / "link", tmp_path / "real")[0] == ["a.md"]


def test_what_is_no_regular_file_never_blocks(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(50 << 30)
    found, skipped = sources(tmp_path)
    assert not found
    assert skipped["pipe.md"] == "Not a regular file."
    assert skipped["huge.txt"].startswith("Too large: 51,200.0 MiB")
    for name in ("pipe.md", "huge.txt"):
        with pytest.raises(DocumentError):
            load(tmp_path / name, name)


def test_names_that_are_not_utf8_are_reported_readably(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"latin1_\xe9.md")).write_text("x")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    assert sources(tmp_path) == ([], {"latin1_\\xe9.md": "Its name is not valid UTF-8."})


def test_paths_overlap_lie_outside_or_are_missing(tmp_path: Path) -> None:
    root = tmp_path / "docs"
    file = write(root / "sub" / "a.md")
    outside = write(tmp_path / "b.md")
    found, skipped = sources(root, root, root / "sub", file, outside, root / "missing.md")
    assert found == ["sub/a.md"]
    assert skipped["../b.md"] == "Lies outside the collection."
    assert skipped["missing.md"].startswith("Can't be opened: No such file")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_unreadable_files_and_folders_are_reported(tmp_path: Path) -> None:
    write(tmp_path / "locked" / "a.md")
    write(tmp_path / "secret.md").chmod(0)
    (tmp_path / "locked").chmod(0)
    try:
        found, skipped = sources(tmp_path)
    finally:
        (tmp_path / "locked").chmod(0o700)
    assert not found
    assert "Permission denied" in skipped["locked"]
    assert "Permission denied" in skipped["secret.md"]


@pytest.mark.skipif(not ATTACKS.is_file(), reason="shared bad inputs are not here")
def test_the_attack_folder(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ATTACKS, tmp_path], check=True, capture_output=True)
    root = tmp_path / "docs"
    names = {os.fsencode(name).decode("utf-8", "backslashreplace") for name in os.listdir(root)}
    names = {name for name in names if not name.startswith(".")}
    seen: set[str] = set()
    unread: dict[str, str] = {}
    for item in scan([root], root):
        seen.add(item.source)
        if isinstance(item, Skipped):
            assert item.reason
            continue
        try:
            document = load(item.path, item.source)
        except DocumentError as error:
            unread[item.source] = error.message
            continue
        assert "OUTSIDE-CANARY" not in document.text
        assert "ZEBRA-7" in document.text
        assert document.title
    assert seen == names
    assert sorted(unread) == [
        "bom_only.txt", "bomb.epub", "bomb_200mb.docx", "deep.docx", "empty.txt", "lol.docx",
        "nul_heavy.txt", "pdf_named.md", "trunc.pdf", "xxe.docx", "zip_named.pdf",
    ]  # fmt: skip


# --- .qaignore


def test_qaignore_leaves_out_in_the_syntax_of_gitignore(tmp_path: Path) -> None:
    for name in (
        "a.txt", "b.txt", "draft-1.txt", "sub/draft-2.txt", "sub/keep.txt", "old/a.txt",
        "sub/old/b.txt", "top.txt", "sub/top.txt", "sub/#odd.txt", "sub/spéc.txt",
    ):  # fmt: skip
        write(tmp_path / name)
    write(
        tmp_path / ".qaignore", "# comment\n\ndraft-*\n!draft-1.txt\nold/\n/top.txt\n\\#odd.txt\n"
    )
    write(tmp_path / "sub" / ".qaignore", "spéc.txt\n!top.txt\n")
    found, skipped = sources(tmp_path)
    assert found == ["a.txt", "b.txt", "draft-1.txt", "sub/keep.txt", "sub/top.txt"]
    assert not skipped


def test_the_deepest_qaignore_decides_and_an_ignored_folder_stays_out(tmp_path: Path) -> None:
    write(tmp_path / ".qaignore", "*.md\nshut/\n")
    for name in ("a.md", "sub/a.md", "sub/b.md", "shut/a.txt"):
        write(tmp_path / name)
    write(tmp_path / "sub" / ".qaignore", "!a.md\n")
    write(tmp_path / "shut" / ".qaignore", "!a.txt\n")
    assert sources(tmp_path) == (["sub/a.md"], {})
    # Patterns of the root hold when only a folder below it is named.
    assert sources(tmp_path, tmp_path / "sub") == (["sub/a.md"], {})


def test_a_link_to_what_is_left_out_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "store" / "real.md")
    write(tmp_path / ".qaignore", "store/\n")
    (tmp_path / "link.md").symlink_to(tmp_path / "store" / "real.md")
    assert sources(tmp_path) == (["link.md"], {})


@pytest.mark.parametrize("how", ["binary", "link", "pipe", "folder", "huge"])
def test_a_qaignore_that_makes_no_sense_is_reported(tmp_path: Path, how: str) -> None:
    path = tmp_path / ".qaignore"
    write(tmp_path / "a.md")
    if how == "binary":
        path.write_bytes(b"\xff\xfe*\x00")
    elif how == "link":
        path.symlink_to(write(tmp_path.parent / f"{tmp_path.name}-patterns", "*.md\n"))
    elif how == "pipe":
        os.mkfifo(path)
    elif how == "folder":
        path.mkdir()
    else:
        path.write_text("*.md\n" * 300_000)
    found, skipped = sources(tmp_path)
    assert found == ["a.md"]
    assert skipped[".qaignore"].endswith("Nothing is left out by it.")


def test_a_link_that_is_named_is_followed(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "here").mkdir()
    (tmp_path / "there" / "real.txt").write_text("Words.")
    link = tmp_path / "here" / "link.txt"
    link.symlink_to(tmp_path / "there" / "real.txt")
    (found,) = scan([link], tmp_path / "here")
    assert (found.source, found.place) == ("link.txt", str(tmp_path / "there" / "real.txt"))
    (beside,) = scan([tmp_path / "here"], tmp_path / "here")  # not named: left out as before
    assert beside.reason == "Is a symbolic link that leads outside the collection."
