"""Forms of the evaluation: taking under study, evaluating, recusing oneself, closing."""

from __future__ import annotations

from typing import Any

from django import forms

from core.admin.base import ObjectAction
from core.french import of, spaced
from core.people.models import Agent
from core.web.fields import OneLineField, PlainTextField
from suggestions.evaluation import actions, policies
from suggestions.evaluation.actions import COMMENT_LENGTH, NEW_GRID, REASON_LENGTH, evaluation_stamp
from suggestions.evaluation.grids import grid_in_use
from suggestions.evaluation.quorum import Seat, seats_of
from suggestions.ideas.forms import SeenField, group_action
from suggestions.models import Criterion, Evaluation, Flag, Idea
from suggestions.states import Value

CANNOT_JUDGE = "none"
WORD_LENGTH = 5000
JUDGE = spaced("Choisissez une note de 0 à 4, ou « je ne peux pas juger ».")
LEVEL = "Dites s’il n’y a rien à signaler, si c’est à surveiller, ou si c’est un veto."
RANGE = "Choisissez dans la liste."


def _choices(choices: list[tuple[str, str]], label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", "Je ne sais pas"), *choices],
        error_messages={"invalid_choice": RANGE},
    )


class EvaluationForm(forms.Form):
    """The grid in service, for a seat that `by` holds on `obj`; `cleaned_data` is what `evaluate` takes.

    Fields are named by the codes of the criteria, which stay the same from one version to the next: what was typed
    under an earlier version is still there under the new one.
    """

    takes_object = True

    def __init__(self, data: Any = None, *, obj: Idea, by: Agent) -> None:
        super().__init__(data)
        self.grid = grid_in_use()
        self.criteria: list[Criterion] = list(self.grid.criteria.all())
        self.held = seats_of(obj).held_by(by)
        self.seat = self._seat(obj, by)
        self.earlier = self._earlier(obj)
        self.fields["grid"] = SeenField(initial=str(self.grid.version))
        self.fields["seen"] = SeenField(initial=evaluation_stamp(self.earlier))
        self.fields["seat"] = self._seat_field(by)
        for criterion in self.criteria:
            if criterion.kind == Criterion.Kind.VALUE:
                self.fields[f"mark_{criterion.code}"] = _mark_field(criterion)
            else:
                self.fields[f"flag_{criterion.code}"] = _flag_field(criterion)
                self.fields[f"reason_{criterion.code}"] = _reason_field(criterion)
        effort, saving = "Quel effort, à votre avis ?", "Combien de temps gagné, pour toute la mairie ?"
        self.fields["effort"] = _choices(Evaluation.Effort.choices, spaced(effort))
        self.fields["saving"] = _choices(Evaluation.Saving.choices, spaced(saving))
        self.fields["comment"] = PlainTextField(
            label="Ce que j’en dis au groupe",
            max_length=COMMENT_LENGTH,
            required=False,
            help_text=spaced(
                "Lu par les membres qui ont évalué, jamais par l’auteur. 5 000 caractères au plus."
            ),
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        if self.earlier:
            self.initial = {**self.initial, **self._initial(self.earlier)}

    def _seat(self, idea: Idea, by: Agent) -> Seat | None:
        """The one that was sent, else the first still empty, else the first."""
        asked = str(self.data.get("seat", ""))
        made = seats_of(idea).made
        empty = [seat for seat in self.held if seat.member.pk not in made]
        return next(
            (seat for seat in self.held if seat.member.reference == asked),
            next(iter(empty + self.held), None),
        )

    def _earlier(self, idea: Idea) -> Evaluation | None:
        if self.seat is None or self.seat.member.pk not in seats_of(idea).made:
            return None
        return idea.evaluations.filter(seat=self.seat.member).first()

    def _seat_field(self, by: Agent) -> forms.ChoiceField:
        choices = [
            (seat.member.reference, "En mon nom" if seat.member == by else f"À la place {of(seat.member)}")
            for seat in self.held
        ]
        gone = spaced(
            "Cette place n’est pas, ou plus, à vous : quelqu’un l’a remplie, ou vous l’avez quittée. "
            "Rien n’est perdu ici."
        )
        return forms.ChoiceField(
            label=spaced("Pour qui évaluez-vous ?"),
            choices=choices,
            initial=self.seat.member.reference if self.seat else "",
            widget=forms.RadioSelect if len(choices) > 1 else forms.HiddenInput,
            error_messages={"required": gone, "invalid_choice": gone},
        )

    def _initial(self, earlier: Evaluation) -> dict[str, Any]:
        marks = earlier.marks.values_list("criterion__code", "mark")
        flags = earlier.flags.values_list("criterion__code", "level", "reason")
        initial: dict[str, Any] = {name: getattr(earlier, name) for name in ("effort", "saving", "comment")}
        for code, mark in marks:
            initial[f"mark_{code}"] = CANNOT_JUDGE if mark is None else str(mark)
        for code, level, reason in flags:
            initial |= {f"flag_{code}": level, f"reason_{code}": reason}
        return initial

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("grid") != str(self.grid.version):
            self.add_error(None, NEW_GRID + self._left_out())
        marks: dict[str, int | None] = {}
        flags: dict[str, tuple[str, str]] = {}
        for criterion in self.criteria:
            code = criterion.code
            if criterion.kind == Criterion.Kind.VALUE:
                mark = given.get(f"mark_{code}")
                marks[code] = int(mark) if mark not in (None, "", CANNOT_JUDGE) else None
                continue
            level, reason = given.get(f"flag_{code}") or Flag.Level.NONE, given.get(f"reason_{code}") or ""
            if level != Flag.Level.NONE and not reason.strip() and f"reason_{code}" not in self.errors:
                self.add_error(f"reason_{code}", spaced("Dites pourquoi : une phrase suffit."))
            flags[code] = (level, reason)
        return {
            "seat": self.seat.member if self.seat else None,
            "grid": self.grid.version,
            "seen": given.get("seen") or "",
            "marks": marks,
            "flags": flags,
            **{name: given.get(name) or "" for name in ("effort", "saving", "comment")},
        }

    def _left_out(self) -> str:
        """Reasons typed about pitfalls that the new version no longer asks about: not a word is lost."""
        known = {f"reason_{criterion.code}" for criterion in self.criteria}
        typed = [
            str(value).strip()
            for name, value in self.data.items()
            if name.startswith("reason_") and name not in known and str(value).strip()
        ]
        return (
            spaced(f" Elle ne demande plus ce à quoi vous répondiez : « {' / '.join(typed)} ».")
            if typed
            else ""
        )


def _mark_field(criterion: Criterion) -> forms.ChoiceField:
    words = [(str(mark), f"{mark} — {said}") for mark, said in enumerate(criterion.words)]
    return forms.ChoiceField(
        label=f"{criterion.name}, de 0 à 4",
        help_text=criterion.question,
        choices=[*words, (CANNOT_JUDGE, "Je ne peux pas juger")],
        widget=forms.RadioSelect,
        error_messages={"required": JUDGE, "invalid_choice": JUDGE},
    )


def _flag_field(criterion: Criterion) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=spaced(f"Piège : {criterion.name}"),
        help_text=criterion.question,
        choices=Flag.Level.choices,
        initial=Flag.Level.NONE,
        widget=forms.RadioSelect,
        error_messages={"required": LEVEL, "invalid_choice": LEVEL},
    )


def _reason_field(criterion: Criterion) -> PlainTextField:
    return PlainTextField(
        label=spaced(f"Pourquoi signaler « {criterion.name} »"),
        max_length=REASON_LENGTH,
        required=False,
        help_text="Demandé pour un piège à surveiller ou un veto.",
        # The style sheet hides it, empty, while nothing is flagged; a placeholder tells that it is empty.
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": " "}),
    )


class RecuseForm(forms.Form):
    reason = OneLineField(
        label="Pourquoi",
        max_length=300,
        required=False,
        help_text="Lu par le groupe. Vous êtes concerné, vous en avez parlé avec l’auteur…",
    )


class CloseForm(forms.Form):
    takes_object = True

    reason = OneLineField(label="Pourquoi clore maintenant", max_length=300)

    def __init__(self, data: Any = None, *, obj: Idea, by: Agent) -> None:
        super().__init__(data)
        seated = seats_of(obj)
        field = self.fields["reason"]
        field.required = not policies.has_quorum(obj)
        field.error_messages["required"] = spaced(
            "Le quorum n’est pas atteint : dites pourquoi vous clôturez maintenant."
        )
        count = f"{len(seated.counted)} sur {seated.expected}"
        field.help_text = spaced(f"Évaluations données : {count}. Lu par le groupe.")


class TakeForm(forms.Form):
    word = PlainTextField(
        label="Un mot à l’auteur",
        max_length=WORD_LENGTH,
        required=False,
        help_text=spaced(
            "C’est la première réponse humaine qui lui est promise : ce que vous avez compris, ce qui va se "
            "passer. Vous pourrez aussi lui écrire plus tard."
        ),
    )
    value = forms.ChoiceField(
        label="Valeur servie",
        required=False,
        choices=[("", "Je ne sais pas encore"), *Value.choices],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": RANGE},
    )

    @staticmethod
    def initial_for(idea: Idea) -> dict[str, Any]:
        return {"value": idea.value}


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
    group_action(
        "prendre",
        "Je m’en charge",
        actions.take_under_study,
        policies.can_take_under_study,
        form=TakeForm,
        is_main=True,
        done=spaced("Vous suivez cette idée : elle a son numéro, et tous les agents peuvent la lire."),
        help=spaced("Un mot à l’auteur n’est pas obligatoire ; il tient la promesse d’une première réponse."),
    ),
]
