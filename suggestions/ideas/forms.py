from __future__ import annotations

from functools import partial
from typing import Any

from django import forms

from core.admin.base import ObjectAction
from core.french import spaced
from core.web.fields import PlainTextField
from suggestions import policies
from suggestions.ideas import actions
from suggestions.models import Idea
from suggestions.policies import group_members, proposed_set_aside


class SeenField(forms.CharField):
    """Version of the words on the page; after a refusal, the current version."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=60, **kwargs)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class MemberChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, agent: Any) -> str:
        return f"{agent} ({agent.direction})" if agent.direction else str(agent)


class HandOverForm(forms.Form):
    to = MemberChoiceField(
        label="Membre qui suivra l’idée",
        queryset=group_members().by_name().select_related("direction"),
        empty_label="Choisissez…",
        error_messages={"required": "Choisissez qui suivra l’idée."},
    )


class ProposeSetAsideForm(forms.Form):
    reason = PlainTextField(
        label="Motif, pour l’auteur",
        max_length=2000,
        help_text=spaced(
            "Injurieuse, nominative, hors sujet… Ce texte est envoyé à l’auteur une fois confirmé, et n’est jamais "
            "montré à d’autres agents. 2 000 caractères au plus."
        ),
        error_messages={"required": "Dites à l’auteur pourquoi son idée est écartée."},
    )


class SeenSetAsideForm(forms.Form):
    seen = SeenField()

    @staticmethod
    def initial_for(idea: Idea) -> dict[str, str]:
        proposed = proposed_set_aside(idea)
        return {"seen": str(proposed.pk) if proposed else ""}


# A button of the group, on an idea that is none of theirs.
group_action = partial(ObjectAction, may=policies.may_moderate)
OBJECT_ACTIONS = [
    group_action(
        "commencer",
        "La réalisation commence",
        actions.start,
        policies.can_start,
        is_main=True,
        done="L’idée est en cours et l’auteur prévenu.",
    ),
    group_action(
        "terminer",
        "C’est réalisé",
        actions.finish,
        policies.can_finish,
        is_main=True,
        done="L’idée est réalisée et l’auteur prévenu.",
    ),
    ObjectAction(
        "confier",
        "Confier à un autre membre",
        actions.hand_over,
        policies.can_hand_over,
        may=policies.may_hand_over,
        form=HandOverForm,
        done="L’idée est confiée, et le membre choisi prévenu.",
    ),
    group_action(
        "confirmer-ecart",
        "Confirmer la mise à l’écart",
        actions.confirm_set_aside,
        policies.can_confirm_set_aside,
        form=SeenSetAsideForm,
        is_main=True,
        done=spaced("L’idée est écartée : son auteur en connaît le motif, personne d’autre ne la verra."),
        help="L’auteur reçoit ce motif, avec ces mots. En cas d’erreur, la mise à l’écart peut être annulée.",
    ),
    group_action(
        "garder",
        "Ne pas écarter l’idée",
        actions.drop_set_aside,
        policies.can_drop_set_aside,
        form=SeenSetAsideForm,
        help=spaced("Ce motif ne partira pas : l’idée poursuit son chemin, et son auteur n’en saura rien."),
        done=spaced("L’idée est gardée : elle poursuit son chemin."),
    ),
    group_action(
        "ecarter",
        "Proposer de l’écarter",
        actions.propose_set_aside,
        policies.can_propose_set_aside,
        form=ProposeSetAsideForm,
        done=spaced("C’est proposé : un second membre confirme. L’auteur ne sait encore rien."),
        help=(
            "Pour une idée injurieuse, nominative ou hors sujet. Deux membres en décident. "
            "Une idée que l’on ne retient pas reçoit une réponse."
        ),
    ),
    group_action(
        "retablir",
        "Annuler la mise à l’écart",
        actions.restore,
        policies.can_restore,
        is_main=True,
        done="L’idée reprend son chemin là où elle en était, et l’auteur est prévenu.",
    ),
]
