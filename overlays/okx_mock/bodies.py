"""Reading bodies, each of bounded size and all that are under way at once within a bound."""

from __future__ import annotations

from starlette.types import Receive

from okx_mock.answers import Refusal

MAX_BODY = 1024 * 1024
MAX_UNDER_WAY = 64 * 1024 * 1024


class ClientGoneError(Exception):
    """The client hung up before its request was whole."""


class Bodies:
    """Reads the bodies of all requests."""

    def __init__(self) -> None:
        self._under_way = 0

    async def read(self, receive: Receive) -> bytes:
        """The whole body of a request.

        Raises:
            Refusal: 50002 where it is larger than the bound; the rest of it is thrown away as it comes. 50013 where too
                many are under way at once.
            ClientGoneError: the client hung up before all of it was there.
        """
        parts: list[bytes] = []
        size = 0
        try:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientGoneError
                part: bytes = message.get("body", b"")
                more = message.get("more_body", False)
                if not more and not parts and len(part) <= MAX_BODY:
                    return part
                parts.append(part)
                size += len(part)
                self._under_way += len(part)
                if size > MAX_BODY:
                    raise Refusal("50002", text="Request body is too large")
                if self._under_way > MAX_UNDER_WAY:
                    raise Refusal("50013")
                if not more:
                    return b"".join(parts)
        finally:
            self._under_way -= size
