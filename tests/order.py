"""In which order the tests run, and on how many workers."""

import os

import pytest

#: files and folders whose tests take long, the longest first; while one worker loads the demonstration for all browser
#: tests, the other has something else to do
HEAVY = (
    "tests/browser/test_pages.py",
    "tests/fuzz/test_requests.py",
    "tests/browser",
    "tests/policy",
    "tests/stories",
    "tests/fuzz",
    "tests/races",
    "tests/journeys",
    "tests/jobs",
    "tests/seed_data",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Begin with what takes long, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: next((place for place, name in enumerate(HEAVY) if name in str(item.path)), len(HEAVY)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Three workers on two cores: a third of the time they wait for a browser, a database, a process that they started."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return 3 * os.cpu_count() // 2
