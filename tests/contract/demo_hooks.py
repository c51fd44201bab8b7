"""What schemathesis does around each request to the demo environment: sign, wait, refuse. Loaded by schemathesis."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import requests
import requests.adapters
import schemathesis

from tests.contract import demo, reading

KEY = demo.target(os.environ)
LOG = Path(os.environ["OKX_FUZZ_DEMO_LOG"]).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115 - open as long as the run
CONTRACT = reading.load()
STATUSES = {error["code"]: error["http"] for error in CONTRACT["x-okx-errors"]}
_last: dict[str, float] = {}


class Signature(requests.auth.AuthBase):
    """`requests` asks for it after URL and body have been encoded, so the demo header is set last."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        demo.sign(KEY, request)
        return request


schemathesis.auth.set_from_requests(Signature())

_send = requests.adapters.HTTPAdapter.send


def _send_to_demo_only(
    self: requests.adapters.HTTPAdapter, request: requests.PreparedRequest, *given: Any, **named: Any
) -> requests.Response:
    """Send what is for the demo environment; every request of the library comes through here, redirected ones too."""
    if reason := demo.refusal(request, KEY.url):
        raise requests.exceptions.InvalidHeader(f"not sent: {reason}")
    return _send(self, request, *given, **named)


requests.adapters.HTTPAdapter.send = _send_to_demo_only  # type: ignore[method-assign]


def name_of(case: schemathesis.Case) -> str:
    return str(case.operation.definition.raw["operationId"])


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """Wait, so that no limit of the operation is met."""
    windows = case.operation.definition.raw["x-okx-rate-limit"]
    apart = max((window["seconds"] / window["requests"] for window in windows), default=0.1) * 1.1
    waited = time.monotonic() - _last.get(name_of(case), float("-inf"))
    if waited < apart:
        time.sleep(apart - waited)
    _last[name_of(case)] = time.monotonic()


@schemathesis.hook
def after_call(context: schemathesis.HookContext, case: schemathesis.Case, response: schemathesis.Response) -> None:
    """Write the code down, and give a refusal that came with HTTP 200 the status of a refusal."""
    try:
        code = str(json.loads(response.content)["code"])
    except (ValueError, LookupError, TypeError):
        code = f"no answer of OKX, HTTP {response.status_code}"
    LOG.write(json.dumps({"operation": name_of(case), "code": code, "status": response.status_code}) + "\n")
    if response.status_code == 200 and code != "0":
        response.status_code = 400


@schemathesis.check
def the_code_is_documented(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """OKX answers with codes of the contract."""
    code = str(json.loads(response.content)["code"])
    assert code in STATUSES, f"code {code} is not in the contract"
