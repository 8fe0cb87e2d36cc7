"""Telling people something: on the site always, by mail to whoever has an address."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from core.mail import actions as mail
from core.mail.actions import Letter
from core.notifications.models import Notification
from core.notifications.registry import Kind
from core.people.models import Agent


@transaction.atomic
def notify(
    kind: Kind,
    recipients: Iterable[Agent],
    *,
    title: str,
    text: str = "",
    about: models.Model | None = None,
    url: str = "",
) -> list[Notification]:
    """Tell each recipient once, in the caller's transaction.

    `title` is the mail's subject, `text` (plain, may be several lines) its body; `url` defaults to the page of
    `about`. Deactivated agents are told nothing.
    """
    people = list({agent.pk: agent for agent in recipients if agent.is_active}.values())
    # Django declares get_absolute_url on no model; what is told of has a page, or this fails in its test.
    url = url or (about.get_absolute_url() if about else "")  # type: ignore[attr-defined]
    reference: dict[str, Any] = {}
    if about:
        reference = {"content_type": ContentType.objects.get_for_model(about), "object_id": about.pk}
    title = title.translate(mail.HEADER_BREAKS)[:200]
    notifications = Notification.objects.bulk_create(
        Notification(recipient=agent, kind=kind.code, title=title, text=text, url=url, **reference)
        for agent in people
    )
    mail.write(kind.code, (Letter(agent, title, letter_body(agent, text, url)) for agent in people))
    return notifications


def letter_body(agent: Agent, text: str, url: str) -> str:
    """A plain mail: a greeting, what is told, where to read it."""
    parts = [f"Bonjour {agent.first_name},", text]
    if url:
        parts.append(f"À lire sur l’intranet :\n{settings.SITE_URL}{url}")
    parts.append(f"L’intranet de {settings.TOWN_NAME}")
    return "\n\n".join(part for part in parts if part) + "\n"


def mark_read(notifications: models.QuerySet[Notification]) -> int:
    return notifications.filter(read_at=None).update(read_at=timezone.now())
