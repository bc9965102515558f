"""Style sheets, scripts and fonts: a browser keeps them, and an address changes with the file that it names."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask

#: seconds for which a browser asks no more for a file that it has
KEPT_FOR = 30 * 24 * 3600


def register_assets(app: Flask) -> None:
    """Write the version of a file into each address that a page gives to it."""
    folder = Path(app.static_folder or "")

    @app.url_defaults
    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and (path := folder / values["filename"]).is_file():
            values.setdefault("v", _version_of(path))


@lru_cache
def _version_of(path: Path) -> str:
    """A few digits of what stands in the file; read once, as the files are those of a process."""
    return sha256(path.read_bytes()).hexdigest()[:8]
