"""A browser window onto the demonstration. It has the verbs of journeys.visitor.Visitor, and looks at every page it shows."""

import os
import re
import time
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from journeys.visitor import READING_TIME, plain

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}

#: milliseconds until a page must be there, on a busy machine
PATIENCE = 15_000

#: and until the clock has walked a week
WALK_PATIENCE = 60_000

FAULTS_OF_PAGE = """async ([tags, scheme]) => {
  const only = scheme === 'dark' ? ['color-contrast'] : tags
  const found = await axe.run(document, {runOnly: only, resultTypes: ['violations']})
  return found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id} (${scheme}): ${node.target.join(' ')}: ${node.html.slice(0, 200)} ${node.any.map(a => a.message).join('; ')}`))
}"""

WIDER_THAN_WINDOW = """() => {
  const width = document.documentElement.clientWidth
  if (document.scrollingElement.scrollWidth <= width) return []
  return [...document.querySelectorAll('main *, header *, footer *')]
    .filter(e => e.getBoundingClientRect().right > width + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 160))
}"""


class Window:
    """One person's browser: their cookies, their width, their language."""

    def __init__(self, chromium, demonstration, looked_at, *, size=DESKTOP, scripts=True, language="fr-FR"):
        self.demonstration = demonstration
        self.size = size
        self.faults = []
        self.expected = set()
        self._opened_at = time.monotonic()
        self._looked_at = looked_at
        self._context = chromium.new_context(
            viewport=size,
            java_script_enabled=scripts,
            locale=language,
            base_url=demonstration.address,
            reduced_motion="reduce",
        )
        self._context.set_default_timeout(PATIENCE)
        self._context.route("**/*", self._stay_here)
        self.page = self._context.new_page()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("response", self._note_answer)

    def close(self):
        self._context.close()

    def open(self, address, *, status=200):
        if status >= 400:
            self.expected.add(status)
        answer = self.page.goto(address)
        assert answer.status == status, f"{address}: {answer.status}\n{self.text}"
        return self._look()

    @property
    def text(self):
        return plain(self.page.locator("body").inner_text())

    @property
    def heading(self):
        return plain(self.page.locator("h1").inner_text())

    def sees(self, *words):
        give_up_at = time.monotonic() + PATIENCE / 1000
        while missing := [each for each in words if each not in self.text]:
            assert time.monotonic() < give_up_at, f"{missing} is not on {self.page.url}:\n{self.text}"
            self.page.wait_for_timeout(100)

    def does_not_see(self, *words):
        text = self.text
        shown = [each for each in words if each in text]
        assert not shown, f"{shown} is on {self.page.url}:\n{text}"

    def take_time(self):
        """Read and write as a person does, not as a robot: no less than that since the page was opened."""
        self.page.wait_for_timeout(max(READING_TIME - (time.monotonic() - self._opened_at), 0) * 1000)

    def write(self, label, text):
        self._one(self.page.get_by_label, label).fill(text)

    def choose(self, label, within=None):
        scope = self.page.get_by_role("group", name=beginning(within)) if within else self.page
        field = self._one(lambda name: scope.locator("label", has_text=name), label)
        field.click()
        named = field.get_attribute("for")
        box = self.page.locator(f"[id='{named}']") if named else field.locator("input")
        assert box.is_checked(), f"{label} is not chosen"

    def press(self, words):
        button = self._one(lambda name: self.page.get_by_role("button", name=name), words)
        return self._leave_by(button)

    def follow(self, words):
        """Follow the first of the links that say this: a page may lead to the same place twice."""
        link = self._one(lambda name: self.page.get_by_role("link", name=name), words)
        return self._leave_by(link.first)

    def become(self, name):
        """Sign in as somebody, as the bar of the demonstration allows."""
        self.open("/demo/roles")
        return self._leave_by(self.page.locator("li", has_text=name).get_by_role("button").first)

    def open_mail(self, address, subject):
        """Wait for a mail, open it in the mailbox, and follow its button from there."""
        give_up_at = time.monotonic() + PATIENCE / 1000
        self.open(f"/demo/courrier?a={address}")
        while not (mail := self.page.get_by_role("link", name=beginning(subject))).count():
            assert time.monotonic() < give_up_at, f"no mail {subject!r} to {address}:\n{self.text}"
            self.page.wait_for_timeout(200)
            self.page.reload()
        self._leave_by(mail.first)
        return self._leave_by(self.page.frame_locator("iframe").locator("a[href*='/r/']").first)

    @property
    def today(self):
        """The day that the bar of the demonstration shows."""
        return datetime.fromisoformat(self.page.locator(".demo-bar time").get_attribute("datetime")).date()

    def pass_days(self, days):
        """Move the demonstration's clock, and wait until it has arrived."""
        self.press({1: "Avancer l’horloge d’un jour", 7: "Avancer l’horloge d’une semaine"}[days])
        arrived = self.page.get_by_role("link", name=beginning("Revenir à la page"))
        arrived.wait_for(timeout=WALK_PATIENCE)
        return self._look()

    def type(self, *keys):
        """Press keys, one after the other, as somebody without a mouse does."""
        for key in keys:
            self.page.keyboard.press(key)

    def arrive(self):
        """Look at the page that somebody has come to otherwise."""
        self.page.wait_for_load_state()
        return self._look()

    def _leave_by(self, element):
        with self.page.expect_navigation():
            element.click()
        return self._look()

    @staticmethod
    def _one(find, words):
        """The element named exactly so or, where there is none, the one whose name begins so."""
        exact = find(beginning(words, whole=True))
        return exact if exact.count() else find(beginning(words))

    def _look(self):
        """Nobody is shut out of this page: looked at once for each kind of page and width."""
        self._opened_at = time.monotonic()
        self.demonstration.check_alive()
        kind = (kind_of(self.page.url), self.heading, self.size["width"])
        if kind in self._looked_at:
            return self
        self._looked_at.add(kind)
        self.faults += [f"{kind}: {fault}" for fault in self._violations()]
        self.faults += [f"{kind}: too wide: {html}" for html in self.page.evaluate(WIDER_THAN_WINDOW)]
        keep_picture(self.page, kind)
        return self

    def _violations(self):
        self.page.evaluate(AXE)
        found = self.page.evaluate(FAULTS_OF_PAGE, [STANDARDS, "light"])
        self.page.emulate_media(color_scheme="dark")
        found += self.page.evaluate(FAULTS_OF_PAGE, [STANDARDS, "dark"])
        self.page.emulate_media(color_scheme="light")
        return found

    def _stay_here(self, route):
        if route.request.url.startswith(f"{self.demonstration.address}/"):
            route.continue_()
            return
        self.faults.append(f"asked for {route.request.url}")
        route.abort()

    def _note_console(self, message):
        is_expected = any(f"status of {status} " in message.text for status in self.expected)
        if message.type in ("error", "warning") and not is_expected:
            self.faults.append(f"console: {message.text}")

    def _note_answer(self, answer):
        if answer.status >= 400 and answer.status not in self.expected:
            self.faults.append(f"{answer.status}: {answer.url}")


def beginning(words, *, whole=False):
    """A name that begins with these words, whatever kind of space stands between them."""
    return re.compile(r"^\s*" + r"\s+".join(re.escape(word) for word in words.split()) + (r"\s*$" if whole else ""))


def kind_of(url):
    """The address of a page without what differs from one person or thing to the next."""
    return re.sub(r"/([a-z2-7]{26}|[0-9]+|[0-9]+\.[^/]+)(?=/|$)", "/…", urlsplit(url).path)


def keep_picture(page, kind):
    """Keep a picture of the page, light and dark, where somebody has asked for them: PICTURES=folder."""
    if "PICTURES" not in os.environ:
        return
    folder = Path(os.environ["PICTURES"])
    folder.mkdir(parents=True, exist_ok=True)
    name = "-".join(re.sub(r"[^\w]+", "-", str(part).lower()).strip("-") for part in (kind[2], kind[0], kind[1]))
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=folder / f"{name[:90]}-{scheme}.png", full_page=True)
