import inspect
import re

from webapp.domain import errors


def kinds():
    return [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__]


def test_the_tree_at_the_top_is_the_tree_of_the_classes():
    drawn, path = {}, []
    for line in errors.__doc__.splitlines()[2:]:
        branch = re.match(r"(?P<lead>[├└─│ ]*)(?P<name>[A-Z]\w+)", line)
        depth = len(branch["lead"]) // 4
        path[depth:] = [branch["name"]]
        drawn[branch["name"]] = path[depth - 1] if depth else "Exception"

    assert drawn == {kind.__name__: kind.__base__.__name__ for kind in kinds()}


def test_each_refusal_has_a_code_of_its_own():
    codes = [kind.code for kind in kinds() if issubclass(kind, errors.Refusal)]

    assert len(codes) == len(set(codes))


def test_a_refusal_carries_the_code_of_its_rule_and_what_the_sentence_needs():
    known, named = errors.PledgeTooLow(occupied_minutes=420), errors.Refusal("too_early", due_on="2027-05-24")

    assert (known.code, known.details, str(known)) == ("pledge_too_low", {"occupied_minutes": 420}, "pledge_too_low")
    assert (named.code, named.details) == ("too_early", {"due_on": "2027-05-24"})
