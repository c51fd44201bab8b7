"""What the page polls: one bounded answer with all that it shows, however much there is."""

from __future__ import annotations

import os

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from okx_mock.exchange.instruments import INSTRUMENTS
from okx_mock.money import plain
from okx_mock.page.accounts import list_accounts, show_credentials
from okx_mock.page.asked import Asked, AskedError, read_number, read_question
from okx_mock.page.limits import list_limits, windows_of
from okx_mock.page.orders import list_orders, show_order, show_refused
from okx_mock.page.records import list_records, show_record
from okx_mock.page.requests import list_requests
from okx_mock.page.tags import Tally
from okx_mock.world import World

FAULTS_SHOWN = 200
_encoder = msgspec.json.Encoder()
_SHOWS = {"order": show_order, "refused": show_refused, "record": show_record}


class Overview:
    """The answers to the page. It only reads; what it keeps are counts, which begin anew when the mock is reset."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._windows = windows_of(world.contract)
        self._attributed = frozenset(operation.name for operation in world.contract if operation.attributed)
        self._tally = Tally(world, self._attributed)
        self._resets = 0

    def answer(self, asked: Asked) -> dict[str, object]:
        """Everything that the page shows at once: what is always there, and the view that is open."""
        world = self._world
        if self._tally.book is not world.book:
            self._tally = Tally(world, self._attributed)
            self._resets += 1
        tally = self._tally
        tally.catch_up()
        return {
            # Another process or a reset: nothing that the page remembers of the rows holds any more.
            "epoch": f"{os.getpid()}.{self._resets}",
            "site": world.site,
            "strict_tags": world.strict_tags,
            "clock": {"now_ms": world.clock.now_ms(), "frozen": world.clock.frozen},
            "orders": world.book.dropped + len(world.book.recorded),
            "refused": world.book.refusals,
            "tags": tally.describe(),
            "records": {"missing": tally.records_missing, "unknown": tally.records_unknown},
            "faults": sum(1 for fault in world.faults.described() if fault["left"] != 0),
            "prices": [_price(world, inst_id) for inst_id in INSTRUMENTS],
            "view": asked.view,
            "data": self._view(asked, tally),
        }

    def _view(self, asked: Asked, tally: Tally) -> dict[str, object]:
        world = self._world
        if asked.view == "orders":
            return list_orders(world, tally, asked)
        if asked.view == "records":
            return list_records(world, tally, asked, self._attributed)
        if asked.view == "accounts":
            return list_accounts(world, asked)
        if asked.view == "limits":
            return list_limits(world, asked, self._windows)
        if asked.view == "requests":
            return list_requests(world, asked)
        if asked.view == "faults":
            return {"rows": world.faults.described()[-FAULTS_SHOWN:][::-1]}
        return {}


def _price(world: World, inst_id: str) -> dict[str, object]:
    one = INSTRUMENTS[inst_id]
    exponent = one.tick.normalize().as_tuple().exponent
    return {
        "key": inst_id,
        "px": plain(world.book.prices[inst_id]),
        "seeded": plain(one.price),
        "digits": -exponent if isinstance(exponent, int) and exponent < 0 else 0,
        "resting": world.book.resting_count(inst_id),
    }


def data_routes(world: World) -> list[Route]:
    """The endpoints under `/__mock__/` that the page reads."""
    overview = Overview(world)

    def answered(value: object) -> Response:
        return Response(_encoder.encode(value), media_type="application/json", headers={"cache-control": "no-store"})

    def refused(problem: str, status: int) -> Response:
        return Response(_encoder.encode({"error": problem}), status, media_type="application/json")

    async def show_overview(request: Request) -> Response:
        try:
            return answered(overview.answer(read_question(request.query_params)))
        except AskedError as problem:
            return refused(str(problem), 400)

    async def show_detail(request: Request) -> Response:
        query = request.query_params
        show = _SHOWS.get(query.get("kind", ""))
        if show is None:
            return refused(f"kind must be one of {', '.join(_SHOWS)}", 400)
        try:
            found = show(world, read_number(query, "number"))
        except AskedError as problem:
            return refused(str(problem), 400)
        return refused("it is not kept any more", 404) if found is None else answered(found)

    async def credentials(request: Request) -> Response:
        found = show_credentials(world, request.query_params.get("uid", ""))
        return refused("uid must be the UID of an account", 404) if found is None else answered(found)

    return [
        Route("/__mock__/overview", show_overview, methods=["GET"]),
        Route("/__mock__/detail", show_detail, methods=["GET"]),
        Route("/__mock__/credentials", credentials, methods=["GET"]),
    ]
