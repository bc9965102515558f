from datetime import date

import pytest

from webapp.domain.committees import (
    Ballot,
    CommitteeRules,
    check_decision,
    complete_by,
    convene_by,
    has_quorum,
    holds_until,
    is_carried,
    quorum_of,
    rules_of,
)
from webapp.domain.eligibility import Rule
from webapp.domain.errors import Refusal

USUAL = CommitteeRules()
TWO_THIRDS = CommitteeRules(majority_percent=66)


@pytest.mark.parametrize(
    ("members", "percent", "expected"),
    [
        (0, 50, 1),
        (1, 50, 1),
        (2, 50, 1),
        (3, 50, 2),
        (4, 50, 2),
        (5, 50, 3),
        (7, 60, 5),
        (10, 33, 4),
        (10, 100, 10),
        (101, 100, 101),
    ],
)
def test_the_quorum_is_a_share_of_those_who_may_vote_rounded_up(members, percent, expected):
    assert quorum_of(members, CommitteeRules(quorum_percent=percent)) == expected


def test_who_is_missing_below_the_quorum_stops_everything():
    ballot = Ballot(members=5, present=2, in_favour=2)

    assert not has_quorum(ballot, USUAL)
    for outcome in ("approved", "adjourned", "refused"):
        with pytest.raises(Refusal, match=r"^quorum_missing") as refused:
            check_decision(outcome, ballot, USUAL)
        assert refused.value.details == {"present": 2, "quorum": 3}


@pytest.mark.parametrize(
    ("in_favour", "against", "rules", "expected"),
    [
        (2, 1, USUAL, True),
        (1, 1, USUAL, False),
        (0, 0, USUAL, False),
        (1, 0, USUAL, True),
        (2, 1, TWO_THIRDS, True),
        (3, 2, TWO_THIRDS, False),
    ],
)
def test_those_in_favour_must_exceed_their_share_of_the_votes_cast(in_favour, against, rules, expected):
    assert is_carried(Ballot(5, 5, in_favour, against, 5 - in_favour - against), rules) is expected


def test_a_decision_says_what_the_votes_say():
    carried, lost = Ballot(4, 4, 3, 1), Ballot(4, 4, 1, 3)

    check_decision("approved", carried, USUAL)
    check_decision("refused", lost, USUAL)
    with pytest.raises(Refusal, match=r"^majority_missing"):
        check_decision("approved", lost, USUAL)
    with pytest.raises(Refusal, match=r"^was_carried"):
        check_decision("refused", carried, USUAL)


def test_to_adjourn_nobody_has_to_vote():
    check_decision("adjourned", Ballot(4, 2), USUAL)


def test_the_rules_are_rows_of_the_territory():
    rows = [Rule("quorum_percent", 60), Rule("max_staff", 249), Rule("decision_days", None)]

    assert rules_of(rows) == CommitteeRules(quorum_percent=60)
    assert holds_until(date(2026, 12, 3), CommitteeRules(decision_days=90)) == date(2027, 3, 3)


def test_the_papers_leave_eight_days_before():
    assert convene_by(date(2026, 12, 3), USUAL) == date(2026, 11, 25)
    assert convene_by(date(2026, 12, 3), CommitteeRules(packet_days=10)) == date(2026, 11, 23)


def test_what_lacks_is_told_before_the_papers_leave():
    assert complete_by(date(2026, 12, 15), USUAL) == date(2026, 12, 1)
    assert complete_by(date(2026, 12, 15), CommitteeRules(complete_days=3)) == date(2026, 12, 6)
