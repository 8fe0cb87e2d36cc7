"""How often rooms were sought and not found, without saying by whom."""

from django.db import models

from core.ui.french import count_of
from rooms.models.places import Site


class SearchTally(models.Model):
    """The searches of one day for so many people at one site (all sites when null)."""

    on = models.DateField("jour")
    site = models.ForeignKey(Site, models.CASCADE, verbose_name="site", null=True, related_name="+")
    people = models.PositiveSmallIntegerField("personnes")
    sought = models.PositiveIntegerField("recherches", default=0)
    found = models.PositiveIntegerField("avec une salle", default=0)

    class Meta:
        verbose_name = "recherches du jour"
        verbose_name_plural = "recherches"
        constraints = [
            models.UniqueConstraint(
                fields=["on", "site", "people"], name="search_tally_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{count_of(self.people, 'personne')}, {self.on}"
