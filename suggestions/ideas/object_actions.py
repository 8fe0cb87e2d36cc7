"""The life of an idea, from taking it under study to having it done."""

from core.admin.base import ObjectAction
from suggestions import access
from suggestions.evaluation.forms import TakeForm
from suggestions.evaluation.taking import take_under_study
from suggestions.ideas.actions import finish, hand_over, restore, set_aside, start
from suggestions.ideas.forms import HandOverForm, SetAsideForm

OBJECT_ACTIONS = [
    ObjectAction(
        "prendre",
        "Je m’en charge",
        take_under_study,
        access.can_take_under_study,
        may=access.may_moderate,
        form=TakeForm,
        is_main=True,
        done="Vous suivez cette idée\u00a0: elle a son numéro, et tous les agents peuvent la lire.",
        help="Un mot à l’auteur n’est pas obligatoire\u00a0; il tient la promesse d’une première réponse.",
    ),
    ObjectAction(
        "commencer",
        "La réalisation commence",
        start,
        access.can_start,
        may=access.may_moderate,
        is_main=True,
        done="L’idée est en cours et l’auteur prévenu.",
    ),
    ObjectAction(
        "terminer",
        "C’est réalisé",
        finish,
        access.can_finish,
        may=access.may_moderate,
        is_main=True,
        done="L’idée est réalisée et l’auteur prévenu.",
    ),
    ObjectAction(
        "confier",
        "Confier à un autre membre",
        hand_over,
        access.can_hand_over,
        may=access.may_hand_over,
        form=HandOverForm,
        done="L’idée est confiée, et le membre choisi prévenu.",
    ),
    ObjectAction(
        "ecarter",
        "Écarter l’idée",
        set_aside,
        access.can_set_aside,
        may=access.may_moderate,
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
        restore,
        access.can_restore,
        may=access.may_moderate,
        is_main=True,
        done="L’idée reprend son chemin là où elle en était, et l’auteur est prévenu.",
    ),
]
