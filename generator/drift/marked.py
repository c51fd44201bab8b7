"""The spec's YAML with the line of every key, so that a finding can say where to edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from generator.bundle import SpecError


class Mapped(dict[Any, Any]):
    """A mapping of a YAML file that knows its file and the lines of its keys."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file = file
        self.line = line
        self.lines: dict[Any, int] = {}

    def line_of(self, key: Any) -> int:
        """Return the line of a key, or of the mapping where the key is not in it."""
        return self.lines.get(key, self.line)


class _Loader(yaml.CSafeLoader):
    """A safe loader that keeps lines, and leaves dates as they are written."""

    file = ""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Iterator[Mapped]:
    found = Mapped(loader.file, node.start_mark.line + 1)
    yield found
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        found[key] = loader.construct_object(value_node, deep=True)
        found.lines[key] = key_node.start_mark.line + 1


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Tree:
    """The files of a spec, each parsed when it is first needed."""

    def __init__(self, names: list[str], text_of: Callable[[str], str]) -> None:
        """Take the names of all files, relative to the folder of the spec, and what reads one."""
        self.names = names
        self._text_of = text_of
        self._texts: dict[str, str] = {}
        self._files: dict[str, Any] = {}

    @classmethod
    def in_folder(cls, folder: Path) -> Tree:
        """Return the tree of a folder on disk."""
        names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.yaml"))
        return cls(names, lambda name: (folder / name).read_text("utf-8"))

    def text(self, name: str) -> str:
        """Return a file as it is written.

        Raises:
            SpecError: There is no such file.
        """
        if name not in self._texts:
            if name not in self.names:
                raise SpecError(f"spec/{name}: no such file")
            self._texts[name] = self._text_of(name)
        return self._texts[name]

    def file(self, name: str) -> Any:
        """Return a file, parsed.

        Raises:
            SpecError: It is missing, or no YAML.
        """
        if name not in self._files:
            loader = _Loader(self.text(name))
            loader.file = f"spec/{name}"
            try:
                self._files[name] = loader.get_single_data()
            except yaml.YAMLError as error:
                raise SpecError(f"spec/{name}: {error}") from None
            finally:
                loader.dispose()
        return self._files[name]

    def follow(self, node: Any, name: str) -> tuple[Any, str, int]:
        """Follow references from a node.

        Returns:
            The node that is meant, the file that it stands in, and its line.

        Raises:
            SpecError: A reference points at nothing.
        """
        line = node.line if isinstance(node, Mapped) else 0
        while isinstance(node, dict) and "$ref" in node:
            file, _, pointer = node["$ref"].partition("#")
            if file:
                name = str((Path("/") / Path(name).parent / file).resolve().relative_to("/"))
            found: Any = self.file(name)
            for part in pointer.strip("/").split("/"):
                key = part.replace("~1", "/").replace("~0", "~")
                if not isinstance(found, Mapped) or key not in found:
                    raise SpecError(f"spec/{name}#{pointer} does not exist")
                line = found.line_of(key)
                found = found[key]
            node = found
        return node, name, line
