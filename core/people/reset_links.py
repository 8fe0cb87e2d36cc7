from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class ResetLinkTokens(PasswordResetTokenGenerator):
    """Django's, of an account as it was: whatever changes who can open it voids the links that were sent before.

    A printed code, another address, a second factor, sessions ended by somebody else: `Agent.access_changed_at`.
    """

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.access_changed_at}"
