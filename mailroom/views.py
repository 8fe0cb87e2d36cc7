"""The register's pages. The right is asked before a form is made; the actions ask it again under the item's lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.documents.serving import Held
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.french import COUNT_LIMIT, spaced
from core.ui.once import create_once
from core.ui.pagination import paginate
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from mailroom import actions, answers, policies
from mailroom.forms import (
    AnswerForm,
    AssignForm,
    ItemFilterForm,
    ItemNewForm,
    LetterForm,
    ReasonForm,
    ReassignForm,
    SortForm,
)
from mailroom.models import Channel, Item, ItemFile
from mailroom.statistics.policies import may_see


@require_safe
def item_list(request: AgentRequest) -> HttpResponse:
    """List the items that this agent reads, the late ones first."""
    today = timezone.localdate()
    filters = ItemFilterForm.reading(request.GET, by=request.user)
    items = filters.filter(Item.objects.visible_to(request.user))
    page = paginate(items.late_first().for_list(), request)
    for item in page:
        item.is_late_now = item.is_late(on=today)
    context = {
        "page": page,
        "filters": filters,
        "is_office": (is_office := policies.is_mail_office(request.user)),
        "to_assign": Item.objects.to_assign()[: COUNT_LIMIT + 1].count() if is_office else 0,
        "reads_figures": may_see(request.user),
    }
    return render(request, "mailroom/item_list.html", context)


def item_new(request: AgentRequest) -> HttpResponse:
    """A letter and its scan."""
    if not policies.may_sort(request.user):
        raise Http404
    form = ItemNewForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("submission_key")
        with refusals_in(form):
            item, is_new = create_once(
                Item.objects.filter(registered_by=request.user),
                key,
                lambda key: actions.register(
                    by=request.user, channel=Channel.PAPER, submission_key=key, **data
                ),
            )
            said = (
                f"Le courrier porte le numéro {item.label}."
                if is_new
                else "Ce courrier était déjà enregistré."
            )
            messages.success(request, said)
            return redirect("mailroom:item_assign", reference=item.reference)
    return render(request, "mailroom/item_new.html", {"form": form})


@require_safe
def item_detail(request: AgentRequest, reference: str) -> HttpResponse:
    agent, items = request.user, Item.objects.visible_to(request.user).with_rights().select_related("mail")
    item = get_object_or_404(items, reference=reference)
    files = list(item.files.select_related("document"))
    sent = item.answers.select_related("by", "outgoing").prefetch_related("outgoing__bounces")
    said: list[Any] = [*sent, *item.replies.all()]
    for one in said:
        one.kept = [file for file in files if _is_of(file, one)]
    trail = item.movements.select_related("from_direction", "to_direction", "from_person", "by")
    context = {
        "item": item,
        "files": [file for file in files if not (file.answer_id or file.reply_id)],
        "is_office": policies.is_mail_office(agent),
        "exchange": sorted(said, key=lambda one: one.at),
        "trail": trail,
        "copies": list(item.copies.all()),
        "readers": list(item.readers.all()),
        "is_late": item.is_late(on=timezone.localdate()),
        "is_mail_readable": item.mail_id is not None and policies.may_treat(agent, item),
        "can": {
            name: getattr(policies, f"can_{name}")(agent, item)
            for name in (
                *("assign", "change", "reassign", "return", "take", "answer", "close"),
                *("mark_spam", "unmark_spam", "acknowledge"),
            )
        },
    }
    return render(request, "mailroom/item_detail.html", context)


def _received(item: Item) -> list[ItemFile]:
    """The files that came with it first."""
    return list(item.files.filter(answer=None, reply=None).select_related("document"))


def _is_of(file: Any, one: Any) -> bool:
    return file.answer_id == one.pk if isinstance(one, answers.Answer) else file.reply_id == one.pk


def _refusal(may: Callable[[Agent, Item], bool]) -> str:
    return actions.NOT_OFFICE if may is policies.may_sort else actions.NOT_YOURS


# A page asks, its button does


@dataclass(frozen=True)
class Page:
    """One gesture with a form: who may, when, and what it says."""

    title: str
    lead: str
    button: str
    done: str
    form: Callable[[Item], type[Any]]
    may: Callable[[Agent, Item], bool]
    can: Callable[[Agent, Item], bool]
    act: Callable[..., Any]


def _page(page: Page) -> Callable[..., HttpResponse]:
    @atomic_post
    def view(request: AgentRequest, reference: str) -> HttpResponse:
        item = _item(request, reference)
        if not page.may(request.user, item):
            raise PermissionDenied(_refusal(page.may))
        lock_on_post(request, item)
        if request.method != "POST" and not page.can(request.user, item):
            messages.warning(
                request, spaced(f"Ce courrier est {item.get_state_display()} : il n’en est plus là.")
            )
            return redirect(item)
        form_class = page.form(item)
        form = form_class(request.POST or None, initial=form_class.initial_for(item))
        if request.method == "POST" and form.is_valid():
            with refusals_in(form), transaction.atomic():
                done = page.act(item, by=request.user, **form.cleaned_data)
                messages.success(request, page.done)
                # Whoever moves it away may no longer read it.
                return (
                    redirect(done) if policies.can_see(request.user, done) else redirect("mailroom:item_list")
                )
        context = {"form": form, "item": item, "act": page, "files": _received(item)}
        return render(request, "mailroom/item_act.html", context)

    return view


item_assign = _page(
    Page(
        title="Attribuer",
        lead="La direction chargée le prend, y répond ou vous le rend.",
        button="Attribuer",
        done="Le courrier est attribué, et la direction prévenue.",
        form=lambda item: AssignForm,
        may=policies.may_sort,
        can=policies.can_assign,
        act=actions.assign,
    )
)
item_change = _page(
    Page(
        title="Modifier la fiche",
        lead="Sa nature, son échéance, ses copies et ses lecteurs.",
        button="Enregistrer",
        done="La fiche est modifiée.",
        form=lambda item: LetterForm if item.channel == Channel.PAPER else SortForm,
        may=policies.may_sort,
        can=policies.can_change,
        act=actions.change,
    )
)
item_reassign = _page(
    Page(
        title="Réattribuer",
        lead="Plus personne ne le suit, jusqu’à ce que quelqu’un de cette direction le prenne.",
        button="Réattribuer",
        done="Le courrier est réattribué.",
        form=lambda item: ReassignForm,
        may=policies.may_reassign,
        can=policies.can_reassign,
        act=actions.reassign,
    )
)
item_return = _page(
    Page(
        title="Ce n’est pas pour nous",
        lead="Le bureau du courrier l’attribue à une autre direction. Le motif reste sur sa page.",
        button="Rendre au bureau du courrier",
        done="Le courrier est rendu au bureau du courrier.",
        form=lambda item: ReasonForm,
        may=policies.may_treat,
        can=policies.can_return,
        act=actions.return_to_office,
    )
)
item_file = _page(
    Page(
        title="Classer sans réponse",
        lead="Il n’attend plus rien. Le motif reste sur sa page.",
        button="Classer",
        done="Le courrier est classé.",
        form=lambda item: ReasonForm,
        may=policies.may_treat,
        can=policies.can_close,
        act=actions.file_without_answer,
    )
)
item_pass_on = _page(
    Page(
        title="Transmettre à un autre organisme",
        lead=spaced("Une préfecture, un département, une autre mairie : dites lequel, et comment."),
        button="Noter la transmission",
        done="La transmission est notée.",
        form=lambda item: ReasonForm,
        may=policies.may_treat,
        can=policies.can_close,
        act=actions.pass_on,
    )
)


@atomic_post
def item_answer(request: AgentRequest, reference: str) -> HttpResponse:
    """Whoever was writing while it was moved keeps what they wrote."""
    item = _item_to_answer(request, reference)
    lock_on_post(request, item)
    agent = request.user
    if request.method != "POST" and not policies.can_answer(agent, item):
        messages.warning(request, actions.NOT_TAKER)
        return redirect(item)
    form = AnswerForm(
        request.POST or None, request.FILES or None, by=agent, item=item, initial=AnswerForm.initial_for(item)
    )
    if request.method == "POST":
        with refusals_in(form), transaction.atomic():
            is_complete = form.is_valid()
            answers.check_answers(item, by=agent)
            if is_complete:
                answers.answer(item, by=agent, **form.cleaned_data)
                messages.success(request, _answered(form.cleaned_data["channel"]))
                return redirect(item)
    is_readable = policies.can_see(agent, item)
    context = {"form": form, "item": item, "is_readable": is_readable, "files": _received(item)}
    return render(request, "mailroom/item_answer.html", context)


def _answered(channel: str) -> str:
    if channel == Channel.MAIL:
        return spaced("La réponse part par courriel ; elle est dans le registre.")
    return "La réponse est dans le registre."


def _item_to_answer(request: AgentRequest, reference: str) -> Item:
    agent = request.user
    item = Item.objects.visible_to(agent).with_rights().filter(reference=reference).first()
    if item is None and request.method == "POST" and agent.is_at_work:
        moved = Item.objects.with_rights().filter(reference=reference, movements__from_person=agent)
        item = moved.distinct().first()
        if item is None:
            raise Http404
        return item
    if item is None:
        raise Http404
    if not policies.may_treat(agent, item):
        raise PermissionDenied(actions.NOT_YOURS)
    return item


# Buttons


def _button(
    action: Callable[..., Item], may: Callable[[Agent, Item], bool], done: str
) -> Callable[..., HttpResponse]:
    @require_POST
    def view(request: AgentRequest, reference: str) -> HttpResponse:
        item = _item(request, reference)
        if not may(request.user, item):
            raise PermissionDenied(_refusal(may))
        with refusals_as_messages(request):
            action(item, by=request.user)
            messages.success(request, done)
        return redirect(item)

    return view


item_take = _button(actions.take, policies.may_treat, "Le courrier est à vous.")
item_spam = _button(
    actions.mark_spam,
    policies.may_sort,
    "Le courrier est aux indésirables, comme ceux que cet expéditeur enverra. Sa page permet d’y revenir.",
)
item_unspam = _button(
    actions.unmark_spam,
    policies.may_sort,
    "Le courrier est de nouveau à attribuer, et son expéditeur entendu.",
)
item_acknowledge = _button(actions.acknowledge, policies.may_sort, "L’accusé de réception part.")


def held_file(request: AgentRequest, reference: str, file: str) -> Held:
    item = _item(request, reference)
    row = get_object_or_404(item.files.select_related("document"), document__reference=file)
    return Held(row.document, row.document.name, item.get_absolute_url())


def _item(request: AgentRequest, reference: str) -> Item:
    return get_object_or_404(Item.objects.visible_to(request.user).with_rights(), reference=reference)
