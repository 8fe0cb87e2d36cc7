from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Self

from django import forms
from django.db.models import Min
from django.http import QueryDict
from django.utils import timezone

from core.admin.base import ObjectAction
from core.french import spaced
from core.people.fields import AgentField
from core.people.models import Agent, Direction
from core.web import rich_text
from core.web.fields import FIRST_YEAR, DayField, OneLineField, PlainTextField, ProseField, offer
from core.web.forms import FilterForm
from core.web.idempotency import OneTimeForm
from core.web.stale_forms import FIELD, StaleCheckForm
from dematerialisation import policies
from dematerialisation.group_actions import actions
from dematerialisation.models import Action
from dematerialisation.models.action import (
    METHOD_LENGTH,
    MOST,
    PRECAUTION_LENGTH,
    REASON_LENGTH,
    TITLE_LENGTH,
)
from dematerialisation.querysets import ActionQuerySet
from dematerialisation.states import Outcome, Unit
from suggestions.evaluation.grids import grid_in_use
from suggestions.models import Criterion

CHANGE_LENGTH = 20_000


class EntrustForm(StaleCheckForm):
    leader = AgentField(
        label="Qui mène l’action",
        help_text="Prénom et nom, ou identifiant, de n’importe quel agent. Cette personne en est prévenue.",
        error_messages={"required": "Dites qui mène l’action."},
    )
    due_on = DayField(label="À finir pour le")


class ScreeningForm(StaleCheckForm):
    """The grid in use, asked about an action, and where it leaves it; `cleaned_data` is what `screen` takes."""

    takes_object = True
    TOUCHED = "oui"
    # Of the pitfall, and no answer to its question: « Retrouvera-t-on… ? » and « Enlève-t-elle… ? » go opposite ways.
    PITFALL = (("non", "Rien à craindre"), (TOUCHED, "Le piège est là, et voici ce qui sera fait"))

    def __init__(self, data: Any = None, *, obj: Action, by: Agent) -> None:
        self.grid = grid_in_use()
        self.criteria = list(self.grid.criteria.all())
        super().__init__(data, initial={"grid": self.grid.version, **_screened(obj)})
        for criterion in self.criteria:
            code = criterion.code
            if criterion.kind == Criterion.Kind.VALUE:
                words = [(str(mark), f"{mark} — {said}") for mark, said in enumerate(criterion.words)]
                self.fields[f"mark_{code}"] = _choice(criterion, f"{criterion.name}, de 0 à 4", words)
            else:
                label = spaced(f"Piège : {criterion.name}")
                self.fields[f"pitfall_{code}"] = _choice(criterion, label, self.PITFALL)
                self.fields[f"precaution_{code}"] = PlainTextField(
                    label=spaced(f"Ce qui sera fait pour éviter « {criterion.name} »"),
                    required=False,
                    max_length=PRECAUTION_LENGTH,
                    help_text=spaced("Demandé si le piège est touché ; tous les agents le lisent."),
                    widget=forms.Textarea(attrs={"rows": 2, "placeholder": " "}),
                )
        missing = "Dites où le filtre laisse cette action."
        self.fields["outcome"] = forms.ChoiceField(
            label="Résultat",
            help_text="Seule une action éligible commence, quand un second membre du groupe a vu ces réponses.",
            choices=Outcome.choices,
            widget=forms.RadioSelect,
            error_messages={"required": missing, "invalid_choice": missing},
        )

    def clean(self) -> dict[str, Any]:
        marks, precautions = {}, {}
        for criterion in self.criteria:
            code = criterion.code
            if criterion.kind == Criterion.Kind.VALUE:
                marks[code] = int(self.cleaned_data.get(f"mark_{code}") or 0)
                continue
            touched, precaution = (
                self.cleaned_data.get(f"{name}_{code}") or "" for name in ("pitfall", "precaution")
            )
            if touched == self.TOUCHED and not precaution and f"precaution_{code}" not in self.errors:
                self.add_error(f"precaution_{code}", "Dites ce qui sera fait pour ne pas y tomber.")
            elif touched == "non" and precaution:
                self.add_error(
                    f"pitfall_{code}",
                    spaced("Vous dites ce qui sera fait : choisissez « Le piège est là », ou effacez-le."),
                )
            if touched == self.TOUCHED:
                precautions[code] = precaution
        kept = {name: self.cleaned_data.get(name, "") for name in (FIELD, "outcome")}
        return {**kept, "grid": self.grid.version, "marks": marks, "precautions": precautions}


class ConfirmScreeningForm(StaleCheckForm):
    """Nothing but the stamp of the answers that the page shows."""

    @staticmethod
    def initial_for(action: Action) -> dict[str, Any]:
        return _screened(action) | {"by": action.screened_by_id}


def _screened(action: Action) -> dict[str, Any]:
    said: dict[str, Any] = {"outcome": action.outcome}
    for answer in action.screening.select_related("criterion"):
        code = answer.criterion.code
        if answer.mark is not None:
            said[f"mark_{code}"] = str(answer.mark)
        else:
            said[f"pitfall_{code}"] = ScreeningForm.TOUCHED if answer.is_touched else "non"
            said[f"precaution_{code}"] = answer.precaution
    return said


def _choice(criterion: Criterion, label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    missing = spaced(f"Répondez à « {criterion.name} ».")
    return forms.ChoiceField(
        label=label,
        help_text=criterion.question,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )


def _reason(label: str, help_text: str) -> PlainTextField:
    return PlainTextField(
        label=label,
        max_length=REASON_LENGTH,
        help_text=help_text,
        error_messages={"required": "Dites pourquoi, en une phrase ou deux."},
    )


class BlockForm(forms.Form):
    reason = _reason(
        "Ce qui bloque",
        spaced("Tous les agents le lisent, et le groupe est prévenu. 1 000 caractères au plus."),
    )


class DropForm(forms.Form):
    reason = _reason(
        "Pourquoi elle est abandonnée",
        spaced(
            "Tous les agents le lisent ; qui la menait et les auteurs des idées sont prévenus. "
            "1 000 caractères au plus."
        ),
    )


class FinishForm(forms.Form):
    done_on = DayField(label="Faite le")
    what_it_changed = ProseField(
        label="Ce que cela a changé",
        config={"extensions": rich_text.PAGE},
        max_length=CHANGE_LENGTH,
        help_text="Pour qui, combien de papier ou de temps, et ce que l’on n’attendait pas.",
        error_messages={"required": "Dites ce que cela a changé, même en une phrase."},
    )

    @staticmethod
    def initial_for(action: Action) -> dict[str, Any]:
        return {"done_on": timezone.localdate(), "what_it_changed": action.what_it_changed}


class StepForm(OneTimeForm):
    title = OneLineField(
        label="L’étape",
        max_length=TITLE_LENGTH,
        help_text=spaced("Ce qui sera fait, par exemple « Essayer le formulaire avec trois jardiniers »."),
        error_messages={"required": "Dites ce qui est à faire."},
    )
    due_on = DayField(label="Pour le", required=False)


class GainForm(forms.Form):
    unit = forms.ChoiceField(
        label="En quoi le compte-t-on",
        choices=Unit.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une unité.",
            "invalid_choice": "Choisissez une unité de la liste.",
        },
    )
    amount = forms.IntegerField(
        label="Combien",
        min_value=0,
        max_value=MOST,
        localize=False,
        help_text=spaced(
            "Un nombre entier ; pour un gain qui revient chaque année, ce que fait une année entière."
        ),
        error_messages={
            "required": "Donnez un nombre, même zéro.",
            "invalid": "Écrivez un nombre entier, sans lettres ni virgule.",
            "min_value": spaced(
                "Un gain ne peut pas être négatif : écrivez zéro, et dites le reste dans la méthode."
            ),
            "max_value": spaced("Ce nombre est trop grand : un milliard au plus."),
        },
    )
    method = OneLineField(
        label="Comment le sait-on",
        max_length=METHOD_LENGTH,
        help_text=spaced("Par exemple « relevé des compteurs, d’un trimestre à l’autre »."),
        error_messages={
            "required": spaced("Dites comment ce nombre est obtenu : sans cela, personne n’y croit.")
        },
    )
    on = DayField(label="Le")

    @staticmethod
    def initial_for(action: Action) -> dict[str, Any]:
        return {"on": timezone.localdate()}


class ActionFilterForm(FilterForm):
    """The filters of « Vous l’avez dit, on l’a fait »; every choice is known before the rows are read."""

    STATES = [
        ("", "Tout"),
        ("done", "Ce qui est fait"),
        ("open", "Ce qui est en cours"),
        ("dropped", "Ce qui est abandonné"),
    ]

    state = forms.ChoiceField(label="Montrer", required=False, choices=STATES)
    direction = forms.TypedChoiceField(label="Direction", required=False, coerce=int, empty_value=None)
    year = forms.TypedChoiceField(label="Année", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, choices: dict[str, list[tuple[Any, str]]]) -> None:
        super().__init__(data)
        for name, pairs in choices.items():
            offer(self, name, pairs)

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        return cls.reading(query, choices=_choices())

    def shows(self, state: str) -> bool:
        """Whether that part of the page was asked for; what was given up only by name."""
        asked = self.cleaned_data.get("state")
        return asked == state if asked else state != "dropped"

    def shows_only(self, state: str) -> bool:
        return self.cleaned_data.get("state") == state

    def filter(self, actions: ActionQuerySet) -> ActionQuerySet:
        """By direction and by year; the state decides on the parts of the page."""
        asked = self.cleaned_data
        if asked.get("direction"):
            actions = actions.filter(direction=asked["direction"])
        return actions.of_year(asked["year"]) if asked.get("year") else actions


def _choices() -> dict[str, list[tuple[Any, str]]]:
    this_year = timezone.localdate().year
    first = Action.objects.aggregate(first=Min("done_on"))["first"]
    first_year = min(max(first.year, FIRST_YEAR), this_year) if first else this_year
    directions = Direction.objects.concerned().values_list("pk", "name")
    return {
        "direction": [("", "Toutes"), *((pk, name) for pk, name in directions)],
        "year": [("", "Toutes"), *((year, str(year)) for year in range(this_year, first_year - 1, -1))],
    }


_group_action = partial(ObjectAction, may=policies.may_write)
OBJECT_ACTIONS: Sequence[ObjectAction] = (
    _group_action(
        "commencer",
        "Commencer",
        actions.start,
        policies.can_start,
        form=EntrustForm,
        is_main=True,
        done="L’action est en cours.",
        help="Une action commence quand quelqu’un la mène, et pour un jour dit.",
    ),
    _group_action(
        "valider",
        "Valider le filtre",
        actions.confirm_screening,
        policies.can_confirm_screening,
        form=ConfirmScreeningForm,
        is_main=True,
        done="Le filtre est validé.",
        help="Vous êtes le second membre du groupe à lire ces réponses. Si elles ne vous vont pas, repassez "
        "l’action au filtre.",
    ),
    _group_action(
        "filtrer",
        "Passer au filtre",
        actions.screen,
        policies.can_screen,
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
    _group_action(
        "terminer",
        "C’est fait",
        actions.finish,
        policies.can_finish,
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
    _group_action(
        "etape",
        "Ajouter une étape",
        actions.add_step,
        policies.can_change,
        form=StepForm,
        done="L’étape est ajoutée.",
    ),
    _group_action(
        "confier",
        "Confier, changer l’échéance",
        actions.entrust,
        policies.can_change,
        form=EntrustForm,
        done="C’est noté, et la personne qui mène l’action est prévenue.",
        help=spaced("N’importe quel agent peut mener une action : il n’a pas besoin d’être du groupe."),
    ),
    _group_action(
        "estimer",
        "Estimer un gain",
        actions.guess_gain,
        policies.can_guess_gain,
        form=GainForm,
        done="L’estimation est notée.",
        help=spaced(
            "Une estimation par unité ; une nouvelle prend la place de l’ancienne, que l’historique garde."
        ),
    ),
    _group_action(
        "abandonner",
        "Abandonner",
        actions.drop,
        policies.can_change,
        form=DropForm,
        done="L’action est abandonnée, et chacun lit pourquoi.",
    ),
    _group_action(
        "reprendre",
        "Reprendre cette action",
        actions.resume,
        policies.can_resume,
        is_main=True,
        done="L’action est de nouveau prévue.",
    ),
)
