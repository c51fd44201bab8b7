"""What the mock has recorded, as the control surface shows it: orders, other records, refusals, requests."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import msgspec

from okx_v5.error_codes import MEANINGS

_SENT: Final = 400
"""So much of a request is shown with an order."""


def meaning(code: str) -> str:
    """Return a code of OKX with what it means."""
    text = MEANINGS.get(code, "")
    return f"{code} {text}" if text else code


def shown_request(raw: bytes) -> str:
    """Return a request as text, cut where it is long."""
    text = raw.decode("utf-8", "replace")
    return text if len(text) <= _SENT else f"{text[:_SENT]} … ({len(text)} characters)"


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order that the exchange accepted.

    Attributes:
        user: The account that placed it.
        operation: The operationId that placed it, as `placeOrder`.
        ord_id: Its id at the exchange.
        cl_ord_id: The caller's own id; empty where there was none.
        tag: Its tag, which is to be your broker code.
        known_code: Whether the tag is a code of a broker that the mock knows.
        inst_id: The instrument.
        side: `buy` or `sell`.
        ord_type: `limit`, `market` and so on.
        sz_sent: The size as it was sent.
        px_sent: The price as it was sent; empty where there was none.
        state: `live`, `partially_filled`, `filled` or `canceled`, as it is now.
        fee_ccy: The currency of the fee.
        c_time: When it was made, Unix milliseconds by the mock's clock.
        raw: The request as it arrived: the whole body, of a batch too; empty where an algo order or a bot placed it.
    """

    user: str
    operation: str
    ord_id: str = msgspec.field(name="ordId")
    cl_ord_id: str = msgspec.field(name="clOrdId", default="")
    tag: str = ""
    known_code: bool = False
    inst_id: str = msgspec.field(name="instId")
    side: str = ""
    ord_type: str = msgspec.field(name="ordType", default="")
    sz_sent: str = msgspec.field(name="sz", default="")
    px_sent: str = msgspec.field(name="px", default="")
    filled_shown: str = msgspec.field(name="accFillSz", default="")
    state: str = ""
    fill_px_shown: str = msgspec.field(name="fillPx", default="")
    fee_shown: str = msgspec.field(name="fee", default="")
    fee_ccy: str = msgspec.field(name="feeCcy", default="")
    c_time: int = msgspec.field(name="cTime", default=0)
    raw: bytes = msgspec.field(name="raw_base64", default=b"")

    @property
    def sz(self) -> Decimal | None:
        """The size."""
        return _decimal(self.sz_sent)

    @property
    def px(self) -> Decimal | None:
        """The price; None where there was none."""
        return _decimal(self.px_sent)

    @property
    def filled(self) -> Decimal | None:
        """How much of it was filled."""
        return _decimal(self.filled_shown)

    @property
    def fill_px(self) -> Decimal | None:
        """The price at which it was filled; None while it is not."""
        return _decimal(self.fill_px_shown)

    @property
    def fee(self) -> Decimal | None:
        """The fee; below zero it was paid."""
        return _decimal(self.fee_shown)

    def __str__(self) -> str:
        price = f" at {self.px_sent}" if self.px_sent else ""
        part = f" to {self.filled_shown}" if self.state == "partially_filled" else ""
        return (
            f"{self.user} {self.operation}: {self.side} {self.sz_sent} {self.inst_id} {self.ord_type}{price}, "
            f"clOrdId {self.cl_ord_id or 'none'}, tag {self.tag or 'none'}, {self.state}{part}"
        )

    def described(self) -> str:
        """Return the order on a line, and below it what was sent."""
        sent = shown_request(self.raw) if self.raw else "by the exchange, for an algo order or a bot"
        return f"{self}\nsent: {sent}"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Something else that the exchange keeps: an algo order, a bot, an RFQ, a quote, a conversion, an investment.

    Attributes:
        kind: What it is, in the mock's words.
        id: Its id at the exchange.
        client_id: The caller's own id; empty where there was none.
        user: The account that filed it.
        operation: The operationId that filed it, as `placeAlgoOrder`.
        tag: Its tag.
        known_code: Whether the tag is a code of a broker that the mock knows.
        open: Whether it has not ended.
    """

    kind: str
    id: str
    client_id: str = ""
    user: str
    operation: str
    tag: str = ""
    known_code: bool = False
    open: bool = False

    def __str__(self) -> str:
        return (
            f"{self.user} {self.operation}: {self.kind} {self.id}, own id {self.client_id or 'none'}, "
            f"tag {self.tag or 'none'}, {'open' if self.open else 'ended'}"
        )


class RefusedOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order that the exchange refused.

    Attributes:
        user: The account that sent it.
        operation: The operationId, as `placeOrder`.
        tag: The tag that it came with.
        known_code: Whether the tag is a code of a broker that the mock knows.
        code: OKX's code of the refusal.
        raw: The request as it arrived.
    """

    user: str
    operation: str
    tag: str = ""
    known_code: bool = False
    code: str = ""
    raw: bytes = msgspec.field(name="raw_base64", default=b"")

    def __str__(self) -> str:
        return f"{self.user} {self.operation}: tag {self.tag or 'none'}, refused with {meaning(self.code)}"

    def described(self) -> str:
        """Return the refusal on a line, and below it what was sent."""
        return f"{self}\nsent: {shown_request(self.raw)}"


class Struck(msgspec.Struct, frozen=True):
    """The fault that struck a request.

    Attributes:
        id: Its number.
        kind: How the answer went wrong, as `lost`.
    """

    id: int
    kind: str


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request that the mock answered.

    Attributes:
        method: `GET` or `POST`.
        target: Path and query.
        operation: The operationId, as `placeOrder`; `file` for a report file, empty for a path or method that the contract lacks.
        status: The HTTP status of the answer; 0 where a fault left none.
        code: OKX's code of the answer.
        codes: The code of each item, where the answer has items with codes of their own.
        user: The account that called; empty where nobody was known.
        fault: The fault that struck it.
    """

    method: str
    target: str
    operation: str = ""
    status: int
    code: str
    codes: tuple[str, ...] = ()
    user: str = ""
    fault: Struck | None = None

    @property
    def refusals(self) -> tuple[str, ...]:
        """The codes with which the exchange refused it, or some of its items; what a fault does is no refusal."""
        if self.fault is not None:
            return ()
        by_items = tuple(code for code in self.codes if code != "0")
        if by_items:
            return by_items
        return () if self.code == "0" and self.status == 200 else (self.code,)

    def __str__(self) -> str:
        outcome = ", ".join(dict.fromkeys(meaning(code) for code in self.refusals)) or "accepted"
        if self.fault is not None:
            outcome = f"struck by the fault {self.fault.kind}"
        answer = f"HTTP {self.status}" if self.status else "no answer"
        return f"{self.user or 'nobody'} {self.method} {self.target}: {answer}, {outcome}"


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
