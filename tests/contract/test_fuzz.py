"""The running mock keeps the contract, whatever is sent to it; and the fuzzer that says so is not blind."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable

import pytest

from tests.conftest import SHOWN
from tests.contract import reading
from tests.contract.conftest import Fuzz, Run

FULL = os.environ.get("OKX_BROKER_PROOFS") == "full"
SEED = os.environ.get("OKX_FUZZ_SEED", "")
# Examples per operation and sequences of requests; without it as schemathesis.toml says, the same few thousand cases.
OPTIONS = (*(("--max-examples", "100") if FULL else ()), *(("--seed", SEED) if SEED else ()))
LIMIT_CODES = ("50011", "50061")
OPERATIONS = {node["operationId"] for _, _, node in reading.operations(reading.load())}
# These take no parameters, so there is nothing to send wrongly.
WITHOUT_PARAMETERS = {"getTime", "getConfig", "getRfqCounterparties", "getConvertCurrencies", "deleteFastApiKey"}


def show_secrets(run: Run) -> list[str]:
    """The credentials that stand in the output or in a report of a run, by account and name."""
    texts = [run.output, *(file.read_text("utf-8") for file in run.folder.rglob("*") if file.is_file())]
    return [
        f"{name}: {what}"
        for name in ("broker", "alice", reading.MAKER)
        for what in ("api_key", "secret_key", "passphrase")
        if any(run.accounts[name][what] in text for text in texts)
    ]


@pytest.mark.proof
@pytest.mark.timeout(3600 if FULL else 300)
def test_every_answer_of_the_mock_keeps_the_contract(
    fuzz: Fuzz, record_property: Callable[[str, object], None]
) -> None:
    run = fuzz("--phases", "examples,coverage,fuzzing", *OPTIONS)
    record_property(SHOWN, run.table())
    assert run.returncode == 0, run.output

    assert set(run.answers) - {"another method"} == OPERATIONS
    never = sorted(name for name in OPERATIONS if not run.answers[name]["0"])
    assert not never, f"never succeeded, so hardly tested: {never}"
    answers = sum(sum(codes.values()) for codes in run.answers.values())
    limited = sum(codes[code] for codes in run.answers.values() for code in LIMIT_CODES)
    assert limited <= 0.05 * answers, f"{limited} of {answers} answers only met a rate limit"

    # Neither phase nor kind of data is missing.
    assert {"examples", "coverage", "fuzzing"} <= {name for name, count in run.phases.items() if count >= 5}
    for name in OPERATIONS:
        assert run.modes[name, "positive"] >= 2, f"{name} was hardly sent good data"
        assert run.modes[name, "negative"] >= 2 or name in WITHOUT_PARAMETERS, f"{name} was hardly sent bad data"
    for mode in ("positive", "negative"):
        assert sum(count for (_, kind), count in run.modes.items() if kind == mode) >= 20 * len(OPERATIONS)
    assert run.answers["another method"]["50115"] >= 2 * len(OPERATIONS)
    assert not show_secrets(run)


# What must succeed within the sequences of an area: what is made, looked at, ended.
SEQUENCES = {
    "trade": {"placeOrder", "getOrder", "amendOrder", "cancelOrder", "cancelBatchOrders", "closePosition"},
    "algo": {"placeAlgoOrder", "getAlgoOrder", "cancelAlgos"},
    "grid": {"placeGridOrder", "copyGridOrder", "getGridOrder", "stopGridOrders"},
    "recurring": {"placeRecurringOrder", "getRecurringOrder", "stopRecurringOrders"},
    "block": {"createRfq", "getRfqs", "cancelRfq", "createQuote", "getQuotes", "cancelQuote", "executeQuote"},
    "spread": {"placeSpreadOrder", "getSpreadOrder", "cancelSpreadOrder"},
    "convert": {"estimateConvertQuote", "convertTrade"},
    "earn": {"purchaseEarn", "redeemEarn"},
    "dma_broker": {"createSubaccountApikey", "getSubaccountApikey"},
    "fd_broker": {"createRebatePerOrders", "getRebatePerOrders"},
}
# So many sequences; a quote needs an RFQ, and its execution both, so these are more.
MADE = {"block": 120}
MADE_USUALLY = 300 if FULL else 30
# Here orders are filled.
TRADING = {"trade", "algo", "grid", "spread", "convert"}


@pytest.mark.proof
@pytest.mark.timeout(3600 if FULL else 300)
@pytest.mark.parametrize("area", SEQUENCES)
def test_sequences_of_requests_keep_the_contract(
    fuzz: Fuzz, area: str, record_property: Callable[[str, object], None]
) -> None:
    """What was placed is looked at, amended, ended and ended again; keys and reports that were made are looked at."""
    made = max(MADE_USUALLY, MADE.get(area, 0))
    run = fuzz("--phases", "stateful", "--include-tag", area, *OPTIONS, sequences=made)
    record_property(SHOWN, run.table())
    assert run.returncode == 0, run.output
    books = run.books
    assert books is not None
    # The broker's report has what was traded with its codes, whole and with nothing else in it.
    assert books.before.items() <= books.report.items() <= books.after.items()
    if area in TRADING:
        assert books.report, "nothing was traded with a code of the broker, so the report was hardly tested"
    assert not (never := {name for name in SEQUENCES[area] if not run.succeeded(name)}), f"never succeeded: {never}"
    limited = sum(codes[code] for codes in run.answers.values() for code in LIMIT_CODES)
    assert limited <= 0.05 * sum(run.phases.values())
    assert not show_secrets(run)


def operation(document: reading.Node, name: str) -> reading.Node:
    return next(node for _, _, node in reading.operations(document) if node["operationId"] == name)


# Mocks that break the contract in one place, and the name of the check that must see it.


def forgets_a_pattern(document: reading.Node) -> None:
    del document["components"]["schemas"]["CreateSubaccountApiKeyRequest"]["properties"]["label"]["pattern"]


def asks_for_no_key(document: reading.Node) -> None:
    operation(document, "getCurrencies")["x-okx-permission"] = "Public"


def is_stricter_than_documented(document: reading.Node) -> None:
    page = document["components"]["parameters"]["Page"]
    page["schema"] = {**page["schema"], "pattern": "^[2-4]$"}


@pytest.mark.parametrize(
    ("breaks", "name", "seen"),
    [
        (forgets_a_pattern, "createSubaccountApikey", "Schema-violating request accepted"),
        (asks_for_no_key, "getCurrencies", "API accepts requests without authentication"),
        (is_stricter_than_documented, "getSubaccountInfo", "good_requests_are_not_called_malformed"),
    ],
)
def test_a_mock_that_breaks_the_contract_is_found_out(fuzz: Fuzz, breaks, name: str, seen: str) -> None:
    document = copy.deepcopy(reading.load())
    breaks(document)
    run = fuzz(
        "--include-operation-id", name, "--phases", "coverage", "--max-failures", "1", mock_reads=document
    )  # fmt: skip
    assert run.returncode == 1, run.output
    assert seen in run.output
    # The failing request is printed; the credentials in it are not.
    assert "curl -X" in run.output
    assert "OK-ACCESS-KEY: [Filtered]" in run.output or "without authentication" in seen
    assert not show_secrets(run)


def test_an_answer_of_another_form_is_found_out(fuzz: Fuzz) -> None:
    document = copy.deepcopy(reading.load())
    document["components"]["schemas"]["SystemTime"]["properties"]["ts"]["type"] = "integer"
    run = fuzz("--include-operation-id", "getTime", "--phases", "coverage", fuzzer_reads=document)
    assert run.returncode == 1, run.output
    assert "Response violates schema" in run.output


def test_strict_answers_leave_nothing_open() -> None:
    """The stricter reading knows every operation, and refuses unknown fields and texts in the wrong form."""
    import jsonschema_rs

    schemas = reading.strict_answers(reading.load())
    assert set(schemas) == OPERATIONS
    clock = jsonschema_rs.validator_for(schemas["getTime"])
    right = {"code": "0", "msg": "", "data": [{"ts": "1597026383085"}]}
    assert clock.is_valid(right)
    for wrong in (
        {**right, "data": [{"ts": 1597026383085}]},
        {**right, "data": [{"ts": "1597026383"}]},
        {**right, "data": [{"ts": "1597026383085", "more": ""}]},
        {"code": "0", "data": []},
    ):
        assert not clock.is_valid(wrong)
