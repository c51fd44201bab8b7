"""`okx-broker rebates add, summary, export` as people and programs run them, and the page in a real browser."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from okx_broker.rebates.dataset import add_report
from tests.page.conftest import browser

from .tables import COLUMNS, DAY, JUNE_1, ask, content, line, report, write

__all__ = ["browser"]

FOUND = shutil.which("okx-broker", path=str(Path(sys.executable).parent))


def run(folder: Path, *words: str, code: int = 0, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command; nothing may be coloured, and nobody sees a traceback."""
    assert FOUND is not None
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OKX_", "_OKX"))}
    done = subprocess.run(
        [FOUND, "rebates", *words], cwd=folder, env={**kept, "HOME": str(folder), **variables},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a table of three days, the third of which no report covers, and a fourth."""
    lines = [
        line("1", JUNE_1, "0.005"),
        line("2", JUNE_1 + DAY, "1234567.125", code="CODE2", inst="ETH-USDT"),
        line("3", JUNE_1 + DAY, "-0.001"),
    ]
    add_report(tmp_path / "table", report(write(tmp_path / "1.csv", lines), 1, 2))
    add_report(tmp_path / "table", report(write(tmp_path / "2.csv", [line("4", JUNE_1 + 3 * DAY, "2")]), 4, 4))
    return tmp_path


def test_the_table_for_people(folder: Path) -> None:
    done = run(folder, "summary", "table", "--by", "code", "--by", "day")
    # fmt: off
    assert done.stdout.splitlines() == [
        "code   day         rows  spot volume  derivative volume   fee  net fee  settlement fee  broker rebate  sub-broker rebate  user rebate",
        "CODE1  2026-06-01     1       100.50               0.00  2.00     2.00            2.00           0.01               0.00         0.25",
        "CODE1  2026-06-02     1       100.50               0.00  2.00     2.00            2.00           0.00               0.00         0.25",
        "CODE1  2026-06-04     1       100.50               0.00  2.00     2.00            2.00           2.00               0.00         0.25",
        "CODE2  2026-06-02     1       100.50               0.00  2.00     2.00            2.00   1,234,567.13               0.00         0.25",
        "total  -              4       402.00               0.00  8.00     8.00            8.00   1,234,569.13               0.00         1.00",
    ]
    # fmt: on
    assert done.stderr == "Warning: days that no report covers: 1 (2026-06-03)\n"


def test_csv_and_json_are_exact(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(folder, "summary", "table", "--by", "code", "--format", "csv").stdout)))
    assert [(row["code"], row["rows"], row["broker_rebate"], row["user_rebate"]) for row in rows] == [
        ("CODE1", "3", "2.004", "0.75"), ("CODE2", "1", "1234567.125", "0.25"),
    ]  # fmt: skip
    document = json.loads(run(folder, "summary", "table", "--by", "instrument", "--json").stdout)
    assert document["days_without_report"] == ["2026-06-03"]
    assert [(one["instrument"], one["broker_rebate"]) for one in document["groups"]] == [
        ("BTC-USDT", "2.004"), ("ETH-USDT", "1234567.125"),
    ]  # fmt: skip
    assert document["total"]["broker_rebate"] == "1234569.129"
    assert document["total"]["spot_volume"] == "402"


def test_in_total_and_some_days(folder: Path) -> None:
    done = run(folder, "summary", "table", "--all", "--begin", "2026-06-02", "--end", "2026-06-02", "--places", "3")
    assert done.stdout.splitlines()[1].split() == [
        "2", "201.000", "0.000", "4.000", "4.000", "4.000", "1,234,567.124", "0.000", "0.500",
    ]  # fmt: skip
    assert done.stderr == ""


def test_the_chart_is_a_picture(folder: Path) -> None:
    done = run(folder, "summary", "table", "--chart", "june.png")
    assert "wrote june.png" in done.stderr
    with Image.open(folder / "june.png") as picture:
        assert (picture.format, picture.size) == ("PNG", (1500, 900))
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or []}
    # Bars of the rebate and of the volume on spot, and the day without a report.
    assert {(0x1F, 0x5F, 0xBF), (0x2A, 0x9D, 0x8F), (0xD9, 0xD9, 0xD9)} <= colours
    first = (folder / "june.png").read_bytes()
    run(folder, "summary", "table", "--chart", "june.png")
    assert (folder / "june.png").read_bytes() == first


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    before = sorted(one.name for one in folder.iterdir())
    done = run(folder, "summary", "table", "--chart", "june.png", "--html", "june.html", "--dry-run")
    assert done.stderr.splitlines()[1:] == ["would write june.png", "would write june.html"]
    assert "would be written to out.csv" in run(folder, "export", "table", "out.csv", "--dry-run").stdout
    words = [
        "add",
        "1.csv",
        "--begin",
        "2026-06-01",
        "--end",
        "2026-06-02",
        "--made",
        "2026-06-05T00:00:00",
        "--out",
        "new",
    ]
    assert run(folder, *words, "--dry-run").stdout == "3 rows of 2026-06-01 to 2026-06-02 can be read\n"
    assert sorted(one.name for one in folder.iterdir()) == before


def test_a_report_is_added_by_hand(folder: Path) -> None:
    words = [
        "add",
        "1.csv",
        "--begin",
        "2026-06-01",
        "--end",
        "2026-06-02",
        "--made",
        "2026-06-05T00:00:00",
        "--out",
        "new",
    ]
    done = run(folder, *words, "--json", "--broker-type", "api")
    assert json.loads(done.stdout) == {
        "rows": 3, "rejected": 0, "rejects": None, "days": ["2026-06-01", "2026-06-02"], "superseded": [],
        "withdrawn": 0, "dry_run": False,
    }  # fmt: skip
    (found,) = ask(folder / "new", "SELECT DISTINCT epoch_ms(report_made), report_type FROM rebates")
    assert found == (1_780_617_600_000, "api")
    (folder / "1.csv").write_text((folder / "1.csv").read_text("utf-8").replace("-0.001", "lots"), "utf-8")
    words[words.index("2026-06-05T00:00:00")] = "2026-06-06T00:00:00"
    refused = run(folder, *words, code=1)
    assert refused.stderr == "Error: 1.csv, line 4: brokerRebate is 'lots', no number\n"
    done = run(folder, *words, "--keep-going", "--broker-type", "api")
    assert done.stdout == "2 rows of 2026-06-01 to 2026-06-02 are in new\n"
    assert done.stderr.splitlines() == [
        "Warning: 1 rows can't be read and are left out: new/rejected/20260601-20260602-api-1780704000000.csv",
        "Warning: 1 rows of an earlier report are gone: this one does not list them any more",
    ]


def test_the_table_goes_out_as_csv(folder: Path) -> None:
    assert json.loads(run(folder, "export", "table", "out.csv", "--json", "--begin", "2026-06-02").stdout) == {
        "file": "out.csv", "rows": 3, "dry_run": False,
    }  # fmt: skip
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["day"], row["ordId"], row["brokerRebate"]) for row in csv.DictReader(file)] == [
            ("2026-06-02", "2", "1234567.125"), ("2026-06-02", "3", "-0.001"), ("2026-06-04", "4", "2"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["summary", "nowhere"], 2, "Directory 'nowhere' does not exist"),
        (["summary", "."], 1, "holds no table of rebates: add a report to it first"),
        (
            ["summary", "table", "--by", "colour"],
            2,
            "Error: by is 'colour', and nothing has that name. Use one of: code, day",
        ),
        (["summary", "table", "--by", "code", "--all"], 2, "leave --by out"),
        (["summary", "table", "--json", "--format", "csv"], 2, "not both"),
        (["summary", "table", "--begin", "2026-06-31"], 2, "does not match the format"),
        (["summary", "table", "--begin", "2026-06-02", "--end", "2026-06-01"], 2, "before begin"),
        (["summary", "table", "--begin", "2027-01-01", "--chart", "c.png"], 1, "no day"),
        (["summary", "table", "--chart", "no/where.png"], 2, "no/where.png: No such file or directory"),
        (["summary", "table", "--html", "no/where.html"], 2, "no/where.html: No such file or directory"),
        (["export", "table", "no/where.csv"], 2, "No such file or directory"),
        (["export", "table", "out.csv", "--begin", "2027-01-01"], 1, "no day in that time"),
    ],
)
def test_a_users_error_is_told(folder: Path, words: list[str], code: int, said: str) -> None:
    done = run(folder, *words, code=code)
    assert said in " ".join(done.stderr.split())
    assert "Nothing was sent" not in done.stderr


def test_help_has_examples_and_exit_codes(folder: Path) -> None:
    for command in ("summary", "add", "export"):
        text = run(folder, command, "--help").stdout
        assert f"okx-broker rebates {command} " in text.partition("Examples:")[2]
    assert "130  stopped by Ctrl-C" in run(folder, "summary", "--help").stdout


def test_the_shell_completes(folder: Path) -> None:
    done = subprocess.run(
        [str(FOUND)], cwd=folder, capture_output=True, text=True, timeout=60, check=True,
        env={**os.environ, "_OKX_BROKER_COMPLETE": "bash_complete", "COMP_WORDS": "okx-broker rebates su", "COMP_CWORD": "2"},
    )  # fmt: skip
    assert done.stdout == "plain,summary\n"


@pytest.fixture
def opened(folder: Path, browser: Browser) -> Iterator[Any]:
    """Open the page of a table in a window of some width; it asks nobody for anything and has no problem."""
    seen: list[str] = []
    pages: list[Page] = []

    def open_(file: Path, width: int) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 1000})
        pages.append(page)
        page.on("console", lambda message: seen.append(message.text))
        page.on("pageerror", lambda error: seen.append(str(error)))
        page.on("request", lambda request: seen.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        return page

    yield open_
    for page in pages:
        page.close()
    assert seen == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_in_a_browser(folder: Path, opened: Any, width: int) -> None:
    run(folder, "summary", "table", "--by", "code", "--html", "june.html")
    page = opened(folder / "june.html", width)
    assert page.title() == "Rebates 2026-06-01 to 2026-06-04"
    cells = [
        [cell.strip() for cell in row.locator("th, td").all_inner_texts()]
        for row in page.locator("tbody tr, tfoot tr").all()
    ]
    assert [(row[0], row[1], row[7]) for row in cells] == [
        ("CODE1", "3", "2.00"), ("CODE2", "1", "1,234,567.13"), ("total", "4", "1,234,569.13"),
    ]  # fmt: skip
    assert page.locator("tfoot data").nth(5).get_attribute("title") == "1234569.129"
    assert page.get_by_role("note").inner_text() == "1 day is covered by no report: 2026-06-03."
    # One of both charts is shown, as wide as the window lets it be, and its words can be read.
    wide, narrow = page.locator(".wide svg"), page.locator(".narrow svg")
    assert (wide.is_visible(), narrow.is_visible()) == ((True, False) if width == 1280 else (False, True))
    shown = wide if width == 1280 else narrow
    words = shown.locator("text").all_text_contents()
    assert {"Rebate, USDT per day", "Volume, USDT per day", "no report"} <= set(words)
    sizes = [text.bounding_box()["height"] for text in shown.locator("text").all()]
    assert min(sizes) >= 9
    # Nothing but the table itself can be scrolled sideways.
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = [text.bounding_box() for text in shown.locator("text").all()]
    assert not [
        (one, other)
        for place, one in enumerate(boxes)
        for other in boxes[:place]
        if one["x"] < other["x"] + other["width"] - 1 and other["x"] < one["x"] + one["width"] - 1
        and one["y"] < other["y"] + other["height"] - 4 and other["y"] < one["y"] + one["height"] - 4
    ]  # fmt: skip


def test_a_hostile_text_stays_a_text(folder: Path, opened: Any) -> None:
    hostile = "<img src=x onerror=alert(1)>${title}&amp;"
    path = write(
        folder / "h.csv", [line("9", JUNE_1, code=hostile, level="</script><script>alert(2)</script>")], COLUMNS
    )
    add_report(folder / "hostile", report(path, 1, 1))
    run(folder, "summary", "hostile", "--by", "code", "--by", "level", "--html", "h.html")
    page = opened(folder / "h.html", 1280)
    assert page.locator("tbody th").all_inner_texts() == [hostile, "</script><script>alert(2)</script>"]
    assert page.locator("img, script").count() == 0
    written = (folder / "h.html").read_text("utf-8")
    assert not re.search(r"(?:src|href)=[\"']https?:", written)
    assert "default-src 'none'" in written


def test_a_year_by_months_fits_the_page(folder: Path, opened: Any) -> None:
    lines = [line(str(n), JUNE_1 - n * 30 * DAY, str(n)) for n in range(1, 12)]
    path = write(folder / "long.csv", lines)
    add_report(folder / "long", report(path, begin=date(2025, 6, 1), end=date(2026, 6, 1)))
    run(folder, "summary", "long", "--by", "month", "--html", "long.html")
    page = opened(folder / "long.html", 390)
    words = page.locator(".narrow svg text").all_text_contents()
    assert "Rebate, USDT per month" in words
    assert len([word for word in words if re.fullmatch(r"[A-Z][a-z]{2}", word)]) <= 6
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert len(content(folder / "long")) == 366


def test_two_keys_fit_a_page_of_a_desktop(folder: Path, opened: Any) -> None:
    run(folder, "summary", "table", "--by", "code", "--by", "instrument", "--html", "two.html")
    page = opened(folder / "two.html", 1280)
    assert page.evaluate("(box => box.scrollWidth - box.clientWidth)(document.querySelector('.scroll'))") == 0


def test_a_full_disk_is_one_line(folder: Path) -> None:
    assert FOUND is not None
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [FOUND, "rebates", "summary", "table"], cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True,
            timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "Error: standard output: No space left on device"
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_what_looks_like_a_formula_is_exported_as_it_is_and_warned_of(folder: Path) -> None:
    add_report(folder / "formula", report(write(folder / "f.csv", [line("9", JUNE_1, level="=1+1")]), 1, 1))
    run(folder, "export", "formula", "f-out.csv")
    (row,) = csv.DictReader(io.StringIO((folder / "f-out.csv").read_text("utf-8")))
    assert row["level"] == "=1+1"
    assert "a spreadsheet takes that for a formula" in " ".join(run(folder, "export", "--help").stdout.split())
