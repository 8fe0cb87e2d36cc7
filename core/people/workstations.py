"""« Poste partagé », asked for on the sign-in page: kept until the session opens, however many pages later."""

import time
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from core.people.middleware import SEEN

ASKED = "shared_workstation_asked"


def ask(request: HttpRequest, *, is_shared: bool) -> None:
    request.session[ASKED] = is_shared
    if is_shared:
        # Also for a session that waits for a second factor.
        request.session.set_expiry(0)


@receiver(user_logged_in)
def _begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    if request is not None and request.session.pop(ASKED, False):
        request.session.set_expiry(0)
        request.session[SEEN] = time.time()
