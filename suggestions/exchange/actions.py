"""Messages between the group and the author, and opinions asked of experts."""

import uuid
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.french import of, spaced
from core.history.context import action_context
from core.mail.models import IncomingMail
from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.web.idempotency import unused_key
from core.web.locks import locked
from core.web.mails import render_mail
from suggestions import policies
from suggestions.ideas.by_mail import answering
from suggestions.ideas.locking import check_moderates, check_state, lock_idea, lock_to_moderate, not_author
from suggestions.ideas.notifications import (
    MINE,
    OPINIONS,
    group_kind,
    hides_an_author,
    notify_authors,
    notify_of,
)
from suggestions.models import Idea, Message, Opinion
from suggestions.policies import group_members, is_one_of_authors
from suggestions.states import State

MESSAGE_LENGTH, OPINION_LENGTH = 4000, 8000
# A question for later than that is not waited for.
LONGEST_WAIT = timedelta(days=180)


@transaction.atomic
def write_to_author(
    idea: Idea,
    *,
    by: Agent,
    text: str,
    due_on: date | None = None,
    submission_key: uuid.UUID | None = None,
) -> str:
    """A message to the author; with `due_on`, a question that the author is expected to answer.

    The first is the first human answer that was promised. Returns the sentence to show.
    """
    idea = lock_to_moderate(idea, *policies.OPEN_STATES, by=by)
    key = submission_key or uuid.uuid4()
    if Message.objects.filter(idea=idea, written_by=by, submission_key=key).exists():
        return "Ce message était déjà envoyé."
    key = unused_key(Message, key)
    if due_on:
        _check_day(due_on)
    moment = timezone.now()
    with action_context("a demandé une précision à l’auteur" if due_on else "a écrit à l’auteur", by=by):
        message = Message.objects.create(
            idea=idea,
            written_by=by,
            text=text,
            written_at=moment,
            due_on=due_on,
            submission_key=key,
        )
        if idea.first_answered_at is None:
            idea.first_answered_at = moment
            idea.save(update_fields=["first_answered_at"])
    notify_authors(idea, WRITTEN, "suggestions/mails/written.txt", ending=answering(), message=message)
    return spaced("Votre message est parti : l’auteur le lit sur la page de son idée.")


@transaction.atomic
def reply(
    idea: Idea,
    *,
    by: Agent,
    text: str,
    submission_key: uuid.UUID | None = None,
    mail: IncomingMail | None = None,
) -> Message:
    """An author answers the group; this settles the open questions.

    By `mail` they may be the first to write (a page would offer to amend the idea), and in any state.
    """
    if not is_one_of_authors(by, idea):
        raise PermissionDenied(not_author("répondre au groupe"))
    idea = lock_idea(idea)
    if mail is None:
        check_state(idea, *policies.OPEN_STATES)
    key = submission_key or uuid.uuid4()
    if earlier := Message.objects.filter(idea=idea, written_by=by, submission_key=key).first():
        return earlier
    key = unused_key(Message, key)
    if mail is None and not Message.objects.filter(idea=idea, is_from_author=False).exists():
        raise ValidationError(spaced("Le groupe ne vous a pas encore écrit : modifiez plutôt votre idée."))
    moment = timezone.now()
    with action_context("a répondu au groupe", by=by):
        message = Message.objects.create(
            idea=idea,
            written_by=by,
            is_from_author=True,
            text=text,
            written_at=moment,
            submission_key=key,
            mail=mail,
        )
        settle_questions(idea, at=moment)
    notify_replied(idea, message)
    return message


def settle_questions(idea: Idea, *, at: datetime) -> int:
    """Settle the open questions; returns how many. The caller holds the lock and the action context."""
    return Message.objects.open_questions().filter(idea=idea).update(settled_at=at)


@transaction.atomic
def give_up_question(message: Message, *, by: Agent) -> Message:
    check_moderates(by, message.idea)
    lock_idea(message.idea)
    message = Message.objects.select_related("idea").get(pk=message.pk)
    if message.due_on is None or message.settled_at:
        raise ValidationError("Cette question n’attend plus de réponse.")
    message.settled_at = timezone.now()
    with action_context("n’attend plus la réponse de l’auteur", by=by):
        message.save(update_fields=["settled_at"])
    return message


@transaction.atomic
def ask_opinion(
    idea: Idea,
    *,
    by: Agent,
    expert: Agent,
    question: str,
    due_on: date,
    submission_key: uuid.UUID | None = None,
) -> str:
    """Ask a direction's expert by a day; several may be asked, each once at a time. Returns the sentence to show."""
    idea = lock_to_moderate(idea, State.UNDER_STUDY, by=by)
    key = submission_key or uuid.uuid4()
    if Opinion.objects.filter(idea=idea, asked_by=by, submission_key=key).exists():
        return "Cet avis était déjà demandé."
    key = unused_key(Opinion, key)
    _check_day(due_on)
    if not expert.is_active:
        raise ValidationError(spaced(f"Le compte {of(expert)} est fermé : choisissez une autre personne."))
    if is_one_of_authors(expert, idea):
        raise ValidationError(
            spaced("Cette personne ne peut pas donner d’avis sur cette idée : choisissez-en une autre.")
        )
    if expert == by:
        raise ValidationError(spaced("C’est vous : donnez votre avis dans votre évaluation."))
    if Opinion.objects.open().filter(idea=idea, expert=expert).exists():
        raise ValidationError(f"Un avis est déjà attendu {of(expert)}.")
    with action_context(f"a demandé l’avis {of(expert)}", by=by):
        opinion = Opinion.objects.create(
            idea=idea,
            expert=expert,
            question=question,
            asked_by=by,
            asked_at=timezone.now(),
            due_on=due_on,
            submission_key=key,
        )
    _notify_of(opinion, ASKED, [expert], "suggestions/mails/opinion_asked.txt")
    return f"L’avis est demandé à {expert}, qui est prévenu."


@transaction.atomic
def give_opinion(opinion: Opinion, *, by: Agent, text: str) -> Opinion:
    opinion = _asked(opinion, by, "donner cet avis")
    opinion.text, opinion.given_at = text, timezone.now()
    with action_context("a donné son avis", by=by):
        opinion.save(update_fields=["text", "given_at"])
    _notify_of(opinion, GIVEN, _askers(opinion), "suggestions/mails/opinion_given.txt")
    return opinion


@transaction.atomic
def decline_opinion(opinion: Opinion, *, by: Agent, reason: str) -> Opinion:
    """The expert says that it is not for them, and why: the group asks somebody else."""
    opinion = _asked(opinion, by, "décliner cette demande")
    opinion.given_up_because, opinion.given_up_at = reason, timezone.now()
    with action_context("a décliné la demande d’avis", by=by):
        opinion.save(update_fields=["given_up_because", "given_up_at"])
    _notify_of(opinion, GIVEN, _askers(opinion), "suggestions/mails/opinion_declined.txt")
    return opinion


@transaction.atomic
def give_up_opinion(opinion: Opinion, *, by: Agent) -> Opinion:
    check_moderates(by, opinion.idea)
    lock_idea(opinion.idea)
    opinion = Opinion.objects.select_related("idea", "expert").get(pk=opinion.pk)
    if not opinion.is_open:
        raise ValidationError("Cet avis n’est plus attendu.")
    opinion.given_up_at = timezone.now()
    with action_context(f"n’attend plus l’avis {of(opinion.expert)}", by=by):
        opinion.save(update_fields=["given_up_at"])
    notify_of(opinion.idea, ASKED, [opinion.expert], "suggestions/mails/opinion_given_up.txt")
    return opinion


def remind_all(*, on: date) -> int:
    """Remind, once each, the authors and experts whose answer is late; returns how many."""
    late = Opinion.objects.to_remind(on=on).filter(idea__state=State.UNDER_STUDY, idea__merged_into=None)
    asked = Message.objects.to_remind(on=on).filter(
        idea__state__in=policies.OPEN_STATES, idea__merged_into=None
    )
    told = sum(_remind(Opinion, pk, on) for pk in list(late.values_list("pk", flat=True)))
    return told + sum(_remind(Message, pk, on) for pk in list(asked.values_list("pk", flat=True)))


@transaction.atomic
def _remind(model: type[Opinion] | type[Message], pk: int, on: date) -> int:
    """Each in its own transaction: what fails for one is not lost for the others."""
    row = (
        locked(model.objects.to_remind(on=on), skip_locked=True).select_related("idea").filter(pk=pk).first()
    )
    if row is None:
        return 0
    row.reminded_at = timezone.now()
    with action_context("a rappelé une réponse en retard"):
        row.save(update_fields=["reminded_at"])
    if isinstance(row, Opinion):
        _notify_of(row, ASKED, [row.expert], "suggestions/mails/expert_reminded.txt")
    else:
        template = "suggestions/mails/author_reminded.txt"
        notify_authors(row.idea, WRITTEN, template, ending=answering(), message=row)
    return 1


def _asked(opinion: Opinion, by: Agent, what: str) -> Opinion:
    """The opinion as it is now, the idea locked first as everywhere."""
    if not policies.is_expert(by, opinion):
        raise PermissionDenied(f"Seule la personne à qui l’avis est demandé peut {what}.")
    idea = lock_idea(opinion.idea)
    opinion = Opinion.objects.select_related("expert", "asked_by").get(pk=opinion.pk)
    opinion.idea = idea
    if opinion.given_at:
        raise ValidationError(spaced("Votre avis est déjà donné : merci."))
    if opinion.given_up_at:
        raise ValidationError(spaced("Cet avis n’est plus attendu : le groupe a poursuivi sans lui."))
    check_state(idea, State.UNDER_STUDY)
    return opinion


def _check_day(due_on: date) -> None:
    today = timezone.localdate()
    if due_on < today:
        raise ValidationError({"due_on": spaced("Ce jour est passé : choisissez-en un à venir.")})
    if due_on > today + LONGEST_WAIT:
        raise ValidationError(
            {"due_on": spaced("Choisissez un jour dans les six mois : plus tard, plus personne n’y pense.")}
        )


WRITTEN = NotificationKind("suggestions.written", "Le groupe m’écrit au sujet de mon idée", group=MINE)
REPLIED = group_kind("suggestions.author_replied", "L’auteur d’une idée répond au groupe")
ASKED = NotificationKind("suggestions.opinion_asked", "Le groupe me demande un avis", group=OPINIONS)
GIVEN = group_kind("suggestions.opinion_given", "Un avis demandé est donné, ou décliné")
ON_PAGE = "votre avis se donne sur sa page"


def notify_replied(idea: Idea, message: Message) -> None:
    """The member in charge and the last member who wrote, else the whole group; never an author."""
    notify_of(
        idea,
        REPLIED,
        _concerned(idea) or group_members().exclude(pk__in=idea.author_ids),
        "suggestions/mails/author_replied.txt",
        is_confidential=hides_an_author(idea),
        message=message,
        answering=answering(but="l’auteur lit ce que vous écrivez sur la page de l’idée"),
    )


def _notify_of(opinion: Opinion, kind: NotificationKind, people: list[Agent], mail: str) -> None:
    notify(
        kind,
        people,
        **render_mail(mail, idea=opinion.idea, opinion=opinion, answering=answering(but=ON_PAGE)),
        about=opinion.idea,
        url=opinion.get_absolute_url(),
    )


def _concerned(idea: Idea) -> list[Agent]:
    last = idea.messages.filter(is_from_author=False).select_related("written_by").last()
    people = [idea.member_in_charge, last.written_by if last else None]
    return [agent for agent in people if agent]


def _askers(opinion: Opinion) -> list[Agent]:
    people = [opinion.asked_by, opinion.idea.member_in_charge]
    return [agent for agent in people if agent and agent != opinion.expert]
