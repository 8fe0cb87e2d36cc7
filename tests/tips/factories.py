from datetime import date
from typing import Any

import factory
from django.utils import timezone

from tests.factories import member
from tips.models import Lesson, Tip


def month(months_ago: int = 0) -> date:
    """The first day of the month that many months ago; negative is to come."""
    today = timezone.localdate()
    index = today.year * 12 + today.month - 1 - months_ago
    return date(index // 12, index % 12 + 1, 1)


class TipFactory(factory.django.DjangoModelFactory):
    """This month's published tip; `months_ago=` moves it, `draft=True` leaves it to the group."""

    class Meta:
        model = Tip

    class Params:
        months_ago = 0
        draft = factory.Trait(published_at=None)

    month = factory.LazyAttribute(lambda tip: month(tip.months_ago))
    title = factory.Sequence(lambda n: f"La fission des onglets, épisode {n}")
    summary = "Trop d’onglets ouverts ? Une touche suffit."
    body = "<p>Appuyez sur <strong>Ctrl</strong> et W.</p>"
    level = 2
    author = factory.LazyFunction(member)
    published_at = factory.LazyFunction(timezone.now)


def form_data(**changes: Any) -> dict[str, Any]:
    """What the admin's form posts for a tip."""
    return {
        "month": month().isoformat(),
        "title": "Renommer cent fichiers",
        "summary": "Une touche suffit.",
        "body": "<p>La touche F2.</p>",
        "level": "1",
        **changes,
    }


class LessonFactory(factory.django.DjangoModelFactory):
    """Published; `tips=[…]` are its tips in order."""

    class Meta:
        model = Lesson
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"La fission des onglets, leçon {n}")
    introduction = "Trois gestes, et les onglets se ferment."
    level = 1
    position = factory.Sequence(lambda n: n)
    is_published = True

    @factory.post_generation
    def tips(self: Lesson, create: bool, given: list[Tip] | None) -> None:  # type: ignore[misc]
        for position, tip in enumerate(given or [], start=1):
            self.tips.add(tip, through_defaults={"position": position})
