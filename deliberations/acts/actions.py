"""Writing a session's deliberations: adding, correcting and removing them, with their files."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from core.approvals import actions as approvals
from core.documents import actions as documents
from core.documents.limits import DELIBERATION, size_label
from core.documents.models import Document, Upload
from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent
from core.search import index
from core.web.locks import locked
from deliberations import draft_approvals, policies
from deliberations.locking import TWICE, explain_constraints, lock_session
from deliberations.models import Councillor, CouncilSession, Deliberation

FIELDS = (
    "number",
    "adopted_on",
    "object",
    "matter",
    "nature",
    "rapporteur",
    "direction",
    "circuit",
    "result",
    "seats",
    "voters",
    "votes_for",
    "votes_against",
    "abstentions",
    "budget_year",
    "budget_name",
    "prefecture",
    "acknowledgement",
    "acknowledged_on",
    "public_url",
)


@dataclass(frozen=True)
class SubmittedFiles:
    """The files of a form: a text that replaces the present one, annexes to add, to rename (by key) or to remove."""

    text: Upload | None = None
    annexes: list[Upload] = field(default_factory=list)
    titles: Mapping[int, str] = field(default_factory=dict)
    removed: Iterable[int] = ()


def add_deliberation(
    session: CouncilSession,
    *,
    by: Agent,
    files: SubmittedFiles = SubmittedFiles(),
    text: Document | None = None,
    submission_key: uuid.UUID | None = None,
    co_rapporteurs: Iterable[Councillor] = (),
    **fields: Any,
) -> Deliberation:
    """A deliberation at the end of the session, with the values of `FIELDS` that are given.

    `text` is a document that is stored already, for loaders.
    """
    with explain_constraints(), transaction.atomic():
        session = lock_session(session, by=by)
        if submission_key and (
            earlier := session.deliberations.filter(submission_key=submission_key).first()
        ):
            return earlier
        last = session.deliberations.aggregate(last=Max("position"))["last"] or 0
        deliberation = Deliberation(
            session=session,
            position=last + 1,
            text=text,
            submission_key=submission_key,
            **{"adopted_on": session.held_on, **_known(fields)},
        )
        _check(deliberation, co_rapporteurs := list(co_rapporteurs))
        _write(deliberation, files, "a ajouté la délibération", by=by)
        deliberation.co_rapporteurs.set(co_rapporteurs)
    return deliberation


def change_deliberation(
    deliberation: Deliberation,
    *,
    by: Agent,
    stamp: str,
    files: SubmittedFiles = SubmittedFiles(),
    co_rapporteurs: Iterable[Councillor] | None = None,
    **fields: Any,
) -> Deliberation:
    """Correct a deliberation, published or not. `stamp` is that of the one that was read.

    Its `asks_visas_again` says whether visas had been given on its words, its `circuit_news` what became of them when
    its steps are others. Raises ValidationError when it was changed in
    the meantime, or for the number of a published one.
    """
    with explain_constraints(), transaction.atomic():
        deliberation = _locked(deliberation, by=by)
        if stamp != stamp_of(deliberation):
            raise ValidationError(
                spaced(
                    "Cette délibération a été modifiée entre-temps par quelqu’un d’autre. Ce que vous avez écrit est "
                    "toujours là : ouvrez la fiche dans un autre onglet, comparez, puis enregistrez de nouveau."
                )
            )
        number = fields.get("number", deliberation.number)
        if number != deliberation.number and not policies.can_renumber(by, deliberation):
            said = spaced("Publié, un numéro ne change plus : retirez d’abord la séance de la lecture.")
            raise ValidationError({"number": said})
        previous = copy(deliberation)
        for name, value in _known(fields).items():
            setattr(deliberation, name, value)
        others = list(deliberation.co_rapporteurs.all() if co_rapporteurs is None else co_rapporteurs)
        _check(deliberation, others)
        _write(deliberation, files, "a corrigé la délibération", by=by)
        deliberation.co_rapporteurs.set(others)
        deliberation.circuit_news = draft_approvals.circuit_changed(deliberation, previous, by=by)
        deliberation.asks_visas_again = draft_approvals.content_changed(deliberation, by=by)
    return deliberation


@transaction.atomic
def remove_deliberation(deliberation: Deliberation, *, by: Agent) -> None:
    deliberation = _locked(deliberation, by=by)
    if not policies.can_remove(by, deliberation):
        raise ValidationError(
            spaced(
                "Cette délibération a été publiée : elle ne se supprime pas. "
                "Son résultat peut être « retirée »."
            )
        )
    with action_context("a supprimé la délibération", by=by):
        approvals.erase(deliberation)
        deliberation.delete()


def stamp_of(deliberation: Deliberation) -> str:
    """Changes whenever what a form shows of the deliberation does."""
    shown = [deliberation.serializable_value(name) for name in FIELDS]
    annexes = list(deliberation.annexes.order_by("pk").values_list("pk", "title"))
    others = sorted(deliberation.co_rapporteurs.values_list("pk", flat=True))
    whole = json.dumps([shown, deliberation.text_id, annexes, others], default=str)
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"Not fields of a deliberation: {sorted(unknown)}")
    return fields


def _check(deliberation: Deliberation, co_rapporteurs: Sequence[Councillor]) -> None:
    if deliberation.rapporteur in co_rapporteurs:
        raise ValidationError({"co_rapporteurs": TWICE})
    deliberation.object = " ".join(deliberation.object.split())
    deliberation.number = deliberation.number.strip()
    deliberation.full_clean(exclude=["slug", "year", "session_kind", "position", "session", "text"])


def _check_size(deliberation: Deliberation, files: SubmittedFiles) -> None:
    """A deliberation and its annexes together: what ACTES carries at most."""
    text = files.text or deliberation.text
    kept = (
        deliberation.annexes.exclude(pk__in=list(files.removed)).values_list("document__size", flat=True)
        if deliberation.pk
        else ()
    )
    total = sum(kept) + sum(upload.size for upload in files.annexes) + (text.size if text else 0)
    if total > DELIBERATION.largest:
        most = size_label(DELIBERATION.largest)
        said = spaced(f"Le texte et ses annexes font {size_label(total)} ensemble : {most} au plus.")
        raise ValidationError({"annexes": said})


def _write(deliberation: Deliberation, files: SubmittedFiles, name: str, *, by: Agent) -> None:
    _check_size(deliberation, files)
    # Before the action has its name: keeping a file is an action of its own in the history.
    if files.text:
        deliberation.text = documents.keep(files.text, by=by)
    kept = [(upload.name, documents.keep(upload, by=by)) for upload in files.annexes]
    with action_context(name, by=by):
        deliberation.save()
        _write_annexes(deliberation, files, kept)


def _write_annexes(
    deliberation: Deliberation, files: SubmittedFiles, kept: list[tuple[str, Document]]
) -> None:
    mine = {annex.pk: annex for annex in deliberation.annexes.all()}
    removed = [key for key in files.removed if key in mine]
    for key, title in files.titles.items():
        if key in mine and key not in removed and title.strip() and mine[key].title != title.strip():
            mine[key].title = title.strip()
            mine[key].save(update_fields=["title"])
    for key in removed:
        mine[key].delete()
    last = deliberation.annexes.aggregate(last=Max("position"))["last"] or 0
    for position, (name, document) in enumerate(kept, last + 1):
        title = PurePath(name).stem.replace("_", " ")[:200]
        deliberation.annexes.create(document=document, title=title, position=position)
    if removed or kept:
        index.refresh([deliberation])


def _locked(deliberation: Deliberation, *, by: Agent) -> Deliberation:
    """The session's lock first, then the row as it is now."""
    session = lock_session(deliberation.session, by=by)
    found = locked(Deliberation.objects).filter(pk=deliberation.pk).select_related("matter", "text").first()
    if found is None:
        raise ValidationError("Cette délibération vient d’être supprimée.")
    found.session = session
    return found
