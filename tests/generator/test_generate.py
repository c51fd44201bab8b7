"""Generation is complete, the same every time, and strict about what it can't say in Python."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import __main__ as command
from generator import package
from generator.bundle import SpecError, bundle, deref, operations
from generator.endpoints import render_endpoints
from generator.error_codes import render_error_codes
from generator.models import render_models
from generator.patterns import render_patterns
from generator.wording import in_python
from okx_v5.error_codes import ADVICE, MEANINGS
from okx_v5.operations import INDEX, find
from tests.client.support import CONTRACT, ROOT, body_schema, is_array, python_name, request_fields, sizes
from tests.client.support import operations as contract_operations
from tests.generator.test_bundle import change

SCRIPT = """
import hashlib, json
from generator.package import render
print(json.dumps({name: hashlib.sha256(text.encode()).hexdigest() for name, text in render().items()}))
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A copy of the whole spec that a test may break."""
    return Path(shutil.copytree(ROOT / "spec", tmp_path / "spec"))


def generate(spec: Path) -> None:
    document = bundle(spec)
    render_endpoints(document)
    render_models(document)


def render_in_a_new_process(seed: str) -> dict[str, str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo" if seed == "1" else "UTC"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=True,
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_generation_is_the_same_over_hash_seeds_and_is_what_is_committed() -> None:
    first, second = render_in_a_new_process("1"), render_in_a_new_process("4242")
    assert first == second
    assert len(first) > 15
    tree = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in package.committed().items()}
    assert first == tree, "generated/okx_v5 is not what the spec says: run `python -m generator build`"


# The tree against the contract, without the generator


def test_every_operation_has_its_sync_and_async_method_with_all_its_fields() -> None:
    count = 0
    for path, method, operation in contract_operations():
        tag = operation["tags"][0]
        module = ast.parse((ROOT / f"generated/okx_v5/resources/{tag}.py").read_text("utf-8"))
        classes = [node for node in module.body if isinstance(node, ast.ClassDef)]
        assert len(classes) == 2
        for kind in classes:
            name = python_name(operation["operationId"])
            (found,) = [
                node
                for node in kind.body
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name
            ]
            assert isinstance(found, ast.AsyncFunctionDef) == kind.name.startswith("Async")
            keywords = [one.arg for one in found.args.kwonlyargs]
            assert keywords.pop() == "extra"
            if is_array(operation):
                schema = body_schema(operation)
                assert schema is not None
                assert [one.arg for one in found.args.args] == ["self", schema["x-okx-name"]]
                assert keywords == []
            else:
                assert [one.arg for one in found.args.args] == ["self"]
                assert sorted(keywords) == sorted(map(python_name, request_fields(operation)))
                needed = {python_name(wire) for wire, (_, required) in request_fields(operation).items() if required}
                defaults = dict(zip(keywords, found.args.kw_defaults[:-1], strict=True))
                assert {name for name, default in defaults.items() if default is None} == needed
            doc = ast.get_docstring(found) or ""
            for part in (f"`{method} {path}`", operation["x-okx-permission"], operation["x-okx-source"]["section"]):
                assert " ".join(part.split()) in " ".join(doc.split())
            count += 1
    assert count == 2 * 73


def docstrings() -> Iterator[tuple[str, str]]:
    """Every text in the models and resource classes, with the name of what it stands at."""
    for file in [*(ROOT / "generated/okx_v5/models").glob("*.py"), *(ROOT / "generated/okx_v5/resources").glob("*.py")]:
        above = ""
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            for one in getattr(node, "body", []) if not isinstance(node, ast.Lambda | ast.IfExp) else []:
                if (
                    isinstance(one, ast.Expr)
                    and isinstance(one.value, ast.Constant)
                    and isinstance(one.value.value, str)
                ):
                    yield f"{file.name} {getattr(node, 'name', '')} {above}", one.value.value
                above = one.target.id if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) else ""


def camel_names() -> set[str]:
    """The names of fields and operations that are others in Python."""
    names = {name for _, _, operation in contract_operations() for name in request_fields(operation)}
    names |= {name for schema in CONTRACT["components"]["schemas"].values() for name in schema.get("properties", {})}
    names |= {operation["operationId"] for _, _, operation in contract_operations()}
    return {name for name in names if name != python_name(name)}


def test_docstrings_speak_of_the_names_that_python_has() -> None:
    camel = camel_names()
    found = list(docstrings())
    assert len(found) > 1000
    for place, text in found:
        # What a field holds keeps the exchange's spelling.
        spoken = re.sub(r"Usually `.*", "", " ".join(text.split()))
        assert not camel & set(re.findall(r"\w+", spoken)), place


def test_docstrings_of_answers_say_what_the_values_mean_and_which_fields_are_newer() -> None:
    texts: dict[tuple[str, str], str] = {}
    for place, text in docstrings():
        _, model, field = place.split(" ")
        texts[model, field] = " ".join(text.split())
    checked = 0
    for name, schema in CONTRACT["components"]["schemas"].items():
        for wire, field in schema.get("properties", {}).items():
            text = texts.get((name, python_name(wire)), "")
            for value, meaning in field.get("x-okx-values", field.get("items", {}).get("x-okx-values", {})).items():
                assert f"`{value}`" in text, (name, wire)
                assert meaning == value or " ".join(meaning.split()) in text, (name, wire)
                checked += 1
            if field.get("x-okx-since"):
                assert "newer versions of the document" in text.lower(), (name, wire)
                checked += 1
    assert checked > 400
    assert "`4`: the user has an MSA account" in texts["RebateEligibility", "type"]


def test_the_index_finds_every_operation_and_no_other() -> None:
    assert set(INDEX) == {(method, path) for path, method, _ in contract_operations()}
    for path, method, operation in contract_operations():
        found = find(method, path)
        assert found is not None
        assert found.id == operation["operationId"]
        assert found.permission == operation["x-okx-permission"]
        assert [(limit.requests, limit.seconds, list(limit.per)) for limit in found.limits] == [
            (one["requests"], one["seconds"], one["per"]) for one in operation["x-okx-rate-limit"]
        ]
        assert [limit.by_family for limit in found.limits] == [
            "options" in one for one in operation["x-okx-rate-limit"]
        ]
        assert found.answers == operation["x-okx-answer"]
        assert found.one_of == tuple(map(tuple, operation.get("x-okx-one-of", [])))
        assert found.exactly_one == tuple(map(tuple, operation.get("x-okx-exactly-one", [])))
        schemes = {"[]": "none", '[{"accessToken": []}]': "token"}
        assert found.authorization == schemes.get(json.dumps(operation.get("security")), "key")
        if is_array(operation):
            assert found.max_items == sizes(operation)[-1]
        assert [field.wire for field in found.fields] == list(request_fields(operation))
        assert [field.required for field in found.fields] == [
            needed for _, needed in request_fields(operation).values()
        ]
        for field in found.fields:
            schema, _ = request_fields(operation)[field.wire]
            items = schema["items"] if schema["type"] == "array" else schema
            # The rules of a list of texts are those of each text.
            one = items if items.get("type") == "string" else schema
            assert list(field.choices) == one.get("enum", [])
            assert field.secret == schema.get("x-okx-secret", False)
            assert field.min_length == one.get("minLength")
            assert field.max_length == one.get("maxLength")
            assert field.rule == one.get("x-okx-rule")
            assert {other: list(values) for other, values in field.required_if} == {
                other: values if isinstance(values, list) else [values]
                for other, values in schema.get("x-okx-required-if", {}).items()
            }
            assert (field.min_items, field.max_items) == (schema.get("minItems"), schema.get("maxItems"))
            rule = one.get("pattern")
            if field.kind == "flag":
                # A flag is written by its kind alone, which has no other spellings.
                assert rule in (None, "^(true|false)$")
                rule = None
            assert field.pattern == rule, f"{found.id}.{field.wire}: a rule of the contract is lost"
    assert find("DELETE", "/api/v5/trade/order") is None
    assert find("GET", "/api/v5/trade/orders") is None


def test_generated_files_say_so() -> None:
    files = package.committed()
    for name, text in files.items():
        if name.endswith(".py"):
            assert text.startswith(package.HEADER)
            assert "\r" not in text
            assert str(ROOT) not in text


def test_what_it_was_generated_from_stands_in_one_file_only() -> None:
    files = package.committed()
    hashes = re.findall(r'"([0-9a-f]{16})"', files["_origin.py"])
    assert len(hashes) == len(set(hashes)) == 2
    assert not [name for name, text in files.items() if name != "_origin.py" and any(one in text for one in hashes)]
    heads = {"".join(text.splitlines(keepends=True)[:2]) for name, text in files.items() if name.endswith(".py")}
    assert len(heads) == 1
    assert heads.pop().startswith("# Generated; edits are lost.")


# What the generator refuses


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("paths/public.yaml", "    x-okx-permission: Public\n", "", "x-okx-permission"),
        ("paths/public.yaml", "    x-okx-answer: one\n", "", "x-okx-answer"),
        ("paths/trade.yaml", "{at: body.tag, role: attribution}", "{at: header.tag, role: attribution}", "header.tag"),
        ("paths/trade.yaml", "single: placeOrder\n", "single: placeOrdre\n", "placeOrdre"),
        ("paths/trade.yaml", "unit: item\n        single", "units: item\n        single", "units"),
        ("paths/trade.yaml", "options: instFamily", "options: instType", "instType"),
        ("paths/dma_broker.yaml", "{style: page,", "{style: scroll,", "scroll"),
        ("paths/dma_broker.yaml", "{style: page,", "{style: cursor,", "cursor"),
        ("paths/trade.yaml", "id: billId}", "id: billNo}", "billNo"),
        ("paths/trade.yaml", "{style: cursor, cursor: after,", "{style: cursor, cursor: later,", "later"),
        ("paths/algo.yaml", "- [sz, closeFraction]", "- [sz, closeFractoin]", "closeFractoin"),
        ("paths/fast_api.yaml", "x-okx-permission: Trade", "x-okx-permission: Public", "security"),
        ("schemas/trade.yaml", "pattern: ^[A-Za-z0-9]{1,32}$", "pattern: '[A-Za-z0-9]{1,32}'", "anchored"),
        ("schemas/dma_broker.yaml", "      minLength: 6\n", "      minLength: 6\n      format: money\n", "money"),
        (
            "paths/public.yaml",
            "      - name: instType\n        in: query",
            "      - name: instType\n        in: header",
            "instType|query",
        ),
        ("schemas/public.yaml", "  type: object", "  type: array\n  items: {type: string}", "public/time"),
    ],
)
def test_what_can_not_be_generated_is_an_error_that_says_where(
    spec: Path, file: str, old: str, new: str, words: str
) -> None:
    change(spec / file, old, new)
    with pytest.raises(SpecError, match=words):
        generate(spec)


ORDER_TAG = "    x-okx-broker-tag:\n      - {at: body.tag, role: attribution}\n"
BATCH_TAG = "    x-okx-broker-tag:\n      - {at: 'body[].tag', role: attribution}\n"


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        # Dropped: orders would go out without the code.
        ("paths/trade.yaml", ORDER_TAG, "", "placeOrder: body.tag is a tag"),
        ("paths/trade.yaml", BATCH_TAG, "", r"placeBatchOrders: body\[\]\.tag is a tag"),
        ("paths/trade.yaml", ORDER_TAG, "    x-okx-broker-tag: []\n", "placeOrder: body.tag is a tag"),
        # At a place that the request does not have.
        ("paths/trade.yaml", "{at: body.tag, role: attribution}", "{at: body.tga, role: attribution}", "body.tga"),
        ("paths/trade.yaml", "{at: body.tag, role: attribution}", "{at: query.tag, role: attribution}", "query.tag"),
        ("paths/trade.yaml", "{at: body.tag, role: attribution}", "{at: 'body[].tag', role: attribution}", "body"),
        ("paths/trade.yaml", "{at: 'body[].tag', role: attribution}", "{at: body.tag, role: attribution}", "body.tag"),
        ("schemas/trade.yaml", "    tag: &tag\n", "    label: &tag\n", "body.tag"),
        # Written wrongly.
        ("paths/trade.yaml", "{at: body.tag, role: attribution}", "{at: body.tag, role: atribution}", "atribution"),
        ("paths/trade.yaml", "{at: body.tag, role: attribution}", "{at: body.tag, rolle: attribution}", "rolle"),
        ("paths/trade.yaml", ORDER_TAG, ORDER_TAG + "      - {at: body.tag, role: filter}\n", "twice"),
    ],
)
def test_a_tag_that_is_not_declared_or_not_there_is_an_error(
    spec: Path, file: str, old: str, new: str, words: str
) -> None:
    change(spec / file, old, new)
    with pytest.raises(SpecError, match=words):
        generate(spec)


def test_a_tag_in_a_query_is_declared_too(spec: Path) -> None:
    document = bundle(spec)
    operation = document["paths"]["/api/v5/trade/order"]["get"]
    operation["parameters"].append({"name": "tag", "in": "query", "description": "x", "schema": {"type": "string"}})
    with pytest.raises(SpecError, match=r"query\.tag is a tag"):
        render_endpoints(document)
    operation["x-okx-broker-tag"] = [{"at": "query.tag", "role": "filter"}]
    assert 'TagPlace(at="query", field="tag", role="filter")' in render_endpoints(document)["operations/trade.py"]


def test_a_tag_inside_of_a_field_has_no_place_and_is_an_error(spec: Path) -> None:
    document = bundle(spec)
    document["components"]["schemas"]["Leg"] = {
        "type": "object",
        "description": "x",
        "properties": {"tag": {"type": "string", "description": "x"}},
    }
    body = document["paths"]["/api/v5/trade/order"]["post"]
    schema = deref(document, body["requestBody"]["content"]["application/json"]["schema"])
    legs = {"type": "array", "description": "x", "items": {"$ref": "#/components/schemas/Leg"}}
    schema["properties"]["legs"] = legs
    with pytest.raises(SpecError, match=r"body\.legs\[\]\.tag is a tag"):
        render_endpoints(document)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("{typo: 'false'}", "typo"),
        ("{type: false}", "type"),
        ("{type: ['false', false]}", "type"),
        ("{type: ['false', 'maybe']}", "maybe"),
        ("{type: 5}", "type"),
    ],
)
def test_a_condition_that_can_never_hold_is_an_error(spec: Path, condition: str, words: str) -> None:
    change(spec / "paths/fd_broker.yaml", "x-okx-required-if: {type: 'false'}", f"x-okx-required-if: {condition}")
    with pytest.raises(SpecError, match=words) as caught:
        generate(spec)
    assert "getRebatePerOrders.begin" in str(caught.value)


def test_a_condition_can_name_several_values(spec: Path) -> None:
    change(
        spec / "paths/fd_broker.yaml",
        "x-okx-required-if: {type: 'false'}",
        "x-okx-required-if: {type: ['false', 'true']}",
    )
    text = " ".join(render_endpoints(bundle(spec))["operations/fd_broker.py"].split())
    assert re.search(r'required_if=\(\( ?"type", \( ?"false", "true",? ?\),? ?\),? ?\)', text)


def test_a_parameter_that_the_parser_drops_is_an_error(spec: Path) -> None:
    change(
        spec / "paths/public.yaml",
        "        schema: {type: string}\n",
        "        content: {application/json: {schema: {type: string}}}\n",
    )
    with pytest.raises((SpecError, KeyError)):
        render_endpoints(bundle(spec))


def test_an_operation_without_a_tag_is_not_lost_in_silence(spec: Path) -> None:
    change(spec / "paths/public.yaml", "    tags: [public]\n", "")
    try:
        files = render_endpoints(bundle(spec))
    except SpecError:
        return
    assert "GET_TIME" in "".join(files.values())


def test_two_fields_of_one_python_name_are_an_error(spec: Path) -> None:
    change(
        spec / "schemas/fd_broker.yaml", "    brokerCode:\n", "    broker_code:\n      type: string\n    brokerCode:\n"
    )
    with pytest.raises(SpecError, match="RebateEligibility"):
        render_models(bundle(spec))


def test_an_error_code_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "errors.yaml"
    path.write_text("- {code: '1', http: [200], meaning: a}\n- {code: '1', http: [200], meaning: b}\n")
    with pytest.raises(SpecError, match="'1'"):
        render_error_codes(path, str)


@pytest.mark.parametrize(
    "entry", ["{code: 1, http: [200], meaning: a}", "{code: '1', http: [200], meaning: a, extra: b}"]
)
def test_an_odd_entry_of_the_error_codes_is_an_error(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "errors.yaml"
    path.write_text(f"- {entry}\n")
    with pytest.raises(SpecError, match="unknown keys"):
        render_error_codes(path, str)


# build and check


@pytest.fixture(scope="module")
def fresh() -> dict[str, str]:
    """What the spec says, generated once."""
    return package.render()


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: dict[str, str]) -> Path:
    """A copy of the generated tree that the commands work on."""
    folder = tmp_path / "generated" / "okx_v5"
    shutil.copytree(ROOT / "generated/okx_v5", folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(package, "TARGET", folder)
    monkeypatch.setattr(command, "render", lambda: fresh)
    return folder


def test_check_is_clean_on_a_fresh_tree_and_build_changes_nothing(
    target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.check() == 0
    assert command.build() == 0
    assert "0 files changed" in capsys.readouterr().out


@pytest.mark.parametrize("edit", ["change", "remove", "add", "blank"])
def test_check_fails_with_a_diff_where_the_tree_was_edited(
    target: Path, edit: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = target / "operations" / "trade.py"
    original = path.read_text("utf-8")
    if edit == "change":
        change(path, "requests=60", "requests=6000")
    elif edit == "remove":
        path.unlink()
    elif edit == "blank":
        path.write_text(original + "\n", "utf-8")
    else:
        (target / "extra.py").write_text("x = 1\n")
    assert command.check() == 1
    shown = capsys.readouterr().out
    assert ("extra.py" if edit == "add" else "operations/trade.py") in shown
    if edit == "change":
        assert "\n-" in shown
        assert "requests=6000" in shown
        assert "\n+" in shown
    assert command.build() == 0
    assert path.read_text("utf-8") == original
    assert not (target / "extra.py").exists()
    assert command.check() == 0


@pytest.mark.parametrize("name", ["extra.py", "okx_v6/__init__.py", "okx_v5.py", ".hidden", "empty/"])
def test_check_fails_with_anything_beside_the_package(
    target: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = target.parent / name
    if name.endswith("/"):
        path.mkdir()
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    assert command.check() == 1
    shown = capsys.readouterr().out
    assert f"generated/{name.partition('/')[0]}" in shown
    assert "clean" not in shown


def test_check_ignores_compiled_modules(target: Path) -> None:
    for folder in (target.parent, target, target / "operations"):
        (folder / "__pycache__").mkdir()
        (folder / "__pycache__" / "models.cpython-311.pyc").write_bytes(b"\xff\x00")
    assert command.check() == 0


def test_check_says_where_a_file_is_no_text(target: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (target / "paging.py").write_bytes(b"\xff\xfe")
    assert command.check() == 1
    assert "paging.py" in capsys.readouterr().out


def test_the_command_ends_with_a_message_where_the_spec_is_broken(
    spec: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(package, "SPEC", spec)
    change(spec / "openapi.yaml", "paths/trade.yaml#/order}", "paths/trade.yaml#/ordre}")
    monkeypatch.setattr(sys, "argv", ["generator", "check"])
    assert command.main() == 2
    assert "ordre" in capsys.readouterr().err


def test_the_bundled_document_lists_the_operations_in_the_order_of_the_spec() -> None:
    document = json.loads((ROOT / "generated/okx_v5/openapi.json").read_text("utf-8"))
    assert [path for path, _, _ in operations(document)] == [path for path, _, _ in operations(bundle(ROOT / "spec"))]
    assert document["x-okx-errors"]


def test_a_value_without_a_meaning_is_refused(spec: Path) -> None:
    # A comma in a flow mapping makes two entries of one meaning.
    change(spec / "schemas/block.yaml", '{LP: "automated market maker, connected by API"}', "{LP: a maker, by API}")
    with pytest.raises(SpecError, match="by API"):
        in_python(bundle(spec))


def test_a_pattern_has_words_and_words_have_a_pattern(spec: Path) -> None:
    document = bundle(spec)
    assert "1 to 32 letters and digits" in render_patterns(spec / "patterns.yaml", document)
    change(spec / "patterns.yaml", "'^[A-Za-z0-9]{1,32}$'", "'^[A-Za-z0-9]{1,31}$'")
    with pytest.raises(SpecError, match=r"without words .*\{1,32\}.* unused .*\{1,31\}"):
        render_patterns(spec / "patterns.yaml", document)


def test_errors_speak_of_the_names_that_python_has() -> None:
    assert ADVICE["70103"] == "take `trader_code` from `block.get_rfq_counterparties`"
    assert ADVICE["51006"] == "correct the price, or let the system move it with `px_amend_type` 1"
    assert MEANINGS["51065"] == "duplicate `algo_cl_ord_id`"
    for text in [*ADVICE.values(), *MEANINGS.values()]:
        assert not camel_names() & set(re.findall(r"\w+", text)), text
