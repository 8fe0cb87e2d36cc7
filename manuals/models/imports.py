"""A file of software, sent by the group."""

from django.db import models
from django.db.models import Q

from core.documents.models import Document
from core.imports.models import FileImport


class SoftwareImport(FileImport):
    """Previewed again each time it is looked at, until it is written."""

    file = models.OneToOneField(Document, models.PROTECT, verbose_name="fichier", null=True, related_name="+")
    report = models.JSONField("compte rendu", default=dict)

    class Meta(FileImport.Meta):
        verbose_name = "import de progiciels"
        verbose_name_plural = "imports de progiciels"
        constraints = [
            *FileImport.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="ready", file__isnull=False, ended_at=None)
                | Q(state__in=("done", "abandoned"), file=None, ended_at__isnull=False),
                name="softwareimport_keeps_its_file_until_it_ends",
            ),
        ]
