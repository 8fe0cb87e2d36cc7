"""Notify agents of what changes on the rungs below: an absence, an address that fails, who may open their account.

For the last, on the site, at their address and at their former one.
"""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from core.mail.models import AddressTrouble
from core.mail.outbound import actions as outbound
from core.mail.outbound.messages import OutboundMessage
from core.mail.signals import address_failing
from core.notifications.actions import notify, outdate
from core.notifications.models import Notification
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Absence, Agent, ChangeRequest
from core.people.policies import can_keep_directory, confirmers_of
from core.people.querysets import AgentQuerySet
from core.people.roles import Role
from core.people.signals import (
    absence_changed,
    account_linked,
    addresses_changed,
    change_asked,
    change_decided,
    code_printed,
    other_addresses_changed,
    second_factor_changed,
    sessions_ended,
)
from core.web.mails import Mail, render_mail

DEPUTY = NotificationKind("people.deputy", "J’agis à la place d’un collègue absent")
NOTED = NotificationKind("people.absence_noted", "Mon responsable note une absence à ma place")


@receiver(absence_changed)
def notify_of_absence(
    sender: type[Absence], absence: Absence, by: Agent, is_new_deputy: bool, **kwargs: Any
) -> None:
    words: dict[str, Any] = {"page": "absence_list", "absence": absence, "by": by}
    if is_new_deputy and absence.deputy and absence.deputy != by:
        _notify_one(DEPUTY, absence.deputy, "notifications/mails/absence_deputy.txt", **words)
    if by != absence.agent:
        _notify_one(NOTED, absence.agent, "notifications/mails/absence_noted.txt", **words)


def _notify_one(kind: NotificationKind, agent: Agent, template: str, /, *, page: str, **words: Any) -> None:
    notify(kind, [agent], **render_mail(template, **words), url=reverse(page))


CODE_PRINTED = NotificationKind("people.code_printed", "Un code ouvre mon compte", is_offered=False)
ADDRESS_CHANGED = NotificationKind(
    "people.address_changed", "Une autre adresse ouvre mon compte", is_offered=False
)
OTHER_ADDRESSES_CHANGED = NotificationKind(
    "people.other_addresses_changed", "Une autre adresse écrit en mon nom", is_offered=False
)
ACCOUNT_LINKED = NotificationKind(
    "people.account_linked", "Un compte extérieur ouvre mon compte", is_offered=False
)
SECOND_FACTOR = NotificationKind(
    "people.second_factor_changed", "La protection de mon compte", is_offered=False
)
CHANGE_ASKED = NotificationKind("people.change_asked", "Les changements à confirmer", is_offered=False)
CHANGE_NOTICE = NotificationKind(
    "people.change_notice", "Un changement de responsable, de suppléant ou d’adresse", is_offered=False
)
SESSIONS_ENDED = NotificationKind("people.sessions_ended", "Mes sessions ont été terminées", is_offered=False)


@receiver(code_printed)
def notify_code(sender: type[Agent], agent: Agent, by: Agent, **kwargs: Any) -> None:
    _notify_one(CODE_PRINTED, agent, "notifications/mails/code_printed.txt", page="my_space", by=by)
    _notify_hr([agent], "Un code de connexion a été imprimé pour le compte")


@receiver(change_asked)
def notify_change_asked(sender: type[ChangeRequest], change: ChangeRequest, **kwargs: Any) -> None:
    """Notify those who may confirm it and those whom it concerns, at their address of today."""
    notify(
        CHANGE_ASKED,
        confirmers_of(change),
        **render_mail("notifications/mails/change_asked.txt", change=change),
        about=change,
        url=reverse("admin:people_changerequest_change", args=[change.pk]),
    )
    _notice(change.concerned, render_mail("notifications/mails/change_notice.txt", change=change))


@receiver(change_decided)
def notify_change_decided(
    sender: type[ChangeRequest], change: ChangeRequest, reason: str, **kwargs: Any
) -> None:
    """Notify human resources, the former and the new one, and who asked; an address has a signal of its own."""
    mail = render_mail("notifications/mails/change_notice.txt", change=change, reason=reason)
    if change.pk:
        outdate([CHANGE_ASKED], change)
        asked = Notification.objects.filter(kind=CHANGE_ASKED.code, object_id=change.pk)
        # Read later, what they were asked says what became of it.
        asked.update(title=mail["title"][:200], text=mail["text"])
    is_done = change.state == change.State.CONFIRMED
    people = [change.asked_by]
    if not (is_done and change.account):
        people += change.concerned
        people += filter(None, [change.person, *_hr()] if is_done else [])
    _notice([each for each in people if each != change.decided_by], mail)


def _notice(people: Iterable[Agent], mail: Mail) -> None:
    """No page says more of it: the list of notifications shows its text."""
    notify(CHANGE_NOTICE, people, **mail, url=reverse("notifications:notification_list"))


def _hr() -> AgentQuerySet:
    found: AgentQuerySet = Agent.objects.with_role(Role.HUMAN_RESOURCES)
    return found


def _notify_hr(agents: Iterable[Agent], what: str) -> None:
    """Notify human resources of what may open a guarded account."""
    pks = [agent.pk for agent in agents]
    for agent in Agent.objects.guarded().filter(pk__in=pks):
        mail = render_mail("notifications/mails/account_of_decider.txt", what=what, agent=agent)
        _notice(_hr().exclude(pk=agent.pk), mail)


@receiver(account_linked)
def notify_link(sender: type[Agent], agent: Agent, provider_name: str, **kwargs: Any) -> None:
    template = "notifications/mails/account_linked.txt"
    _notify_one(ACCOUNT_LINKED, agent, template, page="my_space", provider=provider_name)


@receiver(sessions_ended)
def notify_sessions(sender: type[Agent], agent: Agent, by: Agent, **kwargs: Any) -> None:
    _notify_one(SESSIONS_ENDED, agent, "notifications/mails/sessions_ended.txt", page="session_list", by=by)


@receiver(second_factor_changed)
def notify_second_factor(
    sender: type[Agent], agent: Agent, is_added: bool, kind: str, by: Agent | None, reason: str, **kwargs: Any
) -> None:
    words: dict[str, Any] = {
        "kind": kind,
        "is_added": is_added,
        "is_own": by == agent,
        "by": by,
        "reason": reason,
    }
    template = "notifications/mails/second_factor_changed.txt"
    _notify_one(SECOND_FACTOR, agent, template, page="mfa_index", **words)


@receiver(addresses_changed)
def notify_addresses(sender: type[Agent], changes: list[tuple[Agent, str]], **kwargs: Any) -> None:
    mail = render_mail("notifications/mails/address_changed.txt")
    notify(ADDRESS_CHANGED, [agent for agent, _ in changes], **mail, url=reverse("my_space"))
    # The new address is not told to the old one: it may be somebody else's by now.
    farewell = render_mail("notifications/mails/address_changed.txt", is_former=True)
    # An address that is another agent's from now on tells them nothing.
    taken = {agent.email for agent, _ in changes}
    outbound.write(
        ADDRESS_CHANGED.code,
        [
            OutboundMessage(None, farewell["title"], farewell["text"], address=before)
            for agent, before in changes
            if before and agent.is_active and before not in taken
        ],
    )
    _notify_hr([agent for agent, _ in changes], "Une autre adresse ouvre le compte")


@receiver(other_addresses_changed)
def notify_other_addresses(
    sender: type[Agent], agent: Agent, added: list[str], removed: list[str], **kwargs: Any
) -> None:
    template = "notifications/mails/other_addresses_changed.txt"
    _notify_one(OTHER_ADDRESSES_CHANGED, agent, template, page="my_space", added=added, removed=removed)


# An address that fails

OWN = NotificationKind(
    "mail.own_address", "Mon adresse ne reçoit plus les messages", default=Channel.SITE, is_offered=False
)
OTHERS = NotificationKind(
    "mail.address", "L’adresse d’un agent ne reçoit plus les messages", to_whom=can_keep_directory
)


@receiver(address_failing)
def notify_of_failing(
    sender: type[AddressTrouble], trouble: AddressTrouble, owner: Agent | None, **kwargs: Any
) -> None:
    """An address that is no agent's is ignored: nobody can correct it."""
    if owner is None:
        return
    template = "notifications/mails/own_address_failing.txt"
    _notify_one(OWN, owner, template, page="notifications:preferences", trouble=trouble)
    keepers = Agent.objects.with_role(Role.COUNCIL_SECRETARY if owner.is_elected else Role.DIRECTORY_MANAGER)
    if not keepers.exists():
        keepers = Agent.objects.with_role(Role.ADMINISTRATOR)
    notify(
        OTHERS,
        keepers.exclude(pk=owner.pk),
        **render_mail("notifications/mails/address_failing.txt", owner=owner, trouble=trouble),
        # Elected members' addresses are kept by the council's secretary, on their own pages.
        url=reverse("admin:index" if owner.is_elected else "admin:mail_addresstrouble_changelist"),
    )
