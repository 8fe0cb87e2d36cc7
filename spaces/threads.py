"""Messages of a project, by subject."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django import forms
from django.db import transaction
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from core.history.context import action_context
from core.people.models import Agent, Project
from core.people.requests import AgentRequest
from core.web.fields import OneLineField, PlainTextField
from core.web.idempotency import OneTimeForm
from core.web.pagination import paginate
from core.web.refusals import submitted
from core.web.stale_forms import atomic_post
from spaces import notifications, policies
from spaces.corrections import correction_page
from spaces.models import TEXT_LENGTH, TITLE_LENGTH, Message, Thread
from spaces.space_pages import held, keeps_words, space_of, space_page


@transaction.atomic
def open_thread(project: Project, *, by: Agent, subject: str, text: str, submission_key: UUID) -> Thread:
    project = policies.lock_to_write(project, by=by)
    with action_context("a ouvert le sujet", by=by):
        thread = Thread.objects.create(
            project=project, subject=subject, opened_by=by, submission_key=submission_key
        )
        message = Message.objects.create(thread=thread, text=text, written_by=by, written_at=thread.last_at)
    notifications.notify_message(message)
    return thread


@transaction.atomic
def answer(thread: Thread, *, by: Agent, text: str, submission_key: UUID) -> Message:
    policies.lock_to_write(thread.project, by=by)
    thread = policies.lock(thread)
    with action_context("a écrit le message", by=by):
        message = Message.objects.create(
            thread=thread, text=text, written_by=by, submission_key=submission_key
        )
        thread.last_at = message.written_at
        thread.save(update_fields=["last_at"])
    notifications.notify_message(message)
    return message


class MessageForm(OneTimeForm):
    text = PlainTextField(
        label="Message",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez votre message."},
    )


class ThreadForm(MessageForm):
    subject = OneLineField(
        label="Sujet", max_length=TITLE_LENGTH, error_messages={"required": "Dites de quoi il s’agit."}
    )
    field_order = ["subject", "text"]


TAB, PAGE_SIZE = "threads", 20
WRITTEN, ALREADY_WRITTEN = "Le message est écrit.", "Ce message était déjà écrit."


@require_safe
def thread_list(request: AgentRequest, reference: str) -> HttpResponse:
    """The newest message's subject first."""
    space = space_of(request, reference=reference)
    threads = Thread.objects.filter(project=space.project).select_related("opened_by")
    threads = threads.annotate(many=Count("messages")).order_by("-last_at", "-pk")
    context = {"page": paginate(threads, request, size=PAGE_SIZE)}
    return space_page(request, space, TAB, "spaces/threads/thread_list.html", context)


@keeps_words
def thread_open(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    space.check_write()
    form = ThreadForm(request.POST or None)
    write = partial(open_thread, space.project, by=request.user)
    mine = Thread.objects.filter(project=space.project, opened_by=request.user)
    if thread := submitted(request, form, write, mine=mine, done=WRITTEN, again=ALREADY_WRITTEN):
        return redirect(thread)
    return space_page(request, space, TAB, "spaces/threads/thread_open.html", {"form": form})


@keeps_words
def thread_detail(request: AgentRequest, thread_reference: str) -> HttpResponse:
    """The newest message first, then the form that answers."""
    thread, space = held(request, Thread.objects.select_related("opened_by"), thread_reference)
    if request.method == "POST":
        space.check_write()
    form = MessageForm(request.POST or None) if space.can_write else None
    write = partial(answer, thread, by=request.user)
    mine = Message.objects.filter(thread=thread, written_by=request.user)
    if form and submitted(request, form, write, mine=mine, done=WRITTEN, again=ALREADY_WRITTEN):
        return redirect(thread)
    newest = thread.messages.select_related("written_by", "changed_by").order_by("-written_at", "-pk")
    context = {"thread": thread, "form": form, "page": paginate(newest, request, size=PAGE_SIZE)}
    return space_page(request, space, TAB, "spaces/threads/thread_detail.html", context)


@keeps_words
@atomic_post
def message_correct(request: AgentRequest, message_key: UUID) -> HttpResponse:
    readable = Message.objects.filter(thread__in=Thread.objects.visible_to(request.user).values("pk"))
    message = get_object_or_404(readable.select_related("thread__project"), submission_key=message_key)
    return correction_page(request, message, tab=TAB, url=message.thread.get_absolute_url())
