"""The commands: `okx-mock serve` and `okx-mock accounts`."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import click

from okx_mock.accounts import SITES, ApiKey
from okx_mock.broker.consent import describe_clients
from okx_mock.broker.documents import DOCUMENTS, DocumentName
from okx_mock.broker.grants import OAuth
from okx_mock.clock import MAX_TIME_MS, Clock
from okx_mock.contract import ContractError, load_contract
from okx_mock.journal import JournalError
from okx_mock.request_log import Form, RequestLog
from okx_mock.seed import check_code, describe_accounts, seed_directory
from okx_mock.server import Addresses, Mock, ServeError, allow_connections
from okx_mock.state import restore
from okx_mock.world import World


def _checked_codes(context: click.Context, parameter: click.Parameter, codes: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return tuple(check_code(code) for code in codes)
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from None


@click.group()
def main() -> None:
    """A mock of OKX's V5 API for brokers, on this machine only."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address.")
@click.option("--port", default=0, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free port.")
@click.option(
    "--files-port", default=0, show_default=True, type=click.IntRange(0, 65535), help="Port of the files host."
)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same accounts.")
@click.option(
    "--users", default=0, show_default=True, type=click.IntRange(0, 100_000), help="More demo users, for load."
)
@click.option("--site", default="global", show_default=True, type=click.Choice(SITES), help="The site to play.")
@click.option(
    "--clock", "clock_mode", default=None, type=click.Choice(("system", "frozen")), help="`system` if not said."
)
@click.option("--time", "start", default=None, help="Where the clock starts, ISO 8601; now if not said.")
@click.option(
    "--strict-tags", is_flag=True, help="Refuse orders without a seeded broker's code, which the exchange would take."
)
@click.option("--code", "codes", multiple=True, callback=_checked_codes, help="One more code of the seeded broker.")
@click.option(
    "--document",
    default="older",
    show_default=True,
    type=click.Choice(DOCUMENTS),
    help="The version of the broker program's document to follow.",
)
@click.option("--contract", default=None, type=click.Path(path_type=Path), help="Another OpenAPI document.")
@click.option(
    "--state",
    default=None,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file that keeps the whole state; a mock that is started with it again goes on where that one ended.",
)
@click.option("--with-parent", is_flag=True, help="End when standard input does: with the program that started it.")
@click.option(
    "--log",
    "log_form",
    default="off",
    show_default=True,
    type=click.Choice(("off", "text", "json")),
    help="One line per request on stderr; none holds a secret.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the URLs and accounts as one JSON line.")
def serve(
    host: str,
    port: int,
    files_port: int,
    seed: int,
    users: int,
    site: str,
    clock_mode: str | None,
    start: str | None,
    strict_tags: bool,
    codes: tuple[str, ...],
    document: DocumentName,
    contract: Path | None,
    state: Path | None,
    with_parent: bool,
    log_form: Form,
    as_json: bool,
) -> None:
    """Serve until interrupted; print where, as soon as requests are answered."""
    said = {
        "--seed": str(seed),
        "--users": str(users),
        "--site": site,
        "--strict-tags": "yes" if strict_tags else "no",
        "--code": ",".join(codes),
        "--document": document,
        "--clock": clock_mode,
        "--time": start,
    }
    try:
        clock = Clock(frozen=clock_mode == "frozen", start_ms=None if start is None else _milliseconds(start))
        operations = load_contract(contract)

        def make() -> World:
            return World(
                operations,
                clock,
                seed=seed,
                extra_users=users,
                site=site,
                strict_tags=strict_tags,
                codes=codes,
                document=document,
            )

        world = restore(state, said, operations, clock, make) if state else make()
        mock = Mock(world, host=host, port=port, files_port=files_port, log=RequestLog(clock, log_form))
    except (ServeError, ContractError, JournalError) as problem:
        raise click.ClickException(str(problem)) from None

    def listening() -> None:
        if with_parent:
            _stop_with_input(mock)
        addresses = mock.addresses
        if as_json:
            shown = {
                "url": addresses.url,
                "files_url": addresses.files_url,
                "accounts": describe_accounts(world.directory),
                "oauth_clients": describe_clients(world.oauth),
            }
            print(json.dumps(shown), flush=True)
        else:
            print(_where(addresses, world, seed, users), flush=True)

    allow_connections()
    asyncio.run(mock.run(listening))
    if world.journal is not None:
        world.journal.close()
        if world.journal.problem:
            raise click.ClickException(world.journal.problem)


@main.command()
@click.option("--seed", default=1, show_default=True, help="The seed that the mock is served with.")
@click.option("--users", default=0, show_default=True, type=click.IntRange(0, 100_000), help="More demo users.")
@click.option("--code", "codes", multiple=True, callback=_checked_codes, help="One more code of the seeded broker.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def accounts(seed: int, users: int, codes: tuple[str, ...], as_json: bool) -> None:
    """The seeded accounts, with their keys, permissions and broker codes."""
    described = describe_accounts(seed_directory(seed, users, codes))
    if as_json:
        print(json.dumps(described, indent=2))
        return
    for account in described:
        print(f"{account['name']} ({account['kind']}, {account['environment']}, {account['site']}): {account['note']}")
        for name in ("uid", "api_key", "secret_key", "passphrase"):
            print(f"    {name:<12} {account[name]}")
        for name in ("permissions", "ip", "broker_codes", "broker_types"):
            values = cast("list[str]", account[name])
            if values:
                print(f"    {name:<12} {', '.join(values)}")


@main.command("oauth-clients")
@click.option("--seed", default=1, show_default=True, help="The seed that the mock is served with.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def oauth_clients(seed: int, as_json: bool) -> None:
    """The seeded OAuth clients, with their secrets and redirect addresses."""
    described = describe_clients(OAuth(Clock(), seed, seed_directory(seed).find))
    if as_json:
        print(json.dumps(described, indent=2))
        return
    for client in described:
        print(f"{client['client_id']} of {client['broker']}: {client['note']}")
        print(f"    client_secret {client['client_secret']}")
        for uri in cast("list[str]", client["redirect_uris"]):
            print(f"    redirect_uri  {uri}")


def _stop_with_input(mock: Mock) -> None:
    """Stop the mock when nothing holds the other end of its standard input any more, however that ended."""
    loop = asyncio.get_running_loop()

    def wait() -> None:
        # Not by sys.stdin: the lock of its buffer would be held while the interpreter ends.
        while os.read(0, 4096):
            pass
        with suppress(RuntimeError):  # the loop is closed: it has ended otherwise
            loop.call_soon_threadsafe(mock.stop)

    threading.Thread(target=wait, name="okx-mock-input", daemon=True).start()


def _where(addresses: Addresses, world: World, seed: int, users: int) -> str:
    """What people are told at the start: where it is, and the credentials of a user who trades, ready to be pasted."""
    command = "okx-mock accounts"
    for option, value, usual in (("--seed", seed, 1), ("--users", users, 0)):
        command += f" {option} {value}" if value != usual else ""
    lines = [
        f"okx-mock listens on {addresses.url}, files on {addresses.files_url}",
        f"  what it sees and does: {addresses.url}/",
        f"  all accounts and their keys: {command}",
    ]
    directory = world.directory
    code = next((key.account.all_codes[0] for key in directory.seeded_keys if key.account.all_codes), "")
    user = next((key for key in directory.seeded_keys if _may_trade(key, world.site)), None)
    if user is not None:
        lines += [
            f"  {user.account.name}, who may trade, with a code of the seeded broker:",
            f"export OKX_BROKER_CODE={code} OKX_ENVIRONMENT={user.account.environment} OKX_SITE={world.site} "
            f"OKX_BASE_URL={addresses.url}",
            f"export OKX_API_KEY={user.api_key} OKX_SECRET_KEY={user.secret_key} OKX_PASSPHRASE={user.passphrase}",
        ]
    return "\n".join(lines)


def _may_trade(key: ApiKey, site: str) -> bool:
    """Whether a key is a user's that trades here from everywhere."""
    account = key.account
    return account.kind == "user" and account.site == site and "trade" in key.permissions and not key.ip


def _milliseconds(start: str) -> int:
    try:
        moment = datetime.fromisoformat(start)
    except ValueError:
        raise ServeError(f"--time must be a time in ISO 8601, not {start!r}") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    milliseconds = int(moment.timestamp() * 1000)
    if not 0 <= milliseconds <= MAX_TIME_MS:
        raise ServeError("--time must be from 1970 up to the end of 2099")
    return milliseconds
