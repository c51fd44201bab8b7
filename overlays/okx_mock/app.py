"""The front door: from a request to an answer, one step after the other.

Path and method, headers, credentials, limits, body, parameters, and then the operation. The API is one plain ASGI
callable with a look-up by path; the control surface and the files host are small applications of their own beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter_ns

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from okx_mock.accounts import ApiKey
from okx_mock.answers import Answer, Refusal, failure, refused, success
from okx_mock.bodies import Bodies, ClientGoneError
from okx_mock.call import Call
from okx_mock.consent_page.site import ANSWER_PATH, ConsentPage
from okx_mock.consent_page.site import PATH as CONSENT_PATH
from okx_mock.contract import Operation
from okx_mock.execution import Controls, execute, note_use
from okx_mock.faults import Fault
from okx_mock.files import FilesApp
from okx_mock.gate import CONTENT_TYPE, EXP_TIME, KEY, TERMINAL, Gate, Incoming, collect_headers
from okx_mock.journal import JournalError
from okx_mock.mishap import Whole, coded, deliver, spoilt
from okx_mock.operations import HANDLERS, Handler
from okx_mock.reading import accept, decode
from okx_mock.request_log import Entry, RequestLog, shown_path, shown_query, tags_sent
from okx_mock.world import RecordedRequest, World

# The protocol puts the request target here, byte for byte as it stood on the request line.
TARGET_KEY = "okx_mock.target"
CONTROL_PREFIX = b"/__mock__"
_CONSENT = frozenset({CONSENT_PATH.encode(), ANSWER_PATH.encode()})
_TARGET_SHOWN, _MESSAGE_KEPT = 512, 256
# The operations that place one order; of a batch, each item is checked by itself.
_ORDERS = frozenset({"placeOrder", "closePosition"})

_JSON_TYPE = (b"content-type", b"application/json")
_NO_ANSWER = refused(Refusal("50026"))
# Whether it was done can't be kept: the client has to ask, once there is a mock again.
_NOT_KEPT = refused(Refusal("50001"))


@dataclass(slots=True)
class _Served:
    """One request of the API, and what has been found out about it so far."""

    method: bytes
    target: bytes
    path: bytes
    query: bytes
    operation: Operation | None = None
    body: bytes = b""
    user: str = ""
    fault: Fault | None = None
    answer: Answer = _NO_ANSWER

    @property
    def name(self) -> str:
        """The operationId, empty where there is none."""
        return self.operation.name if self.operation else ""


class Front:
    """The ASGI application behind both listeners."""

    def __init__(self, world: World, log: RequestLog | None = None) -> None:
        """Serve a world; without a log only failures of the mock itself are written."""
        self._world = world
        self.log = log or RequestLog(world.clock)
        self._bodies = Bodies()
        self._gate = Gate(world)
        controls = Controls(world)
        self._control: ASGIApp = controls
        self._consent: ASGIApp = ConsentPage(world, controls.change)
        self._files: ASGIApp = FilesApp(world, self.log)
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
            await self._guarded(self._files, scope, receive, send)
            return
        target: bytes = scope.get(TARGET_KEY) or _rebuilt_target(scope)
        path, _, query = target.partition(b"?")
        if path in {b"/", CONTROL_PREFIX} or path.startswith(CONTROL_PREFIX + b"/"):
            await self._guarded(self._control, scope, receive, send)
            return
        if path in _CONSENT:
            await self._guarded(self._consent, scope, receive, send)
            return
        begun_ns = perf_counter_ns()
        served = _Served(scope["method"].encode(), target, path, query)
        try:
            await self._serve(served, scope, receive)
        except Refusal as refusal:
            served.answer = refused(refusal)
        except ClientGoneError:
            return
        except JournalError:
            served.answer = _NOT_KEPT
        except Exception as problem:
            self.log.failure(served.name or shown_path(path), problem)
            served.answer = refused(Refusal("50026"))
        fault, answer = served.fault, served.answer
        if fault is None:
            self._note(served, answer.status, answer.code, begun_ns)
            await send_answer(send, answer)
            return
        if fault.kind == "code":
            answer = coded(fault.code, self._world.contract)
        left = spoilt(fault, Whole(answer.status, _headers(answer), answer.body, answer.code))
        self._note(served, left.status, left.code, begun_ns)
        await deliver(fault, left, scope, receive, send)

    async def _serve(self, served: _Served, scope: Scope, receive: Receive) -> None:
        """From a request to the operation's answer.

        Raises:
            Refusal: the exchange says no.
            ClientGoneError: the client hung up before the request was whole.
        """
        world = self._world
        route = self._routes.get(served.path)
        if route is None:
            served.answer = failure(404, "404", "Not Found")
            return
        if served.method not in route:
            served.answer = refused(Refusal("50115"))
            served.answer.headers = ((b"allow", b", ".join(route)),)
            return
        operation, handler = route[served.method]
        served.operation = operation
        served.body = await self._bodies.read(receive)
        headers = collect_headers(scope["headers"])
        client = scope.get("client")
        incoming = Incoming(served.method, served.target, headers, served.body, client[0] if client else "")
        shown = world.directory.keys.get(headers.get(KEY, b""))
        served.user = shown.account.name if shown else ""
        if world.faults:
            fault = served.fault = world.faults.strike(operation.name, operation.method, served.user)
            if fault is not None and not fault.executed:
                # Half of it is sent where an answer is to be truncated.
                served.answer = success(world.contract.examples[operation.name])
                return
            if fault is not None and fault.clock_off_ms:
                incoming.clock_off_ms = fault.clock_off_ms
                handler = _by_another_clock(handler, operation, fault.clock_off_ms)
        key = self._gate.admit(operation, incoming)
        if key is not None:
            served.user = key.account.name
            if key.expires:
                note_use(world, key)
        call = self._check(operation, incoming, served.query, key)
        served.answer = execute(operation, handler, call)

    def _note(self, served: _Served, status: int, code: str, begun_ns: int) -> None:
        """Record a request, and log it: with what is sent of the answer."""
        fault, operation, log = served.fault, served.operation, self.log
        method = served.method.decode("ascii", "replace")
        target = served.target[:_TARGET_SHOWN].decode("ascii", "replace")
        # Where a fault kept the operation from being executed, nothing of it was accepted or refused.
        codes = served.answer.codes if fault is None or fault.executed else ()
        why = served.answer.text[:_MESSAGE_KEPT] if code == served.answer.code else ""
        now_ms = self._world.clock.now_ms()
        self._world.note_request(
            RecordedRequest(method, target, status, code, served.user, now_ms, why, codes, fault, served.name)
        )
        if log.on:
            log.request(
                Entry(
                    method=method,
                    path=shown_path(served.path),
                    operation=served.name,
                    status=status,
                    code=code,
                    user=served.user,
                    query=shown_query(operation, served.query),
                    tags=tags_sent(operation, served.body),
                    s_codes=codes,
                    fault=fault,
                    duration_us=(perf_counter_ns() - begun_ns) // 1000,
                )
            )

    async def _guarded(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Run an application beside the API; where the mock itself fails, there is an answer all the same."""
        begun_ns = perf_counter_ns()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        path: bytes = scope.get("raw_path") or scope["path"].encode()
        try:
            await app(scope, receive, noting)
        except ClientDisconnect:
            return
        except JournalError:
            await send_answer(noting, _NOT_KEPT)
        except Exception as problem:
            self.log.failure(shown_path(path), problem)
            if not status:
                await send_answer(noting, refused(Refusal("50026")))
        if self.log.on and app is not self._files and scope["method"] not in {"GET", "HEAD"}:
            took_us = (perf_counter_ns() - begun_ns) // 1000
            self.log.request(Entry(scope["method"], shown_path(path), status=status, duration_us=took_us))

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
        if operation.body is not None:
            if not incoming.body:
                raise Refusal("50000")
            _check_content_type(incoming.headers.get(CONTENT_TYPE, b""))
        sent = decode(operation, query, incoming.body)
        if sent.objects:
            charges = list(operation.charges(user, incoming.address, sent.objects))
            if charges:
                limiter.take(charges)
        try:
            accepted = accept(operation, sent)
        except Refusal as refusal:
            if key and operation.name in _ORDERS:
                world.book.note_refusal(key.account, sent.objects[0], operation.name, incoming.body, refusal)
            raise
        return Call(
            world=world,
            key=key,
            fields=accepted.fields,
            items=accepted.items,
            sent=sent.objects,
            raw=incoming.body or incoming.target,
            query=query,
            exp_time=incoming.headers.get(EXP_TIME, b"").decode("latin-1"),
            device=incoming.headers.get(TERMINAL, b"").decode("latin-1"),
            address=incoming.address,
            in_us=world.clock.now_us(),
        )


def _not_simulated(call: Call) -> Answer:
    raise Refusal("50005")


def _by_another_clock(handler: Handler, operation: Operation, off_ms: int) -> Handler:
    """A public read as a clock that is off shows it; what a user asks for is stamped by the right clock."""
    if not operation.public or operation.method != "GET":
        return handler

    def off(call: Call) -> Answer:
        clock = call.world.clock
        with clock.standing_at(max(0, clock.now_ms() + off_ms)):
            return handler(call)

    return off


def _rebuilt_target(scope: Scope) -> bytes:
    """The target from ASGI's parts, for a server that does not hand on the line itself."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope.get("query_string", b"")
    return path + b"?" + query if query else path


def _check_content_type(value: bytes) -> None:
    if value == b"application/json":
        return
    kind, *parameters = value.lower().split(b";")
    if kind.strip() != b"application/json":
        raise Refusal("50006")
    for parameter in parameters:
        name, _, charset = parameter.partition(b"=")
        if name.strip() == b"charset" and charset.strip().strip(b'"') not in {b"utf-8", b"utf8"}:
            raise Refusal("50006")


def _headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    return [_JSON_TYPE, (b"content-length", str(len(answer.body)).encode()), *answer.headers]


async def send_answer(send: Send, answer: Answer) -> None:
    """Send an answer as JSON."""
    await send({"type": "http.response.start", "status": answer.status, "headers": _headers(answer)})
    await send({"type": "http.response.body", "body": answer.body})
