"""Where an idea may stand, and what the group may decide."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    RECEIVED = "received", "Reçue"
    UNDER_STUDY = "under_study", "À l’étude"
    RETAINED = "retained", "Retenue"
    IN_PROGRESS = "in_progress", "En cours"
    DONE = "done", "Réalisée"
    DECLINED = "declined", "Non retenue"
    SET_ASIDE = "set_aside", "Écartée"
    WITHDRAWN = "withdrawn", "Retirée"

    @classmethod
    def public(cls) -> tuple[State, ...]:
        """What every agent reads; the others are between the author and the group."""
        return (cls.UNDER_STUDY, cls.RETAINED, cls.IN_PROGRESS, cls.DONE, cls.DECLINED)

    @classmethod
    def waiting(cls) -> tuple[State, ...]:
        """The group owes an answer."""
        return (cls.RECEIVED, cls.UNDER_STUDY)

    @classmethod
    def followed(cls) -> tuple[State, ...]:
        """A member has something left to do."""
        return (cls.UNDER_STUDY, cls.RETAINED, cls.IN_PROGRESS)

    @property
    def tone(self) -> str:
        if self == State.DONE:
            return "done"
        return "off" if self in (State.DECLINED, State.SET_ASIDE, State.WITHDRAWN) else ""


class Verdict(models.TextChoices):
    RETAINED = "retained", "Retenue"
    DECLINED = "declined", "Non retenue"
