"""The words of an idea as PostgreSQL indexes them: columns that the database makes, and that no row is read with.

`suggestions_idea.words` holds the stems of the title, weighted A, and of the three texts, weighted C;
`suggestions_idea.letters`, the title in lower case without accents or signs, for its trigrams. Django knows neither:
it would read them with every idea, and bring them back from every save.
"""

from __future__ import annotations

import re

from core.search.query_parser import LITTLE, PIECE

LONGEST = 6000
# Beside the stop words and LITTLE: words of any French sentence, which tell no idea from another. In a large box the
# statistics would say so; a box of ten ideas has none.
FILLERS = LITTLE | frozenset(
    re.findall(
        r"\w+",
        """
        plus moins très trop bien mieux mal peu assez beaucoup encore toujours jamais souvent parfois déjà
        aussi ainsi alors puis ensuite enfin donc quand lorsque lors depuis pendant avant après entre sous vers chez
        hors malgré selon sans dès jusque
        tout toute tous toutes chaque chacun chacune plusieurs quelques certains certaines autre autres même mêmes
        tel telle tels telles rien personne monde gens quelqu quelque où ici là non oui pourquoi combien parce puisque
        faire fait fais font faisait ferait faudrait faut fallait falloir peut peux peuvent pouvait pouvoir pourrait
        pourraient doit dois doivent devait devoir devrait devraient veut veux veulent voudrait vouloir
        va vais vont allait aller irait mettre met mettent mettrait mis mise
        il elle on ça ceci celui celle ceux celles sien leur eux soi être avoir serait seraient auraient aurait
        je tu nous vous ils elles mon ma mes ton ta tes son sa ses notre nos votre vos
        idée idées propose proposer proposition fois chose choses
        jour jours journée semaine semaines mois an ans année années heure heures minute minutes
        lundi mardi mercredi jeudi vendredi samedi dimanche
        zéro deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante cinquante cent mille
        premier première second seconde dernier dernière
        """,
    )
)


def telling(text: str) -> str:
    """The words of a text that may tell one idea from another, for `to_tsvector`."""
    pieces = PIECE.findall(text.replace("\x00", " ")[:LONGEST])
    return " ".join(piece for piece in pieces if piece.lower() not in FILLERS)
