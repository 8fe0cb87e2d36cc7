"""A form sent twice creates one thing: its one-time key is unique in the database.

A browser that goes back to a form loads its page again, with another key, and puts the words back in it: what is then
sent again, word for word, is recognised by SentTwiceMiddleware, in the forms that have no key too. Files are lost on
the way back: the same words without them are the same sending, with another file they are not.
"""

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac

from core.french import spaced
from core.web.forms import MADE_FOR, SECRET
from core.web.middleware import Middleware

KEY = "submission_key"
RENEWED = {"csrfmiddlewaretoken", MADE_FOR, KEY, "draft_stamp"}
# Ends of the names of fields that say what was received, or refused, of files sent ahead of their form.
RECEIVED, REFUSED = "-recu", "-refus"
# Nobody goes back to a form later than that; the same words may then be meant.
RECOGNISED_SECONDS = 3600
TWICE = spaced("Vous veniez d’envoyer ceci : rien n’est fait une seconde fois.")


class SubmissionKeyModel(models.Model):
    """A row that a form creates, under that form's one-time key."""

    submission_key = models.UUIDField("clé d’envoi", unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class OneTimeForm(forms.Form):
    """Carries the one-time key; mix it into every form that creates something."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission_key"].initial = uuid.uuid4

    def clean_submission_key(self) -> uuid.UUID:
        # Without a key (an old page, a hand-made request) the form still works, as a first sending.
        return self.cleaned_data.get("submission_key") or uuid.uuid4()


def create_once[M: models.Model](
    mine: models.QuerySet[M], key: uuid.UUID, create: Callable[[uuid.UUID], M]
) -> tuple[M, bool]:
    """Return what `create(key)` makes, or what an earlier sending made; and whether it is new.

    `mine` holds what this person made: somebody else's key (a page left open on a shared workstation) shows
    nothing of theirs, and is replaced.
    """
    if is_used(mine.model, key) and (earlier := mine.filter(submission_key=key).first()):
        return earlier, False
    try:
        with transaction.atomic():
            return create(key), True
    except (IntegrityError, ValidationError):
        # Two sendings at once: the second waits on the unique index, or what the first did refuses it.
        if earlier := mine.filter(submission_key=key).first():
            return earlier, False
        if not is_used(mine.model, key):
            raise
    return create(uuid.uuid4()), True


def unused_key(model: type[models.Model], key: uuid.UUID) -> uuid.UUID:
    """The key itself, or a new one where it is that of somebody else's row: nothing of theirs is shown or refused."""
    return uuid.uuid4() if is_used(model, key) else key


def is_used(model: type[models.Model], key: uuid.UUID) -> bool:
    """Whether any row has this key, whoever made it."""
    return model._base_manager.filter(submission_key=key).exists()


class SentTwiceMiddleware(Middleware):
    """Answer what an agent sends twice in a row, word for word, as the first time, and do nothing.

    Only what a page of the site sends and has words or a one-time key: a button may be pressed twice. Not the words
    are kept, but their digest, and nothing of secrets, nor of an anonymous idea, whose view is exempt.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sent = getattr(request, "sent", None)
        if sent and request.commits.has_written:  # type: ignore[attr-defined]
            name, digest = sent
            location = response.headers.get("Location")
            # What was refused was undone: the same words are then sent for the first time. A draft that its page's
            # script keeps, which leads nowhere, is no gesture.
            if location and not getattr(request, "was_refused", False):
                cache.set(name, (digest, request.POST.get(KEY), location), RECOGNISED_SECONDS)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method != "POST" or getattr(view, "csrf_exempt", False) or MADE_FOR not in request.POST:
            return None
        if not request.user.is_authenticated:
            return None
        name, digest = f"last-sent-{request.user.pk}", _digest_of(request)
        request.sent = name, digest  # type: ignore[attr-defined]  # (read above)
        if digest:
            last, key, location = cache.get(name, (None, "", ""))
            is_same = last and digest[0] == last[0] and digest[1] in ("", last[1])
            # Under the same key, the view says it in its own words.
            if is_same and not (key and key == request.POST.get(KEY)):
                messages.info(request, TWICE)
                return redirect(location)
        return None


def _digest_of(request: HttpRequest) -> tuple[str, str] | None:
    """Hash the address and the words, and the files, empty without any; return None for what is not recognised.

    Where there are no words, the first is of the files too.
    """
    sent = sorted((name, values) for name, values in request.POST.lists() if name not in RENEWED)
    typed = [(name, values) for name, values in sent if not name.endswith((RECEIVED, REFUSED))]
    has_words = any(" " in value.strip() for _, values in typed for value in values)
    if any(SECRET.search(name) for name, _ in sent) or not (has_words or KEY in request.POST):
        return None
    files = [*_files_of(request), *(pair for pair in sent if pair[0].endswith(RECEIVED) and any(pair[1]))]
    path = request.get_full_path()
    if has_words:
        return _digest((path, typed)), _digest(files) if files else ""
    return _digest((path, sent, files)), ""


def _digest(said: Any) -> str:
    return salted_hmac("core.ui.once", repr(said), algorithm="sha256").hexdigest()


def _files_of(request: HttpRequest) -> list[tuple[str, list[str]]]:
    sent: Any = request.FILES.lists()
    return sorted((name, [_digest_of_file(file) for file in several]) for name, several in sent)


def _digest_of_file(file: Any) -> str:
    """Hash its bytes: a file that was corrected keeps its name."""
    if known := getattr(file, "sha256", None):
        return str(known)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
