from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.ui.fields import offer
from core.ui.french import spaced, with_capital
from rooms.models import Room, Site
from rooms.pages.feeds.feeds import Feed

UNKNOWN = "Choisissez un agenda de la liste."


class FeedForm(forms.Form):
    """One's own bookings, a site, or a room; the value is a Feed."""

    feed = forms.ChoiceField(
        label=spaced("Quel agenda ?"), error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "feed", _choices())

    def clean_feed(self) -> Feed:
        return feed_named(self.cleaned_data["feed"])


def _choices() -> list[Any]:
    rooms: dict[str, list[tuple[str, str]]] = {}
    for room in Room.objects.select_related("site").by_name():
        rooms.setdefault(room.site.name, []).append((f"room:{room.slug}", with_capital(room.called)))
    groups: list[Any] = [("mine", "Mes réservations")]
    sites = [(f"site:{site.slug}", f"{site.name}, toutes les salles") for site in Site.objects.by_name()]
    if sites:
        groups.append(("Un site", sites))
    return [*groups, *sorted(rooms.items())]


def feed_named(value: str) -> Feed:
    """`mine`, `site:hotel-de-ville` or `room:remparts`; raises ValidationError for anything else."""
    kind, _, slug = value.partition(":")
    if value == "mine":
        return Feed()
    if "\x00" not in slug:
        if kind == "room" and (room := Room.objects.filter(slug=slug).first()):
            return Feed(room=room)
        if kind == "site" and (site := Site.objects.filter(slug=slug).first()):
            return Feed(site=site)
    raise ValidationError(UNKNOWN, code="unknown")
