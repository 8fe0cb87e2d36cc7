from __future__ import annotations

from typing import Any

from django import forms

from core.people.models import Agent, Direction
from core.people.roles import Role
from core.ui.fields import TOO_LONG, OneLineField, PlainTextField, TooLong
from suggestions.models import TEXT_LENGTH, TITLE_LENGTH, Idea
from suggestions.proposing.actions import AMENDED
from suggestions.states import Identity

WORDS = {"max_length": TOO_LONG}


class IdeaWordsForm(forms.Form):
    """What the author writes, at every level of identity."""

    title = OneLineField(
        label="Titre",
        max_length=TITLE_LENGTH,
        help_text=(
            "Votre idée en une phrase, par exemple "
            "«\u00a0Un seul formulaire de congés pour toute la mairie\u00a0»."
        ),
        error_messages={
            "required": "Donnez un titre à votre idée.",
            "max_length": TooLong(
                "Ce titre compte %(show_value)s caractères\u00a0: raccourcissez-le à %(limit_value)s au plus "
                "(%(excess)s de trop)."
            ),
        },
    )
    problem = PlainTextField(
        label="Qu’est-ce qui vous gêne\u00a0?",
        max_length=TEXT_LENGTH,
        help_text="Ce qui se passe aujourd’hui, avec vos mots. 5\u202f000 caractères au plus.",
        error_messages=WORDS | {"required": "Dites ce qui vous gêne\u00a0: une phrase suffit."},
    )
    proposal = PlainTextField(
        label="Que feriez-vous\u00a0?",
        max_length=TEXT_LENGTH,
        help_text="Même si vous ne savez pas comment. 5\u202f000 caractères au plus.",
        error_messages=WORDS | {"required": "Dites ce que vous feriez\u00a0: une phrase suffit."},
    )
    benefit = PlainTextField(
        label="Qu’est-ce que cela changerait\u00a0?",
        max_length=TEXT_LENGTH,
        required=False,
        help_text="Qui y gagne, et quoi\u00a0: du temps, du papier, du calme… 5\u202f000 caractères au plus.",
        error_messages=WORDS,
    )
    seen_elsewhere = OneLineField(
        label="J’ai vu cela ailleurs",
        max_length=300,
        required=False,
        help_text="Dans quelle ville, quel service\u00a0? Le groupe pourra les appeler.",
    )
    direction = forms.ModelChoiceField(
        label="Direction concernée",
        queryset=Direction.objects.none(),
        required=False,
        empty_label="Toute la mairie, ou je ne sais pas",
        error_messages={
            "invalid_choice": "Cette direction n’existe pas ou plus\u00a0: choisissez dans la liste."
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        direction = self.fields["direction"]
        assert isinstance(direction, forms.ModelChoiceField)
        direction.queryset = Direction.objects.concerned()


class IdeaForm(IdeaWordsForm):
    """With the choice between the two levels that give a name."""

    identity = forms.ChoiceField(
        label="Qui saura que l’idée est de vous\u00a0?",
        choices=[choice for choice in Identity.choices if choice[0] != Identity.ANONYMOUS],
        initial=Identity.NAMED,
        widget=forms.RadioSelect,
    )

    @staticmethod
    def initial_for(idea: Idea) -> dict[str, Any]:
        return {name: getattr(idea, name) for name in AMENDED}


class MemberChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, agent: Any) -> str:
        return f"{agent} ({agent.direction})" if agent.direction else str(agent)


class HandOverForm(forms.Form):
    to = MemberChoiceField(
        label="Membre qui suivra l’idée",
        queryset=Agent.objects.none(),
        empty_label="Choisissez…",
        error_messages={"required": "Choisissez qui suivra l’idée."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Agent.objects.with_role(Role.PROJECT_GROUP, Role.GROUP_HEAD).by_name()
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = members.select_related("direction")


class SetAsideForm(forms.Form):
    reason = PlainTextField(
        label="Motif, pour l’auteur",
        max_length=2000,
        help_text=(
            "Injurieuse, nominative, hors sujet… Ce texte est envoyé à l’auteur et n’est jamais montré "
            "à d’autres agents. 2\u202f000 caractères au plus."
        ),
        error_messages={"required": "Dites à l’auteur pourquoi son idée est écartée."},
    )
