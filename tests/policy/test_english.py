"""Every page that somebody can open and every form sent empty, in English: no French sentence of ours is left."""

import html5lib
import pytest
from factories.undone import undone
from french import french_in
from policy.programme import NETWORK, OURS
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.base import Base

ENGLISH = {"Accept-Language": "en"}
SAID_BY_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder")

#: what is called the same in both languages: the other language by its own name
OWN_NAMES = ("Français",)

#: what was published is compared with today in the language in which it was published
IN_ANOTHER_LANGUAGE = {"desk.reports_show"}

#: longer than what people type in these stories: a text that is kept whole, such as a report in its own language
WHOLE_TEXT = 400


def typed_by_people():
    """What the rows of the two territories hold: names, titles, requests, in the language in which somebody typed them."""
    rows = (row for table in Base.metadata.sorted_tables for row in db.session.execute(select(table)))
    words = {value for row in rows for value in row if isinstance(value, str) and 3 < len(value) < WHOLE_TEXT}
    return sorted(words, key=len, reverse=True)


def spoken(answer):
    tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
    return " \n ".join(words_of(tree.find("body")))


def words_of(element):
    """The words of an element and of what is inside, without what says of itself that it is in French."""
    if element.tag not in ("script", "style") and element.get("lang") != "fr":
        yield element.text or ""
        yield from (element.get(name) for name in SAID_BY_ATTRIBUTES if element.get(name))
        for child in element:
            yield from words_of(child)
    yield element.tail or ""


def is_page(answer):
    return answer.status_code == 200 and answer.mimetype == "text/html"


@pytest.fixture
def opened(programme):
    """The pages of a coordinator and of the network, and those behind the links of their territory's mails."""
    holder, pages = programme.holder(programme.ours), {}
    for rule, method in programme.cells():
        if method == "GET" and rule.endpoint not in IN_ANOTHER_LANGUAGE:
            for address in programme.ours.addresses_of(rule):
                who = NETWORK if "network" in rule.endpoint else OURS
                answers = programme.ask(who, "GET", address, headers=ENGLISH), holder.get(address, headers=ENGLISH)
                pages |= {f"{address} ({rule.endpoint})": answer for answer in answers if is_page(answer)}
    return pages


@pytest.fixture
def sent(programme):
    """What a coordinator and the holder of the links are told after each form sent empty, and on the page it leads to."""
    holder, pages = programme.holder(programme.ours), {}
    for rule, method in programme.cells():
        if method == "POST" and (addresses := programme.ours.addresses_of(rule)):
            answers = [programme.ask(OURS, "POST", addresses[0], headers=ENGLISH, follow_redirects=True)]
            with undone():
                answers.append(holder.post(addresses[0], headers=ENGLISH, follow_redirects=True))
            said = [answer for answer in answers if answer.mimetype == "text/html"]
            pages |= {f"{addresses[0]} ({rule.endpoint}) {number}": each for number, each in enumerate(said)}
    return pages


def french_of(answers):
    """The French sentences on each of these pages that nobody typed."""
    typed, left = [*typed_by_people(), *OWN_NAMES], {}
    for address, answer in answers.items():
        said = spoken(answer)
        for words in typed:
            said = said.replace(words, " ")
        # A word of a request that stands alone, marked as what an offer shares with it, is still somebody's word.
        if found := [piece for piece in french_in(said) if not any(piece in words for words in typed)]:
            left[address] = found
    return left


@pytest.mark.timeout(300)
def test_no_french_sentence_is_left_on_a_page_in_english(opened):
    assert not french_of(opened)
    assert len(opened) > 100


@pytest.mark.timeout(300)
def test_whoever_sends_a_form_empty_is_told_so_in_english(sent):
    assert not french_of(sent)
    assert len(sent) > 150
