"""Models: datamodel-code-generator turns the spec's component schemas into msgspec Structs."""

from __future__ import annotations

import json
import signal
import tempfile
import warnings
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from generator.bundle import AREA, SpecError, deref, operations
from generator.naming import python_name
from generator.schema_types import model_view

TEMPLATES = Path(__file__).parent / "templates" / "msgspec_models"

OPTIONS = (
    "--input-file-type=openapi",
    "--output-model-type=msgspec.Struct",
    "--target-python-version=3.11",
    "--snake-case-field",
    "--enum-field-as-literal=all",
    "--no-use-annotated",
    "--use-default",
    "--use-schema-description",
    "--use-field-description",
    "--use-exact-imports",
    "--use-union-operator",
    "--use-standard-collections",
    "--disable-timestamp",
    "--strict-refs",
    "--no-allow-remote-refs",
    "--no-formatters",
)


def request_models(document: dict[str, Any]) -> set[str]:
    """Return the names of the component schemas that request models come from.

    Those are the items of array bodies and what is nested in requests. The fields of an object body are keyword
    arguments of the method, so that body itself needs no model.
    """
    found: set[str] = set()

    def walk(schema: dict[str, Any]) -> None:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name in found:
                return
            found.add(name)
            schema = deref(document, schema)
        for field in schema.get("properties", {}).values():
            walk(field)
        if "items" in schema:
            walk(schema["items"])

    for _, _, operation in operations(document):
        for content in deref(document, operation.get("requestBody", {})).get("content", {}).values():
            body = deref(document, content["schema"])
            for field in (body, *body.get("properties", {}).values()):
                walk(field)
    return found


def body_schemas(document: dict[str, Any]) -> set[str]:
    """Return the names of the component schemas that are whole request bodies."""
    contents = [
        content["schema"].get("$ref", "").rpartition("/")[2]
        for _, _, operation in operations(document)
        for content in deref(document, operation.get("requestBody", {})).get("content", {}).values()
    ]
    return {name for name in contents if name}


def render_models(document: dict[str, Any]) -> dict[str, str]:
    """Return the sources of the models by name inside the package: a module per area, and the package that finds them.

    An area is a file of `spec/schemas`; a program loads only those that it uses.

    Raises:
        SpecError: The generator failed, or a model did not come out.
    """
    view = model_view(document, request_models(document))
    for name in body_schemas(document):
        view.pop(name, None)
    names = {wire for schema in view.values() for wire in schema["properties"]}
    for name, schema in view.items():
        python = [python_name(wire) for wire in schema["properties"]]
        if len(set(python)) != len(python):
            raise SpecError(f"{name}: two fields get the same Python name")
        # With the default in use, "required" only decides whether a field may be left unset; here none may.
        schema["required"] = list(schema["properties"])
    areas = {name: str(document["components"]["schemas"][name][AREA]) for name in view}
    found = _generated(_by_area(view, areas), {wire: python_name(wire) for wire in sorted(names)})
    files: dict[str, str] = {}
    for area in sorted(set(areas.values())):
        inside = sorted(name for name, home in areas.items() if home == area)
        code = found.get(f"{area}.py", "")
        for name in inside:
            if f"class {name}(" not in code:
                raise SpecError(f"datamodel-code-generator dropped the model {name}")
        every = "\n\n__all__ = [\n" + "".join(f'    "{name}",\n' for name in inside) + "]\n"
        files[f"models/{area}.py"] = f'"""What is sent and what is answered: the schemas of `{area}`."""\n{code}{every}'
    templates = Environment(loader=FileSystemLoader(TEMPLATES), keep_trailing_newline=True, autoescape=False)  # noqa: S701 - Python, no HTML
    homes = sorted(areas.items())
    files["models/__init__.py"] = templates.get_template("package.py.jinja2").render(homes=homes)
    return files


def _by_area(node: Any, areas: dict[str, str]) -> Any:
    """Name every schema with its area, as `trade.Order`: the generator then writes a module per area."""
    if isinstance(node, list):
        return [_by_area(item, areas) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return {**node, "$ref": f"#/components/schemas/{areas[name]}.{name}"}
    return {f"{areas[key]}.{key}" if key in areas else key: _by_area(value, areas) for key, value in node.items()}


def _generated(view: dict[str, Any], aliases: dict[str, str]) -> dict[str, str]:
    """Run datamodel-code-generator and return its modules by file name."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "spec.json"), Path(folder, "models")
        names, extra = Path(folder, "aliases.json"), Path(folder, "extra.json")
        info = {"title": "models", "version": "1"}
        source.write_text(json.dumps({"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": view}}))
        names.write_text(json.dumps(aliases))
        extra.write_text(json.dumps({"#all#": {"base_class_kwargs": {"frozen": True, "kw_only": True}}}))
        command = [
            f"--input={source}",
            f"--output={target}",
            f"--aliases={names}",
            f"--extra-template-data={extra}",
            f"--custom-template-dir={TEMPLATES}",
            "--custom-file-header=#",
            *OPTIONS,
        ]
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            problem = _run(command)
        if warned:
            raise SpecError("datamodel-code-generator warns: " + "; ".join(str(one.message) for one in warned))
        if problem:
            raise SpecError(f"datamodel-code-generator ended with {problem}")
        return {path.name: path.read_text().removeprefix("#\n") for path in target.glob("*.py")}


def _run(command: list[str]) -> str:
    """Run datamodel-code-generator; return how it ended if not well.

    Its import answers `--help` and `--version` of whatever program imports it, so it comes late. It also takes over Ctrl-C, and
    would end a build that is broken off with status 0.
    """
    ctrl_c = signal.getsignal(signal.SIGINT)
    try:
        from datamodel_code_generator.__main__ import Exit, main
    finally:
        signal.signal(signal.SIGINT, ctrl_c)
    status = main(command)
    return "" if status is Exit.OK else repr(status)
