"""Proposing, entering for a colleague, correcting and withdrawing an idea."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.documents.actions import forget_unheld, keep, store_bytes, stripped_content
from core.documents.models import Document, Upload
from core.documents.refusals import Refused
from core.french import of, spaced
from core.history.context import action_context
from core.mail.models import IncomingMail
from core.notifications.actions import make_confidential
from core.people.models import Agent, Direction
from core.web.locks import lock_row, locked
from suggestions.ideas.by_mail import WHOLE
from suggestions.ideas.locking import check_alone, check_state, lock_idea, not_author
from suggestions.ideas.notifications import GROUP_WORK, WITHDRAWN, notify_of, notify_received, outdate
from suggestions.ideas.progress import answer_due_on, decision_due_on
from suggestions.models import Idea, IdeaFile, Telling
from suggestions.policies import can_pass_on, can_propose, may_be_thanked, speaks_for
from suggestions.proposing import drafts
from suggestions.states import Contact, Identity, State

# Of one run: each may take a minute.
MOST_UNSIGNED = 20
AMENDED = [*Idea.WORDS, "seen_elsewhere", "direction", "identity"]


@transaction.atomic
def propose(
    *,
    by: Agent,
    files: Sequence[Upload] = (),
    submission_key: uuid.UUID | None = None,
    draft_stamp: str = "",
    mail: IncomingMail | None = None,
    documents: Sequence[Document] = (),
    **words: Any,
) -> Idea:
    """Create an idea, with the days promised for the answer and the decision; delete its draft.

    `words` are those of AMENDED, what was not written left out. `draft_stamp` is that of the draft which the page was
    made from, or last kept. `mail` is the message that it came in, if any, with the `documents` already made of its
    files; the draft is another idea then.
    """
    if not can_propose(by):
        raise PermissionDenied(spaced("Ce compte est fermé : il ne peut plus proposer d’idée."))
    key = submission_key or uuid.uuid4()
    with action_context("a proposé l’idée par courriel" if mail else "a proposé l’idée", by=by):
        idea = _created(files, documents, by=by, author=by, submission_key=key, mail=mail, **words)
    if mail is None:
        drafts.discard_sent(by, key=key, stamp=draft_stamp)
    notify_received(idea)
    return idea


@transaction.atomic
def enter_for(
    *,
    by: Agent,
    author: Agent,
    contact: str,
    contact_detail: str = "",
    files: Sequence[Upload] = (),
    submission_key: uuid.UUID | None = None,
    mail: IncomingMail | None = None,
    documents: Sequence[Document] = (),
    **words: Any,
) -> Idea:
    """« Saisi pour »: an idea entered for `author`, who is informed by `contact`; the others as for `propose`."""
    if not can_propose(by):
        raise PermissionDenied(spaced("Ce compte est fermé : il ne peut plus proposer d’idée."))
    if author == by:
        raise ValidationError(spaced("Cette idée est la vôtre : proposez-la en votre nom."))
    if not author.is_active:
        raise ValidationError(
            spaced(f"Le compte {of(author)} est fermé : une idée ne peut plus porter son nom.")
        )
    if contact not in Contact.values:
        raise ValidationError("Dites comment prévenir l’auteur.")
    if words["identity"] == Identity.ANONYMOUS:
        raise ValidationError("Une idée anonyme ne peut être saisie que par son auteur.")
    # Without the author's name: every reader of the idea reads its history.
    with action_context("a saisi l’idée pour un collègue", by=by):
        idea = _created(
            files,
            documents,
            by=by,
            author=author,
            entered_by=by,
            contact=contact,
            contact_detail=contact_detail,
            submission_key=submission_key or uuid.uuid4(),
            mail=mail,
            **words,
        )
    notify_received(idea)
    return idea


@transaction.atomic
def amend(idea: Idea, *, by: Agent, files: Sequence[Upload] = (), **words: Any) -> Idea:
    """Correct an idea until it is taken under study; `words` are those of AMENDED."""
    if not speaks_for(by, idea):
        raise PermissionDenied(not_author("la modifier"))
    idea = lock_idea(idea)
    check_state(idea, State.RECEIVED)
    check_direction(words["direction"])
    for name in AMENDED:
        setattr(idea, name, words[name])
    with action_context("a modifié l’idée", by=by):
        idea.save(update_fields=AMENDED)
        _attach(idea, files, by=by)
    if idea.identity == Identity.HIDDEN:
        # Written while the name was given, their subjects say the title.
        make_confidential(idea)
    return idea


@transaction.atomic
def withdraw(idea: Idea, *, by: Agent) -> Idea:
    if not speaks_for(by, idea):
        raise PermissionDenied(not_author("la retirer"))
    idea = lock_idea(idea)
    check_state(idea, *State.waiting())
    check_alone(idea)
    idea.state, idea.withdrawn_at = State.WITHDRAWN, timezone.now()
    with action_context("a retiré l’idée", by=by):
        idea.save(update_fields=["state", "withdrawn_at"])
    outdate(idea, *GROUP_WORK)
    if idea.member_in_charge:
        notify_of(idea, WITHDRAWN, [idea.member_in_charge], "suggestions/mails/withdrawn.txt")
    return idea


@transaction.atomic
def accept_thanks(idea: Idea, *, by: Agent, is_thanked: bool | str) -> Idea:
    """The author says whether their name may be thanked beside what their idea changed; they may change their mind."""
    if not speaks_for(by, idea):
        raise PermissionDenied(not_author("dire si son nom peut être cité"))
    idea = lock_idea(idea)
    if not may_be_thanked(idea):
        raise ValidationError("Cette idée n’est pas de celles dont on remercie l’auteur par son nom.")
    idea.is_thanked = bool(is_thanked)
    with action_context("accepte d’être remercié" if is_thanked else "préfère n’être pas cité", by=by):
        idea.save(update_fields=["is_thanked"])
    return idea


def check_direction(direction: Direction | None) -> None:
    """Raise ValidationError when it was removed since the page was made; held until the commit otherwise."""
    if direction is None:
        return
    rows = locked(Direction.objects)
    if not rows.filter(pk=direction.pk).exists():
        raise ValidationError(
            {
                "direction": spaced(
                    "Cette direction vient d’être retirée de l’organigramme : choisissez-en une autre."
                )
            }
        )


def _created(files: Sequence[Upload], documents: Sequence[Document], *, by: Agent, **given: Any) -> Idea:
    check_direction(given.get("direction"))
    received_at = timezone.now()
    idea = Idea.objects.create(
        **given,
        received_at=received_at,
        due_on=answer_due_on(received_at),
        decision_due_on=decision_due_on(received_at),
    )
    _attach(idea, files, by=by)
    for position, document in enumerate(documents, start=idea.files.count() if documents else 0):
        IdeaFile.objects.create(idea=idea, document=document, position=position)
    return idea


def _attach(idea: Idea, files: Sequence[Upload], *, by: Agent) -> None:
    """After those that are already there; for a hidden author, the copies that `strip_ahead` made."""
    if not files:
        return
    first = idea.files.count()
    is_unsigned = idea.identity == Identity.HIDDEN
    refusals = []
    for position, upload in enumerate(files, start=first):
        try:
            document = keep(upload, by=by, is_unsigned=is_unsigned)
        except Refused as refusal:
            refusals.append(refusal)
            continue
        # The same form sent twice brings the same document.
        IdeaFile.objects.get_or_create(
            document=document, defaults={"idea": idea, "position": position, "is_unsigned": is_unsigned}
        )
    if refusals:
        raise ValidationError({"files": refusals})


def unsign_files() -> int:
    """Replace files that may name a hidden author, a few at a time; returns how many were replaced or tried.

    One that cannot be unsigned is tried again later, and shown meanwhile only to who may know the author.
    """
    # The whole message, with its signature, is what the author wrote before hiding.
    waiting = IdeaFile.objects.to_unsign().exclude(document__name=WHOLE, idea__mail__isnull=False)
    return sum(_unsign(pk) for pk in list(waiting.order_by("?").values_list("pk", flat=True)[:MOST_UNSIGNED]))


def _unsign(pk: int) -> bool:
    signed = Document.objects.filter(idea_file__in=IdeaFile.objects.to_unsign().filter(pk=pk)).first()
    if signed is None:
        return False
    try:
        # Up to a minute: before the lock.
        content = stripped_content(signed.file_path, name=signed.name)
        return _replace(pk, signed, content)
    except (Refused, OSError):
        return True


@transaction.atomic
def _replace(pk: int, signed: Document, content: bytes) -> bool:
    rows = locked(IdeaFile.objects.to_unsign(), skip_locked=True)
    file = rows.filter(pk=pk, document=signed).first()
    if file is None:
        return False
    file.document = store_bytes(content, name=signed.name, by=signed.stored_by, at=signed.stored_at)
    file.is_unsigned = True
    with action_context("a ôté d’un fichier le nom de son auteur"):
        file.save(update_fields=["document", "is_unsigned"])
    forget_unheld([signed], by=None)
    return True


@transaction.atomic
def mark_as_told(telling: Telling, *, by: Agent) -> Telling:
    """« C’est dit »; the first click counts."""
    if not can_pass_on(by, telling.idea):
        raise PermissionDenied("Seuls le groupe et la personne qui a saisi l’idée passent les nouvelles.")
    telling = lock_row(Telling, telling.pk)
    if telling.told_at is None:
        telling.told_at, telling.told_by = timezone.now(), by
        telling.save(update_fields=["told_at", "told_by"])
    return telling


def offline_notices_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    """The notices, for the colleague who entered the idea and for the group; empty for others. One statement."""
    if not idea.contact or not can_pass_on(agent, idea):
        return {}
    news = Telling.objects.filter(idea=idea).select_related("told_by")
    return {"tellings": news.order_by("told_at", "created_at", "pk")}
