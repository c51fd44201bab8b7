"""What was filed beside plain orders, as the page lists it: algo orders, bots, quotes, conversions and the rest."""

from __future__ import annotations

import json

from okx_mock.exchange.records import Record
from okx_mock.page.asked import Asked
from okx_mock.page.tags import Tally, Verdict, fits, judged
from okx_mock.world import World

SHOWN = 200
_DETAIL_KEPT = 64 * 1024


def list_records(world: World, tally: Tally, asked: Asked, attributed: frozenset[str]) -> dict[str, object]:
    """The newest records that the question is about.

    Args:
        world: the state of the mock.
        tally: the counts by tag.
        asked: the question.
        attributed: the operations that take a broker code; without one, theirs is missing.
    """
    codes, house = world.directory.broker_codes, world.block.bot
    rows: list[dict[str, object]] = []
    kinds: set[str] = set()
    found = 0
    for record in reversed(world.records.noted):
        kinds.add(record.kind.name)
        how = judged(record, codes, attributed, house)
        if (
            asked.kind not in {"", record.kind.name}
            or (asked.user and asked.user not in record.account.name.lower() and asked.user != record.account.uid)
            or ((asked.tag or asked.tagged) and (how is None or not fits(asked, record.tag, how)))
        ):
            continue
        found += 1
        if len(rows) < SHOWN:
            rows.append(_row(tally, record, how))
    return {"rows": rows, "found": found, "kept": len(world.records.noted), "kinds": sorted(kinds)}


def _row(tally: Tally, record: Record, how: Verdict | None) -> dict[str, object]:
    row = record.shown()
    return {
        "key": f"f{record.number}",
        "ms": record.created_ms,
        "user": record.account.name,
        "uid": record.account.uid,
        "env": record.account.environment,
        "kind": record.kind.name,
        "id": record.id,
        "clientId": record.client_id,
        "instId": str(row.get("instId") or ""),
        "state": str(row.get("state") or ("open" if record.open else "ended")),
        "open": record.open,
        "tag": record.tag,
        "verdict": how or "none",
        "near": tally.near(record.tag) if how == "unknown" else "",
        "operation": record.source,
    }


def show_record(world: World, number: int) -> dict[str, object] | None:
    """One record in full, by its number; None when it is no longer kept."""
    for record in reversed(world.records.noted):
        if record.number == number:
            facts = {
                "account": f"{record.account.name} · {record.account.uid} · {record.account.environment}",
                "operation": record.source,
                record.kind.id: record.id,
                record.kind.client: record.client_id,
                "tag": record.tag,
            }
            shown = json.dumps(record.shown(), indent=2, ensure_ascii=False)
            return {
                "facts": [[name, value] for name, value in facts.items() if name and value],
                "times": [["filed", record.created_ms]],
                "raw": shown[:_DETAIL_KEPT],
            }
    return None
