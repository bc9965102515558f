def test_the_next_sitting_has_four_dossiers_one_of_a_member_s_bank_and_one_incomplete(programme):
    (sitting,) = programme.sittings
    sitting_on = [row for row in programme.sitting_dossiers if row.sitting == sitting.code]
    seated = {row.group for row in programme.committee_members}

    assert (str(sitting.held_on), len(sitting_on)) == ("2026-12-03", 4)
    assert [row.company for row in sitting_on if row.bank in seated] == ["c07"]
    assert [row.company for row in sitting_on if row.reason] == ["c05"]
    assert [row.company for row in sitting_on if {"accounts", "plan"} - set(row.documents.split())] == ["c05"]


def test_a_dossier_asks_what_the_territory_allows(programme):
    rules = {row.rule: row.value for row in programme.local_rules if row.territory == "terres-de-lorraine"}

    for row in programme.sitting_dossiers:
        assert rules["money_min_euros"] <= row.asked_euros <= rules["money_max_euros"]


def test_one_dossier_is_still_with_its_firm(programme):
    (begun,) = [row for row in programme.sitting_dossiers if not row.sitting]

    assert (begun.company, begun.documents) == ("c06", "")
