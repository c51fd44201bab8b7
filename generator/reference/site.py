"""Write the site's sources and build it.

The sources are the pages of `pages/`, texts of the repository, and what the contract says, in one fresh folder. Zensical
makes the site of them, with its search in files of the site, so that it works from a disk and asks no other host.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.bundle import SpecError, bundle, load_yaml
from generator.package import GENERATOR, ROOT, SPEC
from generator.reference.facts import DOCUMENTS, Code, Page, error_codes, operation_pages
from generator.reference.nav import COPIED, GUIDES, MEMBERS, PROJECT, PYTHON

HERE = GENERATOR / "reference"
SITE = ROOT / "overlays" / "okx_broker" / "site"
"""Where the built site stands: inside of the package, so that `okx-broker docs` and a wheel made afterwards have it."""

_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_METHOD = re.compile(r"`(\w+\.\w+)`")
_WHERE = re.compile(r"^<!-- where there is (\S+) -->\n(.*?)^<!-- end -->\n", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<![\w`#/.\"])[56]\d{4}(?![\w`.%\"])")
_SHIM = 'src="https://unpkg.com/iframe-worker/shim"'
_LOADED = re.compile(
    r"<(?:script|img|iframe|source)[^>]*? src=[\"']?(https?:[^\"' >]+)|<link rel=[\"']?(?:stylesheet|preload|icon)[^>]*? href=[\"']?https?:"
)
_INCLUDE = re.compile(r"^<!-- include: (\w+) -->$", re.MULTILINE)


def build(target: Path = SITE) -> Path:
    """Build the site into `target`, which is replaced when all has gone well.

    Returns:
        The folder, with an `index.html`.

    Raises:
        SpecError: The spec is broken, or a page is missing.
        SystemExit: zensical found something wrong; it has said what.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        sources(work)
        done = subprocess.run(
            [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "-f", str(work / "zensical.toml")],
            cwd=work, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0 or not (work / "site" / "index.html").is_file():
            raise SystemExit(f"zensical: {done.stdout}{done.stderr}")
        _stay_here(work / "site")
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(work / "site", target)
    return target


def _stay_here(site: Path) -> None:
    """Make every page ask this site only.

    Zensical's pages load one script from elsewhere, which lets the search work from a disk; ours stands in its place.

    Raises:
        SpecError: A page would load something else from another host.
    """
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        above = posixpath.relpath(".", path.relative_to(site).parent.as_posix())
        text = text.replace(_SHIM, f'src="{above}/assets/own/worker.js"')
        if found := _LOADED.search(text):
            raise SpecError(f"{path.relative_to(site)}: would load {found[1]}")
        path.write_text(text, "utf-8")


def sources(work: Path) -> None:
    """Write the site's sources and settings into a fresh folder."""
    docs = work / "docs"
    docs.mkdir()
    document = bundle(SPEC)
    pages = operation_pages(document)
    groups = error_codes(SPEC / "errors.yaml")
    jinja = _templates(pages, {one.code for _, codes in groups for one in codes})
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
    _swagger_ui(docs / "assets" / "swagger-ui")
    (docs / "openapi.json").write_text(json.dumps(_with_facts(document, pages), ensure_ascii=False), "utf-8")
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


def _templates(pages: list[Page], codes: set[str]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown, made from files of this repository
    )
    slugs = {page.slug.replace("/", "."): page.slug for page in pages}

    def linked(text: str, page: Page | None = None) -> str:
        """Link the methods and error codes that a text names to their places."""
        above = "../" if page is not None else ""

        def link(found: re.Match[str]) -> str:
            slug = slugs.get(found[1])
            return found[0] if slug is None else f"[{found[0]}]({above}{slug}.md)"

        def code(found: re.Match[str]) -> str:
            return f"[{found[0]}]({above}codes.md#c{found[0]})" if found[0] in codes else found[0]

        return _CODE.sub(code, _METHOD.sub(link, text))

    environment.filters["linked"] = linked
    environment.filters["line"] = lambda text: " ".join(text.split())
    environment.filters["cell"] = lambda text: " ".join(text.split()).replace("|", "\\|")
    environment.globals["tag_text"] = _tag_text
    return environment


def _tag_text(page: Page) -> str:
    places = ", ".join(page.tag_places)
    if page.tag_role == "attribution":
        return f"goes into {places}; the client fills it in"
    return f"none; {places} is a filter, and yours alone" if places else "none: this request has no place for it"


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
    areas = [(tag, described[tag], [page for page in pages if page.tag == tag]) for tag in described]
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
            texts[page] = module.render(title=title, module=name, members=members, note=note)
    return texts


def _modules(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    tags = [tag["name"] for tag in document["tags"]]
    return [
        *PYTHON,
        *((f"user.{tag}", f"okx_v5.resources.{tag}", f"python/resources/{tag}.md") for tag in tags),
        *((f"models of {tag}", f"okx_v5.models.{tag}", f"python/models/{tag}.md") for tag in tags),
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
                    {tag: kept([(page.summary, f"api/{page.slug}.md") for page in pages if page.tag == tag])}
                    for tag in tags
                ),
            ]
        },
        {
            "Python": [
                *kept([(title, page) for title, _, page in PYTHON]),
                {"Resources": kept([(tag, f"python/resources/{tag}.md") for tag in tags])},
                {"Models": kept([(tag, f"python/models/{tag}.md") for tag in tags])},
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


def _swagger_ui(target: Path) -> None:
    """Copy Swagger UI, which a package carries, into the site: script, style and licence."""
    spec = find_spec("mkdocs_swagger_ui_tag")
    if spec is None or spec.origin is None:
        raise SpecError("Swagger UI is not installed: make .venv/.dev")
    carried = Path(spec.origin).with_name("swagger-ui")
    target.mkdir(parents=True)
    for name in ("javascripts/swagger-ui-bundle.js", "stylesheets/swagger-ui.css", "LICENSE", "NOTICE"):
        shutil.copy(carried / name, target / posixpath.basename(name))


def _with_facts(document: dict[str, Any], pages: list[Page]) -> dict[str, Any]:
    """Return the contract with what our extensions say put into the descriptions, which every renderer shows."""
    facts = {page.id: page for page in pages}
    paths = {
        url: {verb: _described(operation, facts[operation["operationId"]]) for verb, operation in item.items()}
        for url, item in document["paths"].items()
    }
    return {**document, "paths": paths}


def _described(operation: dict[str, Any], page: Page) -> dict[str, Any]:
    limits = "; ".join(page.limits) or "none is documented"
    said = (
        f"{operation.get('description', '').strip()}\n\n"
        f"- Permission: {page.permission}\n- Limit: {limits}\n- Broker code: {_tag_text(page)}\n"
        f"- In OKX's documents: {page.document}, “{page.section}”\n\n"
        f"In Python:\n\n```python\n{page.example}```\n"
    )
    sample = {"lang": "Python", "source": page.example}
    return {**operation, "description": said, "x-codeSamples": [sample]}
