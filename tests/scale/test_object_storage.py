"""The same in object storage: against an S3 of moto's on this machine, where it is installed."""

from __future__ import annotations

import pytest

from tests.support.builders import put
from tests.support.places import PLACES

pytest.importorskip("lance", reason="needs the extra: pip install 'qa[scale]'")
pytest.importorskip("moto", reason="needs moto[server], an S3 for tests")


@pytest.fixture
def place(tmp_path, monkeypatch):
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
    }.items():
        monkeypatch.setenv(name, value)
    import boto3

    boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket="papers")
    made = PLACES["lance"](tmp_path)
    made.address = "s3://papers/news"
    yield made
    server.stop()


@pytest.mark.slow
def test_a_collection_in_object_storage(place):
    from qa.shared.store import SharedStore

    with place.writing() as store:
        put(store, "first.txt", ["A zeppelin landed on the roof."])
    with SharedStore.create(place.address) as one, SharedStore.create(place.address) as two:
        put(one, "one.txt", ["The pilot waved."])
        one.flush()
        put(two, "two.txt", ["The crowd cheered the pilot."])
    retriever = place.retriever()
    assert retriever.store.counts() == (3, 3)
    assert retriever.documents_of(retriever.lexical.search("zeppelin", 5).ids) == ["first.txt"]
    assert retriever.lexical.frequency("pilot") == 2
    assert retriever.store.document("two.txt").text == "The crowd cheered the pilot."
