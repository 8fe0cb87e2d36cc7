"""The ideas that every agent reads, as an Atom feed for programs that cannot sign in, and the page of its address."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.text import Truncator
from django.views.decorators.http import conditional_page, require_safe

from core.french import spaced
from core.people import secret_addresses
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.non_blank import writable
from suggestions.ideas.locking import author_words
from suggestions.models import Idea
from suggestions.states import Identity

PURPOSE = "ideas_feed"
LATEST = 50
SUMMARY = 600


def feed_address(request: AgentRequest) -> HttpResponse:
    return secret_addresses.feed_page(
        request,
        PURPOSE,
        template="suggestions/pages/feed_address.html",
        here="suggestions:feed_address",
        feed="suggestions:feed",
    )


@login_not_required
@require_safe
@conditional_page
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """For the open account that holds this secret; 404 for anything else."""
    agent = secret_addresses.agent_of(secret, PURPOSE, request=request)
    if agent is None:
        raise Http404
    response = HttpResponse(_written(agent), content_type="application/atom+xml; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _written(agent: Agent) -> str:
    """Only names given to all agents, for any reader: feed readers may store the feed elsewhere."""
    ideas = list(Idea.objects.published()[:LATEST])
    home = settings.SITE_URL + reverse("suggestions:idea_list")
    written = Atom1Feed(
        title=spaced(f"Saperlipopette ! Les idées — {settings.TOWN_NAME}"),
        link=home,
        description="",
        subtitle="Ce que les agents proposent, et ce que cela devient.",
        language="fr",
        feed_guid=home,
    )
    for idea in ideas:
        link = settings.SITE_URL + idea.get_absolute_url()
        said = f"{idea.get_state_display()}.\n\n{Truncator(idea.text).chars(SUMMARY)}"
        written.add_item(
            title=writable(idea.title),
            link=link,
            unique_id=link,
            unique_id_is_permalink=True,
            # Atom's summaries are HTML.
            description=linebreaks(writable(said), autoescape=True),
            author_name=author_words(agent, idea) if idea.identity == Identity.NAMED else None,
            pubdate=idea.taken_at,
            updateddate=idea.done_at or idea.started_at or idea.decided_at or idea.taken_at,
            categories=[idea.get_state_display()],
        )
    return written.writeString("utf-8")
