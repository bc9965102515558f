import pytest

from seed_data.readers import read_programme


@pytest.fixture(scope="session")
def programme():
    return read_programme()
