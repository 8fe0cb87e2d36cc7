"""What the models of a space share."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from core.ui.keys import random_key
from core.ui.once import SubmissionKeyModel

TITLE_LENGTH, TEXT_LENGTH = 150, 4000


def is_short(field: str, length: int) -> Q:
    return Q(LessThanOrEqual(Length(field), length))


def kept_for_good(what: str) -> pgtrigger.Trigger:
    return pgtrigger.Protect(name=f"{what}_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)


class InSpace(SubmissionKeyModel):
    """A row of a project's space, under a key of its own."""

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)

    class Meta:
        abstract = True
