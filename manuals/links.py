"""« Parle avec »: the links between software, on their pages, and all together as a picture and a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from statistics import mean
from textwrap import shorten
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from core.french import plain, spaced
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.fields import OneLineField
from core.web.idempotency import OneTimeForm
from core.web.locks import locked
from core.web.pagination import paginate
from core.web.refusals import submitted
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from manuals import policies
from manuals.models import Software, SoftwareLink


@transaction.atomic
def write_link(
    link: SoftwareLink, *, by: Agent, source: Software, target: Software, **said: Any
) -> SoftwareLink:
    """Save a new link, or correct one; `said` are its other fields and, for a new one, its one-time key."""
    if link.pk:
        _check_keeper(by, link)
    # By id: the same link written at once from both ends is refused in words.
    list(locked(Software.objects).filter(pk__in=[source.pk, target.pk]).order_by("pk"))
    for name, value in said.items():
        setattr(link, name, value)
    is_turned = link.is_two_way and target.pk < source.pk
    link.source, link.target = (target, source) if is_turned else (source, target)
    if not policies.can_keep_link(by, link):
        raise ValidationError("Choisissez, d’un côté, un progiciel dont vous êtes référent.")
    # The key's uniqueness is left to the database: `create_once` catches it there.
    link.full_clean(exclude=["submission_key"])
    link.save()
    return link


@transaction.atomic
def remove_link(link: SoftwareLink, *, by: Agent, **said: Any) -> None:
    _check_keeper(by, link)
    link.delete()


def _check_keeper(agent: Agent, link: SoftwareLink) -> None:
    if not policies.can_keep_link(agent, link):
        raise PermissionDenied(policies.NOT_KEEPER)


class LinkForm(forms.Form):
    CHOOSE = {"required": "Choisissez un progiciel."}
    source = forms.ModelChoiceField(Software.objects.by_name(), label="Qui envoie", error_messages=CHOOSE)
    target = forms.ModelChoiceField(Software.objects.by_name(), label="Qui reçoit", error_messages=CHOOSE)
    is_two_way = forms.BooleanField(label="Et dans l’autre sens aussi", required=False)
    content = OneLineField(
        label="Ce qui passe",
        max_length=120,
        help_text=spaced("Par exemple « les factures à payer ». 120 caractères au plus."),
        error_messages={"required": spaced("Dites ce qui passe : quelques mots suffisent.")},
    )
    means = forms.ChoiceField(
        label="Comment",
        choices=[(value, label.capitalize()) for value, label in SoftwareLink.Means.choices],
        widget=forms.RadioSelect,
        help_text=spaced("« Souhaité » : rien ne passe encore, et la ville en a besoin."),
        error_messages={"required": "Dites comment cela passe."},
    )


class LinkAddForm(OneTimeForm, LinkForm):
    pass


class LinkCorrectForm(StaleCheckForm, LinkForm):
    pass


# A line a link, and the space under a software; how much of its name is drawn.
LINE, GAP, SIGNS = 22, 10, 34


def picture_of(links: Iterable[SoftwareLink]) -> dict[str, Any]:
    """Place senders and receivers, as (name, y), and `lines` between them, as (link, y, y), a line of its own each."""
    links = list(links)
    senders, starts = _column(links, "source", lambda group: plain(group[0].source.name))
    # A receiver stands about as high as those who send to it: fewer lines cross.
    links.sort(key=starts.__getitem__)
    receivers, ends = _column(links, "target", lambda group: mean(starts[link] for link in group))
    lines = [(link, starts[link], ends[link]) for link in links]
    height = max([*starts.values(), *ends.values()], default=0) + LINE
    return {"senders": senders, "receivers": receivers, "lines": lines, "height": height}


def _column(
    links: list[SoftwareLink], end: str, order: Callable[[list[SoftwareLink]], Any]
) -> tuple[list[tuple[str, int]], dict[SoftwareLink, int]]:
    groups: dict[Software, list[SoftwareLink]] = defaultdict(list)
    for link in links:
        groups[getattr(link, end)].append(link)
    names, heights, y = [], {}, LINE
    for group in sorted(groups.values(), key=order):
        name = shorten(getattr(group[0], end).name, SIGNS, placeholder="…")
        names.append((name, y + LINE * (len(group) - 1) // 2))
        for link in group:
            heights[link] = y
            y += LINE
        y += GAP
    return names, heights


@require_safe
def link_list(request: AgentRequest) -> HttpResponse:
    """All links between the software that are not retired, wanted ones first; every agent reads it."""
    alive = SoftwareLink.objects.exclude(source__state="retired").exclude(target__state="retired")
    page = paginate(alive.visible_to(request.user).for_list(), request, size=60)
    context = {"page": page, "picture": picture_of(page), "means": SoftwareLink.Means.choices}
    return render(request, "manuals/links/link_list.html", context)


def link_add(request: AgentRequest, reference: str) -> HttpResponse:
    software = policies.kept_software(request.user, reference)
    form = LinkAddForm(request.POST or None, initial={"source": software})
    action = partial(write_link, SoftwareLink(added_by=request.user), by=request.user)
    mine = SoftwareLink.objects.filter(added_by=request.user)
    if submitted(request, form, action, done="Le lien est écrit.", mine=mine):
        return redirect(f"{software.get_absolute_url()}#parle-avec")
    return render(request, "manuals/links/link_edit.html", {"form": form, "software": software})


@atomic_post
def link_correct(request: AgentRequest, link: str) -> HttpResponse:
    """Correct it, or by the other button remove it: from an older page, neither."""
    links, is_removing = SoftwareLink.objects.visible_to(request.user), "retirer" in request.POST
    if is_removing and not links.filter(reference=link):
        messages.info(request, "Ce lien est déjà retiré.")
        return redirect("manuals:link_list")
    row = get_object_or_404(links.select_related("source", "target"), reference=link)
    _check_keeper(request.user, row)
    lock_on_post(request, row)
    form = LinkCorrectForm(request.POST or None, initial=LinkCorrectForm.initial_for(row))
    software = row.source if policies.can_keep(request.user, row.source) else row.target
    action = partial(remove_link if is_removing else write_link, row, by=request.user)
    if submitted(request, form, action, done=f"Le lien est {'retiré' if is_removing else 'corrigé'}."):
        return redirect(f"{software.get_absolute_url()}#parle-avec")
    return render(request, "manuals/links/link_edit.html", {"form": form, "software": software, "link": row})
