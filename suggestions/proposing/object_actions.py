from core.admin.base import ObjectAction
from core.ui.french import spaced
from suggestions.policies import speaks_for
from suggestions.proposing.actions import accept_thanks
from suggestions.proposing.forms import ThanksForm
from suggestions.proposing.policies import can_accept_thanks

OBJECT_ACTIONS = [
    ObjectAction(
        "remerciements",
        "Dire si mon nom peut être cité",
        accept_thanks,
        can_accept_thanks,
        may=speaks_for,
        form=ThanksForm,
        done=spaced("C’est noté. Merci !"),
        help=spaced("Votre idée est retenue : le groupe aimerait vous en remercier par votre nom."),
    ),
]
