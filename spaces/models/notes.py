from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField

from core.history.tracking import never_rewritten, track
from core.people.models import Agent, Project
from core.ui import prose
from core.ui.visible import are_visible
from spaces.models.base import TITLE_LENGTH, InSpace, is_short, kept_while_open
from spaces.querysets import InSpaceQuerySet, VersionQuerySet

clean_body = prose.sanitizer(prose.PAGE)


@track(exclude=("reference", "submission_key"))
class Note(InSpace):
    """A page that the members write together; its words are in its versions, the newest first."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="projet", related_name="notes")
    removed_at = models.DateTimeField("retirée le", null=True, editable=False)

    objects = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = "note de projet"
        verbose_name_plural = "notes de projet"

    def __str__(self) -> str:
        return f"note de projet {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("spaces:note_detail", args=[self.reference])


class NoteVersion(models.Model):
    """A note as it was saved; `number` counts from 1, and a later version never replaces an earlier one."""

    note = models.ForeignKey(Note, models.PROTECT, verbose_name="note", related_name="versions")
    number = models.PositiveIntegerField("version")
    title = models.CharField("titre", max_length=TITLE_LENGTH)
    body = ProseEditorField("texte", config={"extensions": prose.PAGE}, sanitize=clean_body)
    written_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="écrite par", related_name="+")
    written_at = models.DateTimeField("écrite le", default=timezone.now)

    objects = VersionQuerySet.as_manager()
    owner, author = "note", "written_by"

    class Meta:
        verbose_name = "version d’une note"
        verbose_name_plural = "versions des notes"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="space_note_version_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & are_visible("title"), name="space_note_has_a_title"
            ),
            models.CheckConstraint(
                condition=is_short("body", 4 * prose.LONGEST), name="space_note_is_bounded"
            ),
        ]
        triggers = [
            kept_while_open("note_version", "spaces_note", "note_id"),
            never_rewritten(name="note_version_is_not_rewritten"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} d’une note"
