from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from core.people.requests import AgentRequest
from core.retention.elimination import lines_of
from core.retention.pages import RetentionPages
from mailroom.access import is_mail_office
from mailroom.models import Elimination
from mailroom.retention import actions, terms

PAGES = RetentionPages(
    "mailroom",
    template="mailroom/retention/retention.html",
    what="Courriers reçus",
    word="courrier",
    erased="Textes, expéditeurs, messages, fichiers et réponses",
    done="Les courriers sont éliminés. Le bordereau reste ci-dessous.",
    expired=terms.to_eliminate,
    lines=partial(lines_of, day=terms.DAY),
    rows=actions.rows_to_confirm,
    eliminate=actions.eliminate,
    model=Elimination,
)


def retention(request: AgentRequest) -> HttpResponse:
    _check_office(request)
    return PAGES.retention(request, archives=lines_of(terms.for_archives(), day=terms.DAY))


@require_safe
def elimination_list(request: AgentRequest) -> HttpResponse:
    """What the archives are asked to approve."""
    _check_office(request)
    return PAGES.list_to_approve(request)


@require_safe
def elimination_pdf(request: AgentRequest, elimination: str) -> HttpResponse:
    _check_office(request)
    return PAGES.trace(request, elimination)


def _check_office(request: AgentRequest) -> None:
    if not is_mail_office(request.user):
        raise Http404
