"""The contract is whole: examples hold, extensions are there, patterns bind the whole text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest
import yaml

from okx_v5.operations import find
from tests.client.support import (
    CODE,
    CONTRACT,
    ROOT,
    Recorder,
    body_of,
    body_schema,
    item_model,
    make_caller,
    method_of,
    operations,
    request_fields,
    resolve,
    to_arguments,
)

ALL = [pytest.param(path, method, operation, id=operation["operationId"]) for path, method, operation in operations()]

WITHOUT_EXAMPLES = {("GET", "/api/v5/broker/dma/trades"), ("POST", "/api/v5/broker/dma/trades")}
"""What stands in newer documents only, and without an example of a request or an answer."""


def expanded(node: Any, depth: int = 0) -> Any:
    """Write every reference out, so that a schema stands alone."""
    assert depth < 60, "a schema refers to itself"
    if isinstance(node, list):
        return [expanded(item, depth + 1) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: expanded(value, depth + 1) for key, value in resolve(node).items()}


def validator(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    alone = expanded(schema)
    jsonschema.Draft202012Validator.check_schema(alone)
    return jsonschema.Draft202012Validator(alone)


def examples() -> Iterator[Any]:
    for _, _, operation in operations():
        bodies = [("request", resolve(operation["requestBody"]))] if "requestBody" in operation else []
        bodies += [(status, resolve(one)) for status, one in operation["responses"].items()]
        for place, body in bodies:
            content = body["content"]["application/json"]
            for name, example in content.get("examples", {}).items():
                yield pytest.param(content["schema"], example["value"], id=f"{operation['operationId']}-{place}-{name}")


@pytest.mark.parametrize(("schema", "example"), list(examples()))
def test_every_example_holds_its_schema(schema: dict[str, Any], example: Any) -> None:
    assert [error.message for error in validator(schema).iter_errors(example)] == []


@pytest.mark.parametrize(("schema", "example"), [one for one in examples() if "-200-" in str(one.id)])
def test_every_field_of_an_example_answer_is_in_its_schema(schema: dict[str, Any], example: Any) -> None:
    def walk(found: Any, known: dict[str, Any], place: str) -> None:
        if isinstance(found, list):
            for one in found:
                walk(one, known["items"], place)
        elif isinstance(found, dict):
            for name, value in found.items():
                assert name in known.get("properties", {}), f"{place}.{name} is in the example and not in the schema"
                walk(value, known["properties"][name], f"{place}.{name}")

    whole: dict[str, Any] = {"properties": {}}
    for part in expanded(schema).get("allOf", [expanded(schema)]):
        whole["properties"] |= part["properties"]
    walk(example, whole, "")


@pytest.mark.parametrize(("path", "method", "operation"), ALL)
def test_every_operation_says_what_the_client_needs(path: str, method: str, operation: dict[str, Any]) -> None:
    assert operation["x-okx-permission"] in {"Public", "Read", "Trade", "Withdraw"}
    # Only the exchange of a token answers without an envelope, and only what OAuth documents has no limit that is known.
    assert operation["x-okx-answer"] in ({"bare"} if path == "/v5/users/oauth/token" else {"one", "many"})
    assert set(operation["x-okx-source"]) == {"document", "section"}
    assert bool(operation["x-okx-rate-limit"]) == ("/users/oauth/" not in path)
    for window in operation["x-okx-rate-limit"]:
        assert window["requests"] >= 1
        assert window["seconds"] >= 1
        assert set(window["per"]) <= {"user", "ip", *request_fields(operation)}
        assert set(window["per"]) & {"user", "ip"}
        assert set(window) <= {"requests", "seconds", "per", "options", "unit", "bucket", "single", "code"}
        assert window.get("options", "instFamily") == "instFamily"
    assert (operation.get("security") == []) == (operation["x-okx-permission"] == "Public")
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"][0] in {tag["name"] for tag in CONTRACT["tags"]}
    assert bool(operation.get("x-okx-example-requests")) == ((method, path) not in WITHOUT_EXAMPLES)
    assert (operation.get("x-okx-since") == "newer") == ((method, path) in WITHOUT_EXAMPLES)
    assert {"200", "4XX", "5XX"} <= set(operation["responses"])
    assert re.fullmatch(r"[a-z][A-Za-z]+", operation["operationId"])
    for wire, (schema, _) in request_fields(operation).items():
        assert schema.get("description") or method == "GET", wire


def patterns(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        for value in node.values():
            yield from patterns(value)
    elif isinstance(node, list):
        for value in node:
            yield from patterns(value)


def test_patterns_bind_the_whole_text() -> None:
    found = set(patterns(CONTRACT))
    assert len(found) > 5
    for pattern in found:
        assert pattern.startswith("^"), pattern
        assert pattern.endswith("$"), pattern
        assert re.compile(pattern)
        assert "|" not in re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", pattern)), f"{pattern}: an open choice"


def test_answers_carry_no_rules_for_requests() -> None:
    for _, _, operation in operations():
        for status in operation["responses"]:
            schema = expanded(resolve(operation["responses"][status])["content"]["application/json"]["schema"])
            text = json.dumps(schema)
            for rule in ('"pattern"', '"minLength"', '"maxLength"', '"enum"', '"required"', '"additionalProperties"'):
                assert rule not in text, f"{operation['operationId']} {status}: {rule}"


# The examples of requests


def example_requests() -> Iterator[Any]:
    for path, method, operation in operations():
        for number, example in enumerate(operation.get("x-okx-example-requests", [])):
            yield pytest.param(path, method, operation, example, id=f"{operation['operationId']}-{number}")


@pytest.mark.parametrize(("path", "method", "operation", "example"), list(example_requests()))
def test_example_requests_pass_the_clients_checks_and_are_encoded_as_they_stand(
    path: str, method: str, operation: dict[str, Any], example: dict[str, Any]
) -> None:
    found = find(method, path)
    assert found is not None
    recorder = Recorder()
    tagged = any(place["role"] == "attribution" for place in operation.get("x-okx-broker-tag", []))
    # Where an example has a tag, it is the code of the broker who sends it.
    own = example["body"].get("tag", CODE) if isinstance(example.get("body"), dict) else CODE
    user = make_caller(operation, recorder, on_other_tag=lambda *_: None, code=own)
    call = method_of(user, operation)
    code = {"tag": own} if tagged else {}
    if "query" in example:
        call(**to_arguments(operation, example["query"]))
        (request,) = recorder.requests
        query = urlencode(example["query"]) if example["query"] else ""
        assert sorted(request.url.partition("?")[2].split("&")) == sorted(query.split("&"))
        assert request.url.partition("?")[0] == f"https://www.okx.com{path}"
        assert request.body == b""
    elif isinstance(example["body"], list):
        call([item_model(operation)(**to_arguments(operation, item)) for item in example["body"]])
        assert body_of(recorder.requests[0]) == [{**item, **code} for item in example["body"]]
    else:
        call(**to_arguments(operation, example["body"]))
        assert body_of(recorder.requests[0]) == {**example["body"], **code}
    assert found.method == method == recorder.requests[0].method


@pytest.mark.parametrize(("path", "method", "operation", "example"), list(example_requests()))
def test_example_requests_hold_the_contract(
    path: str, method: str, operation: dict[str, Any], example: dict[str, Any]
) -> None:
    schema = body_schema(operation)
    if schema is not None:
        assert [error.message for error in validator(schema).iter_errors(example["body"])] == []
        return
    fields = request_fields(operation)
    for name, value in example["query"].items():
        assert [error.message for error in validator(fields[name][0]).iter_errors(value)] == []
    assert {name for name, (_, required) in fields.items() if required} <= set(example["query"])


# Departures from the documents


DOCUMENTS = {"okx-broker-program", "okx-broker-program-newer", "okx-v5", "okx-oauth", "signing-oauth-tags"}
DEVIATIONS: list[dict[str, Any]] = yaml.safe_load((ROOT / "spec/deviations.yaml").read_text("utf-8"))


def test_every_departure_says_where_what_and_why_under_an_id_of_its_own() -> None:
    names = [entry["id"] for entry in DEVIATIONS]
    assert len(set(names)) == len(names) > 30
    for entry in DEVIATIONS:
        assert set(entry) - {"facts"} == {"id", "anchor", "document", "spec", "why"}, entry["id"]
        assert set(entry["anchor"]) == {"document", "section", "place"}, entry["id"]
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["id"])
        assert entry["anchor"]["document"] in DOCUMENTS
        for key in ("document", "spec", "why"):
            assert isinstance(entry[key], str), f"{entry['id']}.{key} is no text"
            assert len(entry[key].strip()) >= 2, f"{entry['id']}.{key}"
        for key in ("section", "place"):
            assert str(entry["anchor"][key]).strip()


@pytest.mark.parametrize(
    "words",
    [
        ["marker", "maker"],
        ["canTransOut"],
        ["affiliated"],
        ["53007", "53008"],
        [".xls"],
        ["Chinese"],
        ["v5.1"],
        ["alphanumeric"],
        ["read_only", "trade"],
        ["withdraw"],
        ["suBrokerRebate"],
        ["beginTime"],
        ["Error Message"],
    ],
)
def test_the_known_contradictions_of_the_document_are_listed(words: list[str]) -> None:
    texts = [yaml.safe_dump(entry, allow_unicode=True, width=10_000) for entry in DEVIATIONS]
    assert [text for text in texts if all(word in text for word in words)], f"nothing about {words}"
