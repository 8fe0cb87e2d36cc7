from uuid import UUID

from django.db import transaction

from core.history.context import action_context
from core.people.models import Agent, Project
from spaces import notifications, policies
from spaces.models import Message, Thread


@transaction.atomic
def open_thread(project: Project, *, by: Agent, subject: str, text: str, submission_key: UUID) -> Thread:
    """A subject with its first message."""
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
