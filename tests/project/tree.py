"""The repository as the checks of this folder see it: files, and their syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("matching", "webapp", "jobs", "seed_data")
FOLDERS = (*PACKAGES, "tests", "benchmarks", "docs", "requirements", ".ci")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SKIPPED = {"__pycache__", "vendor"}


def files_under(*folders: str, suffixes: tuple[str, ...] = (".py",)) -> list[Path]:
    """Our own files in these folders of the repository, vendored ones left out, in order."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)
    return sorted(path for path in found if path.is_file() and not SKIPPED & set(path.relative_to(ROOT).parts))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def syntax_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path), filename=str(path))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(syntax_of(path)) if isinstance(node, FUNCTIONS))


def place_of(path: Path, node: ast.AST, words: str) -> str:
    """A line of a failure message: file, line, what is wrong there."""
    return f"{name_of(path)}:{node.lineno}: {words}"
