"""The buttons of an action: the same on its page and in the admin."""

from collections.abc import Sequence

from core.admin.base import ObjectAction
from core.people.models import Agent
from core.ui.french import spaced
from dematerialisation import policies
from dematerialisation.group_actions import actions
from dematerialisation.group_actions.forms import (
    ConfirmScreeningForm,
    EntrustForm,
    FinishForm,
    GuessForm,
    MeasureForm,
    ReasonForm,
    ScreeningForm,
    StepForm,
)
from dematerialisation.models import Action


class BlockForm(ReasonForm):
    label = "Ce qui bloque"
    help_text = spaced("Tous les agents le lisent, et le groupe est prévenu. 1 000 caractères au plus.")


class DropForm(ReasonForm):
    label = "Pourquoi elle est abandonnée"
    help_text = spaced(
        "Tous les agents le lisent ; qui la menait et les auteurs des idées sont prévenus. "
        "1 000 caractères au plus."
    )


def _may_write(agent: Agent, action: Action) -> bool:
    return policies.can_write(agent)


OBJECT_ACTIONS: Sequence[ObjectAction] = (
    ObjectAction(
        "commencer",
        "Commencer",
        actions.start,
        policies.can_start,
        may=_may_write,
        form=EntrustForm,
        is_main=True,
        done="L’action est en cours.",
        help="Une action commence quand quelqu’un la mène, et pour un jour dit.",
    ),
    ObjectAction(
        "valider",
        "Valider le filtre",
        actions.confirm_screening,
        policies.can_confirm_screening,
        may=_may_write,
        form=ConfirmScreeningForm,
        is_main=True,
        done="Le filtre est validé.",
        help="Vous êtes le second membre du groupe à lire ces réponses. Si elles ne vous vont pas, repassez "
        "l’action au filtre.",
    ),
    ObjectAction(
        "filtrer",
        "Passer au filtre",
        actions.screen,
        policies.can_screen,
        may=_may_write,
        form=ScreeningForm,
        done=spaced("L’action est passée au filtre : un second membre du groupe le valide sur cette page."),
        help=spaced("Trois valeurs, trois pièges : les questions que le groupe pose à chaque idée."),
    ),
    ObjectAction(
        "debloquer",
        "C’est débloqué",
        actions.unblock,
        policies.can_unblock,
        may=policies.may_follow,
        is_main=True,
        done="L’action est de nouveau en cours.",
    ),
    ObjectAction(
        "terminer",
        "C’est fait",
        actions.finish,
        policies.can_finish,
        may=_may_write,
        form=FinishForm,
        done=spaced("L’action est faite : chacun la lit, et les auteurs des idées sont prévenus."),
        help=spaced("Une action ne change pas l’état d’une idée : pensez à dire l’idée réalisée aussi."),
    ),
    ObjectAction(
        "bloquer",
        "Dire que c’est bloqué",
        actions.block,
        policies.can_block,
        may=policies.may_follow,
        form=BlockForm,
        done=spaced("L’action est bloquée : le groupe est prévenu."),
    ),
    ObjectAction(
        "etape",
        "Ajouter une étape",
        actions.add_step,
        policies.can_add_step,
        may=_may_write,
        form=StepForm,
        done="L’étape est ajoutée.",
    ),
    ObjectAction(
        "confier",
        "Confier, changer l’échéance",
        actions.entrust,
        policies.can_entrust,
        may=_may_write,
        form=EntrustForm,
        done="C’est noté, et la personne qui mène l’action est prévenue.",
        help=spaced("N’importe quel agent peut mener une action : il n’a pas besoin d’être du groupe."),
    ),
    ObjectAction(
        "estimer",
        "Estimer un gain",
        actions.guess_gain,
        policies.can_guess_gain,
        may=_may_write,
        form=GuessForm,
        done="L’estimation est notée.",
        help=spaced(
            "Une estimation par unité ; une nouvelle prend la place de l’ancienne, que l’historique garde."
        ),
    ),
    ObjectAction(
        "mesurer",
        "Mesurer un gain",
        actions.measure_gain,
        policies.can_measure_gain,
        may=_may_write,
        form=MeasureForm,
        done="La mesure est notée, à côté de l’estimation.",
        help="Ce que l’on a compté après coup. Zéro se dit aussi.",
    ),
    ObjectAction(
        "veille",
        "Reporter les copies évitées par la veille",
        actions.report_watch_savings,
        policies.can_report_watch_savings,
        may=_may_write,
    ),
    ObjectAction(
        "abandonner",
        "Abandonner",
        actions.drop,
        policies.can_drop,
        may=_may_write,
        form=DropForm,
        done="L’action est abandonnée, et chacun lit pourquoi.",
    ),
    ObjectAction(
        "reprendre",
        "Reprendre cette action",
        actions.resume,
        policies.can_resume,
        may=_may_write,
        is_main=True,
        done="L’action est de nouveau prévue.",
    ),
)


def object_actions_for(agent: Agent, action: Action) -> list[ObjectAction]:
    return [object_action for object_action in OBJECT_ACTIONS if object_action.allowed(agent, action)]


def object_action_named(name: str) -> ObjectAction:
    return next(object_action for object_action in OBJECT_ACTIONS if object_action.name == name)
