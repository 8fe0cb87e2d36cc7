"""The group's answer and its corrections."""

from __future__ import annotations

import hashlib

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django_prose_editor.fields import ProseEditorField

from core.history.tracking import never_rewritten, track, was_tracked
from core.people.models import Agent
from core.web import rich_text
from core.web.non_blank import are_visible
from suggestions.models.idea import Idea, mail_field
from suggestions.states import Verdict

ANSWER_LENGTH = 20_000

clean_answer = rich_text.sanitizer(rich_text.WORDS)


@track(exclude=("mail",))
class Answer(models.Model):
    """The group's answer to an idea: prepared first, then published by another click."""

    idea = models.OneToOneField(Idea, models.PROTECT, verbose_name="idée", related_name="answer")
    verdict = models.CharField("décision", max_length=10, choices=Verdict)
    text = ProseEditorField("réponse", config={"extensions": rich_text.WORDS}, sanitize=clean_answer)
    prepared_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="préparée par", related_name="answers_prepared"
    )
    prepared_at = models.DateTimeField("préparée le")
    # The stamp of the text that the second member read: rewritten since, it is to be read again.
    reread_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="relue par", null=True, related_name="answers_reread"
    )
    reread_at = models.DateTimeField("relue le", null=True)
    reread_stamp = models.CharField("empreinte relue", max_length=16, blank=True)
    published_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="publiée par", null=True, related_name="answers_published"
    )
    published_at = models.DateTimeField("publiée le", null=True)
    # The message that its text was written in, until it is written again on the page.
    mail = mail_field("idea_answer")

    class Meta:
        verbose_name = "réponse"
        constraints = [
            models.CheckConstraint(
                condition=Q(reread_by=None, reread_at=None, reread_stamp="")
                | (Q(reread_by__isnull=False, reread_at__isnull=False) & ~Q(reread_stamp="")),
                name="answer_reread_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(reread_by=None) | ~Q(reread_by=F("prepared_by")),
                name="answer_reread_by_a_second_member",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None, published_at=None)
                | Q(
                    published_by__isnull=False,
                    published_at__isnull=False,
                    published_at__gte=F("prepared_at"),
                ),
                name="answer_published_by_someone",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("verdict", "text", "published_at"),
                condition=pgtrigger.Q(old__published_at__isnull=False)
                & (
                    pgtrigger.Q(old__verdict__df=pgtrigger.F("new__verdict"))
                    | pgtrigger.Q(old__text__df=pgtrigger.F("new__text"))
                    | pgtrigger.Q(new__published_at__isnull=True)
                ),
                func="""
                    RAISE EXCEPTION 'answer: published words never change'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_published_never_changes';
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Réponse à « {self.idea} »"

    @property
    def stamp(self) -> str:
        """Hash the text read, in 16 hexadecimal digits: another decision or another text has another stamp."""
        return hashlib.sha256(f"{self.verdict}\n{self.text}".encode()).hexdigest()[:16]

    @property
    def is_reread(self) -> bool:
        """A second member read it as it is now."""
        return bool(self.reread_stamp) and self.reread_stamp == self.stamp


@was_tracked()
class Correction(models.Model):
    """A new text for a published answer, with its reason; the earlier ones stay."""

    answer = models.ForeignKey(Answer, models.PROTECT, verbose_name="réponse", related_name="corrections")
    text = ProseEditorField("texte corrigé", config={"extensions": rich_text.WORDS}, sanitize=clean_answer)
    reason = models.CharField("pourquoi", max_length=300)
    written_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="corrigée par", related_name="+")
    written_at = models.DateTimeField("corrigée le")

    class Meta:
        verbose_name = "correction d’une réponse"
        verbose_name_plural = "corrections des réponses"
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & are_visible("reason"), name="correction_says_why")
        ]
        triggers = [
            never_rewritten("text", "reason", name="words_never_change"),
        ]

    def __str__(self) -> str:
        return self.reason
