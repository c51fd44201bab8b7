"""The one address on this machine that a person comes back to from OKX."""

from __future__ import annotations

import hmac
import os
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from okx_broker.errors import ConfigurationError

_OUTCOME_SECONDS: Final = 60.0
_SHOWN_SECONDS: Final = 3.0
_BROUGHT: Final = frozenset({"state", "code", "domain", "error", "error_code"})
_PAGE: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>OKX</title>
<style>body{{font:18px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}}</style>
<h1>{title}</h1><p>{text}</p></html>
"""


def checked_port(redirect_uri: str) -> tuple[str, int]:
    """Return path and port of a callback on this machine.

    Raises:
        ConfigurationError: It is none.
    """
    try:
        parts = urlsplit(redirect_uri)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if (
        parts.scheme != "http"
        or port is None
        or not parts.path
        or redirect_uri != f"http://127.0.0.1:{port}{parts.path}"
    ):
        raise ConfigurationError(
            "the redirect URI of a desktop is http://127.0.0.1:<port>/callback, exactly as OKX registered it: "
            "set OKX_REDIRECT_URI"
        )
    return parts.path, port


class Callback:
    """Waits for the browser to come back with a state. Everything else that asks is turned away.

    Attributes:
        params: What the browser brought.
    """

    def __init__(self, path: str, port: int) -> None:
        self.path = path
        self.host = f"127.0.0.1:{port}"
        self.state = ""
        self.params: dict[str, str] = {}
        self.came = threading.Event()
        self._taking = threading.Lock()
        self._outcome = threading.Event()
        self._shown = threading.Event()
        self._done = False

    def take(self, query: str) -> bool:
        """Take what a browser brought, once, if it has the state that was sent."""
        pairs = parse_qsl(query, keep_blank_values=True)
        brought = {name: value for name, value in pairs if name in _BROUGHT}
        if sum(name in _BROUGHT for name, _ in pairs) != len(brought) or not self.state:
            return False
        if not hmac.compare_digest(brought.get("state", "").encode(), self.state.encode()):
            return False
        with self._taking:
            if self.came.is_set():
                return False
            self.params = brought
            self.came.set()
        return True

    def page(self) -> str:
        """Return the page that ends it, as soon as it is known how it ended."""
        self._outcome.wait(_OUTCOME_SECONDS)
        if self._done:
            return _PAGE.format(title="Connected", text="Your OKX account is connected. You can close this page.")
        return _PAGE.format(title="Not connected", text="The terminal says why. You can close this page.")

    def shown(self) -> None:
        """Say that the browser has the page."""
        self._shown.set()

    def ended(self, *, well: bool) -> None:
        """Say how it ended, and give the browser a moment to show it."""
        self._done = well
        self._outcome.set()
        if self.came.is_set():
            self._shown.wait(_SHOWN_SECONDS)


class _Handler(BaseHTTPRequestHandler):
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride] - the library's way to say whose handler it is
    timeout = 10
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        """Answer the callback, and the page after it."""
        callback = self.server.callback
        # A page elsewhere whose name was pointed to this machine is not our browser's way back.
        if self.headers.get("Host") != callback.host:
            self._answer(400, "not here")
            return
        path, _, query = self.path.partition("?")
        if path == callback.path + "/done" and callback.came.is_set():
            self._answer(200, callback.page(), "text/html; charset=utf-8")
            callback.shown()
        elif path != callback.path:
            self._answer(404, "nothing here")
        elif callback.take(query):
            # To an address without code and state, which stay in no history then.
            self._answer(303, "", location=callback.path + "/done")
        else:
            self._answer(400, "this is not what the terminal waits for: open the address that it shows")

    def _answer(self, status: int, body: str, kind: str = "text/plain; charset=utf-8", location: str = "") -> None:
        content = body.encode()
        self.send_response_only(status)
        if location:
            self.send_header("Location", location)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(content))),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Log nothing: an address has code and state in it."""


class _Server(ThreadingHTTPServer):
    # On Windows this would let two programs have the same port.
    allow_reuse_address = os.name == "posix"
    daemon_threads = True
    # Browsers open connections ahead and leave them idle: nothing waits for these at the end.
    block_on_close = False

    def __init__(self, callback: Callback, port: int) -> None:
        self.callback = callback
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away."""


@contextmanager
def listening(redirect_uri: str) -> Generator[Callback, None, None]:
    """Listen at a redirect URI of this machine until the block ends.

    Raises:
        ConfigurationError: It is none of this machine, or its port is taken.
    """
    path, port = checked_port(redirect_uri)
    callback = Callback(path, port)
    try:
        server = _Server(callback, port)
    except OSError as problem:
        raise ConfigurationError(
            f"port {port} of 127.0.0.1 can't be used ({problem.strerror}): end the program that has it; "
            "another port would not be the registered one"
        ) from None
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="okx-callback", daemon=True)
    thread.start()
    try:
        yield callback
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
