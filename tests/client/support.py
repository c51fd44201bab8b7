"""A clock that is moved by hand, transports that record what would be sent, and the contract as plain JSON."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import okx_v5
from okx_broker import ApiKey, AsyncBroker, Broker, Environment, Site
from okx_broker.limits import NoLimiter
from okx_broker.transport import Outgoing, Reply, TransportFailure

ROOT = Path(__file__).resolve().parents[2]
CONTRACT: dict[str, Any] = json.loads(Path(okx_v5.__file__).with_name("openapi.json").read_text("utf-8"))

CODE = "MYCODE42"
KEY = "0a1b2c3d-key-4e5f"
SECRET = "22582BD0CFF14C41EDBF1AB98506286D"
PASSPHRASE = "Pass-Phrase-9"
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
    """Answer as an exchange that accepts everything: an item for each that was sent."""
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


def make_user(recorder: Recorder, **settings: Any) -> Any:
    """The client of one user over a recorder."""
    if isinstance(recorder, AsyncRecorder):
        return make_async_broker(recorder, **settings).for_credentials(api_key())
    return make_broker(recorder, **settings).for_credentials(api_key())


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
    return {name: (resolve(field), name in schema.get("required", [])) for name, field in schema["properties"].items()}


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
    "begin": "20210623",
    "end": "20210626",
    "tag": None,
}


def sample_value(name: str, schema: dict[str, Any]) -> Any:
    """A value that the contract allows, or None where the field is to be left out."""
    if name in SAMPLES:
        return SAMPLES[name]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("format") == "integer":
        return 1
    if schema.get("format") == "decimal":
        return "2.15"
    if schema.get("type") == "boolean":
        return True
    if schema.get("type") == "array":
        return None
    return "A1"


def sample_arguments(operation: dict[str, Any], *, full: bool) -> dict[str, Any]:
    """Python keyword arguments for a call: all fields, or those that are needed."""
    fields = request_fields(operation)
    needed = {name for name, (_, required) in fields.items() if required}
    needed |= {group[0] for group in operation.get("x-okx-one-of", [])}
    values = {name: sample_value(name, schema) for name, (schema, _) in fields.items() if full or name in needed}
    if "type" in values and "begin" in fields:
        values["type"] = "true"
    return {python_name(name): value for name, value in values.items() if value is not None}
