"""What people are told when Lance fails."""

from __future__ import annotations

import pytest

from qa.errors import IndexDamaged, IndexUnwritable
from qa.shared.package import translated

REGION = (
    "LanceError(IO): Generic S3 error: Failed to resolve region for bucket 'press',\n"
    " /home/somebody/lance/rust/lance-io/src/object_store/providers/aws.rs:342:13"
)


def test_storage_that_cannot_be_reached_is_not_damaged():
    with pytest.raises(IndexUnwritable) as raised, translated("s3://press/news"):
        raise OSError(REGION)
    assert raised.value.message == (
        "s3://press/news can't be reached: "
        "Generic S3 error: Failed to resolve region for bucket 'press'."
    )
    assert "AWS_REGION" in raised.value.hint


def test_other_errors_are_damage_and_name_no_source_file():
    with pytest.raises(IndexDamaged) as raised, translated("lance:/data/news"):
        raise OSError("Encountered corrupt file, rust/lance-file/src/reader.rs:100")
    assert raised.value.message == "lance:/data/news can't be read: Encountered corrupt file."
