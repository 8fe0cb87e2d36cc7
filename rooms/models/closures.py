"""When rooms are closed whatever their hours: works, holidays of a site, elections, council sessions."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.history.tracking import was_tracked
from core.people.models import Agent
from core.ui.keys import random_key
from core.ui.once import SubmissionKeyModel
from rooms import constraints
from rooms.models.places import Room, Site
from rooms.querysets import ClosureQuerySet


@was_tracked()
class Closure(SubmissionKeyModel):
    """A closure of a room, of a site, or of all rooms where neither is given; lifted, it closes nothing any more."""

    reference = models.CharField("référence", max_length=12, unique=True, default=random_key, editable=False)
    room = models.ForeignKey(
        Room, models.CASCADE, verbose_name="salle", null=True, blank=True, related_name="closures"
    )
    site = models.ForeignKey(
        Site, models.CASCADE, verbose_name="site", null=True, blank=True, related_name="closures"
    )
    period = DateTimeRangeField("période")
    reason = models.CharField("motif", max_length=200)
    created_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="décidée par", related_name="+")
    created_at = models.DateTimeField("décidée le", default=timezone.now, editable=False)
    lifted_at = models.DateTimeField("levée le", null=True, blank=True, editable=False)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = "fermeture"
        indexes = [GistIndex(fields=["period"], name="closure_during")]
        constraints = [
            models.CheckConstraint(condition=constraints.bounded("period"), name="closure_has_two_ends"),
            models.CheckConstraint(
                condition=constraints.on_quarters("period"),
                name="closure_on_quarters",
                violation_error_message="Une fermeture commence et finit au quart d’heure.",
            ),
            models.CheckConstraint(
                condition=Q(room=None) | Q(site=None),
                name="closure_of_one_scope",
                violation_error_message="Choisissez une salle, un site, ou ni l’un ni l’autre pour toutes les salles.",
            ),
        ]

    def __str__(self) -> str:
        return self.reason
