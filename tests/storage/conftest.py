"""Remotes that machines share: a folder, and a bucket of an S3 server in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.storage import remote


@pytest.fixture(scope="session")
def bucket() -> Iterator[tuple[str, str]]:
    """The address of a bucket, and of the server that has it."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    at = f"http://{host}:{port}"
    login = dict.fromkeys(("aws_access_key_id", "aws_secret_access_key"), "any")
    boto3.client("s3", endpoint_url=at, region_name="us-east-1", **login).create_bucket(Bucket="shelf")
    yield "s3://shelf/studies", at
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A remote that is named, of each kind in turn."""
    if request.param == "folder":
        (tmp_path / "shelf").mkdir()
        address = (tmp_path / "shelf").as_uri()
    else:
        address, at = request.getfixturevalue("bucket")
        address = f"{address}/{tmp_path.name}"
        for name, value in (("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "b"), ("ENDPOINT_URL", at)):
            monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv(remote.VARIABLE, address)
    return address
