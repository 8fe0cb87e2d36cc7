from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest

from core.people.models import Agent


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts made by the directory manager; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "L’identifiant ou le mot de passe est inexact.",
        "email_password_mismatch": "L’adresse ou le mot de passe est inexact.",
        "too_many_login_attempts": (
            "Trop d’essais manqués sur ce compte. Attendez cinq minutes, ou demandez un nouveau mot de passe."
        ),
        "rate_limited": "Trop de demandes à la suite. Attendez une minute, puis recommencez.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the sender that the rung above has plugged in: nothing leaves by another road."""
        message = self.render_mail(template_prefix, email, context)
        with transaction.atomic():
            SEND_ACCOUNT_MAIL[0](context.get("user"), email, message.subject, message.body)

    def format_email_subject(self, subject: str) -> str:
        return subject

    def get_user_search_fields(self) -> list[str]:
        return []

    def populate_username(self, request: HttpRequest, user: Agent) -> None:
        """The directory manager names accounts."""


def _no_sender(*args: Any) -> None:
    raise RuntimeError("core.mail has not plugged in its sender")


# core.mail stands above core.people, so it plugs itself in here when it starts.
SEND_ACCOUNT_MAIL = [_no_sender]
