from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Document
from core.history.tracking import never_rewritten, track, was_tracked
from core.people.models import Agent, Project
from core.people.ordering import PlainText
from spaces.models.base import InSpace, kept_while_open
from spaces.querysets import InSpaceQuerySet, VersionQuerySet

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
