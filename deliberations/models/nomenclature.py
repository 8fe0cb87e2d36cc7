"""The matters of ACTES, by dated version: each préfecture serves its own."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast

from core.french import spaced
from core.history.tracking import was_tracked


class CodePart(Func):
    """The nth part of « 7.10 », from 1."""

    function = "split_part"
    arity = 3
    output_field = models.TextField()


def _part(position: int) -> Cast:
    return Cast(CodePart(F("code"), Value("."), Value(position)), models.IntegerField())


# 7.2 before 7.10; the code itself stays text.
BY_CODE = (_part(1), _part(2))


@was_tracked()
class Nomenclature(models.Model):
    """A dated version of the matters; deliberations keep the one that they were classified by."""

    label = models.CharField("nom", max_length=120)
    dated_on = models.DateField(
        "datée du", unique=True, error_messages={"unique": "La version de cette date est déjà là."}
    )
    is_current = models.BooleanField("en vigueur", default=False)

    class Meta:
        verbose_name = "nomenclature"
        ordering = ["-dated_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="nomenclature_one_current",
                violation_error_message=spaced("Une autre version est en vigueur : retirez-la d’abord."),
            )
        ]

    def __str__(self) -> str:
        return self.label


class MatterQuerySet(models.QuerySet["Matter"]):
    def current(self) -> MatterQuerySet:
        return self.filter(nomenclature__is_current=True)

    def by_code(self) -> MatterQuerySet:
        """7.2 before 7.10."""
        return self.order_by(*BY_CODE)


@was_tracked()
class Matter(models.Model):
    """A matter of level 2. Its code is text: 7.1 is not 7.10."""

    nomenclature = models.ForeignKey(
        Nomenclature, models.PROTECT, verbose_name="nomenclature", related_name="matters"
    )
    code = models.CharField("code", max_length=4)
    level1 = models.CharField("niveau 1", max_length=100)
    level2 = models.CharField("niveau 2", max_length=150)
    scdl_name = models.CharField(
        "nom SCDL",
        max_length=260,
        help_text=spaced("« niveau 1/niveau 2 », en minuscules, sans virgule ni parenthèse."),
    )

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = "matière"
        ordering = ["nomenclature", *BY_CODE]
        constraints = [
            models.UniqueConstraint(
                fields=["nomenclature", "code"],
                name="matter_code_once",
                violation_error_message="Ce code est déjà dans cette nomenclature.",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]\.[0-9]{1,2}$"),
                name="matter_code_has_two_levels",
                violation_error_message="Un code s’écrit comme 7.1 ou 7.10.",
            ),
            models.CheckConstraint(
                condition=~Q(level1="") & ~Q(level2="") & ~Q(scdl_name=""), name="matter_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.level2}"

    @property
    def full_label(self) -> str:
        return f"{self.level1}, {self.level2}"
