"""What is inside the packages that are uploaded."""

from __future__ import annotations

import email.parser
import json
import tarfile
import tomllib
import zipfile
from email.message import Message

import pytest

import okx_broker
from tests.packaging.conftest import ROOT, Built

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PACKAGES = ("okx_v5", "okx_broker", "okx_mock")


@pytest.fixture(scope="module")
def wheel_names(built: Built) -> list[str]:
    with zipfile.ZipFile(built.wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def sdist_names(built: Built) -> list[str]:
    with tarfile.open(built.sdist) as archive:
        names = archive.getnames()
    top = f"okx_broker-{okx_broker.__version__}/"
    assert all(name.startswith(top) for name in names)
    return [name.removeprefix(top) for name in names]


@pytest.fixture(scope="module")
def metadata(built: Built) -> Message:
    with zipfile.ZipFile(built.wheel) as archive:
        return email.parser.Parser().parsestr(archive.read(_info("METADATA")).decode())


def _entry_points(built: Built) -> str:
    with zipfile.ZipFile(built.wheel) as archive:
        return archive.read(_info("entry_points.txt")).decode()


def _info(name: str) -> str:
    return f"okx_broker-{okx_broker.__version__}.dist-info/{name}"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_holds_each_package_with_its_types(wheel_names: list[str], package: str) -> None:
    assert f"{package}/__init__.py" in wheel_names
    assert f"{package}/py.typed" in wheel_names


def test_the_wheel_holds_nothing_else(wheel_names: list[str]) -> None:
    tops = {name.partition("/")[0] for name in wheel_names}
    assert tops == {*PACKAGES, f"okx_broker-{okx_broker.__version__}.dist-info"}
    # The kit for other people's tests is shipped, our own tests are not.
    # Where `make docs` has been run, the documentation is shipped too, with pages about tests and the generator.
    strangers = [name for name in wheel_names if not name.startswith(("okx_broker/testing/", "okx_broker/site/"))]
    assert not [name for name in strangers if "test" in name or "generator" in name]
    assert not [name for name in wheel_names if name.endswith(".pyc")]


def test_the_wheel_holds_the_test_kit_and_its_guide(wheel_names: list[str]) -> None:
    assert {"okx_broker/testing/plugin.py", "okx_broker/testing/GUIDE.md"} <= set(wheel_names)


def test_the_wheel_holds_every_module_of_the_repository(wheel_names: list[str]) -> None:
    for folder in ("generated", "overlays"):
        for file in (ROOT / folder).rglob("*.py"):
            assert file.relative_to(ROOT / folder).as_posix() in wheel_names


def test_the_wheel_holds_the_contract_as_it_was_generated(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        packed = archive.read("okx_v5/openapi.json")
    assert packed == (ROOT / "generated" / "okx_v5" / "openapi.json").read_bytes()
    assert json.loads(packed)["openapi"].startswith("3.1")


def test_the_wheel_holds_every_file_of_the_mock_s_page(wheel_names: list[str]) -> None:
    static = ROOT / "overlays" / "okx_mock" / "page" / "static"
    wanted = {f"okx_mock/page/static/{file.name}" for file in static.iterdir()}
    assert {"okx_mock/page/static/index.html", "okx_mock/page/static/page.js"} <= wanted <= set(wheel_names)


def test_the_wheel_holds_the_licence_and_the_command(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        assert archive.read(_info("licenses/LICENSE")) == (ROOT / "LICENSE").read_bytes()
        assert "okx-mock = okx_mock.__main__:main" in archive.read(_info("entry_points.txt")).decode()


def test_the_metadata_say_what_it_is_and_needs(metadata: Message, built: Built) -> None:
    assert metadata["Name"] == "okx-broker"
    assert metadata["Version"] == okx_broker.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    extras = metadata.get_all("Provides-Extra") or []
    assert sorted(extras) == ["cli", "keyring", "mock", "oauth", "postgres", "rebates", "testing", "web"]
    assert "Typing :: Typed" in (metadata.get_all("Classifier") or [])
    assert "py3-none-any" in built.wheel.name

    needs = metadata.get_all("Requires-Dist") or []
    always = {need.split(">")[0].split("<")[0] for need in needs if "extra ==" not in need}
    assert always == {"msgspec", "pyreqwest"}
    of_mock = [need for need in needs if "extra == 'mock'" in need]
    assert len(of_mock) == len(PROJECT["optional-dependencies"]["mock"])
    of_testing = {need.partition(";")[0].strip() for need in needs if "extra == 'testing'" in need}
    assert of_testing == {need.partition(";")[0].strip() for need in of_mock} | {"pytest>=8.2"}
    assert "pytest11" not in _entry_points(built), "the plugin never loads itself"
    assert metadata.get_payload().startswith("# okx-broker"), "the README is the description"


def test_the_sdist_holds_what_is_needed_to_build_and_test(sdist_names: list[str]) -> None:
    wanted = {
        "pyproject.toml",
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Makefile",
        "spec/openapi.yaml",
        "spec/deviations.yaml",
        "generator/__main__.py",
        "generated/okx_v5/openapi.json",
        "overlays/okx_broker/py.typed",
        "tests/contract/schemathesis.toml",
    }
    assert wanted <= set(sdist_names)


def test_the_sdist_holds_no_leftovers(sdist_names: list[str]) -> None:
    leftovers = ("__pycache__", ".pyc", ".venv", ".git/", ".pytest_cache", ".hypothesis", ".mypy_cache", ".ruff_cache")
    assert not [name for name in sdist_names if any(one in name for one in leftovers)]
