"""Small tablets at doors and screens in lobbies: an address that reads one room or one site, and nothing else."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.history.tracking import was_tracked
from core.people.models import Agent
from core.ui.french import spaced
from core.ui.keys import random_key
from rooms.models.places import Room, Site


@was_tracked(exclude=("last_seen_at",))
class Screen(models.Model):
    """A screen of a door or of a lobby; only the SHA-256 of its address's secret is stored."""

    reference = models.CharField("référence", max_length=12, unique=True, default=random_key, editable=False)
    name = models.CharField("nom", max_length=80, help_text=spaced("Par exemple « Porte des Remparts »."))
    room = models.ForeignKey(
        Room, models.CASCADE, verbose_name="porte de la salle", null=True, blank=True, related_name="screens"
    )
    site = models.ForeignKey(
        Site, models.CASCADE, verbose_name="hall du site", null=True, blank=True, related_name="screens"
    )
    key_hash = models.CharField("empreinte", max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="créé par", related_name="+")
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True, editable=False)
    last_seen_at = models.DateTimeField("vu le", null=True, editable=False)

    class Meta:
        verbose_name = "écran"
        constraints = [
            models.CheckConstraint(
                condition=Q(room=None, site__isnull=False) | Q(room__isnull=False, site=None),
                name="screen_of_a_door_or_a_lobby",
                violation_error_message="Choisissez une salle ou un site.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
