"""The mock exchange in a process of its own."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import tempfile
import threading
from typing import Final

import msgspec

from okx_broker.testing.accounts import Accounts, SeededAccount
from okx_broker.testing.control import MockError
from okx_broker.testing.needed import MODULES, need
from okx_broker.testing.settings import Settings

_START_SECONDS: Final = 30.0
_STOP_SECONDS: Final = 10.0
_LAST_WORDS: Final = 2000


class _Ready(msgspec.Struct):
    """The line that the mock prints when it answers requests."""

    url: str
    files_url: str
    accounts: list[SeededAccount]


class MockServer:
    """A running mock. It ends with `stop`, and by itself with the process that started it, however that ended.

    Attributes:
        url: The address of the API: the client's `base_url`.
        files_url: The address of the host that report files come from.
        accounts: The seeded accounts by name, with their keys.
        settings: What it was started with.

    Raises:
        ImportError: The extra is not installed.
        MockError: It does not start.
    """

    url: str
    files_url: str
    accounts: Accounts

    def __init__(self, settings: Settings | None = None) -> None:
        need(*(name for name in MODULES if name != "pytest"))
        self.settings = settings or Settings()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `stop`
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            _command(self.settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            # Ctrl-C in a terminal is for the tests, or for their debugger; this ends with its standard input.
            start_new_session=True,
            # Warnings that this program has made errors are not for the mock.
            env={name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"},
        )
        try:
            ready = self._first_line()
        except BaseException:
            self.stop()
            raise
        self.url, self.files_url = ready.url, ready.files_url
        self.accounts = Accounts(ready.accounts)

    def _first_line(self) -> _Ready:
        lines: queue.Queue[bytes] = queue.Queue()
        output = self._process.stdout
        assert output is not None  # noqa: S101 - asked for above

        def read() -> None:
            with output:
                lines.put(output.readline())
                # What it may print later must not fill the pipe.
                while output.read(65536):
                    pass

        threading.Thread(target=read, name="okx-mock-output", daemon=True).start()
        try:
            line = lines.get(timeout=_START_SECONDS)
        except queue.Empty:
            raise MockError(f"the mock does not start within {_START_SECONDS:g} seconds") from None
        try:
            return msgspec.json.decode(line, type=_Ready)
        except msgspec.DecodeError:
            self._process.wait(_STOP_SECONDS)
            # The command line says its usage before what is wrong.
            words = self.last_words().rpartition("\nError: ")[2] or line.decode(errors="replace")
            raise MockError(f"the mock does not start: {words}") from None

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def last_words(self) -> str:
        """Return the end of what it wrote to its standard error."""
        if self._errors.closed:
            return ""
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - _LAST_WORDS))
        return self._errors.read().decode(errors="replace").strip()

    def stop(self) -> None:
        """End it, and wait until it has."""
        assert self._process.stdin is not None  # noqa: S101 - asked for above
        self._process.stdin.close()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def __repr__(self) -> str:
        return f"MockServer({getattr(self, 'url', 'starting')})"


def _command(settings: Settings) -> list[str]:
    # -P: a file of the folder that the tests are run in must not stand in for one of the mock's modules.
    command = [sys.executable, "-P", "-m", "okx_mock", "serve", "--json", "--with-parent"]
    command += ["--seed", str(settings.seed), "--code", settings.code]
    return [*command, "--strict-tags"] if settings.strict_tags else command


class Servers:
    """The mocks of a test session: one for each combination of code, seed and strictness, started when first needed."""

    def __init__(self) -> None:
        self._running: dict[tuple[str, int, bool], MockServer] = {}

    def get(self, settings: Settings) -> MockServer:
        """Return the mock for settings; one that has ended is started anew."""
        server = self._running.get(settings.server)
        if server is not None and not server.alive:
            server.stop()
            server = None
        if server is None:
            server = self._running[settings.server] = MockServer(settings)
        return server

    def stop(self) -> None:
        """End all of them."""
        for server in self._running.values():
            server.stop()
        self._running.clear()
