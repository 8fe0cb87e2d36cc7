"""Forms of the decision and of the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from core.admin.base import ObjectAction
from core.french import listed, spaced
from core.people.models import Agent
from core.people.roles import Role
from core.web import rich_text
from core.web.fields import OneLineField, PlainTextField, ProseField, offer
from core.web.stale_forms import StaleCheckForm
from suggestions.decisions import actions, answers, policies
from suggestions.decisions.answers import words_seen
from suggestions.evaluation.policies import can_see_marks, is_ready
from suggestions.ideas.forms import SeenField, group_action
from suggestions.models import ANSWER_LENGTH, Answer, Criterion, Grid, Idea
from suggestions.states import Value, Verdict

VOTES = ("votes_for", "votes_against", "votes_abstained")
HELP_FOR_REFUSALS = (
    "Un refus se fonde sur au moins une valeur que l’idée ne sert pas, ou un piège où elle tombe. "
    "Leurs noms paraîtront avec la réponse."
)


class VoteField(forms.IntegerField):
    def __init__(self, label: str, help_text: str = "") -> None:
        wrong = "Un nombre de voix s’écrit en chiffres, de 0 à 999."
        super().__init__(
            label=label,
            help_text=spaced(help_text),
            min_value=0,
            max_value=999,
            required=False,
            error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )


class CriteriaField(forms.ModelMultipleChoiceField):
    """The grid's values, then its pitfalls."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, criterion: Any) -> str:
        return spaced(f"{criterion.get_kind_display()} : {criterion.name}")


class DecisionForm(forms.Form):
    """The group's decision, with only the questions that this idea raises."""

    takes_object = True

    verdict = forms.ChoiceField(
        label="Ce que le groupe décide",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que le groupe décide."},
    )
    reasons = PlainTextField(
        label="Raisons",
        max_length=5000,
        help_text=spaced("Pour le groupe : la réponse s’écrira à partir d’elles. 5 000 caractères au plus."),
        error_messages={"required": "Écrivez les raisons de la décision."},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    criteria = CriteriaField(
        label="Au regard de la grille",
        queryset=Criterion.objects.none(),
        required=False,
        help_text=HELP_FOR_REFUSALS,
        error_messages={"invalid_choice": "Choisissez parmi les critères de la grille."},
    )
    value = forms.ChoiceField(
        label="Valeur que l’idée sert d’abord",
        choices=[("", "Je ne sais pas encore"), *Value.choices],
        required=False,
    )
    veto_lifted_because = PlainTextField(
        label="Pourquoi le veto est levé",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    without_quorum_because = PlainTextField(
        label="Pourquoi décider sans le quorum",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    votes_for = VoteField(
        "Voix pour", "En réunion, pas plus de voix en tout que de présents cochés. Vides : aucun vote."
    )
    votes_against = VoteField("Voix contre")
    votes_abstained = VoteField("Abstentions")
    seen = SeenField()

    def __init__(self, data: Any = None, *, obj: Idea, by: Agent) -> None:
        super().__init__(data, initial=self._initial(obj))
        offered = Q(grid__state=Grid.State.IN_USE)
        if decision := obj.group_decision:
            # Those of an earlier grid that the decision already names stay offered.
            offered |= Q(pk__in=decision.criteria.values("pk"))
        offer(self, "criteria", Criterion.objects.filter(offered).select_related("grid"))
        self._keep_what_is_asked(obj, by)

    def _keep_what_is_asked(self, idea: Idea, by: Agent) -> None:
        if not can_see_marks(by, idea):
            # Whether there is one is not theirs to know yet.
            self.fields["veto_lifted_because"].help_text = (
                "Retenir une idée qui porte un veto demande pourquoi il est levé. "
                "Vous lirez les notes des autres une fois la vôtre donnée."
            )
        elif names := actions.vetoes_on(idea):
            field = self.fields["veto_lifted_because"]
            field.help_text = spaced(
                f"Veto posé : {listed(names)}. Il ne se moyenne pas : "
                "pour retenir l’idée, dites pourquoi il est levé."
            )
        else:
            del self.fields["veto_lifted_because"]
        if is_ready(idea) or not by.has_role(Role.GROUP_HEAD):
            del self.fields["without_quorum_because"]
        else:
            self.fields["without_quorum_because"].required = True
            self.fields["without_quorum_because"].help_text = "Trop peu de membres ont évalué cette idée."

    @staticmethod
    def _initial(idea: Idea) -> dict[str, Any]:
        decision = idea.group_decision
        if decision is None:
            return {"value": idea.value}
        names = ("verdict", "reasons", "veto_lifted_because", "without_quorum_because", *VOTES)
        said = {name: getattr(decision, name) for name in names}
        return said | {"criteria": decision.criteria.all(), "value": idea.value, "seen": decision.stamp}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(name in self.errors for name in VOTES):
            given = [data.get(name) is not None for name in VOTES]
            if any(given) and not all(given):
                missing = VOTES[given.index(False)]
                self.add_error(missing, spaced("Notez les trois nombres de voix, ou aucun : zéro en est un."))
        if (
            data.get("verdict") == Verdict.DECLINED
            and not data.get("criteria")
            and "criteria" not in self.errors
        ):
            self.add_error("criteria", "Choisissez au moins une valeur ou un piège qui explique le refus.")
        if "criteria" in data:
            data["criteria"] = list(data["criteria"])
        return data


def _answer(label: str, required: str, help_text: str = "") -> ProseField:
    return ProseField(
        label=label,
        config={"extensions": rich_text.WORDS},
        max_length=ANSWER_LENGTH,
        help_text=help_text,
        error_messages={"required": required},
    )


class AnswerForm(StaleCheckForm):
    """The text; its verdict is the decision's."""

    text = _answer("Réponse", "Écrivez la réponse.")

    @staticmethod
    def initial_for(idea: Idea) -> dict[str, Any]:
        # Of another decision, the answer is to be written again.
        decision = idea.group_decision
        said = {"verdict": decision.verdict} if decision else {}
        return said | ({"text": idea.draft.text} if idea.draft else {})


class InPlaceForm(forms.Form):
    text = _answer(
        "Où c’est déjà en place",
        "Dites où c’est déjà en place.",
        spaced("L’auteur le lira. Ajoutez aussi, sous l’idée, un lien « voir aussi » vers ce qui existe."),
    )


class DraftPreview(forms.Widget):
    """The answer as it will be read, and the stamp that says which answer was read."""

    template_name = "suggestions/decisions/draft_preview.html"
    use_fieldset = True

    def format_value(self, value: Any) -> Any:
        return value


class DraftField(forms.CharField):
    """`initial` is the answer; what comes back is the stamp of the one that was shown."""

    widget = DraftPreview

    def __init__(self, label: str, help_text: str = "") -> None:
        unread = "Lisez la réponse ci-dessous d’abord."
        super().__init__(
            label=label, max_length=100, error_messages={"required": unread, "max_length": unread}
        )

    def bound_data(self, data: Any, initial: Any) -> Any:
        # After an error, show the current answer, not the outdated one.
        return initial


class RereadForm(forms.Form):
    draft = DraftField("La réponse, à relire")

    @staticmethod
    def initial_for(idea: Idea) -> dict[str, Any]:
        return {"draft": idea.draft}


class PublishForm(RereadForm):
    draft = DraftField("La réponse, telle qu’elle sera publiée")


class CorrectForm(forms.Form):
    text = _answer(
        "Réponse corrigée",
        "Écrivez la réponse corrigée.",
        "La première réponse reste lisible, un clic plus loin.",
    )
    reason = OneLineField(
        label="Pourquoi la corriger",
        max_length=300,
        help_text="L’auteur et ceux qui suivent l’idée liront cette raison.",
        error_messages={"required": "Dites pourquoi la réponse est corrigée."},
    )
    seen = SeenField()

    @staticmethod
    def initial_for(idea: Idea) -> dict[str, Any]:
        answer: Answer | None = idea.published_answer
        if answer is None:
            return {}
        latest = answer.corrections.last()
        return {"text": latest.text if latest else answer.text, "seen": words_seen(latest)}


OBJECT_ACTIONS = [
    group_action(
        "publier",
        "Publier la réponse",
        answers.publish_answer,
        policies.can_publish_answer,
        form=PublishForm,
        is_main=True,
        done="La réponse est publiée et l’auteur prévenu.",
        help=spaced(
            "Après la publication, ces mots ne changent plus : une correction s’y ajoute, avec sa raison."
        ),
    ),
    ObjectAction(
        "relire-et-publier",
        "Relire et publier",
        answers.reread_and_publish,
        policies.can_reread_answer,
        may=policies.may_decide,
        form=RereadForm,
        is_main=True,
        done="La réponse est publiée et l’auteur prévenu.",
        help=spaced(
            "Est-elle claire, juste, aimable ? Sinon, reprenez-la par « Préparer la réponse ». "
            "Après la publication, ces mots ne changent plus : une correction s’y ajoute, avec sa raison."
        ),
    ),
    ObjectAction(
        "relire",
        "Relire sans publier",
        answers.reread_answer,
        policies.can_reread_answer,
        may=policies.may_decide,
        form=RereadForm,
        done=spaced("La réponse est relue : elle peut être publiée."),
        help=spaced("Est-elle claire, juste, aimable ? Sinon, reprenez-la par « Préparer la réponse »."),
    ),
    ObjectAction(
        "decider",
        "Noter la décision",
        actions.decide,
        policies.can_decide,
        may=policies.may_decide,
        form=DecisionForm,
        done=spaced("La décision est notée. Il reste à préparer la réponse : l’auteur ne sait encore rien."),
        help="L’auteur et les lecteurs ne voient rien avant la publication de la réponse.",
    ),
    ObjectAction(
        "deja-en-place",
        "C’est déjà en place",
        answers.answer_in_place,
        policies.can_answer_in_place,
        may=policies.may_decide,
        form=InPlaceForm,
        done="La réponse est prête. Un second membre la relit et la publie.",
        help=spaced("Sans attendre l’évaluation : vous dites où, un second membre relit et publie."),
    ),
    group_action(
        "repondre",
        "Préparer la réponse",
        answers.prepare_answer,
        policies.can_prepare_answer,
        form=AnswerForm,
        done="La réponse est prête. Un second membre la relit avant sa publication.",
        help=spaced(
            "Elle reste entre vous jusqu’à sa publication. Une idée non retenue reste lisible : "
            "dites pourquoi, et ce qui pourrait changer la réponse."
        ),
    ),
]
# Rare: after everything else.
AFTERWARDS = [
    group_action(
        "corriger",
        "Corriger la réponse publiée",
        answers.correct_answer,
        policies.can_correct_answer,
        form=CorrectForm,
        done=spaced("La réponse est corrigée : l’auteur et ceux qui suivent l’idée sont prévenus."),
    ),
]
