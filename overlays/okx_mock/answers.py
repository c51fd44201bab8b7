"""What the exchange answers: the envelope, the refusals, and the error codes with their HTTP status.

Codes and statuses: okx-v5, error-code tables (general, auth, orders, sub-account and API key); okx-broker-program,
"Error Code".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec

Row: TypeAlias = Mapping[str, object]
"""One element of an answer's `data`."""

_encoder = msgspec.json.Encoder()

# code: (HTTP status, message). Messages may hold one placeholder, filled with str.format.
ERRORS: dict[str, tuple[int, str]] = {
    "50000": (400, "Body for POST request can not be empty"),
    "50002": (400, "JSON syntax error"),
    "50005": (410, "API is offline or unavailable"),
    "50006": (400, "Invalid Content-Type, please use the application/json format"),
    "50011": (429, "Too Many Requests"),
    "50014": (400, "Parameter {} can not be empty"),
    "50015": (400, "Either parameter {} is required"),
    "50025": (200, "Parameter {} count exceeds the limit"),
    "50030": (200, "You don't have permission to use this API endpoint"),
    "50036": (200, "The expTime can't be earlier than the current system time"),
    "50044": (200, "Must select one broker type"),
    "50061": (200, "You've reached the maximum order rate limit for this account"),
    "50101": (401, "APIKey does not match current environment"),
    "50102": (401, "Timestamp request expired"),
    "50103": (401, 'Request header "OK-ACCESS-KEY" can\'t be empty'),
    "50104": (401, 'Request header "OK-ACCESS-PASSPHRASE" can\'t be empty'),
    "50105": (401, 'Request header "OK-ACCESS-PASSPHRASE" incorrect'),
    "50106": (401, 'Request header "OK-ACCESS-SIGN" can\'t be empty'),
    "50107": (401, 'Request header "OK-ACCESS-TIMESTAMP" can\'t be empty'),
    "50110": (401, "Your IP {} is not included in your API key's IP whitelist"),
    "50111": (401, "Invalid OK-ACCESS-KEY"),
    "50112": (401, "Invalid OK-ACCESS-TIMESTAMP"),
    "50113": (401, "Invalid Sign"),
    "50114": (401, "Invalid authorization"),
    "50115": (405, "Invalid request method"),
    "50119": (200, "API key doesn't exist"),
    "50120": (200, "This API key doesn't have permission to use this function"),
    "51000": (400, "Parameter {} error"),
    "51001": (200, "Instrument ID, instrument ID code or spread ID doesn't exist"),
    "51003": (200, "Either client order ID or order ID is required"),
    "51005": (200, "Your order amount exceeds the max order amount"),
    "51065": (200, "Duplicated algo client order ID"),
    "51006": (200, "Order price is not within the price limit"),
    "51008": (200, "Order failed. Insufficient {} balance in account"),
    "51010": (200, "You can't complete this request under your current account mode"),
    "51015": (200, "Instrument ID does not match instrument type"),
    "51016": (200, "Duplicated client order ID"),
    "51020": (200, "Your order should meet or exceed the minimum order amount"),
    "51023": (200, "Position doesn't exist"),
    "51025": (200, "Order count exceeds the limit"),
    "51111": (200, "Maximum {} orders can be placed in bulk"),
    "51112": (200, "Your close order amount exceeds the closable amount"),
    "51115": (429, "Cancel all pending close orders before liquidating the position"),
    "51121": (200, "Order quantity must be a multiple of the lot size"),
    "51122": (200, "Order price should meet or exceed the minimum price"),
    "51150": (200, "The precision of the number of trades or the price exceeds the limit"),
    "51169": (200, "Order failed because you don't have any positions in this direction to reduce or close"),
    "51174": (200, "The number of pending orders of {} reached the upper limit"),
    "51201": (200, "Value of per market order cannot exceed 1,000,000 USDT"),
    "51204": (200, "The price for the limit order cannot be empty"),
    "51205": (200, "Reduce Only is not available"),
    "51287": (200, "This instrument isn't supported by the strategy"),
    "51291": (200, "The strategy doesn't exist or has stopped"),
    "51293": (200, "The strategy doesn't exist"),
    "51299": (200, "The number of algo orders of this type reached the upper limit"),
    "51346": (200, "The maximum price should be above the minimum price"),
    "51353": (200, "Duplicated trading pairs"),
    "51354": (200, "The ratios should make one"),
    "51400": (200, "Cancellation failed as the order has been filled, canceled or does not exist"),
    "51401": (200, "Cancellation failed as the order has been canceled"),
    "51503": (200, "Order modification failed as the order has been filled, canceled or does not exist"),
    "51603": (200, "Order does not exist"),
    "53000": (400, "Invalid access token"),
    "53005": (400, "Invalid refresh token"),
    "53011": (400, "Parameter {} can not be empty"),
    "53012": (400, "The authorization code has expired"),
    "59501": (200, "Only 50 APIKeys can be created per account"),
    "59502": (200, "This note name already exists. Enter a unique API key note name"),
    "59503": (200, "Each APIKey can bind up to 20 IP addresses"),
    "59506": (200, "APIKey does not exist"),
    "59508": (200, "The sub account of {} is suspended"),
    "59510": (200, "Sub-account does not exist"),
    "59608": (200, "Only Broker accounts have permission to access this endpoint"),
    "70400": (200, "The RFQ or quote does not exist or has ended"),
}


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, no failure of the mock
    """The exchange says no, with a code; the HTTP status follows from the code.

    Attributes:
        code: OKX's code.
        text: the message that goes with it.
        status: the HTTP status documented for the code, or the one given.
    """

    def __init__(self, code: str, detail: str = "", *, text: str = "", status: int = 0) -> None:
        documented, template = ERRORS[code]
        self.code = code
        self.status = status or documented
        self.text = text or template.format(detail)
        super().__init__(f"{code} {self.text}")


class Answer:
    """An answer about to be sent: HTTP status, OKX's code, the encoded body, and in `text` why something was refused."""

    __slots__ = ("body", "code", "headers", "status", "text")

    def __init__(
        self, status: int, code: str, body: bytes, headers: Sequence[tuple[bytes, bytes]] = (), text: str = ""
    ) -> None:
        self.text = text
        self.status = status
        self.code = code
        self.body = body
        self.headers = headers


def success(data: Sequence[Row]) -> Answer:
    """The ordinary answer: code `"0"` and the data."""
    return Answer(200, "0", _encoder.encode({"code": "0", "data": data, "msg": ""}))


def refused(refusal: Refusal) -> Answer:
    """A refusal of the whole request: its code, no data."""
    return failure(refusal.status, refusal.code, refusal.text)


def failure(status: int, code: str, text: str, headers: Sequence[tuple[bytes, bytes]] = ()) -> Answer:
    """Any refusal in OKX's envelope, with a status of its own."""
    return Answer(status, code, _encoder.encode({"code": code, "data": [], "msg": text}), headers, text)


def order_result(rows: Sequence[Row], in_us: int, out_us: int) -> Answer:
    """The answer of an operation on orders, where each row has an `sCode`.

    All rows well: `"0"`. None: `"1"`. Some: `"2"` (okx-v5, errors: result).
    """
    failed = sum(1 for row in rows if row["sCode"] != "0")
    if not failed:
        code, text = "0", ""
    elif failed == len(rows):
        code, text = "1", "All operations failed"
    else:
        code, text = "2", "Bulk operation partially succeeded."
    body = {"code": code, "data": rows, "inTime": str(in_us), "msg": text, "outTime": str(out_us)}
    why = next((f"{row['sCode']} {row.get('sMsg', '')}" for row in rows if row["sCode"] != "0"), "") if failed else ""
    return Answer(200, code, _encoder.encode(body), text=why)
