"""The life of an idea, from the start of its realisation to its end."""

from core.admin.base import ObjectAction
from suggestions import access
from suggestions.ideas.actions import finish, hand_over, restore, set_aside, start
from suggestions.ideas.forms import HandOverForm, SetAsideForm
from suggestions.ideas.policies import (
    can_finish,
    can_hand_over,
    can_restore,
    can_set_aside,
    can_start,
    may_hand_over,
)

OBJECT_ACTIONS = [
    ObjectAction(
        "commencer",
        "La réalisation commence",
        start,
        can_start,
        may=access.may_moderate,
        is_main=True,
        done="L’idée est en cours et l’auteur prévenu.",
    ),
    ObjectAction(
        "terminer",
        "C’est réalisé",
        finish,
        can_finish,
        may=access.may_moderate,
        is_main=True,
        done="L’idée est réalisée et l’auteur prévenu.",
    ),
    ObjectAction(
        "confier",
        "Confier à un autre membre",
        hand_over,
        can_hand_over,
        may=may_hand_over,
        form=HandOverForm,
        done="L’idée est confiée, et le membre choisi prévenu.",
    ),
    ObjectAction(
        "ecarter",
        "Écarter l’idée",
        set_aside,
        can_set_aside,
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
        can_restore,
        may=access.may_moderate,
        is_main=True,
        done="L’idée reprend son chemin là où elle en était, et l’auteur est prévenu.",
    ),
]
