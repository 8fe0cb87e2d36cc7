"""The notifications of the rubric, and their words."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse

from core.notifications.actions import mark_read, notify
from core.notifications.models import Notification
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.web.mails import render_mail
from manuals import policies
from manuals.models import Contract, ContractReminder, Deadline, FollowUp, Manual, Software

MINE = "Mes manuels"
REFERENT = "Mes progiciels"


def keeps_software(agent: Agent) -> bool:
    return Software.objects.filter(Q(functional_referent=agent) | Q(it_referent=agent)).exists()


def is_reminded_of_contracts(agent: Agent) -> bool:
    # The statement first: the page of preferences sends as many for each agent.
    return keeps_software(agent) or policies.can_manage(agent)


REPLACED = NotificationKind("manuals.replaced", "Un manuel que j’ai épinglé est remplacé", group=MINE)
WITHDRAWN = NotificationKind("manuals.withdrawn", "Un manuel que j’ai épinglé est retiré", group=MINE)
OUTDATED = NotificationKind(
    "manuals.outdated",
    "Un manuel d’un progiciel dont je suis référent est ancien",
    group=REFERENT,
    to_whom=keeps_software,
)
NAMED = NotificationKind(
    "manuals.named", "Je deviens référent d’un progiciel", group=REFERENT, to_whom=keeps_software
)
CONTRACT = NotificationKind(
    "manuals.contract",
    "Un contrat est fini, ou finit dans les mois qui viennent, ou son préavis",
    group=REFERENT,
    to_whom=is_reminded_of_contracts,
)
FOLLOW_UP = NotificationKind(
    "manuals.follow_up", "Une suite à donner à un progiciel m’est confiée", group=REFERENT
)


def notify_replaced(manual: Manual, new: Manual, readers: Iterable[Agent]) -> None:
    """`readers` had pinned the old one; their pins are on the new one by now."""
    notify(REPLACED, readers, **render_mail("manuals/mails/replaced.txt", manual=manual, new=new), about=new)


def notify_withdrawn(manual: Manual, readers: Iterable[Agent]) -> None:
    notify(WITHDRAWN, readers, **render_mail("manuals/mails/withdrawn.txt", manual=manual), about=manual)


def notify_outdated(software: Software, manuals: list[Manual]) -> None:
    """To the referents, once for each manual and version in use."""
    mail = render_mail("manuals/mails/outdated.txt", software=software, manuals=manuals)
    notify(OUTDATED, software.referents, **mail, about=software)


def notify_named(software: Sequence[Software], agents: Iterable[Agent]) -> None:
    """Once, whatever the number of software."""
    [first, *others] = software
    notify(
        NAMED,
        agents,
        **render_mail("manuals/mails/named.txt", software=software),
        about=None if others else first,
        url=reverse("manuals:software_list") if others else "",
    )


def notify_follow_up(follow_up: FollowUp, *, by: Agent) -> None:
    """To the person who is to do it, unless they have just said so themselves."""
    if follow_up.assigned_to_id == by.pk:
        return
    mail = render_mail("manuals/mails/follow_up.txt", follow_up=follow_up, by=by)
    notify(FOLLOW_UP, [follow_up.assigned_to], **mail, about=follow_up)


def notify_contract(
    contract: Contract, software: Software, reminder: ContractReminder, recipients: Iterable[Agent]
) -> None:
    """To those who read the contract and look after it; the link leads to « Je m’en occupe »."""
    is_over = reminder.planned_on > reminder.deadline_on
    mail = render_mail("manuals/mails/contract.txt", software=software, reminder=reminder, is_over=is_over)
    url = _commit_url(software, reminder.deadline)
    notify(CONTRACT, recipients, **mail, about=contract, url=url)


def outdate_reminders(software: Software, deadline: str) -> None:
    """Somebody sees to this date; the reminders of the contract's other date stay."""
    mark_read(Notification.objects.filter(kind=CONTRACT.code, url=_commit_url(software, deadline)))


def _commit_url(software: Software, deadline: str) -> str:
    return reverse("manuals:contract_commit", args=[software.reference, Deadline(deadline).slug])
