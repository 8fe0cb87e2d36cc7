"""The author contests; the group answers."""

from core.admin.base import ObjectAction
from core.ui.french import spaced
from suggestions.appeals import actions, policies
from suggestions.appeals.forms import AppealAnswerForm, AppealForm
from suggestions.policies import may_moderate, speaks_for

OBJECT_ACTIONS = [
    ObjectAction(
        "repondre-contestation",
        "Répondre à la contestation",
        actions.answer_appeal,
        policies.can_answer_appeal,
        may=may_moderate,
        form=AppealAnswerForm,
        is_main=True,
        done="C’est répondu, et l’auteur prévenu.",
        help="On ne répond qu’une fois. Si la réponse publiée doit changer, corrigez-la aussi.",
    ),
    ObjectAction(
        "contester",
        "Contester ce refus",
        actions.appeal,
        policies.can_appeal,
        may=speaks_for,
        form=AppealForm,
        done=spaced("Le groupe est prévenu : il vous répondra ici."),
        help=spaced("On ne conteste qu’une fois : dites tout."),
    ),
]
