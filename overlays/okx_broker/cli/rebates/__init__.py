"""`okx-broker rebates …`: reports as durable jobs, and what is in them."""

from __future__ import annotations

import click

from okx_broker.cli.rebates.add import add
from okx_broker.cli.rebates.export import export
from okx_broker.cli.rebates.fetch import fetch
from okx_broker.cli.rebates.status import status
from okx_broker.cli.rebates.summary import summary


@click.group()
def rebates() -> None:
    """Rebate reports: fetch them, see how far that is, and what they say."""


rebates.add_command(fetch)
rebates.add_command(status)
rebates.add_command(add)
rebates.add_command(summary)
rebates.add_command(export)
