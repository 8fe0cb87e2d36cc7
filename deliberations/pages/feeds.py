"""The latest deliberations as an Atom feed, closed to strangers like every page."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed

from core.ui.french import spaced
from core.ui.xml import writable
from deliberations.models import Deliberation
from deliberations.pages.votes import vote_sentence

LATEST = 30


class LatestFeed(Feed):
    feed_type = Atom1Feed
    title = "Les dernières délibérations du conseil"
    subtitle = spaced("Publiées sur l’intranet ; ni la publication légale, ni le registre.")
    link = reverse_lazy("deliberations:council")
    language = "fr"

    def items(self) -> list[Deliberation]:
        return list(Deliberation.objects.latest_published(LATEST))

    def item_title(self, item: Deliberation) -> str:
        return writable(str(item))

    def item_description(self, item: Deliberation) -> str:
        return f"{item.session}. {vote_sentence(item)}"

    def item_pubdate(self, item: Deliberation) -> datetime | None:
        return item.session.published_at

    item_updateddate = item_pubdate
