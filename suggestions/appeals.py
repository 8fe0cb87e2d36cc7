"""An author's appeal against a refusal, and the group's answer: each once."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.admin.base import ObjectAction
from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent
from core.web.fields import PlainTextField
from suggestions import policies
from suggestions.exchange.actions import REPLIED, WRITTEN
from suggestions.ideas.forms import group_action
from suggestions.ideas.locking import check_state, lock_idea, lock_to_moderate, not_author
from suggestions.ideas.notifications import authors_of, hides_an_author, notify_authors, notify_of
from suggestions.models import Appeal, Idea
from suggestions.policies import group_members, speaks_for
from suggestions.states import Identity, State

REASON_LENGTH = 2000


@transaction.atomic
def appeal(idea: Idea, *, by: Agent, reason: str) -> Appeal:
    if not speaks_for(by, idea):
        raise PermissionDenied(not_author("contester son refus"))
    idea = lock_idea(idea)
    check_state(idea, State.DECLINED)
    if earlier := Appeal.objects.filter(idea=idea).first():
        if (earlier.made_by_id, earlier.reason) == (by.pk, reason.strip()):
            # The same page sent twice.
            return earlier
        raise ValidationError(spaced("Ce refus est déjà contesté : il ne peut l’être qu’une fois."))
    with action_context("a contesté le refus", by=by):
        made = Appeal.objects.create(idea=idea, reason=reason.strip(), made_by=by)
    notify_appealed(idea, made)
    return made


@transaction.atomic
def answer_appeal(idea: Idea, *, by: Agent, answer: str) -> Appeal:
    idea = lock_to_moderate(idea, State.DECLINED, by=by)
    made = Appeal.objects.select_related("answered_by", "made_by").filter(idea=idea).first()
    if made is None:
        raise ValidationError("Ce refus n’est pas contesté.")
    if made.made_by_id == by.pk:
        raise PermissionDenied(spaced("Vous avez contesté ce refus : un autre membre du groupe y répond."))
    if made.answered_at:
        raise ValidationError(spaced(f"{made.answered_by} a répondu entre-temps : on ne répond qu’une fois."))
    made.answer, made.answered_by, made.answered_at = answer.strip(), by, timezone.now()
    with action_context("a répondu à la contestation", by=by):
        made.save(update_fields=["answer", "answered_by", "answered_at"])
    notify_appeal_answered(idea, made)
    return made


def notify_appealed(idea: Idea, appeal: Appeal) -> None:
    """The whole group, never an author: another look is asked for."""
    notify_of(
        idea,
        REPLIED,
        group_members().exclude(pk__in={*idea.author_ids, appeal.made_by_id or 0}),
        "suggestions/mails/appealed.txt",
        is_confidential=hides_an_author(idea),
        appeal=appeal,
    )


def notify_appeal_answered(idea: Idea, appeal: Appeal) -> None:
    """Notify the appellant, and the author for whom a colleague appealed; authors of merged ideas contested nothing.

    An anonymous author reads it with the code of the idea.
    """
    template, is_own = "suggestions/mails/appeal_answered.txt", appeal.made_by_id == idea.author_id
    if appeal.made_by and not is_own:
        is_hidden = idea.identity == Identity.HIDDEN
        notify_of(
            idea,
            WRITTEN,
            [appeal.made_by],
            template,
            is_confidential=is_hidden,
            appeal=appeal,
            is_own=True,
            is_untitled=is_hidden,
        )
    others = [agent for agent in authors_of(idea) if agent.pk != idea.author_id]
    notify_authors(idea, WRITTEN, template, but=others, appeal=appeal, is_own=is_own)


class AppealForm(forms.Form):
    reason = PlainTextField(
        label=spaced("Pourquoi contestez-vous ce refus ?"),
        max_length=REASON_LENGTH,
        help_text=spaced(
            "Ce que le groupe n’a pas vu, ou ce qui a changé. Seuls le groupe, l’auteur et qui a saisi l’idée pour lui "
            "le liront. 2 000 caractères au plus."
        ),
        error_messages={"required": "Dites pourquoi vous contestez ce refus."},
    )


class AppealAnswerForm(forms.Form):
    answer = PlainTextField(
        label="Ce que le groupe répond",
        max_length=REASON_LENGTH,
        help_text=spaced(
            "Seuls le groupe, l’auteur et qui a saisi l’idée pour lui le lisent. 2 000 caractères au plus."
        ),
        error_messages={"required": "Écrivez ce que le groupe répond."},
    )


APPEALS = [
    group_action(
        "repondre-contestation",
        "Répondre à la contestation",
        answer_appeal,
        policies.can_answer_appeal,
        form=AppealAnswerForm,
        is_main=True,
        done="C’est répondu, et l’auteur prévenu.",
        help="On ne répond qu’une fois. Si la réponse publiée doit changer, corrigez-la aussi.",
    ),
    ObjectAction(
        "contester",
        "Contester ce refus",
        appeal,
        policies.can_appeal,
        may=speaks_for,
        form=AppealForm,
        done=spaced("Le groupe est prévenu : il vous répondra ici."),
        help=spaced("On ne conteste qu’une fois : dites tout."),
    ),
]
