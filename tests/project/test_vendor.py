import hashlib
import re
from pathlib import Path

import pytest
from project.tree import ROOT, files_under, name_of, text_of

VENDORED = [ROOT / "webapp/static/vendor", ROOT / "tests/browser/vendor"]
SUFFIXES = {".css", ".js", ".woff2"}
#: What makes a browser fetch from another host; a link that a person follows is not among them.
FETCHES = [
    re.compile(r"url\(\s*[\"']?(?:https?:)?//", re.IGNORECASE),
    re.compile(r"@import\s+[\"'](?:https?:)?//", re.IGNORECASE),
    re.compile(
        r"<(?:script|img|iframe|source|video|audio|embed|object|use|image)\b[^>]*[\"'](?:https?:)?//", re.IGNORECASE
    ),
    re.compile(r"<link\b[^>]*href=[\"'](?:https?:)?//", re.IGNORECASE),
    re.compile(r"\b(?:fetch|import|Worker|EventSource|WebSocket|sendBeacon)\(\s*[\"'`](?:https?:|wss?:)?//"),
    re.compile(r"sourceMappingURL="),
]


def checksums_of(folder: Path) -> dict[str, str]:
    lines = text_of(folder / "CHECKSUMS").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


@pytest.mark.parametrize("folder", VENDORED, ids=name_of)
def test_vendored_files_are_those_of_the_checksums(folder):
    present = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.suffix in SUFFIXES
    }

    assert present == checksums_of(folder)


@pytest.mark.parametrize("folder", VENDORED, ids=name_of)
def test_every_vendored_file_has_its_licence(folder):
    rows = [line.split("|") for line in text_of(folder / "README.md").splitlines() if line.startswith("| `")]
    described = {row[1].strip(" `") for row in rows}
    licences = {name for row in rows for name in re.findall(r"`(licences/[^`]+)`", row[4])}

    assert described == checksums_of(folder).keys()
    assert licences == {path.relative_to(folder).as_posix() for path in (folder / "licences").iterdir()}


def test_nothing_is_loaded_from_another_host():
    paths = files_under("webapp/static", "webapp/templates", suffixes=(".css", ".js", ".svg", ".html"))
    vendored = [path for path in VENDORED[0].iterdir() if path.suffix in {".css", ".js"}]

    loads = [
        f"{name_of(path)}: {match[0]}"
        for path in [*paths, *vendored]
        for pattern in FETCHES
        for match in pattern.finditer(text_of(path))
    ]

    assert not loads, "\n".join(loads)


@pytest.mark.parametrize(
    "source",
    [
        "src: url(https://elsewhere.example/inter.woff2)",
        '@import "//elsewhere.example/a.css"',
        '<script defer src="https://elsewhere.example/a.js">',
        '<link rel="stylesheet" href="//elsewhere.example/a.css">',
        'fetch("https://elsewhere.example/beacon")',
    ],
)
def test_a_load_from_another_host_is_recognised(source):
    assert any(pattern.search(source) for pattern in FETCHES)


def test_a_link_to_another_site_is_no_load():
    assert not any(pattern.search('<a href="https://exemple.fr/">') for pattern in FETCHES)
