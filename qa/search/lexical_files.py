"""The generations of the lexical index on disk: built anew, or the last one carried on.

A generation is never changed. The next one shares the segments that stay the same with it (hard
links, which cost nothing), takes the change in as a segment more, and takes its place when
`current.json` names it: readers keep what they have opened, and a kill at any moment leaves the
old one whole.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.embedding.model_files import file_sha256
from qa.errors import IndexUnwritable
from qa.files import (
    make_folder,
    make_private,
    plain_name,
    read_json,
    replace_file,
    stamp,
    sync_file,
    unwritable_as_error,
    write_json,
)
from qa.search.fields import fields, register, schema
from qa.search.lexical_index import CARD_NAME, FOLDER_NAME, VERSION, Lexical
from qa.store.store import Searchable, Store

if TYPE_CHECKING:
    import tantivy

    Tick = Callable[[int], None]

_HEAP = 128 << 20
_SMALL_HEAP = 32 << 20
_FEW = 5_000  # passages: built anew within a second, with exact statistics
_GONE_SHARE = 20  # built anew when more than one in so many passages is gone,
_CARRIED = 2  # or more than one in so many came or went


def build_lexical(folder: Path, store: Store, tick: Tick | None = None) -> Lexical:
    """Write a generation of everything in `store` and open it. Raises IndexUnwritable."""
    import tantivy

    with _generation(folder) as generation:
        index = tantivy.Index(schema(), str(generation), reuse=False)
        register(index)
        writer = index.writer(_HEAP, 1)
        _add(writer, store.searchable(), tick)
        writer.commit()
        writer.wait_merging_threads()
        return _publish(folder, generation, store, {})


def update_lexical(
    folder: Path, store: Store, tick: Tick | None = None, *, growing: bool = False
) -> Lexical | None:
    """Write a generation that carries the last one on and open it. Raises IndexUnwritable.

    None when there is none to carry on, or when building it anew is better. With `growing`, in a
    build that publishes what it has from time to time, much that is new is no reason for that.
    """
    import tantivy

    card = read_json(folder / FOLDER_NAME / CARD_NAME) or {}
    last = Lexical.open(folder, store, behind=True)
    commit = store.commit_of(card.get("state"))
    if last is None or commit is None:
        return None
    removed = store.removed_since(commit).tolist()
    changes, living = store.changes_since(commit), store.counts()[1]
    # Those of documents that moved are taken out and come back with other names.
    renamed = last.count(store.added_since(commit))
    gone = last.gone + len(removed) + renamed
    if gone and (living < _FEW or gone * _GONE_SHARE > living):
        return None
    if changes * _CARRIED > living and (gone or not growing):
        return None
    if not changes:  # documents have only moved
        write_json(folder / FOLDER_NAME / CARD_NAME, card | {"state": store.state()})
        return last
    old = folder / FOLDER_NAME / card["generation"]
    added = store.added_since(commit).tolist()
    with _generation(folder) as generation:
        for name in card["files"]:
            # tantivy writes these two anew, everything else once.
            _share(old / name, generation / name, copy=name in ("meta.json", ".managed.json"))
        index = tantivy.Index.open(str(generation))
        register(index)
        writer = index.writer(_HEAP if len(added) > _FEW else _SMALL_HEAP, 1)
        if removed or renamed:  # taken out first, so that doing it twice does no harm
            listed = tantivy.Query.term_set_query(index.schema, "id", removed + added)
            writer.delete_documents_by_query(listed)
        _add(writer, store.searchable(commit), tick)
        writer.commit()
        writer.wait_merging_threads()
        return _publish(folder, generation, store, card["files"])


def recognise_lexical(folder: Path) -> None:
    """Record how the files look now, so that a copy that was opened needs no more hashing.

    The caller holds the lock and has just opened it.
    """
    path = folder / FOLDER_NAME / CARD_NAME
    card = read_json(path) or {}
    generation = path.parent / card["generation"]
    files = {name: [stamp(generation / name), kept[1]] for name, kept in card["files"].items()}
    if files != card["files"]:
        for name in files:  # from now on their looks are believed
            sync_file(generation / name)
        write_json(path, card | {"files": files})


def move_lexical(fresh: Path, folder: Path) -> None:
    """Move the current generation of `fresh` to `folder`.

    Raises OSError, KeyError, and ValueError for a card that is damaged.
    """
    name = plain_name((read_json(fresh / FOLDER_NAME / CARD_NAME) or {})["generation"])
    generation = folder / FOLDER_NAME / name
    make_folder(generation)
    for path in (fresh / FOLDER_NAME / name).iterdir():
        path.replace(generation / path.name)
    sync_file(generation)
    replace_file(fresh / FOLDER_NAME / CARD_NAME, folder / FOLDER_NAME / CARD_NAME)


def sweep_lexical(folder: Path) -> None:
    """Take away what a killed writer left half done. The caller holds the lock."""
    base = folder / FOLDER_NAME
    current = (read_json(base / CARD_NAME) or {}).get("generation")
    for path in base.iterdir() if base.is_dir() else ():
        if path.is_dir() and path.name != current:
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith("."):
            path.unlink(missing_ok=True)


def _add(writer: tantivy.IndexWriter, passages: Iterable[Searchable], tick: Tick | None) -> None:
    import tantivy

    for done, (number, words) in enumerate(fields(passages), 1):
        writer.add_document(tantivy.Document(id=number, **words))
        if tick and done % 1000 == 0:
            tick(done)


@contextmanager
def _generation(folder: Path) -> Iterator[Path]:
    """A new folder to fill, gone again when that fails."""
    base = folder / FOLDER_NAME
    with unwritable_as_error(base):
        make_folder(base)
        make_private(base)
        generation = Path(tempfile.mkdtemp(prefix="generation-", dir=base))
    try:
        yield generation
    except (ValueError, OSError) as error:
        shutil.rmtree(generation, ignore_errors=True)
        raise IndexUnwritable(f"{base} can't be written: {error}.") from error
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise


def _share(path: Path, link: Path, *, copy: bool) -> None:
    if not copy:
        try:
            os.link(path, link)
        except OSError:  # a file system without links
            pass
        else:
            return
    shutil.copyfile(path, link)


def _publish(folder: Path, generation: Path, store: Store, before: dict[str, Any]) -> Lexical:
    """Check what was written and make it the current generation."""
    base = folder / FOLDER_NAME
    lexical = Lexical.read(generation)
    if len(lexical) != store.counts()[1]:
        raise OSError("it does not hold what was written; the disk may be full")
    files: dict[str, Any] = {}
    make_private(*generation.iterdir())
    for path in generation.iterdir():
        look = stamp(path)
        if not look[0]:  # a lock
            continue
        known = before.get(path.name)
        if known and known[0] == look:
            files[path.name] = known
        else:
            sync_file(path)
            files[path.name] = (look, file_sha256(path))
    sync_file(generation)
    card = {
        "version": VERSION,
        "state": store.state(),
        "generation": generation.name,
        "passages": len(lexical),
    }
    write_json(base / CARD_NAME, card | {"files": files})
    for old in base.iterdir():
        if old.is_dir() and old != generation:
            shutil.rmtree(old, ignore_errors=True)
    return lexical
