"""Forms of a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from core.french import spaced
from core.people.models import Agent
from core.web.fields import DayField, OneLineField, PlainTextField, offer
from core.web.idempotency import OneTimeForm
from core.web.stale_forms import StaleCheckForm
from suggestions.models import Idea, Meeting
from suggestions.policies import group_members


class MeetingForm(forms.Form):
    day = DayField(label="Jour", error_messages={"required": "Choisissez le jour de la réunion."})
    hour = forms.TimeField(
        label="Heure",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": "Choisissez l’heure de la réunion.",
            "invalid": spaced("Cette heure n’existe pas : écrivez-la comme 14:30."),
        },
    )
    place = OneLineField(label="Lieu", max_length=120, required=False)
    chaired_by = forms.ModelChoiceField(
        label="Présidée par",
        queryset=group_members().by_name(),
        required=False,
        empty_label="Nous le dirons le jour même",
        error_messages={"invalid_choice": "Choisissez parmi les membres du groupe."},
    )

    def clean(self) -> dict[str, Any]:
        """`starts_at` in the place of the day and the hour."""
        data = super().clean() or {}
        day, hour = data.pop("day", None), data.pop("hour", None)
        if day and hour:
            data["starts_at"] = timezone.make_aware(datetime.combine(day, hour))
        return data


class MeetingPrepareForm(OneTimeForm, MeetingForm):
    pass


class MeetingAmendForm(StaleCheckForm, MeetingForm):
    @classmethod
    def initial_for(cls, meeting: Meeting, /) -> dict[str, Any]:
        start = timezone.localtime(meeting.starts_at)
        return super().initial_for(meeting) | {"day": start.date(), "hour": start.time()}


class NoteForm(StaleCheckForm):
    present = forms.ModelMultipleChoiceField(
        label="Présents",
        queryset=Agent.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Cochez parmi les membres du groupe.",
            "invalid_pk_value": "Cochez parmi les membres du groupe.",
        },
    )
    chaired_by = forms.ModelChoiceField(
        label="Présidée par",
        queryset=Agent.objects.none(),
        required=False,
        empty_label="Personne encore",
        error_messages={"invalid_choice": "Choisissez parmi les membres du groupe."},
    )
    notes = PlainTextField(
        label="Autres points",
        max_length=10_000,
        required=False,
        help_text="Invités, excusés, ce qui s’est dit hors de l’ordre du jour.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who has left the group stays where they are named.
        present = [agent.pk for agent in self.initial.get("present", ())]
        known = Q(pk__in=group_members().values("pk")) | Q(pk__in=present)
        for name in ("present", "chaired_by"):
            offer(self, name, Agent.objects.filter(known).by_name())


class PostponeForm(forms.Form):
    said = PlainTextField(
        label="Ce qui s’est dit",
        max_length=4000,
        required=False,
        help_text=spaced("Pour le compte rendu : ce qui manque pour décider la prochaine fois."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AddForm(forms.Form):
    idea = forms.ModelChoiceField(
        label="Ajouter une idée prête",
        queryset=Idea.objects.none(),
        to_field_name="reference",
        error_messages={
            "required": "Choisissez l’idée à ajouter.",
            "invalid_choice": "Cette idée n’est pas, ou plus, parmi celles qui sont prêtes.",
        },
    )

    def __init__(self, data: Any = None, *, ready: Any, offered: Iterable[Idea] = ()) -> None:
        """`ready` is what may be chosen; `offered`, what the list shows of it."""
        super().__init__(data)
        offer(self, "idea", ready)
        named = [(idea.reference, f"{idea.label} · {idea.title}") for idea in offered]
        offer(self, "idea", [("", "Choisissez…"), *named])
