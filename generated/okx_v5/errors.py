# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The root of the error tree, and the two errors that need no network.

Everything that this distribution raises on purpose is an `OkxError`. The errors that a call can end in are in
`okx_broker.errors`.
"""

from __future__ import annotations


class OkxError(Exception):
    """Base of every error that this distribution raises on purpose."""


class InvalidArgument(OkxError, ValueError):  # noqa: N818 - reads as what it says
    """An argument breaks a rule of OKX's documents, or makes no sense; unless it says otherwise, nothing was sent.

    Attributes:
        operation: The operation, as `trade.place_order`.
        field: The argument as it is written in Python, with its place: `orders[2].cl_ord_id`.
        problem: What is wrong with the value.
        fix: What to pass instead.
        consequence: What this means: unless said otherwise, that nothing was sent.
    """

    def __init__(
        self, operation: str, field: str, problem: str, fix: str, consequence: str = "Nothing was sent."
    ) -> None:
        self.operation = operation
        self.field = field
        self.problem = problem
        self.fix = fix
        self.consequence = consequence
        super().__init__(f"{operation}: {field} {problem}. {fix} {consequence}")

    def __reduce__(self) -> tuple[type[InvalidArgument], tuple[str, ...]]:
        return (type(self), (self.operation, self.field, self.problem, self.fix, self.consequence))


class UnreadableBody(OkxError, ValueError):  # noqa: N818 - reads as what it says
    """A body that is not JSON in the documented shape.

    Attributes:
        problem: What could not be read, and where.
    """

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)
