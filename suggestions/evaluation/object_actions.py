"""Evaluating, leaving it to the others, closing."""

from core.admin.base import ObjectAction
from core.ui.french import spaced
from suggestions.evaluation import actions, policies
from suggestions.evaluation.forms import CloseForm, EvaluationForm, RecuseForm, TakeForm
from suggestions.policies import may_moderate

APART = "Vous lirez les notes des autres une fois la vôtre enregistrée. Ne pas pouvoir juger n’est pas donner zéro."

OBJECT_ACTIONS = [
    ObjectAction(
        "evaluer",
        "Donner mon évaluation",
        actions.evaluate,
        policies.can_evaluate,
        may=policies.may_open_evaluation,
        form=EvaluationForm,
        is_main=True,
        help=APART,
    ),
    ObjectAction(
        "revoir",
        "Revoir mon évaluation",
        actions.evaluate,
        policies.can_revise,
        may=policies.may_open_evaluation,
        form=EvaluationForm,
        help=spaced(
            "Vous avez lu les autres : votre évaluation sera notée comme revue après les avoir lues. "
            "L’historique garde la première."
        ),
    ),
    ObjectAction(
        "clore-evaluation",
        "Clore l’évaluation",
        actions.close_evaluation,
        policies.can_close_evaluation,
        may=policies.may_close_with_quorum,
        form=CloseForm,
        done=spaced("L’évaluation est close : le groupe lit toutes les notes."),
        help="Plus personne n’évalue ensuite cette idée.",
    ),
    ObjectAction(
        "laisser",
        "Laisser l’évaluation aux autres",
        actions.recuse,
        policies.can_recuse,
        may=policies.may_recuse,
        form=RecuseForm,
        done="Vous laissez cette idée aux autres membres.",
        help=(
            "Vous ne lirez les notes qu’après la clôture. "
            "Une évaluation déjà donnée reste écrite, mais ne compte plus."
        ),
    ),
    ObjectAction(
        "reprendre-place",
        "Reprendre ma place d’évaluateur",
        actions.come_back,
        policies.can_come_back,
        may=policies.may_recuse,
        done="Vous êtes de nouveau parmi les évaluateurs.",
    ),
]

# After the decision and the exchange.
TAKING = [
    ObjectAction(
        "prendre",
        "Je m’en charge",
        actions.take_under_study,
        policies.can_take_under_study,
        may=may_moderate,
        form=TakeForm,
        is_main=True,
        done=spaced("Vous suivez cette idée : elle a son numéro, et tous les agents peuvent la lire."),
        help=spaced("Un mot à l’auteur n’est pas obligatoire ; il tient la promesse d’une première réponse."),
    ),
]
