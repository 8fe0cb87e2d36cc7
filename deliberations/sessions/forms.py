from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.ui.fields import OneLineField
from core.ui.french import listed, spaced
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm
from deliberations.fields import DayField
from deliberations.models import CouncilSession


class SessionForm(forms.Form):
    held_on = DayField(label="Date de la séance")
    kind = forms.ChoiceField(
        label="Type de séance", choices=CouncilSession.Kind.choices, initial=CouncilSession.Kind.ORDINARY
    )
    place = OneLineField(label="Lieu", max_length=200, required=False)
    is_second = forms.BooleanField(label="C’est bien une seconde séance ce jour-là", required=False)

    def __init__(self, *args: Any, session: CouncilSession | None = None, **kwargs: Any) -> None:
        """`session` is the one that is being changed."""
        super().__init__(*args, **kwargs)
        self.session = session
        if not self._same_day():
            del self.fields["is_second"]

    def _same_day(self) -> list[CouncilSession]:
        """The other sessions of the day that was typed; of a session that keeps its day, none."""
        try:
            held_on = self.fields["held_on"].clean(self.data.get(self.add_prefix("held_on")))
        except ValidationError:
            return []
        if self.session and held_on == self.session.held_on:
            return []
        others = CouncilSession.objects.filter(held_on=held_on).order_by("pk")
        return [other for other in others if other != self.session]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "is_second" in self.fields and not cleaned.pop("is_second", False):
            said = listed([f"{other.kind_label}, {other.get_state_display()}" for other in self._same_day()])
            self.add_error(
                "is_second",
                spaced(f"Ce jour-là a déjà une {said} : ouvrez-la plutôt, ou cochez cette case."),
            )
        return cleaned

    @staticmethod
    def initial_for(session: CouncilSession) -> dict[str, Any]:
        return {"held_on": session.held_on, "kind": session.kind, "place": session.place}


class SessionChangeForm(StaleCheckForm, SessionForm):
    pass


class SessionCreateForm(OneTimeForm, SessionForm):
    """A new session, with its one-time key."""

    def _same_day(self) -> list[CouncilSession]:
        # The form sent twice meets what its first sending created: that is no second session.
        mine = str(self.data.get(self.add_prefix("submission_key"), ""))
        return [other for other in super()._same_day() if str(other.submission_key) != mine]


class PublishForm(forms.Form):
    """Nothing to fill in, but a box when acts lack the visa of their rapporteur."""

    without_visas = forms.BooleanField(
        label="Publier sans ces visas",
        error_messages={
            "required": "Cochez cette case pour publier sans ces visas, ou attendez qu’ils soient donnés."
        },
    )

    def __init__(self, *args: Any, lacks_visas: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not lacks_visas:
            del self.fields["without_visas"]


class ReasonForm(forms.Form):
    reason = OneLineField(
        label="Motif",
        max_length=300,
        help_text="Gardé dans l’historique de la séance.",
        error_messages={"required": spaced("Dites pourquoi : l’historique garde ce motif.")},
    )
