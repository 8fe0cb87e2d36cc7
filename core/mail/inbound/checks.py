from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from core.mail.inbound import authentication_results
from core.ui.french import NBSP


@register()
def internal_relays(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A relay that is misspelt would be nobody's; a network of everybody would vouch for the whole world."""
    return [
        Error(
            f"MAIL_INTERNAL_RELAYS{NBSP}: «{NBSP}{word}{NBSP}» n’est pas un réseau, comme 10.0.0.0/8 ou 192.0.2.7, "
            "ou en désigne un trop vaste.",
            id="mail.E020",
        )
        for word in settings.MAIL_INTERNAL_RELAYS
        if not (found := authentication_results.networks([word])) or found[0].prefixlen == 0
    ]
