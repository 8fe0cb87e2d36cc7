"""Addresses that stand for an agent where a program cannot sign in: the feed of ideas, a calendar.

The secret is shown once, in the page that answers `give`; the address holds it, and only its SHA-256 is kept. A view
that reads one is open to strangers (`login_not_required`), and answers 404 whatever is wrong:

    agent = secret_addresses.agent_of(secret, "ideas_feed", request=request)
    if agent is None:
        raise Http404
"""

import secrets
import time
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent, SecretAddress
from core.people.requests import AgentRequest, network_of
from core.web.locks import lock_row
from core.web.rate_limits import count

BYTES = 32
# Wrong ones from one network address; a whole town may leave by one, and read with an old key.
WRONG_ONES, PERIOD = 1000, 600
REVOKED = spaced("L’adresse est retirée : les programmes qui la lisaient ne lisent plus rien.")


@transaction.atomic
def give(agent: Agent, purpose: str) -> str:
    """A new secret of 43 characters for `agent`, who asked for it; the earlier one for this purpose is void."""
    agent = _locked(agent)
    if not agent.is_active:
        raise PermissionDenied
    secret = secrets.token_urlsafe(BYTES)
    with action_context("a demandé une adresse secrète", by=agent):
        _live(agent, purpose).update(revoked_at=timezone.now())
        SecretAddress.objects.create(agent=agent, purpose=purpose, key_hash=_hash(secret))
    return secret


@transaction.atomic
def revoke(agent: Agent, *purposes: str) -> bool:
    """Whether there was one."""
    agent = _locked(agent)
    with action_context("a retiré son adresse secrète", by=agent):
        return bool(_live(agent, *purposes).update(revoked_at=timezone.now()))


def has_one(agent: Agent, *purposes: str) -> bool:
    return _live(agent, *purposes).exists()


def agent_of(secret: str, purpose: str, *, request: HttpRequest | None = None) -> Agent | None:
    """The agent whose live secret this is, with their roles and direction, if their account is open.

    With the request, guesses are limited: 1,000 wrong ones in ten minutes from one address close it to all.
    Takes its time from the secret asked for, not from those that exist.
    """
    if request and is_guessed_too_much(request):
        return None
    asked = _hash(secret)
    found = SecretAddress.objects.filter(key_hash=asked, revoked_at=None, purpose=purpose).first()
    agent = None
    if found and constant_time_compare(found.key_hash, asked):
        agents = Agent.objects.active().with_roles().select_related("direction")
        agent = agents.filter(pk=found.agent_id).first()
    if agent and found:
        _note_use(found)
    elif request:
        note_wrong_one(request)
    return agent


def is_guessed_too_much(request: HttpRequest) -> bool:
    """Whether too many wrong secrets came from its network address; also for secrets that are no agent's."""
    return bool(cache.get(_counter(request), 0) >= WRONG_ONES)


def note_wrong_one(request: HttpRequest) -> None:
    """After the page: a GET reads within a transaction that writes nothing."""
    counter = _counter(request)
    transaction.on_commit(lambda: count(counter, seconds=PERIOD * 2))


@never_cache
def feed_page(
    request: AgentRequest, purpose: str, *earlier: str, template: str, here: str, feed: str
) -> HttpResponse:
    """Give the address of a feed, shown once in this very answer, or take it back with those of `earlier` purposes.

    `here` and `feed` are the names of this page's route and the feed's.
    """
    shown = ""
    if request.POST.get("geste") == "retirer":
        if revoke(request.user, purpose, *earlier):
            messages.success(request, REVOKED)
        else:
            messages.info(request, "Vous n’aviez plus d’adresse.")
        return redirect(here)
    if request.method == "POST":
        shown = settings.SITE_URL + reverse(feed, args=[give(request.user, purpose)])
    context = {"shown": shown, "has_one": bool(shown) or has_one(request.user, purpose, *earlier)}
    return render(request, template, context)


def _note_use(address: SecretAddress) -> None:
    """Once a day. After the page: a GET reads within a transaction that writes nothing."""
    today = timezone.localdate()
    if address.last_used_on != today:
        used = SecretAddress.objects.filter(pk=address.pk)
        transaction.on_commit(lambda: used.update(last_used_on=today))


def _counter(request: HttpRequest) -> str:
    # A new name in each period, so that reading never meets an expired entry: the cache would erase it.
    return f"secret_addresses:{network_of(request)}:{int(time.time()) // PERIOD}"


def _live(agent: Agent, *purposes: str) -> models.QuerySet[SecretAddress]:
    return SecretAddress.objects.filter(agent=agent, purpose__in=purposes, revoked_at=None)


def _locked(agent: Agent) -> Agent:
    return lock_row(Agent, agent.pk)


def _hash(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()
