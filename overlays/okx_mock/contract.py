"""The contract: operations, parameter rules, permissions and limits, read from the bundled `openapi.json`.

The file is data of the generated package; no code of that package is loaded.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from okx_mock.answers import Refusal
from okx_mock.limits import Charge
from okx_mock.rules import MAX_TEXT_LENGTH, Check, Condition, Fields, Schema, compile_value, conditions_of
from okx_mock.sealing import seal, seal_passphrase
from okx_mock.wire import Json

# An option: underlying, day, strike, call or put. It counts by its family, as `BTC-USD`.
_OPTION = re.compile(r"([A-Z0-9]+-[A-Z0-9]+)-[0-9]+-[0-9.]+-[CP]")

# Codes that say how the items of an answer fared, so no refusals.
BY_ITEMS = frozenset({"0", "1", "2"})
METHODS = ("get", "put", "post", "delete", "patch")
# The permission of a key that each `x-okx-permission` asks for.
PERMISSIONS = {"Public": "", "Read": "read_only", "Trade": "trade", "Withdraw": "withdraw"}


class ContractError(Exception):
    """The contract cannot be found or read."""


@dataclass(frozen=True, slots=True)
class Window:
    """One rate limit of an operation."""

    requests: int
    window_ms: int
    per: tuple[str, ...]
    by_family: bool
    by_item: bool
    bucket: str
    single: str
    code: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The request fields that the counter depends on."""
        return tuple(name for name in self.per if name not in {"user", "ip"})


@dataclass(slots=True)
class Operation:
    """One operation as the mock checks it."""

    method: str
    path: str
    name: str
    permission: str
    windows: tuple[Window, ...]
    query: Fields
    by_token: bool = False
    attributed: bool = False
    """Whether it takes a broker code."""
    body: Fields | None = None
    array: bool = False
    most_items: int = 0
    secrets: Mapping[str, bool] = field(default_factory=dict[str, bool])
    """The fields of the body that are secrets, each with whether it is a passphrase."""
    longest: Mapping[str, int] = field(default_factory=dict[str, int])
    """The greatest length of each text of the body."""
    singles: Mapping[str, Window] = field(default_factory=dict[str, Window])

    @property
    def of_oauth(self) -> bool:
        """Whether it is of OAuth and Fast API, which have codes of their own."""
        return "/users/oauth/" in self.path

    @property
    def public(self) -> bool:
        """Whether anybody may call it."""
        return not self.permission

    def charges(self, user: str, address: str, items: Sequence[Mapping[str, Json]] | None) -> Iterator[Charge]:
        """What a request takes from the counters.

        Args:
            user: UID of the caller, or empty.
            address: address of the caller.
            items: the request's fields, one mapping per element of an array body; None stands for "not decoded yet" and
                gives the charges that do not depend on fields, the others come when the fields are known.
        """
        for declared in self.windows:
            window = declared
            needs_items = bool(window.fields) or window.by_item or bool(window.single)
            if needs_items == (items is None):
                continue
            if items is None:
                yield self._charge(window, user, address, {}, 1)
                continue
            if window.single and self.array and len(items) == 1:
                window = self.singles.get(window.single, window)
            if not self.array:
                yield self._charge(window, user, address, items[0] if items else {}, 1)
                continue
            groups: dict[tuple[str, ...], int] = {}
            samples: dict[tuple[str, ...], Mapping[str, Json]] = {}
            for item in items:
                values = tuple(self._scope(window, name, item) for name in window.fields)
                groups[values] = groups.get(values, 0) + 1
                samples[values] = item
            for values, count in groups.items():
                yield self._charge(window, user, address, samples[values], count if window.by_item else 1)

    def _charge(self, window: Window, user: str, address: str, values: Mapping[str, Json], amount: int) -> Charge:
        parts = tuple(
            user if part == "user" else address if part == "ip" else self._scope(window, part, values)
            for part in window.per
        )
        key = (window.bucket, window.window_ms, window.code, window.per, parts)
        return Charge(key, amount, window.requests, window.window_ms, window.code)

    def _scope(self, window: Window, name: str, values: Mapping[str, Json]) -> str:
        """What a request counts by: options by their family in place of the instrument."""
        text = _label(values.get(name))
        option = _OPTION.fullmatch(text) if window.by_family and name == "instId" else None
        return f"{option[1]} options" if option else text

    def sealed(self, fields: Mapping[str, Json]) -> dict[str, Json]:
        """A request's fields with hashes in place of secrets."""
        return {
            name: str(seal_passphrase(value) if self.secrets[name] else seal(value))
            if name in self.secrets and isinstance(value, str)
            else value
            for name, value in fields.items()
        }

    def accept_items(self, value: Json) -> list[dict[str, Json] | Refusal]:
        """Check an array body: per item its fields, or why it is refused.

        Raises:
            Refusal: the body is no array of 1 to `most_items` objects.
        """
        if self.body is None or not isinstance(value, list):
            raise Refusal("50002")
        if not value:
            raise Refusal("50014", "orders")
        if len(value) > self.most_items:
            raise Refusal("51111", str(self.most_items))
        accepted: list[dict[str, Json] | Refusal] = []
        for item in value:
            if not isinstance(item, dict):
                raise Refusal("50002")
            try:
                accepted.append(self.body.accept(item))
            except Refusal as refusal:
                accepted.append(refusal)
        return accepted


def _examples(resolve: Callable[[Schema], Schema], node: Schema) -> list[dict[str, Json]]:
    """The rows of the first documented answer; none where the document shows none."""
    responses = cast("Mapping[str, Schema]", node.get("responses", {}))
    content = cast("Mapping[str, Schema]", resolve(responses.get("200", {})).get("content", {}))
    shown = cast(
        "Mapping[str, Mapping[str, Mapping[str, object]]]", content.get("application/json", {}).get("examples", {})
    )
    for example in shown.values():
        return cast("list[dict[str, Json]]", example["value"].get("data", []))
    return []


def _errors(document: Mapping[str, object]) -> dict[str, tuple[int, str]]:
    """The refusals of a whole request: per code the HTTP status that it comes with, and its meaning.

    Where a code comes with several statuses the one that is no 200 is taken: it is the plain REST refusal.
    """
    found: dict[str, tuple[int, str]] = {}
    for entry in cast("Sequence[Mapping[str, object]]", document.get("x-okx-errors", ())):
        code, statuses = str(entry["code"]), cast("Sequence[int]", entry["http"])
        if code not in BY_ITEMS:
            found[code] = (max(statuses), str(entry["meaning"]))
    return found


def _label(value: Json) -> str:
    """A request field as part of a counter's key: short, whatever was sent."""
    return value[:64] if isinstance(value, str) else ""


class Contract:
    """All operations, by path and method."""

    def __init__(self, document: Mapping[str, object]) -> None:
        """Compile the checks of every operation of an OpenAPI document."""
        self._document = document
        self.operations: dict[str, dict[str, Operation]] = {}
        self.examples: dict[str, list[dict[str, Json]]] = {}
        self.errors = _errors(document)
        paths = cast("Mapping[str, Mapping[str, object]]", document.get("paths", {}))
        for path, item in paths.items():
            shared = cast("Sequence[Schema]", item.get("parameters", ()))
            for method in METHODS:
                if method in item:
                    operation = self._compile(method.upper(), path, cast("Schema", item[method]), shared)
                    self.operations.setdefault(path, {})[operation.method] = operation
        self._link_single_buckets()

    def __iter__(self) -> Iterator[Operation]:
        for methods in self.operations.values():
            yield from methods.values()

    def limit(self, limits: Mapping[str, tuple[int, int]]) -> None:
        """Give operations another limit: so many requests in so many milliseconds, counted as before."""
        for operation in self:
            if operation.name in limits:
                requests, window_ms = limits[operation.name]
                windows = operation.windows
                operation.windows = tuple(replace(one, requests=requests, window_ms=window_ms) for one in windows)

    def resolve(self, schema: Schema) -> Schema:
        """Follow a `$ref` inside the document and merge `allOf`."""
        seen = 0
        while "$ref" in schema:
            pointer = str(schema["$ref"])
            siblings = {key: value for key, value in schema.items() if key != "$ref"}
            target: Schema = self._document
            for step in pointer.removeprefix("#/").split("/"):
                name = step.replace("~1", "/").replace("~0", "~")
                target = cast("Mapping[str, Schema]", target)[name]
            schema = {**target, **siblings}
            seen += 1
            if seen > 32:
                raise ContractError(f"{pointer} refers to itself")
        if "allOf" in schema:
            merged: dict[str, object] = {key: value for key, value in schema.items() if key != "allOf"}
            properties = dict(cast("Mapping[str, object]", merged.get("properties", {})))
            required = list(cast("Sequence[str]", merged.get("required", ())))
            for part in cast("Sequence[Schema]", schema["allOf"]):
                resolved = self.resolve(part)
                properties.update(cast("Mapping[str, object]", resolved.get("properties", {})))
                required.extend(cast("Sequence[str]", resolved.get("required", ())))
                merged = {**resolved, **merged}
            if properties:
                merged["properties"] = properties
            if required:
                merged["required"] = required
            return merged
        return schema

    def _compile(self, method: str, path: str, node: Schema, shared: Sequence[Schema]) -> Operation:
        name = str(node.get("operationId", f"{method} {path}"))
        permission = PERMISSIONS.get(str(node.get("x-okx-permission", "Read")))
        if permission is None:
            raise ContractError(f"{name}: unknown permission {node.get('x-okx-permission')!r}")
        one_of = [tuple(group) for group in cast("Sequence[Sequence[str]]", node.get("x-okx-one-of", ()))]
        only_one = [tuple(group) for group in cast("Sequence[Sequence[str]]", node.get("x-okx-exactly-one", ()))]
        checks: list[tuple[str, bool, Check]] = []
        conditions: list[Condition] = []
        for unresolved in (*shared, *cast("Sequence[Schema]", node.get("parameters", ()))):
            parameter = self.resolve(unresolved)
            if parameter.get("in") != "query":
                continue
            schema = self.resolve(cast("Schema", parameter.get("schema", {})))
            named = str(parameter["name"])
            checks.append((named, bool(parameter.get("required")), compile_value(schema, self.resolve, in_query=True)))
            conditions.extend(conditions_of(named, {**schema, **parameter}))
        windows = tuple(self._window(name, one) for one in cast("Sequence[Schema]", node.get("x-okx-rate-limit", ())))
        body = self._body_schema(node)
        operation = Operation(
            method=method,
            path=path,
            name=name,
            permission=permission,
            windows=windows,
            query=Fields(checks, conditions, one_of, only_one) if body is None else Fields(()),
            attributed=any(
                place.get("role") == "attribution"
                for place in cast("Sequence[Schema]", node.get("x-okx-broker-tag", ()))
            ),
            by_token={"accessToken": []} in cast("Sequence[object]", node.get("security", ())),
        )
        self.examples[name] = _examples(self.resolve, node)
        if body is not None:
            if body.get("type") == "array":
                operation.array = True
                most = body.get("maxItems", 20)
                operation.most_items = most if isinstance(most, int) else 20
                body = self.resolve(cast("Schema", body.get("items", {})))
            operation.body = Fields.of_object(body, self.resolve, one_of, only_one)
            operation.secrets, operation.longest = self._secrets(body), self._longest(body)
            if operation.secrets and operation.array:
                raise ContractError(f"{name}: a secret in an array can't be kept")
        return operation

    def _body_schema(self, node: Schema) -> Schema | None:
        if "requestBody" not in node:
            return None
        request = self.resolve(cast("Schema", node["requestBody"]))
        content = cast("Mapping[str, Schema]", request.get("content", {}))
        return self.resolve(cast("Schema", content["application/json"]["schema"]))

    def _fields(self, body: Schema) -> Iterator[tuple[str, Schema]]:
        for name, schema in cast("Mapping[str, Schema]", body.get("properties", {})).items():
            yield name, self.resolve(schema)

    def _secrets(self, body: Schema) -> dict[str, bool]:
        return {
            name: schema.get("x-okx-rule") == "passphrase"
            for name, schema in self._fields(body)
            if schema.get("x-okx-secret") is True
        }

    def _longest(self, body: Schema) -> dict[str, int]:
        lengths = {name: schema.get("maxLength", MAX_TEXT_LENGTH) for name, schema in self._fields(body)}
        return {name: length for name, length in lengths.items() if isinstance(length, int)}

    @property
    def digest(self) -> str:
        """The hash of the document."""
        return hashlib.sha256(json.dumps(self._document, sort_keys=True).encode()).hexdigest()

    def _window(self, operation: str, node: Schema) -> Window:
        return Window(
            requests=int(str(node["requests"])),
            window_ms=int(float(str(node["seconds"])) * 1000),
            per=tuple(cast("Sequence[str]", node.get("per", ("user",)))),
            by_family=node.get("options") == "instFamily",
            by_item=node.get("unit") == "item",
            bucket=str(node.get("bucket", operation)),
            single=str(node.get("single", "")),
            code=str(node.get("code", "50011")),
        )

    def _link_single_buckets(self) -> None:
        """Let a batch of one count in the window of the single operation's bucket."""
        windows = {window.bucket: window for operation in self for window in operation.windows if not window.single}
        for operation in self:
            operation.singles = {
                window.single: windows[window.single]
                for window in operation.windows
                if window.single and window.single in windows
            }


def contract_file() -> Path:
    """Where the generated package keeps the bundled document."""
    package = find_spec("okx_v5")
    if package is None or not package.submodule_search_locations:
        raise ContractError("the package okx_v5 is not installed")
    return Path(package.submodule_search_locations[0]) / "openapi.json"


def load_contract(file: Path | None = None) -> Contract:
    """Read and compile the contract.

    Args:
        file: an OpenAPI document to use instead of the bundled one.

    Raises:
        ContractError: it is missing or no contract.
    """
    file = file or contract_file()
    try:
        document = cast("Mapping[str, object]", json.loads(file.read_bytes()))
        return Contract(document)
    except (OSError, ValueError, LookupError, TypeError) as problem:
        raise ContractError(f"{file} cannot be read as a contract: {problem}") from problem
