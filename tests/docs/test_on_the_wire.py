"""The requests and answers that the pages of operations show: the document's, with the broker code where the client puts it."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

from generator.bundle import operations
from generator.naming import python_name
from tests.mock.conftest import ROOT

CODE = "YOURCODE1"
DOCUMENT = json.loads((ROOT / "generated" / "okx_v5" / "openapi.json").read_text("utf-8"))
ECHO = {
    "placeOrder", "placeBatchOrders", "closePosition", "placeAlgoOrder", "placeGridOrder", "copyGridOrder",
    "placeRecurringOrder", "placeCopyTradingAlgoOrder", "closeCopyTradingSubposition", "createRfq", "createQuote",
    "placeSpreadOrder", "purchaseEarn",
}  # fmt: skip
"""Operations that carry the code and whose answers repeat it, in the document's examples."""


def wire(site: Path, operation: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """Return the bodies of the requests and answers on an operation's page."""
    page = site / "api" / operation["tags"][0] / f"{python_name(operation['operationId'])}.html"
    part = page.read_text("utf-8").partition('id="on-the-wire"')[2].partition('id="arguments"')[0]
    blocks = [
        unescape(re.sub(r"<[^>]+>", "", found)) for found in re.findall(r"<pre>.*?<code>(.*?)</code>", part, re.DOTALL)
    ]
    asked = [block for block in blocks if not block.startswith("{")]
    return (
        [json.loads(block.partition("\n\n")[2]) for block in asked if "\n\n" in block.strip()],
        [json.loads(block) for block in blocks if block.startswith("{")],
    )


def without_tags(found: Any) -> Any:
    if isinstance(found, list):
        return [without_tags(one) for one in found]
    if isinstance(found, dict):
        return {name: without_tags(one) for name, one in found.items() if name != "tag"}
    return found


def tags(found: Any) -> list[str]:
    if isinstance(found, list):
        return [tag for one in found for tag in tags(one)]
    if isinstance(found, dict):
        own = [found["tag"]] if "tag" in found else []
        return own + [tag for one in found.values() for tag in tags(one)]
    return []


def test_every_request_that_carries_the_code_shows_it_and_so_does_its_answer(site: Path) -> None:
    echoes: set[str] = set()
    carrying = 0
    for _, _, operation in operations(DOCUMENT):
        if not any(place["role"] == "attribution" for place in operation.get("x-okx-broker-tag", [])):
            continue
        carrying += 1
        name = operation["operationId"]
        requests, answers = wire(site, operation)
        documented = [one["body"] for one in operation["x-okx-example-requests"]]
        assert without_tags(requests) == without_tags(documented), name
        for request in requests:
            for item in request if name == "placeBatchOrders" else [request]:
                assert item["tag"] == CODE, name
        assert len(tags(requests)) == (2 if name in ("placeBatchOrders", "copyGridOrder") else 1), name
        shown = operation["responses"]["200"]["content"]["application/json"]["examples"]
        assert without_tags(answers) == without_tags([one["value"] for one in shown.values()]), name
        assert len(tags(answers)) == len(tags(list(shown.values()))), name
        assert set(tags(answers)) <= {CODE}, name
        echoes |= {name} if tags(answers) else set()
    assert carrying == 18
    assert echoes == ECHO


def test_no_other_page_shows_a_code(site: Path) -> None:
    for _, _, operation in operations(DOCUMENT):
        if not any(place["role"] == "attribution" for place in operation.get("x-okx-broker-tag", [])):
            assert CODE not in tags(wire(site, operation)), operation["operationId"]


def test_swagger_ui_shows_the_same_answers(site: Path) -> None:
    document = json.loads((site / "openapi.json").read_text("utf-8"))
    for _, _, operation in operations(document):
        if operation["operationId"] in ECHO:
            shown = operation["responses"]["200"]["content"]["application/json"]["examples"]
            assert set(tags([one["value"] for one in shown.values()])) == {CODE}, operation["operationId"]
