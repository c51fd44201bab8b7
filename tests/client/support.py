"""A clock that is moved by hand, transports that record what would be sent, and the contract as plain JSON."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import okx_v5
from okx_broker import ApiKey, AsyncBroker, Broker, Environment, Site
from okx_broker.limits import NoLimiter
from okx_broker.transport import Outgoing, Reply, TransportFailure
from okx_v5 import models
from okx_v5.encoding import Request

ROOT = Path(__file__).resolve().parents[2]
CONTRACT: dict[str, Any] = json.loads(Path(okx_v5.__file__).with_name("openapi.json").read_text("utf-8"))

CODE = "MYCODE42"
KEY = "0a1b2c3d-key-4e5f"
SECRET = "22582BD0CFF14C41EDBF1AB98506286D"
PASSPHRASE = "Pass-Phrase-9"
TOKEN = "USER-ACCESS-TOKEN"
START_MS = 1_607_418_537_715  # 2020-12-08T09:08:57.715Z


class ManualClock:
    """Time that moves only where somebody sleeps or moves it."""

    def __init__(self, now_ms: int = START_MS) -> None:
        self.local_ms = float(now_ms)
        self.steady = 1000.0
        self.slept: list[float] = []
        self._offset = 0

    def advance(self, seconds: float) -> None:
        self.local_ms += seconds * 1000
        self.steady += seconds

    def now_ms(self) -> int:
        return int(self.local_ms) + self._offset

    def monotonic(self) -> float:
        return self.steady

    @property
    def offset_ms(self) -> int:
        return self._offset

    def correct(self, offset_ms: int) -> None:
        self._offset = offset_ms

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.slept.append(seconds)
        self.advance(seconds)

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)


def answer(data: Sequence[Any] | None = None, *, code: str = "0", msg: str = "", status: int = 200) -> Reply:
    """An answer in OKX's envelope."""
    return Reply(status, json.dumps({"code": code, "msg": msg, "data": list(data or [])}).encode())


def accept(request: Outgoing) -> Reply:
    """Answer as an exchange that accepts everything: an item for each that was sent; tokens come without an envelope."""
    if request.url.endswith("/v5/users/oauth/token"):
        return Reply(200, b'{"access_token":"NEW","token_type":"bearer","expires_in":3600}')
    sent = json.loads(request.body) if request.body else {}
    return answer([{"ordId": "680800019749904384", "sCode": "0"}] * (len(sent) if isinstance(sent, list) else 1))


Script = Callable[[Outgoing], Reply | TransportFailure]


class Recorder:
    """Keeps what would be sent and answers from a list, the last entry for ever, or from a function."""

    def __init__(self, *replies: Reply | TransportFailure, script: Script | None = None) -> None:
        self.replies = list(replies)
        self.script = accept if script is None and not replies else script
        self.requests: list[Outgoing] = []

    def _next(self, request: Outgoing) -> Reply:
        self.requests.append(request)
        if self.script is not None:
            reply = self.script(request)
        else:
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, TransportFailure):
            raise reply
        return reply

    def send(self, request: Outgoing) -> Reply:
        return self._next(request)

    def close(self) -> None:
        pass


class AsyncRecorder(Recorder):
    """The same on an event loop."""

    async def send(self, request: Outgoing) -> Reply:  # type: ignore[override]
        return self._next(request)

    async def close(self) -> None:  # type: ignore[override]
        pass


def make_broker(recorder: Recorder, **settings: Any) -> Broker:
    """A broker that sends into a recorder; demo and the global site unless said, and no limits."""
    chosen: dict[str, Any] = {
        "code": CODE,
        "environment": Environment.DEMO,
        "site": Site.GLOBAL,
        "clock": ManualClock(),
        "limiter": NoLimiter(),
        **settings,
    }
    return Broker(chosen.pop("code"), transport=recorder, **chosen)


def make_async_broker(recorder: AsyncRecorder, **settings: Any) -> AsyncBroker:
    """The same on an event loop."""
    chosen: dict[str, Any] = {
        "code": CODE,
        "environment": Environment.DEMO,
        "site": Site.GLOBAL,
        "clock": ManualClock(),
        "limiter": NoLimiter(),
        **settings,
    }
    return AsyncBroker(chosen.pop("code"), transport=recorder, **chosen)


def api_key(**changes: Any) -> ApiKey:
    parts = {"key": KEY, "secret": SECRET, "passphrase": PASSPHRASE, **changes}
    return ApiKey(parts.pop("key"), parts.pop("secret"), parts.pop("passphrase"), **parts)


class UserToken:
    """Credentials that are a user's access token, as a broker's own program could write them."""

    holds_token = True
    user = "the owner of the token"

    def headers(self, time: str, request: Request) -> list[tuple[str, str]]:
        return [("Authorization", f"Bearer {TOKEN}")]


def make_user(recorder: Recorder, **settings: Any) -> Any:
    """The client of one user over a recorder."""
    credentials = settings.pop("credentials", None) or api_key()
    if isinstance(recorder, AsyncRecorder):
        return make_async_broker(recorder, **settings).for_credentials(credentials)
    return make_broker(recorder, **settings).for_credentials(credentials)


def make_caller(operation: dict[str, Any], recorder: Recorder, **settings: Any) -> Any:
    """The client that can make the calls of an operation: a user with a token where the contract wants one."""
    wants_token = operation.get("security", []) == [{"accessToken": []}]
    return make_user(recorder, **({"credentials": UserToken()} if wants_token else {}), **settings)


def method_of(user: Any, operation: dict[str, Any]) -> Any:
    """The client's method for an operation."""
    return getattr(getattr(user, operation["tags"][0]), python_name(operation["operationId"]))


def call_name(operation: dict[str, Any]) -> str:
    """Resource and method, as `trade.place_order`."""
    return f"{operation['tags'][0]}.{python_name(operation['operationId'])}"


class Either:
    """Calls a method of a blocking or an asynchronous client alike."""

    def __init__(self, asynchronous: bool) -> None:
        self.asynchronous = asynchronous

    def recorder(self, *replies: Reply | TransportFailure, script: Script | None = None) -> Recorder:
        return (AsyncRecorder if self.asynchronous else Recorder)(*replies, script=script)

    @staticmethod
    def run(result: Any) -> Any:
        return asyncio.run(_await(result)) if inspect.isawaitable(result) else result


async def _await(result: Any) -> Any:
    return await result


def headers_of(request: Outgoing) -> dict[str, str]:
    names = [name.lower() for name, _ in request.headers]
    assert len(set(names)) == len(names), "a header is there twice"
    return {name.lower(): value for name, value in request.headers}


def query_of(request: Outgoing) -> dict[str, str]:
    pairs = parse_qsl(urlsplit(request.url).query, keep_blank_values=True, strict_parsing=True)
    assert len({name for name, _ in pairs}) == len(pairs)
    return dict(pairs)


def body_of(request: Outgoing) -> Any:
    return json.loads(request.body)


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and operation of everything in the contract."""
    for path, item in CONTRACT["paths"].items():
        for method in ("get", "post"):
            if method in item:
                yield path, method.upper(), item[method]


def resolve(schema: dict[str, Any]) -> dict[str, Any]:
    """Follow references inside the contract."""
    while "$ref" in schema:
        node: Any = CONTRACT
        for part in schema["$ref"].removeprefix("#/").split("/"):
            node = node[part]
        schema = {**node, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema


def body_schema(operation: dict[str, Any]) -> dict[str, Any] | None:
    if "requestBody" not in operation:
        return None
    return resolve(resolve(operation["requestBody"])["content"]["application/json"]["schema"])


def request_fields(operation: dict[str, Any]) -> dict[str, tuple[dict[str, Any], bool]]:
    """Wire name to schema and whether it is required, for query, object body, or each item of an array body."""
    schema = body_schema(operation)
    if schema is None:
        found = [resolve(parameter) for parameter in operation.get("parameters", [])]
        return {
            p["name"]: (
                {**resolve(p["schema"]), **{k: v for k, v in p.items() if k.startswith("x-")}},
                p.get("required", False),
            )
            for p in found
        }
    if schema["type"] == "array":
        schema = resolve(schema["items"])
    return fields_of(schema)


def fields_of(schema: dict[str, Any]) -> dict[str, tuple[dict[str, Any], bool]]:
    """Wire name to schema and whether it is required, for the properties of an object."""
    return {name: (resolve(field), name in schema.get("required", [])) for name, field in schema["properties"].items()}


def is_array(operation: dict[str, Any]) -> bool:
    """Whether the body is a list of request models."""
    schema = body_schema(operation)
    return schema is not None and schema["type"] == "array"


def sizes(operation: dict[str, Any]) -> range:
    """How many items an array body can hold."""
    schema = body_schema(operation)
    assert schema is not None
    return range(schema["minItems"], schema["maxItems"] + 1)


def answer_example(operation: dict[str, Any]) -> Any:
    """An answer as the document shows it, or one that the contract allows where the document shows none."""
    content = resolve(operation["responses"]["200"])["content"]["application/json"]
    for example in content.get("examples", {}).values():
        return example["value"]
    return {"code": "0", "msg": "", "data": [{}]}


def python_name(wire: str) -> str:
    """OKX's camel case in snake case; written for the names that occur, not taken from the generator."""
    text = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in wire)
    return text.lstrip("_")


SAMPLES = {
    "subAcct": "panpanBroker2",
    "label": "broker3",
    "passphrase": "Qwr4321!",
    "ip": "10.0.108.9",
    "perm": "read_only,trade",
    "slippagePct": "0.01",
}
TEXTS = ("A1", "10", "1", "A" * 16, "v" * 43, "limit")
"""What a text can be; the first that a field's rules allow is taken."""


def sample_value(name: str, schema: dict[str, Any]) -> Any:
    """A value on the wire that the contract allows, or None where the field is to be left out."""
    schema = resolve(schema)
    kind, form = schema["type"], schema.get("format")
    if name == "tag":
        return None
    if kind == "array":
        return [sample_value(name, schema["items"])] * max(1, schema.get("minItems", 1))
    if kind == "object":
        return sample_wire(schema, full=True)
    if kind == "boolean":
        return True
    if "enum" in schema:
        return schema["enum"][0]
    if form == "flag":
        return "true"
    if form == "yyyymmdd":
        return {"begin": "20210623"}.get(name, "20210626")
    if form in ("unix-ms", "unix-us"):
        return "1597026383085"
    found = [SAMPLES[name]] if name in SAMPLES else []
    for text in (
        *found,
        *(("2.15", "1", "0.001") if form == "decimal" else ("1", "10") if form == "integer" else TEXTS),
    ):
        length = schema.get("minLength", 1) <= len(text) <= schema.get("maxLength", 1000)
        if length and re.fullmatch(schema.get("pattern", ".*"), text):
            return text
    raise AssertionError(f"no sample for {name}: {schema}")


def holds(conditions: dict[str, Any], values: dict[str, Any]) -> bool:
    """Whether a field is needed: every other field that is named has the value, or one of the values."""
    return all(values.get(name) in (one if isinstance(one, list) else [one]) for name, one in conditions.items())


def sample_wire(
    schema: dict[str, Any], *, full: bool, fields: dict[str, Any] | None = None, groups: Sequence[list[str]] = ()
) -> dict[str, Any]:
    """All fields of a request, or those that are needed, as they go over the wire."""
    fields = fields_of(schema) if fields is None else fields
    values: dict[str, Any] = {}
    for name, (field, required) in fields.items():
        if full or required or any(group[0] == name for group in groups):
            values[name] = sample_value(name, field)
    for name, (field, _) in fields.items():
        conditions = field.get("x-okx-required-if")
        if name not in values and conditions and holds(conditions, values):
            values[name] = sample_value(name, field)
    return {name: value for name, value in values.items() if value is not None}


def sample_request(operation: dict[str, Any], *, full: bool) -> dict[str, Any]:
    """A query, a body or an item of an array body that the contract allows: all fields, or those that are needed."""
    one_of, exactly = operation.get("x-okx-one-of", []), operation.get("x-okx-exactly-one", [])
    values = sample_wire({}, full=full, fields=request_fields(operation), groups=[*one_of, *exactly])
    if "type" in values and "begin" in request_fields(operation) and not full:
        values = {"type": "true"}
    for group in exactly:
        values = {name: value for name, value in values.items() if name not in group[1:]}
    return values


def to_python(schema: dict[str, Any], value: Any) -> Any:
    """A value on the wire as a caller passes it: objects as request models, flags as bools."""
    found = resolve(schema)
    if found["type"] == "array":
        return [to_python(found["items"], item) for item in value]
    if found["type"] == "object":
        return to_model(schema, value)
    return {"true": True, "false": False}[value] if found.get("format") == "flag" else value


def to_model(schema: dict[str, Any], values: dict[str, Any]) -> Any:
    """An object on the wire as the request model that the contract names for it."""
    properties = resolve(schema)["properties"]
    model = getattr(models, schema["$ref"].rpartition("/")[2])
    return model(**{python_name(name): to_python(properties[name], value) for name, value in values.items()})


def to_arguments(operation: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """A query or a body as keyword arguments."""
    fields = raw_fields(operation)
    return {python_name(name): to_python(fields[name], value) for name, value in values.items()}


def raw_fields(operation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Wire name to schema with its references as they stand: they name the request models."""
    schema = body_schema(operation)
    if schema is None:
        return {one["name"]: one["schema"] for one in map(resolve, operation.get("parameters", []))}
    if schema["type"] == "array":
        schema = resolve(schema["items"])
    properties: dict[str, dict[str, Any]] = schema["properties"]
    return properties


def sample_arguments(operation: dict[str, Any], *, full: bool) -> dict[str, Any]:
    """Python keyword arguments for a call, or for the request model of an array body: all fields, or those needed."""
    return to_arguments(operation, sample_request(operation, full=full))


def item_model(operation: dict[str, Any]) -> Any:
    """The request model of an array body's items."""
    schema = body_schema(operation)
    assert schema is not None
    return getattr(models, schema["items"]["$ref"].rpartition("/")[2])


def make_call(user: Any, operation: dict[str, Any], arguments: dict[str, Any], count: int = 1) -> Any:
    """Call an operation's method with keyword arguments, or with so many equal request models."""
    method = method_of(user, operation)
    if is_array(operation):
        return method([item_model(operation)(**arguments) for _ in range(count)])
    return method(**arguments)
