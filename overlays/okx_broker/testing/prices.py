"""The prices of the mock's instruments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from okx_broker.testing.control import Control
from okx_v5.scalars import Amount


class _Shown(msgspec.Struct):
    prices: dict[str, Decimal]
    filled: list[str] = []


def plain(name: str, value: Amount) -> str:
    """Return an amount as a plain decimal.

    Raises:
        TypeError: It is a float or something else that holds no exact amount.
        ValueError: It is a text that is no number.
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
        raise TypeError(f"{name} is {value!r}: pass a Decimal, an int or a text such as '61000.5', never a float")
    try:
        number = Decimal(value)
    except ArithmeticError:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"{name} is {value!r}, which is no number")
    return f"{number:f}"


class Prices(Mapping[str, Decimal]):
    """The prices by instrument: read as from a dictionary, and set: `okx_mock.prices["BTC-USDT"] = "61000"`."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def _all(self) -> dict[str, Decimal]:
        return self._control.ask("GET", "prices", _Shown).prices

    def __getitem__(self, inst_id: str) -> Decimal:
        prices = self._all()
        try:
            return prices[inst_id]
        except KeyError:
            raise KeyError(f"the mock has no instrument {inst_id!r}, but {', '.join(prices)}") from None

    def __setitem__(self, inst_id: str, price: Amount) -> None:
        self.move(inst_id, price)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def move(self, inst_id: str, price: Amount) -> tuple[str, ...]:
        """Set the price of an instrument; resting orders that it reaches are filled at their own price.

        Returns:
            The `ord_id` of each order that was filled.

        Raises:
            KeyError: The mock has no such instrument.
            MockError: It takes no such price.
        """
        wanted = {"instId": inst_id, "px": plain("the price", price)}
        self[inst_id]  # else the mock can only say that it has no such instrument, and not which it has
        return tuple(self._control.ask("POST", "prices", _Shown, wanted).filled)

    def __repr__(self) -> str:
        return f"Prices({', '.join(f'{name}: {price}' for name, price in self._all().items())})"
