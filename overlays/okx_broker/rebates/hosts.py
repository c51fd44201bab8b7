"""Where a report's file may come from: an allow-list of hosts, by https."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from pyreqwest.http import Url

from okx_broker.errors import ConfigurationError, ReportError
from okx_v5.scalars import Secret

FILE_HOSTS: Final = ("okg-pri-hk.oss-cn-hongkong.aliyuncs.com",)
"""The hosts that OKX's document shows report links on."""
_PORTS: Final = {"http": 80, "https": 443}
_THIS_MACHINE: Final = ("localhost", "127.0.0.1", "::1")


class FileHosts:
    """The hosts that files may come from.

    Args:
        hosts: `name` for the usual port, `name:port` for another one.
        allow_http: Whether plain http is left as it is. Else it becomes https, as the link's own signature allows.
    """

    def __init__(self, hosts: Collection[str], *, allow_http: bool) -> None:
        if isinstance(hosts, str):
            raise ConfigurationError("hosts must be a list of host names")
        self._hosts = frozenset(host.lower() for host in hosts)
        self._allow_http = allow_http

    def checked_url(self, link: Secret | str) -> str:
        """Return the address to fetch.

        Raises:
            ReportError: The link leads to a host that is not on the list, or is no web address.
        """
        place = _place_of(link)
        if place is None:
            raise ReportError("the report's link is no plain web address")
        scheme = "https" if self.upgrades(link) else place.scheme
        usual = _PORTS[scheme]
        port = place.port or usual
        if scheme != place.scheme and port == _PORTS[place.scheme]:
            port = usual  # said, and the usual one of http
        name = f"[{place.host}]" if ":" in place.host else place.host
        if not (port == usual and self._hosts.intersection((place.host, name))) and f"{name}:{port}" not in self._hosts:
            shown = name if port == usual else f"{name}:{port}"
            plain = ", allow_http=True" if self.wants_http(link) else ""
            raise ReportError(
                f"the report's link leads to {shown}, which is not on the list of file hosts; "
                f"if you trust it, use Downloader(hosts=[{shown!r}]{plain}), or --file-host {shown}"
                f"{' --plain-http' if plain else ''} in the command"
            )
        return _revealed(link) if scheme == place.scheme else _by_https(link)

    def upgrades(self, link: Secret | str) -> bool:
        """Whether a link is plain http and becomes https."""
        place = _place_of(link)
        return place is not None and place.scheme == "http" and not self._allow_http

    def wants_http(self, link: Secret | str) -> bool:
        """Whether a link is plain http on this machine, as the mock's are, where nothing answers by https."""
        place = _place_of(link)
        return place is not None and place.scheme == "http" and place.host in _THIS_MACHINE


class _Place(NamedTuple):
    scheme: str
    host: str
    port: int | None


def _revealed(link: Secret | str) -> str:
    return link.reveal() if isinstance(link, Secret) else link


def _by_https(link: Secret | str) -> str:
    parts = urlsplit(_revealed(link))
    return urlunsplit(parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80")))


def _place_of(link: Secret | str) -> _Place | None:
    """Take a link apart, if it is a plain web address that the library which fetches it reads alike.

    What it returns may be shown: the query stays here, as error reporters collect the variables of functions that raise.
    """
    try:
        parts = urlsplit(_revealed(link))
        port, host = parts.port, parts.hostname or ""
        seen = Url(_revealed(link))
    except ValueError:
        return None
    if parts.scheme not in _PORTS or parts.username is not None or (seen.host_str or "").strip("[]") != host:
        return None
    return _Place(parts.scheme, host, port) if host and port != 0 else None
