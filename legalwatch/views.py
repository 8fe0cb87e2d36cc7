from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import linebreaks
from django.views.decorators.http import conditional_page, require_POST, require_safe

from core.documents.serving import Held
from core.french import spaced
from core.history.entries import history_of
from core.people import secret_addresses
from core.people.requests import AgentRequest, agent_of
from core.web.non_blank import writable
from core.web.pagination import paginate
from core.web.refusals import refusals_as_messages, submitted
from core.web.stale_forms import atomic_post, lock_on_post
from legalwatch import actions, policies
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
    initial = {
        "subjects": list(Subject.objects.followed_by(request.user)),
        "is_weekly": "1" if WeeklyReader.objects.filter(agent=request.user).exists() else "",
    }
    form = FollowForm(request.POST if request.method == "POST" else None, initial=initial)
    done = "Vos sujets sont enregistrés."
    if submitted(request, form, partial(actions.follow, by=request.user), done=done):
        return redirect("legalwatch:entry_list")
    return render(request, "legalwatch/follow.html", {"form": form})


@require_POST
def entry_read(request: AgentRequest, reference: str) -> HttpResponse:
    """The button says which of the two it does: pressed twice, or on an old page, it never does the other."""
    entry = _entry(request, reference)
    if request.POST.get("lu") == "non":
        actions.mark_unread(entry, by=request.user)
        messages.success(request, "Ce texte est de nouveau à lire.")
    else:
        actions.mark_read(entry, by=request.user)
        messages.success(request, spaced("C’est noté : vous avez lu ce texte."))
    return redirect(entry)


@require_POST
def entry_link(request: AgentRequest, reference: str) -> HttpResponse:
    """A reader says that the link is dead; a watcher, that it answers."""
    entry, gesture = _entry(request, reference), request.POST.get("geste")
    if gesture not in ("repond", "mort"):
        raise BadRequest
    if gesture == "repond":
        if actions.settle_link(entry, by=request.user):
            messages.success(request, spaced("C’est noté : le lien répond."))
        else:
            messages.info(request, "Ce lien n’était plus signalé.")
    elif actions.report_link(entry, by=request.user):
        messages.success(request, spaced("Merci : les veilleurs sont prévenus."))
    else:
        messages.info(request, spaced("Ce lien est déjà signalé : les veilleurs sont prévenus."))
    return redirect(entry)


# Watchers'


def entry_write(request: AgentRequest) -> HttpResponse:
    check_watcher(request.user)
    form = EntryWriteForm(request.POST or None, request.FILES or None, by=request.user)
    if entry := submitted(
        request,
        form,
        partial(actions.write, by=request.user, is_draft=_is_draft(request)),
        done=lambda entry: f"Le texte est {_kept_as(entry)}.",
        mine=Entry.objects.filter(author=request.user),
        again="Ce texte était déjà enregistré : le voici.",
    ):
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
    was_published = entry.is_published
    if changed := submitted(
        request,
        form,
        partial(actions.change, entry, by=request.user, is_draft=_is_draft(request)),
        done=lambda changed: f"Le texte est {'corrigé' if was_published else _kept_as(changed)}.",
    ):
        return redirect(changed)
    return render(request, "legalwatch/entry_change.html", {"form": form, "entry": entry})


def entry_withdraw(request: AgentRequest, reference: str) -> HttpResponse:
    entry = _entry_to_change(request, reference)
    form = WithdrawForm(request.POST or None)
    done = "Le texte est retiré : seuls les veilleurs le voient."
    if submitted(request, form, partial(actions.withdraw, entry, by=request.user), done=done):
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


PURPOSE = "legal_watch_feed"
LATEST = 50


def feed_address(request: AgentRequest) -> HttpResponse:
    return secret_addresses.feed_page(
        request,
        PURPOSE,
        template="legalwatch/feed_address.html",
        here="legalwatch:feed_address",
        feed="legalwatch:feed",
    )


@login_not_required
@require_safe
@conditional_page
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The latest entries, for the open account that holds this secret; 404 for anything else."""
    agent = secret_addresses.agent_of(secret, PURPOSE, request=request)
    if agent is None:
        raise Http404
    written = Rss201rev2Feed(
        title=f"Veille juridique — {settings.TOWN_NAME}",
        link=settings.SITE_URL + reverse("legalwatch:entry_list"),
        description="Ce qui change, en trois lignes et un lien.",
        language="fr",
    )
    for entry in Entry.objects.published().current().newest_first().for_list()[:LATEST]:
        link = settings.SITE_URL + entry.get_absolute_url()
        written.add_item(
            title=writable(entry.title),
            link=link,
            unique_id=link,
            description=linebreaks(writable(entry.summary), autoescape=True),
            pubdate=entry.publish_at,
            categories=[writable(subject.name) for subject in entry.subjects.all()],
        )
    response = HttpResponse(written.writeString("utf-8"), content_type=written.content_type)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
