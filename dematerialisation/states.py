"""The states of an action, the outcomes of its filter, and the units of its gains."""

from __future__ import annotations

from django.db import models

from suggestions.states import State as IdeaState

# The states of an idea that the group has evaluated, and kept.
RETAINED = (IdeaState.RETAINED, IdeaState.IN_PROGRESS, IdeaState.DONE)


class ActionState(models.TextChoices):
    PLANNED = "planned", "Prévue"
    IN_PROGRESS = "in_progress", "En cours"
    BLOCKED = "blocked", "Bloquée"
    DONE = "done", "Faite"
    DROPPED = "dropped", "Abandonnée"

    @classmethod
    def open(cls) -> tuple[ActionState, ...]:
        """Somebody has something left to do."""
        return (cls.PLANNED, cls.IN_PROGRESS, cls.BLOCKED)

    @property
    def tone(self) -> str:
        tones = {ActionState.DONE: "done", ActionState.BLOCKED: "late", ActionState.DROPPED: "off"}
        return tones.get(self, "")


class Outcome(models.TextChoices):
    """The filter ends with one of these; the first alone lets the action start."""

    ELIGIBLE = "eligible", "Éligible"
    TO_REVIEW = "to_review", "À revoir"
    SET_ASIDE = "set_aside", "Écartée"

    @property
    def tone(self) -> str:
        return {Outcome.ELIGIBLE: "done", Outcome.SET_ASIDE: "off"}.get(self, "late")


class Unit(models.TextChoices):
    """The three measures of the group, in the order in which the page of results shows them."""

    SHEETS = "sheets", "feuilles de papier"
    LINKS = "links", "liens entre logiciels"
    HOURS = "hours", "heures de travail par an"

    def words(self, amount: int) -> str:
        """After a number; French counts 0 and 1 in the singular."""
        return ONE[self] if amount < 2 else str(self.label)


ONE = {
    Unit.SHEETS: "feuille de papier",
    Unit.LINKS: "lien entre logiciels",
    Unit.HOURS: "heure de travail par an",
}
