"""The names that the package promises."""

from __future__ import annotations

import inspect
import re

import okx_broker
from okx_broker import errors, oauth, rebates, testing
from tests.packaging.conftest import ROOT

DOCUMENTED = {
    "ApiKey", "AsyncBroker", "AsyncClient", "Broker", "Client", "Clock", "Credentials", "Environment", "Limiter",
    "OkxError", "Secret", "Site", "SystemClock", "WindowLimiter", "__version__", "at_utc", "errors", "models",
}  # fmt: skip


def test_the_exported_names_are_the_documented_ones() -> None:
    assert set(okx_broker.__all__) == DOCUMENTED
    assert sorted(okx_broker.__all__) == list(okx_broker.__all__)
    for name in okx_broker.__all__:
        assert getattr(okx_broker, name) is not None


def test_every_exported_class_says_what_it_is() -> None:
    for module in (okx_broker, errors, oauth, rebates, testing):
        for name in module.__all__:
            found = getattr(module, name)
            if inspect.isclass(found) or inspect.isfunction(found):
                assert (found.__doc__ or "").strip(), f"{module.__name__}.{name} has no docstring"


def test_the_names_of_the_test_kit_are_there_and_in_order() -> None:
    assert sorted(testing.__all__) == testing.__all__
    assert {"OkxMock", "running_mock", "MockServer", "Orders", "Order", "Faults", "MockClock"} <= set(testing.__all__)
    assert all(hasattr(testing, name) for name in testing.__all__)


CONNECTIONS = {
    "AsyncOAuth", "CheckedKey", "Connection", "Event", "Grant", "KeptAlive", "MasterKeys", "OAuth", "OAuthApp",
    "PostgresStore", "SqliteStore", "StaleGeneration", "Store", "StoreDamaged", "StoreError", "StoreUnavailable",
    "StoredKey", "StoredToken", "TokenPair", "WrongStoreKey", "end_in_order", "new_master_key",
}  # fmt: skip


def test_the_names_of_connections_are_there_and_in_order() -> None:
    assert set(oauth.__all__) == CONNECTIONS
    assert sorted(oauth.__all__) == oauth.__all__
    assert all(hasattr(oauth, name) for name in oauth.__all__)
    for name in ("StaleGeneration", "StoreDamaged", "StoreUnavailable", "WrongStoreKey"):
        assert issubclass(getattr(oauth, name), oauth.StoreError)
    assert issubclass(oauth.StoreError, okx_broker.OkxError)


def test_the_errors_of_connections_are_there() -> None:
    assert {"NotConnected", "MustReconnect", "ConsentRefused", "KeyRefused"} <= set(errors.__all__)
    assert issubclass(errors.MustReconnect, errors.NotConnected)


def test_a_broker_shows_what_it_was_made_with() -> None:
    for kind in (okx_broker.Broker, okx_broker.AsyncBroker):
        for name in ("base_url", "code", "site", "store", "oauth_app", "environment", "clock"):
            assert isinstance(inspect.getattr_static(kind, name), property), name


def error_classes() -> list[type[Exception]]:
    return [getattr(errors, name) for name in errors.__all__ if inspect.isclass(getattr(errors, name))]


def test_every_error_is_an_okx_error() -> None:
    assert len(error_classes()) >= 15
    assert all(issubclass(one, okx_broker.OkxError) for one in error_classes())


def test_the_tree_of_errors_shows_every_error_below_its_parent() -> None:
    shown: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"([│├└─ \u00a0]*)([A-Z]\w+)( |$)", line)
        if found is None or found[2] not in errors.__all__:
            continue
        depth = len(found[1])
        above = [(at, name) for at, name in above if at < depth]
        shown[found[2]] = above[-1][1] if above else ""
        above.append((depth, found[2]))
    parents = {one.__name__: _parent(one) for one in error_classes()}
    assert shown == parents


def _parent(error: type[Exception]) -> str:
    return next((base.__name__ for base in error.__mro__[1:] if base in error_classes()), "")


def test_the_readme_imports_only_public_names() -> None:
    for module, names in re.findall(
        r"^from (okx_\w+(?:\.\w+)*) import ([^\n(]+)$", (ROOT / "README.md").read_text(), re.M
    ):
        loaded = __import__(module, fromlist=["x"])
        for name in names.split(","):
            assert hasattr(loaded, name.strip()), f"{module} has no {name.strip()}"
            if hasattr(loaded, "__all__"):
                assert name.strip() in loaded.__all__


def test_the_arguments_of_a_broker_are_explained_where_editors_look() -> None:
    for kind in (okx_broker.Broker, okx_broker.AsyncBroker):
        said = inspect.getdoc(kind.__init__) or ""
        for name in inspect.signature(kind).parameters:
            assert f"\n    {name}: " in said
