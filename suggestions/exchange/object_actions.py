"""Writing to the author, asking an expert."""

from core.admin.base import ObjectAction
from core.ui.french import spaced
from suggestions.exchange import actions, policies
from suggestions.exchange.forms import AskOpinionForm, WriteForm
from suggestions.policies import may_moderate

OBJECT_ACTIONS = [
    ObjectAction(
        "ecrire",
        "Écrire à l’auteur",
        actions.write_to_author,
        policies.can_write_to_author,
        may=may_moderate,
        form=WriteForm,
        help="Un mot, ou une question avec le jour où vous espérez la réponse.",
    ),
    ObjectAction(
        "demander-un-avis",
        "Demander un avis",
        actions.ask_opinion,
        policies.can_ask_opinion,
        may=may_moderate,
        form=AskOpinionForm,
        help=spaced("À un agent dont c’est le métier : informatique, ressources humaines, archives…"),
    ),
]
