"""Links of another purpose or person, and things of another territory under things of one's own."""

from factories.undone import digest, undone
from factories.world import SLOT, fill
from policy.audiences import audience_of
from policy.programme import OURS

REFUSED = (401, 403, 404, 410)


def linked(programme):
    """Each page that a mailed link opens, with the purposes of the links that do."""
    for rule, method in programme.cells():
        purposes = audience_of(rule.endpoint)
        if isinstance(purposes, tuple):
            yield rule, method, purposes


def first_values(place, rule):
    return {name: (place.values_for(rule, name) or ["1"])[0] for _, name in SLOT.findall(rule.rule)}


def test_a_link_opens_every_page_of_its_purpose(programme):
    browser, closed = programme.holder(programme.ours), []
    for rule, method, _ in linked(programme):
        with undone():
            found = {browser.open(each, method=method).status_code for each in programme.ours.every_address_of(rule)}
        if found <= set(REFUSED):
            closed.append(f"{method} {rule.rule}: {found}")

    assert not closed, "\n".join(closed)


def test_a_link_opens_no_page_of_another_purpose(programme):
    browser, opened, count = programme.holder(programme.ours), [], 0
    for rule, method, purposes in linked(programme):
        others = [found for purpose, found in programme.ours.links.items() if purpose not in purposes]
        for found in others:
            address = fill(rule, first_values(programme.ours, rule) | {"public_id": found[0][0]})
            with undone():
                status = browser.open(address, method=method).status_code
            count += 1
            opened += [f"{method} {address}: {status}"] if status not in REFUSED else []

    assert not opened, "\n".join(opened)
    assert count > 150


def test_a_link_opens_no_page_of_another_person(programme):
    browser, opened = programme.holder(programme.theirs), []
    for rule, method, _ in linked(programme):
        for address in programme.ours.addresses_of(rule):
            with undone():
                status = browser.open(address, method=method).status_code
            opened += [f"{method} {address}: {status}"] if status not in REFUSED else []

    assert not opened, "\n".join(opened)


def test_nothing_of_another_territory_changes_under_a_thing_of_ones_own(programme):
    browser, changed, count = programme.holder(programme.ours), [], 0
    browser.set_cookie("alize", programme.cookies[OURS].value)
    before = digest()
    for rule, method in programme.cells():
        ids = [name for kind, name in SLOT.findall(rule.rule) if kind in ("id", "public_id")]
        if len(ids) < 2:
            continue
        foreign = {ids[-1]: first_values(programme.theirs, rule)[ids[-1]]}
        address = fill(rule, first_values(programme.ours, rule) | foreign)
        with undone():
            status = browser.open(address, method=method).status_code
            is_same = digest() == before
        count += 1
        changed += [f"{method} {address}: {status}"] if status == 200 or not is_same else []

    assert not changed, "\n".join(changed)
    assert count > 4
