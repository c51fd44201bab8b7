"""What an operation gets to see of a request, once the gate has let it pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okx_mock.accounts import Account, ApiKey
from okx_mock.answers import Refusal
from okx_mock.wire import Json

if TYPE_CHECKING:
    from okx_mock.world import World


@dataclass(slots=True)
class Call:
    """One checked request.

    Attributes:
        world: the state of the mock.
        key: the caller's key; None for a public operation.
        fields: the checked fields of the query or of the body.
        items: for an array body, per element its fields or why it is refused.
        sent: for an array body, the elements as they were sent.
        raw: the body, or the target of a GET, as received.
        query: the query string.
        exp_time: the header `expTime`, if there was one.
        device: the header `TERMID`, if there was one.
        address: where the request came from.
        in_us: when the request had been checked, on the mock's clock.
    """

    world: World
    key: ApiKey | None
    fields: Mapping[str, Json]
    items: Sequence[dict[str, Json] | Refusal]
    sent: Sequence[Mapping[str, Json]]
    raw: bytes
    query: bytes
    exp_time: str
    device: str
    address: str
    in_us: int

    @property
    def caller(self) -> Account:
        """The account that calls; never asked for by a public operation."""
        if self.key is None:
            raise Refusal("50114")
        return self.key.account

    def text(self, name: str) -> str:
        """A text field, empty when absent."""
        return text_of(self.fields, name)


def text_of(fields: Mapping[str, Json], name: str) -> str:
    """A text field of a request, empty when absent."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def flag_of(fields: Mapping[str, Json], name: str) -> bool:
    """A boolean field of a request, false when absent."""
    value = fields.get(name)
    return value is True or value == "true"
