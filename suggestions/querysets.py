from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    Expression,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce

from core.documents.models import Document
from core.french import COUNT_LIMIT
from core.people.models import Agent
from core.people.roles import GROUP
from suggestions.states import Identity, State


class IdeaWords(Func):
    """The column `words` of the idea that the query reads, for `annotate` and `filter`."""

    column = "words"
    output_field: Any = SearchVectorField()

    def __init__(self, path: str = "pk", **extra: Any) -> None:
        super().__init__(F(path), **extra)

    def as_sql(
        self,
        compiler: Any,
        connection: Any,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra: Any,
    ) -> Any:
        (key,) = self.get_source_expressions()
        return f"{compiler.quote_name(key.alias)}.{self.column}", []


class IdeaLetters(IdeaWords):
    column = "letters"
    output_field = TextField()


class _Holds(Func):
    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


class _Read(Func):
    """Parse a query as `core.search` does; accents are optional."""

    function = "plainto_tsquery"
    template = "%(function)s('public.french_plain', search_words(%(expressions)s))"


def holds(typed: str) -> Expression:
    """For `Idea.objects.filter(holds("formulaire congés"))`: every word typed is in the title or the texts."""
    return _Holds(IdeaWords(), _Read(Value(typed.replace("\x00", " ")[:200])))


LABEL = re.compile(r"(?:S-)?(\d{4})-(\d{1,6})", re.IGNORECASE)


if TYPE_CHECKING:
    from suggestions.models import Idea, IdeaFile  # noqa: F401  (named by the base classes)


class IdeaQuerySet(models.QuerySet["Idea"]):
    def visible_to(self, agent: Agent) -> IdeaQuerySet:
        """Received, set aside and withdrawn ideas are between their authors and the group."""
        if not agent.is_active:
            return self.none()
        if agent.has_role(*GROUP):
            return self
        return self.filter(Q(state__in=State.public()) | self._of(agent) | Q(entered_by=agent))

    def public(self) -> IdeaQuerySet:
        return self.filter(state__in=State.public())

    def heads(self) -> IdeaQuerySet:
        """Not merged into another: those that have their own page."""
        return self.filter(merged_into=None)

    def by(self, agent: Agent) -> IdeaQuerySet:
        return self.filter(author=agent)

    def mine(self, agent: Agent) -> IdeaQuerySet:
        """Ideas of this agent, and heads of their merged ideas."""
        return self.filter(pk__in=self.model.objects.filter(author=agent).read_on())

    def followed_by(self, agent: Agent) -> IdeaQuerySet:
        """Followed, or the head of one that is."""
        return self.filter(pk__in=self.model.objects.filter(follows__agent=agent).read_on())

    def read_on(self) -> Any:
        return self.annotate(read_on=Coalesce("head", "pk")).values("read_on")

    def entered_by(self, agent: Agent) -> IdeaQuerySet:
        return self.filter(entered_by=agent)

    def about(self, typed: str) -> IdeaQuerySet:
        """Ideas that hold every word typed, or read with one that does; or that have this number. Sends a statement.

        Few ideas are merged: named one by one, they leave the words to their index, or to a walk from the newest.
        """
        if label := LABEL.fullmatch(typed.strip()):
            found = self.model.objects.filter(year=int(label[1]), number=int(label[2]))
            return self.filter(pk__in=found.read_on())
        merged = self.model.objects.filter(holds(typed), head__isnull=False).values_list("head", flat=True)
        return self.filter(Q(holds(typed)) | Q(pk__in=list(merged[:COUNT_LIMIT])))

    def newest_first(self) -> IdeaQuerySet:
        return self.order_by("-received_at", "-pk")

    def most_supported_first(self) -> IdeaQuerySet:
        """By the number of agents who support it or what was merged into it, each counted once."""
        support: Any = self.model._meta.get_field("supports").related_model
        # Within the subquery, the idea around it and those merged into it, found by two indexes.
        outer = OuterRef(OuterRef("pk"))
        read_here = self.model.objects.filter(Q(pk=outer) | Q(head=outer)).order_by().values("pk")
        counted = support.objects.filter(idea__in=read_here).order_by()
        agents = counted.annotate(one=models.Value(1)).values("one").annotate(n=Count("agent", distinct=True))
        ideas = self.annotate(supporters=Coalesce(Subquery(agents.values("n")), 0))
        return ideas.order_by(F("supporters").desc(), "-received_at", "-pk")

    def waiting_longest_first(self) -> IdeaQuerySet:
        """Order ideas that the group owes an answer first, the oldest before; then the others, newest first."""
        is_answered = models.Case(models.When(state__in=State.waiting(), then=0), default=1)
        arrival = models.Case(models.When(state__in=State.waiting(), then=F("received_at")))
        return self.order_by(is_answered, arrival, "-received_at", "-pk")

    def published(self) -> IdeaQuerySet:
        """Return public ideas that have their own page, the newest under study first, with their author."""
        # Redundant, but the index needs it: public ideas have been under study.
        ideas = self.public().heads().filter(taken_at__isnull=False).select_related("author__direction")
        return ideas.order_by("-taken_at", "-pk")

    def for_list(self) -> IdeaQuerySet:
        """With what a row of the list shows, and nothing else: PostgreSQL reads a shorter statement."""
        row = "reference year number title problem proposal identity state received_at direction__name"
        author = "author__first_name author__last_name author__identifiant author__direction__name"
        people = self.select_related("author__direction", "direction")
        return people.only(*row.split(), *author.split())

    def for_page(self, *, for_group: bool = True) -> IdeaQuerySet:
        people = self.select_related("author__direction", "direction", "member_in_charge")
        shown = people.select_related("answer", "decision").with_authors()
        return shown.with_merges() if for_group else shown

    def with_authors(self) -> IdeaQuerySet:
        """Loads what `Idea.author_ids` reads, in the same statement."""
        family = self.model.objects.filter(head=OuterRef("pk")).exclude(author=None)
        return self.annotate(family_author_ids=ArraySubquery(family.values("author")))

    def with_merges(self) -> IdeaQuerySet:
        """Loads what `Idea.has_merges` reads, for the group."""
        family = self.model.objects.filter(head=OuterRef("pk"))
        return self.annotate(merges_exist=Exists(family.merged_and_not_undone()))

    def merged_and_not_undone(self) -> IdeaQuerySet:
        """Merged by a member, where a part given back to its original was not."""
        return self.filter(merged_into__merges__absorbed=F("pk"), merged_into__merges__undone_at=None)

    def waiting(self) -> IdeaQuerySet:
        """The group owes an answer; a merged idea receives its head's."""
        return self.filter(state__in=State.waiting(), merged_into=None)

    def overdue(self, *, on: date) -> IdeaQuerySet:
        return self.waiting().filter(next_due_on__lt=on)

    def to_be_published(self) -> IdeaQuerySet:
        return self.filter(state=State.UNDER_STUDY, answer__reread_by__isnull=False)

    def without_those_of(self, agent: Agent) -> IdeaQuerySet:
        """Without those that this agent wrote, in whole or in part: the others moderate them."""
        return self.exclude(self._of(agent))

    def with_unanswered_appeals(self) -> IdeaQuerySet:
        return self.filter(state=State.DECLINED, appeal__answered_at=None, appeal__isnull=False)

    def set_aside_to_confirm(self, agent: Agent) -> IdeaQuerySet:
        """Another member proposes to set them aside, and this one may confirm."""
        proposed = self.waiting().filter(set_aside_proposal__isnull=False).without_those_of(agent)
        merged = self.model.objects.filter(head=OuterRef("pk"))
        return proposed.exclude(set_aside_proposal__proposed_by=agent).exclude(Exists(merged))

    def in_charge_of(self, agent: Agent) -> IdeaQuerySet:
        """Ideas in this member's charge that are not finished."""
        return self.filter(member_in_charge=agent, state__in=State.followed(), merged_into=None)

    def family_of(self, idea: Idea) -> IdeaQuerySet:
        """Return the ideas on this idea's page: itself, then those merged into it in the order of arrival."""
        first = models.Case(models.When(pk=idea.pk, then=0), default=1)
        return self.filter(Q(pk=idea.pk) | Q(head=idea)).order_by(first, F("received_at"), F("pk"))

    def _of(self, agent: Agent) -> Q:
        merged = self.model.objects.filter(author=agent, head__isnull=False)
        return Q(author=agent) | Q(pk__in=merged.values("head"))


class IdeaFileQuerySet(models.QuerySet["IdeaFile"]):
    """Files of ideas whose page the reader sees; one that may name a hidden author is for who may know that author."""

    def visible_to(self, agent: Agent) -> IdeaFileQuerySet:
        if agent.has_role(*GROUP):
            return self
        return self.filter(self._names_nobody() | Q(idea__author=agent) | Q(idea__entered_by=agent))

    def for_all_readers(self) -> IdeaFileQuerySet:
        return self.filter(self._names_nobody())

    def instead_of(self, reference: str) -> IdeaFileQuerySet:
        """The file that replaced the document of this key, for addresses that were kept."""
        events = Document._meta.get_field("events").related_model._default_manager
        known = events.filter(pgh_obj_id=OuterRef("events__document_id"), reference=reference)
        return self.filter(Exists(known)).distinct()

    def to_unsign(self) -> IdeaFileQuerySet:
        return self.exclude(self._names_nobody())

    def _names_nobody(self) -> Q:
        return ~Q(idea__identity=Identity.HIDDEN) | Q(is_unsigned=True)
