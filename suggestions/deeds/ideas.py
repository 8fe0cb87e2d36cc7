"""The life of an idea, from taking it under study to having it done."""

from core.admin.base import ObjectAction
from suggestions import actions, policies
from suggestions.forms import HandOverForm, SetAsideForm
from suggestions.forms_evaluation import TakeForm

OBJECT_ACTIONS = [
    ObjectAction(
        "prendre",
        "Je m’en charge",
        actions.take_under_study,
        policies.can_take_under_study,
        may=policies.may_moderate,
        form=TakeForm,
        is_main=True,
        done="Vous suivez cette idée\u00a0: elle a son numéro, et tous les agents peuvent la lire.",
        help="Un mot à l’auteur n’est pas obligatoire\u00a0; il tient la promesse d’une première réponse.",
    ),
    ObjectAction(
        "commencer",
        "La réalisation commence",
        actions.start,
        policies.can_start,
        may=policies.may_moderate,
        is_main=True,
        done="L’idée est en cours et l’auteur prévenu.",
    ),
    ObjectAction(
        "terminer",
        "C’est réalisé",
        actions.finish,
        policies.can_finish,
        may=policies.may_moderate,
        is_main=True,
        done="L’idée est réalisée et l’auteur prévenu.",
    ),
    ObjectAction(
        "confier",
        "Confier à un autre membre",
        actions.hand_over,
        policies.can_hand_over,
        may=policies.may_hand_over,
        form=HandOverForm,
        done="L’idée est confiée, et le membre choisi prévenu.",
    ),
    ObjectAction(
        "ecarter",
        "Écarter l’idée",
        actions.set_aside,
        policies.can_set_aside,
        may=policies.may_moderate,
        form=SetAsideForm,
        done="L’idée est écartée\u00a0: son auteur en connaît le motif, personne d’autre ne la verra.",
        help=(
            "Pour une idée injurieuse, nominative ou hors sujet. "
            "Une idée que l’on ne retient pas reçoit une réponse. En cas d’erreur, la mise à l’écart peut être annulée."
        ),
    ),
    ObjectAction(
        "retablir",
        "Annuler la mise à l’écart",
        actions.restore,
        policies.can_restore,
        may=policies.may_moderate,
        is_main=True,
        done="L’idée reprend son chemin là où elle en était, et l’auteur est prévenu.",
    ),
]
