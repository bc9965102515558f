"""The Chromium of this machine, kept from doing anything on its own: no name but this machine's leads anywhere."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium on this machine (apt-get install chromium)"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]


def find_chromium():
    """Its path, or None where there is none."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def launch(playwright, path):
    return playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
