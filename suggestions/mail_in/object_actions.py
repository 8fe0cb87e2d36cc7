from core.admin.base import ObjectAction
from core.ui.french import spaced
from suggestions.mail_in.forms import TreatForm
from suggestions.mail_in.policies import can_treat_as_idea
from suggestions.mail_in.treat_as_idea import treat_as_idea
from suggestions.policies import is_in_group

OBJECT_ACTIONS = [
    ObjectAction(
        "traiter-comme-idee",
        "Traiter comme idée",
        treat_as_idea,
        can_treat_as_idea,
        may=lambda agent, mail: is_in_group(agent),
        form=TreatForm,
        is_main=True,
        help=spaced(
            "L’idée sera celle de l’agent nommé, saisie par vous ; les nouvelles partent à l’adresse qui a écrit. "
            "Assurez-vous que le message est bien de cet agent."
        ),
    )
]
