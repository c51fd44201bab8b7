"""Write the site's sources: the pages of `pages/`, texts of the repository, and what the contract says, in one fresh folder."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment

from generator.bundle import bundle, load_yaml
from generator.package import GENERATOR, ROOT, SPEC
from generator.reference.facts import DOCUMENTS, Code, Page, error_codes, operation_pages
from generator.reference.nav import AREAS, CALLED, COPIED, GUIDES, MEMBERS, PROJECT, PYTHON, area_title
from generator.reference.swagger import copy_swagger_ui, with_facts
from generator.reference.wording import templates

HERE = GENERATOR / "reference"

_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_INCLUDE = re.compile(r"^<!-- include: (\w+) -->$", re.MULTILINE)
_WHERE = re.compile(r"^<!-- where there is (\S+) -->\n(.*?)^<!-- end -->\n", re.MULTILINE | re.DOTALL)


def write_sources(work: Path) -> None:
    """Write the site's sources and settings into a fresh folder."""
    docs = work / "docs"
    docs.mkdir()
    document = bundle(SPEC)
    pages = operation_pages(document)
    groups = error_codes(SPEC / "errors.yaml")
    jinja = templates(HERE / "templates", pages, {one.code for _, codes in groups for one in codes})
    texts = {path.relative_to(HERE / "pages").as_posix(): path.read_text("utf-8") for path in _written()}
    texts |= _copied()
    texts |= _generated(jinja, document, pages, groups)
    included = {name: jinja.get_template(f"{name}.md.jinja") for name in ("tagged", "filters", "limits")}
    for name, text in texts.items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        filled = _INCLUDE.sub(lambda found: included[found[1]].render(pages=pages), text)
        filled = _WHERE.sub(lambda found: found[2] if found[1] in texts else "", filled)
        path.write_text(filled, "utf-8")
    shutil.copytree(HERE / "theme", docs / "assets" / "own")
    copy_swagger_ui(docs / "assets" / "swagger-ui")
    (docs / "openapi.json").write_text(json.dumps(with_facts(document, pages), ensure_ascii=False), "utf-8")
    settings = (HERE / "zensical.toml").read_text("utf-8")
    paths = json.dumps([str(ROOT / "overlays"), str(ROOT / "generated")])
    (work / "zensical.toml").write_text(
        settings.replace("nav = []", f"nav = {_toml(_nav(set(texts), document, pages))}").replace(
            "paths = []", f"paths = {paths}"
        ),
        "utf-8",
    )


def _written() -> list[Path]:
    return sorted((HERE / "pages").rglob("*.md"))


def _copied() -> dict[str, str]:
    """Return the repository's texts that are pages, their links turned to pages."""
    pages = {one.source: one.page for one in COPIED}
    texts = {}
    for one in COPIED:
        path = ROOT / one.source
        if path.is_file():
            folder = posixpath.dirname(one.source)

            def turned(found: re.Match[str], folder: str = folder, page: str = one.page) -> str:
                address, mark, part = found[2].partition("#")
                if not address or "://" in address:
                    return found[0]
                aim = pages.get(posixpath.normpath(posixpath.join(folder, address)))
                if aim is None or not (ROOT / next(c.source for c in COPIED if c.page == aim)).is_file():
                    return found[1]
                return f"[{found[1]}]({posixpath.relpath(aim, posixpath.dirname(page))}{mark}{part})"

            texts[one.page] = _LINK.sub(turned, path.read_text("utf-8"))
    return texts


def _generated(
    jinja: Environment, document: dict[str, Any], pages: list[Page], groups: list[tuple[str, list[Code]]]
) -> dict[str, str]:
    described = {tag["name"]: tag.get("description", "") for tag in document["tags"]}
    areas = [(tag, AREAS[tag], described[tag], [page for page in pages if page.tag == tag]) for tag in described]
    deviations = load_yaml(SPEC / "deviations.yaml")
    texts = {f"api/{page.slug}.md": jinja.get_template("operation.md.jinja").render(page=page) for page in pages}
    texts["api/index.md"] = jinja.get_template("operations.md.jinja").render(pages=pages, areas=areas)
    texts["api/codes.md"] = jinja.get_template("codes.md.jinja").render(
        groups=groups, count=sum(len(codes) for _, codes in groups)
    )
    texts["project/deviations.md"] = jinja.get_template("deviations.md.jinja").render(
        deviations=deviations,
        groups=[
            (name[0].upper() + name[1:], found)
            for key, (name, _) in DOCUMENTS.items()
            if (found := [one for one in deviations if one["anchor"]["document"] == key])
        ],
    )
    module = jinja.get_template("module.md.jinja")
    for title, name, page in _modules(document):
        if find_spec(name) is not None:
            members, note = list(MEMBERS.get(name, ())), ""
            if name.startswith("okx_v5.resources."):
                kind = "".join(part.capitalize() for part in name.rpartition(".")[2].split("_"))
                members, note = [kind], f"On an `AsyncBroker` it is `Async{kind}`: the same methods, as coroutines."
            texts[page] = module.render(
                title=title, module=name, members=members, note=note, called=CALLED.get(name, {})
            )
    return texts


def _modules(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    tags = [tag["name"] for tag in document["tags"]]
    return [
        *PYTHON,
        *((area_title(tag), f"okx_v5.resources.{tag}", f"python/resources/{tag}.md") for tag in tags),
        *((f"Models: {area_title(tag)}", f"okx_v5.models.{tag}", f"python/models/{tag}.md") for tag in tags),
    ]


def _nav(there: set[str], document: dict[str, Any], pages: list[Page]) -> list[Any]:
    tags = [tag["name"] for tag in document["tags"]]

    def kept(found: list[tuple[str, str]]) -> list[Any]:
        return [{title: page} for title, page in found if page in there]

    return [
        {"Start here": "index.md"},
        {"Guides": kept(list(GUIDES))},
        {
            "API": [
                {"Overview": "api/index.md"},
                {"Error codes": "api/codes.md"},
                {"Swagger UI": "swagger.md"},
                *(
                    {
                        area_title(tag): kept(
                            [(page.summary, f"api/{page.slug}.md") for page in pages if page.tag == tag]
                        )
                    }
                    for tag in tags
                ),
            ]
        },
        {
            "Python": [
                *kept([(title, page) for title, _, page in PYTHON]),
                {"Resources": kept([(area_title(tag), f"python/resources/{tag}.md") for tag in tags])},
                {"Models": kept([(area_title(tag), f"python/models/{tag}.md") for tag in tags])},
            ]
        },
        {"Project": kept(list(PROJECT))},
    ]


def _toml(nav: Any) -> str:
    if isinstance(nav, list):
        return "[" + ", ".join(map(_toml, nav)) + "]"
    if isinstance(nav, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_toml(value)}" for key, value in nav.items()) + " }"
    return json.dumps(nav)
