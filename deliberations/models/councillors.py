"""Councillors, elected by the town: never agents; some have an account of their own kind, to give visas."""

from __future__ import annotations

from datetime import date
from typing import Any

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils.timezone import localdate

from core.french import long_date, spaced
from core.history.tracking import track, was_tracked
from core.people.models import Agent
from core.people.ordering import alphabetical


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


class CouncillorQuerySet(models.QuerySet["Councillor"]):
    def by_name(self) -> CouncillorQuerySet:
        return self.order_by(*alphabetical("last_name", "first_name"), "pk")

    def reporting(self) -> CouncillorQuerySet:
        acts: Any = self.model.deliberations.rel.related_model._default_manager
        return self.filter(Exists(acts.published().filter(rapporteur=OuterRef("pk"))))

    def ended(self, on: date) -> CouncillorQuerySet:
        """Whose mandates were all over before that day."""
        lasting = Mandate.objects.lasting(on).values("councillor")
        return self.filter(pk__in=Mandate.objects.values("councillor")).exclude(pk__in=lasting)

    def in_office(self, on: date) -> CouncillorQuerySet:
        return self.filter(pk__in=Mandate.objects.in_force(on).values("councillor"))


@track()
class Councillor(models.Model):
    """Someone elected to the council, as the acts name them."""

    title = models.CharField(
        "civilité", max_length=20, blank=True, help_text=spaced("Par exemple « Mme » ou « M. ».")
    )
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    account = models.OneToOneField(
        Agent, models.PROTECT, verbose_name="compte", null=True, editable=False, related_name="councillor"
    )

    objects = CouncillorQuerySet.as_manager()

    class Meta:
        verbose_name = "élu"
        verbose_name_plural = "élus"
        triggers = [
            # Of its own kind: an agent's account would open the council's drafts to somebody who works for the town.
            pgtrigger.Trigger(
                name="account_is_elected",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("account_id"),
                func="""
                    IF EXISTS (SELECT 1 FROM people_agent WHERE id = NEW.account_id AND NOT is_elected) THEN
                        RAISE EXCEPTION 'councillor: an agent''s account'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'councillor_account_is_elected';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.title, self.first_name, self.last_name)))

    @property
    def has_ended(self) -> bool:
        """Whether all their mandates are over; without any, nobody said so."""
        return type(self).objects.ended(localdate()).filter(pk=self.pk).exists()

    def function_on(self, day: date) -> str:
        """« 3ᵉ adjointe au maire, à la culture », from the mandates loaded with the councillor; empty without one."""
        for mandate in self.mandates.all():
            if mandate.starts_on <= day and (mandate.ends_on is None or day <= mandate.ends_on):
                return mandate.label
        return ""


class MandateQuerySet(models.QuerySet["Mandate"]):
    def lasting(self, on: date) -> MandateQuerySet:
        """In force on that day, or to come."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on))

    def in_force(self, on: date) -> MandateQuerySet:
        return self.lasting(on).filter(starts_on__lte=on)


@was_tracked()
class Mandate(models.Model):
    """A councillor's function for a time; one at a time. The last day is part of it."""

    councillor = models.ForeignKey(Councillor, models.CASCADE, verbose_name="élu", related_name="mandates")
    function = models.CharField(
        "fonction",
        max_length=100,
        help_text=spaced("Par exemple « maire », « 3ᵉ adjointe au maire »."),
    )
    delegation = models.CharField(
        "délégation",
        max_length=200,
        blank=True,
        help_text=spaced("Par exemple « à la culture et aux fêtes »."),
    )
    starts_on = models.DateField("du")
    ends_on = models.DateField(
        "au", null=True, blank=True, help_text=spaced("Dernier jour ; vide s’il dure encore.")
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "mandat"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__isnull=False, ends_on__gte=F("starts_on")),
                name="mandate_ends_after_it_starts",
                violation_error_message="La fin du mandat doit suivre son début.",
            ),
            # Deferrable: two mandates may trade their dates in one statement.
            ExclusionConstraint(
                name="mandate_one_at_a_time",
                expressions=[
                    ("councillor", RangeOperators.EQUAL),
                    (DateRange(F("starts_on"), F("ends_on"), Value("[]")), RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.IMMEDIATE,
                violation_error_message="Cet élu a déjà un mandat à ces dates.",
            ),
        ]

    def __str__(self) -> str:
        until = f" au {long_date(self.ends_on)}" if self.ends_on else ""
        return f"{self.label}, du {long_date(self.starts_on)}{until}"

    def clean(self) -> None:
        # Before the constraints: PostgreSQL makes no range that ends before it starts.
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "La fin du mandat doit suivre son début."})

    @property
    def label(self) -> str:
        return f"{self.function}, {self.delegation}" if self.delegation else self.function
