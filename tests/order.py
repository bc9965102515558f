"""In which order the tests run."""

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
