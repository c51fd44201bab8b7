"""Iterators walk every paged list to its end, and no further."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from okx_broker.errors import ApiError
from okx_broker.transport import Outgoing, Reply
from tests.client.support import Either, answer, make_user, operations, python_name, query_of, sample_arguments

LISTS = [
    pytest.param(operation, operation["x-okx-pagination"], id=operation["operationId"])
    for _, _, operation in operations()
    if "x-okx-pagination" in operation
]


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Either:
    return Either(request.param)


async def _gather(items: Any, most: int) -> list[Any]:
    found: list[Any] = []
    async for item in items:
        found.append(item)
        if len(found) == most:
            break
    return found


def collect(either: Either, items: Any, most: int = 10_000) -> list[Any]:
    if either.asynchronous:
        return list(either.run(_gather(items, most)))
    found: list[Any] = []
    for item in items:
        found.append(item)
        if len(found) == most:
            break
    return found


def iterator_of(user: Any, operation: dict[str, Any]) -> Callable[..., Any]:
    name = "iter_" + python_name(operation["operationId"]).removeprefix("get_")
    found: Callable[..., Any] = getattr(getattr(user, operation["tags"][0]), name)
    return found


class Exchange:
    """Answers a list of so many items as its documented pagination says, or wrongly in one way."""

    def __init__(self, operation: dict[str, Any], count: int, wrong: str = "") -> None:
        self.paging = operation["x-okx-pagination"]
        # Newest first, as OKX lists them.
        self.ids = [str(10_000 - number) for number in range(count)]
        self.wrong = wrong
        self.asked: list[dict[str, str]] = []

    def __call__(self, request: Outgoing) -> Reply:
        query = query_of(request) if "?" in request.url else {}
        self.asked.append(query)
        length = int(query.get(self.paging["limit"], "100"))
        if self.paging["style"] == "page":
            first = (int(query.get(self.paging["page"], "1")) - 1) * length
            rows = [{"ts": one} for one in self.ids[first : first + length]]
            pages = -(-len(self.ids) // length)
            return answer([{self.paging["items"]: rows, self.paging["pages"]: str(pages), "page": "1"}])
        after = query.get(self.paging["cursor"])
        rest = [one for one in self.ids if after is None or int(one) < int(after) or self.wrong == "repeats"]
        rows = [{self.paging["id"]: "" if self.wrong == "no id" else one} for one in rest[:length]]
        if self.wrong == "goes round" and after is not None:
            rows = [{self.paging["id"]: self.ids[0 if len(self.asked) % 2 else 1]} for _ in range(length)]
        return answer(rows)


def identifiers(operation: dict[str, Any], items: list[Any]) -> list[str]:
    field = operation["x-okx-pagination"].get("id", "ts")
    return [str(getattr(item, python_name(field), None) or getattr(item, "ts", "")) for item in items]


def test_every_paged_list_has_an_iterator_and_nothing_else_has() -> None:
    from tests.client.support import Recorder

    user = make_user(Recorder())
    listed = {operation["operationId"] for _, _, operation in operations() if "x-okx-pagination" in operation}
    assert len(listed) == 14
    for _, _, operation in operations():
        resource = getattr(user, operation["tags"][0])
        name = "iter_" + python_name(operation["operationId"]).removeprefix("get_")
        assert hasattr(resource, name) == (operation["operationId"] in listed)


def walks(either: Either, operation: dict[str, Any], exchange: Exchange, **more: Any) -> Any:
    user = make_user(either.recorder(script=exchange))
    return iterator_of(user, operation)(**sample_arguments(operation, full=False), **more)


# 0, a short page, a full one, one more than that, several.
@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
@pytest.mark.parametrize(("operation", "paging"), LISTS)
def test_every_item_comes_once_and_in_order(
    either: Either, operation: dict[str, Any], paging: dict[str, Any], count: int
) -> None:
    exchange = Exchange(operation, count)
    items = collect(either, walks(either, operation, exchange))
    assert len(items) == count
    if paging["style"] == "cursor":
        assert identifiers(operation, items) == exchange.ids
        # A full last page needs one look behind it.
        assert len(exchange.asked) == count // 100 + 1
        asked = [query.get(paging["cursor"]) for query in exchange.asked]
        assert asked == [None, *(exchange.ids[at] for at in range(99, count, 100))]
    else:
        assert len(exchange.asked) == max(1, -(-count // 100))


@pytest.mark.parametrize(("operation", "paging"), LISTS)
def test_a_smaller_page_and_a_start_are_the_callers(
    either: Either, operation: dict[str, Any], paging: dict[str, Any]
) -> None:
    exchange = Exchange(operation, 25)
    start: dict[str, Any] = {"limit": 10}
    if paging["style"] == "cursor":
        start[python_name(paging["cursor"])] = exchange.ids[3]
    items = collect(either, walks(either, operation, exchange, **start))
    assert len(items) == (21 if paging["style"] == "cursor" else 25)
    assert {query[paging["limit"]] for query in exchange.asked} == {"10"}


@pytest.mark.parametrize("wrong", ["repeats", "no id", "goes round"])
@pytest.mark.parametrize(("operation", "paging"), [one for one in LISTS if one.values[1]["style"] == "cursor"])
def test_a_list_that_never_ends_is_left(
    either: Either, operation: dict[str, Any], paging: dict[str, Any], wrong: str
) -> None:
    exchange = Exchange(operation, 300, wrong)
    items = collect(either, walks(either, operation, exchange))
    assert len(exchange.asked) == {"repeats": 2, "no id": 1, "goes round": 4}[wrong]
    assert len(items) == {"repeats": 100, "no id": 100, "goes round": 400}[wrong]


@pytest.mark.parametrize(("operation", "paging"), LISTS)
def test_nothing_is_asked_before_it_is_wanted(
    either: Either, operation: dict[str, Any], paging: dict[str, Any]
) -> None:
    exchange = Exchange(operation, 250)
    items = walks(either, operation, exchange)
    assert not inspect.isawaitable(items)
    assert exchange.asked == []
    assert len(collect(either, items, most=100)) == 100
    assert len(exchange.asked) == 1


@pytest.mark.parametrize(("operation", "paging"), LISTS)
def test_an_error_on_the_way_is_raised_after_the_items_before_it(
    either: Either, operation: dict[str, Any], paging: dict[str, Any]
) -> None:
    exchange = Exchange(operation, 250)

    def script(request: Outgoing) -> Reply:
        reply = exchange(request)
        return answer(code="50030", msg="no") if len(exchange.asked) == 2 else reply

    user = make_user(either.recorder(script=script))
    items = iterator_of(user, operation)(**sample_arguments(operation, full=False))
    got: list[Any] = []

    async def walk() -> None:
        async for item in items:
            got.append(item)  # noqa: PERF401 - what came before the error counts

    def walk_blocking(source: Iterator[Any]) -> None:
        for item in source:
            got.append(item)  # noqa: PERF402 - what came before the error counts

    with pytest.raises(ApiError):
        either.run(walk()) if either.asynchronous else walk_blocking(items)
    assert len(got) == 100
