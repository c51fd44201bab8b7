"""`python -m generator diff`: two revisions of the spec in a repository of the test's own."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.documents.facts import Fact
from generator.revisions import command
from generator.revisions.compare import compare
from tests.client.support import ROOT

TRADE, DMA, FD = "schemas/trade.yaml", "schemas/dma_broker.yaml", "schemas/fd_broker.yaml"


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / "spec", folder / "spec")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "The spec")
    git(folder, "tag", "v1")
    return folder


@pytest.fixture
def changed(repository: Path) -> Iterator[Path]:
    yield repository
    git(repository, "checkout", "-q", "-f", "v1")
    git(repository, "clean", "-fdq")


@pytest.fixture(scope="module")
def before(repository: Path) -> list[Fact]:
    return command.at("v1", repository)


def call(folder: Path, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments), folder)


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "spec" / name
    text = path.read_text("utf-8")
    assert old in text, (name, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


CHANGES = [
    # file, old, new, what is found: kind, severity, operation, where, old, new
    ("paths/fd_broker.yaml", "operationId: getIfRebate", "operationId: getRebateOfUser",
     ("operation renamed", "breaking", "getIfRebate", "", "getIfRebate", "getRebateOfUser")),
    ("paths/fd_broker.yaml", "{requests: 2, seconds: 1, per: [user]}", "{requests: 5, seconds: 1, per: [user]}",
     ("limit changed", "additive", "getIfRebate", "", "2 in 1 s", "5 in 1 s")),
    ("paths/fd_broker.yaml", "{requests: 2, seconds: 1, per: [user]}", "{requests: 1, seconds: 1, per: [user]}",
     ("limit changed", "breaking", "getIfRebate", "", "2 in 1 s", "1 in 1 s")),
    (DMA, "required: [subAcct, label, passphrase]", "required: [subAcct, label, passphrase, ip]",
     ("required changed", "breaking", "createSubaccountApikey", "argument ip", "No", "Yes")),
    (DMA, "required: [subAcct, label, passphrase]", "required: [subAcct, passphrase]",
     ("required changed", "additive", "createSubaccountApikey", "argument label", "Yes", "No")),
    (DMA, "maxLength: 50", "maxLength: 40",
     ("max length changed", "breaking", "createSubaccountApikey", "argument label", "50", "40")),
    (DMA, "      maxLength: 50\n", "", ("max length changed", "additive", "createSubaccountApikey", "argument label", "50", "")),
    (FD, "enum: [api, oauth]", "enum: [api]", ("values changed", "breaking", "createRebatePerOrders", "argument brokerType", "api, oauth", "api")),
    (FD, "enum: [api, oauth]", "enum: [api, oauth, nd]",
     ("values changed", "additive", "createRebatePerOrders", "argument brokerType", "api, oauth", "api, oauth, nd")),
    (FD, "    clientRebateRatio:", "    rebateRatio:",
     ("field renamed", "breaking", "getIfRebate", "field clientRebateRatio", "clientRebateRatio", "rebateRatio")),
    (FD, "      description: Share of the commission that is passed on to the user, as a fraction.\n      type: string\n      format: decimal",
     "      description: Share of the commission that is passed on to the user, as a fraction.\n      type: string",
     ("type changed", "breaking", "getIfRebate", "field clientRebateRatio", "string (decimal)", "string")),
    (FD, "    brokerCode:\n      description: Code of", "    level:\n      description: New.\n      type: string\n    brokerCode:\n      description: Code of",
     ("field added", "additive", "getIfRebate", "field level", "", "level")),
    (FD, "description: Code of the fully disclosed broker.", "description: The code.",
     ("wording changed", "wording", "getIfRebate", "field brokerCode", "", "")),
    ("errors.yaml", "- code: '53012'\n  http: [400]", "- code: '53012'\n  http: [401]",
     ("http changed", "breaking", "", "error code 53012", "400", "401")),
    ("paths/dma_broker.yaml", "x-okx-answer: many", "x-okx-answer: one",
     ("answer changed", "breaking", "getSubaccountApikey", "", "many", "one")),
    ("openapi.yaml", "  /api/v5/market/ticker: {$ref: paths/market.yaml#/ticker}", "  /api/v5/market/tickers: {$ref: paths/market.yaml#/ticker}",
     ("path changed", "breaking", "getTicker", "", "GET /api/v5/market/ticker", "GET /api/v5/market/tickers")),
    ("openapi.yaml", "  /api/v5/market/ticker: {$ref: paths/market.yaml#/ticker}\n", "",
     ("operation removed", "breaking", "getTicker", "", "GET /api/v5/market/ticker", "")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "found"), CHANGES, ids=lambda value: value[0] if isinstance(value, tuple) else None
)
def test_a_change_is_found_with_its_severity(
    changed: Path, before: list[Fact], file: str, old: str, new: str, found: tuple[str, ...]
) -> None:
    edit(changed, file, old, new)
    seen = compare(before, command.at(None, changed))
    assert found in [(one.kind, one.severity, one.operation, one.where, one.spec, one.document) for one in seen]
    others = [one for one in seen if (one.kind, one.operation) != (found[0], found[2])]
    assert all(one.where.startswith("model") for one in others), others


def test_nothing_changed_is_nothing(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(changed, "v1") == 0
    assert capsys.readouterr().out == "nothing changed for callers\n"


def test_two_revisions_are_compared_without_the_working_tree(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(changed, DMA, "maxLength: 50", "maxLength: 60")
    git(changed, "commit", "-aqm", "Longer")
    git(changed, "tag", "-f", "v2")
    edit(changed, DMA, "maxLength: 60", "maxLength: 70")
    assert call(changed, "v1", "v2", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "kind": "max length changed",
            "severity": "additive",
            "operation": "createSubaccountApikey",
            "where": "argument label",
            "old": "50",
            "new": "60",
        }
    ]


def test_what_breaks_callers_is_1_and_a_table_for_the_changelog(
    changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(changed, DMA, "maxLength: 50", "maxLength: 40")
    assert call(changed, "v1") == 1
    assert capsys.readouterr().out == (
        "breaking  createSubaccountApikey argument label: max length changed: 50 -> 40\n1 change: 1 breaking\n"
    )


@pytest.mark.parametrize("revision", ["no-such-tag", "--output=x", "-v"])
def test_a_revision_that_is_none_is_an_error(changed: Path, capsys: pytest.CaptureFixture[str], revision: str) -> None:
    assert command.run(argparse.Namespace(old=revision, new=None, format="table"), changed) == 2
    assert "error: " in capsys.readouterr().err


BEYOND = [
    (FD, "    spotTradeAmt:\n", "    spotAmt:\n",
     ("column renamed", "breaking", "getRebatePerOrders", "column spotTradeAmt", "spotTradeAmt", "spotAmt")),
    (FD, "    level:\n      description: Fee level of the user, as `Lv1`, `Lv2`, `VIP1`, `VIP2`.\n      type: string\n", "",
     ("column removed", "breaking", "getRebatePerOrders", "column level", "level", "")),
    ("openapi.yaml", "{access_token: 3600,", "{access_token: 1800,",
     ("lifetime changed", "breaking", "", "lifetime access_token", "1 h", "30 min")),
    ("openapi.yaml", "{access_token: 3600,", "{access_token: 7200,",
     ("lifetime changed", "additive", "", "lifetime access_token", "1 h", "2 h")),
    ("openapi.yaml", "x-okx-scopes: [read_only, trade, fast_api]", "x-okx-scopes: [read_only, trade]",
     ("scope removed", "breaking", "", "scope fast_api", "fast_api", "")),
    ("openapi.yaml", "TERMID: Conditional}", "TERMID: 'Yes'}",
     ("required changed", "breaking", "", "header TERMID", "Conditional", "Yes")),
    ("paths/fd_broker.yaml", "x-okx-durations: {link: 7200}", "x-okx-durations: {link: 3600}",
     ("spans of time changed", "breaking", "getRebatePerOrders", "", "link 2 h", "link 1 h")),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "found"), BEYOND, ids=str)
def test_columns_tokens_and_durations_are_seen(
    changed: Path, before: list[Fact], file: str, old: str, new: str, found: tuple[str, ...]
) -> None:
    edit(changed, file, old, new)
    seen = compare(before, command.at(None, changed))
    assert found in [(one.kind, one.severity, one.operation, one.where, one.spec, one.document) for one in seen]
