"""States of an idea, verdicts of the group, and other choices."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    RECEIVED = "received", "Reçue"
    UNDER_STUDY = "under_study", "À l’étude"
    RETAINED = "retained", "Retenue"
    IN_PROGRESS = "in_progress", "En cours"
    DONE = "done", "Réalisée"
    DECLINED = "declined", "Non retenue"
    IN_PLACE = "in_place", "Déjà en place"
    SET_ASIDE = "set_aside", "Écartée"
    WITHDRAWN = "withdrawn", "Retirée"

    @classmethod
    def public(cls) -> tuple[State, ...]:
        """Return states that every agent reads; in the others an idea is between its author and the group."""
        return (cls.UNDER_STUDY, cls.RETAINED, cls.IN_PROGRESS, cls.DONE, cls.DECLINED, cls.IN_PLACE)

    @classmethod
    def waiting(cls) -> tuple[State, ...]:
        """The group owes an answer."""
        return (cls.RECEIVED, cls.UNDER_STUDY)

    @classmethod
    def followed(cls) -> tuple[State, ...]:
        """The member in charge has something left to do."""
        return (cls.UNDER_STUDY, cls.RETAINED, cls.IN_PROGRESS)

    @property
    def tone(self) -> str:
        if self in (State.DONE, State.IN_PLACE):
            return "done"
        return "off" if self in (State.DECLINED, State.SET_ASIDE, State.WITHDRAWN) else ""


class Verdict(models.TextChoices):
    RETAINED = "retained", "Retenue"
    DECLINED = "declined", "Non retenue"
    IN_PLACE = "in_place", "Déjà en place"


class Identity(models.TextChoices):
    """Readers of the author's name: all, the group, or no one."""

    NAMED = "named", "Avec mon nom"
    HIDDEN = "hidden", "Mon nom caché aux lecteurs"
    ANONYMOUS = "anonymous", "Anonyme"


class Contact(models.TextChoices):
    """How to inform an agent without a workstation."""

    MAIL = "mail", "Par courriel"
    PHONE = "phone", "Par téléphone"
    LETTER = "letter", "Par courrier"
    SPOKEN = "spoken", "De vive voix"


class Value(models.TextChoices):
    """Values of dematerialisation; the grid marks the same three."""

    SIMPLICITY = "simplicity", "Simplification"
    SHARING = "sharing", "Partage"
    SPEED = "speed", "Rapidité"
