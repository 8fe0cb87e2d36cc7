"""Rights of an agent in a room: each level includes those below it."""

from django.db import models
from django.db.models import Q

from core.history.tracking import track
from core.people.models import Direction
from core.people.roles import Role
from core.ui.french import spaced
from rooms.querysets import Level


@track()
class RoomRight(models.Model):
    """More than `Room.everyone_may`, for a role, a direction with all below it, or who has both."""

    room = models.ForeignKey("rooms.Room", models.CASCADE, verbose_name="salle", related_name="rights")
    role = models.CharField(
        "rôle", max_length=80, blank=True, choices=[(role.value, role.value) for role in Role]
    )
    direction = models.ForeignKey(
        Direction, models.PROTECT, verbose_name="direction", null=True, blank=True, related_name="+"
    )
    level = models.PositiveSmallIntegerField("ce que ces agents peuvent faire", choices=Level)

    class Meta:
        verbose_name = "droit sur une salle"
        verbose_name_plural = "droits sur les salles"
        constraints = [
            models.UniqueConstraint(
                fields=["room", "role", "direction"],
                name="room_right_once",
                nulls_distinct=False,
                violation_error_message="Ce rôle et cette direction ont déjà un droit sur cette salle.",
            ),
            models.CheckConstraint(
                condition=~Q(role="") | Q(direction__isnull=False),
                name="room_right_is_someone_s",
                violation_error_message="Choisissez un rôle, une direction, ou les deux.",
            ),
        ]

    def __str__(self) -> str:
        return spaced(f"{self.role or self.direction} : {self.get_level_display()}")
