"""A form sent twice creates one thing: its one-time key is unique in the database."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.db import IntegrityError, connection, models, transaction


class SubmissionKeyModel(models.Model):
    """A row that a form creates, under that form's one-time key."""

    submission_key = models.UUIDField("clé d’envoi", unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class OneTimeForm(forms.Form):
    """Carries the one-time key; mix it into every form that creates something."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission_key"].initial = uuid.uuid4

    def clean_submission_key(self) -> uuid.UUID:
        # Without a key (an old page, a hand-made request) the form still works, as a first sending.
        return self.cleaned_data.get("submission_key") or uuid.uuid4()


def create_once[M: models.Model](
    mine: models.QuerySet[M], key: uuid.UUID, create: Callable[[uuid.UUID], M]
) -> tuple[M, bool]:
    """What `create(key)` makes, or what an earlier sending made; and whether it is new.

    `mine` holds what this person made: somebody else's key (a page left open on a shared workstation) shows
    nothing of theirs, and is replaced.
    """
    if is_used(mine.model, key) and (earlier := mine.filter(submission_key=key).first()):
        return earlier, False
    try:
        with transaction.atomic():
            return create(key), True
    except IntegrityError:
        # Two sendings at once: the second waits on the unique index, then finds the first's row.
        if earlier := mine.filter(submission_key=key).first():
            return earlier, False
        if not is_used(mine.model, key):
            raise
    return create(uuid.uuid4()), True


def unused_key(model: type[models.Model], key: uuid.UUID) -> uuid.UUID:
    """The key itself, or a new one where it is that of somebody else's row: nothing of theirs is shown or refused."""
    return uuid.uuid4() if is_used(model, key) else key


def is_used(model: type[models.Model], key: uuid.UUID) -> bool:
    """Whether any row has this key, whoever made it. Each form sent asks: composing it took the ORM longer."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT FROM {table} WHERE submission_key = %s", [key])
        return cursor.rowcount > 0
