"""The life of an idea, from the start of its realisation to its end."""

from core.admin.base import ObjectAction
from core.ui.french import spaced
from suggestions import policies
from suggestions.ideas.actions import (
    confirm_set_aside,
    drop_set_aside,
    finish,
    hand_over,
    propose_set_aside,
    restore,
    start,
)
from suggestions.ideas.forms import HandOverForm, ProposeSetAsideForm, SeenSetAsideForm
from suggestions.ideas.policies import (
    can_confirm_set_aside,
    can_drop_set_aside,
    can_finish,
    can_hand_over,
    can_propose_set_aside,
    can_restore,
    can_start,
    may_hand_over,
)

OBJECT_ACTIONS = [
    ObjectAction(
        "commencer",
        "La réalisation commence",
        start,
        can_start,
        may=policies.may_moderate,
        is_main=True,
        done="L’idée est en cours et l’auteur prévenu.",
    ),
    ObjectAction(
        "terminer",
        "C’est réalisé",
        finish,
        can_finish,
        may=policies.may_moderate,
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
        "confirmer-ecart",
        "Confirmer la mise à l’écart",
        confirm_set_aside,
        can_confirm_set_aside,
        may=policies.may_moderate,
        form=SeenSetAsideForm,
        is_main=True,
        done=spaced("L’idée est écartée : son auteur en connaît le motif, personne d’autre ne la verra."),
        help="L’auteur reçoit ce motif, avec ces mots. En cas d’erreur, la mise à l’écart peut être annulée.",
    ),
    ObjectAction(
        "garder",
        "Ne pas écarter l’idée",
        drop_set_aside,
        can_drop_set_aside,
        may=policies.may_moderate,
        form=SeenSetAsideForm,
        help=spaced("Ce motif ne partira pas : l’idée poursuit son chemin, et son auteur n’en saura rien."),
        done=spaced("L’idée est gardée : elle poursuit son chemin."),
    ),
    ObjectAction(
        "ecarter",
        "Proposer de l’écarter",
        propose_set_aside,
        can_propose_set_aside,
        may=policies.may_moderate,
        form=ProposeSetAsideForm,
        done=spaced("C’est proposé : un second membre confirme. L’auteur ne sait encore rien."),
        help=(
            "Pour une idée injurieuse, nominative ou hors sujet. Deux membres en décident. "
            "Une idée que l’on ne retient pas reçoit une réponse."
        ),
    ),
    ObjectAction(
        "retablir",
        "Annuler la mise à l’écart",
        restore,
        can_restore,
        may=policies.may_moderate,
        is_main=True,
        done="L’idée reprend son chemin là où elle en était, et l’auteur est prévenu.",
    ),
]
