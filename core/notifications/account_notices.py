"""Warn agents that somebody else may now open their account: on the site, at their address and at their former one."""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import reverse

from core.mail.outbound import actions as mail
from core.mail.outbound.messages import OutboundMessage
from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent, ChangeRequest
from core.people.policies import confirmers_of
from core.people.querysets import AgentQuerySet
from core.people.roles import Role
from core.people.signals import (
    account_linked,
    addresses_changed,
    change_asked,
    change_decided,
    code_printed,
    other_addresses_changed,
    second_factor_changed,
    sessions_ended,
)
from core.ui.french import NBSP, of

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
CHANGE_ASKED = NotificationKind(
    "people.change_asked", "Un changement attend ma confirmation", is_offered=False
)
CHANGE_NOTICE = NotificationKind(
    "people.change_notice", "Un changement de responsable, de suppléant ou d’adresse", is_offered=False
)
SESSIONS_ENDED = NotificationKind("people.sessions_ended", "Mes sessions ont été terminées", is_offered=False)
NOT_YOU = "Si vous n’y êtes pour rien, prévenez sans attendre la direction informatique et changez votre mot de passe."


@receiver(code_printed)
def notify_code(sender: type[Agent], agent: Agent, by: Agent, **kwargs: Any) -> None:
    notify(
        CODE_PRINTED,
        [agent],
        title="Un code de connexion a été imprimé pour votre compte",
        text=f"{by} l’a demandé. Qui tient cette feuille peut choisir un nouveau mot de passe et entrer à votre "
        f"place pendant sept jours{NBSP}: elle doit vous être remise en main propre.\n\n{NOT_YOU}",
        url=reverse("my_space"),
    )
    _notify_hr([agent], "Un code de connexion a été imprimé pour le compte")


@receiver(change_asked)
def notify_change_asked(sender: type[ChangeRequest], change: ChangeRequest, **kwargs: Any) -> None:
    """Notify those who may confirm it and those whom it concerns, at their address of today."""
    notify(
        CHANGE_ASKED,
        confirmers_of(change),
        title=f"Un changement attend votre confirmation{NBSP}: {change}",
        text=render_to_string("notifications/change_asked.txt", {"change": change}).strip(),
        url=reverse("admin:people_changerequest_change", args=[change.pk]),
    )
    _notify_concerned(change, change.concerned, f"Un changement est demandé{NBSP}: {change}")


@receiver(change_decided)
def notify_change_decided(
    sender: type[ChangeRequest], change: ChangeRequest, reason: str, **kwargs: Any
) -> None:
    """Notify human resources, the former and the new one, and who asked; an address has a signal of its own."""
    is_done = change.state == change.State.CONFIRMED
    title = f"{'Changement fait' if is_done else 'Changement refusé'}{NBSP}: {change}"
    people = [change.asked_by]
    if not (is_done and change.account):
        people += change.concerned
        people += filter(None, [change.person, *_hr()] if is_done else [])
    _notify_concerned(change, [each for each in people if each != change.decided_by], title, reason)


def _notify_concerned(change: ChangeRequest, people: Iterable[Agent], title: str, reason: str = "") -> None:
    text = render_to_string("notifications/change_notice.txt", {"change": change, "reason": reason}).strip()
    notify(CHANGE_NOTICE, people, title=title, text=text, url=reverse("my_space"))


def _hr() -> AgentQuerySet:
    found: AgentQuerySet = Agent.objects.with_role(Role.HUMAN_RESOURCES)
    return found


def _notify_hr(agents: Iterable[Agent], what: str) -> None:
    """Notify human resources of what may open the account of people who decide."""
    pks = [agent.pk for agent in agents]
    for agent in Agent.objects.who_decide().filter(pk__in=pks):
        notify(
            CHANGE_NOTICE,
            _hr().exclude(pk=agent.pk),
            title=f"{what} {of(agent)}",
            text=render_to_string("notifications/account_of_decider.txt", {"agent": agent}).strip(),
            url=reverse("my_space"),
        )


@receiver(account_linked)
def notify_link(sender: type[Agent], agent: Agent, provider_name: str, **kwargs: Any) -> None:
    notify(
        ACCOUNT_LINKED,
        [agent],
        title=f"Votre compte s’ouvre désormais aussi avec {provider_name}",
        text=f"L’adresse qu’il donne est celle de votre fiche{NBSP}: il vous fera entrer sans mot de passe."
        f"\n\n{NOT_YOU}",
        url=reverse("my_space"),
    )


@receiver(sessions_ended)
def notify_sessions(sender: type[Agent], agent: Agent, by: Agent, **kwargs: Any) -> None:
    notify(
        SESSIONS_ENDED,
        [agent],
        title="Vos sessions ont été terminées",
        text=f"{by} l’a fait{NBSP}: partout où votre compte était ouvert, il faut se connecter de nouveau. Un code "
        "imprimé ou un lien de mot de passe d’avant ne vaut plus rien.",
        url=reverse("session_list"),
    )


@receiver(second_factor_changed)
def notify_second_factor(
    sender: type[Agent], agent: Agent, is_added: bool, kind: str, by: Agent | None, reason: str, **kwargs: Any
) -> None:
    if kind == Authenticator.Type.WEBAUTHN:
        title = f"Une clé d’accès {'ajoutée à' if is_added else 'retirée de'} votre compte"
    elif kind == Authenticator.Type.TOTP:
        title = f"Les codes d’une application {'protègent' if is_added else 'ne protègent plus'} votre compte"
    elif kind == Authenticator.Type.RECOVERY_CODES:
        title = "Vos codes de secours ont été refaits"
    else:
        title = "Votre compte n’est plus protégé que par son mot de passe"
    text = NOT_YOU
    if by != agent:
        why = f"{NBSP}: «{NBSP}{reason}{NBSP}»" if reason else ""
        text = (
            f"{by or 'La direction informatique'} a retiré votre second facteur{why}. Vos codes de secours ne valent "
            f"plus rien, et vos sessions sont terminées.\n\n{NOT_YOU}"
        )
    notify(SECOND_FACTOR, [agent], title=title, text=text, url=reverse("mfa_index"))


@receiver(addresses_changed)
def notify_addresses(sender: type[Agent], changes: list[tuple[Agent, str]], **kwargs: Any) -> None:
    title = "L’adresse de messagerie de votre compte a changé"
    text = (
        "C’est à cette nouvelle adresse que l’intranet vous écrit désormais, et qu’arrive le lien de « J’ai oublié "
        f"mon mot de passe ».\n\n{NOT_YOU}"
    )
    notify(ADDRESS_CHANGED, [agent for agent, _ in changes], title=title, text=text, url=reverse("my_space"))
    # The new address is not told to the old one: it may be somebody else's by now.
    farewell = (
        f"L’intranet ne vous écrira plus à cette adresse{NBSP}: une autre l’a remplacée sur votre fiche de l’annuaire."
        f"\n\n{NOT_YOU}"
    )
    # An address that is another agent's from now on tells them nothing.
    taken = {agent.email for agent, _ in changes}
    mail.write(
        ADDRESS_CHANGED.code,
        [
            OutboundMessage(None, title, farewell, address=before)
            for agent, before in changes
            if before and agent.is_active and before not in taken
        ],
    )
    _notify_hr([agent for agent, _ in changes], "Une autre adresse ouvre le compte")


@receiver(other_addresses_changed)
def notify_other_addresses(
    sender: type[Agent], agent: Agent, added: list[str], removed: list[str], **kwargs: Any
) -> None:
    lines = [
        *(f"Ajoutée{NBSP}: {address}. Ce qui en arrive est tenu pour écrit par vous." for address in added),
        *(
            f"Retirée{NBSP}: {address}. Ce qui en arrive n’est plus tenu pour écrit par vous."
            for address in removed
        ),
    ]
    notify(
        OTHER_ADDRESSES_CHANGED,
        [agent],
        title="Les autres adresses d’où vous écrivez ont changé",
        text="\n".join(lines)
        + "\n\nSi vous n’y êtes pour rien, prévenez sans attendre la direction informatique.",
        url=reverse("my_space"),
    )
