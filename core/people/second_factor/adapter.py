from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings

from core.french import spaced
from core.people.models import Agent
from core.people.second_factor import policies


class SecondStep(AuthenticateStage):
    """allauth's; a sign-in that waits holds to the password of its first step, as a session does to its own."""

    def handle(self) -> tuple[Any, bool]:
        if self.login.user is not None:
            self.state["proof"] = self.login.user.get_session_auth_hash()
        response, goes_on = super().handle()
        return response, goes_on


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Ce code n’est pas le bon, ne vaut plus ou a déjà servi.",
        "cannot_delete_authenticator": spaced(
            "Votre rôle demande un compte protégé : il ne peut pas être retiré."
        ),
    }

    def get_totp_issuer(self) -> str:
        return f"Intranet {settings.TOWN_NAME}"

    def get_totp_label(self, user: Any) -> str:
        return str(user.identifiant)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return policies.can_remove(Agent.objects.get(pk=authenticator.user_id), authenticator)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "Ma clé d’accès" if number == 1 else f"Ma clé d’accès {number}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": self.get_totp_issuer()}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        return {"id": user.reference.encode(), "name": user.identifiant, "display_name": str(user)}

    def encrypt(self, text: str) -> str:
        """A copy of the database alone opens nothing."""
        return str(_cipher().encrypt(text.encode()).decode())

    def decrypt(self, encrypted_text: str) -> str:
        return str(_cipher().decrypt(encrypted_text.encode()).decode())


def _cipher() -> Any:
    """By SECRET_KEY, and those before it to read only."""
    # Heavy, and used by few requests.
    from cryptography.fernet import Fernet, MultiFernet

    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [sha256(f"core.people.second_factor:{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])
