from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from core.people.openid.providers import RANDOM_LENGTH, BoundedSession


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Providers come from the settings only; nobody signs up; `accounts` has already found whose account it is."""

    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        apps = [SocialApp(**described) for described in settings.OPENID_PROVIDERS]
        return [
            app
            for app in apps
            if provider in (None, app.provider, app.provider_id) and client_id in (None, app.client_id)
        ]

    def get_requests_session(self) -> BoundedSession:
        return BoundedSession()

    def generate_state_param(self, state: dict[str, Any]) -> str:
        return get_random_string(RANDOM_LENGTH)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
