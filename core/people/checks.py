from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from core.french import NBSP
from core.people.second_factor.policies import HOLDERS


@register()
def second_factor(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A word that names nobody would leave people without a second factor, silently."""
    unknown = [name for name in settings.SECOND_FACTOR_FOR if name not in HOLDERS]
    if not unknown:
        return []
    text = f"SECOND_FACTOR_FOR{NBSP}: « {unknown[0]} » ne nomme personne. Les mots sont {', '.join(HOLDERS)}."
    return [Error(text, id="people.E001")]
