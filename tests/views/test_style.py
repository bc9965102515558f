import re
from itertools import product
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "webapp/static"
SHEETS = {path.name: path.read_text() for path in (STATIC / "css").glob("*.css")}
TOKENS = SHEETS["tokens.css"]

#: text on each of the grounds it is written on, by WCAG 1.4.3
TEXT = [
    *product(("ink", "ink-2", "ink-3"), ("paper", "surface", "sunken")),
    *product(("wind", "brick", "warm-ink"), ("paper", "surface")),
    ("on-wind", "wind"),
    ("on-wind", "wind-strong"),
    ("wind-ink", "wind-soft"),
    ("ink-2", "wind-soft"),
    ("warm-ink", "warm-soft"),
    ("brick", "brick-soft"),
    ("ink", "brick-soft"),
    ("band-ink", "band"),
    ("band-ink-2", "band"),
    ("on-declared", "c-declared"),
    ("ink", "c-ground"),
    ("c-mark", "paper"),
]

#: borders of fields, focus and parts of drawings, by WCAG 1.4.11
GRAPHICS = [
    *product(("control", "focus"), ("paper", "surface")),
    ("c-confirmed", "c-track"),
    ("c-confirmed", "c-ground"),
    ("brick", "c-ground"),
]


def colours(scheme):
    light = TOKENS[: TOKENS.index("@media")]
    dark = TOKENS[TOKENS.index("prefers-color-scheme: dark") : TOKENS.index("@media print")]
    found = re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light if scheme == "light" else light + dark)
    return dict(found)


def luminance(colour):
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_rule_says():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_from_its_ground(scheme, ink, ground):
    palette = colours(scheme)

    assert contrast(palette[ink], palette[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("part", "ground"), GRAPHICS)
def test_borders_and_drawings_stand_out_from_their_ground(scheme, part, ground):
    palette = colours(scheme)

    assert contrast(palette[part], palette[ground]) >= 3


@pytest.mark.parametrize("name", sorted(set(SHEETS) - {"tokens.css"}))
def test_a_colour_is_written_in_one_file_only(name):
    assert not re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", SHEETS[name])


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_every_token_that_a_sheet_reads_is_set(name):
    known = set(re.findall(r"(--[\w-]+):", "\n".join(SHEETS.values())))

    assert set(re.findall(r"var\((--[\w-]+)", SHEETS[name])) <= known


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_a_sheet_asks_for_nothing_that_the_policy_refuses(name):
    assert not re.findall(r"url\(\s*[\"']?(?:data:|https?:|//)", SHEETS[name])


def test_every_file_that_a_sheet_asks_for_is_there():
    for name, sheet in SHEETS.items():
        for target in re.findall(r"url\(\"([^\"]+)\"\)", sheet):
            assert (STATIC / "css" / target).is_file(), f"{name}: {target}"


def test_no_class_asks_bootstrap_for_a_data_picture():
    templates = "\n".join(path.read_text() for path in (STATIC.parent / "templates").rglob("*.html"))

    assert not re.findall(r"\b(?:form-check-input|form-select|btn-close|is-invalid|navbar-toggler-icon)\b", templates)


def test_every_sheet_is_linked_by_a_page():
    pages = "".join(path.read_text() for path in (STATIC.parent / "templates").rglob("*.html"))

    assert {f"css/{name.removesuffix('.css')}" for name in SHEETS} == set(
        re.findall(r'"(css/[\w-]+)(?:\.css)?"', pages)
    )
