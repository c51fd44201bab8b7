"""Algo orders. Source: okx-v5, algo trading. They wait; none is triggered by itself."""

from __future__ import annotations

from okx_mock.exchange.records import Kind, ending, listing, placing, showing

ALGO = Kind(
    "algo order", "algoId", "getAlgoOrder", client="algoClOrdId", over="51400", full="51299", by_instrument=True
)

place = placing(ALGO, "placeAlgoOrder")
get = showing(ALGO)
cancel = ending(ALGO, "cancelAlgos")
list_pending = listing(ALGO, "getAlgoOrdersPending", is_open=True)
