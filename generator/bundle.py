"""Bundle the split YAML spec into one OpenAPI document.

Path items are inlined, schemas, responses and parameters are hoisted into `components` under their own names. A duplicate
YAML key, two fragments of one name, and a reference to nothing are errors.
"""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

HOISTED = ("responses", "parameters")
AREA = "x-okx-area"
"""The mark that a bundled schema carries: the file of `schemas/` that it comes from."""
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class SpecError(Exception):
    """The spec can't be bundled or generated from: says where and why."""


class _StrictLoader(yaml.CSafeLoader):
    """A safe loader that refuses duplicate keys and leaves dates and other look-alikes as they are written."""


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    result: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key: Any = loader.construct_object(key_node, deep=True)
        if key in result:
            raise SpecError(f"{node.start_mark.name}:{key_node.start_mark.line + 1}: the key {key!r} stands twice")
        result[key] = loader.construct_object(value_node, deep=True)
    return result


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load_yaml(path: Path) -> Any:
    """Load one YAML file of the spec."""
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=_StrictLoader)  # noqa: S506 - a subclass of CSafeLoader
    except yaml.YAMLError as error:
        raise SpecError(str(error)) from None


class _Bundler:
    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.files: dict[Path, Any] = {}
        self.origins: dict[tuple[str, str], str] = {}
        self.components: dict[str, dict[str, Any]] = {}

    def file(self, path: Path) -> Any:
        if path not in self.files:
            if not path.is_file():
                raise SpecError(f"{path}: no such file")
            self.files[path] = load_yaml(path)
        return self.files[path]

    def find(self, path: Path, pointer: str, used_in: Path) -> Any:
        node = self.file(path)
        for part in pointer.strip("/").split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(node, dict) or key not in node:
                raise SpecError(f"{used_in.name}: $ref to {path.name}#/{pointer.strip('/')}, which does not exist")
            node = node[key]
        return node

    def resolve(self, node: Any, here: Path) -> Any:
        """Copy a node with every reference hoisted and rewritten."""
        if isinstance(node, list):
            return [self.resolve(item, here) for item in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return self.hoist(node["$ref"], here)
        return {key: self.resolve(value, here) for key, value in node.items()}

    def hoist(self, reference: str, here: Path) -> dict[str, str]:
        file, _, pointer = reference.partition("#")
        path = (here.parent / file).resolve() if file else here
        parts = pointer.strip("/").split("/")
        kind, name = (parts[0], parts[1]) if len(parts) == 2 and parts[0] in HOISTED else ("schemas", parts[-1])
        if kind == "schemas" and len(parts) != 1:
            raise SpecError(f"{here.name}: {reference} must point at a top-level schema")
        origin = f"{path}#{pointer}"
        if self.origins.setdefault((kind, name), origin) != origin:
            raise SpecError(f"{here.name}: {name} is defined twice: {self.origins[kind, name]} and {origin}")
        group = self.components.setdefault(kind, {})
        if name not in group:
            group[name] = None  # stands for "being resolved", so that a schema may refer to itself
            group[name] = self.resolve(self.find(path, pointer, here), path)
            if kind == "schemas":
                group[name] = {**group[name], AREA: path.stem}
        return {"$ref": f"#/components/{kind}/{name}"}


def bundle(folder: Path) -> dict[str, Any]:
    """Bundle `folder`/openapi.yaml and all that it refers to.

    Returns:
        The document, with components sorted by name.

    Raises:
        SpecError: Something in the spec does not fit together.
    """
    bundler = _Bundler(folder)
    root = bundler.folder / "openapi.yaml"
    document = dict(bundler.file(root))
    paths: dict[str, Any] = {}
    for url, item in document.get("paths", {}).items():
        file, _, pointer = item["$ref"].partition("#")
        path = (root.parent / file).resolve()
        paths[url] = bundler.resolve(bundler.find(path, pointer, root), path)
    document = {key: bundler.resolve(value, root) for key, value in document.items() if key != "paths"}
    components = document.setdefault("components", {})
    for kind, group in bundler.components.items():
        if clash := set(components.get(kind, {})) & set(group):
            raise SpecError(f"openapi.yaml and the fragments both define {sorted(clash)}")
        components[kind] = dict(sorted({**components.get(kind, {}), **group}.items()))
    document["paths"] = paths
    _check_operations(document)
    return document


def _check_operations(document: dict[str, Any]) -> None:
    seen: dict[str, str] = {}
    for url, method, operation in operations(document):
        place = f"{method.upper()} {url}"
        if not operation.get("operationId"):
            raise SpecError(f"{place} has no operationId")
        other = seen.setdefault(operation["operationId"], place)
        if other != place:
            raise SpecError(f"{place} and {other} share the operationId {operation['operationId']}")


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return (path, method, operation) of every operation, in the document's order."""
    return [
        (url, method, item[method]) for url, item in document["paths"].items() for method in METHODS if method in item
    ]


def deref(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference inside the bundled document; anything else is returned as it is."""
    while "$ref" in node:
        found: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node
