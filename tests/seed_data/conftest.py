"""The files of the demonstration, read; and the demonstration that is made of them, ready to be looked at."""

import shutil

import pytest
from conftest import app_on, rolled_back
from loaded import load_once

from seed_data.readers import read_programme


@pytest.fixture(scope="session")
def programme():
    return read_programme()


@pytest.fixture(scope="session")
def loaded_folder(tmp_path_factory):
    return load_once(tmp_path_factory)


@pytest.fixture(scope="session")
def demonstration_app(loaded_folder, tmp_path_factory):
    copy = tmp_path_factory.mktemp("copy") / "alize.sqlite"
    shutil.copyfile(loaded_folder / "alize.sqlite", copy)
    yield from app_on(f"sqlite:///{copy}")


@pytest.fixture
def loaded(demonstration_app, now):
    """The demonstration at the moment at which it begins; what a test changes is undone."""
    with rolled_back(demonstration_app) as session:
        yield session


def pytest_collection_modifyitems(items):
    """Whichever test comes first waits until the demonstration is loaded."""
    for item in items:
        if "loaded_folder" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(900))
