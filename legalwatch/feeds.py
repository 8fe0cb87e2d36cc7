"""The watch as an RSS feed for programs that cannot sign in, and the page of its address."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import linebreaks
from django.views.decorators.http import conditional_page, require_safe

from core.people import secret_addresses
from core.people.requests import AgentRequest
from core.ui.xml import writable
from legalwatch.models import Entry

PURPOSE = "legal_watch_feed"
LATEST = 50


def feed_address(request: AgentRequest) -> HttpResponse:
    return secret_addresses.feed_page(
        request,
        PURPOSE,
        template="legalwatch/feed_address.html",
        here="legalwatch:feed_address",
        feed="legalwatch:feed",
    )


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
