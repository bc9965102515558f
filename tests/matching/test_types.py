import pytest

from matching import Hit, Reason


def test_a_hit_works_its_reasons_out_once_and_when_they_are_read():
    asked = []

    def explain():
        asked.append(1)
        return (Reason("contrat", "Contrat", "same", 0.5),), ("autre",)

    hit = Hit("a", 0.5, explain=explain)
    assert asked == []
    assert hit.unanswered == ("autre",)
    assert hit.reasons[0].asked == "contrat"
    assert asked == [1]


def test_a_hit_may_be_given_its_words():
    hit = Hit("a", 0.5, (), ("autre",))

    assert (hit.reasons, hit.unanswered) == ((), ("autre",))
    assert hit == Hit("a", 0.5, explain=lambda: ((), ("autre",)))
    with pytest.raises(AttributeError):
        hit.reasons = ()
