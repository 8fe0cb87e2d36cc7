"""The steps of an import: sent, read, confirmed by a person, written; interrupted or abandoned."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from core.french import spaced
from core.history.context import action_context
from core.imports.models import FileImport, State
from core.imports.tables import Unreadable
from core.operations.purges import Kept
from core.people.models import Agent
from core.web.locks import locked

logger = logging.getLogger(__name__)
GONE = spaced("Le fichier n’est plus lisible sur le disque : prévenez l’administrateur.")
# Before the growth of the demonstration: a person waits.
QUEUE, PRIORITY = "long", 10


class Busy(Exception):
    """Another import is running; the message is for the person who asked."""


class ImportSteps[M: FileImport](ABC):
    """One kind of import; an app's subclass says who may, how it is confirmed, and what is kept."""

    model: type[M]
    # Take a file in: of what, each kind says.
    begin: Callable[..., M]
    can_import: Callable[[Agent], bool]
    not_allowed = ""
    sent = "a envoyé un fichier"
    # On the page of one that was abandoned.
    abandoned = "Rien n’a été écrit."
    # What nobody confirms is abandoned after so many days, where `kept` is registered.
    waiting_days = 7

    def rows(self) -> QuerySet[M]:
        return self.model._default_manager.select_related("created_by", "confirmed_by")

    # The steps

    def check_right(self, by: Agent) -> None:
        """Raises PermissionDenied."""
        if not self.can_import(by):
            raise PermissionDenied(self.not_allowed)

    def start(self, started: M) -> M:
        """Keep what was sent; the caller has checked the right."""
        with transaction.atomic(), action_context(self.sent, by=started.created_by):
            started.save(force_insert=True)
        return started

    @abstractmethod
    def confirm(self, started: M, *, by: Agent, **options: Any) -> None:
        """Write what was read. Raises PermissionDenied, ValidationError."""

    def abandon(self, started: M, *, by: Agent | None) -> None:
        """Write nothing of it. Raises PermissionDenied, ValidationError; `by` is None for the night's cleaning."""
        if by is not None:
            self.check_right(by)
        with transaction.atomic():
            held = self.locked(started)
            if held.state != State.ABANDONED:
                self.check_state(held, State.READING, State.READY)
                self.end(held, State.ABANDONED, "a abandonné l’import", by=by)

    def forgotten(self, at: datetime) -> QuerySet[M]:
        """Files of personal data that wait too long."""
        since = at - timedelta(days=self.waiting_days)
        return self.rows().filter(state__in=(State.READING, State.READY), created_at__lt=since)

    def due(self, at: datetime) -> QuerySet[M]:
        return self.forgotten(at)

    def clean_up(self, at: datetime) -> int:
        cleaned = 0
        for waiting in self.forgotten(at):
            # Somebody has confirmed it meanwhile: the others are still abandoned.
            with suppress(ValidationError):
                self.abandon(waiting, by=None)
                cleaned += 1
        return cleaned

    def kept(self, kind: str, period: str) -> Kept:
        return Kept(kind, period, rows=self.due, purge=self.clean_up)

    def locked(self, started: M) -> M:
        return locked(self.rows()).get(pk=started.pk)

    @staticmethod
    def check_state(held: FileImport, *states: str) -> None:
        if held.state not in states:
            said = held.get_state_display()
            raise ValidationError(spaced(f"Cet import est « {said} » : ce geste n’est plus possible."))

    def end(self, held: M, state: str, name: str, *, by: Agent | None) -> None:
        """Save what a step made of it; kinds that erase their files add it here."""
        held.state = state
        held.ended_at = None if state == State.READY else timezone.now()
        with action_context(name, by=by):
            held.save()


class WorkerImportSteps[M: FileImport](ImportSteps[M]):
    """A kind whose files are read, then written, by the worker of long tasks."""

    # The task that goes on with it, by its name: its module imports the steps.
    task = ""
    broken = spaced(
        "L’import s’est interrompu ; ce qui est écrit le reste. Déposez le fichier de nouveau : "
        "ce qui est déjà là n’est pas écrit deux fois."
    )

    @abstractmethod
    def read(self, started: M) -> None:
        """Keep what would be done. Raises Unreadable."""

    @abstractmethod
    def write(self, started: M) -> None:
        """Do what was confirmed, and keep what was done. Raises Unreadable, Busy."""

    def start(self, started: M) -> M:
        """Keep what was sent and have it read; the caller has checked the right."""
        with transaction.atomic():
            super().start(started)
            self._defer(started)
        return started

    def confirm(self, started: M, *, by: Agent, **options: Any) -> None:
        """Have it written; a second confirmation changes nothing. Raises PermissionDenied, ValidationError."""
        self.check_right(by)
        with transaction.atomic(), action_context("a confirmé l’import", by=by):
            held = self.locked(started)
            if held.state in (State.WRITING, State.DONE):
                return
            self.check_state(held, State.READY)
            held.confirmed_by, held.confirmed_at = by, timezone.now()
            held.state, held.progress = State.WRITING, 0
            held.save()
            self._defer(held)

    # The worker's part

    def go_on(self, started: M) -> None:
        """Read or write it, whichever it waits for; what it is not, or a file that is gone, ends it."""
        step: dict[str, tuple[Callable[[M], None], str]] = {
            State.READING: (self.read, State.READY),
            State.WRITING: (self.write, State.DONE),
        }
        if started.state not in step:
            return
        run, then = step[started.state]
        try:
            run(started)
        except Unreadable as error:
            self._settle(started, State.UNREADABLE, str(error))
        except OSError:
            logger.exception("Import %s: its file cannot be read", started.reference)
            self._settle(started, State.FAILED, GONE)
        else:
            self._settle(started, then)

    def interrupt(self, started: M, reason: str = "") -> None:
        """It cannot go on by itself: its page says so."""
        self._settle(started, State.FAILED, reason or self.broken)

    @transaction.atomic
    def _settle(self, started: M, state: str, reason: str = "") -> None:
        """A step is over, unless somebody abandoned it meanwhile; the history names no person."""
        if self.locked(started).state == started.state:
            started.reason = reason
            started.progress = 100 if state in (State.READY, State.DONE) else started.progress
            self.end(started, state, ACTION_NAMES[state], by=None)

    def _defer(self, started: M) -> None:
        app.configure_task(self.task, queue=QUEUE, priority=PRIORITY).defer(import_id=started.pk)


ACTION_NAMES: dict[str, str] = {
    State.READY: "a lu le fichier",
    State.DONE: "a terminé l’import",
    State.UNREADABLE: "n’a pas pu lire le fichier",
    State.FAILED: "a interrompu l’import",
}


# The worker's part, in the queue of what is long: pages and mails do not wait for it

# Another import is running: for an hour at most.
ATTEMPTS, WAIT = 180, 20


def going_on(steps: WorkerImportSteps[Any]) -> Any:
    """The task that reads or writes an import, whichever it waits for; a worker that is stopped takes it up again."""

    @app.task(
        name=steps.task,
        queue=QUEUE,
        priority=PRIORITY,
        pass_context=True,
        retry=RetryStrategy(max_attempts=ATTEMPTS, wait=WAIT, retry_exceptions=[Busy]),
    )
    def go_on(context: JobContext, *, import_id: int) -> None:
        started = steps.rows().filter(pk=import_id).first()
        if started is None:
            return
        try:
            steps.go_on(started)
        except Busy as busy:
            if context.job.attempts >= ATTEMPTS:
                steps.interrupt(started, str(busy))
            raise
        except Exception:
            steps.interrupt(started)
            raise

    return go_on
