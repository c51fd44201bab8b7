"""Sends bytes and gives bytes back: no redirects, no re-encoding, no proxies from the environment unless asked for.

The protocols are small so that another HTTP library can stand in. The one here is pyreqwest.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any, Final, Protocol

import msgspec
from pyreqwest.client import Client, ClientBuilder, SyncClient, SyncClientBuilder
from pyreqwest.exceptions import BodyDecodeError, BuilderError, DetailedPyreqwestError, PyreqwestError
from pyreqwest.http import Url

from okx_broker._version import __version__
from okx_broker.clock import rest_at_exit
from okx_broker.errors import ConfigurationError

USER_AGENT: Final = f"okx-broker/{__version__}"

_URLS: Final = 1024
_NOT_SENT: Final = "client error (Connect)"


class Outgoing(msgspec.Struct, frozen=True):
    """A request as it goes out.

    Attributes:
        method: `GET` or `POST`.
        url: Base URL and target, already encoded.
        headers: All headers but the host and the length.
        body: The body; empty for a GET.
    """

    method: str
    url: str
    headers: list[tuple[str, str]]
    body: bytes

    def __repr__(self) -> str:
        return f"Outgoing({self.method}, {len(self.headers)} headers, {len(self.body)} bytes)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("method", self.method)]

    def __reduce__(self) -> str:
        raise TypeError("an Outgoing request can't be pickled: it holds secrets")


class Reply(msgspec.Struct, frozen=True, gc=False):
    """What came back.

    Attributes:
        status: The HTTP status.
        body: The whole body.
    """

    status: int
    body: bytes

    def __repr__(self) -> str:
        return f"Reply({self.status}, {len(self.body)} bytes)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("status", self.status)]

    def __reduce__(self) -> str:
        raise TypeError("a Reply can't be pickled: it can hold secrets")


class TransportFailure(Exception):  # noqa: N818 - says what happened to the transport, the caller makes an error of it
    """No whole answer came back.

    Attributes:
        sent: False only where it is proven that nothing left this machine.
        reason: What happened, without address or headers.
    """

    def __init__(self, sent: bool, reason: str) -> None:
        self.sent = sent
        self.reason = reason
        super().__init__(reason)


class Transport(Protocol):
    """Sends requests, blocking.

    One that has an attribute `timeout` says after how many seconds it gives a request up; 60 are assumed otherwise.
    """

    def send(self, request: Outgoing) -> Reply:
        """Send and wait for the whole answer.

        Raises:
            TransportFailure: No whole answer came back.
        """
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


class AsyncTransport(Protocol):
    """Sends requests on an event loop.

    `timeout` is as for `Transport`. One that has an attribute `blocking`, a `Transport` of the same settings, lets a refresh
    of tokens come to its end even where the event loop ends before it.
    """

    async def send(self, request: Outgoing) -> Reply:
        """Send and wait for the whole answer.

        Raises:
            TransportFailure: No whole answer came back.
        """
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...


def _failure(error: Exception, sending: bool) -> TransportFailure:
    """Tell whether a request left from what the library proves, which is less than the exception's name suggests.

    A request that was sent in full and got no answer raises a connect time-out too, and a reset after sending raises a
    connect error. Only the cause `client error (Connect)` proves that there was no connection to send on, and an error of
    building the request, such as an address that is none, that it never came so far.
    """
    causes: list[str] = []
    if isinstance(error, DetailedPyreqwestError):
        causes = [cause["message"] for cause in error.details["causes"] or ()]
    # The first cause of a connection error repeats the URL in some versions; the last one is the plain reason.
    reason = type(error).__name__ + (f": {causes[-1]}" if causes else "")
    if isinstance(error, BodyDecodeError):
        reason = "the answer broke off"
    unsent = not sending or isinstance(error, BuilderError) or _NOT_SENT in causes
    return TransportFailure(sent=not unsent, reason=reason)


def _unusable(closed: bool) -> TransportFailure:
    """Tell why nothing is sent: else a closed client would send and lose the answer, and a forked one wait for ever."""
    if closed:
        return TransportFailure(sent=False, reason="the transport is closed")
    return TransportFailure(
        sent=False,
        reason="the client was made before a fork; make the first one in the child process, or start that with spawn",
    )


def _settings(
    builder: ClientBuilder | SyncClientBuilder, timeout: float, connect_timeout: float, use_env_proxy: bool
) -> None:
    builder.follow_redirects(False)
    builder.referer(False)
    builder.default_cookie_store(False)
    builder.timeout(timedelta(seconds=timeout))
    builder.connect_timeout(timedelta(seconds=connect_timeout))
    builder.user_agent(USER_AGENT)
    # Nothing is unpacked, so 400 kB can't become 400 MB: an answer is as large as the bytes that come within `timeout`. A
    # bound on those would mean reading piece by piece, which costs an order on an event loop 10 % more. Where no encoding
    # is asked for a server may choose one, so none is asked for by name.
    builder.gzip(False).brotli(False).zstd(False).deflate(False)
    builder.default_headers(
        {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
    )
    if not use_env_proxy:
        builder.no_proxy()


def no_client(error: RuntimeError) -> ConfigurationError:
    """Return the error of a process that can't have a client: its parent made one and then forked."""
    return ConfigurationError(f"no HTTP client can be made in this process: {error}")


def _parsed(urls: dict[str, Url], url: str) -> Url:
    """Parse the address of a request with a body, and remember it: there is one for each such operation."""
    if len(urls) >= _URLS:
        urls.clear()
    parsed = urls[url] = Url(url)
    return parsed


class PyreqwestTransport:
    """Sends with pyreqwest, blocking. Safe for threads; after a fork it refuses to send.

    Args:
        timeout: Seconds for a whole call, connecting included.
        connect_timeout: Seconds for connecting.
        use_env_proxy: Whether `HTTPS_PROXY` and its kin are honoured.

    Raises:
        ConfigurationError: The parent process made a client before it forked this one.
    """

    def __init__(self, *, timeout: float = 10.0, connect_timeout: float = 5.0, use_env_proxy: bool = False) -> None:
        builder = SyncClientBuilder()
        _settings(builder, timeout, connect_timeout, use_env_proxy)
        try:
            self._client: SyncClient = builder.build()
        except RuntimeError as error:
            raise no_client(error) from None
        self._process = os.getpid()
        self._closed = False
        self._urls: dict[str, Url] = {}
        self.timeout = timeout

    def send(self, request: Outgoing) -> Reply:
        """Send and wait for the whole answer; see `Transport`."""
        if self._closed or self._process != os.getpid():
            raise _unusable(self._closed)
        sending = False
        try:
            client, url = self._client, request.url
            if request.body:
                parsed = self._urls.get(url) or _parsed(self._urls, url)
                builder = client.post(parsed).headers(request.headers).body_bytes(request.body)
            else:
                builder = client.request(request.method, url).headers(request.headers)
            prepared = builder.build()
            sending = True
            response = prepared.send()
            return Reply(response.status, bytes(response.bytes()))
        except (PyreqwestError, ValueError) as error:
            failure = _failure(error, sending)
        raise failure  # not above: the library's error holds the whole URL, and would stay on as this one's context

    def close(self) -> None:
        """Close the connections."""
        self._closed = True
        self._client.close()


class AsyncPyreqwestTransport:
    """Sends with pyreqwest on an event loop; arguments as for `PyreqwestTransport`."""

    def __init__(self, *, timeout: float = 10.0, connect_timeout: float = 5.0, use_env_proxy: bool = False) -> None:
        builder = ClientBuilder()
        _settings(builder, timeout, connect_timeout, use_env_proxy)
        try:
            self._client: Client = builder.build()
        except RuntimeError as error:
            raise no_client(error) from None
        # The library's thread wakes the event loop and is not done then; a program can end before it is.
        rest_at_exit()
        self._process = os.getpid()
        self._closed = False
        self._urls: dict[str, Url] = {}
        self.timeout = timeout
        self._connect_timeout = connect_timeout
        self._use_env_proxy = use_env_proxy
        self._twin: PyreqwestTransport | None = None

    @property
    def blocking(self) -> PyreqwestTransport:
        """A blocking transport of the same settings, made when it is first asked for."""
        if self._twin is None:
            self._twin = PyreqwestTransport(
                timeout=self.timeout, connect_timeout=self._connect_timeout, use_env_proxy=self._use_env_proxy
            )
        return self._twin

    async def send(self, request: Outgoing) -> Reply:
        """Send and wait for the whole answer; see `AsyncTransport`."""
        if self._closed or self._process != os.getpid():
            raise _unusable(self._closed)
        sending = False
        try:
            client, url = self._client, request.url
            if request.body:
                parsed = self._urls.get(url) or _parsed(self._urls, url)
                builder = client.post(parsed).headers(request.headers).body_bytes(request.body)
            else:
                builder = client.request(request.method, url).headers(request.headers)
            prepared = builder.build()
            sending = True
            response = await prepared.send()
            return Reply(response.status, bytes(await response.bytes()))
        except (PyreqwestError, ValueError) as error:
            failure = _failure(error, sending)
        raise failure  # not above: the library's error holds the whole URL, and would stay on as this one's context

    async def close(self) -> None:
        """Close the connections."""
        self._closed = True
        if self._twin is not None:
            self._twin.close()
        await self._client.close()
