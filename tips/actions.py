from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.notifications.actions import notify, outdate
from core.notifications.models import Preference
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.web.locks import lock_row, locked, wait_for
from core.web.mails import render_mail
from core.web.ordering import move_by_one
from tips import policies
from tips.models import CourseFollower, Lesson, LessonFollowed, Tip
from tips.policies import can_write

# Sent inside the transaction: everyone reads `tip`, now or from the first day of its month.
published = Signal()


@transaction.atomic
def publish(tip: Tip, *, by: Agent) -> str:
    """Show a tip to everyone, from the first day of its month; the sentence says when."""
    tip = _locked(tip, by=by)
    if not policies.can_publish(by, tip):
        raise ValidationError("Ce conseil est déjà publié.")
    tip.published_at = timezone.now()
    with action_context("a publié le conseil", by=by):
        tip.save(update_fields=["published_at"])
    published.send(Tip, tip=tip)
    announce_new_tip()
    if tip.is_waiting:
        return f"Le conseil est prêt : chacun le lira dès le 1ᵉʳ {tip.month_label}."
    return "Le conseil est publié : chacun peut le lire."


@transaction.atomic
def unpublish(tip: Tip, *, by: Agent) -> str:
    """Take a tip back: only the group sees it."""
    tip = _locked(tip, by=by)
    if not policies.can_unpublish(by, tip):
        raise ValidationError("Ce conseil n’est pas publié.")
    tip.published_at = None
    with action_context("a retiré le conseil de la lecture", by=by):
        tip.save(update_fields=["published_at"])
    outdate([NEW_TIP], about=tip)
    return "Le conseil est retiré : seul le groupe le voit."


@transaction.atomic
def announce_new_tip() -> bool:
    """Notify the readers who wish of this month's tip, once; whether it was done now."""
    month = timezone.localdate().replace(day=1)
    tip = locked(Tip.objects.published()).filter(month=month, announced_at=None).first()
    if tip is None:
        return False
    tip.announced_at = timezone.now()
    tip.save(update_fields=["announced_at"])
    notify_readers(tip)
    return True


def _locked(tip: Tip, *, by: Agent) -> Tip:
    """The tip as it is now, locked until the transaction ends. Raises PermissionDenied."""
    if not can_write(by):
        raise PermissionDenied("Seul le groupe projet publie les conseils.")
    return lock_row(Tip, tip.pk)


@transaction.atomic
def move_lesson(lesson: Lesson, *, by: Agent, is_up: bool) -> str:
    """One place earlier or later among the lessons of its level."""
    if not can_write(by):
        raise PermissionDenied("Seul le groupe projet ordonne les leçons.")
    wait_for("tips.lessons")
    with action_context("a changé l’ordre des leçons", by=by):
        place = move_by_one(Lesson.objects.filter(level=lesson.level), lesson, is_up=is_up)
    if place is None:
        raise ValidationError("Cette leçon est déjà au bout de son niveau.")
    return f"La leçon est maintenant à la place {place} de son niveau."


def follow_lesson(lesson: Lesson, *, by: Agent) -> None:
    LessonFollowed.objects.get_or_create(agent=by, lesson=lesson)


def unfollow_lesson(lesson: Lesson, *, by: Agent) -> None:
    LessonFollowed.objects.filter(agent=by, lesson=lesson).delete()


def follow_course(*, by: Agent) -> None:
    CourseFollower.objects.get_or_create(agent=by)


def leave_course(*, by: Agent) -> None:
    """Leave the course; lessons already followed stay noted."""
    CourseFollower.objects.filter(agent=by).delete()


# The same group as the review's: what is printed, and what is read.
REVIEW = "La revue"
NEW_TIP = NotificationKind(
    "tips.new_tip",
    "Un nouveau conseil du mois paraît",
    group=REVIEW,
    default=Channel.SITE,
    note=spaced("Site seulement : il paraît sur l’accueil, sans notification."),
)


def notify_readers(tip: Tip) -> None:
    """Notify those who chose a mail or the digest: the home page shows it to the others each month."""
    wishing = Preference.objects.filter(kind=NEW_TIP.code).exclude(channel=Channel.SITE)
    notify(
        NEW_TIP,
        Agent.objects.filter(pk__in=wishing.values("agent")),
        **render_mail("tips/mails/new_tip.txt", tip=tip),
        about=tip,
    )
