"""Numbers of a year without a hole: of ideas, letters and notes."""

from django.db import models

from core.french import spaced
from core.web.locks import locked


class NumberSeriesModel(models.Model):
    """The last number given in a year; its row is locked while a number is given, so the series has no hole."""

    year = models.PositiveSmallIntegerField("année", unique=True)
    last = models.PositiveIntegerField("dernier numéro donné", default=0)

    class Meta:
        abstract = True
        verbose_name = "série de numéros"
        verbose_name_plural = "séries de numéros"

    def __str__(self) -> str:
        return spaced(f"{self.year} : {self.last}")

    @classmethod
    def next_number(cls, year: int) -> int:
        """Return the year's next number; no other is given before the caller's transaction ends."""
        series = cls._default_manager
        series.bulk_create([cls(year=year)], ignore_conflicts=True)
        row = locked(series.all()).get(year=year)
        row.last += 1
        row.save(update_fields=["last"])
        return row.last
