"""Content of a project's space. Everything points at its project, which says who may read it.

Words, titles and names of files are the members' own: the history holds none of them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField

from core.documents.models import Document
from core.history.tracking import never_rewritten, track, was_tracked
from core.people.models import Agent, Direction, Project
from core.people.models.agents import refuse_elected
from core.people.models.assignments import PURPOSE_LENGTH
from core.people.ordering import PlainText
from core.people.roles import GROUP
from core.retention.models import EliminationModel
from core.web import rich_text
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import are_visible
from core.web.public_ids import ReferencedModel


class RequestQuerySet(models.QuerySet["ProjectRequest"]):
    def visible_to(self, agent: Agent) -> RequestQuerySet:
        """The project group reads all; others what they asked."""
        if not agent.is_at_work:
            return self.none()
        return self if agent.has_role(*GROUP) else self.filter(asked_by=agent)

    def waiting(self) -> RequestQuerySet:
        return self.filter(state="waiting")

    def in_order(self) -> RequestQuerySet:
        """Order waiting requests first, the oldest before; then the newest decisions."""
        waits = models.Case(models.When(state="waiting", then=0), default=1)
        age = models.Case(models.When(state="waiting", then=models.F("asked_at")))
        return self.order_by(waits, age, "-asked_at", "pk")


class InSpaceQuerySet(models.QuerySet[Any]):
    def visible_to(self, agent: Agent) -> InSpaceQuerySet:
        return self.filter(project__in=Project.objects.visible_to(agent).values("pk"))

    def kept(self) -> InSpaceQuerySet:
        """Without what was removed."""
        return self.filter(removed_at=None)


class VersionQuerySet(models.QuerySet[Any]):
    """Versions of notes or of files: the model names as `owner` what they are of, as `author` who made them."""

    def newest(self) -> VersionQuerySet:
        """The newest of each, and no other."""
        owner = self.model.owner
        newer = self.model._base_manager.filter(**{owner: OuterRef(owner), "number__gt": OuterRef("number")})
        return self.filter(~Exists(newer))


class LastVisit(models.Model):
    """When an agent last opened a space: one's own, without a history, shown to nobody else."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="space_visits")
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "dernière visite"
        verbose_name_plural = "dernières visites"
        constraints = [models.UniqueConstraint(fields=["agent", "project"], name="space_visit_once")]

    def __str__(self) -> str:
        return f"dernière visite {self.pk}"


TITLE_LENGTH, TEXT_LENGTH = 150, 4000


def kept_while_open(what: str, table: str, key: str) -> pgtrigger.Trigger:
    """Deleted with its space only, once the project is closed; `table` holds the project, `key` leads to it."""
    return pgtrigger.Trigger(
        name=f"{what}_is_kept",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"""
            IF EXISTS (SELECT FROM {table} held JOIN people_project project ON project.id = held.project_id
                       WHERE held.id = OLD.{key} AND project.closed_on IS NULL) THEN
                RAISE EXCEPTION 'What the space of an open project holds is kept';
            END IF;
            RETURN OLD;
        """,
    )


class InSpace(ReferencedModel, SubmissionKeyModel):
    """A row of a project's space, under a key of its own."""

    class Meta:
        abstract = True


class CorrectableModel(models.Model):
    """A `text` that its author and the project's lead correct or withdraw; the former ones stay with it."""

    # Each with the moment until which it was read; no history of words outlives the space.
    former_texts = models.JSONField("textes d’avant", default=list, db_default=[], editable=False)
    changed_at = models.DateTimeField("corrigé ou retiré le", null=True, editable=False)
    changed_by = models.ForeignKey(
        Agent,
        models.PROTECT,
        verbose_name="corrigé ou retiré par",
        null=True,
        editable=False,
        related_name="+",
    )
    is_withdrawn = models.BooleanField("retiré", db_default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def former(self) -> list[tuple[datetime, str]]:
        """The newest first."""
        return [(datetime.fromisoformat(until), text) for until, text in reversed(self.former_texts)]


PLACE_LENGTH = 200


@was_tracked(exclude=("reference", "title", "place", "changed_at", "submission_key"))
class Event(InSpace):
    """A date of the project; iCalendar's VEVENT. Cancelled, it stays, so that calendars take it off."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="projet", related_name="dates")
    title = models.CharField("quoi", max_length=TITLE_LENGTH)
    starts_at = models.DateTimeField("commence le")
    ends_at = models.DateTimeField("finit le")
    place = models.CharField("où", max_length=PLACE_LENGTH, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, editable=False)
    # iCalendar's SEQUENCE: it grows with each change.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField("changée le", auto_now=True)
    created_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="ajoutée par", related_name="+", editable=False
    )

    objects = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = "date d’un projet"
        verbose_name_plural = "dates des projets"
        indexes = [models.Index(fields=["project", "starts_at"], name="space_event_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="space_event_ends_after_its_start",
                violation_error_message="La fin doit suivre le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"date d’un projet {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("spaces:event_detail", args=[self.reference])


@was_tracked(exclude=("reference", "text", "former_texts", "submission_key"))
class Decision(CorrectableModel, InSpace):
    """A decision of the project, with its day; a later one takes it back."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="projet", related_name="decisions")
    text = models.TextField("décision", max_length=TEXT_LENGTH)
    decided_on = models.DateField("prise le", default=timezone.localdate)
    written_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="notée par", related_name="+", editable=False
    )
    written_at = models.DateTimeField("notée le", default=timezone.now, editable=False)
    replaced_by = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name="remplacée par",
        null=True,
        editable=False,
        related_name="replaces",
    )

    objects = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = "décision d’un projet"
        verbose_name_plural = "décisions des projets"
        indexes = [models.Index(fields=["project", "-decided_on", "-id"], name="space_decision_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("pk")),
                name="space_decision_replaced_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"décision d’un projet {self.pk}"


FOLDER_LENGTH = 80


@was_tracked(exclude=("reference", "name", "submission_key"))
class Folder(InSpace):
    """One level deep, as a drawer: folders hold files, and no folders."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="projet", related_name="folders")
    name = models.CharField("nom du dossier", max_length=FOLDER_LENGTH)

    objects = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        constraints = [
            models.UniqueConstraint(
                F("project"),
                PlainText(F("name")),
                name="space_folder_once",
                violation_error_message="Un dossier de ce projet porte déjà ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("spaces:folder_detail", args=[self.reference])


@track(exclude=("reference", "name", "submission_key"))
class File(InSpace):
    """A file by its name in its folder; each new document of that name is a version."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="projet", related_name="files")
    folder = models.ForeignKey(
        Folder, models.PROTECT, verbose_name="dossier", null=True, blank=True, related_name="files"
    )
    name = models.CharField("nom du fichier", max_length=200)
    removed_at = models.DateTimeField("retiré le", null=True, editable=False)

    objects = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier d’un projet"
        verbose_name_plural = "fichiers des projets"
        constraints = [
            models.UniqueConstraint(
                F("project"),
                F("folder"),
                PlainText(F("name")),
                condition=Q(removed_at=None),
                nulls_distinct=False,
                name="space_file_once",
                violation_error_message="Un fichier de ce dossier porte déjà ce nom.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="folder_of_the_project",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("folder_id", "project_id"),
                func="""
                    IF EXISTS (SELECT 1 FROM spaces_folder folder
                               WHERE folder.id = NEW.folder_id AND folder.project_id <> NEW.project_id) THEN
                        RAISE EXCEPTION 'a folder of another project'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'space_file_folder_of_the_project';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"fichier d’un projet {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("spaces:file_detail", args=[self.reference])


class FileVersion(models.Model):
    file = models.ForeignKey(File, models.PROTECT, verbose_name="fichier", related_name="versions")
    number = models.PositiveIntegerField("version")
    document = models.OneToOneField(
        Document, models.PROTECT, verbose_name="document", related_name="space_version"
    )
    stored_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="déposé par", related_name="+")
    stored_at = models.DateTimeField("déposé le", default=timezone.now)

    objects = VersionQuerySet.as_manager()
    owner, author = "file", "stored_by"

    class Meta:
        verbose_name = "version d’un fichier"
        verbose_name_plural = "versions des fichiers"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="space_file_version_once"),
        ]
        triggers = [
            kept_while_open("file_version", "spaces_file", "file_id"),
            never_rewritten(name="file_version_is_not_rewritten"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} d’un fichier"


clean_body = rich_text.sanitizer(rich_text.PAGE)


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
    body = ProseEditorField("texte", config={"extensions": rich_text.PAGE}, sanitize=clean_body)
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
                condition=Q(LessThanOrEqual(Length("body"), 4 * rich_text.LONGEST)),
                name="space_note_is_bounded",
            ),
        ]
        triggers = [
            kept_while_open("note_version", "spaces_note", "note_id"),
            never_rewritten(name="note_version_is_not_rewritten"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} d’une note"


REASON_LENGTH = 300


@was_tracked(exclude=("reference", "name", "purpose", "reason", "submission_key"))
class ProjectRequest(ReferencedModel, SubmissionKeyModel):
    """An agent asks for a project; the project group accepts it, which makes them its lead, or says why not."""

    class State(models.TextChoices):
        WAITING = "waiting", "En attente"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"

    name = models.CharField("nom du projet", max_length=120)
    purpose = models.TextField("à quoi il servira", max_length=PURPOSE_LENGTH)
    sponsor = models.ForeignKey(
        Direction,
        models.PROTECT,
        verbose_name="direction qui le porte",
        null=True,
        blank=True,
        related_name="+",
    )
    asked_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="demandé par", related_name="project_requests", editable=False
    )
    asked_at = models.DateTimeField("demandé le", default=timezone.now, editable=False)
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING, editable=False)
    decided_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="décidé par", null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField("décidé le", null=True, editable=False)
    reason = models.CharField("pourquoi", max_length=REASON_LENGTH, blank=True, editable=False)
    project = models.OneToOneField(
        Project, models.PROTECT, verbose_name="projet", null=True, editable=False, related_name="request"
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de projet"
        verbose_name_plural = "demandes de projet"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None, decided_at=None, reason="", project=None)
                | Q(
                    state="accepted",
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    reason="",
                    project__isnull=False,
                )
                | Q(state="refused", decided_by__isnull=False, decided_at__isnull=False, project=None)
                & are_visible("reason"),
                name="project_request_state_and_decision_agree",
            ),
        ]
        triggers = [refuse_elected("asked_by_id")]

    def __str__(self) -> str:
        return f"demande de projet {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("spaces:request_detail", args=[self.reference])


class Elimination(EliminationModel):
    """The trace that remains of the spaces of closed projects that were eliminated."""


@was_tracked(exclude=("reference", "subject", "is_withdrawn", "submission_key"))
class Thread(InSpace):
    """Messages of one subject."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="projet", related_name="threads")
    subject = models.CharField("sujet", max_length=TITLE_LENGTH)
    opened_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="ouvert par", related_name="+", editable=False
    )
    # With its first message, which says who withdrew it.
    is_withdrawn = models.BooleanField("retiré", db_default=False, editable=False)
    # The newest message's: the order of the list.
    last_at = models.DateTimeField("dernier message le", default=timezone.now, editable=False)

    objects = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = "sujet d’un projet"
        verbose_name_plural = "sujets des projets"
        indexes = [models.Index(fields=["project", "-last_at"], name="space_thread_newest")]

    def __str__(self) -> str:
        return f"sujet d’un projet {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("spaces:thread_detail", args=[self.reference])

    @property
    def title(self) -> str:
        """The subject as all its readers see it."""
        return "Sujet retiré" if self.is_withdrawn else self.subject


@was_tracked(exclude=("text", "former_texts", "submission_key"))
class Message(CorrectableModel, SubmissionKeyModel):
    thread = models.ForeignKey(Thread, models.PROTECT, verbose_name="sujet", related_name="messages")
    text = models.TextField("message", max_length=TEXT_LENGTH)
    written_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="écrit par", related_name="+", editable=False
    )
    written_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "message d’un projet"
        verbose_name_plural = "messages des projets"
        ordering = ["written_at", "pk"]
        triggers = [
            kept_while_open("message", "spaces_thread", "thread_id"),
            pgtrigger.Protect(
                name="message_is_not_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.text IS DISTINCT FROM NEW.text AND OLD.changed_at IS NOT DISTINCT FROM NEW.changed_at"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"message d’un projet {self.pk}"

    @property
    def project(self) -> Project:
        return self.thread.project

    @property
    def is_first(self) -> bool:
        """The one that opened its thread: the subject is corrected and withdrawn with it."""
        return self.thread.messages.first() == self
