"""Keeping codes and states out of an access log."""

from __future__ import annotations

import logging


class WithoutQuery(logging.Filter):
    """Cuts the query off the paths in uvicorn's access log: a callback's query has the code and the state.

    logging.getLogger("uvicorn.access").addFilter(WithoutQuery())
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; it is always logged."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                part.partition("?")[0] if isinstance(part, str) and part.startswith("/") else part
                for part in record.args
            )
        return True
