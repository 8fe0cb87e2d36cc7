"""Screens: made by the managers of the room or the site, known by the secret of their address, taken back at will."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from core.history.context import action_context
from core.people import secret_addresses
from core.people.models import Agent
from core.people.ordering import alphabetical
from core.web.locks import lock_row
from rooms import policies
from rooms.models import Room, Screen, Site

BYTES = 32
SEEN_EACH = timedelta(minutes=5)


def create(place: Room | Site, *, name: str, by: Agent) -> tuple[Screen, str]:
    """The screen, and its address, which nothing can give again."""
    room, site = (place, None) if isinstance(place, Room) else (None, place)
    if not policies.can_manage_place(by, room=room, site=site):
        raise PermissionDenied("Seules les personnes qui gèrent cette salle ou ce site y mettent un écran.")
    secret = secrets.token_urlsafe(BYTES)
    with transaction.atomic(), action_context("a créé l’écran", by=by):
        screen = Screen.objects.create(
            name=" ".join(name.split()),
            room=room,
            site=site,
            key_hash=_hash(secret),
            created_by=by,
        )
    return screen, settings.SITE_URL + reverse("rooms:screen", args=[secret])


def revoke(screen: Screen, *, by: Agent) -> Screen:
    """Its address shows nothing from now on; twice is once."""
    if not policies.can_manage_place(by, room=screen.room, site=screen.site):
        raise PermissionDenied
    with transaction.atomic(), action_context("a retiré l’écran", by=by):
        screen = lock_row(Screen, screen.pk)
        if screen.revoked_at is None:
            screen.revoked_at = timezone.now()
            screen.save(update_fields=["revoked_at"])
    return screen


def kept_by(agent: Agent) -> QuerySet[Screen]:
    """The live screens of the rooms that they manage."""
    live = Screen.objects.filter(revoked_at=None).select_related("room__site", "site")
    if not policies.can_manage(agent):
        live = live.filter(room__in=Room.objects.kept_by(agent))
    return live.order_by(*alphabetical("name"), "pk")


def screen_of(secret: str, *, request: HttpRequest) -> Screen | None:
    """The live screen of this secret; guesses are limited with those of agents' addresses."""
    if secret_addresses.is_guessed_too_much(request):
        return None
    live = Screen.objects.filter(key_hash=_hash(secret), revoked_at=None)
    screen = live.select_related("room__site", "site").first()
    if screen is None:
        secret_addresses.note_wrong_one(request)
        return None
    _note_seen(screen)
    return screen


def _note_seen(screen: Screen) -> None:
    """After the page: a GET reads within a transaction that writes nothing."""
    now = timezone.now()
    if screen.last_seen_at is None or screen.last_seen_at <= now - SEEN_EACH:
        seen = Screen.objects.filter(pk=screen.pk)
        transaction.on_commit(lambda: seen.update(last_seen_at=now))


def _hash(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()
