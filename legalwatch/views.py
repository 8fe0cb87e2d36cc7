from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.documents.serving import Held
from core.history.entries import history_of
from core.people.requests import AgentRequest, agent_of
from core.ui.french import spaced
from core.ui.once import create_once
from core.ui.pagination import paginate
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from legalwatch import actions, policies, reading, reports
from legalwatch.forms import EntryChangeForm, EntryFilterForm, EntryWriteForm, FollowForm, WithdrawForm
from legalwatch.models import Entry, Subject, WeeklyReader
from legalwatch.policies import can_write, check_watcher


@require_safe
def entry_list(request: AgentRequest) -> HttpResponse:
    """List what is published and current, the newest first; the rest by the filters."""
    published = Entry.objects.published()
    filters = EntryFilterForm.reading(request.GET, by=request.user, years=published.years())
    entries = filters.filter(Entry.objects.visible_to(request.user))
    context = {
        "page": paginate(entries.with_read_flag(request.user).newest_first().for_list(), request),
        "filters": filters,
        "can_write": can_write(request.user),
        "followed": Subject.objects.followed_by(request.user),
        "savings": Entry.objects.savings(),
    }
    return render(request, "legalwatch/entry_list.html", context)


@require_safe
def archive(request: AgentRequest) -> HttpResponse:
    """How many texts of each subject, year by year; each count leads to its list."""
    rows = Entry.objects.published().by_year_and_subject()
    years = [(year, list(of_year)) for year, of_year in groupby(rows, key=lambda row: row["year"])]
    return render(request, "legalwatch/archive.html", {"years": years})


@require_safe
def entry_detail(request: AgentRequest, reference: str) -> HttpResponse:
    entry = _entry(request, reference)
    context = {
        "entry": entry,
        "replaces": entry.replaces.visible_to(request.user).newest_first(),
        "report": entry.link_reports.open().first(),
        "savings": Entry.objects.filter(pk=entry.pk).savings(),
        "entries": history_of(entry),
        "can": {
            "change": policies.can_change(request.user, entry),
            "report": policies.can_report(request.user, entry),
            "restore": policies.can_restore(request.user, entry),
        },
    }
    return render(request, "legalwatch/entry_detail.html", context)


def held_file(request: HttpRequest, reference: str) -> Held:
    entry = _entry(request, reference)
    if entry.document is None:
        raise Http404
    return Held(entry.document, entry.title, entry.get_absolute_url())


# What each agent does for themself


def follow(request: AgentRequest) -> HttpResponse:
    """The subjects that one follows, and when one is told of them."""
    initial = {
        "subjects": list(Subject.objects.followed_by(request.user)),
        "is_weekly": "1" if WeeklyReader.objects.filter(agent=request.user).exists() else "",
    }
    form = FollowForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        subjects, is_weekly = form.cleaned_data["subjects"], bool(form.cleaned_data["is_weekly"])
        reading.follow(subjects, by=request.user, is_weekly=is_weekly)
        messages.success(request, "Vos sujets sont enregistrés.")
        return redirect("legalwatch:entry_list")
    return render(request, "legalwatch/follow.html", {"form": form})


@require_POST
def entry_read(request: AgentRequest, reference: str) -> HttpResponse:
    """The button says which of the two it does: pressed twice, or on an old page, it never does the other."""
    entry = _entry(request, reference)
    if request.POST.get("lu") == "non":
        reading.mark_unread(entry, by=request.user)
        messages.success(request, "Ce texte est de nouveau à lire.")
    else:
        reading.mark_read(entry, by=request.user)
        messages.success(request, spaced("C’est noté : vous avez lu ce texte."))
    return redirect(entry)


@require_POST
def entry_link(request: AgentRequest, reference: str) -> HttpResponse:
    """A reader says that the link is dead; a watcher, that it answers."""
    entry, gesture = _entry(request, reference), request.POST.get("geste")
    if gesture not in ("repond", "mort"):
        raise BadRequest
    if gesture == "repond":
        if reports.settle_link(entry, by=request.user):
            messages.success(request, spaced("C’est noté : le lien répond."))
        else:
            messages.info(request, "Ce lien n’était plus signalé.")
    elif reports.report_link(entry, by=request.user):
        messages.success(request, spaced("Merci : les veilleurs sont prévenus."))
    else:
        messages.info(request, spaced("Ce lien est déjà signalé : les veilleurs sont prévenus."))
    return redirect(entry)


# Watchers'


def entry_write(request: AgentRequest) -> HttpResponse:
    check_watcher(request.user)
    form = EntryWriteForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        with refusals_in(form):
            entry, is_new = create_once(
                Entry.objects.filter(author=request.user),
                data.pop("submission_key"),
                lambda key: actions.write(
                    by=request.user, is_draft=_is_draft(request), submission_key=key, **data
                ),
            )
            if is_new:
                messages.success(request, f"Le texte est {_kept_as(entry)}.")
            else:
                messages.info(request, spaced("Ce texte était déjà enregistré : le voici."))
            return redirect(entry)
    return render(request, "legalwatch/entry_write.html", {"form": form})


@atomic_post
def entry_change(request: AgentRequest, reference: str) -> HttpResponse:
    entry = _entry_to_change(request, reference)
    lock_on_post(request, entry)
    form = EntryChangeForm(
        request.POST or None,
        request.FILES or None,
        by=request.user,
        entry=entry,
        initial=EntryChangeForm.initial_for(entry),
    )
    if request.method == "POST" and form.is_valid():
        was_published = entry.is_published
        with refusals_in(form):
            entry = actions.change(entry, by=request.user, is_draft=_is_draft(request), **form.cleaned_data)
            messages.success(request, f"Le texte est {'corrigé' if was_published else _kept_as(entry)}.")
            return redirect(entry)
    return render(request, "legalwatch/entry_change.html", {"form": form, "entry": entry})


def entry_withdraw(request: AgentRequest, reference: str) -> HttpResponse:
    """A page asks why; its button withdraws."""
    entry = _entry_to_change(request, reference)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.withdraw(entry, by=request.user, **form.cleaned_data)
            messages.success(request, spaced("Le texte est retiré : seuls les veilleurs le voient."))
            return redirect(entry)
    return render(request, "legalwatch/entry_withdraw.html", {"form": form, "entry": entry})


@require_POST
def entry_restore(request: AgentRequest, reference: str) -> HttpResponse:
    entry = _entry(request, reference)
    check_watcher(request.user)
    with refusals_as_messages(request):
        entry = actions.restore(entry, by=request.user)
        messages.success(request, spaced(f"Le texte est remis : il est {_kept_as(entry)}."))
    return redirect(entry)


def _is_draft(request: AgentRequest) -> bool:
    return request.POST.get("geste") == "brouillon"


def _kept_as(entry: Entry) -> str:
    if entry.is_scheduled:
        return spaced(f"prêt : il {entry.situation}")
    return "publié" if entry.is_published else "gardé en brouillon"


def _entry(request: HttpRequest, reference: str) -> Entry:
    agent = agent_of(request)
    entries: Any = Entry.objects.visible_to(agent).with_read_flag(agent).for_list()
    return get_object_or_404(entries.select_related("replaced_by"), reference=reference)


def _entry_to_change(request: AgentRequest, reference: str) -> Entry:
    """403 to readers, 404 where they read nothing; what is withdrawn says so to the watchers."""
    entry = _entry(request, reference)
    check_watcher(request.user)
    if not policies.can_change(request.user, entry):
        raise PermissionDenied(actions.GONE)
    return entry
