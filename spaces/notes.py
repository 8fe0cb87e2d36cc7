"""Notes of a project. A version is never replaced: taking an older one again makes a new one of it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent, Project
from core.people.requests import AgentRequest
from core.web import rich_text
from core.web.differences import changed_passages, paragraphs_of
from core.web.fields import OneLineField, ProseField
from core.web.idempotency import OneTimeForm
from core.web.pagination import paginate
from core.web.refusals import refusals_as_messages, submitted
from core.web.rich_text import plain_text_of
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from spaces import notifications, policies
from spaces.models import TITLE_LENGTH, Note, NoteVersion, clean_body
from spaces.policies import restorable
from spaces.space_pages import held, keeps_words, space_of, space_page

REMOVED = spaced("Cette note est retirée : elle ne change plus tant qu’elle n’est pas remise.")


@transaction.atomic
def write(project: Project, *, by: Agent, title: str, body: str, submission_key: UUID) -> Note:
    project = policies.lock_to_write(project, by=by)
    with action_context("a écrit la note", by=by):
        note = Note.objects.create(project=project, submission_key=submission_key)
        version = note.versions.create(number=1, title=title, body=body, written_by=by)
    notifications.notify_note(version)
    return note


@transaction.atomic
def save_version(note: Note, *, by: Agent, title: str, body: str) -> NoteVersion:
    """The next version, or the newest where nothing changed."""
    policies.lock_to_write(note.project, by=by)
    note = policies.lock(note)
    if note.removed_at:
        raise ValidationError(REMOVED)
    newest = note.versions.first()
    assert newest
    if (newest.title, newest.body) == (title, body):
        return newest
    version = note.versions.create(number=newest.number + 1, title=title, body=body, written_by=by)
    notifications.notify_note(version)
    return version


@transaction.atomic
def set_removed(note: Note, *, by: Agent, is_removed: bool) -> None:
    """Remove a note, or restore it; done already, nothing changes."""
    policies.lock_to_remove(note.project, by=by, author_id=policies.first_author_id(note))
    note = policies.lock(note)
    if bool(note.removed_at) != is_removed:
        note.removed_at = timezone.now() if is_removed else None
        with action_context("a retiré la note" if is_removed else "a remis la note", by=by):
            note.save(update_fields=["removed_at"])


class NoteForm(forms.Form):
    title = OneLineField(
        label="Titre", max_length=TITLE_LENGTH, error_messages={"required": "Donnez un titre à cette note."}
    )
    body = ProseField(
        label="Texte",
        config={"extensions": rich_text.PAGE},
        sanitize=clean_body,
        max_length=rich_text.LONGEST,
        error_messages={"required": "Écrivez le texte de la note."},
    )

    def clean_body(self) -> str:
        """Cleaned, it may be longer than it was sent: « & » becomes « &amp; »."""
        body: str = self.cleaned_data["body"]
        rich_text.check_length(body)
        return body


class NoteWriteForm(OneTimeForm, NoteForm):
    pass


class NoteChangeForm(StaleCheckForm, NoteForm):
    """Its stamp holds the number of the version that the page showed."""

    @staticmethod
    def initial_for(version: NoteVersion) -> dict[str, Any]:
        return {"title": version.title, "body": version.body, "number": version.number}


class CompareForm(forms.Form):
    """Two numbers of the address."""

    before = forms.IntegerField(min_value=1, max_value=1_000_000)
    after = forms.IntegerField(min_value=1, max_value=1_000_000)


TAB = "notes"


@require_safe
def note_list(request: AgentRequest, reference: str) -> HttpResponse:
    """List the last written first; removed notes, for those who may restore them."""
    space = space_of(request, reference=reference)
    newest = NoteVersion.objects.filter(note__project=space.project).newest()
    newest = newest.select_related("note", "written_by").defer("body").order_by("-written_at", "-pk")
    context = {
        "page": paginate(newest.filter(note__removed_at=None), request),
        "removed": restorable(space, newest)[:50],
    }
    return space_page(request, space, TAB, "spaces/notes/note_list.html", context)


@keeps_words
def note_write(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    space.check_write()
    form = NoteWriteForm(request.POST or None)
    mine = Note.objects.filter(project=space.project, versions__number=1, versions__written_by=request.user)
    done, again = "La note est enregistrée.", "Cette note était déjà enregistrée : la voici."
    action = partial(write, space.project, by=request.user)
    if note := submitted(request, form, action, mine=mine, done=done, again=again):
        return redirect(note)
    return space_page(request, space, TAB, "spaces/notes/note_form.html", {"form": form})


@require_safe
def note_detail(request: AgentRequest, note_reference: str) -> HttpResponse:
    note, space = held(request, Note.objects, note_reference)
    context = {
        "note": note,
        "version": note.versions.select_related("written_by").first(),
        "can_remove": policies.can_remove_held(request.user, note),
    }
    return space_page(request, space, TAB, "spaces/notes/note_detail.html", context)


@keeps_words
@atomic_post
def note_change(request: AgentRequest, note_reference: str) -> HttpResponse:
    """Saved by somebody else meanwhile, it is refused with both texts, and nothing is overwritten."""
    note, space = held(request, Note.objects, note_reference)
    space.check_write()
    if note.removed_at and request.method != "POST":
        messages.warning(request, REMOVED)
        return redirect(note)
    lock_on_post(request, space.project, note)
    newest = note.versions.select_related("written_by").first()
    assert newest
    form = NoteChangeForm(request.POST or None, initial=NoteChangeForm.initial_for(newest))
    done = "La note est enregistrée : c’est la version {0.number}.".format
    if submitted(request, form, partial(save_version, note, by=request.user), done=done):
        return redirect(note)
    context = {"form": form, "note": note, "version": newest}
    return space_page(request, space, TAB, "spaces/notes/note_form.html", context)


@require_safe
def note_versions(request: AgentRequest, note_reference: str) -> HttpResponse:
    note, space = held(request, Note.objects, note_reference)
    versions = note.versions.select_related("written_by").defer("body").annotate(before=F("number") - 1)
    context = {"note": note, "newest": versions[0], "page": paginate(versions, request)}
    return space_page(request, space, TAB, "spaces/notes/note_versions.html", context)


def note_version(request: AgentRequest, note_reference: str, number: int) -> HttpResponse:
    """One version; its button makes it the newest again."""
    note, space = held(request, Note.objects, note_reference)
    version = get_object_or_404(note.versions.select_related("written_by"), number=number)
    version.note = note
    if request.method == "POST":
        space.check_write()
        with refusals_as_messages(request):
            again = save_version(note, by=request.user, title=version.title, body=version.body)
            messages.success(
                request, spaced(f"Ce texte est de nouveau le dernier : c’est la version {again.number}.")
            )
        return redirect(note)
    context = {"note": note, "version": version, "newest": note.versions.defer("body").first()}
    return space_page(request, space, TAB, "spaces/notes/note_version.html", context)


@require_safe
def note_compare(request: AgentRequest, note_reference: str) -> HttpResponse:
    note, space = held(request, Note.objects, note_reference)
    form = CompareForm(request.GET)
    if not form.is_valid():
        return redirect("spaces:note_versions", note.reference)
    asked = form.cleaned_data
    versions = note.versions.select_related("written_by")
    before, after = (get_object_or_404(versions, number=asked[name]) for name in ("before", "after"))
    context = {
        "note": note,
        "before": before,
        "after": after,
        "differences": changed_passages(_paragraphs(before), _paragraphs(after)),
    }
    return space_page(request, space, TAB, "spaces/notes/note_compare.html", context)


@require_POST
def note_remove(request: AgentRequest, note_reference: str) -> HttpResponse:
    """The button says which of the two it does: pressed twice, or on an old page, it never does the other."""
    note, space = held(request, Note.objects, note_reference)
    is_removed = request.POST.get("geste") != "remettre"
    set_removed(note, by=request.user, is_removed=is_removed)
    if is_removed:
        messages.success(request, "La note est retirée. Elle attend au bas de la liste, si vous la remettez.")
        return redirect("spaces:note_list", space.project.reference)
    messages.success(request, "La note est remise.")
    return redirect(note)


def _paragraphs(version: NoteVersion) -> list[str]:
    return [version.title, *paragraphs_of(plain_text_of(version.body))]
