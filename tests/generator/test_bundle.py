"""The bundler puts the split spec together, or says which file and what does not fit."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from generator.bundle import SpecError, bundle, load_yaml, operations
from tests.client.support import ROOT

METHODS = {"get", "post", "put", "delete", "patch", "head", "options", "trace"}


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A copy of the spec that a test may break."""
    return Path(shutil.copytree(ROOT / "spec", tmp_path / "spec"))


def change(path: Path, old: str, new: str, count: int = 1) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"{path.name} has no {old!r} to change"
    path.write_text(text.replace(old, new, count), "utf-8")


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_the_bundle_is_valid_openapi() -> None:
    document = bundle(ROOT / "spec")
    assert document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_every_reference_of_the_bundle_is_inside_it_and_leads_somewhere() -> None:
    document = bundle(ROOT / "spec")
    found = set(references(document))
    assert len(found) > 20
    for reference in found:
        node: Any = document
        assert reference.startswith("#/components/")
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
        assert isinstance(node, dict)


def test_no_operation_and_no_path_is_lost() -> None:
    root = yaml.safe_load((ROOT / "spec/openapi.yaml").read_text("utf-8"))
    expected = set()
    for url, item in root["paths"].items():
        file, _, pointer = item["$ref"].partition("#/")
        fragment = yaml.safe_load((ROOT / "spec" / file).read_text("utf-8"))[pointer]
        expected |= {(url, method) for method in METHODS & set(fragment)}
    assert {(url, method) for url, method, _ in operations(bundle(ROOT / "spec"))} == expected
    assert len(expected) >= 17


def test_every_path_fragment_is_used() -> None:
    root = (ROOT / "spec/openapi.yaml").read_text("utf-8")
    for path in (ROOT / "spec/paths").glob("*.yaml"):
        for name in yaml.safe_load(path.read_text("utf-8")):
            assert f"paths/{path.name}#/{name}}}" in root, f"{path.name} has {name}, which no path uses"


def test_bundling_leaves_the_files_as_they_are_and_gives_the_same_twice() -> None:
    assert bundle(ROOT / "spec") == bundle(ROOT / "spec")


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", "a", 3),
        ("x:\n  y: 1\n  y: 2\n", "y", 3),
        ("- {k: 1, k: 1}\n", "k", 1),
        ("'1': a\n'1': b\n", "1", 2),
    ],
)
def test_a_key_that_stands_twice_is_an_error_with_its_line(tmp_path: Path, text: str, key: str, line: int) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(text)
    with pytest.raises(SpecError, match=f"odd.yaml:{line}.*'{key}'"):
        load_yaml(path)


def test_a_duplicate_key_anywhere_in_the_spec_is_found(spec: Path) -> None:
    change(spec / "schemas/fd_broker.yaml", "    brokerCode:\n", "    type:\n      type: string\n    brokerCode:\n")
    with pytest.raises(SpecError, match=r"fd_broker\.yaml.*'type'"):
        bundle(spec)


def test_broken_yaml_is_an_error(spec: Path) -> None:
    (spec / "paths/public.yaml").write_text("time: {get: [}\n")
    with pytest.raises(SpecError, match=r"public\.yaml"):
        bundle(spec)


@pytest.mark.parametrize(
    ("file", "old", "new", "names"),
    [
        ("openapi.yaml", "paths/trade.yaml#/order}", "paths/trade.yaml#/ordre}", "ordre"),
        ("openapi.yaml", "paths/trade.yaml#/order}", "paths/tread.yaml#/order}", "tread.yaml"),
        ("paths/trade.yaml", "schemas/trade.yaml#/PlacedOrder", "schemas/trade.yaml#/PlacedOrdre", "PlacedOrdre"),
        ("paths/trade.yaml", "../schemas/trade.yaml#/Order}", "../schemas/gone.yaml#/Order}", "gone.yaml"),
        ("schemas/dma_broker.yaml", "$ref: '#/FeeRate'", "$ref: '#/FeeRat'", "FeeRat"),
        ("paths/dma_broker.yaml", "common.yaml#/parameters/Page}", "common.yaml#/parameters/Pag}", "Pag"),
    ],
)
def test_a_reference_to_nothing_is_an_error_that_names_it(
    spec: Path, file: str, old: str, new: str, names: str
) -> None:
    path = spec / file
    if old not in path.read_text("utf-8"):
        old, new = old.removesuffix("}"), new.removesuffix("}")
    change(path, old, new)
    with pytest.raises(SpecError, match=names):
        bundle(spec)


def test_two_schemas_of_one_name_are_an_error(spec: Path) -> None:
    (spec / "schemas/other.yaml").write_text("Order: {type: object, properties: {a: {type: string}}}\n")
    change(spec / "schemas/dma_broker.yaml", "$ref: '#/FeeRate'", "$ref: other.yaml#/Order")
    with pytest.raises(SpecError, match="Order is defined twice"):
        bundle(spec)


def test_a_component_of_the_root_and_a_fragment_of_one_name_are_an_error(spec: Path) -> None:
    change(spec / "openapi.yaml", "components:\n", "components:\n  schemas:\n    Order: {type: object}\n")
    with pytest.raises(SpecError, match="Order"):
        bundle(spec)


def test_an_operation_without_an_id_is_an_error(spec: Path) -> None:
    change(spec / "paths/public.yaml", "    operationId: getTime\n", "")
    with pytest.raises(SpecError, match="GET /api/v5/public/time has no operationId"):
        bundle(spec)


def test_two_operations_of_one_id_are_an_error(spec: Path) -> None:
    change(spec / "paths/public.yaml", "operationId: getTime", "operationId: getInstruments")
    with pytest.raises(SpecError, match="getInstruments"):
        bundle(spec)


def test_a_reference_into_a_schema_is_an_error(spec: Path) -> None:
    change(spec / "schemas/dma_broker.yaml", "$ref: '#/FeeRate'", "$ref: '#/FeeRate/properties/maker'")
    with pytest.raises(SpecError, match="top-level"):
        bundle(spec)


def test_the_generators_leave_ctrl_c_as_it_is() -> None:
    """One of them takes it over with its import: a build that is broken off would seem to have gone well."""
    program = (
        "import signal, sys; before = signal.getsignal(signal.SIGINT)\n"
        "from generator.models import render_models\n"
        "models = {'Thing': {'type': 'object', 'properties': {'a': {'type': 'string'}}, 'x-okx-area': 'things'}}\n"
        "assert 'class Thing(' in render_models({'paths': {}, 'components': {'schemas': models}})['models/things.py']\n"
        "assert 'datamodel_code_generator' in sys.modules\n"
        "assert signal.getsignal(signal.SIGINT) is before"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_is_that_of_this_command_and_short(word: str) -> None:
    """One of the generators answers it with its import, on a thousand lines."""
    shown = subprocess.run(
        [sys.executable, "-m", "generator", word], check=True, cwd=ROOT, capture_output=True, text=True
    ).stdout
    assert shown.startswith("usage: python -m generator ")
    assert all(step in shown for step in ("build", "check", "reference", "drift", "diff"))
    assert len(shown.splitlines()) < 30
