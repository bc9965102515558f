"""Take each guard away in a copy of the repository, and see its test go red.

    python tests/guards/take_away.py [words of a guard's name]

Prints a line for each guard; ends with 1 when a test stayed green.
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
    unseen = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        copy_to(folder)
        for guard in GUARDS:
            if words in guard["name"]:
                start = time.monotonic()
                colour = "red" if is_seen(guard, folder) else "GREEN"
                print(f"{colour:6} {time.monotonic() - start:4.0f} s  {guard['name']}", flush=True)
                unseen += [guard["name"]] if colour != "red" else []
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
