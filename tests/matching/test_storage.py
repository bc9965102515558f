import numpy as np
import pytest

from matching import Entry, Matcher, Offer
from matching.formulas import Settings

ROWS = (Entry("presse", "machine à emboutir"),)
SETTINGS = Settings(twosided=0.1)
NEEDS = ("machine à emboutir", "contra", "plan de formation", "gmao", "cybersecurité")


def answers(matcher):
    return [matcher.rank(need) for need in NEEDS]


@pytest.fixture
def folder(offers, tmp_path):
    matcher = Matcher(thesaurus=ROWS, settings=SETTINGS)
    matcher.fit([*offers, Offer("gone", "Contrats", "")]).remove(["gone"]).save(tmp_path / "index")
    return tmp_path / "index"


def test_a_loaded_matcher_answers_like_the_one_that_was_saved(folder, offers):
    loaded = Matcher.load(folder)
    fresh = Matcher(thesaurus=ROWS, settings=SETTINGS).fit(offers)

    assert answers(loaded) == answers(fresh)
    assert dict(loaded.offers_) == {offer.id: offer for offer in offers}


def test_a_loaded_matcher_can_be_changed_and_the_folder_stays(folder, offers):
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    changed = Matcher.load(folder).remove(["o1"]).add([Offer("o9", "Contrats de vente", "")])
    fresh = Matcher(thesaurus=ROWS, settings=SETTINGS).fit([*offers[1:], Offer("o9", "Contrats de vente", "")])

    assert [[(hit.offer_id, hit.score) for hit in hits] for hits in answers(changed)] == [
        [(hit.offer_id, pytest.approx(hit.score)) for hit in hits] for hits in answers(fresh)
    ]
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_large_columns_are_mapped_and_not_read(tmp_path):
    offers = [Offer(f"o{number}", f"contrat {number}", "travail " * 9) for number in range(2000)]
    Matcher().fit(offers).save(tmp_path / "index")
    loaded = Matcher.load(tmp_path / "index").catalogue_

    assert isinstance(loaded.rows.terms.values.base, np.memmap)
    assert isinstance(loaded.postings.slots.base, np.memmap)


def test_an_empty_matcher_is_saved_as_well(tmp_path):
    Matcher().fit([]).save(tmp_path / "index")

    assert Matcher.load(tmp_path / "index").rank("contrat") == []


def test_saving_again_replaces_what_was_there(folder, offers):
    Matcher().fit(offers[:1]).save(folder)

    assert set(Matcher.load(folder).offers_) == {"o1"}


def test_a_folder_is_made_where_there_was_none_and_what_a_save_left_half_written_goes(offers, tmp_path):
    path = tmp_path / "territory" / "index"
    Matcher().fit(offers).save(path)
    (path.with_name("index.new")).mkdir()
    Matcher().fit(offers[:1]).save(path)

    assert set(Matcher.load(path).offers_) == {"o1"}
    assert [file.name for file in path.parent.iterdir()] == ["index"]


def test_what_could_hold_code_is_refused(folder):
    np.save(folder / "offer_ends.npy", np.array([print], dtype=object), allow_pickle=True)

    with pytest.raises(ValueError, match="Python objects"):
        Matcher.load(folder)


def test_another_layout_is_refused(folder):
    (folder / "matcher.json").write_text('{"layout": 0}')

    with pytest.raises(ValueError, match="layout 0"):
        Matcher.load(folder)
