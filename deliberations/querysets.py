from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat

from core.people.models import Agent
from core.people.ordering import PlainText
from core.people.roles import Role
from core.search.models import Entry
from core.search.sql import FRENCH

if TYPE_CHECKING:
    from deliberations.models import CouncilSession, Deliberation  # noqa: F401  (named by the base classes)

# Others, which addresses may hold, overflow the column.
YEARS = range(1, 10_000)
# A final s or x of longer words is their plural's.
SHORT = 3


class SessionQuerySet(models.QuerySet["CouncilSession"]):
    def published(self) -> SessionQuerySet:
        return self.filter(state="published")

    def visible_to(self, agent: Agent) -> SessionQuerySet:
        """The secretary also sees the sessions in preparation."""
        return self.all() if agent.has_role(Role.COUNCIL_SECRETARY) else self.published()

    def newest_first(self) -> SessionQuerySet:
        return self.order_by("-held_on", "-pk")

    def of_year(self, year: int) -> SessionQuerySet:
        return self.filter(year=year) if year in YEARS else self.none()

    def at_address(self, year: int, slug: str) -> SessionQuerySet:
        return self.of_year(year).filter(slug=slug)


class DeliberationQuerySet(models.QuerySet["Deliberation"]):
    def published(self) -> DeliberationQuerySet:
        return self.filter(session__state="published")

    def visible_to(self, agent: Agent) -> DeliberationQuerySet:
        return self.all() if agent.has_role(Role.COUNCIL_SECRETARY) else self.published()

    def at_address(self, year: int, session: str, slug: str) -> DeliberationQuerySet:
        """The deliberation of this slug in the session of this slug."""
        found = self.filter(slug=slug, session__slug=session, session__year=year)
        return found if year in YEARS else self.none()

    def saying(self, text: str) -> DeliberationQuerySet:
        """Whose object or number holds each of these words, without accents or case, in the singular or the plural.

        Or whose files hold them, as the search reads them, when there is a letter: figures alone are in every file.
        The caller keeps the acts that may be read.
        """
        found = self.alias(
            said=PlainText(Concat("object", Value(" "), "number", output_field=models.TextField()))
        )
        said = Q()
        for word in text.split():
            stem = word.rstrip("sxSX") if len(word) > SHORT else word
            said &= Q(said__contains=PlainText(Value(stem)))
        if not any(map(str.isalpha, text)):
            return found.filter(said)
        words = SearchQuery(text, config=FRENCH, search_type="websearch")
        entries = Entry.objects.filter(kind=self.model._meta.label_lower, vector=words)
        return found.filter(
            said
            | Q(pk__in=entries.filter(page=None).values("object_id"))
            | Q(pk__in=entries.exclude(page=None).values("main__object_id"))
        )

    def newest_first(self) -> DeliberationQuerySet:
        return self.order_by("-session__held_on", "-session_id", "position")

    def latest_published(self, limit: int) -> DeliberationQuerySet:
        """The newest sessions' deliberations, in their order, with what their addresses need; one statement.

        The `limit` newest sessions hold at least as many: the acts of others are not even sorted.
        """
        held = SessionQuerySet(self.model.session.field.related_model).published()
        newest = held.filter(deliberation_count__gt=0).newest_first().values("pk")[:limit]
        return self.filter(session__in=newest).select_related("session").newest_first()[:limit]
