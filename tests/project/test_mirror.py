import ast
import re

from project.tree import (
    FUNCTIONS,
    PACKAGES,
    ROOT,
    files_under,
    functions_of,
    name_of,
    place_of,
    syntax_of,
    text_of,
)

#: Folders whose every module has its tests beside it, in the same folder of tests/.
MIRRORED = ("matching", "webapp/domain", "webapp/services", "webapp/mail", "jobs", "seed_data")
ENTRY_POINTS = {"main", "jobs", "demo", "territory"}


def tests_of(path):
    folder = ROOT / "tests" / path.parent.relative_to(ROOT).as_posix().removeprefix("webapp/")
    return sorted(folder.glob(f"test_{path.stem}.py")) + sorted(folder.glob(f"test_{path.stem}_*.py"))


def holds_code(path):
    return any(isinstance(node, FUNCTIONS) for node in ast.walk(syntax_of(path)))


def test_every_module_has_a_test_file_of_its_name():
    untested = [
        name_of(path)
        for path in files_under(*MIRRORED)
        if path.name not in {"__init__.py", "__main__.py"} and holds_code(path) and not tests_of(path)
    ]

    assert not untested, "add tests/<same folder>/test_<same name>.py: " + ", ".join(untested)


def mentions_of(path):
    """Every name that a file reads, also under another name (`import send as _send`)."""
    for node in ast.walk(syntax_of(path)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias) and node.asname:
            yield node.name


def is_command(node):
    """True for what `@group.command(...)` puts among the commands: whoever types it calls it."""
    return any(".command(" in ast.unparse(decorator) for decorator in node.decorator_list)


def test_everything_public_is_used_by_the_product():
    mentioned = {name for path in files_under(*PACKAGES) for name in mentions_of(path)}
    words = "\n".join(text_of(path) for path in files_under("webapp/templates", suffixes=(".html", ".txt")))
    used = mentioned | set(re.findall(r"[a-z_]{4,}", words)) | ENTRY_POINTS

    unused = [
        place_of(path, node, node.name)
        for path in files_under("webapp/domain", "webapp/forms", "webapp/mail", "webapp/services", "jobs", "seed_data")
        for node in syntax_of(path).body
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and node.name not in used and not is_command(node)
    ]

    assert not unused, "only tests call these:\n" + "\n".join(unused)


def test_no_two_tests_of_a_file_have_the_same_name():
    doubles = [
        place_of(path, function, function.name)
        for path in files_under("tests")
        for names in [[function.name for function in functions_of(path)]]
        for function in functions_of(path)
        if function.name.startswith("test_") and names.count(function.name) > 1 and "(self" not in ast.unparse(function)
    ]

    assert not doubles, "the first of them never runs: " + ", ".join(doubles)


def test_tests_have_no_docstring_and_a_name_that_is_a_fact():
    described = [
        place_of(path, function, f"{function.name}: its name is the sentence")
        for path in files_under("tests")
        for function in functions_of(path)
        if function.name.startswith("test_") and (ast.get_docstring(function) or function.name.count("_") < 3)
    ]

    assert not described, "\n".join(described)


def test_no_test_patches_our_own_functions():
    patched = re.compile(r"(?:patch|setattr)\(\s*[\"'](?:webapp|matching|jobs|seed_data)\.")

    found = [name_of(path) for path in files_under("tests") if patched.search(text_of(path))]

    assert not found, "a mock of our own code hides what it replaces: " + ", ".join(found)


def test_no_folder_of_the_tests_is_a_package():
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_every_folder_of_the_code_is_a_package():
    folders = {path.parent for path in files_under(*PACKAGES)}
    loose = {"webapp/migrations", "webapp/migrations/versions", "webapp/translations"}

    missing = [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()]

    assert not set(missing) - loose, missing
