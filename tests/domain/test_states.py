import pytest

from webapp.domain.states import (
    ADVANCE,
    BANK_LINE,
    CONTRIBUTION,
    LIVE_YES,
    MACHINES,
    MISSION,
    NEED,
    OPEN_PROPOSAL,
    PAYMENT_ORDER,
    PROPOSAL,
    ROLE,
    VISIT,
    ActorKind,
)

KINDS = ["contact", "expert", "account", "job"]

#: who may take each step, by the first letter: contact, expert, account of the desk, job
TABLE = """
need submit draft received c
need file draft open a
need hold received held cj
need open received open c
need release held,received open a
need help open closed_helped aj
need give_up open closed_no_help a
need lose_touch open closed_unreachable a
need withdraw draft,received,held,open withdrawn cj
need set_aside received,held,open set_aside a
need resume set_aside,closed_no_help,closed_unreachable open a
proposal accept sent accepted e
proposal accept_late expired accepted e
proposal accept_on_behalf sent,expired accepted_on_behalf a
proposal hold sent,expired held ea
proposal accept_held held accepted a
proposal decline sent,expired declined ea
proposal expire sent expired j
mission abandon agreed,running abandoned a
visit declare planned declared ea
visit confirm declared confirmed ca
visit deem declared deemed j
visit dispute declared,deemed disputed ca
visit contest confirmed disputed a
visit settle disputed confirmed a
visit correct declared,confirmed,deemed planned ea
contribution receive promised,called received a
advance approve queued approved aj
advance order approved ordered a
advance pay ordered running a
advance repay running repaid a
advance default running defaulted a
advance write_off defaulted written_off a
payment_order confirm ordered confirmed a
"""


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_a_step_is_allowed_as_the_rules_say_and_not_otherwise(line):
    thing, name, sources, target, letters = line.split()
    machine = MACHINES[thing]
    allowed = {(state, kind) for state in sources.split(",") for kind in KINDS if kind[0] in letters}

    found = {
        (state, kind) for state in machine.states for kind in KINDS if machine.allows(name, state, ActorKind(kind))
    }

    assert found == allowed
    assert machine.step(name).target == target


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_every_state_but_the_first_can_be_reached(machine):
    reached, before = {machine.first}, set()
    while reached != before:
        before = set(reached)
        reached |= {step.target for step in machine.steps.values() if step.sources & reached}

    assert reached == set(machine.states)


def test_nobody_without_a_name_takes_a_step():
    kinds = {kind for machine in MACHINES.values() for step in machine.steps.values() for kind in step.who}

    assert ActorKind.ANYONE not in kinds


@pytest.mark.parametrize(
    ("machine", "ends"),
    [
        (NEED, {"closed_helped", "withdrawn"}),
        (ROLE, {"done", "dropped"}),
        (PROPOSAL, {"superseded", "withdrawn", "released"}),
        (MISSION, {"finished", "abandoned", "cancelled"}),
        (VISIT, {"cancelled"}),
        (CONTRIBUTION, {"withdrawn"}),
        (ADVANCE, {"cancelled"}),
        (PAYMENT_ORDER, {"confirmed", "refused"}),
        (BANK_LINE, {"matched"}),
    ],
)
def test_only_these_states_are_final(machine, ends):
    left = {source for step in machine.steps.values() for source in step.sources}

    assert set(machine.states) - left == ends


def test_a_live_yes_is_an_open_proposal():
    assert set(LIVE_YES) < set(OPEN_PROPOSAL) < set(PROPOSAL.states)
