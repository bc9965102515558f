"""A browser window onto the demonstration. It has the verbs of journeys.visitor.Visitor, and looks at every page it shows."""

import re
import time
from datetime import datetime

from browser.inspection import DESKTOP, faults_of, kind_of
from journeys.visitor import READING_TIME, cells_of, plain
from playwright.sync_api import Error

#: milliseconds until a page must be there, on a busy machine
PATIENCE = 45_000

#: and until the clock has walked a week
WALK_PATIENCE = 180_000

#: the rows of each table, its heads first
TABLES = """() => [...document.querySelectorAll('table')].map(table => [...table.rows].map(row =>
  [...row.cells].map(cell => cell.textContent)))"""


class Window:
    """One person's browser: their cookies, their language, and the widths at which their pages are looked at."""

    def __init__(self, chromium, demonstration, looks, *, sizes=(DESKTOP,), scripts=True, language="fr-FR"):
        self.demonstration = demonstration
        self.faults = []
        self._sizes = sizes
        self._has_scripts = scripts
        self.expected = set()
        self._opened_at = time.monotonic()
        self._looks = looks
        self._context = chromium.new_context(
            viewport=sizes[0],
            java_script_enabled=scripts,
            locale=language,
            base_url=demonstration.address,
            # that of an installation is signed by nobody
            ignore_https_errors=True,
            reduced_motion="reduce",
        )
        self._context.set_default_timeout(PATIENCE)
        self.page = self._context.new_page()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", self._note_request)
        self.page.on("response", self._note_answer)

    def close(self):
        self._context.close()

    def open(self, address, *, status=200):
        if status >= 400:
            self.expected.add(status)
        answer = self.page.goto(address)
        assert answer.status == status, f"{address}: {answer.status}\n{self.text}"
        return self._look()

    def visit(self, address):
        """Open an address and look at its page, if it is one and no file; the links from there."""
        try:
            self.open(address)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            return []
        return self.links

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

    def row(self, name):
        """The row of a table that begins with this name: its cells by the heads of their columns."""
        tables = [[[plain(cell) for cell in row] for row in rows] for rows in self.page.evaluate(TABLES)]
        return cells_of(tables, name)

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

    def looks_in_english(self):
        """The page that is open, once in English: it says so, and nobody is shut out of it there either."""
        here = self.page.url.partition("#")[0]
        joined = "&" if "?" in here else "?"
        self.open(f"{here}{joined}lang=en")
        assert self.page.locator("html").get_attribute("lang") == "en"
        return self.open(f"{here}{joined}lang=fr")

    def become(self, name):
        """Sign in as somebody, as the bar of the demonstration allows."""
        self.open("/demo/roles")
        return self._leave_by(self.page.locator("li", has_text=name).get_by_role("button").first)

    def take_link(self, words):
        """Be the first of those whose link does this, as the bar of the demonstration allows."""
        self.open("/demo/roles")
        return self._leave_by(self.page.get_by_role("button", name=words).first)

    @property
    def links(self):
        """The addresses of this site that the page leads to, without the bar of the demonstration."""
        found = self.page.locator("a[href^='/']:not(.demo-bar a)").evaluate_all("all => all.map(a => a.href)")
        return list(dict.fromkeys(address.partition("#")[0] for address in found))

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
        """Nobody is shut out of this page: looked at once for each kind of page and width, where scripts can look."""
        self._opened_at = time.monotonic()
        self.demonstration.check_alive()
        kind = (kind_of(self.page.url), plain(self.page.title()).removesuffix(" | Alizé"))
        unseen = (
            [size for size in self._sizes if self._looks.is_first(*kind, size["width"])] if self._has_scripts else []
        )
        if unseen:
            self.faults += faults_of(self.page, kind, unseen)
            self.page.set_viewport_size(self._sizes[0])
        return self

    def _note_request(self, request):
        if not request.url.startswith((f"{self.demonstration.address}/", "data:")):
            self.faults.append(f"asked for {request.url}")

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
