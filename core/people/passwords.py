"""The trial's one password, which opens nothing anywhere else."""

from typing import Any

from django.core.exceptions import ValidationError

TRIAL_PASSWORD = "saperlipopette"


class NotTheTrialPassword:
    """It is printed in the README: nobody may choose it."""

    def validate(self, password: str, user: Any = None) -> None:
        if password.strip().lower() == TRIAL_PASSWORD:
            raise ValidationError(
                "Ce mot de passe est celui de la ville de démonstration : tout le monde le connaît."
            )

    def get_help_text(self) -> str:
        return ""
