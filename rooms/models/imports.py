"""An uploaded calendar, looked at first and then booked; the report says what was fixed, refused and left."""

from django.db import models
from django.db.models import Q

from core.french import exact_count_of
from core.imports.models import FileImport
from rooms.models.places import Room


class CalendarImport(FileImport):
    """Read by the worker (preview), then booked by it; `report` is made of plain data (see `imports.calendars`)."""

    # Tables were files until they were read from their database alone: rows of then are still shown.
    class Kind(models.TextChoices):
        ICS = "ics", "Agenda (.ics)"
        MRBS = "mrbs", "Tables de MRBS ou de GRR"

    kind = models.CharField("nature", max_length=5, choices=Kind)
    # Erased once booked or abandoned: a calendar holds private titles.
    content = models.BinaryField("contenu", null=True)
    room = models.ForeignKey(
        Room, models.CASCADE, verbose_name="salle", null=True, blank=True, related_name="+"
    )
    done = models.PositiveIntegerField("événements lus", default=0)
    report = models.JSONField("compte rendu", default=dict)

    class Meta(FileImport.Meta):
        verbose_name = "import d’agenda"
        verbose_name_plural = "imports d’agendas"
        constraints = [
            *FileImport.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind="mrbs", room=None) | Q(kind="ics", room__isnull=False),
                name="calendar_import_ics_of_a_room",
            ),
        ]

    @property
    def read_so_far(self) -> str:
        return exact_count_of(self.done, "événement lu", "événements lus")
