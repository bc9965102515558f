"""Two territories that share nothing, and who asks: each time in a browser that knows only what is said here."""

from factories.accounts import AccountFactory, sign_in
from factories.undone import undone
from factories.world import build_place

from webapp.extensions import db
from webapp.models.accounts import Account

VISITOR, STRANGER, NEIGHBOUR, OURS, NETWORK = "visitor", "account without rights", "neighbour", "ours", "network"
PEOPLE = (VISITOR, STRANGER, NEIGHBOUR, OURS, NETWORK)
METHODS = ("GET", "POST")


class Programme:
    """Every request is taken back, so that no cell sees what another did."""

    def __init__(self, app, now):
        self.app = app
        self.ours = build_place(now, insee="54528", town="Toul", mail="firme{}@exemple.fr")
        self.theirs = build_place(now, insee="54329", town="Lunéville", mail="autre{}@exemple.fr")
        accounts = {
            STRANGER: AccountFactory(),
            NEIGHBOUR: db.session.get(Account, self.theirs.account_id),
            OURS: db.session.get(Account, self.ours.account_id),
            NETWORK: AccountFactory(network=True),
        }
        self.cookies = {who: sign_in(app.test_client(), each).get_cookie("alize") for who, each in accounts.items()}

    def ask(self, who, method, address, **options):
        """What a person is shown."""
        browser = self.app.test_client()
        if who in self.cookies:
            browser.set_cookie("alize", self.cookies[who].value)
        with undone():
            return browser.open(address, method=method, **options)

    def holder(self, place):
        """A browser that has opened every mailed link of a territory."""
        browser = self.app.test_client()
        for token in place.tokens:
            assert browser.get(f"/r/{token}").status_code == 303
        return browser

    def cells(self):
        """Each route with each of its methods."""
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
            for method in METHODS:
                if method in rule.methods and rule.endpoint != "static":
                    yield rule, method
