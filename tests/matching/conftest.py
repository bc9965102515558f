import pytest

from matching import Matcher, Offer
from matching.background import background

OFFERS = [
    Offer("o1", "Relecture de contrats de travail", "Clauses, avenants, période d’essai, forfait jours."),
    Offer("o2", "Réglage de presses à injecter", "Outillage, moules, changement de série.", ("plasturgie",)),
    Offer("o3", "Plan de développement des compétences", "Entretiens professionnels, financement par l’OPCO."),
    Offer("o4", "Mettre en place une GMAO", "Maintenance préventive, arrêts de machines, pièces de rechange."),
    Offer("o5", "Budget et trésorerie d’une petite entreprise", "Tableau de bord, besoin en fonds de roulement."),
    Offer("o6", "", "Cybersécurité : sauvegardes, mots de passe, hameçonnage."),
]


@pytest.fixture(scope="session")
def offers():
    return OFFERS


@pytest.fixture(scope="session")
def matcher():
    return Matcher().fit(OFFERS)


@pytest.fixture(autouse=True)
def forgotten():
    """What earlier tests asked is forgotten: each reads its words itself."""
    background().meanings.clear()
