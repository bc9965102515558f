import pytest

from webapp.domain.bank_details import holds_bank_details

FRENCH = "FR1420041010050500013M02606"


@pytest.mark.parametrize(
    "text",
    [
        FRENCH,
        "Notre compte : FR14 2004 1010 0505 0001 3M02 606, merci.",
        "fr14-2004-1010-0505-0001-3m02-606",
        "Versez sur DE89370400440532013000 avant mardi",
        "FR14\u00a02004\u00a01010\u00a00505\u00a00001\u00a03M02\u00a0606",
        "IBAN FR1420041010050500013M02606 au nom de la société",
    ],
)
def test_an_account_number_is_found_however_it_is_written(text):
    assert holds_bank_details(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nous plions chez un confrère à 60 km.",
        "FR14 2004 1010 0505 0001 3M02 607",
        "SIRET 000 904 078 00011, code APE 43.32A",
        "RF18 5390 0754 7034",
        "Un devis de 25 000 euros du 12 octobre 2026, machine AB12 modele 3456789",
    ],
)
def test_what_is_none_is_left_alone(text):
    assert not holds_bank_details(text)
