"""« Signaler un problème »: what does not work in a room, until someone fixes it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.history.tracking import was_tracked
from core.people.models import Agent
from core.ui.keys import random_key
from core.ui.once import SubmissionKeyModel
from rooms.models.places import Equipment, Room


@was_tracked()
class RoomProblem(SubmissionKeyModel):
    """Reported by an agent; with an equipment, the search takes the room for one without it until it is fixed."""

    reference = models.CharField("référence", max_length=12, unique=True, default=random_key, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, verbose_name="salle", related_name="problems")
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, verbose_name="équipement en panne", null=True, blank=True, related_name="+"
    )
    words = models.TextField("ce qui ne va pas", max_length=1000)
    reported_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="signalé par", related_name="+")
    reported_at = models.DateTimeField("signalé le", default=timezone.now, editable=False)
    fixed_at = models.DateTimeField("réparé le", null=True, blank=True, editable=False)
    fixed_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="réparé selon", null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "problème signalé"
        verbose_name_plural = "problèmes signalés"
        ordering = ["-reported_at", "-pk"]
        indexes = [models.Index(fields=["room"], condition=Q(fixed_at=None), name="problem_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(fixed_at=None, fixed_by=None)
                | Q(fixed_at__gte=F("reported_at"), fixed_by__isnull=False),
                name="problem_fixed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"problème {self.reference}"
