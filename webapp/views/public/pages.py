"""Pages for everyone: home, how it works, figures, personal data, accessibility, contact."""

from __future__ import annotations

from flask import render_template

from webapp.clock import now
from webapp.domain.catalogue import NOTICE, RULES
from webapp.services.public_figures import find_proof, list_promises
from webapp.services.territories import find_only_territory, list_territories
from webapp.views.definitions import GROUPS
from webapp.views.public.blueprint import bp


@bp.get("/", endpoint="pages_home")
def home() -> str:
    """The home page, with what the programme has already done."""
    return render_template("public/pages/home.html", proof=find_proof(now()), territory=find_only_territory())


@bp.get("/comment-ca-marche", endpoint="pages_how")
def how() -> str:
    """How it works, for a firm, for an expert, for a group."""
    return render_template("public/pages/how.html", territory=find_only_territory())


@bp.get("/chiffres", endpoint="pages_figures")
def figures() -> str:
    """What the figures count."""
    proof, promises = find_proof(now()), list_promises(now())
    territory = find_only_territory()
    return render_template(
        "public/pages/figures.html", proof=proof, conventions=promises, territory=territory, definitions=GROUPS
    )


@bp.get("/donnees", endpoint="pages_privacy")
def privacy() -> str:
    """What is kept of a person, why, and how long."""
    return render_template("public/pages/privacy.html", rules={rule.code: rule for rule in RULES}, notice=NOTICE)


@bp.get("/accessibilite", endpoint="pages_accessibility")
def accessibility() -> str:
    """How accessible the site is, and whom to tell when it is not."""
    return render_template("public/pages/accessibility.html")


@bp.get("/nous-ecrire", endpoint="pages_contact")
def contact() -> str:
    """Whom to write to, in each territory."""
    return render_template("public/pages/contact.html", territories=list_territories())
