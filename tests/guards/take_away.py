"""Take each guard away in a copy of the repository, and see its test go red.

    python tests/guards/take_away.py [words of a guard's name]

Prints a line for each guard; ends with 1 when a test stayed green. First all of these tests run with every guard in place.
"""

import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUARDS = tomllib.loads((ROOT / "tests/guards/guards.toml").read_text(encoding="utf-8"))["guard"]

#: what pytest ends with when a test failed; anything else is a fault of the table
RED = 1


def copy_to(folder):
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    for catalogue in ROOT.glob("webapp/translations/*/LC_MESSAGES/*.mo"):
        shutil.copyfile(catalogue, folder / catalogue.relative_to(ROOT))


def run(tests, folder):
    """What pytest ends with, on these tests of the copy."""
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not long", *tests]
    return subprocess.run(pytest, cwd=folder, check=False, capture_output=True).returncode


def is_seen(guard, folder):
    """Whether a test of the guard goes red without it; the files are as they were afterwards."""
    before = {change["file"]: (folder / change["file"]).read_text(encoding="utf-8") for change in guard["change"]}
    try:
        for change in guard["change"]:
            path = folder / change["file"]
            text = path.read_text(encoding="utf-8")
            assert text.count(change["old"]) == 1, f"{change['file']}: {change['old']}"
            path.write_text(text.replace(change["old"], change["new"]), encoding="utf-8")
        pytest = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-m",
            "not long",
            *guard["tests"],
        ]
        return subprocess.run(pytest, cwd=folder, check=False, capture_output=True).returncode == RED
    finally:
        for name, text in before.items():
            (folder / name).write_text(text, encoding="utf-8")


def main(words):
    chosen = [guard for guard in GUARDS if words in guard["name"]]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        copy_to(folder)
        assert run(sorted({name for guard in chosen for name in guard["tests"]}), folder) == 0, (
            "red with every guard in place"
        )
        unseen = [guard for guard in chosen if not is_told(guard, folder)]
    return 1 if unseen else 0


def is_told(guard, folder):
    start = time.monotonic()
    seen = is_seen(guard, folder)
    print(f"{'red' if seen else 'GREEN':6} {time.monotonic() - start:4.0f} s  {guard['name']}", flush=True)
    return seen


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
