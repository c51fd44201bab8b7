"""The surface as a whole: a valid document, every operation of this version, every place of the broker code."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from openapi_spec_validator import validate

from generator.bundle import bundle, operations
from tests.client.support import ROOT


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The split spec, put together."""
    return bundle(ROOT / "spec")


def test_it_is_a_valid_document_and_has_every_operation_of_this_version(document: dict[str, Any]) -> None:
    validate(document)
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids)) == 73


def test_the_broker_code_goes_into_eighteen_requests_and_two_filters_stay_the_callers(document: dict[str, Any]) -> None:
    # From OKX's documents: core 3, algo 1, grid 2, DCA 1, recurring 1, block 2, spread 1, convert 2, earn 1, copy 4.
    roles = Counter(
        (place["role"], operation["tags"][0])
        for _, _, operation in operations(document)
        for place in operation.get("x-okx-broker-tag", [])
    )
    expected = {"trade": 3, "algo": 1, "grid": 2, "dca": 1, "recurring": 1, "block": 2, "spread": 1, "convert": 2}
    attribution = {tag: count for (role, tag), count in roles.items() if role == "attribution"}
    assert attribution == {**expected, "earn": 1, "copytrading": 4}
    assert sum(attribution.values()) == 18
    assert {tag: count for (role, tag), count in roles.items() if role == "filter"} == {"trade": 1, "convert": 1}
