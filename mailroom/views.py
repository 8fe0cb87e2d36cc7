"""The register's pages. The right is asked before a form is made; the actions ask it again under the item's lock."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.html import format_html
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from core.approvals.timeline import refusals_of
from core.documents.serving import Held
from core.french import COUNT_LIMIT, spaced
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.idempotency import OneTimeForm
from core.web.pagination import paginate
from core.web.refusals import refusals_as_messages, refusals_in, submitted
from core.web.stale_forms import atomic_post, lock_on_post
from mailroom import actions, answers, notes, policies, scans
from mailroom.forms import (
    AdviseForm,
    AnswerForm,
    AskForm,
    AssignForm,
    GiveForm,
    ItemFilterForm,
    ItemNewForm,
    JoinForm,
    LetterForm,
    NotedAnswerForm,
    NoteForm,
    ReasonForm,
    ReassignForm,
    ScansForm,
    SortForm,
    SplitForm,
    because,
)
from mailroom.models import Channel, Gesture, Item, ItemFile, Scan, State
from mailroom.statistics import may_see

MOST_OTHERS = 10
SENT, NOTED = "La réponse part par courriel ; elle est dans le registre.", "La réponse est dans le registre."
ASKED = "La réponse est soumise au visa : visée, elle partira d’elle-même."
# In the address of an item's pages, the filters of the list that led there.
LIST = "liste"
# A PDF is shown beside the form.
POLICY: dict[str, Any] = settings.SECURE_CSP
shows_scan = csp_override({**POLICY, "object-src": [CSP.SELF], "frame-src": [CSP.SELF]})


@require_safe
def item_list(request: AgentRequest) -> HttpResponse:
    """List the items that this agent reads, the late ones first."""
    filters = ItemFilterForm.reading(request.GET, by=request.user)
    items = filters.filter(Item.objects.visible_to(request.user))
    items = items.late_first(typed=filters.cleaned_data["words"])
    page = paginate(items.for_list(), request)
    context = {
        "page": page,
        "filters": filters,
        "is_office": (is_office := policies.is_mail_office(request.user)),
        "to_assign": Item.objects.to_assign()[: COUNT_LIMIT + 1].count() if is_office else 0,
        "first": Item.objects.to_assign().order_by("pk").first() if is_office else None,
        "waiting": Scan.objects.count() if is_office else 0,
        "reads_figures": may_see(request.user),
    }
    context["carried"] = _carried(_filters(request.GET))
    return render(request, "mailroom/item_list.html", context)


def _filters(query: QueryDict) -> str:
    """Return the filters of a list that are known: an address leads nowhere else."""
    return urlencode({name: query[name] for name in (*ItemFilterForm.base_fields, "page") if query.get(name)})


def _carried(filters: str) -> str:
    return f"?{urlencode({LIST: filters})}" if filters else ""


def _places(request: AgentRequest, item: Item) -> dict[str, str]:
    """Return where the pages of an item lead: to the list as it was, with its filters."""
    filters = _filters(QueryDict(request.GET.get(LIST, "")))
    return {
        "carried": (carried := _carried(filters)),
        "list_url": reverse("mailroom:item_list") + (f"?{filters}" if filters else ""),
        "item_url": item.get_absolute_url() + carried,
    }


@shows_scan
def item_new(request: AgentRequest) -> HttpResponse:
    """Register the first scan of the pile, or that which the address names, or a letter without one; then the next."""
    _check_office(request)
    form = ItemNewForm(request.POST or None, request.FILES or None, by=request.user)
    item = submitted(
        request,
        form,
        partial(scans.register, by=request.user),
        done=_registered,
        mine=Item.objects.filter(registered_by=request.user),
        again="Ce courrier était déjà enregistré.",
    )
    if item:
        return redirect("mailroom:item_new")
    return _new_page(request, form, ScansForm(by=request.user, auto_id="pile_%s"))


def _new_page(request: AgentRequest, form: ItemNewForm, drop: ScansForm) -> HttpResponse:
    asked = form.data.get("scan") if form.is_bound else request.GET.get("scan")
    waiting = list(Scan.objects.select_related("document"))
    scan = next((one for one in waiting if one.reference == asked), None)
    if not form.is_bound:
        scan = scan or next(iter(waiting), None)
        form.initial["scan"] = scan.reference if scan else ""
    elif scan is None:
        # Gone meanwhile: what was typed may be sent again without it.
        form.data = data = request.POST.copy()
        data["scan"] = ""
    context: dict[str, Any] = {
        "form": form,
        "scan": scan,
        "waiting": waiting,
        "rank": waiting.index(scan) + 1 if scan else 0,
        "next": waiting[(waiting.index(scan) + 1) % len(waiting)] if scan else None,
        "drop": drop,
        "split": SplitForm(),
        "was": {},
        "reason": "",
        "senders": Item.objects.senders(),
        "to_assign": Item.objects.to_assign()[: COUNT_LIMIT + 1].count(),
    }
    return render(request, "mailroom/item_new.html", context)


def _registered(item: Item) -> str:
    given = f", attribué à {item.direction}" if item.direction else ", à attribuer"
    return f"Le courrier porte le numéro {item.label}{given}."


@require_POST
def item_proposal(request: AgentRequest) -> HttpResponse:
    """Render the part of the form that depends on who writes and what about; what a person has chosen stays."""
    _check_office(request)
    names = ("subject", "sender_name", "sender_address")
    typed = {name: request.POST.get(name, "").replace("\x00", "")[:500] for name in names}
    proposal = actions.propose(**typed)
    initial: dict[str, Any] = {}
    for name, proposed in (("direction", proposal.direction), ("kind", proposal.kind)):
        chosen = request.POST.get(name, "")
        is_chosen = chosen not in ("", request.POST.get(f"was_{name}", ""))
        initial[name] = chosen if is_chosen else proposed and proposed.pk
    if not typed["sender_address"]:
        initial["known_address"] = Item.objects.known_address(typed["sender_name"])
    known = initial.get("known_address")
    context = {
        "form": ItemNewForm(by=request.user, initial=initial),
        "was": {"direction": proposal.direction, "kind": proposal.kind},
        "reason": because(proposal.reason),
        "keeps_address": bool(known) and request.POST.get("known_address") == known,
    }
    return render(request, "mailroom/item_new.html#proposal", context)


def _check_office(request: AgentRequest) -> None:
    if not policies.may_sort(request.user):
        raise Http404


# The pile of scans


@shows_scan
@require_POST
def scan_add(request: AgentRequest) -> HttpResponse:
    _check_office(request)
    drop = ScansForm(request.POST, request.FILES, by=request.user, auto_id="pile_%s")
    if not drop.is_valid():
        # With the files that were received.
        return _new_page(request, ItemNewForm(by=request.user), drop)
    count = scans.add(drop.cleaned_data["files"], by=request.user)
    if count:
        said = "Le scan est sur la pile." if count == 1 else f"Les {count} scans sont sur la pile."
        messages.success(request, said)
    else:
        messages.info(request, "Ces fichiers sont déjà sur la pile, ou déjà enregistrés.")
    return redirect("mailroom:item_new")


@require_POST
def scan_split(request: AgentRequest, scan: str) -> HttpResponse:
    held = _scan(request, scan)
    form = SplitForm(request.POST)
    with refusals_as_messages(request):
        if not form.is_valid():
            raise ValidationError("Écrivez après quelle page couper.")
        scans.split(held, by=request.user, after=form.cleaned_data["after"])
        messages.success(request, spaced("Le scan est coupé : la suite vient juste derrière."))
    return redirect(f"{reverse('mailroom:item_new')}?scan={held.reference}")


@require_POST
def scan_remove(request: AgentRequest, scan: str) -> HttpResponse:
    held = _scan(request, scan)
    with refusals_as_messages(request):
        scans.remove(held, by=request.user)
        messages.success(request, "Le scan est retiré de la pile.")
    return redirect("mailroom:item_new")


def held_scan(request: AgentRequest, scan: str) -> Held:
    held = _scan(request, scan)
    return Held(held.document, held.document.name, reverse("mailroom:item_new"), is_framed=True)


def _scan(request: AgentRequest, scan: str) -> Scan:
    _check_office(request)
    return get_object_or_404(Scan.objects.select_related("document"), reference=scan)


@require_safe
def item_detail(request: AgentRequest, reference: str) -> HttpResponse:
    agent, items = request.user, Item.objects.visible_to(request.user).with_rights().select_related("mail")
    item = get_object_or_404(items, reference=reference)
    files = list(item.files.select_related("document"))
    sent = item.answers.select_related("by", "outgoing").prefetch_related("outgoing__bounces")
    asked: list[Any] = list(item.pending_answers.select_related("by"))
    steps = answers.steps_of(asked)
    for pending in asked:
        pending.steps = [step for step in steps if step.approval.object_id == pending.pk]
        pending.visas = pending.steps[0].approval if pending.steps else None
        pending.kept = [file for file in files if file.pending_id == pending.pk]
    said: list[Any] = [*sent, *item.replies.all()]
    visas = {pending.answer_id: pending.visas for pending in asked if pending.answer_id}
    for one in said:
        name = "answer_id" if isinstance(one, answers.Answer) else "reply_id"
        one.kept = [file for file in files if getattr(file, name) == one.pk]
        one.visas = visas.get(one.pk) if isinstance(one, answers.Answer) else None
    trail = item.movements.select_related("from_direction", "to_direction", "from_person", "to_person", "by")
    context = {
        "item": item,
        "files": [file for file in files if not (file.answer_id or file.reply_id or file.pending_id)],
        "waiting": (waiting := next((pending for pending in asked if not pending.ended_at), None)),
        "refusals": refusals_of(waiting)
        if waiting and waiting.visas and not waiting.visas.is_running
        else (),
        "unsent": [pending for pending in asked if pending.ended_at and not pending.answer_id],
        "is_office": policies.is_mail_office(agent),
        "exchange": sorted(said, key=lambda one: one.at),
        "trail": trail,
        "copies": list(item.copies.all()),
        "readers": list(item.readers.all()),
        "visa_readers": answers.visa_readers_of(asked) if item.is_confidential and asked else (),
        "notes": item.notes.all(),
        # What the same person wrote, where this agent reads it.
        "others": Item.objects.visible_to(agent).of_same_person(item).for_list()[:MOST_OTHERS],
        "is_mail_readable": item.mail_id is not None and policies.may_treat(agent, item),
        "can": {
            name: getattr(policies, f"can_{name}")(agent, item)
            for name in (
                *("assign", "change", "reassign", "return", "take", "answer", "close", "give", "reopen"),
                *("mark_spam", "unmark_spam", "acknowledge", "note", "ask", "advise", "join"),
            )
        },
    }
    return render(request, "mailroom/item_detail.html", context | _places(request, item))


def _received(item: Item) -> list[ItemFile]:
    """The files that came with it first."""
    return list(item.files.filter(answer=None, reply=None, pending=None).select_related("document"))


def _refusal(may: Callable[[Agent, Item], bool]) -> str:
    said: dict[Callable[[Agent, Item], bool], str] = {
        policies.may_sort: actions.NOT_OFFICE,
        policies.may_give: actions.NOT_HEAD,
        policies.may_advise: notes.NOT_ASKED,
    }
    return said.get(may, actions.NOT_YOURS)


# A page asks, its button does; its words are in `data/pages.toml`

READ = tomllib.loads((Path(__file__).parent / "data" / "pages.toml").read_text(encoding="utf-8"))
WORDS = {name: {key: spaced(said) for key, said in words.items()} for name, words in READ.items()}


def _page(
    name: str,
    form_of: Callable[[Item], type[Any]] | type[Any],
    may: Callable[[Agent, Item], bool],
    can: Callable[[Agent, Item], bool],
    act: Callable[..., Any],
    *,
    is_queue: bool = False,
    locks_itself: bool = False,
) -> Callable[..., HttpResponse]:
    """One gesture with a form: who may, when, and, in a queue, the next that waits for the same.

    An action that `locks_itself` takes several items, in the order of their ids.
    """

    @shows_scan
    @atomic_post
    def view(request: AgentRequest, reference: str) -> HttpResponse:
        item = _item(request, reference)
        places = _places(request, item)
        if not may(request.user, item):
            raise PermissionDenied(_refusal(may))
        if not locks_itself:
            lock_on_post(request, item)
        if request.method != "POST" and not can(request.user, item):
            said = f"Ce courrier est {item.get_state_display()} : il n’en est plus là."
            messages.warning(request, spaced(said))
            return redirect(places["item_url"])
        form_class: Any = form_of if isinstance(form_of, type) else form_of(item)
        question = next(iter(policies.awaited(request.user, item)), None) if act is notes.advise else None
        initial = form_class.initial_for(item) | ({"question": question.pk} if question else {})
        form = form_class(request.POST or None, initial=initial)
        following = Item.objects.next_to_assign(after=item) if is_queue else None
        written = item.notes.filter(by=request.user) if issubclass(form_class, OneTimeForm) else None
        action, done = partial(act, item, by=request.user), WORDS[name]["done"]
        moved = submitted(request, form, action, done=done, mine=written)
        if moved and written is not None:
            return redirect(places["item_url"])
        if moved and is_queue:
            return _next_to_assign(following, places)
        if moved:
            # Those who move it away may no longer read it.
            is_seen = policies.can_see(request.user, moved)
            return redirect(_places(request, moved)["item_url"] if is_seen else places["list_url"])
        context = {
            "form": form,
            "item": item,
            "act": WORDS[name],
            "question": question,
            "files": _received(item),
            "is_queue": is_queue,
            "following": following,
            # Why a direction gave it back is what the office decides by.
            "returned": item.movements.filter(gesture=Gesture.RETURNED).last()
            if item.state == State.RETURNED
            else None,
        }
        return render(request, "mailroom/item_act.html", context | places)

    return view


def _next_to_assign(item: Item | None, places: dict[str, str]) -> HttpResponse:
    if item is None:
        return redirect(places["list_url"])
    return redirect(reverse("mailroom:item_assign", args=[item.reference]) + places["carried"])


def _sheet(item: Item) -> type[SortForm]:
    return LetterForm if item.channel == Channel.PAPER else SortForm


item_assign = _page(
    "assign", AssignForm, policies.may_sort, policies.can_assign, actions.assign, is_queue=True
)
item_change = _page("change", _sheet, policies.may_sort, policies.can_change, actions.change)
item_reassign = _page(
    "reassign", ReassignForm, policies.may_reassign, policies.can_reassign, actions.reassign
)
item_return = _page("return", ReasonForm, policies.may_treat, policies.can_return, actions.return_to_office)
item_file = _page("file", ReasonForm, policies.may_treat, policies.can_close, actions.file_without_answer)
item_pass_on = _page("pass_on", ReasonForm, policies.may_treat, policies.can_close, actions.pass_on)
item_reopen = _page("reopen", ReasonForm, policies.may_treat, policies.can_reopen, actions.reopen)
item_give = _page("give", GiveForm, policies.may_give, policies.can_give, actions.give)
item_join = _page("join", JoinForm, policies.may_sort, policies.can_join, answers.join, locks_itself=True)
item_note = _page("note", NoteForm, policies.may_treat, policies.can_note, notes.note)
item_ask = _page("ask", AskForm, policies.may_treat, policies.can_ask, notes.ask)
item_advise = _page("advise", AdviseForm, policies.may_advise, policies.can_advise, notes.advise)


def item_answer(request: AgentRequest, reference: str) -> HttpResponse:
    return _answer(request, reference, AnswerForm)


def item_note_answer(request: AgentRequest, reference: str) -> HttpResponse:
    """Note a letter that has left, or what was said."""
    return _answer(request, reference, NotedAnswerForm)


@atomic_post
def _answer(
    request: AgentRequest, reference: str, form_class: type[AnswerForm | NotedAnswerForm]
) -> HttpResponse:
    """An agent who was writing while it was moved keeps what they wrote."""
    item = _item_to_answer(request, reference)
    lock_on_post(request, item)
    agent, places = request.user, _places(request, item)
    if request.method != "POST" and not policies.can_answer(agent, item):
        messages.warning(request, actions.NOT_TAKER)
        return redirect(places["item_url"])
    is_mail = form_class is AnswerForm
    if request.method != "POST" and is_mail and not item.email:
        return redirect(reverse("mailroom:item_note_answer", args=[reference]) + places["carried"])
    pending = item.open_answer() if is_mail else None
    visas = answers.visas_of(pending)
    if request.method != "POST" and visas and visas.is_running:
        messages.warning(request, answers.UNDER_VISA)
        return redirect(places["item_url"])
    circuit = answers.circuit_of(item) if is_mail else None
    form = form_class(
        request.POST or None, request.FILES or None, by=agent, item=item, initial=form_class.initial_for(item)
    )
    if request.method == "POST":
        with refusals_in(form), transaction.atomic():
            is_complete = form.is_valid()
            answers.check_answers(item, by=agent)
            if is_complete:
                data = form.cleaned_data
                if is_mail and (pending or circuit):
                    kept = {name: data[name] for name in ("text", "files", "removed") if name in data}
                    answers.submit(item, by=agent, **kept)
                else:
                    answers.answer(item, by=agent, **data)
                messages.success(request, spaced(ASKED if circuit else SENT if is_mail else NOTED))
                return redirect(places["item_url"])
    is_readable = policies.can_see(agent, item)
    context = {
        "form": form,
        "item": item,
        "is_readable": is_readable,
        "files": _received(item),
        "is_mail": is_mail,
        "signature": answers.signature_of(item, by=agent) if is_mail and is_readable else "",
        "circuit": circuit,
        "refusals": refusals_of(pending) if pending and is_readable else (),
    }
    return render(request, "mailroom/item_answer.html", context | places)


def _item_to_answer(request: AgentRequest, reference: str) -> Item:
    agent = request.user
    item = Item.objects.visible_to(agent).with_rights().filter(reference=reference).first()
    if item is None and request.method == "POST" and agent.is_at_work:
        moved = Item.objects.with_rights().filter(movements__from_person=agent).distinct()
        return get_object_or_404(moved, reference=reference)
    if item is None:
        raise Http404
    if not policies.may_treat(agent, item):
        raise PermissionDenied(actions.NOT_YOURS)
    return item


# Buttons


def _button(
    action: Callable[..., Item], may: Callable[[Agent, Item], bool], done: str, *, is_queue: bool = False
) -> Callable[..., HttpResponse]:
    @require_POST
    def view(request: AgentRequest, reference: str) -> HttpResponse:
        item = _item(request, reference)
        places = _places(request, item)
        if not may(request.user, item):
            raise PermissionDenied(_refusal(may))
        with refusals_as_messages(request):
            action(item, by=request.user)
            messages.success(request, format_html(done, item.get_absolute_url()))
            if is_queue:
                return _next_to_assign(Item.objects.next_to_assign(after=item), places)
        return redirect(places["item_url"])

    return view


item_take = _button(actions.take, policies.may_treat, "Le courrier est à vous.")
item_spam = _button(
    actions.mark_spam,
    policies.may_sort,
    "Le courrier est aux indésirables, comme ceux que cet expéditeur enverra. "
    '<a href="{}">Sa page</a> permet d’y revenir.',
    is_queue=True,
)
item_unspam = _button(
    actions.unmark_spam,
    policies.may_sort,
    "Le courrier est de nouveau à attribuer, et son expéditeur entendu.",
)
item_withdraw_answer = _button(
    answers.withdraw, policies.may_treat, "La réponse n’attend plus de visa : elle n’est pas partie."
)
item_acknowledge = _button(actions.acknowledge, policies.may_sort, "L’accusé de réception part.")


def held_file(request: AgentRequest, reference: str, file: str) -> Held:
    item = _item(request, reference)
    row = get_object_or_404(item.files.select_related("document"), document__reference=file)
    return Held(row.document, row.document.name, item.get_absolute_url(), is_framed=True)


def _item(request: AgentRequest, reference: str) -> Item:
    return get_object_or_404(Item.objects.visible_to(request.user).with_rights(), reference=reference)
