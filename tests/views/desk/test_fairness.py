import pytest


@pytest.mark.parametrize("period", ["", "90", "365", "1096", "douze"])
def test_the_page_says_who_is_asked_and_what_it_does_to_the_rank(desk, story, now, period):
    story.send(now)

    page = desk.get("desk.fairness_show", periode=period, at_most=12)

    assert "Claire Humbert" in page.text
    assert story.pledge.group.name in page.text
    assert "−0,01" in page.text
    assert "1 expert sur 2 a reçu au moins la moitié des 2 demandes." in page.text
