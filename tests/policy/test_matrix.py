"""Each route with each method, opened by each kind of person, with things of one territory."""

from fnmatch import fnmatchcase

import pytest
from factories.world import SLOT
from policy.audiences import NOT_BUILT, TABLE, Audience, audience_of
from policy.programme import NEIGHBOUR, NETWORK, OURS, PEOPLE, STRANGER, VISITOR


def is_sent_to_sign_in(answer):
    return answer.status_code in (302, 303) and answer.headers["Location"].startswith(
        ("/connexion", "/second-facteur/code")
    )


def fits(person, audience, answer, *, is_about_something):
    """True when the answer is what the table says for this person."""
    status = answer.status_code
    if audience is Audience.DESK:
        return fits_the_desk(person, answer, is_about_something=is_about_something)
    if audience is Audience.NETWORK:
        return status == 200 if person == NETWORK else is_sent_to_sign_in(answer) or status in (403, 404)
    if audience is Audience.MEMBER:
        return is_sent_to_sign_in(answer) if person == VISITOR else status in (403, 404)
    if audience is Audience.ACCOUNT:
        return (person == VISITOR) == (is_sent_to_sign_in(answer) or status == 401) or status == 404
    return {
        Audience.NOBODY: status == 404,
        Audience.ANYONE: status not in (401, 403) and not is_sent_to_sign_in(answer),
        Audience.DOOR: True,
    }.get(audience, status == 403)


def fits_the_desk(person, answer, *, is_about_something):
    status = answer.status_code
    return {
        VISITOR: is_sent_to_sign_in(answer),
        STRANGER: status == 403,
        NEIGHBOUR: status == 404 if is_about_something else status not in (401, 403, 404),
    }.get(person, status not in (401, 403))


def test_every_route_says_for_whom_it_is(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    unknown = sorted(endpoint for endpoint in endpoints if audience_of(endpoint) is None)
    idle = [pattern for pattern, _ in TABLE if not any(fnmatchcase(endpoint, pattern) for endpoint in endpoints)]

    assert not unknown, "tests/policy/audiences.py does not say for whom these are: " + ", ".join(unknown)
    assert not idle, "these lines fit no route any more: " + ", ".join(idle)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_cell_of_the_table_is_wrong(programme, who):
    asked = [(rule, method, programme.ours.addresses_of(rule)[0]) for rule, method in programme.cells()]
    wrong = []
    for rule, method, address in asked:
        answer = programme.ask(who, method, address)
        is_right = fits(who, audience_of(rule.endpoint), answer, is_about_something=bool(SLOT.search(rule.rule)))
        if answer.status_code >= 500 or not is_right:
            wrong.append(f"{method} {address} ({rule.endpoint}): {answer.status_code}")

    assert not wrong, "\n".join(wrong)
    assert len(asked) > 100


def test_every_page_of_the_desk_opens_for_its_own_coordinator(programme):
    closed = []
    for rule, method in programme.cells():
        if audience_of(rule.endpoint) is not Audience.DESK:
            continue
        missing = [name for _, name in SLOT.findall(rule.rule) if not programme.ours.values_for(rule, name)]
        if set(missing) & NOT_BUILT:
            continue
        assert not missing, f"tests/factories/world.py has no {missing} for {rule.endpoint}"
        if all(
            programme.ask(OURS, method, address).status_code in (401, 403, 404)
            for address in programme.ours.addresses_of(rule)
        ):
            closed.append(f"{method} {rule.rule}")

    assert not closed, "\n".join(closed)
