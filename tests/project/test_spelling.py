import ast
import io
import subprocess
import sys
import tokenize

from project.tree import PACKAGES, ROOT, files_under, name_of, syntax_of, text_of

#: French words that English sentences here speak of, or that stand in an address.
FRENCH = "exemple,mot,bilan,adresse,groupe,connexion"
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def comments_of(path):
    tokens = tokenize.generate_tokens(io.StringIO(text_of(path)).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def docstrings_of(path):
    nodes = (node for node in ast.walk(syntax_of(path)) if isinstance(node, DOCUMENTED))
    return [docstring for node in nodes if (docstring := ast.get_docstring(node))]


def misspelt_in(lines):
    command = [sys.executable, "-m", "codespell_lib", f"--ignore-words-list={FRENCH}", "-"]
    answer = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, cwd=ROOT, check=False)
    return [line.strip() for line in answer.stdout.splitlines() if "==>" in line]


def test_what_the_code_says_in_english_is_spelt_right():
    lines = [
        f"{name_of(path)}: {line}"
        for path in files_under(*PACKAGES, "tests", "benchmarks")
        for words in (*comments_of(path), *docstrings_of(path))
        for line in words.splitlines()
    ]

    assert not misspelt_in(lines)


def test_a_misspelling_is_recognised():
    assert misspelt_in(["It is recieved."])
