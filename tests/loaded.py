"""The demonstration as `alize demo load` makes it, made once for all the workers of a run."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ALIZE = [sys.executable, "-c", "from webapp.cli import main; main()"]


def load_once(tmp_path_factory):
    """A folder with a demonstration that was loaded and not begun: the first worker that asks makes it."""
    shared = folder_of_the_run(tmp_path_factory)
    folder = shared / "loaded"
    with (shared / "loaded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "alize.sqlite").exists():
            alize(folder, "demo", "load")
    return folder


def folder_of_the_run(tmp_path_factory):
    """The folder that all the workers of a run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def alize(folder, *words):
    """What `alize WORDS` prints where the data live in a folder."""
    done = subprocess.run([*ALIZE, *words], env=environment(folder), check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"alize {' '.join(words)}: {done.stdout}{done.stderr}"
    return done.stdout


def environment(folder, **more):
    """Nothing of the settings that whoever runs the tests may have."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return kept | {"DATA_DIR": str(folder), "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"} | more
