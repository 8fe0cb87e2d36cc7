from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.approvals.assignees import people_of
from core.approvals.reading import approval_of, path_of, plans_of, refusals_of
from core.approvals.validation import plan_of
from core.documents.serving import Held
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.retention.elimination import lines_of
from core.retention.pages import RetentionPages
from core.ui.french import exact_count_of, spaced
from core.ui.once import create_once
from core.ui.pagination import paginate
from core.ui.pdf import pdf_response
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.spreadsheets import table_response
from core.ui.stale_forms import atomic_post, lock_on_post
from memos import actions, policies
from memos import retention as terms
from memos.forms import CodeForm, MemoChangeForm, MemoFilterForm, MemoWriteForm, ReplyForm
from memos.models import Elimination, Memo, MemoKind, State

COLUMNS = [
    "Numéro",
    "Nature",
    "Direction",
    "État",
    "Envoyée le",
    "Reçue le",
    "Prise le",
    "Répondue le",
    "Classée le",
    "Avis",
]


def rows_of(memos: Iterable[Memo]) -> Iterator[list[Any]]:
    for memo in memos:
        yield [
            memo.label,
            memo.kind.name,
            memo.direction.name,
            memo.get_state_display(),
            memo.sent_at,
            memo.received_at,
            memo.taken_at,
            memo.answered_at,
            memo.filed_at,
            memo.get_opinion_display(),
        ]


@require_safe
def memo_list(request: AgentRequest) -> HttpResponse:
    """Written by this agent or for them, or about them and opened by HR."""
    filters = MemoFilterForm.reading(request.GET)
    memos = filters.filter(Memo.objects.own(request.user)).for_list().order_by("-created_at", "-pk")
    context = {"page": paginate(memos, request), "filters": filters, "is_hr": policies.is_hr(request.user)}
    return render(request, "memos/memo_list.html", context)


@require_safe
def memo_kinds(request: AgentRequest) -> HttpResponse:
    """Ask for the kind, which decides the circuit and the fields."""
    context = {
        "kinds": MemoKind.objects.offered(),
        "can_write": policies.can_write(request.user),
        "has_no_reader": not policies.can_be_treated(Memo(author=request.user)),
    }
    return render(request, "memos/memo_kinds.html", context)


def memo_write(request: AgentRequest, kind: str) -> HttpResponse:
    """A draft, or the note already sent; one for each person concerned."""
    # What was typed on a page that is older than a retired kind comes back with the reason.
    kinds = MemoKind.objects.all() if request.method == "POST" else MemoKind.objects.offered()
    chosen = get_object_or_404(kinds.select_related("circuit"), reference=kind)
    if not policies.can_write(request.user):
        raise PermissionDenied(actions.NO_DIRECTION)
    form = MemoWriteForm(request.POST or None, request.FILES or None, by=request.user, kind=chosen)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key, is_sent = data.pop("submission_key"), request.POST.get("geste") != "brouillon"
        with refusals_in(form):
            memo, is_new = create_once(
                Memo.objects.by(request.user),
                key,
                lambda key: actions.write(
                    by=request.user, kind=chosen, is_sent=is_sent, submission_key=key, **data
                ),
            )
            several = len(data.get("people") or ())
            _say_written(request, several, is_new=is_new, is_sent=is_sent)
            return redirect("memos:memo_list") if several > 1 else redirect(memo)
    memo = Memo(author=request.user, kind=chosen, direction=request.user.direction)
    context = {
        "form": form,
        "kind": chosen,
        "has_no_reader": not policies.can_be_treated(memo),
        "readers": _readers(request, memo),
    }
    return render(request, "memos/memo_write.html", context)


def _readers(request: AgentRequest, memo: Memo) -> list[tuple[str, list[Agent]]]:
    """Return each step of a note that its author may send, with who would read it there."""
    apart = {request.user.pk, *(pk for pk in (memo.person_id, memo.written_for_id) if pk)}
    if memo.state == State.RETURNED and (approval := approval_of(memo)):
        # Sent back, it keeps its circuit, and stays away from those whom an earlier version was about.
        apart |= memo.concerned
        plans = plans_of(approval, excluded=apart)
    else:
        plans = plan_of(memo.kind.circuit, excluded=apart, direction=memo.direction)
    return people_of(plans, excluded=apart, on=timezone.localdate())


def _say_written(request: AgentRequest, several: int, *, is_new: bool, is_sent: bool) -> None:
    if not is_new:
        messages.info(request, spaced("Cette note était déjà enregistrée : la voici."))
    elif several > 1:
        how = "envoyées, chacune dans son circuit" if is_sent else "gardées en brouillon"
        messages.success(request, f"{exact_count_of(several, 'note')} sont {how}.")
    else:
        said = spaced("envoyée : suivez-la ici") if is_sent else "gardée en brouillon"
        messages.success(request, f"Votre note est {said}.")


@require_safe
def memo_detail(request: AgentRequest, reference: str) -> HttpResponse:
    memo = _memo(request, reference)
    context = _said(request, memo)
    if memo.state == State.DRAFT:
        context["readers"] = _readers(request, memo)
    return render(request, "memos/memo_detail.html", context)


def _said(request: AgentRequest, memo: Memo) -> dict[str, Any]:
    agent, files = request.user, list(memo.files.select_related("document"))
    approval = approval_of(memo)
    is_author = memo.author_id == agent.pk
    return {
        "memo": memo,
        "approval": approval,
        "path": path_of(approval, agent) if approval else (),
        "files": [file for file in files if not file.is_answer],
        "answer_files": [file for file in files if file.is_answer],
        # Between HR and the author.
        "questions": memo.questions.select_related("asked_by")
        if is_author or policies.may_treat(agent, memo)
        else (),
        "is_late": memo.is_late(on=timezone.localdate()),
        "can": {
            "change": policies.can_change(agent, memo),
            "withdraw": policies.can_withdraw(agent, memo),
            "reply": policies.can_reply(agent, memo),
            "copy": policies.can_print_copy(agent, memo),
            "treat": policies.may_treat(agent, memo) and memo.received_at is not None,
        },
    }


@atomic_post
def memo_change(request: AgentRequest, reference: str) -> HttpResponse:
    memo = _own_memo(request, reference)
    if request.method != "POST" and not policies.can_change(request.user, memo):
        messages.warning(
            request, spaced(f"Cette note est {memo.get_state_display()} : elle ne se modifie plus.")
        )
        return redirect(memo)
    lock_on_post(request, memo)
    initial = MemoChangeForm.initial_for(memo)
    form = MemoChangeForm(
        request.POST or None, request.FILES or None, by=request.user, memo=memo, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            is_sent = request.POST.get("geste") == "envoyer"
            with transaction.atomic():
                memo = actions.change(memo, by=request.user, **form.cleaned_data)
                if is_sent:
                    actions.send(memo, by=request.user)
            said = spaced("envoyée : suivez-la ici") if is_sent else "modifiée. Elle n’est pas encore envoyée"
            messages.success(request, f"Votre note est {said}.")
            return redirect(memo)
    context = {
        "form": form,
        "memo": memo,
        "refusals": refusals_of(memo),
        "has_no_reader": not policies.can_be_treated(memo),
        "readers": _readers(request, memo) if memo.can_be_changed else [],
    }
    return render(request, "memos/memo_change.html", context)


@require_POST
def memo_send(request: AgentRequest, reference: str) -> HttpResponse:
    memo = _own_memo(request, reference)
    with refusals_as_messages(request):
        actions.send(memo, by=request.user)
        messages.success(request, spaced("Votre note est envoyée : suivez-la ici."))
    return redirect(memo)


def memo_withdraw(request: AgentRequest, reference: str) -> HttpResponse:
    """A page asks; its button withdraws."""
    memo = _own_memo(request, reference)
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.withdraw(memo, by=request.user)
            messages.success(request, "Votre note est retirée.")
        return redirect(memo)
    if not policies.can_withdraw(request.user, memo):
        raise PermissionDenied(spaced(f"Cette note est {memo.get_state_display()} : elle ne se retire plus."))
    return render(request, "memos/memo_withdraw.html", {"memo": memo})


@atomic_post
def memo_reply(request: AgentRequest, reference: str) -> HttpResponse:
    memo = _own_memo(request, reference)
    lock_on_post(request, memo)
    question = memo.questions.filter(replied_at=None).first()
    if question is None and request.method != "POST":
        messages.info(request, "Aucune question n’attend de réponse.")
        return redirect(memo)
    form = ReplyForm(request.POST or None, initial=ReplyForm.initial_for(memo))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.reply(memo, by=request.user, **form.cleaned_data)
            messages.success(request, "Votre réponse est envoyée aux ressources humaines.")
            return redirect(memo)
    return render(request, "memos/memo_reply.html", {"form": form, "memo": memo, "question": question})


@require_safe
def memo_pdf(request: AgentRequest, reference: str) -> HttpResponse:
    """The note, its visas and its answer."""
    memo = _memo(request, reference)
    name = f"{memo.label or 'note'}.pdf"
    context = _said(request, memo)
    return pdf_response(
        request, "memos/memo_pdf.html", context, title=memo.subject, name=name, variant="pdf/a-3u"
    )


@require_POST
def memo_copy(request: AgentRequest, reference: str) -> HttpResponse:
    """The paper copy of an agent without a workstation, with a new code; the earlier one is void."""
    memo = _own_memo(request, reference)
    with refusals_as_messages(request):
        code = actions.give_code(memo, by=request.user)
        address = f"{settings.SITE_URL.partition('://')[2]}{reverse('memos:follow_up')}"
        context = {**_said(request, memo), "code": str(code), "address": address}
        name = f"copie-{memo.label or 'note'}.pdf"
        return pdf_response(request, "memos/memo_pdf.html", context, title=memo.subject, name=name)
    return redirect(memo)


def follow_up(request: AgentRequest) -> HttpResponse:
    """Opened by the code, in the body of a POST: the state, the number and the opinion, not a word more."""
    form = CodeForm(request.POST or None)
    memo = None
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, "code"):
            memo = actions.opened_with(form.cleaned_data["code"])
    return render(request, "memos/follow_up.html", {"form": form, "memo": memo})


def held_file(request: AgentRequest, reference: str, file: str) -> Held:
    """Include files of the answer once it is given."""
    memo = _memo(request, reference)
    row = get_object_or_404(memo.files.select_related("document"), document__reference=file)
    return Held(row.document, row.document.name, memo.get_absolute_url())


# Human resources'


PAGES = RetentionPages(
    "memos",
    may=policies.is_hr,
    template="memos/retention.html",
    what="Notes aux ressources humaines",
    word="note",
    erased="Textes, fichiers, visas et réponses",
    done="Les notes sont éliminées. Le bordereau reste ci-dessous.",
    expired=Memo.objects.expired,
    lines=partial(lines_of, day=terms.DAY),
    rows=terms.rows_to_confirm,
    eliminate=terms.eliminate,
    model=Elimination,
)


@require_safe
def memo_export(request: AgentRequest) -> HttpResponseBase:
    """Figures only: no word of a note, and nobody's name."""
    _check_hr(request)
    memos = Memo.objects.of_hr(request.user).filter(received_at__isnull=False)
    rows = list(memos.select_related("kind", "direction").order_by("year", "number"))
    return table_response(COLUMNS, rows_of(rows), name="notes-rh", form="csv")


def _check_hr(request: AgentRequest) -> None:
    if not policies.is_hr(request.user):
        raise Http404


def _memo(request: AgentRequest, reference: str) -> Memo:
    return get_object_or_404(Memo.objects.visible_to(request.user).for_list(), reference=reference)


def _own_memo(request: AgentRequest, reference: str) -> Memo:
    """Return the author's note; 403 to its other readers, 404 to all others."""
    memo = _memo(request, reference)
    if memo.author_id != request.user.pk:
        raise PermissionDenied(actions.NOT_AUTHOR)
    return memo
