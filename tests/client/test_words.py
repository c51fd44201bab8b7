"""What an error says of a value is true of the rule that refused it, and is said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from okx_broker.errors import InvalidArgument
from okx_v5.patterns import IN_WORDS
from tests.client.support import Recorder, make_user

BETWEEN = re.compile(r"(?:(0), or )?a whole number from (-?\d+) to (-?\d+)")


def ranges() -> Iterator[Any]:
    for pattern, words in IN_WORDS.items():
        if (found := BETWEEN.fullmatch(words)) is not None:
            beside = {0} if found[1] else set()
            yield pytest.param(pattern, {*range(int(found[2]), int(found[3]) + 1)} | beside, id=words)


@pytest.mark.parametrize(("pattern", "allowed"), list(ranges()))
def test_the_bounds_that_are_named_are_those_of_the_pattern(pattern: str, allowed: set[int]) -> None:
    assert {number for number in range(-1000, 1000) if re.fullmatch(pattern, str(number))} == allowed


@pytest.mark.parametrize(
    ("words", "good", "bad"),
    [
        ("a number of 0 or more, or -1 for the market price", "0 0.5 7 -1", "-2 -0.5 -1.0 x"),
        ("a whole number of 0 or more", "0 1 10 500", "-1 1.5 01"),
        ("a whole number of 1 or more", "1 10 500", "0 -1 1.5"),
        ("a number of 0 or more", "0 0.5 7", "-1 .5 1. x"),
        ("a number above 0", "7 0.5 0.001 10 07 2.0", "0 0.0 00 -1 .5 1. x"),
        ("a number", "0 -0.5 7", "x 1e5"),
        ("a fraction from 0 to 0.05 with at most four decimals", "0 0.05 0.0123 0.0500 0.01", "0.0501 0.01234 0.06 1 0.1"),
        ("a fraction from 0.0001 to 0.01", "0.0001 0.01 0.00015 0.005", "0.00009 0.011 0 0.02 1"),
        ("one currency, or up to 20 joined with commas", f"BTC {','.join(['A'] * 20)}", f"{','.join(['A'] * 21)} A,,B ,A"),
        ("1 to 16 letters and digits", "A a1B2c3D4e5F6g7H8", "a1B2c3D4e5F6g7H8i a-b"),
        ("1 to 32 letters and digits", f"A {'b' * 32}", f"{'b' * 33} a_b é"),
        ("16 or 18 letters and digits", f"{'a' * 16} {'1' * 18}", f"{'a' * 17} {'a' * 15} {'a' * 19}"),
    ],
)  # fmt: skip
def test_the_words_say_what_the_pattern_takes(words: str, good: str, bad: str) -> None:
    patterns = [pattern for pattern, said in IN_WORDS.items() if said == words]
    assert patterns
    for pattern in patterns:
        assert all(re.fullmatch(pattern, value) for value in good.split())
        assert not any(re.fullmatch(pattern, value) for value in bad.split())


MISTAKES: list[tuple[str, dict[str, Any], str, str]] = [
    ("trade.get_orders_pending", {"limit": 500}, "limit", "a whole number from 1 to 100"),
    ("trade.get_order", {"inst_id": "A", "cl_ord_id": "my-order"}, "cl_ord_id", "1 to 32 letters and digits"),
    ("trade.cancel_all_after", {"time_out": 5}, "time_out", "0, or a whole number from 10 to 120"),
    ("trade.get_orders_pending", {"ord_type": "limit;fok"}, "ord_type", "joined with commas"),
    ("account.get_balance", {"ccy": "A,,B"}, "ccy", "up to 20 joined with commas"),
    ("trade.get_orders_history", {"inst_type": "SPOT", "begin": "2024-01-01"}, "begin", "Unix time in milliseconds"),
    ("trade.get_fills", {"begin": datetime(2024, 1, 1, tzinfo=UTC)}, "begin", "Unix time in milliseconds"),
]


@pytest.mark.parametrize(("call", "arguments", "field", "fix"), MISTAKES, ids=lambda value: str(value)[:40])
def test_a_mistake_is_told_without_a_regular_expression(
    call: str, arguments: dict[str, Any], field: str, fix: str
) -> None:
    resource, method = call.split(".")
    with pytest.raises(InvalidArgument) as caught:
        getattr(getattr(make_user(Recorder()), resource), method)(**arguments)
    assert caught.value.field == field
    assert fix in caught.value.fix
    assert "^" not in str(caught.value)
