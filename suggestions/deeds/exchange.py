"""Writing to the author, asking an expert."""

from core.admin.base import ObjectAction
from suggestions.actions import exchanges
from suggestions.forms_exchange import AskOpinionForm, WriteForm
from suggestions.policies import exchanges as rights
from suggestions.policies import may_moderate

OBJECT_ACTIONS = [
    ObjectAction(
        "ecrire",
        "Écrire à l’auteur",
        exchanges.write_to_author,
        rights.can_write_to_author,
        may=may_moderate,
        form=WriteForm,
        help="Un mot, ou une question avec le jour où vous espérez la réponse.",
    ),
    ObjectAction(
        "demander-un-avis",
        "Demander un avis",
        exchanges.ask_opinion,
        rights.can_ask_opinion,
        may=may_moderate,
        form=AskOpinionForm,
        help="À un agent dont c’est le métier\u00a0: informatique, ressources humaines, archives…",
    ),
]
