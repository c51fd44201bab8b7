"""What the exchange answers: the envelope, the refusals, and the error codes with their HTTP status.

Codes and statuses: okx-v5, error-code tables (general, auth, orders, sub-account and API key); okx-broker-program,
"Error Code".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec

from okx_mock.sealing import Sealed

Row: TypeAlias = Mapping[str, object]
"""One element of an answer's `data`."""


def _unsealed(value: object) -> str:
    """What a journal's replay answers in the place of a secret; nobody gets to see it."""
    if isinstance(value, Sealed):
        return str(value)
    raise NotImplementedError(type(value))


_encoder = msgspec.json.Encoder(enc_hook=_unsealed)

# code: (HTTP status, message). Messages may hold one placeholder, filled with str.format.
ERRORS: dict[str, tuple[int, str]] = {
    "50000": (400, "Body for POST request can not be empty"),
    "50001": (503, "Service temporarily unavailable. Please try again later"),
    "50002": (400, "JSON syntax error"),
    "50004": (400, "API endpoint request timeout. The outcome is not known, please check the request result"),
    "50005": (410, "API is offline or unavailable"),
    "50006": (400, "Invalid Content-Type, please use the application/json format"),
    "50011": (429, "Too Many Requests"),
    "50013": (429, "Systems are busy. Please try again later"),
    "50014": (400, "Parameter {} can not be empty"),
    "50015": (400, "Either parameter {} is required"),
    "50016": (400, "Parameters {} do not match"),
    "50024": (200, "Parameters {} can't be sent together"),
    "50025": (200, "Parameter {} count exceeds the limit"),
    "50026": (500, "System error. Please try again later"),
    "50030": (200, "You don't have permission to use this API endpoint"),
    "50036": (200, "The expTime can't be earlier than the current system time"),
    "50044": (200, "Must select one broker type"),
    "50061": (200, "You've reached the maximum order rate limit for this account"),
    "50100": (400, "API frozen, please contact customer service"),
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
    "50116": (200, "Fast API can only create one API key"),
    "50117": (200, "Only API brokers with the Fast API permission can use this function"),
    "50118": (200, "To link the app using your API key, your broker needs to share their IP to be whitelisted"),
    "50119": (200, "API key doesn't exist"),
    "50120": (200, "This API key doesn't have permission to use this function"),
    "51000": (400, "Parameter {} error"),
    "51001": (200, "Instrument ID, instrument ID code or spread ID doesn't exist"),
    "51003": (200, "Either client order ID or order ID is required"),
    "51005": (200, "Your order amount exceeds the max order amount"),
    "51056": (200, "The strategy doesn't support this"),
    "51059": (200, "The strategy doesn't support this in its current state"),
    "51065": (200, "Duplicated algo client order ID"),
    "51006": (200, "Order price is not within the price limit, which is {}"),
    "51008": (200, "Order failed. Insufficient {} balance in account"),
    "51010": (200, "You can't complete this request under your current account mode"),
    "51015": (200, "Instrument ID does not match instrument type"),
    "51016": (200, "Duplicated client order ID"),
    "51020": (200, "Your order should meet or exceed the minimum order amount"),
    "51023": (200, "Position doesn't exist"),
    "51025": (200, "Order count exceeds the limit"),
    "51044": (200, "Orders of type {} in this unit can't have a take-profit or stop-loss attached"),
    "51046": (200, "The trigger price of the take-profit must be above the order price"),
    "51047": (200, "The trigger price of the stop-loss must be below the order price"),
    "51048": (200, "The trigger price of the take-profit must be below the order price"),
    "51049": (200, "The trigger price of the stop-loss must be above the order price"),
    "51068": (200, "The value of {} is in use as algoClOrdId or attachAlgoClOrdId"),
    "51071": (200, "The number of countdowns with a tag reached the upper limit"),
    "51076": (200, "Each part of a split take-profit can be a take-profit or a stop-loss, not both"),
    "51077": (200, "SPOT orders can't have a split take-profit or a break-even stop"),
    "51079": (200, "At most {} take-profits can be attached to an order"),
    "51080": (200, "All parts of a split take-profit must have the same tpTriggerPxType"),
    "51081": (200, "The parts of a split take-profit must have different trigger prices"),
    "51083": (200, "The sizes of a split take-profit must add up to that of the order"),
    "51084": (200, "At most {} stop-loss can be attached to an order"),
    "51085": (200, "A break-even stop needs at least two take-profits"),
    "51086": (200, "At most {} trailing stop can be attached to an order"),
    "51088": (200, "Only one order can close a position as a whole"),
    "51089": (200, "Each part of a split take-profit needs sz"),
    "51091": (200, "All parts of a split take-profit must have the same tpOrdKind"),
    "51092": (200, "The parts of a split take-profit must have different prices"),
    "51093": (200, "The price of a limit take-profit can't be -1"),
    "51094": (200, "SPOT orders can't have a limit take-profit"),
    "51100": (200, "Reduce-only orders can't have a take-profit or stop-loss attached"),
    "51111": (200, "Maximum {} orders can be placed in bulk"),
    "51112": (200, "Your close order amount exceeds the closable amount"),
    "51115": (429, "Cancel all pending close orders before liquidating the position"),
    "51116": (200, "Order price or trigger price exceeds {}"),
    "51121": (200, "Order quantity must be a multiple of the lot size"),
    "51122": (200, "Order price should meet or exceed the minimum price, which is {}"),
    "51137": (200, "The highest price of an order to buy is {}"),
    "51138": (200, "The lowest price of an order to sell is {}"),
    "51150": (200, "The precision of the number of trades or the price exceeds the limit"),
    "51169": (200, "Order failed because you don't have any positions in this direction to reduce or close"),
    "51170": (200, "Order failed because a reduce-only order can't have the direction of the position"),
    "51174": (200, "The number of pending orders of {} reached the upper limit"),
    "51178": (200, "With attachAlgoClOrdId, tpTriggerPx and tpOrdPx or slTriggerPx and slOrdPx are required"),
    "51201": (200, "Value of per market order cannot exceed 1,000,000 USDT"),
    "51204": (200, "The price for the limit order cannot be empty"),
    "51205": (200, "Reduce Only is not available"),
    "51250": (200, "The price of the algo order is out of range"),
    "51252": (200, "The quantity of the algo order is out of range"),
    "51258": (200, "The activation price of a trailing stop to sell must be above the last price"),
    "51259": (200, "The activation price of a trailing stop to buy must be below the last price"),
    "51274": (200, "The quantity of all must not be smaller than that of each small order"),
    "51277": (200, "The trigger price of the take-profit can't be above the last price"),
    "51278": (200, "The trigger price of the stop-loss can't be below the last price"),
    "51279": (200, "The trigger price of the take-profit can't be below the last price"),
    "51280": (200, "The trigger price of the stop-loss can't be above the last price"),
    "51281": (200, "Trigger orders don't support tgtCcy"),
    "51283": (200, "The interval must be within {} seconds"),
    "51284": (200, "The quantity of each small order must be within {}"),
    "51287": (200, "This instrument isn't supported by the strategy"),
    "51291": (200, "The strategy doesn't exist or has stopped"),
    "51293": (200, "The strategy doesn't exist"),
    "51299": (200, "The number of algo orders of this type reached the upper limit"),
    "51300": (200, "The trigger price of the take-profit can't be above the mark price"),
    "51302": (200, "The trigger price of the stop-loss can't be below the mark price"),
    "51303": (200, "The trigger price of the take-profit can't be below the mark price"),
    "51304": (200, "The trigger price of the stop-loss can't be above the mark price"),
    "51305": (200, "The trigger price of the take-profit can't be above the index price"),
    "51306": (200, "The trigger price of the stop-loss can't be below the index price"),
    "51307": (200, "The trigger price of the take-profit can't be below the index price"),
    "51308": (200, "The trigger price of the stop-loss can't be above the index price"),
    "51311": (200, "The distance of a trailing stop is out of range: above {}"),
    "51327": (200, "closeFraction is for FUTURES and SWAP only"),
    "51328": (200, "closeFraction is for reduce-only orders only"),
    "51330": (200, "closeFraction is for take-profits and stop-losses at the market only"),
    "51331": (200, "closeFraction is for closing orders only"),
    "51333": (200, "Closing orders can't have a take-profit or stop-loss attached"),
    "51340": (200, "The margin of the grid is below the minimum"),
    "51346": (200, "The maximum price should be above the minimum price"),
    "51348": (200, "The stop-loss price is on the wrong side of the price range"),
    "51349": (200, "The take-profit price is on the wrong side of the price range"),
    "51352": (200, "The number of currencies is out of range"),
    "51353": (200, "Duplicated trading pairs"),
    "51354": (200, "The ratios should make one"),
    "51355": (200, "The recurring day is out of range"),
    "51358": (200, "The amount for a currency is below the minimum"),
    "51359": (200, "This currency isn't supported by recurring buy"),
    "51400": (200, "Cancellation failed as the order has been filled, canceled or does not exist"),
    "51401": (200, "Cancellation failed as the order has been canceled"),
    "51415": (200, "SPOT orders can be triggered by the last price only"),
    "51502": (200, "Order modification failed. Insufficient {} balance in account"),
    "51402": (200, "Cancellation failed as the order has been completed"),
    "51503": (200, "Order modification failed as the order has been filled, canceled or does not exist"),
    "51506": (200, "Orders of this type can't be modified"),
    "51511": (200, "Order modification failed as the price would take liquidity, which the order must not"),
    "51521": (200, "Order modification failed as there is no position that the reduce-only order could reduce"),
    "51522": (200, "Order modification failed as a reduce-only order can't have the direction of the position"),
    "51527": (200, "Order modification failed as the attached order does not exist"),
    "51603": (200, "Order does not exist"),
    "53000": (400, "Invalid token"),
    "53001": (400, "Authorization canceled"),
    "53002": (400, "Token expired"),
    "53003": (400, "Token revoked"),
    "53004": (400, "Account has been frozen"),
    "53005": (400, "Wrong refresh token"),
    "53006": (401, "Invalid device"),
    "53009": (400, "Authorization failed"),
    "53010": (400, "Parameter {} error"),
    "53011": (400, "Parameter {} cannot be empty"),
    "53012": (400, "Authorization code expired"),
    "53013": (400, "You don't have permission to access this API"),
    "53014": (401, "Invalid IP"),
    "53015": (400, "Parameter {} is too long"),
    "53016": (400, "Invalid redirect_uri"),
    "53017": (400, "Fast API permissions not enabled"),
    "54078": (200, "{} is out of range for the side of the order"),
    "54079": (200, "Trigger ratios are for FUTURES and SWAP only"),
    "55116": (200, "Only one chase order can live in an instrument"),
    "55100": (200, "The take-profit percentage is out of range"),
    "55101": (200, "The stop-loss percentage is out of range"),
    "59501": (200, "Only 50 APIKeys can be created per account"),
    "59502": (200, "This note name already exists. Enter a unique API key note name"),
    "59503": (200, "Each APIKey can bind up to 20 IP addresses"),
    "59506": (200, "APIKey does not exist"),
    "59508": (200, "The sub account of {} is suspended"),
    "59510": (200, "Sub-account does not exist"),
    "59608": (200, "Only Broker accounts have permission to access this endpoint"),
    "51722": (200, "The investment has been redeemed already"),
    "51723": (200, "The product can't be redeemed before its term"),
    "51724": (200, "The investment can't be redeemed in its current state"),
    "51725": (200, "Nothing can be cancelled in the current state of the investment"),
    "51727": (200, "The least amount of a purchase is {}"),
    "51728": (200, "The amount exceeds the greatest that can be bought"),
    "51729": (200, "The term of the product is not over"),
    "51730": (200, "The product is sold out"),
    "51731": (200, "The product is not sold for now"),
    "51736": (200, "Insufficient {} balance"),
    "52901": (200, "Invalid base currency"),
    "52902": (200, "Invalid quote currency"),
    "52909": (200, "Duplicated clTReqId"),
    "52914": (200, "Insufficient balance in the trading account"),
    "52917": (200, "The amount is below the least that can be converted"),
    "52918": (200, "The amount exceeds the greatest that can be converted"),
    "52919": (200, "Parameter {} is not that of the quote"),
    "52920": (200, "The amount exceeds the quoted one"),
    "52921": (200, "The quote has been traded, ask for a new one"),
    "52922": (200, "The quote has expired, ask for a new one"),
    "52925": (200, "Duplicated clQReqId"),
    "52927": (200, "There is no such quote"),
    "58009": (200, "The currency pair doesn't exist"),
    "70000": (200, "The RFQ doesn't exist"),
    "70001": (200, "The quote doesn't exist"),
    "70004": (200, "Invalid instrument {}"),
    "70013": (200, "endTs can't be before beginTs"),
    "70100": (200, "An instrument stands in two legs"),
    "70101": (200, "Duplicated clRfqId"),
    "70103": (200, "Invalid counterparty {}"),
    "70106": (200, "The size of a leg is below the minimum"),
    "70200": (200, "The RFQ is {} and can't be cancelled"),
    "70301": (200, "Duplicated clQuoteId"),
    "70303": (200, "The RFQ is {} and can't be quoted"),
    "70304": (200, "The price of a leg must be a multiple of the tick size"),
    "70306": (200, "The legs of the quote do not match those of RFQ {}"),
    "70307": (200, "The size of a leg must be a multiple of the lot size"),
    "70308": (200, "The RFQ is your own"),
    "70400": (200, "The quote is {} and can't be cancelled"),
    "70501": (200, "The quote is not for RFQ {}"),
    "70502": (200, "The legs do not match those of RFQ {}"),
    "70504": (200, "The RFQ is {} and can't be executed"),
    "70505": (200, "The quote is {} and can't be executed"),
    "70506": (200, "The sizes are not in the ratio of the RFQ's legs"),
    "70507": (200, "The RFQ can't be executed in part"),
    "70509": (200, "The execution failed because of the counterparty"),
    "70510": (200, "The execution failed for every account, see acctAlloc"),
    "70514": (200, "The sizes of the accounts do not add up to those of the RFQ"),
    "70515": (200, "The sizes of an account are not in the ratio of the RFQ's legs"),
    "70517": (200, "Account {} does not exist, or you can't make group RFQs"),
    "70518": (200, "An account stands twice in the group RFQ"),
    "75003": (200, "Invalid price"),
}


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, no failure of the mock
    """The exchange says no, with a code; the HTTP status follows from the code.

    Attributes:
        code: OKX's code.
        detail: what stands in the message, as the name of the parameter.
        text: the message that goes with it.
        status: the HTTP status documented for the code, or the one given.
    """

    def __init__(self, code: str, detail: str = "", *, text: str = "", status: int = 0) -> None:
        documented, template = ERRORS[code]
        self.code = code
        self.detail = detail
        self.status = status or documented
        self.text = text or template.format(detail)
        super().__init__(f"{code} {self.text}")


class Answer:
    """An answer about to be sent: HTTP status, OKX's code, that of each item, the encoded body, and why it is a refusal."""

    __slots__ = ("body", "code", "codes", "headers", "status", "text")

    def __init__(
        self,
        status: int,
        code: str,
        body: bytes,
        headers: Sequence[tuple[bytes, bytes]] = (),
        *,
        codes: tuple[str, ...] = (),
        text: str = "",
    ) -> None:
        self.text = text
        self.status = status
        self.code = code
        self.body = body
        self.headers = headers
        self.codes = codes


def success(data: Sequence[Row]) -> Answer:
    """The ordinary answer: code `"0"` and the data."""
    return Answer(200, "0", _encoder.encode({"code": "0", "data": data, "msg": ""}))


def refused(refusal: Refusal) -> Answer:
    """A refusal of the whole request: its code, no data."""
    return failure(refusal.status, refusal.code, refusal.text)


def failure(status: int, code: str, text: str, headers: Sequence[tuple[bytes, bytes]] = ()) -> Answer:
    """Any refusal in OKX's envelope, with a status of its own."""
    return Answer(status, code, _encoder.encode({"code": code, "data": [], "msg": text}), headers, text=text)


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
    return Answer(200, code, _encoder.encode(body), codes=tuple(str(row["sCode"]) for row in rows), text=why)
