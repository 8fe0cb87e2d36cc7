"""Declare what the app lends to the rungs below it."""

from core.notifications import registry as kinds
from core.operations.personal_data import Part, give
from core.people.roles import GROUP
from core.search import registry as search
from core.search.readers import EVERYONE, with_role
from core.search.registry import Kind, Offer
from core.web.rich_text import text_of
from tips import actions
from tips.models import Lesson, LessonFollowed, Tip
from tips.policies import can_write

# Search

READERS = [with_role(role) for role in GROUP]


def offer(tip: Tip) -> Offer:
    """A tip published ahead is the group's until the first day of its month."""
    return Offer(
        title=tip.title,
        url=tip.get_absolute_url(),
        readers=[EVERYONE] if tip.is_readable else READERS,
        text=f"{tip.summary}\n{text_of(tip.body)}",
        on=tip.month,
        changes_on=tip.month if tip.is_waiting else None,
    )


search.register(
    Kind(
        code="tips.tip",
        label="Conseils du mois",
        model=Tip,
        objects=lambda tips: tips,
        offer=offer,
        can_link=lambda agent, tip: can_write(agent),
        words="conseil astuce",
        weight=1.2,
    )
)


def offer_lesson(lesson: Lesson) -> Offer:
    return Offer(
        title=lesson.title,
        url=lesson.get_absolute_url(),
        readers=[EVERYONE] if lesson.is_published else READERS,
        text=lesson.introduction,
    )


search.register(
    Kind(
        code="tips.lesson",
        label="Leçons du cours",
        model=Lesson,
        objects=lambda lessons: lessons,
        offer=offer_lesson,
        can_link=lambda agent, lesson: can_write(agent),
        words="leçon cours",
    )
)


# Personal data

give(
    Part(
        "Les leçons que j’ai suivies",
        {"leçon": "lesson__title"},
        lambda agent: LessonFollowed.objects.filter(agent=agent).order_by("pk"),
    )
)


# Kinds of notifications, in the order of the page of preferences

kinds.register_group(actions.REVIEW, news="de la revue")
kinds.register_from(actions)
