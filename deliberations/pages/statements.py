"""What these pages read on most visits, by statements that are kept."""

from typing import Any

from django.db.models import Count, QuerySet, Sum

from core.people.models import Agent
from core.ui.statements import Statement
from deliberations.models import Annex, Councillor, CouncilSession, Deliberation
from deliberations.querysets import DeliberationQuerySet

ACTS_A_PAGE = 50
YEARS = Statement(
    lambda: (
        CouncilSession.objects.published()
        .order_by("-year")
        .values("year")
        .annotate(sessions=Count("pk"), acts=Sum("deliberation_count"))
    )
)
LATEST = Statement(lambda: Deliberation.objects.latest_published(5))
# A session's slug is unique, and an act's is in its session: the year of an address is compared once the row is read.
SESSION = Statement(lambda agent, slug: CouncilSession.objects.visible_to(agent).filter(slug=slug))
ACT = Statement(
    lambda agent, session, slug: (
        _act(agent, session, slug)
        .select_related("session", "matter", "rapporteur", "text")
        .prefetch_related("rapporteur__mandates")
    )
)
TEXT = Statement(
    lambda agent, session, slug: (
        _act(agent, session, slug)
        .select_related("session", "text")
        .only("slug", "number", "object", "session__slug", "session__year", "text")
    )
)
BEFORE = Statement(
    lambda session, act: _siblings(session).filter(position__lt=_place(act)).order_by("-position")[:1]
)
AFTER = Statement(
    lambda session, act: _siblings(session).filter(position__gt=_place(act)).order_by("position")[:1]
)
CO_REPORTING = Statement(lambda act: Councillor.objects.filter(co_reported=act).by_name())
ANNEXES = Statement(lambda act: Annex.objects.filter(deliberation=act).select_related("document"))
SIZES = Statement(
    lambda session: _sizes_of_texts(session).union(_sizes_of_annexes(session), all=True).order_by()
)
FIRST_ACTS = Statement(lambda session: acts_of(session)[:ACTS_A_PAGE])


def _act(agent: Agent, session: str, slug: str) -> DeliberationQuerySet:
    return Deliberation.objects.visible_to(agent).filter(session__slug=session, slug=slug)


def _place(act: int) -> Any:
    return Deliberation.objects.filter(pk=act).values("position")


def acts_of(session: int) -> Any:
    acts = Deliberation.objects.filter(session=session).select_related("matter", "rapporteur")
    return acts.order_by("position").defer("matter_name", "public_url")


def _sizes_of_texts(session: int) -> Any:
    return Deliberation.objects.filter(session=session).exclude(text=None).values_list("text__size")


def _sizes_of_annexes(session: int) -> Any:
    return Annex.objects.filter(deliberation__session=session).order_by().values_list("document__size")


def _siblings(session: int) -> QuerySet[Deliberation]:
    return Deliberation.objects.filter(session=session).only("number", "slug", "position")
