from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from core.people.models import Agent
from core.people.ordering import alphabetical
from core.people.roles import GROUP
from dematerialisation.states import RETAINED, ActionState
from tips.models import Tip

if TYPE_CHECKING:
    from dematerialisation.models import (  # noqa: F401  (named by the base classes)
        Action,
        Article,
        AssessedAction,
        Assessment,
        GroupMember,
        Interview,
        MissingTip,
        ReviewIssue,
        ReviewPicture,
        Survey,
    )


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def for_group_page(self) -> GroupMemberQuerySet:
        """Order members as the group introduces itself: its head first, the agglomeration's representative last."""
        is_guest = models.ExpressionWrapper(models.Q(agent=None), models.BooleanField())
        return self.select_related("agent", "dga").order_by("-is_head", is_guest, "position", "pk")


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> ActionQuerySet:
        """Planned, in progress or blocked."""
        return self.filter(state__in=ActionState.open())

    def done(self) -> ActionQuerySet:
        return self.filter(state=ActionState.DONE)

    def dropped(self) -> ActionQuerySet:
        return self.filter(state=ActionState.DROPPED)

    def to_confirm(self, agent: Agent) -> ActionQuerySet:
        """Planned, and screened by another member than this one: a second look is missing."""
        unseen = self.filter(state=ActionState.PLANNED, confirmed_by=None).exclude(outcome="")
        return unseen.exclude(screened_by=agent)

    def to_screen_again(self) -> ActionQuerySet:
        """Planned, with answers from before outcomes and no idea that was retained: nothing lets it start."""
        answered = self.model.screening.rel.related_model._default_manager.filter(action=OuterRef("pk"))
        retained = self.model.ideas.through._default_manager.filter(
            action=OuterRef("pk"), idea__state__in=RETAINED
        )
        return self.filter(Exists(answered), ~Exists(retained), state=ActionState.PLANNED, outcome="")

    def led_by(self, agent: Agent) -> ActionQuerySet:
        return self.filter(leader=agent)

    def late(self, *, on: date) -> ActionQuerySet:
        """Not over, and due before `on`."""
        return self.open().filter(due_on__lt=on)

    def late_unnotified(self, *, on: date) -> ActionQuerySet:
        """Late, and not yet notified for this due date."""
        return self.late(on=on).exclude(late_told_for__isnull=False, late_told_for=F("due_on"))

    def of_year(self, year: int) -> ActionQuerySet:
        """Ended that year; those that are not over, decided or due that year."""
        ended = Q(done_on__year=year) | Q(dropped_on__year=year)
        going = Q(decided_on__year=year) | Q(due_on__year=year)
        return self.filter(ended | (Q(state__in=ActionState.open()) & going))

    def assessed_in(self, first: date, last: date) -> ActionQuerySet:
        """Ended in that period; or begun by its end, and not ended by then."""
        ended = Q(done_on__range=(first, last)) | Q(dropped_on__range=(first, last))
        is_later = Q(done_on__gt=last) | Q(dropped_on__gt=last) | Q(state__in=ActionState.open())
        return self.filter(ended | (is_later & (Q(decided_on__lte=last) | Q(started_on__lte=last))))

    def nearest_first(self) -> ActionQuerySet:
        """Order what is due first, then what has no due date yet."""
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")

    def newest_first(self) -> ActionQuerySet:
        return self.order_by(Coalesce("done_on", "dropped_on").desc(nulls_last=True), "-pk")

    def for_list(self) -> ActionQuerySet:
        return self.select_related("leader", "direction").defer("late_told_for")


class ReviewIssueQuerySet(models.QuerySet["ReviewIssue"]):
    def newest_first(self) -> ReviewIssueQuerySet:
        return self.order_by("-month")


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        """Include articles withdrawn since: their pages say so."""
        return self.filter(published_at__isnull=False)

    def drafts(self) -> ArticleQuerySet:
        return self.filter(published_at=None)

    def visible_to(self, agent: Agent) -> ArticleQuerySet:
        """The group also reads its drafts."""
        return self.all() if agent.has_role(*GROUP) else self.published()

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-published_at", "-pk")


class ReviewPictureQuerySet(models.QuerySet["ReviewPicture"]):
    def visible_to(self, agent: Agent) -> ReviewPictureQuerySet:
        """With what it is printed with."""
        if agent.has_role(*GROUP):
            return self.all()
        of_article = Q(article__published_at__isnull=False, article__withdrawn_at=None)
        return self.filter(of_article | Q(tip__in=Tip.objects.published()))


class MissingTipQuerySet(models.QuerySet["MissingTip"]):
    def still_missing(self, *, on: date) -> MissingTipQuerySet:
        """The months that are not over and have no tip that is ready."""
        ready = Tip.objects.filter(month=OuterRef("month"), published_at__isnull=False)
        return self.filter(~Exists(ready), month__gte=on.replace(day=1)).order_by("month")

    def with_draft(self) -> MissingTipQuerySet:
        """Loads `draft_id`, the tip that is written and not published."""
        written = Tip.objects.filter(month=OuterRef("month")).values("pk")
        return self.annotate(draft_id=Subquery(written[:1]))


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def published(self) -> AssessmentQuerySet:
        return self.filter(published_at__isnull=False)

    def visible_to(self, agent: Agent) -> AssessmentQuerySet:
        """The group also reads its drafts."""
        return self.all() if agent.has_role(*GROUP) else self.published()

    def for_list(self) -> AssessmentQuerySet:
        return self.only("reference", "starts_on", "ends_on", "published_at")


class AssessedActionQuerySet(models.QuerySet["AssessedAction"]):
    def for_page(self) -> AssessedActionQuerySet:
        """Order what was done first, then what goes on."""
        return self.select_related("action").order_by(F("action__done_on").asc(nulls_last=True), "pk")


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, agent: Agent) -> SurveyQuerySet:
        """For every agent once closed; for the group at any time."""
        return self if agent.has_role(*GROUP) else self.filter(closed_on__isnull=False)

    def with_progress(self) -> SurveyQuerySet:
        """`directions` asked, and `done`."""
        return self.annotate(
            directions=Count("interviews"), done=Count("interviews", filter=Q(interviews__state="done"))
        )


class InterviewQuerySet(models.QuerySet["Interview"]):
    def visible_to(self, agent: Agent) -> InterviewQuerySet:
        """The group's; and, once sent to a direction, that of its head."""
        if agent.has_role(*GROUP):
            return self
        return self.filter(direction__head=agent, was_sent=True) if agent.is_active else self.none()

    def asked_of(self, agent: Agent) -> InterviewQuerySet:
        """Return interviews that this head of a direction is asked to fill; they may change after `filled_on` too."""
        return self.filter(state="sent", survey__closed_on=None, direction__head=agent)

    def nearest_first(self) -> InterviewQuerySet:
        """Order what is left to do first, the nearest talk first; then what is done."""
        is_done = Case(When(state="done", then=1), default=0, output_field=models.IntegerField())
        return self.order_by(
            is_done, F("held_at").asc(nulls_first=True), *alphabetical("direction__name"), "pk"
        )
