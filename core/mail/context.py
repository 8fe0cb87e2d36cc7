"""The banner on every page while the mail or the tasks have a problem, for those who can act on it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from core.mail import policies
from core.mail.monitoring.problems import banner

# The mailboxes' page lists them all.
MOST = 3


def problems(request: HttpRequest) -> dict[str, Any]:
    """`mail_problems`: sentences, fetched in two statements when a template shows them."""
    agent = getattr(request, "user", None)
    if agent is None or not agent.is_authenticated or not policies.can_see_mailboxes(agent):
        return {"mail_problems": []}
    return {"mail_problems": SimpleLazyObject(lambda: banner(timezone.now())[:MOST])}
