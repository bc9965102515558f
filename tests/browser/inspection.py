"""What is looked at on a page: is anybody shut out of it, is it wider than the window, what does it look like."""

import os
import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}

CONTRAST = "color-contrast"

VIOLATIONS = """async options => {
  const found = await axe.run(document, {...options, resultTypes: ['violations']})
  return found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.target.join(' ')}: ${node.html.slice(0, 200)} ${node.any.map(a => a.message).join('; ')}`))
}"""

WIDER_THAN_WINDOW = """() => {
  const width = document.documentElement.clientWidth
  if (document.scrollingElement.scrollWidth <= width) return []
  return [...document.querySelectorAll('main *, header *, footer *')]
    .filter(e => e.getBoundingClientRect().right > width + 1).slice(0, 3).map(e => `too wide: ${e.outerHTML.slice(0, 160)}`)
}"""


class Looks:
    """What was looked at already, by whichever worker of a run: an empty file for each kind of page and width."""

    def __init__(self, folder):
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def is_first(self, *kind):
        """True once for each kind."""
        try:
            (self._folder / sha256(repr(kind).encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def faults_of(page, kind, sizes):
    """What is wrong with a page: every rule at the first width, in light colours; contrast in dark ones at the last.

    Contrast is most of the cost of a look, and colours do not depend on the width. It needs scripts.
    """
    found = []
    page.evaluate(AXE)
    for size in sizes:
        page.set_viewport_size(size)
        for scheme, rules in looks_at(size, sizes):
            page.emulate_media(color_scheme=scheme)
            faults = page.evaluate(VIOLATIONS, rules)
            found += [f"{' '.join(kind)}, {size['width']}, {scheme}: {fault}" for fault in faults]
            keep_picture(page, kind, size, scheme)
        found += [f"{' '.join(kind)}, {size['width']}: {fault}" for fault in page.evaluate(WIDER_THAN_WINDOW)]
    return found


def looks_at(size, sizes):
    """The colours and the options of axe with which a page is looked at in this width."""
    if size == sizes[-1]:
        yield "dark", {"runOnly": [CONTRAST]}
    others = {} if size == sizes[0] else {"rules": {CONTRAST: {"enabled": False}}}
    yield "light", {"runOnly": STANDARDS} | others


def kind_of(url):
    """The address of a page without what differs from one person or thing to the next."""
    return re.sub(r"/([a-z2-7]{26}|[0-9]+|[0-9]+\.[^/]+)(?=/|$)", "/…", urlsplit(url).path)


def keep_picture(page, kind, size, scheme):
    """Keep a picture of the page where somebody has asked for them: PICTURES=folder."""
    if "PICTURES" not in os.environ:
        return
    folder = Path(os.environ["PICTURES"])
    folder.mkdir(parents=True, exist_ok=True)
    words = [re.sub(r"[^\w]+", "-", part.lower()).strip("-") for part in kind]
    name = "-".join([str(size["width"]), *words])[:90]
    page.screenshot(path=folder / f"{name}-{scheme}.png", full_page=True)
