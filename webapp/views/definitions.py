"""What each figure counts, once: captions of the desk, definitions of the public page, sentences of docs/figures.md.

A test compares the three. Each figure has its anchor on the public page: `#chiffre-<code>`.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

#: The columns of the tally, and what each counts.
FIGURES = {
    "pledged": (_l("Promis"), _l("Jours promis par le groupe, avenants compris.")),
    "reserved": (_l("Réservés"), _l("Gardés pour des missions convenues et pas encore donnés.")),
    "declared": (_l("Déclarés"), _l("Dits par l’expert, l’entreprise n’a pas encore répondu.")),
    "confirmed": (_l("Confirmés"), _l("Confirmés par l’entreprise, ou réglés par un animateur.")),
    "deemed": (_l("Réputés confirmés"), _l("L’entreprise n’a pas répondu dans le délai annoncé.")),
    "disputed": (
        _l("Contestés"),
        _l("L’expert et l’entreprise ne disent pas la même chose ; ils occupent l’engagement."),
    ),
    "delivered": (_l("Donnés"), _l("Déclarés, confirmés et réputés confirmés.")),
}

#: What is made of the columns, and of time.
OUTLOOK = {
    "overrun": (_l("Dépassement convenu"), _l("Jusqu’où un groupe a accepté d’aller au-delà de sa promesse.")),
    "free": (
        _l("Libres"),
        _l("Promis et dépassement convenu, moins réservés, donnés, contestés, et ce qui restait des années passées."),
    ),
    "time_share": (_l("Du temps passé"), _l("Les jours écoulés de la convention, sur tous ses jours.")),
    "planned": (_l("Rythme prévu"), _l("Ce qu’un rythme égal aurait donné à ce jour.")),
    "year_share": (
        _l("Part de l’année"),
        _l("Promis pour cette année, et sa part de ce qui est promis pour toute la convention, au prorata des jours."),
    ),
    "year_left": (
        _l("Reste à donner"),
        _l("La part de l’année moins ce qui y a été donné ; zéro quand on y a donné davantage."),
    ),
    "rhythm": (_l("Rythme"), _l("La moyenne des jours donnés dans chacun des douze derniers mois entiers.")),
    "forecast": (
        _l("Prévision"),
        _l(
            "Donnés, plus le rythme jusqu’à la fin, ou plus ce qui est réservé si c’est davantage ; jamais plus que "
            "promis."
        ),
    ),
    "range": (_l("Fourchette"), _l("Quatre fois sur cinq, le résultat tombe entre ces deux nombres.")),
    "behind": (
        _l("En retard"),
        _l("La part des jours donnés est d’au moins vingt points sous la part du temps passé."),
    ),
    "nearly_used_up": (
        _l("Presque épuisé"),
        _l(
            "Il reste libre 15 pour cent de ce qui est promis, ou moins ; de la promesse de l’année, "
            "si elle est faite année par année."
        ),
    ),
    "family": (
        _l("Famille de compétences"),
        _l("Celle de la plupart des compétences de l’offre : chaque ligne compte une fois, dans une seule famille."),
    ),
}

#: What is counted of jobs.
JOBS = {
    "jobs_promised": (
        _l("Emplois promis"),
        _l(
            "Ce qu’une entreprise attend de son aide, dit au départ ; de deux promesses d’une entreprise, la plus grande."
        ),
    ),
    "jobs_counted": (
        _l("Emplois constatés"),
        _l("Ce que l’entreprise constate à 6, 12, 24 et 36 mois ; sa dernière réponse compte, une seule fois."),
    ),
    "jobs_created": (_l("Créés"), _l("Emplois de plus depuis l’aide, en équivalents temps plein.")),
    "jobs_preserved": (_l("Préservés"), _l("Emplois qui auraient sans doute été perdus sans l’aide.")),
    "jobs_answered": (
        _l("Part de réponses"),
        _l("Entreprises qui ont répondu, sur celles qui ont été questionnées ; ne rien dire ne vaut pas zéro."),
    ),
}

#: What is counted of what people think.
OPINIONS = {
    "opinions": (
        _l("Avis"),
        _l("Ce que disent l’entreprise et l’expert d’une mission finie ; ne pas répondre n’est pas un avis."),
    ),
    "opinions_answered": (
        _l("Réponses"),
        _l("Entreprises et experts qui ont répondu, chacun une fois par mission, sur ceux qui ont été interrogés."),
    ),
}

#: The groups of the public page: anchor, title, figures by code.
GROUPS: tuple[tuple[str, Any, dict[str, tuple[Any, Any]]], ...] = (
    ("jours", _l("Les jours d’une convention"), FIGURES),
    ("rythme", _l("Le rythme et la prévision"), OUTLOOK),
    ("emplois", _l("Les emplois"), JOBS),
    ("avis", _l("Ce qu’ils en pensent"), OPINIONS),
)
