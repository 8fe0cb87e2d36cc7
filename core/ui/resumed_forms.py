"""A form that comes back from the sign-in is shown as it was filled, by whatever view reads it.

`core.people.resume_after_login` sends it with RESUMING beside its fields. It is never valid, so that no view obeys it,
those of the admin and of libraries included; each shows it as it shows a form with a mistake.
"""

import re

from django.forms import BaseForm
from django.forms.formsets import ManagementForm
from django.http import HttpRequest

# The field of every page that says for whom it is made.
MADE_FOR = "made_for"
RESUMING = "reprise"
# Passwords, printed codes and the codes of anonymous ideas: never written in a page.
SECRET = re.compile(r"password|^code$|(?:^|[-_])(?:credential|secret|token)$", re.IGNORECASE)


def is_resuming(request: HttpRequest) -> bool:
    """Return whether what is posted comes back from the sign-in, to be shown again and not obeyed."""
    return request.method == "POST" and request.POST.get(RESUMING) == "1"


def install() -> None:
    """Make every form invalid while it comes back; the only place that all forms share is Django's own class."""
    is_valid = BaseForm.is_valid

    def is_valid_and_sent(self: BaseForm) -> bool:
        # Cleaned all the same, for views that add a refusal. The counts of a formset are no form that anybody fills:
        # refused, they would add Django's own sentence.
        return is_valid(self) and (isinstance(self, ManagementForm) or self.data.get(RESUMING) != "1")

    BaseForm.is_valid = is_valid_and_sent  # type: ignore[method-assign]
