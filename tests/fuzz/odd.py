"""What nobody types by accident: values, bodies and addresses that a page must bear."""

import io
import random
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote, urlsplit

VALUES = (
    "",
    "0",
    "-1",
    str(2**31),
    str(2**63),
    "9" * 5000,
    "1e30",
    "NaN",
    "²",
    "٣",
    "1,5 j",
    "99999 j",
    "0000-00-00",
    "9999-12-31",
    "31/02/2027",
    "a\x00b",
    "\x00",
    "\ud800",
    "\x85\u2028\x0b",
    "\u202egnp.exe",
    "e" + "\u0301" * 2000,
    "\ufffe\U000fffff",
    "x" * 10_000,
    "é" * 4001,
    "=?utf-8?Q?=0A?=Bcc:tous@exemple.fr",
    "a@exemple.fr\r\nBcc: tous@exemple.fr",
    "a@exemple.fr, b@exemple.fr",
    "{{7*7}}",
    "%(total)s %s {0}",
    "<script>zqx()</script>",
    '"><img src=x onerror=zqx()>',
    "=1+1",
    "@SUM(A1)|cmd",
    "' OR 1=1 --",
    "%",
    "../../etc/passwd",
    "javascript:zqx()",
    "//exemple.com",
    "54528",
    "Toul (54200)",
    "oui",
    "yes",
    "no",
    "other",
)

#: one value of each kind that databases and drivers refuse in their own way
SHORT = ("a\x00b", "\ud800", str(2**63), "9" * 5000, "x" * 10_000, "-1", "<script>zqx()</script>")

#: names that some page reads from its address
ASKED = (
    "page",
    "q",
    "etat",
    "corbeille",
    "au",
    "role",
    "visite",
    "besoin",
    "offre",
    "commune",
    "group",
    "since",
    "until",
)

#: what a person would type, by the name of the field
PLAUSIBLE = {
    "name": "Menuiserie Aubry",
    "person": "Sylvie Aubry",
    "email": "sylvie.aubry@exemple.fr",
    "phone": "06 39 98 14 07",
    "commune": "Toul (54200)",
    "trade": "menuiserie bois",
    "staff": "8",
    "text": "Relire un contrat de travail pour un premier commercial.",
    "words": "Un mot.",
    "title": "Relire un contrat",
    "duration": "3 h",
    "wished": "1 j",
    "minutes": "3 h",
    "worked_on": "2026-11-20",
    "planned_on": "2026-11-27",
    "starts_on": "2026-12-01",
    "ends_on": "2026-12-08",
    "until": "2026-12-18",
    "deadline": "2026-12-18",
    "since": "2026-11-01",
    "answer": "yes",
    "met": "yes",
    "reason": "no_time",
}


class Fields(HTMLParser):
    """The forms of a page: where each leads, and its fields with the values that they show or offer."""

    def __init__(self, html):
        super().__init__()
        self.forms, self.addresses, self._select = [], [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.forms.append((found.get("action") or "", (found.get("method") or "get").upper(), {}))
        elif tag == "a":
            self.addresses.append(found.get("href") or "")
        elif tag in ("input", "select", "textarea", "button") and self.forms and found.get("name"):
            self._select = found["name"]
            self._offer(found["name"], found.get("value"))
        elif tag == "option" and self.forms and self._select:
            self._offer(self._select, found.get("value"))

    def _offer(self, name, value):
        offered = self.forms[-1][2].setdefault(name, [])
        if value:
            offered.append(value)


def asked_in(addresses):
    """The names that links of a page put into an address."""
    return {name for address in addresses for name, _ in parse_qsl(urlsplit(address).query)}


def typed(chance, fields, *, odd_share):
    """A form filled in: each field with what it offers or a person would type, or with something odd."""
    pairs = []
    for name, offered in fields.items():
        if name == "csrf_token" or (offered and chance.random() < 0.15):
            continue
        if chance.random() < odd_share:
            value = chance.choice(VALUES)
        else:
            value = chance.choice(offered) if offered else PLAUSIBLE.get(name, "1")
        pairs.append((name, value))
        if chance.random() < 0.05:
            pairs.append((name, chance.choice(VALUES)))
    return pairs


def encode(pairs):
    """A form's body as a careless client would send it, lone surrogates and all."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs).encode()


def _quoted(text):
    return quote(str(text).encode(errors="surrogatepass"), safe="")


def bodies(chance, fields):
    """Requests that are not a form: name, and what the client sends."""
    parts = {f"part{turn}": (io.BytesIO(b"x"), f"{turn}.txt") for turn in range(1001)}
    lying = {name: (io.BytesIO(b"\x00\x01MZ" * 50), "photo\u202egpj.pdf") for name in fields or ("document",)}
    return {
        "json": {"data": b'{"text": {"$ne": null}}', "content_type": "application/json"},
        "broken json": {"data": b"{", "content_type": "application/json"},
        "1,001 parts": {"data": parts, "content_type": "multipart/form-data"},
        "files for every field": {"data": lying, "content_type": "multipart/form-data"},
        "a boundary that never comes": {"data": b"--x\r\n", "content_type": "multipart/form-data; boundary=y"},
        "no boundary": {"data": b"text=1", "content_type": "multipart/form-data"},
        "10 MB": {"data": b"text=" + b"x" * 10_000_000, "content_type": "application/x-www-form-urlencoded"},
        "a charset of its own": {
            "data": b"text=\xff\xfe",
            "content_type": "application/x-www-form-urlencoded; charset=utf-16",
        },
        "2,000 fields": {"data": encode((f"f{turn}", "1") for turn in range(2000))},
        "one field 500 times": {"data": encode(("text", "x") for _ in range(500))},
        "an empty body": {
            "data": b"",
            "content_type": chance.choice(("", "text/plain", "multipart/form-data; boundary=")),
        },
    }


def headers(chance):
    """Headers that a client may send."""
    return chance.choice(
        (
            {},
            {"Accept-Language": "fr-FR,fr;q=0.9"},
            {"Accept-Language": "x" * 3000},
            {"Accept": "application/json"},
            {"HX-Request": "true"},
            {"Cookie": "alize=s.%00; alize-zz=\xe9"},
            {"X-Forwarded-For": "a, b, c"},
            {"Referer": "http://localhost/\xe9"},
            {"If-None-Match": "*", "If-Modified-Since": "x", "Range": "bytes=0-,1-"},
            {"User-Agent": "\xff" * 300},
        )
    )


def chance_for(*names):
    """The same draws each time for the same names."""
    return random.Random("|".join(map(str, names)))
