"""Rank offers of help for a need written in two hurried lines.

>>> from matching import Matcher, Offer
>>> offers = [
...     Offer(id="o1", title="Relecture de contrats de travail", text="Clauses, avenants, période d’essai."),
...     Offer(id="o2", title="Réglage de presses à injecter", text="Outillage, moules, changement de série."),
... ]
>>> [hit.offer_id for hit in Matcher().fit(offers).rank("relir contra de travaille")]
['o1']
"""

from matching.matcher import FLOOR, Matcher
from matching.thesaurus import Entry
from matching.types import Hit, Likeness, Offer, Part, Reason, Team, Tie

__all__ = ["FLOOR", "Entry", "Hit", "Likeness", "Matcher", "Offer", "Part", "Reason", "Team", "Tie"]
