from xml.etree import ElementTree as ET

from benchmarks.quality.picture import Panel, draw

SPACE = {"svg": "http://www.w3.org/2000/svg"}


def bars(picture, kind):
    return [float(bar.get("width")) for bar in ET.fromstring(picture).iterfind(f"svg:rect[@class='{kind}']", SPACE)]


def test_a_bar_is_as_long_as_its_figure():
    picture = draw("A & B", ["ours", "theirs"], [Panel("First@1", "", [1.0, 0.5])])

    (full,), (half,) = bars(picture, "best"), bars(picture, "bar")
    assert full == bars(picture, "track")[0]
    assert half == full / 2


def test_a_picture_says_what_it_shows():
    root = ET.fromstring(draw("A & B", ["x"], [Panel("P", "n", [0.25])]))
    words = [text.text for text in root.iterfind("svg:text", SPACE)]

    assert root.get("aria-label") == "A & B"
    assert words == ["x", "P", "n", "0.25"]


def test_nothing_is_drawn_outside_of_the_picture():
    root = ET.fromstring(draw("T", [*"abcdefghij"], [Panel(name, "", [0.9] * 10) for name in "xyz"]))
    width, height = float(root.get("width")), float(root.get("height"))

    for rect in root.iterfind("svg:rect", SPACE):
        assert float(rect.get("x", 0)) + float(rect.get("width")) <= width
        assert float(rect.get("y", 0)) + float(rect.get("height")) <= height
