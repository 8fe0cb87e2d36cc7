from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from core.people.models import Agent, Direction
from core.people.ordering import PlainText, alphabetical
from core.people.roles import GROUP, Role

if TYPE_CHECKING:
    # Named by the base classes.
    from manuals.models import Contract, FollowUp, Manual, Need, Outage, Software, SoftwareLink  # noqa: F401


class NeedQuerySet(models.QuerySet["Need"]):
    def by_name(self) -> NeedQuerySet:
        return self.order_by(*alphabetical("name"), "pk")

    def used(self) -> NeedQuerySet:
        return self.filter(Exists(self.model.software.through.objects.filter(need=OuterRef("pk"))))


class SoftwareQuerySet(models.QuerySet["Software"]):
    def by_name(self) -> SoftwareQuerySet:
        return self.order_by(*alphabetical("name"), "pk")

    def alive(self) -> SoftwareQuerySet:
        return self.exclude(state="retired")

    def named_like(self, text: str) -> SoftwareQuerySet:
        """By a piece of its name or of what it is for, without accents or case."""
        wanted = PlainText(Value(text))
        plain = self.alias(name_plain=PlainText(F("name")), purpose_plain=PlainText(F("purpose")))
        return plain.filter(Q(name_plain__contains=wanted) | Q(purpose_plain__contains=wanted))

    def used_by(self, agent: Agent) -> SoftwareQuerySet:
        """Return software known to be in use: the direction's, those they look after or whose manual they pinned."""
        pins = self.model.manuals.rel.related_model._default_manager.filter(
            software=OuterRef("pk"), pins__agent=agent
        )
        return self.filter(
            Q(owner=agent.direction_id) | Q(functional_referent=agent) | Q(it_referent=agent) | Exists(pins)
        )

    def with_outage_flag(self) -> SoftwareQuerySet:
        """Adds `is_down`: an outage is open."""
        outages = self.model.outages.rel.related_model._default_manager
        return self.annotate(is_down=Exists(outages.filter(software=OuterRef("pk"), ended_at=None)))

    def for_list(self) -> SoftwareQuerySet:
        """By name, with what a row of the list shows."""
        return self.select_related("owner").prefetch_related("needs").with_outage_flag().by_name()

    def for_page(self) -> SoftwareQuerySet:
        return self.select_related(
            "owner", "functional_referent__direction", "it_referent__direction", "replaced_by"
        )

    def with_problems(self) -> SoftwareQuerySet:
        """Loads what is known of the three problems, and who filled it in."""
        return self.select_related(
            "archiving__filled_by", "workflowupdates__filled_by", "datarecovery__filled_by"
        )

    def collaborative(self) -> SoftwareQuerySet:
        """The tools in which several directions work together, without those that are retired."""
        return self.alive().filter(is_collaborative=True)

    def for_sharing(self) -> SoftwareQuerySet:
        """By name, with the directions that work together in it."""
        units = Direction.objects.by_name()
        shared = models.Prefetch("shared_by", units)
        return self.select_related("owner").prefetch_related(shared).with_outage_flag().by_name()

    def for_overview(self) -> SoftwareQuerySet:
        """By name, with what the marks of the three problems are made of."""
        return self.select_related("owner", "archiving", "workflowupdates", "datarecovery").by_name()

    def with_contract_visible_to(self, agent: Agent) -> SoftwareQuerySet:
        """Filter to software whose contract the agent may read and write, written already or not."""
        if agent.has_role(*GROUP, Role.ADMINISTRATOR):
            return self
        if not agent.is_active:
            return self.none()
        return self.filter(Q(functional_referent=agent) | Q(it_referent=agent))


class OutageQuerySet(models.QuerySet["Outage"]):
    def open(self) -> OutageQuerySet:
        return self.filter(ended_at=None)


class SoftwareLinkQuerySet(models.QuerySet["SoftwareLink"]):
    def visible_to(self, agent: Agent) -> SoftwareLinkQuerySet:
        """For those who see both software, as every agent does."""
        return self if agent.is_active else self.none()

    def of(self, software: Software) -> SoftwareLinkQuerySet:
        return self.filter(Q(source=software) | Q(target=software))

    def for_list(self) -> SoftwareLinkQuerySet:
        """Add `is_wanted`: such links come first; then by the names of both ends."""
        return (
            self.select_related("source", "target")
            .annotate(is_wanted=Q(means="wanted"))
            .order_by("-is_wanted", *alphabetical("source__name", "target__name"), "pk")
        )


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, agent: Agent) -> ContractQuerySet:
        software: Any = self.model.software.field.related_model._default_manager.all()
        return self.filter(software__in=software.with_contract_visible_to(agent))

    def by_date(self, *, on: date) -> ContractQuerySet:
        """Nearest date to come first, then the latest to end, then those without an end. Adds `next_on`."""
        to_come = [When(**{f"{name}__gte": on}, then=F(name)) for name in ("notice_on", "ends_on")]
        return (
            self.annotate(next_on=Case(*to_come))
            .select_related("software__owner")
            .prefetch_related("commitments__made_by")
            .order_by(
                F("next_on").asc(nulls_last=True),
                F("ends_on").desc(nulls_last=True),
                *alphabetical("software__name"),
                "pk",
            )
        )

    def over_unanswered(self, *, on: date) -> ContractQuerySet:
        """Past their end, of software that is still there, and nobody sees to it on this day."""
        made = self.model.commitments.rel.related_model._default_manager.filter(
            contract=OuterRef("pk"), deadline="end", deadline_on=OuterRef("ends_on"), settled_by__gte=on
        )
        return self.filter(~Exists(made), ends_on__lt=on).exclude(software__state="retired")


class ManualQuerySet(models.QuerySet["Manual"]):
    def current(self) -> ManualQuerySet:
        """Neither replaced nor withdrawn."""
        return self.filter(replaced_by=None, withdrawn_at=None)

    def newest_first(self) -> ManualQuerySet:
        return self.order_by("-dated_on", "-pk")

    def with_pin_flag(self, agent: Agent) -> ManualQuerySet:
        """Adds `is_pinned`: the agent keeps it at hand."""
        pins = self.model.pins.rel.related_model._default_manager
        return self.annotate(is_pinned=Exists(pins.filter(manual=OuterRef("pk"), agent=agent)))

    def for_page(self) -> ManualQuerySet:
        return self.select_related(
            "software", "document", "replaces", "replaced_by", "added_by", "software__owner"
        )

    def pinned_by(self, agent: Agent) -> ManualQuerySet:
        """« Mes manuels », by title, each with its software, in one statement; `version_note` says what is old."""
        return (
            self.filter(pins__agent=agent)
            .annotate(is_pinned=Value(True))
            .select_related("software", "document", "replaced_by")
            .order_by(*alphabetical("title"), "pk")
        )


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def open(self) -> FollowUpQuerySet:
        return self.filter(closed_at=None)

    def closed(self) -> FollowUpQuerySet:
        return self.exclude(closed_at=None)

    def late(self, *, on: date) -> FollowUpQuerySet:
        return self.open().filter(due_on__lt=on)

    def for_list(self) -> FollowUpQuerySet:
        """Order open ones by their day, then closed ones, the latest first."""
        return self.select_related("software__owner", "assigned_to", "opened_by", "closed_by").order_by(
            F("closed_at").desc(nulls_first=True), "due_on", "pk"
        )
