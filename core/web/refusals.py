"""Show an action's refusals where the person looks: beside the form, or above the page that they are sent to.

if submitted(request, form, partial(actions.publish, tip, by=request.user), done="Le conseil est publié."):
    return redirect(tip)
return render(…)  # the form, with what was typed and why it is refused
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from core.french import spaced
from core.web.idempotency import create_once


def submitted(
    request: HttpRequest,
    form: forms.BaseForm,
    action: Callable[..., Any],
    *,
    done: str | Callable[[Any], str],
    mine: QuerySet[Any] | None = None,
    again: str = "Vous l’aviez déjà envoyé : le voici.",
) -> Any:
    """Return what `action(**cleaned_data)` returns, or True; None when the page is to be shown.

    `done` says on the next page what was done, `again` that an earlier sending did it: `mine` holds what this person
    made by the one-time key of the form.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    data = dict(form.cleaned_data)
    with refusals_in(form):
        if mine is None:
            made, is_new = action(**data), True
        else:
            key = data.pop("submission_key")
            made, is_new = create_once(mine, key, lambda key: action(submission_key=key, **data))
        if is_new:
            messages.success(request, spaced(done(made) if callable(done) else done))
        else:
            messages.info(request, spaced(again))
        return True if made is None else made
    return None


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
        # Read by `core.web.idempotency.SentTwiceMiddleware`.
        request.was_refused = True  # type: ignore[attr-defined]
        messages.error(request, " ".join(error.messages))
