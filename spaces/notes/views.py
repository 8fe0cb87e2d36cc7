from __future__ import annotations

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from core.people.requests import AgentRequest
from core.ui.differences import changed_passages, paragraphs_of
from core.ui.french import spaced
from core.ui.once import create_once
from core.ui.pagination import paginate
from core.ui.prose import plain_text_of
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from spaces.models import Note, NoteVersion
from spaces.notes import actions
from spaces.notes.forms import CompareForm, NoteChangeForm, NoteWriteForm
from spaces.policies import restorable
from spaces.space_pages import Space, keeps_words, space_of, space_page

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
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        mine = Note.objects.filter(
            project=space.project, versions__number=1, versions__written_by=request.user
        )
        note, is_new = create_once(
            mine,
            data.pop("submission_key"),
            lambda key: actions.write(space.project, by=request.user, submission_key=key, **data),
        )
        said = (
            "La note est enregistrée." if is_new else spaced("Cette note était déjà enregistrée : la voici.")
        )
        messages.success(request, said)
        return redirect(note)
    return space_page(request, space, TAB, "spaces/notes/note_form.html", {"form": form})


@require_safe
def note_detail(request: AgentRequest, note_reference: str) -> HttpResponse:
    note, space = _note(request, note_reference)
    context = {
        "note": note,
        "version": note.versions.select_related("written_by").first(),
        "can_remove": actions.can_remove(request.user, note),
    }
    return space_page(request, space, TAB, "spaces/notes/note_detail.html", context)


@keeps_words
@atomic_post
def note_change(request: AgentRequest, note_reference: str) -> HttpResponse:
    """Saved by somebody else meanwhile, it is refused with both texts, and nothing is overwritten."""
    note, space = _note(request, note_reference)
    space.check_write()
    if note.removed_at and request.method != "POST":
        messages.warning(request, actions.REMOVED)
        return redirect(note)
    lock_on_post(request, space.project, note)
    newest = note.versions.select_related("written_by").first()
    assert newest
    form = NoteChangeForm(request.POST or None, initial=NoteChangeForm.initial_for(newest))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            version = actions.save_version(note, by=request.user, **form.cleaned_data)
            messages.success(request, spaced(f"La note est enregistrée : c’est la version {version.number}."))
            return redirect(note)
    context = {"form": form, "note": note, "version": newest}
    return space_page(request, space, TAB, "spaces/notes/note_form.html", context)


@require_safe
def note_versions(request: AgentRequest, note_reference: str) -> HttpResponse:
    note, space = _note(request, note_reference)
    versions = note.versions.select_related("written_by").defer("body").annotate(before=F("number") - 1)
    context = {"note": note, "newest": versions[0], "page": paginate(versions, request)}
    return space_page(request, space, TAB, "spaces/notes/note_versions.html", context)


def note_version(request: AgentRequest, note_reference: str, number: int) -> HttpResponse:
    """One version; its button makes it the newest again."""
    note, space = _note(request, note_reference)
    version = get_object_or_404(note.versions.select_related("written_by"), number=number)
    version.note = note
    if request.method == "POST":
        space.check_write()
        with refusals_as_messages(request):
            again = actions.take_again(version, by=request.user)
            messages.success(
                request, spaced(f"Ce texte est de nouveau le dernier : c’est la version {again.number}.")
            )
        return redirect(note)
    context = {"note": note, "version": version, "newest": note.versions.defer("body").first()}
    return space_page(request, space, TAB, "spaces/notes/note_version.html", context)


@require_safe
def note_compare(request: AgentRequest, note_reference: str) -> HttpResponse:
    note, space = _note(request, note_reference)
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
    note, space = _note(request, note_reference)
    is_removed = request.POST.get("geste") != "remettre"
    actions.set_removed(note, by=request.user, is_removed=is_removed)
    if is_removed:
        messages.success(request, "La note est retirée. Elle attend au bas de la liste, si vous la remettez.")
        return redirect("spaces:note_list", space.project.reference)
    messages.success(request, "La note est remise.")
    return redirect(note)


def _note(request: AgentRequest, reference: str) -> tuple[Note, Space]:
    """404 for what one may not read, and for a removed note to those who may not restore it."""
    note = get_object_or_404(Note.objects.visible_to(request.user), reference=reference)
    space = space_of(request, pk=note.project_id)
    note.project = space.project
    if note.removed_at and not actions.can_remove(request.user, note):
        raise Http404
    return note, space


def _paragraphs(version: NoteVersion) -> list[str]:
    return [version.title, *paragraphs_of(plain_text_of(version.body))]
