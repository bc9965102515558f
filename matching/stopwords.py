"""Words that carry no subject, folded (no accents, lower case).

Written for this library: French and English grammar words, and the politeness of a request ("bonjour", "besoin d'aide",
"pourriez-vous"), which every need holds and no offer should win by.
"""

from __future__ import annotations

FRENCH = frozenset(
    """
    a ai aie aient aies ait alors apres as assez au aucun aucune aujourd aura aurait auront aussi autre autres aux avaient
    avais avait avant avec avez aviez avoir avons ayant beaucoup bien car ce ceci cela celle celles celui cependant certain
    certaine certaines certains ces cet cette ceux chaque chez ci comme comment combien contre d dans de dehors deja depuis
    des donc dont du elle elles en encore entre es est et etaient etais etait etant ete etes etre eu eux fait faire fais
    faisons faites faut font hors ici il ils j je jusqu jusque l la laquelle le lequel les lesquelles lesquels leur leurs
    hui lors lorsque lui m ma mais me meme memes mes mieux moi moins mon n ne ni non nos notre notamment nous on ont ou oui par
    parce parmi pas pendant peu peut peuvent peux plus plusieurs plutot pour pourquoi pourra pourrait pourriez pouvez
    pouvoir pouvons puis puisque qu quand que quel quelle quelles quelque quelques quels qui quoi s sa sans sauf se selon
    sera serait seront ses si sinon soit sommes son sont sous souvent suis sur t ta tandis tant te tel telle telles tels tes
    toi ton toujours tous tout toute toutes tres trop tu un une vers via voici voila vont vos votre vous vu y
    """.split()
)

POLITE = frozenset(
    """
    aide aider aidez besoin besoins bonjour bonsoir cherche cherchons cherchez chercher cordialement dois devons devez doit
    doivent merci monsieur madame recherche recherchons savoir souhaite souhaitons souhaiter souhaitez souhaiterais
    souhaiterions svp veux veut voudrais voudrait voudrions voulons vouloir aimerais aimerions
    bcp daide dc dun dune jai nest pr qd svp tt
    """.split()
)

ENGLISH = frozenset(
    """
    a about after all also am an and any are as at be because been before being between both but by can could did do does
    doing done during each either few for from get had has have having he hello help her here hers him his how i if in into
    is it its just like looking me more most much my need needs no nor not of off on once only or other our ours out over
    own please she should so some such than thank thanks that the their theirs them then there these they this those
    through to too under until up us very want was we were what when where which while who whom whose why will with would
    you your yours
    """.split()
)

STOP_WORDS = FRENCH | POLITE | ENGLISH
