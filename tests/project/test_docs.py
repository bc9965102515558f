import re

import pytest
from project.tree import PACKAGES, ROOT, files_under, name_of, text_of

from webapp.config import SETTINGS
from webapp.translations import catalogues

PAGES = sorted([*ROOT.glob("*.md"), *files_under(*PACKAGES, "docs", "tests", "benchmarks", suffixes=(".md",))])
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def table_of(page):
    """The rows of a page's tables whose first cell is a code, as lists of cells."""
    rows = (re.split(r"(?<!\\)\|", line)[1:-1] for line in text_of(ROOT / page).splitlines() if line.startswith("| `"))
    return [[cell.strip() for cell in row] for row in rows]


def anchor_of(heading):
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors_of(path):
    return {anchor_of(line.lstrip("#")) for line in text_of(path).splitlines() if line.startswith("#")}


def broken(page, target):
    """What is wrong with a link of a page, or nothing."""
    address, _, anchor = target.partition("#")
    path = (page.parent / address).resolve() if address else page
    if not path.exists():
        return f"{name_of(page)}: {target} leads nowhere"
    if anchor and path.suffix == ".md" and anchor not in anchors_of(path):
        return f"{name_of(page)}: {target} has no such heading"
    return None


@pytest.mark.parametrize(
    ("page", "optional", "required"),
    [
        ("docs/settings.md", "none", "none: must be given"),
        ("docs/pour-les-reglages.md", "aucun", "aucun\u00a0: à donner"),
    ],
)
def test_the_pages_of_settings_are_what_config_reads(page, optional, required):
    written = [[cell.strip("`") if cell.startswith("`") else cell for cell in row] for row in table_of(page)]

    french = {message.string: message.id for message in catalogues.messages_of(catalogues.read("en"))}
    say = french.__getitem__ if optional == "aucun" else str
    read = [
        [each.name, each.default or (optional if each.is_optional else required), say(each.meaning)]
        for each in SETTINGS
    ]
    assert written == read


def test_no_setting_is_read_outside_of_config():
    readers = [
        name_of(path)
        for path in files_under(*PACKAGES)
        if re.search(r"\bos\.(environ\s*[.\[]|getenv\b)|\bfrom os import .*\b(environ|getenv)\b", text_of(path))
    ]

    language_of_the_terminal = "webapp/terminal.py"
    assert set(readers) <= {"webapp/config.py", language_of_the_terminal}, "settings are read once, in webapp/config.py"


@pytest.mark.skipif(not (ROOT / "jobs/schedule.py").exists(), reason="no schedule yet")
def test_the_page_of_jobs_is_the_schedule():
    from jobs.schedule import SCHEDULE

    assert [row[0].strip("`") for row in table_of("docs/jobs.md")] == [job.name for job in SCHEDULE]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_a_page_leads_somewhere(page):
    targets = LINK.findall(CODE_FENCE.sub("", text_of(page)))

    faults = [broken(page, target) for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert not any(faults), "\n".join(filter(None, faults))


def test_the_architecture_names_what_exists():
    page = ROOT / "docs/architecture.md"
    code = re.findall(r"`([^`\n]+)`", CODE_FENCE.sub("", text_of(page)))
    paths = [path for path in code if re.fullmatch(r"[a-z_]+(/[a-z_]*)+(\.[a-z]+)?", path)]

    missing = [path for path in paths if not (ROOT / path).exists() and not (ROOT / "webapp" / path).exists()]
    assert len(paths) > 10
    assert not missing


def test_the_architecture_shows_every_folder():
    page = text_of(ROOT / "docs/architecture.md")
    folders = [path.parent for path in files_under(*PACKAGES) if len(path.relative_to(ROOT).parts) <= 3]
    shown = {folder for folder in folders if folder.parent in {ROOT, ROOT / "webapp"}}

    assert not [name_of(folder) for folder in shown if f"{folder.name}/" not in page]


def test_decisions_are_numbered_without_a_gap():
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_a_date_a_context_and_consequences(path):
    text = text_of(path)
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)

    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert re.search(r"^\d{1,2} [A-Z][a-z]+ 20\d\d$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]


def test_the_changelog_says_for_each_line_which_domain():
    lines = [line for line in text_of(ROOT / "CHANGELOG.md").splitlines() if line.startswith("- ")]

    assert lines
    assert all(re.match(r"- [A-ZÉ][^\u00a0:]{2,40}\u00a0: ", line) for line in lines)


def test_the_readme_names_the_two_commands():
    readme = text_of(ROOT / "README.md")

    assert "make demo" in readme
    assert "make test" in readme
    assert readme.count("\n") < 120
