"""Evaluating, leaving it to the others, closing."""

from core.admin.base import ObjectAction
from suggestions.evaluation import actions, policies
from suggestions.evaluation.forms import CloseForm, EvaluationForm, RecuseForm

APART = (
    "Vous évaluez sans voir les notes des autres\u00a0; elles vous sont montrées dès que la vôtre est enregistrée. "
    "«\u00a0Je ne peux pas juger\u00a0» ne compte pas comme un zéro\u00a0: cela ne compte pas."
)

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
        help=(
            "Vous avez lu les autres\u00a0: votre évaluation sera notée comme revue après les avoir lues. "
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
        done="L’évaluation est close\u00a0: le groupe lit toutes les notes.",
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
