"""A form that names columns beside its fields writes what the form writes, and nothing else."""

import pytest
from factories.undone import digest, undone
from fuzz.assault import first_of_each
from fuzz.odd import chance_for, encode, typed

from webapp.extensions import Base

#: drawn anew each time, or kept about sign-ins
RANDOM = {"public_id", "message_id", "selector", "digest", "key", "number", "fs_uniquifier", "password", "location"}
COLUMNS = sorted({column.name for table in Base.metadata.sorted_tables for column in table.columns})
#: fields that a form shows once something typed before asks for them
SHOWN_LATER = {"public.needs_firm": {"choice"}, "links.opinions_answer": {"words"}}
TEMPTING = ("1", "2", "active", "2030-01-01", "network", "confirmed")


def extra_for(rule, fields):
    """Every column of every table that is no field of the form, each with a value that some column would take."""
    known = set(fields) | SHOWN_LATER.get(rule.endpoint, set())
    return [(name, chance_for(rule.rule, name).choice(TEMPTING)) for name in COLUMNS if name not in known]


@pytest.mark.parametrize("assault", ["sqlite"], indirect=True)
def test_no_column_is_written_because_somebody_names_it(assault):
    untouched, wrong, written = digest(without=RANDOM), [], 0
    for rule, address in first_of_each(assault.true_addresses("POST")):
        fields = assault.forms.get((rule.endpoint, "POST"), {"text": []})
        plain = typed(chance_for(rule.rule), fields, odd_share=0)
        found = set()
        for pairs in (plain, [*plain, *extra_for(rule, fields)]):
            with undone():
                assault.browsers[assault.role_for(rule)].post(
                    address, data=encode(pairs), content_type="application/x-www-form-urlencoded"
                )
                found.add(digest(without=RANDOM))
        wrong += [f"{rule.endpoint} {address}"] if len(found) > 1 else []
        written += found != {untouched}

    assert not wrong
    assert len(COLUMNS) > 150
    assert written > 10
