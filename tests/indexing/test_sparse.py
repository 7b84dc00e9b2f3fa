"""Little text in a large file is pointed out; other large files are not."""

from qa.datatypes import Skipped
from qa.indexing.sparse import sparse
from qa.store.store import FileState
from tests.support.builders import document, settled, unit, whole


def test_little_text_in_a_large_file(tmp_path):
    with settled(tmp_path) as store, store.commit() as number:
        for name, size, text in (
            ("scan.pdf", 4_200_000, "Page one."),
            ("book.pdf", 4_200_000, "word " * 300),
            ("note.txt", 200_000, "One."),
        ):
            state = FileState(name, size, 1, 1, "")
            store.put(document(name, text), state, [whole(text)], [unit(text)], number)
    with settled(tmp_path) as store:
        assert sparse(store) == (
            Skipped("scan.pdf", "2 words in 4.2 MB; pictures in it are not read."),
        )
