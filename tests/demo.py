"""A broker's day against the mock exchange, over real HTTP: `make demo`.

Each step says what it does and shows what came back; a step that does not hold ends the demo with a non-zero status.
"""

from __future__ import annotations

import tempfile
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.table import Table

from okx_broker import Broker, at_utc, models
from okx_broker.errors import ForeignTag
from okx_broker.rebates import RebateReports, read_lines
from okx_broker.testing import OkxMock, running_mock

console = Console(highlight=False)


def step(number: int, text: str) -> None:
    """Announce a step."""
    console.print(f"\n[bold]{number}. {text}[/bold]")


def check(holds: bool, what: str) -> None:
    """End the demo where something does not hold."""
    if not holds:
        console.print(f"[red]failed: {what}[/red]")
        raise SystemExit(1)


def show(title: str, columns: list[str], rows: list[list[object]], total: int | None = None) -> None:
    """Print a table."""
    table = Table(title=title, title_justify="left", show_edge=False)
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    if total is not None and total > len(rows):
        table.add_row(f"… {total - len(rows)} more")
    console.print(table)


def dma(broker: Broker, mock: OkxMock) -> None:
    """Sub-accounts, fee rates and keys of a DMA broker."""
    us = broker.for_credentials(mock.accounts["broker"].key)
    step(1, "DMA: our sub-accounts, page after page")
    first = us.dma_broker.get_subaccount_info(limit=100)
    accounts = list(us.dma_broker.iter_subaccount_info(limit=100))
    check((first.total_page or 0) > 1 and len(accounts) > 100, "more than one page of sub-accounts")
    shown = [[a.sub_acct, a.uid, a.label, a.acct_lv, a.enable, at_utc(a.ts or 0).date()] for a in accounts[:4]]
    show("", ["sub-account", "uid", "label", "level", "enabled", "since"], shown, len(accounts))
    console.print(f"{len(accounts)} sub-accounts on {first.total_page} pages")

    step(2, "DMA: their fee rates")
    fees = list(us.dma_broker.iter_subaccount_trade_fee(limit=100))
    check(len(fees) == len(accounts), "a fee entry per sub-account")
    lines: list[list[object]] = [[f.sub_acct, r.type, r.maker, r.taker] for f in fees[:2] for r in f.fee_rates[:3]]
    show("", ["sub-account", "fee type", "maker", "taker"], lines, sum(len(f.fee_rates) for f in fees))

    step(3, "DMA: an API key for a sub-account")
    name = accounts[0].sub_acct
    made = us.dma_broker.create_subaccount_apikey(
        sub_acct=name, label="demo", passphrase="Qwr4321!", perm="read_only,trade", ip="127.0.0.1"
    )
    console.print(f"created {made!r}")
    found = us.dma_broker.get_subaccount_apikey(sub_acct=name)
    check([key.label for key in found] == ["demo"], "the new key is listed")
    show("", ["label", "permissions", "addresses"], [[key.label, key.perm, key.ip] for key in found])


def trading(broker: Broker, mock: OkxMock) -> None:
    """Tagged orders of a user."""
    step(4, "The clock")
    theirs = broker.public.get_time().ts or 0
    console.print(f"exchange {at_utc(theirs):%Y-%m-%d %H:%M:%S} UTC, ours {at_utc(broker.clock.now_ms()):%H:%M:%S} UTC")
    check(abs(theirs - broker.clock.now_ms()) < 30_000, "the clocks are within 30 seconds")

    user = broker.for_credentials(mock.accounts["alice"].key)
    step(5, "One order and a batch of three for a user, each with our code")
    order = user.trade.place_order(
        inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="limit", px="65000", sz="0.01", cl_ord_id="demo1"
    )
    batch = user.trade.place_batch_orders(
        [
            models.NewOrder(
                inst_id="ETH-USDT", td_mode="cash", side="buy", ord_type="limit", px=price, sz="0.1", cl_ord_id=own_id
            )
            for own_id, price in (("demo2", Decimal(3500)), ("demo3", Decimal("2500.5")), ("demo4", 2400))
        ]
    )
    rows: list[list[object]] = []
    for placed, instrument in ((order, "BTC-USDT"), *((item, "ETH-USDT") for item in batch)):
        state = user.trade.get_order(inst_id=instrument, ord_id=placed.ord_id)
        rows.append([placed.cl_ord_id, placed.ord_id, placed.tag, state.state, state.avg_px, state.fee])
        check(placed.tag == broker.code, "the exchange echoes our code")
    show("", ["our id", "order", "tag", "state", "price", "fee"], rows)
    recorded = mock.orders
    check(
        len(recorded) == 4 and all(order.tag == broker.code for order in recorded), "the exchange's book has our code"
    )

    step(6, "Somebody else's tag")
    try:
        user.trade.place_order(
            inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="10", tag="SOMEBODYELSE"
        )
    except ForeignTag as refusal:
        console.print(f"{type(refusal).__name__}: {refusal}")
    else:
        check(False, "a foreign tag is refused")
    check(len(mock.orders) == len(recorded), "nothing reached the exchange")


def rebates(broker: Broker, mock: OkxMock) -> None:
    """What we earn."""
    us = broker.for_credentials(mock.accounts["broker"].key)
    step(7, "Does the user earn us a rebate?")
    answer = us.fd_broker.get_if_rebate(api_key=mock.accounts["alice"].api_key)
    console.print(f"type {answer.type} (0: yes), code {answer.broker_code}, affiliated {answer.affiliated}")
    check(answer.type == "0" and answer.broker_code == broker.code, "the user earns us a rebate")

    step(8, "A rebate report: asked for, made in two hours, fetched without credentials")
    reports = RebateReports(us, downloader=mock.downloader())
    end = mock.clock.now().date()
    begin = end - timedelta(days=3)
    check(reports.request(begin, end).result is False, "the report is not there yet")
    link = reports.find(begin, end)
    check(link is not None and link.state == "ongoing", "the report is being made")
    console.print(f"{begin} to {end}: {link.state if link else '?'}; two hours pass on the mock's clock")
    mock.clock.advance(hours=2, seconds=1)
    link = reports.wait(begin, end)
    console.print(f"{begin} to {end}: {link.state}, link {link.file_href!r}")
    with tempfile.TemporaryDirectory() as folder:
        path = reports.download(link, Path(folder, "rebates.csv"))
        lines = [line.row for line in read_lines(path)]
    totals: dict[str, list[Decimal]] = {}
    for row in lines:
        code = totals.setdefault(row.broker_code, [Decimal(0), Decimal(0), Decimal(0)])
        code[0] += (row.spot_trade_amt or 0) + (row.derivative_trade_amt or 0)
        code[1] += row.fee or 0
        code[2] += row.broker_rebate or 0
    check(broker.code in totals and totals[broker.code][2] > 0, "our code has earned a rebate")
    check(sum(1 for row in lines if row.inst_id == "BTC-USDT" and row.broker_code == broker.code) > 0, "with our order")
    shown: list[list[object]] = [
        [code, sum(1 for row in lines if row.broker_code == code), *(f"{value:.4f}" for value in values)]
        for code, values in sorted(totals.items())
    ]
    show("", ["broker code", "orders", "volume USDT", "fees USDT", "rebate USDT"], shown)
    check(not mock.leaks, "no credential reached the file host")


def main() -> None:
    """Run the day."""
    with running_mock() as mock:
        console.print(f"mock exchange at {mock.url}, files at {mock.files_url}")
        broker = mock.broker()
        dma(broker, mock)
        trading(broker, mock)
        rebates(broker, mock)
    console.print("\n[bold green]A broker's day, done.[/bold green]")


if __name__ == "__main__":
    main()
