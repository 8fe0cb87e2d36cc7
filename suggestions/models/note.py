"""Notes to the group about an idea, which its authors never read."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from core.history.tracking import never_rewritten, was_tracked
from core.mail.models import IncomingMail
from core.people.models import Agent
from core.ui.once import SubmissionKeyModel
from suggestions.models.idea import Idea


@was_tracked(exclude=("mail",))
class Note(SubmissionKeyModel):
    """Words to the group: a member's, or those that came by mail; an author of the idea never reads them."""

    idea = models.ForeignKey(Idea, models.PROTECT, verbose_name="idée", related_name="notes")
    written_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="écrite par", related_name="+")
    text = models.TextField("texte")
    written_at = models.DateTimeField("écrite le", default=timezone.now)
    mail = models.OneToOneField(
        IncomingMail,
        models.PROTECT,
        verbose_name="reçue par courriel",
        null=True,
        blank=True,
        related_name="idea_note",
    )

    class Meta:
        verbose_name = "note au groupe"
        verbose_name_plural = "notes au groupe"
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["idea", "written_at", "id"], name="note_in_order")]
        triggers = [
            never_rewritten("text", "written_by_id", name="words_never_change"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
