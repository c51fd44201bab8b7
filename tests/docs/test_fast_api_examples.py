"""The two examples that act with a user's token, run after the guide to connecting users has been followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.bundle import bundle
from generator.package import SPEC
from generator.reference.examples import examples
from tests.cli.conftest import Command, command, exchange, server
from tests.cli.test_guide import FILES, Reader

__all__ = ["command", "exchange", "server"]


@pytest.fixture
def reader(command: Command, tmp_path: Path) -> Reader:
    return Reader(command, tmp_path)


def test_a_key_is_made_and_deleted_with_a_token(reader: Reader) -> None:
    programs = examples(bundle(SPEC))
    by_hand = FILES["connect_by_hand.py"]
    changed = by_hand.replace('("read_only", "trade")', '("fast_api",)').replace("user-7", "user-9")
    (reader.folder / "consent.py").write_text(changed, "utf-8")
    assert reader.connect("consent.py") == "connected: fast_api\n"
    for name in ("createFastApiKey", "deleteFastApiKey"):
        (reader.folder / f"{name}.py").write_text(programs[name], "utf-8")
    assert "50118" in reader.run("createFastApiKey.py", status=1), "to be bound, of a broker without an allow-list"
    assert "59506" in reader.run("deleteFastApiKey.py", status=1), "there is none"
    unbound = programs["createFastApiKey"].replace("bind_app=True", "bind_app=False")
    (reader.folder / "unbound.py").write_text(unbound, "utf-8")
    made = reader.run("unbound.py")
    assert "label='demo'" in made
    assert "perm='read_only'" in made
    assert "Qwr4321!" not in made
    assert "label" not in reader.run("deleteFastApiKey.py")
