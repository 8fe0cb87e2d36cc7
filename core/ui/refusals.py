"""Show an action's refusals where the person looks: beside the form, or above the page that they are sent to.

if request.method == "POST" and form.is_valid():
    with refusals_in(form):
        actions.publish(tip, by=request.user, **form.cleaned_data)
        messages.success(request, "Le conseil est publié.")
        return redirect(tip)
return render(…)  # the form, with what was typed and why it is refused
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest


@contextmanager
def refusals_in(form: forms.BaseForm, field: str | None = None) -> Iterator[None]:
    """Leave the block at a ValidationError, and show it in the form."""
    try:
        yield
    except ValidationError as error:
        add_refusal(form, error, field)


def add_refusal(form: forms.BaseForm, error: ValidationError, field: str | None = None) -> None:
    """Beside the fields that the error names, where the form has them; else beside `field`, or above the form."""
    if not form.is_bound:
        # Nothing was sent: Django cleans nothing, and asks for what is cleaned.
        form.cleaned_data = {}
    if not hasattr(error, "error_dict"):
        form.add_error(field, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else field, errors)


@contextmanager
def refusals_as_messages(request: HttpRequest) -> Iterator[None]:
    """Leave the block at a ValidationError, and say it on the next page."""
    try:
        yield
    except ValidationError as error:
        # Read by `core.ui.once.SentTwiceMiddleware`.
        request.was_refused = True  # type: ignore[attr-defined]
        messages.error(request, " ".join(error.messages))
