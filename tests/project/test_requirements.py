import re
import subprocess
from configparser import ConfigParser

import pytest
from project.tree import PACKAGES, ROOT, name_of, text_of

FOLDER = ROOT / "requirements"
PINNED = sorted(path for path in FOLDER.glob("*.txt"))
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>\S+)", re.MULTILINE)
#: Each file takes up the whole of the one before it.
GROWING = [("base", "test"), ("test", "dev")]


def pins_of(name):
    return {match["name"]: match["version"] for match in PIN.finditer(text_of(FOLDER / f"{name}.txt"))}


def asked_in(name):
    lines = (line.split("#")[0].strip() for line in text_of(FOLDER / f"{name}.in").splitlines())
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines if line and not line.startswith("-"))
    return {match[0].lower().replace("_", "-") for match in names}


@pytest.mark.parametrize("path", PINNED, ids=lambda path: path.name)
def test_pinned_requirements_name_no_address(path):
    assert not re.search(r"://|--index-url|--find-links|--trusted-host", text_of(path))


@pytest.mark.parametrize("path", PINNED, ids=lambda path: path.name)
def test_every_requirement_is_pinned_with_its_hashes(path):
    entries = re.split(r"\n(?=[^\s])", text_of(path).strip())

    assert all(PIN.match(entry) and "--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("name", ["boot", "base", "test", "dev"])
def test_what_is_asked_for_is_pinned(name):
    assert asked_in(name) <= pins_of(name).keys()


@pytest.mark.parametrize(("smaller", "larger"), GROWING)
def test_what_is_tested_is_what_runs(smaller, larger):
    assert pins_of(smaller).items() <= pins_of(larger).items()


def test_setuptools_of_the_build_is_the_pinned_one():
    wanted = re.search(r'"setuptools>=(\d+)"', text_of(ROOT / "pyproject.toml"))

    assert int(pins_of("boot")["setuptools"].split(".")[0]) >= int(wanted[1])


def test_pyproject_holds_the_build_and_ruff_only():
    tables = re.findall(r"^\[([a-z-]+(?:\.[a-z]+)?)", text_of(ROOT / "pyproject.toml"), re.MULTILINE)

    assert {table.removeprefix("tool.") for table in tables} == {"build-system", "ruff"}


def test_every_command_of_the_makefile_says_what_it_does():
    makefile = text_of(ROOT / "Makefile")
    listed = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))

    assert {"demo", "test", "test-fast", "test-long", "lint", "bench", "install", "messages"} <= listed


@pytest.fixture(scope="module")
def setup():
    read = ConfigParser()
    read.read(ROOT / "setup.cfg")
    return read


def test_every_folder_of_the_code_is_packaged(setup):
    assert setup["options.packages.find"]["include"].split() == ["matching*", "webapp*", "jobs*", "seed_data*"]


@pytest.mark.parametrize("package", PACKAGES)
def test_what_the_code_reads_is_packaged_with_it(setup, package):
    patterns = setup["options.package_data"].get(package, "").split()
    packaged = {
        path
        for pattern in patterns
        for path in (ROOT / package).glob(f"{pattern}/*" if pattern.endswith("**") else pattern)
    }

    listed = subprocess.run(["git", "ls-files", package], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    read = {ROOT / name for name in listed.split() if not name.endswith((".py", ".mako"))}
    assert not {name_of(path) for path in read - packaged}
