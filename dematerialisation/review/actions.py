import uuid
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from PIL import Image

from core.documents import actions as documents
from core.documents import images
from core.documents.models import Upload
from core.french import spaced
from core.history.context import action_context
from core.notifications.actions import outdate
from core.people.models import Agent
from core.web.idempotency import create_once
from core.web.locks import lock_row, locked
from core.web.rich_text import text_of
from dematerialisation import notifications, policies
from dematerialisation.models import Article, MissingTip, ReviewIssue, ReviewPicture
from dematerialisation.review import drafts
from tips.models import Tip

NOT_THE_GROUP = "Seul un membre du groupe projet prépare la revue."
FROZEN = spaced(
    "Cet article est publié : ses chiffres et ses images ne changent plus, son texte se corrige sur sa fiche."
)
NO_FIGURES = "Cet article, sur un sujet libre, n’a pas de chiffres à relever."
WITHDRAWN = "Cet article n’est pas publié, ou est déjà retiré."
CHANGED = spaced("Cet article a changé depuis l’ouverture de cette page : relisez-le, puis publiez-le.")
REMINDER_DAYS = (20, 27)
# Before the month; the group corrects it.
CLOSING_DAYS = 10
MOST_PICTURES = 6
# In pixels; printed at 300 dots an inch or more (review-print.css): the height of a page, and 6 cm of width.
SIDE, NARROWEST, WIDTH = 3000, 709, spaced("6 cm")
TOO_SMALL = spaced(
    f"Cette image est trop petite pour être imprimée : il faut {NARROWEST} pixels de large ({WIDTH})."
)


@transaction.atomic
def draft(kind: str, *, by: Agent) -> tuple[Article, bool]:
    """Begin the article with today's figures and the sentences they carry, or find its draft; and whether it is new."""
    check_group(by)
    under_way = Article.objects.drafts().filter(kind=kind)
    if found := under_way.first():
        return found, False
    # Two members at once: the second finds the first's draft.
    fields = drafts.fields_of(kind)
    said = "a commencé l’article" + (" avec les chiffres du jour" if fields["figures"] else "")
    with action_context(said, by=by):
        return under_way.get_or_create(kind=kind, published_at=None, defaults={"drafted_by": by, **fields})


@transaction.atomic
def take_figures_again(article: Article, *, by: Agent) -> str:
    """The figures, the chart and the table of today; the text is the writer's, and stays."""
    article = _locked(article, by=by)
    if not policies.can_take_figures(by, article):
        raise ValidationError(NO_FIGURES)
    fields = drafts.fields_of(article.kind)
    article.figures, article.taken_on = fields["figures"], fields["taken_on"]
    with action_context("a relevé les chiffres de nouveau", by=by):
        article.save(update_fields=["figures", "taken_on"])
    return spaced("Les chiffres sont ceux d’aujourd’hui : relisez ceux que le texte cite.")


@transaction.atomic
def publish(article: Article, *, by: Agent, seen: str) -> str:
    """Everyone reads it; its figures and pictures now stay. `seen` is the stamp of the article that was read."""
    article = _locked(article, by=by)
    if article.stamp != seen:
        raise ValidationError(CHANGED)
    if not text_of(article.body):
        raise ValidationError(spaced("Cet article n’a pas de texte : écrivez-le avant de le publier."))
    if article.title == Article.Kind.FREE.label:
        raise ValidationError(
            spaced("Cet article n’a pas encore son titre : écrivez-le avant de le publier.")
        )
    article.published_at, article.published_by = timezone.now(), by
    with action_context("a publié l’article", by=by):
        article.save(update_fields=["published_at", "published_by"])
    return spaced("L’article est publié : chacun le lit.")


@transaction.atomic
def withdraw(article: Article, *, by: Agent) -> str:
    """For good: the group alone reads it, and « retiré » stands in its place."""
    check_group(by)
    article = lock_row(Article, article.pk)
    if not policies.can_correct_article(by, article):
        raise ValidationError(WITHDRAWN)
    article.withdrawn_at = timezone.now()
    with action_context("a retiré l’article", by=by):
        article.save(update_fields=["withdrawn_at"])
    return spaced("L’article est retiré : sa page le dit, et le groupe seul le lit encore.")


@transaction.atomic
def add_picture(
    source: Tip | Article, *, by: Agent, upload: Upload, alternative: str, submission_key: uuid.UUID
) -> ReviewPicture:
    """Redraw it for print, without the place and the date that a camera wrote; a form sent twice adds one."""
    check_group(by)
    drawn = images.redrawn(upload.file_path, side=SIDE, too_small=TOO_SMALL)
    width, height = Image.open(BytesIO(drawn)).size
    if width < NARROWEST:
        raise ValidationError({"picture": TOO_SMALL})
    source = lock_row(type(source), source.pk)
    _check_can_illustrate(by, source)
    of = {"article": source} if isinstance(source, Article) else {"tip": source}
    mine = ReviewPicture.objects.filter(**of)

    def create(key: uuid.UUID) -> ReviewPicture:
        if mine.count() >= MOST_PICTURES:
            raise ValidationError(spaced(f"{MOST_PICTURES} images au plus : retirez-en une d’abord."))
        document = documents.store_bytes(
            drawn, name=f"revue-{source.reference}.jpg", by=by, limits=images.LIMITS, read_text=False
        )
        given = {"document": document, "alternative": alternative, "width": width, "height": height}
        with action_context("a ajouté une image", by=by):
            return ReviewPicture.objects.create(submission_key=key, **of, **given)

    picture, _ = create_once(mine, submission_key, create)
    documents.discard(upload, by=by)
    return picture


@transaction.atomic
def remove_picture(picture: ReviewPicture, *, by: Agent) -> None:
    """At once, and for ever; twice is once."""
    source = picture.article or picture.tip
    assert source
    _check_can_illustrate(by, lock_row(type(source), source.pk))
    if ReviewPicture.objects.filter(pk=picture.pk).exists():
        with action_context("a retiré une image", by=by):
            picture.delete()
        documents.forget(picture.document, by=by)


def notify_missing_tips(*, on: date) -> int:
    """Open the next month's issue, and notify the group of each month without a tip.

    Once a date: the 20th and the 27th of the month before.

    A date that passed while the worker was off is told on its next run, the last one only.
    """
    this_month, count = on.replace(day=1), 0
    open_issue(_next(this_month))
    for month in (this_month, _next(this_month)):
        before = (month - timedelta(days=1)).replace(day=1)
        passed = [day for number in REMINDER_DAYS if (day := before.replace(day=number)) <= on]
        if passed and not Tip.objects.filter(month=month, published_at__isnull=False).exists():
            count += _notify_once(month, passed[-1])
    return count


@transaction.atomic
def _notify_once(month: date, day: date) -> bool:
    missing, is_new = MissingTip.objects.get_or_create(month=month, defaults={"told_for": day})
    if not is_new:
        # Under the lock: another worker may have notified it.
        late = locked(MissingTip.objects.all()).filter(pk=missing.pk, told_for__lt=day).first()
        if late is None:
            return False
        late.told_for = day
        late.save(update_fields=["told_for"])
    notifications.notify_missing_tip(missing, has_draft=Tip.objects.filter(month=month).exists())
    return True


def open_issue(month: date) -> None:
    with action_context("a ouvert le numéro"):
        ReviewIssue.objects.get_or_create(
            month=month, defaults={"closing_on": month - timedelta(days=CLOSING_DAYS)}
        )


def settle_missing_tip(*, tip: Tip, **given: Any) -> None:
    """Its month has a tip: its issue is open, and the notification of the group is over."""
    open_issue(tip.month)
    if missing := MissingTip.objects.filter(month=tip.month).first():
        outdate([notifications.MISSING_TIP], about=missing)


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def check_group(by: Agent) -> None:
    if not policies.can_write(by):
        raise PermissionDenied(NOT_THE_GROUP)


def _check_can_illustrate(by: Agent, source: Tip | Article) -> None:
    check_group(by)
    if not policies.can_illustrate(by, source):
        raise ValidationError(FROZEN)


def _locked(article: Article, *, by: Agent) -> Article:
    check_group(by)
    article = lock_row(Article, article.pk)
    if not policies.can_publish_article(by, article):
        raise ValidationError(FROZEN)
    return article
