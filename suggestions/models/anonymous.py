"""Anonymous ideas: their words and their day. Nothing here has a history, a time or a sequence.

A foreign key that PostgreSQL checked would leave the number of the sending's transaction on the row it points at, and
that number is a time: those of a deposit are checked at its release.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from core.people.models import Direction
from core.web.non_blank import are_visible
from core.web.public_ids import random_key
from suggestions.models.idea import TEXT_LENGTH, TITLE_LENGTH, Idea
from suggestions.models.outcomes import Feedback


class AnonymousDeposit(models.Model):
    """An anonymous idea, or a reply or an appeal of its author, until the next daily run releases it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Made by the form's page and kept nowhere else: the same page sent twice is one deposit.
    submission_key = models.UUIDField("clé d’envoi", unique=True, default=uuid.uuid4, editable=False)
    received_on = models.DateField("reçue le")
    # A reply goes to an idea already released; an idea brings its own words.
    reply_to = models.ForeignKey(
        Idea,
        models.CASCADE,
        verbose_name="réponse à",
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    title = models.CharField("titre", max_length=TITLE_LENGTH, blank=True)
    problem = models.TextField("ce qui gêne", blank=True, max_length=TEXT_LENGTH)
    proposal = models.TextField("ce que l’auteur ferait", blank=True, max_length=TEXT_LENGTH)
    benefit = models.TextField("ce que cela changerait", blank=True, max_length=TEXT_LENGTH)
    seen_elsewhere = models.CharField("vu ailleurs", max_length=300, blank=True)
    direction = models.ForeignKey(
        Direction,
        models.DO_NOTHING,
        verbose_name="direction concernée",
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    # What the author says, once, of an idea that is done.
    change = models.CharField("a changé quelque chose", max_length=6, choices=Feedback.Change, blank=True)
    # A reply that contests the refusal, once.
    is_appeal = models.BooleanField("conteste le refus", default=False)
    code_handle = models.CharField("début du code de suivi", max_length=12, blank=True)
    code_hash = models.CharField("empreinte du code de suivi", max_length=64, blank=True)

    class Meta:
        verbose_name = "dépôt anonyme"
        verbose_name_plural = "dépôts anonymes"
        constraints = [
            models.CheckConstraint(
                condition=are_visible("proposal") | Q(change__in=Feedback.Change.values),
                name="deposit_says_something",
            ),
            models.CheckConstraint(
                condition=(
                    Q(reply_to=None, change="", is_appeal=False)
                    & are_visible("title")
                    & ~Q(code_handle="")
                    & ~Q(code_hash="")
                )
                | Q(reply_to__isnull=False, title="", code_handle="", code_hash=""),
                name="deposit_is_an_idea_or_a_reply",
            ),
            models.UniqueConstraint(
                fields=["code_handle"], condition=~Q(code_handle=""), name="deposit_code_once"
            ),
            models.UniqueConstraint(
                fields=["reply_to"], condition=~Q(change=""), name="deposit_feedback_once"
            ),
            models.UniqueConstraint(
                fields=["reply_to"], condition=Q(is_appeal=True), name="deposit_appeal_once"
            ),
            models.CheckConstraint(
                condition=Q(is_appeal=False) | Q(change=""), name="deposit_says_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return self.title or "réponse"


class AnonymousFile(models.Model):
    """A file of a deposit, in the row itself: a file on the disk would have its exact time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deposit = models.ForeignKey(AnonymousDeposit, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField("rang")
    name = models.CharField("nom donné", max_length=40)
    content = models.BinaryField("contenu, sans métadonnées")

    class Meta:
        verbose_name = "fichier d’un dépôt anonyme"
        verbose_name_plural = "fichiers des dépôts anonymes"
        constraints = [models.UniqueConstraint(fields=["deposit", "position"], name="anonymous_file_once")]

    def __str__(self) -> str:
        return self.name


class FollowUpCode(models.Model):
    """Gives access to an anonymous idea by its code: `handle` finds it, only the hash of the rest is stored."""

    handle = models.CharField("début du code", max_length=12, unique=True, default=random_key)
    idea = models.OneToOneField(Idea, models.PROTECT, verbose_name="idée", related_name="follow_up_code")
    secret_hash = models.CharField("empreinte", max_length=64)
    # Counted by the day: an exact time would be the author's.
    failed_on = models.DateField("dernier échec le", null=True)
    failures = models.PositiveSmallIntegerField("échecs ce jour-là", default=0)

    class Meta:
        verbose_name = "code de suivi"
        verbose_name_plural = "codes de suivi"

    def __str__(self) -> str:
        return self.handle
