"""Whether a form comes back from the sign-in, to be shown again; `core.people.resume_after_login` sends it."""

from django.http import HttpRequest

RESUMING = "reprise"


def is_resuming(request: HttpRequest) -> bool:
    """Whether the words come back from the sign-in: the form is to be shown again, not obeyed."""
    return request.method == "POST" and request.POST.get(RESUMING) == "1"
