"""A piece of template as a tree of elements: what it says, by class, by id."""

from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "webapp/templates"
#: the pages for everyone
PAGES = ("home", "how", "figures", "privacy", "accessibility", "contact")
NBSP = "\u00a0"


def words_of(element):
    return " ".join("".join(element.itertext()).split()).replace(NBSP, " ")


def by_class(tree, name):
    return [element for element in tree.iter() if name in element.get("class", "").split()]


def ids_of(tree):
    return [element.get("id") for element in tree.iter() if element.get("id")]
