"""The front door: from a request to an answer, one step after the other.

Path and method, headers, credentials, limits, body, parameters, and then the operation. The API is one plain ASGI
callable with a look-up by path; the control surface and the files host are small applications of their own beside it.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from okx_mock.accounts import ApiKey
from okx_mock.answers import Answer, Refusal, failure, refused
from okx_mock.call import Call
from okx_mock.contract import Operation
from okx_mock.control import control_app
from okx_mock.files import FilesApp
from okx_mock.gate import CONTENT_TYPE, EXP_TIME, Gate, Incoming, collect_headers
from okx_mock.operations import HANDLERS, Handler
from okx_mock.wire import Json, decode_json, decode_query
from okx_mock.world import RecordedRequest, World

MAX_BODY = 1024 * 1024
# The protocol puts the request target here, byte for byte as it stood on the request line.
TARGET_KEY = "okx_mock.target"
CONTROL_PREFIX = b"/__mock__"
_TARGET_SHOWN, _MESSAGE_KEPT = 512, 256
# What the book calls the operations that place one order; of a batch, each item is checked by itself.
_ORDERS = {"placeOrder": "place_order", "closePosition": "close_position"}

_JSON_TYPE = (b"content-type", b"application/json")


class Front:
    """The ASGI application behind both listeners."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._gate = Gate(world)
        self._control: ASGIApp = control_app(world)
        self._files: ASGIApp = FilesApp(world)
        self._routes: dict[bytes, dict[bytes, tuple[Operation, Handler]]] = {}
        for operation in world.contract:
            handler = HANDLERS.get((operation.method, operation.path), _not_simulated)
            methods = self._routes.setdefault(operation.path.encode(), {})
            methods[operation.method.encode()] = (operation, handler)
        self.files_port = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        server = scope.get("server")
        if server is not None and server[1] == self.files_port:
            await self._files(scope, receive, send)
            return
        target: bytes = scope.get(TARGET_KEY) or _rebuilt_target(scope)
        path, _, query = target.partition(b"?")
        if path in {b"/", CONTROL_PREFIX} or path.startswith(CONTROL_PREFIX + b"/"):
            self._world.timers.run()
            await self._control(scope, receive, send)
            return
        method: bytes = scope["method"].encode()
        user = ""
        world = self._world
        try:
            route = self._routes.get(path)
            if route is None:
                answer = failure(404, "404", "Not Found")
            elif method not in route:
                answer = refused(Refusal("50115"))
                answer.headers = ((b"allow", b", ".join(route)),)
            else:
                operation, handler = route[method]
                body = await _read_body(receive)
                headers = collect_headers(scope["headers"])
                client = scope.get("client")
                incoming = Incoming(method, target, headers, body, client[0] if client else "")
                key = self._gate.admit(operation, incoming)
                user = key.account.name if key else ""
                call = self._check(operation, incoming, query, key)
                world.timers.run()
                answer = handler(call)
        except Refusal as refusal:
            answer = refused(refusal)
        world.note_request(
            RecordedRequest(
                method.decode("ascii", "replace"),
                target[:_TARGET_SHOWN].decode("ascii", "replace"),
                answer.status,
                answer.code,
                user,
                world.clock.now_ms(),
                answer.text[:_MESSAGE_KEPT],
            )
        )
        await send_answer(send, answer)

    def _check(self, operation: Operation, incoming: Incoming, query: bytes, key: ApiKey | None) -> Call:
        """Limits, body and parameters.

        Raises:
            Refusal: too often, or not as the contract says.
        """
        world = self._world
        limiter = world.limiter
        user = key.account.uid if key else ""
        plain_charges = list(operation.charges(user, incoming.address, None))
        if plain_charges:
            limiter.take(plain_charges)
        fields: Mapping[str, Json] = {}
        sent: list[Mapping[str, Json]] = []
        value: Json = None
        if operation.body is None:
            values = decode_query(query)
            sent.append(values)
        else:
            if not incoming.body:
                raise Refusal("50000")
            _check_content_type(incoming.headers.get(CONTENT_TYPE, b""))
            value = decode_json(incoming.body)
            if operation.array:
                sent.extend(_objects(value))
            elif isinstance(value, dict):
                sent.append(value)
            else:
                raise Refusal("50002")
        if sent:
            charges = list(operation.charges(user, incoming.address, sent))
            if charges:
                limiter.take(charges)
        items: list[dict[str, Json] | Refusal] = []
        if operation.body is None:
            fields = operation.query.accept(sent[0])
        elif operation.array:
            items = operation.accept_items(value)
        else:
            try:
                fields = operation.body.accept(sent[0])
            except Refusal as refusal:
                source = _ORDERS.get(operation.name)
                if key and source:
                    world.book.note_refusal(key.account, sent[0], source, incoming.body, refusal)
                raise
        return Call(
            world=world,
            key=key,
            fields=fields,
            items=items,
            sent=sent,
            raw=incoming.body or incoming.target,
            exp_time=incoming.headers.get(EXP_TIME, b"").decode("latin-1"),
            in_us=world.clock.now_us(),
        )


def _objects(value: Json) -> list[dict[str, Json]]:
    """The objects of an array body; what is none of them is refused later."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _not_simulated(call: Call) -> Answer:
    raise Refusal("50005")


def _rebuilt_target(scope: Scope) -> bytes:
    """The target from ASGI's parts, for a server that does not hand on the line itself."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope.get("query_string", b"")
    return path + b"?" + query if query else path


def _check_content_type(value: bytes) -> None:
    kind, _, parameters = value.partition(b";")
    if kind.strip().lower() != b"application/json":
        raise Refusal("50006")
    charset = parameters.strip().lower()
    if charset and charset.replace(b'"', b"") not in {b"charset=utf-8", b"charset=utf8"}:
        raise Refusal("50006")


async def _read_body(receive: Receive) -> bytes:
    """The whole body.

    Raises:
        Refusal: it is larger than the bound; the rest of it is thrown away as it comes.
    """
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    parts = [body]
    size = len(body)
    while message.get("more_body"):
        message = await receive()
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > MAX_BODY:
            raise Refusal("50002", text="Request body is too large")
        parts.append(part)
    return b"".join(parts)


async def send_answer(send: Send, answer: Answer) -> None:
    """Send an answer as JSON."""
    headers = [_JSON_TYPE, (b"content-length", str(len(answer.body)).encode()), *answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
