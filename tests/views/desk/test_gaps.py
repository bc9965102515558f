from factories.needs import NeedFactory, RoleFactory


def test_the_page_says_whom_to_recruit(desk, story, now):
    territory = story.role.need.territory
    RoleFactory(
        need=NeedFactory(territory=territory, text="élever des autruches", title="élever des autruches", opened_at=now)
    )

    page = desk.get("desk.gaps_show", at_most=24)

    assert "élever des autruches" in page.text
    assert "1 besoin" in page.text
    assert "Toutes les offres ont servi cette année." in page.text
