"""Act on sessions as the council's secretary, from a page or the admin: their numbers, their publication.

Each action checks the person, locks the session, checks its state, changes, and names itself for the history.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from core.approvals import actions as approvals
from core.french import count_of, spaced
from core.history.context import action_context
from core.people.models import Agent
from core.search import index
from core.web.locks import lock_row, locked
from deliberations import draft_approvals, policies
from deliberations.locking import (
    NUMBERING_MESSAGES,
    SESSION_MESSAGES,
    explain_constraints,
    free_slug,
    lock_session,
    lock_session_names,
)
from deliberations.models import CouncilSession, Deliberation, Numbering, NumberingChoice, NumberSeries
from deliberations.policies import check_secretary


def create_session(
    *,
    by: Agent,
    held_on: date,
    kind: str = CouncilSession.Kind.ORDINARY,
    place: str = "",
    submission_key: uuid.UUID | None = None,
) -> CouncilSession:
    """A session to prepare; only the secretary sees it."""
    check_secretary(by)
    with explain_constraints(), transaction.atomic(), action_context("a créé la séance", by=by):
        return CouncilSession.objects.create(
            held_on=held_on,
            kind=kind,
            place=place.strip(),
            slug=free_slug(held_on),
            created_by=by,
            submission_key=submission_key,
        )


def change_session(
    session: CouncilSession, *, by: Agent, held_on: date, kind: str, place: str
) -> CouncilSession:
    """Correct a session. Published, it keeps its date and kind, which are in its address and its numbers."""
    with (
        explain_constraints(SESSION_MESSAGES),
        transaction.atomic(),
        action_context("a corrigé la séance", by=by),
    ):
        # Before the session, as who creates one or changes the numbering: both would wait for each other.
        lock_session_names()
        session = lock_session(session, by=by)
        moves = (held_on, kind) != (session.held_on, session.kind)
        if moves and session.is_published:
            said = spaced("La séance est publiée : retirez-la d’abord pour changer sa date ou son type.")
            raise ValidationError({"held_on": said})
        before = session.held_on
        if held_on != before:
            session.slug = free_slug(held_on)
        session.held_on, session.kind, session.place = held_on, kind, place.strip()
        session.save(update_fields=["held_on", "kind", "place", "slug"])
        if held_on != before:
            # They have the session's date, unless another day was written.
            session.deliberations.filter(adopted_on=before).update(adopted_on=held_on)
        if moves:
            index.refresh(session.deliberations.all())
    return session


@transaction.atomic
def delete_session(session: CouncilSession, *, by: Agent) -> None:
    session = lock_session(session, by=by)
    if not policies.can_delete_session(by, session):
        raise ValidationError(
            spaced(
                "Cette séance a été publiée : elle ne se supprime pas. Vous pouvez la retirer de la lecture."
            )
        )
    with action_context("a supprimé la séance", by=by):
        for deliberation in session.deliberations.all():
            approvals.erase(deliberation)
            deliberation.delete()
        session.delete()


@transaction.atomic
def assign_numbers(session: CouncilSession, *, by: Agent) -> str:
    """A number to each deliberation that has none, in the session's order: « 2026_06_001 ».

    The series follows the year and the kind of session, or the session alone (« 2026_06_25_01 »); a number once given
    is never given again, even when its deliberation is removed. Another kind than the ordinary puts its letter first.
    """
    session = lock_session(session, by=by)
    waiting = list(session.deliberations.filter(number="").order_by("position"))
    if not waiting:
        raise ValidationError("Toutes les délibérations de la séance ont déjà leur numéro.")
    letter = "" if session.kind == CouncilSession.Kind.ORDINARY else session.kind[0].upper()
    with action_context("a numéroté les délibérations", by=by):
        if session.numbering == Numbering.SESSION:
            # Its row is locked: no one else gives its numbers.
            pattern = f"{letter}{session.held_on:%Y_%m_%d}_{{:02}}"
            session.last_number = _number(waiting, session.deliberations.all(), pattern, session.last_number)
            session.save(update_fields=["last_number"])
        else:
            key = {"year": session.year, "kind": session.kind}
            NumberSeries.objects.bulk_create([NumberSeries(**key)], ignore_conflicts=True)
            series = locked(NumberSeries.objects).get(**key)
            known = Deliberation.objects.filter(year=session.year, session_kind=session.kind)
            series.last = _number(waiting, known, f"{letter}{session.held_on:%Y_%m}_{{:03}}", series.last)
            series.save(update_fields=["last"])
    return f"{count_of(len(waiting), 'délibération numérotée', 'délibérations numérotées')}."


MOVED = spaced(
    "L’ordre a changé entre-temps, ou une délibération a été ajoutée ou supprimée. Rien n’est enregistré : voici la "
    "séance telle qu’elle est, dans l’ordre que vous demandiez. Vérifiez-le, puis enregistrez de nouveau."
)


@transaction.atomic
def change_order(session: CouncilSession, *, by: Agent, shown: Sequence[str], order: Sequence[str]) -> None:
    """Give its deliberations this order, by their keys; `shown` is the order that it replaces.

    Raises ValidationError when that one changed meanwhile.
    """
    session = lock_session(session, by=by)
    acts = {str(act.pk): act for act in session.deliberations.order_by("position")}
    if list(acts) == list(order):
        return
    if list(acts) != list(shown):
        raise ValidationError(MOVED)
    moved = [acts[key] for place, key in enumerate(order, 1) if acts[key].position != place]
    for place, key in enumerate(order, 1):
        acts[key].position = place
    with action_context("a changé l’ordre de la séance", by=by):
        # One statement, which the deferrable constraint on places allows.
        Deliberation.objects.bulk_update(moved, ["position"])


def _number(waiting: list[Deliberation], known: QuerySet[Deliberation], pattern: str, last: int) -> int:
    """Give numbers that are not among `known`, after `last`; the last one given."""
    taken = set(known.exclude(number="").values_list("number", flat=True))
    for deliberation in waiting:
        number = ""
        while not number or number in taken:
            last += 1
            number = pattern.format(last)
        deliberation.number = number
        deliberation.save(update_fields=["number"])
    return last


def number_by_session(choice: NumberingChoice, *, by: Agent) -> str:
    _choose(choice, Numbering.SESSION, by=by)
    return spaced("C’est noté : les numéros recommencent à chaque séance.")


def number_by_year(choice: NumberingChoice, *, by: Agent) -> str:
    """Raises ValidationError while two deliberations of a year have one number."""
    twice = (
        Deliberation.objects.filter(session_kind=choice.kind)
        .exclude(number="")
        .values("year", "number")
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
        .order_by("year", "number")
        .first()
    )
    if twice:
        raise ValidationError(
            spaced(
                f"En {twice['year']}, {twice['count']} délibérations ont le numéro {twice['number']} : "
                "chaque séance garde ses propres numéros."
            )
        )
    _choose(choice, Numbering.YEAR, by=by)
    return spaced("C’est noté : les numéros se suivent toute l’année.")


def _choose(choice: NumberingChoice, numbering: str, *, by: Agent) -> None:
    """Its sessions and their deliberations follow by triggers."""
    check_secretary(by)
    with (
        explain_constraints(NUMBERING_MESSAGES),
        transaction.atomic(),
        action_context("a changé la numérotation des délibérations", by=by),
    ):
        lock_session_names()
        # Its sessions first: correcting a session locks it, then the choice.
        sessions = CouncilSession.objects.filter(kind=choice.kind).order_by("pk")
        list(locked(sessions).values_list("pk", flat=True))
        held = lock_row(NumberingChoice, choice.pk)
        held.numbering = choice.numbering = numbering
        held.save(update_fields=["numbering"])


@transaction.atomic
def publish(session: CouncilSession, *, by: Agent) -> str:
    """Show a session and its deliberations to every agent. What lacks a number stops it; the rest only warns.

    Visas that were still waited for are asked of nobody any more.
    """
    session = lock_session(session, by=by)
    if not policies.can_publish(by, session):
        raise ValidationError("Cette séance est déjà publiée.")
    if not session.deliberation_count:
        raise ValidationError(spaced("Cette séance n’a encore aucune délibération : ajoutez-en une d’abord."))
    unnumbered = session.deliberations.filter(number="").count()
    if unnumbered:
        raise ValidationError(
            spaced(f"{count_of(unnumbered, 'délibération')} sans numéro : numérotez avant de publier.")
        )
    now = timezone.now()
    session.state, session.published_at = CouncilSession.State.PUBLISHED, now
    session.first_published_at = session.first_published_at or now
    session.unpublish_reason = ""
    with action_context("a publié la séance", by=by):
        session.save(update_fields=["state", "published_at", "first_published_at", "unpublish_reason"])
    index.refresh(session.deliberations.all())
    said = spaced("La séance est publiée : tous les agents la lisent.")
    if ended := draft_approvals.end_waiting(session, by=by):
        said += f" {count_of(ended, 'visa n’était pas donné', 'visas n’étaient pas donnés')}."
    return said


@transaction.atomic
def unpublish(session: CouncilSession, *, by: Agent, reason: str) -> str:
    """Withdraw a session: only the secretary sees it; the history keeps the reason."""
    session = lock_session(session, by=by)
    if not policies.can_unpublish(by, session):
        raise ValidationError("Cette séance n’est pas publiée.")
    session.state, session.published_at, session.unpublish_reason = CouncilSession.State.DRAFT, None, reason
    with action_context("a retiré la séance de la lecture", by=by):
        session.save(update_fields=["state", "published_at", "unpublish_reason"])
    index.refresh(session.deliberations.all())
    return spaced("La séance est retirée : seul le secrétariat du conseil la voit.")
