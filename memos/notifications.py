"""Notify of notes without their subject nor a word of theirs; their mails are not on the administrators' lists."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from core.approvals.models import Approval, ApprovalStep
from core.approvals.notifications import VISAS
from core.notifications.actions import notify, outdate
from core.notifications.models import Notification
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.people.roles import Role
from core.web.mails import render_mail
from memos.models import Memo, MemoQuestion
from memos.policies import is_hr, may_treat

MINE = "Mes notes aux ressources humaines"
TREATED = "Les notes reçues par les ressources humaines"

RECEIVED = NotificationKind("memos.received", "Ma note est visée et reçue par les RH", group=MINE)
ASKED = NotificationKind("memos.asked", "Les RH me posent une question", group=MINE)
ANSWERED = NotificationKind("memos.answered", "Les RH ont répondu à ma note", group=MINE)
SIGNED = NotificationKind(
    "memos.signed", "Les RH ont répondu à une note que j’ai visée", group=VISAS, default=Channel.DIGEST
)
OPENED = NotificationKind("memos.opened", "Les RH m’ouvrent une note qui me concerne", group=MINE)
TO_TAKE = NotificationKind("memos.to_take", "Une note arrive aux RH", group=TREATED, to_whom=is_hr)
STUCK = NotificationKind("memos.stuck", "Personne ne peut viser une note", group=TREATED, to_whom=is_hr)
HANDED = NotificationKind("memos.handed", "Une note m’est confiée", group=TREATED, to_whom=is_hr)
REPLIED = NotificationKind("memos.replied", "Un auteur répond à ma question", group=TREATED, to_whom=is_hr)


def notify_received(memo: Memo) -> None:
    """Its author; and HR, those of them apart who may not treat it."""
    _notify(RECEIVED, memo, [memo.author], "memos/mails/received.txt")
    _notify(TO_TAKE, memo, _staff(memo), "memos/mails/to_take.txt")


def _staff(memo: Memo) -> list[Agent]:
    """Return those of HR who may treat it."""
    return [agent for agent in Agent.objects.with_role(Role.HUMAN_RESOURCES) if may_treat(agent, memo)]


def notify_stuck(memo: Memo, step: ApprovalStep) -> None:
    """Notify HR agents who may choose somebody for this step, once for each time that it is asked."""
    about = {"content_type": ContentType.objects.get_for_model(memo), "object_id": memo.pk}
    if not Notification.objects.filter(kind=STUCK.code, created_at__gte=step.began_at, **about).exists():
        url = reverse("admin:memos_memo_change", args=[memo.pk])
        _notify(STUCK, memo, _staff(memo), "memos/mails/stuck.txt", url=url)


def notify_handed(memo: Memo, *, by: Agent) -> None:
    if memo.taken_by and memo.taken_by != by:
        _notify(HANDED, memo, [memo.taken_by], "memos/mails/handed.txt", by=by)


def notify_asked(question: MemoQuestion) -> None:
    _notify(ASKED, question.memo, [question.memo.author], "memos/mails/asked.txt")


def notify_replied(question: MemoQuestion) -> None:
    memo = question.memo
    outdate([ASKED], memo)
    if memo.taken_by:
        _notify(REPLIED, memo, [memo.taken_by], "memos/mails/replied.txt")


def notify_answered(memo: Memo) -> None:
    outdate([ASKED, TO_TAKE, HANDED, REPLIED], memo)
    people = [memo.author, *([memo.written_for] if memo.written_for else [])]
    _notify(ANSWERED, memo, people, "memos/mails/answered.txt")
    signers = Agent.objects.filter(
        decisions__step__approval__in=Approval.objects.of(memo).standing(), decisions__voided_at=None
    )
    concerned = {memo.author_id, memo.written_for_id, memo.person_id, *memo.concerned}
    _notify(
        SIGNED,
        memo,
        [agent for agent in signers.active().distinct() if agent.pk not in concerned],
        "memos/mails/signed.txt",
    )


def notify_opened(memo: Memo) -> None:
    if memo.person:
        _notify(OPENED, memo, [memo.person], "memos/mails/opened.txt")


def _notify(
    kind: NotificationKind, memo: Memo, people: Iterable[Agent], mail: str, *, url: str = "", **said: Agent
) -> None:
    notify(kind, people, **render_mail(mail, memo=memo, **said), about=memo, url=url, is_confidential=True)
