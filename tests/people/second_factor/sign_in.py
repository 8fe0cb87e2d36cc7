"""The two steps of nadia's sign-in, by her password and her codes, and the pages that set the codes up."""

import re
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from core.people.models import SignIn
from tests.factories import PASSWORD

LOGIN, CODE, INDEX = "/compte/connexion/", "/compte/second-facteur/code/", "/compte/second-facteur/"
SECRET = "JBSWY3DPEHPK3PXP"


def code_now(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def signed_in_as(client: Client) -> str:
    return client.session.get("_auth_user_id", "")


def by_password(client: Client, **more: str) -> Any:
    return client.post(LOGIN, {"login": "nadia", "password": PASSWORD, **more})


def lines() -> list[tuple[str, str]]:
    """Of the journal of sign-ins, the oldest first."""
    return [(line.outcome, line.means) for line in SignIn.objects.order_by("pk")]


def codes_in(page: str) -> list[str]:
    """As they are shown, in two groups of four."""
    return re.findall(r"<li><code>(\d{4} \d{4})</code>", page)


def set_up(client: Client) -> list[str]:
    """Through the pages; the recovery codes."""
    page = client.get(reverse("mfa_activate_totp"))
    # White behind it: read in the dark too.
    assert '<img class="qr"' in page.text
    assert "sur un autre appareil" in page.text
    page = client.post(reverse("mfa_activate_totp"), {"code": code_now(page.context["form"].secret)})
    assert page.headers["Cache-Control"].startswith("max-age=0")
    return codes_in(page.text)
