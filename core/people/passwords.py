"""Passwords: those that everybody would try first, and links that reset one."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError

from core.french import NBSP, plain, spaced


class ResetLinkTokens(PasswordResetTokenGenerator):
    """Django's, of an account as it was: whatever changes who can open it voids the links that were sent before.

    A printed code, another address, a second factor, sessions ended by somebody else: `Agent.access_changed_at`.
    """

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.access_changed_at}"


TRIAL_PASSWORD = "saperlipopette"
# With the name of the town, what is tried first here. A password needs as many letters beside them.
TOWN_WORDS = (TRIAL_PASSWORD, "mairie", "intranet")
LETTERS_BESIDE = 6
# What matters; each rule says the rest when it refuses.
HELP = (
    "Douze caractères au moins, ni votre nom ni celui de la ville. Quatre mots sans rapport font l’affaire."
)


class NotTheTownsWords:
    """« mairie-de-Port-Mimosa-2026 » has digits and signs, and is guessed all the same."""

    def validate(self, password: str, user: Any = None) -> None:
        words = re.findall(r"[a-z]{3,}", plain(settings.TOWN_NAME))
        rest = plain(password)
        for word in sorted({*TOWN_WORDS, *words}, key=len, reverse=True):
            rest = rest.replace(word, "")
        if rest != plain(password) and len(re.findall(r"[a-z]", rest)) < LETTERS_BESIDE:
            raise ValidationError(
                f"Ce mot de passe se devine{NBSP}: le nom de la ville, « mairie », « intranet » ou « saperlipopette » "
                f"en font l’essentiel. Choisissez d’autres mots{NBSP}: quatre, sans rapport."
            )

    def get_help_text(self) -> str:
        return spaced("Ni le nom de la ville, ni « mairie », ni « intranet » n’en font l’essentiel.")
