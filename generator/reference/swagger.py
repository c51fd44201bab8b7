"""Swagger UI for the site, and the contract with our extensions put into words for it."""

from __future__ import annotations

import posixpath
import shutil
from copy import deepcopy
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from generator.bundle import SpecError
from generator.reference.coded import coded_answer
from generator.reference.facts import Page
from generator.reference.wording import tag_text


def copy_swagger_ui(target: Path) -> None:
    """Copy Swagger UI, which a package carries, into the site: script, style and licence."""
    spec = find_spec("mkdocs_swagger_ui_tag")
    if spec is None or spec.origin is None:
        raise SpecError("Swagger UI is not installed: make .venv/.dev")
    carried = Path(spec.origin).with_name("swagger-ui")
    target.mkdir(parents=True)
    for name in ("javascripts/swagger-ui-bundle.js", "stylesheets/swagger-ui.css", "LICENSE", "NOTICE"):
        shutil.copy(carried / name, target / posixpath.basename(name))


def with_facts(document: dict[str, Any], pages: list[Page]) -> dict[str, Any]:
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
        f"- Permission: {page.permission}\n- Limit: {limits}\n- Broker code: {tag_text(page)}\n"
        f"- In OKX's documents: {page.document}, “{page.section}”\n\n"
        f"In Python:\n\n```python\n{page.example}```\n"
    )
    sample = {"lang": "Python", "source": page.example}
    described = {**deepcopy(operation), "description": said, "x-codeSamples": [sample]}
    for shown in described["responses"]["200"]["content"]["application/json"].get("examples", {}).values():
        shown["value"] = coded_answer(operation, shown["value"])
    return described
