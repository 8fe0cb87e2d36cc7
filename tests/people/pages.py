"""What people send from the pages of accounts: an agent's card in the admin, the link of a forgotten password."""

from typing import Any

from django.test import Client
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.people.models import Agent
from tests.pages import forms_of


def card_of(agent: Agent) -> str:
    return reverse("admin:people_agent_change", args=[agent.pk])


def card_sent(client: Client, agent: Agent, *, follow: bool = False, **typed: Any) -> Any:
    """The agent's card as it is shown, sent with what is typed in it."""
    shown = next(form for form in forms_of(client.get(card_of(agent)).text) if "email" in form.values)
    ticked = {"is_active": "on", "has_workstation": "on"}
    sent = {name: value for name, value in (shown.values | ticked | typed).items() if value is not None}
    return client.post(card_of(agent), sent, follow=follow)


def choose_password(client: Client, agent: Agent, password: str) -> None:
    """By a link in a mail."""
    client.post(reverse("account_reset_password"), {"email": agent.email})
    link = next(word for word in OutgoingMail.objects.latest("pk").body.split() if "/nouveau/" in word)
    form = client.get("/" + link.split("/", 3)[3], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
