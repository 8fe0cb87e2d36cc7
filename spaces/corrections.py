"""Messages and decisions corrected or withdrawn, by their author and by the project's lead."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.fields import OneLineField, PlainTextField
from core.web.refusals import refusals_as_messages, submitted
from core.web.stale_forms import StaleCheckForm, lock_on_post
from spaces import policies
from spaces.models import TEXT_LENGTH, TITLE_LENGTH, Decision, Message
from spaces.space_pages import space_of, space_page

WITHDRAWN = spaced("Ce texte est retiré : il ne change plus.")


class CorrectForm(StaleCheckForm):
    text = PlainTextField(
        label="Texte",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez le texte, ou retirez-le."},
    )


class CorrectThreadForm(CorrectForm):
    """The first message of a thread, and the subject with it."""

    subject = OneLineField(
        label="Sujet", max_length=TITLE_LENGTH, error_messages={"required": "Dites de quoi il s’agit."}
    )
    field_order = ["subject", "text"]

    @staticmethod
    def initial_for(row: Message | Decision) -> dict[str, Any]:
        assert isinstance(row, Message)
        return {"subject": row.thread.subject, "text": row.text}


@transaction.atomic
def correct(row: Message | Decision, *, by: Agent, text: str, subject: str = "") -> None:
    """Change the text, and the subject of a thread with its first message; the former words stay with the row."""
    row = _locked(row, by=by)
    former = row.text
    if subject and isinstance(row, Message) and row.is_first and subject != row.thread.subject:
        former = f"{row.thread.subject}\n\n{former}"
        row.thread.subject = subject
        row.thread.save(update_fields=["subject"])
    if (former, text) != (row.text, row.text):
        row.former_texts.append([timezone.now().isoformat(), former])
        row.text = text
        _save(row, "a corrigé le texte", by=by)


@transaction.atomic
def withdraw(row: Message | Decision, *, by: Agent) -> None:
    """For good: « retiré » stands in its place, and its author and the lead alone still read it."""
    row = _locked(row, by=by)
    row.is_withdrawn = True
    if isinstance(row, Message) and row.is_first:
        row.thread.is_withdrawn = True
        row.thread.save(update_fields=["is_withdrawn"])
    _save(row, "a retiré le texte", by=by)


def correction_page(request: AgentRequest, row: Message | Decision, *, tab: str, url: str) -> HttpResponse:
    """The form that corrects, and under it the button that withdraws; `url` is where the text is read."""
    space = space_of(request, pk=row.project.pk)
    space.check_write()
    if not policies.can_remove(request.user, space.project, author_id=row.written_by_id):
        raise PermissionDenied(policies.NOT_THEIRS)
    lock_on_post(request, space.project, row)
    if row.is_withdrawn and request.method != "POST":
        messages.warning(request, WITHDRAWN)
        return redirect(url)
    if request.POST.get("geste") == "retirer":
        with refusals_as_messages(request):
            withdraw(row, by=request.user)
            messages.success(
                request, spaced("Le texte est retiré : ni cette page ni la recherche ne le montrent plus.")
            )
        return redirect(url)
    kind = CorrectThreadForm if isinstance(row, Message) and row.is_first else CorrectForm
    form = kind(request.POST or None, initial=kind.initial_for(row))
    if submitted(request, form, partial(correct, row, by=request.user), done="Le texte est corrigé."):
        return redirect(url)
    return space_page(request, space, tab, "spaces/correct.html", {"form": form, "row": row, "url": url})


def _locked(row: Message | Decision, *, by: Agent) -> Message | Decision:
    """Return the current row. Raise PermissionDenied, and ValidationError for one that is withdrawn."""
    policies.lock_to_remove(row.project, by=by, author_id=row.written_by_id)
    row = policies.lock(row)
    if row.is_withdrawn:
        raise ValidationError(WITHDRAWN)
    return row


def _save(row: Message | Decision, said: str, *, by: Agent) -> None:
    row.changed_at, row.changed_by = timezone.now(), by
    with action_context(said, by=by):
        row.save(update_fields=["text", "former_texts", "is_withdrawn", "changed_at", "changed_by"])
