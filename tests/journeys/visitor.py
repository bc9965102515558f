"""Somebody with a browser without JavaScript: reads, fills in fields by their labels, presses buttons by their words."""

from pages import FIELDS, XHTML, Page, PageClient

REDIRECTS = (302, 303)
CELLS = (f"{XHTML}th", f"{XHTML}td")

#: seconds that anybody takes to fill in a page; a robot is faster
READING_TIME = 3.2


class Visitor:
    """A person at a browser of their own; every page they get is checked as PageClient does."""

    def __init__(self, app, clock, *, language="fr"):
        self.browser = PageClient(app, language=language)
        self.clock = clock
        self.page = None

    @property
    def client(self):
        return self.browser.client

    def open(self, address, *, status=200):
        return self._go("GET", address, status=status)

    def take_time(self):
        """Read and write as a person does, not as a robot."""
        self.clock.shift(READING_TIME)

    @property
    def heading(self):
        return plain(self.page.heading)

    @property
    def text(self):
        return plain(" ".join(self.page.all("body")[0].itertext()))

    def sees(self, *words):
        text = self.text
        missing = [each for each in words if each not in text]
        assert not missing, f"{missing} is not on the page:\n{text}"

    def row(self, name):
        """The row of a table that begins with this name: its cells by the heads of their columns."""
        tables = [
            [[plain(Page.words_of(cell)) for cell in row if cell.tag in CELLS] for row in table.iter(f"{XHTML}tr")]
            for table in self.page.all("table")
        ]
        return cells_of(tables, name)

    def does_not_see(self, *words):
        text = self.text
        shown = [each for each in words if each in text]
        assert not shown, f"{shown} is on the page:\n{text}"

    def write(self, label, text):
        field = self._field(label)
        if field.tag == f"{XHTML}textarea":
            field.text = text
        else:
            field.set("value", text)

    def choose(self, label, within=None):
        """Tick the box, or take the answer, of that label; `within`: the question, where several have such an answer."""
        field = self._field(label, within=within)
        for other in self._form_of(field).iter(f"{XHTML}input"):
            if field.get("type") == "radio" and other.get("name") == field.get("name"):
                other.attrib.pop("checked", None)
        field.set("checked", "")

    def press(self, words, *, status=200):
        """Press the button that says this, or whose name for screen readers does."""
        button = one(self.page.all("button"), words, lambda each: each.get("aria-label") or Page.words_of(each))
        form = self._form_of(button)
        sent = [pair for field in controls(form) for pair in values_of(field)]
        sent += [(button.get("name"), button.get("value", ""))] * bool(button.get("name"))
        address = form.get("action") or self.address
        if (form.get("method") or "get").lower() == "get":
            return self._go("GET", address, status=status, query_string=sent)
        return self._go("POST", address, status=status, data=grouped(sent))

    def follow(self, words, *, status=200):
        """Follow the link that says this."""
        link = one(self.page.all("a"), words, lambda each: each.get("aria-label") or Page.words_of(each))
        return self.open(link.get("href"), status=status)

    def _go(self, method, address, *, status, **options):
        page = self.browser.send(method, address, **options)
        while page.status in REDIRECTS:
            address = page.location
            page = self.browser.send("GET", address)
        assert page.status == status, f"{method} {address}: {page.status}, not {status}\n{page.text[:1500]}"
        self.page, self.address = page, address.partition("#")[0]
        return self

    def _form_of(self, element):
        return next(form for form in self.page.all("form") if element in list(form.iter()))

    def _field(self, label, within=None):
        scope = self.page.tree
        if within is not None:
            scope = one(
                self.page.all("fieldset"), within, lambda each: Page.words_of(next(each.iter(f"{XHTML}legend")))
            )
        found = one(list(scope.iter(f"{XHTML}label")), label, Page.words_of)
        inside = [field for name in FIELDS for field in found.iter(f"{XHTML}{name}")]
        named = (e for name in FIELDS for e in self.page.all(name) if e.get("id") == found.get("for"))
        return inside[0] if inside else next(named)


def plain(text):
    """A text with plain spaces only, as somebody would type it."""
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def cells_of(tables, name):
    """The row that begins with this name, of the first of the tables that has one: its cells by their columns."""
    for heads, *rows in tables:
        for cells in rows:
            if cells[0].startswith(name):
                return dict(zip(heads, cells, strict=True))
    raise AssertionError(f"no row {name!r} in {tables}")


def one(elements, words, words_of):
    """The only element that says exactly these words or, where none does, that begins with them."""
    said = [(plain(words_of(element)), element) for element in elements]
    found = [e for text, e in said if text == words] or [e for text, e in said if text.startswith(words)]
    assert len(found) == 1, f"{len(found)} say {words!r}, of {[text for text, _ in said]}"
    return found[0]


def controls(form):
    return [field for field in form.iter() if field.tag in {XHTML + name for name in FIELDS}]


def values_of(field):
    """What a browser would send of a field."""
    name, kind = field.get("name"), field.get("type")
    if not name or kind in ("file", "submit"):
        return []
    if field.tag == f"{XHTML}textarea":
        return [(name, (field.text or "").removeprefix("\n"))]
    if field.tag == f"{XHTML}select":
        options = list(field.iter(f"{XHTML}option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return [(name, option.get("value", "")) for option in chosen]
    if kind in ("radio", "checkbox"):
        return [(name, field.get("value", "on"))] if field.get("checked") is not None else []
    return [(name, field.get("value", ""))]


def grouped(pairs):
    values = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values
