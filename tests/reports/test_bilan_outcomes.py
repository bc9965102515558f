from flask_babel import force_locale

from webapp.domain.survival import Survival
from webapp.reports.bilan_outcomes import survival_section

TOTALS = (
    Survival(3, alive=28, taken_over=2, closed=1, unknown=14),
    Survival(5, alive=0, taken_over=0, closed=0, unknown=3),
)


def test_the_unknown_are_said_and_counted_nowhere_else(app):
    with app.test_request_context(), force_locale("fr"):
        section = survival_section(TOTALS)

    assert section.tables[0].rows == (("3 ans après", 28, 2, 1, 14), ("5 ans après", 0, 0, 0, 3))
    assert [words.replace("\u00a0", " ") for words in section.sentences] == [
        "3 ans après : de 31 entreprises on sait ce qu’elles sont devenues, 28 sont toujours là ; "
        "de 14 personne ne le sait.".replace(" ;", "\u202f;"),
        "5 ans après : de 0 entreprises on sait ce qu’elles sont devenues, 0 sont toujours là ; "
        "de 3 personne ne le sait.".replace(" ;", "\u202f;"),
    ]
