from django.db import models

KIND_LENGTH = 60


class PurgeCount(models.Model):
    """The journal of the nightly purge: how many of a kind were erased that day; never whose."""

    kind = models.CharField("ce qui est effacé", max_length=KIND_LENGTH)
    day = models.DateField("jour")
    count = models.PositiveIntegerField("nombre")

    class Meta:
        verbose_name = "jour du journal des effacements"
        verbose_name_plural = "journal des effacements"
        ordering = ["-day", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["day", "kind"], name="purge_count_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.day}"
