"""Fuzzes OKX's demo environment: reads only, slowly, with your demo keys and your consent. `make fuzz-demo` runs it.

Four things keep it away from live trading. `x-simulated-trading` is no parameter of the contract, so no generated value
can reach it. The auth object sets it last. The sender refuses any request without it, to another host, or that is no GET.
And the run begins with one signed read, which a live key does not survive: OKX answers it with 50101.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests

from tests.contract import reading

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CONSENT = "OKX_FUZZ_DEMO"
NEEDED = ("OKX_API_KEY", "OKX_SECRET_KEY", "OKX_PASSPHRASE", "OKX_SITE", CONSENT)
DEMO = ("x-simulated-trading", "1")
FIRST_READ = "/api/v5/account/config"

HELP = """\
Fuzzing OKX's demo environment needs, in the environment:
  OKX_API_KEY, OKX_SECRET_KEY, OKX_PASSPHRASE   a key made in demo trading; permission "Read" is enough
  OKX_SITE                                      global, us, eea or tr
  OKX_FUZZ_DEMO=yes                             your consent: some thousand reads go to OKX with that key, slowly
OKX_BASE_URL may name a mock on this machine instead.
"""


class NotStartedError(Exception):
    """The run must not begin; the text says why and what to do."""


@dataclass(frozen=True)
class Target:
    """Where the run goes, and the key that signs."""

    url: str
    api_key: str
    secret_key: str
    passphrase: str

    def __repr__(self) -> str:
        return f"Target({self.url!r})"


def target(environment: Mapping[str, str]) -> Target:
    """What the environment says.

    Raises:
        NotStartedError: something is missing or makes no sense.
    """
    missing = [name for name in NEEDED if not environment.get(name)]
    if missing:
        raise NotStartedError(f"{HELP}Not set: {', '.join(missing)}.")
    if environment[CONSENT] != "yes":
        raise NotStartedError(f"{HELP}{CONSENT} must be yes, so that it is your decision.")
    sites = {server["x-okx-site"]: server["url"] for server in reading.load()["servers"]}
    url = sites.get(environment["OKX_SITE"], "")
    if not url:
        raise NotStartedError(f"OKX_SITE must be one of {', '.join(sites)}.")
    other = environment.get("OKX_BASE_URL", "")
    if other:
        address = urlsplit(other)
        try:
            loopback = ipaddress.ip_address(address.hostname or "").is_loopback
        except ValueError:
            loopback = False
        if address.scheme != "http" or not loopback:
            raise NotStartedError("OKX_BASE_URL must be http://127.0.0.1:port; leave it out for OKX itself.")
        url = other.rstrip("/")
    return Target(url, environment["OKX_API_KEY"], environment["OKX_SECRET_KEY"], environment["OKX_PASSPHRASE"])


def sign(key: Target, request: requests.PreparedRequest) -> None:
    """Sign a prepared request as it stands, and say last of all that it is for the demo environment."""
    address = urlsplit(request.url or "")
    path = address.path + (f"?{address.query}" if address.query else "")
    timestamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    prehash = f"{timestamp}{request.method}{path}".encode()
    signature = hmac.digest(key.secret_key.encode(), prehash, hashlib.sha256)
    request.headers["OK-ACCESS-KEY"] = key.api_key
    request.headers["OK-ACCESS-SIGN"] = base64.b64encode(signature).decode()
    request.headers["OK-ACCESS-TIMESTAMP"] = timestamp
    request.headers["OK-ACCESS-PASSPHRASE"] = key.passphrase
    request.headers[DEMO[0]] = DEMO[1]


def refusal(request: requests.PreparedRequest, url: str) -> str:
    """Why the sender does not send a request; empty when it may go out."""
    here, there = urlsplit(url), urlsplit(request.url or "")
    if (here.scheme, here.netloc) != (there.scheme, there.netloc):
        return "it goes to another host"
    if request.method != "GET":
        return "it is no GET"
    if request.body:
        return "it has a body"
    if request.headers.get(DEMO[0]) != DEMO[1]:
        return f"it does not carry {DEMO[0]}: {DEMO[1]}"
    return ""


def first_read(key: Target) -> None:
    """One signed read that only a demo key survives.

    Raises:
        NotStartedError: OKX refused it.
    """
    request = requests.Request("GET", key.url + FIRST_READ).prepare()
    sign(key, request)
    if reason := refusal(request, key.url):
        raise NotStartedError(f"Not sent: {reason}.")
    with requests.Session() as session:
        session.trust_env = False
        answer = session.send(request, timeout=20, allow_redirects=False)
    try:
        code = str(answer.json()["code"])
    except (ValueError, LookupError, TypeError):
        code = f"no answer of OKX, HTTP {answer.status_code}"
    if code == "50101":
        raise NotStartedError("This is no key of the demo environment (50101). Nothing else was sent.")
    if code != "0":
        raise NotStartedError(f"The first read was refused: {code}. Nothing else was sent.")


def reads(document: reading.Node) -> list[str]:
    """The operations of the run: those that read, and no others."""
    return sorted(
        node["operationId"]
        for _, method, node in reading.operations(document)
        if method == "get" and node["x-okx-permission"] in {"Public", "Read"}
    )


def run(options: Sequence[str]) -> int:
    """Fuzz; give schemathesis' exit status."""
    key = target(os.environ)
    first_read(key)
    document = reading.load()
    chosen = [part for name in reads(document) for part in ("--include-operation-id", name)]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "openapi.json").write_text(json.dumps(reading.for_fuzzing(document, [], [])), "utf-8")
        log = Path(folder) / "answers.jsonl"
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "demo.toml"), "run"]
        command += [str(Path(folder) / "openapi.json"), "--url", key.url, *(options if options else chosen)]
        paths = (str(ROOT), str(ROOT / "generated"), str(ROOT / "overlays"))
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "SCHEMATHESIS_HOOKS": "tests.contract.demo_hooks",
            "OKX_FUZZ_DEMO_LOG": str(log),
        }
        status = subprocess.run(command, env=environment, cwd=folder, check=False).returncode
        codes: dict[str, Counter[str]] = {}
        for line in log.read_text("utf-8").splitlines() if log.exists() else ():
            entry = json.loads(line)
            codes.setdefault(entry["operation"], Counter())[entry["code"]] += 1
        for name, counted in sorted(codes.items()):
            print(f"{name:28s}", "  ".join(f"{code}:{count}" for code, count in counted.most_common()))
    return status


if __name__ == "__main__":
    try:
        sys.exit(run(sys.argv[1:]))
    except NotStartedError as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)
