import csv

import pytest
from browser import demonstration as demo
from browser.chromium import MISSING, find_chromium, launch
from browser.inspection import Looks
from browser.window import Window
from loaded import ROOT, folder_of_the_run, load_once
from playwright.sync_api import sync_playwright


@pytest.fixture(scope="session")
def loaded(chromium_path, tmp_path_factory):
    """A demonstration that was loaded and not begun."""
    return load_once(tmp_path_factory)


@pytest.fixture(scope="session")
def experts():
    """The demonstration's experts by their codes: their address, and the name of their group."""
    groups = {row["code"]: row["name"] for row in rows_of("groups")}
    return {row["code"]: (row["email"], groups[row["group"]]) for row in rows_of("experts")}


def rows_of(name):
    with (ROOT / "seed_data" / "demo" / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="session")
def chromium_path():
    """Where Chromium is; the only reason for which these tests may be skipped is that it is nowhere."""
    return find_chromium() or pytest.skip(MISSING)


@pytest.fixture(scope="module")
def chromium(chromium_path):
    with sync_playwright() as playwright:
        browser = launch(playwright, chromium_path)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def demonstration(chromium_path, loaded, tmp_path_factory):
    """A demonstration that runs, for the stories of a file: each has its own firm and expert, and moves the clock on."""
    with demo.run(loaded, tmp_path_factory.mktemp("running") / "here") as running:
        yield running


@pytest.fixture(scope="session")
def looks(tmp_path_factory):
    """The looks that the workers of this run have taken."""
    return Looks(folder_of_the_run(tmp_path_factory) / "looks")


@pytest.fixture
def window(request, demonstration, chromium, looks):
    """Open a browser window for somebody; at the end nothing may have gone wrong in any of them.

    `window(sizes=..., scripts=..., language=...)`
    """
    windows = []

    def open_window(**options):
        windows.append(Window(chromium, demonstration, looks, **options))
        return windows[-1]

    request.node.demonstration = demonstration
    yield open_window
    faults = [fault for window in windows for fault in window.faults]
    for window in windows:
        window.close()
    assert not faults, "\n".join(faults)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Show what the demonstration has said beside a test that failed."""
    report = yield
    if report.failed and hasattr(item, "demonstration"):
        report.sections.append(("the demonstration", item.demonstration.output[-6000:]))
    return report
