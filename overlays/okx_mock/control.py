"""The control surface under `/__mock__/`: clock, records, prices, faults, reset. It answers this machine only.

The peer must be a loopback address, and any will do, 127.0.0.2 as well: who can use one on this machine can use all.
`Host` must name a loopback host with the port of this server, a page of another origin is refused. Headers that a proxy
adds count for nothing.
"""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from decimal import Decimal
from typing import cast

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from okx_mock.added import add_account, freeze_account, set_balance
from okx_mock.answers import Refusal
from okx_mock.broker.consent import add_client, answer_form, describe_clients, end_grants, give_code
from okx_mock.clock import MAX_TIME_MS
from okx_mock.control_fields import ControlError, only, whole_field
from okx_mock.exchange.book import CannotFillError, Order
from okx_mock.exchange.instruments import INSTRUMENTS, MAX_PRICE
from okx_mock.faults import FaultError
from okx_mock.money import plain, rounded
from okx_mock.page.site import page_routes
from okx_mock.rules import is_decimal
from okx_mock.seed import describe_accounts
from okx_mock.wire import Json, decode_json
from okx_mock.world import World

MOST_SEED = 2**63 - 1
MAX_CONTROL_BODY = 64 * 1024
ORDERS_SHOWN, MOST_ORDERS_SHOWN = 1000, 10_000

Endpoint = Callable[[Request], Awaitable[Response]]

_encoder = msgspec.json.Encoder()


def is_loopback(address: str) -> bool:
    """Whether an address is one of this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def refusal_reason(scope: Scope) -> str:
    """Why a control request is refused; empty when it may pass."""
    client, server = scope.get("client"), scope.get("server")
    if client is None or server is None or not is_loopback(client[0]):
        return "only from this machine"
    port = server[1]
    headers = cast("list[tuple[bytes, bytes]]", scope["headers"])
    hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
    if len(hosts) != 1 or not _own_host(hosts[0], port):
        return "Host must be a loopback name with this port"
    for name, value in headers:
        if name == b"origin" and value.decode("latin-1") != f"http://{hosts[0]}":
            return "not from another origin"
        if name == b"sec-fetch-site" and value not in {b"same-origin", b"none"}:
            return "not from another site"
    return ""


def _own_host(host: str, port: int) -> bool:
    name, _, given = host.rpartition(":")
    if given != str(port):
        return False
    return name.lower() == "localhost" or is_loopback(name.removeprefix("[").removesuffix("]"))


class _Guard:
    """Lets pass what may pass."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reason = refusal_reason(scope)
        if reason:
            await JSONResponse({"error": reason}, 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


async def _document(request: Request, *, empty: bool = False) -> Mapping[str, Json]:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_CONTROL_BODY:
            raise ControlError("the body is too large")
        parts.append(part)
    if empty and not size:
        return {}
    try:
        value = decode_json(b"".join(parts))
    except Refusal:
        raise ControlError("the body is no JSON") from None
    if not isinstance(value, dict):
        raise ControlError("the body must be an object")
    return value


def _number(document: Mapping[str, Json], name: str) -> int | float | None:
    value = document.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ControlError(f"{name} must be a number")
    return value


def control_app(world: World) -> ASGIApp:
    """The application behind `/__mock__/`."""

    def clock_state() -> JSONResponse:
        return JSONResponse({"now_ms": world.clock.now_ms(), "frozen": world.clock.frozen})

    async def clock(request: Request) -> JSONResponse:
        if request.method == "POST":
            _change_clock(world, await _document(request))
        return clock_state()

    async def orders(request: Request) -> Response:
        return Response(_encoder.encode(_orders(world, request.query_params)), media_type="application/json")

    async def requests(request: Request) -> JSONResponse:
        return JSONResponse(
            {
                "requests": [
                    {
                        "method": one.method,
                        "target": one.target,
                        "operation": one.operation,
                        "status": one.status,
                        "code": one.code,
                        "codes": one.codes,
                        "user": one.user,
                        "fault": one.fault and {"id": one.fault.id, "kind": one.fault.kind},
                    }
                    for one in world.requests
                ],
                "dropped": world.requests_dropped,
            }
        )

    async def leaks(request: Request) -> JSONResponse:
        return JSONResponse({"leaks": [{"path": leak.path, "headers": list(leak.headers)} for leak in world.leaks]})

    async def accounts(request: Request) -> JSONResponse:
        if request.method == "POST":
            return JSONResponse(add_account(world, await _document(request)))
        return JSONResponse({"accounts": describe_accounts(world.directory)})

    async def health(request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok", "site": world.site, "files_url": world.files_url})

    async def prices(request: Request) -> JSONResponse:
        filled: list[Order] = []
        if request.method == "POST":
            document = await _document(request)
            inst_id, price = document.get("instId"), document.get("px")
            if not isinstance(inst_id, str) or inst_id not in INSTRUMENTS:
                raise ControlError("instId must be an instrument of the mock")
            if not isinstance(price, str) or not is_decimal(price) or not 0 < Decimal(price) <= MAX_PRICE:
                raise ControlError("px must be a positive decimal in a string")
            filled = world.book.move_price(inst_id, Decimal(price))
        return JSONResponse(
            {
                "prices": {name: plain(price) for name, price in world.book.prices.items()},
                "filled": [order.order_id for order in filled],
            }
        )

    async def fill(request: Request) -> JSONResponse:
        order = _fill(world, await _document(request))
        return JSONResponse({"order": _order(order, world.directory.broker_codes)})

    async def positions(request: Request) -> JSONResponse:
        return JSONResponse({"positions": list(_positions(world))})

    async def faults(request: Request) -> JSONResponse:
        if request.method == "POST":
            names = {account.name for account in world.directory.accounts.values()}
            try:
                return JSONResponse({"id": world.faults.add(await _document(request), names).id})
            except FaultError as problem:
                raise ControlError(str(problem)) from None
        if request.method == "DELETE":
            return JSONResponse({"deleted": _delete_faults(world, request.query_params)})
        return JSONResponse({"faults": world.faults.described()})

    async def reports(request: Request) -> JSONResponse:
        if request.method == "POST":
            world.report_files.change(await _document(request))
        return JSONResponse(world.report_files.described())

    async def freeze(request: Request) -> JSONResponse:
        return JSONResponse(freeze_account(world, await _document(request)))

    async def balances(request: Request) -> JSONResponse:
        return JSONResponse(set_balance(world, await _document(request)))

    async def clients(request: Request) -> JSONResponse:
        if request.method == "POST":
            return JSONResponse(add_client(world, await _document(request)))
        return JSONResponse({"clients": describe_clients(world.oauth)})

    async def codes(request: Request) -> JSONResponse:
        return JSONResponse(give_code(world, await _document(request)))

    async def consents(request: Request) -> JSONResponse:
        return JSONResponse(answer_form(world, await _document(request)))

    async def revoke(request: Request) -> JSONResponse:
        return JSONResponse(end_grants(world, await _document(request)))

    async def reset(request: Request) -> JSONResponse:
        document = await _document(request, empty=True)
        only(document, ("seed",))
        world.reset(whole_field(document, "seed", 0, MOST_SEED, 0) if "seed" in document else None)
        return JSONResponse({"status": "ok", "seed": world.seed})

    async def bad(request: Request, problem: Exception) -> JSONResponse:
        code = {"code": problem.code} if isinstance(problem, ControlError) and problem.code else {}
        return JSONResponse({"error": str(problem), **code}, 400)

    async def failed(request: Request, problem: Exception) -> JSONResponse:
        return JSONResponse({"error": "the mock itself failed; its log says how"}, 500)

    def route(name: str, endpoint: Endpoint, *methods: str) -> Route:
        return Route(f"/__mock__/{name}", endpoint, methods=list(methods))

    return _Guard(
        Starlette(
            routes=[
                *page_routes(world),
                route("clock", clock, "GET", "POST"),
                route("orders", orders, "GET"),
                route("requests", requests, "GET"),
                route("leaks", leaks, "GET"),
                route("accounts", accounts, "GET", "POST"),
                route("accounts/freeze", freeze, "POST"),
                route("balances", balances, "POST"),
                route("health", health, "GET"),
                route("prices", prices, "GET", "POST"),
                route("fill", fill, "POST"),
                route("positions", positions, "GET"),
                route("faults", faults, "GET", "POST", "DELETE"),
                route("reports", reports, "GET", "POST"),
                route("oauth/clients", clients, "GET", "POST"),
                route("oauth/codes", codes, "POST"),
                route("oauth/consents", consents, "POST"),
                route("oauth/revoke", revoke, "POST"),
                route("reset", reset, "POST"),
            ],
            exception_handlers={ControlError: bad, Exception: failed},
        )
    )


def _change_clock(world: World, document: Mapping[str, Json]) -> None:
    """Set first, then advance, then freeze or run; nothing is changed when anything is wrong."""
    clock = world.clock
    moment = _number(document, "set_ms")
    seconds = _number(document, "advance_seconds")
    frozen = document.get("frozen")
    unknown = set(document) - {"set_ms", "advance_seconds", "frozen"}
    if unknown:
        raise ControlError("only set_ms, advance_seconds and frozen can be said")
    if frozen is not None and not isinstance(frozen, bool):
        raise ControlError("frozen must be true or false")
    if moment is not None and not 0 <= moment <= MAX_TIME_MS:
        raise ControlError("set_ms is no time")
    if seconds is not None and not 0 <= seconds * 1000 <= MAX_TIME_MS - (moment or clock.now_ms()):
        raise ControlError("advance_seconds must not be negative; set_ms sets the clock back")
    if moment is not None:
        clock.set(int(moment))
    if seconds is not None:
        clock.advance(round(seconds * 1000))
    if frozen is True:
        clock.freeze()
    elif frozen is False:
        clock.run()


def _amount(document: Mapping[str, Json], name: str) -> Decimal | None:
    text = document.get(name)
    if text is None:
        return None
    if not isinstance(text, str) or not is_decimal(text):
        raise ControlError(f"{name} must be a decimal in a string")
    return Decimal(text)


def _fill(world: World, document: Mapping[str, Json]) -> Order:
    """Fill a resting order: `ordId`, and if it is to be a part `sz`, or at a better price `px`."""
    if unknown := set(document) - {"ordId", "sz", "px"}:
        raise ControlError(f"only ordId, sz and px can be said, not {min(unknown)}")
    order_id = document.get("ordId")
    if not isinstance(order_id, str) or not order_id:
        raise ControlError("ordId must be the id of an order in a string")
    try:
        return world.book.fill(order_id, _amount(document, "sz"), _amount(document, "px"))
    except CannotFillError as error:
        raise ControlError(str(error)) from None


def _positions(world: World) -> Iterator[dict[str, object]]:
    """Everybody's positions, as `GET /account/positions` of the exchange would name them."""
    book = world.book
    for uid, trader in book.traders.items():
        for held in trader.positions.values():
            price = book.prices[held.instrument.inst_id]
            yield {
                "user": world.directory.accounts[uid].name,
                "uid": uid,
                "instId": held.instrument.inst_id,
                "mgnMode": held.mode,
                "posSide": held.side,
                "pos": plain(held.contracts if held.side == "net" else abs(held.contracts)),
                "avgPx": plain(rounded(held.entry)),
                "imr": plain(rounded(held.margin)),
                "upl": plain(rounded(held.unrealised(price))),
            }


def _delete_faults(world: World, query: Mapping[str, str]) -> int:
    """Delete the fault of an `id`, or all."""
    if unknown := set(query) - {"id"}:
        raise ControlError(f"only id can be said, not {min(unknown)}")
    number = _count(query, "id", 1, 10**15 - 1)
    deleted = world.faults.remove(number)
    if number is not None and not deleted:
        raise ControlError(f"id: there is no fault {number}")
    return deleted


def _count(query: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and least <= int(text) <= most):
        raise ControlError(f"{name} must be a whole number from {least} to {most}")
    return int(text)


def _orders(world: World, query: Mapping[str, str]) -> dict[str, object]:
    """What arrived, in order: without `after` the newest, with it those that followed number `after`.

    `next` is the `after` of the next question; `dropped` counts the oldest orders, which are no longer kept.
    """
    if unknown := set(query) - {"after", "limit"}:
        raise ControlError(f"only after and limit can be said, not {min(unknown)}")
    book, codes = world.book, world.directory.broker_codes
    after = _count(query, "after", 0, 10**15 - 1)
    limit = _count(query, "limit", 1, MOST_ORDERS_SHOWN) or ORDERS_SHOWN
    total = book.dropped + len(book.recorded)
    # A number from before a reset may be greater than all there are.
    first = min(max(total - limit if after is None else after, book.dropped), total)
    found = book.recorded_from(first + 1, limit)
    return {
        "orders": [_order(order, codes) for order in found],
        "next": first + len(found),
        "dropped": book.dropped,
        "records": [
            {
                "kind": one.kind.name,
                "id": one.id,
                "client_id": one.client_id,
                "user": one.account.name,
                "operation": one.source,
                "tag": one.tag,
                "known_code": one.tag in codes,
                "open": one.open,
            }
            for one in list(world.records.noted)[-limit:]
        ],
        "refused": [
            {
                "user": one.account,
                "operation": one.source,
                "tag": one.tag,
                "known_code": one.tag in codes,
                "code": one.code,
                "raw_base64": base64.b64encode(one.raw).decode(),
            }
            for one in list(book.refused)[-limit:]
        ],
    }


def _order(order: Order, codes: Collection[str]) -> dict[str, object]:
    return {
        "user": order.account.name,
        "uid": order.account.uid,
        "environment": order.account.environment,
        "operation": order.source,
        "ordId": order.order_id,
        "clOrdId": order.client_id,
        "algoId": order.algo_id,
        "tag": order.tag,
        "known_code": order.tag in codes,
        "instId": order.instrument.inst_id,
        "side": order.side,
        "ordType": order.order_type,
        "sz": order.size_sent,
        "px": order.price_sent,
        "state": order.state,
        "accFillSz": plain(order.filled),
        "fillPx": plain(order.fill_price) if order.filled else "",
        "fee": plain(order.fee),
        "feeCcy": order.fee_ccy,
        "cTime": order.created_ms,
        "raw_base64": base64.b64encode(order.raw).decode(),
    }
