"""A desk for each test, blocking and on an event loop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from okx_broker.testing import OkxMock
from tests.rebates.desk import Desk


@pytest.fixture
def desk(okx_mock: OkxMock, tmp_path: Path) -> Iterator[Desk]:
    one = Desk(okx_mock, tmp_path)
    yield one
    one.store.close()
    assert okx_mock.leaks == (), "no credential may reach the files host"
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"Signature=" not in path.read_bytes(), f"{path} holds a link"


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either_desk(desk: Desk, request: pytest.FixtureRequest) -> Desk:
    desk.asynchronous = request.param
    return desk
