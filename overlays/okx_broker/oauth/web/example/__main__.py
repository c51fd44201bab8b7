"""Run the example: `python -m okx_broker.oauth.web.example`. Its settings are environment variables; see `settings`."""

from __future__ import annotations

import logging
import sys

from okx_broker.errors import OkxError
from okx_broker.oauth.web.access_log import WithoutQuery
from okx_broker.oauth.web.example.platform import example_app
from okx_broker.oauth.web.example.settings import from_env


def main() -> int:
    """Serve the example until it is stopped."""
    try:
        import uvicorn
    except ImportError:
        print("the example needs a server: pip install uvicorn", file=sys.stderr)  # noqa: T201 - a command's answer
        return 2
    try:
        settings = from_env()
    except OkxError as problem:
        print(f"the example can't start: {problem}", file=sys.stderr)  # noqa: T201 - a command's answer
        return 2
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    config = uvicorn.Config(example_app(settings), host=settings.host, port=settings.port, log_level="info")
    # The callback's query has the code and the state.
    logging.getLogger("uvicorn.access").addFilter(WithoutQuery())
    uvicorn.Server(config).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
