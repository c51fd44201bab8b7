"""Run the example: `python -m okx_broker.oauth.web.example`. Its settings are environment variables; see `settings`."""

from __future__ import annotations

import argparse
import logging
import sys

from okx_broker.errors import OkxError
from okx_broker.oauth.web.access_log import WithoutQuery
from okx_broker.oauth.web.example.platform import example_app
from okx_broker.oauth.web.example.settings import NEEDED, OPTIONAL, from_env


def main() -> int:
    """Serve the example until it is stopped."""
    argparse.ArgumentParser(
        prog="python -m okx_broker.oauth.web.example",
        description="A platform of one page, to see the web kit at work. It runs on this machine, for demo trading only.",
        epilog=f"Its settings are environment variables.\n\nneeded:\n{_listed(NEEDED)}\n\noptional:\n{_listed(OPTIONAL)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    ).parse_args()
    try:
        import uvicorn
    except ImportError:
        return _failed("it needs a server: pip install uvicorn")
    try:
        settings = from_env()
    except OkxError as problem:
        return _failed(str(problem))
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    config = uvicorn.Config(example_app(settings), host=settings.host, port=settings.port, log_level="info")
    # The callback's query has the code and the state.
    logging.getLogger("uvicorn.access").addFilter(WithoutQuery())
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"open http://{host}:{settings.port}/ in a browser", flush=True)  # noqa: T201 - a command's answer
    uvicorn.Server(config).run()
    return 0


def _listed(variables: dict[str, str]) -> str:
    return "\n".join(f"  {name:<22} {what}" for name, what in variables.items())


def _failed(why: str) -> int:
    print(f"the example can't start: {why}", file=sys.stderr)  # noqa: T201 - a command's answer
    return 2


if __name__ == "__main__":
    sys.exit(main())
