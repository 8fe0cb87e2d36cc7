"""Drafts of ideas, saved while typing until the idea is sent; never for an anonymous one."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.documents.actions import discard
from core.documents.fields import waiting
from core.french import clock, day_of, short_date, spaced
from core.people.models import Agent
from core.web.locks import lock_row, locked
from core.web.public_ids import random_key
from suggestions.models import Draft, Idea
from suggestions.states import Identity

KEPT = (*Idea.WORDS, "seen_elsewhere", "direction", "files")


class NewerDraft(ValidationError):
    """Another window saved a draft since; it is not overwritten."""


class AlreadySent(ValidationError):
    """The idea of this draft was already sent."""


@transaction.atomic
def keep(by: Agent, *, identity: str, words: dict[str, Any], stamp: str, key: uuid.UUID) -> Draft:
    """Save the draft; `stamp` is that of the draft the page started from, or empty.

    `key` is the form's one-time key. Raises NewerDraft or AlreadySent (ValidationErrors), with a message for the page.
    """
    if not by.is_active or identity not in (Identity.NAMED, Identity.HIDDEN):
        raise PermissionDenied
    # Serialise with the same agent sending the idea at the same time.
    lock_row(Agent, by.pk)
    if Idea.objects.filter(submission_key=key).exists():
        raise AlreadySent(spaced("Cette idée est déjà envoyée : son brouillon n’est plus gardé."))
    draft = Draft.objects.filter(agent=by).first()
    if draft and draft.stamp != stamp and draft.data.get("key") != str(key):
        raise NewerDraft(
            spaced(
                f"Une autre fenêtre a gardé un autre brouillon {saved_when(draft)} : celui de cette page n’est plus "
                "gardé, pour ne pas l’effacer. Votre texte reste ici : envoyez-le, ou copiez ce qui manque à l’autre."
            )
        )
    draft = draft or Draft(agent=by)
    draft.identity, draft.stamp, draft.saved_at = identity, random_key(), timezone.now()
    # PostgreSQL keeps no NUL; the form says so when the idea is sent.
    typed = {name: words[name] for name in KEPT if words.get(name)}
    draft.data = {name: _without_nul(value) for name, value in typed.items()} | {"key": str(key)}
    draft.save()
    return draft


def draft_of(agent: Agent) -> Draft | None:
    return Draft.objects.filter(agent=agent).first()


@transaction.atomic
def discard_draft(by: Agent) -> None:
    """« Repartir de zéro »: delete the draft and its uploaded files."""
    draft = locked(Draft.objects).filter(agent=by).first()
    if draft is None:
        return
    for upload in waiting(draft.data.get("files", []), by=by):
        discard(upload, by=by)
    draft.delete()


def discard_sent(by: Agent, *, key: uuid.UUID, stamp: str) -> None:
    """Within the sending transaction: delete the draft of this idea, keep a newer one of another window."""
    lock_row(Agent, by.pk)
    draft = Draft.objects.filter(agent=by).first()
    if draft and (draft.stamp == stamp or draft.data.get("key") == str(key)):
        draft.delete()


def saved_when(draft: Draft) -> str:
    """« à 14 h 31 », « hier à 14 h 30 », « le 3 novembre à 9 h »."""
    days = (timezone.localdate() - day_of(draft.saved_at)).days
    day = {0: "", 1: "hier "}.get(days, f"le {short_date(draft.saved_at)} ")
    return f"{day}à {clock(draft.saved_at)}"


def _without_nul(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_nul(each) for each in value]
    return value.replace("\x00", "")
