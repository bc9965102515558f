"""Reading changes nothing: threads and processes that share an index get the answers of one alone, to the bit."""

from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

from matching import Matcher, Offer

NEEDS = ("relir contra de travaille", "presse en panne", "plan de formation", "gmao", "cybersecurité", "xqzwvk") * 2


def answers(matcher, need):
    return [(hit.offer_id, hit.score, hit.reasons, hit.unanswered) for hit in matcher.rank(need, limit=5)]


def load_and_answer(folder):
    matcher = Matcher.load(folder)
    return [[(hit.offer_id, hit.score) for hit in matcher.rank(need)] for need in NEEDS]


@pytest.fixture
def many(offers):
    return [
        Offer(f"{offer.id}-{copy:03}", offer.title, f"{offer.text} {copy}") for offer in offers for copy in range(50)
    ]


def test_threads_that_read_together_get_what_one_gets_alone(many):
    matcher = Matcher().fit(many)
    alone = [answers(matcher, need) for need in NEEDS]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda need: answers(matcher, need), NEEDS))

    assert together == alone


def test_a_thread_may_rank_a_team_and_look_for_needs_alike_beside_the_others(matcher):
    needs = dict(enumerate(NEEDS[:5]))
    texts = {str(key): words for key, words in needs.items()}

    def work(need):
        return answers(matcher, need), matcher.team(need), matcher.similar(need, texts)

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(work, NEEDS))

    assert together == [work(need) for need in NEEDS]


def test_processes_that_load_one_folder_answer_alike(many, tmp_path):
    matcher = Matcher().fit(many)
    matcher.save(tmp_path / "index")

    with get_context("spawn").Pool(2) as pool:
        found = pool.map(load_and_answer, [tmp_path / "index"] * 2)

    assert found == [[[(hit.offer_id, hit.score) for hit in matcher.rank(need)] for need in NEEDS]] * 2


def test_the_large_arrays_of_a_loaded_index_are_mapped_and_read_only(many, tmp_path):
    Matcher().fit(many).save(tmp_path / "index")
    loaded = Matcher.load(tmp_path / "index").catalogue_

    large = [loaded.rows.terms.values, loaded.shelf.written, loaded.postings.slots]
    assert all(isinstance(values.base, np.memmap) and not values.flags.writeable for values in large)
