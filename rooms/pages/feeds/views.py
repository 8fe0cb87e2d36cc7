"""The feeds, open to the programs that hold their secret; the page where agents ask for one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.views.decorators.http import require_safe

from core.people import secret_addresses
from core.people.models import SecretAddress
from core.people.requests import AgentRequest
from core.ui.connections import spooled
from core.ui.french import spaced
from rooms.ical import booking_rows, visibility, writing
from rooms.models import Booking, Room, Site
from rooms.pages.feeds.feeds import Feed
from rooms.pages.feeds.forms import FeedForm, feed_named


def subscriptions(request: AgentRequest) -> HttpResponse:
    """Gives the address of a feed, shown once in this very answer; takes one back."""
    shown: dict[str, Any] = {}
    form = FeedForm(request.POST or None, initial={"feed": request.GET.get("agenda", "mine")})
    if request.method == "POST" and "retirer" in request.POST:
        return _revoke(request)
    if request.method == "POST" and form.is_valid():
        feed = form.cleaned_data["feed"]
        url = settings.SITE_URL + feed.path(secret_addresses.give(request.user, feed.purpose))
        # https becomes webcals: by webcal, the secret would first travel in clear. The trial alone has no HTTPS.
        shown = {"label": feed.label, "url": url, "webcal": url.replace("http", "webcal", 1)}
    context = {"form": form, "shown": shown, "mine": _of(request)}
    response = render(request, "rooms/feeds/subscriptions.html", context)
    add_never_cache_headers(response)
    return response


def _revoke(request: AgentRequest) -> HttpResponse:
    try:
        feed = feed_named(request.POST["retirer"])
    except ValidationError:
        feed = None
    if feed and secret_addresses.revoke(request.user, feed.purpose):
        messages.success(
            request, spaced("L’adresse est retirée : les agendas qui la lisaient ne se mettront plus à jour.")
        )
    else:
        messages.info(request, "Vous n’aviez plus cette adresse.")
    return redirect("rooms:subscriptions")


def _of(request: AgentRequest) -> list[dict[str, Any]]:
    """The live addresses of this agent's calendars; three statements."""
    found = SecretAddress.objects.filter(agent=request.user, revoked_at=None, purpose__startswith="rooms_")
    addresses = {address.purpose: address for address in found}
    keys = {purpose: purpose.partition(":")[2] for purpose in addresses}
    rooms = Room.objects.filter(pk__in=[key for purpose, key in keys.items() if "room:" in purpose])
    sites = Site.objects.filter(pk__in=[key for purpose, key in keys.items() if "site:" in purpose])
    feeds = [Feed(), *(Feed(site=site) for site in sites.by_name()), *(Feed(room=room) for room in rooms)]
    return [{"feed": feed, "address": addresses[feed.purpose]} for feed in feeds if feed.purpose in addresses]


@require_safe
def booking_ics(request: AgentRequest, reference: str) -> HttpResponse:
    """One booking that they may read, for the calendar of whoever asks."""
    bookings = Booking.objects.visible_to(request.user).holding()
    booking = get_object_or_404(bookings, reference=reference)
    [row] = booking_rows.read_rows_now(Booking.objects.filter(pk=booking.pk))
    event = writing.single(row, visibility.whole(row))
    headers = {"Content-Disposition": 'attachment; filename="reunion.ics"'}
    response = HttpResponse(
        "".join(writing.calendar([event])), content_type="text/calendar; charset=utf-8", headers=headers
    )
    add_never_cache_headers(response)
    return response


@login_not_required
@require_safe
def feed_mine(request: HttpRequest, secret: str) -> HttpResponseBase:
    return _served(request, secret, Feed())


@login_not_required
@require_safe
def feed_room(request: HttpRequest, secret: str, slug: str) -> HttpResponseBase:
    room = Room.objects.filter(slug=slug).first()
    return _served(request, secret, Feed(room=room) if room else None)


@login_not_required
@require_safe
def feed_site(request: HttpRequest, secret: str, site: str) -> HttpResponseBase:
    of_site = Site.objects.filter(slug=site).first()
    return _served(request, secret, Feed(site=of_site) if of_site else None)


def _served(request: HttpRequest, secret: str, feed: Feed | None) -> HttpResponseBase:
    """For the open account that holds this secret; 404 for anything else."""
    # What does not exist is a guess too, and counts as one.
    agent = secret_addresses.agent_of(secret, feed.purpose if feed else "rooms_none", request=request)
    if agent is None or feed is None:
        raise Http404
    etag = feed.etag(agent)
    # Asked before anything is written: Django's middleware would first have the whole text.
    response = get_conditional_response(request, etag) or FileResponse(
        spooled(feed.written(agent)), filename="salles.ics", content_type="text/calendar; charset=utf-8"
    )
    response.headers["ETag"] = etag
    # Titles that this reader may read: no cache shared with others keeps them.
    response.headers["Cache-Control"] = "private, no-cache"
    return response
