"""What is told of notes: never their subject, nor a word of theirs; no mail of it is on the administrators' lists."""

from collections.abc import Iterable

from core.notifications.actions import notify, outdate
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.people.roles import Role
from core.ui.french import NBSP, long_date, with_capital
from memos.models import Memo, MemoQuestion
from memos.policies import is_hr

MINE = "Mes notes aux ressources humaines"
TREATED = "Les notes reçues par les ressources humaines"

RECEIVED = NotificationKind("memos.received", "Ma note est visée et reçue par les RH", group=MINE)
ASKED = NotificationKind("memos.asked", "Les RH me posent une question", group=MINE)
ANSWERED = NotificationKind("memos.answered", "Les RH ont répondu à ma note", group=MINE)
OPENED = NotificationKind("memos.opened", "Les RH m’ouvrent une note qui me concerne", group=MINE)
TO_TAKE = NotificationKind("memos.to_take", "Une note arrive aux RH", group=TREATED, to_whom=is_hr)
HANDED = NotificationKind("memos.handed", "Une note m’est confiée", group=TREATED, to_whom=is_hr)
REPLIED = NotificationKind("memos.replied", "Un auteur répond à ma question", group=TREATED, to_whom=is_hr)


def notify_received(memo: Memo) -> None:
    """Its author; and HR, those of them apart who may not treat it."""
    assert memo.due_on
    promised = f"réponse promise avant le {long_date(memo.due_on)}."
    _notify(
        RECEIVED,
        memo,
        [memo.author],
        "Les ressources humaines ont reçu votre note",
        f"Son numéro{NBSP}: {memo.label}. {with_capital(promised)}",
    )
    apart = {memo.author_id, memo.written_for_id, memo.person_id}
    staff = Agent.objects.with_role(Role.HUMAN_RESOURCES).exclude(pk__in=apart - {None})
    _notify(
        TO_TAKE,
        memo,
        staff,
        f"Une note est arrivée{NBSP}: {memo.label}",
        f"À prendre en charge{NBSP}; {promised}",
    )


def notify_handed(memo: Memo, *, by: Agent) -> None:
    if memo.taken_by and memo.taken_by != by:
        text = f"{by} vous l’a confiée."
        _notify(HANDED, memo, [memo.taken_by], f"Une note vous est confiée{NBSP}: {memo.label}", text)


def notify_asked(question: MemoQuestion) -> None:
    memo, text = question.memo, "Lisez-la et répondez-y sur la page de votre note."
    _notify(ASKED, memo, [memo.author], f"Une question sur votre {memo}", text)


def notify_replied(question: MemoQuestion) -> None:
    memo = question.memo
    outdate([ASKED], memo)
    if memo.taken_by:
        _notify(REPLIED, memo, [memo.taken_by], f"Une réponse à votre question{NBSP}: {memo}")


def notify_answered(memo: Memo) -> None:
    outdate([ASKED, TO_TAKE, HANDED, REPLIED], memo)
    told = [memo.author, *([memo.written_for] if memo.written_for else [])]
    _notify(ANSWERED, memo, told, f"Les ressources humaines ont répondu à votre {memo}")


def notify_opened(memo: Memo) -> None:
    if memo.person:
        _notify(
            OPENED, memo, [memo.person], f"{with_capital(str(memo))} vous concerne{NBSP}: vous pouvez la lire"
        )


def _notify(kind: NotificationKind, memo: Memo, people: Iterable[Agent], title: str, text: str = "") -> None:
    notify(kind, people, title=title, text=text, about=memo, is_confidential=True)
