import pytest


def test_the_list_names_each_open_need(desk, story):
    shown = desk.get("desk.committee_lists_show", territory_id=story.role.need.territory_id)

    assert shown.heading.startswith("Pour le comité")
    assert story.role.need.company.name in shown.text
    assert f"/desk/territoires/{story.role.need.territory_id}/liste-du-comite.pdf" in shown.html
    assert f'<td class="t">{story.role.need.company.name}</td>' in shown.html


@pytest.mark.parametrize(("extension", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_the_list_is_taken_away_as_a_file(desk, story, extension, start):
    shown = desk.get("desk.committee_lists_file", territory_id=story.role.need.territory_id, extension=extension)

    assert shown.response.data.startswith(start)


def test_the_sittings_lead_to_it(desk, story):
    assert "Liste pour la séance" in desk.get("desk.sittings_index").text
