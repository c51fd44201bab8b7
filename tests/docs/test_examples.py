"""The Python example of every operation, run as it is printed against the mock.

What arrives has to be the document's example request, with the broker code where the contract says that one belongs. The
examples name orders, bots and offers of the document that no exchange has any more: the refusals that follow are listed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from generator.bundle import bundle, operations
from generator.package import SPEC
from generator.reference.examples import examples
from okx_broker.errors import ApiError, BatchRefused
from okx_broker.transport import Outgoing, PyreqwestTransport, Reply
from tests.mock.conftest import ROOT, Mock, mock, server

__all__ = ["mock", "server"]

CODE = "MOCKBROKER01"
DOCUMENT = json.loads((ROOT / "generated" / "okx_v5" / "openapi.json").read_text("utf-8"))
OPERATIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    operation["operationId"]: (url, verb, operation) for url, verb, operation in operations(DOCUMENT)
}
WITH_A_STORE = ("createFastApiKey", "deleteFastApiKey")
"""They need a user who has consented: see test_fast_api_examples.py."""
ITSELF = {"createDmaTrades": {"begin": "20260601", "end": "20260630"}, "getDmaTrades": {"type": "true"}}
"""Our own examples, where the document has none."""
REFUSED = {
    # The document's orders, positions, bots, quotes and investments are nobody's.
    "getOrder": "51603", "cancelOrder": "51400", "amendOrder": "51503", "cancelBatchOrders": "51400",
    "getAlgoOrder": "51603", "cancelAlgos": "51400", "closePosition": "51023",
    "getGridOrder": "51293", "copyGridOrder": "51293", "stopGridOrders": "51293",
    "getRecurringOrder": "51293", "stopRecurringOrders": "51293",
    "placeCopyTradingAlgoOrder": "51023", "closeCopyTradingSubposition": "51023", "amendCopySettings": "51293",
    "getSpreadOrder": "51603", "cancelSpreadOrder": "51400",
    "createRfq": "70103", "cancelRfq": "70000", "executeQuote": "70000", "createQuote": "70000", "cancelQuote": "70001",
    "convertTrade": "52927", "redeemEarn": "51603", "cancelEarn": "51603",
    "purchaseEarn": "51000",  # no such product
    "getTicker": "51001",  # an instrument that the mock does not have
    "getIfRebate": "59506", "getAffiliateInviteeDetail": "51000",  # nobody's key, no invitee
    "placeRecurringOrder": "51010",  # the example is in another account mode
    "exchangeToken": "53009",  # no client of that name
}  # fmt: skip
"""Operations whose example the mock refuses, and its code."""


@pytest.fixture(scope="module")
def programs() -> dict[str, str]:
    return examples(bundle(SPEC))


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Outgoing]:
    """The requests that go out, as they go out."""
    seen: list[Outgoing] = []
    send = PyreqwestTransport.send

    def watched(self: PyreqwestTransport, request: Outgoing) -> Reply:
        seen.append(request)
        return send(self, request)

    monkeypatch.setattr(PyreqwestTransport, "send", watched)
    return seen


def expected(operation: dict[str, Any]) -> Any:
    """The document's first example, with the code in the places of the contract."""
    if operation["operationId"] in ITSELF:
        return ITSELF[operation["operationId"]]
    (found,) = json.loads(json.dumps(operation["x-okx-example-requests"][0])).values()
    for place in operation.get("x-okx-broker-tag", []):
        if place["role"] == "attribution":
            for one in found if place["at"] == "body[].tag" else [found]:
                one["tag"] = CODE
    return found


def run(program: str, name: str) -> None:
    exec(compile(program, f"{name}.py", "exec"), {"__name__": "__main__"})


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name not in WITH_A_STORE])
def test_an_example_sends_what_the_document_shows(
    name: str, programs: dict[str, str], mock: Mock, sent: list[Outgoing], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, verb, operation = OPERATIONS[name]
    who = mock.accounts["broker" if operation["tags"][0] in ("dma_broker", "fd_broker", "affiliate") else "alice"]
    for variable, value in {
        "OKX_BROKER_CODE": CODE,
        "OKX_ENVIRONMENT": "demo",
        "OKX_SITE": "global",
        "OKX_BASE_URL": mock.url,
        "OKX_API_KEY": who["api_key"],
        "OKX_SECRET_KEY": who["secret_key"],
        "OKX_PASSPHRASE": who["passphrase"],
    }.items():
        monkeypatch.setenv(variable, value)
    code = "0"
    try:
        run(programs[name], name)
    except BatchRefused as refusal:
        code = str(refusal.refused[0].code)
    except ApiError as refusal:
        code = str(refusal.code)
    assert code == REFUSED.get(name, "0")
    (request,) = [one for one in sent if urlsplit(one.url).path == url]
    assert request.method == verb.upper()
    if request.method == "GET":
        assert dict(parse_qsl(urlsplit(request.url).query)) == expected(operation)
    else:
        assert json.loads(request.body) == expected(operation)


def test_the_examples_are_typed(programs: dict[str, str], tmp_path: Path) -> None:
    """But for those that need the guide's file `connections.py`; its own test has that."""
    for name in programs.keys() - set(WITH_A_STORE):
        (tmp_path / f"{name}.py").write_text(programs[name], "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / ".cache"), "--scripts-are-modules", "."],
        cwd=tmp_path, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "71 source files" in done.stdout
