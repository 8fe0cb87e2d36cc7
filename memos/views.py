from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter, methodcaller
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.approvals.assignees import people_of
from core.approvals.timeline import approval_of, path_of, plans_of, refusals_of
from core.approvals.validation import plan_of
from core.documents.serving import Held
from core.french import exact_count_of, spaced
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.retention.elimination import lines_of
from core.retention.pages import RetentionPages
from core.web.pagination import paginate
from core.web.pdf import pdf_response
from core.web.refusals import refusals_as_messages, refusals_in, submitted
from core.web.spreadsheets import columns_response
from core.web.stale_forms import atomic_post, lock_on_post
from memos import actions, policies, treatment
from memos.forms import MemoChangeForm, MemoFilterForm, MemoWriteForm, ReplyForm
from memos.models import Elimination, Memo, MemoFile, MemoKind, State

COLUMNS: list[tuple[str, Callable[[Any], Any]]] = [
    ("Numéro", attrgetter("label")),
    ("Nature", attrgetter("kind.name")),
    ("Direction", attrgetter("direction.name")),
    ("État", methodcaller("get_state_display")),
    ("Envoyée le", attrgetter("sent_at")),
    ("Reçue le", attrgetter("received_at")),
    ("Prise le", attrgetter("taken_at")),
    ("Répondue le", attrgetter("answered_at")),
    ("Classée le", attrgetter("filed_at")),
    ("Avis", methodcaller("get_opinion_display")),
]


@require_safe
def memo_list(request: AgentRequest) -> HttpResponse:
    filters = MemoFilterForm.reading(request.GET)
    memos = filters.filter(Memo.objects.own(request.user)).for_list().order_by("-created_at", "-pk")
    context = {
        "page": paginate(memos, request),
        "filters": filters,
        "is_hr": policies.is_hr(request.user),
        "asked": Memo.objects.by(request.user).with_open_question().values_list("pk", flat=True),
    }
    return render(request, "memos/memo_list.html", context)


@require_safe
def memo_kinds(request: AgentRequest) -> HttpResponse:
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
    is_sent = request.POST.get("geste") != "brouillon"
    if written := submitted(
        request,
        form,
        partial(actions.write, by=request.user, kind=chosen, is_sent=is_sent),
        done=lambda memo: _said_written(_people_in(form), is_sent=is_sent),
        mine=Memo.objects.by(request.user),
        again="Cette note était déjà enregistrée : la voici.",
    ):
        return redirect("memos:memo_list" if _people_in(form) > 1 else written)
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


def _people_in(form: MemoWriteForm) -> int:
    return len(form.cleaned_data.get("people") or ())


def _said_written(several: int, *, is_sent: bool) -> str:
    if several > 1:
        how = "envoyées, chacune dans son circuit" if is_sent else "gardées en brouillon"
        return f"{exact_count_of(several, 'note')} sont {how}."
    return f"Votre note est {'envoyée : suivez-la ici' if is_sent else 'gardée en brouillon'}."


@require_safe
def memo_detail(request: AgentRequest, reference: str) -> HttpResponse:
    memo = _memo(request, reference)
    context = _said(request, memo)
    if memo.state == State.DRAFT:
        context["readers"] = _readers(request, memo)
    return render(request, "memos/memo_detail.html", context)


def _said(request: AgentRequest, memo: Memo) -> dict[str, Any]:
    agent, files = request.user, list(_files_of(memo, request.user))
    approval = approval_of(memo)
    return {
        "memo": memo,
        "approval": approval,
        "path": path_of(approval, agent) if approval else (),
        "files": [file for file in files if not file.is_answer and not file.question_id],
        "answer_files": [file for file in files if file.is_answer],
        # Between HR and the author.
        "questions": memo.questions.select_related("asked_by").prefetch_related("files__document")
        if policies.can_read_questions(agent, memo)
        else (),
        "is_late": memo.is_late(on=timezone.localdate()),
        "can": {
            "change": policies.can_change(agent, memo),
            "decide": approval is not None
            and approval.steps.waiting_for(agent, on=timezone.localdate()).exists(),
            "withdraw": policies.can_withdraw(agent, memo),
            "reply": policies.can_reply(agent, memo),
            "discard": policies.can_discard(agent, memo),
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
    memo = _own_memo(request, reference)
    gesture = "supprimer" if memo.state == State.DRAFT else "retirer"
    if request.method == "POST" and request.POST.get("geste", "retirer") != gesture:
        messages.warning(request, "Cette note a changé depuis l’ouverture de cette page. Rien n’est fait.")
        return redirect(memo)
    if request.method == "POST" and memo.state == State.DRAFT:
        with refusals_as_messages(request):
            actions.discard(memo, by=request.user)
            messages.success(request, "Votre brouillon est supprimé.")
            return redirect("memos:memo_list")
    elif request.method == "POST":
        with refusals_as_messages(request):
            actions.withdraw(memo, by=request.user)
            messages.success(request, "Votre note est retirée.")
        return redirect(memo)
    if not policies.can_withdraw(request.user, memo) and not policies.can_discard(request.user, memo):
        raise PermissionDenied(spaced(f"Cette note est {memo.get_state_display()} : elle ne se retire plus."))
    return render(request, "memos/memo_withdraw.html", {"memo": memo, "gesture": gesture})


@atomic_post
def memo_reply(request: AgentRequest, reference: str) -> HttpResponse:
    memo = _own_memo(request, reference)
    lock_on_post(request, memo)
    question = memo.questions.filter(replied_at=None).first()
    if question is None and request.method != "POST":
        messages.info(request, "Aucune question n’attend de réponse.")
        return redirect(memo)
    form = ReplyForm(
        request.POST or None, request.FILES or None, by=request.user, initial=ReplyForm.initial_for(memo)
    )
    action = partial(actions.reply, memo, by=request.user)
    if submitted(request, form, action, done="Votre réponse est envoyée aux ressources humaines."):
        return redirect(memo)
    return render(request, "memos/memo_reply.html", {"form": form, "memo": memo, "question": question})


@require_safe
def memo_pdf(request: AgentRequest, reference: str) -> HttpResponse:
    memo = _memo(request, reference)
    name = f"{memo.label or 'note'}.pdf"
    context = _said(request, memo)
    return pdf_response(
        request, "memos/memo_pdf.html", context, title=memo.subject, name=name, variant="pdf/a-3u"
    )


def held_file(request: AgentRequest, reference: str, file: str) -> Held:
    """Include files of the answer once it is given."""
    memo = _memo(request, reference)
    row = get_object_or_404(_files_of(memo, request.user), document__reference=file)
    return Held(row.document, row.document.name, memo.get_absolute_url())


def _files_of(memo: Memo, agent: Agent) -> QuerySet[MemoFile]:
    files = memo.files.select_related("document")
    return files if policies.can_read_questions(agent, memo) else files.filter(question=None)


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
    lines=partial(lines_of, day=treatment.DAY),
    rows=treatment.rows_to_confirm,
    eliminate=treatment.eliminate,
    model=Elimination,
)


@require_safe
def memo_export(request: AgentRequest) -> HttpResponseBase:
    """Figures only: no word of a note, and nobody's name."""
    if not policies.is_hr(request.user):
        raise Http404
    memos = Memo.objects.of_hr(request.user).filter(received_at__isnull=False)
    rows = list(memos.select_related("kind", "direction").order_by("year", "number"))
    return columns_response(COLUMNS, rows, name="notes-rh", form="csv")


def _memo(request: AgentRequest, reference: str) -> Memo:
    return get_object_or_404(Memo.objects.visible_to(request.user).for_list(), reference=reference)


def _own_memo(request: AgentRequest, reference: str) -> Memo:
    """Return the author's note; 403 to its other readers, 404 to all others."""
    memo = _memo(request, reference)
    if memo.author_id != request.user.pk:
        raise PermissionDenied(actions.NOT_AUTHOR)
    return memo
