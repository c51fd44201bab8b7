"""What every command is told: by options, else by the environment; and the store and broker that it makes of that."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

import click
from click.core import ParameterSource

from okx_broker.client import Broker
from okx_broker.environments import Environment, Site
from okx_broker.errors import ConfigurationError
from okx_broker.oauth import MasterKeys, OAuthApp, SqliteStore
from okx_v5.scalars import Secret

if TYPE_CHECKING:
    from okx_broker.client import BrokerType
    from okx_broker.oauth.store.sql import SqlStore

F = TypeVar("F", bound=Callable[..., Any])

OWN_KEY: Final = "OKX_BROKER_"
"""What the variables of the broker's own key begin with; those of a user's begin with `OKX_`."""
_DATABASE: Final = ("postgresql://", "postgres://")


@dataclass
class Settings:
    """The options of one command; what it has no option for stays empty."""

    store: str = ""
    keyring: bool = False
    environment: str = ""
    site: str = ""
    as_json: bool = False
    code: str = ""
    client_id: str = ""
    redirect_uri: str = ""
    token_path: str = ""
    revoke_path: str = ""
    authorize_path: str = ""
    encoding: Literal["json", "form"] = "json"


pass_settings = click.make_pass_decorator(Settings, ensure=True)


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
    if value is not None:
        setattr(context.ensure_object(Settings), parameter.name or "", value)


def _keep_store(context: click.Context, parameter: click.Parameter, value: str) -> None:
    said = context.get_parameter_source(parameter.name or "")
    if value.startswith(_DATABASE) and said is ParameterSource.COMMANDLINE:
        raise click.UsageError(
            "--store names an SQLite file: give a database by OKX_BROKER_STORE, as arguments are seen by everybody"
        )
    _keep(context, parameter, value)


def _option(*names: str, variable: str | None, **more: Any) -> Callable[[F], F]:  # noqa: ANN401 - click's own
    more = {"callback": _keep, **more}
    return click.option(*names, envvar=variable, show_envvar=variable is not None, expose_value=False, **more)


def _all(*options: Callable[[F], F]) -> Callable[[F], F]:
    def add(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def json_option(command: F) -> F:
    """Add `--json`."""
    return _option("--json", "as_json", variable=None, is_flag=True, help="Answer with one JSON document.")(command)


def store_options(command: F) -> F:
    """Add what opening a store needs, and `--json`."""
    return _all(
        _option(
            "--store",
            variable="OKX_BROKER_STORE",
            required=True,
            metavar="PATH",
            callback=_keep_store,
            help="The SQLite file of users. The variable can name a database too: postgresql://user@host/db.",
        ),
        _option(
            "--keyring",
            variable=None,
            is_flag=True,
            help="Take the store's master key from the system's keyring, not from OKX_BROKER_STORE_KEY.",
        ),
        environment_option("Whose users: demo or live ones."),
        json_option,
    )(command)


def environment_option(help_text: str) -> Callable[[F], F]:
    """Add `--environment`."""
    return _option(
        "--environment",
        variable="OKX_ENVIRONMENT",
        required=True,
        type=click.Choice([one.value for one in Environment], case_sensitive=False),
        help=help_text,
    )


def broker_options(command: F) -> F:
    """Add what asking the exchange needs."""
    return _all(
        _option(
            "--site",
            variable="OKX_SITE",
            required=True,
            type=click.Choice([one.name.lower() for one in Site], case_sensitive=False),
            help="The OKX site of the accounts.",
        ),
        _option("--code", variable="OKX_BROKER_CODE", required=True, metavar="CODE", help="Your broker code."),
    )(command)


def client_options(*, required: bool) -> Callable[[F], F]:
    """Add who the broker is as an OAuth client. The secret comes from OKX_CLIENT_SECRET alone."""
    return _all(
        _option(
            "--client-id",
            variable="OKX_CLIENT_ID",
            required=required,
            metavar="ID",
            help="Your id as an OAuth client; its secret, if it has one, is read from OKX_CLIENT_SECRET.",
        ),
        _option(
            "--redirect-uri",
            variable="OKX_REDIRECT_URI",
            metavar="URI",
            help="Where users come back to, byte for byte as OKX registered it.",
        ),
        _option("--token-path", variable="OKX_TOKEN_PATH", metavar="PATH", help="Where tokens are exchanged."),
        _option("--revoke-path", variable="OKX_REVOKE_PATH", metavar="PATH", help="Where tokens are revoked."),
        _option("--authorize-path", variable="OKX_AUTHORIZE_PATH", metavar="PATH", help="The page of consent."),
        _option(
            "--token-encoding",
            "encoding",
            variable="OKX_TOKEN_ENCODING",
            type=click.Choice(["json", "form"]),
            help="How requests for tokens are written; json unless said.",
        ),
    )


def environment_of(settings: Settings) -> Environment:
    """Return demo or live."""
    return Environment(settings.environment.lower())


def app_of(settings: Settings, *, secret: bool) -> OAuthApp | None:
    """Return the broker as an OAuth client, with or without its secret; None if no `client_id` is said."""
    if not settings.client_id:
        return None
    kept = os.environ.get("OKX_CLIENT_SECRET", "") if secret else ""
    paths = {
        name: value
        for name in ("token_path", "revoke_path", "authorize_path")
        if (value := str(getattr(settings, name)))
    }
    return OAuthApp(
        client_id=settings.client_id,
        client_secret=Secret(kept) if kept else None,
        redirect_uri=settings.redirect_uri,
        encoding=settings.encoding,
        **paths,
    )


@contextmanager
def opened_store(settings: Settings, *, make: bool = False) -> Generator[SqlStore, None, None]:
    """Open the store for as long as the command runs.

    Args:
        settings: The options.
        make: Whether to make the file where there is none; a mistyped path is told otherwise.

    Raises:
        ConfigurationError: No store, no master key, or another one.
        StoreError: It can't be used.
    """
    keys = MasterKeys.from_keyring() if settings.keyring else MasterKeys.from_env()
    environment = environment_of(settings)
    store: SqlStore
    if settings.store.startswith(_DATABASE):
        from okx_broker.oauth import PostgresStore

        store = PostgresStore(settings.store, environment=environment, keys=keys)
    else:
        path = Path(settings.store)
        if not (path.parent if make else path).exists():
            what = f"no folder {path.parent}" if make else f"no store {path}; `users add` and `connect` make one"
            raise ConfigurationError(f"there is {what}")
        store = SqliteStore(path, environment=environment, keys=keys)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened_broker(settings: Settings, store: SqlStore | None, app: OAuthApp | None) -> Generator[Broker, None, None]:
    """Make the broker, its clock set by the exchange's.

    Raises:
        ConfigurationError: A setting can't be used.
        CallError: The exchange can't be asked.
    """
    kind: BrokerType | None = None
    if said := os.environ.get("OKX_BROKER_TYPE", ""):
        if said not in ("api", "oauth"):
            raise ConfigurationError(f"OKX_BROKER_TYPE is {said!r}: set it to api or oauth")
        kind = said  # type: ignore[assignment]
    with Broker(
        settings.code,
        environment=environment_of(settings),
        site=Site[settings.site.upper()],
        broker_type=kind,
        base_url=os.environ.get("OKX_BASE_URL") or None,
        store=store,
        oauth=app,
    ) as broker:
        # What is due and when a token ends is told by the exchange's clock.
        broker.learn_clock()
        yield broker
