"""Writing to the author, asking an expert."""

from core.people.desk import Deed
from suggestions.actions import exchanges
from suggestions.forms_exchange import AskOpinionForm, WriteForm
from suggestions.policies import exchanges as rights
from suggestions.policies import may_moderate

DEEDS = [
    Deed(
        "ecrire",
        "Écrire à l’auteur",
        exchanges.write_to_author,
        rights.can_write_to_author,
        may=may_moderate,
        form=WriteForm,
        help="Un mot, ou une question avec le jour où vous espérez la réponse.",
    ),
    Deed(
        "demander-un-avis",
        "Demander un avis",
        exchanges.ask_opinion,
        rights.can_ask_opinion,
        may=may_moderate,
        form=AskOpinionForm,
        help="À un agent dont c’est le métier\u00a0: informatique, ressources humaines, archives…",
    ),
]
