"""The watch as an RSS feed for programs that cannot sign in, and the page of its address."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import linebreaks
from django.views.decorators.http import conditional_page, require_safe

from core.people import secret_addresses
from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.xml import writable
from legalwatch.models import Entry

PURPOSE = "legal_watch_feed"
LATEST = 50


def feed_address(request: AgentRequest) -> HttpResponse:
    """Gives the address of the feed, shown once in this very answer; takes it back."""
    shown = ""
    if request.POST.get("geste") == "retirer":
        was_there = secret_addresses.revoke(request.user, PURPOSE)
        said = spaced("L’adresse est retirée : plus aucun programme ne la lit.")
        messages.success(request, said if was_there else "Vous n’aviez plus d’adresse.")
        return redirect("legalwatch:feed_address")
    if request.method == "POST":
        secret = secret_addresses.give(request.user, PURPOSE)
        shown = settings.SITE_URL + reverse("legalwatch:feed", args=[secret])
    context = {"shown": shown, "has_one": bool(shown) or secret_addresses.has_one(request.user, PURPOSE)}
    response = render(request, "legalwatch/feed_address.html", context)
    add_never_cache_headers(response)
    return response


@login_not_required
@require_safe
@conditional_page
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The latest entries, for the open account that holds this secret; 404 for anything else."""
    agent = secret_addresses.agent_of(secret, PURPOSE, request=request)
    if agent is None:
        raise Http404
    written = Rss201rev2Feed(
        title=f"Veille juridique — {settings.TOWN_NAME}",
        link=settings.SITE_URL + reverse("legalwatch:entry_list"),
        description="Ce qui change, en trois lignes et un lien.",
        language="fr",
    )
    for entry in Entry.objects.published().current().newest_first().for_list()[:LATEST]:
        link = settings.SITE_URL + entry.get_absolute_url()
        written.add_item(
            title=writable(entry.title),
            link=link,
            unique_id=link,
            description=linebreaks(writable(entry.summary), autoescape=True),
            pubdate=entry.publish_at,
            categories=[writable(subject.name) for subject in entry.subjects.all()],
        )
    response = HttpResponse(written.writeString("utf-8"), content_type=written.content_type)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
