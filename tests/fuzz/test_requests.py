"""Whatever is sent to whatever address, the answer is a page: never an error 500, never a value that a driver refuses."""

import gc
from contextlib import nullcontext

import pytest
from factories.undone import digest
from factories.world import SLOT, fill
from fuzz.assault import HOLDER, ROLES, VISITOR, first_of_each
from fuzz.odd import ASKED, SHORT, VALUES, bodies, chance_for, encode, headers, typed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FORM = "application/x-www-form-urlencoded"

#: Werkzeug leaves the parts of a body that it refuses half-way to the garbage collector
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:ResourceWarning"),
]


@pytest.mark.parametrize("assault", ["postgres"], indirect=True)
def test_opening_whatever_there_is_changes_nothing(assault):
    before = digest()

    asked = [(role, "GET") for role in ROLES] + [(HOLDER, "HEAD"), (HOLDER, "OPTIONS")]
    for role, method in asked:
        for _, address in assault.true_addresses(method):
            assault.send(role, method, address, around=nullcontext, headers={"Sec-Purpose": "prefetch"})

    assert digest() == before
    assert assault.passed > 200


def test_an_address_that_cannot_be_is_a_page_that_does_not_exist(assault):
    for rule in assault.rules:
        names = [name for _, name in SLOT.findall(rule.rule)]
        chance = chance_for(assault.engine, rule.rule)
        for value in (chance.choice(VALUES), *SHORT) if names else ():
            method = "GET" if "GET" in rule.methods else "POST"
            true = {name: (assault.ours.values_for(rule, name) or ["1"])[0] for name in names}
            odd = true | {chance.choice(names): value}
            assault.send(assault.role_for(rule), method, fill(rule, odd))

    assert assault.sent > 400


def test_questions_of_addresses_bear_any_value(assault):
    for rule, address in assault.true_addresses("GET"):
        chance = chance_for(assault.engine, rule.rule, address)
        pairs = [(name, chance.choice(VALUES)) for name in chance.sample([*assault.asked, *ASKED], 6)]
        assault.send(chance.choice((VISITOR, assault.role_for(rule))), "GET", f"{address}?{encode(pairs).decode()}")

    assert {"etat"} <= set(assault.asked)


def test_forms_bear_any_value_in_any_field(assault):
    for rule, address in assault.true_addresses("POST"):
        fields = assault.forms.get((rule.endpoint, "POST"), {"text": []})
        chance = chance_for(assault.engine, rule.rule, address)
        pairs = typed(chance, fields, odd_share=chance.choice((0.25, 0.5, 1.0)))
        assault.send(
            assault.role_for(rule), "POST", address, data=encode(pairs), content_type=FORM, headers=headers(chance)
        )

    assert len(assault.forms) > 25
    assert assault.passed > 150


@pytest.mark.parametrize("assault", ["sqlite"], indirect=True)
def test_bodies_that_are_no_form_are_refused_with_a_page(assault):
    for rule, address in first_of_each(assault.true_addresses("POST")):
        chance = chance_for(rule.rule)
        offered = bodies(chance, assault.forms.get((rule.endpoint, "POST"), ()))
        assault.send(assault.role_for(rule), "POST", address, **offered[chance.choice(sorted(offered))])
    gc.collect()


@pytest.mark.long
@pytest.mark.timeout(7200)
@settings(
    max_examples=50_000,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.randoms(use_true_random=False), st.sampled_from(("odd form", "odd question", "odd address", "odd body")))
def test_a_hundred_thousand_requests_meet_no_error(assault, chance, kind):
    one_of(assault, chance, kind)


def one_of(assault, chance, kind):
    rule = chance.choice([rule for rule in assault.rules if rule.endpoint != "static"])
    role = chance.choice((*ROLES, assault.role_for(rule), assault.role_for(rule)))
    method = chance.choice(sorted(rule.methods))
    address = chance.choice(assault.ours.addresses_of(rule))
    fields = assault.forms.get((rule.endpoint, "POST"), {"text": []})
    options = {"headers": headers(chance)}
    if kind == "odd address":
        names = [name for _, name in SLOT.findall(rule.rule)] or ["none"]
        true = {name: chance.choice(assault.ours.values_for(rule, name) or ["1"]) for name in names}
        address = fill(rule, true | {chance.choice(names): chance.choice(VALUES)})
    if kind == "odd question":
        names = chance.sample([*assault.asked, *ASKED], chance.randint(1, 6))
        address += "?" + encode((name, chance.choice(VALUES)) for name in names).decode()
    if method == "POST" and kind == "odd body":
        offered = bodies(chance, fields)
        options |= offered[chance.choice(sorted(offered))]
    elif method == "POST":
        options |= {"data": encode(typed(chance, fields, odd_share=chance.random())), "content_type": FORM}
    assault.send(role, method, address, **options)
