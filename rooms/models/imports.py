"""An uploaded calendar, looked at first and then booked; the report says what was fixed, refused and left."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.people.models import Agent
from core.ui.keys import random_key
from rooms.models.places import Room


class CalendarImport(models.Model):
    """Read by the worker (preview), then booked by it; `report` is made of plain data (see `rooms.importers`)."""

    class Kind(models.TextChoices):
        ICS = "ics", "Agenda (.ics)"
        MRBS = "mrbs", "Tables de MRBS ou de GRR"

    class State(models.TextChoices):
        WAITING = "waiting", "À lire"
        READY = "ready", "Lu, à confirmer"
        BOOKING = "booking", "Réservation en cours"
        DONE = "done", "Terminé"
        FAILED = "failed", "Illisible"
        DROPPED = "dropped", "Abandonné"

    reference = models.CharField("référence", max_length=12, unique=True, default=random_key, editable=False)
    kind = models.CharField("nature", max_length=5, choices=Kind)
    name = models.CharField("fichier", max_length=200)
    # Erased once booked or dropped: a calendar holds private titles.
    content = models.BinaryField("contenu", null=True)
    room = models.ForeignKey(
        Room, models.CASCADE, verbose_name="salle", null=True, blank=True, related_name="+"
    )
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField("lus", default=0)
    total = models.PositiveIntegerField("en tout", default=0)
    report = models.JSONField("compte rendu", default=dict, blank=True)
    error = models.TextField("erreur", blank=True)
    created_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="déposé par", related_name="+")
    created_at = models.DateTimeField("déposé le", default=timezone.now, editable=False)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "import d’agenda"
        verbose_name_plural = "imports d’agendas"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "ready", "booking", "done", "failed", "dropped")),
                name="calendar_import_known_state",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="calendar_import_done_in_total"),
            models.CheckConstraint(
                condition=Q(kind="mrbs", room=None) | Q(kind="ics", room__isnull=False),
                name="calendar_import_ics_of_a_room",
            ),
        ]

    def __str__(self) -> str:
        return self.name
