"""`okx-broker docs`: the documentation site, to this machine only."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import click

from okx_broker.cli.shown import note
from okx_broker.errors import ConfigurationError

SITE: Final = Path(__file__).parent.parent / "site"
"""Where `make docs` puts the site: inside of the package, so that a wheel made after it carries it."""

HOST: Final = "127.0.0.1"


class _Pages(SimpleHTTPRequestHandler):
    """Hands out the files of one folder."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing of the requests."""


@click.command()
@click.option("--port", default=0, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free port.")
@click.option("--no-browser", is_flag=True, help="Only show the address to open.")
@click.option(
    "--site",
    "folder",
    default=SITE,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of a built site, if it is not where `make docs` puts it.",
)
def docs(port: int, no_browser: bool, folder: Path) -> None:
    """Serve the documentation to this machine until Ctrl-C, and open it in a browser."""
    if not (folder / "index.html").is_file():
        raise ConfigurationError(
            f"there is no documentation site at {folder}. Run `make docs` in a clone of the project: an installation from "
            "the clone has it then, and so has a wheel that is built afterwards"
        )
    try:
        server = ThreadingHTTPServer((HOST, port), partial(_Pages, directory=str(folder)))
    except OSError as problem:
        raise ConfigurationError(f"port {port} can't be used: {problem.strerror}. Say another, or none") from None
    address = f"http://{HOST}:{server.server_port}/"
    with server:
        click.echo(address)
        note("Ctrl-C ends it.")
        if not no_browser:
            webbrowser.open(address)
        with suppress(KeyboardInterrupt):
            server.serve_forever()
