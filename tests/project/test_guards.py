import tomllib

import pytest
from project.tree import ROOT, text_of

GUARDS = tomllib.loads(text_of(ROOT / "tests/guards/guards.toml"))["guard"]


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard["name"])
def test_what_is_taken_away_stands_once_in_its_file(guard):
    assert guard["tests"]
    assert all((ROOT / name).is_file() for name in guard["tests"])
    for change in guard["change"]:
        assert text_of(ROOT / change["file"]).count(change["old"]) == 1, change["file"]
        assert change["new"] != change["old"]
